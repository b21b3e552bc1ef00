"""The goals solved in turn in whole persons, by integer programming; for tiny cases."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from math import ceil, floor, lcm

import numpy as np
from numpy.typing import NDArray
from oracle_audit import Cell, Value, broken, covered_persons, paid, values
from oracle_case import Facts, Goal, Payment, written
from oracle_lp import Program, program
from oracle_rules import Row, Terms, last_month, paying, wanted
from scipy.optimize import Bounds, LinearConstraint, milp

SECONDS = 60
"""A case that needs longer is not tiny."""
SOLVED, IMPOSSIBLE = 0, 2
Solved = tuple[Program, list[Payment], Value]


def whole_stages(facts: Facts) -> tuple[list[Value], list[Payment]] | None:
    """Each goal's optimum in whole persons, in turn, and the last plan; None under a contradiction.

    Fairness is exact leximin: the lowest share is raised, then as few regions as possible are left
    at it, then the lowest of the others is raised, and so on.
    """
    stated = program(facts, levels=len(facts.regions))
    plan = _plan(facts, stated, {}, 1)
    if plan is None:
        return None
    found: list[Value] = []
    for k, goal in enumerate(facts.goals):
        if goal.name == "fairness":
            stated, plan, value = _leximin(facts, stated, goal, plan)
        else:
            stated, plan, value = _stage(facts, stated, goal, k)
        found.append(value)
    return found, plan


def _solve(stated: Program, terms: Terms, sign: int) -> NDArray[np.float64] | None:
    """A plan in which the terms are most (+1) or least (-1); persons and binaries are whole."""
    whole = np.array([key[0] in ("x", "b") for key in stated.place])
    found = milp(
        stated.costs(terms, sign),
        integrality=whole.astype(int),
        bounds=Bounds(0, stated.upper),
        constraints=LinearConstraint(stated.matrix, stated.low, stated.high),
        options={"mip_rel_gap": 0, "time_limit": SECONDS},
    )
    if found.status == SOLVED:
        return np.asarray(found.x)
    if found.status == IMPOSSIBLE:
        return None
    raise RuntimeError(found.message)


def _plan(facts: Facts, stated: Program, terms: Terms, sign: int) -> list[Payment] | None:
    """The payments of such a plan, which break no rule."""
    answer = _solve(stated, terms, sign)
    if answer is None:
        return None
    persons: Counter[Cell] = Counter()
    for cell in paying(facts):
        persons[cell] = round(answer[stated.place["x", *cell]])
    payments = written_out(facts, persons)
    if broken(facts, payments):
        raise RuntimeError(f"the oracle's plan breaks its own rules: {broken(facts, payments)}")
    return payments


def _sure(plan: list[Payment] | None) -> list[Payment]:
    if plan is None:
        raise RuntimeError("a program with a plan was called impossible")
    return plan


def written_out(facts: Facts, persons: Counter[Cell]) -> list[Payment]:
    """One row for each cell that is not zero, as ``payments.csv`` has them."""
    premium = {fund.id: fund.premium for fund in facts.funds}
    return [
        {
            "region": region,
            "group": group,
            "fund": fund,
            "month": written(facts.first + at),
            "persons": count,
            "rupiah": count * premium[fund][group, at],
        }
        for (region, group, fund, at), count in sorted(persons.items())
        if count
    ]


def _stage(facts: Facts, stated: Program, goal: Goal, k: int) -> Solved:
    """One goal but fairness: its exact value, and the program in which it is held."""
    terms, sign, unit = wanted(facts, goal)
    scale = lcm(*(Fraction(value).denominator for value in terms.values()))
    terms = {key: Fraction(value) * scale for key, value in terms.items()}
    plan = _sure(_plan(facts, stated, terms, sign))
    value = values(facts, plan)[k]
    if isinstance(value, list):
        raise TypeError(goal.name)
    limit = (value - sign * (goal.amount + goal.share * value)) / unit * scale
    row = Row(terms, low=ceil(limit)) if sign > 0 else Row(terms, high=floor(limit))
    return stated.holding(row), plan, value


def _leximin(facts: Facts, stated: Program, goal: Goal, plan: list[Payment]) -> Solved:
    """Lowest share first, then the fewest regions at it; ``b[level, r] = 1``: r stands above the level."""
    if goal.share or goal.amount:
        raise NotImplementedError("the whole oracle gives up nothing in fairness")
    levels: list[Fraction] = []
    free: set[str] | None = None
    for level in range(len(facts.shared)):
        lifted = _lifted(facts, stated, level)
        plan = _sure(_plan(facts, lifted, {("z",): 1}, 1))
        lowest = sorted(_share(facts, plan).values())[len(levels)]
        stated = stated.holding(*_level(facts, level, lowest))
        above: Terms = {("b", level, region): 1 for region in facts.shared}
        plan = _sure(_plan(facts, stated, above, 1))
        free = {region for region, share in _share(facts, plan).items() if share > lowest}
        stated = stated.holding(Row(above, low=len(free)))
        levels += [lowest] * (len(facts.shared) - len(free) - len(levels))
        if not free:
            break
    return stated, plan, list(levels)


def _lifted(facts: Facts, stated: Program, level: int) -> Program:
    """``z`` is at most the share of every region above the level before."""
    rows = []
    for region in facts.shared:
        people = facts.people(region)
        terms = last_month(facts, region) | {("z",): -people}
        if level:
            terms["b", level - 1, region] = -people
        rows.append(Row(terms, low=-people if level else 0))
    return stated.holding(*rows)


def _level(facts: Facts, level: int, lowest: Fraction) -> list[Row]:
    """Who stood above the level before has at least this one; ``b`` is 1 only for who has more."""
    rows = []
    for region in facts.shared:
        people, persons = facts.people(region), last_month(facts, region)
        least = ceil(lowest * people)
        if level:
            rows.append(Row(persons | {("b", level - 1, region): -people}, low=least - people))
            rows.append(Row({("b", level, region): 1, ("b", level - 1, region): -1}, high=0))
        else:
            rows.append(Row(persons, low=least))
        rows.append(Row(persons | {("b", level, region): -floor(lowest * people) - 1}, low=0))
    return rows


def _share(facts: Facts, plan: list[Payment]) -> dict[str, Fraction]:
    """Covered of the eligible in the last month, by region."""
    lines = covered_persons(facts, paid(facts, plan))
    return {r: Fraction(sum(lines[r, g][-1] for g in facts.groups), facts.people(r)) for r in facts.shared}
