"""How far whole persons may take a goal from its bound, stated in one place."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from oracle_case import Facts, Goal, read

Case = dict[str, Any]


def one_person_a_cell(facts: Facts, goal: Goal) -> Fraction:
    """One person in every region and group in which somebody is eligible, in the unit of the goal.

    coverage: a person, times the heaviest weight. months: a person in each month. keep: a person who is
    lost for the whole horizon. targets: a person in each cell of each target, times its weight. thrift: a
    person's premium in each month. steady: a person taken onto the list of one fund. fairness: a person in
    each group of the smallest region, as a share.
    """
    cells = [cell for cell, people in facts.eligible.items() if people]
    heaviest = max(facts.weight.values())
    dearest = max((premium for fund in facts.funds for premium in fund.premium.values()), default=0)
    match goal.name:
        case "coverage":
            return len(cells) * heaviest
        case "months":
            return len(cells) * facts.length * heaviest
        case "keep":
            return Fraction(len(cells) * facts.length)
        case "targets":
            return sum((t.weight * len(t.regions) * len(t.groups) for t in facts.targets), Fraction(0))
        case "thrift":
            return Fraction(len(cells) * facts.length * dearest)
        case "steady":
            return Fraction(len(cells))
        case "fairness":
            return Fraction(len(facts.groups), min(map(facts.people, facts.shared), default=1))
    raise ValueError(goal.name)


def given_up(goal: Goal, bound: float) -> float:
    """What the goals after it may take from a goal."""
    return float(goal.amount) + float(goal.share) * abs(bound)


def far(case: Case, values: list[Any], bounds: list[Any]) -> list[str]:
    """The goals further from their bound than one person a cell and what they give up."""
    facts = read(case)
    found = []
    for goal, value, bound in zip(facts.goals, values, bounds, strict=True):
        pairs = zip(value, bound, strict=True) if isinstance(value, list) else [(value, bound)]
        for one, best in pairs:
            allowed = float(one_person_a_cell(facts, goal)) + given_up(goal, best)
            if abs(float(one) - best) > allowed + 1e-4 * max(1.0, abs(best) * 1e-2):
                found.append(f"{goal.name}: {float(one)} of {best}, may miss {allowed}")
    return found
