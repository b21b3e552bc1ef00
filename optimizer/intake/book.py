"""The input workbook, painted: headings, notes, drop-down lists, locked codes; the same bytes every time."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from optimizer.intake import looks
from optimizer.intake.brush import Book, as_number
from optimizer.intake.guide import paint_guide
from optimizer.intake.layout import PER_GROUP, SHEETS, UNKNOWN, Sheet, Slot, choices
from optimizer.intake.lists import help_of, validation
from optimizer.intake.settings import paint_settings
from optimizer.intake.values import Row, Source, rows_of
from optimizer.intake.words import choice_label, column_label, sheet_name
from optimizer.scenario.grid import letters
from optimizer.text import Language, say
from optimizer.units import Rupiah

SPARE = 100
"""Empty rows below the filled ones that have drop-down lists."""

_CREATED = datetime(1980, 1, 1)
"""Every workbook says this day: what is made of the same scenario has the same bytes."""

_SUMMED = ("regions", "funds")
_PRINTED: Mapping[str, int] = {"funds": 11}
"""Columns that fit on paper, of sheets that have many more."""

_PAGE = 110
"""Letters across a printed page that can still be read."""

_KNOWN_ROWS = ("regions",)
"""Sheets whose filled keys are locked."""


def workbook(language: Language, source: Source | None, regions: Mapping[str, str]) -> bytes:
    """The workbook filled from a scenario, or an empty one with these regions."""
    import xlsxwriter  # noqa: PLC0415 # an edge library, wanted by two commands

    made = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(made, options)
    book.set_properties({"title": say("intake.guide_title", language), "created": _CREATED})
    book.set_size(2400, 1500)
    one = Book(book, language, source)
    paint_guide(one, book.add_worksheet(sheet_name("guide", language)))
    for sheet in SHEETS:
        page = book.add_worksheet(sheet_name(sheet.key, language))
        page.set_tab_color(looks.BLUE if sheet.must else looks.LINE)
        if sheet.key == "settings":
            paint_settings(one, page)
        else:
            _Painter(one, page, sheet, _rows(sheet, source, regions, language)).paint()
    book.close()
    return made.getvalue()


def _rows(sheet: Sheet, source: Source | None, regions: Mapping[str, str], language: Language) -> list[Row]:
    if source is not None:
        return rows_of(sheet, source)
    if sheet.key == "regions":
        return [{Slot("code"): code, Slot("name"): name} for code, name in regions.items()]
    if sheet.key == "groups":
        keys = ("miskin-ekstrem", "miskin", "rentan")
        return [{Slot("id"): key, Slot("label"): say(f"intake.group_{key}", language)} for key in keys]
    if sheet.key == "premium":
        return [{Slot("value"): Rupiah(16_800), Slot("status"): "official", Slot("source"): "pp44"}]
    if sheet.key == "sources":
        return [{Slot("id"): "pp44", Slot("title"): "PP 44/2015 jo. PP 49/2023"}]
    return []


class _Painter:
    """One sheet that is a table."""

    def __init__(self, book: Book, page: Any, sheet: Sheet, rows: Sequence[Row]) -> None:
        self.book, self.page, self.sheet, self.rows = book, page, sheet, rows
        source = book.source
        if source is not None:
            self.groups = {key: group.label or "" for key, group in source.scenario.groups.items()}
        else:
            keys = ("miskin-ekstrem", "miskin", "rentan")
            self.groups = {key: book.say(f"intake.group_{key}") for key in keys}
        self.slots = sheet.slots(tuple(self.groups) if sheet.key == "regions" else ())
        self.main = sum(not slot.word for slot in self.slots)
        self.head = 4 if sheet.key in _SUMMED else 3
        self.first = self.head + 2
        self.last = self.first + len(rows) + SPARE

    def paint(self) -> None:
        """Everything, from the top."""
        say = self.book.say
        title = {"bold": True, "font_size": 15, "font_color": looks.BLUE}
        self.page.write_string(0, 0, say(f"intake.sheet_{self.sheet.key}"), self.book.format(**title))
        about = self.book.format(italic=True, font_color=looks.GREY)
        self.page.write_string(1, 0, say(f"intake.about_{self.sheet.key}"), about)
        for column, slot in enumerate(self.slots):
            self._column(column, slot)
        self._bands()
        if self.sheet.key in _SUMMED:
            self._sums()
        for number, row in enumerate(self.rows):
            self._row(self.first + number, row)
        self._missing()
        self._around()

    def _column(self, column: int, slot: Slot) -> None:
        """Width, format of empty cells, heading, key, note and drop-down list."""
        book, sheet = self.book, self.sheet
        empty = {"num_format": looks.number_format(sheet, slot), "locked": False}
        self.page.set_column(column, column, looks.width(sheet, slot), book.format(**empty))
        label = column_label(sheet, slot, book.language, self.groups)
        if slot.word:
            label = book.say(f"intake.column_{slot.word}")
        elif sheet.key == "regions" and slot.key.partition(".")[0] in PER_GROUP:
            group = slot.key.partition(".")[2]
            label = self.groups.get(group) or group
        keyed = slot == Slot(sheet.first) and not sheet.listed
        star = " *" if keyed or slot.name in sheet.needed else ""
        head = {"bold": True, "text_wrap": True, "border": 1, "border_color": looks.LINE, "align": "center"}
        colours = (
            {"bg_color": looks.PALE, "font_color": looks.BLUE}
            if slot.word
            else {"bg_color": looks.BLUE, "font_color": "#FFFFFF"}
        )
        self.page.write_string(self.head, column, label + star, book.format(**head, **colours))
        key = book.format(font_size=7, font_color=looks.GREY)
        self.page.write_string(self.head + 1, column, slot.name, key)
        note = help_of(sheet, slot, book.language)
        if note:
            self.page.write_comment(self.head, column, note, {"x_scale": 2, "y_scale": 1.2, "author": ""})
        rule = validation(sheet, slot, book.language)
        if rule is not None:
            self.page.data_validation(self.first, column, self.last, column, rule)

    def _bands(self) -> None:
        """Headings over several columns: figures by group, and what is said about each figure."""
        band = {"bold": True, "align": "center", "border": 1, "border_color": looks.LINE}
        for start, end, text in self._spans():
            colour = {"bg_color": looks.PALE, "font_color": looks.BLUE}
            made = self.book.format(**band, **colour, text_wrap=False)
            if end > start:
                self.page.merge_range(self.head - 1, start, self.head - 1, end, text, made)
            else:
                self.page.write_string(self.head - 1, start, text, made)

    def _spans(self) -> list[tuple[int, int, str]]:
        spans: list[tuple[int, int, str]] = []
        for column, slot in enumerate(self.slots):
            figure = slot.key.partition(".")[0]
            if slot.word:
                named = column_label(self.sheet, Slot(slot.key), self.book.language, self.groups)
                text = self.book.say("intake.band_about", figure=named)
            elif self.sheet.key == "regions" and figure in PER_GROUP:
                text = self.book.say(f"intake.column_{figure}")
            else:
                continue
            if spans and spans[-1][2] == text and spans[-1][1] == column - 1:
                spans[-1] = (spans[-1][0], column, text)
            else:
                spans.append((column, column, text))
        return spans

    def _sums(self) -> None:
        """Live sums above the table, so that what is typed can be compared with a paper."""
        bold = {"bold": True, "align": "right"}
        self.page.write_string(2, 0, self.book.say("intake.sum"), self.book.format(bold=True))
        for column, slot in enumerate(self.slots[: self.main]):
            code = looks.number_format(self.sheet, slot)
            if code not in (looks.RUPIAH, looks.PERSONS) or slot.key.startswith("published"):
                continue
            name = letters(column + 1)
            formula = f"=SUM({name}{self.first + 1}:{name}{self.last + 1})"
            given = [row.get(slot) for row in self.rows]
            total = sum(int(one) for one in given if isinstance(one, int) and as_number(one)[0] is not None)
            made = self.book.format(**bold, num_format=f"{code};;")
            self.page.write_formula(2, column, formula, made, total)

    def _row(self, number: int, row: Row) -> None:
        lines = {"border": 1, "border_color": looks.LINE}
        for column, slot in enumerate(self.slots):
            locked = self.sheet.key in _KNOWN_ROWS and slot == Slot(self.sheet.first)
            base = {"num_format": looks.number_format(self.sheet, slot), "locked": locked, **lines}
            if locked:
                base["bg_color"] = "#F2F2F2"
            value = row.get(slot)
            if value is None:
                self.page.write_blank(number, column, None, self.book.format(**base))
                continue
            self.book.value(self.page, number, column, self._told(slot, value), format_=base)

    def _told(self, slot: Slot, value: Any) -> Any:
        """A word of the scenario as its drop-down list has it."""
        words = choices(self.sheet, slot)
        if isinstance(value, tuple) and words:
            return tuple(choice_label(one, self.book.language) for one in value)
        if isinstance(value, str) and (value in words or (value == UNKNOWN and slot.word == "")):
            free = looks.column_kind(self.sheet, slot).sort == "text" and not words
            return value if free else choice_label(value, self.book.language)
        if value == "each" and slot.key == "of":
            return choice_label("each", self.book.language)
        return value

    def _missing(self) -> None:
        """Cells that no row may leave empty are yellow while they are."""
        first = self.first + 1
        yellow = self.book.format(bg_color=looks.YELLOW)
        for column, slot in enumerate(self.slots):
            if slot.name in self.sheet.needed and column:
                name = letters(column + 1)
                rule = f"=AND(LEN($A{first})>0,LEN({name}{first})=0)"
                area = (self.first, column, self.last, column)
                self.page.conditional_format(*area, {"type": "formula", "criteria": rule, "format": yellow})

    def _around(self) -> None:
        """What is frozen, locked, printed."""
        page = self.page
        page.hide_gridlines(1)
        page.set_row(0, 24)
        page.set_row(self.head, 62 if self.sheet.key == "regions" else 44)
        page.set_row(self.head + 1, None, None, {"hidden": True})
        page.freeze_panes(self.first, 0 if self.sheet.listed else 2 if self.sheet.key == "regions" else 1)
        page.ignore_errors({"number_stored_as_text": "A1:XFD5000"})
        page.protect("", PERMITTED)
        page.set_landscape()
        page.set_paper(9)
        page.set_margins(0.4, 0.4, 0.6, 0.6)
        page.repeat_rows(self.head, self.head)
        columns = min(self.main, _PRINTED.get(self.sheet.key, self.main))
        wide = sum(looks.width(self.sheet, slot) for slot in self.slots[:columns])
        across = max(1, round(wide / _PAGE)) if self.sheet.key == "regions" else 1
        page.fit_to_pages(across, 0)
        if across > 1:
            page.repeat_columns(0, 1)
        page.print_area(0, 0, max(self.first + len(self.rows), self.first + 8), columns - 1)
        page.set_footer("&L&8&A&R&8&P / &N")


PERMITTED = {
    **dict.fromkeys(("format_cells", "format_columns", "format_rows", "insert_rows", "insert_columns"), True),
    **dict.fromkeys(("delete_rows", "delete_columns", "sort", "autofilter", "objects", "scenarios"), True),
}
"""What may be done on a protected sheet; there is no password."""
