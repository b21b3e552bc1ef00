"""The program as a PuLP model, for another solver or for a reader: the same rows and columns, by name."""

from __future__ import annotations

import numpy as np
import pulp

from optimizer.model.columns import FREE, Floats
from optimizer.model.program import Program


def as_pulp(program: Program, cost: Floats | None = None) -> pulp.LpProblem:
    """The program as PuLP states it, with ``cost`` ``(columns,)`` to be minimised.

    A row is named after its rule, as ``within_money_3``, a column after its letter in the model.
    """
    arrays = program.arrays
    model = pulp.LpProblem("alokasi", pulp.LpMinimize)
    columns = [
        model.add_variable(name, low, None if high >= FREE else high)
        for name, low, high in zip(
            program.decisions.names(), arrays.column_lower.tolist(), arrays.column_upper.tolist(), strict=True
        )
    ]
    if cost is not None:
        wanted = np.flatnonzero(cost).tolist()
        model.setObjective(
            pulp.LpAffineExpression([(columns[place], float(cost[place])) for place in wanted])
        )
    for row, name in enumerate(program.names):
        inside = slice(int(arrays.start[row]), int(arrays.start[row + 1]))
        terms = zip(arrays.index[inside].tolist(), arrays.value[inside].tolist(), strict=True)
        left = pulp.LpAffineExpression([(columns[place], value) for place, value in terms])
        low, high = float(arrays.row_lower[row]), float(arrays.row_upper[row])
        sense = (
            pulp.LpConstraintEQ
            if low == high
            else pulp.LpConstraintLE
            if low <= -FREE
            else pulp.LpConstraintGE
        )
        model.addConstraint(pulp.LpConstraint(left, sense=sense, rhs=high if low <= -FREE else low), name)
    return model
