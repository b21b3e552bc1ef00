"""What the checks warn of comes true in the plan: the arithmetic never promises too little."""

from __future__ import annotations

from collections.abc import Iterable

import arrange
import strategies
from hypothesis import HealthCheck, assume, given, settings

from optimizer.errors import ContradictionError, Finding
from optimizer.plan.shapes import Draft
from optimizer.scenario.checks import check
from optimizer.scenario.measured import others_in
from optimizer.scenario.schema import Scenario
from optimizer.solve.answer import draft
from optimizer.units import Code


def solved(scenario: Scenario) -> Draft:
    """A plan; cases whose hard rules contradict each other are passed over."""
    try:
        return draft(scenario)
    except ContradictionError:
        assume(False)
        raise


def paid(plan: Draft, **where: Iterable[object]) -> int:
    """Person-months of the payments whose columns are among these."""
    allowed = {name: set(map(str, values)) for name, values in where.items()}
    return sum(
        row["persons"]
        for row in arrange.rows(plan.payments)
        if all(row[name] in values for name, values in allowed.items())
    )


def warned(scenario: Scenario, start: str) -> list[Finding]:
    return [finding for finding in check(scenario) if finding.code.startswith(start)]


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], deadline=None
)
@given(strategies.tiny_cases())
def test_a_target_said_to_be_out_of_reach_is_not_reached(case: strategies.Case) -> None:
    """And no more people are covered than the sum came to."""
    scenario = arrange.scenario(case)
    findings = warned(scenario, "target.above")
    assume(findings)
    plan = solved(scenario)

    for facts in (dict(finding.facts) for finding in findings):
        target = scenario.targets[facts["target"]]
        parts = [Code(part) for part in facts["of"].split(",")]
        codes = [code for code in scenario.codes if any(part.reaches(code) for part in parts)]
        groups = list(scenario.groups) if target.measure == "ucj" else [target.group]
        covered = paid(plan, region=codes, group=groups, month=[target.by])
        if target.measure == "ucj":
            covered += sum(others_in(scenario, code, target.by) for code in codes)
        assert covered <= facts["found"] < facts["need"]


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], deadline=None
)
@given(strategies.tiny_cases())
def test_people_of_today_said_to_lose_cover_are_not_all_paid_for(case: strategies.Case) -> None:
    scenario = arrange.scenario(case)
    findings = warned(scenario, "today.")
    assume(findings)
    plan = solved(scenario)

    for finding in findings:
        region = finding.path.removeprefix("regions.").partition(".subsidised")[0]
        facts = dict(finding.facts)
        if finding.code == "today.no_payer":
            months = [month for span in facts["months"] for month in span]
            assert paid(plan, region=[region], group=[facts["group"]], month=months) == 0
        else:
            groups = [
                group for group, count in scenario.regions[Code(region)].subsidised.items() if count.number
            ]
            held = paid(plan, region=[region], group=groups, month=list(facts["months"]))
            assert held <= facts["found"] < facts["needed"]
