"""Where the solver stood at each stage, so that a program of the same shape can begin there."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from optimizer.model.program import Indices

WAYS = 4
"""Ways through the goals that are remembered of one shape: as many are tried before the goals are walked."""

WORTH = 6
"""More are tried than one while one in so many leads on: a walk takes as long as that many trials (NTB)."""


@dataclass(frozen=True, eq=False)
class Face:
    """Where optima lie: what has a price, on the side of its bounds on which it stands.

    In a program with other bounds every point with the same columns and rows on the same sides is optimal
    too: the prices prove it, whatever the bounds are (complementary slackness).
    """

    columns: Indices
    columns_high: NDArray[np.bool_]
    rows: Indices
    rows_high: NDArray[np.bool_]


@dataclass(frozen=True)
class Round:
    """The regions that leximin passes at one go."""

    capped: tuple[int, ...]
    """As high as goals before leave them, each by itself."""
    blocked: tuple[int, ...]
    """On one level, which a price proves to be the highest."""


@dataclass(frozen=True, eq=False)
class Way:
    """All faces of one walk through the goals."""

    face: Face
    before: Face | None = None
    """The faces of the goals before leximin."""
    rounds: tuple[Round, ...] = ()


class _Ways:
    """The ways that are remembered of one question."""

    def __init__(self) -> None:
        self._known: list[Way] = []
        self._tried = self._failed = 0
        self._led_on: Way | None = None

    def in_turn(self) -> Iterator[Way]:
        """Each that is known, begun with the one that led on last; one alone where trying seldom pays.

        Who asks for another way has come nowhere by the one before.
        """
        if self._led_on in self._known:
            self._known.sort(key=lambda way: way is not self._led_on)
        pays = self._failed <= WORTH * (self._tried - self._failed + 1)
        for way in self._known[: WAYS if pays else 1]:
            self._tried, self._led_on = self._tried + 1, way
            yield way
            self._failed, self._led_on = self._failed + 1, None

    def add(self, way: Way) -> None:
        """Remember one more, and forget the one that led on longest ago where all places are taken."""
        self._known = [way, *self._known][:WAYS]


class Trail:
    """The optimal basis of each stage, as it was first reached by a program of so many columns and rows.

    Never a later one: an answer must not depend on what was asked before it. Ways may be later ones, for
    what they lead to is proven anew each time.
    """

    def __init__(self) -> None:
        self._stands: dict[Hashable, highspy.HighsBasis] = {}
        self._ways: dict[Hashable, _Ways] = {}

    def leave(self, stage: Hashable, highs: highspy.Highs, columns: int, rows: int) -> None:
        """Remember where the solver stands, if nothing is known of this stage."""
        if (stage, columns, rows) not in self._stands:
            self._stands[stage, columns, rows] = highs.getBasis()

    def follow(self, stage: Hashable, highs: highspy.Highs, columns: int, rows: int) -> bool:
        """Put the solver where it stood at this stage; whether anything that fits is known."""
        known = self._stands.get((stage, columns, rows))
        return known is not None and bool(highs.setBasis(known) == highspy.HighsStatus.kOk)

    def ways(self, key: Hashable) -> Iterator[Way]:
        """The ways that were walked and are worth trying, one after another until one leads on."""
        return self._ways.setdefault(key, _Ways()).in_turn()

    def learn(
        self, key: Hashable, face: Face | None, before: Face | None = None, rounds: tuple[Round, ...] = ()
    ) -> None:
        """Remember a way; a face that contradicts itself is none."""
        if face is not None:
            self._ways.setdefault(key, _Ways()).add(Way(face, before, rounds))


def together(faces: Sequence[Face], columns: int, rows: int) -> Face | None:
    """The faces as one, of the first so many columns and rows; None where they contradict each other."""
    sides: list[tuple[Indices, NDArray[np.bool_]]] = []
    for where, high, end in (("columns", "columns_high", columns), ("rows", "rows_high", rows)):
        place = np.concatenate([np.zeros(0, np.int32), *(getattr(face, where) for face in faces)])
        side = np.concatenate([np.zeros(0, np.bool_), *(getattr(face, high) for face in faces)])
        kept, first = np.unique(place[place < end], return_index=True)
        chosen = side[place < end]
        if not np.array_equal(chosen, chosen[first][np.searchsorted(kept, place[place < end])]):
            return None
        sides.append((kept, chosen[first]))
    return Face(*sides[0], *sides[1])
