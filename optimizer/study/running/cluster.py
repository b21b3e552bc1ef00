"""A Dask cluster that somebody else has started; its workers need this program, and none of our files."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager, suppress
from threading import Thread
from time import monotonic
from typing import Any
from weakref import WeakSet

from distributed import Client
from distributed.core import rpc

from optimizer.errors import FailedError, Finding

PATIENCE = 5.0
"""Seconds in which a scheduler answers."""

FOR_WORKERS = 10.0
"""Seconds in which it has a worker."""

COUNT_EVERY = 2.0
"""Seconds between countings of the workers."""

AT_THE_END = 0.5
"""Seconds for taking leave."""

LOSSES = 3
"""So many workers may die over one case, as Dask reckons it, before it is given back."""


class Cluster:
    """The workers of one scheduler."""

    def __init__(self, address: str) -> None:
        """Connect.

        Raises:
            FailedError: the scheduler does not answer, or has no workers.
        """
        self._address, self._loggers = address, _quiet()
        self._client: Any = None
        self._work: _Work | None = None
        try:
            _knock(address)
            self._client = Client(  # type: ignore[no-untyped-call] # distributed leaves it untyped
                address, timeout=PATIENCE, set_as_default=False, name="alokasi"
            )
            self._client.wait_for_workers(1, timeout=FOR_WORKERS)
        except Exception as error:  # whatever listens there may answer anything
            found = _finding(address, error, known=self._client is not None)
            self.close()
            raise FailedError([found]) from None
        except BaseException:
            self.close()
            raise
        self._work = _Work(self._client, address)
        self.executor: Executor = self._work
        self._counted, self._threads = float("-inf"), 1

    @property
    def at_once(self) -> int:
        """The threads of all its workers; they may come and go."""
        if monotonic() - self._counted > COUNT_EVERY:
            with _told(self._address):
                threads: dict[str, int] = self._client.nthreads()
            self._threads, self._counted = max(1, sum(threads.values())), monotonic()
        return self._threads

    def again(self) -> None:
        """The scheduler puts work of a lost worker on others by itself."""

    def close(self) -> None:
        """Leave the cluster; what it has not answered yet is given up."""
        if self._client is not None:
            with suppress(OSError, asyncio.CancelledError):
                self._client.close(timeout=AT_THE_END)
            # One that could not take leave in time would try again when it is collected, for ten seconds.
            self._client.status = "closed"
        # What is given up is still complained of when the client has gone.
        if self._work is None or not self._work.is_busy:
            _loud(self._loggers)


class _Work(Executor):
    """Work for the cluster, with plain futures."""

    def __init__(self, client: Any, address: str) -> None:
        self._client, self._address = client, address
        self._executor = client.get_executor(pure=False, retries=LOSSES)
        self._given: WeakSet[Future[Any]] = WeakSet()

    @property
    def is_busy(self) -> bool:
        """Whether anything that was sent has not come back."""
        return any(not future.done() for future in self._given)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Send work to some worker.

        Raises:
            FailedError: the scheduler is gone.
        """
        with _told(self._address):
            if self._client.status != "running":
                raise ConnectionError(self._client.status)
            future: Future[Any] = self._executor.submit(fn, *args, **kwargs)
        self._given.add(future)
        return future


def _knock(address: str) -> None:
    """Ask the scheduler who it is: a client that is made without an answer can hardly be got rid of.

    Raises:
        Exception: whatever went wrong.
    """
    answer: Future[Any] = Future()

    async def ask() -> None:
        there: Any = rpc(address)  # type: ignore[no-untyped-call] # distributed leaves it untyped
        try:
            answer.set_result(await asyncio.wait_for(there.identity(), PATIENCE))
        except BaseException as error:  # passed on to whoever waits
            answer.set_exception(error)
        finally:
            await there.close_rpc()

    # In a thread of its own: Ctrl-C need not wait for it, and a loop may be running here already.
    Thread(target=asyncio.run, args=(ask(),), daemon=True).start()
    answer.result(2 * PATIENCE)


@contextmanager
def _told(address: str) -> Iterator[None]:
    """Whatever the client raises while it works, the scheduler cannot be reached any more."""
    try:
        yield
    except Exception:
        raise FailedError([Finding("study.scheduler_lost", {"given": address})]) from None


def _finding(address: str, error: Exception, *, known: bool) -> Finding:
    """What is wrong with a scheduler; ``known`` when it answered."""
    if known:
        return Finding("study.cluster_empty", {"given": address})
    if isinstance(error, TimeoutError):
        return Finding("study.scheduler_silent", {"given": address, "seconds": int(PATIENCE)})
    facts = {"given": address, "reason": str(error)[:200] or type(error).__name__}
    return Finding("study.scheduler_unreachable", facts)


_NAMES = ("distributed", "distributed.client", "tornado", "tornado.application", "asyncio")
"""The loggers that Dask gives levels of their own."""


def _quiet() -> dict[str, int]:
    """Lost workers are told by this program, not by the library's log."""
    before = {name: logging.getLogger(name).level for name in _NAMES}
    for name in _NAMES:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    return before


def _loud(before: dict[str, int]) -> None:
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)
