"""The rows of each rule, for a scenario small enough to read them (``golden/lp``)."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest
from arrange import scenario
from cases import GROUP, PREMIUM, case, fund, region
from goldens import same

from optimizer.model.export import as_pulp
from optimizer.model.program import Program, formulate
from optimizer.model.rules import RULES
from optimizer.problem import build

Case = dict[str, Any]
Change = Callable[[Case], None]


def tiny() -> Case:
    """One region, one group, two months, one fund of the region and one of the province."""
    return case(
        "2026-01..2026-02",
        regions={"52.04": region("Sumbawa", eligible=9, paid=4)},
        funds={"murni": fund("52.04", 2026, 100_000), "provinsi": fund("52", 2026, 90_000)},
        stay=2,
        goals=["coverage"],
    )


def as_it_is(made: Case) -> None:
    """Nothing is added."""


def two_premiums(made: Case) -> None:
    """16,800 and then 8,400: the unit is 8,400; 10 % are set aside."""
    made["premium"].append({"value": PREMIUM // 2, "months": "2026-02"})
    made["funds"]["murni"]["set_aside"] = "10%"
    made["funds"]["provinsi"]["per_region"] = {"max": "50%"}


def least_amounts(made: Case) -> None:
    made["funds"]["murni"]["spend_at_least"] = 50_000
    made["funds"]["provinsi"]["per_region"] = {"min": "40%"}


def a_match(made: Case) -> None:
    made["premium"].append({"value": PREMIUM // 2, "funds": ["provinsi"]})
    made["rules"]["matching"] = [{"fund": "provinsi", "ratio": "1.5"}]


def a_floor_and_a_ceiling(made: Case) -> None:
    made["rules"] |= {
        "floors": [{"region": "52", "persons": 2, "from": "2026-02"}],
        "ceilings": [{"each": "true", "share": "75%", "to": "2026-01"}],
    }


def a_capacity(made: Case) -> None:
    made["rules"]["enrol_per_month"] = 3
    made["groups"]["lain"] = {"label": "Lain"}
    made["regions"]["52.04"]["eligible"]["lain"] = 2
    made["funds"] = {"murni": made["funds"]["murni"]}


def two_targets(made: Case) -> None:
    """60 % of 20 workers less the 7 who need no fund; half of the group."""
    made["regions"]["52.04"] |= {"workers": 20, "active": 11}
    made["targets"] = {
        "ucj": {"measure": "ucj", "of": "52", "share": "60%", "by": "2026-02"},
        "rentan": {"measure": "group", "group": GROUP, "of": "each", "share": "50%", "by": "2026-01"},
    }


CHANGES: dict[str, Change] = {
    "one_payer_a_month": as_it_is,
    "continuity": as_it_is,
    "only_people_of_today_drop": as_it_is,
    "enrolment_capacity": a_capacity,
    "within_money": two_premiums,
    "money_that_must_be_spent": least_amounts,
    "matching": a_match,
    "people": a_floor_and_a_ceiling,
    "targets": two_targets,
    "lists": as_it_is,
}


def test_golden_files_cover_every_rule() -> None:
    assert [rule.__name__ for rule in RULES] == list(CHANGES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.__name__))
def test_golden_rows_of_each_rule(rule: Callable[..., Any]) -> None:
    made = tiny()
    CHANGES[rule.__name__](made)
    program = formulate(build(scenario(made)))
    rows = [
        row.asCplexLpConstraint(row.name).rstrip()
        for row in as_pulp(program).constraints()
        if row.name.rpartition("_")[0] == rule.__name__
    ]

    claim = str(inspect.getdoc(rule)).splitlines()[0]
    same(f"lp/{rule.__name__}.lp", "\n".join([f"\\ {claim}", *legend(program, rows), *rows, ""]))


def test_golden_bounds_of_the_decisions() -> None:
    """Eligibility and stay are bounds: nobody enrols when fewer than ``stay`` months are left."""
    program = formulate(build(scenario(tiny())))
    arrays = program.arrays
    rows = [
        f"{low:g} <= {name} <= {high:g}".replace("1e+30", "inf")
        for name, low, high in zip(
            program.decisions.names(), arrays.column_lower.tolist(), arrays.column_upper.tolist(), strict=True
        )
    ]

    same(
        "lp/bounds.lp", "\n".join(["\\ Eligibility and stay are bounds.", *legend(program, rows), *rows, ""])
    )


def legend(program: Program, rows: list[str]) -> list[str]:
    """What each decision that occurs stands for."""
    problem, text = program.problem, " ".join(rows).split()
    cells, groups = problem.cells, len(problem.groups)

    def slot(number: int) -> str:
        return f"{problem.codes[number // groups]} {problem.groups[number % groups]}"

    meaning = {}
    for letter, what in (("x", "paid"), ("h", "taken onto the list")):
        for k, (s, f, t) in enumerate(zip(cells.slot, cells.fund, cells.month, strict=True)):
            meaning[f"{letter}_{k}"] = f"{what}: {slot(s)} {problem.funds[f]} {problem.months[t]}"
    for letter, what in (("n", "covered"), ("e", "newly covered"), ("d", "dropped")):
        for s in range(problem.slots):
            for t, month in enumerate(problem.months):
                meaning[f"{letter}_{s}_{t}"] = f"{what}: {slot(s)} {month}"
    for k, target in enumerate(problem.targets):
        meaning[f"s_{k}"] = f"short of: {target.id} {target.of}"
    return [f"\\ {name}  {words}" for name, words in meaning.items() if name in text]
