"""``tradeoff``: by hand, against files solved afresh, and the fairness curve against the oracle's grid."""

from __future__ import annotations

import copy
import random
from fractions import Fraction
from itertools import pairwise
from math import ceil
from pathlib import Path
from typing import Any

import oracle
import pytest
from arrange import changed, solved
from cases import GROUP, PREMIUM, case, fund, one_regency_one_year, perubahan_then_murni, region
from command_line import alokasi
from desks import at_end, desk_of, printed, said, written

from optimizer.answers.tradeoff import TradeOff
from optimizer.errors import ContradictionError, InvalidError
from optimizer.probes.fair_curve import Stop, fair_curve
from optimizer.questions import tradeoff
from optimizer.report.asked.tradeoff import page
from optimizer.scenario.schema import Goal
from optimizer.text import Language

Case = dict[str, Any]
COVERED = {12: 1_000, 6: 2_000, 3: 4_000, 1: 10_000}
"""Of 10,000 eligible with money for 12,000 person-months, by minimum stay."""


def half(stay: int = 12) -> Case:
    """Half of the 10,000 are wanted in December: 4,000 more than there is money for, Rp201,600 each."""
    target = {"measure": "group", "group": GROUP, "of": "52.04", "share": "50%", "by": "2026-12"}
    return changed(one_regency_one_year(stay), goals=["targets", "coverage"], targets={"separuh": target})


def test_a_shorter_stay_covers_more_people() -> None:
    answer = tradeoff.asked(desk_of(one_regency_one_year()), only="stay")
    assert answer.stay is not None
    rows = {row.stay: row for row in answer.stay.rows}

    assert {stay: rows[stay].persons for stay in COVERED} == COVERED
    assert sorted(rows, reverse=True) == list(range(12, 0, -1))


def test_the_december_rush_shows_as_what_it_is() -> None:
    """With a stay of 3 all 4,000 enrol in October: nobody has full benefit, and the bill is four times."""
    answer = tradeoff.asked(desk_of(one_regency_one_year()), only="stay")
    assert answer.stay is not None
    three = next(row for row in answer.stay.rows if row.stay == 3)
    twelve = next(row for row in answer.stay.rows if row.stay == 12)

    assert (three.fresh, three.full_benefit, three.person_months) == (4_000, 0, 12_000)
    assert (twelve.fresh, twelve.full_benefit, twelve.person_months) == (0, 1_000, 12_000)
    assert (three.bill, twelve.bill) == (806_400_000, 201_600_000)


def test_the_month_of_the_target_is_told_apart() -> None:
    """100 by October: with a stay of 1 nobody need be carried through 2026, where there is money for 10."""
    answer = tradeoff.asked(desk_of(perubahan_then_murni()), only="stay")
    assert answer.stay is not None
    rows = {row.stay: row for row in answer.stay.rows}

    assert (str(answer.stay.target_month), str(answer.stay.month)) == ("2025-10", "2026-12")
    assert (rows[12].at_target, rows[12].persons) == (10, 10)


def test_a_stay_under_which_rules_clash_is_named() -> None:
    """With a floor of 2,000 in December a stay of 7 and more is impossible: 12,000 / 7 = 1,714."""
    floors = {"floors": [{"region": "52.04", "persons": 2_000, "from": "2026-12"}], "stay": 6}
    answer = tradeoff.asked(desk_of(changed(one_regency_one_year(), rules=floors)), only="stay")
    assert answer.stay is not None

    assert answer.stay.impossible == (12, 11, 10, 9, 8, 7)
    assert max(row.stay for row in answer.stay.rows) == 6


def test_half_of_the_eligible_takes_what_the_rest_of_them_cost() -> None:
    """4,000 x 12 x 16,800 = Rp806,400,000; for 20 % 1,000 more."""
    answer = tradeoff.asked(desk_of(half()), only="target")
    assert answer.target is not None
    rows = {row.share: row.rupiah for row in answer.target.shares}

    assert rows[max(rows)] == 806_400_000
    assert rows[min(share for share in rows if share >= Fraction(1, 5))] == 201_600_000


