"""``futures`` against every decision there is: all whole payments now, and all later ones, one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from arrange import scenario
from cases import PREMIUM, case, fund, region
from desks import desk_of
from hypothesis import event, given, settings
from hypothesis import strategies as st

from optimizer.answers.futures import Course
from optimizer.errors import ContradictionError
from optimizer.problem import build
from optimizer.questions import futures
from optimizer.scenario.schema import Goal
from optimizer.solve import staged_goals
from optimizer.solve.highs import Limits
from optimizer.solve.leximin import BLOCKED
from optimizer.solve.ordered import optimum
from optimizer.solve.staged import Spread, Staged, Stages, common
from optimizer.solve.staged_goals import Ask, Walk, step_of, worst
from optimizer.solve.workshop import Workshop
from optimizer.units import Share

Case = dict[str, Any]
CODES = ("52.01", "52.02")
MONTHS = ("2025-12", "2026-01", "2026-02")
GOALS = (["coverage"], ["keep", "coverage"], ["targets", "coverage"], ["keep", "targets", "coverage"])
CHANCES = (("50%", "50%"), ("1/3", "2/3"), ("90%", "10%"), ("20%", "80%"))


@st.composite
def tiny(draw: st.DrawFn) -> Case:
    """Two regions of at most two people; a fund now, one later, whose ceiling differs between two futures."""
    number = st.integers(0, 2)
    regions = {}
    for code in CODES:
        eligible = draw(st.integers(1, 2))
        paid = draw(st.integers(0, eligible))
        regions[code] = region(code, eligible=eligible, paid=paid)
        if draw(st.booleans()):
            regions[code]["enrol_per_month"] = draw(st.integers(0, 1))
    later = [draw(st.integers(0, 8)) * PREMIUM for _ in range(2)]
    made = case(
        f"{MONTHS[0]}..{MONTHS[-1]}",
        regions=regions,
        funds={
            "kini": fund("52", 2025, draw(st.integers(0, 4)) * PREMIUM, budget="perubahan"),
            "nanti": fund("52", 2026, later[0]),
            "sendiri": fund("52.02", 2026, draw(number) * PREMIUM),
        },
        stay=draw(st.integers(1, 3)),
        goals=draw(st.sampled_from(GOALS)),
        targets={
            "satu": {
                "measure": "group",
                "group": "rentan",
                "of": draw(st.sampled_from(("52", "52.01"))),
                "share": "100%",
                "by": draw(st.sampled_from(MONTHS)),
            }
        },
    )
    first, second = draw(st.sampled_from(CHANCES))
    made["futures"] = {
        "satu": {"probability": first},
        "dua": {"probability": second, "change": {"funds.nanti.ceiling": later[1]}},
    }
    made["decided_until"] = MONTHS[0]
    return made


Covered = dict[tuple[str, int], int]
Key = tuple[Fraction, ...]


def decisions(made: Case) -> Iterator[Covered]:
    """Everybody who could be paid for in December."""
    most = [made["regions"][code]["eligible"]["rentan"] for code in CODES]
    for counts in product(*(range(each + 1) for each in most)):
        if sum(counts) * PREMIUM <= made["funds"]["kini"]["ceiling"]:
            yield {(code, 0): count for code, count in zip(CODES, counts, strict=True)}


def laters(made: Case, ceiling: int) -> Iterator[Covered]:
    """Everybody who could be paid for in January and February: what one fund has not, the other may have."""
    most = [made["regions"][code]["eligible"]["rentan"] for code in CODES for _ in (1, 2)]
    own = made["funds"]["sendiri"]["ceiling"] // PREMIUM
    for counts in product(*(range(each + 1) for each in most)):
        here, there = sum(counts[:2]), sum(counts[2:])
        if here + max(0, there - own) <= ceiling // PREMIUM:
            yield {
                (code, month): counts[2 * place + month - 1]
                for place, code in enumerate(CODES)
                for month in (1, 2)
            }


def values(made: Case, covered: Covered) -> dict[str, int] | None:
    """Each goal of one plan, the smaller the better; None where a rule is broken."""
    kept = 0
    for code in CODES:
        here = made["regions"][code]
        before = today = here["subsidised"]["rentan"]
        dropped = 0
        for month in range(3):
            enrolled = covered[code, month] - before
            if enrolled > here.get("enrol_per_month", 9) or (
                enrolled > 0 and 3 - month < made["rules"]["stay"]
            ):
                return None
            dropped += max(0, -enrolled)
            kept += max(0, -enrolled) * (3 - month)
            before = covered[code, month]
        if dropped > today:
            return None
    target = made["targets"]["satu"]
    inside = [code for code in CODES if code.startswith(target["of"])]
    need = sum(made["regions"][code]["eligible"]["rentan"] for code in inside)
    month = MONTHS.index(target["by"])
    return {
        "keep": kept,
        "targets": max(0, need - sum(covered[code, month] for code in inside)),
        "coverage": -sum(covered[code, 2] for code in CODES),
    }


def tail(losses: Sequence[int], chances: Sequence[Fraction], part: Fraction) -> Fraction:
    """The mean of the worst ``part`` of the probability, as the least over every place to cut."""
    return min(
        Fraction(cut)
        + sum((p * max(0, loss - cut) for p, loss in zip(chances, losses, strict=True)), Fraction(0)) / part
        for cut in losses
    )


def best(made: Case, caution: Fraction | None) -> dict[str, Fraction] | None:
    """The best decision's goals on average, by trying all; None where none can be carried on in both."""
    names = made["goals"]
    chances = [Fraction(share(row["probability"])) for row in made["futures"].values()]
    ceilings = [
        made["funds"]["nanti"]["ceiling"],
        made["futures"]["dua"]["change"]["funds.nanti.ceiling"],
    ]
    found: list[tuple[Key, dict[str, Fraction]]] = []
    for now in decisions(made):
        each = []
        for ceiling in ceilings:
            plans = [values(made, now | later) for later in laters(made, ceiling)]
            payable = [[plan[name] for name in names] for plan in plans if plan is not None]
            if payable:
                each.append(min(payable))
        if len(each) < len(ceilings):
            continue
        key: list[Fraction] = []
        means: dict[str, Fraction] = {}
        for place, name in enumerate(names):
            losses = [row[place] for row in each]
            means[name] = sum((p * loss for p, loss in zip(chances, losses, strict=True)), Fraction(0))
            if caution is not None and name != "keep":
                key.append(tail(losses, chances, 1 - caution))
            key.append(means[name])
        found.append((tuple(key), means))
    return min(found, key=lambda row: row[0])[1] if found else None


