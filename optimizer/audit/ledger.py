"""Payments entered row by row, and what they add up to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial

from optimizer.errors import Finding
from optimizer.plan.shapes import Payment
from optimizer.scenario.schema import Fund, Scenario
from optimizer.units import Code, Month, Rupiah, year_of

Slot = tuple[Code, str]
"""A region and a group."""


def row_breaches(scenario: Scenario, payments: Sequence[Payment]) -> Iterator[Finding]:
    """Every row names what exists, once, in a month its fund may pay, at the right price."""
    seen: set[tuple[str, str, str, Month]] = set()
    there, then = cache(partial(_not_there, scenario)), cache(partial(_not_then, scenario))
    price = cache(partial(premium, scenario))
    for row in payments:
        cell = (row.region, row.group, row.fund, row.month)
        if cell in seen:
            yield Finding("audit.twice", _facts(row))
        seen.add(cell)
        if row.persons < 1:
            yield Finding("audit.nobody", _facts(row) | {"found": row.persons})
        if unknown := _unknown(scenario, row):
            yield from (Finding(f"audit.unknown_{name}", _facts(row)) for name in unknown)
            continue
        for code in (*there(row.fund, row.region, row.group), *then(row.fund, row.month)):
            yield Finding(code, _facts(row))
        yield from _price_breaches(row, price(row.fund, row.group, row.month))


def _facts(row: Payment) -> dict[str, object]:
    return {"region": row.region, "group": row.group, "fund": row.fund, "month": row.month}


def _unknown(scenario: Scenario, row: Payment) -> list[str]:
    """Which of its names the scenario does not know."""
    known = (
        ("region", row.region in scenario.regions),
        ("group", row.group in scenario.groups),
        ("fund", row.fund in scenario.funds),
    )
    return [name for name, there in known if not there]


def _not_there(scenario: Scenario, fund: str, code: Code, group: str) -> tuple[str, ...]:
    """The breach where a fund may not pay for a group in a region."""
    return () if reaches(scenario.funds[fund], code, group) else ("audit.may_not_pay",)


def _not_then(scenario: Scenario, fund: str, month: Month) -> tuple[str, ...]:
    """The breach where a fund may not pay in a month."""
    paying = scenario.funds[fund].pays or year_of(scenario.funds[fund].year)
    if month not in scenario.horizon:
        return ("audit.outside_horizon",)
    return () if month in paying else ("audit.not_its_month",)


def _price_breaches(row: Payment, price: int | None) -> Iterator[Finding]:
    if price is None:
        yield Finding("audit.no_premium", _facts(row))
    elif row.rupiah != row.persons * price:
        allowed = Rupiah(row.persons * price)
        yield Finding("audit.premium", {**_facts(row), "found": row.rupiah, "allowed": allowed})


def sound(scenario: Scenario, payments: Sequence[Payment]) -> tuple[Payment, ...]:
    """The rows whose names and month the scenario knows: the others cannot be counted anywhere."""
    return tuple(
        row
        for row in payments
        if row.region in scenario.regions
        and row.group in scenario.groups
        and row.fund in scenario.funds
        and row.month in scenario.horizon
    )


def reaches(fund: Fund, code: Code, group: str) -> bool:
    """Whether the fund may pay for the group in the region, by its owner, its regions and its groups."""
    return (
        fund.owner.reaches(code)
        and (fund.groups is None or group in fund.groups)
        and (fund.regions is None or any(scope.reaches(code) for scope in fund.regions))
    )


def premium(scenario: Scenario, fund: str, group: str, month: Month) -> int | None:
    """Rupiah per person-month, entry after entry, a later one replacing an earlier; None where none fits."""
    price: int | None = None
    for entry in scenario.premium:
        for_fund = entry.funds is None or fund in entry.funds
        for_group = entry.groups is None or group in entry.groups
        if for_fund and for_group and (entry.months is None or month in entry.months):
            price = int(entry.number)
    return price


@dataclass(frozen=True)
class Ledger:
    """Rows that the scenario knows, added up."""

    scenario: Scenario
    rows: tuple[Payment, ...]

    @cached_property
    def covered(self) -> Mapping[Slot, tuple[int, ...]]:
        """Persons covered in each month, for every region and group."""
        months: Counter[tuple[Code, str, Month]] = Counter()
        for row in self.rows:
            months[row.region, row.group, row.month] += row.persons
        return {
            (code, group): tuple(months[code, group, month] for month in self.scenario.horizon)
            for code in self.scenario.codes
            for group in self.scenario.groups
        }

    @cached_property
    def rupiah(self) -> Counter[tuple[str, Code]]:
        """Rupiah each fund pays in each region, at the scenario's premiums."""
        paid: Counter[tuple[str, Code]] = Counter()
        price = cache(partial(premium, self.scenario))
        for row in self.rows:
            paid[row.fund, row.region] += row.persons * (price(row.fund, row.group, row.month) or 0)
        return paid

    @cached_property
    def spent(self) -> Counter[str]:
        """Rupiah each fund pays everywhere."""
        paid: Counter[str] = Counter()
        for (fund, _), rupiah in self.rupiah.items():
            paid[fund] += rupiah
        return paid

    def eligible(self, slot: Slot) -> int:
        """Persons a fund may pay for; a group that a region does not list is 0."""
        code, group = slot
        figures = self.scenario.regions[code].eligible
        return int(figures[group].number) if group in figures else 0

    def before(self, slot: Slot) -> int:
        """Persons paid for in the month before the horizon; a group that a region does not list is 0."""
        code, group = slot
        figures = self.scenario.regions[code].subsidised
        return int(figures[group].number) if group in figures else 0

    @cached_property
    def enrolled(self) -> Mapping[Slot, tuple[int, ...]]:
        """``e = max(0, n[t] − n[t−1])``."""
        return {slot: tuple(max(0, change) for change in self._changes(slot)) for slot in self.covered}

    @cached_property
    def dropped(self) -> Mapping[Slot, tuple[int, ...]]:
        """``d = max(0, n[t−1] − n[t])``."""
        return {slot: tuple(max(0, -change) for change in self._changes(slot)) for slot in self.covered}

    def _changes(self, slot: Slot) -> Iterator[int]:
        before = self.before(slot)
        for persons in self.covered[slot]:
            yield persons - before
            before = persons

    def dearest(self, fund_id: str, codes: Sequence[Code]) -> int:
        """The dearest premium the fund can pay for somebody in these regions; 1 where there is nobody."""
        fund, scenario = self.scenario.funds[fund_id], self.scenario
        months = [month for month in scenario.horizon if month in (fund.pays or year_of(fund.year))]
        groups = {
            group
            for code in codes
            for group in scenario.groups
            if reaches(fund, code, group) and self.eligible((code, group)) > 0
        }
        prices = (premium(scenario, fund_id, group, month) or 0 for group in groups for month in months)
        return max(prices, default=1)
