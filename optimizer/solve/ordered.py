"""Goals in turn: each is solved, then held for the ones after it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor

import numpy as np

from optimizer.model.goals import Objective, objective, ties
from optimizer.model.program import FREE, Floats, Program
from optimizer.problem import Problem
from optimizer.scenario.schema import Goal
from optimizer.solve.highs import Limits, Loaded
from optimizer.solve.trail import Trail
from optimizer.units import Share

BLOCKED = 1e-6
"""A share row with a dual above this stops the lowest share from rising; all duals add up to 1."""

LEVEL = 1e-8
"""Persons by which a level that is held may be missed: below all that is snapped, above rounding errors."""

SNAP = 1e-6
"""Values nearer than this to a whole number are that number: solvers agree within 2e-8."""


@dataclass(frozen=True)
class Reached:
    """What one goal reaches; for fairness the persons of each region at its level."""

    goal: Goal
    value: Fraction
    persons: Mapping[int, float] = field(default_factory=dict)
    """Fairness only: region to its persons in the last month."""


@dataclass(frozen=True, eq=False)
class Optimum:
    """The linear optimum, goal by goal, and the one point that the ties leave."""

    goals: tuple[Reached, ...]
    point: Floats
    """``(columns,)`` persons."""
    loaded: Loaded
    """The program still loaded, to be asked more."""


def optimum(program: Program, limits: Limits, trail: Trail | None = None) -> Optimum:
    """Settle every goal in turn, then the ties; ``trail`` is where programs of the same shape stood.

    A program without lists is not asked for fewest hand-overs where that is the last goal.

    Raises:
        NothingFitsError: hard rules contradict each other.
        StoppedError: a limit came before the proof.
    """
    loaded = Loaded(program.arrays, limits, precise=True, trail=trail)
    asked = program.problem.scenario.goals
    if not program.has_lists and asked[-1].name == "steady":
        asked = asked[:-1]
    goals = tuple(settle(program, loaded, goal) for goal in asked)
    return Optimum(goals, lowest_point(program, loaded), loaded)


def best(program: Program, loaded: Loaded, goal: Goal) -> Reached:
    """The optimum of one goal over the rows that are loaded, as a linear program."""
    if goal.name == "fairness":
        return _leximin(program, loaded, goal)
    wanted = objective(program, goal)
    return Reached(goal, exact(wanted, loaded.minimise(wanted.cost, _stage(goal)).objective))


def settle(program: Program, loaded: Loaded, goal: Goal) -> Reached:
    """Solve one goal and leave only the points that are as good, or as good as it may give up."""
    if goal.name == "fairness":
        reached = _leximin(program, loaded, goal)
        hold(program, loaded, reached, slack=Fraction(LEVEL))
        return reached
    wanted = objective(program, goal)
    found = loaded.minimise(wanted.cost, _stage(goal))
    reached = Reached(goal, exact(wanted, found.objective))
    if goal.give_up:
        hold(program, loaded, reached)
    else:
        loaded.settle(found)
    return reached


def _stage(goal: Goal, round_: int = 0) -> Hashable:
    return goal.name, goal.groups, round_


def exact(wanted: Objective, cost: float) -> Fraction:
    """A cost as a value in the goal's unit."""
    return wanted.scale * Fraction(cost)


def hold(program: Program, loaded: Loaded, reached: Reached, *, slack: Fraction = Fraction(0)) -> None:
    """Keep what a goal has reached, less what it may give up; ``slack`` is in parts of the goal's step."""
    if reached.goal.name == "fairness":
        share = reached.goal.give_up if isinstance(reached.goal.give_up, Share) else Fraction(0)
        for region, persons in reached.persons.items():
            loaded.add_row(at_the_end(program, region), persons * float(1 - share) - float(slack), FREE)
        return
    wanted = objective(program, reached.goal)
    limit = (reached.value + allowance(reached, wanted)) / wanted.scale + slack * wanted.step / abs(
        wanted.scale
    )
    loaded.add_row(wanted.cost, -FREE, float(limit))


def allowance(reached: Reached, wanted: Objective) -> Fraction:
    """How far the value may move for the goals after it, signed the way it gets worse."""
    given = reached.goal.give_up or 0
    amount = given * abs(reached.value) if isinstance(given, Share) else Fraction(given)
    return amount if wanted.scale > 0 else -amount


def at_the_end(program: Program, region: int) -> Floats:
    """The row that counts a region's persons in the last month."""
    row = np.zeros(program.columns)
    for slot in program.problem.slots_of(region):
        row[program.place[program.decisions.covered[slot][-1].name]] = 1
    return row


def fair_regions(problem: Problem) -> list[int]:
    """Regions in which somebody is eligible."""
    return [region for region, people in enumerate(problem.eligible_in) if people > 0]


def _leximin(program: Program, loaded: Loaded, goal: Goal) -> Reached:
    """Raise the lowest share, then the next: a region is fixed when a positive dual proves it is blocked."""
    eligible = program.problem.eligible_in
    active = fair_regions(program.problem)
    level = loaded.add_column(0, 1)
    rise = np.zeros(level + 1)
    rise[level] = -1
    rows = {region: _share_row(program, loaded, region, level) for region in active}
    levels: dict[int, float] = {}
    while active:
        found = loaded.minimise(rise, _stage(goal, len(levels)))
        reached = -found.objective
        pull = {region: abs(found.row_dual[rows[region]]) * int(eligible[region]) for region in active}
        blocked = [region for region in active if pull[region] > BLOCKED] or [
            max(active, key=pull.__getitem__)
        ]
        for region in blocked:
            levels[region] = reached * int(eligible[region])
            loaded.change_coefficient(rows[region], level, 0.0)
            loaded.bound_row(rows[region], levels[region] - LEVEL, FREE)
        active = [region for region in active if region not in levels]
    loaded.bound_columns(np.array([level], dtype=np.int32), np.zeros(1), np.zeros(1))
    for row in rows.values():
        loaded.bound_row(row, -FREE, FREE)
    shares = [Fraction(levels[region]) / int(eligible[region]) for region in levels]
    return Reached(goal, min(shares, default=Fraction(1)), levels)


def _share_row(program: Program, loaded: Loaded, region: int, level: int) -> int:
    """Persons in the last month less the level's part of the eligible, at least 0."""
    row = np.append(at_the_end(program, region), np.zeros(level + 1 - program.columns))
    row[level] = -int(program.problem.eligible_in[region])
    return loaded.add_row(row, 0, FREE)


def lowest_point(program: Program, loaded: Loaded) -> Floats:
    """The one point that the declared and drawn ties leave: the persons of every column."""
    found = None
    for tie in ties(program):
        found = loaded.minimise(tie.cost, tie.name)
        loaded.settle(found)
    assert found is not None, "there is always a drawn tie"
    return found.values[: program.columns]


def snapped_floor(value: float) -> int:
    """The whole number below, a value within ``SNAP`` of a whole number counting as it."""
    return floor(value + SNAP)
