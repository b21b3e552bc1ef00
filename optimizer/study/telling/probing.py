"""Further plans of a study, one after another in this process, kept and found like its cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

from optimizer.answers.outcome import Outcome, failed
from optimizer.errors import InvalidError
from optimizer.scenario.recast import Recast
from optimizer.study.case import Case
from optimizer.study.designing.shapes import Study
from optimizer.study.running.evaluation import Bench
from optimizer.study.running.parcels import versions
from optimizer.study.running.store import Store
from optimizer.study.telling.clock import Clock


class Prober:
    """Solves few cases that depend on what was solved before; programs stay loaded between them."""

    def __init__(self, study: Study, store: Path | None, clock: Clock) -> None:
        self._recast = Recast(study.scenario, variants=study.variants, sets=study.sets)
        self._bench, self._clock = Bench(), clock
        self._known: dict[str, Outcome] = {}
        self._stack = ExitStack()
        self._store = Store(store, versions()) if store is not None else None
        if self._store is not None:
            self._stack.callback(self._store.close)

    def __enter__(self) -> Prober:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def solve(self, cases: Sequence[Case]) -> Mapping[int, Outcome]:
        """The outcome of each case, by its number.

        Raises:
            StoppedError: the study's time is over.
        """
        found: dict[int, Outcome] = {}
        for case in cases:
            self._clock.probe()
            found[case.number] = self._outcome(case)
        return found

    def _outcome(self, case: Case) -> Outcome:
        try:
            scenario = self._recast.scenario(case.variants, case.sets)
        except InvalidError as error:
            return failed(error)
        digest = self._recast.digest(scenario, case.variants)
        known = self._known.get(digest) or (self._store.get(digest) if self._store else None)
        if known is None:
            known = self._bench.outcome(scenario, digest, self._clock.left)
            if self._store is not None:
                self._store.put(known)
        self._known[digest] = known
        return known
