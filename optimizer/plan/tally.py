"""What a draft that passed the audit amounts to, in whole persons and whole rupiah."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, partial
from math import ceil

from optimizer.plan.assumptions import assumptions
from optimizer.plan.lists import intervals
from optimizer.plan.shapes import (
    BillRow,
    Draft,
    DropRow,
    FundRow,
    ListRow,
    Payment,
    Plan,
    RegionRow,
    TargetRow,
    Totals,
)
from optimizer.scenario.ceilings import spendable
from optimizer.scenario.measured import others_in, target_places
from optimizer.scenario.premiums import premium_of
from optimizer.scenario.schema import Scenario, Target
from optimizer.units import Code, Month, PersonMonths, Persons, Rupiah

WAITING = 3
"""Months of membership in which a death pays Rp10 million in place of Rp42 million."""

KEPT = 12
"""Months of the bill for keeping the last month's people."""

Slot = tuple[Code, str]


def tally(scenario: Scenario, draft: Draft, digest: str) -> Plan:
    """The plan that a draft is, counted in whole persons and whole rupiah; ``digest`` names the scenario."""
    count = _Count(scenario, tuple(sorted(draft.payments)))
    return Plan(
        title=scenario.title,
        digest=digest,
        status=draft.standing,
        goals=draft.goals,
        totals=_totals(count),
        targets=tuple(_targets(count)),
        funds=tuple(_funds(count, draft)),
        regions=tuple(_regions(count)),
        lists=tuple(_lists(count)),
        drops=count.drops,
        bill=tuple(bill(scenario, count.payments)),
        # Of figures that are made up all are assumed: every output says so, no list need.
        assumptions=() if scenario.synthetic else assumptions(scenario),
        payments=count.payments,
        synthetic=bool(scenario.synthetic),
    )


@dataclass(frozen=True)
class _Count:
    """Persons of each region and group, month by month."""

    scenario: Scenario
    payments: tuple[Payment, ...]

    @cached_property
    def covered(self) -> Mapping[Slot, list[int]]:
        """Persons covered in each month, for every region and group."""
        lines = {
            (code, group): [0] * len(self.scenario.horizon)
            for code in self.scenario.codes
            for group in self.scenario.groups
        }
        for payment in self.payments:
            lines[payment.region, payment.group][payment.month - self.scenario.horizon.first] += (
                payment.persons
            )
        return lines

    def before(self, slot: Slot) -> int:
        """Persons paid for in the month before the horizon."""
        figure = self.scenario.regions[slot[0]].subsidised.get(slot[1])
        return figure.number if figure is not None else 0

    @cached_property
    def changes(self) -> Mapping[Slot, list[int]]:
        """Each month's covered persons less those of the month before."""
        return {
            slot: [now - last for last, now in zip([self.before(slot), *line], line, strict=False)]
            for slot, line in self.covered.items()
        }

    @cached_property
    def drops(self) -> tuple[DropRow, ...]:
        """Persons who lose cover, by region, group and month."""
        horizon = self.scenario.horizon
        return tuple(
            DropRow(code, group, month, Persons(-change), PersonMonths(-change * (horizon.last - month + 1)))
            for (code, group), line in self.changes.items()
            for month, change in zip(horizon, line, strict=True)
            if change < 0
        )


def _totals(count: _Count) -> Totals:
    last = sum(line[-1] for line in count.covered.values())
    newcomers = sum(
        change for line in count.changes.values() for change in line[-WAITING:] if change > 0
    )  # month -1 is past its first months: who was paid for then has full benefit
    return Totals(
        persons_end=Persons(last),
        persons_full_benefit=Persons(max(0, last - newcomers)),
        person_months=PersonMonths(sum(payment.persons for payment in count.payments)),
        rupiah=Rupiah(sum(payment.rupiah for payment in count.payments)),
        dropped=Persons(sum(drop.persons for drop in count.drops)),
    )


def _targets(count: _Count) -> Iterator[TargetRow]:
    scenario = count.scenario
    for name, target in scenario.targets.items():
        if target.by not in scenario.horizon:
            continue
        for of, inside in target_places(target, scenario.codes):
            base, others, paid = _measured(count, target, [scenario.codes[place] for place in inside])
            need, covered = ceil(target.share.number * base), others + paid
            yield TargetRow(
                id=name,
                of=of,
                by=target.by,
                measure=target.measure,
                group=target.group,
                base=Persons(base),
                need=Persons(need),
                covered=Persons(covered),
                others=Persons(others),
                shortfall=Persons(max(0, need - covered)),
                met=covered >= need,
            )


