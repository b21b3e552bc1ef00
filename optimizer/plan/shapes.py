"""A payable plan as frozen values, in whole persons and whole rupiah."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from optimizer.units import Code, Month, PersonMonths, Persons, Rupiah

Standing = Literal["optimal", "within_bound"]
"""``optimal``: proven best in whole persons; ``within_bound``: the bound beside each goal says how near."""


@dataclass(frozen=True, slots=True, order=True)
class Payment:
    """One cell of the payments table: a fund pays one month's premium of so many persons."""

    region: Code
    group: str
    fund: str
    month: Month
    persons: Persons
    rupiah: Rupiah


@dataclass(frozen=True, slots=True)
class GoalValue:
    """What the plan reaches of one goal, beside the best any plan could."""

    goal: str
    value: Fraction
    """In ``unit``; for fairness the lowest share."""
    bound: Fraction
    """The optimum of the linear program with the goals before held at the plan's values."""
    unit: str
    """person-months, persons, share, rupiah."""
    levels: tuple[tuple[Code, Fraction], ...] = ()
    """Fairness only: the share of each region, ascending."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is as it is: a code that names its sentence, and the facts that fill it."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


UNSPENT = (
    "unspent.nobody_left",
    "unspent.too_late",
    "unspent.stay_too_long",
    "unspent.capacity",
    "unspent.people_ceiling",
    "unspent.per_region_max",
    "unspent.matching",
    "unspent.carry",
    "unspent.no_goal_wants_it",
    "unspent.below_premium",
)
"""Why a fund keeps money, in the order asked: each part could not be used even if no later reason held.

Every reason has ``rupiah`` and ``person_months``; those of a fund add up to what it keeps.
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """What the solver proposes; it becomes a plan only through the audit."""

    payments: tuple[Payment, ...]
    """Cells that are not zero, ordered by region, group, fund, month."""
    goals: tuple[GoalValue, ...]
    standing: Standing
    unspent: Mapping[str, tuple[Reason, ...]]
    """For each fund with money left: why, in parts that add up to it."""


@dataclass(frozen=True, slots=True)
class Totals:
    """The plan in five numbers."""

    persons_end: Persons
    """Covered in the last month."""
    persons_full_benefit: Persons
    """Of those, past the first three months, so that JKM pays Rp42 million."""
    person_months: PersonMonths
    rupiah: Rupiah
    dropped: Persons
    """Persons of today who lose cover."""


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One target in one place."""

    id: str
    of: str
    """A code, or codes joined by a comma."""
    by: Month
    measure: str
    group: str | None
    base: Persons
    need: Persons
    covered: Persons
    others: Persons
    """Of those covered the participants without any fund; the rest are paid for."""
    shortfall: Persons
    met: bool


@dataclass(frozen=True, slots=True)
class FundRow:
    """One fund: what it may pay, what the plan lets it pay, what is left and why."""

    id: str
    name: str
    owner: Code
    ceiling: Rupiah
    set_aside: Rupiah
    allocated: Rupiah
    left: Rupiah
    """Ceiling less allocated; what is set aside is part of it."""
    person_months: PersonMonths
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class RegionRow:
    """One region: how many could be paid for, were, and will be."""

    code: Code
    name: str
    eligible: Persons
    subsidised_before: Persons
    persons_end: Persons
    person_months: PersonMonths
    rupiah: Rupiah
    dropped: Persons


@dataclass(frozen=True, slots=True)
class ListRow:
    """One list of people that a payer signs with BPJS: so many persons from one month to another."""

    region: Code
    group: str
    fund: str
    first: Month
    last: Month
    persons: Persons
    rupiah: Rupiah


@dataclass(frozen=True, slots=True)
class DropRow:
    """Persons of today who lose cover in one month."""

    region: Code
    group: str
    month: Month
    persons: Persons
    person_months: PersonMonths
    """What they lose from that month to the horizon's end."""


@dataclass(frozen=True, slots=True)
class BillRow:
    """What keeping a payer's last-month people for 12 months more costs."""

    owner: Code
    persons: Persons
    rupiah: Rupiah


@dataclass(frozen=True, slots=True)
class RivalRow:
    """Another published value for the same figure."""

    value: str
    source: str | None = None


@dataclass(frozen=True, slots=True)
class AssumptionRow:
    """A figure the plan rests on that nobody published."""

    path: str
    value: str
    status: str
    note: str
    source: str | None = None
    """Key of the source it was derived from."""
    as_of: str | None = None
    rivals: tuple[RivalRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan that passed the audit."""

    title: str
    digest: str
    """sha256 of the resolved scenario."""
    status: Standing
    goals: tuple[GoalValue, ...]
    totals: Totals
    targets: tuple[TargetRow, ...]
    funds: tuple[FundRow, ...]
    regions: tuple[RegionRow, ...]
    lists: tuple[ListRow, ...]
    drops: tuple[DropRow, ...]
    bill: tuple[BillRow, ...]
    assumptions: tuple[AssumptionRow, ...]
    payments: tuple[Payment, ...]
    synthetic: bool = False
    """Whether the figures it rests on are made up."""
