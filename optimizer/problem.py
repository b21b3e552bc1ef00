"""One scenario as read-only integer arrays on named axes.

Axes: ``r`` regions by code, ``g`` groups, ``s`` slots (one region-group pair, region by region), ``f`` funds
in declared order, ``t`` months of the horizon, ``c`` cells (a fund that may pay a slot's month), ``k`` target
rows.
Money is counted in units of a fund: the greatest common divisor of the premiums it can pay, in rupiah.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from optimizer.scenario.ceilings import rupiah_of, spendable
from optimizer.scenario.measured import others_in, target_places
from optimizer.scenario.premiums import Tariff
from optimizer.scenario.reach import Reach
from optimizer.scenario.schema import PeopleRule, Scenario
from optimizer.units import Code, Month

Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Cells:
    """Every month of a slot that a fund may pay, ordered by slot, fund and month."""

    slot: Ints
    """``(c,)`` slot whose month is paid."""
    fund: Ints
    """``(c,)`` fund that pays."""
    month: Ints
    """``(c,)`` month paid, from 0."""
    premium: Ints
    """``(c,)`` rupiah per person-month."""
    units: Ints
    """``(c,)`` the premium in units of its fund."""

    def __len__(self) -> int:
        return len(self.slot)


@dataclass(frozen=True)
class MoneyRow:
    """Bounds on what one fund pays, everywhere or in one region."""

    rule: str
    """ceiling, spend_at_least, per_region_max or per_region_min."""
    fund: int
    region: int | None
    """None: everywhere."""
    units: int
    """The bound, in units of the fund."""


@dataclass(frozen=True)
class MatchRow:
    """What one fund pays in one region is at most ``ratio`` times what the region's own funds pay there."""

    fund: int
    region: int
    own: tuple[int, ...]
    ratio: Fraction


@dataclass(frozen=True)
class PeopleRow:
    """A floor or ceiling on the persons covered together in some slots, in each month of a range."""

    rule: str
    """floor or ceiling."""
    number: int
    """Place of the rule in its list, from 0."""
    of: str
    slots: tuple[int, ...]
    first: int
    last: int
    persons: int


@dataclass(frozen=True)
class TargetRow:
    """One target in one place: persons needed from funds, beside those covered anyway."""

    id: str
    of: str
    month: int
    slots: tuple[int, ...]
    others: int
    """Participants without any fund that month who count (0 for a group target)."""
    base: int
    need: int
    weight: Fraction


@dataclass(frozen=True, eq=False)
class Problem:
    """All that the linear program and its rounding need to know of a scenario."""

    scenario: Scenario
    codes: tuple[Code, ...]
    groups: tuple[str, ...]
    funds: tuple[str, ...]
    declared: Ints
    """``(f,)`` place of each fund in the scenario's order."""
    months: tuple[Month, ...]
    phase: Ints
    """``(t,)`` first of the months that a cell pays together with this one; each by itself unless said."""
    eligible: Ints
    """``(s,)`` persons a fund may pay for."""
    subsidised: Ints
    """``(s,)`` persons paid for in the month before the horizon."""
    weight: tuple[Fraction, ...]
    """``(g,)`` what one person counts."""
    stay: int
    """Months that must be left at enrolment."""
    enrol_limit: Ints
    """``(r,)`` persons newly enrolled in a month at most; without a limit all eligible, which never binds."""
    unit: Ints
    """``(f,)`` rupiah: the greatest common divisor of the premiums the fund can pay."""
    cells: Cells
    money: tuple[MoneyRow, ...]
    matching: tuple[MatchRow, ...]
    people: tuple[PeopleRow, ...]
    targets: tuple[TargetRow, ...]
    decided: Ints | None = None
    """``(c,)`` persons whose month is paid whatever else is decided; below 0, or None for all: it is open."""

    @property
    def slots(self) -> int:
        """Number of region-group pairs."""
        return len(self.eligible)

    def slots_of(self, region: int) -> range:
        """The slots of one region."""
        return range(region * len(self.groups), (region + 1) * len(self.groups))

    @cached_property
    def region_of(self) -> Ints:
        """``(s,)`` region of each slot."""
        regions: Ints = np.arange(self.slots, dtype=np.int64) // len(self.groups)
        return regions

    @cached_property
    def slot_weight(self) -> tuple[Fraction, ...]:
        """``(s,)`` what one person of each slot counts."""
        return self.weight * len(self.codes)

    @cached_property
    def eligible_in(self) -> Ints:
        """``(r,)`` persons a fund may pay for in each region."""
        people: Ints = self.eligible.reshape(len(self.codes), len(self.groups)).sum(axis=1)
        return people

    @cached_property
    def last_enrolment(self) -> int:
        """The last month in which ``stay`` months are left; negative when there is none."""
        return len(self.months) - self.stay


