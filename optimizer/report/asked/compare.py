"""The page of ``compare``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from optimizer.answers.compare import Attribution, Compare, Line, Part, Section, Side
from optimizer.report.asked.compare_tables import (
    FIGURES,
    Rows,
    Table,
    attribution_tables,
    headline_table,
    input_table,
    section_tables,
    worked_on,
)
from optimizer.report.asked.compare_words import apart, brief, item, shown, signed
from optimizer.report.asked.sheet import Part as SheetPart
from optimizer.report.asked.sheet import sheet
from optimizer.report.grid import grid, lines_of
from optimizer.report.view import Look, bullet
from optimizer.scenario.schema import Scenario
from optimizer.text import inert, sentence
from optimizer.text.inert import Said
from optimizer.units import Persons

MOST_NAMED = 3
"""So many changes are named in a sentence; the rest is counted."""


_WHO: tuple[Section, ...] = ("groups", "regions")
MOST_COUNTED = 10**9
"""A number of orders beyond this says nothing to anybody."""
MOST_REASONS = 4
"""So many reasons stand below a combination that has no plan."""


def page(look: Look, answer: Compare, scenarios: Sequence[Scenario], rows: Rows) -> str:
    """What is compared, what differs and why, in sentences; then figures, changes and inputs in tables."""
    parts: list[SheetPart] = []
    for table in tables(look, answer, scenarios, rows):
        parts.append((table.heading, _drawn(look, table)))
    parts.append((look.say("compare.unsolvable_heading"), unsolvable(look, answer)))
    inputs = input_table(look, answer)
    if inputs is not None:
        parts.append((inputs.heading, _inputs(look, answer, inputs, everything=rows == "all")))
    said, made_up = sentences(look, answer), mark(look, answer)
    return sheet(look, title(look, answer), answer.status, said, parts, mark=made_up)


def mark(look: Look, answer: Compare) -> str:
    """The first line of every form that people read: whose figures are made up; empty where nobody's."""
    sides = [side.letter for side in answer.sides if side.synthetic]
    return look.say("compare.synthetic", sides=sides) if sides else ""


def title(look: Look, answer: Compare) -> str:
    """What the page is."""
    return look.say("compare.title", count=len(answer.sides))


def tables(look: Look, answer: Compare, scenarios: Sequence[Scenario], rows: Rows) -> Iterator[Table]:
    """Every table but the inputs, in the order in which a planner asks."""
    yield headline_table(look, answer)
    yield from attribution_tables(look, answer, list(_average(look, answer)))
    for section in FIGURES:
        yield from section_tables(look, answer, section, scenarios, rows)


def _drawn(look: Look, table: Table) -> Iterator[RenderableType]:
    if table.rows:
        yield from grid(table.columns, table.rows, look.page, total=table.total)
    yield from (bullet(note) for note in table.notes)


def sentences(look: Look, answer: Compare, *, on_page: bool = False) -> Iterator[str]:
    """The sides, how far each is from the first, and what brings it.

    ``on_page``: for a page that names the sides itself, and on which nobody types a command.
    """
    titles = {side.title for side in answer.sides}
    for side in answer.sides if not on_page else ():
        yield _side(look, side, titled=len(titles) > 1)
    if answer.shared:
        kept = (
            {"kept": names}
            if (names := [one.letter for one in answer.sides if one.source == "folder"])
            else {}
        )
        yield look.say("compare.shared", shared=answer.shared, **kept)
    if all(line.alike for line in answer.lines if line.section != "inputs"):
        yield look.say("compare.same_plans" if answer.of("inputs") else "compare.same")
        return
    for place, side in list(enumerate(answer.sides))[1:]:
        yield from _beside(look, answer, side, place)
    if answer.attribution is not None:
        yield from _divided(look, answer, answer.attribution, on_page=on_page)


def _side(look: Look, side: Side, *, titled: bool) -> str:
    labels = [side.title] if titled else []
    kept = side.source == "folder"  # what a file is given with shows its layers by itself
    labels += [layer.label or layer.given for layer in side.layers if layer.label or kept]
    facts = {"labels": Said("; ".join(map(inert, labels)))} if labels else {}
    code = "compare.side" if side.source == "file" else "compare.side_folder"
    return look.say(code, letter=side.letter, name=side.given, **facts)