def _measured(count: _Count, target: Target, codes: list[Code]) -> tuple[int, int, int]:
    """Persons of the base, without any fund, and paid for: one target in the regions it takes together."""
    scenario, month = count.scenario, target.by - count.scenario.horizon.first
    if target.measure == "group":
        group = str(target.group)
        figures = (scenario.regions[code].eligible.get(group) for code in codes)
        base = sum(figure.number for figure in figures if figure is not None)
        return base, 0, sum(count.covered[code, group][month] for code in codes)
    paid = sum(count.covered[code, group][month] for code in codes for group in scenario.groups)
    others = sum(others_in(scenario, code, target.by) for code in codes)
    return sum(scenario.regions[code].workers.number for code in codes), others, paid


def _funds(count: _Count, draft: Draft) -> Iterator[FundRow]:
    rupiah, months = _sums(count.payments, by="fund")
    for name, fund in count.scenario.funds.items():
        ceiling = fund.ceiling.number
        yield FundRow(
            id=name,
            name=fund.name or name,
            owner=fund.owner,
            ceiling=Rupiah(ceiling),
            set_aside=Rupiah(ceiling - spendable(fund)),
            allocated=Rupiah(rupiah[name]),
            left=Rupiah(ceiling - rupiah[name]),
            person_months=PersonMonths(months[name]),
            reasons=tuple(draft.unspent.get(name, ())),
        )


def _regions(count: _Count) -> Iterator[RegionRow]:
    scenario = count.scenario
    rupiah, months = _sums(count.payments, by="region")
    dropped: Counter[Code] = Counter()
    for drop in count.drops:
        dropped[drop.region] += drop.persons
    for code in scenario.codes:
        region = scenario.regions[code]
        yield RegionRow(
            code=code,
            name=region.name,
            eligible=Persons(sum(figure.number for figure in region.eligible.values())),
            subsidised_before=Persons(sum(figure.number for figure in region.subsidised.values())),
            persons_end=Persons(sum(count.covered[code, group][-1] for group in scenario.groups)),
            person_months=PersonMonths(months[code]),
            rupiah=Rupiah(rupiah[code]),
            dropped=Persons(dropped[code]),
        )


def _sums(payments: Iterable[Payment], *, by: str) -> tuple[Counter[str], Counter[str]]:
    """Rupiah and person-months by fund or by region."""
    rupiah: Counter[str] = Counter()
    months: Counter[str] = Counter()
    for payment in payments:
        rupiah[getattr(payment, by)] += payment.rupiah
        months[getattr(payment, by)] += payment.persons
    return rupiah, months


def _lists(count: _Count) -> Iterator[ListRow]:
    first, length = count.scenario.horizon.first, len(count.scenario.horizon)
    price = cache(partial(premium_of, count.scenario))
    profiles: dict[tuple[Code, str, str], list[int]] = {}
    for payment in count.payments:
        profile = profiles.setdefault((payment.region, payment.group, payment.fund), [0] * length)
        profile[payment.month - first] += payment.persons
    for (region, group, fund), profile in profiles.items():
        for start, end, persons in intervals(profile):
            months = [first.plus(month) for month in range(start, end + 1)]
            each = sum(price(fund, group, month) for month in months)
            yield ListRow(
                region, group, fund, months[0], months[-1], Persons(persons), Rupiah(persons * each)
            )


def bill(scenario: Scenario, payments: Iterable[Payment]) -> Iterator[BillRow]:
    """What keeping the last month's people for 12 months more costs: a row a payer, in file order."""
    persons: Counter[Code] = Counter()
    rupiah: Counter[Code] = Counter()
    price = cache(partial(_next_year, scenario))
    for payment in payments:
        if payment.month == scenario.horizon.last:
            owner = scenario.funds[payment.fund].owner
            persons[owner] += payment.persons
            rupiah[owner] += payment.persons * price(payment.fund, payment.group)
    for owner in dict.fromkeys(fund.owner for fund in scenario.funds.values()):
        if persons[owner]:
            yield BillRow(owner, Persons(persons[owner]), Rupiah(rupiah[owner]))


def _next_year(scenario: Scenario, fund: str, group: str) -> int:
    """Rupiah for one person in the 12 months after the horizon.

    Where no entry reaches so far, the premium of the horizon's last month goes on.
    """
    last = scenario.horizon.last
    return sum(_premium(scenario, fund, group, last.plus(month)) for month in range(1, KEPT + 1))


def _premium(scenario: Scenario, fund: str, group: str, month: Month) -> Rupiah:
    try:
        return premium_of(scenario, fund, group, month)
    except LookupError:
        return premium_of(scenario, fund, group, scenario.horizon.last)
