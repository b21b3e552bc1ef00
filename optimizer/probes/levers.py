"""Rules that give way step by step, and the least steps with which all of them hold together.

Steps are whole: persons, units of a fund, months of stay, hundredths of a percent. What gives way in
proportion is one more column of the loaded program, so the least is one linear program; the rest is bisected.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from math import ceil

import numpy as np

from optimizer.errors import FailedError
from optimizer.model.program import FREE, Floats, Program
from optimizer.model.rules import Claim
from optimizer.solve.held import Rules, smallest
from optimizer.solve.highs import Limits, NothingFitsError, Solution
from optimizer.solve.ordered import SNAP

Steps = Mapping[int, int]
"""How many steps each lever gives way, by its place; a lever that is left out does not.

Rows that give way by less than 0 are tightened by as much.
"""


@dataclass(frozen=True)
class Rows:
    """Rows that give way together: ``by[k]``, in the unit of row ``rows[k]``, a step; below 0 it tightens."""

    rows: tuple[int, ...]
    by: tuple[float, ...]
    most: int


@dataclass(frozen=True)
class Stay:
    """The months that must be left at enrolment, fewer by one a step."""

    most: int


@dataclass(frozen=True)
class Eligible:
    """The persons a fund may pay for in one slot, more by one a step."""

    slot: int
    most: int


@dataclass(frozen=True)
class Ratio:
    """What a fund may pay for each rupiah of own money, in some matching rows, more by ``step`` a step."""

    rows: tuple[int, ...]
    own: tuple[tuple[tuple[int, float], ...], ...]
    """For each row the columns of own money, with units of the matched fund for each person-month."""
    ratio: Fraction
    step: Fraction
    most: int


Loose = Rows | Stay | Eligible | Ratio


class Levers:
    """A loaded program whose rules can be let go by steps."""

    def __init__(
        self,
        program: Program,
        limits: Limits,
        levers: Sequence[Loose],
        *,
        blamed: Callable[[Claim], bool] | None = None,
    ) -> None:
        """Load the program with no lever moved; a clash names ``blamed`` claims first where it can."""
        self._program, self._limits, self._levers = program, limits, levers
        self._blamed = blamed
        self._load()

    def _load(self) -> None:
        self._rules = Rules(self._program, self._limits)
        self._matched = dict.fromkeys(range(len(self._levers)), 0)
        self._columns = {
            place: self._column(lever) for place, lever in enumerate(self._levers) if isinstance(lever, Rows)
        }

    def _column(self, lever: Rows) -> int:
        arrays, loaded = self._rules.program.arrays, self._rules.loaded
        column = loaded.add_column(0, 0)
        for row, by in zip(lever.rows, lever.by, strict=True):
            at_least = arrays.row_lower[row] > -FREE
            loaded.change_coefficient(row, column, by if at_least else -by)
        return column

    def fits(self, steps: Steps) -> bool:
        """Whether every rule holds in fractions of people when the levers give way at most so far."""
        return not self._clashes(steps, self._rules.claims)

    def clash(self, steps: Steps) -> list[Claim]:
        """A smallest set of rules that clash although the levers give way so far; empty if there is none."""
        if self.fits(steps):
            return []
        candidates, blamed = self._rules.blamed, self._blamed
        if blamed is not None:
            candidates = sorted(candidates, key=lambda claim: not blamed(claim))
        found = smallest(partial(self._clashes, steps), [], candidates)
        return [claim for claim in self._rules.claims if claim in found]

    def least(self, lever: int, beside: Steps) -> int | None:
        """The fewest steps of one lever beside others; None where it cannot go far enough.

        Less cannot be enough: the optimum is over all plans, in fractions of people too.
        """
        steps = {**beside, lever: self._levers[lever].most}
        if lever in self._columns:
            return self._least_in_proportion(self._columns[lever], steps)
        if not self.fits(steps):
            return None
        low, high = 0, self._levers[lever].most
        while low < high:
            middle = (low + high) // 2
            if self.fits({**steps, lever: middle}):
                high = middle
            else:
                low = middle + 1
        return low

    def _least_in_proportion(self, column: int, steps: Steps) -> int | None:
        cost = np.zeros(self._rules.loaded.columns)
        cost[column] = 1
        try:
            found = self._solved(steps, self._rules.claims, cost).objective
        except NothingFitsError:
            return None
        return ceil(found - SNAP)

    def _solved(self, steps: Steps, kept: Sequence[Claim], cost: Floats) -> Solution:
        """The proven least cost; where the solver ends without a proof, it begins again from nothing."""
        self._set(steps, kept)
        try:
            return self._rules.loaded.minimise(cost)
        except FailedError:
            self._load()
            self._set(steps, kept)
            return self._rules.loaded.minimise(cost)

    def _clashes(self, steps: Steps, kept: Sequence[Claim]) -> bool:
        try:
            self._solved(steps, kept, np.zeros(self._rules.program.columns))
        except NothingFitsError:
            return True
        return False

    def _set(self, steps: Steps, kept: Sequence[Claim]) -> None:
        problem = self._rules.program.problem
        eligible, stay = problem.eligible.astype(np.float64), problem.stay
        for place, lever in enumerate(self._levers):
            moved = steps.get(place, 0)
            if isinstance(lever, Eligible):
                eligible[lever.slot] += moved
            elif isinstance(lever, Stay):
                stay -= moved
            elif isinstance(lever, Ratio) and self._matched[place] != moved:
                self._match(lever, moved)
                self._matched[place] = moved
        self._rules.hold(kept, eligible=eligible, stay=stay)
        columns = np.array(list(self._columns.values()), dtype=np.int32)
        moved_by = np.array([float(steps.get(place, 0)) for place in self._columns])
        self._rules.loaded.bound_columns(columns, np.minimum(moved_by, 0), moved_by)

    def _match(self, lever: Ratio, steps: int) -> None:
        ratio = float(lever.ratio + steps * lever.step)
        for row, own in zip(lever.rows, lever.own, strict=True):
            for column, units in own:
                self._rules.loaded.change_coefficient(row, column, -ratio * units)


def fits(program: Program, limits: Limits) -> bool:
    """Whether every rule of a program can hold, in fractions of people."""
    return Rules(program, limits).fits()