def test_the_target_follows_the_budget() -> None:
    """A fifth less or more of money for 1,000 is 200 persons."""
    answer = tradeoff.asked(desk_of(half()), only="target")
    assert answer.target is not None

    found = {int(row.change * 100): (row.persons, row.shortfall) for row in answer.target.budgets}
    assert found == {
        -20: (800, 4_200),
        -10: (900, 4_100),
        -5: (950, 4_050),
        0: (1_000, 4_000),
        5: (1_050, 3_950),
        10: (1_100, 3_900),
        20: (1_200, 3_800),
    }


def test_without_a_target_there_is_nothing_to_set_against_the_budget() -> None:
    answer = tradeoff.asked(desk_of(one_regency_one_year()), only="target")
    assert answer.target is not None

    assert (answer.target.target, answer.target.shares, answer.target.budgets) == (None, (), ())


def test_a_target_beyond_the_eligible_is_not_for_money() -> None:
    """10,000 of 20,000 workers are eligible, 80 % are wanted: 10,000 is as far as money goes."""
    few = half()
    few["regions"]["52.04"] |= {"workers": 20_000}
    few["targets"] = {"ucj": {"measure": "ucj", "of": "52.04", "share": "80%", "by": "2026-12"}}
    answer = tradeoff.asked(desk_of(few), only="target")
    assert answer.target is not None

    *_, furthest, beyond = answer.target.shares
    assert beyond.rupiah is None
    assert (furthest.need, furthest.rupiah) == (10_000, 9_000 * 12 * PREMIUM)


def dearer_later() -> Case:
    """Money for 50; 50 more of A cost one premium each, then 100 of B two premiums each."""
    made = two_prices()
    made["funds"]["bersama"]["ceiling"] = 50 * PREMIUM
    made["targets"] = {"semua": {"measure": "ucj", "of": "52", "share": "100%", "by": "2026-12"}}
    return made | {"goals": ["targets", "coverage"]}


def test_a_person_more_costs_more_where_the_cheap_ones_are_all_covered() -> None:
    """From 50 to 100 of 200 at Rp16,800, from there to 200 at Rp33,600: 50 and 200 premiums in all."""
    answer = tradeoff.asked(desk_of(dearer_later()), only="target")
    assert answer.target is not None
    rows = {int(row.need): row for row in answer.target.shares}

    assert [need for need, row in rows.items() if row.corner] == [100]
    assert {rows[100].rupiah, rows[200].rupiah} == {50 * PREMIUM, 250 * PREMIUM}
    assert {row.price for need, row in rows.items() if need <= 100} == {PREMIUM}
    assert {row.price for need, row in rows.items() if need > 100} == {2 * PREMIUM}


def two_prices() -> Case:
    """One month, money for 100 premiums of A; a person of B costs two. 100 eligible in each."""
    made = case(
        "2026-12..2026-12",
        regions={
            "52.01": region("A", eligible=100),
            "52.02": {
                "name": "B",
                "workers": 100,
                "active": 0,
                "eligible": {"mahal": 100},
                "subsidised": {},
            },
        },
        funds={"bersama": fund("52", 2026, 100 * PREMIUM)},
        stay=1,
        goals=["coverage", "fairness"],
    )
    made["groups"]["mahal"] = {"label": "Pekerja dengan iuran dua kali"}
    made["premium"].append({"value": 2 * PREMIUM, "groups": ["mahal"]})
    return made


