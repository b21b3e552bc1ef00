"""Rows of words as a table that fits the paper: numbers whole, names shortened, spare columns left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.box import Box
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from optimizer.report.names import shortened
from optimizer.report.paper import Paper

GAP = 2
NAME_WIDTH = 16
"""A name keeps at least so many columns; spare columns give way before that."""

_LINES = Box("    \n    \n ── \n    \n    \n ── \n    \n    \n")
_ASCII = Box("    \n    \n -- \n    \n    \n -- \n    \n    \n", ascii=True)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, and how it gives way."""

    title: str
    name: bool = False
    """Words that may be shortened and wrapped; numbers never are."""
    spare: int = 0
    """Left out when the paper is narrow, the highest first; 0 stays."""
    style: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of finished words."""

    cells: tuple[str, ...]
    style: str = ""


def grid(columns: Sequence[Column], rows: Sequence[Row], page: Paper, *, total: Row | None = None) -> Table:
    """The table; ``total`` stands under a rule."""
    everything = [*rows, total] if total else list(rows)
    kept = _kept(columns, everything, page.width)
    widths = _widths(
        [columns[i] for i in kept], [[row.cells[i] for i in kept] for row in everything], page.width
    )
    table = Table(
        box=_LINES if page.draws_lines else _ASCII,
        show_edge=False,
        pad_edge=False,
        padding=(0, GAP - 1, 0, 0),
        show_footer=total is not None,
        header_style="bold",
        footer_style="bold",
    )
    for place, width in zip(kept, widths, strict=True):
        column = columns[place]
        table.add_column(
            Text(column.title),
            Text(_fitted(column, total.cells[place], width)) if total else "",
            justify="left" if column.name else "right",
            width=width,
            no_wrap=True,
            style=column.style,
            overflow="fold",
        )
        table.columns[-1].header = Text(column.title, no_wrap=False, overflow="fold")
    for row in rows:
        table.add_row(*_cells(row, columns, kept, widths), style=row.style)
    return table


def _cells(row: Row, columns: Sequence[Column], kept: Sequence[int], widths: Sequence[int]) -> list[Text]:
    return [
        Text(_fitted(columns[place], row.cells[place], width))
        for place, width in zip(kept, widths, strict=True)
    ]


def _fitted(column: Column, cell: str, width: int) -> str:
    if not column.name:
        return cell
    indent = len(cell) - len(cell.lstrip())
    return " " * indent + shortened(cell.lstrip(), max(width - indent, 1))


def _kept(columns: Sequence[Column], rows: Sequence[Row], width: int) -> list[int]:
    """Places of the columns that fit, spare ones leaving first."""
    kept = list(range(len(columns)))
    while True:
        need = sum(_least(columns[i], [row.cells[i] for row in rows]) + GAP for i in kept) - GAP
        spare = max(kept, key=lambda i: columns[i].spare)
        if need <= width or not columns[spare].spare:
            return kept
        kept.remove(spare)


def _least(column: Column, cells: Sequence[str]) -> int:
    natural = max((cell_len(cell) for cell in cells), default=0)
    title = max((cell_len(word) for word in column.title.split()), default=0)
    return max(min(natural, NAME_WIDTH) if column.name else natural, title)


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Numbers get what they need; names share what is left, at most what they need."""
    cells = [[row[i] for row in rows] for i in range(len(columns))]
    least = [_least(column, words) for column, words in zip(columns, cells, strict=True)]
    natural = [
        max([least[i], *(cell_len(word) for word in cells[i])]) if column.name else least[i]
        for i, column in enumerate(columns)
    ]
    left = width - sum(least) - GAP * (len(columns) - 1)
    widths = list(least)
    while left > 0 and widths != natural:
        for i in range(len(columns)):
            if widths[i] < natural[i] and left > 0:
                widths[i] += 1
                left -= 1
    return widths
