"""What one person-month costs a fund."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from optimizer.scenario.schema import Premium, Scenario
from optimizer.units import Month, Months, Rupiah

NONE = -1
"""The place of no entry: below all others."""

Places = tuple[int, ...]
"""Places of premium entries: those of a list, or the last that fits each month of the horizon."""


class Prices(NamedTuple):
    """What one person-month costs a fund."""

    lowest: Rupiah | None
    """None where no premium fits."""
    highest: Rupiah | None
    missing: tuple[tuple[str, tuple[Month, ...]], ...]
    """Groups and months it may pay and no premium is stated for."""


class Tariff:
    """The premiums of a horizon, looked up for many cells: each entry is gone through once."""

    def __init__(self, premiums: Sequence[Premium], horizon: Months) -> None:
        self._horizon = horizon
        self._prices = [entry.number for entry in premiums]
        self._groups = [None if entry.groups is None else frozenset(entry.groups) for entry in premiums]
        self._spans = [self._span(entry.months) for entry in premiums]
        self._own: dict[str, list[int]] = {}
        common: list[int] = []
        for place, entry in enumerate(premiums):
            if not self._spans[place]:
                continue
            if entry.funds is None:
                common.append(place)
            for fund in set(entry.funds or ()):
                self._own.setdefault(fund, []).append(place)
        self._common = _Entries(common, self._groups, self._spans, len(horizon))
        self._lists: dict[Places, _Entries] = {}
        self._known: dict[tuple[Places, tuple[str, ...], Months], Prices] = {}

    def _span(self, months: Months | None) -> range:
        """The months of an entry as steps of the horizon."""
        shared = self._horizon if months is None else self._horizon.shared_with(months)
        first = self._horizon.first
        return range(0) if shared is None else range(shared.first - first, shared.last - first + 1)

    def prices(self, fund: str, groups: tuple[str, ...], months: Months | None) -> Prices:
        """What the fund pays for these groups in these months; funds alike share an answer."""
        if months is None:
            return Prices(None, None, ())
        key = (self._list(fund), groups, months)
        if key not in self._known:
            self._known[key] = self._reckoned(*key)
        return self._known[key]

    def monthly(self, fund: str, group: str, months: Months) -> tuple[Rupiah, ...]:
        """What each month costs the fund for one person of a group; the last entry that fits wins.

        Raises:
            LookupError: no entry fits; the checks refuse such a scenario.
        """
        first = months.first - self._horizon.first
        places = self._last(self._list(fund), group)[first : first + len(months)]
        if NONE in places:
            raise LookupError(f"no premium for {fund}, {group}, {months}")
        return tuple(self._prices[place] for place in places)

    def _reckoned(self, own: Places, groups: tuple[str, ...], months: Months) -> Prices:
        first = months.first - self._horizon.first
        found: set[int] = set()
        missing: list[tuple[str, tuple[Month, ...]]] = []
        for group in groups:
            places = self._last(own, group)[first : first + len(months)]
            found.update(places)
            if NONE in places:
                empty = (months.first.plus(step) for step, place in enumerate(places) if place == NONE)
                missing.append((group, tuple(empty)))
        prices = [self._prices[place] for place in found if place != NONE]
        return Prices(min(prices, default=None), max(prices, default=None), tuple(missing))

    def _list(self, fund: str) -> Places:
        return tuple(self._own.get(fund, ()))

    def _last(self, own: Places, group: str) -> Places:
        """The place of the last entry that fits each month, for funds with these entries of their own."""
        everybody = self._common.last(group)
        if not own:
            return everybody
        if own not in self._lists:
            self._lists[own] = _Entries(own, self._groups, self._spans, len(self._horizon))
        return tuple(map(max, everybody, self._lists[own].last(group)))


class _Entries:
    """Entries of a list, laid over the months once for all groups and once for each group they name."""

    def __init__(
        self,
        places: Sequence[int],
        groups: Sequence[frozenset[str] | None],
        spans: Sequence[range],
        months: int,
    ) -> None:
        self._spans, self._months = spans, months
        self._all = self._laid(place for place in reversed(places) if groups[place] is None)
        self._naming: dict[str, list[int]] = {}
        for place in reversed(places):
            for group in groups[place] or ():
                self._naming.setdefault(group, []).append(place)
        self._found: dict[str, Places] = {}

    def last(self, group: str) -> Places:
        """The place of the last entry that fits each month."""
        if group not in self._naming:
            return self._all
        if group not in self._found:
            self._found[group] = tuple(map(max, self._all, self._laid(self._naming[group])))
        return self._found[group]

    def _laid(self, places: Iterable[int]) -> Places:
        """From the last entry to the first, each takes the months that are still free."""
        taken = [NONE] * self._months
        free = list(range(self._months + 1))
        """The next free month from each month on; what lies between is known to be taken."""
        for place in places:
            span = self._spans[place]
            step = _next(free, span.start)
            while step < span.stop:
                taken[step] = place
                free[step] = step + 1
                step = _next(free, step)
        return tuple(taken)


def _next(free: list[int], step: int) -> int:
    """The first free month from this one on; what is passed is remembered, so that it is passed once."""
    while free[step] != step:
        free[step] = free[free[step]]
        step = free[step]
    return step


def premium_of(scenario: Scenario, fund: str, group: str, month: Month) -> Rupiah:
    """Rupiah per person-month; the last entry that fits wins.

    Raises:
        LookupError: no entry fits; the checks refuse such a scenario.
    """
    for entry in reversed(scenario.premium):
        if (
            (entry.months is None or month in entry.months)
            and (entry.funds is None or fund in entry.funds)
            and (entry.groups is None or group in entry.groups)
        ):
            return entry.number
    raise LookupError(f"no premium for {fund}, {group}, {month}")
