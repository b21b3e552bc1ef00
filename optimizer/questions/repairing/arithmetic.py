"""What is impossible by arithmetic alone: sums that a person checks by hand, before any solver runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby

import numpy as np

from optimizer.model.rules import Claim
from optimizer.plan.shapes import Reason
from optimizer.problem import MoneyRow, PeopleRow, Problem
from optimizer.scenario.ceilings import rupiah_of, spendable
from optimizer.units import Months, PersonMonths, Persons, Rupiah


def sums(problem: Problem) -> tuple[Reason, ...]:
    """Each rule that no plan can obey, with the sum that shows it: a code and its figures.

    A sum that is found is a proof; where none is found the rules may clash all the same. What two floors
    say alike is said once.
    """
    floors = [row for row in problem.people if row.rule == "floor" and row.persons]
    found = chain(
        *(_floor(problem, row) for row in [*floors, *_together(floors)]),
        *(_money(problem, row) for row in problem.money),
    )
    once: dict[tuple[object, ...], Reason] = {}
    for reason in found:
        figures = {name: fact for name, fact in reason.facts.items() if name != "number"}
        once.setdefault((reason.code, *figures.items()), reason)
    return tuple(once.values())


def added_up(reason: Reason, claim: Claim) -> bool:
    """Whether a rule is one of those that a sum adds up."""
    facts, stated = reason.facts, dict(claim.facts)
    if claim.rule in ("people_floor", "people_ceiling"):
        number = "number" if claim.rule == "people_floor" else "ceiling"
        inside = set(str(stated["of"]).split(",")) <= set(str(facts.get("of")).split(","))
        return facts.get(number) == stated["number"] and (inside or number == "ceiling")
    if "fund" in stated:
        return stated["fund"] in facts.get("funds", (facts.get("fund"),))
    return claim.rule == "stay"


def _together(floors: Sequence[PeopleRow]) -> Iterator[PeopleRow]:
    """A floor that holds in each of several regions, as one on all of them together."""
    for _, rows in groupby(floors, key=lambda row: row.number):
        parts = list(rows)
        if len(parts) > 1:
            slots = tuple(slot for row in parts for slot in row.slots)
            yield replace(
                parts[0],
                of=",".join(row.of for row in parts),
                slots=slots,
                persons=sum(row.persons for row in parts),
            )


def _floor(problem: Problem, row: PeopleRow) -> Iterator[Reason]:
    """The first sum that refuses a floor: people, ceilings on people, registration, money."""
    for sum_of in (_above_eligible, _above_ceiling, _above_capacity, _above_money):
        for reason in sum_of(problem, row):
            yield reason
            return


def _facts(row: PeopleRow) -> dict[str, object]:
    return {"of": row.of, "number": row.number + 1, "persons": Persons(row.persons)}


def _above_eligible(problem: Problem, row: PeopleRow) -> Iterator[Reason]:
    eligible = int(problem.eligible[list(row.slots)].sum())
    if row.persons > eligible:
        yield Reason("sum.floor_eligible", {**_facts(row), "eligible": Persons(eligible)})


def _above_ceiling(problem: Problem, row: PeopleRow) -> Iterator[Reason]:
    for other in problem.people:
        inside = set(row.slots) <= set(other.slots)
        if other.rule == "ceiling" and inside and other.first <= row.last and row.first <= other.last:
            month = problem.months[max(row.first, other.first)]
            facts = {"most": Persons(other.persons), "ceiling": other.number + 1, "month": month}
            if row.persons > other.persons:
                yield Reason("sum.floor_ceiling", {**_facts(row), **facts})


def _registered(problem: Problem, row: PeopleRow) -> int:
    """The last month in which whoever is new in the floor's first month can be enrolled; below 0: none."""
    return min(row.first, problem.last_enrolment)


def _above_capacity(problem: Problem, row: PeopleRow) -> Iterator[Reason]:
    """People of today, and in each month until then as many new ones as can be registered."""
    today = int(problem.subsidised[list(row.slots)].sum())
    regions = sorted({int(problem.region_of[slot]) for slot in row.slots})
    limit = int(problem.enrol_limit[regions].sum())
    months = max(0, _registered(problem, row) + 1)
    found = today + limit * months
    if row.persons > found:
        facts = {"today": Persons(today), "limit": Persons(limit), "months": months, "found": Persons(found)}
        code = "sum.floor_capacity" if months else "sum.floor_too_late"
        yield Reason(code, {**_facts(row), **facts, "stay": problem.stay})


@dataclass(frozen=True)
class _Paid:
    """What a floor makes the funds pay in one stretch of months."""

    months: range
    first: int
    """Months in which all its persons are covered; in the others only those who are new."""
    rupiah: int
    """All money that may pay there in these months."""
    funds: tuple[int, ...]
    premium: int
    """The cheapest of these months."""

    def needed(self, persons: int, today: int) -> int:
        """Rupiah for so many persons, of whom some are of today, at the least."""
        more = len(self.months) - self.first
        return (persons * self.first + max(0, persons - today) * more) * self.premium

    def carried(self, today: int) -> int:
        """So many persons the money pays for, of whom some are of today, at the most."""
        person_months, more = self.rupiah // self.premium, len(self.months) - self.first
        if person_months <= today * self.first:
            return person_months // self.first if self.first else today
        return (person_months + today * more) // (self.first + more)


