"""Checks of the keys by which extra money may be shared."""

from __future__ import annotations

from collections.abc import Iterator

from optimizer.errors import Finding
from optimizer.scenario.reach import Reach

MOST_LISTED = 40
"""More regions than this are not listed in a finding."""


def who_tops_up_stands_above(reach: Reach) -> Iterator[Finding]:
    """Who tops up what regions pay is no region."""
    matched = reach.scenario.sharing.matched
    if matched is not None and matched.payer in reach.scenario.regions:
        yield Finding("sharing.payer_is_region", {"given": matched.payer}, path="sharing.matched.payer")


def ability_is_known_of_all(reach: Reach) -> Iterator[Finding]:
    """Where extra money is shared by ability, every region has its figure, and some can pay."""
    scenario = reach.scenario
    if scenario.sharing.ability is None:
        return
    figures = {code: scenario.regions[code].ability for code in reach.codes}
    missing = tuple(code for code, figure in figures.items() if figure is None)
    if missing:
        facts = {"count": len(missing), "regions": missing[:MOST_LISTED]}
        yield Finding("sharing.ability_missing", facts, path="sharing.ability")
    elif not any(figure.number for figure in figures.values() if figure is not None):
        yield Finding("sharing.nobody_able", path="sharing.ability")
