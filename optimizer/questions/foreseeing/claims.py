"""What may be claimed of one decision: each goal over all futures beside the best any could reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from optimizer.answers.doubts import Doubt
from optimizer.plan.shapes import Plan
from optimizer.questions.foreseeing.outlooks import Outlook
from optimizer.scenario.schema import Goal
from optimizer.solve.ordered import SNAP
from optimizer.solve.staged import Staged
from optimizer.solve.staged_goals import Answered, Ask, step_of, worst
from optimizer.solve.staged_whole import Choice
from optimizer.solve.whole import tolerance
from optimizer.units import Share

UNKNOWN = Fraction(1, 10**6)
"""Where steps are not known, a gap below this is none."""

DIGITS = Fraction(1, 10**10)
"""The part of a large sum that rounding errors may make."""

NOT_SUMMED = ("fairness", "steady")
"""Goals that each future answers in its own way, and all after them with it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One ask: what the plans reach, and the most by which another decision could be better."""

    ask: Ask
    value: Fraction
    """In the goal's unit."""
    bound: Fraction
    """The linear optimum over all futures while the asks before stay."""
    cost: Fraction
    """The value in the program's measure: the smaller the better."""
    behind: Fraction
    """How far from the bound, less what the goal may give up."""
    step: Fraction
    """The least by which one decision can be better than another."""
    person: Fraction
    """The same in one future alone."""
    unit: str
    cells: Fraction
    """One person in each region and group, in the goal's unit."""

    @property
    def is_proven(self) -> bool:
        """Whether no decision is better in this ask."""
        return self.behind < self.step

    @property
    def is_near(self) -> bool:
        """Whether it is as near as rounding needs; nobody of today is dropped by rounding."""
        return self.is_proven or (self.ask.goal.name != "keep" and self.behind <= self.cells)


def claims(
    outlook: Outlook,
    staged: Staged,
    choice: Choice,
    plans: Sequence[Plan],
    asked: Sequence[Ask],
    caution: Fraction | None,
) -> tuple[Claim, ...]:
    """What plans that begin with one decision reach of every ask that is a sum over futures."""
    answered = tuple(_answered(outlook, plans, ask, caution) for ask in _summed(asked))
    bounds = choice.bounds(answered)
    return tuple(
        _claim(outlook, staged, one, bound, caution) for one, bound in zip(answered, bounds, strict=True)
    )


def first_doubt(outlook: Outlook, found: Sequence[Claim]) -> Doubt | None:
    """The first goal in which another decision might be better."""
    goals = outlook.scenarios[0].goals
    return next(
        (
            Doubt(goals.index(one.ask.goal) + 1, one.ask.goal.name, one.behind, one.unit)
            for one in found
            if not one.is_proven
        ),
        None,
    )


def unclaimed(outlook: Outlook, found: Sequence[Claim]) -> str | None:
    """The first goal of which nothing is claimed: each future answers it, and all after it, by itself."""
    claimed = {one.ask.goal for one in found}
    return next((goal.name for goal in outlook.scenarios[0].goals if goal not in claimed), None)


def _summed(asked: Sequence[Ask]) -> list[Ask]:
    """Asks before the first that futures answer apart; a goal that may give something up is the last."""
    found: list[Ask] = []
    for ask in asked:
        if ask.goal.name in NOT_SUMMED or (found and found[-1].goal.give_up and found[-1].goal != ask.goal):
            break
        found.append(ask)
    return found


def _answered(outlook: Outlook, plans: Sequence[Plan], ask: Ask, caution: Fraction | None) -> Answered:
    """What the plans reach of one ask, exactly."""
    place = outlook.scenarios[0].goals.index(ask.goal)
    values = [plan.goals[place].value for plan in plans]
    if ask.manner == "expected" or caution is None:
        pairs = zip(outlook.chances, values, strict=True)
        return Answered(ask, sum((chance * value for chance, value in pairs), Fraction(0)), {})
    sign = -1 if ask.goal.name == "coverage" else 1
    return Answered(ask, sign * worst([sign * value for value in values], outlook.chances, caution), {})


def _claim(
    outlook: Outlook, staged: Staged, one: Answered, linear: Fraction, caution: Fraction | None
) -> Claim:
    spread, goal = staged.spread(one.ask.goal), one.ask.goal
    cost = one.value / spread.scale
    bound = _tidy(cost, linear / spread.scale) * spread.scale
    return Claim(
        ask=one.ask,
        value=one.value,
        bound=bound,
        cost=cost,
        behind=max(Fraction(0), abs(one.value - bound) - _given_up(goal, bound)),
        step=step_of(one.ask, spread, staged.stages.chances, caution or Fraction(0)) or UNKNOWN,
        person=spread.alone,
        unit=spread.unit,
        cells=tolerance(outlook.problems[0], goal),
    )


def _tidy(cost: Fraction, best: Fraction) -> Fraction:
    """A bound free of the solver's last digits; a cost that is past it by those has reached it."""
    if cost - best <= Fraction(SNAP) + DIGITS * abs(best):
        return cost
    return Fraction(round(best * 10**6), 10**6)


def _given_up(goal: Goal, bound: Fraction) -> Fraction:
    """What each future may give up of a goal for those after it, on average."""
    given = goal.give_up or 0
    return given * abs(bound) if isinstance(given, Share) else Fraction(given)
