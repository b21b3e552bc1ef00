"""The work that every peer does: the same program, the same goals in the same order, held and levelled alike.

The program is the one-piece monthly program of docs/model.md. A goal is held by a row with its optimum and
a slack of ``HELD``; fairness is levelled by raising the lowest share and fixing the regions that a dual
proves to be blocked, until none is left. Nobody asks for whole persons, ties or an audit: only Alokasi does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from time import perf_counter
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from optimizer.problem import Problem
from optimizer.scenario.schema import Goal
from optimizer.units import Share

Floats = NDArray[np.float64]

HELD = 1e-7
"""Slack of what is held, relative above 1: HiGHS lets rows be missed by as much."""

BLOCKED = 1e-6
"""A share row with a dual above this stops the lowest share from rising; all duals add up to 1."""


@dataclass(frozen=True)
class Wanted:
    """A goal as a cost to be minimised, on the axes of one kind of decision."""

    kind: str
    """dropped or covered ``(s, t)``, end ``(s,)`` (covered in the last month), short ``(k,)``, paid or taken
    ``(c,)``."""
    weight: Floats
    scale: int = 1
    """What one unit of the cost is worth in the goal's unit."""


def wanted(problem: Problem, goal: Goal) -> Wanted:
    """What a goal minimises, straight from the table of goals in docs/model.md."""
    months = np.arange(len(problem.months))
    weight = np.array([float(one) for one in problem.weight])
    named = np.array([goal.groups is None or group in goal.groups for group in problem.groups])
    by_slot = np.tile(weight, len(problem.codes))
    if goal.name == "keep":
        return Wanted("dropped", np.tile(len(months) - months, (problem.slots, 1)).astype(float))
    if goal.name == "targets":
        return Wanted("short", np.array([float(row.weight) for row in problem.targets]))
    if goal.name == "coverage":
        return Wanted("end", -np.tile(weight * named, len(problem.codes)))
    if goal.name == "months":
        return Wanted("covered", -np.tile(by_slot[:, None], (1, len(months))))
    if goal.name == "thrift":
        unit = int(np.gcd.reduce(problem.cells.premium))
        return Wanted("paid", problem.cells.premium / unit, unit)
    return Wanted("taken", np.ones(len(problem.cells)))


class Peer(Protocol):
    """One way to hand the program to HiGHS."""

    def minimise(self, wanted: Wanted) -> float:
        """The smallest cost over all that is held."""

    def hold(self, wanted: Wanted, most: float) -> None:
        """The cost stays at most this much."""

    def raise_lowest(self, free: Iterable[int]) -> tuple[float, Mapping[int, float]]:
        """The highest lowest share of the free regions, and for each how hard its own share pulls it down."""

    def fix(self, region: int, persons: float) -> None:
        """The region is no longer free: it keeps at least so many persons in the last month."""


@dataclass
class Answer:
    """What a peer reached."""

    values: dict[str, float] = field(default_factory=dict)
    """The optimum of each goal in its unit, the smallest cost; for fairness the lowest share."""
    levels: list[float] = field(default_factory=list)
    """The shares of all regions, ascending."""
    seconds: dict[str, float] = field(default_factory=dict)
    rounds: int = 0
    """Programs solved for fairness."""


def in_order(peer: Peer, problem: Problem, told: Callable[[str, float], None] | None = None) -> Answer:
    """Every goal of the scenario in turn; ``told`` hears of each that is done, with its seconds."""
    answer = Answer()
    for goal in problem.scenario.goals:
        begin = perf_counter()
        if goal.name == "fairness":
            answer.levels, answer.rounds = _levelled(peer, problem, goal)
            answer.values["fairness"] = answer.levels[0] if answer.levels else 1.0
        else:
            cost = wanted(problem, goal)
            best = peer.minimise(cost)
            peer.hold(cost, best + _given_up(goal, best, cost.scale) + _slack(best))
            answer.values[name_of(goal)] = best * cost.scale
        answer.seconds[name_of(goal)] = perf_counter() - begin
        if told is not None:
            told(name_of(goal), answer.seconds[name_of(goal)])
    return answer


def name_of(goal: Goal) -> str:
    """The goal's name, with its groups where it has some."""
    return f"{goal.name} {' '.join(goal.groups)}" if goal.groups else goal.name


def _slack(value: float) -> float:
    return HELD * max(1.0, abs(value))


def _given_up(goal: Goal, best: float, scale: int) -> float:
    if not goal.give_up:
        return 0.0
    return float(goal.give_up) * abs(best) if isinstance(goal.give_up, Share) else goal.give_up / scale


def _levelled(peer: Peer, problem: Problem, goal: Goal) -> tuple[list[float], int]:
    eligible = problem.eligible_in
    free = {region for region, people in enumerate(eligible.tolist()) if people > 0}
    given = float(goal.give_up) if isinstance(goal.give_up, Share) else 0.0
    levels: list[float] = []
    rounds = 0
    while free:
        level, pull = peer.raise_lowest(free)
        rounds += 1
        blocked = [region for region in free if pull[region] > BLOCKED] or [max(free, key=pull.__getitem__)]
        for region in blocked:
            persons = level * int(eligible[region]) * (1 - given)
            peer.fix(region, persons - _slack(persons))
            free.remove(region)
            levels.append(level)
    return sorted(levels), rounds
