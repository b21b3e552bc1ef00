"""The peers of the benchmark are given the same program, and reach what Alokasi's own programs reach."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from optimizer.model.program import formulate
from optimizer.problem import Problem, build
from optimizer.scenario.reading import load
from optimizer.scenario.schema import Scenario
from optimizer.solve.answer import draft
from optimizer.solve.highs import Limits
from optimizer.solve.ordered import optimum
from optimizer.synthetic.files import Wish, made_up

ROOT = Path(__file__).parent.parent
PEERS = [("plain", "built"), ("through_pulp", "ThroughPulp"), ("through_linopy", "ThroughLinopy")]
SAME = 1e-5
"""Relative: peers hold goals by rows with a slack of a tenth of a millionth, which later goals may use."""


@pytest.fixture(autouse=True, scope="module")
def _bench_is_found() -> Iterator[None]:
    sys.path.insert(0, str(ROOT / "bench"))
    yield
    sys.path.remove(str(ROOT / "bench"))


@pytest.fixture(scope="module", params=["the contract's example", "made up"])
def scenario(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    """Every kind of row (matching, floors, capacity, money that must be spent), and what is measured."""
    if request.param != "made up":
        return load(ROOT / "tests" / "golden" / "contract-example.yaml").scenario
    folder = tmp_path_factory.mktemp("made-up")
    for name, text in made_up(Wish("kabupaten", 5, 2), "id").files.items():
        (folder / name).write_text(text, "utf-8")
    return load(folder / "base.yaml").scenario


def own_values(problem: Problem) -> tuple[dict[str, float], list[float]]:
    """The optimum of each goal as Alokasi finds it, signed as a cost, and the shares of the regions."""
    found = optimum(formulate(problem), Limits.starting(60)).goals
    most = {"coverage", "months"}
    values: dict[str, float] = {
        one.goal.name: float(-one.value if one.goal.name in most else one.value) for one in found
    }
    levels = [
        persons / int(problem.eligible_in[region]) for one in found for region, persons in one.persons.items()
    ]
    return values, sorted(levels)


def asked(name: str, maker: str, problem: Problem) -> Any:
    """What a peer answers."""
    if name == "through_linopy":
        pytest.importorskip("linopy")
    make = getattr(importlib.import_module(name), maker)
    return importlib.import_module("identical").in_order(make(problem), problem)


@pytest.mark.parametrize(("name", "maker"), PEERS, ids=[name for name, _ in PEERS])
def test_a_peer_reaches_the_same_values(scenario: Scenario, name: str, maker: str) -> None:
    problem = build(scenario)
    values, levels = own_values(problem)

    answer = asked(name, maker, problem)

    assert answer.values == pytest.approx(values, rel=SAME, abs=SAME)
    assert answer.levels == pytest.approx(levels, rel=SAME, abs=SAME)


def test_bounds_of_a_plan_are_what_the_peers_reach(scenario: Scenario) -> None:
    """While a plan reaches every bound, the next bound is the optimum itself."""
    answer = asked("plain", "built", build(scenario))
    compared = 0

    for goal in draft(scenario).goals:
        reached = abs(answer.values[goal.goal])
        assert float(abs(goal.bound)) == pytest.approx(reached, rel=SAME, abs=1e-3)
        compared += 1
        if abs(goal.value - goal.bound) > Fraction(1, 1000):
            break
    assert compared >= 2


def test_an_exponent_is_found_again() -> None:
    """Three, twelve and 48 seconds for one, four and sixteen are n^1."""
    assert importlib.import_module("measures").fitted([1, 4, 16], [3.0, 12.0, 48.0]) == pytest.approx(1)
    assert importlib.import_module("measures").fitted([10, 100], [1.0, 100.0]) == pytest.approx(2)


def test_the_page_says_what_was_measured() -> None:
    """``bench/run.py --page`` would write docs/performance.md as it stands."""
    kept = json.loads((ROOT / "bench" / "results.json").read_text("utf-8"))

    assert importlib.import_module("page").page(kept) == (ROOT / "docs" / "performance.md").read_text("utf-8")
