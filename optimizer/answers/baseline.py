"""The plan beside simple ways to divide money that may pay in more than one region."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from optimizer.answers.headline import Headline, RegionChange
from optimizer.errors import Finding
from optimizer.plan.shapes import TargetRow
from optimizer.units import Code, Month, Persons, Rupiah, Share

Rule = Literal["equal", "workers", "poor", "first", "today"]
"""equal: the same for every region; workers: by workers; poor: by poor people; first: regions in order of
code take all they can sign for; today: by persons paid for today."""


@dataclass(frozen=True, slots=True)
class Part:
    """What a rule gives one region of one fund."""

    fund: str
    region: Code
    rupiah: Rupiah


@dataclass(frozen=True, slots=True)
class Lowest:
    """The region with the lowest share of its eligible covered in the last month."""

    region: Code
    share: Share


@dataclass(frozen=True, slots=True)
class Naive:
    """The best plan when shared money is divided by a simple rule."""

    rule: Rule
    headline: Headline | None
    """None: with this division hard rules contradict each other, or there is nothing to divide by."""
    lost: int
    """Persons fewer in the last month than the plan covers; below 0: more."""
    person_months: int
    """Person-months fewer; below 0: more."""
    lowest: Lowest | None
    left: Rupiah
    """Ceilings less what is paid."""
    worse: str | None
    """The first goal in which it differs from the plan, where it serves it worse; else None."""
    better: str | None
    """The first goal in which it differs from the plan, where it serves it better; else None. A plan proven
    best leaves no such goal, but for those that may give something up, which are passed over."""
    regions: tuple[RegionChange, ...]
    """Regions whose people or money differ."""
    parts: tuple[Part, ...]
    """The division; empty where there is nothing to divide by."""
    clash: tuple[Finding, ...]
    """Rules that cannot hold with this division; else empty."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """The plan and every simple rule, the one nearest to the plan in the order of its goals first."""

    status: str
    month: Month
    """The last month, in which persons are counted."""
    base: Headline
    lowest: Lowest | None
    left: Rupiah
    """Ceilings less what the plan pays."""
    target: TargetRow | None
    """The widest target in the plan as it is; None without targets."""
    shared: tuple[str, ...]
    """Funds with money that may pay in more than one region."""
    money: Rupiah
    """What they may pay."""
    poor: tuple[str, ...]
    """Groups that count as poor people."""
    persons: tuple[tuple[Code, Persons], ...]
    """Covered in each region in the last month of the plan."""
    rules: tuple[Naive, ...]
    """Empty where no fund with money is shared: then dividing makes no difference."""