def share(text: str) -> Fraction:
    return Fraction(text) if "/" in text else Fraction(int(text[:-1]), 100)


def reached(course: Course) -> dict[str, Fraction]:
    sign = {"coverage": -1}
    return {row.goal: sign.get(row.goal, 1) * row.value for row in course.goals}


@settings(max_examples=30, deadline=None, derandomize=True, database=None)
@given(tiny(), st.sampled_from((Fraction(9, 10), Fraction(1, 2), Fraction(1, 4))))
def test_no_decision_is_better(made: Case, caution: Fraction) -> None:
    """On average and in the worst part, goal by goal in their order; a bound is never beaten."""
    wanted = best(made, None), best(made, caution)
    try:
        answer = futures.asked(desk_of(made), caution=Share(caution))
    except ContradictionError:
        event("nothing can be decided")
        assert None in wanted
        return

    event(answer.status)
    for course, best_of_all in zip((answer.expected, answer.cautious), wanted, strict=True):
        assert best_of_all is not None
        if all(status == "optimal" for status in (course.standing, *plans(course))):
            assert reached(course) == best_of_all
        else:
            assert list(reached(course).values()) >= list(best_of_all.values()) or course is answer.cautious
            assert abs(first_gap(course, best_of_all)) <= 1
    for row in answer.expected.goals:
        assert row.bound is not None
        assert (row.bound >= row.value) if row.goal == "coverage" else (row.bound <= row.value)


def plans(course: Course) -> list[str]:
    return [row.headline.status for row in course.outcomes]


def first_gap(course: Course, best_of_all: dict[str, Fraction]) -> Fraction:
    """How far the first goal that is not the best is from it: in whole persons a cell may be off."""
    gaps = [value - best_of_all[name] for name, value in reached(course).items()]
    return next((gap for gap in gaps if gap), Fraction(0))


