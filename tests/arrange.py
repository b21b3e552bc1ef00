"""From a case, the plain dict of tests, to what the package makes of it."""

from __future__ import annotations

from typing import Any

import yaml
from strategies import as_yaml

from optimizer.plan.shapes import Draft, Payment
from optimizer.scenario.schema import Scenario
from optimizer.solve.answer import draft

Case = dict[str, Any]


def scenario(case: Case) -> Scenario:
    """The scenario of a case, as if its file had been read; it has no layers, places or checks."""
    return Scenario.model_validate(yaml.load(as_yaml(case), Loader=yaml.BaseLoader))


def solved(case: Case, **more: Any) -> Draft:
    """What the package proposes for a case."""
    return draft(scenario(case), **more)


def rows(payments: tuple[Payment, ...]) -> list[dict[str, Any]]:
    """Payments as the oracle reads them: the rows of ``payments.csv``."""
    return [
        {
            "region": str(paid.region),
            "group": paid.group,
            "fund": paid.fund,
            "month": str(paid.month),
            "persons": int(paid.persons),
            "rupiah": int(paid.rupiah),
        }
        for paid in payments
    ]


def persons(found: Draft, **where: str) -> dict[str, int]:
    """Persons covered in each month, of the payments that carry these names."""
    months: dict[str, int] = {}
    for row in rows(found.payments):
        if all(row[name] == value for name, value in where.items()):
            months[row["month"]] = months.get(row["month"], 0) + int(row["persons"])
    return months
