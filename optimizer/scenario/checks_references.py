"""Checks that every name in a scenario is the name of something in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from optimizer.errors import Finding
from optimizer.scenario.figures import path_of
from optimizer.scenario.kinds import nearest
from optimizer.scenario.reach import Reach, prefixes
from optimizer.scenario.schema import Scenario

MOST_LISTED = 40
"""More names than this are not listed in a finding."""

MOST_COMPARED, MOST_GUESSED = 2_000, 20
"""The nearest name is looked for among so many, for so many wrong ones: comparing takes time."""

Names = Iterable[tuple[str, str]]
"""Paths, and the name each of them gives."""


def regions_are_apart(reach: Reach) -> Iterator[Finding]:
    """No region lies inside another."""
    known = set(reach.codes)
    for code in reach.codes:
        outer = next((above for above in ("ID", *prefixes(code)) if above in known and above != code), None)
        if outer is not None:
            yield Finding("region.inside_another", {"given": code, "outer": outer}, path=f"regions.{code}")


def lists_are_not_empty(reach: Reach) -> Iterator[Finding]:
    """A list that names nobody is no way to say all, or none."""
    for path, listed in _lists(reach.scenario):
        if listed is not None and len(listed) == 0:
            yield Finding("list.empty", {"key": path.rpartition(".")[2]}, path=path)


def _lists(scenario: Scenario) -> Iterator[tuple[str, Collection[Any] | None]]:
    yield "goals", scenario.goals
    for place, entry in enumerate(scenario.premium):
        yield f"premium.{place}.funds", entry.funds
        yield f"premium.{place}.groups", entry.groups
    for name, fund in scenario.funds.items():
        yield f"funds.{name}.groups", fund.groups
        yield f"funds.{name}.regions", fund.regions
    for name, target in scenario.targets.items():
        yield f"targets.{name}.of", target.of
    for place, rule in enumerate(scenario.rules.matching):
        yield f"rules.matching.{place}.own", rule.own
    for key, rules in (("floors", scenario.rules.floors), ("ceilings", scenario.rules.ceilings)):
        for place, people in enumerate(rules):
            yield f"rules.{key}.{place}.region", people.region
    for place, goal in enumerate(scenario.goals):
        yield f"goals.{place}.groups", goal.groups


def funds_exist(reach: Reach) -> Iterator[Finding]:
    """Whoever names a fund names one of the scenario."""
    scenario = reach.scenario
    named = [
        (f"premium.{place}.funds.{number}", name)
        for place, entry in enumerate(scenario.premium)
        for number, name in enumerate(entry.funds or ())
    ]
    named += [
        (f"rules.matching.{place}.fund", rule.fund) for place, rule in enumerate(scenario.rules.matching)
    ]
    yield from _unknown("reference.fund", named, scenario.funds)


def groups_exist(reach: Reach) -> Iterator[Finding]:
    """Whoever names a group names one of the scenario."""
    yield from _unknown("reference.group", _groups(reach.scenario), reach.scenario.groups)


def _groups(scenario: Scenario) -> Iterator[tuple[str, str]]:
    for place, entry in enumerate(scenario.premium):
        yield from _numbered(f"premium.{place}.groups", entry.groups)
    for code, region in scenario.regions.items():
        for key, counts in (("eligible", region.eligible), ("subsidised", region.subsidised)):
            yield from ((f"regions.{code}.{key}.{group}", group) for group in counts)
    for name, fund in scenario.funds.items():
        yield from _numbered(f"funds.{name}.groups", fund.groups)
    for name, target in scenario.targets.items():
        if target.group is not None:
            yield f"targets.{name}.group", target.group
    for key, rules in (("floors", scenario.rules.floors), ("ceilings", scenario.rules.ceilings)):
        for place, rule in enumerate(rules):
            if rule.group is not None:
                yield f"rules.{key}.{place}.group", rule.group
    for place, goal in enumerate(scenario.goals):
        yield from _numbered(f"goals.{place}.groups", goal.groups)


def regions_exist(reach: Reach) -> Iterator[Finding]:
    """Whoever names a code names a region or what lies above one."""
    lost = ((path, code) for path, code in _codes(reach.scenario) if not reach.below(code))
    yield from _unknown("reference.region", lost, reach.codes)


def _codes(scenario: Scenario) -> Iterator[tuple[str, str]]:
    yield from ((f"totals.{code}", code) for code in scenario.totals)
    if scenario.sharing.matched is not None:
        yield "sharing.matched.payer", scenario.sharing.matched.payer
    for name, fund in scenario.funds.items():
        yield from _numbered(f"funds.{name}.regions", fund.regions)
    for name, target in scenario.targets.items():
        if target.of != "each":
            yield from _numbered(f"targets.{name}.of", target.of)
    for key, rules in (("floors", scenario.rules.floors), ("ceilings", scenario.rules.ceilings)):
        for place, rule in enumerate(rules):
            yield from _numbered(f"rules.{key}.{place}.region", rule.region)
            if rule.each is not None:
                yield f"rules.{key}.{place}.each", rule.each


def sources_exist(reach: Reach) -> Iterator[Finding]:
    """Whoever names a source names one of the scenario."""
    known = reach.scenario.sources
    named = (
        (path_of((*keys, "source")), record.source)
        for keys, record in reach.records
        if record.source is not None and record.source not in known
    )
    yield from _unknown("reference.source", named, known)


def owners_exist(reach: Reach) -> Iterator[Finding]:
    """The owner of a fund is a region, what lies above one, or the country."""
    owners = ((f"funds.{name}.owner", fund.owner) for name, fund in reach.scenario.funds.items())
    yield from _unknown(
        "reference.owner", ((path, owner) for path, owner in owners if not reach.below(owner)), reach.codes
    )


def funds_have_regions(reach: Reach) -> Iterator[Finding]:
    """Each region a fund names lies under its owner: money does not leave its payer's land."""
    for name, fund in reach.scenario.funds.items():
        for place, part in enumerate(fund.regions or ()):
            apart = not (fund.owner.reaches(part) or part.reaches(fund.owner))
            if apart and reach.below(fund.owner) and reach.below(part):
                facts = {"given": part, "owner": fund.owner}
                yield Finding("fund.region_not_under_owner", facts, path=f"funds.{name}.regions.{place}")


