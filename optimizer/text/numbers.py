"""Numbers, money, shares and months as people write them."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.numbers import format_decimal

from optimizer.text.inert import Said, inert
from optimizer.text.language import LOCALES, Language
from optimizer.units import (
    Code,
    ExactShare,
    Month,
    Months,
    NamedCode,
    PersonMonths,
    Persons,
    Ratio,
    Rupiah,
    Share,
    percent,
)
from optimizer.units import decimal as unending

MOST_LISTED = 20
"""A fact that is a list shows so many members; the rest is counted."""

PLAIN_FACTS = frozenset({"year", "line", "column", "given", "exit"})
"""Facts whose whole numbers are names, not counts: the year is 2026, never 2.026."""

_AND_MORE = {"id": "dan {} lagi", "en": "and {} more"}
_PERSON_MONTHS = {"id": ("orang-bulan", "orang-bulan"), "en": ("person-month", "person-months")}
_TRUTH = {"id": ("tidak", "ya"), "en": ("no", "yes")}


@lru_cache(maxsize=8192)
def whole(number: int, language: Language) -> str:
    """A whole number, grouped by three.

    >>> whole(1234567, "id"), whole(-1234, "en")
    ('1.234.567', '-1,234')
    """
    return str(format_decimal(number, format="#,##0", locale=LOCALES[language]))


def rupiah(amount: int, language: Language) -> str:
    """Whole rupiah.

    >>> rupiah(1234567, "id"), rupiah(1234567, "en")
    ('Rp1.234.567', 'Rp1,234,567')
    """
    return ("-" if amount < 0 else "") + "Rp" + whole(abs(amount), language)


def decimal(number: Fraction, language: Language, places: int = 4) -> str:
    """A fraction with at most so many decimals, cut, never rounded up.

    >>> decimal(Fraction(3, 2), "id"), decimal(Fraction(2, 3), "en")
    ('1,5', '0.6666')
    """
    cut = abs(number) * 10**places // 1
    digits = f"{cut % 10**places:0{places}d}".rstrip("0")
    mark = "," if language == "id" else "."
    sign = "-" if number < 0 and cut else ""
    return sign + whole(cut // 10**places, language) + (mark + digits if digits else "")


def share(part: Fraction, language: Language, *, fixed: bool = False) -> str:
    """A share in percent with at most two decimals, cut: 64,939% never reads as 64,94%.

    >>> share(Fraction(6222, 10000), "id"), share(Fraction(59, 100), "en")
    ('62,22%', '59%')
    >>> share(Fraction(59, 100), "id", fixed=True)
    '59,00%'
    """
    percent = decimal(part * 100, language, places=2)
    mark = "," if language == "id" else "."
    _, _, decimals = percent.rpartition(mark) if mark in percent else ("", "", "")
    missing = ("" if decimals else mark) + "0" * (2 - len(decimals)) if fixed else ""
    return percent + missing + "%"


def exact(given: Fraction, language: Language) -> str:
    """A share or factor from a file so that it reads back as the same: all its decimals, else a fraction.

    >>> exact(Share(62225, 100000), "id"), exact(Share(1, 3), "id"), exact(Ratio(123456, 100000), "en")
    ('62,225%', '1/3', '1.23456')
    """
    try:
        written = percent(given) if isinstance(given, Share) else unending(given)
    except ValueError:
        return f"{given.numerator}/{given.denominator}"
    return written.replace(".", "," if language == "id" else ".")


@lru_cache(maxsize=4)
def month_names(language: Language) -> tuple[str, ...]:
    """Twelve short names, January first."""
    names = Locale.parse(LOCALES[language]).months["format"]["abbreviated"]
    return tuple(names[number] for number in range(1, 13))


def month(given: Month, language: Language) -> str:
    """A month.

    >>> month(Month(2025, 10), "id"), month(Month(2025, 10), "en")
    ('Okt 2025', 'Oct 2025')
    """
    return f"{month_names(language)[given.number - 1]} {given.year}"


def months(given: Months, language: Language) -> str:
    """A range of months, the year once where it is one.

    >>> months(Months(Month(2025, 10), Month(2025, 12)), "id")
    'Okt–Des 2025'
    >>> months(Months(Month(2025, 10), Month(2026, 12)), "en")
    'Oct 2025–Dec 2026'
    """
    if given.first == given.last:
        return month(given.first, language)
    if given.first.year == given.last.year:
        return f"{month_names(language)[given.first.number - 1]}–{month(given.last, language)}"
    return f"{month(given.first, language)}–{month(given.last, language)}"


def fact(given: Any, language: Language, name: str = "") -> str:
    """Any fact by its type; text from outside is made inert."""
    if isinstance(given, bool):
        return _TRUTH[language][given]
    if isinstance(given, int):
        return str(int(given)) if name in PLAIN_FACTS and type(given) is int else _count(given, language)
    if isinstance(given, ExactShare):
        return exact(given, language)
    if isinstance(given, Fraction):
        return share(given, language) if isinstance(given, Share) else decimal(given, language)
    if isinstance(given, Month):
        return month(given, language)
    if isinstance(given, Months):
        return months(given, language)
    if isinstance(given, Iterable) and not isinstance(given, str):
        return _listed([fact(part, language) for part in given], language)
    if isinstance(given, Said):
        return str(given)
    if isinstance(given, NamedCode):
        return f"{inert(given.name)} ({given})"
    return "-" if given is None else inert(str(given))


def _count(given: int, language: Language) -> str:
    if isinstance(given, PersonMonths):
        return f"{whole(int(given), language)} {_PERSON_MONTHS[language][given != 1]}"
    return rupiah(int(given), language) if isinstance(given, Rupiah) else whole(int(given), language)


def _listed(parts: list[str], language: Language) -> str:
    shown = ", ".join(parts[:MOST_LISTED])
    left = len(parts) - MOST_LISTED
    return f"{shown} {_AND_MORE[language].format(left)}" if left > 0 else shown


__all__ = [
    "Code",
    "Persons",
    "Ratio",
    "decimal",
    "exact",
    "fact",
    "month",
    "month_names",
    "months",
    "rupiah",
    "share",
    "whole",
]
