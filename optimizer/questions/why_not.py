"""``why --not``: a wish forced into the plan, what it costs, who loses, or which rule forbids it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from operator import itemgetter
from typing import Any

from optimizer.answers.headline import changes, headline
from optimizer.answers.why import FundChange, GoalChange, WhyNot
from optimizer.answers.wish import Wish
from optimizer.errors import ContradictionError
from optimizer.plan.shapes import GoalValue, Plan
from optimizer.questions.desk import Desk
from optimizer.questions.wish import figures, forced, holds
from optimizer.questions.wish_sums import refuted
from optimizer.scenario.naming import named

LEAST_WANTED = ("keep", "targets", "thrift", "steady")
"""Goals of which less is better."""


def asked(desk: Desk, wish: Wish) -> WhyNot:
    """The plan beside the best one that obeys the wish.

    Raises:
        ContradictionError: hard rules contradict each other without the wish.
        StoppedError: a limit came first.
    """
    base = desk.base
    found = figures(base, wish)
    answer = WhyNot(
        status=desk.status,
        wish=wish,
        verdict="holds",
        figure=min(found) if wish.least is not None else max(found),
        sums=(),
        clash=(),
        before=headline(base),
        after=None,
        goals=(),
        regions=(),
        funds=(),
    )
    if holds(desk.scenario, base, wish):
        return answer
    if wish.most is not None and wish.least is not None and min(found) >= wish.least:
        answer = replace(answer, figure=max(found))
    if sums := refuted(desk.problem, wish):
        # no plan was compared: the sums hold whatever a plan may claim
        return replace(answer, verdict="impossible", sums=named(sums, desk.scenario), status="optimal")
    try:
        plan = desk.plan(forced(desk.scenario, wish))
    except ContradictionError as clash:
        return replace(answer, verdict="impossible", clash=clash.findings, status=desk.status)
    return replace(answer, status=desk.status, **_compared(base, plan))


def _compared(base: Plan, plan: Plan) -> dict[str, Any]:
    regions = sorted(changes(base, plan), key=lambda row: (row.after - row.before, row.code))
    return {
        "verdict": "costs",
        "after": headline(plan),
        "goals": tuple(_goal(*pair) for pair in zip(base.goals, plan.goals, strict=True)),
        "regions": tuple(regions),
        "funds": tuple(_funds(base, plan)),
    }


def _goal(before: GoalValue, after: GoalValue) -> GoalChange:
    if before.goal == "fairness":
        shares = (sorted(map(itemgetter(1), goal.levels)) for goal in (before, after))
        pairs = zip(*shares, strict=True)
        was, now = next((pair for pair in pairs if pair[0] != pair[1]), (before.value, after.value))
    else:
        was, now = before.value, after.value
    worse = now > was if before.goal in LEAST_WANTED else now < was
    return GoalChange(before.goal, before.unit, was, now, worse)


def _funds(base: Plan, plan: Plan) -> Iterator[FundChange]:
    for row, other in zip(base.funds, plan.funds, strict=True):
        if row.allocated != other.allocated:
            yield FundChange(row.id, row.name, row.allocated, other.allocated)
