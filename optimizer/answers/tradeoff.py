"""Three trade-offs: breadth against depth, fairness against coverage, target against budget."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from optimizer.plan.shapes import TargetRow
from optimizer.units import Code, Month, PersonMonths, Persons, Rupiah, Share

Topic = Literal["stay", "fairness", "target"]
TOPICS: tuple[Topic, ...] = ("stay", "fairness", "target")


@dataclass(frozen=True, slots=True)
class StayRow:
    """The plan under one minimum stay."""

    stay: int
    """Months that must be left at enrolment."""
    persons: Persons
    """Covered in the last month."""
    at_target: Persons
    """Paid for in the month of the widest target; the last month without one."""
    person_months: PersonMonths
    full_benefit: Persons
    """Of those covered in the last month, past their first three months."""
    fresh: Persons
    """Of those covered in the last month, enrolled in its last three months."""
    bill: Rupiah
    """What keeping the people of the last month for 12 months more costs."""
    monthly: tuple[Persons, ...]
    """Covered in each month of the horizon."""
    early_shortfall: Persons | None
    """Missing to the early target; None without one."""


@dataclass(frozen=True, slots=True)
class Depth:
    """Breadth against depth, the longest stay first."""

    own: int
    """The stay of the scenario."""
    month: Month
    target_month: Month
    """Of the widest target; the last month without one."""
    early: TargetRow | None
    """In the plan as it is the widest target that is due before the widest of all; None without one."""
    rows: tuple[StayRow, ...]
    impossible: tuple[int, ...]
    """Stays under which hard rules contradict each other."""


@dataclass(frozen=True, slots=True)
class FairStop:
    """One corner of the curve of the lowest share over persons given up."""

    given_up_bound: Fraction
    """Where the curve has its corner: the fewest to be given up for that share, in the goal's unit."""
    lowest_bound: Share
    """No plan that gives up so few has a higher lowest share."""
    persons: Persons | None
    """Covered in the last month of the whole-person plan there; None where none was made."""
    given_up: int | None
    """Persons fewer than in the plan of the first stop."""
    lowest: Share | None
    """The lowest share of a region in that plan."""
    region: Code | None
    """The region that has it."""
    price: Fraction | None
    """Persons given up for each percentage point more than at the stop before that has a price (or is the
    first); None where the plan, in whole persons, raises nothing."""


@dataclass(frozen=True, slots=True)
class Fairness:
    """Fairness against coverage: the exact curve, from most people to most even."""

    before: tuple[str, ...]
    """Goals that are held, because they come before coverage and fairness."""
    weighted: bool
    """Whether persons given up are weighted by group."""
    regions: int
    """With eligible people: one has nobody to be compared with."""
    own_money: bool
    """Whether some fund may pay in one region only."""
    stops: tuple[FairStop, ...]
    """One where the most even plan covers as many."""


@dataclass(frozen=True, slots=True)
class ShareRow:
    """The least extra money for one share of the widest target."""

    share: Share
    need: Persons
    """Persons that share asks for, those without any fund among them."""
    rupiah: Rupiah | None
    """Less than this cannot do, wherever it is added; None: no money suffices."""
    price: Fraction | None
    """Rupiah for each person more since the row before."""
    corner: bool
    """Whether a person more costs more from here on."""


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """The plan when every ceiling that is neither contracted nor paid is changed by the same share."""

    change: Fraction
    """Below 0: less."""
    money: Rupiah
    """All ceilings."""
    persons: Persons | None
    """Covered in the last month; None: hard rules contradict each other."""
    covered: Persons | None
    """Participants who count towards the target."""
    shortfall: Persons | None
    dropped: Persons | None
    """People of today who lose cover."""


@dataclass(frozen=True, slots=True)
class TargetBudget:
    """Target against budget, of the widest target."""

    target: TargetRow | None
    """The widest target in the plan as it is; None without targets."""
    shares: tuple[ShareRow, ...]
    """From what is reached to the target: round shares, corners, the most that money can reach; empty
    where it is met."""
    budgets: tuple[BudgetRow, ...]
    """From less to more; the ceilings as they are in their place."""
    kept: tuple[str, ...]
    """Funds whose ceilings stay as they are, because they are contracted or paid."""


@dataclass(frozen=True, slots=True)
class TradeOff:
    """What was asked of the three; None: not asked."""

    status: str
    stay: Depth | None
    fairness: Fairness | None
    target: TargetBudget | None
