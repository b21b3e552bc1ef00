"""The oracle against arithmetic done by hand, against every plan there is, and against itself."""

from __future__ import annotations

import copy
import random
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from itertools import product
from typing import Any

import cases
import oracle
import oracle_audit
import pytest
import strategies
import yaml
from hypothesis import given, settings
from oracle_audit import Value
from oracle_case import Facts, below, exact, read
from oracle_rules import paying, wanted
from oracle_whole import written_out

Case = dict[str, Any]
Payment = dict[str, Any]
forty = settings(max_examples=40, deadline=None, derandomize=True, database=None)


def whole(case: Case) -> Any:
    """``oracle.whole_optimum``, to be compared with whole numbers."""
    return oracle.whole_optimum(case)


def rows(
    fund: str, persons: int, first: int, last: int, *, year: int = 2026, code: str = "52.04"
) -> list[Payment]:
    """So many persons paid by one fund in each month first..last of a year."""
    return [
        {
            "region": code,
            "group": cases.GROUP,
            "fund": fund,
            "month": f"{year}-{number:02d}",
            "persons": persons,
            "rupiah": persons * cases.PREMIUM,
        }
        for number in range(first, last + 1)
    ]


def rules_broken(case: Case, payments: list[Payment]) -> set[str]:
    return {sentence.split(":")[0] for sentence in oracle.broken(case, payments)}


# By hand


@pytest.mark.parametrize(("stay", "persons"), [(12, 1_000), (6, 2_000), (3, 4_000), (1, 10_000)])
def test_each_person_costs_the_stay(stay: int, persons: int) -> None:
    """12,000 person-months by 12, 6 and 3; by 1 all 10,000."""
    case = cases.one_regency_one_year(stay)

    assert oracle.lp_values(case) == pytest.approx([persons])
    assert whole(case) == [persons]


def test_murni_decides_whom_perubahan_can_enrol() -> None:
    """100 - 10 = 90 short, 0 lost, 10 at the end; 15 x 10 person-months, 30 of them by Perubahan."""
    case = cases.perubahan_then_murni()
    plan = oracle.whole_plan(case) or []

    assert oracle.lp_values(case) == pytest.approx([90, 0, 10])
    assert whole(case) == [90, 0, 10]
    assert sum(row["persons"] for row in plan if row["fund"] == "perubahan-2025") == 300 - 270
    assert {row["persons"] for row in plan} == {10}


def test_people_paid_for_are_kept_until_the_money_ends() -> None:
    """90 x 12 = 1,080 person-months lost."""
    case = cases.perubahan_then_murni_already_paid()
    by_hand = rows("perubahan-2025", 100, 10, 12, year=2025) + rows("murni-2026", 10, 1, 12)

    assert oracle.lp_values(case) == pytest.approx([1_080, 10])
    assert whole(case) == [1_080, 10]
    assert oracle.broken(case, by_hand) == []
    assert oracle.values(case, by_hand) == [1_080, 10]
    assert oracle.bounds(case, by_hand) == pytest.approx([1_080, 10])


def test_leximin_goes_on_above_the_region_that_is_blocked() -> None:
    """12 of 100; then 60 shared by two."""
    case = cases.three_regions_two_funds()

    assert (oracle.lp_values(case) or [])[0] == pytest.approx([0.12, 0.30, 0.30])
    assert whole(case) == [[Fraction(12, 100), Fraction(30, 100), Fraction(30, 100)]]


def test_without_own_money_there_is_no_matched_money() -> None:
    """20,000 / 12 = 1,666 2/3 persons in the LP; 1,666 x 12 = 19,992 person-months in whole persons."""
    case = cases.province_matches_own_money()
    plan = oracle.whole_plan(case) or []

    assert oracle.lp_values(case) == pytest.approx([20_000 / 12, 20_000])
    assert whole(case) == [1_666, 19_992]
    assert {row["region"] for row in plan} == {"52.02"}
    assert sum(row["rupiah"] for row in plan if row["fund"] == "provinsi-2026") <= 168_000_000


def test_money_is_spent_when_less_than_a_premium_is_left() -> None:
    """1,000,000,000 - 59,523 x 16,800 = 13,600."""
    case = cases.a_thousand_million_to_spend()

    assert oracle.lp_values(case) == pytest.approx([1_000_000_000 - 13_600, 10_000])
    assert whole(case) == [59_523 * 16_800, 10_000]


