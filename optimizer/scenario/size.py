"""A scenario that is too large to be checked is refused before any check begins."""

from __future__ import annotations

from optimizer.errors import Finding
from optimizer.scenario.schema import Scenario

MOST_PAIRS = 5_000_000
"""Regions times funds, funds times groups, funds times premiums: 514 regencies with 2,000 funds have a fifth."""

MOST_MEASURED = 1_000_000
"""Regions times groups, for every target and rule: 7,285 districts with 20 targets for 5 groups have 0.7 million."""


def size_is_reckonable(scenario: Scenario) -> list[Finding]:
    """Every fund meets every region, group and premium; every target and rule every region and group."""
    rules = scenario.rules
    measured = len(scenario.targets) + len(rules.floors) + len(rules.ceilings) + len(rules.matching)
    regions, funds = len(scenario.regions), len(scenario.funds)
    groups, premiums = len(scenario.groups), len(scenario.premium)
    pairs = funds * max(regions, groups, premiums)
    if pairs <= MOST_PAIRS and regions * groups * measured <= MOST_MEASURED:
        return []
    facts = {"regions": regions, "funds": funds, "groups": groups, "premiums": premiums, "measured": measured}
    return [Finding("scenario.too_large", facts, path="regions")]
