"""Months and amounts as letters and sheets write them out."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale

from optimizer.papers.dossier import Dossier
from optimizer.report.names import shortened
from optimizer.text.inert import Said
from optimizer.text.language import LOCALES, Language
from optimizer.text.terbilang import terbilang
from optimizer.units import Month

LONGEST_NAME = 64
"""Letters of a name in a table; no region of Indonesia has more than 40."""


@lru_cache(maxsize=256)
def long_month(month: Month, language: Language) -> Said:
    """A month with its whole name.

    >>> long_month(Month(2025, 10), "id"), long_month(Month(2026, 12), "en")
    ('Oktober 2025', 'December 2026')
    """
    return Said(f"{Locale.parse(LOCALES[language]).months['format']['wide'][month.number]} {month.year}")


def spoken(dossier: Dossier, amount: int) -> Said:
    """An amount in words, in the language of the papers."""
    return Said(terbilang(amount, dossier.language))


def brief(name: str) -> str:
    """A name with room for it in a table: longer ones lose words, then their middle."""
    return shortened(name, LONGEST_NAME)
