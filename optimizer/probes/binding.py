"""Which rules hold a plan back: those that have a price when the goals are solved in turn.

A rule without a price in any goal's linear program may be lifted without any goal reaching more: the same
dual prices still prove the same optimum, and so does the optimal face that the next goal is solved on.
A rule with a price may change something; by how much only a solved plan says.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.model.program import Floats, Program
from optimizer.model.rules import ACCOUNT, Claim
from optimizer.solve.highs import Limits, Loaded, Solution
from optimizer.solve.ordered import settle
from optimizer.solve.ranges import PRICED
from optimizer.solve.trail import Trail

OF_PEOPLE = ("keep", "targets", "coverage", "fairness", "months")
"""Goals about who is covered; after the last of them only money and lists are at stake."""


@dataclass(frozen=True)
class Priced:
    """The rules that have a price in some goal."""

    claims: frozenset[Claim]
    stay: bool
    """Whether somebody would be enrolled later than the stay allows."""


class _Watched(Loaded):
    """A loaded program that notes which rows and late enrolments ever had a price."""

    leaps = False  # a region that is passed at its cap shows no price of what caps it

    def __init__(self, program: Program, limits: Limits, trail: Trail | None) -> None:
        super().__init__(program.arrays, limits, precise=True, trail=trail)
        problem = program.problem
        self._late = program.decisions.enrolled[:, max(0, problem.last_enrolment + 1) :].ravel()
        self._open: NDArray[np.bool_] = np.ones(len(self._late), dtype=np.bool_)
        self.rows_priced: NDArray[np.bool_] = np.zeros(len(program.claims), dtype=np.bool_)
        self.late_wanted = False

    def minimise(self, cost: Floats, stage: Hashable | None = None) -> Solution:
        found = super().minimise(cost, stage)
        self.rows_priced |= np.abs(found.row_dual[: len(self.rows_priced)]) > PRICED
        reduced = found.column_dual[self._late]
        self.late_wanted |= bool((reduced[self._open] < -PRICED).any())
        # who costs something here stays out of every later goal too, whatever the stay
        self._open &= reduced <= PRICED
        return found


def priced(program: Program, limits: Limits, trail: Trail | None = None) -> Priced:
    """The rules with a price in a goal about people; ``trail`` is where programs of the same shape stood.

    Raises:
        NothingFitsError: hard rules contradict each other.
        StoppedError: a limit came first.
    """
    goals = program.problem.scenario.goals
    last = max((place for place, goal in enumerate(goals) if goal.name in OF_PEOPLE), default=-1)
    watched = _Watched(program, limits, trail)
    for goal in goals[: last + 1]:
        settle(program, watched, goal)
    held = (claim for claim, has in zip(program.claims, watched.rows_priced, strict=True) if has)
    return Priced(frozenset(claim for claim in held if claim != ACCOUNT), watched.late_wanted)
