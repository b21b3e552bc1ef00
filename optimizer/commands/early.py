"""Ctrl-C while modules are loaded: the program ends at once, without a word.

Raised as an exception there it would print a traceback, or be swallowed by Python's own bookkeeping of
imports. Nothing was begun that could be left half done.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

INTERRUPTED = 130
"""The exit code of a program that was ended by Ctrl-C: 128 and the number of SIGINT."""


@contextmanager
def hushed() -> Iterator[None]:
    """Ctrl-C ends the program quietly inside, if it hears Ctrl-C at all."""
    if _handler() is not signal.default_int_handler:
        yield
        return
    with _handled(_leave):
        yield


@contextmanager
def heard() -> Iterator[None]:
    """Ctrl-C raises ``KeyboardInterrupt`` inside; afterwards it is as quiet again as the door has made it."""
    if not callable(_handler()):
        yield
        return
    with _handled(signal.default_int_handler):
        yield


@contextmanager
def _handled(inside: Callable[..., Any]) -> Iterator[None]:
    """Another handler inside; one that was set there stays."""
    before = signal.signal(signal.SIGINT, inside)
    try:
        yield
    finally:
        if signal.getsignal(signal.SIGINT) is inside:
            signal.signal(signal.SIGINT, before)


def _handler() -> object:
    """What answers Ctrl-C; None outside the main thread, which alone may change it."""
    is_main = threading.current_thread() is threading.main_thread()
    return signal.getsignal(signal.SIGINT) if is_main else None


def _leave(*_: object) -> None:
    os._exit(INTERRUPTED)
