"""Leximin by leaps finds the levels that one round for each level finds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from arrange import scenario
from cases import case, fund, region
from hypothesis import HealthCheck, given, settings
from strategies import cases

from optimizer.model.program import formulate
from optimizer.problem import build
from optimizer.scenario.schema import Goal, Scenario
from optimizer.solve import leximin
from optimizer.solve.highs import Limits, Loaded, NothingFitsError
from optimizer.solve.leximin import Leximin
from optimizer.solve.ordered import settle

Case = dict[str, Any]
FAIR = Goal(name="fairness")


class RoundByRound(Leximin):
    """No caps are known: a solver finds every level."""

    def _furthest(self) -> Any:
        return 0, self._held(0)


def levels(asked: Scenario, way: Callable[..., Leximin]) -> dict[int, float] | None:
    """Persons of each region after the goals before fairness."""
    program = formulate(build(asked)).without_lists()
    loaded = Loaded(program.arrays, Limits(), precise=True)
    try:
        for goal in asked.goals:
            if goal.name == "fairness":
                break
            if goal.name != "steady":
                settle(program, loaded, goal)
        return way(program, loaded, FAIR).persons
    except NothingFitsError:
        return None


@pytest.mark.parametrize("many", [0, 10**9])
@settings(
    max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
@given(made=cases())
def test_leaps_find_the_levels_of_one_round_for_each(many: int, made: Case) -> None:
    """With caps that follow from all rows, and with those of single rows alone."""
    asked, kept = scenario(made), leximin.MANY
    leximin.MANY = many
    try:
        leaping, plain = levels(asked, Leximin), levels(asked, RoundByRound)
    finally:
        leximin.MANY = kept

    assert (leaping is None) == (plain is None)
    assert leaping is None or plain is None or leaping == pytest.approx(plain, abs=1e-5)


def test_regions_at_their_caps_are_passed_at_one_go() -> None:
    """Twelve regions with 1, 2, 3 … payable people beside one that money leaves at 30 of 100.

    Whoever stands at a cap needs no proof: two rounds, where each cap of its own would be one.
    """
    made = case(
        "2026-01..2026-12",
        regions={
            f"52.{number:02d}": region(f"Kabupaten {number}", eligible=100, paid=0) for number in range(1, 14)
        },
        funds={"provinsi": fund("52", 2026, (78 + 30) * 12 * 16_800)},
        stay=12,
        goals=["fairness"],
    )
    made["rules"]["ceilings"] = [{"region": f"52.{number:02d}", "persons": number} for number in range(1, 13)]
    program = formulate(build(scenario(made))).without_lists()
    found = Leximin(program, Loaded(program.arrays, Limits(), precise=True), FAIR)

    assert [round(found.persons[number]) for number in range(13)] == [*range(1, 13), 30]
    assert len(found.rounds) <= 2
