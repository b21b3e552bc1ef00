"""Whom each fund can pay for, in which months, at which premium."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from optimizer.scenario.ceilings import spendable
from optimizer.scenario.figures import Figure, Keys, Record, figures, records
from optimizer.scenario.premiums import Prices, Tariff
from optimizer.scenario.schema import Fund, Scenario
from optimizer.scenario.wanted import Counts, Wanted, wanted
from optimizer.units import Code, Month, Months, PersonMonths


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
    def counts(self) -> Counts:
        """The people of every region."""
        return Counts(self.scenario)

    @cached_property
    def wanted(self) -> tuple[Wanted, ...]:
        """What each target asks for in each of its places."""
        return tuple(wanted(self.scenario, self.below, self.counts))

    @cached_property
    def figures(self) -> tuple[tuple[Keys, Figure], ...]:
        """Every figure."""
        return tuple(figures(self.scenario))

    @cached_property
    def records(self) -> tuple[tuple[Keys, Record], ...]:
        """Everything that may name a source."""
        return tuple(records(self.scenario, self.figures))

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
        tariff = Tariff(self.scenario.premium, self.scenario.horizon)
        return {
            name: tariff.prices(name, self.groups[name], self.months[name]) for name in self.scenario.funds
        }

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
