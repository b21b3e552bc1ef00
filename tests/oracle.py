"""The oracle: the problem stated a second time, from MODEL.md and SCENARIO.md alone.

It imports nothing of the package. ``case`` is the scenario as a plain dict (see ``oracle_case``),
``payments`` the rows of ``payments.csv`` with ``persons`` and ``rupiah`` as ``int``.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import isclose
from typing import Any

import oracle_audit
import oracle_lp
import oracle_parts
import oracle_whole
from oracle_case import Case, Facts, Payment, read

__all__ = [
    "NEAR",
    "Case",
    "Payment",
    "bounds",
    "broken",
    "compare",
    "covered",
    "lp_values",
    "needs",
    "possible",
    "values",
    "whole_optimum",
    "whole_plan",
]

RELATIVE = 1e-6
NEAR = {"fairness": 1e-4, "thrift": 1.0}
"""Values nearer than this, or than RELATIVE, are one: shares, rupiah; HELD of an LP costs far less."""
OTHERWISE = 1e-4
"""The same in persons and person-months."""


def broken(case: Case, payments: list[Payment]) -> list[str]:
    """The rules broken, each as ``"rule: what"``; empty for a plan that can be paid."""
    return oracle_audit.broken(read(case), payments)


def values(case: Case, payments: list[Payment]) -> list[Fraction | list[Fraction]]:
    """Each goal's value, in its unit and in the case's order; fairness is the ascending list of shares."""
    return oracle_audit.values(read(case), payments)


def bounds(case: Case, payments: list[Payment]) -> list[float | list[float]]:
    """Each goal's LP optimum with the goals before it at the payments' values; no plan beats them.

    Parts that nothing ties together hold their own values and add up.
    """
    found = [_bounds(part, payments) for part in oracle_parts.parts(read(case))]
    return [_together(list(goal)) for goal in zip(*found, strict=True)]


def _bounds(facts: Facts, payments: list[Payment]) -> list[float | list[float]]:
    here = [row for row in payments if row["region"] in facts.regions]
    lines = oracle_audit.covered_persons(facts, oracle_audit.paid(facts, here))
    last = {region: sum(lines[region, group][-1] for group in facts.groups) for region in facts.regions}
    return oracle_lp.bounds(facts, oracle_audit.values(facts, here), last)


def _together(goal: list[float | list[float]]) -> float | list[float]:
    if isinstance(goal[0], list):
        return sorted(share for levels in goal if isinstance(levels, list) for share in levels)
    return sum(value for value in goal if not isinstance(value, list))


def possible(case: Case) -> bool:
    """Whether hard rules leave any plan; ``lp_values`` are None where they do not."""
    return oracle_lp.possible(read(case))


def lp_values(case: Case) -> list[float | list[float]] | None:
    """Each goal's LP optimum in its turn, before its own ``give_up``; None when hard rules contradict."""
    return oracle_lp.lp_values(read(case))


def whole_optimum(case: Case) -> list[Fraction | list[Fraction]] | None:
    """As ``lp_values``, in whole persons and exact, by integer programming; for tiny cases."""
    stages = oracle_whole.whole_stages(read(case))
    return None if stages is None else stages[0]


def whole_plan(case: Case) -> list[Payment] | None:
    """The payments of a plan that is best in whole persons, goal by goal."""
    stages = oracle_whole.whole_stages(read(case))
    return None if stages is None else stages[1]


def needs(case: Case) -> list[dict[str, Any]]:
    """A row for each target within the horizon, and one a region for ``of: each``."""
    return [{"id": t.id, "of": t.of, "by": t.by, "base": t.base, "need": t.need} for t in read(case).targets]


def covered(case: Case, payments: list[Payment]) -> list[int]:
    """The persons covered of each row of ``needs``."""
    return oracle_audit.covered(read(case), payments)


def compare(case: Case, ours: Sequence[Any], theirs: Sequence[Any]) -> int:
    """1 when our list of goal values is better in the first goal that differs, -1 when worse, 0 when equal.

    Each goal counts in its own direction, fairness share by share from the lowest.
    """
    for goal, left, right in zip(read(case).goals, ours, theirs, strict=True):
        fairness = isinstance(left, Sequence)
        for one, other in zip(left, right, strict=True) if fairness else [(left, right)]:
            limit = NEAR.get(goal.name, OTHERWISE)
            if not isclose(one, other, rel_tol=RELATIVE, abs_tol=limit):
                more = goal.name in ("coverage", "fairness", "months")
                return 1 if (one > other) == more else -1
    return 0
