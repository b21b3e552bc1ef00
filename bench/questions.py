"""The questions of a meeting, and plans of NTB with one figure changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from optimizer.questions.changes import with_ceilings, with_rules
from optimizer.questions.desk import Desk
from optimizer.scenario.reading import load
from optimizer.scenario.schema import Scenario

QUESTIONS = [
    ["worth", "NTB"],
    ["need", "NTB"],
    ["why", "NTB", "--region", "52.71"],
    ["why", "NTB", "--fund", "dompu-perubahan-2025"],
    ["why", "NTB", "--not", "regions.52.71.persons >= 5000"],
    ["tradeoff", "NTB"],
    ["without", "NTB"],
    ["repair", "NTB", "--wish", "regions.52.71.persons >= 20000"],
    ["baseline", "NTB"],
    ["fair", "NTB"],
    ["bill", "NTB"],
]


def whatifs(file: Path) -> dict[str, float]:
    """Mean seconds of an audited plan, begun afresh and in a program that is loaded."""
    loaded = load(file)
    changed = _changed(loaded.scenario)
    desk = Desk(loaded)
    desk.plan(loaded.scenario)
    return {
        "each begun afresh": _mean(lambda scenario: Desk(loaded).plan(scenario), changed),
        "in a program that is loaded": _mean(desk.plan, changed),
    }


def _changed(scenario: Scenario) -> list[Scenario]:
    """The scenario with each of ten funds doubled, and with stays from 1 to 12."""
    funds = list(scenario.funds.items())[:10]
    return [
        *(with_ceilings(scenario, {name: 2 * fund.ceiling.number}) for name, fund in funds),
        *(with_rules(scenario, stay=stay) for stay in range(1, 13)),
    ]


def _mean(plan: Callable[[Scenario], object], scenarios: list[Scenario]) -> float:
    begin = perf_counter()
    for scenario in scenarios:
        plan(scenario)
    return (perf_counter() - begin) / len(scenarios)
