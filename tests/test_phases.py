"""Months that are alike taken together: the same optimum, from a smaller program."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from arrange import scenario
from cases import one_regency_one_year, perubahan_then_murni
from hypothesis import HealthCheck, given, settings
from strategies import cases

from optimizer.model.program import formulate
from optimizer.phases import by_phase
from optimizer.problem import Problem, build
from optimizer.scenario.schema import Goal
from optimizer.solve.highs import Limits, NothingFitsError
from optimizer.solve.ordered import Reached, optimum

Case = dict[str, Any]


def reached(problem: Problem) -> tuple[Reached, ...] | None:
    """The linear optimum of each goal before lists; None where rules clash."""
    try:
        return optimum(formulate(problem).without_lists(), Limits()).goals
    except NothingFitsError:
        return None


def without_lists(case: Case) -> Problem:
    """The problem of a case that is not asked for fewest hand-overs."""
    asked = scenario(case)
    goals = tuple(goal for goal in asked.goals if goal.name != "steady") or (Goal(name="coverage"),)
    return build(asked.model_copy(update={"goals": goals}))


def test_a_year_with_one_payer_is_one_phase() -> None:
    problem = by_phase(build(scenario(one_regency_one_year())))

    assert problem.phase.tolist() == [0] * 12
    assert len(problem.cells) == 1


def test_another_payer_begins_another_phase() -> None:
    problem = by_phase(build(scenario(perubahan_then_murni())))

    assert problem.phase.tolist() == [0] * 3 + [3] * 12
    assert problem.cells.month.tolist() == [0, 3]


@pytest.mark.parametrize(
    "premium",
    [[{"value": 16_800}, {"value": 8_400, "months": "2026-07..2026-12"}]],
    ids=["half the premium from July"],
)
def test_another_premium_begins_another_phase(premium: list[dict[str, Any]]) -> None:
    problem = by_phase(build(scenario(one_regency_one_year() | {"premium": premium})))

    assert problem.phase.tolist() == [0] * 6 + [6] * 6


@settings(
    max_examples=40, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
@given(case=cases())
def test_every_goal_reaches_what_it_reaches_month_by_month(case: Case) -> None:
    problem = without_lists(case)
    apart, together = reached(problem), reached(by_phase(problem))

    assert (apart is None) == (together is None)
    for one, other in zip(apart or (), together or (), strict=True):
        assert float(one.value) == pytest.approx(float(other.value), rel=1e-7, abs=1e-6)
        assert one.persons == pytest.approx(other.persons, abs=1e-5)


@settings(
    max_examples=20, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
@given(case=cases())
def test_a_phase_is_a_run_of_months_with_the_same_payers_at_the_same_premiums(case: Case) -> None:
    problem = build(scenario(case))
    cells = problem.cells

    def payers(month: int) -> set[tuple[int, ...]]:
        here = cells.month == month
        return set(
            zip(
                cells.slot[here].tolist(),
                cells.fund[here].tolist(),
                cells.premium[here].tolist(),
                strict=True,
            )
        )

    phase = by_phase(problem).phase
    for month in range(1, len(problem.months)):
        assert (phase[month] == phase[month - 1]) == (payers(month) == payers(month - 1))
    assert np.array_equal(phase, np.maximum.accumulate(phase))
