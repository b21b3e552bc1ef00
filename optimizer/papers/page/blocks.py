"""What a section of the page is made of, apart from how HTML writes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, TypeAlias

from optimizer.papers.figures import Figure, shown
from optimizer.report.names import shortened
from optimizer.text import Language

LONGEST_NAME = 44
"""Letters of a name in a table; the whole name is its title."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one place of a table."""

    text: str
    figure: str = ""
    """Key of the figure that it is; empty where it is none."""
    value: str = ""
    """Of the figure, exact: ``87193``, ``32279/43543``."""
    title: str = ""
    """The whole of what ``text`` shortens; empty where it is whole."""
    link: str = ""
    """A sheet that tells more."""
    lost: str = ""
    """What is lost here, said behind a sign."""


@dataclass(frozen=True, slots=True)
class Head:
    """The heading of a column."""

    title: str
    name: bool = False
    """Whether words stand below it; else numbers, which end at the right."""
    joins: bool = False
    """Whether another fiscal year begins with it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row."""

    cells: tuple[Cell, ...]
    warned: bool = False
    anchor: str = ""
    across: bool = False
    """Whether its first cell is a heading for the rows below it."""
    sums: bool = False
    """Whether it adds up rows above it; it goes where they are put in another order."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table."""

    kind: ClassVar[str] = "grid"
    heads: tuple[Head, ...]
    rows: tuple[Line, ...]
    total: Line | None = None
    key: str = ""
    """Its name where it is of the plan alone, so that it can be checked; else empty."""
    caption: str = ""

    @property
    def names(self) -> int:
        """How many columns of words stand first, where only numbers follow; else -1."""
        words = [head.name for head in self.heads]
        first = words.index(False) if False in words else len(words)
        return first if not any(words[first:]) else -1

    @property
    def sorts(self) -> bool:
        """Whether rows may change places: no row stands for those below it."""
        return len(self.rows) > 1 and not any(row.across for row in self.rows)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture, for a screen and for a phone."""

    kind: ClassVar[str] = "drawn"
    key: str
    title: str
    said: str
    wide: str
    narrow: str
    """SVG."""
    left_out: str = ""
    """How much of it had no room; empty where all had."""


@dataclass(frozen=True, slots=True)
class Abreast:
    """Small pictures side by side."""

    kind: ClassVar[str] = "abreast"
    pictures: tuple[Drawn, ...]


@dataclass(frozen=True, slots=True)
class Map:
    """One tile a region, in the groups of their provinces."""

    kind: ClassVar[str] = "map"
    title: str
    said: str
    provinces: tuple[tuple[str, tuple[MapTile, ...]], ...]
    steps: tuple[str, ...]
    """What the shades mean, the lightest first."""


@dataclass(frozen=True, slots=True)
class MapTile:
    """One region on the map."""

    code: str
    name: str
    shown: str
    step: int


@dataclass(frozen=True, slots=True)
class Point:
    """A sentence of its own."""

    kind: ClassVar[str] = "point"
    said: str
    numbered: bool = False
    """Whether it begins with its number, which then stands for the dot."""


@dataclass(frozen=True, slots=True)
class Note:
    """A remark below what stands above it."""

    kind: ClassVar[str] = "note"
    said: str


@dataclass(frozen=True, slots=True)
class Under:
    """A heading within a section."""

    kind: ClassVar[str] = "under"
    said: str


Block: TypeAlias = Grid | Drawn | Abreast | Map | Point | Note | Under


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page, under its heading."""

    key: str
    title: str
    blocks: tuple[Block, ...]


def name_cell(label: str, *, link: str = "", longest: int = LONGEST_NAME) -> Cell:
    """A name that cannot push its table apart."""
    short = shortened(label, longest)
    return Cell(short, title="" if short == label else label, link=link)


def figure_cell(figure: Figure | None, language: Language, *, plain: bool = True) -> Cell:
    """A figure that opens to its chain; ``plain``: without its unit, which the heading names."""
    if figure is None:
        return Cell("-")
    text = shown(figure.value, language)
    return Cell(unitless(text) if plain else text, figure.key, exact(figure.value))


def exact(value: Fraction | int) -> str:
    """A value that reads back as the same.

    >>> exact(87193), exact(Fraction(1, 3))
    ('87193', '1/3')
    """
    given = Fraction(value)
    return str(given.numerator) if given.denominator == 1 else f"{given.numerator}/{given.denominator}"


def unitless(text: str) -> str:
    """A figure without the words of its unit.

    >>> unitless("Rp1.234"), unitless("12 orang-bulan"), unitless("9,21%")
    ('1.234', '12', '9,21%')
    """
    return text.removeprefix("Rp").partition(" ")[0]


def figure_cells(figures: Mapping[str, Figure], keys: Sequence[str], language: Language) -> Iterator[Cell]:
    """Several figures; a dash where the plan has none of that key."""
    return (figure_cell(figures.get(key), language) for key in keys)