def _above_money(problem: Problem, row: PeopleRow) -> Iterator[Reason]:
    r"""Persons, months and the cheapest premium against all money that may pay there.

    With :math:`S` persons of today in its slots, a floor of :math:`P` from month :math:`a` to :math:`b` needs
    :math:`n_t \ge P` from :math:`\min(a, T - \mathrm{stay})` to :math:`b`, as nobody enrols after
    :math:`T - \mathrm{stay}`; and :math:`n_t \ge P - S` from there to the end, as only people of today drop.
    Of all months that do not carry them, those are told whose money carries the fewest.
    """
    start, end = max(0, _registered(problem, row)), len(problem.months)
    today = int(problem.subsidised[list(row.slots)].sum())
    new = max(0, row.persons - today)
    stretches = _stretches(problem, row, start, end if new else row.last + 1)
    short = [
        paid
        for paid in (_paid(problem, row, months) for months in stretches)
        if paid.needed(row.persons, today) > paid.rupiah
    ]
    if short:
        tightest = min(short, key=lambda paid: (paid.carried(today), len(paid.funds)))
        yield Reason(*_money_sum(problem, row, tightest, today))


def _money_sum(problem: Problem, row: PeopleRow, paid: _Paid, today: int) -> tuple[str, dict[str, object]]:
    months = paid.months
    facts: dict[str, object] = {
        **_facts(row),
        "months": Months(problem.months[months[0]], problem.months[months[-1]]),
        "premium": Rupiah(paid.premium),
        "needed": Rupiah(paid.needed(row.persons, today)),
        "money": Rupiah(paid.rupiah),
        "funds": tuple(problem.funds[fund] for fund in paid.funds),
    }
    more = len(months) - paid.first
    if not paid.funds:
        kept = Persons(row.persons if paid.first else row.persons - today)
        return "sum.floor_no_fund", {**_facts(row), "months": facts["months"], "persons": kept}
    if not today or not more:
        return "sum.floor_money", {**facts, "count": len(months)}
    new = Persons(row.persons - today)
    if not paid.first:
        return "sum.floor_money_new", {**facts, "new": new, "more": more, "today": Persons(today)}
    person_months = PersonMonths(row.persons * paid.first + new * more)
    parts = {"new": new, "count": paid.first, "more": more, "person_months": person_months}
    return "sum.floor_money_of_two", {**facts, **parts, "today": Persons(today)}


def _stretches(problem: Problem, row: PeopleRow, start: int, end: int) -> Iterator[range]:
    """All months from start to end, then shorter stretches that begin or end where a payer does."""
    here = np.isin(problem.cells.slot, row.slots)
    marks = {start, end}
    for fund in np.unique(problem.cells.fund[here]):
        months = problem.cells.month[here & (problem.cells.fund == fund)]
        marks |= {int(months.min()), int(months.max()) + 1}
    ordered = sorted(mark for mark in marks if start <= mark <= end)
    spans = [(first, last) for first in ordered for last in ordered if first < last]
    yield from (range(first, last) for first, last in sorted(spans, key=lambda at: (at[0] - at[1], at)))


def _paid(problem: Problem, row: PeopleRow, months: range) -> _Paid:
    cells = problem.cells
    here = np.isin(cells.slot, row.slots) & (cells.month >= months[0]) & (cells.month <= months[-1])
    funds = np.unique(cells.fund[here]).tolist()
    rupiah = sum(spendable(problem.scenario.funds[problem.funds[fund]]) for fund in funds)
    premium = int(cells.premium[here].min(initial=2**62)) if here.any() else 1
    first = max(0, min(months[-1], row.last) - months[0] + 1)
    return _Paid(months, first, int(rupiah), tuple(funds), premium)


def _money(problem: Problem, row: MoneyRow) -> Iterator[Reason]:
    """A fund must pay more than it has, or than there are people to pay for."""
    fund = problem.scenario.funds[problem.funds[row.fund]]
    if row.rule not in ("spend_at_least", "per_region_min") or not row.units:
        return
    amount = fund.spend_at_least if row.rule == "spend_at_least" else fund.per_region.min
    assert amount is not None, "a row that states an amount has one"
    must = rupiah_of(amount, int(fund.ceiling.number))
    facts: dict[str, object] = {"fund": problem.funds[row.fund], "rupiah": Rupiah(must)}
    if row.region is not None:
        facts["region"] = problem.codes[row.region]
    unit, has = int(problem.unit[row.fund]), int(spendable(fund))
    if row.units > has // unit:
        yield Reason("sum.spend_ceiling", {**facts, "money": Rupiah(has)})
        return
    cells = problem.cells
    here = cells.fund == row.fund
    if row.region is not None:
        here &= problem.region_of[cells.slot] == row.region
    people = int(problem.eligible[np.unique(cells.slot[here])].sum())
    months = len(np.unique(cells.month[here]))
    premium = int(cells.premium[here].max(initial=0))
    usable = people * months * premium
    if row.units * unit > usable:
        counted = {"eligible": Persons(people), "count": months, "premium": Rupiah(premium)}
        yield Reason("sum.spend_people", {**facts, **counted, "money": Rupiah(usable)})
