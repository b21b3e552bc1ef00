"""A scenario's funds, each over a program of its part that stays loaded, where a goal decides persons."""

from __future__ import annotations

from dataclasses import dataclass

from optimizer.blocks import blocks
from optimizer.phases import by_phase
from optimizer.probes.deciding import Deciding, deciding
from optimizer.probes.trace import Start, Trace
from optimizer.probes.trace_causes import Causes
from optimizer.probes.trace_ceiling import Ceiling
from optimizer.problem import Problem
from optimizer.questions.changes import with_ceilings
from optimizer.questions.desk import Desk
from optimizer.scenario.schema import Fund
from optimizer.solve.whole import payments_flow


@dataclass(frozen=True, slots=True)
class Traced:
    """One fund in its part of the scenario."""

    trace: Trace
    causes: Causes
    elsewhere: int
    """Persons of the last month in the parts that the fund does not touch."""
    proven: bool
    """Whether the persons here are the plan's own; where not, they are of the goals that decide alone."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of the scenario, and how many it covers as it is."""

    problem: Problem
    deciding: Deciding
    start: Start
    planned: int
    """Covered in the last month by the plan."""

    @property
    def persons(self) -> int:
        """Covered in the last month by the goals that decide, which may be more than by a plan not proven."""
        return self.deciding.persons_of(self.start.whole[-1])


class Traces:
    """The funds of a scenario; parts are loaded when first asked for."""

    def __init__(self, desk: Desk) -> None:
        """The desk's plan must exist: its rules do not contradict each other."""
        self._desk = desk
        self.goals = deciding(desk.scenario)
        self._parts: dict[str, _Part | None] = {}
        self._problems = [part.problem for part in blocks(desk.problem)]

    def of(self, name: str) -> Traced | None:
        """One fund; None where only whole plans say how many are covered."""
        if self.goals is None:
            return None
        part = self._part(name)
        if part is None:
            return None
        ceiling = Ceiling(self._desk.scenario, name, part.deciding.program, part.problem)
        elsewhere = int(self._desk.base.totals.persons_end) - part.planned
        proven = part.persons == part.planned

        def planned(amount: int) -> int | None:
            plan = self._desk.tried(with_ceilings(self._desk.scenario, {name: amount}))
            return None if plan is None else int(plan.totals.persons_end) - elsewhere

        # a plan that is not proven best says nothing beside values that are
        trace = Trace(part.deciding, ceiling, part.start, planned if proven else None)
        return Traced(trace, Causes(part.deciding, ceiling, name), elsewhere, proven)

    def _part(self, name: str) -> _Part | None:
        if _is_hidden(self._desk.scenario.funds[name]):
            return None
        problem = next(problem for problem in self._problems if name in problem.funds)
        key = problem.codes[0]
        if key not in self._parts:
            self._parts[key] = self._loaded(problem)
        return self._parts[key]

    def _loaded(self, problem: Problem) -> _Part | None:
        """A part; None where a plan that is proven best has other persons, which should never be."""
        assert self.goals is not None, "asked only where some goal decides"
        # whole people can be paid for at any split of alike months only where payments flow
        stated = self._desk.program(by_phase(problem) if payments_flow(problem) else problem)
        loaded = Deciding(stated, self.goals, self._desk.limits)
        codes = set(problem.codes)
        planned = sum(row.persons_end for row in self._desk.base.regions if row.code in codes)
        part = _Part(problem, loaded, Start.of(loaded), planned)
        return part if part.persons == planned or self._desk.base.status != "optimal" else None


def _is_hidden(fund: Fund) -> bool:
    """Whether rows of the fund are not stated because its ceiling is 0."""
    asks = fund.spend_at_least is not None or fund.per_region.min is not None
    return asks and not fund.ceiling.number
