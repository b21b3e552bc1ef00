"""Statistics in whole numbers: values of runs, ranks and shares, nothing between them and nothing rounded."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from fractions import Fraction
from typing import TypeVar

Number = TypeVar("Number", int, Fraction)


def quantile(values: Sequence[Number], tenths: int) -> Number:
    """The least of the values that at least so many tenths of them do not exceed (nearest rank).

    >>> [quantile([3, 1, 2, 4, 5, 6, 7, 8, 9, 10], tenths) for tenths in (1, 5, 9)]
    [1, 5, 9]
    """
    place = -(-len(values) * tenths // 10)
    return sorted(values)[max(place, 1) - 1]


def ranks(values: Sequence[int | Fraction]) -> list[int]:
    """Twice the rank of each value, those alike sharing the middle of theirs: 2, 4, 6, or 3, 3, 6.

    >>> ranks([10, 30, 10])
    [3, 6, 3]
    """
    order = sorted(range(len(values)), key=lambda place: values[place])
    found = [0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and values[order[end + 1]] == values[order[start]]:
            end += 1
        for place in order[start : end + 1]:
            found[place] = start + end + 2
        start = end + 1
    return found


def explained_by_rank(given: Sequence[int | Fraction], reached: Sequence[int]) -> tuple[Fraction, int]:
    """The square of Spearman's rank correlation, and its sign; 0 where one of them never moves."""
    first, second = ranks(given), ranks(reached)
    count = len(first)
    together = count * sum(a * b for a, b in zip(first, second, strict=True)) - sum(first) * sum(second)
    spread = (count * sum(a * a for a in first) - sum(first) ** 2) * (
        count * sum(b * b for b in second) - sum(second) ** 2
    )
    if not spread:
        return Fraction(0), 0
    return Fraction(together * together, spread), (together > 0) - (together < 0)


def explained_by_kind(given: Sequence[Hashable], reached: Sequence[int]) -> Fraction:
    """The share of the variance that lies between the kinds (eta squared); 0 where nothing moves."""
    count, total = len(reached), sum(reached)
    variance = count * sum(value * value for value in reached) - total * total
    if not variance:
        return Fraction(0)
    sums: dict[Hashable, list[int]] = {}
    for kind, value in zip(given, reached, strict=True):
        sums.setdefault(kind, []).append(value)
    between = sum(Fraction(sum(part) ** 2, len(part)) for part in sums.values()) * count - total * total
    return Fraction(between) / variance
