"""The pictures of the page: drawn for a screen and for a phone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from optimizer.papers.charts.described import Bars, Picture, Tiles
from optimizer.papers.charts.drawn import svg
from optimizer.papers.dossier import Dossier
from optimizer.papers.page.blocks import Drawn, Map, MapTile

WIDE, NARROW = 760, 380
"""Pixels of a picture on a screen and on a phone; three narrow ones stand side by side at 1280."""

MOST_TILES = 60
"""With more regions the map is laid out by province in HTML: one picture would be too fine to read."""

FEW_BARS = 10
"""Bars of the first screen."""


def drawn(dossier: Dossier, picture: Picture) -> Drawn:
    """A picture in both widths."""
    return Drawn(
        picture.key,
        picture.title,
        picture.said,
        svg(picture, dossier.language, width=WIDE),
        svg(picture, dossier.language, width=NARROW),
        _left_out(dossier, picture),
    )


def small(dossier: Dossier, picture: Picture) -> Drawn:
    """A picture for the first screen: narrow, and of many bars the first few."""
    few = fewer(picture)
    narrow = svg(few, dossier.language, width=NARROW)
    return Drawn(picture.key, picture.title, picture.said, "", narrow, _left_out(dossier, few))


def fewer(picture: Picture) -> Picture:
    """Of many bars the first few."""
    if not isinstance(picture, Bars) or len(picture.rows) <= FEW_BARS:
        return picture
    left_out = picture.left_out + len(picture.rows) - FEW_BARS
    return replace(picture, rows=picture.rows[:FEW_BARS], left_out=left_out)


def _left_out(dossier: Dossier, picture: Picture) -> str:
    count = picture.left_out if isinstance(picture, Bars) else 0
    return dossier.say("page.bars_left_out", count=count) if count else ""


def map_of(pictures: Mapping[str, Picture]) -> Tiles:
    """The map among the pictures of a plan; every plan has one."""
    found = pictures["map"]
    assert isinstance(found, Tiles), "a map is one of tiles"
    return found


def atlas(dossier: Dossier, picture: Tiles) -> Map:
    """A map of many regions: the tiles of each province together."""
    apart: dict[str, list[MapTile]] = defaultdict(list)
    for tile in sorted(picture.tiles, key=lambda one: one.code):
        apart[tile.code[:2]].append(MapTile(tile.code, tile.label, tile.shown, tile.step))
    provinces = tuple((dossier.place(code), tuple(tiles)) for code, tiles in apart.items())
    return Map(picture.title, picture.said, provinces, picture.steps)
