"""``fair``: cases by hand in both languages, and every transfer of one person tried on small scenarios."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from cases import PREMIUM, case, fund, one_regency_one_year, region, three_regions_two_funds
from command_line import alokasi
from desks import desk_of, said, written
from hypothesis import HealthCheck, assume, given, settings
from strategies import TINY, Case, cases

from optimizer.answers.fair import Fair, Standing
from optimizer.errors import ContradictionError, InvalidError
from optimizer.plan.shapes import Plan
from optimizer.questions.changes import people_rule, with_ceilings, with_rules
from optimizer.questions.desk import Desk
from optimizer.questions.fair import asked
from optimizer.report.asked.fair import page as fair_page
from optimizer.report.paper import Paper
from optimizer.report.view import Look
from optimizer.scenario.schema import Fund, Scenario
from optimizer.units import Code

FEW = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.data_too_large],
)


def standings(answer: Fair) -> dict[str, Standing]:
    return {standing.code: standing for level in answer.levels for standing in level.regions}


def flat(text: str) -> str:
    return " ".join(text.split())


def test_three_regions_stop_at_two_levels() -> None:
    """A has money for 12 of 100; B and C share money for 60: 12, then 30 and 30 %."""
    answer = asked(desk_of(three_regions_two_funds()))

    found = [[(one.name, int(one.persons)) for one in level.regions] for level in answer.levels]
    assert found == [[("A", 12)], [("B", 30), ("C", 30)]]


def test_what_stops_each_of_them_is_its_money() -> None:
    """A's fund may pay in A only; the other is shared by B and C, Rp6,048,000 in each."""
    found = standings(asked(desk_of(three_regions_two_funds())))

    purses = {
        code: [(one.fund, one.own, int(one.here)) for one in row.stop.purses] for code, row in found.items()
    }
    half = 30 * 12 * PREMIUM
    assert purses == {
        "52.01": [("hanya-a", True, 12 * 12 * PREMIUM)],
        "52.02": [("b-atau-c", False, half)],
        "52.03": [("b-atau-c", False, half)],
    }
    assert all(row.stop.cause == "money" and row.stop.alone for row in found.values())


def test_nobody_can_give_to_whoever_has_money_of_its_own_only() -> None:
    proof = standings(asked(desk_of(three_regions_two_funds())))["52.01"].proof

    assert proof is not None
    assert proof.givers == ()
    assert proof.stop is not None
    assert [purse.fund for purse in proof.stop.purses] == ["hanya-a"]


def test_who_shares_money_gives_one_for_one() -> None:
    """B gains one person only if C loses one: 31 and 29, lower than 30 and 30."""
    proof = standings(asked(desk_of(three_regions_two_funds()), region="52.02"))["52.02"].proof

    assert proof is not None
    assert [(giver.code, giver.loses, giver.fairer) for giver in proof.givers] == [("52.03", 1, False)]


def test_where_everybody_is_covered_nothing_more_is_asked() -> None:
    answer = asked(desk_of(one_regency_one_year(1) | {"goals": ["coverage", "fairness"]}))

    (standing,) = standings(answer).values()
    assert standing.stop.cause == "covered"
    assert standing.proof is None
    assert answer.before == ("coverage",)


def test_without_a_goal_of_fairness_it_says_so() -> None:
    answer = asked(desk_of(one_regency_one_year(12)))

    assert not answer.sought
    assert [purse.fund for purse in standings(answer)["52.04"].stop.purses] == ["murni-2026"]


def people_of_today_elsewhere() -> Case:
    """The province pays for 10 people, and 10 of B are paid for today: to keep them leaves A none."""
    return case(
        "2026-01..2026-12",
        regions={"52.01": region("A", eligible=100), "52.02": region("B", eligible=100, paid=10)},
        funds={"provinsi": fund("52", 2026, 10 * 12 * PREMIUM)},
        stay=12,
        goals=["keep", "fairness"],
    )


def test_a_goal_that_comes_first_is_named_where_it_forbids_an_exchange() -> None:
    answer = asked(desk_of(people_of_today_elsewhere()))

    (lowest,) = answer.levels[0].regions
    assert (lowest.code, lowest.persons) == ("52.01", 0)
    assert lowest.proof is not None
    assert lowest.proof.stop is not None
    named = [block.code for block in lowest.proof.stop.blocks] + [
        one.fund for one in lowest.proof.stop.purses
    ]
    assert set(named) >= {"goal.keep", "provinsi"}


def test_a_rule_that_stops_a_region_is_named() -> None:
    """Money is plenty; in one month A may enrol 5."""
    made = case(
        "2026-01..2026-01",
        regions={"52.01": region("A", eligible=100) | {"enrol_per_month": 5}},
        funds={"dana": fund("52.01", 2026, 1000 * PREMIUM)},
        stay=1,
        goals=["fairness"],
    )

    stop = standings(asked(desk_of(made)))["52.01"].stop

    assert stop.cause == "rules"
    assert [block.code for block in stop.blocks] == ["clash.capacity"]


