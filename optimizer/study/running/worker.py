"""What a worker process does, on this machine or on another."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
from dataclasses import dataclass, field
from threading import Lock, Thread

from optimizer.answers.outcome import outcome_line
from optimizer.study.running.evaluation import Bench
from optimizer.study.running.parcels import Unpacker, versions


@dataclass(frozen=True, slots=True)
class Reply:
    """What a worker says to a parcel."""

    outcome: str = ""
    """The outcome as a line."""
    wants_base: bool = False
    """It does not know the scenario that the case is told upon."""
    versions: str = ""
    """Its versions, where they are not those of the parcel: nothing was solved."""


@dataclass
class _Desk:
    """What this process keeps between cases."""

    unpacker: Unpacker = field(default_factory=Unpacker)
    bench: Bench = field(default_factory=Bench)
    lock: Lock = field(default_factory=Lock)
    """A worker of several threads still solves one case at a time: programs are kept for one."""


_DESK = _Desk()


def work(packed: bytes) -> Reply:
    """Solve the case of a parcel."""
    parcel = pickle.loads(packed)
    if parcel.versions != versions():
        return Reply(versions=versions())
    with _DESK.lock:
        scenario = _DESK.unpacker.scenario(parcel)
        if scenario is None:
            return Reply(wants_base=True)
        return Reply(outcome_line(_DESK.bench.outcome(scenario, parcel.digest, parcel.time_limit)))


def begin() -> None:
    """Prepare a process of our own: it leaves Ctrl-C to its parent, and ends when the parent does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
