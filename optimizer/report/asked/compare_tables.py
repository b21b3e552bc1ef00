"""The tables of a comparison: rows of finished words, for a terminal or a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from optimizer.answers.compare import Attribution, Compare, Line, Part, Section, Side
from optimizer.report.asked.compare_words import (
    MINUS,
    apart,
    change,
    item,
    shown,
    signed,
    stated,
    stated_apart,
)
from optimizer.report.grid import GAP, HARD_SPACE, Column, Row
from optimizer.report.view import Look
from optimizer.scenario.schema import Scenario

Rows = Literal["long", "differing", "all"]
"""Which rows are shown: in long tables only those that differ, in all tables, or every row."""

LONG = 12
"""A table of more rows is long."""
NAMES = 18
"""Columns that names are left on narrow paper when the sides are shared out over tables."""

FIGURES: dict[Section, tuple[str, ...]] = {
    "targets": ("reached", "shortfall"),
    "groups": ("persons_end",),
    "funds": ("allocated", "ceiling", "left"),
    "regions": ("persons_end", "share", "rupiah"),
}
"""The figures of each section that are shown, the most telling first."""
_MONEY = ("ceiling", "allocated", "left", "rupiah")
"""Figures whose heading says that they are rupiah."""
_OF_LAST_MONTH = ("persons_end", "share")
"""Figures that are not subtracted where the sides end in different months."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table and the sentences below it."""

    heading: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    total: Row | None = None


def headline_table(look: Look, answer: Compare) -> Table:
    """The figures asked for first: two sides in columns, more in rows."""
    lines = [line for line in answer.of("headline") if line.field != "month" or not line.alike]
    return _across(look, answer, lines) if len(answer.sides) == 2 else _down(look, answer, lines)


def _across(look: Look, answer: Compare, lines: Sequence[Line]) -> Table:
    """A row a figure, a column a side and one for the difference."""
    first, second = answer.sides
    columns = [Column(look.say("column.figure"), name=True, lines=2), Column(first.letter)]
    columns += [Column(second.letter), Column(_apart(first, second))]
    rows = []
    for line in lines:
        label = item(look, line, ())
        if answer.target and line.field in ("reached", "shortfall"):
            label = look.say(f"compare.figure_of.{line.field}", target=answer.target)
        values = [shown(look, value, line.field) for value in line.values]
        rows.append(Row((label, *values, apart(look, line, 1))))
    notes = _months(look, answer)
    return Table(look.say("compare.headline"), tuple(columns), tuple(rows), notes)


def _months(look: Look, answer: Compare) -> tuple[str, ...]:
    """Why a difference of people is left open."""
    ends = {side.horizon.last for side in answer.sides}
    return (look.say("compare.months_apart"),) if len(ends) > 1 else ()


def _down(look: Look, answer: Compare, lines: Sequence[Line]) -> Table:
    """A row a side and one for its difference, a column a figure."""
    spare = {"standing": 3, "ceiling": 2, "person_months": 1}
    columns = [Column(look.say("compare.plan"), name=True)]
    columns += [
        Column(look.say(f"compare.column.{line.field}"), spare=spare.get(line.field, 0)) for line in lines
    ]
    rows = []
    for place, side in enumerate(answer.sides):
        rows.append(Row((side.letter, *(_bare(look, line, place) for line in lines))))
        if place:
            beside = (apart(look, line, place, money=False) for line in lines)
            rows.append(Row((_apart(answer.sides[0], side).replace(HARD_SPACE, " "), *beside)))
    notes = (look.say("compare.of_target", target=answer.target),) if answer.target else ()
    notes = (*notes, *_months(look, answer))
    return Table(look.say("compare.headline"), tuple(columns), tuple(rows), notes)


def section_tables(
    look: Look, answer: Compare, section: Section, scenarios: Sequence[Scenario], rows: Rows
) -> Iterator[Table]:
    """Targets, funds or regions: two sides in one table, more in a table for each figure."""
    items = _by_item(answer.of(section))
    if not items:
        return
    differing = [one for one in items if not all(line.alike for line in one)]
    only = rows == "differing" or (rows == "long" and (len(items) > LONG or not differing))
    most = len(items) if rows == "all" else look.most
    if only and not differing:
        note = look.say("compare.none_differ", count=len(items))
        yield Table(look.say(f"compare.{section}"), (), (), (note,))
    elif len(answer.sides) == 2:
        shown_items = differing if only else items
        notes = _left_out(look, len(items), len(shown_items), most)
        yield _two_sides(look, answer, section, shown_items[:most], scenarios, notes)
    else:
        for field in FIGURES[section]:
            lines = [next(line for line in one if line.field == field) for one in items]
            yield from _more_sides(look, answer, lines, scenarios, only=only, most=most)


