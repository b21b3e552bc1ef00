"""How the difference of two ends is divided among the changes between them: Shapley (1953), exact or by lot.

A combination of changes is a set of bits: bit ``i`` is set where change ``i`` is made. What a combination
comes to is a tuple of whole numbers, one for each measure; None where it cannot be. In one order of all
changes each brings what the numbers move when its turn comes; its share is the average over all orders in
which every step can be. In each order the parts add up to the difference, so the averages do.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import factorial, isqrt

Worth = Callable[[int], "tuple[int, ...] | None"]
MOST_TRIES = 4
"""So many times as many orders are drawn as are wanted, where some cannot be."""


@dataclass(frozen=True, slots=True)
class Shares:
    """What each change brings of each measure."""

    means: tuple[tuple[Fraction, ...], ...]
    """``[change][measure]``; over all changes they add up to the difference."""
    errors: tuple[tuple[int, ...], ...] | None
    """Standard errors of the means, rounded up; None where no lot was drawn."""
    orders: int
    """Orders the mean is taken over."""


def exact(changes: int, worth: Worth) -> Shares | None:
    """The mean over every order that can be; None where there is none.

    With ``u(S)`` orders that lead to S and ``v(S)`` that lead from S to the end, a step from S to S + i
    stands in ``u(S) · v(S + i)`` orders; where all can be that is ``|S|! (n − |S| − 1)!`` as Shapley has it.
    """
    every = range(1 << changes)
    known = [worth(made) for made in every]
    leading = [0] * len(known)
    leaving = [0] * len(known)
    for made in every:
        if known[made] is not None:
            before = sum(leading[made ^ bit] for bit in _bits(made))
            leading[made] = before if made else 1
    for made in reversed(every):
        if known[made] is not None:
            after = sum(leaving[made | 1 << one] for one in range(changes) if not made >> one & 1)
            leaving[made] = after if made != every[-1] else 1
    orders = leading[-1]
    if not orders:
        return None
    means = []
    for one in range(changes):
        steps = [(made, made | 1 << one) for made in every if not made >> one & 1]
        weighed = [(leading[a] * leaving[b], known[a], known[b]) for a, b in steps]
        means.append(_mean([(weight, a, b) for weight, a, b in weighed if weight], orders))
    return Shares(tuple(means), None, orders)


def _bits(made: int) -> list[int]:
    return [1 << place for place in range(made.bit_length()) if made >> place & 1]


def _mean(
    steps: Sequence[tuple[int, tuple[int, ...] | None, tuple[int, ...] | None]], orders: int
) -> tuple[Fraction, ...]:
    sums: list[int] = []
    for weight, before, after in steps:
        assert before is not None
        assert after is not None
        sums = sums or [0] * len(after)
        sums = [one + weight * (b - a) for one, a, b in zip(sums, before, after, strict=True)]
    return tuple(Fraction(one, orders) for one in sums)


def sampled(changes: int, worth: Worth, orders: int, seed: int) -> Shares | None:
    """The mean over orders drawn by lot among those that can be, and its standard error; None without any.

    The same seed draws the same orders on every machine.
    """
    lot = random.Random(seed)
    drawn: list[list[tuple[int, ...]]] = []
    for _ in range(MOST_TRIES * orders):
        if len(drawn) == orders:
            break
        order = list(range(changes))
        lot.shuffle(order)
        steps = _steps(order, worth)
        if steps is not None:
            drawn.append(steps)
    if not drawn:
        return None
    measures = range(len(drawn[0][0]))
    columns = [[[steps[one][m] for steps in drawn] for m in measures] for one in range(changes)]
    return Shares(
        tuple(tuple(Fraction(sum(column), len(drawn)) for column in change) for change in columns),
        tuple(tuple(map(_error, change)) for change in columns),
        len(drawn),
    )


def _steps(order: Sequence[int], worth: Worth) -> list[tuple[int, ...]] | None:
    """What each change brings in one order, by change; None where a step cannot be."""
    steps: list[tuple[int, ...]] = [()] * len(order)
    made, before = 0, worth(0)
    for one in order:
        made |= 1 << one
        after = worth(made)
        if before is None or after is None:
            return None
        steps[one] = tuple(b - a for a, b in zip(before, after, strict=True))
        before = after
    return steps


def _error(drawn: Sequence[int]) -> int:
    """The standard error of the mean, rounded up: the root of the sample's variance over its size.

    >>> _error([1, 1, 1]), _error([0, 10])
    (0, 5)
    """
    size, total = len(drawn), sum(drawn)
    if size < 2:
        return 0
    spread = Fraction(sum((size * one - total) ** 2 for one in drawn), size**3 * (size - 1))
    upper = -(-spread.numerator // spread.denominator)
    root = isqrt(upper)
    return root if root * root == upper else root + 1


def whole(parts: Sequence[Fraction]) -> list[int]:
    """Whole numbers that add up as the parts do, by largest remainder; the sum of the parts is whole.

    What is less is made whole as what is more, so that a loss and its mirror read alike.

    >>> whole([Fraction(5, 2), Fraction(5, 2), Fraction(-3, 2), Fraction(1, 2)])
    [3, 3, -2, 0]
    >>> whole([Fraction(-5, 2), Fraction(-5, 2)])
    [-3, -2]
    """
    sign = -1 if sum(parts) < 0 else 1
    turned = [sign * part for part in parts]
    down = [part // 1 for part in turned]
    left = int(sum(turned)) - sum(down)
    first = sorted(range(len(parts)), key=lambda place: (down[place] - turned[place], place))
    return [sign * (one + (place in first[:left])) for place, one in enumerate(down)]


def all_orders(changes: int) -> int:
    """How many orders there are."""
    return factorial(changes)
