"""The best payable plan of a scenario, as a draft for the audit."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from optimizer.errors import ContradictionError
from optimizer.model.goals import objective
from optimizer.model.program import Program, formulate
from optimizer.plan.shapes import Draft, GoalValue, Payment
from optimizer.problem import Problem, build
from optimizer.scenario.schema import Scenario
from optimizer.solve.clash import clash
from optimizer.solve.highs import Limits, Loaded, NothingFitsError
from optimizer.solve.measure import Count
from optimizer.solve.ordered import Reached, lowest_point, settle
from optimizer.solve.unspent import reasons
from optimizer.solve.whole import Whole, whole_persons
from optimizer.units import Persons, Rupiah

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
    limits = Limits.starting(time_limit, options)
    program = formulate(build(scenario))
    try:
        loaded = Loaded(program.arrays, limits, precise=True)
        linear = tuple(settle(program, loaded, goal) for goal in scenario.goals)
        whole = whole_persons(program, lowest_point(program, loaded), linear, limits)
    except NothingFitsError:
        raise ContradictionError(clash(program, limits)) from None
    return _draft(program, whole)


def _draft(program: Program, whole: Whole) -> Draft:
    problem = program.problem
    return Draft(
        payments=_payments(problem, whole.count),
        goals=tuple(
            _goal_value(program, reached, bound)
            for reached, bound in zip(whole.values, whole.bounds, strict=True)
        ),
        standing="optimal" if whole.proven else "within_bound",
        unspent=reasons(problem, whole.count),
    )


def _goal_value(program: Program, reached: Reached, bound: Fraction) -> GoalValue:
    problem = program.problem
    if reached.goal.name != "fairness":
        wanted = objective(program, reached.goal)
        return GoalValue(wanted.name, reached.value, _tidy(bound, reached.value, wanted.scale), wanted.unit)
    shares = (
        (problem.codes[region], Fraction(int(persons), int(problem.eligible_in[region])))
        for region, persons in reached.persons.items()
    )
    levels = tuple(sorted(shares, key=lambda level: (level[1], level[0])))
    return GoalValue("fairness", reached.value, _tidy(bound, reached.value, Fraction(-1)), "share", levels)


def _tidy(bound: Fraction, value: Fraction, scale: Fraction) -> Fraction:
    """The bound free of the solver's last digits: a value that seems to beat it by those has reached it."""
    exact = bound / scale
    tidy = Fraction(round(exact * 1000), 1000)
    if abs(tidy - exact) > DIGITS * max(Fraction(1), abs(exact)):
        tidy = Fraction(round(exact * 10**6), 10**6)
    tidy *= scale
    return max(tidy, value) if scale < 0 else min(tidy, value)


def _payments(problem: Problem, count: Count) -> tuple[Payment, ...]:
    cells, groups = problem.cells, len(problem.groups)
    rows = zip(
        cells.slot.tolist(),
        cells.fund.tolist(),
        cells.month.tolist(),
        cells.premium.tolist(),
        count.paid.tolist(),
        strict=True,
    )
    return tuple(
        Payment(
            region=problem.codes[slot // groups],
            group=problem.groups[slot % groups],
            fund=problem.funds[fund],
            month=problem.months[month],
            persons=Persons(persons),
            rupiah=Rupiah(persons * premium),
        )
        for slot, fund, month, premium, persons in rows
        if persons
    )
