"""Tables written to real files and read again."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from optimizer.errors import Finding
from optimizer.scenario.nodes import Branch, plain
from optimizer.scenario.tables import Table, read_table
from optimizer.text import mend, sentence

Grid = Sequence[Sequence[Any]]


class Read:
    """What came of reading a table."""

    def __init__(self, path: Path, kind: Table, sheet: str = "") -> None:
        self.root: Branch | None
        self.root, self.findings = read_table(path, path.name, kind, sheet=sheet)
        told_whole(self.findings)

    @property
    def rows(self) -> dict[str, Any]:
        """The records as dicts; nothing may have been found."""
        assert [finding.code for finding in self.findings if finding.level == "error"] == []
        assert self.root is not None
        rows = plain(self.root)
        assert isinstance(rows, dict)
        return rows

    @property
    def found(self) -> list[tuple[str, int, int]]:
        """Code, line and column of every finding."""
        return [(one.code, *at(one)) for one in self.findings]


def at(finding: Finding) -> tuple[int, int]:
    """Line and column of a finding."""
    assert finding.place is not None
    return finding.place.line, finding.place.column


def one(read: Read) -> dict[str, Any]:
    """The only record."""
    (row,) = read.rows.values()
    assert isinstance(row, dict)
    return row


def told_whole(findings: Sequence[Finding]) -> None:
    """Every finding has a sentence without gaps, in both languages."""
    for finding in findings:
        for said in (sentence(finding, "id"), sentence(finding, "en")):
            assert said
            assert not said.startswith(finding.code), said
        if finding.code != "table.too_many_findings" and finding.level == "error":
            assert "?." not in mend(finding, "id")
            assert mend(finding, "id")
            assert mend(finding, "en")


def from_text(folder: Path, text: str | bytes, kind: Table = "regions") -> Read:
    """Read a CSV file with exactly this text."""
    path = folder / f"{kind}.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return Read(path, kind)


def from_csv(folder: Path, grid: Grid, kind: Table = "regions", separator: str = ";") -> Read:
    """Read rows written by Python's own CSV writer."""
    path = folder / f"{kind}.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=separator).writerows(grid)
    return Read(path, kind)


def from_xlsx(folder: Path, grid: Grid, kind: Table = "regions", sheet: str = "") -> Read:
    """Read rows written to the first sheet of a workbook; a pair is a value and its number format."""
    path = folder / f"{kind}.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("Daerah")
        for row, cells in enumerate(grid):
            for column, cell in enumerate(cells):
                value, code = cell if isinstance(cell, tuple) else (cell, None)
                page.write(row, column, value, book.add_format({"num_format": code}) if code else None)
    return Read(path, kind, sheet)
