"""What somebody at the meeting wishes of the plan, as one hard rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from optimizer.units import Code, Months


@dataclass(frozen=True, slots=True)
class Wish:
    """At least, at most or exactly so many persons covered, or so much money of one fund paid."""

    text: str
    """As it was given, spaces at its ends left out."""
    measure: Literal["persons", "rupiah"]
    of: Code | None
    """Persons: where they are covered, a region or all regions below a code. ``ID``: everywhere."""
    group: str | None
    """Persons: the group that is counted; None: all together."""
    fund: str | None
    """Rupiah: the fund that pays."""
    months: Months | None
    """Persons: the months in which it must hold."""
    least: int | None
    """Persons or rupiah. Money paid reaches it when less than one premium is missing."""
    most: int | None
    """Persons or rupiah."""
