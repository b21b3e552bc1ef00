"""An answer as one JSON document."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from optimizer.plan.files import PLACES
from optimizer.units import Month, Months

EXACT: Mapping[str, bool] = {"exact": True}
"""Marks a field that people stated and that must read back as they did."""

_SCALAR = (Month, Months)
"""Written as one word, though they have fields."""


def document(answer: Any, *, synthetic: bool = False) -> dict[str, Any]:
    """What ``--json`` prints: every field of the answer, its ``status`` first.

    ``synthetic`` says that the answer rests on figures that are made up, and is told only then. Money and
    people are whole numbers, months and codes text, shares and prices have at most six decimals. Fields
    marked ``EXACT`` lose nothing: what no decimals end is text, ``"1/3"``.
    """
    status, *others = answer.__dataclass_fields__
    told = {status: plain(getattr(answer, status)), **({"synthetic": True} if synthetic else {})}
    return told | {name: plain(getattr(answer, name)) for name in others}


def plain(value: Any) -> Any:
    """A frozen answer, however deep, in what JSON knows.

    >>> plain((Fraction(1, 2), 3, None))
    [0.5, 3, None]
    """
    if value is None or isinstance(value, bool):
        return value
    if hasattr(value, "__dataclass_fields__") and not isinstance(value, _SCALAR):
        fields = value.__dataclass_fields__.items()
        exact = {name for name, one in fields if EXACT.items() <= one.metadata.items()}
        return {
            name: (_exact if name in exact else plain)(getattr(value, name))
            for name in value.__dataclass_fields__
        }
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(part) for part in value]
    if isinstance(value, Fraction):
        return _number(value)
    return int(value) if isinstance(value, int) else str(value)


def _exact(number: Fraction) -> int | float | str:
    """A number that reads back as the same; what no such number is, as a fraction.

    >>> _exact(Fraction(3, 8)), _exact(Fraction(1, 3))
    (0.375, '1/3')
    """
    if number.denominator == 1:
        return int(number)
    written = float(number)
    return written if Fraction(repr(written)) == number else f"{number.numerator}/{number.denominator}"


def _number(number: Fraction) -> int | float:
    rounded = Fraction(round(number, PLACES))
    return int(rounded) if rounded.denominator == 1 else float(rounded)
