"""Where questions are asked: one scenario, its plan, and the audited plans of others like it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TypeVar

from optimizer import runs
from optimizer.answers.doubts import Doubt, first_doubt
from optimizer.errors import ContradictionError
from optimizer.model.program import Program
from optimizer.plan.shapes import Plan, Standing
from optimizer.problem import Problem, build
from optimizer.scenario.reading import Loaded
from optimizer.scenario.schema import Scenario
from optimizer.solve.highs import Limits
from optimizer.solve.workshop import Workshop

Step = Callable[[int, int], None]
"""Told how many of how many plans are done."""
Thing = TypeVar("Thing")


class Desk:
    """One scenario to be asked about; programs stay loaded between its plans."""

    def __init__(self, loaded: Loaded, *, time_limit: float | None = None, step: Step | None = None) -> None:
        """``time_limit`` is in seconds, for all that is asked; ``step`` is told of progress."""
        self.loaded = loaded
        self.scenario: Scenario = loaded.scenario
        self.limits = Limits.starting(time_limit)
        self.workshop = Workshop()
        self._step = step
        self.status: Standing = "optimal"
        """The weakest standing of all plans solved here: what an answer that compares them may claim."""
        self.plans = 0
        """Plans solved here."""
        self.doubts: list[Doubt] = []
        """What is open in each of those that are not proven."""

    @cached_property
    def base(self) -> Plan:
        """The plan of the scenario as it is.

        Raises:
            ContradictionError: its hard rules contradict each other.
        """
        return self.plan(self.scenario)

    def plan(self, scenario: Scenario) -> Plan:
        """The audited plan of a scenario, whole persons and whole rupiah; its digest is left empty.

        Raises:
            ContradictionError: hard rules contradict each other; its findings name them.
            StoppedError: a limit came before the proof.
        """
        plan = runs.planned(scenario, self.limits, self.workshop)
        self.heed(scenario, plan)
        return plan

    def heed(self, scenario: Scenario, plan: Plan) -> None:
        """Count a plan among those that an answer rests on, though it may have been solved elsewhere."""
        self.plans += 1
        if plan.status != "optimal":
            self.status = plan.status
            self.doubts.append(first_doubt(scenario, plan))

    def tried(self, scenario: Scenario) -> Plan | None:
        """The plan, or None where hard rules contradict each other."""
        try:
            return self.plan(scenario)
        except ContradictionError:
            return None

    @cached_property
    def problem(self) -> Problem:
        """The scenario as arrays, in one piece."""
        return build(self.scenario)

    def program(self, problem: Problem) -> Program:
        """The program of a problem; one of the same shape is not stated twice."""
        return self.workshop.program(problem)

    def each(self, things: Sequence[Thing]) -> Iterator[Thing]:
        """Things to be worked through, with progress told before each."""
        for done, thing in enumerate(things):
            self.tell(done, len(things))
            yield thing

    def tell(self, done: int, total: int) -> None:
        """Tell how many of how many plans are done."""
        if self._step is not None:
            self._step(done, total)
