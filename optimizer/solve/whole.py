"""Whole persons: the best whole-person plan near the linear program's optimum, goal by goal.

First who is covered, then who pays. Where a fund pays one premium, and no money must match other money,
payments are a flow: whoever is covered in whole persons can be paid for in whole persons at the same sums, so
only the persons covered need to be integers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial

import numpy as np

from optimizer.model.goals import drawn_payments, drawn_people
from optimizer.model.program import Floats, Indices, Program
from optimizer.problem import Ints, Problem
from optimizer.scenario.schema import Goal
from optimizer.solve.bounds import Bounds, Full, bounds_of, cannot_be_bettered
from optimizer.solve.highs import Limits, NothingFitsError
from optimizer.solve.lists import laid_out
from optimizer.solve.measure import Count, count, measured
from optimizer.solve.ordered import Optimum, Reached
from optimizer.solve.payers import Payers
from optimizer.solve.people import Near, Search
from optimizer.solve.trail import Trail
from optimizer.units import Share


@dataclass(frozen=True)
class Box:
    """How far whole persons may be from the linear optimum; None: anywhere."""

    width: int | None
    hopeful: bool = False
    """Whether to take for granted that every goal reaches the best whole value within its bound."""


BOXES = (Box(0, hopeful=True), Box(0), Box(2), Box(10), Box(None))
"""Tried in turn until every goal is near its bound. The last one searches all payments at once.

A small program goes from the third to the last; a large one goes there only where nothing else fits.
"""

SMALL = 2000
"""Up to so many columns the search may leave every box, for the best whole-person plan there is."""


FEW = 2000
"""Up to so many eligible persons lists too are searched until they are near their bound."""


@dataclass(frozen=True, eq=False)
class Whole:
    """Whole persons for every payment, with each goal's value, proof and bound."""

    count: Count
    values: tuple[Reached, ...]
    bounds: tuple[Fraction, ...]
    """The linear optimum of each goal while the goals before are held at ``values``."""
    proven: bool
    """Whether no whole-person plan is better, in the order of goals."""
    found: tuple[Reached, ...] = ()
    """The bound of each goal with, for fairness, the persons of every region."""


@dataclass(frozen=True, eq=False)
class Trails:
    """Where the solver stood: on the way through the goals, and while asked who pays."""

    goals: Trail = field(default_factory=Trail)
    lists: Trail = field(default_factory=Trail)


def whole_persons(
    program: Program,
    optimum: Optimum,
    limits: Limits,
    brief: Program | None = None,
    trails: Trails | None = None,
) -> Whole:
    """The whole-person plan nearest the linear optimum: in a box around it, widened until every goal is near.

    ``optimum`` is that of ``brief``, where such a program states who is covered without lists; ``trails`` are
    where programs of the same shape stood.

    Raises:
        NothingFitsError: no whole-person plan obeys the rules.
    """
    known = trails or Trails()
    payers = Payers(program, limits, known.lists)
    bounds = _bounds(program, optimum, brief, payers)
    tried: list[Whole] = []
    for box in BOXES:
        if tried and box.width == (10 if program.columns <= SMALL else None):
            continue
        try:
            tried.append(_Attempt(program, brief, optimum.point, bounds, box, limits, payers).plan())
        except NothingFitsError:
            continue
        if tried[-1].proven or near(program, tried[-1]):
            break
    if not tried:
        raise NothingFitsError
    return min(reversed(tried), key=partial(excess_of, program.problem))


def measured_whole(
    program: Program,
    counted: Count,
    optimum: Optimum,
    limits: Limits,
    brief: Program | None,
    trails: Trails,
) -> Whole:
    """Whole persons that were found otherwise, with each goal's value, proof and bound."""
    payers = Payers(program, limits, trails.lists)
    return _beside_bounds(program, counted, _bounds(program, optimum, brief, payers), limits)


def _bounds(program: Program, optimum: Optimum, brief: Program | None, payers: Payers) -> Bounds:
    full = Full(program, payers.loaded) if brief else None
    return Bounds(brief or program, optimum, optimum.loaded, full)


def _beside_bounds(program: Program, counted: Count, bounds: Bounds, limits: Limits) -> Whole:
    goals = program.problem.scenario.goals
    values = [measured(program.problem, goal, counted) for goal in goals]
    found = bounds.all(values)
    told = bounds_of(program, values, found, limits)
    proven = all(map(partial(cannot_be_bettered, program), values, found))
    return Whole(counted, tuple(values), told, proven, tuple(found))


