"""The one home of hypothesis strategies: small valid scenarios that cover every rule and goal.

A case is a plain dict shaped as the scenario YAML; ``as_yaml`` writes it. Left out on purpose, because
the documents leave their meaning open: ``give_up`` for fairness, matching of a region's own fund, and
groups without anybody where a premium depends on the group or ``per_region.min`` is set.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from drawing import Draw, between, often, one, some
from hypothesis import strategies as st

Case = dict[str, Any]

ONE_PROVINCE = ("52.01", "52.02", "52.71", "52.72")
TWO_PROVINCES = ("52.01", "53.01", "52.02", "53.71")
GROUPS = ("miskin-ekstrem", "miskin", "rentan")
FUNDS = ("dana-g", "dana-a", "dana-f", "dana-b", "dana-e", "dana-c", "dana-d")
"""Not in order of name, so that an order by name shows."""
BUDGETS = ("murni", "perubahan", "dbhcht", "bankeu", "csr")
GOALS = ("keep", "targets", "coverage", "fairness", "months", "thrift", "steady")
WEIGHTS: tuple[int | str, ...] = (1, 2, "1.5", "0.5", 3)
SHARES = ("50%", "10%", "33.3%", "62.22%", "80%", "100%", "0.5%")
RATIOS: tuple[int | str, ...] = (1, "0.5", "1.5", "2.25", 2)
PREMIUMS = (16800, 8400, 10500)
PREMIUM = 16800


@dataclass(frozen=True)
class Size:
    """At most so many of each; ``ceiling`` in premiums."""

    regions: int = 4
    groups: int = 3
    months: int = 15
    funds: int = 7
    persons: int = 60
    ceiling: int = 200


SMALL = Size()
TINY = Size(regions=3, groups=2, months=6, funds=3, persons=12, ceiling=60)
"""Small enough for integer programming goal by goal."""
MICRO = Size(regions=2, groups=1, months=3, funds=2, persons=1, ceiling=7)
"""Small enough to try every plan."""


@dataclass(frozen=True)
class World:
    """What the later parts of a case refer to."""

    size: Size
    tight: bool
    plain: bool
    """Groups may be empty; then no premium depends on a group and no fund has a least amount per region."""
    first: int
    length: int
    groups: tuple[str, ...]
    codes: tuple[str, ...]

    def month(self, at: int) -> str:
        return f"{(self.first + at) // 12:04d}-{(self.first + at) % 12 + 1:02d}"

    def span(self, first: int, last: int) -> str:
        return f"{self.month(first)}..{self.month(last)}"

    @property
    def provinces(self) -> tuple[str, ...]:
        return tuple(sorted({code[:2] for code in self.codes}))

    def below(self, owner: str) -> list[str]:
        return [code for code in self.codes if owner == "ID" or f"{code}.".startswith(f"{owner}.")]


EITHER = st.booleans()
ORDERS = st.lists(st.sampled_from(GOALS), unique=True, min_size=1, max_size=len(GOALS))


def figure(draw: Draw, value: int) -> int | dict[str, int]:
    """The bare number, or now and then a record."""
    return {"value": value} if often(draw, 8) else value


@st.composite
def cases(draw: Draw, size: Size = SMALL, *, tight: bool = False) -> Case:
    """A valid scenario that keeps the consistency of MODEL.md, Figures; hard rules seldom contradict."""
    world = _world(draw, size, tight=tight)
    regions = {code: _region(draw, world, code) for code in world.codes}
    people = _people(regions)
    names = FUNDS[: draw(between(1, size.funds))]
    case: Case = {
        "schema": "alokasi/1",
        "title": "Contoh acak",
        "horizon": world.span(0, world.length - 1),
        "premium": _premiums(draw, world, names),
        "groups": {group: _group(draw, group) for group in world.groups},
        "regions": regions,
        "funds": {name: _fund(draw, world) for name in names},
    }
    if not often(draw, 3):
        case["targets"] = _targets(draw, world)
    if rules := _rules(draw, world, case["funds"], people):
        case["rules"] = rules
    if not often(draw, 6):
        case["goals"] = _goals(draw, world)
    return case


def tight_cases(size: Size = SMALL) -> st.SearchStrategy[Case]:
    """Scenarios with floors and least amounts that often contradict the money or each other."""
    return cases(size, tight=True)


def tiny_cases() -> st.SearchStrategy[Case]:
    """Cases small enough for ``oracle.whole_optimum``."""
    return cases(TINY)


def micro_cases() -> st.SearchStrategy[Case]:
    """Cases in which every plan can be tried: at most 2^12 of them."""
    return cases(MICRO) | cases(MICRO, tight=True) | matched_cases(MICRO)


@st.composite
def matched_cases(draw: Draw, size: Size = TINY) -> Case:
    """Cases in which a province matches some of the own money of its regions, by budget or by year."""
    case = draw(cases(size))
    names, codes = list(case["funds"]), list(case["regions"])
    for name in names:
        case["funds"][name].pop("regions", None)
        case["funds"][name]["owner"] = codes[0][:2] if name == names[0] else one(draw, codes)
        case["funds"][name]["budget"] = one(draw, BUDGETS[:2])
    row: dict[str, Any] = {"fund": names[0], "ratio": one(draw, RATIOS)}
    if often(draw):
        row["own"] = [one(draw, BUDGETS[:2])]
    if often(draw):
        row["same_year"] = True
    case.setdefault("rules", {})["matching"] = [row]
    return case


def _world(draw: Draw, size: Size, *, tight: bool) -> World:
    codes = one(draw, (ONE_PROVINCE, TWO_PROVINCES))[: draw(between(1, size.regions))]
    return World(
        size=size,
        tight=tight,
        plain=often(draw, 4),
        first=2025 * 12 + draw(between(6, 13)),
        length=draw(between(min(3, size.months), size.months)),
        groups=GROUPS[: draw(between(1, size.groups))],
        codes=tuple(reversed(codes)) if often(draw, 4) else codes,
    )


def _group(draw: Draw, name: str) -> dict[str, Any]:
    return {"label": f"Pekerja {name}"} | ({"weight": one(draw, WEIGHTS)} if often(draw) else {})


def _region(draw: Draw, world: World, code: str) -> dict[str, Any]:
    """S <= E, sum S <= A <= W, and O + sum E <= W with the outlook too."""
    fewest = 0 if world.plain else 1
    most = world.size.persons
    eligible = {group: draw(between(fewest, most)) for group in world.groups}
    paid = {group: draw(between(0, count)) for group, count in eligible.items()}
    if often(draw):
        paid = dict.fromkeys(paid, 0)
    others, spare = draw(between(0, most)), draw(between(0, most))
    row: dict[str, Any] = {
        "name": f"Kabupaten {code}",
        "workers": figure(draw, others + sum(eligible.values()) + spare),
        "active": figure(draw, others + sum(paid.values())),
    }
    if often(draw, 4):
        marks = draw(st.sets(between(0, world.length + 3), min_size=1, max_size=2))
        row["outlook"] = {world.month(at): draw(between(0, others + spare)) for at in sorted(marks)}
    row["eligible"] = {group: figure(draw, count) for group, count in eligible.items()}
    if any(paid.values()):
        row["subsidised"] = {group: figure(draw, count) for group, count in paid.items() if count}
    if often(draw, 5):
        row["enrol_per_month"] = figure(draw, draw(between(0, most // 12 + 1)))
    return row


def _people(regions: dict[str, Any]) -> dict[tuple[str, str], int]:
    """Eligible persons of each region and group."""
    return {
        (code, group): count["value"] if isinstance(count, dict) else count
        for code, row in regions.items()
        for group, count in row["eligible"].items()
    }


def _premiums(draw: Draw, world: World, funds: Sequence[str]) -> list[dict[str, Any]]:
    """A general entry, then up to three narrower ones."""
    entries: list[dict[str, Any]] = [{"value": PREMIUM}]
    for _ in range(draw(between(0, 3)) if often(draw) else 0):
        entry: dict[str, Any] = {"value": one(draw, PREMIUMS)}
        if often(draw):
            first = draw(between(0, world.length - 1))
            entry["months"] = world.span(first, draw(between(first, world.length - 1)))
        if often(draw):
            entry["funds"] = some(draw, funds)
        if often(draw, 3) and not world.plain:
            entry["groups"] = some(draw, world.groups)
        entries.append(entry)
    return entries


def _fund(draw: Draw, world: World) -> dict[str, Any]:
    """A budget line with at least one month of the horizon and one region."""
    owner = one(draw, (*world.codes, *world.provinces, "ID"))
    first_year, last_year = world.first // 12, (world.first + world.length - 1) // 12
    year = draw(between(first_year, last_year))
    start = max(0, year * 12 - world.first)
    end = min(world.length, year * 12 + 12 - world.first) - 1
    ceiling = draw(between(0, world.size.ceiling)) * PREMIUM + draw(between(0, PREMIUM - 1))
    row: dict[str, Any] = {
        "owner": owner,
        "budget": one(draw, BUDGETS),
        "year": year,
        "ceiling": figure(draw, ceiling),
    }
    if often(draw, 3):
        first = draw(between(start, end))
        row["pays"] = world.span(first, draw(between(first, end)))
    if often(draw, 4):
        row["groups"] = some(draw, world.groups)
    if often(draw, 4):
        codes = world.below(owner)
        row["regions"] = [*some(draw, codes), *([codes[0][:2]] if owner == "ID" and often(draw) else [])]
    if often(draw, 4):
        row["set_aside"] = one(draw, ("5%", "12.5%", "33.3%"))
    return row | _amounts(draw, world, ceiling, len(world.below(owner)))


def _amounts(draw: Draw, world: World, ceiling: int, reached: int) -> dict[str, Any]:
    """Limits per region and a least amount to spend; a third of the ceiling may be set aside."""
    row: dict[str, Any] = {}
    each: dict[str, Any] = {}
    if often(draw, 4):
        each["max"] = one(draw, ("60%", "33.3%", ceiling // 2))
    if often(draw, 3 if world.tight else 12) and not world.plain:
        most = ceiling // 4 if world.tight else ceiling // (8 * reached)
        each["min"] = (
            draw(between(0, most))
            if often(draw)
            else one(draw, ("25%", "20%") if world.tight else ("1%", "2%"))
        )
    if each:
        row["per_region"] = each
    if often(draw, 3 if world.tight else 10):
        share = one(draw, ("60%", "33.3%") if world.tight else ("10%", "2.5%"))
        most = ceiling * 3 // 5 if world.tight else ceiling // 10
        row["spend_at_least"] = share if often(draw) else draw(between(0, most))
    return row


def _scope(draw: Draw, world: World) -> str | list[str]:
    """A region, a prefix or a list of regions."""
    if often(draw, 4):
        return some(draw, world.codes)
    return one(draw, (*world.codes, *world.provinces, "ID"))


def _targets(draw: Draw, world: World) -> dict[str, Any]:
    rows: dict[str, Any] = {}
    for k in range(draw(between(1, 3))):
        ucj = draw(EITHER)
        row: dict[str, Any] = (
            {"measure": "ucj"} if ucj else {"measure": "group", "group": one(draw, world.groups)}
        )
        row["of"] = "each" if often(draw, 3) else _scope(draw, world)
        row["share"] = one(draw, SHARES)
        row["by"] = world.month(draw(between(0, world.length - 1)))
        if often(draw, 3):
            row["weight"] = one(draw, WEIGHTS)
        rows[f"target-{k + 1}"] = row
    return rows


def _rules(
    draw: Draw, world: World, funds: dict[str, Any], people: dict[tuple[str, str], int]
) -> dict[str, Any]:
    rules: dict[str, Any] = {}
    if not often(draw, 6):
        rules["stay"] = draw(between(1, world.length))
    if often(draw, 5):
        rules["enrol_per_month"] = draw(between(0, world.size.persons // 12 + 1))
    wide = [name for name, row in funds.items() if row["owner"] not in world.codes]
    if wide and often(draw):
        own = sorted({row["budget"] for row in funds.values() if row["owner"] in world.codes})
        rules["matching"] = [_match(draw, name, own or BUDGETS) for name in some(draw, wide)]
    for rule, odds in (("floors", 2 if world.tight else 6), ("ceilings", 4)):
        if often(draw, odds):
            rules[rule] = [_band(draw, world, rule, people) for _ in range(draw(between(1, 2)))]
    return rules


def _match(draw: Draw, fund: str, budgets: Sequence[str]) -> dict[str, Any]:
    row: dict[str, Any] = {"fund": fund, "ratio": one(draw, RATIOS)}
    if often(draw):
        row["own"] = some(draw, budgets)
    if often(draw):
        row["same_year"] = not often(draw, 4)
    return row


def _band(draw: Draw, world: World, rule: str, people: dict[tuple[str, str], int]) -> dict[str, Any]:
    """A floor asks for no more persons than are eligible; outside tight cases for a few."""
    row: dict[str, Any] = {}
    groups = list(world.groups)
    if often(draw, 3):
        row["each"] = one(draw, (True, *world.provinces, "ID"))
        scopes = [[code] for code in world.below("ID" if row["each"] is True else row["each"])]
    else:
        row["region"] = _scope(draw, world)
        named = [row["region"]] if isinstance(row["region"], str) else row["region"]
        scopes = [[code for name in named for code in world.below(name)]]
    if often(draw):
        row["group"] = one(draw, world.groups)
        groups = [row["group"]]
    most = min(sum(people[code, group] for code in scope for group in groups) for scope in scopes)
    few = rule == "floors" and not world.tight
    if often(draw, 3):
        row["share"] = one(draw, ("0.5%", "2%") if few else SHARES)
    else:
        row["persons"] = draw(between(0, most // 10 if few else most))
    first = draw(between(0, world.length - 1))
    if often(draw):
        row["from"] = world.month(first)
    if often(draw, 3):
        row["to"] = world.month(draw(between(first, world.length - 1)))
    return row


def _goals(draw: Draw, world: World) -> list[Any]:
    """Some goals in any order; coverage also of named groups; give_up where the documents allow it."""
    names = draw(ORDERS)
    goals = [_goal(draw, world, name) for name in names]
    if len(world.groups) > 1 and often(draw, 4):
        place = draw(between(0, len(goals)))
        goals.insert(place, {"coverage": {"groups": some(draw, world.groups)}})
    return goals


def _goal(draw: Draw, world: World, name: str) -> Any:
    if name == "fairness" or not often(draw, 4):
        return name
    amount: int | str = draw(between(0, world.size.persons)) * (PREMIUM if name == "thrift" else 1)
    if name in ("coverage", "months", "thrift") and often(draw):
        amount = one(draw, ("1%", "12.5%", "50%"))
    return {name: {"give_up": amount}}


class _Plain(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc] # the quick one where it is there
    """YAML without anchors; what would not read back as text is quoted."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def as_yaml(case: Case) -> str:
    """The scenario file of a case: codes, months and shares stay text, keys keep their order."""
    return yaml.dump(case, Dumper=_Plain, sort_keys=False, allow_unicode=True)


def shuffled(case: Case, rng: random.Random) -> Case:
    """The same scenario with its regions in another order."""
    names = list(case["regions"])
    rng.shuffle(names)
    return copy.deepcopy(case) | {"regions": {name: copy.deepcopy(case["regions"][name]) for name in names}}
