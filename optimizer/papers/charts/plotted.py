"""A curve of straight pieces, and the map of tiles, drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from optimizer.papers.charts.axes import UP, Axis, tick_label, ticks
from optimizer.papers.charts.described import Curve, Point, Tile, Tiles
from optimizer.papers.charts.ink import ALARM, FAINT, GRID, ON_STEPS, PARTS, STEPS, Size
from optimizer.papers.charts.vega import Drawing, Spec
from optimizer.papers.figures import shown
from optimizer.text import Language

_NAME = 18
"""Letters of a name that a tile has room for: Kab. Lombok Tengah."""

_TILE = 150
"""Pixels that one tile is wide at most."""


def curve(found: Curve, language: Language, width: int, size: Size) -> Spec:
    """The curve with its axes, and where the plan stands."""
    canvas = Drawing(size)
    every = [*found.points, *([found.here] if found.here else [])]
    up_most = max((Fraction(point.up) for point in every), default=Fraction(1)) or Fraction(1)
    across_most = max((Fraction(point.across) for point in every), default=Fraction(1)) or Fraction(1)
    letter = size.letter
    top, steps = letter * 3, ticks(up_most, UP)
    left = max(size.wide(tick_label(tick, found.up_unit, language)) for tick in steps) + 8
    bottom = top + size.height * 2 // 3
    up, across = Axis(up_most, bottom, top), Axis(across_most, left, width - size.letter * 4)
    canvas.word(0, letter, found.up, colour=FAINT, letter=letter - 1)
    for tick in steps:
        canvas.grid((left, up.at(tick)), (across.end, up.at(tick)), FAINT if not tick else GRID)
        said = tick_label(tick, found.up_unit, language)
        canvas.word(left - 8, up.at(tick), said, align="right", colour=FAINT, letter=letter - 2)
    _across(canvas, found, across, bottom, language=language)
    for first, last in pairwise(found.points):
        start, end = ((across.at(point.across), up.at(point.up)) for point in (first, last))
        canvas.line(start, end, PARTS[0], wide=3)
    for point in found.points:
        _corner(canvas, point, across, up)
    if found.here is not None:
        _here(canvas, found.here, across, up, language=language)
    canvas.word(
        across.end, bottom + letter * 5 // 2, found.across, align="right", colour=FAINT, letter=letter - 1
    )
    return canvas.specification(width, bottom + letter * 7 // 2)


def _across(canvas: Drawing, found: Curve, axis: Axis, bottom: int, *, language: Language) -> None:
    wide = canvas.size.wide(tick_label(ticks(axis.most)[-1], found.across_unit, language)) + 16
    for tick in ticks(axis.most, max(min((axis.end - axis.start) // wide, 5), 1)):
        said = tick_label(tick, found.across_unit, language)
        canvas.line((axis.at(tick), bottom), (axis.at(tick), bottom + 4), FAINT)
        canvas.word(
            axis.at(tick), bottom + canvas.size.letter, said,
            align="center", colour=FAINT, letter=canvas.size.letter - 2,
        )  # fmt: skip


def _corner(canvas: Drawing, point: Point, across: Axis, up: Axis) -> None:
    canvas.dot(across.at(point.across), up.at(point.up), PARTS[0])
    above = up.at(point.up) - canvas.size.letter
    canvas.word(across.at(point.across), above, point.label, align="center", letter=canvas.size.letter - 1)


def _here(canvas: Drawing, here: Point, across: Axis, up: Axis, *, language: Language) -> None:
    """A line down to the axis, and the plan's number beside its dot."""
    place, height = across.at(here.across), up.at(here.up)
    canvas.line((place, up.start), (place, height), ALARM, dashed=True)
    canvas.dot(place, height, ALARM, wide=12)
    said = f"{here.label}: {shown(here.up, language)}"
    right = place + canvas.size.wide(said) + 12 <= across.end
    down = min(height + canvas.size.letter, up.start - canvas.size.letter)
    canvas.word(place + 12 if right else place - 12, down, said,
                align="left" if right else "right", colour=ALARM, bold=True)  # fmt: skip


def tiles(found: Tiles, width: int, size: Size) -> Spec:
    """The map: code, number and name on each tile, and what the shades mean below it."""
    canvas = Drawing(size)
    columns, lines = [tile.column for tile in found.tiles] or [0], [tile.row for tile in found.tiles] or [0]
    first, top = min(columns), min(lines)
    wide, high = max(columns) + 1 - first, max(lines) + 1 - top
    edge = min(width // wide, _TILE * size.letter // 14)
    start = (width - edge * wide) // 2
    for tile in found.tiles:
        _tile(canvas, tile, start + (tile.column - first) * edge, (tile.row - top) * edge, edge=edge)
    down = high * edge + size.letter * 3 // 2
    return canvas.specification(width, _shades(canvas, found, down, width))


def _tile(canvas: Drawing, tile: Tile, left: int, top: int, *, edge: int) -> None:
    """Letters so large that the number fits; the name only where a few letters of it do."""
    colour = ON_STEPS[tile.step]
    canvas.area(left + 1, top + 1, left + edge - 1, top + edge - 1, colour=STEPS[tile.step], edge=FAINT)
    letter = max(min(canvas.size.letter, edge * 10 // (6 * max(len(tile.shown), 5))), 5)
    middle = left + edge // 2
    fits = (edge - 8) * 10 // (letter * 5)
    named = edge >= letter * 5 and fits >= 8
    first, second = (edge // 4, edge // 2) if named else (edge // 3, edge * 2 // 3)
    canvas.word(middle, top + first, tile.code, align="center", colour=colour, letter=max(letter - 2, 5))
    canvas.word(middle, top + second, tile.shown, align="center", colour=colour, bold=True, letter=letter)
    if named:
        small = max(min(letter - 4, (edge - 6) * 2 // _NAME), 9)
        name = canvas.size.fitted(tile.label, edge - 6, small)
        canvas.word(middle, top + edge * 3 // 4, name, align="center", colour=colour, letter=small)


def shades(steps: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The shades and what they mean; where all regions have one value, the one that is used."""
    told = list(enumerate(steps))
    yield from told[-1:] if len(set(steps)) == 1 else told


def _shades(canvas: Drawing, found: Tiles, down: int, width: int) -> int:
    """The meaning of each shade, in lines; gives where they end."""
    letter, across = canvas.size.letter, 0
    for step, said in shades(found.steps):
        wide = letter + 6 + canvas.size.wide(said) + letter
        if across and across + wide > width:
            across, down = 0, down + letter + 8
        canvas.area(
            across, down - letter // 2, across + letter, down + letter // 2, colour=STEPS[step], edge=FAINT
        )
        canvas.word(across + letter + 6, down, said, letter=letter - 1)
        across += wide
    return down + letter
