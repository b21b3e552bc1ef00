"""Funds that may be given more: their columns beside a program, their sums, the order of equal choices."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import reduce
from math import ceil, gcd

import numpy as np

from optimizer.model.program import Floats, Program
from optimizer.probes.extra_rows import Added, ceiling_rows
from optimizer.scenario.extra_lines import years_of
from optimizer.solve.people import RANKED
from optimizer.units import Code

NEAR = 1e-3
"""Units by which a sum of many payments may be off: whatever is taken for a whole sum is proven by a plan."""


class Sources:
    """Lines and raised funds; money added to each is a column after those of the program."""

    def __init__(self, program: Program, lines: Collection[str], raised: Collection[str]) -> None:
        """Of both, those that can pay for somebody."""
        ceilings, problem = ceiling_rows(program), program.problem
        self._scenario, self._columns, self._raised = problem.scenario, program.columns, raised
        self.names = tuple(name for name in ceilings if name in lines or name in raised)
        """In the order of the program."""
        self.rows = [ceilings[name] for name in self.names]
        """The row of each one's ceiling."""
        units = [int(problem.unit[problem.funds.index(name)]) for name in self.names]
        self.unit = reduce(gcd, units, 0) or 1
        """Rupiah: every sum of extra money in whole persons is a multiple of it."""
        self.weights = [unit // self.unit for unit in units]

    def sum_of(self, factors: Mapping[int, float]) -> Floats:
        """Money added to some sources, in units, each times a factor."""
        cost = np.zeros(self._columns + len(self.names))
        for place, factor in factors.items():
            cost[self._columns + place] = factor * self.weights[place]
        return cost

    def cost(self) -> Floats:
        """All money that is added."""
        return self.sum_of(dict.fromkeys(range(len(self.names)), 1.0))

    def own(self, code: Code) -> Floats:
        """Money that a region adds to lines of its own."""
        funds = self._scenario.funds
        return self.sum_of(
            {
                place: 1.0
                for place, name in enumerate(self.names)
                if name not in self._raised and funds[name].owner == code
            }
        )

    def most_raised(self) -> Floats:
        """A cost that is least where most is added to what is raised."""
        return self.sum_of({place: -1.0 for place, name in enumerate(self.names) if name in self._raised})

    def ties(self) -> Iterator[Floats]:
        """Most to what is raised, least in the earliest years, then the regions in order of code."""
        scenario, funds = self._scenario, [self._scenario.funds[name] for name in self.names]
        years = years_of(scenario)
        if self._raised:
            yield self.most_raised()
        for count in range(1, len(years)):
            early = years[:count]
            yield self.sum_of({place: 1.0 for place, fund in enumerate(funds) if fund.year in early})
        codes = scenario.codes
        for first in range(0, len(codes), RANKED):
            ranked = {code: 0.5**rank for rank, code in enumerate(codes[first : first + RANKED])}
            for year in (None, *years):
                yield self.sum_of(
                    {
                        place: -ranked[fund.owner]
                        for place, fund in enumerate(funds)
                        if fund.owner in ranked and year in (None, fund.year)
                    }
                )

    def counted(self, values: Floats, units: int, *, whole: bool) -> Added:
        """Whole units of each source; what is not whole is rounded up."""
        found = values[self._columns : self._columns + len(self.names)].tolist()
        rupiah = {
            name: ceil(value - NEAR) * weight * self.unit
            for name, value, weight in zip(self.names, found, self.weights, strict=True)
        }
        return Added(
            {name: amount for name, amount in rupiah.items() if amount > 0}, units * self.unit, whole
        )
