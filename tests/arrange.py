"""From a case, the plain dict of tests, to what the package makes of it."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import yaml
from strategies import as_yaml

from optimizer.model.program import formulate
from optimizer.plan.shapes import Draft, Payment
from optimizer.problem import build
from optimizer.scenario.schema import Scenario
from optimizer.solve.answer import draft
from optimizer.solve.highs import Limits, Loaded, NothingFitsError
from optimizer.solve.ordered import settle

Case = dict[str, Any]


def scenario(case: Case) -> Scenario:
    """The scenario of a case, as if its file had been read; it has no layers, places or checks."""
    return scenario_of(as_yaml(case))


def scenario_of(text: str) -> Scenario:
    """The scenario of a written case."""
    return Scenario.model_validate(yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)))


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


def optima(case: Case) -> list[Any] | None:
    """The linear optimum of each goal in its turn, by the package; None where nothing fits."""
    program = formulate(build(scenario(case)))
    loaded = Loaded(program.arrays, Limits(), precise=True)
    try:
        reached = [settle(program, loaded, goal) for goal in program.problem.scenario.goals]
    except NothingFitsError:
        return None
    people = program.problem.eligible_in
    return [
        sorted(there / int(people[region]) for region, there in one.persons.items())
        if one.goal.name == "fairness"
        else float(one.value)
        for one in reached
    ]


def changed(case: Case, **more: Any) -> Case:
    """A copy of a case with some keys replaced."""
    return copy.deepcopy(case) | more


def plain(found: Draft) -> dict[str, Any]:
    """A draft as JSON would have it, to be compared between processes."""
    return {
        "payments": rows(found.payments),
        "goals": [[goal.goal, str(goal.value), _shares(goal.levels)] for goal in found.goals],
        "bounds": [float(goal.bound) for goal in found.goals],
        "standing": found.standing,
        "unspent": {
            fund: [[reason.code, _texts(reason.facts)] for reason in reasons]
            for fund, reasons in found.unspent.items()
        },
    }


def _shares(levels: tuple[tuple[str, Fraction], ...]) -> list[list[str]]:
    return [[str(code), str(share)] for code, share in levels]


def _texts(facts: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in facts.items()}
