"""What targets cost: the least money beside today's ceilings, by when and from whom."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from optimizer.units import Code, Month, PersonMonths, Persons, Rupiah

Key = Literal["cheapest", "own", "matched", "ability"]
"""``cheapest`` of all; each region closes its ``own`` gap; a payer above tops up what is ``matched``; in
proportion to each region's ``ability``."""

Limit = Literal["", "people", "stay", "capacity", "rules"]
"""What keeps a target out of reach, however much money there is; empty where nothing does."""


@dataclass(frozen=True, slots=True)
class TargetNeed:
    """One target in one place: what it asks for, and what could be reached at most with any money."""

    id: str
    of: str
    """A code, or codes joined by a comma."""
    by: Month
    share: Fraction
    base: Persons
    need: Persons
    others: Persons
    """Of those who count, the participants without any fund."""
    eligible: Persons
    """Whom funds may pay for there, those paid for today included."""
    reach: Persons
    """At most so many can count; the need itself where it can be met."""
    missing: Persons
    """The need less what can be reached."""
    limit: Limit
    """Why more cannot be reached."""


@dataclass(frozen=True, slots=True)
class Added:
    """Money that one owner adds in one fiscal year."""

    owner: Code
    year: int
    region: Code | None
    """The only region it pays in; None: wherever the fund may."""
    fund: str | None
    """The fund whose ceiling rises; None: a further line of that owner and year."""
    rupiah: Rupiah
    person_months: PersonMonths
    first: Month
    """The first month that it pays in the plan."""
    last: Month
    assignment: str | None
    """The change of the file that adds it, for ``--set``; None where no file states it."""


@dataclass(frozen=True, slots=True)
class Part:
    """One region's part of a sum that is shared by ability."""

    code: Code
    ability: Rupiah
    part: Rupiah
    """Its part of the sum, rounded down."""
    used: Rupiah
    """What the plan uses of it."""


@dataclass(frozen=True, slots=True)
class Way:
    """The least extra money under one key of sharing."""

    key: Key
    lacks: str
    """The scenario key without which it is not answered; ``plan`` where no payable plan was found near the
    least; empty otherwise."""
    possible: bool
    """Whether money of those who bring it under this key can do it at all."""
    rupiah: Rupiah
    least: Rupiah
    """Proven: with less than this no payable plan does it. It is ``rupiah`` itself where ``proven``."""
    proven: bool
    added: tuple[Added, ...]
    """By fiscal year, then owner."""
    targets: tuple[TargetNeed, ...]
    """What is asked here: with ``own`` a target of several regions is asked of each by itself."""
    in_order: bool
    """Whether the plan meets the targets in the scenario's own order of goals."""
    sum: Rupiah
    """Only ``ability``: the sum that is shared; not all of it need be used."""
    parts: tuple[Part, ...]
    """Only ``ability``."""
    payer: Code | None
    """Only ``matched``: who tops up."""
    ratio: Fraction | None
    """Only ``matched``: rupiah of the payer for each rupiah of the region."""
    matched_fund: str | None
    """Only ``matched``: the fund whose own matching rule says the ratio."""


@dataclass(frozen=True, slots=True)
class Need:
    """The least extra money that meets targets, under each key of sharing."""

    status: str
    targets: tuple[TargetNeed, ...]
    ways: tuple[Way, ...]
    """``cheapest``, ``own``, ``matched``, ``ability``."""
    ability: str | None
    """What the figures of ability measure."""
    today: Rupiah
    """All ceilings as they are."""
    lost: Persons
    """Persons of today who lose cover with today's money, and need not with what is added."""

    @property
    def reachable(self) -> bool:
        """Whether money alone can meet every target."""
        return not any(row.missing for row in self.targets)
