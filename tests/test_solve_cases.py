"""The solver against arithmetic done by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import cases
import oracle
import pytest
from arrange import persons, rows, solved
from cases import GROUP, PREMIUM, case, fund, region

from optimizer.plan.shapes import Draft, Reason
from optimizer.units import Month

Case = dict[str, Any]
YEAR = "2026-01..2026-12"


def values(found: Draft) -> dict[str, Fraction]:
    return {goal.goal: goal.value for goal in found.goals}


def payable(made: Case) -> Draft:
    """The draft of a case, which breaks no rule and whose goals do not beat their bounds."""
    found = solved(made)
    payments = rows(found.payments)
    claimed = oracle.values(made, payments)
    assert oracle.broken(made, payments) == []
    assert oracle.compare(made, claimed, oracle.bounds(made, payments)) <= 0
    return found


def last(found: Draft, **where: str) -> int:
    return persons(found, **where).get("2026-12", 0)


def one_year(person_years: int, **more: Any) -> Case:
    """100 eligible, money for so many persons for the whole year, most covered in December."""
    made: dict[str, Any] = {
        "regions": {"52.04": region("Sumbawa", eligible=100)},
        "funds": {"murni-2026": fund("52.04", 2026, person_years * 12 * PREMIUM)},
        "stay": 12,
        "goals": ["coverage"],
    }
    return case(YEAR, **(made | more))


# The table of the issue


@pytest.mark.parametrize(("stay", "people"), [(12, 1_000), (6, 2_000), (3, 4_000), (1, 10_000)])
def test_each_person_costs_the_stay(stay: int, people: int) -> None:
    """201,600,000 / 16,800 = 12,000 person-months, by 12, 6 and 3; by 1 all 10,000."""
    found = payable(cases.one_regency_one_year(stay))

    assert last(found) == people
    assert found.goals[0].value == found.goals[0].bound == people
    assert found.standing == "optimal"


def test_murni_decides_whom_perubahan_can_enrol() -> None:
    """10 from October on; 100 x 3 - 10 x 3 = 270 person-months stay: from January nobody pays for 90."""
    found = payable(cases.perubahan_then_murni())
    money = {"rupiah": 270 * PREMIUM, "person_months": 270}
    carry = Reason("unspent.carry", money | {"persons": 90, "month": Month(2026, 1), "monthly": 90 * PREMIUM})

    assert set(persons(found).values()) == {10}
    assert next(iter(persons(found))) == "2025-10"
    assert len(persons(found)) == 15
    assert values(found) == {"targets": 90, "keep": 0, "coverage": 10}
    assert found.unspent == {"perubahan-2025": (carry,)}


def test_people_paid_for_are_kept_until_the_money_ends() -> None:
    """100 to December, 90 dropped in January: 90 x 12 = 1,080 person-months lost."""
    found = payable(cases.perubahan_then_murni_already_paid())

    assert list(persons(found).values()) == [100] * 3 + [10] * 12
    assert values(found) == {"keep": 1_080, "coverage": 10}
    assert found.unspent == {}


def test_leximin_goes_on_above_the_region_that_is_blocked() -> None:
    """12 for A only, 60 for B or C."""
    found = payable(cases.three_regions_two_funds())

    assert found.goals[0].levels == (
        ("52.01", Fraction(12, 100)),
        ("52.02", Fraction(30, 100)),
        ("52.03", Fraction(30, 100)),
    )


def test_without_own_money_there_is_no_matched_money() -> None:
    """Own money 0 and Rp168,000,000, matched one to one."""
    found = payable(cases.province_matches_own_money())
    matched = [row for row in rows(found.payments) if row["fund"] == "provinsi-2026"]

    assert {row["region"] for row in rows(found.payments)} == {"52.02"}
    assert 0 < sum(row["rupiah"] for row in matched) <= 168_000_000
    assert last(found) == 1_666


def test_money_is_spent_when_less_than_a_premium_is_left() -> None:
    """59,523 x 16,800 = 999,986,400: Rp13,600 left."""
    found = payable(cases.a_thousand_million_to_spend())

    assert sum(persons(found).values()) == 59_523
    assert values(found)["thrift"] == 1_000_000_000 - 13_600


def scarce(goals: list[Any]) -> Case:
    """10 vulnerable people paid for today, 10 extremely poor wanted, money for 10 persons a year."""
    made = one_year(10, goals=goals)
    made["groups"] = {"miskin-ekstrem": {"label": "Pekerja miskin ekstrem"}, **made["groups"]}
    made["regions"]["52.04"] |= {
        "workers": 50,
        "active": 10,
        "eligible": {"miskin-ekstrem": 10, GROUP: 40},
        "subsidised": {GROUP: 10},
    }
    made["targets"] = {
        "ekstrem": {
            "measure": "group",
            "group": "miskin-ekstrem",
            "of": "52.04",
            "share": "100%",
            "by": "2026-12",
        }
    }
    return made


@pytest.mark.parametrize(
    ("goals", "lost", "short", "group"),
    [(["targets", "keep"], 120, 0, "miskin-ekstrem"), (["keep", "targets"], 0, 10, GROUP)],
)
def test_the_order_of_goals_decides_who_is_paid_for(
    goals: list[Any], lost: int, short: int, group: str
) -> None:
    """Targets first: 10 x 12 person-months lost; keep first: 10 persons short."""
    found = payable(scarce(goals))

    assert values(found) == {"keep": lost, "targets": short}
    assert persons(found, group=group) == {f"2026-{n:02d}": 10 for n in range(1, 13)}
    assert all(goal.value == goal.bound for goal in found.goals)


# Premiums and money


@pytest.mark.parametrize(("ceiling", "people"), [(1_512_000, 10), (1_511_999, 9)])
def test_a_later_premium_that_fits_wins(ceiling: int, people: int) -> None:
    """6 x 16,800 + 6 x 8,400 = 151,200 a person; a rupiah less than ten of them pays for nine."""
    made = one_year(0)
    made["premium"].append({"value": 8_400, "months": "2026-07..2026-12"})
    made["funds"]["murni-2026"]["ceiling"] = ceiling

    assert last(payable(made)) == people


def test_what_is_set_aside_is_not_spent() -> None:
    """95 % of 20 person-years; a rupiah set aside costs a whole person."""
    made = one_year(20)
    made["funds"]["murni-2026"]["set_aside"] = "5%"
    assert last(payable(made)) == 19

    made["funds"]["murni-2026"]["set_aside"] = 1
    assert last(payable(made)) == 19


def test_a_premium_may_depend_on_the_group() -> None:
    """12 x 8,400 for the cheap group: twice the people for the same money."""
    made = scarce(["coverage"])
    made["premium"].append({"value": 8_400, "groups": ["miskin-ekstrem"]})

    found = payable(made)

    assert last(found, group="miskin-ekstrem") == 10
    assert last(found, group=GROUP) == 5


def test_thrift_takes_the_cheaper_payer() -> None:
    """CSR pays 8,400 for 6 person-years; APBD, though named first, only the other four."""
    made = one_year(10, goals=["targets", "thrift"])
    made["premium"].append({"value": 8_400, "funds": ["csr"]})
    made["funds"]["csr"] = fund("52.04", 2026, 6 * 12 * 8_400, budget="csr")
    made["targets"] = {
        "t": {"measure": "group", "group": GROUP, "of": "52.04", "share": "10%", "by": "2026-12"}
    }

    found = payable(made)

    assert sum(persons(found, fund="csr").values()) == 6 * 12
    assert values(found)["thrift"] == 6 * 12 * 8_400 + 4 * 12 * PREMIUM


@pytest.mark.parametrize(("least", "people"), [(50 * PREMIUM + 1, 50), (50 * PREMIUM - 1, 49)])
def test_a_least_amount_is_met_when_less_than_a_premium_is_missing(least: int, people: int) -> None:
    """Of 50 premiums less one rupiah 49 are enough: 16,799 are missing."""
    made = one_year(100, goals=["thrift"], stay=1)
    made["funds"]["murni-2026"]["per_region"] = {"min": least}

    assert sum(persons(payable(made)).values()) == people


def test_a_fund_of_the_country_pays_below_the_regions_it_names() -> None:
    """Owner ID, for province 53 and for 52.01: 52.02 gets nothing."""
    codes = ("52.01", "52.02", "53.01")
    made = one_year(0, regions={code: region(code, eligible=10) for code in codes})
    made["funds"] = {"pusat": fund("ID", 2026, 100 * 12 * PREMIUM, regions=["53", "52.01"])}

    assert {code: last(payable(made), region=code) for code in codes} == {
        "52.01": 10,
        "52.02": 0,
        "53.01": 10,
    }


def test_only_named_budgets_of_the_same_year_are_matched() -> None:
    """Of three own funds only Murni 2026 counts: half of its 10 person-years."""
    made = one_year(10, rules={"matching": []})
    made["funds"] |= {
        "csr": fund("52.04", 2026, 20 * 12 * PREMIUM, budget="csr"),
        "provinsi": fund("52", 2026, 90 * 12 * PREMIUM),
    }
    made["rules"]["matching"] = [{"fund": "provinsi", "ratio": "0.5", "own": ["murni"], "same_year": "true"}]

    found = payable(made)

    assert sum(persons(found, fund="provinsi").values()) == 60
    assert last(found) == 35


# People


def test_everybody_can_be_enrolled_only_as_fast_as_the_region_registers() -> None:
    """5 a month with stay 1; with stay 12 only the 5 of January; a region's own 2 replaces 5."""
    made = one_year(1_000, stay=1, rules={"enrol_per_month": 5})
    assert list(persons(payable(made)).values()) == [5 * n for n in range(1, 13)]

    made["rules"]["stay"] = 12
    assert last(payable(made)) == 5

    made["regions"]["52.04"]["enrol_per_month"] = 2
    assert last(payable(made)) == 2


