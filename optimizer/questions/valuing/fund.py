"""The worth of one fund: the first person more, the first person lost, and a sum that is asked about."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import ceil

from optimizer.answers.worth import Cut, FundWorth, More
from optimizer.model.goals import objective
from optimizer.probes.trace import SCANNED, Gain, Trace, first_gain, first_loss, gain_below
from optimizer.questions.desk import Desk
from optimizer.questions.valuing.plans import Plans, Turn
from optimizer.questions.valuing.traced import Traced
from optimizer.scenario.paths import SETTLED
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
    asked = trace.ceiling.step_of(trace.ceiling.now + add)
    there = trace.persons(asked)
    gain = first_gain(trace, persons)
    if gain.step is None and there is not None and there > persons:
        gain = gain_below(trace, persons, asked)
    return _answer(
        desk,
        name,
        more=_more(trace, gain, persons),
        stops=_stops(desk, traced, name) if gain.step is None and gain.proven else (),
        cut=_cut(trace, persons),
        gain=None if there is None else there - persons,
        add=add,
        better=_changed(trace, asked, trace.now) if there is not None and there < persons else (),
        proven=gain.proven and traced.proven,
        planned=traced.proven,
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
    planned: bool,
) -> FundWorth:
    fund = desk.scenario.funds[name]
    allocated = next(int(row.allocated) for row in desk.base.funds if row.id == name)
    left = fund.ceiling.number - cut.free
    return FundWorth(
        id=name,
        name=fund.name or name,
        owner=fund.owner,
        year=int(fund.year),
        bound=fund.status in SETTLED,
        ceiling=Rupiah(fund.ceiling.number),
        more=more,
        stops=stops,
        cut=replace(cut, used=Rupiah(max(0, allocated - left))),
        gain=gain,
        per_100_million=None if gain is None else Fraction(gain * 100_000_000, int(add)),
        better=better,
        proven=proven,
        planned=planned,
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
        proven=trace.ceiling.monotone or trace.now - safe <= SCANNED,
        impossible=step is not None and there is None,
        most=Rupiah(trace.ceiling.now - trace.ceiling.least(trace.low)) if trace.low else None,
        rupiah=None,
        persons=None,
        price=None,
        used=Rupiah(0),
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
    """By a few whole plans compared with each other, where no goal decides how many are covered."""
    plans = Plans(desk, name)
    persons = int(desk.base.totals.persons_end)
    step, lost = plans.first_gain(persons, add), plans.first_loss(persons)
    now = plans.ceiling.now
    there = plans.persons(plans.ceiling.step_of(now + add))
    more = None
    if step is not None:
        gained = plans.persons(step)
        assert gained is not None, "a step with more persons obeys the rules"
        more = More(Rupiah(plans.ceiling.least(step) - now), Persons(gained - persons))
    return _answer(
        desk,
        name,
        more=more,
        stops=(),
        cut=_cut_by_plans(plans, lost, persons),
        gain=None if there is None else there - persons,
        add=add,
        better=(),
        proven=False,
        planned=True,
    )


def _cut_by_plans(plans: Plans, lost: Turn | None, persons: int) -> Cut:
    now, safe = plans.ceiling.now, 0 if lost is None else lost.step + 1
    cut = Cut(
        free=Rupiah(now if lost is None else now - plans.ceiling.least(safe)),
        whole=lost is None,
        proven=lost is not None and lost.sharp and safe == plans.now,
        impossible=False,
        most=None,
        rupiah=None,
        persons=None,
        price=None,
        used=Rupiah(0),
        gains=Persons((plans.persons(safe) or persons) - persons),
        worsens=(),
    )
    if lost is None or not lost.sharp:
        return cut
    below = plans.persons(lost.step)
    if below is None:
        return replace(cut, impossible=True, most=cut.free)
    return _solved(cut, now - plans.ceiling.least(lost.step), persons - below, falls=False)
