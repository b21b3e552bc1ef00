"""Running the solver so that Ctrl-C is heard while it works."""

from __future__ import annotations

from threading import Event, Thread

import highspy

GLANCE = 0.1
"""Seconds between looks at the keyboard where waiting cannot be interrupted (Windows)."""


stopping = Event()
"""Set while all threads that solve are to stop, because Ctrl-C was pressed in the one that waits for them."""


def run(highs: highspy.Highs, *, brief: bool = False) -> None:
    """Solve in a thread of its own; Ctrl-C stops the solver at its next look and is passed on.

    What is ``brief`` is solved in this thread: to start another takes longer, and Ctrl-C can wait so long.
    highspy's own ``HandleKeyboardInterrupt`` can hang for ever when Ctrl-C comes while its thread starts.

    Raises:
        KeyboardInterrupt: once the solver has stopped.
    """
    if stopping.is_set():
        raise KeyboardInterrupt
    if brief:
        highs.run()
        return
    done = Event()
    failed: list[Exception] = []

    def solve() -> None:
        try:
            highs.run()
            highs.resetGlobalScheduler(False)  # its threads belong to this one, which ends
        except Exception as error:  # passed on to the caller
            failed.append(error)
        finally:
            done.set()

    thread = Thread(target=solve, daemon=True)
    heard: KeyboardInterrupt | None = None
    # Not Thread.join: interrupted once, CPython 3.11 takes a running thread for ended. However often Ctrl-C
    # comes, the solver is waited for: a process that ends while it works is aborted.
    while not done.is_set():
        try:
            if thread.ident is None and heard is None:
                thread.start()
            if not done.wait(GLANCE) and thread.ident is None:
                break
            if stopping.is_set() and heard is None:
                raise KeyboardInterrupt
        except KeyboardInterrupt as interrupt:
            heard = interrupt
            highs.cancelSolve()  # type: ignore[no-untyped-call] # highspy leaves it untyped
    if heard:
        raise heard
    if failed:
        raise failed[0]
