"""Parts of a problem solved at the same time: the solver works outside of Python, so threads are enough."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from functools import partial
from typing import TypeVar

from optimizer.solve.patience import GLANCE, stopping

Part = TypeVar("Part")
Solved = TypeVar("Solved")


def each_apart(parts: Sequence[Part], solve: Callable[[int, Part], Solved], *, threads: int) -> list[Solved]:
    """What ``solve`` finds for each numbered part, in their order; an error of the first part that has one.

    After an error no further part is begun; Ctrl-C stops those that are being solved too.

    Raises:
        KeyboardInterrupt: once every thread has stopped.
    """
    if threads <= 1 or len(parts) <= 1:
        return [solve(number, part) for number, part in enumerate(parts)]
    pool, asked = ThreadPoolExecutor(threads), list[Future[Solved]]()
    try:
        asked += (pool.submit(partial(solve, number, part)) for number, part in enumerate(parts))
        waited = set(asked)
        while waited:
            done, waited = wait(waited, timeout=GLANCE, return_when=FIRST_EXCEPTION)
            if any(one.exception() for one in done):
                break
    except KeyboardInterrupt:
        stopping.set()
        raise
    finally:
        _end(pool, asked)
    return [one.result() for one in asked]


def _end(pool: ThreadPoolExecutor, asked: Sequence[Future[Solved]]) -> None:
    """Begin nothing more, and wait for what was begun; Ctrl-C pressed again only stops it."""
    running = True
    while running:
        try:
            pool.shutdown(wait=False, cancel_futures=True)
            while not all(one.done() for one in asked):
                wait(asked, timeout=GLANCE)
            pool.shutdown()
            running = False
        except KeyboardInterrupt:
            stopping.set()
    stopping.clear()


def processors() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
