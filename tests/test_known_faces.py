"""Goals at their linear optimum keep to the face that is known: the same bounds as when solved again."""

from __future__ import annotations

from typing import Any

import pytest
from arrange import scenario
from hypothesis import HealthCheck, example, given, settings
from strategies import cases

from optimizer.errors import ContradictionError
from optimizer.plan.shapes import Draft
from optimizer.solve import ordered
from optimizer.solve.answer import draft

Case = dict[str, Any]

ROUNDED_EARLY: Case = {
    "schema": "alokasi/1",
    "title": "Contoh acak",
    "horizon": "2026-01..2026-08",
    "premium": [
        {"value": 16_800},
        {"value": 8_400, "months": "2026-04..2026-05", "funds": ["dana-g", "dana-a", "dana-f"]},
        {"value": 10_500},
    ],
    "groups": {"miskin-ekstrem": {"weight": 2}, "miskin": {"weight": 3}},
    "regions": {
        "52.01": {
            "name": "A",
            "workers": 73,
            "active": 26,
            "eligible": {"miskin-ekstrem": 40, "miskin": 3},
        },
        "52.02": {
            "name": "B",
            "workers": 95,
            "active": 39,
            "eligible": {"miskin-ekstrem": 5, "miskin": 28},
            "subsidised": {"miskin": 16},
        },
    },
    "funds": {
        "dana-g": {
            "owner": "ID",
            "budget": "murni",
            "year": 2026,
            "ceiling": 1_999_689,
            "pays": "2026-08",
            "per_region": {"max": "60%"},
            "spend_at_least": "2.5%",
        },
        "dana-a": {
            "owner": "52.01",
            "budget": "dbhcht",
            "year": 2026,
            "ceiling": 857_061,
            "pays": "2026-02..2026-08",
            "per_region": {"min": 136},
        },
        "dana-f": {"owner": "52", "budget": "csr", "year": 2026, "ceiling": 1_243_452},
    },
    "targets": {"target-1": {"measure": "ucj", "of": "52", "share": "80%", "by": "2026-03"}},
    "rules": {"stay": 7, "matching": [{"fund": "dana-g", "ratio": 1}]},
    "goals": ["keep", "targets", "thrift", {"months": {"give_up": "12.5%"}}, "coverage", "fairness"],
}
"""The second goal cannot be reached in whole persons: its face must not be kept to."""


def answered(case: Case) -> Draft | None:
    try:
        return draft(scenario(case))
    except ContradictionError:
        return None


@settings(
    max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
@example(made=ROUNDED_EARLY)
@given(made=cases())
def test_known_faces_give_the_plan_and_bounds_of_goals_solved_again(made: Case) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ordered, "_faces", lambda asked, loaded: iter(()))
        again = answered(made)

    assert answered(made) == again
