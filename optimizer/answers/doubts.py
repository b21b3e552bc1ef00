"""What is not proven of the plans behind an answer: which priority is open first, and by how much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from optimizer.plan.shapes import GoalValue, Plan
from optimizer.plan.steps import behind, parts, reach
from optimizer.scenario.schema import Scenario


@dataclass(frozen=True, slots=True)
class Doubt:
    """The first goal of one plan that might be better."""

    place: int
    """Its place among the goals, from 1."""
    goal: str
    behind: Fraction
    """How far it is from its bound, in ``unit``."""
    unit: str


def first_doubt(scenario: Scenario, plan: Plan) -> Doubt:
    """The first goal in which a plan that is not proven lies a whole step or more behind its bound.

    Where every goal that is counted is as near as can be, it is fairness, or the last goal.
    """
    return first_open(scenario, plan.goals, parts(scenario))


def first_open(scenario: Scenario, goals: Sequence[GoalValue], several: int) -> Doubt:
    """The same, from the values of its goals; ``several`` are the parts that are solved apart."""
    open_ = [
        Doubt(place, claim.goal, behind(goal, claim), claim.unit)
        for place, (goal, claim) in enumerate(zip(scenario.goals, goals, strict=True), start=1)
    ]
    for doubt, goal in zip(open_, scenario.goals, strict=True):
        if doubt.goal != "fairness" and doubt.behind >= reach(scenario, goal, several):
            return doubt
    return next((doubt for doubt in open_ if doubt.goal == "fairness"), open_[-1])


def gravest(doubts: Sequence[Doubt]) -> Doubt:
    """Of the goals that come first, the one furthest from its bound."""
    return min(doubts, key=lambda doubt: (doubt.place, -doubt.behind))
