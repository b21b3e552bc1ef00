"""The value of each goal counted again, held against what is claimed of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Any

from optimizer.audit.ledger import Ledger
from optimizer.errors import Finding
from optimizer.plan.shapes import GoalValue
from optimizer.scenario.schema import Goal, Target
from optimizer.units import Code, Month, PersonMonths, Persons, Rupiah, Share

PLACES = 6
"""Goals are printed to a millionth of their unit; a solver knows bounds no better than that."""

_MORE_IS_BETTER = ("coverage", "fairness", "months")


def claimed_goals(ledger: Ledger, claimed: Sequence[GoalValue]) -> Iterator[Finding]:
    """Each goal is claimed in its turn with the value it has, and does not beat its bound."""
    goals = ledger.scenario.goals
    if [goal.name for goal in goals] != [claim.goal for claim in claimed]:
        names = {"found": [claim.goal for claim in claimed], "allowed": [goal.name for goal in goals]}
        yield Finding("audit.goals_differ", names)
        return
    for place, (goal, claim) in enumerate(zip(goals, claimed, strict=True), start=1):
        facts = {"place": place, "goal": goal.name}
        value = value_of(ledger, goal)
        if _shown(value) != _shown(claim.value):
            yield Finding("audit.goal_value", facts | _quantities(goal, claim.value, value))
        if goal.name == "fairness" and _rounded(claim.levels) != _rounded(levels(ledger)):
            yield Finding("audit.goal_levels", facts)
        if _beats(goal, value, claim.bound):
            yield Finding("audit.goal_beats_bound", facts | _quantities(goal, value, claim.bound))


def value_of(ledger: Ledger, goal: Goal) -> Fraction:
    """The value of one goal, exactly."""
    return _VALUES[goal.name](ledger, goal)


def _beats(goal: Goal, value: Fraction, bound: Fraction) -> bool:
    if goal.name in _MORE_IS_BETTER:
        return _shown(value) > _shown(bound)
    return _shown(value) < _shown(bound)


def _shown(number: Fraction) -> Fraction:
    return Fraction(round(number, PLACES))


def _rounded(shares: Sequence[tuple[Code, Fraction]]) -> list[tuple[Code, Fraction]]:
    return [(code, _shown(share)) for code, share in shares]


def _quantities(goal: Goal, found: Fraction, allowed: Fraction) -> dict[str, Any]:
    return {"found": _quantity(goal, found), "allowed": _quantity(goal, allowed)}


def _quantity(goal: Goal, number: Fraction) -> Any:
    """The number in its unit, where it is whole."""
    if goal.name == "fairness":
        return Share(number)
    if number.denominator != 1:
        return number
    unit = {"thrift": Rupiah, "keep": PersonMonths, "months": PersonMonths}.get(goal.name, Persons)
    return unit(number)


def _keep(ledger: Ledger, goal: Goal) -> Fraction:
    """Person-months lost: who drops in a month loses that month and all after it."""
    length = len(ledger.scenario.horizon)
    return Fraction(
        sum(
            (length - at) * persons
            for dropped in ledger.dropped.values()
            for at, persons in enumerate(dropped)
        )
    )


def _targets(ledger: Ledger, goal: Goal) -> Fraction:
    """Persons short of each target within the horizon, times its weight."""
    scenario = ledger.scenario
    short = Fraction(0)
    for target in scenario.targets.values():
        if target.by in scenario.horizon:
            for codes in _places(target, scenario.codes):
                short += Fraction(target.weight) * max(0, _missing(ledger, target, codes))
    return short


def _places(target: Target, codes: Sequence[Code]) -> list[list[Code]]:
    if target.of == "each":
        return [[code] for code in codes]
    return [[code for code in codes if any(Code(scope).reaches(code) for scope in target.of)]]


def _missing(ledger: Ledger, target: Target, codes: Sequence[Code]) -> int:
    """``⌈share · base⌉`` less the persons covered; below 0 where there are more."""
    scenario = ledger.scenario
    at = target.by - scenario.horizon.first
    if target.measure == "group":
        slots = [(code, str(target.group)) for code in codes]
        base, others = sum(ledger.eligible(slot) for slot in slots), 0
    else:
        slots = [(code, group) for code in codes for group in scenario.groups]
        base = sum(int(scenario.regions[code].workers.number) for code in codes)
        others = sum(_without_fund(ledger, code, target.by) for code in codes)
    covered = others + sum(ledger.covered[slot][at] for slot in slots)
    return ceil(Fraction(target.share.number) * base) - covered


def _without_fund(ledger: Ledger, code: Code, month: Month) -> int:
    """Participants without any fund: on the line through today and the outlook, then level."""
    region = ledger.scenario.regions[code]
    today = ledger.scenario.horizon.first.plus(-1)
    points: Mapping[Month, int] = {
        today: region.active.number - sum(figure.number for figure in region.subsidised.values())
    } | {date: int(figure.number) for date, figure in region.outlook.items() if date > today}
    left = max(date for date in points if date <= month)
    right = min((date for date in points if date > month), default=None)
    if right is None:
        return points[left]
    step = Fraction(points[right] - points[left], right - left)
    return floor(points[left] + step * (month - left))


def _coverage(ledger: Ledger, goal: Goal) -> Fraction:
    """Persons covered in the last month, weighted, of the goal's groups or of all."""
    return sum(
        (
            _weight(ledger, group) * persons[-1]
            for (_, group), persons in ledger.covered.items()
            if goal.groups is None or group in goal.groups
        ),
        Fraction(0),
    )


def _weight(ledger: Ledger, group: str) -> Fraction:
    return Fraction(ledger.scenario.groups[group].weight)


def levels(ledger: Ledger) -> tuple[tuple[Code, Fraction], ...]:
    """The share of the eligible covered in the last month, region by region, ascending."""
    scenario = ledger.scenario
    shares = []
    for code in scenario.codes:
        people = sum(ledger.eligible((code, group)) for group in scenario.groups)
        if people:
            covered = sum(ledger.covered[code, group][-1] for group in scenario.groups)
            shares.append((code, Fraction(covered, people)))
    return tuple(sorted(shares, key=lambda level: (level[1], level[0])))


def _fairness(ledger: Ledger, goal: Goal) -> Fraction:
    """The lowest share; 1 where nobody is eligible anywhere."""
    return min((share for _, share in levels(ledger)), default=Fraction(1))


def _months(ledger: Ledger, goal: Goal) -> Fraction:
    """Person-months, weighted by group."""
    counts = (_weight(ledger, group) * sum(persons) for (_, group), persons in ledger.covered.items())
    return sum(counts, Fraction(0))


def _thrift(ledger: Ledger, goal: Goal) -> Fraction:
    """Rupiah."""
    return Fraction(sum(ledger.spent.values()))


def _steady(ledger: Ledger, goal: Goal) -> Fraction:
    """Persons beyond those on the same fund's list the month before."""
    paid = {(row.region, row.group, row.fund, row.month): int(row.persons) for row in ledger.rows}
    return Fraction(
        sum(
            max(0, persons - paid.get((region, group, fund, month.plus(-1)), 0))
            for (region, group, fund, month), persons in paid.items()
        )
    )


_VALUES: Mapping[str, Callable[[Ledger, Goal], Fraction]] = {
    "keep": _keep,
    "targets": _targets,
    "coverage": _coverage,
    "fairness": _fairness,
    "months": _months,
    "thrift": _thrift,
    "steady": _steady,
}
