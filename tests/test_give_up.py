"""A goal that gives something up ties what nothing else ties: the plan is that of the whole program."""

from __future__ import annotations

import copy
from typing import Any

from arrange import scenario
from cases import case, fund, region
from drawing import Draw, often, one
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from strategies import GOALS, cases
from test_against_oracle import agree_and_near

from optimizer.blocks import blocks
from optimizer.problem import build
from optimizer.solve.answer import draft

Case = dict[str, Any]


def gives(case: Case) -> bool:
    named = [goal for goal in case.get("goals", []) if isinstance(goal, dict)]
    return any("give_up" in next(iter(goal.values())) for goal in named)


@st.composite
def tied_cases(draw: Draw) -> Case:
    """Cases in which some goal gives something up, and few funds and no limit tie one region to another."""
    case: Case = draw(cases())
    codes = list(case["regions"])
    for row in case["funds"].values():
        within = [code for code in codes if row["owner"] in (code, code[:2], "ID")]
        if within != [row["owner"]] and not often(draw, 4):
            row["regions"] = [one(draw, within)]
    case.get("rules", {}).pop("enrol_per_month", None)
    if not gives(case):
        goals = case.setdefault("goals", list(GOALS))
        able = [place for place, goal in enumerate(goals) if goal in GOALS and goal != "fairness"]
        place = one(draw, able) if able else len(goals)
        name = goals[place] if able else "coverage"
        goals[place : place + 1] = [{name: {"give_up": draw(st.integers(0, 60))}}]
    return case


def firm(case: Case) -> Case:
    """The case without any allowance."""
    other = copy.deepcopy(case)
    for goal in other.get("goals", []):
        if isinstance(goal, dict):
            for settings_of in goal.values():
                settings_of.pop("give_up", None)
    other["goals"] = [
        next(iter(goal)) if isinstance(goal, dict) and not next(iter(goal.values())) else goal
        for goal in other["goals"]
    ]
    return other


@settings(
    max_examples=100, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
@given(case=tied_cases())
def test_with_an_allowance_the_plan_is_that_of_the_whole_program(case: Case) -> None:
    """A hundred scenarios that fall into parts but for ``give_up``; the oracle states each in one piece."""
    assume(gives(case) and len(blocks(build(scenario(firm(case))))) > 1)

    agree_and_near(case)


def test_where_fewest_hand_overs_are_all_that_is_wanted_nobody_is_paid_for() -> None:
    """Nine people of today could be paid for a month; the best is 0, not what the ties would choose."""
    made = case(
        "2026-01..2026-03",
        regions={"52.04": region("Sumbawa", eligible=9, paid=9)},
        funds={"murni": fund("52.04", 2026, 9 * 16_800)},
        stay=1,
        goals=[{"steady": {"give_up": 0}}],
    )
    (steady,) = draft(scenario(made)).goals

    assert steady.value == steady.bound == 0
