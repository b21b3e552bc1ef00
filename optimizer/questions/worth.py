"""``worth``: what a little more or a little less of each fund would change, and the whole curve of some."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from optimizer.answers.worth import Curve, FundWorth, Worth
from optimizer.errors import Finding, InvalidError
from optimizer.questions.desk import Desk
from optimizer.questions.places import fund_of
from optimizer.questions.valuing.curve import curve, curve_of_plans
from optimizer.questions.valuing.fund import fund_worth, fund_worth_by_plans
from optimizer.questions.valuing.traced import Traces
from optimizer.units import Rupiah, UnreadableError, read_rupiah

HUNDRED_MILLION = Rupiah(100_000_000)


def asked(desk: Desk, *, funds: Sequence[str] = (), add: str | None = None) -> Worth:
    """The worth of every fund asked about, and the curves of those that are named.

    ``funds`` are ids or names. ``add`` is a sum as people write it (``Rp500 juta``); Rp100 million when
    left out.

    Raises:
        InvalidError: the scenario has no such fund, or the sum cannot be read.
        ContradictionError: hard rules contradict each other.
        StoppedError: a limit came first.
    """
    names, asked_sum = _named(desk, funds), HUNDRED_MILLION if add is None else _amount(add)
    persons = desk.base.totals.persons_end  # what contradicts itself is said before anything is asked of it
    traces = Traces(desk)
    rows, curves = list[FundWorth](), list[Curve]()
    for name in desk.each(names):
        traced = traces.of(name)
        if traced is None:
            rows.append(fund_worth_by_plans(desk, name, asked_sum))
        else:
            rows.append(fund_worth(desk, name, traced, asked_sum))
        if funds:
            curves.append(curve_of_plans(desk, name) if traced is None else curve(name, traced))
    rows.sort(key=_does_most)
    return Worth(
        status=desk.status,
        month=desk.scenario.horizon.last,
        persons=persons,
        add=asked_sum,
        concave=traces.goals is not None and len(traces.goals) == 1,
        decided=traces.goals is not None,
        funds=tuple(rows),
        best=_best(rows),
        curves=tuple(curves),
    )


def _named(desk: Desk, funds: Sequence[str]) -> tuple[str, ...]:
    given = dict.fromkeys(fund_of(desk.scenario, name) for name in funds)
    return tuple(given) or tuple(desk.scenario.funds)


def _amount(text: str) -> Rupiah:
    try:
        amount = read_rupiah(text)
    except UnreadableError as error:
        raise InvalidError([Finding(error.code, error.facts, path="--add")]) from None
    if amount <= 0:
        raise InvalidError([Finding("usage.worth_nothing", {"given": text})])
    return amount


def _does_most(row: FundWorth) -> tuple[Fraction, int, int]:
    """Most persons for the sum first; then the cheapest next person; then the smallest free cut."""
    return (
        -(row.per_100_million if row.per_100_million is not None else Fraction(-(10**9))),
        int(row.more.rupiah) if row.more else 10**18,
        int(row.cut.free) if not row.cut.whole else 10**18,
    )


def _best(funds: Sequence[FundWorth]) -> tuple[str, ...]:
    """Those whose next person costs least."""
    prices = {row.id: Fraction(row.more.rupiah, row.more.persons) for row in funds if row.more}
    return tuple(name for name, price in prices.items() if price == min(prices.values()))
