"""Checks whether targets can be reached at all, by arithmetic that an official can follow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from optimizer.errors import Finding
from optimizer.scenario.ceilings import spendable
from optimizer.scenario.checks_time import last_enrolment
from optimizer.scenario.reach import Reach
from optimizer.scenario.wanted import Wanted
from optimizer.units import Code, PersonMonths, Persons, Rupiah

MOST_REACHED = 600_000
"""Regions, and the funds of each, that all targets reach: one target in each of the country's 83,762 desa and
kelurahan with five funds."""


class _Bought(NamedTuple):
    """The persons a sum of money can cover when each needs so many months."""

    funds: tuple[str, ...]
    rupiah: Rupiah
    premiums: tuple[Rupiah, ...]
    """The lowest of each fund, once each."""
    person_months: PersonMonths
    months: int

    @property
    def persons(self) -> Persons:
        return Persons(self.person_months // self.months)


def targets_are_reckonable(reach: Reach) -> Iterator[Finding]:
    """The targets together do not reach too many regions and funds."""
    reached = {code: 1 + len(reach.funds[code]) for code in reach.codes}
    everywhere, total = sum(reached.values()), 0
    for target in reach.scenario.targets.values():
        if target.of == "each":
            total += everywhere
        else:
            total += sum(reached[code] for part in target.of for code in reach.below(part))
        if total > MOST_REACHED:
            facts = {"reached": total, "limit": MOST_REACHED}
            yield Finding("targets.too_many", facts, path="targets")
            return


def money_suffices(reach: Reach) -> Iterator[Finding]:
    """All money that may count for a target, spent on nothing else, could reach it."""
    reckoned: dict[object, _Bought] = {}
    for wanted in reach.wanted:
        bought = _least_bought(reach, wanted, reckoned)
        total = Persons(wanted.others + bought.persons)
        if total < wanted.need:
            facts = {
                **_place(wanted),
                "others": wanted.others,
                "funds": len(bought.funds),
                "rupiah": bought.rupiah,
                "person_months": bought.person_months,
                **({"premium": bought.premiums[0]} if len(bought.premiums) == 1 else {}),
                "months": bought.months,
                "persons": bought.persons,
                "found": total,
                "short": Persons(wanted.need - total),
            }
            yield Finding("target.above_money", facts, "warning", f"targets.{wanted.id}")


def people_suffice(reach: Reach) -> Iterator[Finding]:
    """There are people enough to reach a target, and they can be enrolled in time."""
    for wanted in reach.wanted:
        eligible, before = wanted.people
        facts = {**_place(wanted), "others": wanted.others}
        path = f"targets.{wanted.id}"
        if wanted.others + eligible < wanted.need:
            found = Persons(wanted.others + eligible)
            facts |= {"eligible": Persons(eligible), "found": found, "short": Persons(wanted.need - found)}
            yield Finding("target.above_eligible", facts, "warning", path)
            continue
        months = max(0, min(wanted.by, last_enrolment(reach)) - reach.scenario.horizon.first + 1)
        newly = sum(_newly(reach, code, wanted.groups, months) for code in wanted.codes)
        found = Persons(wanted.others + before + newly)
        if found < wanted.need and months:
            facts |= {"subsidised": Persons(before), "months": months, "newly": Persons(newly)}
            facts |= {"found": found, "short": Persons(wanted.need - found)}
            yield Finding("target.above_capacity", facts, "warning", path)


def _place(wanted: Wanted) -> dict[str, object]:
    return {"target": wanted.id, "of": wanted.of, "by": wanted.by, "need": wanted.need}


def _least_bought(reach: Reach, wanted: Wanted, reckoned: dict[object, _Bought]) -> _Bought:
    """The smaller sum, reckoned once for all places that the same funds reach."""
    months = _fewest_months(reach, wanted)
    key = (frozenset(reach.funds[code] for code in wanted.codes), wanted.groups, wanted.by, months)
    if key not in reckoned:
        reckoned[key] = min(_sums(reach, wanted, months), key=lambda one: one.persons)
    return reckoned[key]


def _sums(reach: Reach, wanted: Wanted, months: int) -> Iterator[_Bought]:
    """What all the money buys when it must last, and what that of the target's month buys for that month."""
    names = {name: None for code in wanted.codes for name in reach.funds[code]}
    funds = [name for name in names if reach.buys[name] and not wanted.groups.isdisjoint(reach.may_pay[name])]
    yield _bought(reach, funds, months)
    then = [name for name in funds if wanted.by in (reach.months[name] or ())]
    yield _bought(reach, then, 1)


def _fewest_months(reach: Reach, wanted: Wanted) -> int:
    """Months to be paid for whoever counts: the stay, or for people of today all up to the target's."""
    horizon = reach.scenario.horizon
    new = max(reach.scenario.rules.stay, horizon.last - wanted.by + 1)
    today = wanted.by - horizon.first + 1
    return min(new, today) if wanted.people.subsidised else new


def _bought(reach: Reach, names: list[str], months: int) -> _Bought:
    rupiah = Rupiah(sum(spendable(reach.scenario.funds[name]) for name in names))
    premiums = {price for name in names if (price := reach.prices[name].lowest) is not None}
    person_months = PersonMonths(sum(reach.buys[name] for name in names))
    return _Bought(tuple(names), rupiah, tuple(sorted(premiums)), person_months, months)


def _newly(reach: Reach, code: Code, groups: frozenset[str], months: int) -> int:
    """Persons a region can newly enrol in so many months."""
    eligible, before = reach.counts.people(code, groups)
    most = eligible - before
    limit = reach.scenario.regions[code].enrol_per_month or reach.scenario.rules.enrol_per_month
    return most if limit is None else min(most, limit.number * months)