def _beside(look: Look, answer: Compare, side: Side, place: int) -> Iterator[str]:
    """One side beside the first: persons, then what else a meeting asks about."""
    lines = {line.field: line for line in answer.of("headline")}
    first = answer.sides[0]
    if all(line.values[place] == line.values[0] for line in lines.values()):
        yield look.say("compare.same_figures", side=side.letter, first=first.letter)
        yield from _who(look, answer, side, place)
        return
    persons, month = lines["persons_end"], lines["month"]
    before, after = persons.values[0], persons.values[place]
    assert isinstance(before, int)
    assert isinstance(after, int)
    facts: dict[str, object] = {"side": side.letter, "first": first.letter, "month": month.values[place]}
    facts |= {"before": before, "after": after, "count": Persons(abs(after - before))}
    if month.values[place] != month.values[0]:
        yield look.say("compare.other_month", first_month=month.values[0], **facts)
    else:
        code = "more" if after > before else "fewer" if after < before else "as_many"
        yield look.say(f"compare.{code}", **facts)
    others = [
        _other(look, answer, lines[field], place)
        for field in ("shortfall", "dropped", "rupiah")
        if field in lines and lines[field].differences[place]
    ]
    if "shortfall" in lines and lines["shortfall"].values[place] is None:
        others.append(look.say("compare.other.no_target", target=answer.target))
    if others:
        yield look.say("compare.others", side=side.letter, first=first.letter, others=Said("; ".join(others)))


def _who(look: Look, answer: Compare, side: Side, place: int) -> Iterator[str]:
    """Whose cover differs though the figures of all together are the same: groups, then regions."""
    for section in _WHO:
        moved = [
            line for line in answer.of(section) if line.field == "persons_end" and line.differences[place]
        ]
        ranked = sorted(moved, key=lambda line: _size(line, place), reverse=True)
        parts = [f"{item(look, line, ())} {apart(look, line, place)}" for line in ranked[:MOST_NAMED]]
        if len(ranked) > MOST_NAMED:
            parts.append(look.say("compare.more_moved", count=len(ranked) - MOST_NAMED))
        if parts:
            facts = {"side": side.letter, "first": answer.sides[0].letter, "month": side.horizon.last}
            yield look.say(f"compare.who.{section}", parts=Said("; ".join(parts)), **facts)


def _size(line: Line, place: int) -> int:
    apart = line.differences[place]
    return abs(apart) if isinstance(apart, int) else 0


def _other(look: Look, answer: Compare, line: Line, place: int) -> str:
    before, after = (shown(look, line.values[one], line.field) for one in (0, place))
    facts = {"before": before, "after": after, "target": answer.target or ""}
    return look.say(f"compare.other.{line.field}", **facts)


def _divided(look: Look, answer: Compare, found: Attribution, *, on_page: bool) -> Iterator[str]:
    """Which changes bring most, which nothing, and that they work on each other."""
    if found.method == "other_plan":
        yield look.say("compare.other_plan")
    if found.method == "no_changes" and any(total.difference for total in found.totals):
        yield look.say("compare.same_inputs")
    if found.method == "none":
        yield look.say("compare.no_order")
    if not found.parts or not found.parts[0].brings or found.is_nothing:
        return
    if len(found.parts) == 1:
        yield look.say("compare.one_change", change=brief(look, found.parts[0]))
        if len(answer.of("inputs")) > 1 and not on_page:
            yield look.say("compare.each_hint", count=len(answer.of("inputs")))
        return
    place = next((at for at, total in enumerate(found.totals) if total.difference), 0)
    total = found.totals[place]
    felt = [part for part in found.parts if part.brings[place].shown]
    ranked = sorted(felt, key=lambda part: -abs(part.brings[place].exact))
    if ranked:
        said = [_bringing(look, part, place) for part in ranked[:MOST_NAMED]]
        said += [look.say("compare.more_changes", count=len(ranked) - MOST_NAMED)][: len(ranked) > MOST_NAMED]
        figure = look.say(f"compare.of.{total.measure}")
        yield look.say(
            "compare.brings",
            difference=signed(look, total.difference),
            figure=figure,
            parts=Said("; ".join(said)),
        )
    idle = [part for part in found.parts if _is_idle(part)]
    if idle:
        yield look.say("compare.idle", changes=Said(", ".join(brief(look, part) for part in idle)))
    yield from _worked_on(look, found, place)


