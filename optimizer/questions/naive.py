"""Simple ways to divide money that may pay in more than one region, each under all rules of the scenario."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import floor

import numpy as np

from optimizer.answers.baseline import Rule
from optimizer.answers.doubts import first_doubt
from optimizer.audit import passed
from optimizer.plan.shapes import Plan
from optimizer.plan.tally import tally
from optimizer.problem import MoneyRow, Problem
from optimizer.questions.desk import Desk
from optimizer.scenario.naming import naming
from optimizer.scenario.schema import Scenario
from optimizer.solve.answer import drafted_problem

RULES: tuple[Rule, ...] = ("equal", "workers", "poor", "first", "today")

POOR = ("miskin", "poor")
"""Words by which a group's key or label says that its people are poor."""

Division = Mapping[tuple[int, int], int]
"""Fund and region to what the fund may pay there, in units of the fund."""


def shared_funds(problem: Problem) -> dict[int, list[int]]:
    """Funds that may pay in more than one region, with those regions."""
    reached: dict[int, set[int]] = {}
    regions = problem.region_of[problem.cells.slot]
    for fund, region in zip(problem.cells.fund.tolist(), regions.tolist(), strict=True):
        reached.setdefault(fund, set()).add(region)
    return {fund: sorted(there) for fund, there in sorted(reached.items()) if len(there) > 1}


def poor_groups(scenario: Scenario) -> tuple[str, ...]:
    """Groups called poor by their key or label; where none is, the first group of the scenario."""
    called = [
        name
        for name, group in scenario.groups.items()
        if any(word in f"{name} {group.label or ''}".lower() for word in POOR)
    ]
    return tuple(called or [next(iter(scenario.groups))])


def division(problem: Problem, rule: Rule) -> Division | None:
    """Each shared fund's whole ceiling by a rule; None where there is nothing to divide by."""
    ceilings = {row.fund: row.units for row in problem.money if row.rule == "ceiling"}
    parts: dict[tuple[int, int], int] = {}
    for fund, regions in shared_funds(problem).items():
        if rule == "first":
            given = _served(problem, fund, regions, ceilings[fund])
        else:
            weights = [_weight(problem, rule, region) for region in regions]
            if not any(weights):
                return None
            given = by_weight(ceilings[fund], weights)
        parts |= {(fund, region): units for region, units in zip(regions, given, strict=True)}
    return parts


def by_weight(whole: int, weights: Sequence[int]) -> list[int]:
    """Parts in proportion to weights that add up to the whole: largest remainder, then the first.

    >>> by_weight(10, [1, 1, 1])
    [4, 3, 3]
    """
    exact = [Fraction(whole * weight, sum(weights)) for weight in weights]
    parts = [floor(part) for part in exact]
    order = sorted(range(len(weights)), key=lambda place: (parts[place] - exact[place], place))
    for place in order[: whole - sum(parts)]:
        parts[place] += 1
    return parts


def _weight(problem: Problem, rule: Rule, region: int) -> int:
    here = problem.scenario.regions[problem.codes[region]]
    slots = list(problem.slots_of(region))
    if rule == "workers":
        return int(here.workers.number)
    if rule == "today":
        return int(problem.subsidised[slots].sum())
    if rule == "poor":
        poor = poor_groups(problem.scenario)
        eligible = problem.eligible[slots].tolist()
        return sum(n for name, n in zip(problem.groups, eligible, strict=True) if name in poor)
    return 1


def _served(problem: Problem, fund: int, regions: Sequence[int], units: int) -> list[int]:
    """Regions in order of code sign for all their eligible and every month the fund pays, while it lasts."""
    cells = problem.cells
    wanted = np.where(cells.fund == fund, problem.eligible[cells.slot] * cells.units, 0)
    given: list[int] = []
    for region in regions:
        want = int(wanted[problem.region_of[cells.slot] == region].sum())
        given.append(min(want, units - sum(given)))
    return given


def divided(problem: Problem, parts: Division) -> Problem:
    """The problem in which shared funds pay in each region at most their part."""
    kept = []
    parts_left = dict(parts)
    for row in problem.money:
        here = (row.fund, -1 if row.region is None else row.region)
        if row.rule == "per_region_max" and here in parts_left:
            row = replace(row, units=min(row.units, parts_left.pop(here)))
        kept.append(row)
    more = [MoneyRow("per_region_max", fund, region, units) for (fund, region), units in parts_left.items()]
    return replace(problem, money=(*kept, *more))


def plan(desk: Desk, parts: Division) -> Plan:
    """The audited plan of a division: the same rules, the same goals, only the money lies elsewhere.

    Raises:
        ContradictionError: with this division hard rules contradict each other.
        StoppedError: a limit came before the proof.
    """
    scenario = desk.scenario
    with naming(scenario):
        draft = drafted_problem(divided(desk.problem, parts), desk.limits, desk.workshop)
        passed(scenario, draft.payments, draft.goals)
    found = tally(scenario, draft, "")
    desk.plans += 1
    if found.status != "optimal":
        desk.status = found.status
        desk.doubts.append(first_doubt(scenario, found))
    return found
