"""A case read from the documents alone: every name resolved, every figure an exact number.

A *case* is a plain dict shaped as the scenario YAML: money and persons as ``int`` (or a record
``{"value": int}``), shares as ``"62.22%"``, ratios and weights as ``int`` or ``"1.5"``, months as
``"2025-10"``. No code of the package is used here or in the other files called ``oracle``.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import ceil, floor, gcd
from typing import Any

Case = dict[str, Any]
Payment = dict[str, Any]

DEFAULT_GOALS = ("keep", "targets", "coverage", "fairness", "months", "thrift", "steady")
DEFAULT_STAY = 12


@dataclass(frozen=True)
class Fund:
    """One budget line; months count from the horizon's first, the premium stands per group and month."""

    id: str
    owner: str
    budget: str
    year: int
    regions: tuple[str, ...]
    groups: tuple[str, ...]
    months: tuple[int, ...]
    premium: dict[tuple[str, int], int]
    spendable: int
    """Rupiah: the ceiling less the part set aside."""
    at_least: int
    region_most: int | None
    region_least: int

    @property
    def step(self) -> int:
        """Rupiah: the greatest common divisor of the premiums the fund can pay."""
        return gcd(*self.premium.values())

    @property
    def dearest(self) -> int:
        """Rupiah: the highest premium the fund can pay."""
        return max(self.premium.values())


@dataclass(frozen=True)
class Band:
    """A floor or a ceiling on the persons covered in a set of regions and groups, month by month."""

    rule: str
    regions: tuple[str, ...]
    groups: tuple[str, ...]
    months: tuple[int, ...]
    persons: int


@dataclass(frozen=True)
class Match:
    """In each region the fund pays at most ``ratio`` times what the region's own funds pay there."""

    fund: str
    ratio: Fraction
    own: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Target:
    """``need`` persons in month ``at``; ``others`` of them are covered without any fund."""

    id: str
    of: Any
    regions: tuple[str, ...]
    groups: tuple[str, ...]
    at: int
    by: str
    base: int
    need: int
    others: int
    weight: Fraction


@dataclass(frozen=True)
class Goal:
    """One goal in its place, with what may be given up: an amount and a share of the optimum."""

    name: str
    groups: tuple[str, ...]
    amount: Fraction
    share: Fraction


@dataclass(frozen=True)
class Facts:
    """All that the rules and goals of one case are stated from."""

    first: int
    length: int
    regions: tuple[str, ...]
    groups: tuple[str, ...]
    weight: dict[str, Fraction]
    eligible: dict[tuple[str, str], int]
    before: dict[tuple[str, str], int]
    limit: dict[str, int | None]
    stay: int
    funds: tuple[Fund, ...]
    bands: tuple[Band, ...]
    matches: tuple[Match, ...]
    targets: tuple[Target, ...]
    goals: tuple[Goal, ...]

    def people(self, region: str) -> int:
        """The eligible of all groups in one region."""
        return sum(self.eligible[region, group] for group in self.groups)

    @property
    def shared(self) -> tuple[str, ...]:
        """The regions that count in fairness: those with somebody eligible."""
        return tuple(region for region in self.regions if self.people(region) > 0)


@cache
def month(text: str) -> int:
    """``YYYY-MM`` as months since the year 0.

    >>> month("2025-12") + 1 == month("2026-01")
    True
    """
    year, number = text.split("-")
    return int(year) * 12 + int(number) - 1


def written(index: int) -> str:
    """The inverse of :func:`month`."""
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def months(text: str) -> range:
    """One month, or all months of ``first..last``."""
    first, _, last = text.partition("..")
    return range(month(first), month(last or first) + 1)


def figure(raw: Any) -> int:
    """A bare whole number or the value of its record (``assume`` where the value is unknown)."""
    if isinstance(raw, dict):
        return figure(raw["assume"] if raw["value"] == "unknown" else raw["value"])
    if not isinstance(raw, int) or isinstance(raw, bool):
        raise TypeError(f"{raw!r} is no whole number")
    return raw


