"""What a plan claims beside its figures, held against the solver's own words for it."""

from __future__ import annotations

from fractions import Fraction

import cases
from arrange import scenario
from hypothesis import given, settings
from strategies import Case, tiny_cases
from strategies import cases as generated

from optimizer.blocks import blocks
from optimizer.errors import ContradictionError
from optimizer.model.goals import objective
from optimizer.model.program import formulate
from optimizer.plan.claims import claims
from optimizer.plan.steps import best_within, parts, prices_of, shown_bounds, step
from optimizer.plan.tally import tally
from optimizer.problem import build
from optimizer.scenario.schema import Scenario
from optimizer.solve.answer import draft


def assert_no_claim_is_contradicted(asked: Scenario) -> None:
    try:
        found = draft(asked)
    except ContradictionError:
        return
    assert list(claims(asked, tally(asked, found, ""))) == []


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(generated())
def test_what_the_solver_claims_is_never_contradicted(case: Case) -> None:
    assert_no_claim_is_contradicted(scenario(case))


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(tiny_cases())
def test_what_it_claims_of_small_scenarios_is_never_contradicted(case: Case) -> None:
    assert_no_claim_is_contradicted(scenario(case))


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(generated())
def test_a_step_is_that_of_the_program(case: Case) -> None:
    """A bound is judged without a solver by the same steps as with it."""
    asked = scenario(case)
    problem = build(asked)
    program = formulate(problem)

    assert [step(asked, goal) for goal in asked.goals if goal.name != "fairness"] == [
        objective(program, goal).step for goal in asked.goals if goal.name != "fairness"
    ]
    for number, fund in enumerate(problem.funds):
        cells = problem.cells
        assert prices_of(asked)[fund] == set(cells.premium[cells.fund == number].tolist())


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(generated())
def test_parts_are_those_that_are_solved_apart(case: Case) -> None:
    """Never fewer: then a proof would be doubted that is one."""
    asked = scenario(case)
    apart = len(blocks(build(asked)))
    bare = all(fund.per_region.min is None for fund in asked.funds.values())

    assert parts(asked) == apart if bare else parts(asked) >= apart


def test_bounds_of_regions_solved_apart_add_up() -> None:
    """Three regions, each with money for 10 of 10.9 persons for a year: 30 is the best, the bound 32.7."""
    asked = case_of_three()
    found = draft(asked)
    (goal,) = found.goals

    assert found.standing == "optimal"
    assert goal.value == 30
    assert goal.bound > 32
    assert list(claims(asked, tally(asked, found, ""))) == []
    assert list(shown_bounds(asked, found.goals, "optimal")) == [30]
    assert list(shown_bounds(asked, found.goals, "within_bound")) == [32]


def case_of_three() -> Scenario:
    codes = ("52.01", "52.02", "52.03")
    return scenario(
        cases.case(
            "2026-01..2026-12",
            regions={code: cases.region(code, eligible=100) for code in codes},
            funds={f"m-{code[3:]}": cases.fund(code, 2026, 10 * 12 * 16_800 + 11 * 16_800) for code in codes},
            stay=12,
            goals=["coverage"],
        )
    )


def test_the_best_whole_value_lies_within_the_bound() -> None:
    """Most covered: 10 of 10.9; fewest missing: 11 of 10.1; weights of 1.5 and 1 count in halves."""
    document = {
        "schema": "alokasi/1",
        "title": "x",
        "horizon": "2026-01..2026-12",
        "premium": "16.800",
        "groups": {"a": {"weight": "1.5"}, "b": {}},
        "regions": {"52.04": {"name": "x", "workers": "1", "active": "0", "eligible": {"a": "1"}}},
        "funds": {},
        "goals": ["keep", "coverage", {"coverage": {"groups": ["b"]}}],
    }
    asked = Scenario.model_validate(document)
    keep, coverage, of_b = asked.goals

    assert best_within(asked, keep, Fraction("10.1")) == 11
    assert best_within(asked, coverage, Fraction("10.9")) == Fraction("10.5")
    assert best_within(asked, of_b, Fraction("10.9")) == 10
