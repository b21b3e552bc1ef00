"""Lying bars, drawn: names on the left, numbers at the end, the mark to be reached."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate, pairwise

from optimizer.papers.charts.axes import Axis, tick_label, ticks
from optimizer.papers.charts.described import Bar, Bars, Unit
from optimizer.papers.charts.ink import ALARM, FAINT, GRID, ON_PARTS, PARTS, Size
from optimizer.papers.charts.vega import Drawing, Spec
from optimizer.papers.figures import shown
from optimizer.text import Language

_NAMES = Fraction(40, 100)
"""Of the width at most so much is for the names of the bars."""

_GAP = 8
"""Pixels between a bar and its words."""


def bars(found: Bars, language: Language, width: int, size: Size) -> Spec:
    """The picture of bars."""
    canvas = Drawing(size)
    top = legend(canvas, found.series if len(found.series) > 1 else (), width, mark=found.mark)
    names = [_name(bar, width, size) for bar in found.rows]
    left = max((size.wide(name) for name in names), default=0) + _GAP
    right = width - max((size.wide(bar.shown) for bar in found.rows), default=0) - 2 * _GAP
    bottom = top + size.row * len(found.rows)
    most = max((Fraction(max(_end(bar), bar.mark or 0)) for bar in found.rows), default=Fraction(0))
    axis = Axis(most or Fraction(1), left, max(right, left + 40))
    _across(canvas, axis, found.unit, language, top=top, bottom=bottom)
    for place, (bar, name) in enumerate(zip(found.rows, names, strict=True)):
        middle = top + size.row * place + size.row // 2
        canvas.word(left - _GAP, middle, name, align="right")
        _bar(canvas, bar, axis, middle, language=language)
    return canvas.specification(width, bottom + 2 * size.letter)


def legend(canvas: Drawing, series: Sequence[str], width: int, *, mark: str = "") -> int:
    """Names of the parts beside their colours, in lines above the picture; gives where they end."""
    letter, across, down = canvas.size.letter, 0, canvas.size.letter
    names = [*zip(series, PARTS, strict=False), *([(mark, "")] if mark else [])]
    for name, colour in names:
        wide = letter + 6 + canvas.size.wide(name) + letter
        if across and across + wide > width:
            across, down = 0, down + letter + 8
        half = letter // 2
        if colour:
            canvas.area(across, down - half, across + letter, down + half, colour=colour, edge=FAINT)
        else:
            canvas.line((across + half, down - half), (across + half, down + half), ALARM, wide=3)
        canvas.word(across + letter + 6, down, name)
        across += wide
    return down + letter if names else 4


def _across(canvas: Drawing, axis: Axis, unit: Unit, language: Language, *, top: int, bottom: int) -> None:
    """Upright lines at round numbers, so many as their labels have room."""
    label = canvas.size.wide(tick_label(ticks(axis.most)[-1], unit, language)) + 2 * _GAP
    free = axis.start
    for tick in ticks(axis.most, max(min((axis.end - axis.start) // label, 5), 1)):
        across = axis.at(tick)
        if across < free:
            continue
        free = across + label
        canvas.grid((across, top), (across, bottom), FAINT if not tick else GRID)
        said = tick_label(tick, unit, language)
        canvas.word(
            across,
            bottom + canvas.size.letter,
            said,
            align="center",
            colour=FAINT,
            letter=canvas.size.letter - 2,
        )


def _bar(canvas: Drawing, bar: Bar, axis: Axis, middle: int, *, language: Language) -> None:
    half = canvas.size.row * 2 // 6
    ends = [axis.at(end) for end in accumulate((Fraction(part) for part in bar.parts), initial=Fraction(0))]
    for place, (start, end) in enumerate(pairwise(ends)):
        canvas.area(start, middle - half, end, middle + half, colour=PARTS[place])
        said = shown(bar.parts[place], language)
        small = canvas.size.letter - 2
        if 0 < bar.parts[place] < _end(bar) and canvas.size.wide(said, small) + _GAP // 2 < end - start:
            canvas.word(
                (start + end) // 2, middle, said, align="center", colour=ON_PARTS[place], letter=small
            )
    if bar.mark is not None:
        across = axis.at(bar.mark)
        canvas.line((across, middle - half - 2), (across, middle + half + 2), ALARM, wide=3)
    canvas.word(_after(ends[-1], bar, axis, canvas.size), middle, bar.shown, bold=True)


def _after(end: int, bar: Bar, axis: Axis, size: Size) -> int:
    """Where the number of a bar begins: behind its end, or behind the mark where it would lie on it."""
    mark = axis.at(bar.mark) if bar.mark is not None else end
    room = mark < end or mark - end > size.wide(bar.shown) + 2 * _GAP
    return end + _GAP if room else mark + _GAP


def _end(bar: Bar) -> Fraction:
    return sum((Fraction(part) for part in bar.parts), Fraction(0))


def _name(bar: Bar, width: int, size: Size) -> str:
    return size.fitted(bar.label, int(width * _NAMES))