def _by_item(lines: Iterable[Line]) -> list[list[Line]]:
    items: dict[str, list[Line]] = {}
    for line in lines:
        items.setdefault(line.item, []).append(line)
    return list(items.values())


def _left_out(look: Look, every: int, chosen: int, most: int) -> tuple[str, ...]:
    """How many rows are not shown, and why."""
    alike = [look.say("compare.alike", count=every - chosen)] if chosen < every else []
    more = [look.say("asked.more_rows", count=chosen - most)] if chosen > most else []
    return (*alike, *more)


def _two_sides(
    look: Look,
    answer: Compare,
    section: Section,
    items: Sequence[Sequence[Line]],
    scenarios: Sequence[Scenario],
    notes: tuple[str, ...],
) -> Table:
    """A row an item: of the first figure both values and the difference, of the others at least that."""
    first, second = answer.sides
    columns = [Column(look.say(f"compare.item.{section}"), name=True, lines=3)]
    most = len(FIGURES[section])
    for rank, field in enumerate(FIGURES[section]):
        # of the first figure all three stay; of the others the values leave before the difference
        figure = _figure(look, field)
        columns.append(Column(f"{figure} {first.letter}", spare=2 * rank + most if rank else 0))
        columns.append(Column(f"{figure} {second.letter}", spare=2 * rank + most + 1 if rank else 0))
        if not _ends_apart(answer, field):
            columns.append(Column(f"{figure} {_apart(first, second)}", spare=rank))
    rows = []
    for lines in items:
        cells = [item(look, lines[0], scenarios)]
        for field in FIGURES[section]:
            line = next(one for one in lines if one.field == field)
            cells += [_bare(look, line, place) for place in range(2)]
            if not _ends_apart(answer, field):
                cells.append(apart(look, line, 1, money=False))
        rows.append(Row(tuple(cells)))
    return Table(look.say(f"compare.{section}"), tuple(columns), tuple(rows), notes)


def _more_sides(
    look: Look,
    answer: Compare,
    lines: Sequence[Line],
    scenarios: Sequence[Scenario],
    *,
    only: bool,
    most: int,
) -> Iterator[Table]:
    """One figure: the first side's value, then what each other side has more or less."""
    section, first = lines[0].section, answer.sides[0]
    chosen = [line for line in lines if not (only and line.alike)]
    heading = f"{look.say(f'compare.{section}')}: {_figure(look, lines[0].field)}"
    if not chosen:
        yield Table(heading, (), (), (look.say("compare.none_differ", count=len(lines)),))
        return
    name = Column(look.say(f"compare.item.{section}"), name=True, lines=3)
    cells = [[_apart_or_absent(look, line, place) for place in range(len(line.values))] for line in chosen]
    tables = list(
        _shared_out(look, range(1, len(answer.sides)), max(len(one) for row in cells for one in row))
    )
    for places in tables:
        columns = [name, Column(first.letter), *(_beside(lines[0], answer, one) for one in places)]
        rows = [
            Row((item(look, line, scenarios), _bare(look, line, 0), *(beside[one] for one in places)))
            for line, beside in zip(chosen[:most], cells, strict=False)
        ]
        notes = _left_out(look, len(lines), len(chosen), most) if places is tables[-1] else ()
        yield Table(heading, tuple(columns), tuple(rows), notes)


def _beside(line: Line, answer: Compare, place: int) -> Column:
    """A side's column: its differences, or its own values where its people are of another month."""
    side = answer.sides[place]
    return Column(side.letter if _ends_apart(answer, line.field, place) else _apart(answer.sides[0], side))


def _ends_apart(answer: Compare, field: str, place: int = 1) -> bool:
    """Whether a figure is of another month than that of the first side: it is not subtracted."""
    first, side = answer.sides[0], answer.sides[place]
    return field in _OF_LAST_MONTH and side.horizon.last != first.horizon.last


def _apart_or_absent(look: Look, line: Line, place: int) -> str:
    """A difference; where nothing can be subtracted, what the side has."""
    if line.differences[place] is None:
        return _bare(look, line, place)
    return apart(look, line, place, money=False)


