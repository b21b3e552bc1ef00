"""A draft is counted in whole persons and whole rupiah."""

from __future__ import annotations

import cases
import oracle
import oracle_audit
import oracle_case
import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st
from payable import GOOD, PREMIUM, Case, draft, oracle_rows, payments_for, pays, scenario_of, small

from optimizer.plan.assumptions import assumptions
from optimizer.plan.lists import intervals
from optimizer.plan.shapes import (
    AssumptionRow,
    BillRow,
    DropRow,
    ListRow,
    Payment,
    Plan,
    TargetRow,
    Totals,
)
from optimizer.plan.tally import tally
from optimizer.units import Code, Month, PersonMonths, Persons, Rupiah

DECEMBER = Month(2026, 12)


def plan_of(case: Case, payments: list[Payment]) -> Plan:
    return tally(scenario_of(case), draft(payments), "0" * 64)


def test_totals() -> None:
    """50 + 10 persons for 12 months: 720 person-months, 720 x 16,800 = Rp12,096,000."""
    totals = plan_of(small(), GOOD).totals

    assert Totals(Persons(60), Persons(60), PersonMonths(720), Rupiah(12_096_000), Persons(0)) == totals


def test_who_enrolled_in_the_last_three_months_has_no_full_benefit() -> None:
    """10 of month -1, 20 from September (full from December), 5 more from October (not yet)."""
    payments = [
        *pays("2026-01..2026-08", 10, region="52.71"),
        *pays("2026-09", 30, region="52.71"),
        *pays("2026-10..2026-12", 35, region="52.71"),
    ]

    totals = plan_of(small(stay=1), payments).totals

    assert (totals.persons_end, totals.persons_full_benefit) == (35, 30)


def test_people_paid_for_before_are_past_their_first_months() -> None:
    """The horizon has two months: the ten of today have full benefit, five new ones have not."""
    case = small() | {"horizon": "2026-11..2026-12"}

    totals = plan_of(case, pays("2026-11..2026-12", 15, region="52.71")).totals

    assert (totals.persons_end, totals.persons_full_benefit) == (15, 10)


def test_drops_cost_all_months_to_the_end() -> None:
    """Of ten, four are lost in March and one more in December: 4 x 10 + 1 x 1 person-months."""
    payments = [
        *pays("2026-01..2026-02", 10, region="52.71"),
        *pays("2026-03..2026-11", 6, region="52.71"),
        *pays("2026-12", 5, region="52.71"),
    ]

    plan = plan_of(small(), payments)

    mataram = Code("52.71")
    assert plan.drops == (
        DropRow(mataram, cases.GROUP, Month(2026, 3), Persons(4), PersonMonths(40)),
        DropRow(mataram, cases.GROUP, DECEMBER, Persons(1), PersonMonths(1)),
    )
    assert [region.dropped for region in plan.regions] == [0, 5]
    assert plan.totals.dropped == 5


def test_targets_have_a_row_for_each_place() -> None:
    """UCJ of the province: 62.5 % of 140 workers = 87.5, so 88; 60 are paid for, 28 are missing."""
    targets = {
        "ucj": {"measure": "ucj", "of": "52", "share": "62.5%", "by": "2026-12"},
        "group": {
            "measure": "group",
            "group": cases.GROUP,
            "of": "each",
            "share": "50%",
            "by": "2026-12",
        },
        "later": {"measure": "ucj", "of": "52", "share": "100%", "by": "2027-01"},
    }

    rows = plan_of(small(targets=targets), GOOD).targets

    def row(name: str, of: str, *counts: int, group: str | None = None) -> TargetRow:
        base, need, covered, others, short = (Persons(count) for count in counts)
        measure = "group" if group else "ucj"
        return TargetRow(name, of, DECEMBER, measure, group, base, need, covered, others, short, short == 0)

    assert rows == (
        row("ucj", "52", 140, 88, 60, 0, 28),
        row("group", "52.04", 100, 50, 50, 0, 0, group=cases.GROUP),
        row("group", "52.71", 40, 20, 10, 0, 10, group=cases.GROUP),
    )


def test_a_target_says_who_of_those_covered_nobody_pays_for() -> None:
    """In Sumbawa 30 are active without any fund, 6 in December 2027; halfway 18, and 50 are paid for."""
    target = {"measure": "ucj", "of": "52.04", "share": "62.5%", "by": "2026-12"}
    case = small(targets={"ucj": target}, region={"active": 30, "outlook": {"2027-12": 6}})

    (row,) = plan_of(case, GOOD).targets

    assert (row.covered, row.others) == (68, 18)


def test_what_is_set_aside_is_part_of_what_is_left() -> None:
    """33.3 % of Rp33,600,000 is Rp11,188,800; Rp12,096,000 are paid, Rp21,504,000 left."""
    fund = plan_of(small(fund={"set_aside": "33.3%"}), GOOD).funds[0]

    assert (fund.ceiling, fund.set_aside) == (33_600_000, 11_188_800)
    assert (fund.allocated, fund.left) == (12_096_000, 21_504_000)


def test_lists_are_priced_month_by_month() -> None:
    """50 persons: six months at Rp16,800 and six at Rp8,400 = 50 x 151,200."""
    case = small(premium=[{"value": PREMIUM}, {"value": 8_400, "months": "2026-07..2026-12"}])
    payments = [*pays("2026-01..2026-06", 50), *pays("2026-07..2026-12", 50, premium=8_400)]

    lists = plan_of(case, payments).lists

    sumbawa = Code("52.04")
    assert lists == (
        ListRow(sumbawa, cases.GROUP, "murni-2026", Month(2026, 1), DECEMBER, Persons(50), Rupiah(7_560_000)),
    )


