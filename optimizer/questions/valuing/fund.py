"""The worth of one fund: the first person more, the first person lost, and a sum that is asked about."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import ceil

from optimizer.answers.worth import Cut, FundWorth, More
from optimizer.model.goals import objective
from optimizer.probes.trace import Gain, Trace, first_gain, first_loss
from optimizer.questions.changes import with_ceilings
from optimizer.questions.desk import Desk
from optimizer.questions.valuing.plans import Plans
from optimizer.questions.valuing.traced import Traced
from optimizer.solve.ordered import SNAP
from optimizer.units import Persons, Rupiah

MUST_SPEND = "must_spend"
"""A larger ceiling makes more money that must be spent than can be."""

NOBODY = "nobody"
"""In the months that are planned the fund may pay for nobody."""


def fund_worth(desk: Desk, name: str, traced: Traced, add: Rupiah) -> FundWorth:
    """By the goals that decide persons, each figure proven in whole persons."""
    trace = traced.trace
    persons = trace.persons(trace.now)
    assert persons is not None, "the plan as it is obeys the rules"
    gain = first_gain(trace, persons)
    asked = trace.ceiling.step_of(trace.ceiling.now + add)
    there = trace.persons(asked)
    return _answer(
        desk,
        name,
        more=_more(trace, gain, persons),
        stops=_stops(desk, traced, name) if gain.step is None and gain.proven else (),
        cut=_cut(trace, persons),
        gain=None if there is None else there - persons,
        add=add,
        better=_changed(trace, asked, trace.now) if there is not None and there < persons else (),
        proven=gain.proven,
    )


def _answer(
    desk: Desk,
    name: str,
    *,
    more: More | None,
    stops: tuple[str, ...],
    cut: Cut,
    gain: int | None,
    add: Rupiah,
    better: tuple[str, ...],
    proven: bool,
) -> FundWorth:
    fund = desk.scenario.funds[name]
    return FundWorth(
        id=name,
        name=fund.name or name,
        owner=fund.owner,
        ceiling=Rupiah(fund.ceiling.number),
        more=more,
        stops=stops,
        cut=cut,
        gain=gain,
        per_100_million=None if gain is None else Fraction(gain * 100_000_000, int(add)),
        better=better,
        proven=proven,
    )


def _more(trace: Trace, gain: Gain, persons: int) -> More | None:
    if gain.step is None:
        return None
    there = trace.persons(gain.step)
    assert there is not None, "a step with more persons obeys the rules"
    added = trace.ceiling.least(gain.step) - trace.ceiling.now
    return More(Rupiah(added), Persons(there - persons))


def _stops(desk: Desk, traced: Traced, name: str) -> tuple[str, ...]:
    """What keeps more money from covering more: from what the plan lets it pay to twice what could matter."""
    trace = traced.trace
    if not traced.causes.slots:
        return (NOBODY,)
    if trace.contradicts_above:
        return (MUST_SPEND,)
    allocated = next(row.allocated for row in desk.base.funds if row.id == name)
    high = 2 * trace.ceiling.least(trace.end) + trace.ceiling.unit
    return traced.causes.ending(float(min(allocated, trace.ceiling.now)), float(high))


def _cut(trace: Trace, persons: int) -> Cut:
    lost = first_loss(trace, persons)
    safe = 0 if lost is None else lost + 1
    free = Rupiah(trace.ceiling.now if lost is None else trace.ceiling.now - trace.ceiling.least(safe))
    step = None if lost is None else _further(trace, safe)
    there = None if step is None else trace.persons(step)
    cut = Cut(
        free=free,
        whole=lost is None,
        impossible=step is not None and there is None,
        rupiah=None,
        persons=None,
        price=None,
        gains=Persons((trace.persons(safe) or persons) - persons),
        worsens=_changed(trace, trace.now, safe),
    )
    if step is None or there is None:
        return cut
    falls = trace.slope_down(safe) > 0
    return _solved(cut, trace.ceiling.now - trace.ceiling.least(step), persons - there, falls=falls)


def _solved(cut: Cut, rupiah: int, lost: int, *, falls: bool) -> Cut:
    """With a larger cut that was solved; its price only where the line of persons falls there."""
    price = Fraction(rupiah - cut.free, lost) if falls else None
    return replace(cut, rupiah=Rupiah(rupiah), persons=Persons(lost), price=price)


def _further(trace: Trace, safe: int) -> int:
    """Where by the linear program one person less is covered; the next step where that loses nobody."""
    slope, below = trace.slope_down(safe), safe - 1
    step = safe - ceil(1 / slope - SNAP) if slope > 0 else below
    here, there = trace.persons(safe), trace.persons(step) if step >= 0 else None
    return step if here is not None and there is not None and there < here else below


def _changed(trace: Trace, better: int, worse: int) -> tuple[str, ...]:
    """Goals before persons that are better at one step than at another."""
    good, bad = trace.whole(better), trace.whole(worse)
    assert good is not None, "it obeys the rules"
    assert bad is not None, "it obeys the rules"
    deciding = trace.deciding
    goals = zip(deciding.goals[:-1], good, bad, strict=False)
    names = [
        goal.name
        for goal, here, there in goals
        if (there - here) * objective(deciding.program, goal).scale > 0
    ]
    return tuple(dict.fromkeys(names))


def fund_worth_by_plans(desk: Desk, name: str, add: Rupiah) -> FundWorth:
    """By whole plans compared with each other, where no goal decides how many are covered."""
    plans = Plans(desk, name)
    persons = int(desk.base.totals.persons_end)
    step, lost = plans.first_gain(persons, add), plans.first_loss(persons)
    now = plans.ceiling.now
    there = desk.tried(with_ceilings(desk.scenario, {name: now + add}))
    more = None
    if step is not None:
        gained = plans.persons(step)
        assert gained is not None, "a step with more persons obeys the rules"
        more = More(Rupiah(plans.ceiling.least(step) - now), Persons(gained - persons))
    cut = _cut_by_plans(plans, lost, persons)
    gain = None if there is None else int(there.totals.persons_end) - persons
    return _answer(desk, name, more=more, stops=(), cut=cut, gain=gain, add=add, better=(), proven=False)


def _cut_by_plans(plans: Plans, lost: int | None, persons: int) -> Cut:
    now, safe = plans.ceiling.now, 0 if lost is None else lost + 1
    below = None if lost is None else plans.persons(lost)
    cut = Cut(
        free=Rupiah(now if lost is None else now - plans.ceiling.least(safe)),
        whole=lost is None,
        impossible=lost is not None and below is None,
        rupiah=None,
        persons=None,
        price=None,
        gains=Persons((plans.persons(safe) or persons) - persons),
        worsens=(),
    )
    if lost is None or below is None:
        return cut
    return _solved(cut, now - plans.ceiling.least(lost), persons - below, falls=False)