def _figure(look: Look, field: str) -> str:
    """A figure's name as a heading."""
    return look.say(f"compare.column.{field}")


def _shared_out(look: Look, places: Sequence[int], wide: int) -> Iterator[Sequence[int]]:
    """The sides beside the first one, as many to a table as fit in columns of this width."""
    each = max(1, (look.page.width - NAMES - wide) // (wide + GAP))
    for begin in range(0, len(places), each):
        yield places[begin : begin + each]


def _apart(first: Side, side: Side) -> str:
    return f"{side.letter}{HARD_SPACE}{MINUS}{HARD_SPACE}{first.letter}"


def _bare(look: Look, line: Line, place: int) -> str:
    """A value below a heading that says its unit."""
    value = line.values[place]
    if line.field in _MONEY and isinstance(value, int):
        return look.number(value)
    return shown(look, value, line.field)


def input_table(look: Look, answer: Compare) -> Table | None:
    """The inputs that differ, a row each; None where all are the same."""
    lines = answer.of("inputs")
    notes = (look.say("compare.beside", count=answer.beside),) if answer.beside else ()
    if not lines and not notes:
        return None
    first, *others = answer.sides
    columns = [look.copied("path"), Column(first.letter)]
    for side in others:
        columns += [Column(side.letter), Column(_apart(first, side))]
    rows = tuple(Row((item(look, line, ()), *_input_cells(look, line))) for line in lines)
    return Table(look.say("compare.inputs"), tuple(columns), rows, notes)


def _input_cells(look: Look, line: Line) -> Iterator[str]:
    for place, value in enumerate(line.values):
        if value is None and line.field == "value":
            yield look.say("compare.not_stated")
        else:
            yield stated(look, value, line.item)
        if place:
            yield stated_apart(look, line.differences[place])


def attribution_tables(look: Look, answer: Compare, notes: Sequence[str]) -> Iterator[Table]:
    """What each change brings; then, where they work on each other, what each does first and last."""
    found = answer.attribution
    if found is None or not found.parts or not found.parts[0].brings or found.is_nothing:
        return
    name = Column(look.say("compare.change"), name=True, lines=3)
    columns = [name]
    for place, total in enumerate(found.totals):
        columns.append(Column(_figure(look, total.measure), spare=4 if total.measure == "shortfall" else 0))
        if found.method == "sampled":
            columns.append(Column("±", spare=5 + place if place else 0))
    rows = tuple(Row((change(look, answer, part), *_part_cells(look, found, part))) for part in found.parts)
    together = Row((look.say("compare.together"), *_together(look, found))) if len(rows) > 1 else None
    yield Table(look.say("compare.attribution"), tuple(columns), rows, tuple(notes), together)
    if worked_on(found):
        yield _first_and_last(look, answer, found, name)


def _part_cells(look: Look, found: Attribution, part: Part) -> Iterator[str]:
    for bring in part.brings:
        yield signed(look, bring.shown, money=False)
        if found.method == "sampled":
            yield look.number(bring.error or 0)


def _together(look: Look, found: Attribution) -> Iterator[str]:
    for total in found.totals:
        yield signed(look, total.difference, money=False)
        if found.method == "sampled":
            yield ""


def worked_on(found: Attribution) -> bool:
    """Whether what a change brings depends on what was changed before it."""
    return len(found.parts) > 1 and any(
        bring.alone != bring.last for part in found.parts for bring in part.brings
    )


def _first_and_last(look: Look, answer: Compare, found: Attribution, name: Column) -> Table:
    """Of persons and rupiah: each change alone, and each once all others are made."""
    measures = [one.measure for one in found.totals]
    twice = _TWICE if _TWICE[0] in measures else ("person_months", *_TWICE)
    columns, places = [name], [place for place, one in enumerate(measures) if one in twice]
    for place in places:
        figure = _figure(look, found.totals[place].measure)
        columns += [Column(f"{figure} {look.say(f'compare.{key}')}") for key in ("alone", "last")]
    rows = []
    for part in found.parts:
        cells = [change(look, answer, part)]
        for place in places:
            bring = part.brings[place]
            cells += [signed(look, one, money=False) or "?" for one in (bring.alone, bring.last)]
        rows.append(Row(tuple(cells)))
    return Table(look.say("compare.first_and_last"), tuple(columns), tuple(rows))


_TWICE = ("persons_end", "rupiah")
"""Measures whose first and last steps are told."""
