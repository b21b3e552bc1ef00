"""Why a fund keeps money: each reason against arithmetic done by hand."""

from __future__ import annotations

from typing import Any

import cases
import oracle_case
import pytest
from arrange import rows, solved
from cases import PREMIUM, fund, region
from hypothesis import given, settings
from strategies import cases as generated
from test_solve_cases import one_year, payable

from optimizer.errors import ContradictionError
from optimizer.plan.shapes import UNSPENT, Draft
from optimizer.units import Month

Case = dict[str, Any]


def why(found: Draft, fund: str = "murni-2026") -> list[str]:
    return [reason.code.removeprefix("unspent.") for reason in found.unspent[fund]]


def left(found: Draft, fund: str = "murni-2026") -> tuple[int, int]:
    """Person-months and rupiah that stay."""
    facts = found.unspent[fund][0].facts
    return facts["person_months"], facts["rupiah"]


def parts(found: Draft, fund: str = "murni-2026") -> dict[str, tuple[int, int]]:
    """Person-months and rupiah under each reason."""
    return {
        reason.code.removeprefix("unspent."): (
            int(reason.facts["person_months"]),
            int(reason.facts["rupiah"]),
        )
        for reason in found.unspent[fund]
    }


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

    assert [reason.code for reason in found.unspent["lain"]] == ["unspent.nobody_left"]


# Parts


def perubahan_for(months: int, ceiling: int, **more: Any) -> Case:
    """Perubahan of the last months of 2025 for 100 persons, Murni for 10 of them through 2026; stay 12."""
    made = cases.perubahan_then_murni("2025-12") | {"goals": ["targets", "keep", "coverage", "months"]} | more
    made["funds"]["perubahan-2025"] |= {"ceiling": ceiling, "pays": f"2025-{13 - months}..2025-12"}
    return made


def test_money_for_more_than_all_people_is_not_called_lack_of_carrying() -> None:
    """The question of the issue: December alone, 100 persons, money for 250 and Rp7.200.

    10 are carried through 2026 by Murni and paid in December by Perubahan; of the other 240 person-months
    90 are people whom nobody carries on, 150 nobody at all.
    """
    found = payable(perubahan_for(1, 250 * PREMIUM + 7_200))

    assert parts(found, "perubahan-2025") == {
        "nobody_left": (150, 150 * PREMIUM),
        "carry": (90, 90 * PREMIUM),
        "below_premium": (0, 7_200),
    }
    carry = found.unspent["perubahan-2025"][1].facts
    assert (carry["persons"], carry["month"], carry["monthly"]) == (90, Month(2026, 1), 90 * PREMIUM)


def test_people_whom_another_fund_pays_for_leave_it_no_place() -> None:
    """40 of today have contracts, 10 newcomers join them: in December 50 of 100 are paid for, whoever pays.

    120 person-months of the contract reach for 50 in October and November and 20 in December; Perubahan pays
    the other 30 and keeps 70. For 50 of these there are people without a payer in January, for 20 nobody.
    """
    made = perubahan_for(1, 100 * PREMIUM, goals=["keep", "targets", "coverage", "months"])
    made["regions"]["52.04"] = region("Sumbawa", eligible=100, paid=40)
    made["funds"] = {
        "kontrak-2025": fund("52.04", 2025, 40 * 3 * PREMIUM, status="contracted"),
        "kontrak-2026": fund("52.04", 2026, 40 * 12 * PREMIUM),
    } | made["funds"]

    found = payable(made)

    assert parts(found, "perubahan-2025") == {
        "nobody_left": (20, 20 * PREMIUM),
        "carry": (50, 50 * PREMIUM),
    }


def test_what_no_region_may_register_is_not_called_lack_of_carrying() -> None:
    """20 a month may register; 10 do in October.

    With a payer for 2026 10 more could in October, 30 up to November, 50 up to December: Perubahan could pay
    90 person-months of the 270 it keeps. The rest nobody may register.
    """
    found = payable(perubahan_for(3, 300 * PREMIUM, rules={"stay": 12, "enrol_per_month": 20}))

    assert parts(found, "perubahan-2025") == {
        "capacity": (270 - 90, (270 - 90) * PREMIUM),
        "carry": (90, 90 * PREMIUM),
    }


