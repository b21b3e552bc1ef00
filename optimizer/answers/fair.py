"""Why no region can stand higher unless one that stands no higher loses: the proof, region by region."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from optimizer.plan.shapes import Reason
from optimizer.units import Code, Month, Persons, Rupiah

Cause = Literal["covered", "money", "rules", "goals", "whole", "open", "no_fund"]
"""covered: everybody eligible is paid for; money: what may pay there is used up, beside rules that make a
person cost so much; rules: other rules; goals: only a goal that comes before; whole: only parts of a person
would fit; open: one person more would fit, so the plan is not the fairest (never where it is proven);
no_fund: nobody may pay there in the last month."""


@dataclass(frozen=True, slots=True)
class Purse:
    """A fund that is used up and may pay in a region."""

    fund: str
    own: bool
    """Whether it may pay in this region only."""
    usable: Rupiah
    allocated: Rupiah
    """Everywhere."""
    here: Rupiah
    """Allocated in this region."""


@dataclass(frozen=True, slots=True)
class Stop:
    """What stops one region."""

    cause: Cause
    alone: bool = False
    """Whether one person more would fit if any one of these gave way; if not, all of them would have to."""
    purses: tuple[Purse, ...] = ()
    blocks: tuple[Reason, ...] = ()
    """Other rules, ``clash.<rule>`` with its facts, and goals before fairness, ``goal.<name>``."""


@dataclass(frozen=True, slots=True)
class Giver:
    """A region that could lose so that another gains one person, all others keeping theirs."""

    code: Code
    name: str
    persons: Persons
    eligible: Persons
    loses: Persons
    """At least; fewer are proven not to be enough."""
    fairer: bool
    """Whether the two would stand fairer then; never so in a plan that is proven."""
    lowest: bool
    """Whether it would then stand below every other region."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What one person more in a region takes from others."""

    givers: tuple[Giver, ...]
    together: bool
    """Whether several of the regions that cannot give alone might together."""
    stop: Stop | None
    """What forbids it whoever loses; None where somebody could give."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One region: its share, and what stops it."""

    code: Code
    name: str
    persons: Persons
    """Covered in the last month."""
    eligible: Persons
    stop: Stop
    proof: Proof | None
    """Of the regions at the bottom, or of all that are asked for."""

    @property
    def share(self) -> Fraction:
        """Persons of the eligible."""
        return Fraction(int(self.persons), int(self.eligible))


@dataclass(frozen=True, slots=True)
class Level:
    """Regions that stand within one person of the same share."""

    number: int
    regions: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Fair:
    """The answer of ``fair``."""

    status: str
    month: Month
    sought: bool
    """Whether fairness is a goal of the scenario; if not, the shares are what other goals left."""
    before: tuple[str, ...]
    """Goals that come before fairness, or all of them where it is none; they keep their values."""
    levels: tuple[Level, ...]
    """The lowest first; of one region only, where one is asked for."""
    regions: int
    """Regions with somebody eligible."""
