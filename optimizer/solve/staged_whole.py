"""What is decided now, in whole persons: near the linear optimum over all futures, and payable in each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from optimizer.model.goals import drawn_payments
from optimizer.model.program import FREE, Arrays, Floats
from optimizer.problem import Ints, Problem
from optimizer.solve.highs import Limits, Loaded, NothingFitsError
from optimizer.solve.staged import Staged
from optimizer.solve.staged_goals import HELD, Answered, Ask, Walk
from optimizer.solve.whole import SMALL
from optimizer.solve.workshop import Workshop

Cell = tuple[int, str, int]
"""Slot, fund and month."""


@dataclass(frozen=True, eq=False)
class Now:
    """Payments of the decided months in whole persons."""

    months: int
    """How many months are decided."""
    persons: Mapping[Cell, int]
    """Where somebody is paid for."""

    def fixed(self, problem: Problem) -> Ints:
        """``(c,)`` the persons of each decided cell of a problem; -1 where it is open."""
        cells = problem.cells
        rows = zip(cells.slot.tolist(), cells.fund.tolist(), cells.month.tolist(), strict=True)
        return np.array(
            [
                self.persons.get((slot, problem.funds[fund], month), 0) if month < self.months else -1
                for slot, fund, month in rows
            ],
            dtype=np.int64,
        )


@dataclass(frozen=True, slots=True)
class Try:
    """How whole persons are looked for."""

    width: int | None
    """How far from the linear optimum they may be; None: anywhere."""
    hopeful: bool = False
    """Whether every goal is held at its linear optimum."""
    later: bool = False
    """Whether who is covered in later months must be whole persons too."""


FIRST = (Try(0, hopeful=True), Try(0))
THEN = (Try(0, later=True), Try(2, later=True))
ANYWHERE = (Try(None, later=True),)
"""For small programs: the best there is."""


class Choice:
    """What is best decided now: the linear optimum over all futures, then whole persons near it."""

    def __init__(
        self,
        staged: Staged,
        asked: tuple[Ask, ...],
        caution: Fraction | None,
        limits: Limits,
        workshop: Workshop,
    ) -> None:
        """Solve the linear program.

        Raises:
            NothingFitsError: no payments now can be carried on in every future.
            StoppedError: a limit came first.
        """
        self._staged, self._asked, self._caution, self._limits = staged, asked, caution, limits
        self._workshop = workshop
        walk = Walk(staged, caution, limits)
        self.linear = tuple(walk.settle(ask) for ask in asked)
        """What each ask reaches while every one is in fractions of people."""
        self._point = walk.point()

    def near(self) -> Iterator[Now]:
        """Payments in whole persons near the linear optimum, found fast: later months are in fractions."""
        yield from self._nows(FIRST)

    def further(self) -> Iterator[Now]:
        """Payments in whole persons that people can be covered on from in whole persons too."""
        yield from self._nows(ANYWHERE if self._staged.columns <= SMALL else THEN)

    def _nows(self, tries: Sequence[Try]) -> Iterator[Now]:
        for one in tries:
            try:
                yield self._now(one)
            except NothingFitsError:
                continue

    def bounds(self, values: tuple[Answered, ...]) -> tuple[Fraction, ...]:
        """The linear optimum of each ask while the asks before are held at these values.

        Asks from fairness on have none: each future shares evenly by itself, which is no sum.
        """
        found: list[Fraction] = []
        walk = Walk(self._staged, self._caution, self._limits)
        exact = True
        for ask, value, linear in zip(self._asked, values, self.linear, strict=False):
            if exact:
                walk.settle(ask)
                found.append(linear.value)
            else:
                found.append(walk.best(ask)[0].value)
                walk.hold(value)
                continue
            scale = self._staged.spread(ask.goal).scale
            if abs((value.value - linear.value) / scale) > HELD:
                exact = False
                walk = Walk(self._staged, self._caution, self._limits)
                for before in values[: len(found)]:
                    walk.hold(before)
        return tuple(found)

    def _now(self, how: Try) -> Now:
        staged = self._staged
        whole = staged.persons if how.later else staged.first_stage
        walk = Walk(staged, self._caution, self._limits, whole=whole)
        if how.width is not None:
            walk.near(staged.first_stage, self._point, how.width)
        for ask, linear in zip(self._asked, self.linear, strict=True):
            if how.hopeful:
                walk.hold(linear)
            elif ask.goal.name == "fairness":
                walk.approach(linear.levels)
            else:
                walk.settle(ask)
        return self._by_month(walk.lowest(staged.drawn()))

    def _by_month(self, point: Floats) -> Now:
        """What each fund pays in each region and group until then, laid out over its months."""
        staged = self._staged
        problem, phased = staged.stages.problems[0], staged.base.problem
        before = staged.stages.decided
        covered = np.rint(point[staged.place[0][staged.base.decisions.covered]]).astype(np.int64)
        spent: dict[tuple[int, int], int] = defaultdict(int)
        paid = np.maximum(staged.paid_now(point), 0) * phased.cells.units
        for slot, fund, units in zip(
            phased.cells.slot.tolist(), phased.cells.fund.tolist(), paid.tolist(), strict=True
        ):
            spent[slot, fund] += units
        lines = problem.cells.slot * len(problem.funds) + problem.cells.fund
        pays = [
            line
            for (slot, fund), units in spent.items()
            if units
            for line in [slot * len(problem.funds) + fund]
        ]
        live = np.flatnonzero((problem.cells.month < before) & np.isin(lines, pays))
        drawn = drawn_payments(self._workshop.program(problem))
        now: dict[Cell, int] = {}
        for slot in np.unique(problem.cells.slot[live]).tolist():
            cells = live[problem.cells.slot[live] == slot]
            laid = _laid(problem, cells, covered[slot, :before], spent, drawn[cells], self._limits)
            for cell, persons in zip(cells.tolist(), laid.tolist(), strict=True):
                if persons:
                    fund = problem.funds[int(problem.cells.fund[cell])]
                    now[slot, fund, int(problem.cells.month[cell])] = persons
        return Now(before, now)


def _laid(
    problem: Problem,
    cells: Ints,
    covered: Ints,
    spent: Mapping[tuple[int, int], int],
    drawn: Floats,
    limits: Limits,
) -> Ints:
    """``(cells,)`` persons of one slot in each month, fewest taken onto a list.

    The same people are covered, and each fund pays the same money there: no rule can tell the difference.
    """
    fund, month, units = (
        values[cells] for values in (problem.cells.fund, problem.cells.month, problem.cells.units)
    )
    slot, count = int(problem.cells.slot[cells[0]]), len(cells)
    most = covered[month].astype(np.float64)
    asked = Loaded(_columns(np.concatenate([most, most])), limits, whole=np.arange(count, dtype=np.int32))
    for line in np.unique(fund).tolist():
        asked.add_row(np.where(fund == line, units, 0).astype(float), spent[slot, line], spent[slot, line])
    for when in np.unique(month).tolist():
        asked.add_row((month == when).astype(float), covered[when], covered[when])
    for cell in range(count):
        row = np.zeros(2 * count)
        row[count + cell], row[cell] = 1, -1
        if cell and (fund[cell - 1], month[cell - 1] + 1) == (fund[cell], month[cell]):
            row[cell - 1] = 1
        asked.add_row(row, 0, FREE)
    lists = np.concatenate([np.zeros(count), np.ones(count)])
    least = asked.minimise_whole(lists, 0.999).objective
    asked.add_row(lists, -FREE, round(least) + HELD)
    return np.rint(asked.minimise_whole(drawn, 0.0).values[:count]).astype(np.int64)


def _columns(upper: Floats) -> Arrays:
    nothing, none = np.zeros(0), np.zeros(0, dtype=np.int32)
    return Arrays(np.zeros(1, dtype=np.int32), none, nothing, nothing, nothing, np.zeros(len(upper)), upper)
