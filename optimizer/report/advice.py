"""What a planner may try next, as commands ready to be copied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from optimizer.plan.shapes import Plan
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
    out: str | None,
    language: Language,
) -> Iterator[str]:
    """Commands: keep or verify the answer, change a budget, try a variant, read the assumptions."""
    if out is None:
        folder = say("advice.folder", language)
        yield f"{program} solve {words} --out {folder}"
    else:
        yield f"{program} verify {out}"
    free = [fund for fund in plan.funds if scenario.funds[fund.id].status not in _BOUND]
    if free:
        largest = max(free, key=lambda fund: fund.ceiling)
        yield f"{program} solve {words} --set {_path(largest.id)}=-20%"
    if variants:
        yield f"{program} solve {words} --with {variants[0]}"
    yield f"{program} show {words} --assumptions"


def _path(fund: str) -> str:
    """The path of a fund's ceiling; a key with dots is quoted."""
    return f"'funds.\"{fund}\".ceiling'" if "." in fund else f"funds.{fund}.ceiling"
