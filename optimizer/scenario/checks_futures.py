"""In which month two futures begin to differ, figure by figure: before it, all that is decided is alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from optimizer.errors import Finding, Place
from optimizer.scenario.premiums import premium_of
from optimizer.scenario.reach import Reach
from optimizer.scenario.schema import Fund, PeopleRule, Region, Scenario
from optimizer.units import Month


class Difference(NamedTuple):
    """One figure that differs, and the first month for which it matters."""

    month: Month
    path: str


def differences(one: Scenario, other: Scenario) -> Iterator[Difference]:
    """Every figure that a plan looks at and that differs; names, notes and sources are none."""
    always = list(_always(one, other))
    yield from always
    if any(row.path in ("horizon", "groups", "regions") for row in always):
        return
    yield from _funds(one, other)
    yield from _premiums(one, other)
    yield from _targets(one, other)
    yield from _rules(one, other)


def first_difference(found: Sequence[Difference]) -> Difference | None:
    """The earliest; of several the first by path."""
    return min(found, default=None)


def too_early(
    first: str,
    found: Mapping[str, Sequence[Difference]],
    until: Month,
    begin: Month,
    marks: Mapping[str, Place],
) -> Iterator[Finding]:
    """Figures that differ between futures though they matter for months whose payments are decided.

    Those that matter from the horizon's ``begin`` on can differ in no future.
    """
    for name, rows in found.items():
        for month in sorted({row.month for row in rows if row.month <= until}):
            figures = tuple(dict.fromkeys(row.path for row in rows if row.month == month))
            facts = {"future": name, "other": first, "figures": figures, "month": month, "until": until}
            code = "futures.too_early" if month > begin else "futures.matters_always"
            yield Finding(code, facts, path=f"futures.{name}", place=marks[name])


def _always(one: Scenario, other: Scenario) -> Iterator[Difference]:
    """What matters from the first month on."""
    first = min(one.horizon.first, other.horizon.first)
    whole: Mapping[str, Any] = {
        "horizon": lambda scenario: scenario.horizon,
        "groups": lambda scenario: [(name, group.weight) for name, group in scenario.groups.items()],
        "goals": lambda scenario: scenario.goals,
        "rules.stay": lambda scenario: scenario.rules.stay,
        "rules.enrol_per_month": lambda scenario: _number(scenario.rules.enrol_per_month),
        "regions": lambda scenario: scenario.codes,
    }
    differing = [path for path, figure in whole.items() if figure(one) != figure(other)]
    yield from (Difference(first, path) for path in differing)
    if "regions" in differing or one.regions is other.regions:
        return
    for code in one.codes:
        for key, here in _people(one.regions[code]).items():
            if here != _people(other.regions[code])[key]:
                yield Difference(first, f"regions.{code}.{key}")


def _people(region: Region) -> dict[str, Any]:
    return {
        "eligible": {group: figure.number for group, figure in region.eligible.items() if figure.number},
        "subsidised": {group: figure.number for group, figure in region.subsidised.items() if figure.number},
        "enrol_per_month": _number(region.enrol_per_month),
    }


def _number(figure: Any) -> Any:
    return None if figure is None else figure.number


def _funds(one: Scenario, other: Scenario) -> Iterator[Difference]:
    for name in dict.fromkeys((*one.funds, *other.funds)):
        here, there = one.funds.get(name), other.funds.get(name)
        if here is not None and there is not None and _money(here) == _money(there):
            continue
        both = [
            months.first
            for scenario, fund in ((one, here), (other, there))
            if fund is not None and (months := scenario.paying_months(fund)) is not None
        ]
        if both:
            yield Difference(min(both), f"funds.{name}{_what(here, there)}")


def _money(fund: Fund) -> dict[str, Any]:
    """All of a fund that decides what it pays."""
    keys = (
        "owner",
        "budget",
        "year",
        "pays",
        "groups",
        "regions",
        "set_aside",
        "spend_at_least",
        "per_region",
    )
    return {"ceiling": fund.ceiling.number} | {key: getattr(fund, key) for key in keys}


def _what(here: Fund | None, there: Fund | None) -> str:
    """The key that differs; empty where one future has no such fund."""
    if here is None or there is None:
        return ""
    ours, theirs = _money(here), _money(there)
    return "." + next(key for key in ours if ours[key] != theirs[key])


def _premiums(one: Scenario, other: Scenario) -> Iterator[Difference]:
    if one.premium == other.premium:
        return
    for name, fund in one.funds.items():
        if name not in other.funds:
            continue
        months = one.paying_months(fund)
        for month in months or ():
            for group in one.groups:
                if (fund.groups is None or group in fund.groups) and (
                    premium_of(one, name, group, month) != premium_of(other, name, group, month)
                ):
                    yield Difference(month, "premium")
                    break


def _targets(one: Scenario, other: Scenario) -> Iterator[Difference]:
    ours, theirs = _wanted(one), _wanted(other)
    for row in dict.fromkeys((*ours, *theirs)):
        if ours.get(row) != theirs.get(row):
            yield Difference(row[2], f"targets.{row[0]}")


def _wanted(scenario: Scenario) -> dict[tuple[str, str, Month], Any]:
    """What each target asks for beside the people a fund may pay for, by place and month."""
    return {
        (row.id, row.of, row.by): (row.groups, row.need - row.others, scenario.targets[row.id].weight)
        for row in Reach(scenario).wanted
    }


def _rules(one: Scenario, other: Scenario) -> Iterator[Difference]:
    first = one.horizon.first
    for key in ("floors", "ceilings"):
        ours, theirs = ([_band(rule) for rule in getattr(scenario.rules, key)] for scenario in (one, other))
        for band in (*ours, *theirs):
            if ours.count(band) != theirs.count(band):
                yield Difference(max(first, band[0] or first), f"rules.{key}")
    matched = [
        [(rule.fund, rule.ratio, rule.own, rule.same_year) for rule in scenario.rules.matching]
        for scenario in (one, other)
    ]
    for rule in (*matched[0], *matched[1]):
        if matched[0].count(rule) != matched[1].count(rule):
            months = [
                months.first
                for scenario in (one, other)
                if rule[0] in scenario.funds
                and (months := scenario.paying_months(scenario.funds[rule[0]])) is not None
            ]
            if months:
                yield Difference(min(months), "rules.matching")


def _band(rule: PeopleRule) -> tuple[Any, ...]:
    return rule.from_, rule.region, rule.each, rule.group, rule.persons, rule.share, rule.to
