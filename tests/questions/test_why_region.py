"""``why --region``: every gain against the changed scenario solved afresh; nothing that helps is left out."""

from __future__ import annotations

import copy
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import oracle
import pytest
from arrange import changed, solved
from cases import GROUP, PREMIUM, case, fund, province_matches_own_money, region
from command_line import alokasi
from desks import desk_of, said, written
from hypothesis import assume, given, settings
from strategies import Size, cases, matched_cases

from optimizer.answers.why import Binding, WhyRegion
from optimizer.errors import ContradictionError, InvalidError
from optimizer.plan.shapes import Draft
from optimizer.questions import why_region
from optimizer.report.asked.why_region import page as why_region_page
from optimizer.units import Rupiah

Case = dict[str, Any]
FEW = Size(regions=3, groups=2, months=8, funds=4, persons=20, ceiling=90)
MORE = 100_000_000
OF_PEOPLE = ("keep", "targets", "coverage", "fairness", "months")


def always(examples: int) -> settings:
    """The same examples every time."""
    return settings(max_examples=examples, deadline=None, derandomize=True, database=None)


def number(figure: Any) -> int:
    return int(figure["value"] if isinstance(figure, dict) else figure)


def richer(made: Case, name: str) -> Case:
    """The case with Rp100 million more in a fund."""
    again = copy.deepcopy(made)
    again["funds"][name]["ceiling"] = number(again["funds"][name]["ceiling"]) + MORE
    return again


def lifted(made: Case, row: Binding, code: str) -> Case:
    """The case with the rule of a row written out of it by hand."""
    again = copy.deepcopy(made)
    rules = again.setdefault("rules", {})
    if row.rule == "money":
        return richer(made, str(row.fund))
    if row.rule in ("per_region_max", "per_region_min"):
        again["funds"][row.fund]["per_region"].pop(row.rule.removeprefix("per_region_"))
    elif row.rule == "spend_at_least":
        again["funds"][row.fund].pop("spend_at_least")
    elif row.rule == "stay":
        rules["stay"] = 1
    elif row.rule == "capacity":
        again["regions"][code]["enrol_per_month"] = 10**6
    else:
        key = {"matching": "matching", "floor": "floors", "ceiling": "ceilings"}[row.rule]
        assert row.number is not None
        del rules[key][row.number - 1]
    return again


def counted(made: Case, found: Draft, code: str | None = None) -> tuple[int, int]:
    """Persons in the last month, and person-months, in a region or in all."""
    last = made["horizon"].rsplit("..", maxsplit=1)[-1]
    here = [paid for paid in found.payments if code in (None, paid.region)]
    return sum(int(one.persons) for one in here if str(one.month) == last), sum(
        int(one.persons) for one in here
    )


def asked(made: Case, code: str) -> WhyRegion:
    try:
        return why_region.asked(desk_of(made), code)
    except ContradictionError:
        assume(False)
        raise


def assert_every_gain(made: Case, code: str) -> None:
    answer, before = asked(made, code), solved(made)
    for row in answer.rules:
        without = lifted(made, row, code)
        after = solved(without)
        here = [
            new - old
            for new, old in zip(counted(without, after, code), counted(made, before, code), strict=True)
        ]
        every = [new - old for new, old in zip(counted(without, after), counted(made, before), strict=True)]
        assert [row.region_persons, row.region_months] == here, row
        assert [row.persons, row.person_months] == every, row


@given(cases(FEW))
@always(15)
def test_every_gain_is_the_changed_scenario_solved_afresh(made: Case) -> None:
    assert_every_gain(made, min(made["regions"]))


@given(matched_cases(FEW))
@always(10)
def test_every_gain_beside_matching_too(made: Case) -> None:
    assert_every_gain(made, max(made["regions"]))


@given(cases(FEW))
@always(15)
def test_money_that_is_not_listed_reaches_more_of_no_goal_about_people(made: Case) -> None:
    """The oracle's linear optima of these goals are the same with Rp100 million more in the fund."""
    code = min(made["regions"])
    answer = asked(made, code)
    goals = made.get("goals", list(oracle_goals()))
    names = [goal if isinstance(goal, str) else next(iter(goal)) for goal in goals]
    last = max((place for place, name in enumerate(names) if name in OF_PEOPLE), default=-1)
    shorter = changed(made, goals=goals[: last + 1] or ["keep"])
    listed = {row.fund for row in answer.rules if row.rule == "money"}
    unchanged = {row.id for row in answer.funds} - listed
    then = oracle.lp_values(shorter)
    for name in sorted(unchanged):
        now = oracle.lp_values(richer(shorter, name))
        if now is None or then is None:
            continue
        differ = oracle.compare(shorter, now, then) != 0
        assert not differ or not anybody_moves(made, richer(made, name), code), name