def test_a_region_may_be_named_and_a_wrong_name_is_refused() -> None:
    desk = desk_of(three_regions_two_funds())

    assert list(standings(asked(desk, region="b"))) == ["52.02"]
    with pytest.raises(InvalidError):
        asked(desk, region="52.99")


@pytest.mark.parametrize(
    ("lang", "sentences"),
    [
        (
            "id",
            ("Dari 3 wilayah, bagian terendah 12% di A, tertinggi 30% di B.", "hanya-a", "Menahan A, B, C."),
        ),
        ("en", ("Of 3 regions, the lowest share is 12% in A, the highest 30% in B.", "It stops A, B, C.")),
    ],
)
def test_the_page_says_it_in_both_languages(tmp_path: Path, lang: str, sentences: tuple[str, ...]) -> None:
    done = alokasi("fair", written(three_regions_two_funds(), tmp_path), "--lang", lang)

    assert done.code == 0
    assert [one for one in sentences if one not in flat(done.out)] == []


def test_the_document_is_complete(tmp_path: Path) -> None:
    document = alokasi("fair", written(three_regions_two_funds(), tmp_path), "--json").document

    assert [len(level["regions"]) for level in document["levels"]] == [1, 2]
    assert document["levels"][0]["regions"][0]["proof"]["stop"]["cause"] == "money"


def test_where_nobody_may_pay_in_the_last_month_it_says_so() -> None:
    made = three_regions_two_funds()
    made["funds"]["hanya-a"]["pays"] = "2026-01..2026-06"

    found = standings(asked(desk_of(made)))["52.01"]

    assert (found.persons, found.stop.cause, found.proof) == (0, "no_fund", None)


def fairly(made: Case) -> Case:
    """The case with fairness among its goals, no two amounts moving with one ceiling."""
    goals = [goal for goal in made.get("goals", ["keep", "coverage"]) if goal != "fairness"]
    kept = [
        goal for goal in goals if not isinstance(goal, dict) or "give_up" not in next(iter(goal.values()))
    ]
    for row in made["funds"].values():
        for key in ("per_region", "spend_at_least", "set_aside"):
            row.pop(key, None)
    return made | {"goals": [*kept[:1], "fairness", *kept[1:]]}


def planned(made: Case) -> Desk:
    """A desk with a proven plan; other draws are left out."""
    try:
        desk = desk_of(made)
        _ = desk.base
    except (InvalidError, ContradictionError):
        assume(False)
        raise
    assume(desk.status == "optimal")
    return desk


def forced(scenario: Scenario, persons: dict[str, int]) -> Scenario:
    """With at least so many persons in each region in the last month."""
    last = scenario.horizon.last
    floors = [people_rule([Code(code)], here, from_=last) for code, here in persons.items()]
    return with_rules(scenario, floors=(*scenario.rules.floors, *floors))


def keeps_goals(desk: Desk, other: Plan, before: int) -> bool:
    """Whether the goals before fairness are reached as well, recomputed from both plans."""
    most = ("coverage", "months")
    pairs = list(zip(desk.base.goals, other.goals, strict=True))[:before]
    return all(
        then.value >= now.value if now.goal in most else then.value <= now.value for now, then in pairs
    )


@FEW
@given(made=cases(TINY))
def test_no_transfer_of_one_person_is_fairer(made: Case) -> None:
    """Every pair: one gains a person, the other keeps all but one, the rest keep theirs.

    Where such a plan exists and the goals before keep their values, it is not fairer, and the answer has
    named who gives; where the answer names nobody or asks for more than one, there is no such plan.
    """
    desk = planned(fairly(made))
    answer = asked(desk, every=True)
    rows = standings(answer)
    before = len(answer.before)
    for code, row in rows.items():
        for other, giver in rows.items():
            if other == code or not giver.persons or row.persons == row.eligible:
                continue
            least = {one: int(rows[one].persons) for one in rows}
            least |= {code: least[code] + 1, other: least[other] - 1}
            plan = desk.tried(forced(desk.scenario, least))
            fits = plan is not None and keeps_goals(desk, plan, before)
            now = sorted(one.share for one in rows.values())
            then = sorted(Fraction(least[one], int(rows[one].eligible)) for one in rows)
            assert not (fits and then > now)
            named = {one.code: one.loses for one in row.proof.givers} if row.proof else {}
            assert not fits or named.get(Code(other), 2) <= 1


