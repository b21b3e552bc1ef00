"""Rows become records: each cell read by the type of its column, each figure with what is said about it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from optimizer.errors import Finding
from optimizer.intake.headings import Table
from optimizer.intake.layout import OUTLOOK, SPANS, UNKNOWN, WORDS, Sheet, Slot, choices
from optimizer.intake.mended import mended
from optimizer.intake.words import choice_label, choice_of, column_label, plain_word, setting_label
from optimizer.scenario.cells import NO_GROUPING, Grouping, grouping_of, node_of
from optimizer.scenario.columns import Column, column_of
from optimizer.scenario.grid import Cell, CellMark, Row, found_at, shortened
from optimizer.scenario.kinds import Kind, kind_at
from optimizer.scenario.nodes import Branch, Entry, Listing, Mark, Node, Path, Scalar, Written, dotted
from optimizer.text import Language

CODES = ("of", "region", "regions")
"""Columns that list codes."""

EACH = "each"
_FREE = ("settings", "rivals", "variants", "futures")
"""Sheets whose cells mean what another cell says."""

_OWN = ("id", "kind")
"""First columns that are no part of the record."""

_BETWEEN = re.compile(r"\s*[;,\n]\s*")
_BETWEEN_CODES = re.compile(r"[\s;,|]+")
_MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)
_COMMA_WITHIN = re.compile(r"(?<![.\d])\d{2},\d", re.ASCII)


class Blank(NamedTuple):
    """An empty cell, and what its heading asks for."""

    mark: CellMark
    wanted: str


@dataclass(slots=True)
class Desk:
    """What is known while a workbook is read."""

    language: Language
    groups: Mapping[str, str] = field(default_factory=dict)
    """Labels of groups by key."""
    findings: list[Finding] = field(default_factory=list)
    blanks: dict[str, Blank] = field(default_factory=dict)
    """Where a value would stand that is not there, by its path."""
    keyless: set[str] = field(default_factory=set)
    """Sheets with a row whose key was refused: what speaks of it may be right."""

    def note(self, finding: Finding, path: Path = ()) -> None:
        """Note a finding about a path."""
        self.findings.append(replace(finding, path=dotted(path)) if path else finding)


@dataclass(frozen=True, slots=True)
class Reader:
    """One table with its columns understood."""

    desk: Desk
    table: Table
    columns: Mapping[int, Column]
    groupings: Mapping[int, Grouping]

    @property
    def sheet(self) -> Sheet:
        """The sheet it is."""
        return self.table.sheet

    def label(self, slot: Slot) -> str:
        """What a column is called."""
        return column_label(self.sheet, slot, self.desk.language, self.desk.groups)

    def cell(self, row: Row, key: str) -> Cell | None:
        """The cell of a row in one column."""
        number = next((one for one, slot in self.table.slots.items() if slot == Slot(key)), 0)
        return row.get(number)

    def mark(self, row: Row, key: str) -> CellMark:
        """Where a cell of a row stands or would stand."""
        first = row[min(row)].mark
        number = next((one for one, slot in self.table.slots.items() if slot == Slot(key)), min(row))
        return CellMark(first.written, first.line, number)

    def record(self, row: Row, at: Path, *, without: Sequence[str] = ()) -> Branch:
        """The cells of a row as a record at a path."""
        values: dict[tuple[str, ...], dict[str, Node]] = {}
        spans: dict[str, dict[str, Scalar]] = {}
        for number, column in self.columns.items():
            slot, cell = self.table.slots[number], row.get(number)
            if slot.key in without:
                continue
            if cell is None:
                if not slot.word:
                    self._blank(row, number, (*at, *column.path))
                continue
            start, _, end = slot.key.rpartition(".")
            if start in SPANS:
                node = self.value(column, slot, cell, (*at, start))
                if isinstance(node, Scalar):
                    spans.setdefault(start, {})[end] = node
                continue
            node = self.value(column, slot, cell, (*at, *column.path))
            values.setdefault(column.path, {})[column.word] = node
        figures = {
            path: self.figure(words, (*at, *path), Slot(".".join(path))) for path, words in values.items()
        }
        figures |= {(key,): self.span(ends, (*at, key)) for key, ends in spans.items()}
        return nested(
            {path: node for path, node in figures.items() if node is not None},
            self.mark(row, self.sheet.first),
        )

    def _blank(self, row: Row, number: int, path: Path) -> None:
        first = row[min(row)].mark
        mark = CellMark(first.written, first.line, number)
        blank = Blank(mark, self.label(self.table.slots[number]))
        self.desk.blanks.setdefault(dotted(path), blank)
        if path[-2] == "eligible":  # where no group has a figure, the first is asked for
            self.desk.blanks.setdefault(dotted(path[:-1]), blank)

    def figure(self, words: dict[str, Node], path: Path, slot: Slot) -> Node | None:
        """A value bare, or as a record with the words about it; ``slot`` is the column it stands in."""
        value = words.pop("", None)
        if value is None:
            mark = next(iter(words.values())).mark
            settings = self.sheet.key == "settings"
            label = setting_label(slot.key, self.desk.language) if settings else self.label(slot)
            self.desk.note(found_at(mark, "intake.no_value", given=label), path)
            return None
        if not words:
            return value
        entries = {word: Entry(words[word].mark, words[word]) for word in WORDS if word in words}
        return Branch({"value": Entry(value.mark, value), **entries}, value.mark)

    def span(self, ends: Mapping[str, Scalar], path: Path) -> Node | None:
        """Two months as a range; a range in the first cell alone is one too."""
        first, last = ends.get("from"), ends.get("to")
        one = first or last
        assert one is not None
        if first is None or (last is None and ".." not in first.text):
            self.desk.note(found_at(one.mark, "intake.half_a_span", given=shortened(one.text)), path)
            return None
        if last is None or last.text == first.text:
            return first
        wrong = next((one for one in (first, last) if not _MONTH.fullmatch(one.text)), first)
        return first._replace(text=f"{first.text}..{last.text}", mark=wrong.mark)

    def value(self, column: Column, slot: Slot, cell: Cell, path: Path) -> Node:
        """What one cell says."""
        words = choices(self.sheet, slot)
        if column.many:
            return self._list(column, slot, cell, path, words=words)
        if words:
            return self._choice(cell, words, path)
        if column.word == "" and column.sort in ("rupiah", "persons", "number") and _is_unknown(cell):
            return Scalar(UNKNOWN, cell.mark, quoted=True)
        if slot.key == "group":
            return Scalar(self._group(cell.text), cell.mark, quoted=True)
        if slot.key == EACH and (cell.form == "logical" or choice_of(cell.text, ("true", EACH))):
            return Scalar("ID", cell.mark, quoted=True)
        return self.read(column, cell, path, slot.key)

    def read(self, column: Column, cell: Cell, path: Path, key: str = "") -> Node:
        """A cell through the strict readers, once people's ways of writing are mended."""
        made, told = mended(column.sort, cell, key)
        node, found = node_of(column, made, self.groupings.get(column.number, NO_GROUPING))
        for finding in found:
            self.desk.note(finding, path)
        if told and not found and isinstance(node, Scalar):
            facts = {"given": shortened(cell.text), "meant": node.text}
            self.desk.note(replace(found_at(cell.mark, "intake.read_as", **facts), level="note"))
        return node

    def _choice(self, cell: Cell, words: Sequence[str], path: Path) -> Scalar:
        given = {"TRUE": "true", "FALSE": "false"}.get(cell.text, "") if cell.form == "logical" else cell.text
        word = choice_of(given, words)
        if word is None:
            known = tuple(choice_label(one, self.desk.language) for one in words)
            facts = {"given": shortened(cell.text), "known": known}
            self.desk.note(found_at(cell.mark, "intake.no_such_word", **facts), path)
        return Scalar(word or cell.text, cell.mark, quoted=True)

    def _group(self, text: str) -> str:
        """The key of a group by its key or by its name."""
        if text in self.desk.groups:
            return text
        bare = plain_word(text)
        named = [
            key for key, label in self.desk.groups.items() if bare in (plain_word(key), plain_word(label))
        ]
        return named[0] if len(named) == 1 else text

    def _list(self, column: Column, slot: Slot, cell: Cell, path: Path, *, words: Sequence[str]) -> Node:
        """A cell that lists several; a target may be of each region."""
        if slot.key in ("of", "region") and choice_of(cell.text, (EACH,)):
            return Scalar(EACH, cell.mark, quoted=True)
        if column.sort == "code" and _COMMA_WITHIN.search(cell.text):
            self.desk.note(
                found_at(
                    cell.mark,
                    "table.code_comma",
                    given=shortened(cell.text),
                    meant=cell.text.replace(",", "."),
                ),
                path,
            )
            return Listing((Scalar(cell.text, cell.mark, quoted=True),), cell.mark)
        items: list[Node] = []
        for part in parts_of(cell.text, codes=column.sort == "code"):
            one = cell._replace(text=part)
            if words:
                items.append(self._choice(one, words, path))
            elif column.sort == "code":
                items.append(self.read(column._replace(many=False), one, path))
            else:
                text = self._group(part) if slot.key == "groups" else part
                items.append(Scalar(text, cell.mark, quoted=True))
        return Listing(tuple(items), cell.mark)


