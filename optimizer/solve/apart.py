"""Parts of a problem solved at the same time: the solver works outside of Python, so threads are enough."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from functools import partial
from typing import TypeVar

from optimizer.solve.patience import GLANCE, stopping

Part = TypeVar("Part")
Solved = TypeVar("Solved")


def each_apart(parts: Sequence[Part], solve: Callable[[int, Part], Solved], *, threads: int) -> list[Solved]:
    """What ``solve`` finds for each numbered part, in their order; an error of the first part that has one.

    Ctrl-C, or an error, stops what is still being solved.

    Raises:
        KeyboardInterrupt: once every thread has stopped.
    """
    if threads <= 1 or len(parts) <= 1:
        return [solve(number, part) for number, part in enumerate(parts)]
    with ThreadPoolExecutor(threads) as pool:
        asked = [pool.submit(partial(solve, number, part)) for number, part in enumerate(parts)]
        waited = set(asked)
        try:
            while waited:
                done, waited = wait(waited, timeout=GLANCE)
                if any(one.exception() for one in done):
                    break
        except KeyboardInterrupt:
            stopping.set()
            raise
        finally:
            for one in asked:
                one.cancel()
            if waited and stopping.is_set():
                wait([one for one in waited if not one.cancelled()])
                stopping.clear()
        return [one.result() for one in asked]


def processors() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
