r"""The lowest share of a region as a function of the persons given up for it, exactly.

With the goals before held, :math:`C^*` the best coverage and :math:`\ell` the lowest share,

.. math:: L(p) = \max \{\ell : n_{r,T-1} \ge \ell E_r \; \forall r, \; \mathrm{coverage} \ge C^* - p\}

is concave and piecewise linear. Its corners are found two by two: between two known points the program is
asked for the point furthest above their chord; where none is above it, the chord is an edge.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np

from optimizer.model.goals import objective
from optimizer.model.program import FREE, Program
from optimizer.scenario.schema import Goal
from optimizer.solve.highs import Limits, Loaded
from optimizer.solve.leximin import LEVEL, at_the_end, fair_regions
from optimizer.solve.ordered import settle

ABOVE = 1e-4
"""Persons by which a corner must stand above a chord: far above rounding errors, far below one person."""

PARTS = 10**6
"""Parts of a person in which a corner is told."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One corner of the curve, an optimum of the linear program."""

    given_up: Fraction
    """Of the best coverage, in its unit."""
    lowest: Fraction
    """The highest that the lowest share of a region can then be."""


def fair_curve(program: Program, before: Sequence[Goal], coverage: Goal, limits: Limits) -> tuple[Stop, ...]:
    """The corners from no person given up to the highest lowest share there is; one where they are the same.

    Raises:
        NothingFitsError: hard rules contradict each other.
        StoppedError: a limit came first.
    """
    if all(goal.name != "steady" for goal in before):
        program = program.without_lists()
    return tuple(_Curve(program, before, coverage, limits).corners())


class _Curve:
    """A program with a column for the lowest share, counted in persons of all eligible."""

    def __init__(self, program: Program, before: Sequence[Goal], coverage: Goal, limits: Limits) -> None:
        self._loaded = loaded = Loaded(program.arrays, limits, precise=True)
        for goal in before:
            settle(program, loaded, goal)
        wanted = objective(program, coverage)
        self._unit = abs(wanted.scale)
        self._everyone = max(1, int(program.problem.eligible_in.sum()))
        self._level = loaded.add_column(0, self._everyone)
        for region in fair_regions(program.problem):
            row = np.append(at_the_end(program, region), np.zeros(self._level + 1 - program.columns))
            row[self._level] = -int(program.problem.eligible_in[region]) / self._everyone
            loaded.add_row(row, 0, FREE)
        self._cost = np.append(wanted.cost, np.zeros(self._level + 1 - program.columns))
        self._best = loaded.minimise(self._cost).objective
        self._rise = np.zeros(self._level + 1)
        self._rise[self._level] = 1

    def corners(self) -> Iterator[Stop]:
        """From left to right."""
        first, last = self._most_people(), self._most_even()
        if last[0] - first[0] < ABOVE:
            yield self._stop(first)
            return
        points = [first, *self._between(first, last), last]
        kept = [points[0]]
        for point, after in pairwise(points[1:]):
            if _above(kept[-1], point, after) > ABOVE:
                kept.append(point)
        for point in [*kept, points[-1]]:
            yield self._stop(point)

    def _most_people(self) -> tuple[float, float]:
        """The highest lowest share while nobody is given up."""
        row = self._loaded.add_row(self._cost, -FREE, self._best + LEVEL)
        level = -self._loaded.minimise(-self._rise).objective
        self._loaded.bound_row(row, -FREE, FREE)
        return 0.0, level

    def _most_even(self) -> tuple[float, float]:
        """The highest lowest share of all, and the fewest persons given up for it."""
        level = -self._loaded.minimise(-self._rise).objective
        at = np.array([self._level], dtype=np.int32)
        self._loaded.bound_columns(at, np.array([max(0.0, level - LEVEL)]), np.array([float(self._everyone)]))
        found = self._loaded.minimise(self._cost).objective
        self._loaded.bound_columns(at, np.zeros(1), np.array([float(self._everyone)]))
        return found - self._best, level

    def _between(
        self, left: tuple[float, float], right: tuple[float, float]
    ) -> Iterator[tuple[float, float]]:
        """Corners above the chord of two points, from left to right."""
        if right[0] - left[0] < ABOVE or right[1] - left[1] < ABOVE:
            return
        price = (right[0] - left[0]) / (right[1] - left[1])
        values = self._loaded.minimise(self._cost - price * self._rise).values
        point = float(self._cost @ values[: len(self._cost)]) - self._best, float(values[self._level])
        if _above(left, point, right) <= ABOVE:
            return
        yield from self._between(left, point)
        yield point
        yield from self._between(point, right)

    def _stop(self, point: tuple[float, float]) -> Stop:
        given_up = Fraction(round(max(0.0, point[0]) * PARTS), PARTS) * self._unit
        return Stop(given_up, Fraction(round(point[1] * PARTS), PARTS * self._everyone))


def _above(left: tuple[float, float], point: tuple[float, float], right: tuple[float, float]) -> float:
    """How far a point stands above the chord of two others, in persons of its second figure."""
    if right[0] == left[0]:
        return 0.0
    chord = left[1] + (point[0] - left[0]) * (right[1] - left[1]) / (right[0] - left[0])
    return point[1] - chord
