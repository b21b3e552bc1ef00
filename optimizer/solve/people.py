"""Who is covered, in whole persons: the goals in turn, by integer programs near the linear optimum."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import NamedTuple

import numpy as np

from optimizer.model.goals import objective
from optimizer.model.program import FREE, Floats, Indices, Program
from optimizer.scenario.schema import Goal
from optimizer.solve.bounds import best_whole_value, cannot_be_bettered, on_step
from optimizer.solve.highs import Limits, NothingFitsError
from optimizer.solve.leximin import at_the_end, hold_rows
from optimizer.solve.narrowed import Narrowed
from optimizer.solve.ordered import SNAP, Reached, hold, snapped_floor

HAIR = Fraction(1, 10**4)
"""Slack of a whole value that is held, in steps: far below one step, far above rounding errors."""

RANKED = 16
"""Regions served in one integer program in the order of their share: each weighs twice the next, exactly."""


class Near(NamedTuple):
    """Where whole persons are looked for."""

    point: Floats
    """``(columns,)``"""
    width: int | None
    """How much further from the point than less than one person; None: anywhere."""

    def bounds(self, program: Program, columns: Indices) -> tuple[Floats, Floats]:
        """Lower and upper bounds of all columns, narrowed around the point for those named."""
        lower, upper = program.arrays.column_lower.copy(), program.arrays.column_upper.copy()
        if self.width is not None:
            low, high = np.floor(self.point[columns] + SNAP), np.ceil(self.point[columns] - SNAP)
            lower[columns] = np.maximum(low - self.width, lower[columns])
            upper[columns] = np.minimum(high + self.width, upper[columns])
        return lower, upper


class Search:
    """One walk through the goals, in whole persons beside the linear bound of each."""

    def __init__(
        self, program: Program, whole: Indices, limits: Limits, near: Near, *, hopeful: bool = False
    ) -> None:
        """``whole`` names the columns that must be integers, ``near`` where they are looked for.

        ``hopeful`` takes for granted that every goal reaches the best whole value within its bound.

        Raises:
            NothingFitsError: no whole-person plan is there.
        """
        self._program, self._hopeful = program, hopeful
        self._loaded = Narrowed(program.arrays, *near.bounds(program, whole), whole, limits)
        self._last: Floats | None = None
        self.values: list[Reached] = []

    def reach(self, goal: Goal, bound: Reached) -> None:
        """Solve one goal and hold its value, less what it may give up."""
        reached = self._fairly(bound) if goal.name == "fairness" else self._reached(goal, bound)
        self.values.append(reached)
        hold(self._program, self._loaded, reached, slack=HAIR)

    def draw(self, cost: Floats) -> Floats:
        """The one plan near the point that a generic cost leaves; the declared ties have placed the point."""
        return self._least(cost, 0.0)

    def _reached(self, goal: Goal, bound: Reached) -> Reached:
        wanted = objective(self._program, goal)
        if self._hopeful and goal.name != "steady":
            return Reached(goal, best_whole_value(wanted, bound))
        if self._last is not None:
            already = Reached(goal, on_step(wanted, float(wanted.cost @ self._last)))
            if cannot_be_bettered(self._program, already, bound):
                return already
        # values lie a step apart: less than a step from the solver's bound is proof
        self._least(wanted.cost, float(wanted.step / abs(wanted.scale)) * 0.999)
        assert self._last is not None, "the solver has answered"
        return Reached(goal, on_step(wanted, float(wanted.cost @ self._last)))

    def _least(self, cost: Floats, gap: float) -> Floats:
        found = self._loaded.minimise_whole(cost, gap, ask_twice=not self._hopeful)
        self._last = found[: self._program.columns]
        return self._last

    def _fairly(self, bound: Reached) -> Reached:
        """Each region at the floor or ceiling of its level, spare persons to the lowest share first."""
        floors = {region: snapped_floor(persons) for region, persons in bound.persons.items()}
        least = np.array([floors[region] - 0.5 for region in floors])
        most = np.array([ceil(bound.persons[region] - SNAP) + 0.5 for region in floors])
        rows = hold_rows(self._program, self._loaded, list(floors), least, most)
        try:
            self._serve_lowest_first(bound, floors)
        except NothingFitsError:
            if self._hopeful:
                raise
            self._least_missing(rows, floors)
        self._loaded.free_rows(rows.values())
        return self._shares(bound)

    def _serve_lowest_first(self, bound: Reached, floors: dict[int, int]) -> None:
        problem = self._program.problem
        spare = [region for region in floors if bound.persons[region] - floors[region] > SNAP]
        spare.sort(
            key=lambda region: (
                Fraction(floors[region], int(problem.eligible_in[region])),
                problem.codes[region],
            )
        )
        if not spare:
            self._least(np.zeros(self._program.columns), 0.0)
        for first in range(0, len(spare), RANKED):
            ranked = spare[first : first + RANKED]
            wish = np.zeros(self._program.columns)
            for rank, region in enumerate(ranked):
                wish -= at_the_end(self._program, region) * 0.5**rank
            found = self._least(wish, 0.5 ** (len(ranked) - 1) * 0.999)
            for region in ranked:
                row = at_the_end(self._program, region)
                self._loaded.add_row(row, round(float(row @ found)) - float(HAIR), FREE)

    def _least_missing(self, rows: dict[int, int], floors: dict[int, int]) -> None:
        """Where the floors cannot all be met in whole persons, the fewest persons below them."""
        missing = {region: self._loaded.add_column(0, FREE) for region in rows}
        for region, row in rows.items():
            self._loaded.bound_row(row, floors[region], FREE)
            self._loaded.change_coefficient(row, missing[region], 1.0)
        cost = np.zeros(self._loaded.columns)
        cost[list(missing.values())] = 1
        self._least(cost, gap=0.999)
        for region, row in rows.items():
            self._loaded.change_coefficient(row, missing[region], 0.0)

    def _shares(self, bound: Reached) -> Reached:
        assert self._last is not None, "the solver has answered"
        persons = {
            region: round(float(at_the_end(self._program, region) @ self._last)) for region in bound.persons
        }
        eligible = self._program.problem.eligible_in
        shares = [Fraction(here, int(eligible[region])) for region, here in persons.items()]
        held = {region: float(here) for region, here in persons.items()}
        return Reached(bound.goal, min(shares, default=Fraction(1)), held)
