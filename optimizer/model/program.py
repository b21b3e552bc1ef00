"""The program of one problem: a PuLP model, and the arrays it is lowered to once."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pulp
from numpy.typing import NDArray

from optimizer.model.columns import Decisions, decide, most
from optimizer.model.rules import RULES, Claim, Figure
from optimizer.problem import Problem

Floats = NDArray[np.float64]
Indices = NDArray[np.int32]

FREE = 1e30
"""Above the solver's infinity of 1e20: no bound."""


@dataclass(frozen=True, eq=False)
class Arrays:
    """A linear program without an objective, row-wise."""

    start: Indices
    """``(rows + 1,)`` where each row begins in ``index`` and ``value``."""
    index: Indices
    value: Floats
    row_lower: Floats
    row_upper: Floats
    column_lower: Floats
    column_upper: Floats


@dataclass(frozen=True, eq=False)
class Program:
    """The rules of one problem as rows, with the claim each row states."""

    problem: Problem
    model: pulp.LpProblem
    decisions: Decisions
    place: dict[str, int]
    """Column of each variable, by name."""
    arrays: Arrays
    claims: tuple[Claim, ...]
    """``(rows,)`` the claim that each row states."""
    figures: tuple[tuple[int, Figure], ...]
    """Rows whose bound is a figure of the scenario."""
    known: dict[Hashable, Any] = field(default_factory=dict)
    """What follows from the columns alone, such as costs; shared by all programs of the same shape."""

    @property
    def columns(self) -> int:
        """Number of decisions."""
        return len(self.arrays.column_lower)

    @property
    def has_lists(self) -> bool:
        """Whether it can be asked who is taken onto a list."""
        return self.columns == len(self.place)

    def cost(self, expression: pulp.LpAffineExpression) -> Floats:
        """The coefficient of every column in an expression."""
        costs = np.zeros(self.columns)
        for variable, coefficient in expression.items():
            costs[self.place[variable.name]] += coefficient
        return costs

    def with_figures_of(self, problem: Problem) -> Program:
        """The program of another problem of the same shape: only bounds differ."""
        arrays, claims = self.arrays, list(self.claims)
        lower, upper = arrays.row_lower.copy(), arrays.row_upper.copy()
        for row, figure in self.figures:
            bound, claims[row] = figure(problem)
            lower[row] = bound if lower[row] > -FREE else lower[row]
            upper[row] = bound if upper[row] < FREE else upper[row]
        largest = most(problem)
        bounded = [bound for rows in largest for row in rows for bound in row]
        columns = arrays.column_upper.copy()
        first = len(self.decisions.paid)
        columns[first : first + len(bounded)] = bounded
        return replace(
            self,
            problem=problem,
            arrays=replace(arrays, row_lower=lower, row_upper=upper, column_upper=columns),
            claims=tuple(claims),
        )

    def without_lists(self) -> Program:
        """The same program before it is asked who is taken onto a list: only what decides who is covered."""
        lists = len(self.decisions.taken)
        rows, columns = len(self.claims) - lists, self.columns - lists
        arrays, end = self.arrays, self.arrays.start[rows]
        return replace(
            self,
            arrays=Arrays(
                start=arrays.start[: rows + 1],
                index=arrays.index[:end],
                value=arrays.value[:end],
                row_lower=arrays.row_lower[:rows],
                row_upper=arrays.row_upper[:rows],
                column_lower=arrays.column_lower[:columns],
                column_upper=arrays.column_upper[:columns],
            ),
            claims=self.claims[:rows],
            figures=tuple((row, figure) for row, figure in self.figures if row < rows),
            known=self.known.setdefault("without lists", {}),
        )

    def places(self, variables: tuple[pulp.LpVariable, ...]) -> Indices:
        """The columns of some variables."""
        return np.array([self.place[variable.name] for variable in variables], dtype=np.int32)


def formulate(problem: Problem) -> Program:
    """State every rule of the problem as rows over its decisions."""
    model = pulp.LpProblem("alokasi", pulp.LpMinimize)
    decisions = decide(problem, model)
    variables = [
        *decisions.paid,
        *(one for row in (*decisions.covered, *decisions.enrolled, *decisions.dropped) for one in row),
        *decisions.short,
        *decisions.taken,
    ]
    claims: list[Claim] = []
    figures: list[tuple[int, Figure]] = []
    for rule in RULES:
        for number, stated in enumerate(rule(problem, decisions)):
            model.addConstraint(stated.row, f"{rule.__name__}_{number}")
            if stated.figure is not None:
                figures.append((len(claims), stated.figure))
            claims.append(stated.claim)
    place = {variable.name: number for number, variable in enumerate(variables)}
    arrays = lower(model, variables, place)
    return Program(problem, model, decisions, place, arrays, tuple(claims), tuple(figures))


def lower(model: pulp.LpProblem, variables: list[pulp.LpVariable], place: dict[str, int]) -> Arrays:
    """Turn a PuLP model into arrays, once; PuLP's own way to HiGHS copies row by row at every solve."""
    start, index, value, row_lower, row_upper = [0], [], [], [], []
    for row in model.constraints():
        for variable, coefficient in row.items():
            index.append(place[variable.name])
            value.append(coefficient)
        start.append(len(index))
        bound = -row.constant
        row_lower.append(bound if row.sense >= 0 else -FREE)
        row_upper.append(bound if row.sense <= 0 else FREE)
    return Arrays(
        start=np.array(start, dtype=np.int32),
        index=np.array(index, dtype=np.int32),
        value=np.array(value, dtype=np.float64),
        row_lower=np.array(row_lower, dtype=np.float64),
        row_upper=np.array(row_upper, dtype=np.float64),
        column_lower=np.array([_bound(one.lowBound, -FREE) for one in variables]),
        column_upper=np.array([_bound(one.upBound, FREE) for one in variables]),
    )


def _bound(bound: float | None, none: float) -> float:
    return none if bound is None else float(bound)
