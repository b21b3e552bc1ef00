"""What a letter consists of, apart from how any format writes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Manner = Literal[
    "government",
    "office",
    "address",
    "title",
    "body",
    "point",
    "subpoint",
    "closing",
    "annex",
    "heading",
    "note",
    "sign",
]
"""``point`` is numbered 1, 2, 3; ``subpoint`` a, b, c below its point; ``closing`` stays on the page of what
follows; ``sign`` stands at the right."""

Side = Literal["left", "right", "center"]


@dataclass(frozen=True, slots=True)
class Words:
    """One paragraph."""

    manner: Manner
    text: str
    blank: bool = False
    """Whether it is there to be written over: dots, an empty line."""

    @property
    def leads(self) -> bool:
        """Whether it announces what follows, and stays on its page."""
        return self.text.endswith(":")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the letter's head: ``Hal : …``."""

    label: str
    text: str
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Entries:
    """The lines of the letter's head, their colons below each other."""

    rows: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; ``width`` is its part of the table, of all parts together."""

    title: str
    width: int
    side: Side = "left"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table."""

    text: str = ""
    down: int = 1
    """Rows it reaches over; 0: the one above reaches over it."""
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, a cell for each column."""

    cells: tuple[Cell, ...]
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose heading is repeated on every page."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    tall: bool = False
    """Whether a hand must be able to write in its rows."""


Part: TypeAlias = Words | Entries | Grid


@dataclass(frozen=True, slots=True)
class Section:
    """Pages of one orientation, beginning on a new one."""

    parts: tuple[Part, ...]
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """A whole letter."""

    title: str
    """For the properties of the file."""
    marks: tuple[str, ...]
    """Above every page: a draft, figures that are made up."""
    footer: str
    pages: tuple[str, str, str]
    """What stands before, between and after the number of the page and of all pages."""
    sections: tuple[Section, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph as a reader of the written file finds it."""

    text: str
    blank: bool
    about: str
    """The row or the line it belongs to."""


def blocks(letter: Letter) -> Iterator[Block]:
    """Every paragraph of the body in its order: lines, then cells row by row."""
    for section in letter.sections:
        for part in section.parts:
            if isinstance(part, Words):
                yield Block(part.text, part.blank, part.text)
            elif isinstance(part, Entries):
                for entry in part.rows:
                    yield Block(entry.label, False, entry.label)
                    yield Block(":", False, entry.label)
                    yield Block(entry.text, entry.blank, entry.label)
            else:
                yield from _cells(part)


def _cells(grid: Grid) -> Iterator[Block]:
    yield from (Block(column.title, False, column.title) for column in grid.columns)
    for row in grid.rows:
        words = next((cell.text for cell in row.cells if any(map(str.isalpha, cell.text))), "")
        for column, cell in zip(grid.columns, row.cells, strict=True):
            yield Block(cell.text if cell.down else "", cell.blank, f"{words} · {column.title}")
