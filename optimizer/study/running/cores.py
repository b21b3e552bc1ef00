"""All cores of this machine: worker processes of our own."""

from __future__ import annotations

from concurrent.futures import Executor, Future, ProcessPoolExecutor
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import Any

from optimizer.study.running.signals import unheard
from optimizer.study.running.worker import begin

WAIT = 5.0
"""Seconds a killed process is waited for."""


class _Context(SpawnContext):
    """Starts processes afresh, without this one's threads, and remembers them."""

    def __init__(self) -> None:
        super().__init__()
        self.started: list[SpawnProcess] = []

    def Process(self, *args: Any, **kwargs: Any) -> SpawnProcess:  # type: ignore[override] # noqa: N802 # multiprocessing names it so
        """A process that is remembered."""
        process = SpawnProcess(*args, **kwargs)
        self.started.append(process)
        return process


class _Pool(ProcessPoolExecutor):
    """A pool whose processes never hear Ctrl-C, from their first moment on."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Submit; the first work starts the processes."""
        with unheard():
            return super().submit(fn, *args, **kwargs)


class Cores:
    """As many worker processes as there are cores."""

    def __init__(self, workers: int) -> None:
        self.at_once = workers
        self._begin()

    def _begin(self) -> None:
        self._context = _Context()
        self.executor: Executor = _Pool(self.at_once, mp_context=self._context, initializer=begin)

    def again(self) -> None:
        """Other processes in the place of those one of which was killed."""
        self.close()
        self._begin()

    def close(self) -> None:
        """Kill the processes: what they have not answered yet is given up."""
        started = [process for process in self._context.started if process.pid is not None]
        for process in started:
            process.kill()
        # Its own thread notices that they are dead; at the interpreter's end it would be in the way.
        thread = getattr(self.executor, "_executor_manager_thread", None)
        self.executor.shutdown(wait=False, cancel_futures=True)
        if thread is not None:
            thread.join(WAIT)
        for process in started:
            process.join(WAIT)
