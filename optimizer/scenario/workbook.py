"""A workbook (XLSX) becomes rows of cells; what a spreadsheet hides (formulas, merged cells) is found."""

from __future__ import annotations

import io
import math
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import PurePosixPath
from typing import NamedTuple

from optimizer.errors import Finding, Place
from optimizer.scenario.grid import (
    LONGEST_CELL,
    MOST_CELLS,
    MOST_COLUMNS,
    Cell,
    CellMark,
    Form,
    Row,
    TableError,
    found_at,
)
from optimizer.scenario.nodes import Written
from optimizer.scenario.sheetxml import (
    Attributes,
    BrokenError,
    Cells,
    Elements,
    Handler,
    SheetXml,
    Stored,
    Strings,
    TooManyError,
    read_xml,
    relation_of,
)

LARGEST_UNPACKED = 64 * 2**20
"""Bytes a workbook may have once unpacked."""

_LARGEST_RATIO = 200
_SMALL = 4 * 2**20
"""A workbook that unpacks to less is not measured by its ratio."""

_MOST_CHARACTERS = 16 * 2**20
"""Characters of all cells together: one shared text may stand in every cell."""

_MOST_PARTS = 5_000
_LONGEST_FORMAT = 255
_OLD = b"\xd0\xcf\x11\xe0"
"""How the old format (.xls) begins, and a workbook with a password."""

_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_PERCENTS = frozenset({9, 10})
"""Number formats without a format code of their own."""

_NO_LETTERS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)
"""Parts of a format code that are shown as they are."""

_FAILURES = (
    zipfile.BadZipFile,
    zlib.error,
    BrokenError,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)


class _Styles(NamedTuple):
    forms: list[Form]
    starts: datetime


def workbook_rows(raw: bytes, shown: str, sheet: str = "") -> tuple[list[Row] | None, list[Finding]]:
    """Read one sheet, the first that is shown unless one is named."""
    at = Place(shown, 1, 1)
    try:
        return _Workbook(raw, shown).rows(sheet)
    except TableError as error:
        return None, [error.finding]
    except TooManyError:
        return None, [Finding("table.too_many_cells", {"limit": MOST_CELLS}, place=at)]
    except _FAILURES:
        return None, [Finding("table.not_a_workbook", {"file": shown}, place=at)]


