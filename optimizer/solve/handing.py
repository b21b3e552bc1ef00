"""How programs are handed to HiGHS: its options, and arrays in the order in which it takes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import highspy
import numpy as np

from optimizer.model.program import Arrays, Indices

OPTIONS: Mapping[str, Any] = {
    "output_flag": False,
    "threads": 1,  # changed twice in one process, HiGHS returns zeros without a word
    "mip_rel_gap": 0.0,
}

IN_PARTS: Mapping[str, Any] = {
    # primal simplex: the next goal begins at a point that obeys every row already; a third faster than dual
    "simplex_strategy": 4,
}
"""For linear programs."""

PRECISE: Mapping[str, Any] = {
    "primal_feasibility_tolerance": 1e-9,
    "dual_feasibility_tolerance": 1e-9,
}
"""For the point that is snapped to whole persons: goals settled one after another must not add up errors."""

IN_WHOLE: Mapping[str, Any] = {
    # bit 9, substituting doubleton equations: with it HiGHS 1.15.1 calls feasible programs infeasible
    "presolve_rule_off": 1 << 9,
    # a heuristic that takes two thirds of the time of a small program and finds nothing near a linear optimum
    "mip_heuristic_run_feasibility_jump": False,
}
"""For integer programs."""


def handed(arrays: Arrays, whole: Indices | None) -> tuple[Any, ...]:
    """What ``passModel`` takes, in its order: sizes, forms, then arrays, ``FREE`` being no bound to HiGHS."""
    columns, rows = len(arrays.column_lower), len(arrays.row_lower)
    kinds = np.full(columns, int(highspy.HighsVarType.kContinuous), dtype=np.int32)
    if whole is not None:
        kinds[whole] = int(highspy.HighsVarType.kInteger)
    return (
        *(columns, rows, len(arrays.value)),
        *(int(highspy.MatrixFormat.kRowwise), int(highspy.ObjSense.kMinimize), 0.0),
        *(np.zeros(columns), arrays.column_lower, arrays.column_upper, arrays.row_lower, arrays.row_upper),
        *(arrays.start, arrays.index, arrays.value, kinds),
    )
