"""Several futures as one linear program: one set of columns for what is decided now, then one a future.

This is the deterministic equivalent of a two-stage program with recourse (Birge and Louveaux, Introduction to
Stochastic Programming, 2011, chapter 2): the payments of the decided months are the same in every future
(nonanticipativity, here because they are the same columns), all rules hold in every future, and each goal is
the sum of what it is in the futures, by their probability.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import gcd, lcm

import numpy as np
from numpy.typing import NDArray

from optimizer.model.goals import Objective, drawn_payments, drawn_people, objective, ties
from optimizer.model.program import FREE, Arrays, Floats, Indices, Program
from optimizer.phases import by_phase
from optimizer.problem import Ints, Problem
from optimizer.scenario.schema import Goal
from optimizer.solve.leximin import at_the_end
from optimizer.solve.workshop import Workshop


@dataclass(frozen=True, eq=False)
class Stages:
    """The problems of all futures, alike until the last decided month."""

    problems: tuple[Problem, ...]
    chances: tuple[Fraction, ...]
    """The probability of each, above 0, together 1."""
    decided: int
    """Months whose payments are fixed before it is known which future comes."""


@dataclass(frozen=True, eq=False)
class Spread:
    """A goal over all futures: its expected value is ``scale * cost @ columns``."""

    cost: Floats
    """``(columns,)`` to be minimised."""
    each: tuple[Floats, ...]
    """The same in each future alone."""
    scale: Fraction
    step: Fraction
    """In whole persons every expected value is a multiple of this; 0 where no such number is known."""
    alone: Fraction
    """The same of the value in one future."""
    unit: str


class Staged:
    """The programs of all futures, with the columns of the decided months in common."""

    def __init__(self, stages: Stages, workshop: Workshop) -> None:
        """State every program, months after the decided ones that are alike taken together."""
        self.stages = stages
        parted = (by_phase(problem, boundary=stages.decided) for problem in stages.problems)
        self.programs = tuple(workshop.program(problem).without_lists() for problem in parted)
        self.place = _places(self.programs, stages.decided)
        self.columns = 1 + max(int(place.max(initial=-1)) for place in self.place)
        self.arrays = _arrays(self.programs, self.place, self.columns, stages.decided)

    @property
    def base(self) -> Program:
        """The program of the first future: its decided months are those of all."""
        return self.programs[0]

    @cached_property
    def first_stage(self) -> Indices:
        """Columns of what is decided now: payments and persons covered."""
        program, before = self.base, self.stages.decided
        paid = program.decisions.paid[program.problem.cells.month < before]
        covered = program.decisions.covered[:, :before].ravel()
        columns: Indices = self.place[0][np.concatenate([paid, covered])]
        return columns

    @cached_property
    def persons(self) -> Indices:
        """Columns that count persons: what is decided now, and who is covered later in each future."""
        later = (
            place[program.decisions.covered.ravel()]
            for place, program in zip(self.place, self.programs, strict=True)
        )
        return np.unique(np.concatenate([self.first_stage, *later]))

    def paid_now(self, point: Floats) -> Ints:
        """``(c,)`` whole persons paid for in the cells of ``base``, by phase; -1 where that is open."""
        program = self.base
        paid = np.rint(point[self.place[0][program.decisions.paid]]).astype(np.int64)
        return np.where(program.problem.cells.month < self.stages.decided, paid, -1)

    def spread(self, goal: Goal) -> Spread:
        """A goal that is a sum."""
        return self._over([objective(program, goal) for program in self.programs])

    def ties(self) -> list[Spread]:
        """What makes the point unique, as in the program of one future."""
        of_each = [ties(program) for program in self.programs]
        known = set.intersection(*({tie.name for tie in tied} for tied in of_each))
        alike = [[tie for tie in tied if tie.name in known] for tied in of_each]
        return [self._over(row) for row in zip(*alike, strict=True)]

    def drawn(self) -> Floats:
        """A generic cost of every decision, drawn from its names."""
        cost = np.zeros(self.columns)
        for chance, place, program in zip(self.stages.chances, self.place, self.programs, strict=True):
            np.add.at(cost, place, float(chance) * (drawn_payments(program) + drawn_people(program)))
        return cost

    def _over(self, wanted: Sequence[Objective]) -> Spread:
        scale = wanted[0].scale
        each = []
        for one, place in zip(wanted, self.place, strict=True):
            cost = np.zeros(self.columns)
            np.add.at(cost, place, one.cost * float(one.scale / scale))
            each.append(cost)
        chances = self.stages.chances
        expected = sum(float(chance) * cost for chance, cost in zip(chances, each, strict=True))
        steps = [one.step for one in wanted]
        shares = [chance * step for chance, step in zip(chances, steps, strict=True)]
        return Spread(np.asarray(expected), tuple(each), scale, common(shares), common(steps), wanted[0].unit)

    def end(self, region: int) -> Floats:
        """The row that counts the persons expected in a region in the last month."""
        row = np.zeros(self.columns)
        for chance, place, program in zip(self.stages.chances, self.place, self.programs, strict=True):
            np.add.at(row, place, at_the_end(program, region) * float(chance))
        return row


def _places(programs: Sequence[Program], before: int) -> tuple[Indices, ...]:
    """The common column of each column of each future."""
    first = programs[0]
    size = first.columns
    places = [np.arange(size, dtype=np.int32)]
    cells = {key: place for place, key in enumerate(_cells(first.problem)) if key[2] < before}
    for program in programs[1:]:
        place = np.full(program.columns, -1, dtype=np.int32)
        for cell, key in enumerate(_cells(program.problem)):
            if key[2] < before:
                place[program.decisions.paid[cell]] = first.decisions.paid[cells[key]]
        for ours, theirs in (
            (program.decisions.covered, first.decisions.covered),
            (program.decisions.enrolled, first.decisions.enrolled),
            (program.decisions.dropped, first.decisions.dropped),
        ):
            place[ours[:, :before]] = theirs[:, :before]
        own = place < 0
        place[own] = np.arange(size, size + int(own.sum()), dtype=np.int32)
        size += int(own.sum())
        places.append(place)
    return tuple(places)


def _cells(problem: Problem) -> list[tuple[int, str, int]]:
    """Slot, fund and month of each cell: funds by name, for another future may have others."""
    cells = problem.cells
    rows = zip(cells.slot.tolist(), cells.fund.tolist(), cells.month.tolist(), strict=True)
    return [(slot, problem.funds[fund], month) for slot, fund, month in rows]


def _arrays(programs: Sequence[Program], place: Sequence[Indices], columns: int, before: int) -> Arrays:
    """The rows of all futures over the common columns; those that say the same of now stand once."""
    lower, upper = np.zeros(columns), np.full(columns, FREE)
    for program, where in zip(programs, place, strict=True):
        np.maximum.at(lower, where, program.arrays.column_lower)
        np.minimum.at(upper, where, program.arrays.column_upper)
    shared = np.zeros(columns, dtype=bool)
    for where in place[1:]:
        shared[np.intersect1d(place[0], where)] = True
    parts = [
        _rows(program.arrays, where, shared if number else np.zeros(columns, dtype=bool))
        for number, (program, where) in enumerate(zip(programs, place, strict=True))
    ]
    lengths = np.concatenate([np.diff(part.start) for part in parts])
    return Arrays(
        start=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32),
        index=np.concatenate([part.index for part in parts]),
        value=np.concatenate([part.value for part in parts]),
        row_lower=np.concatenate([part.row_lower for part in parts]),
        row_upper=np.concatenate([part.row_upper for part in parts]),
        column_lower=lower,
        column_upper=upper,
    )


def _rows(arrays: Arrays, where: Indices, said: NDArray[np.bool_]) -> Arrays:
    """The rows of one future in common columns, but for equations of what is ``said`` already."""
    index = where[arrays.index]
    lengths = np.diff(arrays.start)
    row = np.repeat(np.arange(len(lengths)), lengths)
    own = np.bincount(row[~said[index]], minlength=len(lengths)) > 0
    kept = own | (arrays.row_lower != arrays.row_upper) | (lengths == 0)
    entries = kept[row]
    return Arrays(
        start=np.concatenate([[0], np.cumsum(lengths[kept])]).astype(np.int32),
        index=index[entries].astype(np.int32),
        value=arrays.value[entries],
        row_lower=arrays.row_lower[kept],
        row_upper=arrays.row_upper[kept],
        column_lower=arrays.column_lower[:0],
        column_upper=arrays.column_upper[:0],
    )


def common(steps: Sequence[Fraction]) -> Fraction:
    """The greatest number of which every step is a multiple; 0 where one of them has no grid.

    >>> common([Fraction(1, 2), Fraction(1, 3)])
    Fraction(1, 6)
    """
    if not all(steps):
        return Fraction(0)
    below = lcm(*(step.denominator for step in steps))
    return Fraction(gcd(*(int(step * below) for step in steps)), below)
