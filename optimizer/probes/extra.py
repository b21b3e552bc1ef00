r"""The least money beside the ceilings with which targets can be met.

Every region may add a line in every fiscal year. What is paid beyond a ceiling that may rise is a decision
:math:`z_f \ge 0`, in units of the fund:

.. math::
    \min \sum_f \gamma_f z_f, \qquad s_k = 0, \qquad
    \sum_{r,g,t} \frac{p_{fgt}}{\gamma_f} x_{rgft} \le \Big\lfloor \frac{B_f}{\gamma_f} \Big\rfloor + z_f

Goals before ``targets`` keep what today's money reaches.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import reduce
from math import ceil, floor, gcd

import numpy as np

from optimizer.model.program import FREE, Floats, Indices, Program, formulate
from optimizer.plan.shapes import Payment
from optimizer.probes.extra_rows import (
    DIGITS,
    Added,
    Asking,
    ahead_of_targets,
    ceiling_rows,
    first_that,
    in_whole_steps,
    payments_of,
    pays_for_all,
    target_rows,
    with_more_columns,
)
from optimizer.problem import Problem, build
from optimizer.scenario.extra_lines import key_of, own_lines, with_lines, years_of
from optimizer.scenario.schema import Goal
from optimizer.solve.highs import Limits, Loaded, NothingFitsError, Solution
from optimizer.solve.ordered import SNAP, Reached, hold, settle
from optimizer.solve.people import HAIR, RANKED
from optimizer.solve.whole import SMALL, payments_flow
from optimizer.units import Code

NEAR = 1e-3
"""Units by which a sum of many payments may be off: whatever is taken for a whole sum is proven by a plan."""


class Extra:
    """One scenario in which money may be added, loaded once and asked for the least of it."""

    def __init__(
        self,
        program: Program | Problem,
        limits: Limits,
        *,
        raised: Sequence[str] = (),
        follows: Mapping[str, tuple[str, Fraction]] | None = None,
    ) -> None:
        """``raised`` names funds of the program whose ceilings may rise beside the lines, where it is asked.

        One that ``follows`` a line rises by at most so many times what that line is given. The goals before
        ``targets`` are solved here with the money of today.
        """
        scenario = (program if isinstance(program, Problem) else program.problem).scenario
        lines = {key_of(scenario, line): line for line in own_lines(scenario)}
        full = formulate(build(with_lines(scenario, dict.fromkeys(lines.values(), 0))))
        ahead = ahead_of_targets(scenario)
        self._program = full.without_lists()
        self._limits, self._raised, self._follows = limits, frozenset(raised), follows or {}
        ceilings, problem = ceiling_rows(self._program), full.problem
        self.sources = tuple(name for name in ceilings if name in lines or name in self._raised)
        """Funds that may be given more, in the order of the program."""
        self._rows = [ceilings[name] for name in self.sources]
        units = [int(problem.unit[problem.funds.index(name)]) for name in self.sources]
        self.unit = reduce(gcd, units, 0) or 1
        """Rupiah: every sum of extra money in whole persons is a multiple of it."""
        self._weights = [unit // self.unit for unit in units]
        self._targets = target_rows(self._program)
        self._short = self._program.places(self._program.decisions.short)
        self._loaded = Loaded(self._program.arrays, limits, precise=True)
        self.held = self._reached_today(ahead)
        """What the goals before ``targets`` must go on reaching."""
        self._touched = True

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
            found = self._loaded.minimise(self._cost()).objective
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
        return self._placed(asked, asked.minimise(self._cost()))

    def takes_first(self, rupiah: Mapping[str, int]) -> list[Fraction]:
        """What the goals before ``targets`` reach when they may use so much more money first."""
        loaded = self._loaded
        self._touched = True
        loaded.reset()
        self._open(loaded, raised=True, hold_goals=False)
        self._give(loaded, rupiah)
        reached = [settle(self._program, loaded, one.goal) for one in self.held]
        return [in_whole_steps(self._program, one).value for one in reached]

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
        start = self._lowest_sum(needs, parts) if start is None else start
        asked = self._asking(needs, whole=whole, caps=dict.fromkeys(parts, 0))
        rows = dict(zip(parts, range(asked.loaded.rows - len(parts), asked.loaded.rows), strict=True))

        def caps(rupiah: int) -> dict[Code, int]:
            return {code: part * rupiah // total // self.unit for code, part in parts.items()}

        def met(rupiah: int) -> Solution | None:
            for code, units in caps(rupiah).items():
                asked.loaded.bound_row(rows[code], -FREE, units)
            try:
                return asked.minimise(self._cost())
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
        level = loaded.add_column(0, FREE)
        for code, figure in parts.items():
            row = loaded.add_row(self._sum_of(self._own_of(code)), -FREE, 0)
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
            loaded.add_row(self._sum_of(self._own_of(code)), -FREE, units)
        return Asking(loaded, needs, raised, whole, caps or {})

    @property
    def quick(self) -> bool:
        """Whether whole persons are found quickly: they can be paid for in whole persons, or are few."""
        return payments_flow(self._program.problem) or self._program.columns <= SMALL

    def _loaded_whole(self) -> Loaded:
        """A program of its own in whole persons, and whole units of every source."""
        arrays, sources = self._program.arrays, len(self.sources)
        units = np.arange(sources, dtype=np.int32) + np.int32(self._program.columns)
        return Loaded(
            with_more_columns(arrays, sources), self._limits, whole=np.append(self._integers(), units)
        )

    def _integers(self) -> Indices:
        program = self._program
        if payments_flow(program.problem):
            return np.concatenate([program.places(row) for row in program.decisions.covered])
        return program.places(program.decisions.paid)

    def _reached_today(self, ahead: Sequence[Goal]) -> list[Reached]:
        """What the goals before ``targets`` reach with the money there is; nothing where rules contradict."""
        try:
            reached = [settle(self._program, self._loaded, goal) for goal in ahead]
        except NothingFitsError:
            return []
        return [in_whole_steps(self._program, one) for one in reached]

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
        paid = np.rint(people[program.places(program.decisions.paid)]).astype(np.int64)
        return payments_of(program.problem, paid)

    def _open(self, loaded: Loaded, *, raised: bool = False, hold_goals: bool = True) -> None:
        """Let ceilings rise, and hold the goals before ``targets``."""
        for place, row in enumerate(self._rows):
            column = self._program.columns + place
            if loaded.columns <= column:
                loaded.add_column(0, FREE)
            loaded.change_coefficient(row, column, -1.0)
        limits = np.array([FREE if raised or name not in self._raised else 0.0 for name in self.sources])
        self._bound(loaded, range(len(limits)), np.zeros(len(limits)), limits)
        for name, (line, ratio) in self._follows.items():
            if name in self.sources and line in self.sources:
                pair = {self.sources.index(name): 1.0, self.sources.index(line): -float(ratio)}
                loaded.add_row(self._sum_of(pair), -FREE, 0)
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

    def _cost(self) -> Floats:
        return self._sum_of(dict.fromkeys(range(len(self.sources)), 1.0))

    def _sum_of(self, factors: Mapping[int, float]) -> Floats:
        """Money added to some sources, in units, each times a factor."""
        cost = np.zeros(self._program.columns + len(self.sources))
        for place, factor in factors.items():
            cost[self._program.columns + place] = factor * self._weights[place]
        return cost

    def _own_of(self, code: Code) -> dict[int, float]:
        funds = self._program.problem.scenario.funds
        return {
            place: 1.0
            for place, name in enumerate(self.sources)
            if name not in self._raised and funds[name].owner == code
        }

    def _placed(self, asked: Asking, found: Solution) -> Added:
        """Where the least money is added, by the ties; in whole persons as it was found."""
        units = ceil(found.objective - NEAR)
        asked.loaded.add_row(self._cost(), -FREE, max(units, found.objective))
        if asked.whole:
            # only the tie that the question is about: all of them would take seconds
            if asked.raised:
                found = asked.minimise(self._most_raised())
            return self._counted(found.values, units, whole=True)
        if asked.raised:
            self._round_down(asked.loaded)
        for cost in self._ties():
            found = asked.loaded.minimise(cost)
            asked.loaded.settle(found)
        found = self._in_units(asked, found, units)
        return self._counted(found.values, units, whole=False)

    def _in_units(self, asked: Asking, found: Solution, units: int) -> Solution:
        """Whole units of each source near where the ties placed them, one source after another."""
        if not self._parted(found):
            return found
        loaded = self._asking(asked.needs, raised=asked.raised, caps=asked.caps).loaded
        loaded.add_row(self._cost(), -FREE, units + NEAR)
        placed = found.values[self._program.columns :][: len(self.sources)]
        self._bound(loaded, range(len(placed)), np.floor(placed + NEAR), np.ceil(placed - NEAR))
        try:
            found = loaded.minimise(self._cost())
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
            return loaded.minimise(self._cost())
        except NothingFitsError:
            self._bound(loaded, [place], low + 1, low + 1)
            return loaded.minimise(self._cost())

    def _parted(self, found: Solution) -> list[int]:
        placed = found.values[self._program.columns :][: len(self.sources)]
        return np.flatnonzero(np.abs(placed - np.rint(placed)) > NEAR).tolist()

    def _give(self, loaded: Loaded, rupiah: Mapping[str, int]) -> None:
        units = np.array([rupiah.get(name, 0) // self.unit for name in self.sources]) / self._weights
        self._bound(loaded, range(len(units)), units, units)

    def _bound(self, loaded: Loaded, places: Sequence[int], lower: Floats, upper: Floats) -> None:
        loaded.bound_columns(np.array(places, dtype=np.int32) + np.int32(self._program.columns), lower, upper)

    def _round_down(self, loaded: Loaded) -> None:
        """Let what is raised rise by whole units only; the rest of the most it could is left to regions."""
        found = loaded.minimise(self._most_raised()).values
        places = [place for place, name in enumerate(self.sources) if name in self._raised]
        columns = np.array(places, dtype=np.int32) + np.int32(self._program.columns)
        loaded.bound_columns(columns, np.zeros(len(columns)), np.floor(found[columns] + NEAR))

    def _most_raised(self) -> Floats:
        return self._sum_of({place: -1.0 for place, name in enumerate(self.sources) if name in self._raised})

    def _of_years(self, years: int) -> Floats:
        """What is added in the first so many fiscal years."""
        scenario = self._program.problem.scenario
        first = years_of(scenario)[:years]
        return self._sum_of(
            {place: 1.0 for place, name in enumerate(self.sources) if scenario.funds[name].year in first}
        )

    def _ties(self) -> Iterator[Floats]:
        """Most to what is raised, least in the earliest years, then the regions in order of code."""
        scenario = self._program.problem.scenario
        funds = [scenario.funds[name] for name in self.sources]
        if self._raised:
            yield self._most_raised()
        for years in range(1, len(years_of(scenario))):
            yield self._of_years(years)
        codes = self._program.problem.codes
        for first in range(0, len(codes), RANKED):
            ranked = {code: 0.5**rank for rank, code in enumerate(codes[first : first + RANKED])}
            for year in (None, *years_of(scenario)):
                yield self._sum_of(
                    {
                        place: -ranked[fund.owner]
                        for place, fund in enumerate(funds)
                        if fund.owner in ranked and year in (None, fund.year)
                    }
                )

    def _counted(self, values: Floats, units: int, *, whole: bool) -> Added:
        """Whole units of each source; what is not whole is rounded up."""
        found = values[self._program.columns : self._program.columns + len(self.sources)].tolist()
        rupiah = {
            name: ceil(value - NEAR) * weight * self.unit
            for name, value, weight in zip(self.sources, found, self._weights, strict=True)
        }
        return Added(
            {name: amount for name, amount in rupiah.items() if amount > 0}, units * self.unit, whole
        )
