"""A goal that gives something up ties what nothing else ties: the plan is that of the whole program."""

from __future__ import annotations

import copy
from typing import Any

from arrange import scenario
from hypothesis import HealthCheck, assume, given, settings
from strategies import cases
from test_against_oracle import agree_and_near

from optimizer.blocks import blocks
from optimizer.problem import build

Case = dict[str, Any]


def gives(case: Case) -> bool:
    named = [goal for goal in case.get("goals", []) if isinstance(goal, dict)]
    return any("give_up" in next(iter(goal.values())) for goal in named)


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
@given(case=cases())
def test_with_an_allowance_the_plan_is_that_of_the_whole_program(case: Case) -> None:
    """A hundred scenarios that fall into parts but for ``give_up``; the oracle states each in one piece."""
    assume(gives(case) and len(blocks(build(scenario(firm(case))))) > 1)

    agree_and_near(case)
