"""Months that are alike to every payer, taken together: the same optimum from a smaller program.

Until it is asked who stands on which list, only sums of payments matter. In months in which the same funds
may pay for the same people at the same premiums, whoever is covered can be paid for at any split of the sums
(a transport problem whose margins are equal), so one decision for all these months is exact.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimizer.problem import Cells, Ints, Problem


def by_phase(problem: Problem, boundary: int | None = None) -> Problem:
    """The problem with a cell for each phase, a run of months that are alike; its month is the first of them.

    What a cell counts is then person-months of the phase. Persons covered stay month by month. No phase goes
    on beyond ``boundary``. A month that is decided is a phase by itself: at other sums its payments would not
    be those that are decided.
    """
    phase = _phases(problem, boundary)
    cells = problem.cells
    kept = phase[cells.month] == cells.month
    first = Cells(*(values[kept] for values in vars(cells).values()))
    decided = None if problem.decided is None else problem.decided[kept]
    return replace(problem, cells=first, phase=phase, decided=decided)


def _phases(problem: Problem, boundary: int | None) -> Ints:
    """``(t,)`` the first month of the phase in which each month lies."""
    cells = problem.cells
    line = cells.slot * max(len(problem.funds), 1) + cells.fund
    phase = np.arange(len(problem.months))
    said = np.zeros(len(phase), dtype=bool)
    if problem.decided is not None:
        said[cells.month[problem.decided >= 0]] = True
    before: tuple[Ints, ...] | None = None
    for month in range(len(problem.months)):
        here = cells.month == month
        now = line[here], cells.premium[here]
        apart = month == boundary or said[month] or (month and said[month - 1])
        if before is not None and not apart and all(map(np.array_equal, now, before)):
            phase[month] = phase[month - 1]
        before = now
    return phase