def test_what_is_given_up_may_be_spent_by_any_later_goal() -> None:
    """10 persons for a year; half the coverage may go, so thrift pays for 5 x 12 person-months."""
    case = cases.one_regency_one_year()
    case["funds"]["murni-2026"]["ceiling"] = 10 * 12 * cases.PREMIUM
    case["goals"] = [{"coverage": {"give_up": "50%"}}, "thrift"]

    assert oracle.lp_values(case) == pytest.approx([10, 5 * 12 * cases.PREMIUM])
    assert whole(case) == [10, 5 * 12 * cases.PREMIUM]


def test_a_need_rounds_up_and_the_outlook_runs_straight_and_is_floored() -> None:
    """62.5 % of 101 = 63.125, so 64. From 10 before to 5 in the third month: 8 1/3, 6 2/3, 5, 5."""
    case = cases.one_regency_one_year()
    case["horizon"] = "2026-01..2026-04"
    row = case["regions"]["52.04"]
    row |= {"workers": 101, "active": 12, "outlook": {"2026-03": 5}, "eligible": {cases.GROUP: 80}}
    row["subsidised"] = {cases.GROUP: 2}
    case["targets"] = {
        f"bulan-{n}": {"measure": "ucj", "of": "ID", "share": "62.5%", "by": f"2026-0{n}"}
        for n in range(1, 6)
    }

    assert [need["need"] for need in oracle.needs(case)] == [64] * 4
    assert oracle.covered(case, []) == [8, 6, 5, 5]
    assert oracle.covered(case, rows("murni-2026", 3, 1, 4)) == [11, 9, 8, 8]


def test_steady_counts_persons_taken_onto_a_list() -> None:
    """3, then 5, then 4 and 4: 3 + 2 persons taken onto the list."""
    case = cases.one_regency_one_year() | {"goals": ["steady"]}
    counts = zip((3, 5, 4, 4), range(1, 5), strict=True)
    plan = [row for persons, at in counts for row in rows("murni-2026", persons, at, at)]

    assert oracle.values(case, plan) == [5]


def test_a_code_is_below_its_segments_only() -> None:
    """52.01 lies in 52 and in ID, 52.10 not in 52.1."""
    assert below("52.01", "52")
    assert below("52.01", "ID")
    assert not below("52.10", "52.1")
    assert exact("62,22 %") == Fraction(6222, 10_000)


def test_figures_of_a_fund_are_read_as_the_documents_say() -> None:
    """Of Rp1,000,001: 5 % is 50,000.05, so Rp50,001 are set aside; 60 % and 33.3 % round down.

    The last premium that fits wins: 8,400 from July, so the step is 8,400 and the dearest 16,800.
    """
    case = cases.one_regency_one_year()
    case["premium"].append({"value": 8_400, "months": "2026-07..2027-06", "funds": ["murni-2026"]})
    case["funds"]["murni-2026"] |= {
        "ceiling": {"value": 1_000_001},
        "set_aside": "5%",
        "spend_at_least": "33.3%",
    }
    case["funds"]["murni-2026"]["per_region"] = {"max": "60%", "min": 7}
    (fund,) = read(case).funds

    assert (fund.spendable, fund.at_least) == (950_000, 333_000)
    assert (fund.region_most, fund.region_least) == (600_000, 7)
    assert [fund.premium[cases.GROUP, at] for at in (5, 6, 11)] == [16_800, 8_400, 8_400]
    assert (fund.step, fund.dearest) == (8_400, 16_800)


def test_a_match_counts_the_named_budgets_of_the_same_year() -> None:
    """Of three own funds of B one is another budget and one another year; the province's is nobody's own."""
    case = cases.province_matches_own_money()
    case["horizon"] = "2025-10..2026-12"
    case["funds"]["b-csr-2026"] = cases.fund("52.02", 2026, 0, budget="csr")
    case["funds"]["b-murni-2025"] = cases.fund("52.02", 2025, 0)
    (every,) = read(case).matches
    case["rules"]["matching"][0] |= {"own": ["murni"], "same_year": True}
    (some,) = read(case).matches

    assert every.own == {"52.01": ("a-murni-2026",), "52.02": ("b-murni-2026", "b-csr-2026", "b-murni-2025")}
    assert some.own == {"52.01": ("a-murni-2026",), "52.02": ("b-murni-2026",)}


def test_a_floor_may_stand_for_a_sum_or_for_each() -> None:
    """A share of 100 eligible: 0.5 % is one person of a floor and none of a ceiling; a list is a sum."""
    case = cases.three_regions_two_funds()
    case["rules"]["floors"] = [
        {"each": "52", "share": "0.5%"},
        {"region": ["52.01", "52.03"], "share": "0.5%"},
    ]
    case["rules"]["ceilings"] = [{"region": "52.01", "share": "0.5%", "from": "2026-11", "to": "2027-01"}]
    bands = [(band.regions, band.months, band.persons) for band in read(case).bands]
    year = tuple(range(12))

    assert bands[:3] == [((f"52.0{k}",), year, 1) for k in (1, 2, 3)]
    assert bands[3:] == [(("52.01", "52.03"), year, 1), (("52.01",), (10, 11), 0)]


