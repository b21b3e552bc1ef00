"""``need`` against full solves: the least budget by bisection, and the laws of each way of sharing."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import arrange
import strategies
from desks import desk_of
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from optimizer.answers.need import Need
from optimizer.errors import ContradictionError
from optimizer.probes.extra import Extra
from optimizer.problem import build
from optimizer.questions.changes import people_rule, with_floor, with_goals
from optimizer.questions.need import asked
from optimizer.scenario.extra_lines import Line, with_lines
from optimizer.scenario.schema import Goal, Scenario
from optimizer.solve.answer import draft
from optimizer.solve.highs import Limits
from optimizer.units import Code

Case = dict[str, Any]
FEW = settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
SHARES = ("20%", "50%", "75%", "100%")


@st.composite
def wanting(draw: st.DrawFn) -> Case:
    """Small cases in one fiscal year, with targets first, ability figures and a province that tops up."""
    made = draw(strategies.cases(strategies.TINY))
    made["horizon"] = "2026-01..2026-05"
    for entry in made["premium"]:
        entry.pop("months", None)
    for row in made["funds"].values():
        row.update(year=2026)
        for key in ("pays", "spend_at_least", "per_region"):
            row.pop(key, None)
    for row in made["regions"].values():
        row.pop("outlook", None)
        row["ability"] = draw(st.integers(1, 9))
    share = draw(st.sampled_from(SHARES))
    by = f"2026-0{draw(st.integers(2, 5))}"
    made["targets"] = {"t": {"measure": "ucj", "of": "ID", "share": share, "by": by}}
    rules = {"stay": draw(st.integers(1, 4))}
    if "enrol_per_month" in made.get("rules", {}):
        rules["enrol_per_month"] = made["rules"]["enrol_per_month"]
    made["rules"] = rules
    made["goals"] = ["targets", "coverage"]
    made["sharing"] = {
        "matched": {"payer": "ID", "ratio": draw(st.sampled_from((1, "0.5", 2)))},
        "ability": "PAD",
    }
    return made


def answered(made: Case) -> tuple[Scenario, Need]:
    desk = desk_of(made)
    return desk.scenario, asked(desk)


def can(scenario: Scenario, need: Need, rupiah: dict[Line, int]) -> bool:
    """Whether a full solve with so much more money meets what can be reached of the targets, as rules."""
    richer = with_goals(with_lines(scenario, rupiah), [Goal(name="thrift")])
    for row in need.targets:
        persons = row.reach - row.others
        if persons > 0:
            codes = [code for code in scenario.codes if Code(row.of).reaches(code)]
            richer = with_floor(richer, people_rule(codes, persons, from_=row.by, to=row.by))
    try:
        draft(richer)
    except ContradictionError:
        return False
    return True


def by_bisection(scenario: Scenario, need: Need, most: int) -> int:
    """The least ceiling of one line that may pay everywhere, in premiums of Rp16.800 down to a rupiah."""
    line = Line(Code("ID"), 2026)
    low, high = -1, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if can(scenario, need, {line: middle}) else (middle, high)
    return high


@FEW
@given(wanting())
def test_the_cheapest_is_the_least_budget_of_full_solves(made: Case) -> None:
    scenario, need = answered(made)
    cheapest = need.ways[0]

    assert cheapest.possible
    if cheapest.proven:
        assert by_bisection(scenario, need, cheapest.rupiah) == cheapest.rupiah
    assert cheapest.least <= cheapest.rupiah


@FEW
@given(wanting())
def test_closing_each_gap_alone_never_costs_less(made: Case) -> None:
    _, need = answered(made)
    cheapest, own = need.ways[:2]
    assume(need.reachable and not any(row.missing for row in own.targets))

    assert own.least >= cheapest.least


@FEW
@given(wanting())
def test_the_payer_above_keeps_to_the_ratio(made: Case) -> None:
    """In each region and year, and the whole sum is the cheapest."""
    _, need = answered(made)
    matched = need.ways[2]
    assert matched.ratio is not None
    topped = {(one.region, one.year): one.rupiah for one in matched.added if one.owner == matched.payer}
    own = {(one.region, one.year): one.rupiah for one in matched.added if one.owner != matched.payer}

    assert matched.least == need.ways[0].least
    for place, rupiah in topped.items():
        assert rupiah <= matched.ratio * own.get(place, 0)


@FEW
@given(wanting())
def test_ability_keeps_to_its_proportions_and_no_smaller_sum_does(made: Case) -> None:
    scenario, need = answered(made)
    way = need.ways[3]
    assume(way.possible)
    every = sum(part.ability for part in way.parts)

    assert all(part.part == part.ability * way.sum // every for part in way.parts)
    assert all(part.used <= part.part for part in way.parts)
    assert sum(part.used for part in way.parts) == way.rupiah
    if way.sum:
        less = {Line(part.code, 2026): part.ability * (way.sum - 1) // every for part in way.parts}
        assert not can(scenario, need, less)


@FEW
@given(wanting())
def test_what_is_added_is_paid_by_an_audited_plan(made: Case) -> None:
    """The premiums of the person-months are the money; no line is larger than what it pays."""
    scenario, need = answered(made)
    premiums = {int(entry.number) for entry in scenario.premium}

    for way in need.ways:
        for one in way.added:
            assert one.person_months * min(premiums) <= one.rupiah <= one.person_months * max(premiums)
        assert sum(one.rupiah for one in way.added) == way.rupiah


@FEW
@given(wanting(), st.sampled_from((["keep", "targets", "coverage"], ["coverage", "targets"])))
def test_every_sum_is_enough_in_the_order_of_goals(made: Case, goals: list[str]) -> None:
    """A full solve with the money added meets the targets, but for a person of rounding."""
    made["goals"] = goals
    scenario, need = answered(made)

    for way in (need.ways[0], need.ways[1]):
        if way.possible and way.in_order:
            added = {Line(one.owner, one.year): int(one.rupiah) for one in way.added}
            plan = desk_of(made).plan(with_lines(scenario, added))
            reach = {(row.id, row.of): int(row.reach) for row in way.targets}
            covered = [int(row.covered) - reach.get((row.id, row.of), 0) for row in plan.targets]
            assert min(covered) >= -1


@FEW
@given(wanting(), st.lists(st.integers(0, 40), min_size=3, max_size=3))
def test_the_loaded_program_gives_the_same_least_however_often_it_is_asked(
    made: Case, asked_for: list[int]
) -> None:
    problem = build(arrange.scenario(made))
    once = [Extra(problem, Limits()).least([need]) for need in asked_for]
    extra = Extra(problem, Limits())

    again = [extra.least([need]) for need in (*asked_for, *asked_for)]

    assert [_rounded(one) for one in again] == [_rounded(one) for one in (*once, *once)]


def _rounded(least: Fraction | None) -> int | None:
    return None if least is None else round(least)
