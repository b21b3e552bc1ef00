"""``why --region``: what a region got, what it needed, and which rule alone would change that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from optimizer.answers.headline import RegionChange, changes
from optimizer.answers.why import Binding, Full, Needed, Paid, Ranked, WhyRegion
from optimizer.model.rules import Claim
from optimizer.plan.shapes import Plan, RegionRow
from optimizer.probes.binding import Priced, priced
from optimizer.questions.changes import with_ceilings, with_fund, with_rules
from optimizer.questions.desk import Desk
from optimizer.questions.places import code_of
from optimizer.scenario.ceilings import rupiah_of, spendable
from optimizer.scenario.measured import others_in
from optimizer.scenario.schema import PeopleRule, Region, Scenario, Target
from optimizer.units import Code, PersonMonths, Persons, Rupiah, Share

MORE = Rupiah(100_000_000)
"""What a fund is given more where no other sum is asked about."""


@dataclass(frozen=True, slots=True)
class Lifted:
    """A scenario with one rule lifted, or one fund richer; ``number`` counts from 1."""

    scenario: Scenario
    rule: str
    fund: str | None = None
    of: str | None = None
    number: int | None = None
    amount: int | None = None
    ratio: Fraction | None = None


def asked(desk: Desk, given: str, *, add: Rupiah | None = None) -> WhyRegion:
    """Why a region gets what it gets; ``add`` is what a fund is given more, Rp100 million when left out.

    Raises:
        InvalidError: the scenario has no such region.
        ContradictionError: hard rules contradict each other.
        StoppedError: a limit came first.
    """
    code, plan, more = code_of(desk.scenario, given), desk.base, add or MORE
    row = next(row for row in plan.regions if row.code == code)
    ranking = _ranking(desk.scenario, plan)
    tried = list(_held_back(desk, code, row, more))
    found = [_binding(plan, desk.tried(one.scenario), one, code) for one in desk.each(tried)]
    rules = [one for one in found if one is not None]
    rules.sort(key=lambda one: (-one.region_persons, -one.region_months, -one.persons))
    return WhyRegion(
        status=desk.status,
        code=code,
        name=row.name,
        eligible=row.eligible,
        subsidised_before=row.subsidised_before,
        persons=row.persons_end,
        person_months=row.person_months,
        rupiah=row.rupiah,
        dropped=row.dropped,
        place=next((one.place for one in ranking if one.code == code), 0),
        regions=len(ranking),
        ranking=ranking,
        full=tuple(_full(desk.scenario, plan, code)),
        funds=tuple(_paid(desk.scenario, plan, code)),
        targets=tuple(_needed(desk.scenario, plan, code)),
        more=more,
        rules=tuple(rules),
    )


def _ranking(scenario: Scenario, plan: Plan) -> tuple[Ranked, ...]:
    """Regions with somebody eligible, the largest part covered first."""

    def part(row: RegionRow) -> Fraction:
        return Fraction(int(row.persons_end), int(row.eligible))

    rows = sorted((row for row in plan.regions if row.eligible), key=lambda row: (-part(row), row.code))
    places = {part(row): place for place, row in enumerate(rows, start=1)}
    own, others = Counter[str](), Counter[str]()
    for fund in scenario.funds.values():
        if fund.owner in scenario.regions and scenario.paying_months(fund) is not None:
            own[fund.owner] += spendable(fund)
    for paid in plan.payments:
        others[paid.region] += paid.rupiah if scenario.funds[paid.fund].owner != paid.region else 0
    return tuple(
        Ranked(
            places[part(row)],
            row.code,
            row.name,
            row.eligible,
            row.persons_end,
            Rupiah(own[row.code]),
            Rupiah(others[row.code]),
        )
        for row in rows
    )


def _full(scenario: Scenario, plan: Plan, code: Code) -> Iterator[Full]:
    covered: Counter[str] = Counter()
    for paid in plan.payments:
        if paid.region == code and paid.month == scenario.horizon.last:
            covered[paid.group] += paid.persons
    for group in scenario.groups:
        figure = scenario.regions[code].eligible.get(group)
        if figure is not None and figure.number and covered[group] == figure.number:
            yield Full(group, Persons(figure.number))


def _paid(scenario: Scenario, plan: Plan, code: Code) -> Iterator[Paid]:
    persons: Counter[str] = Counter()
    months: Counter[str] = Counter()
    rupiah: Counter[str] = Counter()
    for paid in plan.payments:
        if paid.region == code:
            months[paid.fund] += paid.persons
            rupiah[paid.fund] += paid.rupiah
            persons[paid.fund] += paid.persons if paid.month == scenario.horizon.last else 0
    for row in plan.funds:
        if _may_pay(scenario, row.id, code):
            yield Paid(
                row.id,
                row.name,
                row.owner,
                Persons(persons[row.id]),
                PersonMonths(months[row.id]),
                Rupiah(rupiah[row.id]),
                row.allocated,
                spendable(scenario.funds[row.id]),
            )


def _may_pay(scenario: Scenario, name: str, code: Code) -> bool:
    """Whether a fund may pay for somebody eligible in the region, in a month that is planned."""
    fund, eligible = scenario.funds[name], scenario.regions[code].eligible
    paying = scenario.paying_months(fund) is not None
    return paying and any(
        figure.number and scenario.may_pay(fund, code, group) for group, figure in eligible.items()
    )


def _needed(scenario: Scenario, plan: Plan, code: Code) -> Iterator[Needed]:
    for name, target in scenario.targets.items():
        places = (Code(code),) if target.of == "each" else target.of
        if target.by not in scenario.horizon or not any(place.reaches(code) for place in places):
            continue
        base, covered = _measured(scenario, plan, code, target)
        need = ceil(target.share.number * base)
        yield Needed(
            id=name,
            of=",".join(places),
            by=target.by,
            group=target.group if target.measure == "group" else None,
            share=Fraction(target.share.number),
            base=Persons(base),
            need=Persons(need),
            covered=Persons(covered),
            shortfall=Persons(max(0, need - covered)),
            part=places != (code,),
        )


def _measured(scenario: Scenario, plan: Plan, code: Code, target: Target) -> tuple[int, int]:
    """The region's own base of a target, and how many of it are covered."""
    region = scenario.regions[code]
    here = [row for row in plan.payments if row.region == code and row.month == target.by]
    if target.measure == "ucj":
        covered = others_in(scenario, code, target.by) + sum(int(row.persons) for row in here)
        return int(region.workers.number), covered
    figure = region.eligible.get(str(target.group))
    covered = sum(int(row.persons) for row in here if row.group == target.group)
    return (int(figure.number) if figure is not None else 0), covered