# Each rule, planted


def whole_year(**changes: Any) -> Case:
    """100 eligible, 20 of them paid for; the year's fund of 20 x 12 person-months and one of the province."""
    made = cases.one_regency_one_year()
    made["regions"] = {"52.04": cases.region("Sumbawa", eligible=100, paid=20)}
    made["funds"] = {
        "murni-2026": cases.fund("52.04", 2026, 240 * cases.PREMIUM),
        "provinsi-2026": cases.fund("52", 2026, 240 * cases.PREMIUM, pays="2026-03..2026-12"),
    }
    rules = made["rules"] | changes.pop("rules", {})
    return made | {"rules": rules} | changes


def money(**more: Any) -> dict[str, Any]:
    """The funds of ``whole_year`` with more said of the first."""
    funds = whole_year()["funds"]
    return {"funds": funds | {"murni-2026": funds["murni-2026"] | more}}


KEPT = rows("murni-2026", 20, 1, 12)
PREMIUMS_LEFT = 240 * cases.PREMIUM
PLANTED: list[tuple[str, Case, list[Payment], list[Payment]]] = [
    ("ceiling", whole_year(), KEPT, [*rows("murni-2026", 21, 1, 1), *rows("murni-2026", 20, 2, 12)]),
    ("ceiling", whole_year(**money(set_aside="0.5%")), rows("murni-2026", 19, 1, 12), KEPT),
    ("per_region.max", whole_year(**money(per_region={"max": "95%"})), rows("murni-2026", 19, 1, 12), KEPT),
    ("per_region.min", whole_year(**money(per_region={"min": "100%"})), KEPT, rows("murni-2026", 19, 1, 12)),
    (
        "spend_at_least",
        whole_year(**money(spend_at_least=19 * 12 * cases.PREMIUM + 1)),
        rows("murni-2026", 19, 1, 12),
        rows("murni-2026", 18, 1, 12),
    ),
    (
        "eligible",
        whole_year(rules={"stay": 1}),
        rows("murni-2026", 100, 12, 12),
        rows("murni-2026", 101, 12, 12),
    ),
    ("payer", whole_year(), rows("provinsi-2026", 0, 3, 3), rows("provinsi-2026", 1, 2, 2)),
    ("payer", whole_year(groups={cases.GROUP: {}, "lain": {}}, **money(groups=["lain"])), [], KEPT),
    ("payer", whole_year(), KEPT, rows("murni-2026", 20, 1, 12, code="53.01")),
    ("premium", whole_year(), KEPT, [*KEPT[1:], KEPT[0] | {"rupiah": 20 * 16_801}]),
    ("row", whole_year(), KEPT, [*rows("murni-2026", 10, 1, 12), *rows("murni-2026", 10, 1, 12)]),
    (
        "continuity",
        whole_year(rules={"stay": 1}),
        [*rows("murni-2026", 30, 1, 1), *rows("murni-2026", 10, 2, 12)],
        [*rows("murni-2026", 31, 1, 1), *rows("murni-2026", 10, 2, 12)],
    ),
    ("stay", whole_year(rules={"stay": 3}), rows("murni-2026", 21, 10, 12), rows("murni-2026", 21, 11, 12)),
    (
        "enrol_per_month",
        whole_year(rules={"stay": 1, "enrol_per_month": 2}),
        [*rows("murni-2026", 18, 1, 11), *rows("murni-2026", 20, 12, 12)],
        [*rows("murni-2026", 17, 1, 11), *rows("murni-2026", 20, 12, 12)],
    ),
    (
        "matching",
        whole_year(rules={"matching": [{"fund": "provinsi-2026", "ratio": "1.5"}]}),
        [*rows("murni-2026", 8, 1, 12), *rows("provinsi-2026", 12, 3, 12)],
        [*rows("murni-2026", 7, 1, 12), *rows("provinsi-2026", 13, 3, 12)],
    ),
    (
        "floors",
        whole_year(rules={"floors": [{"each": True, "share": "19.5%", "from": "2026-02", "to": "2026-03"}]}),
        [*rows("murni-2026", 20, 1, 3), *rows("murni-2026", 1, 4, 12)],
        rows("murni-2026", 19, 1, 12),
    ),
    (
        "ceilings",
        whole_year(rules={"ceilings": [{"region": "52", "share": "19.9%", "from": "2026-02"}]}),
        [*rows("murni-2026", 20, 1, 1), *rows("murni-2026", 19, 2, 12)],
        KEPT,
    ),
]


