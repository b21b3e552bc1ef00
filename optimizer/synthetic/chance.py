"""Chance that is the same on every machine: the bits of a seed, and arithmetic that IEEE 754 fixes."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

Thing = TypeVar("Thing")

_UNIFORMS = 12
"""So many uniform numbers have variance 1 together: their sum less six is nearly normal."""

_SQUARINGS = 12
_PARTS = 4096.0
"""The power is reached by so many small steps: two to the number of squarings."""


class Chance:
    """One stream of chance; streams of different names do not depend on each other.

    Only ``random.Random.random`` is asked, whose sequence Python promises for ever, and the logarithms and
    exponentials of the machine's library are not used: their last digit differs between machines.
    """

    def __init__(self, seed: int, name: str) -> None:
        self._random = random.Random(f"{seed} {name}").random

    def between(self, least: float, most: float) -> float:
        """Any number between two, all alike."""
        return least + (most - least) * self._random()

    def happens(self, share: float) -> bool:
        """True in that share of cases."""
        return self._random() < share

    def whole(self, least: int, most: int) -> int:
        """A whole number from one to another, both included."""
        return min(most, least + int((most - least + 1) * self._random()))

    def size(self, median: float, spread: float, most: float) -> float:
        """A log-normal size, at most ``most``; ``spread`` is the deviation of its logarithm."""
        normal = sum(self._random() for _ in range(_UNIFORMS)) - _UNIFORMS / 2
        return min(median * exponential(spread * normal), most)

    def order(self, things: Sequence[Thing]) -> list[Thing]:
        """The things in an order drawn."""
        drawn = sorted((self._random(), place) for place in range(len(things)))
        return [things[place] for _, place in drawn]


def exponential(power: float) -> float:
    """e to a power between -10 and 10, within two percent, from products alone.

    >>> round(exponential(1), 2), round(exponential(0), 2)
    (2.72, 1.0)
    """
    grown = 1 + power / _PARTS
    for _ in range(_SQUARINGS):
        grown *= grown
    return grown


def shared_out(total: int, weights: Sequence[float], most: int) -> list[int]:
    """Whole parts of a total by weight, each from 1 to ``most``; who is furthest below gets the rest.

    >>> shared_out(10, [1, 1, 2], 9), shared_out(7, [1, 8], 4)
    ([3, 2, 5], [3, 4])
    """
    if not len(weights) <= total <= most * len(weights):
        raise ValueError(f"{total} in {len(weights)} parts of 1 to {most}")
    every = sum(weights)
    wished = [total * weight / every for weight in weights]
    parts = [min(max(int(wish), 1), most) for wish in wished]
    while gap := total - sum(parts):
        step = 1 if gap > 0 else -1
        free = [place for place, part in enumerate(parts) if 1 <= part + step <= most]
        free.sort(key=lambda place: (step * (parts[place] - wished[place]), place))
        for place in free[: abs(gap)]:
            parts[place] += step
    return parts
