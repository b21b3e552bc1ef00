"""Plain HiGHS: one warm object fed the one-piece monthly program as arrays, default options."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import highspy
import numpy as np
from identical import Floats, Wanted
from numpy.typing import NDArray

from optimizer.model.program import FREE, Program, formulate
from optimizer.problem import Problem

Places = NDArray[np.int32]


class Plain:
    """A loaded ``Highs`` object: costs and rows change, the basis stays."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._highs = _loaded(program)
        self._level = program.columns
        self._highs.addVar(0, 1)
        self._people = program.problem.eligible_in
        self._share: dict[int, int] = {}
        """The share row of each region."""
        self.cold = 0
        """Programs that had to be solved again without the basis of the one before."""

    def minimise(self, wanted: Wanted) -> float:
        """The smallest cost over all that is held."""
        cost = np.zeros(self._level + 1)
        cost[self._columns(wanted)] = self._weights(wanted)
        return self._solved(cost)

    def hold(self, wanted: Wanted, most: float) -> None:
        """The cost stays at most this much."""
        columns, weights = self._columns(wanted), self._weights(wanted)
        used = np.flatnonzero(weights)
        self._highs.addRow(-FREE, most, len(used), columns[used], weights[used])

    def raise_lowest(self, free: Iterable[int]) -> tuple[float, Mapping[int, float]]:
        """The highest lowest share, and for each region how hard its own share pulls it down."""
        if not self._share:
            self._add_shares(free)
        cost = np.zeros(self._level + 1)
        cost[self._level] = -1
        level = -self._solved(cost)
        duals = np.asarray(self._highs.getSolution().row_dual)
        return level, {region: abs(duals[self._share[region]]) * int(self._people[region]) for region in free}

    def fix(self, region: int, persons: float) -> None:
        """The region keeps at least so many persons in the last month."""
        self._highs.changeCoeff(self._share[region], self._level, 0.0)
        self._highs.changeRowBounds(self._share[region], persons, FREE)

    def _add_shares(self, regions: Iterable[int]) -> None:
        covered, groups = self._program.decisions.covered, len(self._program.problem.groups)
        for region in regions:
            inside = covered[region * groups : (region + 1) * groups, -1]
            columns = np.append(inside, self._level).astype(np.int32)
            weights = np.append(np.ones(len(inside)), -float(self._people[region]))
            self._share[region] = self._highs.getNumRow()
            self._highs.addRow(0.0, FREE, len(columns), columns, weights)

    def _columns(self, wanted: Wanted) -> Places:
        v = self._program.decisions
        if wanted.kind == "end":
            return v.covered[:, -1].astype(np.int32)
        places: Places = getattr(v, wanted.kind)
        return places.ravel().astype(np.int32)

    def _weights(self, wanted: Wanted) -> Floats:
        losing = self._program.decisions.losing
        return (wanted.weight[losing] if wanted.kind == "dropped" else wanted.weight).ravel().astype(float)

    def _solved(self, cost: Floats) -> float:
        self._highs.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), cost)
        self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            # Seen at 514 regions: from a basis of the round before, default options end in "Solve error".
            self.cold += 1
            self._highs.clearSolver()
            self._highs.run()
        status = self._highs.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError(self._highs.modelStatusToString(status))
        found: float = self._highs.getObjectiveValue()
        return found


def built(problem: Problem) -> Plain:
    """Plain HiGHS with the whole program of a problem loaded."""
    return Plain(formulate(problem))


def _loaded(program: Program) -> highspy.Highs:
    arrays = program.arrays
    solver = highspy.Highs()  # type: ignore[no-untyped-call] # highspy leaves it untyped
    solver.setOptionValue("output_flag", False)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(arrays.column_lower), len(arrays.row_lower)
    model.col_cost_ = np.zeros(model.num_col_)
    model.col_lower_, model.col_upper_ = arrays.column_lower, arrays.column_upper
    model.row_lower_, model.row_upper_ = arrays.row_lower, arrays.row_upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_ = arrays.start, arrays.index
    model.a_matrix_.value_ = arrays.value
    solver.passModel(model)
    return solver
