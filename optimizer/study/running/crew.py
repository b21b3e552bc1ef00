"""Gives cases to an engine, takes their outcomes, and gives out again what was lost with its worker."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
from dataclasses import dataclass
from typing import Any

from optimizer.answers.outcome import Outcome, failed, outcome_from
from optimizer.errors import FailedError, Finding
from optimizer.scenario.schema import Scenario
from optimizer.study.running.engines import Engine, One, work
from optimizer.study.running.evaluation import Bench
from optimizer.study.running.parcels import Packer, versions
from optimizer.study.running.worker import Reply

GLANCE = 0.1
"""Seconds between looks at the keyboard where waiting cannot be interrupted (Windows)."""

QUEUED = 2
"""Cases given out for each that can be solved at once, so that no worker waits for the next."""

IN_VAIN = 3
"""So many cases whose workers die, when no worker has ever answered, end the study."""

SUSPECT = 2
"""A case that was lost with its worker so often is tried once more, with nothing beside it."""


@dataclass(eq=False, slots=True)
class _Task:
    scenario: Scenario
    digest: str
    lost: int = 0
    alone: bool = False
    whole: bool = False


class Crew:
    """One engine at work."""

    def __init__(self, engine: Engine, time_limit: float | None) -> None:
        self._engine, self._time_limit = engine, time_limit
        self._bench = Bench()
        self._packer: Packer | None = None
        self._given = self._in_vain = 0
        self._at_work: dict[Future[Any], _Task] = {}
        self._waiting: deque[_Task] = deque()
        self._suspects: deque[_Task] = deque()
        self.solved = 0
        """Outcomes that came."""

    @property
    def has_room(self) -> bool:
        """Whether another case would soon be solved."""
        most = 1 if isinstance(self._engine, One) else QUEUED * self._engine.at_once + 1
        return len(self._at_work) + len(self._waiting) < most

    def give(self, scenario: Scenario, digest: str) -> None:
        """Take a case in."""
        self._waiting.append(_Task(scenario, digest))
        self._pump()

    def collected(self) -> Iterator[Outcome]:
        """Wait until something comes, and take all that came.

        Raises:
            FailedError: the workers are not of this program, or not of its version.
        """
        self._pump()
        while not (done := self._done(GLANCE)):
            pass
        yield from self._taken(done)
        self._pump()

    def salvaged(self) -> list[Outcome]:
        """What came already, when nothing more is waited for."""
        done = [future for future in self._done(0) if not future.cancelled() and not future.exception()]
        return list(self._taken(done))

    def _done(self, seconds: float) -> list[Future[Any]]:
        done = wait(self._at_work, seconds, FIRST_COMPLETED).done
        return [future for future in self._at_work if future in done]

    def _pump(self) -> None:
        """Give out what waits; a suspect only when nothing else is at work."""
        while self._waiting:
            self._start(self._waiting.popleft())
        if not self._at_work and self._suspects:
            suspect = self._suspects.popleft()
            suspect.alone = True
            self._start(suspect)

    def _start(self, task: _Task) -> None:
        try:
            self._at_work[self._sent(task)] = task
        except BrokenExecutor:
            self._waiting.append(task)
            self._begin_again()

    def _sent(self, task: _Task) -> Future[Any]:
        executor = self._engine.executor
        if isinstance(self._engine, One):
            return executor.submit(self._bench.outcome, task.scenario, task.digest, self._time_limit)
        if self._packer is None:
            self._packer = Packer(task.scenario, task.digest, self._time_limit)
        # The first cases bring all that the others are told upon; a worker that missed it asks.
        self._given += 1
        whole = task.whole or task.lost > 0 or self._given <= QUEUED * self._engine.at_once
        return executor.submit(work, self._packer.packed(task.scenario, task.digest, whole=whole))

    def _taken(self, done: list[Future[Any]]) -> Iterator[Outcome]:
        broken = False
        for future in done:
            task = self._at_work.pop(future)
            try:
                answer = future.result()
            except (Exception, CancelledError) as error:
                broken = broken or isinstance(error, BrokenExecutor)
                yield from self._lost(task, error)
            else:
                yield from self._understood(task, answer)
        if broken:
            self._begin_again()

    def _understood(self, task: _Task, answer: Outcome | Reply) -> Iterator[Outcome]:
        if isinstance(answer, Reply):
            if answer.versions:
                facts = {"ours": versions(), "theirs": answer.versions}
                raise FailedError([Finding("study.worker_version", facts)])
            if answer.wants_base:
                task.whole = True
                self._waiting.append(task)
                return
            answer = outcome_from(answer.outcome)
        self.solved += 1
        yield answer

    def _lost(self, task: _Task, error: BaseException) -> Iterator[Outcome]:
        """A case whose worker died is done again; one that kills its worker all alone is told as failed."""
        if isinstance(error, ImportError):
            raise FailedError([Finding("study.worker_without_program", {"said": str(error)[:200]})])
        if task.alone:
            self._in_vain += 1
            if self._in_vain >= IN_VAIN and not self.solved:
                raise FailedError([Finding("study.workers_die")])
            finding = Finding("study.case_lost", {"said": str(error)[:200] or type(error).__name__})
            yield failed(FailedError([finding]), task.digest)
            return
        task.lost += 1
        (self._suspects if task.lost >= SUSPECT else self._waiting).append(task)

    def _begin_again(self) -> None:
        """All that was at work when a worker was killed is done again by new ones."""
        tasks = list(self._at_work.values())
        self._at_work.clear()
        self._engine.again()
        for task in tasks:
            task.lost += 1
            (self._suspects if task.lost >= SUSPECT else self._waiting).append(task)