@settings(max_examples=8, deadline=None, derandomize=True, database=None)
@given(tiny())
def test_knowing_and_the_average_are_never_worth_less_than_nothing(made: Case) -> None:
    """Where the goals begin with coverage, waiting and caution are worth at least 0 people."""
    made["goals"] = ["coverage"]
    try:
        answer = futures.asked(desk_of(made))
    except ContradictionError:
        return

    assert answer.waiting.persons >= 0
    assert answer.price.persons >= 0
    assert answer.price.worst_persons <= 0
    for row in answer.naive:
        assert row.gained is None or row.gained >= 0
        for one in row.outcomes:
            assert (one.headline is None) == bool(one.clash)
            assert one.uncarried is None or one.uncarried.persons > 0


@pytest.mark.parametrize("caution", [Fraction(0), Fraction(1)])
def test_the_ends_of_caution(caution: Fraction) -> None:
    """With none of it the average decides, with all of it the worst future alone."""
    made = case(
        "2025-12..2026-02",
        regions={code: region(code, eligible=2) | {"enrol_per_month": 1} for code in CODES},
        funds={
            "kini": fund("52", 2025, PREMIUM, budget="perubahan"),
            "nanti": fund("52", 2026, 8 * PREMIUM),
            "sendiri": fund("52.02", 2026, 0),
        },
        stay=1,
        goals=["coverage"],
        targets={
            "satu": {"measure": "group", "group": "rentan", "of": "52", "share": "100%", "by": "2026-02"}
        },
    )
    made["futures"] = {
        "satu": {"probability": "50%"},
        "dua": {"probability": "50%", "change": {"funds.nanti.ceiling": 3 * PREMIUM}},
    }
    answer = futures.asked(desk_of(made), caution=Share(caution))

    assert reached(answer.cautious) == best(made, None if caution == 0 else Fraction(999, 1000))


@pytest.mark.parametrize(
    "caution", [Fraction(1, 4), Fraction(1, 2), Fraction(3, 5), Fraction(9, 10), Fraction(1)]
)
@pytest.mark.parametrize("chances", [(Fraction(1, 2), Fraction(1, 2)), (Fraction(1, 3), Fraction(2, 3))])
def test_the_worst_part_has_a_grid_of_its_own(chances: tuple[Fraction, ...], caution: Fraction) -> None:
    """With halves and the worst three quarters it is thirds, where the mean has halves."""
    ask = Ask(Goal(name="coverage"), "worst")
    whole = Spread(np.zeros(0), (), Fraction(1), common(chances), Fraction(1), "persons")
    step = step_of(ask, whole, chances, caution)
    found = [worst([Fraction(a), Fraction(b)], chances, caution) for a in range(4) for b in range(4)]

    assert all((value / step).denominator == 1 for value in found)
    assert common([value for value in found if value]) == step


@pytest.mark.parametrize("believed", [BLOCKED, 2.0])
def test_even_shares_of_small_and_large_regions(believed: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Futures that are alike share as one does; prices that are not believed are looked for another way."""
    monkeypatch.setattr(staged_goals, "BLOCKED", believed)
    made = case(
        "2026-01",
        regions={
            "52.01": region("A", eligible=2_000_000),
            "52.02": region("B", eligible=7),
            "52.03": region("C", eligible=30_000),
        },
        funds={
            "a-2026": fund("52.01", 2026, 150_000 * PREMIUM),
            "b-2026": fund("52.02", 2026, 3 * PREMIUM),
            "p-2026": fund("52", 2026, 50_000 * PREMIUM),
        },
        goals=["fairness"],
        stay=1,
    )
    problem = build(scenario(made))
    half = Fraction(1, 2)
    staged = Staged(Stages((problem, problem), (half, half), 0), Workshop())
    levels = Walk(staged, None, Limits()).settle(Ask(Goal(name="fairness"), "expected")).levels
    alone = optimum(Workshop().program(problem), Limits()).goals[0].persons

    assert levels.keys() == alone.keys()
    for place, persons in alone.items():
        assert abs(levels[place] - persons) < 1e-6