def oracle_goals() -> tuple[str, ...]:
    return ("keep", "targets", "coverage", "fairness", "months", "thrift", "steady")


def anybody_moves(made: Case, more: Case, code: str) -> bool:
    """A listed rule has a price and changes something; one with a price may still move nobody as a whole."""
    try:
        after = solved(more)
    except ContradictionError:
        return False
    before = solved(made)
    moved = counted(more, after, code) != counted(made, before, code)
    return moved or counted(more, after) != counted(made, before)


# --- by hand ---


def two_regions() -> Case:
    """A's own money for 10 of 100, B's for 20 of 40; the province's for 12 anywhere, at most 6 in one region.

    Coverage, then fairness: 6 of the province's in A and 6 in B. A: 16 of 100; B: 26 of 40.
    """
    return case(
        "2026-01..2026-12",
        regions={"52.01": region("Kabupaten A", eligible=100), "52.02": region("Kabupaten B", eligible=40)},
        funds={
            "a-2026": fund("52.01", 2026, 10 * 12 * PREMIUM, name="APBD A"),
            "b-2026": fund("52.02", 2026, 20 * 12 * PREMIUM, name="APBD B"),
            "prov-2026": fund("52", 2026, 12 * 12 * PREMIUM, name="APBD Provinsi", per_region={"max": "50%"}),
        },
        stay=12,
        goals=["coverage", "fairness", "months", "steady"],
        targets={
            "separuh": {"measure": "group", "group": GROUP, "of": "52", "share": "50%", "by": "2026-12"}
        },
    )


def test_a_region_by_hand() -> None:
    """Rp100 million buys 496 persons for a year: all 84 who are left in A.

    Without the most of the province's money in one region, all 12 of it go to A: 22, in all still 42.
    A's part of the half of 140: 50 of 100, of whom 16 are covered.
    """
    answer = why_region.asked(desk_of(two_regions()), "52.01")
    gains = {(row.rule, row.fund): (row.region_persons, row.persons) for row in answer.rules}
    (needed,) = answer.targets

    assert (answer.persons, answer.person_months, answer.rupiah) == (16, 192, 192 * PREMIUM)
    assert (answer.place, answer.regions) == (2, 2)
    assert [(row.id, row.persons, row.rupiah) for row in answer.funds] == [
        ("a-2026", 10, 120 * PREMIUM),
        ("prov-2026", 6, 72 * PREMIUM),
    ]
    assert gains["money", "a-2026"] == (84, 84)
    assert gains["per_region_max", "prov-2026"] == (6, 0)
    assert answer.rules[0].region_persons == max(row.region_persons for row in answer.rules)
    assert (needed.part, needed.need, needed.covered, needed.shortfall) == (True, 50, 16, 34)


def test_a_region_without_own_money_is_held_back_by_matching() -> None:
    """The province matches own money of 0 in A: without that rule its money pays for 4,960 persons more.

    1,000,000,000 pays for 59,523 person-months, 4,960 persons for a year; 1,666 2/3 x ½ are B's.
    """
    made = changed(province_matches_own_money(), goals=["coverage", "fairness"])
    answer = why_region.asked(desk_of(made), "52.01")
    row = next(row for row in answer.rules if row.rule == "matching")

    assert (answer.persons, row.fund, row.number, row.ratio) == (0, "provinsi-2026", 1, Fraction(1))
    assert row.persons == 5793 - 1666
    assert row.region_persons > 0


def test_a_region_in_which_everybody_is_paid_for_is_held_back_by_nothing() -> None:
    made = case(
        "2026-01..2026-12",
        regions={"52.01": region("A", eligible=5)},
        funds={"a-2026": fund("52.01", 2026, 100 * 12 * PREMIUM)},
        stay=12,
        goals=["coverage", "months"],
    )
    answer = why_region.asked(desk_of(made), "52.01")

    assert (answer.persons, answer.rules) == (5, ())
    assert [(full.group, full.eligible) for full in answer.full] == [(GROUP, 5)]


