"""What is lost when one payer brings nothing, or when a part of all money must go."""

from __future__ import annotations

from dataclasses import dataclass

from optimizer.answers.headline import Headline, RegionChange
from optimizer.errors import Finding
from optimizer.plan.shapes import TargetRow
from optimizer.units import Code, Month, Persons, Rupiah, Share


@dataclass(frozen=True, slots=True)
class Unbound:
    """The plan when a payer withdraws only money that is neither contracted nor paid."""

    money: Rupiah
    """Ceilings of those funds, less what is set aside."""
    lost: int
    """Persons fewer in the last month; below 0: more."""
    person_months: int
    """Person-months fewer; below 0: more."""
    dropped: int
    """People of today who lose cover and would not have lost it."""


@dataclass(frozen=True, slots=True)
class RegionDrop:
    """One region's people of today who lose cover and would not have lost it."""

    code: Code
    dropped: int
    """Below 0: fewer lose cover than in the plan as it is."""


@dataclass(frozen=True, slots=True)
class Absent:
    """The plan when one payer brings nothing, contracted and paid money included."""

    owner: Code
    money: Rupiah
    """Ceilings of the payer's funds, less what is set aside."""
    bound: Rupiah
    """Of that money what is contracted or paid already."""
    lost: int
    """Persons fewer in the last month; below 0: more, where goals before coverage leave it so."""
    elsewhere: int
    """Of those lost, persons of regions that the payer itself does not reach."""
    person_months: int
    """Person-months fewer; below 0: more."""
    dropped: int
    """People of today who lose cover and would not have lost it."""
    shortfall: Persons
    """Missing to the widest target in the plan without the payer."""
    regions: tuple[RegionChange, ...]
    """Regions whose people or money differ, the one that loses most first."""
    drops: tuple[RegionDrop, ...]
    """Regions where other people of today lose cover, the one where most do first."""
    unbound: Unbound | None
    """Where one payer is asked for who has contracted or paid money and other money too; None elsewhere,
    and where hard rules clash."""
    clash: tuple[Finding, ...]
    """Where hard rules cannot hold without the payer: a smallest set of them; else empty."""


@dataclass(frozen=True, slots=True)
class FundCut:
    """What is cut from one fund."""

    fund: str
    ceiling: Rupiah
    cut: Rupiah
    unused: Rupiah
    """Of the cut, money that the plan does not use anyhow."""


@dataclass(frozen=True, slots=True)
class Cut:
    """The division of one sum that loses fewest people."""

    asked: Rupiah
    share: Share | None
    """The sum as a share of all ceilings, where it was asked for so."""
    possible: Rupiah
    """The most that can be cut from the funds that may be cut; below ``asked`` nothing is divided."""
    lost: int
    """Persons fewer in the last month of the plan with the cut ceilings; below 0: more."""
    person_months: int
    """Person-months fewer; below 0: more."""
    dropped: int
    """People of today who lose cover and would not have lost it."""
    shortfall: Persons
    """Missing to the widest target in that plan."""
    unused: Rupiah
    """Of the cuts, money that the plan does not use anyhow."""
    funds: tuple[FundCut, ...]
    """In the order of the scenario; together at least the sum."""
    even: int | None
    """Persons lost when every fund that may be cut gives the same share; None: then hard rules clash."""
    even_share: Share
    """That share of what each of them has; 0 where nothing may be cut."""
    clash: tuple[Finding, ...]
    """Where hard rules cannot hold after any such cut: a smallest set of them; else empty."""


@dataclass(frozen=True, slots=True)
class Without:
    """Every payer's absence, the one that loses most first, and the cuts."""

    status: str
    month: Month
    """The last month, in which persons are counted."""
    base: Headline
    """The plan as it is."""
    target: TargetRow | None
    """The widest target in that plan; None without targets."""
    payers: tuple[Absent, ...]
    cuts: tuple[Cut, ...]
    kept: tuple[str, ...]
    """Funds that are not cut, because they are contracted or paid."""
