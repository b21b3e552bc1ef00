"""The first screen of a comparison: how far apart the sides are, in figures, words and pictures."""

from __future__ import annotations

from collections.abc import Iterator

from optimizer.answers.compare import Attribution, Line
from optimizer.papers.charts.described import Bar, Bars, Unit
from optimizer.papers.compared.beside import Asked, apart_cell, value_cell
from optimizer.papers.compared.divided import is_divided, steps
from optimizer.papers.compared.sides import called
from optimizer.papers.framed.frame import Card, drawn
from optimizer.papers.framed.spans import Span, Spans
from optimizer.papers.page.blocks import Drawn
from optimizer.report.asked.compare_words import apart, item, shown
from optimizer.report.names import shortened
from optimizer.units import Persons, Rupiah

CARDS = ("persons_end", "reached", "shortfall", "rupiah", "dropped")
"""Figures of the headline that are asked for first; the first four that are there."""

PICTURED: tuple[tuple[str, Unit], ...] = (
    ("persons_end", "persons"),
    ("rupiah", "rupiah"),
    ("shortfall", "persons"),
)
"""Figures that have bars side by side where no difference is divided."""

MOST_PICTURES = 3
MOST_REGIONS = 10
"""Regions in the picture of those that differ most."""

LONGEST_SIDE = 60


def cards(asked: Asked) -> Iterator[Card]:
    """Two sides: what each figure differs by. More: people of each side."""
    lines = {line.field: line for line in asked.answer.of("headline")}
    if len(asked.letters) == 2:
        for field in [name for name in CARDS if name in lines][:4]:
            yield _apart(asked, lines[field])
        return
    for place, side in enumerate(asked.answer.sides):
        said = [shortened(called(asked.look, asked.answer, side), LONGEST_SIDE)]
        for field in ("persons_end", "rupiah") if place else ():
            difference = apart(asked.look, lines[field], place)
            figure = "" if field == "rupiah" else f" {asked.look.say(f'compare.of.{field}')}"
            said += [f"{asked.minus(place)}: {difference}{figure}"] if difference else []
        label = f"{side.letter}: {asked.look.say('compare.figure.persons_end')}"
        yield Card(label, value_cell(asked, lines["persons_end"], place), tuple(said))


def _apart(asked: Asked, line: Line) -> Card:
    """The difference large, both values below it; where nothing is subtracted the second value."""
    letters = asked.letters
    values = [shown(asked.look, value, line.field) for value in line.values]
    said = " · ".join(f"{letter} {value}" for letter, value in zip(letters, values, strict=True))
    apart_ = apart_cell(asked, line, 1, money=True)
    if line.differences[1] is None:
        known = value_cell(asked, line, 1, bare=False)
        return Card(f"{asked.label(line)}: {letters[1]}", known, (said,))
    return Card(f"{asked.label(line)}: {asked.minus(1)}", apart_, (said,))


def pictures(asked: Asked) -> Iterator[Drawn]:
    """How the difference comes about where it was divided, else the sides beside each other."""
    found: list[Bars | Spans] = []
    divided = asked.answer.attribution
    if divided is not None and is_divided(divided):
        found += _steps(asked, divided)
    moved = regions(asked)
    found += [moved] if moved else []
    if len(found) < MOST_PICTURES:
        bars = [_sides(asked, field, unit) for field, unit in PICTURED]
        found = [*(one for one in bars if one), *found]
    language = asked.look.language
    for picture in found[:MOST_PICTURES]:
        yield drawn(picture, language, left_out=_left_out(asked, picture), small=True)


def _steps(asked: Asked, divided: Attribution) -> list[Spans]:
    return list(steps(asked, divided))


def _left_out(asked: Asked, picture: Bars | Spans) -> str:
    return asked.look.say("framed.more_bars", count=picture.left_out) if picture.left_out else ""


def _sides(asked: Asked, field: str, unit: Unit) -> Bars | None:
    """One figure of every side; None where not every side has it."""
    line = next((one for one in asked.answer.of("headline") if one.field == field), None)
    if line is None or any(value is None for value in line.values):
        return None
    rows = []
    for side, value in zip(asked.answer.sides, line.values, strict=True):
        assert isinstance(value, int)
        part = Rupiah(value) if unit == "rupiah" else Persons(value)
        rows.append(Bar(side.letter, side.letter, (part,), shown(asked.look, value, field)))
    label = asked.label(line)
    return Bars(
        key=f"sides.{field}",
        title=label,
        said=asked.look.say("framed.sides_said"),
        unit=unit,
        series=(label,),
        rows=tuple(rows),
    )


def regions(asked: Asked) -> Spans | None:
    """The regions whose people differ most; None where none does, or more than two sides are compared."""
    if len(asked.letters) != 2:
        return None
    lines = [line for line in asked.answer.of("regions") if line.field == "persons_end"]
    moved = [(line, int(line.differences[1])) for line in lines if line.differences[1]]
    ranked = sorted(moved, key=lambda pair: (-abs(pair[1]), pair[0].item))
    if not ranked:
        return None
    rows = [
        Span(
            item(asked.look, line, asked.scenarios), 0, difference, apart(asked.look, line, 1),
            tone=int(difference < 0),
        )
        for line, difference in ranked[:MOST_REGIONS]
    ]  # fmt: skip
    return Spans(
        key="regions",
        title=asked.look.say("framed.regions", apart=asked.minus(1)),
        said=asked.look.say("framed.regions_said"),
        unit="persons",
        rows=tuple(rows),
        tones=(asked.look.say("framed.more"), asked.look.say("framed.fewer")),
        left_out=max(len(ranked) - MOST_REGIONS, 0),
    )
