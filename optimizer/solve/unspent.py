"""Why a fund keeps money: what stops one more person it could pay for, read off the whole-person plan.

At the optimum no chain of exchanges between funds frees money any more, so the first thing that stops one
more person in a place is the reason there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from optimizer.plan.shapes import Reason
from optimizer.problem import Ints, Problem
from optimizer.scenario.ceilings import spendable
from optimizer.solve.measure import Count
from optimizer.units import PersonMonths, Rupiah


def reasons(problem: Problem, whole: Count) -> Mapping[str, tuple[Reason, ...]]:
    """For each fund with money left: what stops one more person, the most frequent reason first.

    Where nobody is left to cover, nothing is held back; it is a reason only when it is so everywhere.
    """
    left = _Left(problem, whole)
    return {
        name: tuple(_of_fund(left, fund)) for fund, name in enumerate(problem.funds) if left.rupiah[fund] > 0
    }


def _of_fund(left: _Left, fund: int) -> list[Reason]:
    rupiah = Rupiah(left.rupiah[fund])
    if left.premium[fund] == 0 or rupiah < left.premium[fund]:
        return [Reason("unspent.below_premium", {"rupiah": rupiah, "person_months": PersonMonths(0)})]
    stops: Counter[tuple[str, int]] = Counter()
    for slot in left.slots_of(fund):
        stops[_stop(left, fund, slot)] += int(left.problem.eligible[slot] - left.whole.covered[slot].min())
    facts = {"rupiah": rupiah, "person_months": PersonMonths(rupiah // int(left.premium[fund]))}
    held_back = [stop for stop in stops if stop[0] != "unspent.nobody_left"]
    ordered = sorted(held_back or stops, key=lambda stop: (-stops[stop], stop))
    seen: dict[str, Reason] = {}
    for code, month in ordered:
        when = {"month": left.problem.months[month]} if month >= 0 else {}
        seen.setdefault(code, Reason(code, {**facts, **when}))
    return list(seen.values())


def _stop(left: _Left, fund: int, slot: int) -> tuple[str, int]:
    """What stops one more person of a slot that the fund would help to pay for, and since which month."""
    problem = left.problem
    paying = left.months_of(fund, slot)
    starts = [month for month in range(int(paying[-1]) + 1) if month <= problem.last_enrolment]
    if not starts or int(paying[0]) > problem.last_enrolment:
        return "unspent.too_late", max(problem.last_enrolment, -1)
    starts = [month for month in starts if left.has_room(slot, month)]
    if not starts:
        return "unspent.nobody_left", -1
    starts = [month for month in starts if left.may_enrol(slot, month)]
    if not starts:
        return "unspent.capacity", -1
    starts = [month for month in starts if left.below_ceilings(slot, month)]
    if not starts:
        return "unspent.people_ceiling", -1
    region = int(problem.region_of[slot])
    for rule in ("per_region_max", "matching"):
        if left.exhausted(rule, fund, region):
            return f"unspent.{rule}", -1
    gaps = [left.first_unpaid(slot, month) for month in starts]
    if all(gap is not None for gap in gaps):
        return "unspent.carry", max(gap for gap in gaps if gap is not None)
    return "unspent.no_goal_wants_it", -1


@dataclass(frozen=True, eq=False)
class _Left:
    """What a whole-person plan leaves of money, people and capacity."""

    problem: Problem
    whole: Count

    @cached_property
    def paid(self) -> Ints:
        """``(c,)`` rupiah."""
        return self.whole.paid * self.problem.cells.premium

    @cached_property
    def rupiah(self) -> Ints:
        """``(f,)`` rupiah left of what may be spent."""
        funds = self.problem.scenario.funds.values()
        spent = np.bincount(self.problem.cells.fund, weights=self.paid, minlength=len(self.problem.funds))
        return np.array([spendable(fund) for fund in funds], dtype=np.int64) - spent.astype(np.int64)

    @cached_property
    def premium(self) -> Ints:
        """``(f,)`` the cheapest premium a fund can pay; 0 where it can pay nobody."""
        cells = self.problem.cells
        payable = (cells.premium[cells.fund == fund] for fund in range(len(self.problem.funds)))
        return np.array([premiums.min() if len(premiums) else 0 for premiums in payable], dtype=np.int64)

    def slots_of(self, fund: int) -> list[int]:
        """The slots a fund may pay for."""
        return sorted(set(self.problem.cells.slot[self.problem.cells.fund == fund].tolist()))

    def months_of(self, fund: int, slot: int) -> Ints:
        """The months of a slot that a fund may pay, in order."""
        cells = self.problem.cells
        months: Ints = cells.month[(cells.fund == fund) & (cells.slot == slot)]
        return months

    def has_room(self, slot: int, month: int) -> bool:
        """Whether one more person of the slot could be covered from a month to the end."""
        return bool((self.whole.covered[slot, month:] < self.problem.eligible[slot]).all())

    def may_enrol(self, slot: int, month: int) -> bool:
        """Whether the region can register one more person in a month."""
        region = int(self.problem.region_of[slot])
        newly = int(self.whole.enrolled[list(self.problem.slots_of(region)), month].sum())
        return newly < int(self.problem.enrol_limit[region])

    def below_ceilings(self, slot: int, month: int) -> bool:
        """Whether no ceiling on persons stops one more person from a month to the end."""
        return not any(
            slot in rule.slots and (self.whole.covered[list(rule.slots), at].sum() >= rule.persons)
            for rule in self.problem.people
            if rule.rule == "ceiling"
            for at in range(max(month, rule.first), rule.last + 1)
        )

    def spent_in(self, fund: int, region: int) -> int:
        """Rupiah a fund pays in a region."""
        cells = self.problem.cells
        here = (cells.fund == fund) & (self.problem.region_of[cells.slot] == region)
        return int(self.paid[here].sum())

    def exhausted(self, rule: str, fund: int, region: int) -> bool:
        """Whether a limit per region, or matching, leaves no premium of a fund in a region."""
        premium = int(self.premium[fund])
        if rule == "matching":
            return any(
                self.spent_in(fund, region) + premium
                > row.ratio * sum(self.spent_in(own, region) for own in row.own)
                for row in self.problem.matching
                if (row.fund, row.region) == (fund, region)
            )
        return any(
            self.spent_in(fund, region) + premium > row.units * int(self.problem.unit[fund])
            for row in self.problem.money
            if (row.rule, row.fund, row.region) == (rule, fund, region)
        )

    def first_unpaid(self, slot: int, month: int) -> int | None:
        """The first month, from ``month`` to the end, for which one more person finds no money, if any."""
        cells, region = self.problem.cells, int(self.problem.region_of[slot])
        purse = {
            fund: int(self.rupiah[fund])
            for fund in set(cells.fund[cells.slot == slot].tolist())
            if not any(self.exhausted(rule, fund, region) for rule in ("per_region_max", "matching"))
        }
        for at in range(month, len(self.problem.months)):
            here = np.flatnonzero((cells.slot == slot) & (cells.month == at))
            costs = {int(cells.fund[cell]): int(cells.premium[cell]) for cell in here}
            able = [fund for fund, cost in costs.items() if purse.get(fund, 0) >= cost]
            if not able:
                return at
            # the fund whose months end first pays: later months have fewer payers
            payer = min(able, key=lambda fund: (int(self.months_of(fund, slot)[-1]), fund))
            purse[payer] -= costs[payer]
        return None
