"""Rules of a scenario that may be changed, each by whole steps, with what a change writes in the file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from optimizer.answers.repair import ORDER, Change, RuleClass
from optimizer.model.program import Program
from optimizer.model.rules import Claim
from optimizer.probes.levers import Loose
from optimizer.problem import Problem
from optimizer.scenario.paths import path_to
from optimizer.scenario.schema import Scenario
from optimizer.units import Share, decimal, percent

SETTLED = ("contracted", "paid")
"""Money that is promised or gone is never changed."""

MONEY = ("money", "set_aside")

Key = tuple[Any, ...]
"""Which rule of the file a claim belongs to."""


@dataclass(frozen=True, eq=False)
class Lever:
    """One rule that may be changed by whole steps."""

    name: str
    rule_class: RuleClass
    rules: frozenset[Key]
    """The rules that give way; a clash without any of them stays."""
    facts: Mapping[str, Any]
    loose: Loose
    before: Any
    after: Callable[[int], Any]
    """The figure after so many steps."""
    changed: Callable[[Scenario, Any], Scenario]
    """The scenario with that figure."""
    keys: tuple[str, ...] = ()
    """Where the figure stands in the file; empty for a wish, which no file states."""
    rupiah: Callable[[int], int] = field(default=lambda steps: 0)
    """Money that so many steps bring in."""

    def change(self, steps: int) -> Change:
        """What is offered."""
        after = self.after(steps)
        path = path_to(*self.keys) if self.keys else None
        assignment = f"{path}={written(after)}" if path else None
        return Change(self.name, self.rule_class, self.before, after, assignment, self.facts)

    @property
    def rank(self) -> tuple[int, int]:
        """By class, then what costs no money before what does."""
        return ORDER.index(self.rule_class), int(self.name in MONEY)


@dataclass(frozen=True, eq=False)
class Stated:
    """What a scenario states, by the rows of its program; what it states beyond ``base`` is the wish."""

    base: Scenario
    program: Program
    rows: Mapping[Key, Sequence[int]]
    """The rows of each rule of the file."""

    @property
    def problem(self) -> Problem:
        """The problem that the program states."""
        return self.program.problem

    @property
    def scenario(self) -> Scenario:
        """The scenario with the wish in it."""
        return self.program.problem.scenario


def stated(base: Scenario, program: Program) -> Stated:
    """The rows of a program by the rules of its file."""
    rows: dict[Key, list[int]] = defaultdict(list)
    for row, claim in enumerate(program.claims):
        if claim.facts:
            rows[rule_of(claim)].append(row)
    return Stated(base, program, rows)


def rule_of(claim: Claim) -> Key:
    """The rule of the file that a claim belongs to."""
    facts = dict(claim.facts)
    parts = {
        "people_floor": ("number",),
        "people_ceiling": ("number",),
        "capacity": ("region",),
        "eligible": ("region", "group"),
        "stay": (),
    }.get(claim.rule, ("fund",))
    return (claim.rule, *(facts[part] for part in parts))


def written(value: Any) -> str:
    """A figure as ``--set`` reads it.

    >>> written(Share(1, 8)), written(Fraction(3, 2)), written(6)
    ('12.5%', '1.5', '6')
    """
    if isinstance(value, Share):
        return percent(value)
    return decimal(value) if isinstance(value, Fraction) else str(int(value))
