"""The sheets of a workbook become one tree of the scenario, every value with its cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from optimizer.intake import layout
from optimizer.intake.headings import Table
from optimizer.intake.known import code_named, is_named_otherwise
from optimizer.intake.layout import LIMIT_KINDS, SPANS, WORDS, Slot, choices
from optimizer.intake.rows import Blank, Desk, Reader, nested, reader_of
from optimizer.intake.sums import without_totals
from optimizer.intake.words import choice_label, choice_of, setting_of, sheet_name
from optimizer.scenario.columns import Column, column_of
from optimizer.scenario.grid import Cell, Row, found_at, shortened
from optimizer.scenario.kinds import ROOT
from optimizer.scenario.nodes import Branch, Entry, Listing, Mark, Node, Path, Scalar


class Growing:
    """The tree while sheets are put into it."""

    def __init__(self, desk: Desk, start: Mark) -> None:
        self.desk = desk
        self.root = Branch({}, start)
        self.until: Scalar | None = None

    def put(self, path: Path, node: Node, key: Mark | None = None) -> None:
        """Put a value at a path."""
        root = put(self.root, path, node, key or node.mark)
        assert isinstance(root, Branch)
        self.root = root

    def take(self, table: Table) -> None:
        """Put in what a sheet says."""
        reader = reader_of(self.desk, table)
        rows, found = without_totals(table, reader.columns)
        self.desk.findings += found
        special: Mapping[str, Callable[[Reader, Sequence[Row]], None]] = {
            "settings": self._settings,
            "limits": self._limits,
            "outlook": self._outlook,
        }
        if table.sheet.key in special:
            special[table.sheet.key](reader, rows)
        elif table.sheet.listed:
            self._listed(reader, rows)
        else:
            self._keyed(reader, rows)

    def _keyed(self, reader: Reader, rows: Sequence[Row]) -> None:
        """Records by the key in their first column."""
        sheet, kept, entries = reader.sheet, dict[str, Row](), dict[str, Entry]()
        for row in rows:
            key = self._key(reader, row, kept)
            if key is not None:
                kept[key.text] = row
                record = reader.record(row, (*sheet.base, key.text), without=(sheet.first,))
                entries[key.text] = Entry(key.mark, record)
        if entries or sheet.must:
            self.put(sheet.base, Branch(entries, self.root.mark))

    def _key(self, reader: Reader, row: Row, kept: Mapping[str, Row]) -> Scalar | None:
        """The key of a row; one without a key, or told before, is a finding."""
        cell = reader.cell(row, reader.sheet.first)
        if cell is None:
            wanted = reader.label(Slot(reader.sheet.first))
            self.desk.note(found_at(reader.mark(row, reader.sheet.first), "intake.no_key", wanted=wanted))
            return None
        column = reader.columns[_number_of(reader)]
        before = len(self.desk.findings)
        node = reader.read(column, cell, (*reader.sheet.base, cell.text))
        if any(one.level == "error" for one in self.desk.findings[before:]):
            self.desk.keyless.add(reader.sheet.key)
            self._meant(reader, row, before)
        if not isinstance(node, Scalar):
            return None
        if reader.sheet is layout.REGIONS and node.text != cell.text:
            self._is_region(reader, row, cell, node.text)
        if node.text in kept:
            twin = kept[node.text]
            facts = {"given": shortened(node.text), "line": twin[min(twin)].mark.line}
            self.desk.note(found_at(cell.mark, "table.duplicate_row", **facts))
            return None
        return node

    def _meant(self, reader: Reader, row: Row, first: int) -> None:
        """A code that lost its nought is the one of the region that the row names, where that is known."""
        name = reader.cell(row, "name")
        code = code_named(name.text) if name and reader.sheet is layout.REGIONS else ""
        for place, one in enumerate(self.desk.findings[first:], first):
            if code and one.code == "table.code_zero":
                self.desk.findings[place] = replace(one, facts={**one.facts, "meant": code})

    def _is_region(self, reader: Reader, row: Row, cell: Cell, code: str) -> None:
        """A code without points may be one of BPS, which numbers some provinces otherwise."""
        name = reader.cell(row, "name")
        known = is_named_otherwise(code, name.text if name else "")
        if known:
            facts = {"given": shortened(cell.text), "meant": code, "known": known}
            facts["name"] = shortened(name.text) if name else ""
            self.desk.note(found_at(cell.mark, "intake.code_of_another", **facts), ("regions", code))

    def _listed(self, reader: Reader, rows: Sequence[Row]) -> None:
        """Records in their order."""
        base = reader.sheet.base
        items = [reader.record(row, (*base, place)) for place, row in enumerate(rows)]
        if items:
            self.put(base, Listing(tuple(items), items[0].mark))
        elif reader.sheet.must:
            mark = reader.mark(reader.table.heads, reader.sheet.first)
            self.desk.blanks[".".join(base)] = Blank(
                mark._replace(line=mark.line + 1), reader.label(Slot(reader.sheet.first))
            )

    def _limits(self, reader: Reader, rows: Sequence[Row]) -> None:
        """Floors and ceilings on people, told apart by their first column."""
        listed: dict[str, list[Branch]] = {kind: [] for kind in LIMIT_KINDS}
        for row in rows:
            cell = reader.cell(row, "kind")
            kind = choice_of(cell.text, LIMIT_KINDS) if cell is not None else None
            if kind is None:
                known = tuple(choice_label(one, self.desk.language) for one in LIMIT_KINDS)
                facts = {"given": shortened(cell.text) if cell else "", "known": known}
                self.desk.note(found_at(reader.mark(row, "kind"), "intake.no_such_word", **facts))
                continue
            at = ("rules", kind, len(listed[kind]))
            listed[kind].append(reader.record(row, at, without=("kind",)))
        for kind, items in listed.items():
            if items:
                self.put(("rules", kind), Listing(tuple(items), items[0].mark))

    def _outlook(self, reader: Reader, rows: Sequence[Row]) -> None:
        """Participants expected, each at its region and month."""
        regions = self.root.get("regions")
        for row in rows:
            place: list[str] = []
            for key in ("code", "month"):
                cell, mark = reader.cell(row, key), reader.mark(row, key)
                column = next((one for one in reader.columns.values() if one.path == (key,)), None)
                if cell is None or column is None:
                    self.desk.note(found_at(mark, "intake.no_key", wanted=reader.label(Slot(key))))
                    break
                node = reader.read(column, cell, ("regions",))
                place.append(node.text if isinstance(node, Scalar) else "")
            if len(place) < 2:
                continue
            at = ("regions", place[0], "outlook", place[1])
            if not isinstance(regions, Branch) or place[0] not in regions.entries:
                mark = reader.mark(row, "code")
                self.desk.note(found_at(mark, "intake.no_such_row", given=place[0], sheet=self._sheet_name()))
                continue
            record = reader.record(row, at, without=("code", "month"))
            if "value" in record.entries:
                self.put(at, record, reader.mark(row, "month"))

    def _sheet_name(self) -> str:
        return sheet_name("regions", self.desk.language)

    def _settings(self, reader: Reader, rows: Sequence[Row]) -> None:
        """One value a row."""
        values: dict[tuple[str, ...], dict[str, Node]] = {}
        spans: dict[str, dict[str, Scalar]] = {}
        for row in rows:
            key = self._setting(reader, row)
            cell = reader.cell(row, "value")
            if key is None:
                continue
            start, _, end = key.rpartition(".")
            if cell is None:
                label = reader.cell(row, "label") or row[min(row)]
                blank = Blank(reader.mark(row, "value"), label.text.removesuffix("*").strip())
                self.desk.blanks.setdefault(start if start in SPANS else key, blank)
                continue
            node = self._value(reader, key, cell)
            if key == "decided_until":
                self.until = node if isinstance(node, Scalar) else None
            elif start in SPANS and isinstance(node, Scalar):
                spans.setdefault(start, {})[end] = node
            elif isinstance(node, Scalar):
                slot = _setting_slot(key)
                values.setdefault(tuple(slot.key.split(".")), {})[slot.word] = node
        made = {path: reader.figure(words, path, Slot(".".join(path))) for path, words in values.items()}
        made |= {(start,): reader.span(ends, (start,)) for start, ends in spans.items()}
        record = nested({path: node for path, node in made.items() if node is not None}, self.root.mark)
        for name, entry in record.entries.items():
            self.put((name,), entry.value, entry.key)

    def _setting(self, reader: Reader, row: Row) -> str | None:
        for key in ("key", "label"):
            cell = reader.cell(row, key)
            known = setting_of(cell.text) if cell is not None else None
            if known is not None:
                return known
        first = row[min(row)]
        self.desk.note(found_at(first.mark, "intake.unknown_setting", given=shortened(first.text)))
        return None

    def _value(self, reader: Reader, key: str, cell: Cell) -> Node:
        slot, path = _setting_slot(key), tuple(key.split("."))
        number = next(number for number, one in reader.table.slots.items() if one == Slot("value"))
        head = reader.table.heads[number]
        if key == "decided_until" or path[0] in SPANS:
            column = Column(number, head, path, "month")
        else:
            found = column_of(number, Cell(slot.name, head.mark), ROOT, ())
            assert isinstance(found, Column), key
            column = found
        if choices(reader.sheet, slot):
            return reader.value(column, slot, cell, path)
        return reader.value(column, Slot(path[-1] if not slot.word else slot.key, slot.word), cell, path)


def _setting_slot(key: str) -> Slot:
    start, _, word = key.rpartition(".")
    return Slot(start, word) if start == "rules.enrol_per_month" and word in WORDS else Slot(key)


def _number_of(reader: Reader) -> int:
    return next(number for number, slot in reader.table.slots.items() if slot == Slot(reader.sheet.first))


def put(node: Node, path: Path, new: Node, key: Mark) -> Node:
    """The tree with a value put in at a path; what leads to it is made where it is missing."""
    if not path:
        return new
    first, rest = path[0], path[1:]
    if isinstance(node, Listing) and isinstance(first, int):
        items = list(node.items)
        items[first] = put(items[first], rest, new, key)
        return node._replace(items=tuple(items))
    branch = node if isinstance(node, Branch) else Branch({}, key)
    old = branch.entries.get(str(first))
    inner = put(old.value if old else Branch({}, key), rest, new, key)
    return Branch({**branch.entries, str(first): Entry(old.key if old else key, inner)}, branch.mark)
