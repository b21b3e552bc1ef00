"""Deciding as if one budget were certain, then adapting: what planning for all futures is worth."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor
from typing import Literal

from optimizer.answers.futures import Naive, NaiveOutcome, Outcome
from optimizer.answers.headline import headline
from optimizer.errors import ContradictionError
from optimizer.plan.shapes import Plan
from optimizer.questions.changes import with_ceilings
from optimizer.questions.desk import Desk
from optimizer.questions.foreseeing.carrying import uncarried
from optimizer.questions.foreseeing.courses import Taken
from optimizer.questions.foreseeing.outlooks import Outlook, begun, now_of, outcome, told
from optimizer.scenario.schema import Fund, Scenario
from optimizer.solve.staged_whole import Now

MORE_IS_BETTER = ("coverage", "fairness", "months")


def naive(desk: Desk, outlook: Outlook, taken: Taken) -> tuple[Naive, ...]:
    """What the most probable budget alone would decide, and the mean of all budgets where there is one."""
    place = max(range(len(outlook.names)), key=lambda one: (outlook.chances[one], -one))
    likely = outlook.known[place]
    found = [_naive(desk, outlook, taken, "likely", outlook.names[place], likely)]
    mean = _mean(outlook)
    plan = None if mean is None else desk.tried(mean)
    if plan is not None:
        found.append(_naive(desk, outlook, taken, "mean", "", plan))
    return tuple(found)


def _naive(
    desk: Desk, outlook: Outlook, taken: Taken, kind: Literal["likely", "mean"], name: str, plan: Plan
) -> Naive:
    now = now_of(outlook, plan)
    followed = [_followed(desk, outlook, number, now, name, plan) for number in range(len(outlook.names))]
    outcomes = tuple(row for row, _ in followed)
    plans = [after for _, after in followed if after is not None]
    if len(plans) < len(outcomes):
        return Naive(kind, name, outcomes, None, None, None)
    after = [outcome(future, one) for future, one in zip(outlook.names, plans, strict=True)]
    ours = [outcome(future, one) for future, one in zip(outlook.names, taken.plans, strict=True)]
    persons, best = (_persons(outlook, rows) for rows in (after, ours))
    return Naive(kind, name, outcomes, persons, best - persons, first_worse(outlook, ours, after))


def _followed(
    desk: Desk, outlook: Outlook, number: int, now: Now, name: str, plan: Plan
) -> tuple[NaiveOutcome, Plan | None]:
    """What a decision comes to in one future; the future it was made for it fits by itself."""
    future, scenario = outlook.names[number], outlook.scenarios[number]
    if future == name:
        return NaiveOutcome(future, headline(plan), None, ()), plan
    try:
        after = begun(desk, scenario, outlook.problems[number], now)
    except ContradictionError as error:
        lacking = uncarried(desk, scenario, now, outlook.decided_until)
        return NaiveOutcome(future, None, lacking, error.findings), None
    told(desk, scenario, after)
    return NaiveOutcome(future, headline(after), None, ()), after


def _persons(outlook: Outlook, rows: Sequence[Outcome]) -> Fraction:
    pairs = zip(outlook.chances, rows, strict=True)
    return sum((chance * row.headline.persons_end for chance, row in pairs), Fraction(0))


def first_worse(outlook: Outlook, ours: Sequence[Outcome], theirs: Sequence[Outcome]) -> str | None:
    """The first goal that others serve otherwise on average than ours."""
    for place, goal in enumerate(outlook.scenarios[0].goals):
        means = [
            sum(
                (chance * row.goals[place] for chance, row in zip(outlook.chances, rows, strict=True)),
                Fraction(0),
            )
            for rows in (ours, theirs)
        ]
        if means[0] != means[1]:
            return goal.name
    return None


def _mean(outlook: Outlook) -> Scenario | None:
    """The scenario whose ceilings are the mean of all futures; None where something else differs too."""
    first, *others = outlook.scenarios
    bare = _without_ceilings(first)
    if any(_without_ceilings(other) != bare for other in others):
        return None
    ceilings = {
        name: floor(
            sum(
                chance * scenario.funds[name].ceiling.number
                for chance, scenario in zip(outlook.chances, outlook.scenarios, strict=True)
            )
        )
        for name in first.funds
    }
    changed = {
        name: amount
        for name, amount in ceilings.items()
        if any(scenario.funds[name].ceiling.number != amount for scenario in outlook.scenarios)
    }
    return with_ceilings(first, changed) if changed else None


def _without_ceilings(scenario: Scenario) -> Scenario:
    """All of a scenario but how much money its funds have."""
    funds: dict[str, Fund] = {
        name: fund.model_copy(update={"ceiling": None}) for name, fund in scenario.funds.items()
    }
    return scenario.model_copy(update={"funds": funds})
