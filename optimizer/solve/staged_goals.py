"""The goals of several futures in turn: on average over them, or in the worst part of the probability.

The mean of the worst part (conditional value at risk, CVaR) of a loss L is linear to minimise (Rockafellar
and Uryasev, Optimization of conditional value-at-risk, Journal of Risk 2, 2000):
``min eta + sum_w p_w z_w / (1 - alpha)`` with ``z_w >= L_w - eta`` and ``z_w >= 0``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np

from optimizer.model.program import FREE, Floats, Indices
from optimizer.scenario.schema import Goal
from optimizer.solve.highs import Limits, Loaded, NothingFitsError
from optimizer.solve.leximin import BLOCKED, LEVEL, TIGHT, fair_regions, largest
from optimizer.solve.ordered import SNAP
from optimizer.solve.staged import Spread, Staged, common

Manner = Literal["expected", "worst"]
CAUTIOUS = ("targets", "coverage")
"""Goals that caution looks at in the worst part of the probability."""

HELD = 1e-5
"""Persons by which a goal that is held in whole persons may be missed: far above rounding errors."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One goal, and over which part of the probability it is asked."""

    goal: Goal
    manner: Manner


@dataclass(frozen=True, eq=False)
class Answered:
    """What one ask reaches."""

    ask: Ask
    value: Fraction
    """In the goal's unit; of fairness the lowest expected share."""
    levels: Mapping[int, float]
    """Fairness only: region to the persons expected there at its level."""


def asks(goals: Sequence[Goal], caution: Fraction | None) -> tuple[Ask, ...]:
    """Every goal but the hand-overs between payers, which are left to each future.

    With caution the worst part comes first, and among what is as good there the average.
    """
    found: list[Ask] = []
    for goal in goals:
        if goal.name == "steady":
            continue
        if caution is not None and goal.name in CAUTIOUS:
            found.append(Ask(goal, "worst"))
        found.append(Ask(goal, "expected"))
    return tuple(found)


def worst(losses: Sequence[Fraction], chances: Sequence[Fraction], caution: Fraction) -> Fraction:
    """The mean of the greatest losses that together have the probability ``1 - caution``, exactly.

    >>> worst([Fraction(1), Fraction(4)], [Fraction(1, 2), Fraction(1, 2)], Fraction(1, 4))
    Fraction(3, 1)
    """
    left = 1 - caution
    if not left:
        return max(losses)
    total, taken = Fraction(0), Fraction(0)
    for loss, chance in sorted(zip(losses, chances, strict=True), reverse=True):
        part = min(chance, left - taken)
        total, taken = total + part * loss, taken + part
    return total / left


def step_of(ask: Ask, spread: Spread, chances: Sequence[Fraction], caution: Fraction) -> Fraction:
    """In whole persons every value of an ask is a multiple of this; 0 where no such number is known.

    The worst part is made of whole futures and of what is left of one: all these pieces are multiples of what
    divides each probability and the part itself.
    """
    part = 1 - caution
    if ask.manner == "expected":
        return spread.step
    if part <= min(chances):
        return spread.alone
    return common([*chances, part]) / part * spread.alone