def build(scenario: Scenario) -> Problem:
    """The problem that a scenario states; every figure has been checked before."""
    codes, groups, funds = scenario.codes, tuple(scenario.groups), tuple(scenario.funds)
    months = tuple(scenario.horizon)
    reach, region_at = Reach(scenario), {code: region for region, code in enumerate(codes)}
    eligible = _by_slot(scenario, "eligible", codes, groups)
    cells, unit = _cells(scenario, reach, region_at, eligible)
    problem = Problem(
        scenario=scenario,
        codes=codes,
        groups=groups,
        funds=funds,
        declared=np.arange(len(funds)),
        months=months,
        phase=np.arange(len(months)),
        eligible=eligible,
        subsidised=_by_slot(scenario, "subsidised", codes, groups),
        weight=tuple(Fraction(group.weight) for group in scenario.groups.values()),
        stay=scenario.rules.stay,
        enrol_limit=_enrol_limits(scenario, codes, eligible.reshape(len(codes), -1).sum(axis=1)),
        unit=unit,
        cells=cells,
        money=tuple(_money(scenario, cells, unit, reach, region_at)),
        matching=tuple(_matching(scenario, reach, region_at)),
        people=tuple(_people(scenario, codes, groups, eligible)),
        targets=tuple(_targets(scenario, codes, groups, eligible)),
    )
    for array in (eligible, problem.subsidised, problem.enrol_limit, unit, *vars(cells).values()):
        array.flags.writeable = False
    return problem


def _by_slot(scenario: Scenario, field: str, codes: tuple[Code, ...], groups: tuple[str, ...]) -> Ints:
    """``(s,)`` persons; a group that a region does not list is 0, as the schema says."""
    counts = (getattr(scenario.regions[code], field) for code in codes)
    return np.array(
        [row[group].number if group in row else 0 for row in counts for group in groups], dtype=np.int64
    )


def _enrol_limits(scenario: Scenario, codes: tuple[Code, ...], eligible: Ints) -> Ints:
    limits = []
    for code, everyone in zip(codes, eligible, strict=True):
        figure = scenario.regions[code].enrol_per_month or scenario.rules.enrol_per_month
        limits.append(min(int(everyone), figure.number) if figure else int(everyone))
    return np.array(limits, dtype=np.int64)


