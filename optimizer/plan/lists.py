"""The months of one list of people, cut into stretches in which its persons do not change."""

from __future__ import annotations

from collections.abc import Sequence


def intervals(profile: Sequence[int]) -> tuple[tuple[int, int, int], ...]:
    """First month, last month and persons of each stretch, in order; they add up to the profile.

    Persons who leave are those who came as one stretch of the same number, else those who came last: so
    stretches are few, and nested where no numbers match.

    >>> intervals([5, 5, 8, 5])
    ((0, 3, 5), (2, 2, 3))
    >>> intervals([5, 8, 3])
    ((0, 1, 5), (1, 2, 3))
    >>> intervals([0, 4, 1])
    ((1, 1, 3), (1, 2, 1))
    """
    found: list[tuple[int, int, int]] = []
    open_since: list[tuple[int, int]] = []
    before = 0
    for month, persons in enumerate([*profile, 0]):
        if persons > before:
            open_since.append((month, persons - before))
        leaving = before - persons
        while leaving > 0:
            start, count = open_since.pop(_leaves(open_since, leaving))
            stays = max(0, count - leaving)
            if stays:
                open_since.append((start, stays))
            found.append((start, month - 1, count - stays))
            leaving -= count - stays
        before = persons
    return tuple(sorted(found))


def _leaves(open_since: Sequence[tuple[int, int]], leaving: int) -> int:
    """Place of the stretch that ends: the last with exactly the number who leave, else the last of all."""
    exact = [place for place, (_, count) in enumerate(open_since) if count == leaving]
    return exact[-1] if exact else len(open_since) - 1
