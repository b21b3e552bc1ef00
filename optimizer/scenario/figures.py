"""Every figure of a scenario, and everything that may name a source, each with the keys that lead to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from optimizer.scenario.fields import Evidence, PersonsFigure, Rival, RupiahFigure, ShareFigure
from optimizer.scenario.schema import Published, Region, Scenario
from optimizer.units import Month

Figure: TypeAlias = RupiahFigure | PersonsFigure | ShareFigure
Record: TypeAlias = Evidence | Rival | Published
Keys: TypeAlias = tuple[str | int | Month, ...]
"""Kept apart: most are never written, and a region or fund may have a dot in its key."""


def path_of(keys: Keys) -> str:
    """The keys as a path.

    >>> path_of(("regions", "52.04", "outlook", Month(2026, 12)))
    'regions.52.04.outlook.2026-12'
    """
    return ".".join(map(str, keys))


def figures(scenario: Scenario) -> Iterator[tuple[Keys, Figure]]:
    """Every figure."""
    for place, premium in enumerate(scenario.premium):
        yield ("premium", place), premium
    for code in scenario.codes:
        yield from _of_region(code, scenario.regions[code])
    for code, total in scenario.totals.items():
        yield from ((("totals", code, key), figure) for key, figure in total.figures)
    for name, fund in scenario.funds.items():
        yield ("funds", name, "ceiling"), fund.ceiling
    for name, target in scenario.targets.items():
        yield ("targets", name, "share"), target.share
    if scenario.rules.enrol_per_month is not None:
        yield ("rules", "enrol_per_month"), scenario.rules.enrol_per_month


def _of_region(code: str, region: Region) -> Iterator[tuple[Keys, PersonsFigure | RupiahFigure]]:
    yield ("regions", code, "workers"), region.workers
    yield ("regions", code, "active"), region.active
    for month in sorted(region.outlook):
        yield ("regions", code, "outlook", month), region.outlook[month]
    for group, figure in region.eligible.items():
        yield ("regions", code, "eligible", group), figure
    for group, figure in region.subsidised.items():
        yield ("regions", code, "subsidised", group), figure
    if region.enrol_per_month is not None:
        yield ("regions", code, "enrol_per_month"), region.enrol_per_month
    if region.ability is not None:
        yield ("regions", code, "ability"), region.ability


def records(scenario: Scenario, stated: Iterable[tuple[Keys, Figure]]) -> Iterator[tuple[Keys, Record]]:
    """Everything that may name a source; ``stated`` are its figures."""
    for keys, figure in stated:
        yield keys, figure
        rivals: Sequence[Rival] = figure.rivals
        yield from (((*keys, "rivals", place), rival) for place, rival in enumerate(rivals))
    for name, fund in scenario.funds.items():
        if fund.published is not None:
            yield ("funds", name, "published"), fund.published
    for name, target in scenario.targets.items():
        yield ("targets", name), target
    rules = scenario.rules
    kinds: Iterable[tuple[str, Sequence[Evidence]]] = (
        ("matching", rules.matching),
        ("floors", rules.floors),
        ("ceilings", rules.ceilings),
    )
    for key, listed in kinds:
        yield from ((("rules", key, place), rule) for place, rule in enumerate(listed))
