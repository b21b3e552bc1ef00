"""The rules of the model as rows over named columns, one function a rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

from oracle_case import Facts, Fund, Goal

Key = tuple[str | int, ...]
"""``("x", region, group, fund, month)`` on a list; ``("h", the same)`` taken onto it; ``("n" | "e" | "d",
region, group, month)``; ``("s", k)`` short of a target; ``("z",)`` the lowest share; ``("b", level, region)``
stands above a level."""
Number = int | float | Fraction
Terms = dict[Key, Number]


@dataclass(frozen=True)
class Row:
    """``low <= terms <= high``; a side left out is open."""

    terms: Terms
    low: Number | None = None
    high: Number | None = None


def columns(facts: Facts, *, levels: int) -> dict[Key, Number]:
    """Every column with its upper bound; all are at least 0."""
    upper: dict[Key, Number] = {}
    for (region, group), most in facts.eligible.items():
        for at in range(facts.length):
            upper["n", region, group, at] = most
            upper["d", region, group, at] = facts.before[region, group]
            upper["e", region, group, at] = most if facts.length - at >= facts.stay else 0
    for cell in paying(facts):
        upper["x", *cell] = facts.eligible[cell[0], cell[1]]
        if any(goal.name == "steady" for goal in facts.goals):
            upper["h", *cell] = facts.eligible[cell[0], cell[1]]
    upper |= {("s", k): target.need for k, target in enumerate(facts.targets)}
    upper |= {("b", level, region): 1 for level in range(levels) for region in facts.shared}
    return upper | {("z",): 1}


def paying(facts: Facts) -> Iterator[tuple[str, str, str, int]]:
    """Region, group, fund and month of every cell a fund may pay."""
    for fund in facts.funds:
        for region in fund.regions:
            for group, at in fund.premium:
                yield region, group, fund.id, at


def rules(facts: Facts) -> list[Row]:
    """Every row of MODEL.md, What must hold, with ceilings in whole premium steps."""
    return [
        *one_payer(facts),
        *continuity(facts),
        *capacity(facts),
        *money(facts),
        *matching(facts),
        *bands(facts),
        *targets(facts),
        *handovers(facts),
    ]


def one_payer(facts: Facts) -> Iterator[Row]:
    """``n = sum_f x``."""
    span = range(facts.length)
    rows: dict[Key, Terms] = {(r, g, t): {("n", r, g, t): -1} for r, g in facts.eligible for t in span}
    for region, group, fund, at in paying(facts):
        rows[region, group, at]["x", region, group, fund, at] = 1
    for terms in rows.values():
        yield Row(terms, 0, 0)


def continuity(facts: Facts) -> Iterator[Row]:
    """``n[t] = n[t-1] + e[t] - d[t]`` with ``n[-1] = S``, and only persons of month -1 drop."""
    for (r, g), before in facts.before.items():
        for at in range(facts.length):
            terms: Terms = {("n", r, g, at): 1, ("e", r, g, at): -1, ("d", r, g, at): 1}
            if at:
                terms["n", r, g, at - 1] = -1
            start = 0 if at else before
            yield Row(terms, start, start)
        yield Row({("d", r, g, at): 1 for at in range(facts.length)}, high=before)


def capacity(facts: Facts) -> Iterator[Row]:
    """``sum_g e <= limit``."""
    for region, limit in facts.limit.items():
        if limit is not None:
            for at in range(facts.length):
                yield Row({("e", region, group, at): 1 for group in facts.groups}, high=limit)


def rupiah(fund: Fund, regions: tuple[str, ...], *, unit: int) -> Terms:
    """What the fund pays in these regions, in units of so many rupiah (which divide its premiums)."""
    return {
        ("x", region, group, fund.id, at): premium // unit
        for region in regions
        for (group, at), premium in fund.premium.items()
    }


def money(facts: Facts) -> Iterator[Row]:
    """No more whole premium steps than the money buys; a least amount but for less than one premium."""
    for fund in facts.funds:
        yield Row(rupiah(fund, fund.regions, unit=fund.step), *_between(fund, fund.at_least, fund.spendable))
        for region in fund.regions:
            if fund.region_most is not None or fund.region_least:
                limits = _between(fund, fund.region_least, fund.region_most)
                yield Row(rupiah(fund, (region,), unit=fund.step), *limits)


def _between(fund: Fund, least: int, most: int | None) -> tuple[int, int | None]:
    """Limits in steps: the upper rounds down, the lower is a premium less one rupiah short and rounds up.

    Lowest step count: ceil((least - dearest + 1) / step).
    """
    lowest = max(0, -(-(least - fund.dearest + 1) // fund.step))
    return lowest, None if most is None else most // fund.step


def matching(facts: Facts) -> Iterator[Row]:
    """``fund in r <= ratio * own funds in r``, in whole coefficients."""
    known = {fund.id: fund for fund in facts.funds}
    unit = whole_step(facts)
    for match in facts.matches:
        for region, names in match.own.items():
            terms = rupiah(known[match.fund], (region,), unit=unit)
            terms = {key: value * match.ratio.denominator for key, value in terms.items()}
            for name in names:
                own = rupiah(known[name], (region,), unit=unit)
                terms |= {key: -value * match.ratio.numerator for key, value in own.items()}
            yield Row(terms, high=0)


def bands(facts: Facts) -> Iterator[Row]:
    """Floors and ceilings on persons."""
    for band in facts.bands:
        for at in band.months:
            terms: Terms = {("n", region, group, at): 1 for region in band.regions for group in band.groups}
            floor = band.rule == "floors"
            yield Row(terms, band.persons if floor else None, None if floor else band.persons)


def targets(facts: Facts) -> Iterator[Row]:
    """``covered + s >= need``."""
    for k, target in enumerate(facts.targets):
        terms: Terms = {("n", r, g, target.at): 1 for r in target.regions for g in target.groups}
        yield Row(terms | {("s", k): 1}, low=target.need - target.others)


def handovers(facts: Facts) -> Iterator[Row]:
    """``h >= x[t] - x[t-1]``, a list being empty before the fund's first month."""
    if not any(goal.name == "steady" for goal in facts.goals):
        return
    cells = set(paying(facts))
    for region, group, fund, at in paying(facts):
        terms: Terms = {("h", region, group, fund, at): 1, ("x", region, group, fund, at): -1}
        if (region, group, fund, at - 1) in cells:
            terms["x", region, group, fund, at - 1] = 1
        yield Row(terms, low=0)


