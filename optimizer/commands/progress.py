"""What the program is doing, on one line of a terminal that is wiped at the end."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO

from optimizer.commands.talk import Talk
from optimizer.report.paper import legible

_WIPE = "\r\x1b[K"


class Progress:
    """Called with the name of each phase; silent unless a person watches."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self._seen = sys.stderr.isatty() and not (talk.quiet or talk.json)

    def __call__(self, phase: str) -> None:
        """Show the phase in place of the one before."""
        if self._seen:
            said = self._talk.say(f"progress.{phase}")
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
