"""How cells look: each part of a style's name adds to it, ``rupiah.total`` is rupiah, then a sum."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from optimizer.papers.charts.ink import ALARM, GRID, INK, PARTS
from optimizer.text.language import Language

Look = Mapping[str, Any]

FONT = "Arial"
"""On every computer; Liberation Sans, which stands in for it elsewhere, has the same widths."""

LETTERS: Look = {"font_name": FONT, "font_size": 10, "font_scheme": False}
"""Of every cell; without a scheme no theme puts another font in its place."""

_COUNTRY: Mapping[Language, str] = {"id": "[$-421]", "en": "[$-409]"}
"""Before a number format: in the language of the workbook, whatever the computer's."""

_BORDER: Look = {"border": 1, "border_color": GRID}
_TOP: Look = {"valign": "top"}

_NUMBERS: Mapping[str, str] = {
    "rupiah": '"Rp"#,##0',
    "count": "#,##0",
    "share": "0.00%",
    "asked": "0.00##%",
    "month": "mmm yyyy",
    "decimal": "#,##0.00##",
}

_PARTS: Mapping[str, Look] = {
    "title": {"bold": True, "font_size": 16, "font_color": PARTS[0]},
    "subtitle": {"bold": True, "font_size": 13, "font_color": PARTS[0]},
    "plan": {"bold": True, "text_wrap": True, **_TOP},
    "about": {"italic": True, "text_wrap": True, "font_color": "#4a5763", **_TOP},
    "said": {"text_wrap": True, **_TOP},
    "status": {"bold": True, "font_size": 12, "valign": "vcenter", "border": 2, "border_color": INK},
    "head": {
        "bold": True,
        "text_wrap": True,
        "valign": "vcenter",
        "align": "center",
        "bg_color": "#dbe7f1",
        **_BORDER,
    },
    "band": {"bold": True, "align": "center", "valign": "vcenter", "bg_color": "#eef3f7", **_BORDER},
    "label": {"text_wrap": True, "align": "left", "indent": 1, **_BORDER, **_TOP},
    "text": {"num_format": "@", "align": "left", "indent": 1, **_BORDER, **_TOP},
    "words": {"text_wrap": True, "align": "left", "indent": 1, **_BORDER, **_TOP},
    "year": {"num_format": "0", "align": "center", **_BORDER, **_TOP},
    "verdict": {"align": "center", **_BORDER, **_TOP},
    "met": {"align": "center", **_BORDER, **_TOP},
    "total": {"bold": True, "top": 2, "bg_color": "#f3f6f8", "text_wrap": False},
    "key": {"bold": True},
    "blank": {"locked": False, "text_wrap": True, "valign": "vcenter", **_BORDER},
    "input": {"bg_color": "#fff6d6", "locked": False},
}

CONDITIONAL: Mapping[str, Look] = {
    "fits": {"font_color": "#1e5b2f"},
    "differs": {"bold": True, "font_color": "#ffffff", "bg_color": ALARM},
    "missed": {"bold": True, "font_color": ALARM},
    "dropping": {"bold": True, "font_color": ALARM, "underline": 1},
}
"""Looks of cells while something holds."""


def look(style: str, language: Language) -> dict[str, Any]:
    """The properties of a style."""
    found: dict[str, Any] = dict(LETTERS)
    for part in style.split("."):
        if part in _NUMBERS:
            shown = _COUNTRY[language] + _NUMBERS[part]
            align = {"align": "center"} if part == "month" else {"align": "right", "indent": 1}
            found |= {"num_format": shown, **align, **_BORDER, **_TOP}
        else:
            found |= _PARTS[part]
    return found


def chart_format(unit: str, language: Language, miliar: str) -> str:
    """The number format of an axis; rupiah in thousands of millions, for whole amounts leave bars no room."""
    formats = {"share": "0%", "rupiah": f'"Rp"#,##0.0,,," {miliar}"'}
    return _COUNTRY[language] + formats.get(unit, "#,##0")
