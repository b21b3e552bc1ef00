"""``repair`` finds a repair wherever there is one, and its sums say what its list of rules says."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from arrange import scenario
from cases import PREMIUM, case, fund, one_regency_one_year, region
from command_line import alokasi
from desks import desk_of, written
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from strategies import TINY, as_yaml, cases

from optimizer.answers.repair import Repairs
from optimizer.errors import ContradictionError, InvalidError
from optimizer.problem import build
from optimizer.questions.desk import Desk
from optimizer.questions.repair import asked
from optimizer.questions.repairing.arithmetic import sums
from optimizer.questions.wish import read
from optimizer.questions.wish_sums import refuted
from optimizer.scenario.reading import Loaded, load

Case = dict[str, Any]


def file_of(made: Case, *sets: str) -> Loaded:
    return load("-", text=as_yaml(made).encode(), sets=sets)


def assigned(answer: Repairs) -> list[list[str]]:
    return [[str(change.assignment) for change in repair.changes] for repair in answer.repairs]


def two_regencies(*, rules: Case, money: int) -> Case:
    """A without money, B with money for so many people of the year; 37 and 40 are eligible."""
    return case(
        "2026-01..2026-12",
        regions={"52.01": region("A", eligible=37), "52.02": region("B", eligible=40)},
        funds={"dana-b": fund("52.02", 2026, 12 * money * PREMIUM)},
        stay=1,
        goals=["coverage"],
        rules=rules,
    )


def test_a_share_of_people_who_cannot_be_paid_for_falls_to_nothing() -> None:
    """10 % of 37 are 3.7 and ask for 4: all of the share given back is less than 4."""
    made = two_regencies(rules={"floors": [{"each": True, "share": "10%"}]}, money=30)

    assert assigned(asked(desk_of(made))) == [["rules.floors.0.share=0%"]]


def test_a_ceiling_by_share_rises_to_everybody() -> None:
    """10 % of 40 and a half are 4: 100 % are wanted of 37 in A."""
    made = two_regencies(
        rules={
            "floors": [{"region": "52.01", "persons": 37}],
            "ceilings": [{"region": "52.01", "share": "10%"}],
        },
        money=0,
    )
    made["funds"]["dana-a"] = fund("52.01", 2026, 12 * 37 * PREMIUM)

    assert ["rules.ceilings.0.share=100%"] in assigned(asked(desk_of(made)))


@st.composite
def shared(draw: st.DrawFn) -> Case:
    """A small scenario with a floor or a ceiling by share, and a floor of people."""
    made = draw(cases(TINY, tight=True))
    code = draw(st.sampled_from(sorted(made["regions"])))
    rules = made.setdefault("rules", {})
    percent = draw(st.integers(1, 1000))
    share = {"share": f"{percent / 10}%"}
    where: Case = draw(st.sampled_from([{"each": True}, {"region": code}]))
    rules.setdefault(draw(st.sampled_from(["floors", "ceilings"])), []).append({**where, **share})
    row = made["regions"][code]["eligible"].values()
    everybody = sum(one["value"] if isinstance(one, dict) else one for one in row)
    rules.setdefault("floors", []).append({"region": code, "persons": draw(st.integers(0, everybody))})
    return made


def all_open(made: Case) -> Case:
    """The case without any rule that its own region or a regulation could change, and with money for all."""
    opened = deepcopy(made)
    rules = opened["rules"]
    for kind in ("floors", "ceilings", "matching"):
        rules[kind] = [rule for rule in rules.get(kind, []) if rule.get("class") == "law"]
    rules.pop("enrol_per_month", None)
    rules["stay"] = 1
    for row in opened["regions"].values():
        row.pop("enrol_per_month", None)
    for one in opened["funds"].values():
        if one.get("status") not in ("contracted", "paid"):
            for limit in ("set_aside", "spend_at_least", "per_region"):
                one.pop(limit, None)
            one["ceiling"] = 10**9
    return opened


@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(made=shared())
def test_where_no_repair_is_found_there_is_none_with_everything_open(made: Case) -> None:
    try:
        answer = asked(Desk(file_of(made)))
        opened = Desk(file_of(all_open(made)))
    except InvalidError:
        assume(False)
        raise
    if answer.fits is not None or answer.repairs:
        return
    with pytest.raises(ContradictionError):
        _ = opened.base


def spending_that_only_fits_in_fractions(least: int) -> Case:
    """Each of two regencies must be paid for, a person costs four months, and there is money for four."""
    return case(
        "2026-01..2026-04",
        regions={"52.01": region("A", eligible=9), "52.02": region("B", eligible=9)},
        funds={"g": fund("52", 2026, 4 * PREMIUM, per_region={"min": least})},
        stay=4,
        goals=["coverage"],
        rules={},
    )


def test_what_must_be_paid_in_each_gives_way_in_whole_people() -> None:
    """Both regencies need a person of four months: twice the money, or nothing that must be paid in each."""
    found = assigned(asked(desk_of(spending_that_only_fits_in_fractions(PREMIUM))))

    assert ["funds.g.per_region.min=0"] in found
    assert [f"funds.g.ceiling={8 * PREMIUM}"] in found


def two_years() -> Case:
    """Own money of 10 people in the first year, of 30 in the second; 60 must be covered in both."""
    return case(
        "2025-01..2026-12",
        regions={"52.04": region("Sumbawa", eligible=100)},
        funds={
            "murni-2025": fund("52.04", 2025, 12 * 10 * PREMIUM),
            "murni-2026": fund("52.04", 2026, 12 * 30 * PREMIUM),
        },
        stay=1,
        goals=["coverage"],
        rules={"floors": [{"region": "52.04", "persons": 60}]},
    )


def test_the_sum_is_that_of_the_months_whose_money_carries_the_fewest_and_the_clash_is_the_same() -> None:
    """10 of the 60 in 2025, 20 in both years together, 30 in 2026."""
    answer = asked(desk_of(two_years()))

    (reason,) = answer.sums
    assert (reason.facts["funds"], reason.facts["count"]) == (("murni-2025",), 12)
    assert [dict(one.rule.facts).get("fund") for one in answer.clash] == ["murni-2025", None]


def test_a_wish_is_refuted_by_the_months_whose_money_carries_the_fewest() -> None:
    known = scenario(two_years() | {"rules": {"stay": 24}})
    (found,) = refuted(build(known), read(known, "persons >= 60"))

    assert (found.facts["available"], found.facts["count"]) == (12 * 10 * PREMIUM, 12)


def test_what_two_floors_say_alike_is_said_once() -> None:
    floor = {"region": "52.04", "persons": 60}
    made = two_years() | {"rules": {"stay": 1, "floors": [floor, floor]}}

    assert len(sums(build(scenario(made)))) == 1


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("id", "dana-1, dana-2, dana-3 dan 6 sumber dana lain"),
        ("en", "dana-1, dana-2, dana-3 and 6 other funds"),
    ],
)
def test_of_many_funds_a_few_are_named_and_the_rest_counted(tmp_path: Path, lang: str, sentence: str) -> None:
    made = one_regency_one_year(12)
    made["funds"] = {f"dana-{number}": fund("52.04", 2026, PREMIUM) for number in range(1, 10)}
    made["rules"]["floors"] = [{"region": "52.04", "persons": 20}]

    done = alokasi("repair", written(made, tmp_path), "--lang", lang)

    assert sentence in " ".join(done.out.split())


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("id", ("Dalam setiap perbaikan 20 orang yang ditanggung hari ini putus.", "dihitung dari 0")),
        ("en", ("Under every repair 20 people of today lose cover.", "In --set numbers count from 0")),
    ],
)
def test_people_of_today_who_lose_cover_under_every_repair_are_told(
    tmp_path: Path, lang: str, said: tuple[str, ...]
) -> None:
    """B has 20 of today and no money that may be added to: they are lost whatever is done for A."""
    made = two_years()
    made["regions"]["52.05"] = region("B", eligible=50, paid=20)

    done = alokasi("repair", written(made, tmp_path), "--lang", lang)

    assert [one for one in said if one not in " ".join(done.out.split())] == []
