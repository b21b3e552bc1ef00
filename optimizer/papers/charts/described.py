"""What a picture shows, apart from how any paper draws it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from optimizer.papers.figures import Value
from optimizer.units import Share

Unit = Literal["persons", "rupiah", "share", "months"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Picture:
    key: str
    """Its name in every paper."""
    title: str
    said: str
    """What it shows in a sentence, for those who cannot see it and for the line below it."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: parts beside each other, and a mark to be reached."""

    code: str
    """Of the region or fund; empty where it is none."""
    label: str
    parts: tuple[Value, ...]
    """One for each series."""
    shown: str
    """The number at its end, as people write it."""
    mark: Value | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars(_Picture):
    """Bars that lie, one below the other."""

    unit: Unit
    series: tuple[str, ...]
    """Names of the parts; one part needs no legend."""
    rows: tuple[Bar, ...]
    mark: str = ""
    """What the mark means; empty where there is none."""
    left_out: int = 0
    """Rows for which the picture has no room; the table has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns(_Picture):
    """Columns month by month, their parts on top of each other."""

    unit: Unit
    series: tuple[str, ...]
    months: tuple[str, ...]
    parts: tuple[tuple[Value, ...], ...]
    """For each series a value for each month."""
    drops: tuple[Value, ...]
    """Persons of today who lose cover, for each month."""
    joins: tuple[int, ...]
    """Places of months in which another fiscal year begins: Perubahan hands over to Murni there."""


@dataclass(frozen=True, slots=True)
class Point:
    """One corner of a curve."""

    across: Value
    up: Value
    label: str = ""
    """Written beside it; empty where nothing is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve(_Picture):
    """Straight pieces between corners."""

    across: str
    """Name of the axis that lies."""
    up: str
    across_unit: Unit
    up_unit: Unit
    points: tuple[Point, ...]
    here: Point | None = None
    """Where the plan stands."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One region on the map: its place in the grid, from the north-west."""

    code: str
    label: str
    row: int
    column: int
    value: Share
    shown: str
    step: int
    """0 to 4: its shade."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiles(_Picture):
    """A map of one tile a region."""

    tiles: tuple[Tile, ...]
    steps: tuple[str, ...]
    """What the five shades mean."""


Picture: TypeAlias = Bars | Columns | Curve | Tiles
