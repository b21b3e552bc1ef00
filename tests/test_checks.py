"""Each named check finds what it is for, at its path, and nothing else."""

from __future__ import annotations

import copy
import inspect
import random
import re
import time
from typing import Any

import arrange
import pytest
import strategies
from check_examples import EXAMPLES, PREMIUM, Example, changed, other, sound, target
from check_examples_sizes import MOST_NODES, MOST_VALUES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optimizer.errors import Finding
from optimizer.scenario import (
    checks,
    checks_evidence,
    checks_money,
    checks_people,
    checks_references,
    checks_sharing,
    checks_targets,
    checks_time,
    checks_totals,
)
from optimizer.scenario.checks import check
from optimizer.scenario.checks_money import last_digit
from optimizer.scenario.premiums import Tariff, premium_of
from optimizer.scenario.reach import Reach, ranges
from optimizer.scenario.schema import Scenario
from optimizer.text import mend, sentence
from optimizer.text.catalogue import codes
from optimizer.units import Month, Months, PersonMonths, Persons, Ratio, Rupiah

WARNINGS = {
    "ceiling.below_one_month", "figure.as_of_unreadable", "figure.no_source", "figure.old",
    "figure.rivals_apart", "fund.dana_desa", "fund.only_after_enrolment", "fund.published_differs",
    "outlook.before_horizon", "stay.nobody", "target.above_capacity", "target.above_eligible",
    "target.above_money", "today.no_payer", "today.too_little_money", "scenario.not_read_again",
    "total.parts_differ",
}  # fmt: skip
NOTES = {"total.rival_differs"}
ROOMS = (
    checks_references,
    checks_sharing,
    checks_time,
    checks_people,
    checks_money,
    checks_targets,
    checks_totals,
    checks_evidence,
)


@pytest.fixture(autouse=True)
def _a_lower_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks_time, "MOST_NODES", MOST_NODES)
    monkeypatch.setattr(checks_time, "MOST_VALUES", MOST_VALUES)


def found(case: dict[str, Any]) -> list[Finding]:
    return check(arrange.scenario(case))


def only(case: dict[str, Any], code: str) -> Finding:
    (finding,) = [finding for finding in found(case) if finding.code == code]
    return finding


def test_nothing_is_found_in_a_sound_scenario() -> None:
    assert found(sound()) == []


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.code}-{example.path}")
def test_a_check_finds_what_it_is_for(example: Example) -> None:
    alike = [finding for finding in found(changed(example.trips)) if finding.code == example.code]

    assert [finding.path for finding in alike] == [example.path]
    level = "warning" if example.code in WARNINGS else "note" if example.code in NOTES else "error"
    assert {finding.level for finding in alike} == {level}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.code}-{example.path}")
def test_a_check_leaves_its_neighbour_alone(example: Example) -> None:
    assert example.code not in {finding.code for finding in found(changed(example.fine))}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.code}-{example.path}")
def test_every_finding_is_said_in_whole_sentences(example: Example) -> None:
    for finding in found(changed(example.trips)):
        for language in ("id", "en"):
            said = sentence(finding, language), mend(finding, language)
            assert all(
                text and "?" not in re.sub(r"(Maksudnya|Did you mean) [^?]*\?", "", text) for text in said
            )
            assert "[[" not in "".join(said)


def test_every_code_of_every_check_has_an_example() -> None:
    written = {
        code for room in ROOMS for code in re.findall(r'"([a-z_]+\.[a-z_]+)"', inspect.getsource(room))
    }

    assert {example.code for example in EXAMPLES} == written & codes().keys()


def test_every_check_stands_in_the_list_once() -> None:
    written = [
        function
        for room in ROOMS
        for name, function in inspect.getmembers(room, inspect.isfunction)
        if function.__module__ == room.__name__ and list(inspect.signature(function).parameters) == ["reach"]
        if not name.startswith("_") and "Finding" in str(inspect.signature(function).return_annotation)
    ]

    assert len(set(checks.CHECKS)) == len(checks.CHECKS)
    assert set(written) == set(checks.CHECKS)


def test_a_check_tells_a_thousand_findings_and_that_there_are_more() -> None:
    case = sound()
    row = case["regions"]["52.04"] | {"active": case["regions"]["52.04"]["workers"] + 1}
    case["regions"] |= {f"52.{10 + n // 90}.{10 + n % 90}": row for n in range(checks.MOST_FINDINGS + 1)}

    alike = [one for one in found(case) if one.code == "people.active_above_workers"]
    (more,) = [
        one for one in found(case) if one.code == "checks.more" and one.path == "regions.52.21.20.active"
    ]

    assert (len(alike), more.level) == (checks.MOST_FINDINGS, "error")


