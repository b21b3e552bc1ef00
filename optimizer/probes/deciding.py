"""How many persons are covered in the last month, from the goals that decide it and no others.

Where a goal asks for most persons covered in the last month, all groups alike, and gives nothing up, no goal
after it can move that number. The goals up to that one are enough, which is many times faster than a plan.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TypeVar

import numpy as np

from optimizer.errors import FailedError
from optimizer.model.goals import objective
from optimizer.model.program import Floats, Indices, Program
from optimizer.scenario.schema import Goal, Scenario
from optimizer.solve.bounds import best_whole_value, cannot_be_bettered
from optimizer.solve.highs import Limits, Loaded, NothingFitsError, Solution
from optimizer.solve.ordered import SNAP, Reached, exact, hold
from optimizer.solve.people import Near, Search
from optimizer.solve.trail import Trail
from optimizer.solve.whole import payments_flow

Answer = TypeVar("Answer")

PROCEDURES = ("fairness", "steady")
"""Goals that are no single linear objective over who is covered."""

TRIED_ANYWHERE = 600
"""Up to so many columns whole persons are sought anywhere where none near the linear point is proven best."""

BOXES = (0, 10)
"""Persons by which a whole plan may differ from the linear point, before it is sought anywhere."""

Bounds = Mapping[int, tuple[float, float]]
"""Row or column to its lower and upper bound."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What differs from the program as it was stated: bounds of some rows and columns."""

    rows: Bounds = field(default_factory=dict)
    columns: Bounds = field(default_factory=dict)


@dataclass(frozen=True, eq=False, slots=True)
class Line:
    """The linear optimum of each deciding goal in its turn."""

    values: tuple[float, ...]
    """In each goal's unit."""
    row_duals: tuple[Floats, ...]
    """``(goals, rows)`` change of each value with a row's bound, on one side of a kink: where to look."""


@dataclass(frozen=True, eq=False, slots=True)
class Reach:
    """The best whole value of each deciding goal within the bound that the values before it leave."""

    values: tuple[Fraction, ...]
    bounds: tuple[Reached, ...]
    point: Floats
    """A point of the last bound."""


@dataclass(frozen=True, slots=True)
class Found:
    """Whole values of the deciding goals."""

    values: tuple[Fraction, ...]
    proven: bool
    """Whether no whole-person plan is better; where not, each is near its bound, as in a plan."""


def deciding(scenario: Scenario) -> tuple[Goal, ...] | None:
    """The goals up to the one that fixes the number of persons in the last month; None where none does."""
    weights = {group.weight for group in scenario.groups.values()}
    for place, goal in enumerate(scenario.goals):
        if goal.name in PROCEDURES:
            return None
        everybody = goal.groups is None or set(goal.groups) == set(scenario.groups)
        alike = len(weights) == 1 and min(weights) > 0
        if goal.name == "coverage" and goal.give_up is None and everybody and alike:
            return scenario.goals[: place + 1]
    return None


