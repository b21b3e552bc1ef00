r"""The least money beside the ceilings with which targets can be met.

Every region may add a line in every fiscal year. What is paid beyond a ceiling that may rise is a decision
:math:`z_f \ge 0`, in units of the fund:

.. math::
    \min \sum_f \gamma_f z_f, \qquad s_k = 0, \qquad
    \sum_{r,g,t} \frac{p_{fgt}}{\gamma_f} x_{rgft} \le \Big\lfloor \frac{B_f}{\gamma_f} \Big\rfloor + z_f

Goals before ``targets`` are held: at what today's money reaches, or at their best where money is added.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import ceil, floor

import numpy as np

from optimizer.model.program import FREE, Floats, Indices, formulate
from optimizer.plan.shapes import Payment
from optimizer.probes.extra_rows import (
    DIGITS,
    Added,
    Asking,
    ahead_of_targets,
    first_that,
    in_whole_steps,
    payments_of,
    pays_for_all,
    target_rows,
    with_more_columns,
)
from optimizer.probes.extra_sources import NEAR, Sources
from optimizer.problem import Problem, build
from optimizer.scenario.extra_lines import key_of, own_lines, with_lines
from optimizer.scenario.schema import Goal
from optimizer.solve.highs import Limits, Loaded, NothingFitsError, Solution
from optimizer.solve.ordered import SNAP, Reached, hold, settle
from optimizer.solve.people import HAIR
from optimizer.solve.whole import SMALL, payments_flow
from optimizer.units import Code

ALMOST = 0.5
"""Persons that parts of persons may be short of: less than one."""

SMALLEST = 1e-6
"""A part of a sum below this is no coefficient of a row: the solver would take it for nothing."""


class Extra:
    """One scenario in which money may be added, loaded once and asked for the least of it."""

    def __init__(
        self,
        problem: Problem,
        limits: Limits,
        *,
        raised: Sequence[str] = (),
        follows: Mapping[str, tuple[str, Fraction]] | None = None,
        take_first: Collection[str] = (),
    ) -> None:
        """``raised`` names funds of the problem whose ceilings may rise beside the lines, where it is asked.

        One that ``follows`` a line rises by at most so many times what that line is given. Of the goals
        before ``targets`` those named in ``take_first`` are held at their best with any money; the others at
        what the money of today reaches.
        """
        scenario = problem.scenario
        lines = {key_of(scenario, line): line for line in own_lines(scenario)}
        full = formulate(build(with_lines(scenario, dict.fromkeys(lines.values(), 0))))
        ahead = ahead_of_targets(scenario)
        self._program = full.without_lists()
        self._limits, self._raised, self._follows = limits, frozenset(raised), follows or {}
        self.patience = limits
        """Limits of the search for whole persons, which may take long."""
        self._sources = Sources(self._program, lines, self._raised)
        self.unit = self._sources.unit
        """Rupiah: every sum of extra money in whole persons is a multiple of it."""
        self._targets = target_rows(self._program)
        self._short = self._program.decisions.short
        self._loaded = Loaded(self._program.arrays, limits, precise=True)
        self._touched = True
        self.contradicts = False
        """Whether hard rules contradict each other with the money of today."""
        self.today: list[Reached] = []
        """What the goals before ``targets`` reach with the money of today."""
        self.held: list[Reached] = []
        """What they must go on reaching."""
        self._settle_ahead(ahead, take_first)

    def least(self, needs: Sequence[int]) -> Fraction | None:
        """The least rupiah of extra money that meets a need for each target row; None when none suffices.

        Persons without any fund count towards a need as they do towards its target; a need of 0 asks nothing.
        It is an optimum of the linear program: whole persons cannot do with less.
        """
        if self._touched:
            self._asking(needs)
            self._touched = False
        self._ask(self._loaded, needs)
        try:
            found = self._loaded.minimise(self._sources.cost()).objective
        except NothingFitsError:
            return None
        return Fraction(round(found * DIGITS), DIGITS) * self.unit

    def reach(self, needs: Sequence[int]) -> tuple[int, ...]:
        """The part of each need that any money could meet, fewest persons missing in all.

        Raises:
            NothingFitsError: rules contradict each other, whatever the money.
        """
        loaded = self._asking(needs).loaded
        self._ask(loaded, needs, missing=FREE)
        cost = np.zeros(loaded.columns)
        cost[self._short] = [float(row.weight) for row in self._program.problem.targets]
        short = loaded.minimise(cost).values[self._short]
        return tuple(
            max(0, need - ceil(missing - SNAP)) for need, missing in zip(needs, short.tolist(), strict=True)
        )

    def added(self, needs: Sequence[int], *, raised: bool = False, whole: bool = False) -> Added:
        """The least money that meets the needs, and where it is added; none to what is raised unless asked.

        Of all ways to add so little: most to what is raised, least in the earliest fiscal years, then the
        regions in order of code. ``whole`` seeks it in whole persons, by integer programming, anywhere.

        Raises:
            NothingFitsError: no money suffices.
        """
        asked = self._asking(needs, raised=raised, whole=whole)
        return self._placed(asked, asked.minimise(self._sources.cost()))

    def in_order(self, needs: Sequence[int], rupiah: Mapping[str, int]) -> bool:
        """Whether so much more money meets the needs after the goals before ``targets`` took the best of it.

        In parts of persons: whole ones may leave a person short.
        """
        loaded = self._loaded
        self._touched = True
        loaded.reset()
        self._open(loaded, raised=True, hold_goals=False)
        self._give(loaded, rupiah)
        for one in self.held:
            settle(self._program, loaded, one.goal)
        self._ask(loaded, needs, missing=FREE)
        cost = np.zeros(loaded.columns)
        cost[self._short] = 1
        return loaded.minimise(cost).objective < ALMOST

    def in_proportion(
        self, needs: Sequence[int], parts: Mapping[Code, int], *, start: int | None = None
    ) -> tuple[int, Added]:
        """The least sum in rupiah whose parts, in proportion to a figure of each region, meet the needs.

        What is added is what the regions need of their parts, least in all. From ``start`` on, the sum that
        suffices for parts of persons, it is sought in whole persons.

        Raises:
            NothingFitsError: no sum suffices.
        """
        total, whole = sum(parts.values()), start is not None
        most = pays_for_all(self._program.problem, {Code("ID"): 1})  # larger bounds confuse the solver
        start = self._lowest_sum(needs, parts) if start is None else start
        asked = self._asking(needs, whole=whole, caps=dict.fromkeys(parts, 0))
        rows = dict(zip(parts, range(asked.loaded.rows - len(parts), asked.loaded.rows), strict=True))

        def caps(rupiah: int) -> dict[Code, int]:
            return {code: min(part * rupiah // total, most) // self.unit for code, part in parts.items()}

        def met(rupiah: int) -> Solution | None:
            for code, units in caps(rupiah).items():
                asked.loaded.bound_row(rows[code], -FREE, units)
            try:
                return asked.minimise(self._sources.cost())
            except NothingFitsError:
                return None

        least = first_that(
            lambda rupiah: met(rupiah) is not None,
            start,
            self.unit,
            pays_for_all(self._program.problem, parts),
        )
        found = met(least)
        assert found is not None, "it was met just now"
        return least, self._placed(replace(asked, caps=caps(least)), found)

    def _lowest_sum(self, needs: Sequence[int], parts: Mapping[Code, int]) -> int:
        """A sum below which parts that need not be whole do not suffice."""
        loaded, total = self._asking(needs).loaded, sum(parts.values())
        if min(part for part in parts.values() if part) < total * SMALLEST:
            return 0
        level = loaded.add_column(0, FREE)
        for code, figure in parts.items():
            row = loaded.add_row(self._sources.own(code), -FREE, 0)
            loaded.change_coefficient(row, level, -figure / total)
        rise = np.zeros(level + 1)
        rise[level] = 1
        return floor(loaded.minimise(rise).objective * self.unit * (1 - SNAP))

    def _asking(
        self,
        needs: Sequence[int],
        *,
        raised: bool = False,
        whole: bool = False,
        caps: Mapping[Code, int] | None = None,
    ) -> Asking:
        """The program with nothing settled, asked the needs."""
        loaded = self._loaded_whole() if whole else self._loaded
        if not whole:
            self._touched = True
            loaded.reset()
        self._open(loaded, raised=raised)
        self._ask(loaded, needs)
        for code, units in (caps or {}).items():
            loaded.add_row(self._sources.own(code), -FREE, units)
        return Asking(loaded, needs, raised, whole, caps or {})

    @property
    def quick(self) -> bool:
        """Whether whole persons are found quickly: they can be paid for in whole persons, or are few."""
        return payments_flow(self._program.problem) or self._program.columns <= SMALL

    def _loaded_whole(self) -> Loaded:
        """A program of its own in whole persons, and whole units of every source."""
        arrays, sources = self._program.arrays, len(self._sources.names)
        units = np.arange(sources, dtype=np.int32) + np.int32(self._program.columns)
        return Loaded(
            with_more_columns(arrays, sources), self.patience, whole=np.append(self._integers(), units)
        )

    def _integers(self) -> Indices:
        program = self._program
        if payments_flow(program.problem):
            return program.decisions.covered.ravel()
        return program.decisions.paid

    def _settle_ahead(self, goals: Sequence[Goal], take_first: Collection[str]) -> None:
        """What the goals before ``targets`` reach with today's money, and what is held of it."""
        program, loaded = self._program, self._loaded
        try:
            loaded.minimise(np.zeros(loaded.columns))
            reached = [settle(program, loaded, goal) for goal in goals]
        except NothingFitsError:
            self.contradicts = True
            return
        self.today = self.held = [in_whole_steps(program, one) for one in reached]
        if not any(goal.name in take_first for goal in goals):
            return
        loaded.reset()
        self._open(loaded, hold_goals=False)
        try:
            self.held = [self._richer(one, take_first) for one in self.today]
            loaded.minimise(np.zeros(loaded.columns))
        except NothingFitsError:
            self.held = self.today

    def _richer(self, today: Reached, take_first: Collection[str]) -> Reached:
        """What a goal is held at while any money may be added."""
        if today.goal.name in take_first:
            return in_whole_steps(self._program, settle(self._program, self._loaded, today.goal))
        hold(self._program, self._loaded, today, slack=HAIR)
        return today

    def payments(self, needs: Sequence[int], rupiah: Mapping[str, int]) -> tuple[Payment, ...]:
        """Whole-person payments that meet the needs with so much added money, by integer programming.

        Raises:
            NothingFitsError: no whole-person plan meets them with it.
        """
        program = self._program
        asked = self._asking(needs, raised=True, whole=True)
        self._give(asked.loaded, rupiah)
        people = asked.loaded.minimise_whole(np.zeros(asked.loaded.columns), 0.999).values
        if payments_flow(program.problem):
            columns = self._integers()
            linear = self._asking(needs, raised=True).loaded
            self._give(linear, rupiah)
            linear.bound_columns(columns, np.rint(people[columns]), np.rint(people[columns]))
            people = linear.minimise(np.zeros(linear.columns)).values
        paid = np.rint(people[program.decisions.paid]).astype(np.int64)
        return payments_of(program.problem, paid)

    def _open(self, loaded: Loaded, *, raised: bool = False, hold_goals: bool = True) -> None:
        """Let ceilings rise, and hold the goals before ``targets``."""
        for place, row in enumerate(self._sources.rows):
            column = self._program.columns + place
            if loaded.columns <= column:
                loaded.add_column(0, FREE)
            loaded.change_coefficient(row, column, -1.0)
        names = self._sources.names
        limits = np.array([FREE if raised or name not in self._raised else 0.0 for name in names])
        self._bound(loaded, range(len(limits)), np.zeros(len(limits)), limits)
        for name, (line, ratio) in self._follows.items():
            if name in self._sources.names and line in self._sources.names:
                pair = {self._sources.names.index(name): 1.0, self._sources.names.index(line): -float(ratio)}
                loaded.add_row(self._sources.sum_of(pair), -FREE, 0)
        for reached in self.held if hold_goals else ():
            hold(self._program, loaded, reached, slack=HAIR)

    def _ask(self, loaded: Loaded, needs: Sequence[int], *, missing: float = 0) -> None:
        """Ask the needs, of which so many persons may be missing."""
        rows = self._program.problem.targets
        lower = [
            need - row.others if need > row.others else -FREE for need, row in zip(needs, rows, strict=True)
        ]
        loaded.bound_rows(self._targets, np.array(lower, dtype=float), np.full(len(rows), FREE))
        loaded.bound_columns(self._short, np.zeros(len(rows)), np.full(len(rows), float(missing)))

    def _placed(self, asked: Asking, found: Solution) -> Added:
        """Where the least money is added, by the ties; in whole persons as it was found."""
        units = ceil(found.objective - NEAR)
        asked.loaded.add_row(self._sources.cost(), -FREE, max(units, found.objective))
        if asked.whole:
            # only the tie that the question is about: all of them would take seconds
            if asked.raised:
                found = asked.minimise(self._sources.most_raised())
            return self._sources.counted(found.values, units, whole=True)
        if asked.raised:
            self._round_down(asked.loaded)
        for cost in self._sources.ties():
            found = asked.loaded.minimise(cost)
            asked.loaded.settle(found)
        found = self._in_units(asked, found, units)
        return self._sources.counted(found.values, units, whole=False)

    def _in_units(self, asked: Asking, found: Solution, units: int) -> Solution:
        """Whole units of each source near where the ties placed them, one source after another."""
        if not self._parted(found):
            return found
        loaded = self._asking(asked.needs, raised=asked.raised, caps=asked.caps).loaded
        loaded.add_row(self._sources.cost(), -FREE, units + NEAR)
        placed = found.values[self._program.columns :][: len(self._sources.names)]
        self._bound(loaded, range(len(placed)), np.floor(placed + NEAR), np.ceil(placed - NEAR))
        try:
            found = loaded.minimise(self._sources.cost())
            while parted := self._parted(found):
                found = self._rounded(loaded, parted[0], found)
        except NothingFitsError:
            pass  # the sum of what is rounded up then tells that more is needed
        return found

    def _rounded(self, loaded: Loaded, place: int, found: Solution) -> Solution:
        """One source rounded down, or up where down does not suffice."""
        low = np.floor(found.values[[self._program.columns + place]])
        try:
            self._bound(loaded, [place], low, low)
            return loaded.minimise(self._sources.cost())
        except NothingFitsError:
            self._bound(loaded, [place], low + 1, low + 1)
            return loaded.minimise(self._sources.cost())

    def _parted(self, found: Solution) -> list[int]:
        placed = found.values[self._program.columns :][: len(self._sources.names)]
        return np.flatnonzero(np.abs(placed - np.rint(placed)) > NEAR).tolist()

    def _give(self, loaded: Loaded, rupiah: Mapping[str, int]) -> None:
        given = np.array([rupiah.get(name, 0) // self.unit for name in self._sources.names])
        units = given / self._sources.weights
        self._bound(loaded, range(len(units)), units, units)

    def _bound(self, loaded: Loaded, places: Sequence[int], lower: Floats, upper: Floats) -> None:
        loaded.bound_columns(np.array(places, dtype=np.int32) + np.int32(self._program.columns), lower, upper)

    def _round_down(self, loaded: Loaded) -> None:
        """Let what is raised rise by whole units only; the rest of the most it could is left to regions."""
        found = loaded.minimise(self._sources.most_raised()).values
        places = [place for place, name in enumerate(self._sources.names) if name in self._raised]
        columns = np.array(places, dtype=np.int32) + np.int32(self._program.columns)
        loaded.bound_columns(columns, np.zeros(len(columns)), np.floor(found[columns] + NEAR))
