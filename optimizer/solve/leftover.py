"""What a whole-person plan leaves of money, people and capacity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from optimizer.problem import Ints, PeopleRow, Problem
from optimizer.scenario.ceilings import spendable
from optimizer.scenario.premiums import premium_of
from optimizer.solve.measure import Count

FREE = 10**15
"""Persons or rupiah, where nothing limits them."""

EVERYWHERE = -1
"""In place of a region: all together."""


@dataclass(frozen=True, eq=False)
class Places:
    """What one fund may pay: every month of every slot it reaches."""

    fund: int
    slots: Ints
    """``(k,)``"""
    months: Ints
    """``(m,)`` one stretch, in order."""
    premium: Ints
    """``(k, m)`` rupiah."""

    def part_of(self, by_slot: Ints) -> Ints:
        """``(k, m)`` of ``(s, t)``."""
        part: Ints = by_slot[self.slots][:, self.months]
        return part


@dataclass(frozen=True)
class Payer:
    """A fund with money left that may pay more in a slot."""

    fund: int
    first: int
    """The first month it may pay."""
    premiums: tuple[int, ...]
    """Rupiah, month by month."""

    @property
    def end(self) -> int:
        """The month after the last it may pay."""
        return self.first + len(self.premiums)


@dataclass(frozen=True, eq=False)
class Leftover:
    """What a whole-person plan leaves of money, people and capacity."""

    problem: Problem
    whole: Count

    @cached_property
    def paid(self) -> Ints:
        """``(f, r)`` rupiah."""
        cells = self.problem.cells
        paid = np.zeros((len(self.problem.funds), len(self.problem.codes)), dtype=np.int64)
        np.add.at(paid, (cells.fund, self.problem.region_of[cells.slot]), self.whole.paid * cells.premium)
        return paid

    @cached_property
    def rupiah(self) -> Ints:
        """``(f,)`` rupiah left of what may be spent."""
        funds = (self.problem.scenario.funds[name] for name in self.problem.funds)
        spendable_of: Ints = np.array([spendable(fund) for fund in funds], dtype=np.int64)
        left: Ints = spendable_of - self.paid.sum(axis=1)
        return left

    def places_of(self, fund: int) -> Places | None:
        """What a fund may pay; nothing where nobody it may pay for is eligible."""
        cells = self.problem.cells
        own = self._by_fund[self._begins[fund] : self._begins[fund + 1]]
        if not len(own):
            return None
        slots, months = np.unique(cells.slot[own]), np.unique(cells.month[own])
        return Places(fund, slots, months, cells.premium[own].reshape(len(slots), len(months)))

    @cached_property
    def _by_fund(self) -> Ints:
        """``(c,)`` cells in order of fund, slot, month."""
        cells: Ints = np.argsort(self.problem.cells.fund, kind="stable")
        return cells

    @cached_property
    def _begins(self) -> Ints:
        """``(f + 1,)`` where the cells of each fund begin in that order."""
        funds = np.arange(len(self.problem.funds) + 1)
        begins: Ints = np.searchsorted(self.problem.cells.fund[self._by_fund], funds)
        return begins

    def kept(self, places: Places) -> Ints:
        """``(k, m)`` people of today who lose cover in the fund's months: it could have kept them itself."""
        kept: Ints = places.part_of(self.whole.dropped).cumsum(axis=1)
        return kept

    @cached_property
    def free_to_enrol(self) -> Ints:
        """``(r, t)`` persons more that may be registered in a month."""
        problem = self.problem
        new = self.whole.enrolled.reshape(len(problem.codes), len(problem.groups), -1).sum(axis=1)
        free: Ints = np.maximum(problem.enrol_limit[:, None] - new, 0)
        free[:, max(problem.last_enrolment + 1, 0) :] = 0
        return free

    @cached_property
    def room_to_enrol(self) -> Ints:
        """``(r, t)`` persons more that may be registered up to a month."""
        room: Ints = self.free_to_enrol.cumsum(axis=1)
        return room

    def room_below(self, ceiling: PeopleRow) -> Ints:
        """``(t,)`` persons more: those who stay to the end, are enrolled later anyway, or are of today."""
        slots, length = list(ceiling.slots), len(self.problem.months)
        span = slice(ceiling.first, ceiling.last + 1)
        spare: Ints = np.full(length, FREE, dtype=np.int64)
        spare[span] = np.maximum(ceiling.persons - self.whole.covered[slots, span].sum(axis=0), 0)
        to_the_end = np.minimum.accumulate(spare[::-1])[::-1]
        stays = to_the_end[np.minimum(np.arange(length), max(self.problem.last_enrolment, 0))]
        enrolled = self.whole.enrolled[slots].sum(axis=0)
        later = enrolled.sum() - enrolled.cumsum()
        room: Ints = np.minimum(spare, stays + later + self.whole.dropped[slots].sum(axis=0).cumsum())
        return room

    @cached_property
    def room_per_region(self) -> Mapping[tuple[int, int], int]:
        """Rupiah left, by fund and region, of the most the fund may pay there."""
        return {
            (row.fund, row.region): row.units * int(self.problem.unit[row.fund])
            - int(self.paid[row.fund, row.region])
            for row in self.problem.money
            if row.rule == "per_region_max" and row.region is not None
        }

    @cached_property
    def room_to_match(self) -> Mapping[tuple[int, int], int]:
        """Rupiah left, by fund and region, of what the fund may pay beside the region's own."""
        rooms: dict[tuple[int, int], int] = {}
        for row in self.problem.matching:
            own = int(self.paid[list(row.own), row.region].sum())
            room = int(row.ratio * own) - int(self.paid[row.fund, row.region])
            rooms[row.fund, row.region] = min(room, rooms.get((row.fund, row.region), room))
        return rooms

    @cached_property
    def payers(self) -> Mapping[int, Sequence[Payer]]:
        """For each slot the funds that may pay more there; who ends first pays first: few pay later."""
        found: dict[int, list[Payer]] = {}
        for slot, payer in self._payers():
            found.setdefault(slot, []).append(payer)
        return {slot: sorted(rows, key=lambda row: (row.end, row.fund)) for slot, rows in found.items()}

    def _payers(self) -> Iterator[tuple[int, Payer]]:
        for fund in np.flatnonzero(self.rupiah > 0).tolist():
            places = self.places_of(fund)
            if places is None:
                continue
            for slot, premiums in zip(places.slots.tolist(), places.premium.tolist(), strict=True):
                if self.room_in(fund, int(self.problem.region_of[slot])) >= min(premiums):
                    yield slot, Payer(fund, int(places.months[0]), tuple(premiums))

    def room_in(self, fund: int, region: int) -> int:
        """Rupiah that a fund may pay more in a region."""
        here = (fund, region)
        rooms = (self.room_per_region.get(here, FREE), self.room_to_match.get(here, FREE))
        return max(0, min(int(self.rupiah[fund]), *rooms))

    def paid_on(self, places: Places) -> Ints:
        """``(k, m)`` persons more for whom money is left from a month to the end, or until they are taken on.

        Money goes to the first slots first. Taken on are those who are enrolled later anyway.
        """
        taken: Counter[tuple[int, int]] = Counter()
        rows = [self._paid_on(slot, places.months.tolist(), taken) for slot in places.slots.tolist()]
        return np.array(rows, dtype=np.int64)

    def _paid_on(self, slot: int, months: Sequence[int], taken: Counter[tuple[int, int]]) -> list[int]:
        """``(m,)``; what those who stay to the end take of a fund, here and in all, is put to ``taken``."""
        starts, payers, end = self.starts(slot), self.payers.get(slot, ()), len(self.problem.months)
        here = int(self.problem.region_of[slot])
        purse = {
            fund: min(
                int(self.rupiah[fund]) - taken[fund, EVERYWHERE],
                self.room_in(fund, here) - taken[fund, here],
            )
            for fund in (payer.fund for payer in payers)
        }
        persons, most, start = [], {-1: 0}, -1
        for month in months:
            if self.reach[slot, month] == end:
                start = max(begin for begin in starts if begin <= month)
                if start not in most:
                    most[start] = self._most(payers, purse, start, int(self.problem.eligible[slot]))
            later = self.whole.enrolled[slot, month + 1 : self.reach[slot, month] + 1]
            persons.append(most[start] + int(later.sum()))
        left = self._paying(payers, purse, start, most[start])[1] if most[start] else purse
        for fund, rupiah in left.items():
            taken[fund, here] += purse[fund] - rupiah
            taken[fund, EVERYWHERE] += purse[fund] - rupiah
        return persons

    def _most(self, payers: Sequence[Payer], purse: Mapping[int, int], month: int, persons: int) -> int:
        """At most ``persons``: so many as find money from a month to the end."""
        low, high = 0, persons
        while low < high:
            middle = (low + high + 1) // 2
            if self._paying(payers, purse, month, middle)[0] == len(self.problem.months):
                low = middle
            else:
                high = middle - 1
        return low

    @cached_property
    def reach(self) -> Ints:
        """``(s, t)`` the first month without money for one person more who comes in a month or before it."""
        end = len(self.problem.months)
        reach: Ints = np.full((self.problem.slots, end), -1, dtype=np.int64)
        for slot in range(self.problem.slots):
            for start in self.starts(slot):
                reach[slot, start] = self.first_unpaid(slot, start)
        furthest: Ints = np.maximum.accumulate(reach, axis=1)
        return furthest

    def starts(self, slot: int) -> list[int]:
        """Months in which one person more of the slot may be registered."""
        months: list[int] = np.flatnonzero(self.free_to_enrol[int(self.problem.region_of[slot])]).tolist()
        return months

    def first_unpaid(self, slot: int, month: int) -> int:
        """The first month from a month on for which one person more finds no money; past the last if none."""
        payers, region = self.payers.get(slot, ()), int(self.problem.region_of[slot])
        purse = {payer.fund: self.room_in(payer.fund, region) for payer in payers}
        return self._paying(payers, purse, month, 1)[0]

    def first_short(self, places: Places, slots: Iterable[int], persons: int, rupiah: int) -> int:
        """The first month for which so many persons find no money, when the fund brings ``rupiah``.

        They come as late as they may, so that the fund pays its last months for all of them; any fund that
        may pay for one of the slots is taken to pay for all. Past the last month if there is none.
        """
        payers = {payer.fund: payer for slot in slots for payer in self.payers.get(slot, ())}
        regions = {int(self.problem.region_of[slot]) for slot in slots}
        purse = {
            fund: min(int(self.rupiah[fund]), sum(self.room_in(fund, region) for region in regions))
            for fund in payers
        } | {places.fund: rupiah}
        come = max(0, min(int(places.months[-1]), self.problem.last_enrolment))
        ordered = sorted(payers.values(), key=lambda payer: (payer.end, payer.fund))
        return self._paying(ordered, purse, come, persons)[0]

    def _paying(
        self, payers: Sequence[Payer], purse: Mapping[int, int], month: int, persons: int
    ) -> tuple[int, dict[int, int]]:
        """So many persons are paid for from a month on, until money ends: when, and what is left of it."""
        left = dict(purse)
        for at in range(month, len(self.problem.months)):
            missing = persons
            for payer in payers:
                if payer.first <= at < payer.end:
                    cost = payer.premiums[at - payer.first]
                    paid = min(missing, left[payer.fund] // cost)
                    left[payer.fund] -= paid * cost
                    missing -= paid
            if missing:
                return at, left
        return len(self.problem.months), left

    def usual_premiums(self, groups: Iterable[str], month: int) -> set[int]:
        """Rupiah that a fund without a premium of its own pays for these groups, from a month to the end."""
        scenario, months = self.problem.scenario, self.problem.months[month:]
        try:
            return {int(premium_of(scenario, "", group, at)) for group in groups for at in months}
        except LookupError:
            return set()
