"""A table as its file holds it: rows of cells, each with its text and its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, TypeAlias

from optimizer.errors import Finding, Place
from optimizer.scenario.nodes import LONGEST_EXCERPT, Mark

MOST_CELLS = 300_000
"""Cells of one workbook: ten times the largest honest one; more would take seconds."""

MOST_IN_TEXT = 800_000
"""Cells of one text: all 83,762 desa and kelurahan with nine columns are 754,000."""

MOST_COLUMNS = 500
"""Columns of one table."""

MOST_FINDINGS = 1_000
"""A table with more mistakes than this is refused without naming the rest."""

LONGEST_CELL = 10_000
"""Characters of one cell: as many as a text of a scenario may have."""

Form = Literal["text", "number", "percent", "date", "logical", "error", "formula"]
"""What a cell holds; a file of plain text holds text alone."""


class Cell(NamedTuple):
    """One cell that is not empty, its text without spaces around it."""

    text: str
    mark: Mark
    form: Form = "text"


Row: TypeAlias = Mapping[int, Cell]
"""Cells by the number of their column, from 1; an empty cell is absent."""


class CellMark(Mark):
    """A place in a sheet; its ``written`` holds one row, cell by cell."""

    @property
    def place(self) -> Place:
        """The row, the column, and the text of the cell, set so far in that the mark stands under it."""
        cells = self.written.lines
        text = cells[self.column - 1] if 0 < self.column <= len(cells) else ""
        excerpt = " " * (self.column - 1) + text if len(text) <= LONGEST_EXCERPT else ""
        return Place(self.written.name, self.line, self.column, excerpt)

    @property
    def cell(self) -> str:
        """The cell as a spreadsheet names it."""
        return f"{letters(self.column)}{self.line}"


class TableError(Exception):
    """A table that cannot be read on; ``finding`` says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


def found_at(mark: Mark, code: str, **facts: Any) -> Finding:
    """A finding about a cell; in a sheet it names the cell as well."""
    named = {"cell": mark.cell} if isinstance(mark, CellMark) else {}
    return Finding(code, {**facts, **named}, place=mark.place)


def letters(column: int) -> str:
    """The name of a column.

    >>> letters(1), letters(28), letters(16384)
    ('A', 'AB', 'XFD')
    """
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def shortened(text: str) -> str:
    """A text as a fact: none is longer than a line."""
    return text if len(text) <= 100 else text[:99] + "…"
