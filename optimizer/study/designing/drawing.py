"""Uncertain figures drawn from a seed: the same values in every process, on every machine.

Every figure has a stream of its own, keyed by the seed and its path, so that another figure more or less
leaves it as it was. Nothing is reckoned in floating point.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from hashlib import sha256
from math import isqrt

from optimizer.study.designing.amounts import Amount, cut
from optimizer.study.designing.bell import share_below, standard
from optimizer.study.designing.shapes import Law, Level, Sample
from optimizer.units import LARGEST_PERSONS, LARGEST_RUPIAH, Persons, Rupiah, Share

_BITS = 64
_ROOT = 10**18
"""A square root is exact to so many parts of what it is drawn from."""


def drawn(law: Law, sample: Sample, seed: int) -> tuple[Level, ...]:
    """The values of one figure in every case of a sample."""
    places = _STRATA[sample.method](seed, law.factor.path, sample.count)
    if law.shape in ("choose", "rivals"):
        return tuple(law.levels[int(at * len(law.levels))] for at in places)
    shape = _SHAPES[law.shape](law)
    return tuple(_level(law.amounts[0]._replace(value=shape(at))) for at in places)


def _level(amount: Amount) -> Level:
    return Level(amount.text, amount)


def places(seed: int, path: str, count: int) -> tuple[Fraction, ...]:
    """Latin hypercube: numbers from 0 to below 1, one in each of ``count`` equal strata, shuffled."""
    order = sorted(range(count), key=lambda stratum: _digest(seed, path, "order", stratum))
    return tuple((stratum + _uniform(seed, path, "place", row)) / count for row, stratum in enumerate(order))


def scattered(seed: int, path: str, count: int) -> tuple[Fraction, ...]:
    """Numbers from 0 to below 1, each by itself."""
    return tuple(_uniform(seed, path, "place", row) for row in range(count))


def _digest(*key: object) -> bytes:
    return sha256("\x1f".join(map(str, key)).encode()).digest()


def _uniform(*key: object) -> Fraction:
    return Fraction(int.from_bytes(_digest(*key)[: _BITS // 8], "big"), 1 << _BITS)


def _between(law: Law) -> Callable[[Fraction], Fraction]:
    """Every value from low to high as likely as any other."""
    low, high = (one.value for one in law.amounts)
    step = law.amounts[0].smallest
    count = (high - low) // step + 1
    return lambda at: low + int(at * count) * step


def _triangular(law: Law) -> Callable[[Fraction], Fraction]:
    """Likeliest in the middle, falling straight to both ends."""
    low, mode, high = (one.value for one in law.amounts)
    step, turn = law.amounts[0].smallest, (mode - low) / (high - low)

    def value(at: Fraction) -> Fraction:
        if at < turn:
            exact = low + _root(at * (high - low) * (mode - low))
        else:
            exact = high - _root((1 - at) * (high - low) * (high - mode))
        return low + cut(exact - low + step / 2, step)

    return value


def _normal(law: Law) -> Callable[[Fraction], Fraction]:
    """Around a mean; what lies outside the field's range is left out, the rest is as likely as it was."""
    mean, spread = (one.value for one in law.amounts)
    first = law.amounts[0]
    low, high = _range(first)
    below, above = share_below((low - mean) / spread), share_below((high - mean) / spread)

    def value(at: Fraction) -> Fraction:
        # The middle of its part, so that 0 is never asked for.
        exact = mean + spread * standard(below + (at + Fraction(1, 1 << (_BITS + 1))) * (above - below))
        near = cut(exact + first.smallest / 2, first.smallest)
        return min(max(near, low), high)

    return value


def _range(amount: Amount) -> tuple[Fraction, Fraction]:
    """Between what a field, or a change of one, may lie."""
    if amount.how == "points":
        return Fraction(-1), Fraction(1)
    if amount.how == "percent":
        return Fraction(-1), Fraction(10)
    most = {Rupiah: LARGEST_RUPIAH, Persons: LARGEST_PERSONS, Share: 1}.get(amount.unit, 9_999)
    low = Fraction(-most) if amount.how == "more" else Fraction(0)
    return low, Fraction(most)


def _root(square: Fraction) -> Fraction:
    """The square root, rounded down to far below any unit."""
    return Fraction(isqrt(square.numerator * _ROOT * _ROOT // square.denominator), _ROOT)


_SHAPES: Mapping[str, Callable[[Law], Callable[[Fraction], Fraction]]] = {
    "between": _between,
    "triangular": _triangular,
    "normal": _normal,
}
_STRATA: Mapping[str, Callable[[int, str, int], tuple[Fraction, ...]]] = {
    "latin-hypercube": places,
    "random": scattered,
}
