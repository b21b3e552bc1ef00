"""The least of a growing change that is enough, each step tried by a solved plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from optimizer.plan.shapes import Plan
from optimizer.scenario.schema import Scenario

MOST_TRIED = 40
"""Plans solved for one change: halving a hundred thousand steps takes 17."""

MOST_RAISED = 12
"""Plans solved for a change without an end, until one is enough."""


@dataclass(frozen=True)
class Tried:
    """One plan on the way."""

    steps: int
    used: int
    """Rupiah that the fund pays more than in the plan as it is."""
    plan: Plan | None
    """None: no plan obeys the rules."""


@dataclass(frozen=True)
class Growing:
    """A change in steps: the more of them, the looser."""

    at: Callable[[int], Scenario]
    most: int | None
    """Steps after which the rule says nothing any more; None: there is no end."""
    first: int
    """Where to begin."""
    missing: Callable[[Plan], int] | None = None
    """Steps that a plan in which it is not enough still lacks, at a guess."""
    spare: Callable[[Plan], int] | None = None
    """Steps that a plan in which it is enough does not need."""


def least(growing: Growing, wanted: int, tried: Callable[[int], Tried]) -> Tried | None:
    """The fewest steps after which ``wanted`` rupiah are used; one step less was tried and is not enough.

    None where the last step is not enough, or where no step was found.
    """
    low, high = Tried(0, 0, None), None
    if growing.most is not None:
        if growing.most < 1:
            return None
        high = tried(growing.most)
        if high.used < wanted:
            return None
    before, steps, stride = low, growing.first, 1
    for count in range(MOST_TRIED):
        if high is None and count >= MOST_RAISED:
            return None
        if high is not None:
            if high.steps - low.steps <= 1:
                return high
            if not low.steps < steps < high.steps:
                steps = (low.steps + high.steps) // 2
        now = tried(max(steps, low.steps + 1))
        if now.used < wanted:
            before, low, stride = low, now, 1
            steps = _more(growing, before, low, wanted) if high is None else low.steps
            continue
        high = now
        steps = _fewer(growing, low, high, wanted)
        if steps >= high.steps:
            steps, stride = high.steps - stride, 2 * stride
    return None


def _fewer(growing: Growing, low: Tried, high: Tried, wanted: int) -> int:
    """Where the line from below crosses what is wanted, or without what the plan does not need."""
    if high.used > wanted:
        return low.steps + -(-(wanted - low.used) * (high.steps - low.steps) // (high.used - low.used))
    spare = growing.spare(high.plan) if growing.spare is not None and high.plan is not None else 0
    return high.steps - spare if 0 < spare < high.steps - low.steps else high.steps


def _more(growing: Growing, before: Tried, low: Tried, wanted: int) -> int:
    """What the plan still lacks, or on along the line of the last two; twice as much where that is flat."""
    if growing.missing is not None and low.plan is not None and growing.missing(low.plan) > 0:
        return low.steps + growing.missing(low.plan)
    rise = low.used - before.used
    if rise <= 0:
        return low.steps * 2
    return low.steps + -(-(wanted - low.used) * (low.steps - before.steps) // rise)
