"""From one resolved scenario to its outcome: solved, audited, counted, or told why not."""

from __future__ import annotations

from optimizer import runs
from optimizer.answers.outcome import Outcome, failed, outcome
from optimizer.errors import AlokasiError, FailedError, Finding
from optimizer.model.program import Program
from optimizer.problem import Problem
from optimizer.scenario.schema import Scenario
from optimizer.solve.highs import Limits
from optimizer.solve.workshop import Shape, Workshop

MOST_CELLS = 250_000
"""Cells of all programs that stay loaded: of NTB some eighty programs, in 150 MB."""

MOST_PLANS = 1_000
"""After so many plans programs are stated anew, and what was solved with them is let go."""


class _Shelf(Workshop):
    """A workshop that knows how full it is."""

    def __init__(self) -> None:
        super().__init__()
        self._counted: set[Shape] = set()
        self._cells = self.plans = 0

    @property
    def is_full(self) -> bool:
        """Whether it is time for another one."""
        return self._cells > MOST_CELLS or self.plans >= MOST_PLANS

    def program(self, problem: Problem) -> Program:
        """The program of a problem, noted where its shape is new."""
        shape = self.shape(problem)
        if shape not in self._counted:
            self._counted.add(shape)
            self._cells += len(problem.cells)
        return super().program(problem)


class Bench:
    """Where one process solves case after case; programs stay loaded between them."""

    def __init__(self) -> None:
        self._shelf = _Shelf()

    def outcome(self, scenario: Scenario, digest: str, time_limit: float | None = None) -> Outcome:
        """What a scenario comes to; ``time_limit`` is in seconds, for this case alone."""
        try:
            plan = runs.planned(scenario, Limits.starting(time_limit), self._taken())
        except AlokasiError as error:
            self._shelf = _Shelf()
            return failed(error, digest)
        except Exception as error:  # one case must not end a study of thousands; it is told, and tried again
            self._shelf = _Shelf()
            facts = {"kind": type(error).__name__, "said": str(error)[:200]}
            return failed(FailedError([Finding("study.case_failed", facts)]), digest)
        return outcome(plan, digest, scenario.horizon.last)

    def _taken(self) -> Workshop:
        if self._shelf.is_full:
            self._shelf = _Shelf()
        self._shelf.plans += 1
        return self._shelf