def exact(raw: Any) -> Fraction:
    """A share, ratio or weight as written: ``"62.22%"``, ``"1.5"``, ``2``."""
    text = str(raw).replace(",", ".").strip()
    if text.endswith("%"):
        return Fraction(text.removesuffix("%").strip()) / 100
    return Fraction(text)


def is_share(raw: Any) -> bool:
    return isinstance(raw, str) and raw.strip().endswith("%")


def part(raw: Any, whole: int) -> Fraction:
    """A share of ``whole``, or the amount itself."""
    return exact(raw) * whole if is_share(raw) else Fraction(figure(raw))


def below(code: str, above: str) -> bool:
    """``52.01`` lies below ``52``, below ``52.01`` and below ``ID``; ``52.01`` not below ``5``."""
    return above == "ID" or code == above or code.startswith(above + ".")


def _within(codes: tuple[str, ...], scope: Any) -> tuple[str, ...]:
    """The regions below one code or below any of a list, each once."""
    above = [scope] if isinstance(scope, str) else list(scope)
    return tuple(code for code in codes if any(below(code, name) for name in above))


def _premium(case: Case, fund: str, group: str, index: int) -> int:
    """The last entry that fits wins."""
    fitting = [
        entry
        for entry in case["premium"]
        if index in (months(entry["months"]) if "months" in entry else (index,))
        and fund in entry.get("funds", [fund])
        and group in entry.get("groups", [group])
    ]
    return figure(fitting[-1]["value"])


def _fund(case: Case, name: str, codes: tuple[str, ...], horizon: range) -> Fund:
    row = case["funds"][name]
    ceiling, year = figure(row["ceiling"]), int(row["year"])
    pays = months(row.get("pays", f"{year}-01..{year}-12"))
    reached = _within(_within(codes, row["owner"]), row.get("regions", "ID"))
    groups = tuple(group for group in case["groups"] if group in row.get("groups", case["groups"]))
    when = tuple(index - horizon.start for index in horizon if index in pays)
    each = row.get("per_region", {})
    return Fund(
        id=name,
        owner=row["owner"],
        budget=row["budget"],
        year=year,
        regions=reached,
        groups=groups,
        months=when,
        premium={(g, t): _premium(case, name, g, t + horizon.start) for g in groups for t in when},
        spendable=ceiling - ceil(part(row.get("set_aside", 0), ceiling)),
        at_least=floor(part(row.get("spend_at_least", 0), ceiling)) if ceiling else 0,
        region_most=floor(part(each["max"], ceiling)) if "max" in each else None,
        region_least=floor(part(each.get("min", 0), ceiling)) if ceiling else 0,
    )


def _others(row: dict[str, Any], horizon: range) -> list[int]:
    """Covered without any fund: straight between the outlook's points, floored, level after the last."""
    held = sum(figure(value) for value in row.get("subsidised", {}).values())
    points = {horizon.start - 1: figure(row["active"]) - held}
    points |= {month(when): figure(value) for when, value in row.get("outlook", {}).items()}
    marks = sorted(points)
    line: list[int] = []
    for index in horizon:
        left = max(mark for mark in marks if mark <= index)
        right = min((mark for mark in marks if mark > index), default=left)
        slope = Fraction(points[right] - points[left], right - left) if right > left else Fraction(0)
        line.append(floor(points[left] + slope * (index - left)))
    return line


def _bands(case: Case, facts: dict[tuple[str, str], int], horizon: range) -> tuple[Band, ...]:
    codes, found = tuple(sorted(case["regions"])), []
    for rule in ("floors", "ceilings"):
        for row in case.get("rules", {}).get(rule, []):
            groups = (row["group"],) if "group" in row else tuple(case["groups"])
            span = range(
                month(row["from"]) if "from" in row else horizon.start,
                (month(row["to"]) if "to" in row else horizon[-1]) + 1,
            )
            when = tuple(index - horizon.start for index in horizon if index in span)
            scopes: list[tuple[str, ...]] = [_within(codes, row.get("region", ()))]
            if "each" in row:
                scopes = [(code,) for code in _within(codes, "ID" if row["each"] is True else row["each"])]
            for scope in scopes:
                of = sum(facts[code, group] for code in scope for group in groups)
                rounded = ceil if rule == "floors" else floor
                persons = figure(row["persons"]) if "persons" in row else rounded(exact(row["share"]) * of)
                found.append(Band(rule, scope, groups, when, persons))
    return tuple(found)