def lifted(scenario: Scenario, standing: Standing, place: int) -> Scenario:
    """The scenario without one of the rules that a region is said to be stopped by."""
    purses, blocks = standing.stop.purses, standing.stop.blocks
    if place < len(purses):
        name = purses[place].fund
        more = int(scenario.funds[name].ceiling.number) + 10**8
        return with_ceilings(scenario, {name: more})
    block = blocks[place - len(purses)]
    facts, rules = block.facts, scenario.rules
    if block.code == "clash.stay":
        return with_rules(scenario, stay=1)
    if block.code == "clash.matching":
        return with_rules(
            scenario, matching=tuple(one for one in rules.matching if one.fund != facts["fund"])
        )
    if block.code == "clash.people_ceiling":
        number = int(facts["number"]) - 1
        return with_rules(scenario, ceilings=(*rules.ceilings[:number], *rules.ceilings[number + 1 :]))
    if block.code == "clash.capacity":
        region_of = scenario.regions[facts["region"]]
        kept = region_of.model_copy(update={"enrol_per_month": _plenty(scenario.rules, region_of)})
        return scenario.model_copy(update={"regions": {**scenario.regions, facts["region"]: kept}})
    raise LookupError(block.code)


def _plenty(rules: Any, region_of: Any) -> Any:
    figure = region_of.enrol_per_month or rules.enrol_per_month
    return figure.model_copy(update={"value": 10**6, "assume": None})


@FEW
@given(made=cases(TINY))
def test_what_is_said_to_stop_a_region_does(made: Case) -> None:
    """With any one of the rules lifted one person more fits, others keeping theirs and goals their values."""
    desk = planned(fairly(made))
    answer = asked(desk)
    rows = standings(answer)
    for code, row in rows.items():
        named = len(row.stop.purses) + len(row.stop.blocks)
        goal = any(block.code.startswith("goal.") for block in row.stop.blocks)
        if not named or goal or any(block.code == "clash.eligible" for block in row.stop.blocks):
            continue
        least = {one: int(rows[one].persons) + (one == code) for one in rows}
        tries = [[place] for place in range(named)] if row.stop.alone else [list(range(named))]
        for places in tries:
            scenario = desk.scenario
            for place in places:
                scenario = lifted(scenario, row, place)
            plan = desk.tried(forced(scenario, least))
            assert plan is not None
            assert keeps_goals(desk, plan, len(answer.before))
        assert desk.tried(forced(desk.scenario, least)) is None or not keeps_goals(
            desk, desk.plan(forced(desk.scenario, least)), len(answer.before)
        )


def test_a_fund_is_own_where_it_may_pay_nowhere_else() -> None:
    """A province's fund that is limited to one region is that region's own money."""
    made = three_regions_two_funds()
    made["funds"]["hanya-a"] = fund("52", 2026, 12 * 12 * PREMIUM, regions=["52.01"])

    (purse,) = standings(asked(desk_of(made)))["52.01"].stop.purses

    assert purse.own
    assert isinstance(desk_of(made).scenario.funds["hanya-a"], Fund)


def test_the_verdict_says_one_thing_of_each_region() -> None:
    """A has money of its own only; B and C share theirs, so one takes from the other."""
    desk = desk_of(three_regions_two_funds())
    page = said(desk, asked(desk, every=True), fair_page, "id")

    assert "Terbukti: satu orang lagi di A tidak mungkin, siapa pun yang mengalah." in page
    assert "satu orang lagi di B hanya mungkin dengan mengambil dari C, yang lalu tidak lebih tinggi" in page
    assert "; atau" not in page


def test_who_gives_may_become_the_lowest() -> None:
    """Without A's fund of its own B and C are the lowest: 29 of C are fewer than all others have."""
    made = three_regions_two_funds()
    made["regions"].pop("52.01")
    made["funds"].pop("hanya-a")
    desk = desk_of(made)
    answer = asked(desk)
    page = said(desk, answer, fair_page, "id")

    assert "hanya mungkin dengan mengambil dari C, yang lalu menjadi yang terendah." in page
    assert "Bagian di semua 2 wilayah sama: 30%." in page


def test_of_one_region_or_of_none_with_money_no_range_is_said() -> None:
    one = desk_of(one_regency_one_year(1) | {"goals": ["fairness"]})
    none = three_regions_two_funds()
    for row in none["funds"].values():
        row["ceiling"] = 0
    poor = desk_of(none)

    assert "Hanya satu wilayah yang mempunyai orang sasaran" in said(one, asked(one), fair_page, "id")
    assert "Tidak seorang pun ditanggung di 3 wilayah ini" in said(poor, asked(poor), fair_page, "id")


def test_a_very_long_name_keeps_to_one_line() -> None:
    made = three_regions_two_funds()
    made["regions"]["52.02"]["name"] = "Kabupaten " + " ".join(["Kepulauan"] * 25)
    desk = desk_of(made)
    look = Look(desk.scenario, Paper(80, False, "utf-8"), "id", everything=False)

    lines = fair_page(look, asked(desk)).splitlines()
    assert max(line.count("Kepulauan") for line in lines) <= 2
    assert sum("epulauan" in line for line in lines) <= 6
