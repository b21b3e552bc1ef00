"""What contradicts what, and the least changes after which a plan exists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from optimizer.answers.headline import Headline
from optimizer.answers.wish import Wish
from optimizer.plan.shapes import Reason

RuleClass = Literal["wish", "policy", "regulation", "data", "law", "commitment"]
"""By whom a rule may be changed: who wishes; the head of the region; a new regulation; whoever finds that a
figure is wrong; nobody here (law); nobody any more (money contracted or paid)."""

ORDER: tuple[RuleClass, ...] = ("wish", "policy", "regulation", "data")
"""Repairs are offered in this order; law and commitments are never changed."""


@dataclass(frozen=True, slots=True)
class Member:
    """One rule of the clashing set: without it the others hold together."""

    rule: Reason
    rule_class: RuleClass


@dataclass(frozen=True, slots=True)
class Change:
    """One rule changed to a figure."""

    lever: str
    """people_floor, people_ceiling, capacity, capacity_everywhere, stay, eligible, money, set_aside,
    spend_at_least, per_region_min, per_region_max or ratio; of a wish wish_floor, wish_ceiling,
    wish_rupiah_least or wish_rupiah_most."""
    rule_class: RuleClass
    before: Any
    """Persons, rupiah, a share, a ratio, or months of stay."""
    after: Any
    assignment: str | None
    """``path=value`` as ``--set`` reads it; None for the wish itself, and for keys no path can write."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """Which rule: its fund, region, group, number."""


@dataclass(frozen=True, slots=True)
class Repair:
    """Changes that suffice together, each by its least amount, and the plan they lead to."""

    changes: tuple[Change, ...]
    reached: Headline
    """Of the audited plan after the changes."""


@dataclass(frozen=True, slots=True)
class Repairs:
    """The answer of ``repair``."""

    status: str
    wish: Wish | None
    fits: Headline | None
    """The plan, where nothing contradicts and nothing needs repair."""
    sums: tuple[Reason, ...]
    """What is impossible by arithmetic, found before any solver ran."""
    clash: tuple[Member, ...]
    """A smallest clashing set; empty where only whole people do not fit."""
    repairs: tuple[Repair, ...]
    """By class of what is changed, then what costs no money, then the least money."""
    untried: int
    """Further repairs that were found and not offered."""
