"""Rows of words as a table that fits the paper: numbers whole, names shortened, spare columns left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

from rich.cells import cell_len
from rich.text import Text

from optimizer.report.names import shortened
from optimizer.report.narrow import LeftOut
from optimizer.report.paper import Paper

GAP = 2
NAME_WIDTH = 16
"""A name keeps at least so many columns; spare columns give way before that."""

HANGING = "  "
"""Further lines of a name stand a little to the right."""

NOTHING = frozenset(("", "-", "0"))
"""Cells that say nothing."""

HARD_SPACE = "\u00a0"
"""Holds a heading together that must not be broken."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, and how it gives way."""

    title: str
    name: bool = False
    """Words, which may be shortened; numbers never are."""
    lines: int = 1
    """A name may take so many lines before it is shortened."""
    least: int = NAME_WIDTH
    """The least columns of a name, unless all its words are shorter."""
    spare: int = 0
    """Left out when the paper is narrow, the highest first; 0 stays."""
    wide: int = 0
    """Left out on paper narrower than this, though it would fit."""
    whole: bool = False
    """Its words are never broken, because they are copied: paths, places in files."""


WHOLE = 1_000
"""Lines of a name that is never shortened."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of finished words."""

    cells: tuple[str, ...]
    style: str = ""


@dataclass(frozen=True, slots=True)
class Title:
    """A line across the table that says whose rows follow."""

    words: str


class Carried(Text):
    """A whole table for a page that draws it itself; it is never printed."""

    def __init__(self, columns: Sequence[Column], rows: Sequence[Row | Title], total: Row | None) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.rows = tuple(rows)
        self.total = total


def grid(
    columns: Sequence[Column],
    rows: Sequence[Row | Title],
    page: Paper,
    *,
    total: Row | None = None,
    headed: bool = True,
) -> Iterator[Text]:
    """The table's lines; ``total`` stands under a rule.

    Columns that had to go are handed on as ``LeftOut``, for the page to name them.
    """
    if page.whole:
        yield Carried(columns, rows, total)
        return
    every = [row for row in rows if isinstance(row, Row)] + ([total] if total else [])
    kept = _kept(columns, every, page.width)
    yield from _drawn(columns, kept, rows, page, total=total, headed=headed)
    gone = [place for place in range(len(columns)) if place not in kept and _tells(every, place)]
    if titles := [columns[place].title.replace(HARD_SPACE, " ") for place in gone if columns[place].title]:
        yield LeftOut(titles)


def _tells(rows: Sequence[Row], place: int) -> bool:
    """Whether a column has anything to tell: one without any number but 0 has not."""
    return any(row.cells[place] not in NOTHING for row in rows)


def _drawn(
    columns: Sequence[Column],
    kept: Sequence[int],
    rows: Sequence[Row | Title],
    page: Paper,
    *,
    total: Row | None,
    headed: bool,
) -> Iterator[Text]:
    """The lines of the columns that are kept."""
    every = [row for row in rows if isinstance(row, Row)] + ([total] if total else [])
    if _need(columns, kept, every) > page.width and columns[kept[0]].name:
        yield from _stacked(columns, kept, page, [*rows, *([total] if total else [])])
        return
    chosen = [columns[i] for i in kept]
    widths = _widths(chosen, [[row.cells[i] for i in kept] for row in every], page.width)
    rule = ("─" if page.draws_lines else "-") * (sum(widths) + GAP * (len(widths) - 1))
    if headed:
        yield from _heading(chosen, widths)
        yield Text(rule, style="dim")
    for row in rows:
        if isinstance(row, Title):
            yield from (Text(line, style="bold") for line in wrap(row.words, page.width) or [""])
        else:
            yield from _lines(chosen, widths, [row.cells[i] for i in kept], row.style)
    if total:
        yield Text(rule, style="dim")
        yield from _lines(chosen, widths, [total.cells[i] for i in kept], "bold")


def _stacked(
    columns: Sequence[Column], kept: Sequence[int], page: Paper, rows: Sequence[Row | Title]
) -> Iterator[Text]:
    """Numbers too wide to stand beside names stand below them."""
    name, *numbers = kept
    lines: list[Row | Title] = []
    for row in rows:
        lines.append(row if isinstance(row, Title) else Title(row.cells[name]))
        if isinstance(row, Row):
            lines.append(Row(tuple(row.cells[place] for place in numbers), row.style))
    yield from grid([columns[place] for place in numbers], lines, page)


