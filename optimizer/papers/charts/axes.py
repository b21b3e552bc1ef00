"""Round numbers for an axis, where they stand, and how they are written."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from optimizer.papers.charts.described import Unit
from optimizer.papers.figures import Value
from optimizer.text import Language, say
from optimizer.text.numbers import decimal, whole
from optimizer.text.numbers import share as percent

_STEPS = (1, 2, 5, 10)
LARGE: tuple[tuple[int, str], ...] = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))


UP = 6
"""So many steps an upright axis has at most, about."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Pixels from 0 to the most that is shown."""

    most: Fraction
    start: int
    """Pixel of 0."""
    end: int
    """Pixel of the most; below the start where the axis goes up."""

    def at(self, value: Value | int | Fraction) -> int:
        """The pixel of a value."""
        part = Fraction(value) / self.most if self.most else Fraction(0)
        return self.start + round((self.end - self.start) * part)


def ticks(most: Value | Fraction, count: int = 4) -> tuple[Fraction, ...]:
    """From 0 in equal steps of 1, 2 or 5 times a power of ten, at most about so many, none above ``most``.

    >>> [int(tick) for tick in ticks(Fraction(87193))]
    [0, 50000]
    >>> [str(tick) for tick in ticks(Fraction(65, 100))]
    ['0', '1/5', '2/5', '3/5']
    """
    top = Fraction(most)
    if top <= 0:
        return (Fraction(0),)
    rough, power = top / count, Fraction(1)
    while power * 10 <= rough:
        power *= 10
    while power > rough:
        power /= 10
    step = next(factor * power for factor in _STEPS if factor * power >= rough)
    if step > top:  # one mark beside 0 at least
        return Fraction(0), max(factor * power for factor in _STEPS if factor * power <= top)
    return tuple(step * place for place in range(int(top / step) + 1))


def tick_label(tick: Fraction, unit: Unit, language: Language) -> str:
    """A round number on an axis: ``20.000``, ``40%``, ``Rp50 miliar``."""
    if unit == "share":
        return percent(tick, language)
    if unit != "rupiah":
        return whole(int(tick), language)
    for size, name in LARGE:
        if tick >= size:
            return say(f"page.axis.{name}", language, amount=decimal(tick / size, language))
    return "Rp" + whole(int(tick), language)