def _is_unknown(cell: Cell) -> bool:
    return cell.form == "text" and choice_of(cell.text, (UNKNOWN,)) is not None


def reader_of(desk: Desk, table: Table) -> Reader:
    """The table with its columns; what the schema does not know was refused with the headings."""
    columns = {
        number: column_at(table.sheet, slot, number, table.heads[number])
        for number, slot in table.slots.items()
    }
    below: dict[int, list[Cell]] = {}
    for row in table.body:
        for number, cell in row.items():
            below.setdefault(number, []).append(cell)
    groupings = {number: grouping_of(column, below.get(number, [])) for number, column in columns.items()}
    return Reader(desk, table, columns, groupings)


def column_at(sheet: Sheet, slot: Slot, number: int, head: Cell) -> Column:
    """What the cells of a column are, and where they go in a record."""
    return _column(sheet, slot)._replace(number=number, head=head)


@lru_cache(maxsize=2048)
def _column(sheet: Sheet, slot: Slot) -> Column:
    number, head = 1, Cell(slot.name, Mark(Written(""), 1, 1))
    start, _, end = slot.key.rpartition(".")
    if start in SPANS:
        return Column(number, head, (start, end), "month")
    if slot.key in CODES and sheet.key != "funds":
        return Column(number, head, (slot.key,), "code", many=True)
    if slot == Slot("code"):
        return Column(number, head, ("code",), "code")
    if sheet is OUTLOOK and slot.key == "month":
        return Column(number, head, ("month",), "month")
    if sheet.key in _FREE or (slot.key == sheet.first and slot.key in _OWN):
        return Column(number, head, (slot.key,), "text")
    found = column_of(number, head, kind_of(sheet), ())
    assert isinstance(found, Column), slot
    if not found.path:  # a figure is the whole record
        return found._replace(path=(found.word or "value",), word="")
    return found


