"""What a planner may try next, as commands ready to be copied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from optimizer.plan.shapes import FundRow, Plan
from optimizer.report.shell import written
from optimizer.scenario.paths import path_to
from optimizer.scenario.schema import Scenario
from optimizer.text import Language, say

_BOUND = ("contracted", "paid")


def advice(
    plan: Plan,
    scenario: Scenario,
    words: str,
    *,
    program: str,
    variants: Sequence[str],
    out: Path | None,
    language: Language,
) -> Iterator[str]:
    """Commands: keep the answer, ask about it, change a budget, try a variant, read the assumptions."""
    if out is None:
        yield f"{program} solve {words} {written('--out', say('advice.folder', language))}"
    else:
        yield f"{program} {written('verify', out)}"
    if any(not row.met for row in plan.targets):
        yield f"{program} need {words}"
    kept = max(plan.funds, key=_unexplained, default=None)
    if kept is not None and _unexplained(kept):
        yield f"{program} why {words} {written('--fund', kept.id)}"
    yield f"{program} worth {words}"
    change = _smaller(plan, scenario)
    if change is not None:
        yield f"{program} solve {words} {written('--set', change)}"
    if variants:
        yield f"{program} solve {words} {written('--with', variants[0])}"
    yield f"{program} show {words} --assumptions"


def _unexplained(fund: FundRow) -> int:
    """Rupiah that a fund keeps for a reason worth asking about."""
    return sum(
        int(reason.facts["rupiah"]) for reason in fund.reasons if reason.code != "unspent.below_premium"
    )


def _smaller(plan: Plan, scenario: Scenario) -> str | None:
    """A fifth less of the largest fund that is not promised yet and can be named in a path."""
    paths = {fund.id: path_to("funds", fund.id, "ceiling") for fund in plan.funds}
    free = [
        fund
        for fund in plan.funds
        if scenario.funds[fund.id].status not in _BOUND and paths[fund.id] is not None
    ]
    return f"{paths[max(free, key=lambda fund: fund.ceiling).id]}=-20%" if free else None
