"""An answer as one JSON document."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from optimizer.plan.files import PLACES
from optimizer.units import Month, Months

_SCALAR = (Month, Months)
"""Written as one word, though they have fields."""


def document(answer: Any, *, synthetic: bool = False) -> dict[str, Any]:
    """What ``--json`` prints: every field of the answer, its ``status`` first.

    ``synthetic`` says that the answer rests on figures that are made up, and is told only then. Money and
    people are whole numbers, months and codes text, shares and prices have at most six decimals.
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
        return {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(part) for part in value]
    if isinstance(value, Fraction):
        return _number(value)
    return int(value) if isinstance(value, int) else str(value)


def _number(number: Fraction) -> int | float:
    rounded = Fraction(round(number, PLACES))
    return int(rounded) if rounded.denominator == 1 else float(rounded)
