"""A study from its first case to its summary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from optimizer.answers.outcome import Outcome
from optimizer.answers.study import Study as Summary
from optimizer.errors import Finding
from optimizer.study.case import Case
from optimizer.study.designing.shapes import Study
from optimizer.study.running import solve_cases
from optimizer.study.telling.clock import Clock
from optimizer.study.telling.probing import Prober
from optimizer.study.telling.results import Results, in_order
from optimizer.study.telling.sharing import Pool
from optimizer.study.telling.summary import summary


@dataclass(frozen=True, slots=True)
class Orders:
    """How a study is to be solved."""

    store: Path | None = None
    """A folder for finished cases."""
    engine: str = "one"
    scheduler: str | None = None
    workers: int | None = None


@dataclass(frozen=True)
class Conducted:
    """A study that is done."""

    results: Results
    summary: Summary
    reused: int
    """Cases that were known from an earlier run."""
    notes: tuple[Finding, ...]


def conducted(study: Study, every: Sequence[Case], orders: Orders, clock: Clock) -> Conducted:
    """Solve every case, then what narrows down where the answer changes, and sum up.

    Raises:
        StoppedError: the study's time is over; finished cases are kept.
        InvalidError, FailedError: the engine cannot be had, or the disk refuses.
    """
    found: dict[int, Outcome] = {}
    pool = Pool()
    with solve_cases(
        study.scenario,
        study.variants,
        study.sets,
        every,
        store=orders.store,
        engine=orders.engine,
        scheduler=orders.scheduler,
        workers=orders.workers,
        time_limit=clock.left,
        step=clock.step,
    ) as solving:
        for case, outcome in solving:
            found[case.number] = pool.shared(outcome)
            clock.check()
    results = in_order(study, found, every)
    with Prober(study, orders.store, clock) as prober:
        told = summary(results, prober.solve)
    return Conducted(results, told, solving.reused, solving.notes)
