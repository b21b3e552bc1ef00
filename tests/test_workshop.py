"""A program of the same shape is given new figures; the plan is the one of a fresh start."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest
from arrange import scenario
from cases import fund, one_regency_one_year, region
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import cases

from optimizer.errors import ContradictionError
from optimizer.model.program import formulate
from optimizer.plan.shapes import Draft
from optimizer.problem import build
from optimizer.scenario.schema import Scenario
from optimizer.solve.answer import draft, drafted
from optimizer.solve.highs import Limits
from optimizer.solve.workshop import Shape, Workshop

Case = dict[str, Any]


def scaled(case: Case, factor: int, stay: int | None = None) -> Case:
    """The case with every ceiling at so many percent, and perhaps another stay."""
    other = copy.deepcopy(case)
    for paying in other["funds"].values():
        given = paying["ceiling"]
        paying["ceiling"] = int(given["value"] if isinstance(given, dict) else given) * factor // 100
    if stay is not None:
        other.setdefault("rules", {})["stay"] = stay
    return other


def fresh(asked: Scenario) -> Draft | None:
    try:
        return draft(asked)
    except ContradictionError:
        return None


def again(asked: Scenario, workshop: Workshop) -> Draft | None:
    try:
        return drafted(asked, Limits(), workshop)
    except ContradictionError:
        return None


@settings(
    max_examples=12, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
@given(case=cases(), factor=st.sampled_from([50, 90, 110, 300]), stay=st.integers(1, 12))
def test_new_figures_make_the_program_that_stating_it_anew_makes(case: Case, factor: int, stay: int) -> None:
    """Bound by bound and claim by claim, where the shape is the same."""
    workshop = Workshop()
    first, other = build(scenario(case)), build(scenario(scaled(case, factor, stay)))
    workshop.program(first)
    reused, stated = workshop.program(other), formulate(other)

    for name in ("start", "index", "value", "row_lower", "row_upper", "column_lower", "column_upper"):
        assert np.array_equal(getattr(reused.arrays, name), getattr(stated.arrays, name)), name
    assert reused.claims == stated.claims


@settings(
    max_examples=8, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
@given(case=cases(), factor=st.sampled_from([70, 130]), stay=st.integers(1, 12))
def test_a_plan_does_not_depend_on_what_was_asked_before(case: Case, factor: int, stay: int) -> None:
    workshop = Workshop()
    asked = [case, scaled(case, factor), scaled(case, 100, stay), case]

    for one in map(scenario, asked):
        assert again(one, workshop) == fresh(one)


@pytest.mark.parametrize(
    ("change", "same"),
    [
        (lambda case: case["funds"]["murni-2026"].update(ceiling=1), True),
        (lambda case: case["rules"].update(stay=3), True),
        (lambda case: case["regions"]["52.04"]["eligible"].update(rentan=20), True),
        (lambda case: case["regions"]["52.04"].update(enrol_per_month=5), False),
        (lambda case: case["funds"]["murni-2026"].update(pays="2026-02..2026-12"), False),
        (lambda case: case["premium"][0].update(value=8_400), False),
    ],
    ids=["a ceiling", "the stay", "people", "a limit that was not there", "months", "a premium"],
)
def test_figures_keep_the_shape_and_structure_changes_it(change: Any, same: bool) -> None:
    case = one_regency_one_year()
    other = copy.deepcopy(case)
    change(other)

    assert (Shape(build(scenario(case))) == Shape(build(scenario(other)))) == same


@pytest.mark.parametrize("people", [(0, 5, 0, 5), (5, 0, 5, 0)])
def test_a_region_without_people_has_another_way_than_one_with_some(people: tuple[int, ...]) -> None:
    """No fund reaches the second region, so it has no payments either way; but fairness counts it or not."""
    workshop = Workshop()
    for money, eligible in enumerate(people):
        case = {
            **one_regency_one_year(stay=1),
            "regions": {"52.01": region("A", eligible=30), "52.02": region("B", eligible=eligible)},
            "funds": {"murni-2026": fund("52.01", 2026, 900_000 + money * 100_000)},
            "rules": {"stay": 1, "ceilings": [{"region": "52", "persons": 90}]},
            "goals": ["fairness", "months", "thrift", "steady"],
        }
        found = drafted(scenario(case), Limits(), workshop)

        assert found == drafted(scenario(case), Limits(), Workshop())
        assert len(found.goals[0].levels) == (2 if eligible else 1)


def test_a_basis_that_leads_to_no_proof_is_let_go() -> None:
    """HiGHS 1.15.1 ended this one "Unknown", at an optimum whose dual it could not make feasible."""
    case: Case = {
        "schema": "alokasi/1",
        "title": "Contoh acak",
        "horizon": "2025-11..2026-03",
        "premium": [{"value": 16_800}],
        "groups": {"miskin": {"weight": "1.5"}},
        "regions": {
            "52.01": {"name": "A", "workers": 31, "active": 11, "eligible": {"miskin": 8}},
            "52.02": {
                "name": "B",
                "workers": 27,
                "active": 9,
                "eligible": {"miskin": 6},
                "enrol_per_month": 2,
            },
        },
        "funds": {
            "g": {"owner": "52.02", "budget": "dbhcht", "year": 2025, "ceiling": 856_835, "pays": "2025-11"},
            "a": {"owner": "52.01", "budget": "murni", "year": 2025, "ceiling": 556_912, "set_aside": "5%"},
            "f": {"owner": "52.02", "budget": "dbhcht", "year": 2026, "ceiling": 991_237},
        },
        "targets": {"t": {"measure": "ucj", "of": "each", "share": "80%", "by": "2025-12"}},
        "rules": {"stay": 1, "ceilings": [{"each": "true", "group": "miskin", "persons": 1}]},
        "goals": ["fairness", {"thrift": {"give_up": 100_800}}, "months", "coverage", "targets", "keep"],
    }

    assert draft(scenario(case)).payments
