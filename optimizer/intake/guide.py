"""The first sheet: how to fill in the others."""

from __future__ import annotations

from typing import Any

from optimizer.intake import looks
from optimizer.intake.brush import Book
from optimizer.intake.layout import SHEETS

STEPS = ("first", "fill", "numbers", "codes", "unknown", "sources", "own", "check")
"""What is said, in order."""


def paint_guide(book: Book, page: Any) -> None:
    """The whole sheet."""
    title = book.format(bold=True, font_size=18, font_color=looks.BLUE)
    wrapped = {"text_wrap": True, "valign": "top", "font_size": 11}
    page.set_column(0, 0, 4)
    page.set_column(1, 1, 24)
    page.set_column(2, 2, 16)
    page.set_column(3, 3, 84)
    page.set_row(0, 30)
    page.write_string(0, 0, book.say("intake.guide_title"), title)
    page.merge_range(1, 0, 1, 3, book.say("intake.guide_about"), book.format(**wrapped))
    page.set_row(1, 34)
    number = 3
    for place, step in enumerate(STEPS, 1):
        page.write_string(number, 0, f"{place}.", book.format(**{**wrapped, "bold": True}))
        page.merge_range(number, 1, number, 3, book.say(f"intake.guide_{step}"), book.format(**wrapped))
        page.set_row(number, 33)
        number += 1
    _sheets(book, page, number + 1)
    page.hide_gridlines(2)
    page.protect("", {"format_cells": True, "format_columns": True, "format_rows": True})
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 1)
    page.set_footer("&L&8&A&R&8&P / &N")


def _sheets(book: Book, page: Any, number: int) -> None:
    """A line for each sheet: whether it must be filled in, and what stands there."""
    lines = {"border": 1, "border_color": looks.LINE, "text_wrap": True, "font_size": 10}
    head = book.format(**{**lines, "bold": True, "bg_color": looks.BLUE, "font_color": "#FFFFFF"})
    heads = ("intake.guide_sheet", "intake.guide_must", "intake.guide_what")
    for column, code in enumerate(heads, 1):
        page.write_string(number, column, book.say(code), head)
    for place, sheet in enumerate(SHEETS, number + 1):
        named = book.say(f"intake.sheet_{sheet.key}")
        link = book.format(**{**lines, "font_color": "#0563C1", "underline": 1})
        page.write_url(place, 1, f"internal:'{named}'!A1", link, named)
        must = book.say("intake.guide_yes" if sheet.must else "intake.guide_no")
        colour = {"bold": True, "bg_color": looks.YELLOW} if sheet.must else {"font_color": looks.GREY}
        page.write_string(place, 2, must, book.format(**{**lines, **colour}))
        page.write_string(place, 3, book.say(f"intake.about_{sheet.key}"), book.format(**lines))
