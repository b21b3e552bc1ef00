"""What is wanted: one function a goal, each a linear expression that the program minimises."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from hashlib import sha256
from math import gcd

import numpy as np
from numpy.typing import ArrayLike

from optimizer.model.columns import Decisions, Floats, Indices
from optimizer.model.program import Program
from optimizer.problem import Problem
from optimizer.scenario.schema import Goal

Terms = Sequence[tuple[Indices, ArrayLike]]
"""Columns with their coefficients."""


@dataclass(frozen=True, eq=False)
class Objective:
    """A linear goal: ``scale * cost @ columns`` is its value in ``unit``, and the smallest cost is wanted."""

    name: str
    cost: Floats
    """``(columns,)`` to be minimised, of order one."""
    scale: Fraction
    """Below 0 where most is wanted."""
    unit: str
    step: Fraction
    """In whole persons every value is a multiple of this."""


def objective(program: Program, goal: Goal) -> Objective:
    """The objective of any goal but fairness, which is a procedure."""

    def stated() -> Objective:
        terms, scale, unit, step = _LINEAR[goal.name](program.problem, program.decisions, goal)
        return Objective(goal.name, _cost(program, terms), scale, unit, step)

    return program.once((goal.name, goal.groups), stated)


Stated = tuple[Terms, Fraction, str, Fraction]


def keep(problem: Problem, v: Decisions, goal: Goal) -> Stated:
    r"""Fewest person-months lost by the persons of today; an early drop costs more than a late one.

    .. math:: \min \sum_{r,g,t} \sum_{\tau \le t} d_{rg\tau} = \sum_{r,g,\tau} (T - \tau)\, d_{rg\tau}
    """
    left = np.arange(len(problem.months), 0, -1)
    return [(v.dropped, left)], Fraction(1), "person-months", Fraction(1)


def targets(problem: Problem, v: Decisions, goal: Goal) -> Stated:
    r"""Fewest persons below target.

    .. math:: \min \sum_k \mathrm{weight}_k\, s_k
    """
    weights = [float(row.weight) for row in problem.targets]
    return [(v.short, weights)], Fraction(1), "persons", _grid(row.weight for row in problem.targets)


def coverage(problem: Problem, v: Decisions, goal: Goal) -> Stated:
    r"""Most persons covered in the last month, weighted by group, or of the named groups only.

    .. math:: \max \sum_{r,g} \mathrm{weight}_g\, n_{rg,T-1}
    """
    counts = [name in (goal.groups or problem.groups) for name in problem.groups]
    named = [weight for weight, counted in zip(problem.weight, counts, strict=True) if counted]
    weights = [
        -float(weight) * counted for weight, counted in zip(problem.weight, counts, strict=True)
    ] * len(problem.codes)
    return [(v.covered[:, -1], weights)], Fraction(-1), "persons", _grid(named)


def months(problem: Problem, v: Decisions, goal: Goal) -> Stated:
    r"""Most person-months, weighted by group.

    .. math:: \max \sum_{r,g,t} \mathrm{weight}_g\, n_{rgt}
    """
    weights = np.array([[-float(weight)] for weight in problem.slot_weight])
    return [(v.covered, weights)], Fraction(-1), "person-months", _grid(problem.weight)


def thrift(problem: Problem, v: Decisions, goal: Goal) -> Stated:
    r"""Least rupiah.

    .. math:: \min \sum_{r,g,f,t} p_{fgt}\, x_{rgft}
    """
    premium = problem.cells.premium
    unit = int(np.gcd.reduce(premium)) or 1
    return [(v.paid, premium // unit)], Fraction(unit), "rupiah", Fraction(unit)


def steady(problem: Problem, v: Decisions, goal: Goal) -> Stated:
    r"""Fewest persons taken onto a payer's list, so that people do not change payer every month.

    .. math:: \min \sum_{r,g,f,t} \max(0,\; x_{rgft} - x_{rgf,t-1})
    """
    return [(v.taken, 1)], Fraction(1), "persons", Fraction(1)


_LINEAR: dict[str, Callable[[Problem, Decisions, Goal], Stated]] = {
    "keep": keep,
    "targets": targets,
    "coverage": coverage,
    "months": months,
    "thrift": thrift,
    "steady": steady,
}


def ties(program: Program) -> tuple[Objective, ...]:
    """What makes the plan unique: first by declaration, then by a generic weight of each cell.

    By declaration: persons of today before new ones, funds in their order, groups in their order, earlier
    months. What that leaves open is closed by weights drawn from the names of each cell, so that they do not
    change when regions are shuffled.
    """
    return program.once("ties", lambda: tuple(_ties(program)))


def _ties(program: Program) -> Iterator[Objective]:
    problem, v = program.problem, program.decisions
    cells, groups, end = problem.cells, len(problem.groups), len(problem.months)
    month = np.arange(end)
    funds = len(problem.scenario.funds)
    weights: tuple[tuple[str, Indices, ArrayLike, Fraction], ...] = (
        ("today", v.dropped, end - month, Fraction(1)),
        ("funds", v.paid, problem.declared[cells.fund] / max(1, funds), Fraction(1, max(1, funds))),
        ("groups", v.paid, cells.slot % groups / groups, Fraction(1, groups)),
        ("early", v.covered, month / end, Fraction(1, end)),
    )
    for name, columns, weight, step in weights:
        yield Objective(name, _cost(program, [(columns, weight)]), Fraction(1), "weight", step)
    yield Objective("drawn", drawn_payments(program), Fraction(1), "weight", Fraction(0))
    if len(set(problem.phase.tolist())) < end:
        yield Objective("drawn people", drawn_people(program), Fraction(1), "weight", Fraction(0))


def drawn_people(program: Program) -> Floats:
    """A generic cost of the persons covered, drawn from the names of region, group and month."""
    return program.once("drawn people", lambda: _drawn_people(program))


def _drawn_people(program: Program) -> Floats:
    months = list(map(str, program.problem.months))
    weights = [[_drawn(f"{place}|{month}") for month in months] for place in _places(program.problem)]
    return _cost(program, [(program.decisions.covered, weights)])


def drawn_payments(program: Program) -> Floats:
    """A generic cost of the payments, drawn from the names of region, group, fund and month."""
    return program.once("drawn payments", lambda: _drawn_payments(program))


def _drawn_payments(program: Program) -> Floats:
    problem, cells, places = program.problem, program.problem.cells, _places(program.problem)
    months = list(map(str, problem.months))
    weights = [
        _drawn(f"{places[slot]}|{problem.funds[fund]}|{months[month]}")
        for slot, fund, month in zip(
            cells.slot.tolist(), cells.fund.tolist(), cells.month.tolist(), strict=True
        )
    ]
    return _cost(program, [(program.decisions.paid, weights)])


def _cost(program: Program, terms: Terms) -> Floats:
    """``(columns,)`` the coefficient of every column."""
    cost = np.zeros(program.columns)
    for columns, weights in terms:
        if columns.size:
            cost[columns] = weights
    return cost


def _places(problem: Problem) -> list[str]:
    """``(s,)`` region and group of each slot."""
    return [f"{code}|{group}" for code in problem.codes for group in problem.groups]


def _drawn(names: str) -> float:
    """Between 1 and 2, from a hash of names."""
    return 1 + int.from_bytes(sha256(names.encode()).digest()[:4], "big") / 2**32


def _grid(weights: Iterable[Fraction]) -> Fraction:
    """The greatest number of which every weight is a multiple."""
    numbers = list(weights) or [Fraction(1)]
    common = reduce(lambda a, b: a * b // gcd(a, b), (number.denominator for number in numbers))
    return Fraction(reduce(gcd, (int(number * common) for number in numbers)) or 1, common)
