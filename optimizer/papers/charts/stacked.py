"""Columns month by month, drawn: who pays, who drops out, and where another fiscal year begins."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby

from optimizer.papers.charts.axes import UP, Axis, tick_label, ticks
from optimizer.papers.charts.barred import legend
from optimizer.papers.charts.described import Columns
from optimizer.papers.charts.ink import ALARM, FAINT, GRID, INK, PARTS, Size
from optimizer.papers.charts.vega import Drawing, Spec
from optimizer.text import Language, say
from optimizer.text.numbers import rupiah, whole


def columns(found: Columns, language: Language, width: int, size: Size) -> Spec:
    """The picture of columns; a total is written where it changes, a month where there is room."""
    canvas = Drawing(size)
    lost = [place for place, count in enumerate(found.drops) if count]
    top = legend(canvas, found.series, width) + size.letter * (3 if lost else 2)
    totals = [sum(int(part[place]) for part in found.parts) for place in range(len(found.months))]
    most = Fraction(max(totals, default=0) or 1)
    steps = ticks(most, UP)
    left = max(size.wide(tick_label(tick, found.unit, language)) for tick in steps) + 8
    bottom = top + size.height * 2 // 3
    axis = Axis(most, bottom, top)
    edges = [left + (width - left) * place // max(len(totals), 1) for place in range(len(totals) + 1)]
    for place in range(len(totals)):
        _column(canvas, found, axis, place, edges=edges)
    heights = _totals(canvas, found, totals, edges, axis=axis, language=language)
    for tick in steps:
        canvas.grid((left, axis.at(tick)), (width, axis.at(tick)), FAINT if not tick else GRID)
        if not any(abs(axis.at(tick) - height) < size.letter for height in heights):
            said = tick_label(tick, found.unit, language)
            canvas.word(left - 8, axis.at(tick), said, align="right", colour=FAINT, letter=size.letter - 2)
    _lost(canvas, found, lost, edges, top=top, language=language)
    for place in found.joins:
        canvas.line((edges[place], top - size.letter), (edges[place], bottom + size.letter * 2), INK, wide=2)
    _months(canvas, found, edges, bottom)
    return canvas.specification(width, bottom + size.letter * 3)


def _column(canvas: Drawing, found: Columns, axis: Axis, place: int, *, edges: Sequence[int]) -> None:
    air = (edges[place + 1] - edges[place]) // 8
    below = 0
    for series, part in enumerate(found.parts):
        above = below + int(part[place])
        canvas.area(
            edges[place] + air, axis.at(above), edges[place + 1] - air, axis.at(below), colour=PARTS[series]
        )
        below = above


def _totals(
    canvas: Drawing,
    found: Columns,
    totals: Sequence[int],
    edges: Sequence[int],
    *,
    axis: Axis,
    language: Language,
) -> list[int]:
    """The number above each run of equal columns, where there is room; gives the heights of those that reach
    into the room of the axis."""
    heights, free, start = [], 0, 0
    for _, alike in groupby(enumerate(totals), key=lambda one: one[1]):
        run = [place for place, _ in alike]
        said, start, end = _number(found, totals[run[0]], language), edges[run[0]], edges[run[-1] + 1]
        wide = canvas.size.wide(said)
        # Within its run, or out of it to the left, where nothing higher stands.
        left = min(max((start + end - wide) // 2, start), end - wide)
        height = axis.at(totals[run[0]]) - canvas.size.letter * 2 // 3
        if left < free:
            continue
        canvas.word(left, height, said, bold=True)
        free = left + wide + 4
        heights += [height] if left < edges[0] else []
    return heights


def _number(found: Columns, total: int, language: Language) -> str:
    """A total in the unit of its parts."""
    return rupiah(total, language) if found.unit == "rupiah" else whole(total, language)


def _lost(
    canvas: Drawing,
    found: Columns,
    lost: Sequence[int],
    edges: Sequence[int],
    *,
    top: int,
    language: Language,
) -> None:
    """A sign and the number of those who lose cover, above the month in which they do."""
    free = 0
    for place in lost:
        said = say("page.drops.mark", language, count=found.drops[place])
        half = canvas.size.wide(said) // 2
        middle = min(max((edges[place] + edges[place + 1]) // 2, edges[0] + half), edges[-1] - half)
        down = top - canvas.size.letter * 2
        short = middle - half < free
        mark = "▼" if short else said
        canvas.word(
            (edges[place] + edges[place + 1]) // 2 if short else middle,
            down,
            mark,
            align="center",
            colour=ALARM,
        )
        free = free if short else middle + half + 4


def _months(canvas: Drawing, found: Columns, edges: Sequence[int], bottom: int) -> None:
    """Short names below the columns, the year once below its first month; fewer where they are narrow."""
    letter = canvas.size.letter
    wide = max((canvas.size.wide(name.partition(" ")[0]) for name in found.months), default=1) + 4
    every = max(-(-wide * len(found.months) // max(edges[-1] - edges[0], 1)), 1)
    years = ""
    for place, name in enumerate(found.months):
        month, _, year = name.partition(" ")
        middle = (edges[place] + edges[place + 1]) // 2
        begins = max([0, *(join for join in found.joins if join <= place)])
        ends = min([len(found.months) - 1 + every, *(join for join in found.joins if join > place)])
        if (place - begins) % every == 0 and ends - place >= every:
            canvas.word(middle, bottom + letter, month, align="center", letter=letter - 1)
        if year != years:
            canvas.word(edges[place] + 5, bottom + letter * 9 // 4, year, bold=True)
            years = year
