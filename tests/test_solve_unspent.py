"""Why a fund keeps money: each reason against arithmetic done by hand."""

from __future__ import annotations

from typing import Any

import pytest
from cases import PREMIUM, fund, region
from test_solve_cases import one_year, payable

from optimizer.plan.shapes import Draft
from optimizer.units import Month

Case = dict[str, Any]


def why(found: Draft, fund: str = "murni-2026") -> list[str]:
    return [reason.code.removeprefix("unspent.") for reason in found.unspent[fund]]


def left(found: Draft, fund: str = "murni-2026") -> tuple[int, int]:
    """Person-months and rupiah that stay."""
    facts = found.unspent[fund][0].facts
    return facts["person_months"], facts["rupiah"]


def test_a_fund_that_spends_all_says_nothing() -> None:
    assert payable(one_year(10)).unspent == {}


def test_less_than_a_premium_is_left() -> None:
    made = one_year(10)
    made["funds"]["murni-2026"]["ceiling"] += 16_799

    found = payable(made)

    assert (why(found), left(found)) == (["below_premium"], (0, 16_799))


def test_nobody_is_left_to_pay_for() -> None:
    """Of 12 person-years 10 are needed."""
    made = one_year(12)
    made["regions"]["52.04"] = region("Sumbawa", eligible=10)

    found = payable(made)

    assert (why(found), left(found)) == (["nobody_left"], (24, 24 * PREMIUM))


def test_money_that_comes_after_the_last_enrolment_month() -> None:
    """Stay 12 of 12 months: who is not there in January never is; Perubahan pays from October."""
    made = one_year(0)
    made["funds"]["perubahan-2026"] = fund(
        "52.04", 2026, 30 * PREMIUM, budget="perubahan", pays="2026-10..2026-12"
    )

    found = payable(made)

    assert why(found, "perubahan-2026") == ["too_late"]
    assert left(found, "perubahan-2026") == (30, 30 * PREMIUM)
    assert found.unspent["perubahan-2026"][0].facts["month"] == Month(2026, 1)


def test_a_region_registers_no_more() -> None:
    """4 persons in January; the money of 6 stays."""
    found = payable(one_year(10, rules={"enrol_per_month": 4}))

    assert (why(found), left(found)) == (["capacity"], (72, 72 * PREMIUM))


def test_a_ceiling_on_persons() -> None:
    """7 persons at most; the money of 3 stays."""
    found = payable(one_year(10, rules={"ceilings": [{"region": "52.04", "persons": 7}]}))

    assert (why(found), left(found)) == (["people_ceiling"], (36, 36 * PREMIUM))


def test_a_region_has_had_its_part() -> None:
    """60 % of 10 person-years."""
    made = one_year(10)
    made["funds"]["murni-2026"]["per_region"] = {"max": "60%"}

    found = payable(made)

    assert (why(found), left(found)) == (["per_region_max"], (48, 48 * PREMIUM))


def test_own_money_is_matched_in_full() -> None:
    """Own 5 person-years, matched 5 of 10."""
    made = one_year(5, rules={"matching": [{"fund": "provinsi", "ratio": 1}]})
    made["funds"]["provinsi"] = fund("52", 2026, 10 * 12 * PREMIUM)

    found = payable(made)

    assert why(found, "provinsi") == ["matching"]
    assert left(found, "provinsi") == (60, 60 * PREMIUM)


@pytest.mark.parametrize(("more", "month"), [(11, 12), (5, 6), (1, 2)])
def test_nobody_pays_for_the_months_that_follow(more: int, month: int) -> None:
    """Money for 10 persons and part of a year of one more."""
    made = one_year(10)
    made["funds"]["murni-2026"]["ceiling"] += more * PREMIUM

    found = payable(made)

    assert (why(found), left(found)) == (["carry"], (more, more * PREMIUM))
    assert found.unspent["murni-2026"][0].facts["month"] == Month(2026, month)


def test_no_goal_wants_the_money() -> None:
    """A target of 5 of 100 people, then thrift: the money of 5 persons stays."""
    made = one_year(10, goals=["targets", "thrift"])
    made["targets"] = {
        "t": {"measure": "group", "group": "rentan", "of": "52.04", "share": "5%", "by": "2026-12"}
    }

    found = payable(made)

    assert (why(found), left(found)) == (["no_goal_wants_it"], (60, 60 * PREMIUM))


def test_where_nobody_is_left_no_money_is_held_back() -> None:
    """Everybody in the small region is covered, the large one registers no more: that alone is the reason."""
    made = one_year(0)
    made["regions"] = {
        "52.01": region("Kecil", eligible=5),
        "52.02": region("Besar", eligible=100) | {"enrol_per_month": 10},
    }
    made["funds"] = {"provinsi": fund("52", 2026, 20 * 12 * PREMIUM)}

    found = payable(made)

    assert why(found, "provinsi") == ["capacity"]
    assert left(found, "provinsi") == (60, 60 * PREMIUM)


def test_what_is_set_aside_is_not_called_unspent() -> None:
    made = one_year(20)
    made["funds"]["murni-2026"]["set_aside"] = "50%"

    assert payable(made).unspent == {}


def test_a_fund_that_can_pay_nobody_keeps_all() -> None:
    """No group of the region stands in its list: the ceiling stays."""
    made = one_year(10)
    made["groups"]["lain"] = {"label": "Lain"}
    made["funds"]["lain"] = fund("52.04", 2026, 1_000_000, groups=["lain"])

    found = payable(made)

    assert found.unspent["lain"][0].facts["rupiah"] == 1_000_000
