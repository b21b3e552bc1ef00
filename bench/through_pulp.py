"""The same program through PuLP and its own HiGHS interface, as its users write it.

The program is stated once; every solve hands it to a fresh HiGHS, for that is what the interface does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction

import pulp
from identical import Wanted

from optimizer.problem import Problem


class ThroughPulp:
    """A PuLP model of one problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.model = pulp.LpProblem("alokasi", pulp.LpMinimize)
        self._variables()
        self._people()
        self._money()
        self._asked()
        self._share: dict[int, pulp.LpConstraint] = {}

    def minimise(self, wanted: Wanted) -> float:
        """The smallest cost over all that is held."""
        self.model.setObjective(self._expression(wanted))
        return self._solved()

    def hold(self, wanted: Wanted, most: float) -> None:
        """The cost stays at most this much."""
        self.model += self._expression(wanted) <= most

    def raise_lowest(self, free: Iterable[int]) -> tuple[float, Mapping[int, float]]:
        """The highest lowest share, and for each region how hard its own share pulls it down."""
        people = self.problem.eligible_in
        if not self._share:
            for region in free:
                self._share[region] = self._end(region) - int(people[region]) * self.level >= 0
                self.model.addConstraint(self._share[region], f"share_{region}")
        self.model.setObjective(-1 * self.level)
        level = -self._solved()
        pull = {region: abs(self._share[region].pi) * int(people[region]) for region in free}
        return level, pull

    def fix(self, region: int, persons: float) -> None:
        """The region keeps at least so many persons in the last month."""
        self._share[region].changeRHS(-int(self.problem.eligible_in[region]))
        self.model += self._end(region) >= persons

    def _end(self, region: int) -> pulp.LpAffineExpression:
        return pulp.lpSum(self.n[slot, self.last] for slot in self.problem.slots_of(region))

    def _variables(self) -> None:
        problem = self.problem
        variable = self.model.add_variable
        slots, months = range(problem.slots), range(len(problem.months))
        self.last = months[-1]
        eligible, today = problem.eligible.tolist(), problem.subsidised.tolist()
        self.x = [variable(f"x_{cell}", 0) for cell in range(len(problem.cells))]
        self.h = [variable(f"h_{cell}", 0) for cell in range(len(problem.cells))]
        self.n = {(s, t): variable(f"n_{s}_{t}", 0, eligible[s]) for s in slots for t in months}
        self.e = {
            (s, t): variable(f"e_{s}_{t}", 0, eligible[s] if t <= problem.last_enrolment else 0)
            for s in slots
            for t in months
        }
        self.d = {(s, t): variable(f"d_{s}_{t}", 0, today[s]) for s in slots if today[s] for t in months}
        self.s = [variable(f"s_{row}", 0) for row in range(len(problem.targets))]
        self.level = variable("level", 0, 1)

    def _people(self) -> None:
        """One payer, continuity, only people of today drop, capacity of enrolment."""
        problem, model = self.problem, self.model
        paid = defaultdict(list)
        for x, slot, month in zip(
            self.x, problem.cells.slot.tolist(), problem.cells.month.tolist(), strict=True
        ):
            paid[slot, month].append(x)
        today = problem.subsidised.tolist()
        for (slot, month), n in self.n.items():
            model += n - pulp.lpSum(paid[slot, month]) == 0
            before = self.n[slot, month - 1] if month else today[slot]
            dropped = self.d.get((slot, month), 0)
            model += n - self.e[slot, month] + dropped - before == 0
        for slot, persons in enumerate(today):
            if persons:
                model += pulp.lpSum(self.d[slot, month] for month in range(self.last + 1)) <= persons
        for region, limit in enumerate(problem.enrol_limit.tolist()):
            if limit < problem.eligible_in[region]:
                for month in range(self.last + 1):
                    newly = pulp.lpSum(self.e[slot, month] for slot in problem.slots_of(region))
                    model += newly <= limit

    def _money(self) -> None:
        """Ceilings, what must be spent, matching; in units of each fund."""
        problem, cells = self.problem, self.problem.cells
        everywhere, there = defaultdict(list), defaultdict(list)
        groups = len(problem.groups)
        for x, fund, slot, units in zip(
            self.x, cells.fund.tolist(), cells.slot.tolist(), cells.units.tolist(), strict=True
        ):
            everywhere[fund].append((x, units))
            there[fund, slot // groups].append((x, units))
        for row in problem.money:
            terms = everywhere[row.fund] if row.region is None else there[row.fund, row.region]
            spent = pulp.LpAffineExpression(terms)
            if row.rule in ("ceiling", "per_region_max"):
                self.model += spent <= row.units
            else:
                self.model += spent >= row.units
        for match in problem.matching:
            unit = int(problem.unit[match.fund])
            own = [
                (x, -float(match.ratio * Fraction(int(problem.unit[fund]), unit)) * units)
                for fund in match.own
                for x, units in there[fund, match.region]
            ]
            self.model += pulp.LpAffineExpression([*there[match.fund, match.region], *own]) <= 0

    def _asked(self) -> None:
        """Floors and ceilings on people, targets, lists."""
        problem, model = self.problem, self.model
        for rule in problem.people:
            for month in range(rule.first, rule.last + 1):
                covered = pulp.lpSum(self.n[slot, month] for slot in rule.slots)
                model += covered >= rule.persons if rule.rule == "floor" else covered <= rule.persons
        for short, row in zip(self.s, problem.targets, strict=True):
            covered = pulp.lpSum(self.n[slot, row.month] for slot in row.slots)
            model += covered + short >= row.need - row.others
        before: dict[tuple[int, int, int], pulp.LpVariable] = {}
        cells = problem.cells
        axes = zip(cells.slot.tolist(), cells.fund.tolist(), cells.month.tolist(), strict=True)
        for x, h, (slot, fund, month) in zip(self.x, self.h, axes, strict=True):
            model += h - x + before.get((slot, fund, month - 1), 0) >= 0
            before[slot, fund, month] = x

    def _expression(self, wanted: Wanted) -> pulp.LpAffineExpression:
        weight = wanted.weight
        if wanted.kind in ("dropped", "covered"):
            named = self.d if wanted.kind == "dropped" else self.n
            return pulp.lpSum(float(weight[place]) * one for place, one in named.items())
        if wanted.kind == "end":
            last = (self.n[slot, self.last] for slot in range(self.problem.slots))
            return pulp.lpSum(float(one) * variable for one, variable in zip(weight, last, strict=True))
        listed = {"short": self.s, "paid": self.x, "taken": self.h}[wanted.kind]
        return pulp.lpSum(float(one) * variable for one, variable in zip(weight, listed, strict=True))

    def _solved(self) -> float:
        self.model.solve(pulp.HiGHS(msg=False))
        if self.model.sol_status != pulp.LpSolutionOptimal:
            raise RuntimeError(pulp.LpSolution[self.model.sol_status])
        return float(pulp.value(self.model.objective) or 0.0)