def test_a_region_may_be_named_and_an_unknown_one_is_refused() -> None:
    assert why_region.asked(desk_of(two_regions()), "kabupaten b").code == "52.02"
    with pytest.raises(InvalidError) as refused:
        why_region.asked(desk_of(two_regions()), "52")

    (finding,) = refused.value.findings
    assert (finding.code, finding.facts["count"]) == ("usage.place_above", 2)


def test_a_sum_that_is_asked_about_says_who_gains() -> None:
    """Rp2,016,000 more of A's own money pays for 10 persons a year, all of them in A."""
    answer = why_region.asked(desk_of(two_regions()), "52.01", add=Rupiah(10 * 12 * PREMIUM))
    row = next(row for row in answer.rules if row.fund == "a-2026")

    assert (answer.more, row.region_persons) == (10 * 12 * PREMIUM, 10)
    assert [(one.code, one.before, one.after) for one in row.regions] == [("52.01", 16, 26)]


def poor(ceiling: int) -> Case:
    """A has no money, nor has B; C has what is given."""
    return case(
        "2026-01..2026-12",
        regions={code: region(f"Kabupaten {code}", eligible=10) for code in ("52.01", "52.02", "52.03")},
        funds={
            "a": fund("52.01", 2026, 0),
            "b": fund("52.02", 2026, 0),
            "c": fund("52.03", 2026, ceiling),
        },
        stay=12,
        goals=["coverage"],
    )


@pytest.mark.parametrize(
    ("ceiling", "sentence"),
    [
        (0, "Pada Des 2026 ditanggung 0 dari 10 orang sasaran (0%): sama dengan semua wilayah lain"),
        (5 * 12 * PREMIUM, "peringkat 3 dari 3 wilayah menurut bagian yang ditanggung, sama dengan 1"),
    ],
)
def test_without_money_nobody_is_first(ceiling: int, sentence: str) -> None:
    """0 of 10 is not place 1 of 3: it is equal with all, or last beside B."""
    desk = desk_of(poor(ceiling))
    answer = why_region.asked(desk, "52.01")

    assert answer.place == 3
    assert sentence in said(desk, answer, why_region_page, "id")


def test_it_says_whose_money_is_more() -> None:
    """A: own money for 10 x 12 of 100 persons, 6 x 12 of the province's; B: 20 x 12 and 6 x 12 of 40."""
    desk = desk_of(two_regions())
    page = said(desk, why_region.asked(desk, "52.01"), why_region_page, "id")

    assert "Kabupaten B punya Rp100.800 uang sendiri per orang sasaran, Kabupaten A Rp20.160." in page
    assert "Uang pihak lain menambah Rp30.240 per orang sasaran di Kabupaten B dan Rp12.096 di" in page


def test_fewer_person_months_are_not_written_with_a_sign() -> None:
    desk = desk_of(changed(two_regions(), goals=["coverage"]))
    answer = why_region.asked(desk, "52.01")
    row = Binding("stay", None, None, None, 12, None, 12_181, -18_885, 0, 0, 0, ())
    page = said(desk, replace(answer, rules=(row,)), why_region_page, "id")

    assert "12.181 orang lebih banyak di sini, tetapi 18.885 orang-bulan lebih sedikit:" in page


@pytest.mark.parametrize(
    ("language", "money", "needs"),
    [
        (
            "id",
            "paling menahan adalah uang. Rp100.000.000 lagi dari APBD Provinsi: 84 orang lagi di sini, 98",
            "bagian daerah ini 50 peserta",
        ),
        (
            "en",
            "holds it back most is money. Rp100,000,000 more from APBD Provinsi: 84 more people here, 98",
            "this region's part is 50 participants",
        ),
    ],
)
def test_the_page_answers_why_so_little(language: str, money: str, needs: str, tmp_path: Path) -> None:
    done = alokasi("why", written(two_regions(), tmp_path), "--region", "52.01", "--lang", language)
    words = " ".join(done.out.split())

    assert (done.code, done.err) == (0, "")
    assert money in words
    assert needs in words
    assert max(map(len, done.out.splitlines())) <= 80


def test_the_document_has_every_row(tmp_path: Path) -> None:
    done = alokasi("why", written(two_regions(), tmp_path), "--region", "52.01", "--json")
    answer = why_region.asked(desk_of(two_regions()), "52.01")

    assert done.document["status"] == "optimal"
    assert [row["region_persons"] for row in done.document["rules"]] == [
        row.region_persons for row in answer.rules
    ]
