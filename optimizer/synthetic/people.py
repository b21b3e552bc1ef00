"""People of made-up regions: sizes are log-normal, shares near those that were published for NTB and NTT."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from optimizer.synthetic.chance import Chance
from optimizer.synthetic.country import Kabupaten
from optimizer.units import Code

GROUPS = ("miskin-ekstrem", "rentan")

_WORKERS, _LEAST = 140_000, 5_000
"""In a kabupaten: the middle one, and the smallest."""

_FEWEST = 40
"""Workers of the smallest region: enough that every share is somebody."""


@dataclass(frozen=True, slots=True)
class People:
    """Workers of one region, and what is known of them in the month before the horizon."""

    code: Code
    workers: int
    active: int
    eligible: tuple[int, int]
    """By group."""
    subsidised: tuple[int, int]

    @property
    def listed(self) -> int:
        """Persons paid for today."""
        return sum(self.subsidised)


def people(kabupaten: Kabupaten, seed: int) -> tuple[People, ...]:
    """The people of all regions of one kabupaten; nobody is counted twice, nobody covered who does not work.

    S ≤ E in each group, ΣS ≤ A ≤ W and ΣE − ΣS ≤ W − A (MODEL, Figures).
    """
    return tuple(_drawn(kabupaten, Chance(seed, f"people {kabupaten.code}")))


def _drawn(kabupaten: Kabupaten, chance: Chance) -> Iterator[People]:
    every = max(chance.size(_WORKERS, 0.7, 1_500_000) * (0.7 if kabupaten.is_kota else 1.0), _LEAST)
    others = chance.between(0.22, 0.40)
    extreme, vulnerable = chance.size(0.012, 0.6, 0.06), chance.between(0.25, 0.45)
    listed = 0.0 if chance.happens(0.1) else chance.size(0.05, 0.8, 0.4)
    weights = [chance.size(1, 0.5, 8) for _ in kabupaten.regions]
    for code, weight in zip(kabupaten.regions, weights, strict=True):
        workers = max(int(every * weight / sum(weights)), _FEWEST)
        without_funds = int(workers * others * chance.between(0.8, 1.2))
        poorest = int(workers * extreme * chance.between(0.5, 1.5))
        wished = int(workers * vulnerable * chance.between(0.7, 1.3))
        eligible = poorest, min(wished, workers - without_funds - poorest)
        paid = tuple(int(number * listed * chance.between(0.5, 1.5)) for number in eligible)
        subsidised = min(paid[0], eligible[0]), min(paid[1], eligible[1])
        yield People(code, workers, without_funds + sum(subsidised), eligible, subsidised)
