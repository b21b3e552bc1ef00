"""The cases of a study one after another: read, looked up, solved, stored."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from optimizer.answers.outcome import Outcome, failed, outcome_from, outcome_line
from optimizer.errors import Finding, InvalidError
from optimizer.scenario.recast import Recast
from optimizer.study.case import Case
from optimizer.study.running.crew import Crew
from optimizer.study.running.engines import engine_of
from optimizer.study.running.parcels import versions
from optimizer.study.running.signals import stoppable
from optimizer.study.running.store import Store

Step = Callable[[int, int], None]
"""Told how many of how many cases are done."""


AHEAD = 1_000
"""Cases that may be done before the one whose turn it is."""


@dataclass(slots=True)
class _Place:
    """A case in the line, and its outcome or the digest to know it by."""

    case: Case
    digest: str
    outcome: Outcome | None = None


@dataclass(frozen=True)
class Order:
    """What is to be solved, and how."""

    file: Path | str
    variants: tuple[str, ...]
    sets: tuple[str, ...]
    cases: tuple[Case, ...]
    store: Path | None
    engine: str
    scheduler: str | None
    workers: int | None
    time_limit: float | None
    text: bytes | None = None


class Solving(Iterator[tuple[Case, Outcome]]):
    """Every case with its outcome, in the order of the cases, whatever the order they are solved in.

    Nothing happens before the first is asked for. Closed early, or by Ctrl-C, it keeps all that is done.
    """

    def __init__(self, order: Order, step: Step | None) -> None:
        self._order, self._step = order, step
        self._run = self._each()
        self._done = 0
        self._awaited: Counter[str] = Counter()
        self._told: dict[str, str] = {}
        self._store: Store | None = None
        self._crew: Crew | None = None
        self.reused = 0
        """Cases whose outcome was known from the store."""
        self.notes: tuple[Finding, ...] = ()
        """What was found in the store."""

    @property
    def solved(self) -> int:
        """Scenarios given to the solver: fewer than the cases where some are alike or known."""
        return 0 if self._crew is None else self._crew.solved

    def __next__(self) -> tuple[Case, Outcome]:
        return next(self._run)

    def __enter__(self) -> Solving:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop; what is done is stored."""
        self._run.close()

    def _each(self) -> Generator[tuple[Case, Outcome], None, None]:
        order = self._order
        with stoppable(), ExitStack() as stack:
            engine = engine_of(order.engine, order.scheduler, order.workers)
            stack.callback(engine.close)
            self._open_store(stack)
            recast = Recast(order.file, variants=order.variants, sets=order.sets, text=order.text)
            self._crew = crew = Crew(engine, order.time_limit)
            stack.callback(self._salvage, crew)
            self._progress(0)
            yield from self._in_order(recast, crew)

    def _in_order(self, recast: Recast, crew: Crew) -> Iterator[tuple[Case, Outcome]]:
        coming, line = iter(self._order.cases), deque[_Place]()
        case = next(coming, None)
        while case is not None or line:
            if case is not None and crew.has_room and len(line) < AHEAD:
                line.append(self._placed(case, recast, crew))
                case = next(coming, None)
            else:
                for outcome in crew.collected():
                    self._keep(outcome)
            while line and (known := self._outcome(line[0])) is not None:
                yield line.popleft().case, known

    def _placed(self, case: Case, recast: Recast, crew: Crew) -> _Place:
        """Read a case; give it to the crew unless its outcome is known or on its way."""
        try:
            scenario = recast.scenario(case.variants, case.sets)
        except InvalidError as error:
            self._progress(1)
            return _Place(case, "", failed(error))
        place = _Place(case, recast.digest(scenario, case.variants))
        stored = self._store.get(place.digest) if self._store else None
        if stored is not None and place.digest not in self._awaited:
            self.reused += 1
        if stored is not None or place.digest in self._told:
            place.outcome = stored
            self._progress(1)
            return place
        self._awaited[place.digest] += 1
        if self._awaited[place.digest] == 1:
            crew.give(scenario, place.digest)
        return place

    def _outcome(self, place: _Place) -> Outcome | None:
        """What is known of a case by now."""
        if place.outcome is not None:
            return place.outcome
        told = self._told.get(place.digest)
        if told is not None:
            return outcome_from(told)
        return self._store.get(place.digest) if self._store else None

    def _keep(self, outcome: Outcome) -> None:
        if self._store is not None:
            self._store.put(outcome)
        if self._store is None or outcome.digest not in self._store:
            self._told[outcome.digest] = outcome_line(outcome)
        self._progress(self._awaited[outcome.digest])

    def _open_store(self, stack: ExitStack) -> None:
        if self._order.store is None:
            return
        self._store = Store(self._order.store, versions())
        stack.callback(self._store.close)
        if self._store.damaged:
            facts = {"folder": str(self._order.store), "records": self._store.damaged}
            self.notes = (Finding("study.store_damaged", facts, "warning"),)

    def _salvage(self, crew: Crew) -> None:
        for outcome in crew.salvaged():
            self._keep(outcome)

    def _progress(self, more: int) -> None:
        self._done += more
        if self._step is not None:
            self._step(self._done, len(self._order.cases))


def solve_cases(
    file: Path | str,
    variants: Sequence[str],
    sets: Sequence[str],
    cases: Sequence[Case],
    *,
    store: Path | None = None,
    engine: str = "one",
    scheduler: str | None = None,
    workers: int | None = None,
    time_limit: float | None = None,
    step: Step | None = None,
    text: bytes | None = None,
) -> Solving:
    """Solve the cases of a study; each comes with its outcome, in the order of the cases.

    ``variants`` and ``sets`` go before those of each case. ``store`` is a folder in which finished cases are
    kept and found again. ``time_limit`` is in seconds, for each case alone. ``text`` are the bytes of the
    file where they were not read from a disk. Outcomes depend on nothing but the resolved scenario: not on
    the engine, nor on how many workers it has, nor on the order in which cases end.

    Raises, when the first case is asked for:
        InvalidError: the engine cannot be had as it was asked for, or the store is in use or not ours.
        FailedError: the disk refuses, or the cluster cannot be reached or is of another version.
    """
    order = Order(
        file, tuple(variants), tuple(sets), tuple(cases), store, engine, scheduler, workers, time_limit, text
    )
    return Solving(order, step)