def test_whatever_the_checks_find_all_is_told_at_once() -> None:
    everything: dict[str, Any] = {}
    for example in EXAMPLES[:5]:
        everything |= example.trips

    assert len(found(changed(everything))) >= 4


# --- the sums are written out ---


def test_the_sum_of_a_target_above_the_money() -> None:
    """250 × 12 premiums buy 3,000 person-months; 12 months each are 250 people; 200 are covered anyway."""
    finding = only(changed({"targets/t": target(share="45.1%")}), "target.above_money")

    assert finding.facts == {
        "target": "t",
        "of": "52",
        "by": Month(2026, 12),
        "need": Persons(451),
        "others": Persons(200),
        "funds": 1,
        "rupiah": Rupiah(50_400_000),
        "person_months": PersonMonths(3_000),
        "premium": Rupiah(PREMIUM),
        "months": 12,
        "persons": Persons(250),
        "found": Persons(450),
        "short": Persons(1),
    }


def test_the_money_of_the_target_s_own_month_counts_too() -> None:
    """In January only the second fund pays, for one person."""
    case = changed({"funds/murni/pays": "2026-02..2026-12", "funds/b": other(), "rules/stay": 1})
    case["targets"] = {"t": target(by="2026-01", share="20.2%")}

    facts = only(case, "target.above_money").facts

    assert (facts["months"], facts["persons"], facts["funds"]) == (1, 1, 1)


def test_people_of_today_need_fewer_months_than_the_stay() -> None:
    """200 person-months pay 100 people for January and February; with a stay of 12 they would pay 16."""
    case = changed({"targets/t": target(share="30%", by="2026-02"), "funds/murni/ceiling": PREMIUM * 200})

    assert "target.above_money" not in {finding.code for finding in found(case)}


def test_a_target_of_each_region_is_told_for_each() -> None:
    case = changed({"targets/t": target(of="each", share="100%")})
    case["regions"]["52.05"] = case["regions"]["52.04"] | {"name": "Dompu", "subsidised": {}, "active": 200}
    case["funds"]["b"] = other(owner="52.05", ceiling=PREMIUM * 12)

    assert [
        (finding.facts["of"], finding.facts["persons"])
        for finding in found(case)
        if finding.code == "target.above_money"
    ] == [("52.04", 250), ("52.05", 1)]


def test_announced_figures_that_do_not_multiply_are_taken_apart() -> None:
    """1,000 × 12 × 16,800 = 201,600,000; 100,800,000 lasts 6 months, or means a premium of 8,400."""
    published = {"workers": 1000, "months": 12, "rupiah": 100_800_000}

    facts = only(changed({"funds/murni/published": published}), "fund.published_differs").facts

    assert facts["expected"] == Rupiah(201_600_000)
    assert facts["implied_months"] == Ratio(6)
    assert facts["implied_premium"] == Rupiah(8_400)


@pytest.mark.parametrize(
    ("rupiah", "differs"),
    [
        ("201.600.000", False),
        ("201 juta", False),
        ("202 juta", False),
        ("200 juta", False),
        ("203 juta", True),
        ("201.500.000", True),
        ("201.600.001", True),
        ("0,2 miliar", False),
        ("150 juta", True),
        ("0", True),
    ],
)
def test_announced_money_is_compared_to_its_printed_digits(rupiah: str, differs: bool) -> None:
    """1,000 × 12 × 16,800 = 201,600,000; 200 juta is taken as printed to ten million."""
    published = {"workers": 1000, "months": 12, "rupiah": rupiah}

    codes = {finding.code for finding in found(changed({"funds/murni/published": published}))}

    assert ("fund.published_differs" in codes) == differs


@pytest.mark.parametrize(
    ("money", "unit"),
    [(0, 1), (5, 1), (50, 1), (500, 10), (16_800, 100), (10**10, 10**9), (201_600_000, 100_000)],
)
def test_the_last_digit_printed(money: int, unit: int) -> None:
    assert last_digit(money) == unit


def test_an_announcement_without_workers_is_no_division_by_zero() -> None:
    published = {"workers": 0, "months": 12, "rupiah": 5}

    assert (
        "implied_months"
        not in only(changed({"funds/murni/published": published}), "fund.published_differs").facts
    )


def test_the_months_without_a_payer_are_named() -> None:
    case = changed({"funds/murni/pays": "2026-02..2026-05"})
    case["funds"]["b"] = other(pays="2026-08", ceiling="1 miliar")

    assert only(case, "today.no_payer").facts["months"] == (
        Months(Month(2026, 1), Month(2026, 1)),
        Months(Month(2026, 6), Month(2026, 7)),
        Months(Month(2026, 9), Month(2026, 12)),
    )


def test_a_fund_without_money_is_no_payer() -> None:
    """As the variant that sets a ceiling to 0."""
    case = changed({"funds/murni/ceiling": 0})

    assert only(case, "today.no_payer").facts["persons"] == 100


