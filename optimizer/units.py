"""Money, people, shares, months and codes: exact, read from text, written as they read back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Any

LARGEST_RUPIAH = 10**15
"""Above this, products with a premium would leave the range in which 64-bit sums are exact."""

LARGEST_PERSONS = 10**9
"""More persons than any province or country of the scope has."""

RATIO_DECIMALS = 9
"""A factor or weight is read with at most so many."""

_LONGEST_NUMBER = 40
_MULTIPLES = {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "milyar": 10**9, "triliun": 10**12}
_SHORT = {
    **dict.fromkeys(("rb", "k"), "ribu"),
    **dict.fromkeys(("jt", "jta", "jutaan"), "juta"),
    **dict.fromkeys(("m", "mlr", "mil", "miliyar", "milyard", "miliard"), "miliar"),
    **dict.fromkeys(("t", "tr", "trilyun", "triliyun"), "triliun"),
}
"""What people write for a multiple; ``M`` is miliar to some and million to others, so it is only offered."""
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2007": " "})


class UnreadableError(ValueError):
    """Raised when a text is not a value of its unit; ``code`` names the sentence, ``facts`` fill it."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class Rupiah(int):
    """A whole number of rupiah."""


class Persons(int):
    """A whole number of persons."""


class PersonMonths(int):
    """A whole number of person-months: one person covered for one month."""


class Share(Fraction):
    """A part of a whole, 0 to 1, exact."""


class ExactShare(Share):
    """A share that is told with all its decimals; shares that were added up may be more than the whole."""


class Ratio(Fraction):
    """A factor or weight of at least 0, exact."""


class Code(str):
    """A dotted region code (kode wilayah), or ``ID`` for the whole country.

    >>> Code("52").reaches(Code("52.04")), Code("5").reaches(Code("52.04")), Code("ID").reaches(Code("52"))
    (True, False, True)
    """

    __slots__ = ()

    def reaches(self, other: str) -> bool:
        """Whether ``other`` is this code or lies below it, segment by segment."""
        return self == "ID" or self == other or other.startswith(self + ".")


class NamedCode(Code):
    """A region code that knows the region's name; equal to the code without it.

    >>> NamedCode("52.04", "Sumbawa") == Code("52.04"), NamedCode("52.04", "Sumbawa").name
    (True, 'Sumbawa')
    """

    __slots__ = ("name",)
    name: str

    def __new__(cls, code: str, name: str = "") -> NamedCode:
        """The default name lets copies be made, which bring the name after."""
        made = super().__new__(cls, code)
        made.name = name
        return made


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A calendar month; months are ordered and count in steps of one."""

    year: int
    number: int
    index: int = field(init=False, repr=False, compare=False)
    """Months since the year 0."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "index", self.year * 12 + self.number - 1)

    def plus(self, months: int) -> Month:
        """The month that many months later.

        >>> str(Month(2026, 11).plus(3))
        '2027-02'
        """
        return _month(self.index + months)

    def __hash__(self) -> int:
        return self.index

    def __sub__(self, other: Month) -> int:
        return self.index - other.index

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


@dataclass(frozen=True, slots=True)
class Months:
    """A range of months, both ends included."""

    first: Month
    last: Month

    def __iter__(self) -> Iterator[Month]:
        return iter(_steps(self.first, self.last))

    def __len__(self) -> int:
        return self.last - self.first + 1

    def __contains__(self, month: object) -> bool:
        return isinstance(month, Month) and self.first <= month <= self.last

    def shared_with(self, other: Months) -> Months | None:
        """The months in both ranges, or None where there are none."""
        first, last = max(self.first, other.first), min(self.last, other.last)
        return Months(first, last) if first <= last else None

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}..{self.last}"


