"""Bytes of a CSV file become rows of cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from optimizer.errors import Finding
from optimizer.scenario.decoding import decoded
from optimizer.scenario.grid import (
    LONGEST_CELL,
    MOST_FINDINGS,
    MOST_IN_TEXT,
    Cell,
    Row,
    TableError,
    found_at,
    shortened,
)
from optimizer.scenario.nodes import Mark, Written

_SEPARATORS = ";,\t"
"""What may stand between cells; the one the first line has most of is the file's."""

_NAMED_SEPARATOR = re.compile(r"sep=([;,\t])[ \t]*")
"""The first line that Excel understands, and some programs write."""

_CODES = {"file.not_utf8": "table.not_utf8", "file.utf16": "table.utf16"}
"""Findings whose mend is another one in a spreadsheet program."""


def csv_rows(raw: bytes, shown: str) -> tuple[list[Row] | None, list[Finding]]:
    """Read cells between commas, semicolons or tabs; None where the rows cannot be told apart."""
    text, written, found = decoded(raw, shown)
    findings = [replace(finding, code=_CODES.get(finding.code, finding.code)) for finding in found]
    if text is None:
        return None, findings
    try:
        rows = list(_Scanner(text, written).rows())
    except TableError as error:
        return None, [*findings, error.finding]
    uneven = list(_uneven(rows))
    if uneven:
        return None, [*findings, *uneven]
    return [
        {number: cell for number, cell in enumerate(row, 1) if cell.text} for row in rows if _filled(row)
    ], findings


def _filled(row: list[Cell]) -> bool:
    return any(cell.text for cell in row)


def _uneven(rows: list[list[Cell]]) -> Iterator[Finding]:
    """Rows with more or fewer cells than the first; empty cells at the end do not count."""
    filled = [row for row in rows if _filled(row)]
    if not filled:
        return
    most, least, told = len(filled[0]), _used(filled[0]), 0
    for row in filled[1:]:
        if (_used(row) > most or len(row) < least) and told < MOST_FINDINGS:
            told += 1
            count = max(_used(row), 1) if _used(row) > most else len(row)
            yield found_at(row[0].mark, "table.uneven", found=count, expected=least)


def _used(row: list[Cell]) -> int:
    """Cells up to the last that is not empty."""
    return next((number for number in range(len(row), 0, -1) if row[number - 1].text), 0)


class _Scanner:
    """One walk through a text; quotes protect separators and line ends."""

    def __init__(self, text: str, written: Written) -> None:
        self.text = text
        self.written = written
        self.at = 0
        self.line = 1
        self.line_start = 0
        self.cells = 0
        self.separator = ""

    def rows(self) -> Iterator[list[Cell]]:
        """Every line, empty ones too."""
        named = _NAMED_SEPARATOR.fullmatch(self.written.lines[0]) if self.written.lines else None
        if named:
            self.separator = named[1]
            self.at = len(self.written.lines[0])
            self._line_end()
        else:
            self.separator = _separator(next((line for line in self.written.lines if line.strip()), ""))
        plain = re.compile(f"[^{self.separator}\n]*")
        while self.at < len(self.text):
            yield self._row(plain)

    def _row(self, plain: re.Pattern[str]) -> list[Cell]:
        row: list[Cell] = []
        while True:
            row.append(self._cell(plain))
            if not self.text.startswith(self.separator, self.at):
                self._line_end()
                return row
            self.at += 1

    def _cell(self, plain: re.Pattern[str]) -> Cell:
        mark = Mark(self.written, self.line, self.at - self.line_start + 1)
        self.cells += 1
        if self.cells > MOST_IN_TEXT:
            raise TableError(found_at(mark, "table.too_many_cells", limit=MOST_IN_TEXT))
        if self.text.startswith('"', self.at):
            cell = self._quoted(mark)
        else:
            found = plain.match(self.text, self.at)
            cell = found[0] if found else ""
            self.at += len(cell)
        if len(cell) > LONGEST_CELL:
            raise TableError(found_at(mark, "table.cell_too_long", length=len(cell), limit=LONGEST_CELL))
        return Cell(cell.strip(), mark)

    def _quoted(self, mark: Mark) -> str:
        parts, at = [], self.at + 1
        while True:
            end = self.text.find('"', at)
            if end < 0:
                raise TableError(found_at(mark, "table.open_quote"))
            parts.append(self.text[at:end])
            if not self.text.startswith('"', end + 1):
                break
            parts.append('"')
            at = end + 2
            if at - self.at > 2 * LONGEST_CELL:
                length = at - self.at
                raise TableError(found_at(mark, "table.cell_too_long", length=length, limit=LONGEST_CELL))
        inside = self.text[self.at : end]
        if "\n" in inside:
            self.line += inside.count("\n")
            self.line_start = self.at + inside.rfind("\n") + 1
        self.at = end + 1
        if self.text[self.at : self.at + 1] not in ("", "\n", self.separator):
            after = shortened(self.text[self.at : self.at + 20].split("\n")[0])
            raise TableError(found_at(mark, "table.quote_inside", given=after, line=self.line))
        return "".join(parts)

    def _line_end(self) -> None:
        self.at += 1
        self.line += 1
        self.line_start = self.at


def _separator(first: str) -> str:
    bare = re.sub(r'"[^"]*"', "", first)
    return max(_SEPARATORS, key=bare.count)