def test_the_bill_reckons_with_next_years_premium() -> None:
    """60 persons in December: 3 months at Rp16,800, then 9 at Rp20,000: 60 x 230,400."""
    case = small(premium=[{"value": PREMIUM}, {"value": 20_000, "months": "2027-04..2027-12"}])

    assert plan_of(case, GOOD).bill == (BillRow(Code("52"), Persons(60), Rupiah(13_824_000)),)


def test_where_no_premium_is_dated_so_far_the_last_goes_on() -> None:
    """60 x 12 x 16,800 = Rp12,096,000."""
    case = small(premium=[{"value": PREMIUM, "months": "2026-01..2026-12"}])

    assert plan_of(case, GOOD).bill[0].rupiah == 12_096_000


def test_assumptions_are_what_nobody_published() -> None:
    case = small(
        premium=[{"value": PREMIUM, "status": "official"}],
        fund={"status": "budgeted"},
        region={
            "eligible": {cases.GROUP: {"value": 100, "status": "derived", "note": "P3KE less ASN"}},
            "subsidised": {cases.GROUP: {"value": "unknown", "assume": 0}},
        },
    )

    assert assumptions(scenario_of(case)) == (
        AssumptionRow(f"regions.52.04.eligible.{cases.GROUP}", "100", "derived", "P3KE less ASN"),
        AssumptionRow(f"regions.52.04.subsidised.{cases.GROUP}", "0", "unknown", ""),
        AssumptionRow(f"regions.52.71.eligible.{cases.GROUP}", "40", "assumed", ""),
        AssumptionRow(f"regions.52.71.subsidised.{cases.GROUP}", "10", "assumed", ""),
    )


@pytest.mark.parametrize(
    ("ceiling", "listed"),
    [
        (Rupiah(10**8), False),
        ({"value": 10**8, "status": "assumed", "source": "p", "note": "6.000 orang x 3 bulan"}, True),
        ({"value": 10**8, "note": "anggapan"}, True),
        ({"value": 10**8, "status": "derived"}, True),
        ({"value": 10**8, "status": "official", "source": "p"}, False),
        ({"value": "unknown", "assume": 10**8}, True),
    ],
)
def test_the_document_of_a_decided_fund_states_its_ceiling_unless_the_ceiling_says_other(
    ceiling: object, listed: bool
) -> None:
    scenario = scenario_of(small(fund={"status": "contracted", "ceiling": ceiling}))

    assert (".ceiling" in "".join(row.path for row in assumptions(scenario))) == listed


def test_workers_are_assumed_only_where_a_target_measures_them() -> None:
    target = {"measure": "ucj", "of": "52.04", "share": "62.22%", "by": "2026-12"}
    published = {"value": "62.22%", "status": "official"}

    bare = assumptions(scenario_of(small(targets={"ucj": target})))
    backed = assumptions(scenario_of(small(targets={"ucj": target | {"share": published}})))

    assert {"regions.52.04.workers", "regions.52.04.active"} <= {row.path for row in bare}
    assert "regions.52.71.workers" not in {row.path for row in bare}
    assert {"62.22%"} == {row.value for row in bare} - {row.value for row in backed}


@given(st.lists(st.integers(0, 9), min_size=1, max_size=15))
def test_intervals_add_up_to_their_profile(profile: list[int]) -> None:
    found = intervals(profile)

    summed = [sum(n for first, last, n in found if first <= at <= last) for at in range(len(profile))]
    assert summed == profile


@given(st.lists(st.integers(0, 9), min_size=1, max_size=15))
def test_intervals_take_nobody_onto_a_list_twice(profile: list[int]) -> None:
    """Persons of all stretches are the persons taken on: who is on a list stays until it shrinks."""
    taken = sum(max(0, now - before) for before, now in zip([0, *profile], profile, strict=False))

    assert sum(persons for _, _, persons in intervals(profile)) == taken


@given(payments_for(strategies.cases))
def test_it_counts_as_the_oracle_does(drawn: tuple[Case, list[Payment]]) -> None:
    """Targets, persons in the last month, person-months lost, and rupiah of the lists."""
    case, payments = drawn
    facts = oracle_case.read(case)
    rows = [row for row in payments if row.rupiah == row.persons * _premium(facts, row)]
    plan = plan_of(case, rows)
    lines = oracle_audit.covered_persons(facts, oracle_audit.paid(facts, oracle_rows(rows)))

    assert [(row.need, row.covered) for row in plan.targets] == [
        (need["need"], covered)
        for need, covered in zip(oracle.needs(case), oracle.covered(case, oracle_rows(rows)), strict=True)
    ]
    assert plan.totals.persons_end == sum(line[-1] for line in lines.values())
    lost = {
        slot: sum(
            (facts.length - at) * n for at, n in enumerate(oracle_audit.moves(line, facts.before[slot])[1])
        )
        for slot, line in lines.items()
    }
    assert sum(row.person_months for row in plan.drops) == sum(lost.values())
    assert sum(row.rupiah for row in plan.lists) == plan.totals.rupiah == sum(row.rupiah for row in rows)


def _premium(facts: oracle_case.Facts, row: Payment) -> int:
    fund = next(fund for fund in facts.funds if fund.id == row.fund)
    return fund.premium[row.group, oracle_case.month(str(row.month)) - facts.first]
