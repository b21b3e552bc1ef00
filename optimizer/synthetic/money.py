"""Money of made-up payers: budgets of two years for each kabupaten, its province and some villages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from optimizer.synthetic.chance import Chance
from optimizer.synthetic.country import Kabupaten
from optimizer.synthetic.people import People
from optimizer.units import Code

PREMIUM = 16_800
"""Rupiah per person and month (PP 44/2015 jo. PP 49/2023)."""

QUARTER, YEAR = 3, 12
"""Months that are left of 2025, and those of 2026."""

_MILLION = 10**6
_VILLAGES = 0.05
"""Share of villages that pay for people of their own."""


@dataclass(frozen=True, slots=True)
class Money:
    """One fund."""

    id: str
    owner: Code
    budget: str
    year: int
    ceiling: int
    """In rupiah."""
    status: str


def of_kabupaten(kabupaten: Kabupaten, living: Sequence[People], seed: int) -> Iterator[Money]:
    """The contract for people of today to December, the revised budget, and next year's."""
    chance = Chance(seed, f"money {kabupaten.code}")
    digits = kabupaten.code.replace(".", "")
    listed, workers = sum(one.listed for one in living), sum(one.workers for one in living)
    more = workers * chance.size(0.012, 0.8, 0.08) if chance.happens(0.75) else 0.0
    kept, grown = chance.between(0.7, 1.25), chance.between(0.3, 1.2)
    if listed:
        ceiling = listed * QUARTER * PREMIUM
        yield Money(f"kab-{digits}-murni-2025", kabupaten.code, "murni", 2025, ceiling, "contracted")
    if more:
        yield _planned(f"kab-{digits}-perubahan-2025", kabupaten.code, "perubahan", 2025, more * QUARTER)
    next_year = listed * kept + max(more * grown, workers * 0.002)
    yield _planned(f"kab-{digits}-murni-2026", kabupaten.code, "murni", 2026, next_year * YEAR)


def of_province(code: str, workers: int, seed: int) -> Iterator[Money]:
    """A revised budget in about half of the provinces, and next year's in all."""
    chance = Chance(seed, f"money {code}")
    revised, next_year = chance.size(0.004, 0.7, 0.02), chance.size(0.010, 0.7, 0.05)
    if chance.happens(0.5):
        id_ = f"prov-{code}-perubahan-2025"
        yield _planned(id_, Code(code), "perubahan", 2025, workers * revised * QUARTER)
    yield _planned(f"prov-{code}-murni-2026", Code(code), "murni", 2026, workers * next_year * YEAR)


def of_villages(kabupaten: Kabupaten, seed: int) -> Iterator[Money]:
    """APBDes of 2026 in a few desa; a kelurahan has no budget of its own."""
    if kabupaten.is_kota:
        return
    chance = Chance(seed, f"villages {kabupaten.code}")
    for code in kabupaten.regions:
        if chance.happens(_VILLAGES):
            persons = chance.whole(10, 60)
            digits = code.replace(".", "")
            yield _planned(f"desa-{digits}-apbdes-2026", code, "apbdes", 2026, persons * YEAR)


def of_the_country(workers: int) -> Money:
    """One fund that may pay everywhere in 2026: it ties all regions together."""
    return _planned("nasional-2026", Code("ID"), "other", 2026, workers * 0.002 * YEAR)


def _planned(id_: str, owner: Code, budget: str, year: int, person_months: float) -> Money:
    """A budget in whole millions, as they are written."""
    ceiling = max(round(person_months * PREMIUM / _MILLION), 1) * _MILLION
    return Money(id_, owner, budget, year, ceiling, "planned")
