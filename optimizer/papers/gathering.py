"""The questions of a meeting asked about a plan that was verified, for its papers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from optimizer.answers.worth import Worth
from optimizer.errors import ContradictionError, StoppedError
from optimizer.papers.dossier import Answers
from optimizer.plan.shapes import Plan
from optimizer.questions import baseline, bill, fair, tradeoff, why_region, worth
from optimizer.questions.desk import Desk, Step
from optimizer.scenario.reading import Loaded

MOST_REGIONS = 60
"""With more regions only the bill is asked: the other questions take a plan or more for each fund."""

CURVES = 3
"""Curves are drawn of so many funds: those whose next rupiah does most, one of each payer first."""


@dataclass(frozen=True, slots=True)
class Asking:
    """How questions are asked: what a person who waits is told, and when to stop."""

    time_limit: float | None = None
    """Seconds for all questions together."""
    step: Step | None = None
    begin: Callable[[str], None] = lambda question: None
    """Told the name of each question as it begins."""


def gathered(loaded: Loaded, plan: Plan, asking: Asking | None = None) -> Answers:
    """What the papers say beside the plan itself.

    The plan is solved again first: where this machine's solver finds another one (another version, another
    plan as good), comparisons would not be with the plan on paper, and none is made.

    What the time limit does not reach is left out, and said to be.
    """
    how = asking or Asking()
    desk = Desk(loaded, time_limit=how.time_limit, step=how.step)
    found: dict[str, Any] = {}
    silent = "papers.too_many_regions" if len(plan.regions) > MOST_REGIONS else ""
    try:
        how.begin("base")
        if desk.base.payments != plan.payments:
            return Answers(silent="papers.another_plan")
        how.begin("bill")
        found["bill"] = bill.asked(desk)
        for name, answer in _compared(desk, how) if not silent else ():
            found[name] = answer
    except StoppedError:
        silent = "papers.stopped"
    return Answers(**found, silent=silent, doubts=tuple(desk.doubts), plans=desk.plans)


def _compared(desk: Desk, how: Asking) -> Iterator[tuple[str, Any]]:
    """The answers that compare plans, by their names, each asked when its turn comes."""
    asked: dict[str, Callable[[], Any]] = {
        "worth": lambda: _worth(desk),
        "tradeoff": lambda: tradeoff.asked(desk),
        "fair": lambda: fair.asked(desk),
        "baseline": lambda: baseline.asked(desk),
        "regions": lambda: {code: why_region.asked(desk, code) for code in desk.scenario.codes},
    }
    for name, ask in asked.items():
        how.begin(name)
        try:
            yield name, ask()
        except ContradictionError:  # one variation of the plan contradicts itself: that question stays open
            continue


def _worth(desk: Desk) -> Worth:
    """The worth of every fund, with the curves of a few."""
    every = worth.asked(desk)
    ranked = sorted(every.funds, key=lambda fund: (-(fund.per_100_million or 0), -fund.ceiling, fund.id))
    shown = [fund.id for fund in ranked]
    owners = {fund.id: fund.owner for fund in every.funds}
    first = list({owners[name]: name for name in reversed(shown)}.values())[::-1]
    chosen = first[:CURVES]
    return replace(every, curves=worth.asked(desk, funds=chosen).curves) if chosen else every
