"""What the plan means, in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from optimizer.plan.shapes import Plan
from optimizer.report import tables
from optimizer.report.names import places, target
from optimizer.scenario.schema import Scenario
from optimizer.text import Language, say
from optimizer.units import Share


def sentences(plan: Plan, scenario: Scenario, language: Language, *, formal: bool = False) -> Iterator[str]:
    """The scope, how many people, on what data, how far the targets, who drops, how much money, how good.

    ``formal``: for readers who never see the scenario's file, with targets told by what they ask.
    """
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
    yield targets(plan, scenario, language, formal=formal)
    first = {"before": all_regions.subsidised_before, "dropped": plan.totals.dropped, "month": horizon.first}
    if not all_regions.subsidised_before:
        yield say("report.nobody_before", language, **first)
    else:
        yield say("report.some_drop" if plan.totals.dropped else "report.nobody_drops", language, **first)
    yield say("report.money", language, ceiling=money.ceiling, allocated=money.allocated, left=money.left)
    open_ = formal and plan.status == "within_bound"
    yield say("report.within_bound_told" if open_ else f"report.{plan.status}", language)


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


def targets(plan: Plan, scenario: Scenario, language: Language, *, formal: bool = False) -> str:
    """How far the targets are, in one sentence."""
    if not plan.targets:
        return say("report.no_targets", language)
    worst = tables.worst_first(plan.targets)[0]
    met = sum(1 for row in plan.targets if row.met)
    alone, of = len(plan.targets) == 1, places(scenario, worst.of, language)
    if met == len(plan.targets) and not alone:
        return say("report.all_met", language, count=met)
    facts: dict[str, object] = {"covered": worst.covered, "need": worst.need, "shortfall": worst.shortfall}
    if formal:
        where = {"place": of} if alone else {}
        facts["id"] = target(scenario, worst.id, language, by=worst.by, **where)
    else:
        facts["id"] = worst.id
    if alone:
        return say("report.one_met" if worst.met else "report.one_short", language, **facts)
    return say("report.some_short", language, met=met, count=len(plan.targets), of=of, **facts)
