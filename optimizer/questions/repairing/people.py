"""Levers on people: floors, ceilings on persons, registration, the stay, the eligible."""

from __future__ import annotations

from collections.abc import Iterator, Set
from fractions import Fraction
from math import ceil
from typing import Any

from optimizer.probes.levers import Eligible, Rows, Stay
from optimizer.problem import PeopleRow, Problem
from optimizer.questions.changes import with_rules
from optimizer.questions.repairing.levers import Lever, Stated
from optimizer.scenario.measured import others_in
from optimizer.scenario.schema import PeopleRule, Scenario
from optimizer.units import Code, Persons, Share

STEP = Fraction(1, 10_000)
"""A share gives way by hundredths of a percent."""


def levers_on_people(said: Stated) -> Iterator[Lever]:
    """Every rule on people that may be changed."""
    for kind in ("floor", "ceiling"):
        for number in range(len(getattr(said.scenario.rules, f"{kind}s"))):
            yield from _people(said, kind, number)
    yield from _capacity(said)
    if said.scenario.rules.stay > 1:
        yield _stay(said.scenario.rules.stay)
    for slot in range(said.problem.slots):
        yield from _eligible(said, slot)


def _people(said: Stated, kind: str, number: int) -> Iterator[Lever]:
    rule: PeopleRule = getattr(said.scenario.rules, f"{kind}s")[number]
    rows = said.rows.get((f"people_{kind}", number + 1), ())
    if not rows or rule.class_ == "law":
        return
    is_wish = number >= len(getattr(said.base.rules, f"{kind}s"))
    places = {row.of: row for row in said.problem.people if (row.rule, row.number) == (kind, number)}
    counted = [places[str(dict(said.program.claims[row].facts)["of"])] for row in rows]
    measure = "persons" if rule.share is None else "share"
    sign = -1 if kind == "floor" else 1

    def after(steps: int) -> Persons | Share:
        if rule.share is None:
            return Persons(max(0, int(rule.persons or 0) + sign * steps))
        return Share(min(max(rule.share + sign * steps * STEP, Fraction(0)), Fraction(1)))

    def change(scenario: Scenario, value: Any) -> Scenario:
        rules = list(getattr(scenario.rules, f"{kind}s"))
        rules[number] = rules[number].model_copy(update={measure: value})
        return with_rules(scenario, **{f"{kind}s": tuple(rules)})

    yield Lever(
        name=f"wish_{kind}" if is_wish else f"people_{kind}",
        rule_class="wish" if is_wish else rule.class_,
        rules=frozenset({(f"people_{kind}", number + 1)}),
        facts={"number": number + 1, "of": ",".join(dict.fromkeys(row.of for row in counted))},
        loose=_rows(said.problem, rule, tuple(rows), counted, sign),
        before=after(0),
        after=after,
        changed=change,
        keys=() if is_wish else ("rules", f"{kind}s", str(number), measure),
    )


def _rows(
    problem: Problem, rule: PeopleRule, rows: tuple[int, ...], counted: list[PeopleRow], sign: int
) -> Rows:
    """How far a floor or ceiling can give way, and what a step gives each of its rows.

    A row states whole people, rounded to the strict side of its share: all steps together give that way too.
    """
    people = [int(problem.eligible[list(row.slots)].sum()) for row in counted]
    if rule.share is None:
        now = int(rule.persons or 0)
        slots = [slot for row in counted for slot in row.slots]
        workers = _workers(problem, set(problem.region_of[slots].tolist()))
        return Rows(rows, (1.0,) * len(rows), now if sign < 0 else max(workers - now, 0))
    room = rule.share if sign < 0 else 1 - rule.share
    most = ceil(room / STEP)
    by = []
    for row, count in zip(counted, people, strict=True):
        given = row.persons if sign < 0 else count - row.persons
        by.append(float(max(STEP * count, Fraction(given, max(most, 1)))))
    return Rows(rows, tuple(by), most)


def _capacity(said: Stated) -> Iterator[Lever]:
    """A region's own limit, and the rule's in all regions without one."""
    everywhere: list[Code] = []
    for code in said.problem.codes:
        if not said.rows.get(("capacity", code)):
            continue
        if said.scenario.regions[code].enrol_per_month is None:
            everywhere.append(code)
        else:
            yield _own_capacity(said, code)
    if everywhere:
        yield _capacity_everywhere(said, everywhere)


