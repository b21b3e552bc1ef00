"""Which priority of a plan that is not proven is open first, and how a page says it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from arrange import scenario
from cases import one_regency_one_year
from desks import desk_of

from optimizer.answers.doubts import Doubt, first_doubt, gravest
from optimizer.plan.shapes import Plan
from optimizer.report.asked.sheet import sheet
from optimizer.report.paper import Paper
from optimizer.report.view import Look

CASE = one_regency_one_year() | {"goals": ["keep", "coverage", "months"]}


def claiming(*gaps: str) -> Plan:
    """The plan, called unproven, with each goal so far from its bound."""
    plan = desk_of(CASE).base
    signs = {"keep": -1, "coverage": 1, "months": 1}
    goals = tuple(
        replace(goal, bound=goal.value + signs[goal.goal] * Fraction(gap))
        for goal, gap in zip(plan.goals, gaps, strict=True)
    )
    return replace(plan, status="within_bound", goals=goals)


@pytest.mark.parametrize(
    ("gaps", "place", "behind"),
    [
        (("0", "1.2", "30"), 2, "1.2"),
        (("2", "1", "30"), 1, "2"),
        (("0", "0.9", "1"), 3, "1"),
        (("0", "0.9", "0.5"), 3, "0.5"),
    ],
    ids=["less than a person is none", "the first", "a step is one", "none is counted: the last"],
)
def test_the_first_goal_a_step_behind_its_bound(gaps: tuple[str, ...], place: int, behind: str) -> None:
    doubt = first_doubt(scenario(CASE), claiming(*gaps))

    assert (doubt.place, doubt.behind) == (place, Fraction(behind))


def test_of_several_plans_the_earliest_goal_counts_and_its_widest_gap() -> None:
    doubts = [
        Doubt(5, "months", Fraction(90), "person-months"),
        Doubt(2, "targets", Fraction(3, 2), "persons"),
        Doubt(2, "targets", Fraction(2), "persons"),
    ]

    assert gravest(doubts) == doubts[2]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("id", "Dari 7 rencana yang dihitung, 1 belum terbukti pada prioritas 2"),
        ("en", "Of 7 plans solved, 1 is not proven in priority 2"),
    ],
)
def test_a_page_names_what_is_open(language: str, said: str) -> None:
    look = Look(scenario(CASE), Paper(width=160), language, False)  # type: ignore[arg-type] # both are languages
    look = replace(look, plans=7, doubts=(Doubt(2, "coverage", Fraction(3, 2), "persons"),))

    assert said in sheet(look, "?", "within_bound", [])
    assert said not in sheet(look, "?", "optimal", [])
