"""An integer program without what bounds and single rows already decide.

Near the linear optimum most persons stand at one whole number. What follows from them is worked out here by
arithmetic, and only the rest is handed to the solver, whose own presolve takes longer than its search.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.model.program import Arrays, Floats, Indices
from optimizer.solve.highs import Limits, Loaded, NothingFitsError
from optimizer.solve.ranges import Entries

MISSED = 1e-6
"""Persons by which a row may be missed: as the solver's own tolerance."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class _Decided:
    """What bounds and single rows leave open."""

    open: Mask
    """``(columns,)``"""
    base: Floats
    """``(columns,)`` what is decided; 0 where a column is open."""
    rows: Mask
    """``(rows,)`` that say something of an open column."""
    constant: Floats
    """``(rows,)`` what the decided columns bring to each row."""


class Narrowed:
    """A loaded integer program that knows its decided columns; rows and costs are given over all columns."""

    def __init__(self, arrays: Arrays, lower: Floats, upper: Floats, whole: Indices, limits: Limits) -> None:
        """``lower`` and ``upper`` bound the columns in place of those of the arrays; ``whole`` are integers.

        Raises:
            NothingFitsError: a row cannot be met.
        """
        integers = np.zeros(len(lower), dtype=np.bool_)
        integers[whole] = True
        found = _decided(arrays, lower, upper)
        if np.abs(found.base - np.rint(found.base))[integers].max(initial=0) > MISSED:
            raise NothingFitsError
        self._open, self._base = found.open, found.base
        self._place = np.cumsum(found.open) - 1
        self._loaded = Loaded(
            _rest(arrays, found, lower, upper),
            limits,
            whole=np.flatnonzero(integers[found.open]).astype(np.int32),
        )

        self._constant: dict[int, float] = {}

    @property
    def columns(self) -> int:
        """Number of columns, the decided ones among them."""
        return len(self._open)

    def minimise_whole(self, cost: Floats, gap: float, *, ask_twice: bool = True) -> Floats:
        """``(columns,)`` where the cost is least in whole persons, proven to less than ``gap``.

        Raises:
            NothingFitsError: no whole-person point obeys all rows; ``ask_twice`` as of ``Loaded``.
            StoppedError: a limit came first.
        """
        if not self._open.any() and not self._met():
            raise NothingFitsError
        here = self._over_all(cost)[self._open]
        values = self._base.copy()
        values[self._open] = self._loaded.minimise_whole(here, gap, ask_twice=ask_twice).values
        return values

    def add_row(self, cost: Floats, lower: float, upper: float) -> int:
        """Hold ``lower <= cost @ columns <= upper``; return the row."""
        where = np.flatnonzero(cost).astype(np.int32)
        rows = Entries(np.zeros(1, np.int32), where, cost[where])
        return int(self.add_rows(rows, np.array([lower]), np.array([upper]))[0])

    def add_rows(self, rows: Entries, lower: Floats, upper: Floats) -> Indices:
        """Hold some rows at one go; return them."""
        row_of = np.repeat(np.arange(len(lower)), np.diff(np.append(rows.start, len(rows.columns))))
        constant = np.bincount(row_of, rows.value * self._base[rows.columns], len(lower))
        kept = self._open[rows.columns]
        begins = np.cumsum(np.bincount(row_of[kept], minlength=len(lower))) - np.bincount(
            row_of[kept], minlength=len(lower)
        )
        columns = self._place[rows.columns[kept]].astype(np.int32)
        entries = Entries(begins.astype(np.int32), columns, rows.value[kept])
        added = self._loaded.add_rows(entries, lower - constant, upper - constant)
        self._constant.update(zip(added.tolist(), constant.tolist(), strict=True))
        return added

    def bound_row(self, row: int, lower: float, upper: float) -> None:
        """Change the bounds of a row that was added."""
        self._loaded.bound_row(row, lower - self._constant[row], upper - self._constant[row])

    def free_rows(self, rows: Iterable[int]) -> None:
        """Let rows hold nothing any longer."""
        self._loaded.free_rows(rows)

    def add_column(self, lower: float, upper: float) -> int:
        """A further decision, in no row yet; return its column."""
        self._place = np.append(self._place, self._loaded.add_column(lower, upper))
        self._open, self._base = np.append(self._open, True), np.append(self._base, 0.0)
        return self.columns - 1

    def change_coefficient(self, row: int, column: int, value: float) -> None:
        """Change the entry of an added column in an added row."""
        self._loaded.change_coefficient(row, int(self._place[column]), value)

    def _met(self) -> bool:
        """Whether rows over decided columns hold: of a program without columns HiGHS asks nothing."""
        lower, upper = self._loaded.row_bounds
        return bool((lower <= MISSED).all() and (upper >= -MISSED).all())

    def _over_all(self, cost: Floats) -> Floats:
        return np.append(cost, np.zeros(self.columns - len(cost)))


def _decided(arrays: Arrays, lower: Floats, upper: Floats) -> _Decided:
    """Columns whose bounds meet, and those that an equation then leaves one value, again and again."""
    rows = len(arrays.row_lower)
    row_of = np.repeat(np.arange(rows), np.diff(arrays.start))
    equal = arrays.row_lower == arrays.row_upper
    decided, base = lower == upper, np.where(lower == upper, lower, 0.0)
    while True:
        constant = np.bincount(row_of, arrays.value * base[arrays.index], rows).astype(np.float64)
        undecided = ~decided[arrays.index]
        left = np.bincount(row_of, undecided, rows)
        last = undecided & (left[row_of] == 1) & equal[row_of]
        if not last.any():
            break
        column = arrays.index[last]
        base[column] = (arrays.row_lower - constant)[row_of[last]] / arrays.value[last]
        decided[column] = True
    met = (constant >= arrays.row_lower - MISSED) & (constant <= arrays.row_upper + MISSED)
    inside = (base >= lower - MISSED) & (base <= upper + MISSED)
    if not (met | (left > 0)).all() or not (inside | ~decided).all():
        raise NothingFitsError
    return _Decided(~decided, base, left > 0, constant)


def _rest(arrays: Arrays, found: _Decided, lower: Floats, upper: Floats) -> Arrays:
    """The open columns in the rows that say something of them."""
    row_of = np.repeat(np.arange(len(found.rows)), np.diff(arrays.start))
    kept = found.open[arrays.index]
    entries = np.bincount(row_of[kept], minlength=len(found.rows))[found.rows]
    place = np.cumsum(found.open) - 1
    return Arrays(
        start=np.concatenate([[0], np.cumsum(entries)]).astype(np.int32),
        index=place[arrays.index[kept]].astype(np.int32),
        value=arrays.value[kept],
        row_lower=(arrays.row_lower - found.constant)[found.rows],
        row_upper=(arrays.row_upper - found.constant)[found.rows],
        column_lower=lower[found.open],
        column_upper=upper[found.open],
    )
