"""Checks of how many people there are, and whether those of today are paid for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from optimizer.errors import Finding
from optimizer.scenario.reach import Reach, ranges
from optimizer.scenario.schema import Region
from optimizer.units import Code, Months, PersonMonths, Persons


def subsidised_are_eligible(reach: Reach) -> Iterator[Finding]:
    """S ≤ E: whoever is paid for today is among those a fund may pay for."""
    for code, region in reach.scenario.regions.items():
        for group, paid in region.subsidised.items():
            if paid.number > (allowed := _number(region, group)):
                facts = {"region": region.name, "group": group, "found": paid.number, "allowed": allowed}
                path = f"regions.{code}.subsidised.{group}"
                yield Finding("people.subsidised_above_eligible", facts, path=path)


def subsidised_are_active(reach: Reach) -> Iterator[Finding]:
    """ΣS ≤ A: whoever is paid for today is an active participant."""
    for code, region in reach.scenario.regions.items():
        paid = _subsidised(region)
        if paid > region.active.number:
            facts = {"region": region.name, "found": paid, "allowed": region.active.number}
            yield Finding("people.subsidised_above_active", facts, path=f"regions.{code}.active")


def active_are_workers(reach: Reach) -> Iterator[Finding]:
    """A ≤ W: whoever is active works."""
    for code, region in reach.scenario.regions.items():
        if region.active.number > region.workers.number:
            facts = {"region": region.name, "found": region.active.number, "allowed": region.workers.number}
            yield Finding("people.active_above_workers", facts, path=f"regions.{code}.active")


def eligible_are_workers(reach: Reach) -> Iterator[Finding]:
    """ΣE − ΣS ≤ W − A: whoever may be newly paid for works and is not active yet."""
    for code, region in reach.scenario.regions.items():
        eligible, paid = _eligible(region), _subsidised(region)
        room = region.workers.number - region.active.number
        if eligible - paid > room >= 0:
            facts = {
                "region": region.name,
                "eligible": eligible,
                "subsidised": paid,
                "found": Persons(eligible - paid),
                "workers": region.workers.number,
                "active": region.active.number,
                "allowed": Persons(room),
            }
            yield Finding("people.eligible_above_uncovered", facts, path=f"regions.{code}.eligible")


def outlook_leaves_room(reach: Reach) -> Iterator[Finding]:
    """O[t] + ΣE ≤ W: cover never passes the workers there are, whatever is expected."""
    horizon = reach.scenario.horizon
    for code, region in reach.scenario.regions.items():
        eligible = _eligible(region)
        for month, others in reach.counts.outlooks[code].turns(horizon) if region.outlook else ():
            if others + eligible > region.workers.number:
                facts = {
                    "region": region.name,
                    "month": month,
                    "others": Persons(others),
                    "eligible": eligible,
                    "found": Persons(others + eligible),
                    "allowed": region.workers.number,
                }
                yield Finding("people.outlook_above_workers", facts, path=f"regions.{code}.outlook.{month}")
                break


def today_has_payers(reach: Reach) -> Iterator[Finding]:
    """Some fund with money may pay each month of whoever is paid for today."""
    for code, region in reach.scenario.regions.items():
        for group, paid in region.subsidised.items():
            if not paid.number:
                continue
            payers = _payers(reach, code, [group])
            empty = [month for month in reach.scenario.horizon if not any(month in one for _, one in payers)]
            if empty:
                facts = {
                    "region": region.name,
                    "group": group,
                    "persons": paid.number,
                    "months": ranges(empty),
                }
                yield Finding("today.no_payer", facts, "warning", f"regions.{code}.subsidised.{group}")


def today_has_money(reach: Reach) -> Iterator[Finding]:
    """The funds that may pay for whoever is paid for today have the money, whatever else they pay.

    Looked at in stretches of months with the same payers; a shared fund counts in full in each region.
    """
    for code, region in reach.scenario.regions.items():
        paid = _subsidised(region)
        groups = [group for group, figure in region.subsidised.items() if figure.number]
        payers = _payers(reach, code, groups) if groups else []
        months = [
            (month, tuple(name for name, one in payers if month in one)) for month in reach.scenario.horizon
        ]
        for names, stretch in groupby(months, key=lambda month: month[1]):
            inside = [month for month, _ in stretch]
            span = Months(inside[0], inside[-1])
            found = PersonMonths(sum(reach.buys[name] for name in names))
            needed = PersonMonths(paid * len(span))
            if names and found < needed:
                facts = {
                    "region": region.name,
                    "persons": paid,
                    "months": span,
                    "needed": needed,
                    "found": found,
                }
                yield Finding("today.too_little_money", facts, "warning", f"regions.{code}.subsidised")


def _payers(reach: Reach, code: Code, groups: Sequence[str]) -> list[tuple[str, Months]]:
    """The funds that can pay at least one person-month of one of these groups there, and when."""
    return [
        (name, months)
        for name in reach.funds[code]
        if (months := reach.months[name]) is not None
        and reach.buys[name] > 0
        and not reach.may_pay[name].isdisjoint(groups)
    ]


def _number(region: Region, group: str) -> Persons:
    figure = region.eligible.get(group)
    return Persons(0) if figure is None else figure.number


def _eligible(region: Region) -> Persons:
    return Persons(sum(figure.number for figure in region.eligible.values()))


def _subsidised(region: Region) -> Persons:
    return Persons(sum(figure.number for figure in region.subsidised.values()))
