"""One fund's ceiling as something that moves: the rows it bounds, and the steps in which it matters."""

from __future__ import annotations

from functools import lru_cache
from math import lcm

from optimizer.model.program import FREE, Program
from optimizer.probes.deciding import Bounds
from optimizer.problem import Problem, build
from optimizer.scenario.ceilings import spendable
from optimizer.scenario.schema import Fund, Rules, Scenario
from optimizer.units import Rupiah, Share

AT_MOST = ("ceiling", "per_region_max")
AT_LEAST = ("spend_at_least", "per_region_min")


def with_ceiling(scenario: Scenario, name: str, ceiling: int) -> Scenario:
    """The scenario with another ceiling of one fund; shares of it move with it."""
    figure = scenario.funds[name].ceiling.model_copy(update={"value": Rupiah(ceiling), "assume": None})
    fund = scenario.funds[name].model_copy(update={"ceiling": figure})
    return scenario.model_copy(update={"funds": {**scenario.funds, name: fund}})


class Ceiling:
    """The ceiling of one fund, and the bounds that it puts to the rows of a program."""

    def __init__(self, scenario: Scenario, name: str, program: Program, problem: Problem) -> None:
        """``program`` states the fund's rows; ``problem`` has its cells month by month."""
        self.fund: Fund = scenario.funds[name]
        self.now = int(self.fund.ceiling.number)
        self._name = name
        # all but the fund's own money rows costs time and changes nothing in them
        self._alone = scenario.model_copy(
            update={"funds": {name: self.fund}, "targets": {}, "rules": Rules(stay=scenario.rules.stay)}
        )
        self._problem = problem
        self.unit = int(problem.unit[problem.funds.index(name)])
        self._rows = {
            (claim.rule, facts.get("region")): row
            for row, claim in enumerate(program.claims)
            for facts in (dict(claim.facts),)
            if claim.rule in (*AT_MOST, *AT_LEAST) and facts.get("fund") == name
        }
        self._at = lru_cache(maxsize=256)(self._bounds_at)
        limits = (self.fund.per_region.max, self.fund.per_region.min, self.fund.spend_at_least)
        self.by_unit = not any(isinstance(limit, Share) for limit in limits)
        """Whether nothing but the whole units that may be spent depends on the ceiling."""
        asks = self.fund.spend_at_least is not None or self.fund.per_region.min is not None
        self.monotone = not asks and not any(rule in AT_LEAST for rule, _ in self._rows)
        """Whether more money only allows more: nothing must be spent that grows or begins with it."""

    @property
    def stride(self) -> int:
        """Rupiah, at multiples of which no share of the ceiling is rounded to a unit."""
        amounts = (
            self.fund.set_aside,
            self.fund.per_region.max,
            self.fund.per_region.min,
            self.fund.spend_at_least,
        )
        return self.unit * lcm(*(amount.denominator for amount in amounts if isinstance(amount, Share)))

    def step_of(self, ceiling: int) -> int:
        """The step in which a ceiling lies: between two steps nothing can change."""
        return self._spendable(ceiling) // self.unit if self.by_unit else ceiling

    def least(self, step: int) -> int:
        """The smallest ceiling of a step, in rupiah."""
        if not self.by_unit:
            return step
        needed, high = step * self.unit, max(1, step * self.unit)
        while self._spendable(high) < needed:
            high *= 2
        low = needed if self._spendable(needed) >= needed else 0
        if low:
            return low
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if self._spendable(middle) >= needed else (middle + 1, high)
        return low

    def bounds(self, ceiling: int) -> Bounds:
        """The bounds of the fund's rows at a ceiling."""
        return self._at(ceiling)

    def between(self, ceiling: float) -> Bounds:
        """The same for any amount, nothing rounded: straight from one multiple of the stride to the next."""
        low = int(ceiling // self.stride) * self.stride
        part = (ceiling - low) / self.stride
        below = self._at(low)
        if part < 1e-9:
            return below
        above = self._at(low + self.stride)
        return {
            row: (_straight(pair[0], above[row][0], part), _straight(pair[1], above[row][1], part))
            for row, pair in below.items()
        }

    def widest(self, low: int, high: int) -> Bounds:
        """Bounds that hold at every ceiling from one to another."""
        first, second = self._at(low), self._at(high)
        return {
            row: (min(pair[0], second[row][0]), max(pair[1], second[row][1])) for row, pair in first.items()
        }

    @property
    def useful(self) -> int:
        """A ceiling above which no rupiah more can matter: it pays for everybody in every month."""
        problem, cells = self._problem, self._problem.cells
        mine = cells.fund == problem.funds.index(self._name)
        everybody = int((problem.eligible[cells.slot[mine]] * cells.premium[mine]).sum())
        most = self.fund.per_region.max
        if isinstance(most, Share) and most > 0:
            everybody = int(everybody / most) + 1
        aside = self.fund.set_aside
        if isinstance(aside, Share):
            everybody = int(everybody / (1 - aside)) + 1 if aside < 1 else 0
        elif aside is not None:
            everybody += int(aside)
        return max(self.now, everybody + self.unit)

    @property
    def person(self) -> int:
        """Rupiah for one person in every month that the fund may pay, where that costs least; 0: nobody."""
        problem, cells = self._problem, self._problem.cells
        mine = cells.fund == problem.funds.index(self._name)
        slots = cells.slot[mine]
        return min((int(cells.premium[mine][slots == slot].sum()) for slot in set(slots.tolist())), default=0)

    def _spendable(self, ceiling: int) -> int:
        figure = self.fund.ceiling.model_copy(update={"value": Rupiah(ceiling), "assume": None})
        return int(spendable(self.fund.model_copy(update={"ceiling": figure})))

    def _bounds_at(self, ceiling: int) -> Bounds:
        problem = build(with_ceiling(self._alone, self._name, ceiling))
        units = {
            (row.rule, None if row.region is None else problem.codes[row.region]): float(row.units)
            for row in problem.money
        }
        return {
            row: (-FREE, units[key])
            if key[0] in AT_MOST
            else (units.get(key, -FREE), FREE)  # nothing need be spent of a ceiling of 0
            for key, row in self._rows.items()
        }


def _straight(first: float, second: float, part: float) -> float:
    return first if abs(first) >= FREE else first + (second - first) * part
