"""Wishes that arithmetic alone refutes: the sum is written out before anything is solved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from optimizer.answers.wish import Wish
from optimizer.errors import Finding
from optimizer.problem import Ints, Problem
from optimizer.questions.wish import EVERYWHERE
from optimizer.scenario.ceilings import spendable
from optimizer.units import Month, Months, Persons, Rupiah


def refuted(problem: Problem, wish: Wish) -> tuple[Finding, ...]:
    """Why no plan at all can obey the wish, each reason with its sum; empty where sums do not say."""
    if wish.least is None:
        return ()
    if wish.fund is not None:
        return tuple(_too_much_money(problem, wish.fund, wish.least))
    return tuple(_Crowd(problem, wish, wish.least).reasons())


def _too_much_money(problem: Problem, name: str, wished: int) -> Iterator[Finding]:
    """A fund pays no more than its ceiling, nor more than the premiums of all whom it may pay for."""
    fund, number = problem.scenario.funds[name], problem.funds.index(name)
    cells, gamma = problem.cells, int(problem.unit[number])
    own = cells.fund == number
    if not own.any():
        return
    dearest = int(cells.premium[own].max())
    least, most = wished - dearest + 1, int(spendable(fund))
    facts = {"fund": name, "wished": Rupiah(wished)}
    if least > most // gamma * gamma:
        ceiling = int(fund.ceiling.number)
        aside = {"ceiling": Rupiah(ceiling), "set_aside": Rupiah(ceiling - most)} if ceiling > most else {}
        yield Finding("wish.ceiling", {**facts, "rupiah": Rupiah(most), **aside})
    everybody = int((problem.eligible[cells.slot[own]] * cells.premium[own]).sum())
    if least > everybody:
        persons = int(problem.eligible[np.unique(cells.slot[own])].sum())
        count = len(np.unique(cells.month[own]))
        more = {"persons": Persons(persons), "count": count, "rupiah": Rupiah(everybody)}
        yield Finding("wish.everybody_paid", facts | more)


@dataclass(frozen=True)
class _Paid:
    """One month: the lowest premium that can be paid, who may pay, and whether all persons are wished for."""

    price: int
    funds: frozenset[int]
    all_wished: bool
    """Of whoever is covered beyond it only those who are new must be covered."""


class _Window:
    """A row of months, and all money that may pay in one of them."""

    def __init__(self, months: Mapping[int, _Paid], money: Mapping[int, int], before: int) -> None:
        self.months, self._before = months, before
        self.funds = frozenset[int]().union(*(month.funds for month in months.values()))
        self.available = sum(money[fund] for fund in self.funds)
        self._each = sum(month.price for month in months.values() if month.all_wished)
        self._new = sum(month.price for month in months.values() if not month.all_wished)

    def needed(self, persons: int) -> int:
        """Rupiah that so many persons cost at the least."""
        return persons * self._each + max(0, persons - self._before) * self._new

    def carried(self) -> int:
        """So many persons the money pays for at the most; asked only where there are too many for it."""
        if self.available <= self._before * self._each:
            return self.available // self._each if self._each else self._before
        return (self.available + self._before * self._new) // (self._each + self._new)


class _Crowd:
    """So many persons wished for in some slots, in each month from ``first`` to ``last``."""

    def __init__(self, problem: Problem, wish: Wish, persons: int) -> None:
        assert wish.of is not None, "a wish without a fund is about persons somewhere"
        assert wish.months is not None, "a wish about persons has its months"
        self.problem, self.persons = problem, persons
        regions = [region for region, code in enumerate(problem.codes) if wish.of.reaches(code)]
        counted = [place for place, group in enumerate(problem.groups) if wish.group in (None, group)]
        self.regions = regions
        self.slots: Ints = np.array(
            [region * len(problem.groups) + place for region in regions for place in counted], dtype=np.int64
        )
        self.first, self.last = (month - problem.months[0] for month in (wish.months.first, wish.months.last))
        self.before = int(problem.subsidised[self.slots].sum())
        self.facts: dict[str, Any] = {"persons": Persons(persons)}
        if wish.of != EVERYWHERE:
            self.facts["of"] = wish.of
        if wish.group is not None:
            self.facts["group"] = wish.group
        here = np.isin(problem.cells.slot, self.slots)
        self.fund, self.month = problem.cells.fund[here], problem.cells.month[here]
        self.slot, self.premium = problem.cells.slot[here], problem.cells.premium[here]

    def reasons(self) -> Iterator[Finding]:
        """Too few people, too few who can be paid for or enrolled, or too little money."""
        eligible = int(self.problem.eligible[self.slots].sum())
        if self.persons > eligible:
            yield Finding("wish.eligible", self.facts | {"eligible": Persons(eligible)})
            return
        yield from self._nobody_pays()
        yield from self._too_few_enrolled()
        yield from self._too_little_money()

    def _nobody_pays(self) -> Iterator[Finding]:
        """In some month the funds that pay then reach fewer persons."""
        reached = {
            month: int(self.problem.eligible[np.unique(self.slot[self.month == month])].sum())
            for month in range(self.first, self.last + 1)
        }
        month = min(reached, key=reached.__getitem__)
        if reached[month] < self.persons:
            facts = {"payable": Persons(reached[month]), "month": self.problem.months[month]}
            yield Finding("wish.payable", self.facts | facts)

    def _too_few_enrolled(self) -> Iterator[Finding]:
        """People of today and all who can be registered in time are fewer."""
        problem, months = self.problem, min(self.first, _latest(self.problem)) + 1
        most, groups = 0, len(problem.groups)
        for region in self.regions:
            slots = self.slots[self.slots // groups == region]
            today = int(problem.subsidised[slots].sum())
            new = int(problem.enrol_limit[region]) * max(0, months)
            most += min(int(problem.eligible[slots].sum()), today + new)
        if most >= self.persons:
            return
        facts: dict[str, Any] = {"before": Persons(self.before), "most": Persons(most)}
        if months <= 0:
            yield Finding("wish.nobody_enrols", self.facts | facts | {"stay": problem.stay})
        else:
            facts |= {"new": Persons(most - self.before), "count": months}
            yield Finding("wish.enrolment", self.facts | facts)

    def _too_little_money(self) -> Iterator[Finding]:
        """Whoever is enrolled stays: in a row of months they cost more than all money that may pay then.

        Persons covered in a month were covered since the last enrolment month before it; whoever is not of
        today stays to the end.
        """
        start, end = min(self.first, max(_latest(self.problem), 0)), len(self.problem.months) - 1
        span = range(start, end + 1)
        months = {at: _Paid(self._cheapest(at), self._payers(at), at <= self.last) for at in span}
        found = [
            _Window({at: months[at] for at in range(begin, close + 1)}, self._money(), self.before)
            for begin in span
            for close in range(begin, end + 1)
        ]
        short = [window for window in found if window.needed(self.persons) > window.available]
        if short:
            worst = min(short, key=lambda one: (one.carried(), len(one.funds), -len(one.months)))
            facts = self._told(worst)
            yield Finding("wish.money_new" if "new" in facts else "wish.money", self.facts | facts)

    def _told(self, window: _Window) -> dict[str, Any]:
        """What the persons cost in some months at the least, and all that may pay in one of them."""
        begin, close = min(window.months), max(window.months)
        new = max(0, self.persons - self.before)
        facts: dict[str, Any] = {
            "rupiah": Rupiah(window.needed(self.persons)),
            "available": Rupiah(window.available),
            "funds": len(window.funds),
            "months": Months(self._at(begin), self._at(close)),
        }
        if begin > self.last and self.before:
            facts |= {"new": Persons(new), "before": Persons(self.before)}
        alike = close <= self.last or not self.before or begin > self.last
        prices = {month.price for month in window.months.values()}
        if len(prices) == 1 and alike:
            facts |= {"count": len(window.months), "premium": Rupiah(prices.pop())}
        return facts

    def _money(self) -> dict[int, int]:
        """Rupiah that each fund which may pay for them can use."""
        funds = self.problem.scenario.funds
        return {fund: int(spendable(funds[self.problem.funds[fund]])) for fund in set(self.fund.tolist())}

    def _payers(self, month: int) -> frozenset[int]:
        return frozenset(self.fund[self.month == month].tolist())

    def _cheapest(self, month: int) -> int:
        """Rupiah of the lowest premium that can be paid in a month; 0 where nobody pays."""
        premiums = self.premium[self.month == month]
        return int(premiums.min()) if len(premiums) else 0

    def _at(self, month: int) -> Month:
        return self.problem.months[month]


def _latest(problem: Problem) -> int:
    """The last month in which somebody can be enrolled; below 0 when there is none."""
    return min(problem.last_enrolment, len(problem.months) - 1)