def test_an_empty_ceiling_of_several_funds_is_one_finding_for_the_reader() -> None:
    """Facts that are equal are grouped by the reader: the fund stands in the path."""
    case = changed({"funds/b": other(ceiling=0), "funds/c": other(ceiling=0)})
    alike = [finding for finding in found(case) if finding.code == "ceiling.below_one_month"]

    assert len(alike) == 2
    assert alike[0].facts == alike[1].facts


def test_missing_sources_are_counted_in_one_finding() -> None:
    press = {"value": 300, "status": "press"}
    case = changed(
        {"regions/52.04/active": press, "regions/52.04/workers": {"value": 1000, "status": "official"}}
    )

    assert only(case, "figure.no_source").facts["count"] == 2


def test_the_nearest_name_is_offered() -> None:
    case = changed({"funds/murni/groups": ["rentann"]})

    assert only(case, "reference.group").facts["near"] == "rentan"


# --- all scenarios ---


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(strategies.cases())
def test_a_consistent_scenario_has_no_errors(case: dict[str, Any]) -> None:
    """The strategies promise the consistency of the model; whatever they draw may be warned of only."""
    assert [finding for finding in found(case) if finding.level == "error"] == []


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(strategies.cases(), st.randoms(use_true_random=False))
def test_a_scenario_with_something_torn_out_is_told_of_never_a_crash(
    case: dict[str, Any], rng: random.Random
) -> None:
    torn = arrange.scenario(case)
    for key in ("regions", "funds", "groups"):
        if rng.random() < 0.5:
            record = dict(getattr(torn, key))
            record.pop(rng.choice(list(record)))
            torn = torn.model_copy(update={key: record})
    torn = torn.model_copy(update={"horizon": Months(Month(2030, 1), Month(2030, rng.randint(1, 12)))})

    for finding in check(torn):
        assert sentence(finding, "id")


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(strategies.cases(), st.randoms(use_true_random=False))
def test_the_order_of_regions_changes_no_finding(case: dict[str, Any], rng: random.Random) -> None:
    there, back = found(case), found(strategies.shuffled(copy.deepcopy(case), rng))

    assert sorted(map(repr, there)) == sorted(map(repr, back))


def nation(regions: int = 514) -> Scenario:
    """Each region with three funds, each province with two; no premium fits everybody at once."""
    case = sound()
    row = case["regions"].pop("52.04")
    case["funds"] = {}
    case["horizon"] = "2026-01..2027-12"
    for number in range(regions):
        code = f"{11 + number // 20}.{1 + number % 20:02d}"
        case["regions"][code] = row
        for budget, year in (("murni", 2026), ("perubahan", 2026), ("murni", 2027)):
            case["funds"][f"{code}-{budget}-{year}"] = other(owner=code, budget=budget, year=year)
        case["funds"][f"{code[:2]}-murni"] = other(owner=code[:2])
    case["premium"] = [
        {"value": PREMIUM, "groups": ["rentan"]},
        {"value": PREMIUM, "groups": ["miskin"]},
        {"value": 8400, "funds": list(case["funds"])},
    ]
    case["premium"][2]["months"] = "2026-01..2026-06"
    case["targets"] = {"ucj": target(of="each", share="90%"), "all": target(of="ID", share="90%")}
    return arrange.scenario(case)


def test_the_whole_country_is_checked_in_well_under_a_second() -> None:
    scenario = nation()
    start = time.process_time()

    assert check(scenario)
    assert time.process_time() - start < 2, "about 0.3 s of computing"


def test_what_a_fund_reaches_is_what_the_scenario_says() -> None:
    scenario = nation(60)
    reach = Reach(scenario)

    for name, fund in scenario.funds.items():
        assert list(reach.regions[name]) == [
            code for code in scenario.codes if scenario.may_pay(fund, code, "rentan")
        ]


def test_months_in_a_row_are_one_range() -> None:
    months = [Month(2026, 1), Month(2026, 2), Month(2026, 4)]

    assert ranges(months) == (Months(months[0], months[1]), Months(months[2], months[2]))


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(strategies.cases())
def test_premiums_are_those_the_plan_pays(case: dict[str, Any]) -> None:
    scenario = arrange.scenario(case)
    reach, tariff = Reach(scenario), Tariff(scenario.premium, scenario.horizon)

    for name in scenario.funds:
        prices = {
            premium_of(scenario, name, group, month)
            for group in reach.groups[name]
            for month in reach.months[name] or ()
        }
        assert (reach.prices[name].lowest, reach.prices[name].highest) == (min(prices), max(prices))
    name = next(iter(scenario.funds))
    for group in scenario.groups:
        for month in scenario.horizon:
            price = premium_of(scenario, name, group, month)
            assert tariff.prices(name, (group,), Months(month, month)) == (price, price, ())