def whole_step(facts: Facts) -> int:
    """Rupiah: what every premium of the case is a multiple of."""
    return gcd(*(fund.step for fund in facts.funds)) or 1


def last_month(facts: Facts, region: str) -> Terms:
    """Persons covered in a region in the last month."""
    return {("n", region, group, facts.length - 1): 1 for group in facts.groups}


def wanted(facts: Facts, goal: Goal) -> tuple[Terms, int, int]:
    """A goal but fairness: its terms, +1 for most or -1 for least, and the size of a unit."""
    span, cells = range(facts.length), list(facts.eligible)
    match goal.name:
        case "keep":
            return {("d", r, g, t): facts.length - t for r, g in cells for t in span}, -1, 1
        case "targets":
            return {("s", k): target.weight for k, target in enumerate(facts.targets)}, -1, 1
        case "coverage":
            last = facts.length - 1
            return {("n", r, g, last): facts.weight[g] for r, g in cells if g in goal.groups}, 1, 1
        case "months":
            return {("n", r, g, t): facts.weight[g] for r, g in cells for t in span}, 1, 1
        case "thrift":
            unit, terms = whole_step(facts), Terms()
            for fund in facts.funds:
                terms |= rupiah(fund, fund.regions, unit=unit)
            return terms, -1, unit
        case "steady":
            return {("h", *cell): 1 for cell in paying(facts)}, -1, 1
    raise ValueError(goal.name)
