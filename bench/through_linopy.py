"""The same program through linopy, stated by whole arrays and kept loaded, as its makers advise.

Version 0.10 builds sums over groups as sparse matrices and changes a loaded HiGHS in place
(``track_updates``): both are used. Rows that goals will need are stated at first, without effect, so that
nothing is built twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

import linopy
import numpy as np
import pandas as pd
import xarray as xr
from identical import Floats, Wanted, name_of, wanted
from linopy.solvers import Highs

from optimizer.problem import Ints, Problem

linopy.options["semantics"] = "v1"

FREE = 1e30


class ThroughLinopy:
    """A linopy model of one problem and its solver."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.model = linopy.Model(sparse=True)
        self._variables()
        self._people()
        self._money()
        self._asked()
        goals = [goal for goal in problem.scenario.goals if goal.name != "fairness"]
        self._goals = {name_of(goal): wanted(problem, goal) for goal in goals}
        for name, cost in self._goals.items():
            self.model.add_constraints(self._expression(cost) <= FREE, name=f"held {name}", freeze=False)
        self._shares()
        options = {"output_flag": False}
        self._solver = Highs.from_name("highs", io_api="direct", track_updates=True, options=options)

    def minimise(self, wanted: Wanted) -> float:
        """The smallest cost over all that is held."""
        return self._solved(self._expression(wanted))

    def hold(self, wanted: Wanted, most: float) -> None:
        """The cost stays at most this much."""
        name = next(name for name, cost in self._goals.items() if _same(cost, wanted))
        self.model.constraints[f"held {name}"].update(rhs=most)

    def raise_lowest(self, free: Iterable[int]) -> tuple[float, Mapping[int, float]]:
        """The highest lowest share, and for each region how hard its own share pulls it down."""
        people = xr.DataArray(self._people_there, coords=[self.fair])
        held = xr.DataArray(self._fixed, coords=[self.fair])
        fixed = held > 0
        self.model.constraints["share"].update(rhs=-1.0 * people * fixed)
        self.model.constraints["kept"].update(rhs=held)
        level = -self._solved(-1 * self.level)
        pull = np.abs(self.model.constraints["share"].dual.values) * self._people_there
        return level, {region: float(pull[self._place[region]]) for region in free}

    def fix(self, region: int, persons: float) -> None:
        """The region keeps at least so many persons in the last month."""
        self._fixed[self._place[region]] = max(persons, np.finfo(float).tiny)

    def _variables(self) -> None:
        problem, add = self.problem, self.model.add_variables
        self.slot, self.month = _index(problem.slots, "slot"), _index(len(problem.months), "month")
        self.cell, self.target = _index(len(problem.cells), "cell"), _index(len(problem.targets), "target")
        grid = [self.slot, self.month]
        everywhere = xr.DataArray(np.ones((problem.slots, len(self.month))), coords=grid)
        in_time = xr.DataArray(np.arange(len(self.month)) <= problem.last_enrolment, coords=[self.month])
        eligible = xr.DataArray(problem.eligible, coords=[self.slot]) * everywhere
        self.today = xr.DataArray(problem.subsidised, coords=[self.slot])
        self.x = add(lower=0, coords=[self.cell], name="x")
        self.h = add(lower=0, coords=[self.cell], name="h")
        self.n = add(lower=0, upper=eligible, coords=grid, name="n")
        self.e = add(lower=0, upper=eligible * in_time, coords=grid, name="e")
        self.d = add(lower=0, upper=self.today * everywhere, coords=grid, name="d")
        self.s = add(lower=0, coords=[self.target], name="s")
        self.level = add(lower=0, upper=1, name="level")

    def _people(self) -> None:
        """One payer, continuity, only people of today drop, capacity of enrolment."""
        problem, add, months = self.problem, self.model.add_constraints, len(self.month)
        place = problem.cells.slot * months + problem.cells.month
        covered = self._flat(self.n)
        nobody = np.setdiff1d(np.arange(problem.slots * months), place)
        paid = (1 * self.x).groupby(self._of_cells(place, "place")).sum()
        add(paid - covered.isel(place=np.unique(place)) == 0, name="payer")
        if len(nobody):
            add(covered.isel(place=nobody) == 0, name="no payer")
        first, later, before = slice(0, 1), slice(1, None), slice(0, -1)
        n, e, d = self.n, self.e, self.d
        add(n.isel(month=first) - e.isel(month=first) + d.isel(month=first) == self.today, name="first month")
        last_month = n.isel(month=before).assign_coords(month=self.month[1:])
        grown = n.isel(month=later) - last_month - e.isel(month=later) + d.isel(month=later)
        add(grown == 0, name="later months")
        add((1 * d).sum("month") <= self.today, name="dropped")
        limited = np.flatnonzero(problem.enrol_limit < problem.eligible_in)
        if len(limited):
            groups = len(problem.groups)
            inside = np.isin(np.arange(problem.slots) // groups, limited)
            region = xr.DataArray(
                (np.arange(problem.slots) // groups)[inside], coords={"slot": self.slot[inside]}
            )
            newly = (1 * e.isel(slot=np.flatnonzero(inside))).groupby(region.rename("region")).sum()
            most = xr.DataArray(
                problem.enrol_limit[limited], coords=[pd.Index(limited, name="region")], name="most"
            )
            add(newly <= most, name="capacity")

    def _money(self) -> None:
        """Ceilings, what must be spent, matching; in units of each fund."""
        problem, cells, add = self.problem, self.problem.cells, self.model.add_constraints
        spent = xr.DataArray(cells.units, coords=[self.cell]) * self.x
        by_fund = spent.groupby(self._of_cells(cells.fund, "fund")).sum()
        known = np.unique(cells.fund)
        ceilings = [row for row in problem.money if row.rule == "ceiling" and row.region is None]
        ceilings = [row for row in ceilings if row.fund in set(known.tolist())]
        if ceilings:
            funds = pd.Index([row.fund for row in ceilings], name="fund")
            most = xr.DataArray([row.units for row in ceilings], coords=[funds])
            add(by_fund.sel(fund=funds) <= most, name="ceiling")
        region = cells.slot // len(problem.groups)
        for number, row in enumerate(problem.money):
            if row.rule == "ceiling" and row.region is None:
                continue
            here = (cells.fund == row.fund) & (row.region is None or region == row.region)
            if not here.any():
                continue
            there = (spent.isel(cell=np.flatnonzero(here))).sum()
            bound = there <= row.units if row.rule in ("ceiling", "per_region_max") else there >= row.units
            add(bound, name=f"money {number}")
        for number, match in enumerate(problem.matching):
            matched = np.flatnonzero((cells.fund == match.fund) & (region == match.region))
            own = np.flatnonzero(np.isin(cells.fund, match.own) & (region == match.region))
            unit = Fraction(int(problem.unit[match.fund]))
            factors = [float(match.ratio * int(problem.unit[fund]) / unit) for fund in cells.fund[own]]
            factor = xr.DataArray(-np.array(factors), coords={"cell": self.cell[own]})
            if len(matched):
                followed = spent.isel(cell=matched).sum()
                less = (spent.isel(cell=own) * factor).sum() if len(own) else 0
                add(followed + less <= 0, name=f"matching {number}")

    def _asked(self) -> None:
        """Floors and ceilings on people, targets, lists."""
        problem, add, cells = self.problem, self.model.add_constraints, self.problem.cells
        for number, rule in enumerate(problem.people):
            months = slice(rule.first, rule.last + 1)
            covered = (1 * self.n.isel(slot=list(rule.slots), month=months)).sum("slot")
            row = covered >= rule.persons if rule.rule == "floor" else covered <= rule.persons
            add(row, name=f"people {number}")
        if problem.targets:
            place = [slot * len(self.month) + row.month for row in problem.targets for slot in row.slots]
            whose = [number for number, row in enumerate(problem.targets) for _ in row.slots]
            counted = self._flat(self.n).isel(place=place)
            counted = linopy.Variable(
                counted.data.assign_coords(place=np.arange(len(place))), self.model, counted.name
            )
            key = xr.DataArray(whose, coords={"place": np.arange(len(place))}, name="target")
            covered = (1 * counted).groupby(key).sum()
            need = [float(row.need - row.others) for row in problem.targets]
            add(covered + self.s >= xr.DataArray(need, coords=[self.target]), name="target")
        follows = np.zeros(len(cells), dtype=bool)
        same = (cells.slot[1:] == cells.slot[:-1]) & (cells.fund[1:] == cells.fund[:-1])
        follows[1:] = same & (cells.month[1:] == cells.month[:-1] + 1)
        begins, goes_on = np.flatnonzero(~follows), np.flatnonzero(follows)
        add(self.h.isel(cell=begins) - self.x.isel(cell=begins) >= 0, name="list begins")
        if len(goes_on):
            before = self.x.isel(cell=goes_on - 1).assign_coords(cell=self.cell[goes_on])
            taken = self.h.isel(cell=goes_on) - self.x.isel(cell=goes_on) + before
            add(taken >= 0, name="list goes on")

    def _shares(self) -> None:
        """Two rows a region: its share is not below the level, and what it keeps once it is fixed."""
        people = self.problem.eligible_in
        there = np.flatnonzero(people > 0)
        self.fair = pd.Index(there, name="fair")
        self._place = {region: place for place, region in enumerate(there.tolist())}
        self._people_there, self._fixed = people[there].astype(float), np.zeros(len(there))
        groups = len(self.problem.groups)
        region = xr.DataArray(np.arange(self.problem.slots) // groups, coords=[self.slot], name="fair")
        end = (1 * self.n.isel(month=-1, drop=True)).groupby(region).sum().sel(fair=self.fair)
        weight = xr.DataArray(self._people_there, coords=[self.fair])
        self.model.add_constraints(end - weight * self.level >= 0, name="share", freeze=False)
        self.model.add_constraints(end >= 0, name="kept", freeze=False)

    def _flat(self, variable: Any) -> Any:
        """A decision of slots and months on one axis."""
        data = variable.data.stack(place=["slot", "month"], create_index=False)
        data = data.drop_vars(["slot", "month"], errors="ignore").assign_coords(
            place=np.arange(len(self.slot) * len(self.month))
        )
        return linopy.Variable(data, self.model, variable.name)

    def _of_cells(self, key: Ints, name: str) -> xr.DataArray:
        return xr.DataArray(key, coords={"cell": self.cell}, name=name)

    def _expression(self, wanted: Wanted) -> Any:
        axes = {
            "dropped": ([self.slot, self.month], self.d),
            "covered": ([self.slot, self.month], self.n),
            "end": ([self.slot], self.n.isel(month=-1, drop=True)),
            "short": ([self.target], self.s),
            "paid": ([self.cell], self.x),
            "taken": ([self.cell], self.h),
        }
        coords, variable = axes[wanted.kind]
        return (xr.DataArray(wanted.weight, coords=coords) * variable).sum()

    def _solved(self, cost: Any) -> float:
        self.model.add_objective(cost, overwrite=True)
        result = self._solver.solve(self.model, assign=True)
        if result.status.termination_condition.value != "optimal":
            raise RuntimeError(str(result.status))
        value = self.model.objective.value
        if value is None:
            raise RuntimeError("solved, and no value")
        return float(value)


def _index(size: int, name: str) -> pd.RangeIndex:
    return pd.RangeIndex(size, name=name)


def _same(one: Wanted, other: Wanted) -> bool:
    weights: tuple[Floats, Floats] = (one.weight, other.weight)
    return one.kind == other.kind and bool(np.array_equal(*weights))
