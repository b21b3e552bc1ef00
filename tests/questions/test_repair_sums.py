"""Sums that show by hand what no plan can do, before any solver runs."""

from __future__ import annotations

from typing import Any

import pytest
from arrange import scenario
from cases import PREMIUM, case, fund, region

from optimizer.plan.shapes import Reason
from optimizer.problem import build
from optimizer.questions.repairing.arithmetic import sums

Case = dict[str, Any]


def year(*, floor: dict[str, Any], paid: int = 0, money: int = 1200, stay: int = 12, **more: Any) -> Case:
    """A year of one regency with 100 eligible; ``money`` in person-months."""
    rules = {"floors": [{"region": "52.04", **floor}], **more.pop("rules", {})}
    return case(
        "2026-01..2026-12",
        regions={"52.04": region("Sumbawa", eligible=100, paid=paid) | more.pop("own", {})},
        funds={"murni": fund("52.04", 2026, money * PREMIUM, **more)},
        stay=stay,
        goals=["coverage"],
        rules=rules,
    )


def only(made: Case) -> Reason:
    (reason,) = sums(build(scenario(made)))
    return reason


@pytest.mark.parametrize(
    ("made", "code", "figures"),
    [
        (year(floor={"persons": 101}), "sum.floor_eligible", {"persons": 101, "eligible": 100}),
        (
            year(floor={"persons": 50}, rules={"ceilings": [{"region": "52", "persons": 49}]}),
            "sum.floor_ceiling",
            {"persons": 50, "most": 49, "ceiling": 1},
        ),
        (
            year(floor={"persons": 20, "from": "2026-03"}, stay=1, own={"enrol_per_month": 5}, paid=4),
            "sum.floor_capacity",
            {"today": 4, "limit": 5, "months": 3, "found": 19},
        ),
        (year(floor={"persons": 20}, stay=13, paid=4), "sum.floor_too_late", {"today": 4, "stay": 13}),
        (year(floor={"persons": 50}, money=599), "sum.floor_money", {"count": 12, "needed": 600 * PREMIUM}),
        (
            year(floor={"persons": 50, "to": "2026-01"}, money=269, paid=30),
            "sum.floor_money_of_two",
            {"count": 1, "new": 20, "more": 11, "person_months": 270, "needed": 270 * PREMIUM},
        ),
        (
            year(floor={"persons": 50, "to": "2026-01"}, paid=30, pays="2026-01..2026-06"),
            "sum.floor_no_fund",
            {"persons": 20},
        ),
    ],
)
def test_a_floor_is_refused_by_the_first_sum_that_shows_it(
    made: Case, code: str, figures: dict[str, int]
) -> None:
    """50 until January with 30 of today: 50 + 11 x 20 = 270 person-months, as the 20 new ones stay."""
    reason = only(made)

    assert reason.code == code
    assert {name: reason.facts[name] for name in figures} == figures


@pytest.mark.parametrize(
    "made",
    [
        year(floor={"persons": 100}),
        year(floor={"persons": 50}, money=600),
        year(floor={"persons": 50, "to": "2026-01"}, money=270, paid=30),
        year(floor={"persons": 19, "from": "2026-03"}, stay=1, own={"enrol_per_month": 5}, paid=4),
    ],
)
def test_one_less_is_not_refused(made: Case) -> None:
    assert sums(build(scenario(made))) == ()


def test_a_floor_in_each_region_is_added_up() -> None:
    """60 person-months pay for 5 people of the year: 3 in A or 3 in B, not in both."""
    made = case(
        "2026-01..2026-12",
        regions={"52.01": region("A", eligible=9), "52.02": region("B", eligible=9)},
        funds={"provinsi": fund("52", 2026, 60 * PREMIUM)},
        stay=12,
        goals=["coverage"],
        rules={"floors": [{"each": True, "persons": 3}]},
    )

    reason = only(made)

    assert (reason.code, reason.facts["of"], reason.facts["persons"]) == ("sum.floor_money", "52.01,52.02", 6)
    assert reason.facts["needed"] == 72 * PREMIUM


def test_what_must_be_spent_is_more_than_may_be() -> None:
    """All of Rp1,680,000 must be spent and a tenth is set aside."""
    made = year(floor={"persons": 0}, money=100, spend_at_least="100%", set_aside="10%")

    reason = only(made)

    assert reason.code == "sum.spend_ceiling"
    assert (reason.facts["rupiah"], reason.facts["money"]) == (100 * PREMIUM, 90 * PREMIUM)
