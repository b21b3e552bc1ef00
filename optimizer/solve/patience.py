"""Running the solver so that Ctrl-C is heard while it works."""

from __future__ import annotations

from threading import Event, Thread

import highspy

GLANCE = 0.1
"""Seconds between looks at the keyboard where waiting cannot be interrupted (Windows)."""


def run(highs: highspy.Highs) -> None:
    """Solve in a thread of its own; Ctrl-C stops the solver at its next look and is passed on.

    highspy's own ``HandleKeyboardInterrupt`` can hang for ever when Ctrl-C comes while its thread starts.

    Raises:
        KeyboardInterrupt: once the solver has stopped.
    """
    started, done = Event(), Event()

    def solve() -> None:
        started.set()
        try:
            highs.run()
            highs.resetGlobalScheduler(False)  # its threads belong to this one, which ends
        finally:
            done.set()

    # not Thread.join: interrupted once, CPython 3.11 takes a running thread for ended
    try:
        Thread(target=solve, daemon=True).start()
        while not done.wait(GLANCE):
            pass
    except KeyboardInterrupt:
        highs.cancelSolve()  # type: ignore[no-untyped-call] # highspy leaves it untyped
        if started.wait(1):
            done.wait()
        raise
