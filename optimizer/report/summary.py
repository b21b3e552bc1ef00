"""What the plan means, in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from optimizer.plan.shapes import Plan, TargetRow
from optimizer.report import tables
from optimizer.report.names import places
from optimizer.scenario.schema import Scenario
from optimizer.text import Language, say
from optimizer.units import Share


def sentences(plan: Plan, scenario: Scenario, language: Language) -> Iterator[str]:
    """The scope, how many people, on what data, how far the targets, who drops, how much money, how good."""
    horizon, money, all_regions = scenario.horizon, tables.money(plan), tables.summed(plan.regions)
    yield say(
        "report.scope",
        language,
        months=horizon,
        count=len(horizon),
        regions=len(plan.regions),
        funds=len(plan.funds),
    )
    yield _covered(plan, scenario, language)
    if plan.assumptions:
        yield weak(plan, language)
    yield targets(plan, scenario, language)
    first = {"before": all_regions.subsidised_before, "dropped": plan.totals.dropped, "month": horizon.first}
    if not all_regions.subsidised_before:
        yield say("report.nobody_before", language, **first)
    else:
        yield say("report.some_drop" if plan.totals.dropped else "report.nobody_drops", language, **first)
    yield say("report.money", language, ceiling=money.ceiling, allocated=money.allocated, left=money.left)
    yield say(f"report.{plan.status}", language)


def weak(plan: Plan, language: Language) -> str:
    """How many figures nobody published, by how they stand."""
    standing = Counter(row.status for row in plan.assumptions)
    kinds = [
        say(f"report.weak_{status}", language, count=standing[status])
        for status in ("derived", "assumed", "unknown")
        if standing[status]
    ]
    return say("report.weak", language, count=len(plan.assumptions), kinds=kinds)


def _covered(plan: Plan, scenario: Scenario, language: Language) -> str:
    totals, eligible = plan.totals, tables.summed(plan.regions).eligible
    covered = say(
        "report.covered",
        language,
        persons=totals.persons_end,
        month=scenario.horizon.last,
        share=Share(Fraction(totals.persons_end, max(eligible, 1))),
        eligible=eligible,
        person_months=totals.person_months,
        rupiah=totals.rupiah,
    )
    return f"{covered} {say('report.full_benefit', language, persons=totals.persons_full_benefit)}"


def targets(plan: Plan, scenario: Scenario, language: Language) -> str:
    """How far the targets are, in one sentence."""
    if not plan.targets:
        return say("report.no_targets", language)
    worst = tables.worst_first(plan.targets)[0]
    if len(plan.targets) == 1:
        return say("report.one_met" if worst.met else "report.one_short", language, **_facts(worst))
    met = sum(1 for row in plan.targets if row.met)
    if met == len(plan.targets):
        return say("report.all_met", language, count=met)
    facts = _facts(worst) | {"of": places(scenario, worst.of, language)}
    return say("report.some_short", language, met=met, count=len(plan.targets), **facts)


def _facts(row: TargetRow) -> dict[str, object]:
    return {"id": row.id, "covered": row.covered, "need": row.need, "shortfall": row.shortfall}
