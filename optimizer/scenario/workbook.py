"""A workbook (XLSX) becomes rows of cells; what a spreadsheet hides (formulas, merged cells) is found."""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
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
from optimizer.scenario.packed import BROKEN, METHODS, read_part, related, relations
from optimizer.scenario.sheetxml import (
    MOST_ELEMENTS,
    Attributes,
    BrokenError,
    Cells,
    Elements,
    Handler,
    Merged,
    SheetXml,
    Stored,
    Strings,
    TooManyError,
    relation_of,
    unescaped,
)

LARGEST_UNPACKED = 64 * 2**20
"""Bytes a workbook may have once unpacked."""

_LARGEST_RATIO = 200
_SMALL = 4 * 2**20
"""A workbook that unpacks to less is not measured by its ratio."""

_MOST_CHARACTERS = 16 * 2**20
"""Characters of all cells together: one shared text may stand in every cell."""

_MOST_CELLS_OF_PAGES, _MOST_ELEMENTS_OF_PAGES = 120_000, 400_000
"""Of all sheets together, where several are read: three times the largest honest input."""

_MOST_PARTS = 5_000
_LONGEST_FORMAT = 255
_OLD = b"\xd0\xcf\x11\xe0"
"""How the old format (.xls) begins, and a workbook with a password."""

_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_PERCENTS = frozenset({9, 10})
"""Number formats without a format code of their own."""

_NO_LETTERS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)
"""Parts of a format code that are shown as they are."""


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
    except BROKEN:
        return None, [Finding("table.not_a_workbook", {"file": shown}, place=at)]


class Page(NamedTuple):
    """One sheet with all that is in it."""

    name: str
    rows: list[Row]
    merged: list[Merged]


def workbook_pages(
    raw: bytes, shown: str, wanted: Callable[[str], bool]
) -> tuple[list[Page], tuple[str, ...], list[Finding]]:
    """Read every wanted sheet; the names of the others, and a finding where the file cannot be read.

    All sheets together may have fewer cells than one table.
    """
    at = Place(shown, 1, 1)
    try:
        return (*_Workbook(raw, shown).pages(wanted), [])
    except TableError as error:
        return [], (), [error.finding]
    except TooManyError:
        return [], (), [Finding("table.too_many_cells", {"limit": _MOST_CELLS_OF_PAGES}, place=at)]
    except BROKEN:
        return [], (), [Finding("table.not_a_workbook", {"file": shown}, place=at)]


class _Workbook:
    """The parts of one file."""

    def __init__(self, raw: bytes, shown: str) -> None:
        self.shown, self.characters = shown, 0
        if raw.startswith(_OLD):
            self._refuse("table.locked_or_old")
        self.zip = zipfile.ZipFile(io.BytesIO(raw))
        self._safe(self.zip.infolist(), len(raw))
        self.part = related(self.zip, "", "/officeDocument")

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
        if len(set(names)) < len(names) or len(names) > _MOST_PARTS or kinds - METHODS:
            self._refuse("table.not_a_workbook")

    def _read(self, part: str, handler: Handler) -> None:
        read_part(self.zip, part, handler)

    def _sheets(self) -> tuple[list[tuple[str, str, bool]], datetime]:
        """Name and part of each sheet, whether it is shown; and the day from which dates count."""
        sheets: list[tuple[str, str, bool]] = []
        starts = [datetime(1899, 12, 30)]

        def take(name: str, given: Attributes) -> None:
            if name == "sheet":
                shown = given.get("state", "visible") == "visible"
                sheets.append((given.get("name", ""), relation_of(given), shown))
            elif name == "workbookPr" and given.get("date1904") in ("1", "true"):
                starts[0] = datetime(1904, 1, 1)

        self._read(self.part, Elements(take))
        parts = {
            id_: part for id_, type_, part in relations(self.zip, self.part) if type_.endswith("/worksheet")
        }
        return [(name, parts[id_], shown) for name, id_, shown in sheets if id_ in parts], starts[0]

    def rows(self, wanted: str) -> tuple[list[Row] | None, list[Finding]]:
        """The rows of one sheet; merged cells are findings."""
        sheets, starts = self._sheets()
        there = [(name, part) for name, part, shown in sheets if shown or wanted]
        chosen = next((one for one in there if not wanted or one[0] == wanted), None)
        if chosen is None:
            self._refuse("table.no_sheet", given=wanted, known=tuple(name for name, _ in there))
        assert chosen is not None
        cells = Cells()
        self._read(chosen[1], cells)
        rows, lines = self._grid(chosen[0], cells.sheet, self._strings(), _Styles(self._forms(), starts))
        shown = f"{self.shown}!{chosen[0]}"
        merged = [_merged(shown, one.row, one.column, lines) for one in cells.sheet.merged[:20]]
        return None if merged else rows, merged

    def pages(self, wanted: Callable[[str], bool]) -> tuple[list[Page], tuple[str, ...]]:
        """Every wanted sheet, and the names of the others."""
        sheets, starts = self._sheets()
        chosen = [(name, part) for name, part, _ in sheets if wanted(name)]
        if len({part for _, part in chosen}) < len(chosen):
            self._refuse("table.not_a_workbook")
        strings, styles = self._strings(), _Styles(self._forms(), starts)
        pages: list[Page] = []
        elements, cells = MOST_ELEMENTS - _MOST_ELEMENTS_OF_PAGES, 0
        for name, part in chosen:
            handler = Cells(elements)
            self._read(part, handler)
            elements, cells = handler.elements, cells + len(handler.sheet.cells)
            if cells > _MOST_CELLS_OF_PAGES:
                raise TooManyError
            rows, _ = self._grid(name, handler.sheet, strings, styles)
            pages.append(Page(name, rows, handler.sheet.merged))
        return pages, tuple(name for name, _, _ in sheets if not wanted(name))

    def _strings(self) -> list[str]:
        part, strings = related(self.zip, self.part, "/sharedStrings"), Strings()
        if part:
            self._read(part, strings)
        return strings.strings

    def _forms(self) -> list[Form]:
        """The form of each style."""
        part = related(self.zip, self.part, "/styles")
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
    ) -> tuple[list[Row], dict[int, dict[int, tuple[str, Form]]]]:
        """The rows of a sheet, and what is in them."""
        shown = f"{self.shown}!{name}"
        lines: dict[int, dict[int, tuple[str, Form]]] = {}
        for stored in sheet.cells:
            text, form = _understood(stored, strings, styles)
            self.characters += len(text)
            if self.characters > _MOST_CHARACTERS:
                self._refuse("table.unpacks_too_large", limit=_MOST_CHARACTERS // 2**20)
            if text:
                lines.setdefault(stored.row, {})[stored.column] = (text, form)
        return [_row(shown, number, lines[number]) for number in sorted(lines)], lines


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
        return unescaped(strings[number]), "text"
    if stored.type in ("str", "inlineStr"):
        return unescaped(stored.text), "text"
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