def _held_back(desk: Desk, code: Code, row: RegionRow, more: Rupiah) -> Iterator[Lifted]:
    """The scenario with one thing changed, for each rule that may hold the region back."""
    if row.person_months == row.eligible * len(desk.problem.months):
        return
    program = desk.program(desk.problem)
    prices = priced(program, desk.limits, desk.workshop.trails(desk.problem).goals)
    yield from _richer(desk.scenario, code, prices, more)
    yield from _looser_funds(desk.scenario, code, prices)
    yield from _looser_rules(desk.scenario, code, prices)


def _binds(prices: Priced, rule: str, **facts: object) -> bool:
    """Whether a claim of this rule, with these facts, has a price."""

    def fits(claim: Claim) -> bool:
        known = dict(claim.facts)
        return claim.rule == rule and all(known.get(name) == value for name, value in facts.items())

    return any(map(fits, prices.claims))


def _richer(scenario: Scenario, code: Code, prices: Priced, more: Rupiah) -> Iterator[Lifted]:
    """So much more in a fund; limits that are a share of its ceiling move with it."""
    for name, fund in scenario.funds.items():
        limits = {
            "ceiling": Share(1),
            "per_region_max": fund.per_region.max,
            "per_region_min": fund.per_region.min,
            "spend_at_least": fund.spend_at_least,
        }
        moved = [rule for rule, amount in limits.items() if isinstance(amount, Share)]
        binds = any(_binds(prices, rule, fund=name) for rule in moved)
        if binds and _may_pay(scenario, name, code):
            changed = with_ceilings(scenario, {name: int(fund.ceiling.number) + more})
            yield Lifted(changed, "money", fund=name, amount=int(spendable(fund)))


