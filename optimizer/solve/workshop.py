"""Programs kept from one question to the next."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from hashlib import sha256
from typing import Any, TypeVar

from optimizer.model.program import Program, formulate
from optimizer.phases import by_phase
from optimizer.problem import Problem
from optimizer.solve.whole import Trails, payments_flow

Solved = TypeVar("Solved")


class Workshop:
    """States each program once; another problem of the same shape only gives it new figures."""

    def __init__(self) -> None:
        self._stated: dict[Shape, Program] = {}
        self._trails: dict[Hashable, Trails] = {}
        self._solved: dict[Hashable, Any] = {}
        self._shapes: dict[Shape, Shape] = {}
        self._last: tuple[Problem, Shape] | None = None
        self._beside: dict[int, Workshop] = {}

    def beside(self, part: int) -> Workshop:
        """A workshop for one part of a problem, so that parts solved at the same time do not meet."""
        return self._beside.setdefault(part, type(self)())

    def program(self, problem: Problem) -> Program:
        """The program of a problem."""
        shape = self.shape(problem)
        if shape not in self._stated:
            self._stated[shape] = formulate(problem)
            return self._stated[shape]
        return self._stated[shape].with_figures_of(problem)

    def brief(self, problem: Problem) -> Program | None:
        """The program of who is covered, months that are alike taken together, lists left out.

        None where lists are not the last goal, or where payments are no flow: then whole persons are sought
        near payments month by month, which this program does not know.
        """
        if not payments_flow(problem) or any(goal.name == "steady" for goal in problem.scenario.goals[:-1]):
            return None
        return self.program(by_phase(problem)).without_lists()

    def once(self, program: Program, solve: Callable[[], Solved]) -> Solved:
        """What a program with the same figures was solved to before, else what ``solve`` finds now."""
        problem, arrays = program.problem, program.arrays
        figures = sha256()
        for bounds in (arrays.row_lower, arrays.row_upper, arrays.column_lower, arrays.column_upper):
            figures.update(bounds.tobytes())
        asked = (self.shape(problem), problem.scenario.goals, figures.digest())
        if asked not in self._solved:
            self._solved[asked] = solve()
        found: Solved = self._solved[asked]
        return found

    def shape(self, problem: Problem) -> Shape:
        """The shape of a problem, the same one for all that are alike; asked of one problem several times."""
        if self._last is None or self._last[0] is not problem:
            found = Shape(problem)
            self._last = problem, self._shapes.setdefault(found, found)
        return self._last[1]

    def trails(self, problem: Problem) -> Trails:
        """Where the solver stood with programs of the problem's shape and the same goals."""
        return self._trails.setdefault((self.shape(problem), problem.scenario.goals), Trails())


class Shape:
    """All of a problem that decides its rows, columns and costs: everything but figures that are bounds."""

    __slots__ = ("_hash", "_parts")

    def __init__(self, problem: Problem) -> None:
        self._parts = _parts_of(problem)
        self._hash = hash(self._parts)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Shape) and self._parts == other._parts)


def _parts_of(problem: Problem) -> Hashable:
    return (
        problem.codes,
        problem.groups,
        problem.funds,
        problem.months,
        problem.weight,
        tuple(
            array.tobytes()
            for array in (problem.declared, problem.unit, problem.phase, *vars(problem.cells).values())
        ),
        (problem.subsidised > 0).tobytes(),
        (problem.eligible_in > 0).tobytes(),
        (problem.enrol_limit < problem.eligible_in).tobytes(),
        len(problem.scenario.funds),
        tuple((row.rule, row.fund, row.region) for row in problem.money),
        problem.matching,
        tuple((row.rule, row.number, row.of, row.slots, row.first, row.last) for row in problem.people),
        tuple((row.id, row.of, row.month, row.slots, row.weight) for row in problem.targets),
        None if problem.decided is None else (problem.decided >= 0).tobytes(),
    )
