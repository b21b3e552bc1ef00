"""``baseline``: divisions by hand, and against files in which each part of a fund is a fund of its own."""

from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from arrange import changed, solved
from cases import PREMIUM, case, fund, one_regency_one_year, region, three_regions_two_funds
from command_line import alokasi
from desks import at_end, desk_of, said, written
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import Size, cases

from optimizer.answers.baseline import Baseline, Lowest, Naive
from optimizer.errors import ContradictionError
from optimizer.questions import baseline
from optimizer.questions.naive import by_weight
from optimizer.report.asked.baseline import page
from optimizer.text import Language
from optimizer.units import Code, Share

Case = dict[str, Any]
FEW = Size(regions=3, groups=2, months=6, funds=3, persons=12, ceiling=60)


def always(examples: int) -> settings:
    """The same examples every time."""
    return settings(max_examples=examples, deadline=None, derandomize=True, database=None)


def unequal(**more: Any) -> Case:
    """Shared money for 60 persons and a year; 10 eligible in B and 100 in C, of whom 30 are paid for."""
    return (
        case(
            "2026-01..2026-12",
            regions={"52.02": region("B", eligible=10), "52.03": region("C", eligible=100, paid=30)},
            funds={
                "bersama": fund("52", 2026, 60 * 12 * PREMIUM),
                "hanya-c": fund("52.03", 2026, 12 * PREMIUM),
            },
            stay=12,
            goals=["coverage", "fairness", "months"],
        )
        | more
    )


def by_rule(answer: Baseline) -> dict[str, Naive]:
    return {row.rule: row for row in answer.rules}


def test_every_rule_by_hand() -> None:
    """61 persons in all: 60 of shared money and 1 of C's own.

    Equal: 30 each, of which B can use 10: 41. By workers or poor people 60 x 10/110 = 5.45 for B, so 5
    persons, and 54.54 for C with its own 1 is 55: 60. First: B signs for 10, 50 are left for C: 61.
    As today: all 60 for C: 61.
    """
    answer = baseline.asked(desk_of(unequal()))
    rules = by_rule(answer)

    assert answer.base.persons_end == 61
    assert {name: row.lost for name, row in rules.items()} == {
        "equal": 20,
        "workers": 1,
        "poor": 1,
        "first": 0,
        "today": 0,
    }
    assert (answer.shared, answer.money) == (("bersama",), 60 * 12 * PREMIUM)


def test_the_parts_of_a_rule_add_up_to_the_ceiling_in_whole_premiums() -> None:
    for row in baseline.asked(desk_of(unequal())).rules:
        assert sum(part.rupiah for part in row.parts) == 60 * 12 * PREMIUM
        assert all(part.rupiah % PREMIUM == 0 for part in row.parts)


def test_the_nearest_rule_stands_first() -> None:
    """With coverage first: nobody lost before 20 lost."""
    answer = baseline.asked(desk_of(unequal()))

    assert answer.rules[0].lost == 0
    assert (answer.rules[-1].rule, answer.rules[-1].worse) == ("equal", "coverage")


def more_even() -> Case:
    """34 persons for 40 and 60 eligible: 16 and 18 are 30 %, which shares by eligible people find."""
    return case(
        "2026-01..2026-12",
        regions={"52.01": region("A", eligible=40), "52.02": region("B", eligible=60)},
        funds={
            "bersama": fund("52", 2026, 6_048_000),
            "akhir": fund("52.01", 2026, 1_000_000, pays="2026-10..2026-12"),
        },
        stay=12,
        goals=["keep", "coverage", "fairness"],
    )


def test_a_rule_that_is_better_than_the_plan_is_said_to_be() -> None:
    """A rule with a higher lowest share says so, and no other does."""
    desk = desk_of(more_even())
    answer = baseline.asked(desk)
    shown = said(desk, answer, page, "id")
    assert answer.lowest is not None
    for row in answer.rules:
        if row.lowest and not row.lost and row.lowest.share > answer.lowest.share:
            assert (row.better, row.worse) == ("fairness", None)
    better = [row for row in answer.rules if row.better]
    assert ("lebih merata daripada rencana ini" in shown) == bool(better)
    assert answer.base.status == "within_bound" or not better


def test_a_better_rule_is_told_with_both_shares() -> None:
    """As it would be told of 16 and 18 beside 17 and 17."""
    desk = desk_of(more_even())
    answer = baseline.asked(desk)
    lowest = Lowest(Code("52.02"), Share(17, 60))
    row = replace(
        by_rule(answer)["poor"], better="fairness", worse=None, lowest=Lowest(Code("52.01"), Share(3, 10))
    )
    shown = said(desk, replace(answer, lowest=lowest, rules=(row,)), page, "id")

    assert 'Cara "Menurut orang miskin" lebih merata daripada rencana ini: bagian terendah 30%' in shown
    assert "bukan 28,33%" in shown


def test_shared_funds_without_money_are_not_counted() -> None:
    empty = unequal()
    empty["funds"]["kosong"] = fund("52", 2026, 0)
    answer = baseline.asked(desk_of(empty))

    assert answer.shared == ("bersama",)
    empty["funds"]["bersama"]["ceiling"] = 0
    assert baseline.asked(desk_of(empty)).rules == ()


