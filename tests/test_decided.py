"""Payments that are decided already stay, and what follows is the best that begins with them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from arrange import scenario
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import TINY, cases, matched_cases

from optimizer.audit import passed
from optimizer.errors import ContradictionError
from optimizer.phases import by_phase
from optimizer.problem import build
from optimizer.solve.answer import drafted_problem
from optimizer.solve.highs import Limits
from optimizer.solve.workshop import Workshop

Case = dict[str, Any]


@settings(max_examples=12, deadline=None, derandomize=True, database=None)
@given(cases(TINY) | matched_cases(TINY), st.integers(0, 3))
def test_a_plan_begun_as_the_best_one_is_as_good(made: Case, months: int) -> None:
    """Its decided months are those of the best plan; the audit passes it as it passes any."""
    problem = build(scenario(made))
    try:
        whole = drafted_problem(problem, Limits(), Workshop())
    except ContradictionError:
        assume(False)
    paid = {(row.region, row.group, row.fund, row.month): int(row.persons) for row in whole.payments}
    cells = problem.cells
    keys = [
        (problem.codes[slot // len(problem.groups)], problem.groups[slot % len(problem.groups)], fund, month)
        for slot, fund, month in zip(
            cells.slot.tolist(),
            (problem.funds[fund] for fund in cells.fund.tolist()),
            (problem.months[month] for month in cells.month.tolist()),
            strict=True,
        )
    ]
    fixed = np.array([paid.get(key, 0) for key in keys], dtype=np.int64)
    decided = np.where(cells.month < months, fixed, -1)
    used = Workshop()
    drafted_problem(problem, Limits(), used)
    begun = drafted_problem(replace(problem, decided=decided), Limits(), Workshop())
    assert drafted_problem(replace(problem, decided=decided), Limits(), used) == begun
    passed(problem.scenario, begun.payments, begun.goals)

    until = problem.months[0].plus(months)
    now, before = ([row for row in one.payments if row.month < until] for one in (begun, whole))
    assert now == before
    if whole.standing == begun.standing == "optimal":
        assert [goal.value for goal in begun.goals] == [goal.value for goal in whole.goals]


def test_every_decided_month_is_a_phase_by_itself() -> None:
    """Three alike months of which two are decided: taken together, only their sum would be kept."""
    made = {
        "schema": "alokasi/1",
        "title": "Contoh",
        "horizon": "2026-01..2026-03",
        "premium": [{"value": 16_800}],
        "groups": {"rentan": {}},
        "regions": {"52.04": {"name": "A", "workers": 9, "active": 0, "eligible": {"rentan": 9}}},
        "funds": {"dana": {"owner": "52.04", "budget": "murni", "year": 2026, "ceiling": 168_000}},
        "rules": {"stay": 1},
    }
    problem = replace(build(scenario(made)), decided=np.array([2, 3, -1]))
    phased = by_phase(problem)

    assert phased.phase.tolist() == [0, 1, 2]
    assert phased.decided is not None
    assert phased.decided.tolist() == [2, 3, -1]
    assert by_phase(replace(problem, decided=None), boundary=2).phase.tolist() == [0, 0, 2]

    draft = drafted_problem(problem, Limits(), Workshop())
    assert [int(row.persons) for row in draft.payments][:2] == [2, 3]