def _cells(
    scenario: Scenario, reach: Reach, region_at: Mapping[Code, int], eligible: Ints
) -> tuple[Cells, Ints]:
    tariff, groups = Tariff(scenario.premium, scenario.horizon), tuple(scenario.groups)
    units = np.ones(len(scenario.funds), dtype=np.int64)
    pieces: list[tuple[Ints, ...]] = []
    for number, name in enumerate(scenario.funds):
        paying, regions = reach.months[name], _numbers(reach.regions[name], region_at)
        if paying is None:
            continue
        first = paying.first - scenario.horizon.first
        months = np.arange(first, first + len(paying))
        paid_for = np.array([groups.index(group) for group in reach.groups[name]], dtype=np.int64)
        price = np.zeros((len(groups), len(months)), dtype=np.int64)
        for group in paid_for.tolist():
            price[group] = tariff.monthly(name, groups[group], paying)
        slots = (regions[:, None] * len(groups) + paid_for).ravel()
        slots = slots[eligible[slots] > 0]
        premium = price[slots % len(groups)].ravel()
        common = int(np.gcd.reduce(premium)) if len(premium) else 0
        pieces.append(
            (
                np.repeat(slots, len(months)),
                np.full(len(premium), number),
                np.tile(months, len(slots)),
                premium,
            )
        )
        units[number] = common or 1
    slot, fund, month, premium = map(np.concatenate, zip(_NO_CELLS, *pieces, strict=True))
    order = np.lexsort((month, fund, slot))
    slot, fund, month, premium = slot[order], fund[order], month[order], premium[order]
    return Cells(slot, fund, month, premium, premium // units[fund]), units


_NO_CELLS: tuple[Ints, ...] = (np.zeros(0, dtype=np.int64),) * 4


def _numbers(codes: Iterable[Code], at: Mapping[Code, int]) -> Ints:
    return np.array([at[code] for code in codes], dtype=np.int64)


def _money(
    scenario: Scenario, cells: Cells, unit: Ints, reach: Reach, region_at: Mapping[Code, int]
) -> Iterator[MoneyRow]:
    order = np.argsort(cells.fund, kind="stable")
    ends = np.searchsorted(cells.fund[order], np.arange(len(scenario.funds) + 1))
    for number, (name, fund) in enumerate(scenario.funds.items()):
        here = order[ends[number] : ends[number + 1]]
        gamma, ceiling = int(unit[number]), fund.ceiling.number
        yield MoneyRow("ceiling", number, None, spendable(fund) // gamma)
        if fund.spend_at_least is not None and ceiling:
            least = rupiah_of(fund.spend_at_least, ceiling)
            yield MoneyRow("spend_at_least", number, None, _at_least(least, cells.premium[here], gamma))
        if fund.per_region.max is None and fund.per_region.min is None:
            continue
        regions = cells.slot[here] // len(scenario.groups)
        for region in sorted(region_at[code] for code in reach.regions[name] if reach.groups[name]):
            if fund.per_region.max is not None:
                most = rupiah_of(fund.per_region.max, ceiling) // gamma
                yield MoneyRow("per_region_max", number, region, most)
            if fund.per_region.min is not None and ceiling:
                least = rupiah_of(fund.per_region.min, ceiling)
                premiums = cells.premium[here[regions == region]]
                yield MoneyRow("per_region_min", number, region, _at_least(least, premiums, gamma))


def _at_least(least: int, premiums: Ints, gamma: int) -> int:
    """Units that meet an "at least": less than one premium, the dearest that can be paid, may be missing."""
    dearest = int(premiums.max()) if len(premiums) else 1
    return max(0, -((dearest - 1 - least) // gamma))


def _matching(scenario: Scenario, reach: Reach, region_at: Mapping[Code, int]) -> Iterator[MatchRow]:
    number_of = {name: number for number, name in enumerate(scenario.funds)}
    owned: dict[str, list[str]] = {}
    for name, fund in scenario.funds.items():
        owned.setdefault(fund.owner, []).append(name)
    for rule in scenario.rules.matching:
        if rule.fund not in scenario.funds or not reach.groups[rule.fund]:
            continue
        for code in sorted(reach.regions[rule.fund], key=region_at.__getitem__):
            own = tuple(
                number_of[name]
                for name in owned.get(code, ())
                if name != rule.fund
                and (rule.own is None or scenario.funds[name].budget in rule.own)
                and (not rule.same_year or scenario.funds[name].year == scenario.funds[rule.fund].year)
            )
            yield MatchRow(number_of[rule.fund], region_at[code], own, Fraction(rule.ratio))


def _people(
    scenario: Scenario, codes: tuple[Code, ...], groups: tuple[str, ...], eligible: Ints
) -> Iterator[PeopleRow]:
    for kind, rules in (("floor", scenario.rules.floors), ("ceiling", scenario.rules.ceilings)):
        for number, rule in enumerate(rules):
            first = max(0, rule.from_ - scenario.horizon.first) if rule.from_ else 0
            last = (
                min(len(scenario.horizon), rule.to - scenario.horizon.first + 1)
                if rule.to
                else len(scenario.horizon)
            )
            if first >= last:
                continue
            for of, slots in _places(rule, codes, groups):
                persons = _persons(rule, kind, int(eligible[list(slots)].sum()))
                yield PeopleRow(kind, number, of, slots, first, last - 1, persons)


def _places(
    rule: PeopleRule, codes: tuple[Code, ...], groups: tuple[str, ...]
) -> Iterator[tuple[str, tuple[int, ...]]]:
    counted = [place for place, group in enumerate(groups) if rule.group in (None, group)]
    if rule.each is not None:
        for region, code in enumerate(codes):
            if rule.each.reaches(code):
                yield code, tuple(region * len(groups) + place for place in counted)
    else:
        parts = rule.region or ()
        inside = [region for region, code in enumerate(codes) if any(part.reaches(code) for part in parts)]
        yield ",".join(parts), tuple(region * len(groups) + place for region in inside for place in counted)


def _persons(rule: PeopleRule, kind: str, eligible: int) -> int:
    if rule.persons is not None:
        return int(rule.persons)
    assert rule.share is not None, "the schema refuses a rule without persons or share"
    return ceil(rule.share * eligible) if kind == "floor" else floor(rule.share * eligible)


def _targets(
    scenario: Scenario, codes: tuple[Code, ...], groups: tuple[str, ...], eligible: Ints
) -> Iterator[TargetRow]:
    for name, target in scenario.targets.items():
        if target.by not in scenario.horizon:
            continue
        month = target.by - scenario.horizon.first
        for of, inside in target_places(target, codes):
            counted = range(len(groups)) if target.measure == "ucj" else [groups.index(str(target.group))]
            slots = tuple(region * len(groups) + place for region in inside for place in counted)
            if target.measure == "ucj":
                base = sum(int(scenario.regions[codes[region]].workers.number) for region in inside)
                others = sum(others_in(scenario, codes[region], target.by) for region in inside)
            else:
                base, others = int(eligible[list(slots)].sum()), 0
            need = ceil(target.share.number * base)
            yield TargetRow(name, of, month, slots, others, base, need, Fraction(target.weight))
