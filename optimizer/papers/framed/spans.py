"""Spans on one axis, from one value to another: steps of a difference, ranges of results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from optimizer.papers.charts.axes import tick_label, ticks
from optimizer.papers.charts.barred import legend
from optimizer.papers.charts.described import Unit
from optimizer.papers.charts.ink import ALARM, FAINT, GRID, INK, PAPER, PARTS, USUAL, Size
from optimizer.papers.charts.vega import Drawing, Spec
from optimizer.text import Language

_AIR = Fraction(1, 20)
"""Of the axis so much stays free beyond the furthest values."""

_NEAR_ZERO = Fraction(2, 5)
"""An axis begins at 0 where its lowest value is at most so much of its highest."""

_EDGE = 6
"""Pixels that stay free at the right, so that no letter is clipped."""

OF_SIDES = 2
"""The tone of what is whole, beside what is added to it and taken from it."""


@dataclass(frozen=True, slots=True)
class Span:
    """One row."""

    label: str
    start: Fraction | int | None
    """None: there is nothing to draw, only what is said."""
    end: Fraction | int | None
    shown: str
    """The number that stands above its end, as people write it."""
    tone: int = 0
    """Which colour, of two."""
    dot: Fraction | int | None = None
    """A value of its own within the span."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spans:
    """Rows on one axis, which need not begin at 0."""

    key: str
    title: str
    said: str
    unit: Unit
    rows: tuple[Span, ...]
    tones: tuple[str, ...] = ()
    """What the colours mean; empty where there is one only."""
    mark: Fraction | int | None = None
    """A value that all rows are seen against."""
    mark_name: str = ""
    joined: bool = False
    """Whether each row goes on where the one above ends; the axis begins at 0, or a part looks like all."""
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class _Scale:
    low: Fraction
    high: Fraction
    start: int
    end: int

    def at(self, value: Fraction | int) -> int:
        """The pixel of a value."""
        return self.start + round((self.end - self.start) * (Fraction(value) - self.low) / self.width)

    @property
    def width(self) -> Fraction:
        """How much there is between both ends; never 0."""
        return self.high - self.low


