"""The sheet of settings: one entry a row."""

from __future__ import annotations

from typing import Any

from optimizer.intake import looks
from optimizer.intake.brush import Book
from optimizer.intake.layout import SETTING_KEYS, SETTINGS, SPANS, Slot, choices
from optimizer.intake.lists import validation
from optimizer.intake.values import Row, rows_of
from optimizer.intake.words import choice_label, setting_label
from optimizer.text import say
from optimizer.text.catalogue import message

HEAD = 3
"""The row of headings, from 0."""

_FEW = "rules.enrol_per_month."
_LONG = 80
"""Letters of an explanation that fit on one line."""

_NEEDED = ("title", "horizon.from", "horizon.to")


def paint_settings(book: Book, page: Any) -> None:
    """The whole sheet."""
    _heads(book, page)
    number = HEAD + 2
    rows = _rows(book)
    for key in SETTING_KEYS:
        value = rows[key].get(Slot("value"))
        if key.startswith(_FEW) and value is None:
            continue
        _row(book, page, number, key, value=value)
        number += 1
    page.set_column(0, 0, 4, None, {"hidden": True})
    page.set_column(1, 1, 44)
    page.set_column(2, 2, 52)
    page.set_column(3, 3, 80)
    page.hide_gridlines(2)
    page.freeze_panes(HEAD + 2, 0)
    page.set_row(0, 24)
    page.set_row(HEAD + 1, None, None, {"hidden": True})
    page.ignore_errors({"number_stored_as_text": "A1:D100"})
    page.protect("", {"format_cells": True, "format_columns": True, "format_rows": True})
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.print_area(0, 1, number, 3)
    page.set_footer("&L&8&A&R&8&P / &N")


def _heads(book: Book, page: Any) -> None:
    title = book.format(bold=True, font_size=15, font_color=looks.BLUE)
    page.write_string(0, 1, book.say("intake.sheet_settings"), title)
    about = book.format(italic=True, font_color=looks.GREY)
    page.write_string(1, 1, book.say("intake.about_settings"), about)
    labels = [f"intake.column_{key}" for key in ("key", "settings.label", "value", "help")]
    lines = {"border": 1, "border_color": looks.LINE}
    head = book.format(**lines, bold=True, bg_color=looks.BLUE, font_color="#FFFFFF")
    small = book.format(font_size=7, font_color=looks.GREY)
    for column, (label, key) in enumerate(zip(labels, ("key", "label", "value", "help"), strict=True)):
        page.write_string(HEAD, column, book.say(label), head)
        page.write_string(HEAD + 1, column, key, small)


def _rows(book: Book) -> dict[str, Row]:
    if book.source is not None:
        return {str(row[Slot("key")]): row for row in rows_of(SETTINGS, book.source)}
    given: dict[str, Any] = {"schema": "alokasi/1", "language": book.language, "rules.stay": 12}
    return {key: {Slot("value"): given[key]} if key in given else {} for key in SETTING_KEYS}


def _row(book: Book, page: Any, number: int, key: str, *, value: Any) -> None:
    lines = {"border": 1, "border_color": looks.LINE}
    star = " *" if key in _NEEDED else ""
    page.write_string(number, 0, key, book.format(font_size=7, font_color=looks.GREY))
    page.write_string(number, 1, setting_label(key, book.language) + star, book.format(**lines))
    locked = key == "schema"
    slot = Slot(key)
    is_month = key == "decided_until" or key.partition(".")[0] in SPANS
    code = looks.TEXT if is_month else looks.number_format(SETTINGS, slot)
    base = {**lines, "num_format": code, "locked": locked, "align": "left", "text_wrap": True}
    if locked:
        base["bg_color"] = "#F2F2F2"
    if key in _NEEDED:
        empty = {"type": "blanks", "format": book.format(bg_color=looks.YELLOW)}
        page.conditional_format(number, 2, number, 2, empty)
    if value is None:
        page.write_blank(number, 2, None, book.format(**base))
    else:
        words = choices(SETTINGS, slot)
        told = choice_label(value, book.language) if isinstance(value, str) and value in words else value
        book.value(page, number, 2, told, format_=base)
    rule = validation(SETTINGS, slot, book.language) if not is_month else _month(book)
    if rule is not None:
        page.data_validation(number, 2, number, 2, rule)
    grey = book.format(**lines, font_color=looks.GREY, text_wrap=True, font_size=9)
    help_ = _help(book, key)
    page.write_string(number, 3, help_, grey)
    page.set_row(number, 30 if len(help_) > _LONG else 20)


def _month(book: Book) -> dict[str, Any]:
    return {"validate": "any", "input_message": book.say("intake.hint_month")}


def _help(book: Book, key: str) -> str:
    """What a setting means."""
    own = f"intake.help_settings.{key}"
    if message(own):
        return say(own, book.language)
    first, _, last = key.rpartition(".")
    if key.startswith(_FEW):
        return say(f"schema.figure.{last}", book.language)
    record = {"rules": "rules", "sharing": "sharing", "sharing.matched": "matched_sharing"}.get(first, "file")
    code = f"schema.{record}.{last or key}"
    return say(code if message(code) else f"schema.file.{first}", book.language)
