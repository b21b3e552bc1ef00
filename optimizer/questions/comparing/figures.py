"""The figures of several plans beside each other, and how far each is from the first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from operator import attrgetter
from typing import Any

from optimizer.answers.compare import Difference, Line, Section, Value
from optimizer.answers.headline import of_each, widest
from optimizer.plan.shapes import Plan, RegionRow, TargetRow
from optimizer.scenario.schema import Scenario
from optimizer.units import Month, Months, Persons, Rupiah, Share

_PLAIN = (bool, str, tuple, Month, Months, type(None))
"""What cannot be subtracted."""
OF_LAST_MONTH = ("persons_end", "share")
"""Figures of the last month: not subtracted where the sides end in different months."""


def headline_lines(
    plans: Sequence[Plan], scenarios: Sequence[Scenario], target: str | None
) -> Iterator[Line]:
    """The figures that are asked for first; ``target`` is the one whose share and shortfall are told."""
    aimed = [of_target(plan, target) for plan in plans]
    rows: list[tuple[str, list[Value]]] = [
        ("month", [scenario.horizon.last for scenario in scenarios]),
        ("persons_end", [plan.totals.persons_end for plan in plans]),
        ("reached", _of(aimed, reached)),
        ("shortfall", _of(aimed, attrgetter("shortfall"))),
        ("person_months", [plan.totals.person_months for plan in plans]),
        ("ceiling", [Rupiah(sum(fund.ceiling for fund in plan.funds)) for plan in plans]),
        ("rupiah", [plan.totals.rupiah for plan in plans]),
        ("dropped", [plan.totals.dropped for plan in plans]),
        ("standing", [plan.status for plan in plans]),
    ]
    for field, values in rows:
        if any(value is not None for value in values):
            yield _of_months(line("headline", "", field, values), scenarios)


def group_lines(plans: Sequence[Plan], scenarios: Sequence[Scenario]) -> Iterator[Line]:
    """Persons of the last month by group of workers; a group that a side does not know is absent there."""
    for group in merged([list(scenario.groups) for scenario in scenarios]):
        persons: list[Value] = [
            _of_group(plan, group, scenario.horizon.last) if group in scenario.groups else None
            for plan, scenario in zip(plans, scenarios, strict=True)
        ]
        label = next(one.groups[group].label or group for one in scenarios if group in one.groups)
        yield _of_months(line("groups", group, "persons_end", persons, label), scenarios)


def _of_group(plan: Plan, group: str, month: Month) -> Persons:
    return Persons(sum(row.persons for row in plan.payments if row.group == group and row.month == month))


def _of_months(found: Line, scenarios: Sequence[Scenario]) -> Line:
    """The line without differences of people between different months, which mean nothing."""
    if found.field not in OF_LAST_MONTH:
        return found
    first = scenarios[0].horizon.last
    apart = tuple(
        one if scenario.horizon.last == first else None
        for one, scenario in zip(found.differences, scenarios, strict=True)
    )
    return replace(found, differences=apart)


def target_lines(plans: Sequence[Plan]) -> Iterator[Line]:
    """Each target in each place: month, need, covered, the share reached, what is missing."""
    tables = [{f"{row.id}:{row.of}": row for row in plan.targets} for plan in plans]
    for item, rows in _beside(tables):
        for field in ("by", "need", "covered", "shortfall"):
            yield line("targets", item, field, _of(rows, attrgetter(field)))
        yield line("targets", item, "reached", _of(rows, reached))


def fund_lines(plans: Sequence[Plan]) -> Iterator[Line]:
    """Each fund: what it may pay, what the plan lets it pay, what is left."""
    tables = [{row.id: row for row in plan.funds} for plan in plans]
    for item, rows in _beside(tables):
        name = next(row.name for row in rows if row)
        for field in ("ceiling", "allocated", "left"):
            yield line("funds", item, field, _of(rows, attrgetter(field)), name)


def region_lines(plans: Sequence[Plan], scenarios: Sequence[Scenario]) -> Iterator[Line]:
    """Each region: persons of the last month, their share of the eligible, rupiah paid there."""
    tables = [{str(row.code): row for row in plan.regions} for plan in plans]
    for item, rows in sorted(_beside(tables)):
        name = next(row.name for row in rows if row)
        persons = line("regions", item, "persons_end", _of(rows, attrgetter("persons_end")), name)
        yield _of_months(persons, scenarios)
        yield _of_months(line("regions", item, "share", _of(rows, _share), name), scenarios)
        yield line("regions", item, "rupiah", _of(rows, attrgetter("rupiah")), name)


def _share(row: RegionRow) -> Share:
    """Persons of the last month over the eligible; nobody of nobody is no share."""
    return Share(Fraction(row.persons_end, max(row.eligible, 1)))


def _of(rows: Sequence[Any], figure: Callable[[Any], Value]) -> list[Value]:
    """One figure of each row, None where a side has no such row."""
    return [None if row is None else figure(row) for row in rows]


def line(section: Section, item: str, field: str, values: Sequence[Value], name: str = "") -> Line:
    """A line with its differences from the first side."""
    apart = (None, *(difference(values[0], value) for value in values[1:]))
    return Line(section, item, field, tuple(values), apart, name)


def difference(before: Value, after: Value) -> Difference:
    """How much more a side has than the first, in the unit of both; None where they are no numbers.

    >>> difference(Rupiah(5), Rupiah(3)), difference(None, Rupiah(3)), difference("a", "b")
    (-2, None, None)
    """
    if isinstance(before, _PLAIN) or isinstance(after, _PLAIN) or type(before) is not type(after):
        return None
    unit: Any = type(before)
    made: Difference = unit(after - before)
    return made


def of_target(plan: Plan, target: str | None) -> TargetRow | None:
    """One target of a plan, all its places together; None where the plan has no such target."""
    return next((row for row in of_each(plan) if row.id == target), None)


def widest_target(plans: Iterable[Plan]) -> str | None:
    """The widest target of the first plan that has any."""
    return next((row.id for plan in plans if (row := widest(plan)) is not None), None)


def reached(row: TargetRow) -> Share:
    """The share of the base that is covered; a base of 0 is met."""
    return Share(Fraction(row.covered, row.base)) if row.base else Share(1)


def _beside(tables: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, list[Any]]]:
    """The rows of several tables with the same key beside each other, None where a table has none."""
    for key in merged([list(table) for table in tables]):
        yield key, [table.get(key) for table in tables]


def merged(orders: Sequence[Sequence[str]]) -> list[str]:
    """All keys in one order: the first list's, each key that only a later one has before its neighbour there.

    Lists that have their common keys in the same order all keep their own.

    >>> merged([["a", "c"], ["a", "b", "c", "d"]])
    ['a', 'b', 'c', 'd']
    """
    together = list(orders[0])
    for order in orders[1:]:
        known = set(together)
        waiting: list[str] = []
        woven: dict[str, list[str]] = {}
        for key in order:
            if key in known:
                woven[key], waiting = waiting, []
            else:
                waiting.append(key)
        together = [one for key in together for one in (*woven.get(key, ()), key)] + waiting
    return together