def specification(found: Spans, language: Language, *, width: int) -> Spec:
    """The picture: names and numbers above their spans, so that long ones have room on a phone."""
    size = USUAL
    canvas = Drawing(size)
    top = legend(canvas, found.tones, width, mark=found.mark_name) + size.letter // 2
    room = width - _EDGE - size.letter
    labels = [_lines(row, room, size) for row in found.rows]
    lower = _line_high(size) * (max(map(len, labels), default=1) - 1)
    high = size.row + size.letter + lower
    bottom = top + high * len(found.rows)
    scale = _scale(found, size.letter, width - size.letter - _EDGE)
    _across(canvas, scale, found.unit, language, ends=(top, bottom))
    if not from_zero(found):
        _cut(canvas, scale.start, bottom)
    if found.mark is not None:
        place = scale.at(found.mark)
        for number in range(len(found.rows)):
            upper = top + high * number + lower + size.letter * 5 // 4
            canvas.line((place, upper), (place, upper + size.letter * 3 // 2), ALARM, wide=2)
    for number, row in enumerate(found.rows):
        upper = top + high * number
        above = found.rows[number - 1].end if number else None
        if found.joined and above is not None:
            place = scale.at(above)
            ends = upper - size.letter // 2, upper + lower + 2 * size.letter
            canvas.area(place, ends[0], place + 1, ends[1], colour=FAINT, edge=FAINT)
        _named(canvas, labels[number], row.shown, upper, last=width - _EDGE)
        _row(canvas, row, scale, upper + lower)
    return canvas.specification(width, bottom + 2 * size.letter)


def _line_high(size: Size) -> int:
    return size.letter * 5 // 4


def _lines(row: Span, room: int, size: Size) -> list[str]:
    """A name in one line beside its number, or in two of which the second has all the room."""
    beside = max(room - size.wide(row.shown), 4 * size.letter)
    if size.wide(row.label) <= beside:
        return [row.label]
    first, rest = "", row.label.split()
    while rest and size.wide(f"{first} {rest[0]}".strip()) <= beside:
        first = f"{first} {rest.pop(0)}".strip()
    if not first:
        return [size.fitted(row.label, beside)]
    return [first, size.fitted(" ".join(rest), room)]


def _named(canvas: Drawing, label: Sequence[str], shown: str, upper: int, *, last: int) -> None:
    """The name at the left, the number at the right; no line runs through words."""
    letter = canvas.size.letter
    wide = canvas.size.wide(shown)
    middle = upper + letter * 2 // 3
    spots = [(0, middle + place * _line_high(canvas.size), said) for place, said in enumerate(label)]
    for left, down, said in (*spots, (last - wide, middle, shown)):
        canvas.area(left, down - letter // 2, left + canvas.size.wide(said), down + letter // 2, colour=PAPER)
    for _, down, said in spots:
        canvas.word(0, down, said)
    canvas.word(last, middle, shown, align="right", bold=True)


def _row(canvas: Drawing, row: Span, scale: _Scale, upper: int) -> None:
    """The span itself, and the value of its own within it."""
    letter = canvas.size.letter
    lower = upper + letter * 2
    if row.start is None or row.end is None:
        return
    ends = sorted((scale.at(row.start), scale.at(row.end)))
    half = letter // 2
    if ends[0] == ends[1]:
        canvas.line((ends[0], lower - half), (ends[0], lower + half), INK, wide=4)
    else:
        canvas.area(ends[0], lower - half, ends[1], lower + half, colour=PARTS[row.tone], edge=FAINT)
    if row.dot is not None:
        place = scale.at(row.dot)
        canvas.line((place, lower - half - 3), (place, lower + half + 3), INK, wide=3)


def _scale(found: Spans, start: int, end: int) -> _Scale:
    """From the lowest to the highest value, with air around; from 0 where that is near."""
    values = [Fraction(one) for row in found.rows for one in (row.start, row.end, row.dot) if one is not None]
    values += [Fraction(found.mark)] if found.mark is not None else []
    low, high = min(values, default=Fraction(0)), max(values, default=Fraction(1))
    if low == high:
        low, high = low - max(abs(low) * _AIR, Fraction(1)), high + max(abs(high) * _AIR, Fraction(1))
    air = (high - low) * _AIR
    if low >= 0 and (found.joined or low <= high * _NEAR_ZERO):
        return _Scale(Fraction(0), high + air, start, end)
    if low < 0:
        return _Scale(low - air, high + air, start, end)
    step = ticks(high - low, 4)[1]
    return _Scale(max((low - air) // step * step, Fraction(0)), high + air, start, end)


def from_zero(found: Spans) -> bool:
    """Whether 0 is on the axis."""
    return _scale(found, 0, 1).low <= 0


def begins(found: Spans, language: Language) -> str:
    """The number at which a cut axis begins, a round one."""
    return _signed(_scale(found, 0, 1).low, found.unit, language)


def _cut(canvas: Drawing, start: int, bottom: int) -> None:
    """Two strokes through the beginning of an axis that does not begin at 0."""
    for across in (start - 5, start):
        canvas.line((across, bottom + 4), (across + 5, bottom - 6), ALARM, wide=2)


def _across(canvas: Drawing, scale: _Scale, unit: Unit, language: Language, *, ends: tuple[int, int]) -> None:
    """Upright lines at round numbers, so many as their labels have room."""
    letter = canvas.size.letter
    furthest = max(abs(scale.low), scale.high)
    wide = canvas.size.wide(_signed(ticks(furthest, 10)[-1], unit, language)) + letter // 2
    count = max(min((scale.end - scale.start) // wide, 5), 1)
    found = ticks(scale.width, count)
    step = found[1] if len(found) > 1 else scale.width
    tick = scale.low if scale.low > 0 else -(-scale.low // step) * step
    while tick <= scale.high:
        place = scale.at(tick)
        canvas.grid((place, ends[0]), (place, ends[1]), FAINT if not tick else GRID)
        said = _signed(tick, unit, language)
        half = canvas.size.wide(said) // 2
        middle = min(max(place, half), scale.end + letter - half)
        canvas.word(middle, ends[1] + letter, said, align="center", colour=FAINT, letter=letter - 2)
        tick += step


def _signed(tick: Fraction, unit: Unit, language: Language) -> str:
    """A round number on an axis, below 0 with its sign.

    >>> _signed(Fraction(-20000), "persons", "id")
    '−20.000'
    """
    return ("−" if tick < 0 else "") + tick_label(abs(tick), unit, language)