def _bringing(look: Look, part: Part, place: int) -> str:
    return f"{brief(look, part)} {signed(look, part.brings[place].shown)}"


def _is_idle(part: Part) -> bool:
    """Whether a change moves nothing, neither first nor last; one that makes a plan possible is not idle."""
    return all(bring.exact == bring.alone == bring.last == 0 for bring in part.brings)


def _worked_on(look: Look, found: Attribution, place: int) -> Iterator[str]:
    """How far the changes taken one by one are from all of them together."""
    if not worked_on(found):
        return
    alone = [part.brings[place].alone for part in found.parts]
    total = found.totals[place]
    known = [one for one in alone if one is not None]
    if len(known) == len(alone) and sum(known) != total.difference:
        unit = type(total.difference)
        yield look.say(
            "compare.worked_on",
            alone=signed(look, unit(sum(known))),
            together=signed(look, total.difference),
            figure=look.say(f"compare.of.{total.measure}"),
        )


def _average(look: Look, answer: Compare) -> Iterator[str]:
    """What the parts are: an average over orders, and over which."""
    found = answer.attribution
    if found is None or len(found.parts) < 2:
        return
    facts = {"orders": found.orders, "count": len(found.parts)}
    if found.all_orders < MOST_COUNTED:
        facts["every"] = found.all_orders
    if found.method in ("orders", "some_orders", "sampled"):
        yield look.say(f"compare.average.{found.method}", seed=str(found.seed), **facts)
    if found.grouped:
        yield look.say("compare.grouped")


def unsolvable(look: Look, answer: Compare) -> Iterator[RenderableType]:
    """Combinations of changes without a plan, each with the rules that clash."""
    found = answer.attribution
    for one in found.unsolvable if found else ():
        assert found is not None
        changes = [brief(look, found.parts[place]) for place in one.parts]
        yield bullet(look.say("compare.unsolvable", changes=Said(" + ".join(changes))))
        said = [sentence(finding, look.language) for finding in one.findings if finding.code != "clash.set"]
        told = list(dict.fromkeys(said))
        yield from (bullet(reason, "-", indent=2) for reason in told[:MOST_REASONS])
        if len(told) > MOST_REASONS:
            yield bullet(look.say("compare.more_reasons", count=len(told) - MOST_REASONS), "-", indent=2)


def _inputs(look: Look, answer: Compare, table: Table, *, everything: bool) -> Iterator[RenderableType]:
    """A line an input: no path is broken, because it is copied."""
    most = len(table.rows) if everything else look.most
    for row, line in list(zip(table.rows, answer.of("inputs"), strict=True))[:most]:
        path, *cells = row.cells
        yield from (Text(one) for one in lines_of(f"{path}: {_values(answer, line, cells)}", look.page.width))
    if len(table.rows) > most:
        yield Text(look.say("asked.more_rows", count=len(table.rows) - most))
    yield from (bullet(note) for note in table.notes)


def _values(answer: Compare, line: Line, cells: Sequence[str]) -> str:
    """``A → B (difference)``; with more sides each behind its letter."""
    first, *rest = cells
    pairs = list(zip(rest[::2], rest[1::2], strict=True))
    if len(pairs) == 1:
        value, apart = pairs[0]
        return f"{first} → {value}" + (f" ({apart})" if apart else "")
    said = [f"A {first}"]
    for side, (value, apart) in zip(answer.sides[1:], pairs, strict=True):
        said.append(f"{side.letter} {value}" + (f" ({apart})" if apart and value != first else ""))
    return "; ".join(said)
