"""Goals in turn and ties, against arithmetic done by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from arrange import persons
from cases import GROUP, PREMIUM, fund, region
from test_solve_cases import last, one_year, payable, scarce, values

Case = dict[str, Any]


def test_what_is_given_up_is_spent_by_a_later_goal() -> None:
    """Half of 10 persons may go, so thrift pays for 5 x 12 person-months."""
    made = one_year(10, goals=[{"coverage": {"give_up": "50%"}}, "thrift"])

    assert values(payable(made)) == {"coverage": 5, "thrift": 5 * 12 * PREMIUM}


def test_an_allowance_is_spent_by_the_goals_in_their_order() -> None:
    """3 persons may go: the target takes 2 of them for its group, thrift the third.

    10 vulnerable people are covered, 2 extremely poor are wanted, and each of those costs as much as
    two of the others.
    """
    made = scarce([{"coverage": {"give_up": 3}}, "targets", "thrift"])
    made["premium"].append({"value": 2 * PREMIUM, "groups": ["miskin-ekstrem"]})
    made["targets"]["ekstrem"]["share"] = "20%"

    found = payable(made)

    assert values(found) == {"coverage": 7, "targets": 0, "thrift": (2 * 2 + 5) * 12 * PREMIUM}
    assert last(found, group="miskin-ekstrem") == 2


def test_keep_may_give_up_months_for_coverage() -> None:
    """Of 10 paid for today one may be lost for a year; that pays for two who cost half of it."""
    made = scarce([{"keep": {"give_up": 12}}, "coverage"])
    made["premium"].append({"value": PREMIUM // 2, "groups": ["miskin-ekstrem"]})

    assert values(payable(made)) == {"keep": 12, "coverage": 11}


def test_the_poorest_come_first_when_their_coverage_is_named_first() -> None:
    """10 of 10 extremely poor; the target of all groups is then met as far as the money goes."""
    extreme = {"coverage": {"groups": ["miskin-ekstrem"]}}
    made = scarce([extreme, "targets", "coverage"])
    made["targets"]["ekstrem"] |= {"group": GROUP, "share": "50%"}
    made["funds"]["murni-2026"]["ceiling"] = 25 * 12 * PREMIUM

    found = payable(made)

    assert [goal.goal for goal in found.goals] == ["coverage", "targets", "coverage"]
    assert [goal.value for goal in found.goals] == [10, 5, 25]


def test_a_person_of_a_heavier_group_counts_more() -> None:
    """Money for one; weight 2 against 1, and against the order of the groups."""
    made = scarce(["coverage"])
    made["groups"][GROUP]["weight"] = 2
    made["regions"]["52.04"] |= {"active": 0, "subsidised": {}}
    made["funds"]["murni-2026"]["ceiling"] = 12 * PREMIUM

    found = payable(made)

    assert last(found, group=GROUP) == 1
    assert values(found) == {"coverage": 2}


def test_a_heavier_target_is_met_first() -> None:
    """Money for 10: 5 short of the light target, none of the heavy one, which counts 1.5 each."""
    made = scarce(["targets"])
    heavy = made["targets"]["ekstrem"]
    made["targets"] = {
        "light": {**heavy, "group": GROUP, "share": "25%"},
        "heavy": {**heavy, "weight": "1.5"},
    }
    made["regions"]["52.04"] |= {"active": 0, "subsidised": {}}
    assert values(payable(made)) == {"targets": 10}

    made["targets"]["light"]["weight"] = "2,5"
    assert values(payable(made)) == {"targets": 15}


def shared(eligible: list[int], person_years: int, goals: list[Any]) -> Case:
    made = one_year(0, goals=goals)
    made["regions"] = {
        f"52.{k + 1:02d}": region(f"R{k + 1}", eligible=people) for k, people in enumerate(eligible)
    }
    made["funds"] = {"provinsi": fund("52", 2026, person_years * 12 * PREMIUM)}
    return made


@pytest.mark.parametrize(
    ("eligible", "person_years", "ends"),
    [
        ([10, 10, 10], 10, [4, 3, 3]),  # equal shares: the spare person goes by code
        ([7, 10, 11], 10, [3, 3, 4]),  # 2.5, 3.57, 3.93: from 2/7, 3/10 and 3/11, to the lowest two
        ([10, 0, 10], 7, [4, 0, 3]),  # nobody eligible: left out
    ],
)
def test_spare_persons_go_to_the_lowest_share_then_by_code(
    eligible: list[int], person_years: int, ends: list[int]
) -> None:
    found = payable(shared(eligible, person_years, ["coverage", "fairness"]))

    assert [last(found, region=f"52.0{k}") for k in (1, 2, 3)] == ends
    assert len(found.goals[1].levels) == sum(people > 0 for people in eligible)


def test_where_nobody_is_eligible_there_is_nothing_to_share() -> None:
    found = payable(shared([0, 0], 10, ["fairness", "coverage", "steady"]))

    assert found.payments == ()
    assert found.goals[0].levels == ()
    assert [goal.value for goal in found.goals[1:]] == [0, 0]


def test_fairness_costs_what_coverage_gives_up() -> None:
    """The far region costs twice as much: 20 persons near, or 10 of 30 and 5 of 15 alike.

    20 % of 20 is 4 persons; each person moved to the far region costs the near one two. 4 far and 12
    near are 16 covered.
    """
    made = shared([30, 15], 20, [{"coverage": {"give_up": "20%"}}, "fairness"])
    made["groups"]["jauh"] = {"label": "Jauh"}
    made["regions"]["52.02"] |= {"eligible": {"jauh": 15}, "subsidised": {}}
    made["premium"].append({"value": 2 * PREMIUM, "groups": ["jauh"]})

    found = payable(made)

    assert (last(found, region="52.01"), last(found, region="52.02")) == (12, 4)
    assert found.goals[1].value == Fraction(4, 15)


def test_the_fund_named_first_pays_first() -> None:
    """Both could pay all: who is named first does."""
    made = one_year(10)
    made["regions"]["52.04"]["eligible"] = {GROUP: 10}
    made["funds"]["bankeu"] = fund("52.04", 2026, 10 * 12 * PREMIUM, budget="bankeu")
    first = payable(made)
    made["funds"] = dict(reversed(made["funds"].items()))
    swapped = payable(made)

    assert last(first, fund="murni-2026") == last(swapped, fund="bankeu") == 10
    assert last(first, fund="bankeu") == last(swapped, fund="murni-2026") == 0


def test_earlier_months_come_first_when_plans_tie() -> None:
    """10 person-months in three months, and who enrols stays: 3, 3 and 4."""
    made = one_year(0, goals=["months"], stay=1) | {"horizon": "2026-01..2026-03"}
    made["funds"]["murni-2026"]["ceiling"] = 10 * PREMIUM

    assert list(persons(payable(made)).values()) == [3, 3, 4]


def test_steady_hands_nobody_over_who_can_stay_on_one_list() -> None:
    """Two funds of 10 person-years, 20 people: each is signed once, 20 hand-overs in all."""
    made = one_year(10, goals=["coverage", "months", "steady"])
    made["funds"]["bankeu"] = fund("52.04", 2026, 10 * 12 * PREMIUM, budget="bankeu")

    found = payable(made)

    assert values(found) == {"coverage": 20, "months": 240, "steady": 20}
    assert set(persons(found, fund="bankeu").values()) == {10}


def test_people_of_today_who_leave_late_cost_less_than_who_leave_early() -> None:
    """18 person-months for 2 persons: 12 + 6, so 6 months are lost, by one who leaves after June."""
    made = one_year(0, goals=["keep", "coverage"])
    made["regions"]["52.04"] = region("Sumbawa", eligible=2, paid=2)
    made["funds"]["murni-2026"]["ceiling"] = 18 * PREMIUM

    found = payable(made)

    assert list(persons(found).values()) == [2] * 6 + [1] * 6
    assert values(found) == {"keep": 6, "coverage": 1}


def test_a_weight_of_nothing_is_no_wish() -> None:
    made = scarce(["coverage", "thrift"])
    made["groups"] = {name: {"weight": 0} for name in made["groups"]}

    assert values(payable(made)) == {"coverage": 0, "thrift": 0}