class Deciding:
    """The deciding goals over one program that stays loaded; what is asked may change bounds, never terms."""

    def __init__(self, program: Program, goals: tuple[Goal, ...], limits: Limits) -> None:
        """``goals`` come from ``deciding``; the program may have lists, which are left out."""
        self.program = program.without_lists()
        self.goals = goals
        self._limits = limits
        self._trail = Trail()
        self._load()
        decisions = self.program.decisions
        covered = decisions.covered.ravel()
        self._flows = payments_flow(program.problem)
        self._whole = covered if self._flows else decisions.paid
        weight = next(iter(program.problem.scenario.groups.values())).weight
        self._person = Fraction(weight)

    def persons_of(self, value: Fraction) -> int:
        """Persons, of a whole value of the last deciding goal."""
        return int(value / self._person)

    def line(self, changed: Changed) -> Line:
        """The linear optimum of each goal; the last value is in persons.

        Raises:
            NothingFitsError: no point obeys all rows.
        """
        return self._surely(lambda: self._line(changed))

    def _line(self, changed: Changed) -> Line:
        self._start(changed)
        values, duals = [], []
        for place, goal in enumerate(self.goals):
            wanted = objective(self.program, goal)
            found = self._loaded.minimise(wanted.cost, place)
            one = float(wanted.scale / (self._person if goal is self.goals[-1] else 1))
            values.append(found.objective * one)
            duals.append(found.row_dual[: len(self.program.claims)] * one)
            self._keep(goal, found, exact(wanted, found.objective))
        return Line(tuple(values), tuple(duals))

    def last_alone(self, changed: Changed) -> float:
        """The most persons in the last month if no other goal were asked.

        Raises:
            NothingFitsError: no point obeys all rows.
        """
        return float(self.most(changed, ()))

    def reach(self, changed: Changed, known: Sequence[Fraction] = ()) -> Reach:
        """The best whole value of each goal that the linear bounds leave possible.

        The first goals are held at the values that are ``known``.

        Raises:
            NothingFitsError: no point obeys all rows.
        """
        return self._surely(lambda: self._reach(changed, known))

    def _reach(self, changed: Changed, known: Sequence[Fraction]) -> Reach:
        self._start(changed)
        values, bounds = list(known), []
        for place, goal in enumerate(self.goals):
            wanted = objective(self.program, goal)
            found = self._loaded.minimise(wanted.cost, place)
            bounds.append(Reached(goal, exact(wanted, found.objective)))
            if place >= len(known):
                values.append(best_whole_value(wanted, bounds[-1]))
            self._keep(goal, found, values[place])
        return Reach(tuple(values), tuple(bounds), found.values[: self.program.columns])

    def most(self, changed: Changed, held: tuple[Fraction, ...]) -> Fraction:
        """The linear bound on persons in the last month while the first goals are held at these values.

        Raises:
            NothingFitsError: no point obeys all rows.
        """
        return self._surely(lambda: self._most(changed, held))

    def _most(self, changed: Changed, held: tuple[Fraction, ...]) -> Fraction:
        self._start(changed)
        for goal, value in zip(self.goals, held, strict=False):
            hold(self.program, self._loaded, Reached(goal, value))
        wanted = objective(self.program, self.goals[-1])
        found = self._loaded.minimise(wanted.cost, len(self.goals))
        return exact(wanted, found.objective) / self._person

    def whole(self, changed: Changed, found: Reach | None = None) -> Found:
        """The best whole value of each goal in its turn; ``found`` is what is known of its reach.

        Where the linear point is whole already it is the proof; else an integer program is. Only where that
        takes long, in a large program, values near their bounds are taken.

        Raises:
            NothingFitsError: no whole-person plan obeys all rows.
        """
        reach = found or self.reach(changed)
        if self._is_whole(reach) or self._fits(changed, reach):
            return Found(reach.values, proven=True)
        for width in (BOXES[-1], None):
            try:
                near = self._searched(changed, reach, width)
            except NothingFitsError:
                if width is None:
                    raise
                continue
            if near.proven or self.program.columns > TRIED_ANYWHERE:
                return near
        return near

    def _searched(self, changed: Changed, reach: Reach, width: int | None) -> Found:
        """The best whole values in a box around the point, or anywhere."""
        search = Search(self._with(changed), self._whole, self._limits, Near(reach.point, width))
        proven = True
        for place, goal in enumerate(self.goals):
            known = tuple(value.value for value in search.values)
            bound = self.reach(changed, known).bounds[place]
            search.reach(goal, bound)
            proven &= width is None or cannot_be_bettered(self.program, search.values[-1], bound)
        return Found(tuple(value.value for value in search.values), proven)

    def _load(self) -> None:
        self._loaded = Loaded(self.program.arrays, self._limits, precise=True, trail=self._trail)

    def _surely(self, ask: Callable[[], Answer]) -> Answer:
        """Ask, and ask again from the beginning where the way from the last answer led the solver astray."""
        try:
            return ask()
        except FailedError:
            self._trail = Trail()
            self._load()
            return ask()

    def _start(self, changed: Changed) -> None:
        self._loaded.reset()
        for change, bounds in (
            (self._loaded.bound_rows, changed.rows),
            (self._loaded.bound_columns, changed.columns),
        ):
            if bounds:
                lower, upper = np.array(list(bounds.values())).T.copy()
                change(np.array(list(bounds), dtype=np.int32), lower, upper)

    def _keep(self, goal: Goal, found: Solution, value: Fraction) -> None:
        """Hold a goal for the next: its face where the linear optimum is kept, else the value."""
        if goal is self.goals[-1]:
            return
        wanted = objective(self.program, goal)
        linear = exact(wanted, found.objective)
        if goal.give_up is None and abs((value - linear) / wanted.scale) < SNAP:
            self._loaded.settle(found)
        else:
            hold(self.program, self._loaded, Reached(goal, value))

    def _is_whole(self, reach: Reach) -> bool:
        """Whether the linear point is a plan of whole persons already: payments that flow follow."""
        if not self._flows or abs(reach.values[-1] - reach.bounds[-1].value) > SNAP:
            return False
        covered = reach.point[self._whole]
        return bool(np.abs(covered - np.rint(covered)).max(initial=0) < SNAP)

    def _fits(self, changed: Changed, reach: Reach) -> bool:
        """Whether some whole-person plan reaches all values: sought near the point first."""
        program = self._with(changed)
        for width in BOXES:
            near = Near(reach.point, width)
            try:
                search = Search(program, self._whole, self._limits, near, hopeful=True)
                for goal, bound in zip(self.goals, reach.bounds, strict=True):
                    search.reach(goal, bound)
                search.draw(np.zeros(program.columns))
            except NothingFitsError:
                continue
            return True
        return False

    def _with(self, changed: Changed) -> Program:
        arrays = self.program.arrays
        return replace(
            self.program,
            arrays=replace(
                arrays,
                row_lower=_changed(arrays.row_lower, changed.rows, 0),
                row_upper=_changed(arrays.row_upper, changed.rows, 1),
                column_lower=_changed(arrays.column_lower, changed.columns, 0),
                column_upper=_changed(arrays.column_upper, changed.columns, 1),
            ),
        )


def _changed(bounds: Floats, changes: Bounds, side: int) -> Floats:
    changed = bounds.copy()
    where: Indices = np.array(list(changes), dtype=np.int32)
    changed[where] = [pair[side] for pair in changes.values()]
    return changed
