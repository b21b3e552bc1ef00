"""Drop-down lists and notes of the columns of an input workbook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from optimizer.intake import looks
from optimizer.intake.layout import Sheet, Slot, choices
from optimizer.intake.words import choice_label, sheet_name
from optimizer.text import Language, say
from optimizer.text.catalogue import message

_RECORDS: Mapping[str, str] = {
    **{"groups": "group", "regions": "region", "funds": "fund", "targets": "target", "premium": "premium"},
    **{"limits": "people_rule", "matching": "matching", "goals": "goal", "totals": "total"},
    **{"sources": "source", "variants": "variant", "rivals": "rival", "outlook": "figure"},
}
_MANY = ("own",)
_FROM_SHEETS: Mapping[str, tuple[str, int]] = {
    "source": ("sources", 6),
    "published.source": ("sources", 6),
    "group": ("groups", 6),
    "fund": ("funds", 7),
}
"""Columns that name a row of another sheet, and its first row there."""

_LAST_LISTED = 300
_LONGEST_NOTE = 255


def help_of(sheet: Sheet, slot: Slot, language: Language) -> str:
    """What a column is for; empty where its heading says it."""
    own = f"intake.help_{sheet.key}.{slot.name}"
    if message(own):
        return say(own, language)
    key = slot.word or slot.key
    shared = f"intake.help_{key}"
    if message(shared):
        return say(shared, language)
    record = "figure" if slot.word else _RECORDS.get(sheet.key, "")
    for name in (key, key.partition(".")[0]):
        for code in (f"schema.{record}.{name}", f"schema.figure.{name}"):
            if message(code):
                return say(code, language)
    return ""


def validation(sheet: Sheet, slot: Slot, language: Language) -> dict[str, Any] | None:
    """The drop-down list of a column, or the message that its cells show; None where it has neither."""
    words = choices(sheet, slot)
    if words and slot.key not in _MANY:
        labels = [choice_label(word, language) for word in words]
        return {
            "validate": "list",
            "source": labels,
            "error_title": say("intake.list_title", language),
            "error_message": say("intake.list_error", language),
        }
    of = _FROM_SHEETS.get(slot.word or slot.key)
    if of is not None:
        name = sheet_name(of[0], language).replace("'", "''")
        return {
            "validate": "list",
            "source": f"='{name}'!$A${of[1]}:$A${_LAST_LISTED}",
            "error_type": "warning",
            "error_title": say("intake.list_title", language),
            "error_message": say("intake.list_other", language),
        }
    hint = _hint(sheet, slot)
    if hint is None:
        return None
    return {"validate": "any", "input_message": say(hint, language)[:_LONGEST_NOTE]}


def _hint(sheet: Sheet, slot: Slot) -> str | None:
    """How to write what a cell takes, where people write it in many ways."""
    if sheet.key in ("variants", "futures", "rivals") or slot.word:
        return None
    column = looks.column_kind(sheet, slot)
    if column.sort in ("month", "amount"):
        return f"intake.hint_{column.sort}"
    if column.many:
        return "intake.hint_codes" if column.sort == "code" else "intake.hint_many"
    return "intake.hint_code" if column.sort == "code" else None
