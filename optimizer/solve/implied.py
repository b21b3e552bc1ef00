"""Bounds that follow from single rows: what is left for one column once the others take least."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.model.program import FREE, Arrays, Floats, Indices

SWEEPS = 40
"""At most so many times through all rows: cover goes on from month to month, and so does a bound on it."""

MOVED = 1e-6
"""A bound that moves by less is left as it is."""

Range = tuple[Floats, Floats]


def implied(arrays: Arrays, columns: Range, rows: Range) -> Range:
    """Bounds of the columns that every point within all rows keeps (Savelsbergh 1994).

    ``rows`` may be more than the arrays hold; those are left out.
    """
    lower, upper = columns[0].copy(), columns[1].copy()
    count = len(arrays.start) - 1
    row_of = np.repeat(np.arange(count), np.diff(arrays.start))
    sides = ((1.0, rows[1][:count]), (-1.0, -rows[0][:count]))
    for _ in range(SWEEPS):
        moved = [_tightened(arrays, row_of, sign, most, lower, upper) for sign, most in sides]
        if not any(moved):
            break
    return lower, upper


def _tightened(
    arrays: Arrays, row_of: NDArray[np.int64], sign: float, most: Floats, lower: Floats, upper: Floats
) -> bool:
    """Tighten bounds in place by rows ``sign * row <= most``; whether one moved."""
    value, column = sign * arrays.value, arrays.index
    at_least = np.where(value > 0, lower[column], upper[column])
    endless = np.abs(at_least) >= FREE
    least = np.where(endless, 0.0, value * at_least)
    open_ends = np.bincount(row_of, endless, len(most)) - np.zeros(len(most))
    total = np.bincount(row_of, least, len(most))
    known = (most[row_of] < FREE) & (open_ends[row_of] - endless == 0)
    room = (most[row_of] - (total[row_of] - least))[known] / value[known]
    rising = value[known] > 0
    before = lower.copy(), upper.copy()
    np.minimum.at(upper, _of(column, known, rising), room[rising])
    np.maximum.at(lower, _of(column, known, ~rising), room[~rising])
    slight = (before[1] - upper <= MOVED) & (upper < before[1])
    upper[slight] = before[1][slight]
    slight = (lower - before[0] <= MOVED) & (lower > before[0])
    lower[slight] = before[0][slight]
    return bool((upper < before[1]).any() or (lower > before[0]).any())


def _of(column: Indices, known: NDArray[np.bool_], chosen: NDArray[np.bool_]) -> Indices:
    there: Indices = column[known][chosen]
    return there
