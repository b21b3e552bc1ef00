"""Values are written so that they are read as the same ones, in the formats of the workbook."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from optimizer.intake import looks
from optimizer.intake.values import Source
from optimizer.intake.words import choice_label
from optimizer.text import Language, say
from optimizer.text.numbers import month
from optimizer.units import Month, Persons, Ratio, Rupiah, Share, decimal, percent

_DIGITS_KEPT = 15
"""Digits that a spreadsheet keeps of a number."""


class Book:
    """A workbook in the making: its language, its formats, what it is filled with."""

    def __init__(self, book: Any, language: Language, source: Source | None) -> None:
        self.book = book
        self.language: Language = language
        self.source = source
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def say(self, code: str, /, **facts: Any) -> str:
        """A sentence in the workbook's language."""
        return say(code, self.language, **facts)

    def format(self, **wanted: Any) -> Any:
        """A format; the same wish gives the same one."""
        key = tuple(sorted(wanted.items()))
        if key not in self._formats:
            self._formats[key] = looks.cell_format(self.book, **wanted)
        return self._formats[key]

    def value(self, page: Any, row: int, column: int, given: Any, *, format_: Mapping[str, Any]) -> None:
        """Write a value so that it is read as the same one."""
        number, shown = as_number(given)
        if number is not None:
            code = {"num_format": shown} if shown else {}
            page.write_number(row, column, number, self.format(**{**format_, **code}))
        else:
            told = {**format_, "num_format": looks.TEXT, "indent": 1}
            page.write_string(row, column, self.text(given), self.format(**told))

    def text(self, given: Any) -> str:
        """A value as text."""
        if isinstance(given, bool):
            return choice_label("true" if given else "false", self.language)
        if isinstance(given, Month):
            return month(given, self.language)
        if isinstance(given, Share):
            return percent(given)
        if isinstance(given, Ratio):
            return decimal(given)
        if isinstance(given, tuple):
            return "; ".join(_member(self.text(one)) for one in given)
        return f"Rp{int(given)}" if isinstance(given, Rupiah) else str(given)


def _member(text: str) -> str:
    """A member of a list; in quotes where it could be taken for two."""
    return f'"{text.replace(chr(34), chr(34) * 2)}"' if any(mark in text for mark in ';,"\n') else text


def as_number(given: Any) -> tuple[float | None, str]:
    """The number a spreadsheet keeps, and its format; None where it would lose digits or its meaning."""
    if isinstance(given, bool) or not isinstance(given, (int, Share, Ratio)):
        return None, ""
    if isinstance(given, (Share, Ratio)):
        digits = Decimal(decimal(given)).normalize().as_tuple().digits
        if len(digits) > _DIGITS_KEPT:
            return None, ""
        return float(given), looks.PERCENT if isinstance(given, Share) else ""
    # The number 1 could be a share or an amount, where either may stand.
    if given >= 10**_DIGITS_KEPT or (given == 1 and not isinstance(given, Persons)):
        return None, ""
    shown = looks.RUPIAH if isinstance(given, Rupiah) else looks.PERSONS if isinstance(given, Persons) else ""
    return float(given), shown
