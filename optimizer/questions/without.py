"""``without``: what is lost when one payer brings nothing, and how a sum is cut so that fewest are lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil

from optimizer.answers.headline import changes, headline, widest
from optimizer.answers.without import Absent, Cut, FundCut, Without
from optimizer.errors import ContradictionError, Finding, InvalidError
from optimizer.plan.shapes import Plan
from optimizer.probes.cuts import Cuts, cheapest, from_the_last, most
from optimizer.questions.changes import with_ceilings, without_payer
from optimizer.questions.desk import Desk
from optimizer.scenario.ceilings import spendable
from optimizer.scenario.fields import read_amount
from optimizer.scenario.naming import naming
from optimizer.scenario.schema import Fund, Scenario
from optimizer.units import Code, NamedCode, Persons, Rupiah, Share, UnreadableError

USUAL = (Share(5, 100), Share(10, 100), Share(20, 100))
"""Shares of all ceilings that go when nothing else is asked."""

SIGNED = ("contracted", "paid")
"""Stages at which money is bound: not cut unless everything may be."""


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
    owners = owners if payer is None else [_known(scenario, owners, payer)]
    sums = [_amount(text) for text in cuts] or ([] if payer else list(USUAL))
    may_cut = [name for name, fund in scenario.funds.items() if every_fund or fund.status not in SIGNED]
    base = desk.base
    work: list[Code | Share | Rupiah] = [*owners, *sums]
    payers, divided = [], []
    for one in desk.each(work):
        if isinstance(one, Code):
            payers.append(_absent(desk, one))
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


def _known(scenario: Scenario, owners: Sequence[Code], given: str) -> Code:
    """The payer of that code."""
    if given.strip() in owners:
        return Code(given.strip())
    known = tuple(
        NamedCode(code, scenario.regions[code].name) if code in scenario.regions else code for code in owners
    )
    raise InvalidError([Finding("usage.payer", {"given": given, "known": known})])


def _amount(text: str) -> Share | Rupiah:
    try:
        amount = read_amount(text)
    except UnreadableError as error:
        raise InvalidError([Finding(error.code, error.facts, path="--cut")]) from None
    if amount <= 0:
        raise InvalidError([Finding("usage.cut_nothing", {"given": text})])
    return amount


def _absent(desk: Desk, owner: Code) -> Absent:
    """The plan without one payer, beside the plan as it is."""
    scenario, base = desk.scenario, desk.base
    money = sum(spendable(fund) for fund in scenario.funds.values() if fund.owner == owner)
    after, clash = base, tuple[Finding, ...]()
    # where nothing is paid already, nothing changes
    if any(row.allocated for row in base.funds if row.owner == owner):
        try:
            after = desk.plan(without_payer(scenario, owner))
        except ContradictionError as error:
            clash = error.findings
    rows = sorted(changes(base, after), key=lambda row: (row.after - row.before, row.code))
    return Absent(
        owner=owner,
        money=Rupiah(money),
        lost=base.totals.persons_end - after.totals.persons_end,
        elsewhere=sum(row.before - row.after for row in rows if not owner.reaches(row.code)),
        person_months=base.totals.person_months - after.totals.person_months,
        dropped=after.totals.dropped - base.totals.dropped,
        shortfall=_shortfall(after),
        regions=tuple(rows),
        clash=clash,
    )


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
    after = desk.tried(_after(desk.scenario, cuts))
    return None if after is None else desk.base.totals.persons_end - after.totals.persons_end
