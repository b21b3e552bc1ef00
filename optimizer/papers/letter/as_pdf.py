"""The letter as a PDF to print."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from optimizer.papers.letter.told import Cell, Entries, Grid, Letter, Part, Words
from optimizer.papers.printed.typeset import typeset
from optimizer.text import Language

SOURCE = Path(__file__).with_name("nota.typ")


def pdf(letter: Letter, language: Language) -> bytes:
    """Pages of A4, the tables of money across."""
    data = {
        "title": letter.title,
        "language": language,
        "marks": list(letter.marks),
        "footer": letter.footer,
        "pages": list(letter.pages),
        "sections": [
            {"wide": section.wide, "parts": [_part(part) for part in section.parts]}
            for section in letter.sections
        ],
    }
    return typeset(SOURCE, data, "pdf")


def drawn(letter: Letter) -> Iterator[str]:
    """Every text of the body in the order in which typst draws it, the marks of its lists with it."""
    for section in letter.sections:
        point = subpoint = 0
        for part in section.parts:
            if isinstance(part, Words):
                if part.manner == "point":
                    point, subpoint = point + 1, 0
                    yield f"{point}."
                elif part.manner == "subpoint":
                    subpoint += 1
                    yield f"{chr(ord('a') + subpoint - 1)}."
                yield part.text
            elif isinstance(part, Entries):
                yield from (text for row in part.rows for text in (row.label, ":", row.text))
            else:
                yield from _drawn_cells(part)


def _drawn_cells(grid: Grid) -> Iterator[str]:
    """Row by row; a cell that reaches down is drawn with the last row that it reaches."""
    yield from (column.title for column in grid.columns)
    held: list[tuple[int, Cell]] = []
    for place, row in enumerate(grid.rows):
        held += [(place + cell.down - 1, cell) for cell in row.cells if cell.down > 1]
        yield from (cell.text for last, cell in held if last == place)
        yield from (cell.text for cell in row.cells if cell.down == 1)
        held = [(last, cell) for last, cell in held if last > place]


def _part(part: Part) -> dict[str, Any]:
    if isinstance(part, Words):
        return {"kind": "words", "manner": part.manner, "text": part.text, "leads": part.leads}
    if isinstance(part, Entries):
        return {"kind": "entries", "rows": [[row.label, row.text] for row in part.rows]}
    return _grid(part)


def _grid(grid: Grid) -> dict[str, Any]:
    return {
        "kind": "grid",
        "tall": grid.tall,
        "columns": [
            {"title": column.title, "width": column.width, "side": column.side} for column in grid.columns
        ],
        "rows": [
            {"bold": row.bold, "cells": [_cell(cell, place) for place, cell in enumerate(row.cells)]}
            for row in grid.rows
        ],
    }


def _cell(cell: Cell, column: int) -> dict[str, Any]:
    return {"text": cell.text, "down": cell.down, "column": column}
