"""Checks of how many people there are, and whether those of today are paid for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import TypeAlias

from optimizer.errors import Finding
from optimizer.scenario.reach import Reach, ranges
from optimizer.scenario.schema import Region
from optimizer.units import Code, Month, Months, PersonMonths, Persons

Payers: TypeAlias = tuple[str, ...]
"""Names of funds, the same for most regions of a kabupaten: what follows from them is reckoned once."""

Stretch: TypeAlias = tuple[Payers, Months, PersonMonths]
"""Funds that may pay, months in which just they may, and what their money buys."""


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
    unpaid: dict[Payers, list[Month]] = {}
    for code, region in reach.scenario.regions.items():
        for group, paid in region.subsidised.items():
            if not paid.number:
                continue
            payers = _payers(reach, code, (group,))
            if payers not in unpaid:
                unpaid[payers] = _unpaid(reach, payers)
            empty = unpaid[payers]
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
    known: dict[Payers, list[Stretch]] = {}
    for code, region in reach.scenario.regions.items():
        paid = _subsidised(region)
        groups = tuple(group for group, figure in region.subsidised.items() if figure.number)
        payers = _payers(reach, code, groups) if groups else ()
        if payers not in known:
            known[payers] = list(_stretches(reach, payers))
        for names, span, found in known[payers]:
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


def _payers(reach: Reach, code: Code, groups: tuple[str, ...]) -> Payers:
    """The funds that can pay at least one person-month of one of these groups there, which are few."""
    return tuple(
        name
        for name in reach.funds[code]
        if reach.buys[name] > 0 and not reach.may_pay[name].isdisjoint(groups)
    )


def _paying(reach: Reach, payers: Payers) -> Iterator[tuple[Month, Payers]]:
    """Each month of the horizon with those of the funds that may pay it."""
    months = {name: reach.months[name] or () for name in payers}
    for month in reach.scenario.horizon:
        yield month, tuple(name for name in payers if month in months[name])


def _unpaid(reach: Reach, payers: Payers) -> list[Month]:
    """The months of the horizon that none of the funds may pay."""
    return [month for month, names in _paying(reach, payers) if not names]


def _stretches(reach: Reach, payers: Payers) -> Iterator[Stretch]:
    """Months with the same payers, and what their money buys."""
    for names, stretch in groupby(_paying(reach, payers), key=itemgetter(1)):
        inside = [month for month, _ in stretch]
        found = PersonMonths(sum(reach.buys[name] for name in names))
        yield names, Months(inside[0], inside[-1]), found


def _number(region: Region, group: str) -> Persons:
    figure = region.eligible.get(group)
    return Persons(0) if figure is None else figure.number


def _eligible(region: Region) -> Persons:
    return Persons(sum(figure.number for figure in region.eligible.values()))


def _subsidised(region: Region) -> Persons:
    return Persons(sum(figure.number for figure in region.subsidised.values()))
