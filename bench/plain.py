"""Plain HiGHS: one warm object fed the same arrays, default options, the same goals in the same order."""

from __future__ import annotations

from time import perf_counter
from typing import Any

import highspy
import numpy as np

from optimizer.model.goals import objective
from optimizer.model.program import FREE, Arrays, Floats, Program
from optimizer.scenario.schema import Goal
from optimizer.solve.ordered import at_the_end, fair_regions

HELD = 1e-6
"""Slack of a goal that is held, relative above 1, as anyone would write it who does not settle columns."""
BLOCKED = 1e-6


def seconds(program: Program) -> dict[str, float]:
    """Time of loading and of each goal; the cost vectors are made beforehand."""
    goals = program.problem.scenario.goals
    costs: dict[str, Floats] = {
        goal.name: objective(program, goal).cost for goal in goals if goal.name != "fairness"
    }
    begin = perf_counter()
    solver = _loaded(program.arrays)
    spent = {"load": perf_counter() - begin}
    for goal in goals:
        begin = perf_counter()
        _reach(solver, program, goal, costs.get(goal.name))
        spent[goal.name] = perf_counter() - begin
    return spent


def _loaded(arrays: Arrays) -> highspy.Highs:
    solver = highspy.Highs()  # type: ignore[no-untyped-call] # highspy leaves it untyped
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
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


def _minimise(solver: highspy.Highs, cost: Floats) -> Any:
    columns = solver.getNumCol()
    costs = np.zeros(columns)
    costs[: len(cost)] = cost
    solver.changeColsCost(columns, np.arange(columns, dtype=np.int32), costs)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise RuntimeError(solver.modelStatusToString(solver.getModelStatus()))
    return solver.getObjectiveValue()


def _hold(solver: highspy.Highs, row: Floats, lower: float, upper: float) -> None:
    where = np.flatnonzero(row).astype(np.int32)
    solver.addRow(lower, upper, len(where), where, row[where])


def _reach(solver: highspy.Highs, program: Program, goal: Goal, cost: Floats | None) -> None:
    if cost is None:
        _leximin(solver, program)
        return
    best = _minimise(solver, cost)
    _hold(solver, cost, -FREE, best + HELD * max(1.0, abs(best)))


def _leximin(solver: highspy.Highs, program: Program) -> None:
    """Raise the lowest share, fix whom a dual proves to be blocked, go on with the others."""
    people = program.problem.eligible_in
    solver.addVar(0, 1)
    level = solver.getNumCol() - 1
    rise = np.zeros(level + 1)
    rise[level] = -1
    rows: dict[int, int] = {}
    for region in fair_regions(program.problem):
        share = np.append(at_the_end(program, region), np.zeros(level + 1 - program.columns))
        share[level] = -int(people[region])
        _hold(solver, share, 0, FREE)
        rows[region] = solver.getNumRow() - 1
    while rows:
        reached = -_minimise(solver, rise)
        duals = np.asarray(solver.getSolution().row_dual)
        pull = {region: abs(duals[row]) * int(people[region]) for region, row in rows.items()}
        for region in [r for r in rows if pull[r] > BLOCKED] or [max(rows, key=pull.__getitem__)]:
            row = rows.pop(region)
            solver.changeCoeff(row, level, 0.0)
            solver.changeRowBounds(row, reached * int(people[region]) * (1 - HELD), FREE)