def test_where_every_rule_comes_to_the_same_it_is_said_once() -> None:
    """Money enough for all."""
    much = unequal()
    much["funds"]["bersama"]["ceiling"] = 1_000 * 12 * PREMIUM
    much["regions"]["52.02"] = region("B", eligible=10, paid=5)
    desk = desk_of(much)
    shown = said(desk, baseline.asked(desk), page, "id")

    assert "Setiap cara sederhana memberi hasil yang sama dengan rencana ini." in shown
    assert "paling dekat" not in shown


def test_without_people_of_today_there_is_nothing_to_divide_by() -> None:
    nobody = unequal()
    nobody["regions"]["52.03"] = region("C", eligible=100)
    today = by_rule(baseline.asked(desk_of(nobody)))["today"]

    assert (today.headline, today.parts, today.clash) == (None, (), ())


def test_a_division_under_which_a_rule_cannot_hold_names_it() -> None:
    """A floor of 40 in C: equal shares leave it 31."""
    floors = {"floors": [{"region": "52.03", "persons": 40}], "stay": 12}
    equal = by_rule(baseline.asked(desk_of(unequal(rules=floors))))["equal"]

    assert equal.headline is None
    assert {finding.code for finding in equal.clash} >= {"clash.people_floor", "clash.per_region_max"}


def test_the_rules_of_the_scenario_hold_in_each_division() -> None:
    """Of shared money at most a quarter may go to one region: 15 persons of the 30 that equal shares give."""
    quarter = unequal()
    quarter["funds"]["bersama"]["per_region"] = {"max": "25%"}
    answer = baseline.asked(desk_of(quarter))

    assert answer.base.persons_end == 10 + 15 + 1
    assert by_rule(answer)["equal"].lost == 0


def test_money_of_one_region_is_not_divided() -> None:
    """Every fund of the case reaches one region only."""
    answer = baseline.asked(desk_of(one_regency_one_year()))

    assert (answer.rules, answer.shared, answer.money) == ((), (), 0)


@given(st.integers(0, 10**6), st.lists(st.integers(0, 10**6), min_size=1).filter(any))
def test_parts_are_within_one_of_their_weight_and_add_up(whole: int, weights: list[int]) -> None:
    parts = by_weight(whole, weights)

    assert sum(parts) == whole
    assert all(
        abs(part * sum(weights) - whole * weight) < sum(weights)
        for part, weight in zip(parts, weights, strict=True)
    )


@always(12)
@given(cases(FEW))
def test_a_division_is_the_plan_of_a_file_with_a_fund_for_each_part(made: Case) -> None:
    """And it never keeps more people than the plan does, where most people come first."""
    plain = coverage_first(made)
    answer = baseline.asked(desk_of(plain))
    for row in answer.rules:
        if row.headline is None:
            continue
        apart = solved(with_parts(plain, row))

        assert row.headline.persons_end == at_end(plain, apart)
        assert row.lost >= 0


def coverage_first(made: Case) -> Case:
    """Most people wanted, one premium, no rule that speaks of a fund or of persons."""
    plain = changed(made, goals=["coverage"], premium=[{"value": PREMIUM}])
    plain["rules"] = {"stay": min(2, made.get("rules", {}).get("stay", 2))}
    for group in plain["groups"].values():
        group.pop("weight", None)
    for one in plain["funds"].values():
        for key in ("set_aside", "per_region", "spend_at_least"):
            one.pop(key, None)
    first = next(iter(plain["funds"].values()))
    first["owner"] = "ID"
    first.pop("regions", None)
    return plain


def with_parts(made: Case, row: Naive) -> Case:
    """The file in which every shared fund is a fund of each region with the part of that region."""
    apart = copy.deepcopy(made)
    for part in row.parts:
        whole = made["funds"][part.fund]
        apart["funds"].pop(part.fund, None)
        apart["funds"][f"{part.fund}-{part.region.replace('.', '-')}"] = copy.deepcopy(whole) | {
            "regions": [str(part.region)],
            "ceiling": int(part.rupiah),
        }
    return apart


SAID = {
    "id": (
        "Yang paling jauh: Sama rata. Pada Des 2026 20 orang lebih sedikit",
        "dapat dipakai di lebih dari satu wilayah",
    ),
    "en": ("Furthest away: Equal shares. In Dec 2026 20 people fewer", "may be used in more than one region"),
}


@pytest.mark.parametrize("language", ["id", "en"])
def test_it_is_said_in_both_languages(language: Language) -> None:
    desk = desk_of(unequal())
    shown = said(desk, baseline.asked(desk), page, language)

    assert [words for words in SAID[language] if words not in shown] == []


@pytest.mark.parametrize(
    ("language", "words"),
    [("id", "Cara membagi tidak mengubah apa pun"), ("en", "How money is divided makes no difference")],
)
def test_without_shared_money_it_says_why_there_is_no_difference(language: Language, words: str) -> None:
    desk = desk_of(one_regency_one_year())

    assert words in said(desk, baseline.asked(desk), page, language)


def test_the_document_has_every_figure(tmp_path: Path) -> None:
    made = changed(three_regions_two_funds(), goals=["coverage"])
    document = alokasi("baseline", written(made, tmp_path), "--json").document

    assert document["shared"] == ["b-atau-c"]
    assert {row["rule"]: row["lost"] for row in document["rules"]}["equal"] == 0


def test_a_contradiction_of_the_scenario_itself_is_told() -> None:
    floors = {"floors": [{"region": "52", "persons": 100}], "stay": 12}

    with pytest.raises(ContradictionError):
        baseline.asked(desk_of(unequal(rules=floors)))
