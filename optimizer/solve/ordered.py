"""Goals in turn: each is solved, then held for the ones after it."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor

import numpy as np

from optimizer.model.goals import Objective, objective, ties
from optimizer.model.program import FREE, Floats, Program
from optimizer.scenario.schema import Goal
from optimizer.solve.highs import Limits, Loaded, NothingFitsError
from optimizer.solve.leximin import Leximin, hold_rows, largest, stand_in_rounds
from optimizer.solve.ranges import Rows
from optimizer.solve.trail import Face, Trail, Way
from optimizer.units import Share

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
    faces: tuple[tuple[int, Face], ...] = ()
    """How many of the first goals, fairness not among them, stand at their optimum on each of some faces."""


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
    for way in trail.ways(("goals", asked)) if trail else ():
        known = _known_way(program, loaded, asked, way)
        if known is not None:
            return known
    goals, fair = [], list[Leximin]()
    for goal in asked:
        if goal.name == "fairness":
            fair.append(_leximin(program, loaded, goal))
            goals.append(_even(program, goal, fair[-1].persons))
        else:
            goals.append(settle(program, loaded, goal))
    point = lowest_point(program, loaded)
    if trail and not any(goal.give_up for goal in asked):
        _learn(trail, asked, loaded, fair)
    return Optimum(tuple(goals), point, loaded, tuple(_faces(asked, loaded)))


def _faces(asked: Sequence[Goal], loaded: Loaded) -> Iterator[tuple[int, Face]]:
    """The face of each goal that was settled before others were held by rows."""
    for place, goal in enumerate(asked):
        if goal.name == "fairness" or goal.give_up:
            return
        yield place + 1, loaded.faces[place]


def _learn(trail: Trail, asked: Sequence[Goal], loaded: Loaded, fair: Sequence[Leximin]) -> None:
    """Remember the way through these goals, where a program with other bounds could take it too."""
    if not fair:
        trail.learn(("goals", asked), loaded.passed())
    elif len(fair) == 1 and fair[0].rounds:
        before = loaded.passed(fair[0].before)
        trail.learn(("goals", asked), loaded.passed() if before else None, before, fair[0].rounds)


def _known_way(program: Program, loaded: Loaded, asked: Sequence[Goal], way: Way) -> Optimum | None:
    """The optimum where the faces of a known way have a point: it is the best in every goal, at one go."""
    try:
        if way.before and not loaded.keep_to(way.before):
            raise NothingFitsError
        stands = stand_in_rounds(program, loaded, way.rounds)
        if not loaded.keep_to(way.face):
            raise NothingFitsError
        values = loaded.minimise(ties(program)[-1].cost, "at one go").values
    except NothingFitsError:
        loaded.reset()
        return None
    eligible, point = program.problem.eligible_in, values[: program.columns]
    whole = largest(program.problem)
    persons = {
        region: there if there >= 0 else float(values[-int(there)]) / whole * int(eligible[region])
        for region, there in stands.items()
    }
    goals = tuple(
        _even(program, goal, persons) if goal.name == "fairness" else _at(program, goal, point)
        for goal in asked
    )
    before = next((place for place, goal in enumerate(asked) if goal.name == "fairness"), 0)
    return Optimum(goals, point, loaded, ((before, way.before),) if way.before and before else ())


def _even(program: Program, goal: Goal, persons: Mapping[int, float]) -> Reached:
    eligible = program.problem.eligible_in
    shares = [Fraction(there) / int(eligible[region]) for region, there in persons.items()]
    return Reached(goal, min(shares, default=Fraction(1)), persons)


def _at(program: Program, goal: Goal, point: Floats) -> Reached:
    wanted = objective(program, goal)
    return Reached(goal, exact(wanted, float(wanted.cost @ point)))


def best(program: Program, loaded: Loaded, goal: Goal) -> Reached:
    """The optimum of one goal over the rows that are loaded, as a linear program."""
    if goal.name == "fairness":
        found = Leximin(program, loaded, goal)
        found.let_go()
        return _even(program, goal, found.persons)
    wanted = objective(program, goal)
    return Reached(goal, exact(wanted, loaded.minimise(wanted.cost, _stage(goal)).objective))


def settle(program: Program, loaded: Loaded, goal: Goal) -> Reached:
    """Solve one goal and leave only the points that are as good, or as good as it may give up."""
    if goal.name == "fairness":
        return _even(program, goal, _leximin(program, loaded, goal).persons)
    wanted = objective(program, goal)
    found = loaded.minimise(wanted.cost, _stage(goal))
    reached = Reached(goal, exact(wanted, found.objective))
    if goal.give_up:
        hold(program, loaded, reached)
    else:
        loaded.settle(found)
    return reached


def _leximin(program: Program, loaded: Loaded, goal: Goal) -> Leximin:
    """Fairness settled: every region stays at its level, less what the goal may give up."""
    found = Leximin(program, loaded, goal)
    found.keep(float(1 - goal.give_up) if isinstance(goal.give_up, Share) else 1.0)
    return found


def _stage(goal: Goal) -> Hashable:
    return goal.name, goal.groups


def exact(wanted: Objective, cost: float) -> Fraction:
    """A cost as a value in the goal's unit."""
    return wanted.scale * Fraction(cost)


def hold(program: Program, loaded: Rows, reached: Reached, *, slack: Fraction = Fraction(0)) -> None:
    """Keep what a goal has reached, less what it may give up; ``slack`` is in parts of the goal's step."""
    if reached.goal.name == "fairness":
        share = reached.goal.give_up if isinstance(reached.goal.give_up, Share) else Fraction(0)
        regions = sorted(reached.persons)  # faces name these rows by their number
        least = np.array([reached.persons[region] for region in regions]) * float(1 - share) - float(slack)
        hold_rows(program, loaded, regions, least)
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


def lowest_point(program: Program, loaded: Loaded) -> Floats:
    """The one point that the declared and drawn ties leave: the persons of every column."""
    return in_turn(loaded, ties(program))[: program.columns]


def in_turn(loaded: Loaded, stages: Sequence[Objective]) -> Floats:
    """The point that several costs leave, each minimised in its turn."""
    for stage in stages:
        found = loaded.minimise(stage.cost, stage.name)
        loaded.settle(found)
    return found.values


def snapped_floor(value: float) -> int:
    """The whole number below, a value within ``SNAP`` of a whole number counting as it."""
    return floor(value + SNAP)