@lru_cache(maxsize=4096)
def _month(index: int) -> Month:
    """Months are few, and counted on from often."""
    return Month(index // 12, index % 12 + 1)


@lru_cache(maxsize=1024)
def _steps(first: Month, last: Month) -> tuple[Month, ...]:
    """The months from one to another; ranges are few and gone through often."""
    return tuple(first.plus(step) for step in range(last - first + 1))


def year_of(year: int) -> Months:
    """January to December of a year."""
    return Months(Month(year, 1), Month(year, 12))


def read_rupiah(text: str) -> Rupiah:
    """Read an amount as an Indonesian official, SIPD or Excel writes it, or refuse it.

    >>> [int(read_rupiah(text)) for text in ("Rp. 16.800,-", "16.800,00", "16_800", "1,5 miliar")]
    [16800, 16800, 16800, 1500000000]
    """
    given = text.translate(_SPACES).strip()
    bare = re.sub(r"^rp\.?\s*", "", given, flags=re.IGNORECASE)
    bare = re.sub(r",-+$|(?<=[0-9]),00$", "", bare).strip()
    multiple = re.fullmatch(r"([^\s-]\S*)\s*(ribu|juta|miliar|milyar|triliun)", bare, flags=re.IGNORECASE)
    if multiple and not given.startswith(("-", "−")):
        return _bounded(_multiple(multiple[1], multiple[2].lower(), given), given)
    if short := re.fullmatch(rf"(\d[\d.,]*)\s*({'|'.join(_SHORT)})", bare, flags=re.IGNORECASE | re.ASCII):
        meant = f"{short[1]} {_SHORT[short[2].lower()]}"
        raise UnreadableError("rupiah.shorthand", given=given, meant=meant)
    return _bounded(_whole(bare, "rupiah", given), given)


def _bounded(amount: int, given: str) -> Rupiah:
    if amount > LARGEST_RUPIAH:
        raise UnreadableError("rupiah.too_large", given=given, limit=Rupiah(LARGEST_RUPIAH))
    return Rupiah(amount)


def _multiple(number: str, word: str, given: str) -> int:
    if re.fullmatch(r"\d{1,15}", number, flags=re.ASCII):
        return int(number) * _MULTIPLES[word]
    grouped = re.fullmatch(r"(\d{1,3})[.,](\d{3})", number, flags=re.ASCII)
    if grouped:
        # 1.500 miliar: one and a half milliard or fifteen hundred?
        small, large = (
            f"{grouped[1]},{grouped[2].rstrip('0') or '0'} {word}",
            f"{grouped[1]}{grouped[2]} {word}",
        )
        raise UnreadableError("rupiah.ambiguous", given=given, first=small, second=large)
    decimal = re.fullmatch(r"(\d{1,15})[.,](\d{1,12})", number, flags=re.ASCII)
    if not decimal:
        raise UnreadableError("rupiah.unreadable", given=given)
    amount = Fraction(int(decimal[1] + decimal[2]), 10 ** len(decimal[2])) * _MULTIPLES[word]
    if amount.denominator != 1:
        raise UnreadableError("rupiah.not_whole", given=given)
    return int(amount)


def _whole(bare: str, unit: str, given: str) -> int:
    """Digits, plain or grouped by three; ``unit`` names the sentence of a refusal."""
    if len(bare) > _LONGEST_NUMBER:
        raise UnreadableError(f"{unit}.too_long", given=given[:_LONGEST_NUMBER] + "…", length=len(bare))
    if re.fullmatch(r"\d+", bare, flags=re.ASCII):
        return int(bare)
    for mark in "._":
        if re.fullmatch(rf"\d{{1,3}}(\{mark}\d{{3}})+", bare, flags=re.ASCII):
            return int(bare.replace(mark, ""))
    raise UnreadableError(_refusal(bare, unit), given=given, **_meant(bare))


def _refusal(bare: str, unit: str) -> str:
    if bare.startswith("-") or bare.startswith("−"):
        return f"{unit}.negative"
    if re.fullmatch(r"\d{1,3}(,\d{3})+", bare, flags=re.ASCII):
        return f"{unit}.commas"
    if re.fullmatch(r"\d+[.,]\d+|\d{1,3}(\.\d{3})+,\d{1,2}|\d{1,3}(,\d{3})+\.\d{1,2}", bare, flags=re.ASCII):
        return f"{unit}.fraction"
    if re.fullmatch(r"[\d.,_]+", bare, flags=re.ASCII):
        return f"{unit}.grouping"
    if re.fullmatch(r"\d{1,3}( \d{3})+", bare, flags=re.ASCII):
        return f"{unit}.spaces"
    if re.fullmatch(r"\d+([.,]\d+)?e\+?\d+", bare, flags=re.ASCII | re.IGNORECASE):
        return f"{unit}.exponent"
    return f"{unit}.unreadable"


def _meant(bare: str) -> dict[str, str]:
    """The nearest accepted spelling, to offer in the mend."""
    if short := re.fullmatch(r"(\d{1,3})[.,](\d{1,2})", bare, flags=re.ASCII):
        # 16.8 is 16.800 that went through a spreadsheet.
        return {"meant": f"{int(short[1])}.{short[2]:0<3}"}
    cents = r"(?<=\.\d{3}),\d{1,2}$|(?<=,\d{3})\.\d{1,2}$|(?<=\d{4})[.,]\d{1,2}$"
    whole = re.sub(cents, "", bare, flags=re.ASCII)
    digits = re.sub(r"\D", "", whole, flags=re.ASCII)
    if not digits:
        return {"meant": "16.800"}
    return {"meant": f"{int(digits):,}".replace(",", ".")}


def read_persons(text: str) -> Persons:
    """Read a count of persons: digits, plain or grouped by three.

    >>> read_persons("12.050")
    12050
    """
    given = text.translate(_SPACES).strip()
    count = _whole(given, "persons", given)
    if count > LARGEST_PERSONS:
        raise UnreadableError("persons.too_large", given=given, limit=Persons(LARGEST_PERSONS))
    return Persons(count)


def read_count(text: str) -> int:
    """Read a small whole number, such as a number of months."""
    if not re.fullmatch(r"\d{1,4}", text.strip(), flags=re.ASCII):
        raise UnreadableError("count.unreadable", given=text)
    return int(text)


def read_share(text: str) -> Share:
    """Read a share, with % or as a decimal part of one.

    >>> read_share("62,22 %") == read_share("0.6222") == Share(6222, 10000)
    True
    """
    given = text.translate(_SPACES).strip()
    match = re.fullmatch(r"(\d{1,20})(?:[.,](\d{1,20}))?\s*(%?)", given, flags=re.ASCII)
    if not match:
        raise UnreadableError("share.negative" if given.startswith("-") else "share.unreadable", given=given)
    whole, decimals, percent = match[1], match[2] or "", match[3]
    value = Fraction(int(whole + decimals), 10 ** len(decimals)) / (100 if percent else 1)
    if value > 1:
        raise UnreadableError("share.above_one" if percent else "share.no_percent", given=given)
    return Share(value)


def read_ratio(text: str) -> Ratio:
    """Read a factor or weight: a decimal of at least 0, with point or comma."""
    match = re.fullmatch(rf"(\d{{1,9}})(?:[.,](\d{{1,{RATIO_DECIMALS}}}))?", text.strip(), flags=re.ASCII)
    if not match:
        code = "ratio.negative" if text.strip().startswith("-") else "ratio.unreadable"
        raise UnreadableError(code, given=text)
    decimals = match[2] or ""
    return Ratio(int(match[1] + decimals), 10 ** len(decimals))


def decimal(number: Fraction) -> str:
    """A number with all its decimals.

    >>> decimal(Fraction(6222, 100)), decimal(Fraction(3))
    ('62.22', '3')

    Raises:
        ValueError: it has no end.
    """
    rest, twos, fives = number.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        raise ValueError(f"{number} is no decimal")
    places = max(twos, fives)
    whole, part = divmod(number.numerator * 10**places // number.denominator, 10**places)
    return f"{whole}.{part:0{places}d}" if places else str(whole)


def percent(share: Fraction) -> str:
    """A share in percent with all its decimals.

    >>> percent(Fraction(6222, 10000)), percent(Fraction(1, 2))
    ('62.22%', '50%')
    """
    return f"{decimal(share * 100)}%"


def read_month(text: str) -> Month:
    """Read ``YYYY-MM``."""
    match = re.fullmatch(r"(\d{4})-(\d{2})", text.strip(), flags=re.ASCII)
    if not match:
        raise UnreadableError("month.unreadable", given=text)
    if not 1 <= int(match[2]) <= 12 or not 1900 <= int(match[1]) <= 2200:
        raise UnreadableError("month.none_such", given=text)
    return Month(int(match[1]), int(match[2]))


def read_months(text: str) -> Months:
    """Read ``YYYY-MM..YYYY-MM``, or one month."""
    first, dots, last = text.strip().partition("..")
    months = Months(read_month(first), read_month(last if dots else first))
    if months.last < months.first:
        raise UnreadableError("months.reversed", given=text, meant=f"{months.last}..{months.first}")
    return months


def read_code(text: str) -> Code:
    """Read a dotted region code or ``ID``; refuse codes written the BPS way.

    >>> read_code("52.01")
    '52.01'
    """
    given = text.strip()
    if given == "ID" or re.fullmatch(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?", given, flags=re.ASCII):
        return Code(given)
    if re.fullmatch(r"\d{4}|\d{6,7}|\d{10}", given, flags=re.ASCII):
        # Seven digits are a kecamatan of BPS, whose number ends in a zero of its own.
        rest = given[6:] if len(given) == 10 else ""
        meant = ".".join(part for part in (given[:2], given[2:4], given[4:6], rest) if part)
        raise UnreadableError("code.bps", given=given, meant=meant)
    if re.fullmatch(r"\d{2}(\.\d{2}){0,2}\.\d", given, flags=re.ASCII):
        # A spreadsheet that takes a code for a number drops its last zero.
        raise UnreadableError("code.lost_zero", given=given, meant=f"{given}0")
    raise UnreadableError("code.unreadable", given=given[:200])