class _Workbook:
    """The parts of one file."""

    def __init__(self, raw: bytes, shown: str) -> None:
        self.shown = shown
        if raw.startswith(_OLD):
            self._refuse("table.locked_or_old")
        self.zip = zipfile.ZipFile(io.BytesIO(raw))
        self._safe(self.zip.infolist(), len(raw))
        self.part = self._related("", "/officeDocument")

    def _refuse(self, code: str, **facts: object) -> None:
        raise TableError(Finding(code, {"file": self.shown, **facts}, place=Place(self.shown, 1, 1)))

    def _safe(self, parts: list[zipfile.ZipInfo], packed: int) -> None:
        names = [part.filename.lower() for part in parts]
        unpacked = sum(part.file_size for part in parts)
        if unpacked > LARGEST_UNPACKED or unpacked > max(_SMALL, packed * _LARGEST_RATIO):
            self._refuse("table.unpacks_too_large", limit=LARGEST_UNPACKED // 2**20)
        if any(part.flag_bits & 1 for part in parts):
            self._refuse("table.locked_or_old")
        if any("vbaproject" in name or "/macrosheets/" in name for name in names):
            self._refuse("table.macros")
        kinds = {part.compress_type for part in parts}
        if len(set(names)) < len(names) or len(names) > _MOST_PARTS or kinds - {0, zipfile.ZIP_DEFLATED}:
            self._refuse("table.not_a_workbook")

    def _read(self, part: str, handler: Handler) -> None:
        with self.zip.open(part) as stream:
            read_xml(stream, handler)

    def _relations(self, part: str) -> Iterator[tuple[str, str, str]]:
        """Id, type and part of everything that a part refers to."""
        folder, _, name = part.rpartition("/")
        given: list[Attributes] = []
        where = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
        self._read(
            where, Elements(lambda name, found: given.append(found) if name == "Relationship" else None)
        )
        for one in given:
            target = one.get("Target", "")
            inside = target.lstrip("/") if target.startswith("/") else str(PurePosixPath(folder, target))
            yield one.get("Id", ""), one.get("Type", ""), inside

    def _related(self, part: str, kind: str) -> str:
        return next((name for _, type_, name in self._relations(part) if type_.endswith(kind)), "")

    def rows(self, wanted: str) -> tuple[list[Row] | None, list[Finding]]:
        sheets: list[tuple[str, str, bool]] = []
        starts = [datetime(1899, 12, 30)]

        def take(name: str, given: Attributes) -> None:
            if name == "sheet":
                shown = given.get("state", "visible") == "visible"
                sheets.append((given.get("name", ""), relation_of(given), shown))
            elif name == "workbookPr" and given.get("date1904") in ("1", "true"):
                starts[0] = datetime(1904, 1, 1)

        self._read(self.part, Elements(take))
        parts = {id_: part for id_, type_, part in self._relations(self.part) if type_.endswith("/worksheet")}
        there = [(name, parts[id_]) for name, id_, shown in sheets if id_ in parts and (shown or wanted)]
        chosen = next((one for one in there if not wanted or one[0] == wanted), None)
        if chosen is None:
            self._refuse("table.no_sheet", given=wanted, known=tuple(name for name, _ in there))
        assert chosen is not None
        cells = Cells()
        self._read(chosen[1], cells)
        return self._grid(chosen[0], cells.sheet, self._strings(), _Styles(self._forms(), starts[0]))

    def _strings(self) -> list[str]:
        part, strings = self._related(self.part, "/sharedStrings"), Strings()
        if part:
            self._read(part, strings)
        return strings.strings

    def _forms(self) -> list[Form]:
        """The form of each style."""
        part = self._related(self.part, "/styles")
        codes: dict[str, str] = {}
        formats: list[str] = []
        inside: list[bool] = []

        def take(name: str, given: Attributes) -> None:
            if name in ("cellStyleXfs", "cellXfs", "dxfs"):
                inside[:] = [name == "cellXfs"]
            elif name == "numFmt":
                codes[given.get("numFmtId", "")] = given.get("formatCode", "")[:_LONGEST_FORMAT]
            elif name == "xf" and inside == [True] and len(formats) <= MOST_CELLS:
                formats.append(given.get("numFmtId", "0"))

        if part:
            self._read(part, Elements(take))
        forms = {number: form_of(int(number), codes.get(number)) for number in set(formats)}
        return [forms[number] for number in formats]

    def _grid(
        self, name: str, sheet: SheetXml, strings: list[str], styles: _Styles
    ) -> tuple[list[Row] | None, list[Finding]]:
        shown = f"{self.shown}!{name}"
        lines: dict[int, dict[int, tuple[str, Form]]] = {}
        characters = 0
        for stored in sheet.cells:
            text, form = _understood(stored, strings, styles)
            characters += len(text)
            if characters > _MOST_CHARACTERS:
                self._refuse("table.unpacks_too_large", limit=_MOST_CHARACTERS // 2**20)
            if text:
                lines.setdefault(stored.row, {})[stored.column] = (text, form)
        rows = [_row(shown, number, lines[number]) for number in sorted(lines)]
        merged = [_merged(shown, row, column, lines) for row, column in sheet.merged[:20]]
        return None if merged else rows, merged


def _row(shown: str, number: int, texts: dict[int, tuple[str, Form]]) -> Row:
    last = max(texts)
    if last > MOST_COLUMNS:
        mark = CellMark(Written(shown), number, last)
        raise TableError(found_at(mark, "table.too_many_columns", limit=MOST_COLUMNS))
    there = (texts.get(column, ("", "text"))[0] for column in range(1, last + 1))
    written = Written(shown, tuple(there))
    row = {
        column: Cell(text, CellMark(written, number, column), form)
        for column, (text, form) in sorted(texts.items())
    }
    for cell in row.values():
        if len(cell.text) > LONGEST_CELL:
            length = len(cell.text)
            raise TableError(found_at(cell.mark, "table.cell_too_long", length=length, limit=LONGEST_CELL))
    return row


def _merged(shown: str, row: int, column: int, lines: dict[int, dict[int, tuple[str, Form]]]) -> Finding:
    text = lines.get(row, {}).get(column, ("", ""))[0]
    mark = CellMark(Written(shown, ("",) * (min(column, MOST_COLUMNS) - 1) + (text,)), row, column)
    return found_at(mark, "table.merged")


def _understood(stored: Stored, strings: list[str], styles: _Styles) -> tuple[str, Form]:
    """A cell's text and form.

    Raises:
        BrokenError: it refers to a text or style that is not there.
    """
    if stored.formula and not stored.text:
        return "=", "formula"
    if stored.type == "s":
        number = int(stored.text) if re.fullmatch(r"\d{1,9}", stored.text, re.ASCII) else len(strings)
        if number >= len(strings):
            raise BrokenError("a text that is not there")
        return strings[number], "text"
    if stored.type in ("str", "inlineStr"):
        return stored.text, "text"
    if stored.type == "e":
        return stored.text, "error"
    if stored.type == "b":
        return ("TRUE" if stored.text == "1" else "FALSE"), "logical"
    if stored.type == "d":
        return stored.text.removesuffix("T00:00:00"), "date"
    form = styles.forms[stored.style] if stored.style < len(styles.forms) else "number"
    return _number(stored.text, form, styles.starts)


def _number(text: str, form: Form, starts: datetime) -> tuple[str, Form]:
    try:
        number = float(text)
    except ValueError:
        raise BrokenError("a number") from None
    if not math.isfinite(number):
        return text, "error"
    if form == "date":
        return _date(number, starts), "date"
    if form == "percent":
        return _plain(_shown(number) * 100) + "%", "percent"
    return _plain(_shown(number)), "number"


def _shown(number: float) -> Decimal:
    """The number with the 15 digits a spreadsheet shows: 18480.000000000004 is 18480 to whoever sees it."""
    return Decimal(int(number)) if number.is_integer() else Decimal(f"{number:.15g}")


def _plain(number: Decimal) -> str:
    """A number without exponent and without zeros at the end."""
    if abs(number) >= 10**30:
        return str(number)
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) if number else "0"


def _date(number: float, starts: datetime) -> str:
    try:
        moment = starts + timedelta(days=number)
    except OverflowError:
        return f"{number:g}"
    return moment.isoformat(" ", "minutes").removesuffix(" 00:00")


def form_of(number: int, code: str | None) -> Form:
    """What a number format makes of a number.

    >>> form_of(10, None), form_of(164, '[$-421]"Rp"#,##0'), form_of(165, "yyyy-mm")
    ('percent', 'number', 'date')
    """
    if code is None:
        return "date" if number in _DATES else "percent" if number in _PERCENTS else "number"
    bare = _NO_LETTERS.sub("", code).split(";")[0].lower()
    if bare == "general":
        return "number"
    if re.search(r"[ymdhs]", bare):
        return "date"
    return "percent" if "%" in bare else "number"
