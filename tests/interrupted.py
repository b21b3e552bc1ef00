"""A process that hears Ctrl-C, whoever started the tests."""

from __future__ import annotations

import signal


def hears_interrupts() -> None:
    """Undo what a shell does to jobs in the background, which ignore SIGINT and hand that down."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
