"""Whole persons: the best whole-person plan near the linear program's optimum, goal by goal."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from math import ceil

import numpy as np

from optimizer.model.goals import Objective, objective, ties
from optimizer.model.program import FREE, Floats, Program
from optimizer.problem import Problem
from optimizer.scenario.schema import Goal
from optimizer.solve.highs import Limits, Loaded, NothingFitsError
from optimizer.solve.measure import Count, count, measured
from optimizer.solve.ordered import (
    SNAP,
    Reached,
    at_the_end,
    best,
    hold,
    lowest_point,
    settle,
    snapped_floor,
)
from optimizer.units import Share


@dataclass(frozen=True)
class Box:
    """How far a payment may be from the linear optimum, in persons; None: anywhere."""

    people: int | None
    """While it is decided who is covered."""
    lists: int | None
    """Once that is decided, while it is decided who pays."""
    hopeful: bool = False
    """Whether to take for granted that every goal reaches the best whole value within its bound."""


BOXES = (Box(0, 0, hopeful=True), Box(2, 0, hopeful=True), Box(2, 0), Box(2, 3), Box(10, 10), Box(None, None))
"""Tried in turn until every goal is near its bound."""

SMALL = 2000
"""Up to so many columns the search may leave every box, for the best whole-person plan there is."""

TINY = 600
"""Up to so many columns the last box leaves open who is covered while lists are made steady."""

HAIR = Fraction(1, 10**4)
"""Slack of a whole value that is held, in steps: far below one step, far above rounding errors."""


@dataclass(frozen=True, eq=False)
class Whole:
    """Whole persons for every payment, with each goal's value, proof and bound."""

    count: Count
    values: tuple[Reached, ...]
    bounds: tuple[Fraction, ...]
    """The linear optimum of each goal while the goals before are held at ``values``."""
    proven: bool
    """Whether no whole-person plan is better, in the order of goals."""


def whole_persons(program: Program, point: Floats, linear: tuple[Reached, ...], limits: Limits) -> Whole:
    """The whole-person plan nearest the optimum: in a box around ``point``, widened until every goal is near.

    ``linear`` is what each goal reaches at ``point``.

    Raises:
        NothingFitsError: no whole-person plan obeys the rules.
    """
    tried: list[Whole] = []
    for box in BOXES:
        if box.people is None and tried and program.columns > SMALL:
            break
        try:
            tried.append(_within(program, point, _Search(program, linear, box, limits), limits))
        except NothingFitsError:
            continue
        if tried[-1].proven or not any(_excess(program.problem, tried[-1])):
            break
    if not tried:
        raise NothingFitsError
    return min(reversed(tried), key=partial(_excess, program.problem))


def _within(program: Program, point: Floats, search: _Search, limits: Limits) -> Whole:
    """Each goal in whole persons near ``point``; then lists, near the optimum of what is left for them."""
    goals = program.problem.scenario.goals
    search.keep_near(point, search.box.people)
    for place, goal in enumerate(goals):
        last = goal.name == "steady" and place == len(goals) - 1
        if last and (search.box.lists is not None or program.columns > TINY):
            search.draw()
            search.fix_people()
            search.keep_near(search.centre(goal), search.box.lists)
        search.reach(goal)
    counted = search.draw()
    values = tuple(measured(program.problem, goal, counted) for goal in goals)
    bounds = _bounds(program, values, [bound.value for bound in search.bounds], limits)
    proven = all(map(partial(_cannot_be_bettered, program), search.values, search.bounds))
    return Whole(counted, values, bounds, proven)


