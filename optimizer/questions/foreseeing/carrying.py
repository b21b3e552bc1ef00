"""How many people who are enrolled now a future could not carry on, and what money that takes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimizer.answers.futures import Uncarried
from optimizer.model.program import FREE, Program
from optimizer.problem import Ints, Problem, build
from optimizer.questions.desk import Desk
from optimizer.scenario.schema import Fund, Premium, Scenario
from optimizer.solve.highs import Loaded, NothingFitsError
from optimizer.solve.staged_whole import Now
from optimizer.units import Code, Month, Months, PersonMonths, Persons, Rupiah

FREELY = "-"
"""Name of a payer that is not there; no key of a file looks like it."""

MUCH = 10**14
"""Rupiah enough for everybody."""


def uncarried(desk: Desk, scenario: Scenario, now: Now, until: Month) -> Uncarried | None:
    """The fewest people, and then the least money, for whom a payer is missing after the decided months.

    A payer without limit is put beside the funds, and asked for as little as can be: first for fewest people
    at one time in each region and group, then for least rupiah. None: even then the rules cannot hold.
    """
    problem = build(_with_payer(scenario, until))
    cells = problem.cells
    freely = np.flatnonzero(cells.fund == problem.funds.index(FREELY))
    fixed = _fixed(problem, now)
    program = desk.workshop.program(replace(problem, decided=fixed)).without_lists()
    try:
        paid = _least(desk, program, freely)
    except NothingFitsError:
        return None
    premium = cells.premium[freely]
    used = {int(one) for one in premium[paid > 0]}
    most = np.zeros(problem.slots, dtype=np.int64)
    np.maximum.at(most, cells.slot[freely], paid)
    return Uncarried(
        persons=Persons(int(most.sum())),
        months=scenario.horizon.last - until,
        person_months=PersonMonths(int(paid.sum())),
        premium=Rupiah(used.pop()) if len(used) == 1 else None,
        rupiah=Rupiah(int((paid * premium).sum())),
    )


def _with_payer(scenario: Scenario, until: Month) -> Scenario:
    """With a payer that may pay for everybody after the decided months."""
    horizon = scenario.horizon
    ceiling = next(iter(scenario.funds.values())).ceiling.model_copy(
        update={"value": Rupiah(MUCH), "assume": None}
    )
    payer = Fund.model_construct(
        name=None,
        owner=Code("ID"),
        budget="other",
        year=horizon.last.year,
        ceiling=ceiling,
        pays=Months(until.plus(1), horizon.last),
        groups=None,
        regions=None,
        set_aside=None,
        spend_at_least=None,
        published=None,
        opd=None,
        note=None,
    )
    cheapest = min(scenario.premium, key=lambda entry: entry.number)
    for_all = cheapest.model_copy(update={"months": None, "funds": None, "groups": None})
    premium: tuple[Premium, ...] = (for_all, *scenario.premium)
    return scenario.model_copy(update={"funds": {**scenario.funds, FREELY: payer}, "premium": premium})


def _fixed(problem: Problem, now: Now) -> Ints:
    return now.fixed(problem)


def _least(desk: Desk, program: Program, freely: Ints) -> Ints:
    """``(f,)`` whole persons for whom the payer that is not there pays in each of its cells."""
    problem, v = program.problem, program.decisions
    whole = np.concatenate([v.paid[freely], v.covered.ravel()]).astype(np.int32)
    asked = Loaded(program.arrays, desk.limits, whole=whole)
    slots = np.unique(problem.cells.slot[freely])
    peak = {int(slot): asked.add_column(0, FREE) for slot in slots}
    for cell in freely.tolist():
        row = np.zeros(asked.columns)
        row[v.paid[cell]], row[peak[int(problem.cells.slot[cell])]] = -1, 1
        asked.add_row(row, 0, FREE)
    people = np.zeros(asked.columns)
    people[list(peak.values())] = 1
    fewest = asked.minimise_whole(people, 0.999).objective
    asked.add_row(people, -FREE, round(fewest) + 1e-5)
    money = np.zeros(asked.columns)
    unit = int(np.gcd.reduce(problem.cells.premium[freely]))
    money[v.paid[freely]] = problem.cells.premium[freely] // unit
    found = asked.minimise_whole(money, 0.999).values
    return np.rint(found[v.paid[freely]]).astype(np.int64)
