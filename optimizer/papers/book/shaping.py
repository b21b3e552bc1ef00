"""What the tables of the workbook have in common: rows above them, widths, cells of one kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from optimizer.papers.book.cells import Cell, Grid, Line, Rule, quoted
from optimizer.papers.book.ledger import Ledger
from optimizer.text.numbers import rupiah, whole

NARROW, WIDE = 8, 44
"""Digits that a column of text has at least and at most; what is longer is wrapped or shortened."""

_LINE = 13.5
"""Points of one line of letters."""

_EDGES = 2.0
"""Digits that the edges of a cell and the indent take."""

_LETTERS = {
    0.4: "ijlI'|",
    0.5: ' ftr.,:;/()[]!-"`*',
    0.9: "cksvxyzJ",
    1.0: "0123456789abdeghnopquL?_#$=+<>~–",
    1.2: "ABEFKPSTVXYZ&",
    1.32: "CDHNRUw",
    1.42: "GOQ",
    1.55: "mM%",
    1.75: "W@—",
}
_WIDTH = {letter: width for width, letters in _LETTERS.items() for letter in letters}
"""Widths of the letters of Arial in digits, rounded up."""

_WIDEST = 1.8
_SPACE = 0.5
_BOLD = 1.08

_TALLEST = 400.0
"""Spreadsheets have no row above 409 points."""

WRAPPED = ("words", "label")
"""Styles of text that is broken into lines."""


def above(ledger: Ledger, key: str, *, width: float, columns: int) -> list[Line]:
    """The first three rows: what the sheet is, of which plan, what it shows."""
    title, plan, about = ledger.title(key)
    across = ((0, columns - 1),)
    return [
        Line([title], 24),
        Line([plan], tall(str(plan.value), width), across),
        Line([about], tall(str(about.value), width), across),
    ]


def tall(text: str, width: float) -> float:
    """Points that a text needs in a cell so many digits wide."""
    room = max(width - _EDGES, 2.0)
    return _LINE * sum(_lines(part, room) for part in text.split("\n")) + 3


def _lines(text: str, room: float) -> int:
    """Lines of a text that is broken between words, and within a word that is longer than a line."""
    lines, used = 1, 0.0
    for word in text.split(" "):
        wide = digits(word)
        if used and used + _SPACE + wide > room:
            lines, used = lines + 1, 0.0
        used += wide + (_SPACE if used else 0.0)
        more = int(used / room)
        lines, used = lines + more, used - more * room
    return lines


def grown(line: Line, widths: Sequence[float]) -> float | None:
    """Points that a row needs for its longest text; None where one line is enough.

    Not every program lets rows grow when a file is opened, so each is as high as it must be.
    """
    if line.height is not None:
        return line.height
    across = {first for first, last in line.merged if last > first}
    wrapped = [
        tall(cell.value, width)
        for place, (cell, width) in enumerate(zip(line.cells, widths, strict=False))
        if place not in across and cell is not None and cell.style in WRAPPED and isinstance(cell.value, str)
    ]
    most = max(wrapped, default=0.0)
    return min(most, _TALLEST) if most > _LINE + 3 else None


def digits(text: str) -> float:
    """How wide a text in this font is, in digits."""
    return sum(_WIDTH.get(letter, _WIDEST) for letter in text)


def fitting(texts: Iterable[str], *, least: float = NARROW, most: float = WIDE) -> float:
    """The width of a column that shows these texts."""
    return min(max(max((digits(text) for text in texts), default=0) + _EDGES + 0.4, least), most)


def for_money(amounts: Iterable[int], *, least: float = 13) -> float:
    """The width of a column of rupiah, bold sums included."""
    return max(digits(rupiah(max(amounts, default=0), "id")) * _BOLD + _EDGES, least)


def for_counts(counts: Iterable[int], *, least: float = 9) -> float:
    """The width of a column of whole numbers, bold sums included."""
    return max(digits(whole(max(counts, default=0), "id")) * _BOLD + _EDGES, least)


LABELLED = ((0, 1),)
"""The first two cells of a row of sums are one, for its label."""


def sums(grid: Grid, ledger: Ledger, totals: Sequence[tuple[str, int, str]], label: str = "total") -> Line:
    """The row of sums above the headings: for each column its value and how it is shown."""
    cells: list[Cell | None] = [None] * len(grid.columns)
    cells[0] = Cell(ledger.word(label), "label.total")
    for column, value, style in totals:
        cells[grid.columns.index(column)] = Cell(value, f"{style}.total", grid.total(column))
    return Line(cells, merged=LABELLED)


def judged(ledger: Ledger, cells: str, kind: str = "") -> tuple[Rule, Rule]:
    """Cells with the outcome of a check: green where it holds, red where it does not."""
    first = cells.partition(":")[0]
    ill, well = (f"={first}={quoted(ledger.word(f'{kind}{word}'))}" for word in ("differs", "fits"))
    return Rule(cells, ill, "differs"), Rule(cells, well, "fits")


def column(grid: Grid, name: str) -> str:
    """The cells of a column, as their own sheet names them."""
    return f"{grid.letter(name)}{grid.first}:{grid.letter(name)}{grid.last}"
