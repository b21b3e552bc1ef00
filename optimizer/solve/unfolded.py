"""A face of the program by phases, as it lies in the program month by month with lists.

The prices that prove it carry over: each month of a phase has the price of the phase, and nobody's place on a
list has any. So whatever the one program settles is settled in the other.
"""

from __future__ import annotations

import numpy as np

from optimizer.model.program import Indices, Program
from optimizer.model.rules import one_payer_a_month
from optimizer.solve.trail import Face


def unfolded(face: Face, brief: Program, program: Program) -> Face:
    """The face in ``program``; rows beyond those of ``brief`` were added, in the same order in both."""
    starts, months = _months_of(brief, program)
    paid = len(brief.decisions.paid)
    pays = face.columns < paid
    cells = face.columns[pays]
    each = starts[cells + 1] - starts[cells]
    own = np.concatenate(
        [np.zeros(0, np.int32), *(months[starts[cell] : starts[cell + 1]] for cell in cells)]
    )
    others = face.columns[~pays] + (len(program.decisions.paid) - paid)
    few, many = (len(stated.rows_of(one_payer_a_month)) for stated in (brief, program))  # which come first
    kept = face.rows >= few
    rows = face.rows[kept]
    stated, more = len(brief.arrays.row_lower), len(program.arrays.row_lower)
    shift = np.where(rows < stated, many - few, more - stated)
    return Face(
        np.concatenate([own, others]).astype(np.int32),
        np.concatenate([np.repeat(face.columns_high[pays], each), face.columns_high[~pays]]),
        (rows + shift).astype(np.int32),
        face.rows_high[kept],
    )


def _months_of(brief: Program, program: Program) -> tuple[Indices, Indices]:
    """For each payment by phase where its months begin, and the columns of the payments of those months."""

    def stated() -> tuple[Indices, Indices]:
        width, end = max(len(program.problem.funds), 1), len(program.problem.months)
        few, many = brief.problem.cells, program.problem.cells
        short = (few.slot * width + few.fund) * end + few.month
        long = (many.slot * width + many.fund) * end + brief.problem.phase[many.month]
        order = np.argsort(long, kind="stable")
        starts = np.searchsorted(long[order], np.append(short, np.iinfo(np.int64).max))
        return starts.astype(np.int32), program.decisions.paid[order]

    return program.once("months of phases", stated)