def _heading(columns: Sequence[Column], widths: Sequence[int]) -> Iterator[Text]:
    stacks = [
        wrap(column.title, width, break_on_hyphens=True)
        for column, width in zip(columns, widths, strict=True)
    ]
    tallest = max(len(stack) for stack in stacks)
    padded = [[""] * (tallest - len(stack)) + stack for stack in stacks]
    for line in zip(*padded, strict=True):
        yield Text(_joined(columns, widths, line).replace(HARD_SPACE, " "), style="bold")


def _lines(
    columns: Sequence[Column], widths: Sequence[int], cells: Sequence[str], style: str
) -> Iterator[Text]:
    """One row in as many lines as its longest name needs; numbers stand on the first."""
    stacks = [_stack(column, cell, width) for column, cell, width in zip(columns, cells, widths, strict=True)]
    for place in range(max(len(stack) for stack in stacks)):
        line = [stack[place] if place < len(stack) else "" for stack in stacks]
        yield Text(_joined(columns, widths, line), style=style)


def _joined(columns: Sequence[Column], widths: Sequence[int], cells: Sequence[str]) -> str:
    padded = (
        cell + " " * (width - cell_len(cell)) if column.name else " " * (width - cell_len(cell)) + cell
        for column, cell, width in zip(columns, cells, widths, strict=True)
    )
    return (" " * GAP).join(padded).rstrip()


def _stack(column: Column, cell: str, width: int) -> list[str]:
    """A name in its lines, with its indent."""
    if not column.name or cell_len(cell) <= width:
        return [cell]
    first = cell[: len(cell) - len(cell.lstrip())]
    if column.whole:
        return lines_of(cell, width, first)
    lines = _broken(cell.strip(), width, first)
    if len(lines) > 1 and column.lines == 1:
        return [first + shortened(cell.strip(), max(width - len(first), 1))]
    if len(lines) > column.lines:
        short = shortened(cell.strip(), max(width * column.lines * 3 // 4, width - len(first)))
        lines = _broken(short, width, first)[: column.lines]
    return lines


def lines_of(said: str, width: int, first: str = "", then: str | None = None) -> list[str]:
    """Lines that break between words only, so that what is copied from them is whole.

    >>> lines_of("funds.csv:2:17, sebelumnya base.yaml:24:8", 20)
    ['funds.csv:2:17,', '  sebelumnya', '  base.yaml:24:8']
    """
    return wrap(
        said.strip(),
        width,
        initial_indent=first,
        subsequent_indent=first + HANGING if then is None else then,
        break_on_hyphens=False,
        break_long_words=False,
    )


def _broken(words: str, width: int, first: str) -> list[str]:
    """A key without spaces breaks at its hyphens, a name only at its spaces."""
    is_key = " " not in words
    return wrap(
        words, width, initial_indent=first, subsequent_indent=first + HANGING, break_on_hyphens=is_key
    )


def _kept(columns: Sequence[Column], rows: Sequence[Row], width: int) -> list[int]:
    """Places of the columns that fit, spare ones leaving first."""
    kept = [place for place, column in enumerate(columns) if column.wide <= width]
    while True:
        need = _need(columns, kept, rows)
        spare = max(kept, key=lambda i: columns[i].spare)
        if need <= width or not columns[spare].spare:
            return kept
        kept.remove(spare)


def _need(columns: Sequence[Column], kept: Sequence[int], rows: Sequence[Row]) -> int:
    return sum(_least(columns[i], [row.cells[i] for row in rows]) + GAP for i in kept) - GAP


def _least(column: Column, cells: Sequence[str]) -> int:
    natural = max((cell_len(cell) for cell in cells), default=0)
    title = max((cell_len(word) for word in wrap(column.title, 1, break_long_words=False)), default=0)
    if column.whole:
        words = [cell_len(word) + len(HANGING) for cell in cells for word in cell.split()]
        return max([title, min(natural, max(words, default=0))])
    return max(min(natural, column.least) if column.name else natural, title)


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Numbers get what they need; names share what is left, at most what they need."""
    cells = [[row[i] for row in rows] for i in range(len(columns))]
    widths = [_least(column, words) for column, words in zip(columns, cells, strict=True)]
    natural = [
        max([least, cell_len(column.title), *(cell_len(word) for word in words)]) if column.name else least
        for column, words, least in zip(columns, cells, widths, strict=True)
    ]
    left = width - sum(widths) - GAP * (len(columns) - 1)
    while left > 0 and widths != natural:
        for i in range(len(columns)):
            if widths[i] < natural[i] and left > 0:
                widths[i] += 1
                left -= 1
    return widths
