"""Large parts are rounded piece by piece: the plan obeys every rule and is near every bound of the whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from arrange import scenario
from cases import case, fund, region
from hypothesis import HealthCheck, given, settings
from nearness import far
from strategies import cases

from optimizer.audit import passed
from optimizer.blocks import parted, reached_by
from optimizer.errors import ContradictionError
from optimizer.plan.shapes import Draft
from optimizer.problem import build
from optimizer.solve import leximin, pieces
from optimizer.solve.answer import draft

Case = dict[str, Any]


@pytest.fixture(autouse=True)
def tiny_pieces() -> Iterator[None]:
    """Every region is a piece of its own, and every part is large."""
    kept = pieces.LARGE, pieces.PIECE, leximin.MANY
    pieces.LARGE, pieces.PIECE, leximin.MANY = 1, 1, 0
    yield
    pieces.LARGE, pieces.PIECE, leximin.MANY = kept


def numbers(found: Draft, which: str) -> list[Any]:
    """Values or bounds of the goals; of fairness the levels, which have no bound of their own."""
    return [
        [level for _, level in goal.levels] if goal.goal == "fairness" else getattr(goal, which)
        for goal in found.goals
    ]


@settings(
    max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
@given(made=cases())
def test_a_plan_in_pieces_is_payable_and_near_every_bound(made: Case) -> None:
    asked = scenario(made)
    try:
        found = draft(asked)
    except ContradictionError:
        return
    passed(asked, found.payments, found.goals)

    assert far(made, numbers(found, "value"), numbers(found, "bound")) == []


def four_regions(**more: Any) -> Case:
    """A year in which the province alone pays, for four regions of 100 people."""
    return case(
        "2026-01..2026-12",
        regions={
            f"52.0{number}": region(f"Kabupaten {number}", eligible=100, paid=0) for number in range(1, 5)
        },
        funds={"provinsi": fund("52", 2026, 205 * 12 * 16_800)},
        stay=12,
        goals=["coverage", "fairness", "months", "thrift"],
        **more,
    )


def test_what_one_piece_cannot_spend_the_next_one_may() -> None:
    """205 people for a year, 51.25 in each region: 51 in each would leave a person's year unspent."""
    found = draft(scenario(four_regions()))
    covered = sum(one.persons for one in found.payments if str(one.month) == "2026-12")

    assert covered == 205


def test_a_target_of_all_regions_is_shared_out() -> None:
    """The province's target of 300 people is missed by 95, as without pieces."""
    target = {"ucj": {"measure": "group", "group": "rentan", "of": "52", "share": "75%", "by": "2026-12"}}
    made = four_regions(targets=target) | {"goals": ["targets", "coverage", "fairness", "months", "thrift"]}
    found = draft(scenario(made))

    assert next(goal.value for goal in found.goals if goal.goal == "targets") == 95


def test_regions_that_a_rule_on_persons_ties_stay_together() -> None:
    """Where more are tied than a search for whole persons can bear, there are no pieces."""
    made = four_regions() | {"rules": {"stay": 12, "floors": [{"region": "52", "persons": 10}]}}
    problem = build(scenario(made))

    assert pieces.pieces_of(problem, reached_by(problem)) is None


def test_pieces_hold_every_region_cell_and_ceiling_once() -> None:
    problem = build(scenario(four_regions()))
    reached = reached_by(problem)
    together = pieces.pieces_of(problem, reached)
    assert together is not None
    parts = list(parted(problem, together, reached))

    assert sorted(code for part in parts for code in part.problem.codes) == list(problem.codes)
    assert sorted(cell for part in parts for cell in part.cells.tolist()) == list(range(len(problem.cells)))
    assert [part.problem.funds for part in parts] == [("provinsi",)] * 4
