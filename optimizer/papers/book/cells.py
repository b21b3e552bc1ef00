"""What stands in the sheets of the workbook, apart from the library that writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from optimizer.scenario.grid import letters
from optimizer.units import Month

Value = int | float | str

LARGEST = 2**53
"""Whole numbers above this are not exact in a spreadsheet."""


class Cell(NamedTuple):
    """One cell: what it shows, how, and the formula that gives it."""

    value: Value
    style: str
    """Names of styles joined by dots: ``rupiah.total``, ``count.input``."""
    formula: str = ""
    free: bool = False
    """Whether the meeting fills it in, or it follows from what it fills in: no figure of the plan."""


class Line(NamedTuple):
    """One row of a sheet, from its first column on; None leaves a cell empty."""

    cells: Sequence[Cell | None] = ()
    height: float | None = None
    """Points; None: as the program that opens it likes."""
    merged: tuple[tuple[int, int], ...] = ()
    """First and last column, from 0, of cells shown as one."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Rows that are made one by one whenever they are gone through: a hundred thousand need no room."""

    head: Sequence[Line]
    make: Callable[[], Iterator[Line]]

    def __iter__(self) -> Iterator[Line]:
        yield from self.head
        yield from self.make()


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the rows of one table stand, so that formulas of other sheets can point at them."""

    sheet: str
    columns: tuple[str, ...]
    head: int
    """The row of its headings; the figures begin in the next."""
    count: int
    """Rows of figures."""

    @property
    def first(self) -> int:
        """The first row of figures."""
        return self.head + 1

    @property
    def last(self) -> int:
        """The last row of figures."""
        return self.head + self.count

    def letter(self, column: str, *, after: int = 0) -> str:
        """A column as a spreadsheet names it, or one so many to the right."""
        return letters(self.columns.index(column) + 1 + after)

    def here(self, column: str, row: int, *, after: int = 0) -> str:
        """A cell, as a formula of the same sheet names it."""
        return f"{self.letter(column, after=after)}{row}"

    def cell(self, column: str, row: int) -> str:
        """A cell, as a formula of any sheet names it."""
        return f"{self.sheet}!{self.here(column, row)}"

    def span(self, column: str, first: int = 0, last: int = 0, *, after: int = 0) -> str:
        """Cells one below the other, all of them unless rows are named; it stays where it is when copied."""
        name = self.letter(column, after=after)
        return f"{self.sheet}!${name}${first or self.first}:${name}${last or self.last}"

    def total(self, column: str, *, after: int = 0) -> str:
        """The formula of a column's sum; empty where there are no rows."""
        return f"=SUM({self.span(column, after=after)})" if self.count else ""


class Rule(NamedTuple):
    """Cells that turn colour."""

    range: str
    criteria: str
    """A formula that is true where they do."""
    style: str


class Entry(NamedTuple):
    """Cells that people may write in, and what they may write."""

    range: str
    kind: str
    """persons, rupiah, share, months or premium."""


@dataclass(frozen=True, slots=True)
class Series:
    """One series of a chart."""

    name: str
    """The cell with its name."""
    values: str
    look: str
    """first, second, third, missing or drops."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A native chart over cells of its sheet."""

    kind: str
    """bars or columns."""
    at: int
    """The row it begins in."""
    size: tuple[int, int]
    """Pixels."""
    unit: str
    labels: str
    """The cells of its categories, one column or two."""
    series: tuple[Series, ...]
    said: str
    """What it shows, for those who cannot see it."""
    thin: bool = False
    """Whether its bars are thin."""
    levels: tuple[tuple[str | None, ...], ...] = ()
    """What stands in the cells of its categories, where they are two columns."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet."""

    name: str
    widths: tuple[float, ...]
    """Of its columns, in digits."""
    lines: Iterable[Line]
    """From the first row on; gone through more than once."""
    head: int = 0
    """Rows that stay in sight and stand on every printed page."""
    aside: int = 0
    """Columns that stay in sight."""
    filtered: str = ""
    rules: tuple[Rule, ...] = ()
    entries: tuple[Entry, ...] = ()
    charts: tuple[Chart, ...] = ()
    breaks: tuple[int, ...] = ()
    """Rows above which a printed page ends."""
    pages: int = 0
    """Printed pages it must fit; 0: as many as it takes."""
    open: str = field(default="")
    """The cell that is chosen when it opens."""


def date_of(month: Month) -> int:
    """The first day of a month as a spreadsheet counts days.

    >>> date_of(Month(2026, 12)), date_of(Month(2025, 10))
    (46357, 45931)
    """
    return (date(month.year, month.number, 1) - _DAY_0).days


_DAY_0 = date(1899, 12, 30)


def quoted(text: str) -> str:
    """A text as it stands in a formula."""
    return '"' + text.replace('"', '""') + '"'


def cut(of: int, every: int) -> float:
    """A share as the sheets reckon it, in doubles: cut to two decimals of a percent, never rounded up.

    >>> cut(64_939, 100_000), cut(2, 0)
    (0.6493, 0)
    """
    return int(float(of) * 10_000 / every) / 10_000 if every else 0


def share_formula(of: str, every: str) -> str:
    """The formula of ``cut``."""
    return f"=IF({every}=0,0,INT({of}*10000/{every})/10000)"
