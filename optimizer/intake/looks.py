"""How the cells of an input workbook look: formats by what a cell holds, widths, colours."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from optimizer.intake.layout import PER_GROUP, Sheet, Slot
from optimizer.intake.rows import column_at
from optimizer.scenario.columns import Column, column_of
from optimizer.scenario.grid import Cell, CellMark
from optimizer.scenario.kinds import ROOT
from optimizer.scenario.nodes import Written

BLUE, PALE, GREY, YELLOW, LINE = "#1F4E79", "#DDEBF7", "#7F7F7F", "#FFF2CC", "#BFBFBF"
FONT = "Calibri"
RUPIAH, PERSONS, PERCENT, TEXT = '[$-421]"Rp"#,##0', "[$-421]#,##0", "0.00%", "@"

_WIDTHS: Mapping[str, float] = {
    **{"name": 34, "note": 36, "title": 44, "label": 34, "value": 16, "address": 40, "path": 44},
    **{"code": 9, "id": 30, "year": 9, "weight": 8, "ratio": 12, "budget": 17, "status": 22, "kind": 15},
    **{"measure": 14, "groups": 22, "funds": 24, "regions": 18, "of": 20, "opd": 20, "as_of": 11},
    **{"source": 16, "ceiling": 19, "ability": 21, "fund": 30, "owner": 10, "figure": 26, "key": 30},
    **{"own": 24, "sheet": 13, "probability": 12, "class": 16, "assume": 16},
}
_SHEET_WIDTHS: Mapping[tuple[str, str], float] = {
    ("variants", "value"): 60,
    ("futures", "value"): 60,
    ("rivals", "value"): 19,
    ("goals", "name"): 32,
    ("premium", "value"): 18,
}
_NARROW = 13
_OF_GROUP = 16


@lru_cache(maxsize=2048)
def column_kind(sheet: Sheet, slot: Slot) -> Column:
    """The column that the readers will see."""
    head = Cell(slot.name, CellMark(Written(""), 1, 1))
    if sheet.key == "settings":
        found = column_of(1, head, ROOT, ())
        return found if isinstance(found, Column) else Column(1, head, (slot.key,), "text")
    return column_at(sheet, slot, 1, head)


@lru_cache(maxsize=2048)
def number_format(sheet: Sheet, slot: Slot) -> str:
    """The number format of an empty cell, so that what is typed there stays what was typed."""
    sort = column_kind(sheet, slot).sort
    if sort == "rupiah":
        return RUPIAH
    if sort == "persons":
        return PERSONS
    if sheet.key == "targets" and slot.key == "share" and slot.word in ("", "assume"):
        return PERCENT
    if sheet.key == "limits" and slot.key == "share":
        return PERCENT
    return "General" if sort in ("amount", "number") else TEXT


def width(sheet: Sheet, slot: Slot) -> float:
    """Letters that a column has room for."""
    key = slot.word or slot.key.partition(".")[0]
    if key in PER_GROUP:
        return _OF_GROUP
    return _SHEET_WIDTHS.get((sheet.key, slot.name)) or _WIDTHS.get(key, _NARROW)


def cell_format(book: Any, **more: Any) -> Any:
    """A format of the workbook, in its font and lines."""
    bare = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
    return book.add_format({**bare, **more})