def targets_name_their_group(reach: Reach) -> Iterator[Finding]:
    """A group target says whose, a UCJ target counts everybody."""
    for name, target in reach.scenario.targets.items():
        if target.measure == "group" and target.group is None:
            facts = {"known": tuple(reach.scenario.groups)[:MOST_LISTED]}
            yield Finding("target.needs_group", facts, path=f"targets.{name}")
        elif target.measure == "ucj" and target.group is not None:
            yield Finding("target.group_unused", {"group": target.group}, path=f"targets.{name}.group")


def goals_stand_once(reach: Reach) -> Iterator[Finding]:
    """A goal is met once; only coverage may return, for other groups."""
    seen: Counter[tuple[str, tuple[str, ...] | None]] = Counter()
    for place, goal in enumerate(reach.scenario.goals):
        seen[goal.name, goal.groups] += 1
        if seen[goal.name, goal.groups] > 1:
            yield Finding("goal.twice", {"goal": goal.name}, path=f"goals.{place}")


def _numbered(path: str, names: Iterable[str] | None) -> Iterator[tuple[str, str]]:
    return ((f"{path}.{place}", name) for place, name in enumerate(names or ()))


def _unknown(code: str, named: Names, known: Collection[str]) -> Iterator[Finding]:
    """A finding for each name that is not known."""
    told: dict[str, dict[str, Any]] = {}
    for path, name in named:
        if name not in known:
            if name not in told:
                told[name] = _facts(name, known, guess=len(told) < MOST_GUESSED)
            yield Finding(code, told[name], path=path)


def _facts(given: str, known: Collection[str], *, guess: bool) -> dict[str, Any]:
    facts: dict[str, Any] = {"given": given[:200]}
    if guess and len(known) <= MOST_COMPARED and (near := nearest(given, tuple(known))):
        facts["near"] = near
    return facts | ({"known": tuple(known)} if len(known) <= MOST_LISTED else {})
