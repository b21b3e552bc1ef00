"""How a study hears that it is to stop, and when it had better not."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

STOPS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def stoppable() -> Iterator[None]:
    """Whoever ends the process politely (SIGTERM) is heard like Ctrl-C: what is done is kept, workers end."""
    if not _is_main() or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


@contextmanager
def unheard() -> Iterator[None]:
    """Ctrl-C waits until the block ends, and processes started inside never hear it.

    A process that hears it while Python starts in it would print a traceback, and so would one whose parent
    is interrupted before it has told it what to do.
    """
    if not _is_main() or not hasattr(signal, "pthread_sigmask"):
        yield
        return
    heard: list[int] = []
    handlers = {number: signal.getsignal(number) for number in STOPS}
    ours = {number: handler for number, handler in handlers.items() if callable(handler)}
    for number in ours:
        signal.signal(number, lambda given, _: heard.append(given))
    # The mask is what processes inherit; other threads of this one hear the signal for it still.
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        for number, handler in ours.items():
            signal.signal(number, handler)
    if heard:
        signal.raise_signal(heard[0])


def _is_main() -> bool:
    """Python hears signals in its main thread."""
    return threading.current_thread() is threading.main_thread()
