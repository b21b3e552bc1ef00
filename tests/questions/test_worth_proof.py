"""The worth of funds against brute force on small generated scenarios: plans, grids and the oracle."""

from __future__ import annotations

import copy
from itertools import pairwise
from typing import Any

import oracle
import pytest
from desks import desk_of
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from strategies import PREMIUM, Size, cases, matched_cases

from optimizer.blocks import blocks
from optimizer.errors import ContradictionError
from optimizer.model.program import formulate
from optimizer.probes.deciding import Changed, Deciding, deciding
from optimizer.probes.trace import first_gain, first_loss
from optimizer.probes.trace_curve import break_points
from optimizer.problem import build
from optimizer.questions.desk import Desk
from optimizer.questions.valuing.traced import Traced, Traces
from optimizer.solve.highs import Limits

Case = dict[str, Any]

FEW = Size(regions=2, groups=1, months=4, funds=3, persons=6, ceiling=18)
DECIDED: tuple[list[Any], ...] = (
    ["coverage"],
    ["keep", "targets", "coverage", "fairness", "months"],
    ["targets", "coverage", "months"],
    [{"keep": {"give_up": 2}}, "targets", "coverage"],
)
"""Orders in which a goal decides how many are covered."""

SLOW = settings(
    max_examples=12, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


@st.composite
def decided_cases(draw: st.DrawFn, orders: tuple[list[Any], ...] = DECIDED) -> Case:
    """A small case whose groups weigh alike; half of them have nothing but scarce money of one year."""
    case: Case = draw(cases(FEW) | matched_cases(FEW) | cases(FEW, tight=True))
    case["goals"] = copy.deepcopy(draw(st.sampled_from(orders)))
    for group in case["groups"].values():
        group.pop("weight", None)
    if draw(st.booleans()):
        _scarce(draw, case)
    return case


def _scarce(draw: st.DrawFn, case: Case) -> None:
    """Every fund may pay everywhere in all months; no rule but the stay."""
    case["rules"] = {"stay": draw(st.integers(1, 4))}
    for row in case["funds"].values():
        for key in ("groups", "regions", "per_region", "spend_at_least"):
            row.pop(key, None)
        row |= {"owner": "ID", "pays": case["horizon"], "ceiling": draw(st.integers(0, 18)) * PREMIUM}


def asked_desk(case: Case) -> Desk:
    """A desk with the case's plan; cases in which hard rules contradict each other are passed over."""
    desk = desk_of(case)
    try:
        assert desk.base is not None
    except ContradictionError:
        assume(False)  # the way hypothesis is told
    return desk


def traced(desk: Desk) -> Traced:
    """The first fund of a case, where it moves by whole units and is small enough to be tried out."""
    found = Traces(desk).of(next(iter(desk.scenario.funds)))
    assume(found is not None)
    assert found is not None
    assume(found.trace.ceiling.by_unit and found.trace.end < 60)
    return found


@SLOW
@given(decided_cases())
def test_the_deciding_goals_cover_as_many_as_the_plan(case: Case) -> None:
    """Part by part, the goals up to the one that decides give the proven plan's persons of the last month."""
    desk = asked_desk(case)
    assume(desk.base.status == "optimal")
    goals = deciding(desk.scenario)
    assert goals is not None

    parts = [Deciding(formulate(part.problem), goals, Limits()) for part in blocks(build(desk.scenario))]
    persons = sum(part.persons_of(part.whole(Changed()).values[-1]) for part in parts)

    assert persons == desk.base.totals.persons_end


@SLOW
@given(decided_cases())
def test_the_first_gain_and_the_first_loss_are_the_first(case: Case) -> None:
    """One unit after another, up to where money is enough for everybody and down to nothing."""
    trace = traced(asked_desk(case)).trace
    now, persons = trace.now, [trace.persons(step) for step in range(trace.end + 1)]
    here = persons[now]
    assert here is not None

    more = [step for step in range(now, len(persons)) if (persons[step] or 0) > here]
    fewer = [step for step in range(now) if persons[step] is None or (persons[step] or 0) < here]

    gain = first_gain(trace, here)
    assert gain.step == min(more, default=None)
    assert gain.proven
    assert first_loss(trace, here) == max(fewer, default=None)


@SLOW
@given(decided_cases(), st.data())
def test_a_step_covers_as_many_as_a_plan_solved_afresh(case: Case, data: st.DataObject) -> None:
    """A unit more or less, or any other: the whole scenario with that ceiling, solved and audited anew."""
    desk = asked_desk(case)
    found = traced(desk)
    trace, name = found.trace, next(iter(case["funds"]))
    step = data.draw(st.sampled_from([max(0, trace.now - 1), trace.now + 1]) | st.integers(0, trace.end))
    changed = copy.deepcopy(case)
    changed["funds"][name]["ceiling"] = trace.ceiling.least(step)
    try:
        plan = desk_of(changed).base
    except ContradictionError:
        assert trace.persons(step) is None
        return
    assume(plan.status == "optimal")

    assert (trace.persons(step) or 0) + found.elsewhere == plan.totals.persons_end


@SLOW
@given(decided_cases((["coverage"], ["keep", "targets", "coverage"])))
def test_the_curve_agrees_with_a_dense_grid_of_the_oracle(case: Case) -> None:
    """At whole units the straight pieces pass through the linear optimum, stated a second time."""
    desk = asked_desk(case)
    found = traced(desk)
    trace, name = found.trace, next(iter(case["funds"]))
    unit = trace.ceiling.unit
    assume(trace.ceiling.least(1) == unit)
    points = break_points(trace, *trace.drawn)
    low, high = (round(edge) // unit for edge in trace.drawn)
    steps = range(low, high + 1, max(1, (high - low) // 6))

    theirs = [_oracle(case, name, step * unit) for step in steps]
    elsewhere = _oracle(case, name, trace.now * unit) - (trace.linear(trace.now) or 0)

    assert [_on(points, step * unit) + elsewhere for step in steps] == pytest.approx(theirs, abs=1e-3)


@SLOW
@given(decided_cases((["coverage"],)))
def test_the_curve_of_the_first_goal_is_concave(case: Case) -> None:
    """Each further rupiah does no more than the one before, and none does harm."""
    trace = traced(asked_desk(case)).trace
    points = break_points(trace, *trace.drawn)

    slopes = [
        (b.persons - a.persons) / (b.ceiling - a.ceiling)
        for a, b in pairwise(points)
        if b.ceiling > a.ceiling
    ]
    assert all(later <= earlier + 1e-9 for earlier, later in pairwise(slopes))
    assert all(slope >= -1e-9 for slope in slopes)


def _oracle(case: Case, name: str, ceiling: int) -> float:
    changed = copy.deepcopy(case)
    changed["funds"][name]["ceiling"] = ceiling
    values = oracle.lp_values(changed)
    assert values is not None
    last = values[-1]
    assert isinstance(last, float)
    return last


def _on(points: Any, ceiling: float) -> float:
    """Persons on the straight pieces between points."""
    for begin, end in pairwise(points):
        if begin.ceiling <= ceiling <= end.ceiling:
            part = (ceiling - begin.ceiling) / ((end.ceiling - begin.ceiling) or 1)
            return float(begin.persons + part * (end.persons - begin.persons))
    return float(points[-1].persons)
