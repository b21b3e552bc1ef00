"""The exact value of each goal, counted from whole persons."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from optimizer.problem import Ints, Problem, TargetRow
from optimizer.scenario.schema import Goal
from optimizer.solve.leximin import fair_regions
from optimizer.solve.ordered import Reached


@dataclass(frozen=True, eq=False)
class Count:
    """Whole persons paid for, and what follows from them."""

    paid: Ints
    """``(c,)`` persons whose month a fund pays."""
    covered: Ints
    """``(s, t)`` persons covered."""
    enrolled: Ints
    """``(s, t)`` persons newly covered."""
    dropped: Ints
    """``(s, t)`` persons who lose cover."""


def count(problem: Problem, paid: Ints) -> Count:
    """Who is covered, enrolled and dropped when these persons are paid for."""
    covered = np.zeros((problem.slots, len(problem.months)), dtype=np.int64)
    np.add.at(covered, (problem.cells.slot, problem.cells.month), paid)
    change = np.diff(covered, axis=1, prepend=problem.subsidised[:, None])
    return Count(paid, covered, np.maximum(change, 0), np.maximum(-change, 0))


def measured(problem: Problem, goal: Goal, whole: Count) -> Reached:
    """The value of one goal, exactly."""
    if goal.name == "fairness":
        return _shares(problem, goal, whole)
    return Reached(goal, _VALUES[goal.name](problem, goal, whole))


def _shares(problem: Problem, goal: Goal, whole: Count) -> Reached:
    groups = len(problem.groups)
    persons = {
        region: int(whole.covered[region * groups : (region + 1) * groups, -1].sum())
        for region in fair_regions(problem)
    }
    shares = [Fraction(here, int(problem.eligible_in[region])) for region, here in persons.items()]
    return Reached(
        goal, min(shares, default=Fraction(1)), {region: float(here) for region, here in persons.items()}
    )


def _keep(problem: Problem, goal: Goal, whole: Count) -> Fraction:
    left = len(problem.months) - np.arange(len(problem.months))
    return Fraction(int((whole.dropped * left).sum()))


def _targets(problem: Problem, goal: Goal, whole: Count) -> Fraction:
    return sum((row.weight * shortfall(row, whole) for row in problem.targets), Fraction(0))


def shortfall(row: TargetRow, whole: Count) -> int:
    """Persons missing to one target."""
    return max(0, row.need - row.others - int(whole.covered[list(row.slots), row.month].sum()))


def _coverage(problem: Problem, goal: Goal, whole: Count) -> Fraction:
    named = goal.groups or problem.groups
    return _weighted(problem, whole.covered[:, -1:], [name in named for name in problem.groups])


def _months(problem: Problem, goal: Goal, whole: Count) -> Fraction:
    return _weighted(problem, whole.covered, [True] * len(problem.groups))


def _weighted(problem: Problem, persons: Ints, counted: list[bool]) -> Fraction:
    by_group = persons.reshape(len(problem.codes), len(problem.groups), -1).sum(axis=(0, 2))
    kept = zip(by_group.tolist(), problem.weight, counted, strict=True)
    return sum((weight * people for people, weight, counts in kept if counts), Fraction(0))


def _thrift(problem: Problem, goal: Goal, whole: Count) -> Fraction:
    return Fraction(int((whole.paid * problem.cells.premium).sum()))


def _steady(problem: Problem, goal: Goal, whole: Count) -> Fraction:
    cells = problem.cells
    before = np.zeros_like(whole.paid)
    follows = (
        (cells.slot[1:] == cells.slot[:-1])
        & (cells.fund[1:] == cells.fund[:-1])
        & (cells.month[1:] == cells.month[:-1] + 1)
    )
    before[1:][follows] = whole.paid[:-1][follows]
    return Fraction(int(np.maximum(whole.paid - before, 0).sum()))


_VALUES = {
    "keep": _keep,
    "targets": _targets,
    "coverage": _coverage,
    "months": _months,
    "thrift": _thrift,
    "steady": _steady,
}
