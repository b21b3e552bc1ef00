"""Whole persons: the best whole-person plan near the linear program's optimum, goal by goal."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

import numpy as np

from optimizer.model.goals import objective, ties
from optimizer.model.program import FREE, Floats, Program
from optimizer.problem import Problem
from optimizer.scenario.schema import Goal
from optimizer.solve.highs import Limits, Loaded, NothingFitsError
from optimizer.solve.measure import Count, count, measured
from optimizer.solve.ordered import SNAP, Reached, at_the_end, best, hold, lowest_point, snapped_floor
from optimizer.units import Share


@dataclass(frozen=True)
class Box:
    """How far a payment may be from the linear optimum, in persons; None: anywhere."""

    people: int | None
    """While it is decided who is covered."""
    lists: int | None
    """Once that is decided, while it is decided who pays."""


BOXES = (Box(2, 0), Box(2, 2), Box(10, 4), Box(None, 0), Box(None, 10), Box(None, None))
"""Tried in turn until every goal is near its bound."""

HALF = Fraction(1, 2)
"""Whole values lie a step apart: half a step of slack in a held row changes nothing and forgives rounding."""


@dataclass(frozen=True, eq=False)
class Whole:
    """Whole persons for every payment, with each goal's value, proof and bound."""

    count: Count
    values: tuple[Reached, ...]
    bounds: tuple[Fraction, ...]
    """The linear optimum of each goal while the goals before are held at ``values``."""
    proven: bool
    """Whether no whole-person plan is better, in the order of goals."""


def whole_persons(program: Program, point: Floats, limits: Limits) -> Whole:
    """The whole-person plan nearest the optimum: in a box around ``point``, widened until every goal is near.

    Raises:
        NothingFitsError: no whole-person plan obeys the rules.
    """
    found = None
    for box in BOXES:
        try:
            found = _within(program, point, box, limits)
        except NothingFitsError:
            continue
        if _near(program.problem, found):
            break
    if found is None:
        raise NothingFitsError
    return found


def _within(program: Program, point: Floats, box: Box, limits: Limits) -> Whole:
    """Each goal in whole persons; the box moves to the linear optimum of what is left before the lists."""
    whole = Loaded(program.arrays, limits, whole=program.places(program.decisions.paid))
    linear = Loaded(program.arrays, limits)
    _keep_near(program, whole, point, box.people)
    goals = program.problem.scenario.goals
    lists = next((place for place, goal in enumerate(goals) if goal.name == "steady"), len(goals))
    found: list[tuple[Reached, Reached]] = []
    for place, goal in enumerate(goals):
        if place == lists:
            _keep_near(program, whole, _centre(program, found, goals[lists:], limits), box.lists)
        bound = best(program, linear, goal)
        reached = _whole_goal(program, whole, goal, bound)
        found.append((reached, bound))
        hold(program, linear, reached)
        hold(program, whole, reached, slack=HALF)
    if lists == len(goals):
        _keep_near(program, whole, _centre(program, found, (), limits), box.lists)
    counted = _counted(program, _unique(program, whole))
    values = tuple(measured(program.problem, goal, counted) for goal in goals)
    bounds = _bounds(program, values, [bound.value for _, bound in found], limits)
    proven = all(_cannot_be_bettered(program, reached, bound) for reached, bound in found)
    return Whole(counted, values, bounds, proven)


def _keep_near(program: Program, whole: Loaded, point: Floats, width: int | None) -> None:
    """Let payments differ from ``point`` by less than one person and ``width`` more."""
    paid = program.places(program.decisions.paid)
    low, high = np.zeros(len(paid)), np.full(len(paid), FREE)
    if width is not None:
        low = np.maximum(np.floor(point[paid] + SNAP) - width, 0)
        high = np.ceil(point[paid] - SNAP) + width
    whole.bound_columns(paid, low, high)


def _centre(
    program: Program, found: list[tuple[Reached, Reached]], left: tuple[Goal, ...], limits: Limits
) -> Floats:
    """The linear optimum of the goals left, with what is decided held at its whole values."""
    linear = Loaded(program.arrays, limits)
    for reached, _ in found:
        hold(program, linear, reached)
    for goal in left:
        hold(program, linear, best(program, linear, goal))
    return lowest_point(program, linear)


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


def _whole_goal(program: Program, whole: Loaded, goal: Goal, bound: Reached) -> Reached:
    if goal.name == "fairness":
        values = _spare_persons(program, whole, bound)
    else:
        wanted = objective(program, goal)
        # values lie a step apart: a gap just under half a step is proof
        values = whole.minimise(wanted.cost, gap=float(wanted.step / abs(wanted.scale)) * 0.49).values
    return measured(program.problem, goal, _counted(program, values))


def _counted(program: Program, values: Floats) -> Count:
    paid = program.places(program.decisions.paid)
    return count(program.problem, np.rint(values[paid]).astype(np.int64))


def _spare_persons(program: Program, whole: Loaded, bound: Reached) -> Floats:
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
    try:
        found = whole.minimise(wish, gap=_rank_weight(len(spare) - 1, len(spare)) * 0.49).values
    except NothingFitsError:
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
    found = whole.minimise(cost, gap=0.49).values
    for region, row in rows.items():
        whole.change_coefficient(row, missing[region], 0.0)
    return found


def _unique(program: Program, whole: Loaded) -> Floats:
    """The one whole-person plan that the drawn tie leaves; the declared ones have already placed the box."""
    *_, drawn = ties(program)
    return whole.minimise(drawn.cost, gap=0.0).values


def _cannot_be_bettered(program: Program, reached: Reached, bound: Reached) -> bool:
    """Whether the whole value is the best multiple of the goal's step within the linear bound."""
    if reached.goal.name == "fairness":
        return all(
            snapped_floor(persons) <= reached.persons[region] <= ceil(persons - SNAP)
            for region, persons in bound.persons.items()
        )
    wanted = objective(program, reached.goal)
    missing = (reached.value - bound.value) / wanted.scale * abs(wanted.scale)
    return missing < wanted.step


def _near(problem: Problem, found: Whole) -> bool:
    """Whether every goal is within one person a cell of its bound, or proven."""
    return found.proven or all(
        abs(value.value - bound) <= tolerance(problem, value.goal) + _given_up(value)
        for value, bound in zip(found.values, found.bounds, strict=True)
    )


def _given_up(value: Reached) -> Fraction:
    given = value.goal.give_up or 0
    return given * abs(value.value) * 2 if isinstance(given, Share) else Fraction(given)


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
