"""The smallest changes that make a fund use a part of what it keeps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from optimizer.answers.why import Extra, Mend
from optimizer.plan.shapes import Plan, Reason
from optimizer.questions.changes import with_rules
from optimizer.questions.desk import Desk
from optimizer.questions.explaining.carry import Purse, purses
from optimizer.questions.explaining.steps import Growing, Tried, least
from optimizer.scenario.ceilings import rupiah_of, spendable
from optimizer.scenario.schema import PeopleRule, Scenario
from optimizer.units import Persons, Ratio, Rupiah, Share

HUNDREDTH = 100
"""A ratio is loosened in steps of 0.01."""

BASIS_POINTS = 10_000
"""A share is loosened in steps of 0.01 %."""


@dataclass(frozen=True)
class _Way:
    """One kind of change, and how its figure reads after so many steps."""

    kind: Any
    growing: Growing
    before: int | Fraction
    step: int | Fraction
    number: int | None = None
    purses: tuple[Purse, ...] = ()
    """Money: who gets it, each so much a step."""


def mends(desk: Desk, name: str, reason: Reason) -> tuple[tuple[Mend, ...], tuple[str, ...]]:
    """The smallest change of each kind that uses what a fund keeps for one reason.

    Beside them the kinds of which no figure is enough by itself.
    """
    base = next(int(row.allocated) for row in desk.base.funds if row.id == name)
    wanted = int(reason.facts["rupiah"])
    found: list[Mend] = []
    lost: dict[str, None] = {}
    for way in _ways(desk, name, reason):

        def tried(steps: int, way: _Way = way) -> Tried:
            plan = desk.tried(way.growing.at(steps))
            return Tried(steps, -1 if plan is None else _paid(plan, name) - base, plan)

        enough = least(way.growing, wanted, tried)
        if enough is None or enough.plan is None:
            lost[way.kind] = None
        else:
            found.append(_mend(desk, way, enough, enough.plan))
    kinds = {mend.kind for mend in found}
    return tuple(found), tuple(kind for kind in lost if kind not in kinds)


def _paid(plan: Plan, name: str) -> int:
    return next(int(row.allocated) for row in plan.funds if row.id == name)


def _mend(desk: Desk, way: _Way, enough: Tried, plan: Plan) -> Mend:
    extra = tuple(_extra(desk.scenario, purse, enough.steps) for purse in way.purses)
    after = sum(int(one.rupiah) for one in extra) if extra else way.before + enough.steps * way.step
    return Mend(
        kind=way.kind,
        number=way.number,
        before=way.before,
        after=Rupiah(int(after)) if extra else after,
        extra=extra,
        **_product(way, int(after)),
        used=Rupiah(enough.used),
        covered=int(plan.totals.persons_end) - int(desk.base.totals.persons_end),
    )


def _extra(scenario: Scenario, purse: Purse, steps: int) -> Extra:
    known = scenario.funds.get(purse.fund)
    before = int(known.ceiling.number) if known is not None else 0
    more = purse.ceiling(scenario, steps) - before
    name = (known.name or purse.fund) if known is not None else None
    key = purse.fund if known is not None else None
    return Extra(key, name, purse.owner, purse.year, Rupiah(before), Rupiah(more))


def _product(way: _Way, rupiah: int) -> dict[str, Any]:
    """Persons, months and premium, where their product is the sum."""
    months = sum(len(purse.premiums) for purse in way.purses)
    premiums = {premium for purse in way.purses for premium in purse.premiums}
    if len(premiums) == 1 and rupiah % (months * max(premiums)) == 0:
        (premium,) = premiums
        persons = rupiah // (months * premium)
        return {"persons": Persons(persons), "months": months, "premium": Rupiah(premium)}
    return {"persons": None, "months": None, "premium": None}


def _ways(desk: Desk, name: str, reason: Reason) -> Iterator[_Way]:
    """The changes that could use what a fund keeps for a reason."""
    scenario = desk.scenario
    code = reason.code.removeprefix("unspent.")
    if code == "carry":
        yield from _money(desk, name, reason)
    if code in ("carry", "too_late", "stay_too_long") and scenario.rules.stay > 1:
        yield _stay(scenario)
    if code == "capacity":
        yield from _capacity(desk, name, reason)
    if code == "per_region_max":
        yield _per_region_max(desk, name, reason)
    if code == "matching":
        yield from _matching(desk, name)
    if code == "people_ceiling":
        yield from _ceilings(desk, name)


def _money(desk: Desk, name: str, reason: Reason) -> Iterator[_Way]:
    """More money for whoever carries the people on."""
    found = purses(desk, name, reason)
    if not found:
        return
    scenario, each = desk.scenario, sum(sum(purse.premiums) for purse in found)
    step = sum(purse.step for purse in found)

    def at(steps: int) -> Scenario:
        changed = scenario
        for purse in found:
            changed = purse.given(changed, steps)
        return changed

    def missing(plan: Plan) -> int:
        persons = _carried(plan, name, reason.code)
        return -(-persons * each // step)

    def spare(plan: Plan) -> int:
        if len(found) > 1:
            return 0
        return (
            next(int(row.left) - int(row.set_aside) for row in plan.funds if row.id == found[0].fund) // step
        )

    first = -(-int(reason.facts.get("persons", 1)) * each // step)
    growing = Growing(at, None, first, missing, spare)
    yield _Way("money", growing, 0, step, purses=found)


def _carried(plan: Plan, name: str, code: str) -> int:
    """Persons whom nobody can carry on in a plan."""
    row = next(row for row in plan.funds if row.id == name)
    facts = next((reason.facts for reason in row.reasons if reason.code == code), {})
    return int(facts.get("persons", 0))


def _stay(scenario: Scenario) -> _Way:
    """A shorter stay."""
    stay = scenario.rules.stay

    def at(steps: int) -> Scenario:
        return with_rules(scenario, stay=stay - steps)

    return _Way("stay", Growing(at, stay - 1, stay // 2), stay, -1)


def _capacity(desk: Desk, name: str, reason: Reason) -> Iterator[_Way]:
    """More people a month enrolled in each region that the fund reaches."""
    scenario, problem = desk.scenario, desk.problem
    cells = problem.cells
    slots = set(cells.slot[cells.fund == problem.funds.index(name)].tolist())
    reached = sorted({slot // len(problem.groups) for slot in slots})
    limited = [one for one in reached if int(problem.enrol_limit[one]) < int(problem.eligible_in[one])]
    if not limited:
        return
    before = min(int(problem.enrol_limit[one]) for one in limited)
    most = max(int(problem.eligible_in[one]) for one in limited) - before

    def at(steps: int) -> Scenario:
        regions = dict(scenario.regions)
        for one in limited:
            code = problem.codes[one]
            figure = regions[code].enrol_per_month or scenario.rules.enrol_per_month
            assert figure is not None, "a limit is a figure"
            looser = max(int(figure.number), before + steps)
            changed = figure.model_copy(update={"value": Persons(looser), "assume": None})
            regions[code] = regions[code].model_copy(update={"enrol_per_month": changed})
        return scenario.model_copy(update={"regions": regions})

    paid = max(1, _paid(desk.base, name))
    yield _Way("capacity", Growing(at, most, -(-before * int(reason.facts["rupiah"]) // paid)), before, 1)


def _per_region_max(desk: Desk, name: str, reason: Reason) -> _Way:
    """More of the fund in one region."""
    scenario, fund = desk.scenario, desk.scenario.funds[name]
    unit = int(desk.problem.unit[desk.problem.funds.index(name)])
    assert fund.per_region.max is not None, "the reason is that there is a most"
    before = rupiah_of(fund.per_region.max, int(fund.ceiling.number))
    most = -(-max(0, int(spendable(fund)) - before) // unit)
    rows = sum(1 for row in desk.problem.money if row.rule == "per_region_max")

    def at(steps: int) -> Scenario:
        limits = fund.per_region.model_copy(update={"max": Rupiah(before // unit * unit + steps * unit)})
        changed = fund.model_copy(update={"per_region": limits})
        return scenario.model_copy(update={"funds": {**scenario.funds, name: changed}})

    first = -(-int(reason.facts["rupiah"]) // (unit * max(1, rows)))
    return _Way("per_region_max", Growing(at, most, first), before // unit * unit, unit)


def _matching(desk: Desk, name: str) -> Iterator[_Way]:
    """More of the fund for each rupiah of own money."""
    scenario, problem = desk.scenario, desk.problem
    rules = scenario.rules.matching
    before = min(Fraction(rule.ratio) for rule in rules if rule.fund == name)
    own = {fund for row in problem.matching if problem.funds[row.fund] == name for fund in row.own}
    sums = [int(spendable(scenario.funds[problem.funds[fund]])) for fund in own]
    if not any(sums):
        return
    smallest = min(amount for amount in sums if amount)
    most = max(1, ceil((Fraction(int(spendable(scenario.funds[name])), smallest) - before) * HUNDREDTH))

    def at(steps: int) -> Scenario:
        ratio = Ratio(before + Fraction(steps, HUNDREDTH))
        looser = tuple(
            rule.model_copy(update={"ratio": max(rule.ratio, ratio)}) if rule.fund == name else rule
            for rule in rules
        )
        return with_rules(scenario, matching=looser)

    growing = Growing(at, most, max(1, int(before * HUNDREDTH)))
    yield _Way("matching", growing, before, Fraction(1, HUNDREDTH))


def _ceilings(desk: Desk, name: str) -> Iterator[_Way]:
    """One ceiling on persons higher, each by itself."""
    problem, cells = desk.problem, desk.problem.cells
    slots = set(cells.slot[cells.fund == problem.funds.index(name)].tolist())
    for place, rule in enumerate(desk.scenario.rules.ceilings):
        rows = [row for row in problem.people if (row.rule, row.number) == ("ceiling", place)]
        if any(slots & set(row.slots) for row in rows):
            most = max(int(problem.eligible[list(row.slots)].sum()) for row in rows)
            yield _ceiling(desk.scenario, place, rule, most)


def _ceiling(scenario: Scenario, place: int, rule: PeopleRule, eligible: int) -> _Way:
    step = Fraction(1) if rule.share is None else Fraction(1, BASIS_POINTS)
    before = Fraction(int(rule.persons or 0)) if rule.share is None else Fraction(rule.share)
    end = Fraction(eligible) if rule.share is None else Fraction(1)
    most = -int((before - end) // step)

    def at(steps: int) -> Scenario:
        figure = min(end, before + steps * step)
        changed = {"persons": Persons(int(figure))} if rule.share is None else {"share": Share(figure)}
        listed = list(scenario.rules.ceilings)
        listed[place] = rule.model_copy(update=changed)
        return with_rules(scenario, ceilings=tuple(listed))

    growing = Growing(at, most, max(1, most // 4))
    if rule.share is None:
        return _Way("ceiling", growing, Persons(int(before)), 1, place + 1)
    return _Way("ceiling", growing, Share(before), step, place + 1)
