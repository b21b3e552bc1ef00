"""What is added to a program and the bounds it has, while goals are settled one after another."""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from optimizer.model.program import FREE, Floats, Indices

PRICED = 1e-7
"""A reduced cost or dual above this is not zero; costs are of order one, and solved to 1e-9."""


class Entries(NamedTuple):
    """Rows by their entries."""

    start: Indices
    """``(rows,)`` where each begins."""
    columns: Indices
    value: Floats


class Change(NamedTuple):
    """Bounds that move, as HiGHS takes them."""

    moves: int
    which: Indices
    lower: Floats
    upper: Floats


class Rows(Protocol):
    """A program inside a solver, to which rows are added."""

    def add_row(self, cost: Floats, lower: float, upper: float) -> int:
        """Hold ``lower <= cost @ columns <= upper``; return the row."""

    def add_rows(self, rows: Entries, lower: Floats, upper: Floats) -> Indices:
        """Hold some rows at one go; return them."""


class Range:
    """The bounds that rows or columns have now."""

    def __init__(self, lower: Floats, upper: Floats) -> None:
        self.lower, self.upper = lower.copy(), upper.copy()
        self.settled = np.zeros(len(lower), dtype=bool)

    def longer(self, lower: float | Floats, upper: float | Floats) -> Range:
        """With one or some more at the end."""
        more = Range(np.append(self.lower, lower), np.append(self.upper, upper))
        more.settled[: len(self.settled)] = self.settled
        return more

    def priced(self, prices: Floats) -> tuple[Indices, NDArray[np.bool_]]:
        """What has a price and was not settled before, and whether it stands at its upper bound."""
        below, above = self.lower > -FREE, self.upper < FREE
        where = np.flatnonzero((np.abs(prices) > PRICED) & ~self.settled & (below | above)).astype(np.int32)
        return where, above[where] & ((prices[where] < 0) | ~below[where])

    def first(self, count: int) -> Range:
        """The first so many, none of them settled."""
        return Range(self.lower[:count], self.upper[:count])

    def moving(self, where: Indices, lower: Floats, upper: Floats) -> Change:
        """What of new bounds differs: how many, which, and where they move; no place may be named twice."""
        moves = (self.lower[where] != lower) | (self.upper[where] != upper)
        return Change(int(moves.sum()), where[moves], lower[moves], upper[moves])

    def note(self, change: Change) -> None:
        """Note bounds that were changed."""
        self.lower[change.which], self.upper[change.which] = change.lower, change.upper