class _Bounds:
    """The linear optimum of each goal while the goals before are held at whole values."""

    def __init__(self, program: Program, linear: tuple[Reached, ...], limits: Limits) -> None:
        self._program, self._linear, self._limits = program, linear, limits
        self._loaded: Loaded | None = None
        self.known: list[Reached] = []

    def next(self, values: list[Reached]) -> Reached:
        """The bound of the goal that follows ``values``; without rounding so far it is known already."""
        goal = self._linear[len(values)].goal
        if self._loaded is None and all(map(self._same, values, self._linear)):
            self.known.append(self._linear[len(values)])
            return self.known[-1]
        unheld = values[-1:]
        if self._loaded is None:
            self._loaded, unheld = Loaded(self._program.arrays, self._limits), values
        for reached, bound in zip(unheld, self.known[-len(unheld) :], strict=True):
            # a value that is the linear optimum itself leaves no room for a row to be held in
            if self._same(reached, bound) and reached.goal.name != "fairness":
                settle(self._program, self._loaded, reached.goal)
            else:
                hold(self._program, self._loaded, reached)
        self.known.append(best(self._program, self._loaded, goal))
        return self.known[-1]

    def _same(self, reached: Reached, linear: Reached) -> bool:
        if reached.goal.name == "fairness":
            return all(
                abs(reached.persons[region] - there) < SNAP for region, there in linear.persons.items()
            )
        return abs((reached.value - linear.value) / objective(self._program, reached.goal).scale) < SNAP


class _Search:
    """One walk through the goals, in whole persons beside the linear bound of each."""

    def __init__(self, program: Program, linear: tuple[Reached, ...], box: Box, limits: Limits) -> None:
        self._program, self._limits = program, limits
        self._paid = program.places(program.decisions.paid)
        self._whole = Loaded(program.arrays, limits, whole=self._paid)
        self._bounds = _Bounds(program, linear, limits)
        self._best: Count | None = None
        self.box = box
        self.values: list[Reached] = []

    @property
    def bounds(self) -> list[Reached]:
        """The linear bound of each goal reached so far."""
        return self._bounds.known

    def keep_near(self, point: Floats, width: int | None) -> None:
        """Let payments differ from ``point`` by less than one person and ``width`` more."""
        low, high = np.zeros(len(self._paid)), np.full(len(self._paid), FREE)
        if width is not None:
            low = np.maximum(np.floor(point[self._paid] + SNAP) - width, 0)
            high = np.ceil(point[self._paid] - SNAP) + width
        self._whole.bound_columns(self._paid, low, high)

    def reach(self, goal: Goal) -> None:
        """Solve one goal and hold its value, less what it may give up."""
        bound = self._bounds.next(self.values)
        reached = self._reached(goal, bound)
        self.values.append(reached)
        hold(self._program, self._whole, reached, slack=HAIR)

    def _reached(self, goal: Goal, bound: Reached) -> Reached:
        if goal.name == "fairness":
            self._best = self._counted(
                _spare_persons(self._program, self._whole, bound, hopeful=self.box.hopeful)
            )
            return measured(self._program.problem, goal, self._best)
        if self.box.hopeful and goal.name != "steady":
            return Reached(goal, _best_whole_value(objective(self._program, goal), bound))
        if self._best is not None:
            already = measured(self._program.problem, goal, self._best)
            if _cannot_be_bettered(self._program, already, bound):
                return already
        wanted = objective(self._program, goal)
        # values lie a step apart: less than a step from the solver's bound is proof
        gap = float(wanted.step / abs(wanted.scale)) * 0.999
        self._best = self._counted(self._whole.minimise_whole(wanted.cost, gap).values)
        return measured(self._program.problem, goal, self._best)

    def draw(self) -> Count:
        """The one plan in the box that the drawn tie leaves; the declared ones have placed the box."""
        *_, drawn = ties(self._program)
        self._best = self._counted(
            self._whole.minimise_whole(drawn.cost, 0.0, ask_twice=not self.box.hopeful).values
        )
        return self._best

    def fix_people(self) -> None:
        """Whom the last plan covers stays covered; only who pays is open."""
        assert self._best is not None, "people are fixed after they are drawn"
        for row, persons in zip(self._program.decisions.covered, self._best.covered, strict=True):
            columns = self._program.places(row)
            self._whole.bound_columns(columns, persons.astype(float), persons.astype(float))

    def centre(self, lists: Goal) -> Floats:
        """The linear optimum of the last goal while the people are fixed and the goals before are held."""
        assert self._best is not None, "people are fixed after they are drawn"
        linear = Loaded(self._program.arrays, self._limits, precise=True)
        for row, persons in zip(self._program.decisions.covered, self._best.covered, strict=True):
            linear.bound_columns(self._program.places(row), persons.astype(float), persons.astype(float))
        for reached in self.values:
            if reached.goal.name == "thrift":
                hold(self._program, linear, reached)
        settle(self._program, linear, lists)
        return lowest_point(self._program, linear)

    def _counted(self, values: Floats) -> Count:
        return count(self._program.problem, np.rint(values[self._paid]).astype(np.int64))


