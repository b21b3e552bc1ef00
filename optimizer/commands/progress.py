"""What the program is doing, on one line of a terminal that is wiped at the end."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from math import ceil
from time import monotonic

from optimizer.commands.talk import Talk
from optimizer.report.paper import legible

_WIPE = "\r\x1b[K"


class Progress:
    """Called with the name of each phase; silent unless a person watches."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self._seen = sys.stderr.isatty() and not (talk.quiet or talk.json)
        self._begun = monotonic()

    def __call__(self, phase: str) -> None:
        """Show the phase in place of the one before."""
        if self._seen:
            self._show(self._talk.say(f"progress.{phase}"))

    def step(self, done: int, total: int) -> None:
        """Show how many of how many are done, and about how long the rest takes."""
        now = monotonic()
        if done == 0:
            self._begun = now
        if self._seen and total > 1:
            left = ceil((now - self._begun) / done * (total - done)) if done else 0
            code = "progress.step_left" if left else "progress.step"
            self._show(self._talk.say(code, done=done, total=total, seconds=left))

    def _show(self, said: str) -> None:
        sys.stderr.write(_WIPE + legible(said, sys.stderr.encoding or "utf-8"))
        sys.stderr.flush()

    def wipe(self) -> None:
        """Leave an empty line behind."""
        if self._seen:
            sys.stderr.write(_WIPE)
            sys.stderr.flush()


@contextmanager
def progress(talk: Talk) -> Iterator[Progress]:
    """The line is wiped whatever happens; what a library prints meanwhile is no result and is dropped."""
    line = Progress(talk)
    try:
        with redirect_stdout(StringIO()):
            yield line
    finally:
        line.wipe()
