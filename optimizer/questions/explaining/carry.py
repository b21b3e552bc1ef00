"""Who could carry on the people of a fund whose months end, and what a person costs there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from math import ceil, gcd

from optimizer.plan.shapes import Reason
from optimizer.questions.changes import with_ceilings
from optimizer.questions.desk import Desk
from optimizer.scenario.ceilings import spendable
from optimizer.scenario.premiums import premium_of
from optimizer.scenario.schema import Fund, Scenario
from optimizer.units import Code, Month, Rupiah, Share

NEW = "~{year}"
"""Key of a fund that the scenario does not have; no user's key begins so."""


@dataclass(frozen=True)
class Purse:
    """A fund that gets more money, so much a step."""

    fund: str
    owner: Code
    year: int
    premiums: tuple[int, ...]
    """Rupiah for one person in each of the months that it carries."""
    step: int
    """Rupiah."""
    new: Fund | None = None
    """The fund itself where the scenario does not have it yet."""

    def given(self, scenario: Scenario, steps: int) -> Scenario:
        """The scenario in which it has so many steps more."""
        changed = scenario
        if self.new is not None:
            changed = scenario.model_copy(update={"funds": {**scenario.funds, self.fund: self.new}})
        return with_ceilings(changed, {self.fund: self.ceiling(scenario, steps)})

    def ceiling(self, scenario: Scenario, steps: int) -> int:
        """The lowest ceiling that lets it pay so many steps more than it may now."""
        known = scenario.funds.get(self.fund)
        if known is None:
            return steps * self.step
        wanted = int(spendable(known)) + steps * self.step
        if not isinstance(known.set_aside, Share):
            return wanted + int(known.set_aside or 0)
        found = ceil(wanted / (1 - known.set_aside))
        while found - ceil(known.set_aside * found) < wanted:
            found += 1
        return found


def purses(desk: Desk, name: str, reason: Reason) -> tuple[Purse, ...]:
    """The payer's own funds of the months that nobody can pay, and a new one for each year without any."""
    scenario, fund = desk.scenario, desk.scenario.funds[name]
    months = list(_unpaid(scenario, fund, reason))
    chosen: dict[str, list[Month]] = {}
    for month in months:
        chosen.setdefault(_carrier(desk, name, month) or NEW.format(year=month.year), []).append(month)
    alone = len(chosen) == 1
    return tuple(_purse(scenario, name, key, carried, alone=alone) for key, carried in chosen.items())


def _unpaid(scenario: Scenario, fund: Fund, reason: Reason) -> Iterator[Month]:
    """From the first month for which the money ends to the last that is planned."""
    paying = scenario.paying_months(fund)
    first = reason.facts.get("month")
    if first is None and paying is not None:
        first = paying.last.plus(1) if paying.last < scenario.horizon.last else paying.last
    return (month for month in scenario.horizon if first is not None and month >= first)


def _groups(scenario: Scenario, fund: Fund, other: Fund) -> set[tuple[Code, str]]:
    """Regions and groups with somebody eligible that both funds may pay for."""
    return {
        (code, group)
        for code in scenario.codes
        for group, figure in scenario.regions[code].eligible.items()
        if figure.number and scenario.may_pay(fund, code, group) and scenario.may_pay(other, code, group)
    }


def _carrier(desk: Desk, name: str, month: Month) -> str | None:
    """The same payer's fund that pays in a month for most of those not covered; itself if no other does."""
    scenario, fund = desk.scenario, desk.scenario.funds[name]
    last = {(row.region, row.group): 0 for row in desk.base.payments}
    for row in desk.base.payments:
        if row.month == month:
            last[row.region, row.group] += int(row.persons)
    reached: dict[str, int] = {}
    for key, other in scenario.funds.items():
        pays = other.owner == fund.owner and month in (scenario.paying_months(other) or ())
        if pays and other.set_aside != Share(1):
            reached[key] = sum(
                int(scenario.regions[code].eligible[group].number) - last.get((code, group), 0)
                for code, group in _groups(scenario, fund, other)
            )
    found = [key for key, reach in reached.items() if reach]
    return max(found, key=lambda key: (reached[key], key != name), default=None)


def _purse(scenario: Scenario, name: str, key: str, months: list[Month], *, alone: bool) -> Purse:
    """One fund and what a person costs it; alone its steps are its smallest sums, else one person."""
    fund = scenario.funds[name]
    known = scenario.funds.get(key)
    new = None if known is not None else _new(fund, months[0].year)
    carrier = known or new
    assert carrier is not None, "a fund that is not known is new"
    groups = {group for _, group in _groups(scenario, fund, carrier)}
    each = [[int(premium_of(scenario, key, group, month)) for group in groups] for month in months]
    premiums = tuple(max(row) for row in each)
    unit = reduce(gcd, [premium for row in each for premium in row])
    return Purse(key, fund.owner, months[0].year, premiums, unit if alone else sum(premiums), new)


def _new(fund: Fund, year: int) -> Fund:
    """A yearly budget of the same payer for the same people, empty."""
    ceiling = fund.ceiling.model_copy(update={"value": Rupiah(0), "assume": None})
    rest = {"pays": None, "set_aside": None, "spend_at_least": None, "published": None, "name": None}
    limits = fund.per_region.model_copy(update={"max": None, "min": None})
    changed = {"budget": "murni", "year": year, "ceiling": ceiling, "status": "planned", "per_region": limits}
    return fund.model_copy(update={**rest, **changed})