def test_a_floor_for_each_region_holds_in_each_of_its_months() -> None:
    """3 persons in each of two regions from March: thrift enrols nobody before and nobody more."""
    made = one_year(0, goals=["thrift"], stay=1)
    made["regions"]["52.05"] = region("Bima", eligible=100)
    made["funds"] = {"provinsi": fund("52", 2026, 100 * 12 * PREMIUM)}
    made["rules"]["floors"] = [{"each": "true", "persons": 3, "from": "2026-03"}]

    found = payable(made)

    for code in ("52.04", "52.05"):
        assert persons(found, region=code) == {f"2026-{n:02d}": 3 for n in range(3, 13)}


def test_a_ceiling_on_a_list_of_regions_is_a_ceiling_on_their_sum() -> None:
    """10 % of 200 together."""
    made = one_year(50)
    made["regions"]["52.05"] = region("Bima", eligible=100)
    made["funds"]["bima"] = fund("52.05", 2026, 50 * 12 * PREMIUM)
    made["rules"]["ceilings"] = [{"region": ["52.04", "52.05"], "share": "10%"}]

    assert last(payable(made)) == 20


def test_a_target_counts_those_whom_the_outlook_leaves() -> None:
    """50 % of 100 workers are 50; of 50 active 38 are left in December, so 12 are wanted from funds."""
    made = one_year(100, goals=["targets", "thrift"])
    made["regions"]["52.04"] |= {
        "workers": 100,
        "active": 50,
        "outlook": {"2026-12": 38},
        "eligible": {GROUP: 40},
    }
    made["targets"] = {"ucj": {"measure": "ucj", "of": "ID", "share": "50%", "by": "2026-12"}}

    found = payable(made)

    assert values(found) == {"targets": 0, "thrift": 12 * 12 * PREMIUM}


def test_a_target_of_a_group_without_people_is_met() -> None:
    made = scarce(["targets"])
    made["regions"]["52.04"]["eligible"]["miskin-ekstrem"] = 0

    assert values(payable(made)) == {"targets": 0}


def test_nobody_enrolled_in_one_fiscal_year_is_left_by_the_next() -> None:
    """Murni 2025 could pay for 40 in its three months; Murni 2026 carries 7 of the 15 months."""
    made = one_year(7, goals=["months"]) | {"horizon": "2025-10..2026-12"}
    made["funds"]["murni-2025"] = fund("52.04", 2025, 40 * 3 * PREMIUM)

    assert list(persons(payable(made)).values()) == [7] * 15