def _own_capacity(said: Stated, code: Code) -> Lever:
    figure = said.scenario.regions[code].enrol_per_month
    assert figure is not None, "asked of a region with its own limit only"

    def change(scenario: Scenario, value: Any) -> Scenario:
        new = figure.model_copy(update={"value": value, "assume": None})
        region = scenario.regions[code].model_copy(update={"enrol_per_month": new})
        return scenario.model_copy(update={"regions": {**scenario.regions, code: region}})

    return Lever(
        name="capacity",
        rule_class="policy",
        rules=frozenset({("capacity", code)}),
        facts={"region": code},
        loose=_registration(said, [code], int(figure.number)),
        before=Persons(figure.number),
        after=lambda steps: Persons(figure.number + steps),
        changed=change,
        keys=("regions", code, "enrol_per_month"),
    )


def _capacity_everywhere(said: Stated, codes: list[Code]) -> Lever:
    figure = said.scenario.rules.enrol_per_month
    assert figure is not None, "a row of capacity has its limit"

    def change(scenario: Scenario, value: Any) -> Scenario:
        new = figure.model_copy(update={"value": value, "assume": None})
        return with_rules(scenario, enrol_per_month=new)

    return Lever(
        name="capacity_everywhere",
        rule_class="policy",
        rules=frozenset(("capacity", code) for code in codes),
        facts={},
        loose=_registration(said, codes, int(figure.number)),
        before=Persons(figure.number),
        after=lambda steps: Persons(figure.number + steps),
        changed=change,
        keys=("rules", "enrol_per_month"),
    )


def _registration(said: Stated, codes: list[Code], limit: int) -> Rows:
    rows = tuple(row for code in codes for row in said.rows["capacity", code])
    places = [said.problem.codes.index(code) for code in codes]
    workers = max(_workers(said.problem, {place}) for place in places)
    return Rows(rows, (1.0,) * len(rows), max(workers - limit, 0))


def _workers(problem: Problem, regions: Set[int]) -> int:
    """More persons than that are never paid for in some regions, whoever is found eligible."""
    return sum(int(problem.scenario.regions[problem.codes[region]].workers.number) for region in regions)


def _stay(stay: int) -> Lever:
    return Lever(
        name="stay",
        rule_class="regulation",
        rules=frozenset({("stay",)}),
        facts={},
        loose=Stay(stay - 1),
        before=stay,
        after=lambda steps: stay - steps,
        changed=lambda scenario, value: with_rules(scenario, stay=value),
        keys=("rules", "stay"),
    )


def _eligible(said: Stated, slot: int) -> Iterator[Lever]:
    """More eligible people, as far as workers are left who are not active: the checks refuse more."""
    problem = said.problem
    code, group = problem.codes[slot // len(problem.groups)], problem.groups[slot % len(problem.groups)]
    room, now = _room(said.scenario, code), int(problem.eligible[slot])
    if not now or room <= 0:
        return
    figure = said.scenario.regions[code].eligible[group]

    def change(scenario: Scenario, value: Any) -> Scenario:
        new = figure.model_copy(update={"value": value, "assume": None})
        region = scenario.regions[code]
        people = region.model_copy(update={"eligible": {**region.eligible, group: new}})
        return scenario.model_copy(update={"regions": {**scenario.regions, code: people}})

    yield Lever(
        name="eligible",
        rule_class="data",
        rules=frozenset({("eligible", code, group)}),
        facts={"region": code, "group": group},
        loose=Eligible(slot, room),
        before=Persons(now),
        after=lambda steps: Persons(now + steps),
        changed=change,
        keys=("regions", code, "eligible", group),
    )


def _room(scenario: Scenario, code: Code) -> int:
    """Persons more that may be eligible: workers who are not active, whatever is expected of others."""
    region = scenario.regions[code]
    eligible = sum(int(figure.number) for figure in region.eligible.values())
    paid = sum(int(figure.number) for figure in region.subsidised.values())
    room = int(region.workers.number) - int(region.active.number) - (eligible - paid)
    if region.outlook:
        most = max(others_in(scenario, code, month) for month in scenario.horizon)
        room = min(room, int(region.workers.number) - most - eligible)
    return room