def _bounds(
    program: Program, values: tuple[Reached, ...], found: list[Fraction], limits: Limits
) -> tuple[Fraction, ...]:
    """The linear optimum of each goal while the goals before are held at the plan's own values.

    Without an allowance these are the bounds already found.
    """
    if all(value.goal.give_up is None for value in values):
        return tuple(found)
    linear = Loaded(program.arrays, limits)
    bounds = []
    for value in values:
        bounds.append(best(program, linear, value.goal).value)
        hold(
            program,
            linear,
            Reached(value.goal.model_copy(update={"give_up": None}), value.value, value.persons),
        )
    return tuple(bounds)


def _spare_persons(program: Program, whole: Loaded, bound: Reached, *, hopeful: bool) -> Floats:
    """Each region at the floor or ceiling of its level, spare persons to the lowest share first."""
    eligible = program.problem.eligible_in
    floors = {region: snapped_floor(persons) for region, persons in bound.persons.items()}
    rows = {region: whole.add_row(at_the_end(program, region), -FREE, FREE) for region in floors}
    for region, row in rows.items():
        whole.bound_row(row, floors[region] - 0.5, ceil(bound.persons[region] - SNAP) + 0.5)
    spare = [region for region in floors if bound.persons[region] - floors[region] > SNAP]
    spare.sort(
        key=lambda region: (Fraction(floors[region], int(eligible[region])), program.problem.codes[region])
    )
    wish = np.zeros(program.columns)
    for rank, region in enumerate(spare):
        wish -= at_the_end(program, region) * _rank_weight(rank, len(spare))
    gap = _rank_weight(len(spare) - 1, len(spare)) * 0.999
    try:
        found = whole.minimise_whole(wish, gap, ask_twice=not hopeful).values
    except NothingFitsError:
        if hopeful:
            raise
        found = _least_missing(program, whole, rows, floors)
    for row in rows.values():
        whole.bound_row(row, -FREE, FREE)
    return found


def _rank_weight(rank: int, ranks: int) -> float:
    """Falls by half a rank while that stays exact, then evenly."""
    return 0.5**rank if ranks <= 16 else (ranks - rank) / ranks


def _least_missing(program: Program, whole: Loaded, rows: dict[int, int], floors: dict[int, int]) -> Floats:
    """Where the floors cannot all be met in whole persons, the fewest persons below them."""
    missing = {region: whole.add_column(0, FREE) for region in rows}
    for region, row in rows.items():
        whole.bound_row(row, floors[region], FREE)
        whole.change_coefficient(row, missing[region], 1.0)
    cost = np.zeros(whole.columns)
    cost[list(missing.values())] = 1
    found = whole.minimise_whole(cost, gap=0.999).values
    for region, row in rows.items():
        whole.change_coefficient(row, missing[region], 0.0)
    return found


def _best_whole_value(wanted: Objective, bound: Reached) -> Fraction:
    """The best multiple of the goal's step within a linear bound."""
    steps = bound.value / wanted.scale * abs(wanted.scale) / wanted.step
    return ceil(steps - Fraction(SNAP)) * wanted.step * (1 if wanted.scale > 0 else -1)


def _cannot_be_bettered(program: Program, reached: Reached, bound: Reached) -> bool:
    """Whether the whole value is the best multiple of the goal's step within the linear bound."""
    if reached.goal.name == "fairness":
        return all(
            snapped_floor(persons) <= reached.persons[region] <= ceil(persons - SNAP)
            for region, persons in bound.persons.items()
        )
    wanted = objective(program, reached.goal)
    return reached.value * wanted.scale <= _best_whole_value(wanted, bound) * wanted.scale


def _excess(problem: Problem, found: Whole) -> tuple[Fraction, ...]:
    """How much further from its bound each goal is than one person a cell and what it gives up."""
    return tuple(
        max(
            Fraction(0),
            abs(value.value - bound) - tolerance(problem, value.goal) - _given_up(value.goal, bound),
        )
        for value, bound in zip(found.values, found.bounds, strict=True)
    )


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
