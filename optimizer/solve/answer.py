"""The best payable plan of a scenario, as a draft for the audit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from math import floor
from operator import itemgetter
from typing import Any

import numpy as np

from optimizer.blocks import Block, blocks
from optimizer.errors import ContradictionError
from optimizer.model.goals import objective
from optimizer.model.program import Program
from optimizer.plan.shapes import Draft, GoalValue, Payment
from optimizer.problem import Problem, build
from optimizer.scenario.schema import Scenario
from optimizer.solve.apart import each_apart, processors
from optimizer.solve.clash import clash
from optimizer.solve.highs import Limits, NothingFitsError
from optimizer.solve.measure import Count, count
from optimizer.solve.ordered import Reached, optimum
from optimizer.solve.pieces import whole_of
from optimizer.solve.unspent import reasons
from optimizer.solve.workshop import Workshop
from optimizer.units import Persons, Rupiah

APART = 20_000
"""In problems of more payments the parts are solved at the same time."""

KEPT = 500_000
"""Programs of problems with more payments are not kept for others of their shape: memory is dearer."""

DIGITS = Fraction(1, 10**6)
"""A bound is printed in thousandths of its goal's step where that moves it by less than this part of it."""


def draft(
    scenario: Scenario, *, time_limit: float | None = None, options: Mapping[str, Any] | None = None
) -> Draft:
    """Solve a scenario; ``options`` go to the solver, ``time_limit`` is in seconds.

    Raises:
        ContradictionError: hard rules contradict each other; its findings name them.
        StoppedError: a limit came before the proof.
    """
    return drafted(scenario, Limits.starting(time_limit, options), Workshop())


def drafted(scenario: Scenario, limits: Limits, workshop: Workshop) -> Draft:
    """Solve a scenario with programs that may be known already.

    Raises:
        ContradictionError: hard rules contradict each other; its findings name them.
        StoppedError: a limit came before the proof.
    """
    return drafted_problem(build(scenario), limits, workshop)


def drafted_problem(problem: Problem, limits: Limits, workshop: Workshop) -> Draft:
    """Solve a problem that may hold more than its scenario states.

    Raises:
        ContradictionError: hard rules contradict each other; its findings name them.
        StoppedError: a limit came before the proof.
    """
    parts = blocks(problem)
    cells = len(problem.cells)

    def solve(number: int, part: Block) -> _Solved:
        own = Workshop() if cells > KEPT else workshop.beside(number) if cells > APART else workshop
        return _solved(part.problem, limits, own)

    solved = each_apart(parts, solve, threads=processors() if cells > APART else 1)
    paid = np.zeros(len(problem.cells), dtype=np.int64)
    for part, found in zip(parts, solved, strict=True):
        paid[part.cells] = found.count.paid
    whole = count(problem, paid)
    return Draft(
        payments=_payments(problem, whole),
        goals=tuple(map(_together, zip(*(found.goals for found in solved), strict=True))),
        standing="optimal" if all(found.proven for found in solved) else "within_bound",
        unspent=reasons(problem, whole),
    )


@dataclass(frozen=True, eq=False)
class _Solved:
    """The answer to one block."""

    count: Count
    goals: tuple[GoalValue, ...]
    proven: bool


def _solved(problem: Problem, limits: Limits, workshop: Workshop) -> _Solved:
    """A part that was solved with the same figures before is not solved again."""
    program = workshop.program(problem)
    return workshop.once(program, partial(_solved_now, program, limits, workshop))


def _solved_now(program: Program, limits: Limits, workshop: Workshop) -> _Solved:
    problem, brief = program.problem, workshop.brief(program.problem)
    try:
        trails = workshop.trails(problem)
        best = optimum(brief or program, limits, trails.goals)
        whole = whole_of(program, best, limits, brief, trails)
    except NothingFitsError:
        raise ContradictionError(clash(program, limits)) from None
    values = zip(whole.values, whole.bounds, strict=True)
    return _Solved(whole.count, tuple(_goal_value(program, *pair) for pair in values), whole.proven)


def _together(goals: tuple[GoalValue, ...]) -> GoalValue:
    """One goal over all blocks: sums add up, and the lowest share is the lowest anywhere."""
    if len(goals) == 1:
        return goals[0]

    def over(numbers: Iterable[Fraction]) -> Fraction:
        return min(numbers) if goals[0].goal == "fairness" else sum(numbers, Fraction(0))

    levels = sorted((level for goal in goals for level in goal.levels), key=itemgetter(1, 0))
    return replace(
        goals[0],
        value=over(goal.value for goal in goals),
        bound=over(goal.bound for goal in goals),
        levels=tuple(levels),
    )


def _goal_value(program: Program, reached: Reached, bound: Fraction) -> GoalValue:
    problem = program.problem
    if reached.goal.name != "fairness":
        wanted = objective(program, reached.goal)
        tidy = _tidy(bound, reached.value, wanted.scale, wanted.step)
        return GoalValue(wanted.name, reached.value, tidy, wanted.unit)
    shares = (
        (problem.codes[region], Fraction(int(persons), int(problem.eligible_in[region])))
        for region, persons in reached.persons.items()
    )
    levels = tuple(sorted(shares, key=itemgetter(1, 0)))
    return GoalValue("fairness", reached.value, _tidy(bound, reached.value, Fraction(-1)), "share", levels)


def _tidy(bound: Fraction, value: Fraction, scale: Fraction, step: Fraction = Fraction(0)) -> Fraction:
    """The bound free of the solver's last digits: a value that seems to beat it by those has reached it.

    It is not rounded over a multiple of the goal's ``step``: that would promise one more.
    """
    exact = bound / scale
    tidy = Fraction(round(exact * 1000), 1000)
    moved = abs(tidy - exact) > DIGITS * max(Fraction(1), abs(exact))
    if moved or (step and floor(tidy * scale / step) != floor(bound / step)):
        tidy = Fraction(round(exact * 10**6), 10**6)
    tidy *= scale
    return max(tidy, value) if scale < 0 else min(tidy, value)


def _payments(problem: Problem, whole: Count) -> tuple[Payment, ...]:
    cells, groups = problem.cells, len(problem.groups)
    made = np.flatnonzero(whole.paid)
    rows = (values[made].tolist() for values in (cells.slot, cells.fund, cells.month, cells.premium))
    return tuple(
        Payment(
            region=problem.codes[slot // groups],
            group=problem.groups[slot % groups],
            fund=problem.funds[fund],
            month=problem.months[month],
            persons=Persons(persons),
            rupiah=Rupiah(persons * premium),
        )
        for slot, fund, month, premium, persons in zip(*rows, whole.paid[made].tolist(), strict=True)
    )
