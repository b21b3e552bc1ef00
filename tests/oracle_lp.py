"""The goals solved in turn as a linear program, with scipy's HiGHS."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray
from oracle_case import Facts, Goal
from oracle_rules import Key, Number, Row, Terms, columns, last_month, rules, wanted
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

HELD = 1e-8
"""What a held value may lack, relative above 1: a hundred times the row error asked of HiGHS below, or
the value of one program, off by that error, makes the next one impossible."""
LEVEL = 1e-5
"""A share that no LP raises by more than this is blocked: far above HELD, far below 1/E of a test case."""
EXACT = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}
SOLVED, IMPOSSIBLE = 0, 2

Value = float | list[float]


@dataclass(frozen=True)
class Program:
    """Rows over columns, ready for a solver."""

    place: dict[Key, int]
    upper: NDArray[np.float64]
    matrix: Any
    low: NDArray[np.float64]
    high: NDArray[np.float64]

    def holding(self, *rows: Row) -> Program:
        """The same program with these rows added."""
        if not rows:
            return self
        terms = [(k, key, value) for k, row in enumerate(rows) for key, value in row.terms.items()]
        cells = [(k, self.place[key], float(value)) for k, key, value in terms]
        at, column, value = zip(*cells, strict=True) if cells else ((), (), ())
        added = csr_array((value, (at, column)), shape=(len(rows), len(self.place)))
        low = [-np.inf if row.low is None else float(row.low) for row in rows]
        high = [np.inf if row.high is None else float(row.high) for row in rows]
        return replace(
            self,
            matrix=vstack([self.matrix, added], format="csr"),
            low=np.concatenate([self.low, low]),
            high=np.concatenate([self.high, high]),
        )

    def costs(self, terms: Terms, sign: int) -> NDArray[np.float64]:
        """What a solver must make small so that the terms get most (+1) or least (-1)."""
        line = np.zeros(len(self.place))
        for key, value in terms.items():
            line[self.place[key]] = -sign * float(value)
        return line


def program(facts: Facts, *, levels: int = 0) -> Program:
    """All rules of a case; ``levels`` adds binary columns for leximin in whole persons."""
    upper = columns(facts, levels=levels)
    empty = Program(
        place={key: k for k, key in enumerate(upper)},
        upper=np.array([float(value) for value in upper.values()]),
        matrix=csr_array((0, len(upper))),
        low=np.zeros(0),
        high=np.zeros(0),
    )
    return empty.holding(*rules(facts))


def best(stated: Program, terms: Terms, sign: int) -> float | None:
    """The most (+1) or the least (-1) the terms can be; None when the rows contradict each other."""
    same = stated.low == stated.high
    under, over = np.isfinite(stated.high) & ~same, np.isfinite(stated.low) & ~same
    for presolve in (True, False):
        found = linprog(
            stated.costs(terms, sign),
            A_ub=vstack([stated.matrix[under], -stated.matrix[over]], format="csr"),
            b_ub=np.concatenate([stated.high[under], -stated.low[over]]),
            A_eq=stated.matrix[same],
            b_eq=stated.low[same],
            bounds=np.column_stack([np.zeros(len(stated.upper)), stated.upper]),
            method="highs",
            options={**EXACT, "presolve": presolve},
        )
        if found.status == SOLVED:
            return -sign * float(found.fun)
    if found.status == IMPOSSIBLE:
        return None
    raise RuntimeError(found.message)


def sure(value: float | None) -> float:
    """A value that must exist because a plan does."""
    if value is None:
        raise RuntimeError("a program with a plan was called impossible")
    return value


def above(facts: Facts, region: str, persons: Number) -> Row:
    """At least so many persons in the region's last month."""
    return Row(last_month(facts, region), low=float(persons) - HELD)


def leximin(facts: Facts, stated: Program) -> dict[str, float]:
    """Each region's level: fixed once an LP proves that it cannot rise with all others at their levels."""
    free, fixed = set(facts.shared), dict[str, float]()
    while free:
        held = stated.holding(*(above(facts, r, fixed[r] * facts.people(r)) for r in sorted(fixed)))
        shares = [Row(last_month(facts, r) | {("z",): -facts.people(r)}, low=0) for r in sorted(free)]
        level = sure(best(held.holding(*shares), {("z",): 1}, 1))
        rises = {r: _rise(facts, held, free - {r}, r, level) for r in sorted(free)}
        stuck = [r for r, share in rises.items() if share <= level + LEVEL]
        if not stuck:
            raise RuntimeError("no region is blocked at the lowest level")
        fixed |= dict.fromkeys(stuck, level)
        free -= set(stuck)
    return fixed


def _rise(facts: Facts, held: Program, others: set[str], region: str, level: float) -> float:
    """The highest share of one region with the others at the level."""
    rows = [above(facts, other, level * facts.people(other)) for other in sorted(others)]
    return sure(best(held.holding(*rows), last_month(facts, region), 1)) / facts.people(region)


def optimum(facts: Facts, stated: Program, goal: Goal) -> float | dict[str, float]:
    """The best value of one goal, in its unit; for fairness the level of each region."""
    if goal.name == "fairness":
        return leximin(facts, stated)
    terms, sign, unit = wanted(facts, goal)
    return sure(best(stated, terms, sign)) * unit


def hold(facts: Facts, goal: Goal, value: Number) -> Row:
    """The goal is no worse than the value, but for a solver's error."""
    terms, sign, unit = wanted(facts, goal)
    limit = float(value) / unit
    error = HELD * max(1.0, abs(limit))
    return Row(terms, low=limit - error) if sign > 0 else Row(terms, high=limit + error)


def relaxed(facts: Facts, goal: Goal, value: float) -> float:
    """The value less what the goal gives up: an amount in its unit, or a share of the value."""
    allowance = float(goal.amount) + float(goal.share) * value
    return value - wanted(facts, goal)[1] * allowance


def possible(facts: Facts) -> bool:
    """Whether the rows leave anything."""
    return best(program(facts), {}, 1) is not None


def lp_values(facts: Facts) -> list[Value] | None:
    """The optimum of each goal in its turn, before it gives anything up; None under a contradiction."""
    stated = program(facts)
    if best(stated, {}, 1) is None:
        return None
    found: list[Value] = []
    for goal in facts.goals:
        value = optimum(facts, stated, goal)
        if isinstance(value, dict):
            keep = 1 - float(goal.share)
            stated = stated.holding(*(above(facts, r, v * keep * facts.people(r)) for r, v in value.items()))
            found.append(sorted(value.values()))
        else:
            stated = stated.holding(hold(facts, goal, relaxed(facts, goal, value)))
            found.append(value)
    return found


def bounds(facts: Facts, plan: list[Fraction | list[Fraction]], last: dict[str, int]) -> list[Value]:
    """The optimum of each goal with the goals before it held at the plan's values.

    Fairness is held region by region, at the plan's persons in the last month.
    """
    stated = program(facts)
    found: list[Value] = []
    for goal, own in zip(facts.goals, plan, strict=True):
        value = optimum(facts, stated, goal)
        found.append(sorted(value.values()) if isinstance(value, dict) else value)
        if isinstance(own, list):
            stated = stated.holding(*(above(facts, r, last[r]) for r in facts.shared))
        else:
            stated = stated.holding(hold(facts, goal, own))
    return found