def _looser_funds(scenario: Scenario, code: Code, prices: Priced) -> Iterator[Lifted]:
    """Without the most a fund may pay in a region, or the least that it must pay in some or in all."""
    for name, fund in scenario.funds.items():
        ceiling = int(fund.ceiling.number)
        for key in ("max", "min"):
            amount = getattr(fund.per_region, key)
            touches = key == "min" or _may_pay(scenario, name, code)
            if amount is not None and touches and _binds(prices, f"per_region_{key}", fund=name):
                limits = fund.per_region.model_copy(update={key: None})
                changed = with_fund(scenario, name, per_region=limits)
                yield Lifted(changed, f"per_region_{key}", fund=name, amount=rupiah_of(amount, ceiling))
        if fund.spend_at_least is not None and _binds(prices, "spend_at_least", fund=name):
            changed = with_fund(scenario, name, spend_at_least=None)
            amount = rupiah_of(fund.spend_at_least, ceiling)
            yield Lifted(changed, "spend_at_least", fund=name, amount=amount)


def _looser_rules(scenario: Scenario, code: Code, prices: Priced) -> Iterator[Lifted]:
    """Without a matching rule, a floor or ceiling on persons, the region's capacity, or the stay."""
    rules = scenario.rules
    for place, rule in enumerate(rules.matching):
        known = rule.fund in scenario.funds and _may_pay(scenario, rule.fund, code)
        if known and _binds(prices, "matching", fund=rule.fund):
            changed = with_rules(scenario, matching=_without(rules.matching, place))
            yield Lifted(changed, "matching", rule.fund, number=place + 1, ratio=Fraction(rule.ratio))
    for key in ("ceiling", "floor"):
        listed: tuple[PeopleRule, ...] = getattr(rules, f"{key}s")
        for place, one in enumerate(listed):
            if _binds(prices, f"people_{key}", number=place + 1):
                changed = with_rules(scenario, **{f"{key}s": _without(listed, place)})
                codes = one.region if one.region is not None else (one.each,)
                yield Lifted(changed, key, of=",".join(map(str, codes)), number=place + 1, amount=one.persons)
    limit = scenario.regions[code].enrol_per_month or rules.enrol_per_month
    if limit is not None and _binds(prices, "capacity", region=code):
        yield Lifted(_unlimited(scenario, code), "capacity", of=code, amount=int(limit.number))
    if prices.stay and rules.stay > 1:
        yield Lifted(with_rules(scenario, stay=1), "stay", amount=rules.stay)


def _without(listed: tuple[object, ...], place: int) -> tuple[object, ...]:
    return (*listed[:place], *listed[place + 1 :])


def _unlimited(scenario: Scenario, code: Code) -> Scenario:
    """The scenario in which one region can enrol everybody in one month."""
    region: Region = scenario.regions[code]
    figure = region.enrol_per_month or scenario.rules.enrol_per_month
    assert figure is not None, "a capacity that binds is a figure"
    everybody = Persons(sum(int(one.number) for one in region.eligible.values()))
    free = region.model_copy(
        update={"enrol_per_month": figure.model_copy(update={"value": everybody, "assume": None})}
    )
    return scenario.model_copy(update={"regions": {**scenario.regions, code: free}})


def _binding(before: Plan, after: Plan | None, lifted: Lifted, code: Code) -> Binding | None:
    """What the change brings; None where no plan obeys the rest, or where nothing changes."""
    if after is None:
        return None
    was, now = (next(row for row in plan.regions if row.code == code) for plan in (before, after))
    row = Binding(
        rule=lifted.rule,
        fund=lifted.fund,
        of=lifted.of,
        number=lifted.number,
        amount=lifted.amount,
        ratio=lifted.ratio,
        region_persons=int(now.persons_end) - int(was.persons_end),
        region_months=int(now.person_months) - int(was.person_months),
        persons=int(after.totals.persons_end) - int(before.totals.persons_end),
        person_months=int(after.totals.person_months) - int(before.totals.person_months),
        dropped=int(after.totals.dropped) - int(before.totals.dropped),
        regions=_gains(before, after) if lifted.rule == "money" else (),
    )
    changed = row.region_persons or row.region_months or row.persons or row.person_months or row.dropped
    return row if changed else None


def _gains(before: Plan, after: Plan) -> tuple[RegionChange, ...]:
    """The regions that change, who gains most persons first."""
    return tuple(sorted(changes(before, after), key=lambda row: (row.before - row.after, row.code)))
