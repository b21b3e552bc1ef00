"""What nothing ties together is solved apart, with the plan of the whole."""

from __future__ import annotations

from typing import Any

import nearness
import numpy as np
import oracle
import pytest
from arrange import rows, scenario, solved
from cases import GROUP, PREMIUM, case, fund, region
from hypothesis import HealthCheck, assume, given, settings
from strategies import cases

from optimizer.blocks import blocks
from optimizer.model.program import formulate
from optimizer.problem import Problem, build
from optimizer.solve.highs import Limits, NothingFitsError
from optimizer.solve.ordered import optimum

Case = dict[str, Any]


def two_provinces(**more: Any) -> Case:
    """Two regencies in each of two provinces, own money each, and money of one province."""
    codes = ("52.01", "52.02", "53.01", "53.02")
    return case(
        "2026-01..2026-12",
        regions={code: region(f"Kabupaten {code}", eligible=100) for code in codes},
        funds={
            **{f"murni-{code}": fund(code, 2026, 120 * PREMIUM) for code in codes},
            "provinsi-52": fund("52", 2026, 600 * PREMIUM),
            **more.pop("funds", {}),
        },
        stay=12,
        goals=more.pop("goals", ["coverage", "fairness"]),
        **more,
    )


def parts(made: Case) -> list[tuple[str, ...]]:
    return [part.problem.codes for part in blocks(build(scenario(made)))]


def test_a_province_with_money_is_one_part_and_each_regency_without_another() -> None:
    assert parts(two_provinces()) == [("52.01", "52.02"), ("53.01",), ("53.02",)]


@pytest.mark.parametrize(
    "more",
    [
        {"funds": {"nasional": fund("ID", 2026, PREMIUM)}},
        {"targets": {"semua": {"measure": "ucj", "of": "ID", "share": "50%", "by": "2026-12"}}},
        {"rules": {"ceilings": [{"region": "ID", "group": GROUP, "persons": 10}]}},
        {"goals": [{"coverage": {"give_up": 1}}, "fairness"]},
    ],
    ids=["a national fund", "a national target", "a national ceiling", "an allowance"],
)
def test_what_counts_all_regions_ties_them(more: dict[str, Any]) -> None:
    assert parts(two_provinces(**more)) == [("52.01", "52.02", "53.01", "53.02")]


def test_a_fund_that_can_pay_nobody_still_owes_its_minimum() -> None:
    """It belongs to no region, and the contradiction is found all the same."""
    idle = fund("53", 2026, PREMIUM, regions=["53.01"], spend_at_least=PREMIUM)
    made = two_provinces(funds={"kosong": idle})
    made["regions"]["53.01"] = region("Kabupaten 53.01", eligible=0)

    problem = build(scenario(made))

    assert sorted(name for part in blocks(problem) for name in part.problem.funds) == sorted(problem.funds)


def point(problem: Problem) -> np.ndarray[Any, Any]:
    """What the linear program pays in every cell."""
    program = formulate(problem)
    return optimum(program, Limits()).point[program.decisions.paid]


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.filter_too_much],
)
@given(cases())
def test_the_parts_pay_what_the_whole_pays_cell_by_cell(made: Case) -> None:
    problem = build(scenario(made))
    found = blocks(problem)
    assume(len(found) > 1)
    try:
        whole = point(problem)
    except NothingFitsError:
        assume(False)
    together = np.zeros(len(problem.cells))
    for part in found:
        together[part.cells] = point(part.problem)

    assert sorted(cell for part in found for cell in part.cells.tolist()) == list(range(len(problem.cells)))
    assert np.abs(together - whole).max(initial=0) < 1e-5


def test_a_province_of_many_regencies_gets_a_payable_plan_near_every_bound() -> None:
    """Thirty regencies, each with a part of a person's year left over, and provincial money for all.

    Each such part makes one person more change payer: once a year and regency.
    """
    codes = [f"35.{number:02d}" for number in range(1, 31)]
    made = case(
        "2025-10..2026-12",
        regions={
            code: region(f"Kabupaten {code}", eligible=3_000 + 977 * number, paid=40 * number)
            for number, code in enumerate(codes)
        },
        funds={
            **{f"p-{c}": fund(c, 2025, (500 + 137 * n) * PREMIUM) for n, c in enumerate(codes)},
            **{f"m-{c}": fund(c, 2026, (4_000 + 611 * n) * PREMIUM) for n, c in enumerate(codes)},
            "provinsi": fund("35", 2026, 100_003 * PREMIUM),
        },
        stay=12,
        goals=["keep", "coverage", "fairness", "months", "thrift", "steady"],
    )

    found = solved(made)

    payments = rows(found.payments)
    values = oracle.values(made, payments)
    shares = [[share for _, share in goal.levels] for goal in found.goals]
    bounds = [here or float(goal.bound) for here, goal in zip(shares, found.goals, strict=True)]
    steadiest = found.goals[-1].bound
    assert oracle.broken(made, payments) == []
    assert nearness.far(made, [*values[:-1], steadiest], bounds) == []
    assert found.goals[-1].value <= steadiest + 2 * len(codes)
