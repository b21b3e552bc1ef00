"""Numbers as a study writes them: a figure itself, or a change of the one that stands there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Literal, NamedTuple

from optimizer.scenario.changes import READERS
from optimizer.units import (
    RATIO_DECIMALS,
    Ratio,
    Rupiah,
    Share,
    UnreadableError,
    decimal,
    percent,
)

How = Literal["is", "percent", "points", "times", "more"]
"""The number itself; plus so many percent of it; plus percentage points; times; plus an amount."""

Unit = type | None
"""Rupiah, Persons, Share, Ratio or int; ``object`` where a text may be a share or rupiah."""

_DECIMAL = r"(\d{1,12}(?:[.,]\d{1,12})?)"
_PERCENT = re.compile(rf"([+\-−])\s*{_DECIMAL}\s*%", re.ASCII)
_POINTS = re.compile(rf"([+\-−])\s*{_DECIMAL}\s*pp", re.ASCII)
_TIMES = re.compile(rf"[x×]\s*{_DECIMAL}", re.ASCII)
_MORE = re.compile(r"([+\-−])\s*(\S.*)", re.DOTALL)
_AROUND = re.compile(r"(?:±|\+/-|\+-)\s*(\S.*)", re.DOTALL)

SMALLEST: Mapping[How, Fraction] = {
    "percent": Fraction(1, 10_000),
    "points": Fraction(1, 10_000),
    "times": Fraction(1, 10_000),
}
"""A drawn change has hundredths of a percent, hundredths of a point, four decimals."""


class Amount(NamedTuple):
    """A number of one kind; amounts of one kind and unit are compared by their value."""

    how: How
    value: Fraction
    """In the unit; percent and points as a part of one."""
    unit: type

    @property
    def text(self) -> str:
        """As ``--set`` takes it.

        >>> Amount("percent", Fraction(-1, 8), Rupiah).text, Amount("is", Fraction(5), Rupiah).text
        ('-12.5%', '5')
        """
        sign = "-" if self.value < 0 else "+"
        size = abs(self.value)
        if self.how == "percent":
            return f"{sign}{decimal(size * 100)}%"
        if self.how == "points":
            return f"{sign}{decimal(size * 100)}pp"
        if self.how == "times":
            return f"x{decimal(size)}"
        return _plain(self.value, self.unit) if self.how == "is" else sign + _plain(size, self.unit)

    @property
    def smallest(self) -> Fraction:
        """The least difference of two such numbers."""
        return SMALLEST.get(self.how, least(self.unit))

    def on(self, before: Fraction) -> Amount:
        """The number that this makes of one that stands there, cut to its unit as a scenario cuts it."""
        if self.how == "is":
            return self
        if self.how == "percent":
            value = before * (1 + self.value)
        else:
            value = before * self.value if self.how == "times" else before + self.value
        return Amount("is", cut(value, least(self.unit)), self.unit)


def least(unit: type) -> Fraction:
    """The least difference of two numbers of a unit: one rupiah, one person, a hundredth of a percent."""
    return Fraction(1, 10_000) if unit in (Share, Ratio) else Fraction(1)


def cut(value: Fraction, step: Fraction) -> Fraction:
    """The largest multiple of a step that is not above the value.

    >>> cut(Fraction(7, 2), Fraction(1))
    Fraction(3, 1)
    """
    return value // step * step


def read(text: str, unit: Unit) -> Amount:
    """Read a number for a field.

    Raises:
        UnreadableError: it is none of its unit.
    """
    given = text.strip()
    if found := _TIMES.fullmatch(given):
        return Amount("times", _number(found[1]), _unit(given, unit))
    if found := _PERCENT.fullmatch(given):
        if unit is Share:
            raise UnreadableError("change.percent_of_share", given=given, points=f"{given[:-1].strip()}pp")
        return Amount("percent", _signed(found) / 100, _unit("", unit))
    if found := _POINTS.fullmatch(given):
        if unit not in (Share, object):
            raise UnreadableError("change.points_of_amount", given=given)
        return Amount("points", _signed(found) / 100, Share)
    if found := _MORE.fullmatch(given):
        return _more(found, given, _unit("", unit))
    known = _unit(given, unit)
    return Amount("is", Fraction(READERS[known](given)), known)


def around(text: str, unit: Unit) -> tuple[Amount, Amount] | None:
    """The two ends of ``±10%``, ``±2pp``, ``±Rp500 juta``; None where the text is no such thing.

    Raises:
        UnreadableError: what follows the sign is no number.
    """
    found = _AROUND.fullmatch(text.strip())
    if found is None:
        return None
    if unit is Share and _PERCENT.fullmatch(f"+{found[1]}"):
        raise UnreadableError("study.around_share", given=text.strip(), points=f"±{found[1].rstrip('% ')}pp")
    return read(f"-{found[1]}", unit), read(f"+{found[1]}", unit)


def _more(found: re.Match[str], given: str, unit: type) -> Amount:
    if unit is Share:
        raise UnreadableError("change.unreadable", given=given)
    try:
        size = Fraction(READERS[unit](found[2]))
    except UnreadableError:
        raise UnreadableError("change.unreadable", given=given) from None
    return Amount("more", size if found[1] == "+" else -size, unit)


def _unit(given: str, unit: Unit) -> type:
    if unit is object:
        return Share if given.endswith("%") else Rupiah
    return unit or int


def _signed(found: re.Match[str]) -> Fraction:
    number = _number(found[2])
    return number if found[1] == "+" else -number


def _number(text: str) -> Fraction:
    return Fraction(text.replace(",", "."))


def _plain(value: Fraction, unit: type) -> str:
    if unit is Share:
        return percent(value)
    return decimal(cut(value, Fraction(1, 10**RATIO_DECIMALS))) if unit is Ratio else str(int(value))
