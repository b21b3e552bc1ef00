"""Sheets written as an XLSX file by xlsxwriter: the same sheets, the same bytes."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from optimizer.errors import FailedError, Finding, InvalidError
from optimizer.papers.book import drawing
from optimizer.papers.book.cells import LARGEST, Cell, Entry, Line, Sheet, Value
from optimizer.papers.book.ledger import Ledger
from optimizer.papers.book.shaping import grown
from optimizer.papers.book.styles import CONDITIONAL, LETTERS, look
from optimizer.text import inert
from optimizer.units import LARGEST_PERSONS, LARGEST_RUPIAH

_A4 = 9
_MARGIN = 0.45
"""Inches, on every side."""

_MADE = datetime(1980, 1, 1)
"""Written into every file in place of the hour: the same plan, the same bytes."""

_LIKE_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)", re.ASCII)

_MAY_DO = {"autofilter": True, "format_columns": True, "format_rows": True, "objects": False}
"""What a locked sheet lets people do; there is no password."""


def rendered(ledger: Ledger, sheets: Sequence[Sheet]) -> bytes:
    """The file.

    Raises:
        InvalidError: a sum is so large that a spreadsheet would not show it exactly.
        FailedError: xlsxwriter is not installed.
    """
    buffer = io.BytesIO()
    book = _Book(ledger, _file(buffer))
    book.file.set_properties(
        {
            "title": inert(ledger.dossier.plan.title),
            "subject": ledger.dossier.say("papers.fingerprint", digest=ledger.dossier.fingerprint),
            "author": "Alokasi",
            "created": _MADE,
        }
    )
    book.file.set_calc_mode("auto")
    _lock_structure(book.file)
    for sheet in sheets:
        book.add(sheet)
    book.file.close()
    return buffer.getvalue()


def _file(buffer: io.BytesIO) -> Any:
    try:
        import xlsxwriter  # noqa: PLC0415  # to compare a workbook with its plan nobody needs it
    except ModuleNotFoundError as error:
        raise FailedError([Finding("papers.not_installed", {"package": error.name})]) from error
    return xlsxwriter.Workbook(buffer, _options())


def _options() -> dict[str, Any]:
    """Settings of the file; made anew each time, for xlsxwriter writes into them."""
    return {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": dict(LETTERS),
    }


def _stored(value: Value) -> Value:
    """What a formula showed last: xlsxwriter leaves what a workbook takes for a character (``_x000A_``)."""
    return _LIKE_ESCAPED.sub("_x005F_", value) if isinstance(value, str) else value


def _too_large(value: Value) -> bool:
    """Whether a spreadsheet would not hold a number exactly."""
    return not isinstance(value, str) and value > LARGEST


def _lock_structure(file: Any) -> None:
    """Sheets cannot be renamed, moved or removed: xlsxwriter has no such setting, the format does."""
    views = file._write_book_views

    def with_lock() -> None:
        file._xml_empty_tag("workbookProtection", [("lockStructure", 1)])
        views()

    file._write_book_views = with_lock


@dataclass
class _Book:
    """A file that is being written."""

    ledger: Ledger
    file: Any
    formats: dict[str, Any] = field(default_factory=dict)

    def format(self, style: str) -> Any:
        if style not in self.formats:
            known = CONDITIONAL.get(style)
            made = known if known is not None else look(style, self.ledger.dossier.language)
            self.formats[style] = self.file.add_format(dict(made))
        return self.formats[style]

    def add(self, sheet: Sheet) -> None:
        page = self.file.add_worksheet(sheet.name)
        # It looks for thirty new functions in every formula; the sheets use none that Excel 2010 lacks.
        page._prepare_formula = lambda formula, *_: formula.removeprefix("=")
        for place, width in enumerate(sheet.widths):
            page.set_column(place, place, width)
        for row, line in enumerate(sheet.lines):
            self._line(page, row, line, grown(line, sheet.widths))
        self._printed(page, sheet)
        self._colours(page, sheet)
        for entry in sheet.entries:
            page.data_validation(entry.range, self._allowed(entry))
        for chart in sheet.charts:
            made = drawing.chart(self.file, chart, self.ledger)
            page.insert_chart(
                chart.at - 1, 0, made, {"x_offset": 4, "y_offset": 4, "description": chart.said}
            )
        if sheet.head:
            page.freeze_panes(sheet.head, sheet.aside)
        if sheet.filtered:
            page.autofilter(sheet.filtered)
        if sheet.open:
            page.set_selection(sheet.open)
        page.protect("", _MAY_DO)

    def _line(self, page: Any, row: int, line: Line, height: float | None) -> None:
        if height is not None:
            page.set_row(row, height)
        merged = dict(line.merged)
        for place, cell in enumerate(line.cells):
            if cell is None:
                continue
            if merged.get(place, place) > place:
                page.merge_range(row, place, row, merged[place], "", self.format(cell.style))
            self._cell(page, row, place, cell)

    def _cell(self, page: Any, row: int, place: int, cell: Cell) -> None:
        made = self.format(cell.style)
        if cell.formula and not _too_large(cell.value):
            page.write_formula(row, place, cell.formula, made, _stored(cell.value))
        elif cell.value == "":
            page.write_blank(row, place, None, made)
        elif isinstance(cell.value, str):
            page.write_string(row, place, cell.value, made)
        elif _too_large(cell.value):
            raise InvalidError([Finding("book.too_large", {"limit": LARGEST})])
        else:
            page.write_number(row, place, cell.value, made)

    def _printed(self, page: Any, sheet: Sheet) -> None:
        """A4 across, as wide as the paper, headings on every page, the fingerprint below."""
        dossier = self.ledger.dossier
        page.set_landscape()
        page.set_paper(_A4)
        page.fit_to_pages(1, sheet.pages)
        page.set_margins(_MARGIN, _MARGIN, _MARGIN, 0.7)
        page.hide_gridlines(2)
        if sheet.head:
            page.repeat_rows(0, sheet.head - 1)
        if sheet.breaks:
            page.set_h_pagebreaks(list(sheet.breaks))
        mark = dossier.say("papers.fingerprint", digest=dossier.fingerprint)
        pages = self.ledger.word("page", page="&P", pages="&N")
        page.set_footer(f"&L&8{mark}&C&8{self.ledger.marks}&R&8{pages}")

    def _colours(self, page: Any, sheet: Sheet) -> None:
        """Checks turn red; a mark and a word say the same."""
        for rule in sheet.rules:
            asked = {"type": "formula", "criteria": rule.criteria, "format": self.format(rule.style)}
            page.conditional_format(rule.range, asked)

    def _allowed(self, entry: Entry) -> dict[str, Any]:
        """What may be written into a cell, and what people are told there."""
        word = self.ledger.word
        told = {"input_title": word("entry"), "input_message": word(f"entry.{entry.kind}")}
        told |= {"error_title": word("entry.wrong"), "error_message": word(f"entry.{entry.kind}")}
        if entry.kind == "text":
            return {"validate": "length", "criteria": "<=", "value": 200, **told}
        if entry.kind == "share":
            return {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1, **told}
        least, most = _BETWEEN[entry.kind]
        return {"validate": "integer", "criteria": "between", "minimum": least, "maximum": most, **told}


_BETWEEN = {
    "persons": (0, LARGEST_PERSONS),
    "rupiah": (0, LARGEST_RUPIAH),
    "premium": (1, LARGEST_RUPIAH),
    "months": (1, 120),
}
