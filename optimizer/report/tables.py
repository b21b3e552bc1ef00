"""Rows of raw values, for every form of report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from optimizer.plan.shapes import UNSPENT, FundRow, ListRow, Plan, Reason, RegionRow, TargetRow
from optimizer.scenario.schema import Scenario
from optimizer.units import Code, Month, Months, PersonMonths, Persons, Rupiah

Cell = tuple[str, str]
"""A region and a fund; the fund is empty for the region's sum."""


@dataclass(frozen=True, slots=True)
class Money:
    """All funds together."""

    ceiling: Rupiah
    allocated: Rupiah
    left: Rupiah


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """Persons covered in each span of a calendar."""

    region: Code
    """Empty for the sum of all regions."""
    fund: str
    """Empty for the sum of all funds."""
    persons: tuple[Persons, ...]
    dropped: tuple[Persons, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """Who is covered when; neighbouring months in which nothing changes are one span of one fiscal year."""

    spans: tuple[Months, ...]
    rows: tuple[CalendarRow, ...]
    others: int
    """Regions with no row of their own; they count in the sum."""


@dataclass(frozen=True, slots=True)
class Rest:
    """Money left in one fund for one reason."""

    fund: FundRow
    reason: Reason
    person_months: PersonMonths
    rupiah: Rupiah


def rests(plan: Plan, least: int) -> Iterator[Rest]:
    """Each part of each rest of at least ``least`` rupiah; set aside and unexplained are reasons too."""
    for fund in plan.funds:
        for reason in fund.reasons:
            part = reason.facts.get("rupiah", fund.left)
            if part >= least and reason.code != "unspent.below_premium":
                yield Rest(fund, reason, reason.facts.get("person_months", PersonMonths(0)), part)
        if fund.set_aside:
            aside = Rupiah(min(fund.set_aside, fund.left))
            yield Rest(fund, Reason("unspent.set_aside"), PersonMonths(0), aside)
        if not fund.reasons and fund.left - fund.set_aside >= least:
            rest = Rupiah(fund.left - fund.set_aside)
            yield Rest(fund, Reason("unspent.unexplained"), PersonMonths(0), rest)


def least_premium(scenario: Scenario) -> Rupiah:
    """The cheapest premium: money below it is too little for anybody."""
    return Rupiah(max(min(int(entry.number) for entry in scenario.premium), 1))


def by_reason(found: Iterable[Rest]) -> list[tuple[Reason, list[Rest]]]:
    """Rests with the same reason since the same month together, in the order in which reasons are asked."""
    groups: dict[tuple[str, object], list[Rest]] = defaultdict(list)
    for rest in found:
        groups[rest.reason.code, rest.reason.facts.get("month")].append(rest)
    ordered = sorted(groups.values(), key=lambda alike: _rank(alike[0].reason))
    return [(alike[0].reason, alike) for alike in ordered]


def _rank(reason: Reason) -> int:
    return UNSPENT.index(reason.code) if reason.code in UNSPENT else len(UNSPENT)


def money(plan: Plan) -> Money:
    """What the funds hold, pay and keep."""
    return Money(
        Rupiah(sum(fund.ceiling for fund in plan.funds)),
        Rupiah(sum(fund.allocated for fund in plan.funds)),
        Rupiah(sum(fund.left for fund in plan.funds)),
    )


def worst_first(targets: Iterable[TargetRow]) -> list[TargetRow]:
    """Targets with the most persons missing first; met ones keep their order."""
    return sorted(targets, key=lambda row: -row.shortfall)


def widest(targets: Iterable[TargetRow]) -> TargetRow | None:
    """Of the targets that count participants without any fund, the one of most people, the last of them."""
    counted = [row for row in targets if row.others]
    return max(reversed(counted), key=lambda row: row.base, default=None)


def largest_first(regions: Iterable[RegionRow]) -> list[RegionRow]:
    """Regions with the most money first, then by code."""
    return sorted(regions, key=lambda row: (-row.rupiah, row.code))


def summed(regions: Sequence[RegionRow]) -> RegionRow:
    """All these regions as one row."""
    return RegionRow(
        Code(""),
        "",
        Persons(sum(row.eligible for row in regions)),
        Persons(sum(row.subsidised_before for row in regions)),
        Persons(sum(row.persons_end for row in regions)),
        PersonMonths(sum(row.person_months for row in regions)),
        Rupiah(sum(row.rupiah for row in regions)),
        Persons(sum(row.dropped for row in regions)),
    )


def lists_by_fund(plan: Plan) -> list[tuple[str, list[ListRow]]]:
    """Each fund that pays, in the plan's order, with its lists."""
    lists: dict[str, list[ListRow]] = defaultdict(list)
    for row in plan.lists:
        lists[row.fund].append(row)
    ordered = [fund.id for fund in plan.funds]
    return [
        (fund, sorted(lists[fund], key=lambda row: (row.region, row.first, row.group)))
        for fund in ordered
        if fund in lists
    ]


def calendar(plan: Plan, scenario: Scenario, *, most: int) -> Calendar:
    """Persons by month for the ``most`` regions with most money; below each its funds, if there is room."""
    persons, dropped = _by_cell(plan)
    months = tuple(scenario.horizon)
    shown = sorted(row.code for row in largest_first(plan.regions)[:most] if row.person_months or row.dropped)
    funds = [fund.id for fund in plan.funds]
    cells: list[Cell] = [
        cell
        for code in shown
        for cell in [(code, ""), *((code, fund) for fund in funds if (code, fund) in persons)]
    ]
    if len(cells) > 2 * most:
        cells = [(code, "") for code in shown]
    cells.append(("", ""))
    spans = _spans(months, [persons[cell] for cell in cells], [dropped[cell] for cell in cells])
    rows = tuple(
        CalendarRow(
            Code(region),
            fund,
            tuple(Persons(persons[region, fund].get(span.first, 0)) for span in spans),
            tuple(Persons(sum(dropped[region, fund].get(month, 0) for month in span)) for span in spans),
        )
        for region, fund in cells
    )
    others = sum(1 for row in plan.regions if row.person_months or row.dropped) - len(shown)
    return Calendar(spans, rows, others)


def _by_cell(plan: Plan) -> tuple[dict[Cell, dict[Month, int]], dict[Cell, dict[Month, int]]]:
    """Persons covered and persons dropped, by region and fund, by region, and in all."""
    persons: dict[Cell, dict[Month, int]] = defaultdict(lambda: defaultdict(int))
    dropped: dict[Cell, dict[Month, int]] = defaultdict(lambda: defaultdict(int))
    for payment in plan.payments:
        for cell in ((payment.region, payment.fund), (payment.region, ""), ("", "")):
            persons[cell][payment.month] += payment.persons
    for drop in plan.drops:
        for cell in ((drop.region, ""), ("", "")):
            dropped[cell][drop.month] += drop.persons
    return persons, dropped


def _spans(
    months: Sequence[Month], persons: Sequence[dict[Month, int]], dropped: Sequence[dict[Month, int]]
) -> tuple[Months, ...]:
    spans: list[Months] = []
    for month in months:
        before = spans[-1] if spans else None
        same = (
            before is not None
            and before.last.year == month.year
            and all(row.get(month, 0) == row.get(before.last, 0) for row in persons)
            and not any(row.get(month) for row in dropped)
        )
        if before is not None and same:
            spans[-1] = Months(before.first, month)
        else:
            spans.append(Months(month, month))
    return tuple(spans)
