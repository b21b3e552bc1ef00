"""What each change brings: in steps from one plan to the other, and in a table that adds up."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from optimizer.answers.compare import Attribution, Contribution, Total
from optimizer.papers.charts.described import Unit
from optimizer.papers.compared.beside import Asked
from optimizer.papers.compared.sides import changed
from optimizer.papers.framed.book import SUM
from optimizer.papers.framed.frame import drawn
from optimizer.papers.framed.spans import OF_SIDES, Span, Spans
from optimizer.papers.page.blocks import Block, Cell, Grid, Head, Note, Point, Under, name_cell
from optimizer.papers.page.blocks import Line as Row
from optimizer.papers.page.carried import under
from optimizer.report.asked.compare import MOST_COUNTED, unsolvable
from optimizer.report.asked.compare_tables import worked_on
from optimizer.report.asked.compare_words import brief, signed
from optimizer.text.numbers import rupiah

STEPPED = ("persons_end", "person_months", "rupiah", "shortfall")
"""Measures whose steps may be drawn; the first two of them that differ are."""

MOST_STEPS = 12
"""Steps of a picture; of more changes the smallest are one step."""

LONGEST_CHANGE = 200

_SILENT = {"other_plan": "compare.other_plan", "none": "compare.no_order", "no_changes": "framed.no_changes"}


def blocks(asked: Asked) -> Iterator[Block]:
    """The pictures, the parts, how they were found, each change alone and last, what has no plan."""
    found = asked.answer.attribution
    if found is None:
        code = "framed.parts_of_two" if len(asked.letters) > 2 else "framed.parts_not_asked"
        yield Point(asked.look.say(code))
        return
    if not is_divided(found):
        yield Point(asked.look.say(_SILENT.get(found.method, "framed.no_changes")))
        return
    yield from (drawn(picture, asked.look.language) for picture in steps(asked, found))
    yield _parts(asked, found)
    yield from (Note(said) for said in _averaged(asked))
    if worked_on(found):
        yield Under(asked.look.say("compare.first_and_last"))
        yield _first_and_last(asked, found)
    yield from under(asked.look.say("compare.unsolvable_heading"), unsolvable(asked.look, asked.answer))


def is_divided(found: Attribution) -> bool:
    """Whether there are parts to tell of."""
    return bool(found.parts and found.parts[0].brings) and not found.is_nothing


def steps(asked: Asked, found: Attribution) -> Iterator[Spans]:
    """From the first side to the second, change by change, in people and in rupiah."""
    measures = [total.measure for total in found.totals]
    wanted = [name for name in STEPPED if name in measures and _moves(found, measures.index(name))]
    if "rupiah" in wanted[2:]:
        wanted[1:2] = ["rupiah"]
    for name in wanted[:2]:
        yield _steps(asked, found, measures.index(name))


def _moves(found: Attribution, place: int) -> bool:
    return any(part.brings[place].shown for part in found.parts)


def _steps(asked: Asked, found: Attribution, place: int) -> Spans:
    look, total = asked.look, found.totals[place]
    first, second = asked.letters[0], asked.letters[1]
    ranked = sorted(found.parts, key=lambda part: -abs(part.brings[place].shown))
    moving = [part for part in ranked if part.brings[place].shown]
    rows = [Span(first, 0, total.before, _amount(asked, total, total.before), tone=OF_SIDES)]
    at = total.before
    for part in moving[:MOST_STEPS]:
        brings = part.brings[place].shown
        rows.append(_step(asked, total, brief(look, part), at, brings=brings))
        at += brings
    rest = sum(part.brings[place].shown for part in moving[MOST_STEPS:])
    if moving[MOST_STEPS:]:
        label = look.say("compare.more_changes", count=len(moving) - MOST_STEPS)
        rows.append(_step(asked, total, label, at, brings=rest))
        at += rest
    assert at == total.after, "the parts add up to the difference"
    rows.append(Span(second, 0, total.after, _amount(asked, total, total.after), tone=OF_SIDES))
    unit: Unit = "rupiah" if total.measure == "rupiah" else "persons"
    figure = look.say(f"compare.of.{total.measure}")
    facts = {"first": first, "second": second, "figure": figure}
    return Spans(
        key=f"steps.{total.measure}",
        title=look.say("framed.steps", **facts),
        said=look.say("framed.steps_said", **facts, difference=_signed(asked, total, total.difference)),
        unit=unit,
        rows=tuple(rows),
        tones=(look.say("framed.more"), look.say("framed.fewer")),
        joined=True,
    )


def _step(asked: Asked, total: Total, label: str, at: int, *, brings: int) -> Span:
    return Span(label, at, at + brings, _signed(asked, total, brings), tone=int(brings < 0))


def _amount(asked: Asked, total: Total, value: int) -> str:
    if total.measure == "rupiah":
        return rupiah(value, asked.look.language)
    return asked.look.number(value)


def _signed(asked: Asked, total: Total, value: int) -> str:
    return signed(asked.look, type(total.difference)(value))


def _parts(asked: Asked, found: Attribution) -> Grid:
    """Every change with what it brings of every measure; the last row is the difference, exactly."""
    look = asked.look
    sampled = found.method == "sampled"
    heads = [Head(look.say("compare.change"), name=True)]
    for total in found.totals:
        heads.append(Head(look.say(f"compare.column.{total.measure}")))
        heads += [Head("±")] if sampled else []
    rows = []
    for number, part in enumerate(found.parts):
        cells = [name_cell(changed(look, asked.answer, part), longest=LONGEST_CHANGE)]
        for bring in part.brings:
            cells.append(_bring(asked, number, bring))
            cells += [_error(asked, number, bring)] if sampled else []
        rows.append(Row(tuple(cells)))
    return Grid(tuple(heads), tuple(rows), _together(asked, found) if len(rows) > 1 else None, "parts")


def _bring(asked: Asked, number: int, bring: Contribution) -> Cell:
    look = asked.look
    label = look.say(f"compare.column.{bring.measure}")
    known = [(name, getattr(bring, name)) for name in ("alone", "last")]
    inputs = [(look.say(f"compare.{name}"), signed(look, one)) for name, one in known if one is not None]
    text = signed(look, bring.shown, money=False)
    how = look.say("framed.how.part")
    return asked.book.cell(
        f"parts.{number}.{bring.measure}", label, text, bring.shown, how=how, inputs=inputs
    )


def _error(asked: Asked, number: int, bring: Contribution) -> Cell:
    label = f"± {asked.look.say(f'compare.column.{bring.measure}')}"
    error = bring.error or 0
    key, how = f"parts.{number}.{bring.measure}:error", asked.look.say("framed.how.error")
    return asked.book.cell(key, label, asked.look.number(error), error, how=how)


def _together(asked: Asked, found: Attribution) -> Row:
    look = asked.look
    cells = [Cell(look.say("compare.together"))]
    for total in found.totals:
        label = look.say(f"compare.column.{total.measure}")
        terms = [
            (brief(look, part), f"parts.{number}.{total.measure}") for number, part in enumerate(found.parts)
        ]
        text = signed(look, total.difference, money=False)
        key = f"parts.together.{total.measure}"
        cells.append(asked.book.cell(key, label, text, total.difference, how=SUM, terms=terms))
        cells += [Cell("")] if found.method == "sampled" else []
    return Row(tuple(cells))


def _averaged(asked: Asked) -> Iterator[str]:
    """How the parts were found."""
    found, say = asked.answer.attribution, asked.look.say
    if found is None or len(found.parts) < 2:
        return
    facts = {"orders": found.orders, "count": len(found.parts), "seed": str(found.seed)}
    if found.all_orders < MOST_COUNTED:
        facts["every"] = found.all_orders
    drawn_ = "framed" if found.method == "sampled" else "compare"
    yield say(f"{drawn_}.average.{found.method}", **facts)
    if found.grouped:
        yield say("framed.grouped")


def _first_and_last(asked: Asked, found: Attribution) -> Grid:
    """Each change alone, and once all others are made."""
    look = asked.look
    places = [place for place, total in enumerate(found.totals) if total.measure in STEPPED[:3]]
    heads = [Head(look.say("compare.change"), name=True)]
    for place in places:
        figure = look.say(f"compare.column.{found.totals[place].measure}")
        heads += [Head(f"{figure} {look.say(f'compare.{name}')}") for name in ("alone", "last")]
    rows = []
    for number, part in enumerate(found.parts):
        cells = [name_cell(changed(look, asked.answer, part), longest=LONGEST_CHANGE)]
        for place in places:
            cells += [_ended(asked, number, part.brings[place], name) for name in ("alone", "last")]
        rows.append(Row(tuple(cells)))
    return Grid(tuple(heads), tuple(rows), key="first_and_last")


def _ended(asked: Asked, number: int, bring: Contribution, name: str) -> Cell:
    look = asked.look
    value: int | None = getattr(bring, name)
    if value is None:
        return Cell("?")
    label = f"{look.say(f'compare.column.{bring.measure}')} {look.say(f'compare.{name}')}"
    key, text = f"parts.{number}.{bring.measure}:{name}", signed(look, value, money=False)
    return asked.book.cell(key, label, text, Fraction(value), how=look.say(f"framed.how.{name}"))