def test_the_curve_by_hand() -> None:
    """Each percent in B costs two persons of A: at a third in both 100/3 fewer are covered than 100."""
    answer = tradeoff.asked(desk_of(two_prices()), only="fairness")
    assert answer.fairness is not None
    first, last = answer.fairness.stops

    assert (first.persons, first.given_up) == (100, 0)
    assert max(first.given_up_bound, first.lowest_bound, Fraction(first.lowest or 0)) == 0
    assert abs(last.given_up_bound - Fraction(100, 3)) < Fraction(1, 10**4)
    assert abs(last.lowest_bound - Fraction(1, 3)) < Fraction(1, 10**4)
    assert (last.lowest, last.persons, last.given_up) == (Fraction(33, 100), 67, 33)
    assert last.price == 1


def test_where_most_people_is_most_even_there_is_one_stop() -> None:
    answer = tradeoff.asked(desk_of(one_regency_one_year()), only="fairness")
    assert answer.fairness is not None
    (stop,) = answer.fairness.stops

    assert (stop.persons, stop.lowest, stop.given_up) == (1_000, Fraction(1, 10), 0)


def uneven(rng: random.Random) -> Case:
    """Three regions where a person costs one to four premiums, most in the third; own and shared money."""
    codes = ("52.01", "52.02", "52.03")
    made = case(
        "2026-11..2026-12",
        regions={code: region(code, eligible=0) for code in codes},
        funds={
            "bersama": fund("52", 2026, rng.randint(60, 240) * PREMIUM),
            **{f"f-{code[-2:]}": fund(code, 2026, rng.randint(0, 25) * PREMIUM) for code in codes},
        },
        stay=rng.randint(1, 2),
        goals=["coverage", "fairness"],
    )
    made["groups"] = {f"g{n}": {"label": f"Kelompok {n}"} for n in (1, 2, 3, 4)}
    made["premium"] += [{"value": n * PREMIUM, "groups": [f"g{n}"]} for n in (2, 3, 4)]
    for code, costs in zip(codes, ((1, 2), (1, 2, 3, 4), (3, 4)), strict=True):
        people = {f"g{n}": rng.randint(1, 30) if n in costs else 0 for n in (1, 2, 3, 4)}
        made["regions"][code] |= {"workers": sum(people.values()), "eligible": people, "subsidised": {}}
    return made


def curve(made: Case) -> tuple[Stop, ...]:
    desk = desk_of(made)
    return fair_curve(desk.program(desk.problem), (), Goal(name="coverage"), desk.limits)


def on_curve(stops: tuple[Stop, ...], given_up: int) -> Fraction:
    """The curve between its corners, and level after the last."""
    for left, right in pairwise(stops):
        if given_up <= right.given_up:
            part = (given_up - left.given_up) / (right.given_up - left.given_up)
            return left.lowest + part * (right.lowest - left.lowest)
    return stops[-1].lowest


