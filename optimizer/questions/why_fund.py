"""``why --fund``: why a fund keeps money, and the smallest change that would use it.

Every change is found by solving: the figure it names is enough in a solved plan, and one step less is not.
"""

from __future__ import annotations

from collections.abc import Iterator

from optimizer.answers.headline import changes
from optimizer.answers.why import Cause, Next, WhyFund
from optimizer.plan.shapes import FundRow, Plan, Reason
from optimizer.questions.changes import with_ceilings
from optimizer.questions.desk import Desk
from optimizer.questions.explaining.mends import mends
from optimizer.questions.places import fund_of
from optimizer.questions.why_region import MORE
from optimizer.units import Rupiah


def asked(desk: Desk, given: str, *, add: Rupiah | None = None) -> WhyFund:
    """Why a fund keeps money, cause by cause, and what would use it.

    ``add`` is a further sum that is asked about; of a fund that is spent, Rp100 million when left out.

    Raises:
        InvalidError: the scenario has no such fund.
        ContradictionError: hard rules contradict each other.
        StoppedError: a limit came first.
    """
    name, plan = fund_of(desk.scenario, given), desk.base
    row = next(row for row in plan.funds if row.id == name)
    causes = tuple(_causes(desk, name, row))
    spent = all(cause.reason.code == "unspent.below_premium" for cause in causes)
    return WhyFund(
        next=_next(desk, plan, row, add or MORE) if spent or add else None,
        status=desk.status,
        id=name,
        name=row.name,
        owner=row.owner,
        ceiling=row.ceiling,
        set_aside=row.set_aside,
        allocated=row.allocated,
        left=row.left,
        person_months=row.person_months,
        premium=_premium(desk, name),
        causes=causes,
    )


def _premium(desk: Desk, name: str) -> Rupiah:
    """The cheapest premium that the fund can pay; 0 where it can pay none."""
    cells = desk.problem.cells
    own = cells.premium[cells.fund == desk.problem.funds.index(name)]
    return Rupiah(int(own.min()) if len(own) else 0)


def _causes(desk: Desk, name: str, row: FundRow) -> Iterator[Cause]:
    for reason in desk.each(row.reasons):
        yield _cause(desk, name, reason)


def _cause(desk: Desk, name: str, reason: Reason) -> Cause:
    found, tried = mends(desk, name, reason)
    return Cause(reason, found, tried)


def _next(desk: Desk, plan: Plan, row: FundRow, more: Rupiah) -> Next | None:
    """The plan with a further sum in the fund; None where a rule on the fund then contradicts others."""
    after = desk.tried(with_ceilings(desk.scenario, {row.id: int(row.ceiling) + more}))
    if after is None:
        return None
    then = next(one for one in after.funds if one.id == row.id)
    used = int(then.allocated) - int(row.allocated)
    return Next(
        rupiah=more,
        used=Rupiah(used),
        persons=int(after.totals.persons_end) - int(plan.totals.persons_end),
        person_months=int(after.totals.person_months) - int(plan.totals.person_months),
        regions=tuple(sorted(changes(plan, after), key=lambda one: (one.before - one.after, one.code))),
        unused=tuple(then.reasons) if used < more else (),
    )
