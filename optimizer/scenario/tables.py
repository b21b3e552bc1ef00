"""A table of regions or funds (CSV, XLSX) becomes records by code or id."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from optimizer.errors import Finding, Place
from optimizer.scenario.cells import Grouping, code_of, grouping_of, name_of, node_of
from optimizer.scenario.columns import FIRST, Column, columns_of
from optimizer.scenario.csvfile import csv_rows
from optimizer.scenario.decoding import LARGEST_FILE
from optimizer.scenario.folder import file_bytes
from optimizer.scenario.grid import MOST_COLUMNS, MOST_FINDINGS, MOST_IN_TEXT, Cell, Row, found_at, shortened
from optimizer.scenario.kinds import Kind, kind_at
from optimizer.scenario.nodes import Branch, Entry, Listing, Mark, Node, Written
from optimizer.scenario.personal import personal
from optimizer.scenario.workbook import workbook_rows

Table = Literal["regions", "funds"]

_TEXT_FILES = (".csv", ".tsv", ".txt")
_MACROS = (".xlsm", ".xltm", ".xlsb")
_TOTALS = re.compile(r"(grand|sub)?[ _-]*(total|jumlah)([ :.].*)?", re.IGNORECASE | re.DOTALL)


def parted(text: str) -> tuple[str, str]:
    """The file and the sheet of ``file.xlsx#Sheet``.

    >>> parted("data/regions.xlsx#Lembar 1"), parted("regions.csv")
    (('data/regions.xlsx', 'Lembar 1'), ('regions.csv', ''))
    """
    found = re.fullmatch(r"(.*\.xlsx)#(.*)", text[:2_000], re.IGNORECASE)
    return (found[1], found[2]) if found else (text, "")


def read_table(
    path: Path, shown: str, kind: Table, *, sheet: str = ""
) -> tuple[Branch | None, list[Finding]]:
    """Read a table with every finding; None where rows are lost, so that nothing else can be judged.

    ``shown`` is the file as its user named it. Records are put in order of their keys.
    """
    try:
        raw = file_bytes(path)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return None, [_about(shown, "file.unreadable", file=shown, reason=reason)]
    if len(raw) > LARGEST_FILE:
        return None, [_about(shown, "table.too_large", limit=LARGEST_FILE // 2**20)]
    rows, findings = _rows(raw, path.suffix.lower(), shown, sheet)
    if rows is None:
        return None, findings
    table = _Table(kind, kind_at((kind, "x")))
    root = table.read(rows, Mark(Written(shown), 1, 1))
    found = [*findings, *table.findings]
    if len(found) > MOST_FINDINGS:
        found = [*found[:MOST_FINDINGS], _about(shown, "table.too_many_findings", limit=MOST_FINDINGS)]
    return root, found


def _rows(raw: bytes, suffix: str, shown: str, sheet: str) -> tuple[list[Row] | None, list[Finding]]:
    if suffix in _TEXT_FILES:
        if raw.startswith(b"PK\x03\x04"):
            return None, [_about(shown, "table.workbook_named_csv", file=shown)]
        return csv_rows(raw, shown)
    if suffix == ".xlsx":
        return workbook_rows(raw, shown, sheet)
    return None, [_about(shown, "table.macros" if suffix in _MACROS else "table.unknown_kind", file=shown)]


def _about(shown: str, code: str, **facts: object) -> Finding:
    return Finding(code, facts, place=Place(shown, 1, 1))


@dataclass(slots=True)
class _Table:
    """Rows on their way to records."""

    kind: Table
    record: Kind
    findings: list[Finding] = field(default_factory=list)
    lost: bool = False
    nodes: int = 0

    @property
    def is_full(self) -> bool:
        """Whether more findings would not be told."""
        return len(self.findings) > MOST_FINDINGS

    def lose(self, finding: Finding) -> None:
        """Note a finding that takes a row or a column away."""
        self.findings.append(finding)
        self.lost = True

    def read(self, rows: Sequence[Row], start: Mark) -> Branch | None:
        """The records, in order of their keys."""
        if not rows:
            self.lose(found_at(start, "table.empty"))
            return None
        header, body = rows[0], rows[1:]
        below = _by_column(body)
        about_persons = personal(header, below)
        if about_persons:
            self.findings += about_persons
            return None
        first = min(header)
        columns = self._header(header, below)
        if columns is None:
            return None
        if not body:
            self.lose(found_at(header[first].mark, "table.no_rows"))
            return None
        keyed = self._keyed(body, first)
        known = {
            column.number: (column, grouping_of(column, below.get(column.number, ()))) for column in columns
        }
        entries = {
            key: Entry(row[first].mark, self._record(f"{self.kind}.{key}", row, first, known))
            for key, row in sorted(keyed.items())
        }
        return None if self.lost else Branch(entries, header[first].mark)

    def _header(self, header: Row, below: Mapping[int, Sequence[Cell]]) -> list[Column] | None:
        """The columns that are known; None where this is no header."""
        head, wanted = header[min(header)], FIRST[self.kind]
        if head.text.lower() not in wanted:
            facts = {"given": shortened(head.text), "wanted": wanted[0]}
            self.lose(found_at(head.mark, "table.first_column", **facts))
            return None
        if max(header) > MOST_COLUMNS:
            self.lose(found_at(header[max(header)].mark, "table.too_many_columns", limit=MOST_COLUMNS))
            return None
        columns, found = columns_of(header, min(header), self.kind, self.record)
        for finding in found:
            self.lose(finding)
        for number, cells in sorted(below.items()):
            if number not in header:
                given = shortened(cells[0].text)
                self.lose(found_at(cells[0].mark, "table.nameless_column", given=given))
        return columns

    def _keyed(self, body: Sequence[Row], first: int) -> dict[str, Row]:
        """Each row by its key; rows without one, totals and rows told twice are findings."""
        keyed: dict[str, Row] = {}
        for row in body:
            cell = row.get(first)
            if self.is_full:
                break
            total = _total(row, cell)
            if total is not None:
                self.lose(found_at(total.mark, "table.totals_row", given=shortened(total.text)))
            elif cell is None:
                self.lose(found_at(row[min(row)].mark, "table.no_key", wanted=FIRST[self.kind][0]))
            else:
                self._keep(keyed, row, cell)
        return keyed

    def _keep(self, keyed: dict[str, Row], row: Row, cell: Cell) -> None:
        key, found = code_of(cell) if self.kind == "regions" else name_of(cell)
        for finding in found:
            self.lose(finding)
        if key in keyed:
            twin = min(keyed[key].values(), key=lambda other: other.mark.column).mark
            facts = {"given": shortened(key), "line": twin.line}
            self.lose(found_at(cell.mark, "table.duplicate_row", **facts))
        keyed.setdefault(key, row)

    def _record(
        self, path: str, row: Row, first: int, columns: Mapping[int, tuple[Column, Grouping]]
    ) -> Branch:
        values: dict[tuple[str, ...], dict[str, Node]] = {}
        for number, cell in row.items():
            if number not in columns or self.nodes > MOST_IN_TEXT or self.is_full:
                continue
            column, grouping = columns[number]
            node, found = node_of(column, cell, grouping)
            if found:
                self._note(found, f"{path}.{'.'.join(column.path)}")
            self.nodes += len(node.items) if isinstance(node, Listing) else 1
            if self.nodes > MOST_IN_TEXT:
                self.lose(found_at(cell.mark, "table.too_many_cells", limit=MOST_IN_TEXT))
            values.setdefault(column.path, {})[column.word] = node
        figures = {keys: self._figure(path, keys, words) for keys, words in values.items()}
        return Branch(_nested(figures), row[first].mark)

    def _figure(self, path: str, keys: tuple[str, ...], words: dict[str, Node]) -> Node | None:
        """The value of a figure with the words about it: bare, or as a record."""
        value = words.pop("", None)
        if value is None:
            given = ".".join(keys)
            mark = next(iter(words.values())).mark
            self._note([found_at(mark, "table.no_value", given=shortened(given))], f"{path}.{given}")
            return None
        if not words:
            return value
        entries = {word: Entry(node.mark, node) for word, node in words.items()}
        return Branch({"value": Entry(value.mark, value), **entries}, value.mark)

    def _note(self, findings: Iterable[Finding], path: str) -> None:
        self.findings += [replace(finding, path=path) for finding in findings]


def _nested(figures: Mapping[tuple[str, ...], Node | None]) -> dict[str, Entry]:
    """Values at paths of one or two keys, as a record."""
    record: dict[str, Entry] = {}
    inner: dict[str, dict[str, Entry]] = {}
    for keys, node in figures.items():
        if node is None:
            continue
        key, *rest = keys
        if not rest:
            record[key] = Entry(node.mark, node)
            continue
        if key not in inner:
            inner[key] = {}
            record[key] = Entry(node.mark, Branch(inner[key], node.mark))
        inner[key][rest[0]] = Entry(node.mark, node)
    return record


def _total(row: Row, key: Cell | None) -> Cell | None:
    """The cell that says a row is a sum: its key, or the first cell of a row without one."""
    cell = key if key is not None else row[min(row)]
    return cell if is_total(cell.text) else None


def is_total(text: str) -> bool:
    """Whether a text names a sum.

    >>> is_total("Jumlah"), is_total("TOTAL NTB"), is_total("Totalindo")
    (True, True, False)
    """
    return _TOTALS.fullmatch(text) is not None


def _by_column(rows: Sequence[Row]) -> dict[int, list[Cell]]:
    columns: dict[int, list[Cell]] = {}
    for row in rows:
        for number, cell in row.items():
            columns.setdefault(number, []).append(cell)
    return columns