def kind_of(sheet: Sheet) -> Kind:
    """The type of a sheet's records."""
    if sheet is OUTLOOK:
        return kind_at(("regions", "x", "outlook", "x"))
    if sheet.key == "limits":
        return kind_at(("rules", "floors", 0))
    return kind_at((*sheet.base, 0 if sheet.listed else "x"))


def parts_of(text: str, *, codes: bool) -> list[str]:
    """The members of a list; one with a mark inside stands in quotes.

    >>> parts_of('rentan; "a; b", c', codes=False), parts_of("52.01 52.02,52.03", codes=True)
    (['rentan', 'a; b', 'c'], ['52.01', '52.02', '52.03'])
    """
    if codes:
        return [part for part in _BETWEEN_CODES.split(text) if part]
    quoted: list[str] = []

    def keep(found: re.Match[str]) -> str:
        quoted.append(found[1].replace('""', '"'))
        return f"\0{len(quoted) - 1}\0"

    bare = re.sub(r'"((?:[^"]|"")*)"', keep, text)
    parts = [part.strip() for part in _BETWEEN.split(bare)]
    return [quoted[int(part[1:-1])] if part.startswith("\0") else part for part in parts if part]


def nested(values: Mapping[tuple[str, ...], Node], mark: Mark) -> Branch:
    """Values at paths as one record."""
    entries: dict[str, Entry] = {}
    inner: dict[str, dict[tuple[str, ...], Node]] = {}
    for path, node in values.items():
        if len(path) == 1:
            entries[path[0]] = Entry(node.mark, node)
        else:
            entries.setdefault(path[0], Entry(node.mark, node))
            inner.setdefault(path[0], {})[path[1:]] = node
    for key, below in inner.items():
        first = next(iter(below.values())).mark
        entries[key] = Entry(first, nested(below, first))
    return Branch(entries, mark)
