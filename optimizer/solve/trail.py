"""Where the solver stood at each stage, so that a program of the same shape can begin there."""

from __future__ import annotations

from collections.abc import Hashable

import highspy


class Trail:
    """The optimal basis of each stage, as it was first reached by a program of so many columns and rows.

    Never a later one: an answer must not depend on what was asked before it.
    """

    def __init__(self) -> None:
        self._stands: dict[Hashable, highspy.HighsBasis] = {}

    def leave(self, stage: Hashable, highs: highspy.Highs, columns: int, rows: int) -> None:
        """Remember where the solver stands, if nothing is known of this stage."""
        if (stage, columns, rows) not in self._stands:
            self._stands[stage, columns, rows] = highs.getBasis()

    def follow(self, stage: Hashable, highs: highspy.Highs, columns: int, rows: int) -> bool:
        """Put the solver where it stood at this stage; whether anything that fits is known."""
        known = self._stands.get((stage, columns, rows))
        return known is not None and bool(highs.setBasis(known) == highspy.HighsStatus.kOk)
