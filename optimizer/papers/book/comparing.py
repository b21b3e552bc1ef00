"""A workbook that was written compared with the plan, cell by cell."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from optimizer.errors import Finding, Place
from optimizer.papers.book.cells import Cell, Sheet, Value
from optimizer.papers.book.stored import Stored, UnreadableError, stored
from optimizer.scenario.grid import letters
from optimizer.text import inert
from optimizer.units import LARGEST_RUPIAH, Persons, Rupiah, Share

_LARGEST = 2**26
_OF_A_CELL = 500
"""Bytes that a file may unpack to: so many, and so many for each cell that was written."""

_ELEMENTS, _ELEMENTS_OF_A_CELL = 200_000, 8
"""Elements of its XML: a cell has three, and a text that is shared two."""

_SENTENCES = ("said", "status", "plan")
"""Styles of text that says figures."""

_NEAR = 1e-9
"""Shares are doubles: what lies nearer than this shows the same."""


def compared(name: str, content: bytes, sheets: Sequence[Sheet]) -> Iterator[Finding]:
    """A finding for each figure that stands otherwise in the file than in these sheets."""
    cells = sum(len(line.cells) for sheet in sheets for line in sheet.lines)
    try:
        largest, elements = _LARGEST + _OF_A_CELL * cells, _ELEMENTS + _ELEMENTS_OF_A_CELL * cells
        found = stored(content, largest=largest, elements=elements)
    except UnreadableError:
        yield Finding("book.unreadable", {"file": name}, place=Place(name, 1, 1))
        return
    for sheet in sheets:
        if sheet.name not in found:
            yield Finding("book.no_sheet", {"file": name, "sheet": sheet.name}, place=Place(name, 1, 1))
            continue
        yield from _sheet(name, sheet, found[sheet.name])


def _sheet(name: str, sheet: Sheet, found: Stored) -> Iterator[Finding]:
    for row, line in enumerate(sheet.lines, 1):
        for column, cell in enumerate(line.cells, 1):
            if cell is None or not _is_figure(cell):
                continue
            there = found.get((row, column), "")
            if not _same(there, cell.value):
                facts = {"found": _shown(there, cell), "allowed": _shown(cell.value, cell)}
                where = f"{sheet.name}!{letters(column)}{row}"
                yield Finding(
                    "papers.differs", {"file": name, "figure": where, **facts}, place=Place(name, row, column)
                )


def _is_figure(cell: Cell) -> bool:
    stated = bool(cell.formula) or not isinstance(cell.value, str) or cell.style in _SENTENCES
    return stated and not cell.free


def _same(there: float | str, value: Value) -> bool:
    if isinstance(value, str):
        return there == value.strip()
    return isinstance(there, float) and (
        math.isclose(there, value, abs_tol=_NEAR) if isinstance(value, float) else there == value
    )


def _shown(value: float | str, cell: Cell) -> object:
    """A value of the file or of the plan, as its cell shows it."""
    if isinstance(value, str):
        return inert(value) or None
    kind = cell.style.partition(".")[0]
    if not abs(value) <= LARGEST_RUPIAH:  # no figure of a plan, or no number at all
        return str(value)
    if kind in ("share", "asked"):
        return Share(value)
    if int(value) != value:
        return str(value)
    return Rupiah(int(value)) if kind == "rupiah" else Persons(int(value))
