"""The tables of a study, every figure with how it was found."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from optimizer.answers.study import Band, Bar, Break, GridRow, LineRuns, Ranking
from optimizer.papers.page.blocks import Cell, Grid, Head, Line, name_cell
from optimizer.papers.studied.asked import LONGEST_THING, OPEN, Asked
from optimizer.report import names
from optimizer.report.studied import words
from optimizer.report.studied.sentences import bands_note, ranked, together
from optimizer.text import inert
from optimizer.text.numbers import fact, share

BAND, FEW_BAND = ("lowest", "p10", "p50", "p90", "highest"), ("lowest", "middle", "highest")
"""Columns of a range; where there are few cases no tenths."""

TARGET, FEW_TARGET = ("p10", "p50", "p90"), ("p10", "middle", "p90")
"""Of few cases the lowest tenth is the lowest, the highest tenth the highest."""

REGION = {"base": "base", "least": "least", "p10": "p10", "p50": "p50", "most": "highest"}
FEW_REGION = {"base": "base", "least": "least", "middle": "middle", "most": "highest"}
"""Figures of a region, and their headings."""


def _heads(asked: Asked, *columns: str) -> tuple[Head, ...]:
    """Headings; one with ``=`` before it stands over words."""
    return tuple(
        Head(asked.look.say(f"column.{column.removeprefix('=')}"), name=column.startswith("="))
        for column in columns
    )


def bands(asked: Asked) -> Grid:
    """Every figure of the headline over all cases."""
    told = FEW_BAND if asked.answer.is_few else BAND
    heads = _heads(asked, "=study_measure", *(f"study_{name}" for name in told))
    return Grid(heads, tuple(_band(asked, band) for band in asked.answer.bands), key="bands")


def _band(asked: Asked, band: Band) -> Line:
    name = words.unit_headed(asked.look, asked.answer, band.measure)
    if band.runs < asked.answer.runs:
        name = f"{name} ({asked.look.say('study.in_runs', runs=band.runs)})"
    how = bands_note(asked.look, asked.answer)
    cells = []
    for column in FEW_BAND if asked.answer.is_few else BAND:
        label = asked.look.say(f"column.study_{column}")
        cells.append(_known(asked, f"bands.{band.measure}.{column}", label, getattr(band, column), how=how))
    return Line((name_cell(name, longest=LONGEST_THING), *cells))


def _known(asked: Asked, key: str, label: str, value: int | None, *, how: str) -> Cell:
    """A figure, or a dash where the case has none."""
    return Cell("-") if value is None else asked.figure(key, label, value, how)


def tornado(asked: Asked, ranking: Ranking) -> Grid:
    """Each figure by itself, at its low and at its high value; the widest first."""
    heads = _heads(asked, "=study_thing", "study_low", "study_high", "study_at_low", "study_at_high")
    heads = (*heads, Head(asked.look.say("column.study_width")))
    moving = [bar for bar in ranking.tornado if bar.width or None in (bar.at_low, bar.at_high)]
    rows = [_bar(asked, ranking, bar, number) for number, bar in enumerate(moving)]
    return Grid(heads, tuple(rows), key=f"tornado.{ranking.measure}")


def _bar(asked: Asked, ranking: Ranking, bar: Bar, number: int) -> Line:
    look = asked.look
    thing, key = words.headed(look, bar.thing), f"tornado.{ranking.measure}.{number}"
    ends = [
        asked.varied(f"{key}.{name}", look.say(f"column.study_{name}"), getattr(bar, name))
        for name in ("low", "high")
    ]
    mark = "" if bar.proven else OPEN
    reached = [_reached(asked, f"{key}.{name}", getattr(bar, name), name, mark=mark) for name in _ENDS]
    width = asked.figure(
        f"{key}.width", look.say("column.study_width"), bar.width, look.say("framed.how.width")
    )
    return Line((name_cell(thing, longest=LONGEST_THING), *ends, *reached, width))


_ENDS = ("at_low", "at_high")


def _reached(asked: Asked, key: str, value: int | None, name: str, *, mark: str) -> Cell:
    look = asked.look
    if value is None:
        return Cell(look.say("study.no_plan"))
    label = look.say(f"column.study_{name}")
    return asked.figure(key, label, value, look.say("framed.how.swing"), mark=mark)


def influences(asked: Asked, ranking: Ranking) -> Grid:
    """How much of the differences between samples goes with each figure."""
    look = asked.look
    heads = _heads(asked, "=study_thing", "study_explained", "=study_way")
    way = {True: "study.rises", False: "study.falls", None: "study.chosen"}
    rows = []
    for number, one in enumerate(ranked(asked.answer, ranking)):
        thing = words.headed(look, one.thing)
        label = look.say("column.study_explained")
        shown = share(one.explained, look.language, fixed=True)
        how = look.say("study.influences_note", chance=asked.answer.chance)
        part = asked.book.cell(f"influences.{ranking.measure}.{number}", label, shown, one.explained, how=how)
        said = look.say(way[one.rises]) if one.explained >= asked.answer.chance else "-"
        rows.append(Line((name_cell(thing, longest=LONGEST_THING), part, Cell(said))))
    return Grid(heads, tuple(rows), key=f"influences.{ranking.measure}")


def breaks(asked: Asked) -> Grid:
    """Two neighbouring values, between which something changes."""
    heads = _heads(asked, "=study_thing", "=study_event", "study_yes", "study_no")
    found = together(asked.answer.breaks)
    rows = tuple(_break(asked, alike, number) for number, alike in enumerate(found))
    return Grid(heads, rows, key="breaks")


def _break(asked: Asked, alike: list[Break], number: int) -> Line:
    look, one = asked.look, alike[0]
    thing = words.headed(look, one.thing)
    if one.fixed and len(alike) == 1:
        thing = f"{thing} ({words.fixed(look, one)})"
    event = look.say(f"study.event.{one.event}", target=one.target, place=words.place(look, one.of))
    pair = (one.lower, one.upper) if one.holds_below else (one.upper, one.lower)
    cells = [
        asked.varied(f"breaks.{number}.{name}", look.say(f"column.study_{name}"), value)
        for name, value in zip(("yes", "no"), pair, strict=True)
    ]
    return Line((name_cell(thing, longest=LONGEST_THING), name_cell(event, longest=LONGEST_THING), *cells))


def targets(asked: Asked) -> Grid:
    """How often each target is met, and how many people it misses."""
    look = asked.look
    heads = _heads(asked, "=target", "=place", "study_met", "study_of")
    told, short = (FEW_TARGET, "short_lowest short_middle short_highest")
    if not asked.answer.is_few:
        told, short = TARGET, "short_p10 p50 p90"
    heads = (*heads, *_heads(asked, *(f"study_{name}" for name in short.split())))
    how = {"met": "framed.how.met", "runs": "framed.how.runs"}
    rows = []
    for row in asked.answer.targets:
        place = words.place(look, row.of)
        cells = []
        for name in ("met", "runs", *told):
            few = asked.answer.is_few and name in told
            label = look.say(f"framed.few_target.{name}") if few else look.say(f"framed.target.{name}")
            said = look.say(how[name]) if name in how else bands_note(look, asked.answer)
            key = f"targets.{row.id}.{row.of}.{name}"
            cells.append(_known(asked, key, label, getattr(row, name), how=said))
        line = (name_cell(inert(row.id)), name_cell(place, longest=LONGEST_THING), *cells)
        rows.append(Line(line, warned=not row.met))
    return Grid(heads, tuple(rows), key="targets")


def regions(asked: Asked) -> Grid:
    """People of each region: as it is, the fewest in any case, the middle one, the most."""
    look = asked.look
    told = FEW_REGION if asked.answer.is_few else REGION
    heads = _heads(asked, "=code", "=place", *(f"study_{column}" for column in told.values()))
    rows = []
    for row in asked.answer.regions:
        cells = []
        for name, column in told.items():
            label = look.say(f"column.study_{column}")
            how = look.say("framed.how.as_it_is") if name == "base" else bands_note(look, asked.answer)
            cells.append(_known(asked, f"regions.{row.code}.{name}", label, getattr(row, name), how=how))
        rows.append(Line((Cell(inert(row.code)), name_cell(inert(row.name)), *cells), anchor=f"r-{row.code}"))
    return Grid(heads, tuple(rows), key="regions")


def lines(asked: Asked) -> Grid:
    """Who pays for whom where, and in how many cases; the surest first."""
    heads = _heads(asked, "=code", "=place", "=group", "=fund", "study_share", "study_months")
    rows = []
    for row in asked.answer.lines:
        key, names_ = _line(asked, row)
        label = asked.look.say("column.study_share")
        how = asked.look.say("framed.how.line", runs=row.runs, every=asked.answer.runs)
        shown = share(row.share, asked.look.language)
        part = asked.book.cell(f"{key}.share", label, shown, Fraction(row.share), how=how)
        months = asked.look.say("framed.how.line_months")
        label = asked.look.say("column.study_months")
        rows.append(Line((*names_, part, asked.figure(f"{key}.most", label, row.most, months))))
    return Grid(heads, tuple(rows), key="lines")


def sure(asked: Asked, always: Sequence[LineRuns]) -> Grid:
    """Lines that are there in every case, with the fewest person-months of any."""
    heads = _heads(asked, "=code", "=place", "=group", "=fund", "study_months_least")
    rows = []
    for row in always:
        key, names_ = _line(asked, row)
        label = asked.look.say("column.study_months_least")
        months = asked.look.say("framed.how.line_months")
        rows.append(Line((*names_, asked.figure(f"{key}.least", label, row.least, months))))
    return Grid(heads, tuple(rows), key="sure")


def _line(asked: Asked, row: LineRuns) -> tuple[str, tuple[Cell, ...]]:
    """The key of a line's figures, and its names."""
    look, scenario = asked.look, asked.look.scenario
    place = names.place(scenario, row.region, look.language)
    group, fund = look.group(row.group), names.fund(scenario, row.fund)
    cells = (Cell(inert(row.region)), *(name_cell(name) for name in (place, group, fund)))
    return f"lines.{row.region}.{row.group}.{row.fund}", cells