@pytest.mark.parametrize(
    ("rule", "case", "right", "wrong"), PLANTED, ids=[f"{k}-{row[0]}" for k, row in enumerate(PLANTED)]
)
def test_a_planted_violation_is_named(
    rule: str, case: Case, right: list[Payment], wrong: list[Payment]
) -> None:
    """The plan beside it, one person or one month away, is not blamed for the rule."""
    assert rule not in rules_broken(case, right)
    assert rule in rules_broken(case, wrong)


# Against every plan there is


def every_plan(facts: Facts) -> Iterator[list[Payment]]:
    """All payments in which no more persons are covered than are eligible."""
    cells = list(paying(facts))
    for counts in product(*(range(facts.eligible[cell[0], cell[1]] + 1) for cell in cells)):
        yield written_out(facts, Counter(dict(zip(cells, counts, strict=True))))


def better(facts: Facts, k: int, value: Value) -> Any:
    """A key that is highest for the best value of goal k."""
    if isinstance(value, list):
        return value
    return value * wanted(facts, facts.goals[k])[1]


def best_of_all(case: Case) -> list[Value] | None:
    """The goals in turn by trying every plan."""
    facts = read(case)
    plans = (plan for plan in every_plan(facts) if not any(oracle_audit.breaches(facts, plan)))
    left = [oracle_audit.values(facts, plan) for plan in plans]
    if not left:
        return None
    found: list[Value] = []
    for k, goal in enumerate(facts.goals):
        rank = partial(better, facts, k)
        top = max((plan[k] for plan in left), key=rank)
        found.append(top)
        least = rank(top)
        if not isinstance(top, list):
            least -= goal.amount + goal.share * top
        left = [plan for plan in left if rank(plan[k]) >= least]
    return found


@settings(forty, max_examples=100)
@given(strategies.micro_cases())
def test_no_plan_of_all_plans_is_better(case: dict[str, Any]) -> None:
    """The rules as rows and the rules as an audit allow the same plans: the best of both is the same."""
    assert oracle.whole_optimum(case) == best_of_all(case)


# Against itself


@forty
@given(strategies.tiny_cases())
def test_whole_persons_never_beat_the_linear_program(case: dict[str, Any]) -> None:
    """Compared in order, the LP's list is at least as good; without an LP plan there is no whole one."""
    found, ideal = oracle.whole_optimum(case), oracle.lp_values(case)

    assert found is None or ideal is not None
    if found is not None and ideal is not None:
        assert oracle.compare(case, found, ideal) <= 0


@forty
@given(strategies.tiny_cases())
def test_no_goal_beats_its_bound(case: dict[str, Any]) -> None:
    """A whole plan breaks no rule, and each of its values is at most the bound at its own values."""
    plan = oracle.whole_plan(case)

    if plan is not None:
        assert oracle.broken(case, plan) == []
        pairs = zip(oracle.values(case, plan), oracle.bounds(case, plan), strict=True)
        for goal, (value, bound) in zip(read(case).goals, pairs, strict=True):
            alone = case | {"goals": [goal.name]}
            assert oracle.compare(alone, [value], [bound]) <= 0


@forty
@given(strategies.cases())
def test_a_case_survives_yaml_and_another_order_of_regions(case: dict[str, Any]) -> None:
    """YAML gives the same dict back, and regions are a set."""
    assert yaml.safe_load(strategies.as_yaml(case)) == case
    assert read(strategies.shuffled(case, random.Random(1))) == read(case)


@forty
@given(strategies.cases())
def test_the_figures_of_a_case_are_consistent(case: dict[str, Any]) -> None:
    """S <= E, sum S <= A <= W, and with the outlook nobody is covered who is no worker."""
    facts = read(case)
    watch = {
        f"t-{at}": {"measure": "ucj", "of": "each", "share": "0%", "by": month} for at, month in _ends(case)
    }
    outside = oracle.covered(copy.deepcopy(case) | {"targets": watch}, [])

    assert all(facts.before[cell] <= facts.eligible[cell] for cell in facts.eligible)
    for row, others in zip(oracle.needs(case | {"targets": watch}), outside, strict=True):
        assert 0 <= others <= row["base"] - facts.people(row["of"])


def _ends(case: Case) -> list[tuple[int, str]]:
    return list(enumerate(case["horizon"].split("..")))