class Walk:
    """One program that is asked one goal after the other."""

    def __init__(
        self, staged: Staged, caution: Fraction | None, limits: Limits, *, whole: Indices | None = None
    ) -> None:
        """``whole`` names the columns that must be integers; without them it is the linear program."""
        self.staged, self._caution, self._whole = staged, caution or Fraction(0), whole
        self.loaded = Loaded(staged.arrays, limits, whole=whole, precise=whole is None)
        self._tails: dict[Goal, Floats] = {}

    def near(self, columns: Indices, point: Floats, width: int) -> None:
        """Let columns differ from ``point`` by less than one person and ``width`` more."""
        arrays = self.staged.arrays
        low = np.maximum(np.floor(point[columns] + SNAP) - width, arrays.column_lower[columns])
        high = np.minimum(np.ceil(point[columns] - SNAP) + width, arrays.column_upper[columns])
        self.loaded.bound_columns(columns, low, high)

    def best(self, ask: Ask) -> tuple[Answered, Floats]:
        """The optimum of one ask, and a point that has it; nothing is held yet."""
        if ask.goal.name == "fairness":
            return self._fair(ask)
        spread = self.staged.spread(ask.goal)
        found = self._least(ask, spread)
        return Answered(ask, spread.scale * Fraction(found[1]), {}), found[0]

    def settle(self, ask: Ask) -> Answered:
        """The optimum of one ask; from now on only points as good are left."""
        if ask.goal.name == "fairness":
            answered, _ = self._fair(ask)
            self.hold(answered)
            return answered
        spread = self.staged.spread(ask.goal)
        if self._whole is not None:
            _, least = self._least(ask, spread)
            self.loaded.add_row(self._cost(ask, spread), -FREE, least + HELD)
            return Answered(ask, spread.scale * Fraction(least), {})
        found = self.loaded.minimise(self._cost(ask, spread))
        self.loaded.settle(found)
        return Answered(ask, spread.scale * Fraction(found.objective), {})

    def hold(self, answered: Answered) -> None:
        """Leave only points at which an ask has at least this value."""
        slack = LEVEL if self._whole is None else HELD
        if answered.ask.goal.name == "fairness":
            for region, persons in answered.levels.items():
                self.loaded.add_row(self.staged.end(region), persons - slack, FREE)
            return
        spread = self.staged.spread(answered.ask.goal)
        cost = self._cost(answered.ask, spread)
        self.loaded.add_row(cost, -FREE, float(answered.value / spread.scale) + slack)

    def lowest(self, cost: Floats) -> Floats:
        """A point with the least of a cost."""
        return self.loaded.minimise_whole(cost, 0.0).values[: self.staged.columns]

    def point(self) -> Floats:
        """The one point that the ties leave."""
        found = None
        for tie in self.staged.ties():
            found = self.loaded.minimise(tie.cost)
            self.loaded.settle(found)
        assert found is not None, "there is always a drawn tie"
        return found.values[: self.staged.columns]

    def _least(self, ask: Ask, spread: Spread) -> tuple[Floats, float]:
        cost, chances = self._cost(ask, spread), self.staged.stages.chances
        step = step_of(ask, spread, chances, self._caution) / abs(spread.scale)
        found = (
            self.loaded.minimise(cost)
            if self._whole is None
            else self.loaded.minimise_whole(cost, float(step) * 0.999)
        )
        return found.values[: self.staged.columns], found.objective

    def _cost(self, ask: Ask, spread: Spread) -> Floats:
        """The cost of an ask over the columns there are now."""
        if ask.manner == "expected":
            return spread.cost
        if ask.goal not in self._tails:
            self._tails[ask.goal] = self._tail(spread)
        return self._tails[ask.goal]

    def _tail(self, spread: Spread) -> Floats:
        """State the worst part of a loss; return its cost."""
        chances = self.staged.stages.chances
        part = 1 - self._caution
        eta = self.loaded.add_column(-FREE, FREE)
        # at most the least probability: the worst part is the worst future alone
        beyond = [] if part <= min(chances) else [self.loaded.add_column(0, FREE) for _ in chances]
        for place, losses in enumerate(spread.each):
            row = np.zeros(self.loaded.columns)
            row[: len(losses)] = -losses
            row[eta] = 1
            if beyond:
                row[beyond[place]] = 1
            self.loaded.add_row(row, 0, FREE)
        cost = np.zeros(self.loaded.columns)
        cost[eta] = 1
        for column, chance in zip(beyond, chances, strict=bool(beyond)):
            cost[column] = float(chance / part)
        return cost

    def _fair(self, ask: Ask) -> tuple[Answered, Floats]:
        """Leximin of each region's expected share; in whole persons as near to its levels as can be."""
        problem = self.staged.base.problem
        eligible, most = problem.eligible_in, largest(problem)
        active = fair_regions(problem)
        level = self.loaded.add_column(0, most)
        rise = np.zeros(level + 1)
        rise[level] = -1
        held = {region: self._level_row(region, level) for region in active}
        levels: dict[int, float] = {}
        point = np.zeros(self.staged.columns)
        while active:
            found = self.loaded.minimise(rise)
            point = found.values[: self.staged.columns]
            pull = {
                region: abs(found.row_dual[held[region]]) * int(eligible[region]) / most for region in active
            }
            blocked = [region for region in active if pull[region] > BLOCKED]
            if -found.objective > most - TIGHT:
                blocked = active
            for region in blocked or [self._least_free(active, level, -found.objective)]:
                levels[region] = -found.objective * int(eligible[region]) / most
                self.loaded.change_coefficient(held[region], level, 0.0)
                self.loaded.bound_row(held[region], levels[region] - LEVEL, FREE)
            active = [region for region in active if region not in levels]
        self.loaded.bound_columns(np.array([level], dtype=np.int32), np.zeros(1), np.zeros(1))
        for row in held.values():
            self.loaded.bound_row(row, -FREE, FREE)
        shares = [Fraction(levels[region]) / int(eligible[region]) for region in levels]
        return Answered(ask, min(shares, default=Fraction(1)), levels), point

    def _level_row(self, region: int, level: int) -> int:
        """Persons expected in a region less the level's part of its eligible, at least 0.

        The level is counted in persons of the largest region, as in the program of one future.
        """
        problem = self.staged.base.problem
        row = np.append(self.staged.end(region), np.zeros(level + 1 - self.staged.columns))
        row[level] = -int(problem.eligible_in[region]) / largest(problem)
        return self.loaded.add_row(row, 0, FREE)

    def _least_free(self, active: Sequence[int], level: int, height: float) -> int:
        """The region that rises least by itself while no other falls below the level: of none at all.

        Were each able to rise, the mean of the points at which they do would raise the level itself.
        """
        column, at = np.array([level], dtype=np.int32), np.array([height - LEVEL])
        self.loaded.bound_columns(column, at, at)
        part = self.staged.base.problem.eligible_in / largest(self.staged.base.problem)
        rises = {}
        for region in active:
            found = self.loaded.minimise(-self.staged.end(region))
            rises[region] = -found.objective - float(part[region]) * height
        self.loaded.bound_columns(column, np.zeros(1), np.array([largest(self.staged.base.problem)]))
        return min(active, key=rises.__getitem__)

    def approach(self, levels: Mapping[int, float]) -> None:
        """In whole persons: stay as near to levels of fairness as can be."""
        missing = {region: self.loaded.add_column(0, FREE) for region in levels}
        for region, persons in levels.items():
            row = np.zeros(self.loaded.columns)
            ours = self.staged.end(region)
            row[: len(ours)] = ours
            row[missing[region]] = 1
            self.loaded.add_row(row, persons - HELD, FREE)
        cost = np.zeros(self.loaded.columns)
        cost[list(missing.values())] = 1
        least = self.loaded.minimise_whole(cost, 0.01).objective
        self.loaded.add_row(cost, -FREE, least + HELD)


def fits(walk: Walk) -> bool:
    """Whether any point obeys all rows."""
    try:
        walk.loaded.minimise(np.zeros(walk.staged.columns))
    except NothingFitsError:
        return False
    return True