@pytest.mark.parametrize("seed", range(10))
def test_the_curve_is_the_oracles_on_a_grid(seed: int) -> None:
    made = uneven(random.Random(seed))
    stops = curve(made)
    end = ceil(stops[-1].given_up) + 2
    for given_up in range(0, end, max(1, end // 12)):
        goals = [{"coverage": {"give_up": given_up}}, "fairness"]
        reached = oracle.lp_values(changed(made, goals=goals))
        assert reached is not None
        levels = reached[1]
        assert isinstance(levels, list)
        assert abs(min(levels) - on_curve(stops, given_up)) < 1e-5, given_up


def test_some_curves_have_corners_between_their_ends() -> None:
    """Otherwise the test above would not try them; each is concave."""
    found = [curve(uneven(random.Random(seed))) for seed in range(10)]

    assert max(map(len, found)) >= 4
    for stops in found:
        slopes = [
            (right.lowest - left.lowest) / (right.given_up - left.given_up) for left, right in pairwise(stops)
        ]
        assert slopes == sorted(slopes, reverse=True)


@pytest.mark.parametrize("seed", [1, 4, 7])
def test_the_plan_of_a_stop_is_within_a_person_of_the_curve(seed: int) -> None:
    made = uneven(random.Random(seed))
    answer = tradeoff.asked(desk_of(made), only="fairness")
    assert answer.fairness is not None
    for stop in answer.fairness.stops:
        if stop.persons is None:
            continue
        people = sum(made["regions"][stop.region]["eligible"].values())
        assert stop.lowest is not None
        assert (stop.lowest_bound - stop.lowest) * people < 1
        assert stop.given_up is not None
        assert stop.given_up <= ceil(stop.given_up_bound) + 1


@pytest.mark.parametrize("seed", [0, 5])
def test_the_rows_are_the_plans_of_files_solved_afresh(seed: int) -> None:
    made = uneven(random.Random(seed))
    made["targets"] = {"semua": {"measure": "ucj", "of": "52", "share": "100%", "by": "2026-12"}}
    answer = tradeoff.asked(desk_of(made))
    assert answer.stay is not None
    assert answer.target is not None
    for row in answer.stay.rows:
        assert row.persons == at_end(made, solved(changed(made, rules={"stay": row.stay})))
    for budget in answer.target.budgets:
        less = copy.deepcopy(made)
        for one in less["funds"].values():
            one["ceiling"] = int(one["ceiling"] * (1 + budget.change))
        assert budget.persons == at_end(less, solved(less))


def test_an_unknown_trade_off_is_refused() -> None:
    with pytest.raises(InvalidError) as refused:
        tradeoff.asked(desk_of(half()), only="adil")

    assert [finding.code for finding in refused.value.findings] == ["usage.topic"]


def test_a_scenario_that_contradicts_itself_is_told() -> None:
    floors = {"floors": [{"region": "52.04", "persons": 2_000}], "stay": 12}

    with pytest.raises(ContradictionError):
        tradeoff.asked(desk_of(changed(one_regency_one_year(), rules=floors)))


@pytest.mark.parametrize(
    ("language", "mark", "own"), [("id", ".", "12 (skenario)"), ("en", ",", "12 (scenario)")]
)
def test_the_table_and_the_warning_stand_in_both_languages(
    language: str, mark: str, own: str, tmp_path: Path
) -> None:
    """The acceptance of the issue: 12, 6, 3, 1 give 1,000, 2,000, 4,000, 10,000."""
    done = alokasi("tradeoff", written(one_regency_one_year(), tmp_path), "--lang", language)
    rows = [line.replace(own, "12").split() for line in done.out.splitlines()]
    shown = {row[0]: row[1] for row in rows if len(row) > 4}

    assert done.code == 0
    assert {stay: shown[str(stay)] for stay in COVERED} == {
        stay: f"{persons:,}".replace(",", mark) for stay, persons in COVERED.items()
    }
    assert f"Rp10 {'juta' if language == 'id' else 'million'}" in " ".join(done.out.split())


def test_the_document_has_every_figure() -> None:
    document = printed(tradeoff.asked(desk_of(half())))

    assert set(document) == set(TradeOff.__dataclass_fields__)
    assert document["target"]["shares"][-1]["rupiah"] == 806_400_000
    assert {row["stay"]: row["persons"] for row in document["stay"]["rows"]}[1] == COVERED[1]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("id", "bagian terendah dapat naik dari 0% menjadi 33%; harganya 33 orang lebih sedikit"),
        ("en", "the lowest share can rise from 0% to 33%; it costs 33 people"),
    ],
)
def test_the_price_of_fairness_is_said_in_both_languages(language: Language, words: str) -> None:
    desk = desk_of(two_prices())

    assert words in said(desk, tradeoff.asked(desk, only="fairness"), page, language)


@pytest.mark.parametrize(
    ("language", "words"),
    [("id", "tambahan paling sedikit Rp806.400.000"), ("en", "takes at least Rp806,400,000 more")],
)
def test_the_price_of_the_target_is_said_in_both_languages(language: Language, words: str) -> None:
    desk = desk_of(half())

    assert words in said(desk, tradeoff.asked(desk, only="target"), page, language)