def grid(asked: Asked) -> Grid:
    """All combinations, each with what it comes to."""
    look, answer = asked.look, asked.answer
    apart = any(one.month not in (None, answer.month) for one in answer.grid)
    heads = tuple(Head(words.headed(look, thing), name=True) for thing in answer.grid_of)
    heads += _heads(asked, "=study_month") if apart else ()
    heads += _heads(asked, "study_persons", "study_dropped")
    heads += _heads(asked, "study_shortfall") if answer.targets else ()
    heads += _heads(asked, "study_rupiah")
    return Grid(heads, tuple(_case(asked, one, apart=apart) for one in answer.grid), key="grid")


def _case(asked: Asked, one: GridRow, *, apart: bool) -> Line:
    look, answer = asked.look, asked.answer
    values = [words.value(look, value) for value in one.values]
    cells = [name_cell(value) for value in values]
    cells += [Cell(fact(one.month, look.language) if one.month else "-")] if apart else []
    head = one.headline
    if head is None:
        none = [Cell("-")] * (3 if answer.targets else 2)
        return Line((*cells, Cell(look.say("study.no_plan")), *none), warned=True)
    mark = "" if one.status != "within_bound" else OPEN
    found: list[tuple[str, str, int | None]] = [("persons", "persons_end", head.persons_end)]
    found.append(("dropped", "dropped", head.dropped))
    found += [("shortfall", "shortfall", one.shortfall)] if answer.targets else []
    found.append(("rupiah", "rupiah", head.rupiah))
    for column, name, number in found:
        said = look.say(f"column.study_{column}")
        how, sign = look.say("framed.how.case", number=one.number), mark if name == "persons_end" else ""
        key = f"grid.{one.number}.{name}"
        cells.append(Cell("-") if number is None else asked.figure(key, said, number, how, mark=sign))
    return Line(tuple(cells))
