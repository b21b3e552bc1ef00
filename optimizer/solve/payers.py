"""Who pays, once it is known who is covered: the linear program over payments and lists alone."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import partial

import numpy as np

from optimizer.model.goals import Objective, objective, ties
from optimizer.model.program import Floats, Program
from optimizer.scenario.schema import Goal
from optimizer.solve.highs import Limits, Loaded, NothingFitsError
from optimizer.solve.ordered import Reached, hold, in_turn
from optimizer.solve.trail import Trail

TIES = ("funds", "drawn")
"""The ties that ask who pays; once it is settled who is covered the others have nothing left to decide."""


class Payers:
    """The programs of who pays for one plan and for its bounds."""

    def __init__(self, program: Program, limits: Limits, trail: Trail) -> None:
        """``trail`` is where programs of the same shape stood."""
        self._program, self._trail = program, trail
        self._alone = program.of_payers() if program.is_as_stated else program
        self._load = partial(Loaded, limits=limits, precise=True, trail=trail)
        self._who_pays: Loaded | None = None

    def loaded(self) -> Loaded:
        """The program with every rule, as it was stated."""
        return self._load(self._program.arrays)

    def centre(self, people: Floats, thrift: Sequence[Reached], fewest: Goal | None) -> Floats:
        """``(columns,)`` the payments of the linear optimum for people at the same rupiah; all else is 0.

        ``people`` are whole, ``(s, t)`` in one row; ``fewest`` is the goal of fewest hand-overs, if asked.

        Raises:
            NothingFitsError: these people cannot be paid for.
        """
        stages = [objective(self._alone, fewest)] if fewest else []
        stages += [tie for tie in ties(self._alone) if tie.name in TIES]
        point = np.zeros(self._program.columns)
        found = self._settled(people, thrift, stages)
        point[self._program.decisions.paid] = found[self._alone.decisions.paid]
        return point

    def _settled(self, people: Floats, thrift: Sequence[Reached], stages: Sequence[Objective]) -> Floats:
        key = ("payers", tuple(stage.name for stage in stages))
        for way in self._trail.ways(key):
            linear = self._paying(people, thrift)
            with suppress(NothingFitsError):
                if linear.keep_to(way.face):
                    return linear.minimise(stages[-1].cost, "at one go").values
        linear = self._paying(people, thrift)
        linear.afresh()
        point = in_turn(linear, stages)
        self._trail.learn(key, linear.passed(added=True))
        return point

    def _paying(self, people: Floats, thrift: Sequence[Reached]) -> Loaded:
        """The program of who pays for these people, as it was stated."""
        linear = self._who_pays = self._who_pays or self._load(self._alone.arrays)
        linear.reset()
        if self._alone is self._program:
            linear.bound_columns(self._program.decisions.covered.ravel(), people, people)
        else:
            linear.bound_rows(np.arange(len(people), dtype=np.int32), people, people)
        for reached in thrift:
            hold(self._alone, linear, reached)
        return linear
