"""Whom each fund can pay for, in which months, at which premium."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from optimizer.scenario.ceilings import spendable
from optimizer.scenario.schema import Fund, Premium, Scenario
from optimizer.units import Code, Month, Months, PersonMonths, Rupiah


class Prices(NamedTuple):
    """What one person-month costs a fund."""

    lowest: Rupiah | None
    """None where no premium fits."""
    highest: Rupiah | None
    missing: tuple[tuple[str, tuple[Month, ...]], ...]
    """Groups and months it may pay and no premium is stated for."""


class Tariff:
    """The premiums, looked up for many cells: entries that name no fund are gone through once."""

    def __init__(self, premiums: Sequence[Premium]) -> None:
        self._entries = [
            (entry.number, entry.months, None if entry.groups is None else frozenset(entry.groups))
            for entry in premiums
        ]
        self._common = [place for place, entry in enumerate(premiums) if entry.funds is None]
        self._own: dict[str, list[int]] = {}
        for place, entry in enumerate(premiums):
            for fund in set(entry.funds or ()):
                self._own.setdefault(fund, []).append(place)
        self._found: dict[tuple[str, Month], int] = {}

    def price(self, fund: str, group: str, month: Month) -> Rupiah | None:
        """The premium of the last entry that fits."""
        if (group, month) not in self._found:
            self._found[group, month] = self._last(self._common, group, month)
        place = max(self._found[group, month], self._last(self._own.get(fund, ()), group, month))
        return self._entries[place][0] if place >= 0 else None

    def _last(self, places: Sequence[int], group: str, month: Month) -> int:
        """The place of the last of these entries that fits; -1 where none does."""
        for place in reversed(places):
            _, months, groups = self._entries[place]
            if (months is None or month in months) and (groups is None or group in groups):
                return place
        return -1


@dataclass(frozen=True)
class Reach:
    """What follows from owners, regions, groups and months of the funds of one scenario.

    Names that do not exist reach nothing: the checks ask before the references are known to be sound.
    """

    scenario: Scenario

    @cached_property
    def codes(self) -> tuple[Code, ...]:
        """The regions in order of code."""
        return self.scenario.codes

    @cached_property
    def _below(self) -> dict[str, tuple[Code, ...]]:
        below: dict[str, list[Code]] = {}
        for code in self.codes:
            for above in {"ID", code, *prefixes(code)}:
                below.setdefault(above, []).append(code)
        return {above: tuple(codes) for above, codes in below.items()}

    def below(self, code: str) -> tuple[Code, ...]:
        """The regions that a code reaches."""
        return self._below.get(code, ())

    @cached_property
    def regions(self) -> dict[str, tuple[Code, ...]]:
        """The regions each fund may pay in."""
        return {name: self._regions(fund) for name, fund in self.scenario.funds.items()}

    def _regions(self, fund: Fund) -> tuple[Code, ...]:
        owned = self.below(fund.owner)
        if fund.regions is None:
            return owned
        inside = {
            code
            for part in fund.regions
            for code in (
                owned if part.reaches(fund.owner) else self.below(part) if fund.owner.reaches(part) else ()
            )
        }
        return tuple(sorted(inside))

    @cached_property
    def everybody(self) -> frozenset[str]:
        """All groups."""
        return frozenset(self.scenario.groups)

    @cached_property
    def may_pay(self) -> dict[str, frozenset[str]]:
        """The groups each fund may pay for; those of all funds without limits are one object."""
        return {
            name: self.everybody if fund.groups is None else self.everybody.intersection(fund.groups)
            for name, fund in self.scenario.funds.items()
        }

    @cached_property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """The groups each fund may pay for, in their order."""
        everybody = tuple(self.scenario.groups)
        places = {group: place for place, group in enumerate(everybody)}
        return {
            name: everybody
            if fund.groups is None
            else tuple(sorted(places.keys() & fund.groups, key=places.__getitem__))
            for name, fund in self.scenario.funds.items()
        }

    @cached_property
    def months(self) -> dict[str, Months | None]:
        """The months of the horizon each fund may pay."""
        return {name: self.scenario.paying_months(fund) for name, fund in self.scenario.funds.items()}

    @cached_property
    def funds(self) -> dict[str, tuple[str, ...]]:
        """The funds that may pay in each region, in their order."""
        funds: dict[str, list[str]] = {code: [] for code in self.codes}
        for name, codes in self.regions.items():
            if self.months[name] is not None and self.groups[name]:
                for code in codes:
                    funds[code].append(name)
        return {code: tuple(names) for code, names in funds.items()}

    @property
    def cells(self) -> int:
        """How many months of a region and group some fund may pay: at most so many payments."""
        return sum(
            len(self.regions[name]) * len(self.groups[name]) * len(self.months[name] or ())
            for name in self.scenario.funds
        )

    @cached_property
    def prices(self) -> dict[str, Prices]:
        """What one person-month costs each fund."""
        tariff = Tariff(self.scenario.premium)
        return {name: self._prices(name, tariff) for name in self.scenario.funds}

    def _prices(self, name: str, tariff: Tariff) -> Prices:
        found: set[Rupiah] = set()
        missing: dict[str, list[Month]] = {}
        for group in self.groups[name]:
            for month in self.months[name] or ():
                price = tariff.price(name, group, month)
                if price is None:
                    missing.setdefault(group, []).append(month)
                else:
                    found.add(price)
        gaps = tuple((group, tuple(months)) for group, months in missing.items())
        return Prices(min(found, default=None), max(found, default=None), gaps)

    @cached_property
    def buys(self) -> dict[str, PersonMonths]:
        """The most person-months the money of each fund can buy."""
        return {name: self._buys(name, fund) for name, fund in self.scenario.funds.items()}

    def _buys(self, name: str, fund: Fund) -> PersonMonths:
        lowest = self.prices[name].lowest
        return PersonMonths(spendable(fund) // lowest if lowest else 0)


def prefixes(code: str) -> Iterator[Code]:
    """The codes above a code.

    >>> list(prefixes("52.01.03"))
    ['52', '52.01']
    """
    parts = code.split(".")
    return (Code(".".join(parts[:length])) for length in range(1, len(parts)))


def ranges(months: Iterable[Month]) -> tuple[Months, ...]:
    """Months in order as ranges without gaps."""
    found: list[Months] = []
    for month in months:
        if found and found[-1].last.plus(1) == month:
            found[-1] = Months(found[-1].first, month)
        else:
            found.append(Months(month, month))
    return tuple(found)
