"""Small scenarios and payable plans for them, written by hand."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import cases
import oracle_case
from hypothesis import strategies as st

from optimizer.plan.shapes import Draft, GoalValue, Payment, Standing
from optimizer.scenario.schema import Scenario
from optimizer.units import Code, Persons, Rupiah, read_month

PREMIUM = cases.PREMIUM
Case = dict[str, Any]


def scenario_of(case: Case) -> Scenario:
    """The case read as the YAML would be: every scalar from its text."""

    def text(value: Any) -> Any:
        if isinstance(value, dict):
            return {str(key): text(part) for key, part in value.items()}
        return [text(part) for part in value] if isinstance(value, (list, tuple)) else str(value)

    scenario: Scenario = Scenario.model_validate(text(case))
    return scenario


def pays(
    months: str,
    persons: int,
    *,
    fund: str = "murni-2026",
    region: str = "52.04",
    group: str = cases.GROUP,
    premium: int = PREMIUM,
) -> list[Payment]:
    """A row for each month of ``2026-01..2026-12``."""
    first, _, last = months.partition("..")
    month = read_month(first)
    rows = []
    while month <= read_month(last or first):
        rupiah = Rupiah(persons * premium)
        rows.append(Payment(Code(region), group, fund, month, Persons(persons), rupiah))
        month = month.plus(1)
    return rows


def small(**more: Any) -> Case:
    """100 eligible in Sumbawa, 40 in Mataram, of whom 10 are paid for, for a year; money for everybody."""
    given_rules = {"rules": more.pop("rules", {})}
    fund = {"murni-2026": cases.fund("52", 2026, 2000 * PREMIUM) | more.pop("fund", {})}
    return cases.case(
        "2026-01..2026-12",
        regions={
            "52.04": cases.region("Sumbawa", eligible=100) | more.pop("region", {}),
            "52.71": cases.region("Mataram", eligible=40, paid=10),
        },
        funds=fund | more.pop("funds", {}),
        stay=more.pop("stay", 12),
        goals=more.pop("goals", ["coverage"]),
        **given_rules,
        **more,
    )


YEAR = "2026-01..2026-12"
MATARAM = pays(YEAR, 10, region="52.71")
"""The ten of Mataram stay."""

GOOD = [*pays(YEAR, 50), *MATARAM]
"""50 from January on, and the ten."""


def draft(payments: list[Payment], *goals: GoalValue, standing: Standing = "optimal") -> Draft:
    """What a solver might have proposed."""
    return Draft(tuple(payments), goals, standing, {})


def oracle_rows(payments: list[Payment]) -> list[dict[str, Any]]:
    return [
        {
            "region": str(row.region),
            "group": row.group,
            "fund": row.fund,
            "month": str(row.month),
            "persons": int(row.persons),
            "rupiah": int(row.rupiah),
        }
        for row in payments
    ]


@st.composite
def payments_for(draw: st.DrawFn, make: Callable[..., st.SearchStrategy[Case]]) -> tuple[Case, list[Payment]]:
    """Some months of a case paid for at random, now and then by a fund that may not, or at a wrong price."""
    case = draw(make())
    facts = oracle_case.read(case)
    rng = random.Random(draw(st.integers(0, 2**32)))
    rows: list[Payment] = []
    for fund in facts.funds:
        for region in fund.regions:
            for group in fund.groups:
                most = facts.eligible[region, group]
                persons = rng.choice([0, 0, most // 3, most, rng.randint(0, most + 1)])
                start = rng.choice([0, 0, rng.randrange(facts.length)])
                for at in fund.months:
                    if rng.random() < 0.02:
                        persons = rng.randint(0, most + 1)
                    if persons and at >= start:
                        month = oracle_case.written(facts.first + at)
                        price = fund.premium[group, at] + (rng.random() < 0.005)
                        rows += pays(month, persons, fund=fund.id, region=region, group=group, premium=price)
    return case, rows
