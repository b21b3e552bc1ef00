"""What to decide now while it is uncertain what money comes, and what follows in each future."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from optimizer.answers.document import EXACT
from optimizer.answers.doubts import Doubt
from optimizer.answers.headline import Headline
from optimizer.errors import Finding
from optimizer.units import Code, Month, PersonMonths, Persons, Rupiah, Share

Standing = Literal["optimal", "first_goals", "within_bound"]
"""No decision is better in any goal; in none before one of which nothing is claimed; or one might be."""


@dataclass(frozen=True, slots=True)
class ExpectedGoal:
    """One goal over all futures, each counted by its probability."""

    goal: str
    value: Fraction
    """What the plans reach on average; for fairness the lowest expected share."""
    bound: Fraction | None
    """The best average any decision could reach while the goals before stay; None from fairness on."""
    unit: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one decision comes to in one future: the best plan that begins with it."""

    future: str
    headline: Headline
    goals: tuple[Fraction, ...]
    """The value of each goal, in the order of the scenario."""


@dataclass(frozen=True, slots=True)
class Allocated:
    """What one fund pays in one region until the last decided month."""

    fund: str
    region: Code
    persons: Persons
    """Paid for in the last decided month."""
    person_months: PersonMonths
    rupiah: Rupiah


@dataclass(frozen=True, slots=True)
class Averages:
    """Outcomes over all futures."""

    persons_end: Fraction
    """Expected persons in the last month."""
    worst_persons_end: Fraction
    """Mean of the persons in the last month over the worst part of the probability."""
    person_months: Fraction
    shortfall: Fraction
    """Expected persons missing to the widest target."""
    worst_shortfall: Fraction
    dropped: Fraction
    rupiah: Fraction


@dataclass(frozen=True, slots=True)
class Course:
    """One decision for now, and what follows."""

    standing: Standing
    """``first_goals``: no decision in whole persons is better in the goals before ``unclaimed``."""
    unclaimed: str | None
    """The first goal of which nothing is claimed, for futures answer it apart; None: there is none."""
    persons: Persons
    """Paid for in the last decided month."""
    enrolled: Persons
    """Newly enrolled until then."""
    dropped: Persons
    """People of today who have lost cover until then."""
    rupiah: Rupiah
    allocated: tuple[Allocated, ...]
    """By fund in the order of the scenario and by region; cells without anybody are left out."""
    outcomes: tuple[Outcome, ...]
    """In each future, in the order of the scenario."""
    averages: Averages
    goals: tuple[ExpectedGoal, ...]
    doubt: Doubt | None
    """The first goal in which another decision might be better, on average or in the worst part."""


@dataclass(frozen=True, slots=True)
class Uncarried:
    """People enrolled now whom a future has no money to carry to the end."""

    persons: Persons
    """The fewest in any month at most, even if every other person of that future gave way."""
    months: int
    """Months from the first that is not decided to the end."""
    person_months: PersonMonths
    """Of these people in these months; fewer than both multiplied where they are fewer in some month."""
    premium: Rupiah | None
    """Of one person-month; None where it is not the same everywhere."""
    rupiah: Rupiah
    """The least money that is missing."""


@dataclass(frozen=True, slots=True)
class NaiveOutcome:
    """What a decision made for one future alone comes to in another."""

    future: str
    headline: Headline | None
    """None where its rules cannot be obeyed any more."""
    uncarried: Uncarried | None
    clash: tuple[Finding, ...]
    """The rules that cannot hold, where more than money is missing."""


@dataclass(frozen=True, slots=True)
class Naive:
    """Deciding as if one budget were certain, then adapting."""

    kind: Literal["likely", "mean"]
    future: str
    """The most probable future; empty for the mean of all budgets."""
    outcomes: tuple[NaiveOutcome, ...]
    persons_end: Fraction | None
    """Expected persons in the last month; None where it fails in some future."""
    gained: Fraction | None
    """Expected persons that planning for all futures gains over it; below 0: loses."""
    worse: str | None
    """The first goal that it serves worse on average; None where it serves all as well."""


@dataclass(frozen=True, slots=True)
class FutureRow:
    """One future by itself."""

    name: str
    label: str
    probability: Share = field(metadata=EXACT)
    known: Outcome
    """Its best plan if it were known now."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One average beside another: how much more persons and person-months, and where goals first part."""

    persons: Fraction
    worst_persons: Fraction
    """The same in the worst part of the probability."""
    person_months: Fraction
    shortfall: Fraction
    """Persons fewer below the widest target."""
    worst_shortfall: Fraction
    first: str | None
    """The first goal in which they differ."""


@dataclass(frozen=True, slots=True)
class Futures:
    """The decision for now by the average and with caution, and what knowing would be worth."""

    status: Standing
    decided_until: Month
    month: Month
    """The last month, in which persons are counted."""
    caution: Share
    """The worst part looked at is the rest of the probability."""
    target: str | None
    """The widest target; None without targets."""
    targets: int
    """How many targets there are; people missing are summed over all of them."""
    impossible: tuple[str, ...]
    """Futures of 0 %, which are left out, as readers call them."""
    futures: tuple[FutureRow, ...]
    expected: Course
    """Best on average."""
    cautious: Course
    """Best in the worst part of the probability."""
    same: bool
    """Whether both decide the same now."""
    known: Averages
    """If it were known now which future comes."""
    waiting: Compared
    """What knowing gains over the decision that is best on average."""
    price: Compared
    """What the decision that is best on average gains over the cautious one."""
    naive: tuple[Naive, ...]
    findings: tuple[Finding, ...]
    """Warnings of the changes that the futures make."""
