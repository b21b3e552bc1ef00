"""What is measured where: targets, participants without any fund, the figures of a region."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from math import floor

from optimizer.scenario.fields import PersonsFigure
from optimizer.scenario.schema import Region, Scenario, Target
from optimizer.units import Code, Month


def target_places(target: Target, codes: tuple[Code, ...]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Each place a target is measured in, with the regions it takes together."""
    if target.of == "each":
        yield from ((code, (region,)) for region, code in enumerate(codes))
        return
    parts = target.of
    yield (
        ",".join(parts),
        tuple(i for i, code in enumerate(codes) if any(part.reaches(code) for part in parts)),
    )


def others_in(scenario: Scenario, code: Code, month: Month) -> int:
    """Participants covered without any fund: straight between the dates, rounded down, level after."""
    region = scenario.regions[code]
    before = scenario.horizon.first.plus(-1)
    today = region.active.number - sum(figure.number for figure in region.subsidised.values())
    later = sorted((date, figure.number) for date, figure in region.outlook.items() if date > before)
    points = [(before, today), *later]
    for (start, low), (end, high) in pairwise(points):
        if month <= end:
            return floor(low + Fraction((high - low) * (month - start), end - start))
    return int(points[-1][1])


def figures_of_region(region: Region) -> Iterator[tuple[str, PersonsFigure]]:
    """Every figure of a region, with its path below the region."""
    yield "workers", region.workers
    yield "active", region.active
    for month, figure in sorted(region.outlook.items()):
        yield f"outlook.{month}", figure
    for group, figure in region.eligible.items():
        yield f"eligible.{group}", figure
    for group, figure in region.subsidised.items():
        yield f"subsidised.{group}", figure
    if region.enrol_per_month is not None:
        yield "enrol_per_month", region.enrol_per_month