def test_people_in_one_region_take_what_another_can_not() -> None:
    """A province keeps 60: the small region is full, the large has 90 places, and January is unpaid there."""
    made = perubahan_for(1, 70 * PREMIUM)
    made["regions"]["52.05"] = region("Kecil", eligible=5)
    made["funds"]["perubahan-2025"]["owner"] = "52"

    found = payable(made)

    assert parts(found, "perubahan-2025") == {"carry": (60, 60 * PREMIUM)}


def test_money_left_for_one_person_does_not_explain_what_is_left_for_many() -> None:
    """Murni 2026 has the money of 10 persons and 5 months of one more: the 90 lack it from January on."""
    made = perubahan_for(1, 100 * PREMIUM)
    made["funds"]["murni-2026"]["ceiling"] += 5 * PREMIUM

    facts = payable(made).unspent["perubahan-2025"][0].facts

    assert (facts["persons"], facts["month"]) == (90, Month(2026, 1))


def test_a_premium_that_differs_next_year_names_the_money_of_that_year() -> None:
    made = perubahan_for(1, 100 * PREMIUM)
    made["premium"].append({"value": 20_000, "months": "2026-01..2026-12"})
    made["funds"]["murni-2026"]["ceiling"] = 10 * 12 * 20_000

    facts = payable(made).unspent["perubahan-2025"][0].facts

    assert (facts["persons"], facts["monthly"]) == (90, 90 * 20_000)


def test_a_premium_that_changes_within_the_year_names_no_monthly_money() -> None:
    made = perubahan_for(1, 100 * PREMIUM)
    made["premium"].append({"value": 20_000, "months": "2026-07..2026-12"})
    made["funds"]["murni-2026"]["ceiling"] = 10 * 6 * 36_800

    facts = payable(made).unspent["perubahan-2025"][0].facts

    assert facts["persons"] == 90
    assert "monthly" not in facts


@settings(max_examples=50, deadline=None, derandomize=True, database=None)
@given(generated())
def test_parts_add_up_and_none_is_counted_twice(case: Case) -> None:
    """To the rupiah; what exceeds the people is reckoned again from the case and the payments alone."""
    try:
        found = solved(case)
    except ContradictionError:
        return
    facts, paid = oracle_case.read(case), rows(found.payments)
    covered: dict[tuple[str, str, str], int] = {}
    for row in paid:
        place = (row["region"], row["group"], row["month"])
        covered[place] = covered.get(place, 0) + row["persons"]

    for one in facts.funds:
        kept = one.spendable - sum(row["rupiah"] for row in paid if row["fund"] == one.id)
        reasons = found.unspent.get(one.id, ())
        codes = [reason.code for reason in reasons]
        assert sum(reason.facts["rupiah"] for reason in reasons) == kept
        assert codes == [code for code in UNSPENT if code in codes]
        prices = {
            (region, group, month): one.premium[group, month]
            for region in one.regions
            for group in one.groups
            for month in one.months
            if facts.eligible[region, group]
        }
        if not prices:
            assert set(codes) <= {"unspent.nobody_left"}
            continue
        cheapest = min(prices.values())
        worth = sum(
            price * (facts.eligible[region, group] - covered.get((region, group, name(facts, month)), 0))
            for (region, group, month), price in prices.items()
        )
        money = kept // cheapest * cheapest
        said = parts(found, one.id) if kept else {}
        assert said.get("nobody_left", (0, 0))[1] == max(0, money - worth // cheapest * cheapest)
        assert said.get("below_premium", (0, 0))[1] == kept - money
        assert all(
            rupiah == count * cheapest for code, (count, rupiah) in said.items() if code != "below_premium"
        )
        assert all(count for code, (count, _) in said.items() if code != "below_premium")


def name(facts: oracle_case.Facts, month: int) -> str:
    return oracle_case.written(facts.first + month)
