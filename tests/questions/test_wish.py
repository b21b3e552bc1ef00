"""Wishes: read as people write them, forced into a scenario, refuted by sums; against the oracle."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import oracle
import pytest
from arrange import changed, rows, scenario, solved
from cases import GROUP, PREMIUM, case, fund, one_regency_one_year, region, three_regions_two_funds
from desks import desk_of
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import TINY, cases

from optimizer.errors import ContradictionError, InvalidError
from optimizer.plan.shapes import Draft
from optimizer.problem import build
from optimizer.questions import why_not
from optimizer.questions.wish import forced, read
from optimizer.questions.wish_sums import refuted
from optimizer.solve.answer import draft
from optimizer.units import Month, Months

Case = dict[str, Any]


def always(examples: int) -> settings:
    """The same examples every time."""
    return settings(max_examples=examples, deadline=None, derandomize=True, database=None)


LAST = Months(Month(2026, 12), Month(2026, 12))


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("regions.52.01.persons >= 5.000", 5000, None),
        ("regions.52.01.persons>=5000 orang", 5000, None),
        ("  regions.52.01.persons ≥ 5000 ", 5000, None),
        ("regions.52.01.persons > 5000", 5001, None),
        ("regions.52.01.persons < 5000", None, 4999),
        ("regions.52.01.persons =< 5000", None, 5000),
        ("regions.52.01.persons == 5000", 5000, 5000),
    ],
)
def test_a_wish_about_a_region(text: str, least: int | None, most: int | None) -> None:
    wish = read(scenario(three_regions_two_funds()), text)

    assert (wish.of, wish.group, wish.fund, wish.months) == ("52.01", None, None, LAST)
    assert (wish.least, wish.most) == (least, most)


def test_wishes_about_everybody_a_group_a_province_and_other_months() -> None:
    known = scenario(three_regions_two_funds())
    everybody, group, both = (
        read(known, "persons >= 90"),
        read(known, f"groups.{GROUP}.persons <= 1"),
        read(known, f"regions.52.groups.{GROUP}.persons >= 1 in 2026-02..2026-05"),
    )

    assert (everybody.of, everybody.group) == ("ID", None)
    assert (group.of, group.group, group.most) == ("ID", GROUP, 1)
    assert (both.of, both.group, both.months) == ("52", GROUP, Months(Month(2026, 2), Month(2026, 5)))


def test_a_wish_about_a_fund() -> None:
    wish = read(scenario(three_regions_two_funds()), "funds.hanya-a.rupiah <= Rp1,5 juta")

    assert (wish.fund, wish.of, wish.months, wish.least, wish.most) == (
        "hanya-a",
        None,
        None,
        None,
        1_500_000,
    )


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("lebih banyak untuk A", ["usage.wish"]),
        ("workers >= 5", ["usage.wish"]),
        ("regions.52.09.persons >= 5", ["usage.place_unknown"]),
        ("regions.11.persons >= 5", ["usage.place_unknown"]),
        ("groups.xyz.persons >= 5", ["usage.wish_group"]),
        ("funds.hanya-b.rupiah >= 5", ["usage.fund_unknown"]),
        ("persons >= lima", ["usage.wish_persons"]),
        ("persons >= 99.999.999.999", ["persons.too_large"]),
        ("persons >= 9" + 50 * "0", ["persons.too_large"]),
        ("persons < 0", ["usage.wish_below_zero"]),
        ("persons >= 5 in 2027-01", ["usage.wish_outside"]),
        ("persons >= 5 in Desember", ["month.unreadable"]),
        ("funds.hanya-a.rupiah >= 1,5 jt", ["rupiah.shorthand"]),
        ("funds.hanya-a.rupiah >= 1 juta in 2026-02", ["usage.wish_months_of_money"]),
        (
            "regions.11.groups.xyz.persons >= 5,5 in 2027-01",
            ["usage.place_unknown", "usage.wish_group", "usage.wish_persons", "usage.wish_outside"],
        ),
    ],
)
def test_everything_that_cannot_be_read_is_told_at_once(text: str, codes: list[str]) -> None:
    with pytest.raises(InvalidError) as refused:
        read(scenario(three_regions_two_funds()), text)

    assert [finding.code for finding in refused.value.findings] == codes


def test_a_region_may_be_named_by_its_name() -> None:
    assert read(scenario(three_regions_two_funds()), "regions.B.persons >= 5").of == "52.02"


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("Mataram >= 5000", "regions.52.71.persons >= 5000"),
        ("orang di kota mataram>=5000", "regions.52.71.persons >= 5000"),
        ("Mataran >= 5.000 in 2026-02", "regions.52.71.persons >= 5.000 in 2026-02"),
        ("52.71 <= 9", "regions.52.71.persons <= 9"),
        ("APBD Mataram >= 1 juta", "funds.mataram-2026.rupiah >= 1 juta"),
        ("orang >= 5000", "persons >= 5000"),
    ],
)
def test_a_wish_in_ones_own_words_is_answered_with_how_it_is_written(given: str, meant: str) -> None:
    made = case(
        "2026-01..2026-12",
        regions={"52.71": region("Kota Mataram", eligible=5)},
        funds={"mataram-2026": fund("52.71", 2026, 12 * PREMIUM, name="APBD Mataram")},
        stay=12,
        goals=["coverage"],
    )
    with pytest.raises(InvalidError) as refused:
        read(scenario(made), given)

    (finding,) = refused.value.findings
    assert (finding.code, finding.facts["meant"]) == ("usage.wish_meant", (meant,))


# --- forced: the same wish written into the file by hand ---


def with_people(case: Case, key: str, rule: Case) -> Case:
    rules = case.get("rules", {})
    return changed(case, rules=rules | {key: [*rules.get(key, []), rule]})


def with_fund(case: Case, name: str, **more: Any) -> Case:
    return changed(case, funds=case["funds"] | {name: case["funds"][name] | more})


def number(figure: Any) -> int:
    return int(figure["value"] if isinstance(figure, dict) else figure)


@st.composite
def wished(draw: st.DrawFn) -> tuple[Case, str, Case]:
    """A tiny case, a wish, and the case with the wish written into it."""
    case = draw(cases(TINY))
    names = list(case["funds"])
    everywhere = all(number(count) for row in case["regions"].values() for count in row["eligible"].values())
    if everywhere and draw(st.integers(0, 2)) == 0:
        return case, *draw(about_money(case, draw(st.sampled_from(names))))
    code = draw(st.sampled_from([*case["regions"], next(iter(case["regions"]))[:2]]))
    group = draw(st.sampled_from([None, *case["groups"]]))
    persons, sign = draw(st.integers(0, 30)), draw(st.sampled_from([">=", "<="]))
    first, last = case["horizon"].split("..")
    month = draw(st.sampled_from([first, last]))
    rule: Case = {"region": code, "persons": persons, "from": month, "to": month}
    if group is not None:
        rule["group"] = group
    inside = f".groups.{group}" if group else ""
    text = f"regions.{code}{inside}.persons {sign} {persons} in {month}"
    return case, text, with_people(case, "floors" if sign == ">=" else "ceilings", rule)


def about_money(case: Case, name: str) -> st.SearchStrategy[tuple[str, Case]]:
    """At least: written as ``spend_at_least``; at most: a ceiling cut by what is set aside."""
    ceiling = number(case["funds"][name]["ceiling"])

    def least(amount: int) -> tuple[str, Case]:
        return f"funds.{name}.rupiah >= {amount}", with_fund(case, name, spend_at_least=amount)

    def most(amount: int) -> tuple[str, Case]:
        aside = max(0, ceiling - amount)
        return f"funds.{name}.rupiah <= {amount}", with_fund(case, name, set_aside=aside)

    amounts = st.integers(0, ceiling + PREMIUM)
    # a least amount that the case has already, or a part set aside, would be another rule beside the wish
    strategies: list[Callable[[int], tuple[str, Case]]] = []
    if ceiling and "spend_at_least" not in case["funds"][name]:
        strategies.append(least)
    if "set_aside" not in case["funds"][name] or not strategies:
        strategies.append(most)
        case["funds"][name].pop("set_aside", None)
    return st.one_of([amounts.map(made) for made in strategies])


def forced_draft(case: Case, text: str) -> Draft | None:
    known = scenario(case)
    try:
        return draft(forced(known, read(known, text)))
    except ContradictionError:
        return None


@given(wished())
@always(40)
def test_the_forced_plan_obeys_the_wish_and_none_that_does_is_better(given_: tuple[Case, str, Case]) -> None:
    """The oracle solves the file with the wish written into it, in whole persons, goal by goal."""
    case, text, by_hand = given_
    found, best = forced_draft(case, text), oracle.whole_optimum(by_hand)

    assert (found is None) == (best is None)
    if found is not None and best is not None:
        payments = rows(found.payments)
        assert oracle.broken(by_hand, payments) == []
        if found.standing == "optimal":
            assert oracle.compare(by_hand, oracle.values(by_hand, payments), best) == 0
        assert oracle.compare(by_hand, oracle.values(by_hand, payments), best) <= 0


@given(wished())
@always(40)
def test_what_a_sum_refutes_no_plan_does(given_: tuple[Case, str, Case]) -> None:
    case, text, by_hand = given_
    known = scenario(case)
    if refuted(build(known), read(known, text)):
        assert oracle.lp_values(by_hand) is None


@given(wished())
@always(25)
def test_the_answer_says_what_the_oracle_says(given_: tuple[Case, str, Case]) -> None:
    """It holds: the plan as it is obeys. Impossible: nothing does. Costs: it is never better."""
    case, text, by_hand = given_
    if oracle.whole_optimum(case) is None:
        return
    desk = desk_of(case)
    answer = why_not.asked(desk, read(desk.scenario, text))
    as_it_is = rows(desk.base.payments)

    assert (answer.verdict == "holds") == (oracle.broken(by_hand, as_it_is) == [])
    assert (answer.verdict == "impossible") == (oracle.whole_optimum(by_hand) is None)
    assert bool(answer.sums) + bool(answer.clash) == (answer.verdict == "impossible")
    if answer.verdict == "costs" and answer.status == "optimal":
        first = next((goal for goal in answer.goals if goal.before != goal.after), None)
        assert first is None or first.worse


def test_the_sum_of_money_by_hand() -> None:
    """201,600,000 is the money; 1,001 persons x 12 x 16,800 = 201,801,600."""
    known = scenario(one_regency_one_year())
    (found,) = refuted(build(known), read(known, "persons >= 1001"))

    assert found.code == "wish.money"
    assert (found.facts["rupiah"], found.facts["available"]) == (201_801_600, 201_600_000)
    assert (found.facts["count"], found.facts["premium"]) == (12, 16_800)


def test_the_other_sums_by_hand() -> None:
    """10,000 eligible; 100 a month for one month; a ceiling less what is set aside; all people paid for."""
    small = one_regency_one_year()
    capacity = changed(small, rules={"stay": 12, "enrol_per_month": 100})
    aside = with_fund(small, "murni-2026", set_aside=1_600_000)
    rich = with_fund(small, "murni-2026", ceiling=3_000_000_000)
    never = changed(small, rules={"stay": 13})
    asked = [
        (small, "persons >= 10001", "wish.eligible"),
        (capacity, "persons >= 101", "wish.enrolment"),
        (never, "persons >= 1", "wish.nobody_enrols"),
        (aside, "funds.murni-2026.rupiah >= 201 juta", "wish.ceiling"),
        (rich, "funds.murni-2026.rupiah >= 2,9 miliar", "wish.everybody_paid"),
    ]
    for made, text, code in asked:
        known = scenario(made)
        assert code in [finding.code for finding in refuted(build(known), read(known, text))]


def test_people_whom_no_fund_reaches_are_a_sum() -> None:
    """12 persons for A only, 60 for B or C: without that fund nobody may be paid for in C."""
    case_ = three_regions_two_funds()
    case_["funds"].pop("b-atau-c")
    known = scenario(case_)
    (found,) = refuted(build(known), read(known, "regions.52.03.persons >= 1"))

    assert (found.code, found.facts["payable"]) == ("wish.payable", 0)


def an_empty_fund() -> Case:
    """B has no money at all, A for one person."""
    return case(
        "2026-01..2026-12",
        regions={"52.01": region("A", eligible=5), "52.02": region("B", eligible=5)},
        funds={"a": fund("52.01", 2026, 12 * PREMIUM), "b": fund("52.02", 2026, 0)},
        stay=12,
        goals=["coverage"],
    )


def test_an_empty_fund_cannot_be_made_to_pay() -> None:
    """What an empty fund must spend does not count, so the wish has to clash with its ceiling."""
    known = scenario(an_empty_fund())
    with pytest.raises(ContradictionError) as refused:
        draft(forced(known, read(known, "funds.b.rupiah >= 201600")))

    named = {finding.code for finding in refused.value.findings}
    assert {"clash.ceiling", "clash.spend_at_least"} <= named


def test_a_wish_that_holds_changes_nothing() -> None:
    """The plan covers 1,000; a wish for as many leaves the same payments."""
    made = one_regency_one_year()
    known = scenario(made)

    assert draft(forced(known, read(known, "persons >= 1.000"))).payments == solved(made).payments
