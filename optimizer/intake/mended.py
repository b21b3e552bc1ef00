"""What people write is made what the strict readers read, where it can mean one thing only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from babel import Locale

from optimizer.scenario.columns import Sort
from optimizer.scenario.grid import Cell
from optimizer.text.language import LANGUAGES, LOCALES
from optimizer.units import Month, Months

_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2007": " "})
_SPACED = re.compile(r"(?:rp\.?\s*|idr\s*)?\d{1,3}(?: \d{3})+", re.ASCII | re.IGNORECASE)
"""``1 234 567``: groups of three between spaces can be nothing else."""

_PEOPLE = re.compile(r"\s*(orang|org|jiwa|pekerja|peserta|persons?|people|workers)\.?$", re.IGNORECASE)
_MONTHS = re.compile(r"\s*(bulan|bln|months?)\.?$", re.IGNORECASE)
_YEAR = re.compile(r"^(ta|t\.a\.|tahun|tahun anggaran|fy)\.?\s*(?=\d{4}$)", re.IGNORECASE)
_PERCENT = re.compile(r"\s*(persen|prosen|percent|pct)\.?$", re.IGNORECASE)
_MILLIONS = re.compile(r"(?<=\d)\s*jt\.?$", re.IGNORECASE)
"""``127,8 jt`` is written everywhere and is a million to everybody, unlike ``M``."""

_IDR = re.compile(r"^idr\.?\s*", re.IGNORECASE)
_CODE = re.compile(r"(\d{2})(\d{2})(\d{2})?(\d{4})?", re.ASCII)
_CODE_LENGTHS = (4, 6, 10)
"""Of a kabupaten, a kecamatan, a desa without points; seven digits are a code of BPS."""

_FROM_TO = re.compile(
    r"""\s*(?: \.\. | – | — | \s-\s | (?<=[^\W\d])-(?=[^\W\d]) | \bs\.?\s*[/.]?\s*d\.?(?=\s)
          | \bsampai(?:\ dengan)?\b | \bhingga\b | \bto\b )\s*""",
    re.VERBOSE,
)
_NAMED = re.compile(r"([^\W\d]+)\.?[ \-/]*(\d{4})")
_NUMBERED = re.compile(r"(\d{1,2})[ \-/](\d{4})|(\d{4})[\-/](\d{1,2})", re.ASCII)
_MORE_NAMES: Mapping[str, int] = {
    **dict.fromkeys(("peb", "pebruari"), 2),
    **dict.fromkeys(("ags", "agt", "agst", "agust"), 8),
    **dict.fromkeys(("sept",), 9),
    **dict.fromkeys(("nop", "nopember"), 11),
}


class Mended(NamedTuple):
    """A cell as the readers take it, and whether its user should know that it was changed."""

    cell: Cell
    told: bool = False


def mended(sort: Sort, cell: Cell, key: str = "") -> Mended:
    """The cell in the spelling of the readers; what could mean two things stays as it is."""
    text = cell.text.translate(_SPACES).strip()
    if cell.form in ("error", "formula"):
        return Mended(cell)
    if sort == "code":
        return _code(cell, text)
    if sort == "month":
        return _month(cell, text)
    if cell.form != "text" or sort == "text":
        return Mended(cell)
    if sort in ("rupiah", "persons", "amount"):
        return _number(sort, cell, text)
    bare = _PERCENT.sub("%", text)
    if key in ("stay", "months", "published.months"):
        bare = _MONTHS.sub("", text)
    return Mended(cell._replace(text=_YEAR.sub("", bare)))


def _number(sort: Sort, cell: Cell, text: str) -> Mended:
    bare = _PEOPLE.sub("", text) if sort == "persons" else _IDR.sub("", _PERCENT.sub("%", text))
    if sort != "persons":
        bare = _MILLIONS.sub(" juta", bare)
    if _SPACED.fullmatch(bare):
        return Mended(cell._replace(text=re.sub(r"[^\d]", "", bare)), told=True)
    return Mended(cell._replace(text=bare))


def _code(cell: Cell, text: str) -> Mended:
    """``5201`` can only be 52.01 among codes with points; whether it is a code of BPS is asked elsewhere."""
    found = _CODE.fullmatch(text)
    if cell.form in ("text", "number") and found and len(text) in _CODE_LENGTHS:
        return Mended(Cell(".".join(part for part in found.groups() if part), cell.mark), told=True)
    return Mended(cell._replace(text=text) if cell.form == "text" else cell)


def _month(cell: Cell, text: str) -> Mended:
    """A month however it is written; the first day of one is what a spreadsheet makes of ``Okt 2025``."""
    if cell.form == "date":
        first = re.fullmatch(r"(\d{4}-\d{2})-01", text, re.ASCII)
        return Mended(Cell(first[1], cell.mark), told=True) if first else Mended(cell)
    span = month_span(text) if cell.form == "text" else None
    return Mended(cell._replace(text=str(span)) if span else cell)


def month_span(text: str) -> Months | None:
    """The month or months that a text names; None where it may be something else, such as a day.

    >>> str(month_span("Okt–Des 2025")), month_span("1/10/2025")
    ('2025-10..2025-12', None)
    """
    parts = _FROM_TO.split(text.strip())
    if len(parts) == 1:
        one = _one_month(parts[0])
        return Months(one, one) if one else None
    if len(parts) != 2:
        return None
    last = _one_month(parts[1])
    first = _one_month(parts[0]) or (_one_month(f"{parts[0]} {last.year}") if last else None)
    return Months(first, last) if first and last and first <= last else None


def _one_month(text: str) -> Month | None:
    text = text.strip()
    named, numbered = _NAMED.fullmatch(text), _NUMBERED.fullmatch(text)
    if named:
        number = _names().get(named[1].casefold())
        return Month(int(named[2]), number) if number else None
    if not numbered:
        return None
    year, number = int(numbered[2] or numbered[3]), int(numbered[1] or numbered[4])
    return Month(year, number) if 1 <= number <= 12 else None


@cache
def _names() -> Mapping[str, int]:
    """Months by their names in both languages, long and short."""
    named = dict(_MORE_NAMES)
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            names = Locale.parse(LOCALES[language]).months["format"][width]
            named |= {str(name).casefold().rstrip("."): number for number, name in names.items()}
    return named
