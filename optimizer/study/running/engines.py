"""Where cases are solved, behind one ``concurrent.futures`` face: this process, all cores, a Dask cluster."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any, Literal, Protocol, TypeAlias

from optimizer.errors import Finding, InvalidError
from optimizer.study.running.cores import Cores
from optimizer.study.running.worker import Reply, work

EngineName: TypeAlias = Literal["one", "cores", "dask"]
ENGINES: tuple[EngineName, ...] = ("one", "cores", "dask")

Work: TypeAlias = Callable[[bytes], Reply]


class Engine(Protocol):
    """Solves parcels, some at once."""

    @property
    def executor(self) -> Executor:
        """Takes the work."""

    @property
    def at_once(self) -> int:
        """How many cases can be solved at the same time."""

    def again(self) -> None:
        """Begin anew, with a new executor, after the old one broke."""

    def close(self) -> None:
        """End now; what is not finished is given up."""


class Here(Executor):
    """An executor that does the work when it is given."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Do it now; Ctrl-C is passed on."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # the caller asks the future
            future.set_exception(error)
        return future


class One:
    """This process alone."""

    at_once = 1

    def __init__(self) -> None:
        self.executor: Executor = Here()

    def again(self) -> None:
        """Nothing breaks here."""

    def close(self) -> None:
        """Nothing is left to end."""


def engine_of(name: str, scheduler: str | None, workers: int | None) -> Engine:
    """The engine of a name; ``scheduler`` is the address of a Dask scheduler, ``workers`` how many cores.

    Raises:
        InvalidError: there is no such engine, or it needs what was not given or is not installed.
        FailedError: the scheduler or its workers cannot be reached.
    """
    if name not in ENGINES:
        raise InvalidError([Finding("study.engine_unknown", {"given": name, "known": ENGINES})])
    if scheduler is not None and name != "dask":
        raise InvalidError([Finding("study.scheduler_unused", {"given": name})])
    if workers is not None and (name != "cores" or workers < 1):
        code = "study.workers_unused" if name != "cores" else "study.workers_none"
        raise InvalidError([Finding(code, {"given": name, "found": workers})])
    if name == "one":
        return One()
    if name == "cores":
        return Cores(workers or cores())
    return _dask(scheduler)


def cores() -> int:
    """The processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _dask(scheduler: str | None) -> Engine:
    if not scheduler:
        raise InvalidError([Finding("study.no_scheduler")])
    try:
        # Imported only when asked for: it takes a second, and is installed for few.
        cluster = importlib.import_module("optimizer.study.running.cluster")
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("distributed", "dask", "tornado"):
            raise
        raise InvalidError([Finding("study.no_dask", {"missing": error.name or "distributed"})]) from None
    engine: Engine = cluster.Cluster(scheduler)
    return engine


__all__ = ["ENGINES", "Engine", "EngineName", "Here", "One", "Work", "cores", "engine_of", "work"]
