"""Why the plan is as it is: a region, a fund, a wish it does not fulfil."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from optimizer.answers.headline import Headline, RegionChange
from optimizer.answers.wish import Wish
from optimizer.errors import Finding
from optimizer.plan.shapes import Reason
from optimizer.units import Code, Month, PersonMonths, Persons, Rupiah


@dataclass(frozen=True, slots=True)
class GoalChange:
    """What one goal reaches in two plans."""

    goal: str
    unit: str
    before: Fraction
    """In the unit; for fairness the lowest share that differs, or the lowest of all."""
    after: Fraction
    worse: bool
    """Whether the second plan reaches less of it."""


@dataclass(frozen=True, slots=True)
class FundChange:
    """What one fund pays in two plans."""

    id: str
    name: str
    before: Rupiah
    after: Rupiah


@dataclass(frozen=True, slots=True)
class WhyNot:
    """A wish forced into the plan: what it costs, or what forbids it."""

    status: str
    wish: Wish
    verdict: Literal["holds", "costs", "impossible"]
    """``holds``: the plan obeys it as it is."""
    figure: int
    """Persons (the month that is furthest from the wish) or rupiah in the plan as it is."""
    sums: tuple[Finding, ...]
    """Impossible by arithmetic: each reason with its sum."""
    clash: tuple[Finding, ...]
    """Impossible: the smallest set of rules that contradict each other, the wish among them."""
    before: Headline
    after: Headline | None
    """With the wish; None where no plan obeys it."""
    goals: tuple[GoalChange, ...]
    """In their order; the first that is worse is the price."""
    regions: tuple[RegionChange, ...]
    """Those with other people or money, who loses most persons first."""
    funds: tuple[FundChange, ...]
    """Those that pay another sum."""


@dataclass(frozen=True, slots=True)
class Paid:
    """What one fund pays in a region."""

    id: str
    name: str
    owner: Code
    persons: Persons
    """In the last month."""
    person_months: PersonMonths
    rupiah: Rupiah
    everywhere: Rupiah
    """What it pays in all regions."""
    spendable: Rupiah
    """Its ceiling less what is set aside."""


@dataclass(frozen=True, slots=True)
class Needed:
    """One target that counts the region."""

    id: str
    of: str
    by: Month
    group: str | None
    share: Fraction
    base: Persons
    """Of the region alone."""
    need: Persons
    """The region's own need, or its part of a larger area's at the same share."""
    covered: Persons
    shortfall: Persons
    part: bool
    """Whether the target is of a larger area, so that the need is only its part."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """One region's part of its eligible covered in the last month."""

    place: int
    """From 1, the highest share first; equal shares share the last of their places."""
    code: Code
    name: str
    eligible: Persons
    persons: Persons
    own: Rupiah
    """What its own funds may pay there, in all months that are planned."""
    others: Rupiah
    """What others' funds pay there."""


@dataclass(frozen=True, slots=True)
class Binding:
    """One rule that holds a region back, and the plan without it, or with a sum more."""

    rule: str
    """money, per_region_max, matching, capacity, ceiling, floor, spend_at_least, per_region_min or stay."""
    fund: str | None
    of: str | None
    number: int | None
    """Place of a rule in its list, from 1."""
    amount: int | None
    """Rupiah, persons or months of the rule as it is."""
    ratio: Fraction | None
    region_persons: int
    """Persons more in the region in the last month, when it is lifted."""
    region_months: int
    """Person-months more in the region."""
    persons: int
    """Persons more in all regions in the last month."""
    person_months: int
    dropped: int
    """Persons of today more who lose cover."""
    regions: tuple[RegionChange, ...]
    """Money: the regions with other people or money, who gains most persons first; empty for a rule."""


@dataclass(frozen=True, slots=True)
class Full:
    """A group of which everybody eligible is covered in the last month."""

    group: str
    eligible: Persons


@dataclass(frozen=True, slots=True)
class WhyRegion:
    """Why a region gets what it gets."""

    status: str
    code: Code
    name: str
    eligible: Persons
    subsidised_before: Persons
    persons: Persons
    """Covered in the last month."""
    person_months: PersonMonths
    rupiah: Rupiah
    dropped: Persons
    place: int
    """Among all regions with somebody eligible, by the part of them covered; 0 when it has nobody."""
    regions: int
    """How many regions are ranked."""
    ranking: tuple[Ranked, ...]
    full: tuple[Full, ...]
    funds: tuple[Paid, ...]
    """Every fund that may pay there."""
    targets: tuple[Needed, ...]
    more: Rupiah
    """What a fund is given more in ``rules``."""
    rules: tuple[Binding, ...]
    """Those that change something, the region's gain first."""


@dataclass(frozen=True, slots=True)
class Extra:
    """Money that one fund needs more."""

    id: str | None
    """None: a fund that the scenario does not have yet."""
    name: str | None
    owner: Code
    year: int
    """Its fiscal year."""
    before: Rupiah
    """Its ceiling."""
    rupiah: Rupiah
    """So much more."""


@dataclass(frozen=True, slots=True)
class Mend:
    """The smallest change of one kind that makes the fund use a part of what it keeps."""

    kind: Literal["money", "stay", "capacity", "per_region_max", "matching", "ceiling"]
    number: int | None
    """Place of a rule on persons in its list, from 1."""
    before: int | Fraction
    """The figure as it is: rupiah, months, persons, a ratio or a share."""
    after: int | Fraction
    """The figure that is enough; one step nearer to ``before`` is not."""
    extra: tuple[Extra, ...]
    """Money: the funds that get it; their sum is ``after``."""
    persons: Persons | None
    """Money, where it is persons x months x premium."""
    months: int | None
    premium: Rupiah | None
    used: Rupiah
    """What the fund then pays more."""
    covered: int
    """Persons more in the last month, in all regions."""


@dataclass(frozen=True, slots=True)
class Cause:
    """One part of what a fund keeps, why, and what would use it."""

    reason: Reason
    mends: tuple[Mend, ...]
    """Each by itself is enough; empty where no single change was found."""
    tried: tuple[str, ...]
    """Kinds of change that were tried and are not enough, however large."""


@dataclass(frozen=True, slots=True)
class Next:
    """What a further sum in a fund does."""

    rupiah: Rupiah
    used: Rupiah
    """How much of it the fund pays."""
    persons: int
    """Persons more in the last month."""
    person_months: int
    regions: tuple[RegionChange, ...]
    """Those with other people or money, who gains most persons first."""
    unused: tuple[Reason, ...]
    """Why the fund then keeps money; empty where the whole sum is used."""


@dataclass(frozen=True, slots=True)
class WhyFund:
    """Why a fund keeps money, and the smallest change that would use it."""

    status: str
    id: str
    name: str
    owner: Code
    ceiling: Rupiah
    set_aside: Rupiah
    allocated: Rupiah
    left: Rupiah
    person_months: PersonMonths
    """What it pays for."""
    premium: Rupiah
    """The cheapest it can pay."""
    causes: tuple[Cause, ...]
    """They add up to what is left, less what is set aside."""
    next: Next | None
    """When it is all spent, or a sum is asked about: what a further sum would do."""
