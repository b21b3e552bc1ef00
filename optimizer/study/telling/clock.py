"""How far a study is, and whether its time is over."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from optimizer.errors import Finding, StoppedError

Step = Callable[[int, int], None]
"""Told how many of how many cases are done."""


class Clock:
    """The time of one study, and its progress."""

    def __init__(
        self, limit: float | None, step: Step | None, phase: Callable[[], None] | None = None
    ) -> None:
        """``limit`` is in seconds for the whole study; ``phase`` is called once its cases are done."""
        self._end = None if limit is None else monotonic() + limit
        self._step, self._phase = step, phase
        self.done = self.total = 0

    @property
    def left(self) -> float | None:
        """Seconds left; None without a limit."""
        return None if self._end is None else max(self._end - monotonic(), 0.01)

    def step(self, done: int, total: int) -> None:
        """A case is done."""
        self.done, self.total = done, total
        if self._step is not None:
            self._step(done, total)

    def probe(self) -> None:
        """A further plan is begun."""
        if self._phase is not None:
            self._phase()
        self.check()

    def check(self) -> None:
        """Go on, or stop.

        Raises:
            StoppedError: the time is over; what is done is kept.
        """
        if self._end is not None and monotonic() > self._end:
            raise StoppedError([Finding("study.stopped", {"done": self.done, "count": self.total})])
