"""The parts of a case that nothing ties together: no fund, no target, no rule on persons, no allowance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from oracle_case import Facts


def parts(facts: Facts) -> list[Facts]:
    """Each part as facts of its own; one part where a goal may give something up."""
    if any(goal.amount or goal.share for goal in facts.goals):
        return [facts]
    found: list[set[str]] = [{region} for region in facts.regions]
    for tied in _ties(facts):
        joined = [part for part in found if part & tied]
        if joined:
            found = [part for part in found if not part & tied] + [set().union(*joined)]
    return [_only(facts, part) for part in found]


def _ties(facts: Facts) -> Iterator[set[str]]:
    for fund in facts.funds:
        yield {
            region
            for region in fund.regions
            if fund.months and any(facts.eligible[region, group] for group in fund.groups)
        }
    yield from (set(band.regions) for band in facts.bands)
    yield from (set(target.regions) for target in facts.targets)


def _only(facts: Facts, part: set[str]) -> Facts:
    def inside(regions: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(region for region in regions if region in part)

    funds = tuple(replace(fund, regions=inside(fund.regions)) for fund in facts.funds if inside(fund.regions))
    names = {fund.id for fund in funds}
    return replace(
        facts,
        regions=inside(facts.regions),
        eligible={cell: people for cell, people in facts.eligible.items() if cell[0] in part},
        before={cell: people for cell, people in facts.before.items() if cell[0] in part},
        limit={region: most for region, most in facts.limit.items() if region in part},
        funds=funds,
        bands=tuple(band for band in facts.bands if inside(band.regions)),
        matches=tuple(
            replace(match, own={region: own for region, own in match.own.items() if region in part})
            for match in facts.matches
            if match.fund in names
        ),
        targets=tuple(target for target in facts.targets if inside(target.regions)),
    )
