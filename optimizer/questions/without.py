"""``without``: what is lost when one payer brings nothing, and how a sum is cut so that fewest are lost."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil

from optimizer.answers.headline import changes, headline, widest
from optimizer.answers.without import Absent, Cut, FundCut, RegionDrop, Unbound, Without
from optimizer.errors import ContradictionError, Finding, InvalidError
from optimizer.plan.shapes import Plan
from optimizer.probes.cuts import Cuts, cheapest, from_the_last, most
from optimizer.questions.changes import with_ceilings, without_payer
from optimizer.questions.desk import Desk
from optimizer.questions.places import code_of
from optimizer.scenario.ceilings import spendable
from optimizer.scenario.fields import read_amount
from optimizer.scenario.naming import naming
from optimizer.scenario.paths import SETTLED
from optimizer.scenario.schema import Fund, Scenario
from optimizer.units import Code, Persons, Rupiah, Share, UnreadableError

USUAL = (Share(5, 100), Share(10, 100), Share(20, 100))
"""Shares of all ceilings that go when nothing else is asked."""

MOST_PERCENT = 100
"""A bare number up to this is meant as a share: nobody cuts a hundred rupiah."""


def asked(
    desk: Desk, *, payer: str | None = None, cuts: Sequence[str] = (), every_fund: bool = False
) -> Without:
    """Every payer's absence and the usual cuts; one payer alone, or other sums, where they are named.

    ``cuts`` are sums as people write them (``7%``, ``Rp500 juta``); ``every_fund`` lets contracted and paid
    funds be cut too.

    Raises:
        InvalidError: the scenario has no such payer, or a sum cannot be read.
        ContradictionError: hard rules of the scenario as it is contradict each other.
        StoppedError: a limit came first.
    """
    scenario = desk.scenario
    owners = list(dict.fromkeys(fund.owner for fund in scenario.funds.values()))
    owners = owners if payer is None else [code_of(scenario, payer, payers=True)]
    sums = [_amount(text) for text in cuts] or ([] if payer else list(USUAL))
    may_cut = [name for name, fund in scenario.funds.items() if every_fund or fund.status not in SETTLED]
    base = desk.base
    work: list[Code | Share | Rupiah] = [*owners, *sums]
    payers, divided = [], []
    for one in desk.each(work):
        if isinstance(one, Code):
            payers.append(_absent(desk, one, apart=payer is not None))
        else:
            divided.append(_cut(desk, one, may_cut))
    return Without(
        status=desk.status,
        month=scenario.horizon.last,
        base=headline(base),
        target=widest(base),
        payers=tuple(sorted(payers, key=lambda row: (not row.clash, -row.lost, row.owner))),
        cuts=tuple(divided),
        kept=tuple(name for name in scenario.funds if name not in may_cut),
    )


def _amount(text: str) -> Share | Rupiah:
    bare = re.fullmatch(r"\s*(\d+(?:[.,]\d{1,2})?)\s*", text, flags=re.ASCII)
    if bare and Fraction(bare[1].replace(",", ".")) <= MOST_PERCENT:
        raise InvalidError([Finding("usage.cut_share", {"given": text, "meant": f"{bare[1]}%"})])
    try:
        amount = read_amount(text)
    except UnreadableError as error:
        raise InvalidError([Finding(error.code, error.facts, path="--cut")]) from None
    if amount <= 0:
        raise InvalidError([Finding("usage.cut_nothing", {"given": text})])
    return amount


def _absent(desk: Desk, owner: Code, *, apart: bool) -> Absent:
    """The plan without one payer beside the plan as it is; ``apart``: also without its unbound money."""
    scenario, base = desk.scenario, desk.base
    funds = [fund for fund in scenario.funds.values() if fund.owner == owner]
    bound = sum(spendable(fund) for fund in funds if fund.status in SETTLED)
    money = sum(map(spendable, funds))
    after, clash = base, tuple[Finding, ...]()
    # where nothing is paid already, nothing changes
    if any(row.allocated for row in base.funds if row.owner == owner):
        try:
            after = desk.plan(without_payer(scenario, owner))
        except ContradictionError as error:
            clash = error.findings
    drops = _drops(base, after)
    touched = {row.code for row in drops}
    rows = sorted(changes(base, after, touched), key=lambda row: (row.after - row.before, row.code))
    return Absent(
        owner=owner,
        money=Rupiah(money),
        bound=Rupiah(bound),
        lost=base.totals.persons_end - after.totals.persons_end,
        elsewhere=sum(row.before - row.after for row in rows if not owner.reaches(row.code)),
        person_months=base.totals.person_months - after.totals.person_months,
        dropped=after.totals.dropped - base.totals.dropped,
        shortfall=_shortfall(after),
        regions=tuple(rows),
        drops=drops,
        unbound=_unbound(desk, owner, Rupiah(money - bound)) if apart and 0 < bound < money else None,
        clash=clash,
    )


def _unbound(desk: Desk, owner: Code, money: Rupiah) -> Unbound | None:
    """The plan without the money of a payer that is neither contracted nor paid; None where rules clash."""
    scenario, base = desk.scenario, desk.base
    kept = [name for name, fund in scenario.funds.items() if fund.status in SETTLED]
    after = desk.tried(without_payer(scenario, owner, kept=kept))
    if after is None:
        return None
    return Unbound(
        money=money,
        lost=base.totals.persons_end - after.totals.persons_end,
        person_months=base.totals.person_months - after.totals.person_months,
        dropped=after.totals.dropped - base.totals.dropped,
    )


def _drops(base: Plan, after: Plan) -> tuple[RegionDrop, ...]:
    more: Counter[Code] = Counter()
    for row in after.drops:
        more[row.region] += row.persons
    for row in base.drops:
        more[row.region] -= row.persons
    rows = (RegionDrop(code, count) for code, count in more.items() if count)
    return tuple(sorted(rows, key=lambda row: (-row.dropped, row.code)))


def _shortfall(plan: Plan) -> Persons:
    row = widest(plan)
    return row.shortfall if row else Persons(0)


def _cut(desk: Desk, amount: Share | Rupiah, may_cut: Sequence[str]) -> Cut:
    """One sum, divided so that the goals lose least; the persons lost are those of the plan that follows."""
    scenario, base = desk.scenario, desk.base
    share = amount if isinstance(amount, Share) else None
    every = sum(int(fund.ceiling.number) for fund in scenario.funds.values())
    least = ceil(share * every) if share is not None else int(amount)
    possible = sum(most(scenario.funds[name]) for name in may_cut)
    left = {row.id: int(row.left - row.set_aside) for row in base.funds}
    found, after, clash = Cuts({}, True), base, tuple[Finding, ...]()
    if least <= possible:
        try:
            found, after = _divided(desk, may_cut, least, left)
        except ContradictionError as error:
            clash = error.findings
    if not found.proven:
        desk.status = "within_bound"
    divided = found.rupiah if least <= possible and not clash else {}
    return Cut(
        asked=Rupiah(least),
        share=share,
        possible=Rupiah(possible),
        lost=base.totals.persons_end - after.totals.persons_end,
        person_months=base.totals.person_months - after.totals.person_months,
        dropped=after.totals.dropped - base.totals.dropped,
        shortfall=_shortfall(after),
        unused=Rupiah(sum(min(cut, left[name]) for name, cut in divided.items())),
        funds=tuple(_fund_cut(scenario, name, cut, left) for name, cut in divided.items()),
        even=_even(desk, least, may_cut) if divided else None,
        even_share=Share(least, possible) if possible else Share(0),
        clash=clash,
    )


def _divided(desk: Desk, may_cut: Sequence[str], least: int, left: Mapping[str, int]) -> tuple[Cuts, Plan]:
    """The cuts and the plan after them; money that the plan leaves is cut without asking any further."""
    funds = desk.scenario.funds
    unused = {name: min(left[name], most(funds[name])) for name in may_cut}
    if sum(unused.values()) >= least and not any(_has_shares(funds[name]) for name in may_cut):
        # the plan as it is can still be paid for, and with less money none is better
        return Cuts(from_the_last(unused, least), proven=True), desk.base
    with naming(desk.scenario):
        found = cheapest(desk.program(desk.problem), may_cut, least, left, desk.limits)
    return found, desk.plan(_after(desk.scenario, found.rupiah))


def _has_shares(fund: Fund) -> bool:
    """Whether an amount of the fund moves with its ceiling, beside what is set aside."""
    amounts = (fund.spend_at_least, fund.per_region.min, fund.per_region.max)
    return any(isinstance(amount, Share) for amount in amounts)


def _after(scenario: Scenario, cuts: Mapping[str, int]) -> Scenario:
    """The scenario after these cuts."""
    return with_ceilings(
        scenario, {name: int(scenario.funds[name].ceiling.number) - cut for name, cut in cuts.items()}
    )


def _fund_cut(scenario: Scenario, name: str, cut: int, left: Mapping[str, int]) -> FundCut:
    ceiling = Rupiah(scenario.funds[name].ceiling.number)
    return FundCut(name, ceiling, Rupiah(cut), Rupiah(min(cut, left[name])))


def _even(desk: Desk, least: int, may_cut: Sequence[str]) -> int | None:
    """Persons lost when each fund gives the same share of what it has, rounded up to whole rupiah."""
    funds = desk.scenario.funds
    every = sum(most(funds[name]) for name in may_cut)
    cuts = {name: -(-least * most(funds[name]) // every) for name in may_cut if most(funds[name])}
    if not any(cuts.values()):
        return 0
    after = desk.tried(_after(desk.scenario, cuts))
    return None if after is None else desk.base.totals.persons_end - after.totals.persons_end