class _Attempt:
    """One whole-person plan in a box around the linear optimum."""

    def __init__(
        self,
        program: Program,
        brief: Program | None,
        point: Floats,
        bounds: Bounds,
        box: Box,
        limits: Limits,
        payers: Payers,
    ) -> None:
        self._brief, self._payers = brief or program.without_lists(), payers
        self._program, self._point, self._box, self._limits = program, point, box, limits
        self._bounds = bounds
        self._goals = program.problem.scenario.goals
        self._paid = program.decisions.paid

    def plan(self) -> Whole:
        """Each goal in whole persons, with its bound."""
        *before, last = self._goals
        if self._box.width is None or any(goal.name == "steady" for goal in before):
            paid = self._all_at_once()
        elif last.name == "steady":
            paid = self._payments(before, last)
        else:
            paid = self._payments(self._goals, None)
        return _beside_bounds(self._program, count(self._program.problem, paid), self._bounds, self._limits)

    def _all_at_once(self) -> Ints:
        """Every goal while all payments are integers."""
        search = self._search(self._program, self._paid, self._goals)
        return self._whole(search.draw(drawn_payments(self._program)))

    def _payments(self, before: Sequence[Goal], lists: Goal | None) -> Ints:
        """First the goals that ask who is covered, then who pays."""
        brief = self._brief
        covered = brief.decisions.covered.ravel()
        integers = covered if payments_flow(brief.problem) else brief.decisions.paid
        search = self._search(brief, integers, before)
        people = np.rint(search.draw(drawn_people(brief))[covered])
        thrift = [reached for reached in search.values if reached.goal.name == "thrift"]
        centre = self._payers.centre(people, thrift, lists)
        laid = laid_out(self._program, centre, drawn_payments(self._program), self._limits)
        if laid is None:
            raise NothingFitsError
        return laid

    def _search(self, program: Program, integers: Indices, goals: Sequence[Goal]) -> Search:
        near = Near(self._point, self._box.width)
        search = Search(program, integers, self._limits, near, hopeful=self._box.hopeful)
        for goal in goals:
            search.reach(goal, self._bounds.next(search.values))
        return search

    def _whole(self, values: Floats) -> Ints:
        return np.rint(values[self._paid]).astype(np.int64)


def payments_flow(problem: Problem) -> bool:
    """Whether whole persons covered can always be paid for in whole persons, at the same sums of money.

    So it is where each fund pays one premium and none is matched: then payments are a flow from funds to
    the months of slots, and a flow with whole ends is whole (Hoffman and Kruskal 1956).
    """
    return not problem.matching and bool((problem.cells.units == 1).all())


def near(program: Program, found: Whole) -> bool:
    """Whether every goal is near its bound.

    Of many people it is not asked for lists: where each fund leaves part of a person's year, more than one
    person a cell must change payer, and the search for a few fewer takes seconds.
    """
    excess = excess_of(program.problem, found)
    many = program.columns > SMALL or program.problem.eligible.sum() > FEW
    return not any(excess[:-1] if many and found.values[-1].goal.name == "steady" else excess)


def excess_of(problem: Problem, found: Whole) -> tuple[Fraction, ...]:
    """How much further from its bound each goal is than one person a cell and what it gives up."""
    every = zip(found.values, found.bounds, found.found, strict=True)
    return tuple(
        max(
            Fraction(0),
            *(_beyond(problem, value.goal, *pair) for pair in _pairs(problem, value, bound, best)),
        )
        for value, bound, best in every
    )


def _pairs(
    problem: Problem, value: Reached, bound: Fraction, best: Reached
) -> list[tuple[Fraction, Fraction]]:
    """A goal's value beside its bound; of fairness each level beside its own, lowest first."""
    if value.goal.name != "fairness" or not best.persons:
        return [(value.value, bound)]
    return list(zip(_levels(problem, value), _levels(problem, best), strict=True))


def _levels(problem: Problem, reached: Reached) -> list[Fraction]:
    eligible = problem.eligible_in
    shares = (Fraction(here) / int(eligible[region]) for region, here in reached.persons.items())
    return sorted(Fraction(round(share * 10**9), 10**9) for share in shares)


def _beyond(problem: Problem, goal: Goal, value: Fraction, bound: Fraction) -> Fraction:
    return abs(value - bound) - tolerance(problem, goal) - _given_up(goal, bound) - Fraction(1, 10**6)


def _given_up(goal: Goal, bound: Fraction) -> Fraction:
    given = goal.give_up or 0
    return given * abs(bound) if isinstance(given, Share) else Fraction(given)


def tolerance(problem: Problem, goal: Goal) -> Fraction:
    """One person in each cell, in the goal's unit: how far rounding may take a goal from its bound."""
    cells = Fraction(int((problem.eligible > 0).sum()))
    heaviest = max(problem.weight)
    if goal.name == "months":
        return cells * len(problem.months) * heaviest
    if goal.name == "thrift":
        return cells * len(problem.months) * int(problem.cells.premium.max(initial=0))
    if goal.name == "targets":
        return sum((row.weight * len(row.slots) for row in problem.targets), Fraction(0))
    if goal.name == "fairness":
        return Fraction(
            len(problem.groups), int(min(problem.eligible_in[problem.eligible_in > 0], default=1))
        )
    return cells * (heaviest if goal.name == "coverage" else 1)