def _matches(case: Case, funds: tuple[Fund, ...]) -> tuple[Match, ...]:
    known, found = {fund.id: fund for fund in funds}, []
    for row in case.get("rules", {}).get("matching", []):
        if row["fund"] not in known:
            continue
        fund = known[row["fund"]]
        own = [
            other
            for other in funds
            if other.id != fund.id
            and other.budget in row.get("own", [other.budget])
            and (other.year == fund.year or not row.get("same_year", False))
        ]
        at = {code: tuple(other.id for other in own if other.owner == code) for code in fund.regions}
        found.append(Match(fund.id, exact(row["ratio"]), at))
    return tuple(found)


def _targets(case: Case, eligible: dict[tuple[str, str], int], horizon: range) -> tuple[Target, ...]:
    codes, found = tuple(sorted(case["regions"])), []
    others = {code: _others(case["regions"][code], horizon) for code in codes}
    for name, row in case.get("targets", {}).items():
        if month(row["by"]) not in horizon:
            continue
        at = month(row["by"]) - horizon.start
        ucj = row["measure"] == "ucj"
        groups = tuple(case["groups"]) if ucj else (row["group"],)
        for scope in codes if row["of"] == "each" else (row["of"],):
            within = _within(codes, scope)
            if ucj:
                base = sum(figure(case["regions"][code]["workers"]) for code in within)
            else:
                base = sum(eligible[code, group] for code in within for group in groups)
            need = ceil(exact(row["share"]) * base)
            outside = sum(others[code][at] for code in within) if ucj else 0
            weight = exact(row.get("weight", 1))
            found.append(Target(name, scope, within, groups, at, row["by"], base, need, outside, weight))
    return tuple(found)


def _goal(case: Case, entry: Any) -> Goal:
    name, options = (entry, {}) if isinstance(entry, str) else next(iter(entry.items()))
    given = (options or {}).get("give_up", 0)
    wanted = (options or {}).get("groups", list(case["groups"]))
    return Goal(
        name=name,
        groups=tuple(group for group in case["groups"] if group in wanted),
        amount=Fraction(0) if is_share(given) else exact(given),
        share=exact(given) if is_share(given) else Fraction(0),
    )


def read(case: Case) -> Facts:
    """Regions come in order of code, funds and groups in the case's order; a fund without a month is out."""
    horizon, codes = months(case["horizon"]), tuple(sorted(case["regions"]))
    rules = case.get("rules", {})
    cells = [(code, group) for code in codes for group in case["groups"]]
    eligible = {(c, g): figure(case["regions"][c]["eligible"].get(g, 0)) for c, g in cells}
    before = {(c, g): figure(case["regions"][c].get("subsidised", {}).get(g, 0)) for c, g in cells}
    limits = {c: case["regions"][c].get("enrol_per_month", rules.get("enrol_per_month")) for c in codes}
    funds = tuple(_fund(case, name, codes, horizon) for name in case["funds"])
    funds = tuple(fund for fund in funds if fund.months and fund.regions)
    return Facts(
        first=horizon.start,
        length=len(horizon),
        regions=codes,
        groups=tuple(case["groups"]),
        weight={g: exact((row or {}).get("weight", 1)) for g, row in case["groups"].items()},
        eligible=eligible,
        before=before,
        limit={code: None if raw is None else figure(raw) for code, raw in limits.items()},
        stay=figure(rules.get("stay", DEFAULT_STAY)),
        funds=funds,
        bands=_bands(case, eligible, horizon),
        matches=_matches(case, funds),
        targets=_targets(case, eligible, horizon),
        goals=tuple(_goal(case, entry) for entry in case.get("goals", DEFAULT_GOALS)),
    )
