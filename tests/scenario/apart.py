"""Hostile files are read in a process of their own, which is timed and measured."""

from __future__ import annotations

import atexit
import json
import select
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

MOST_SECONDS = 10.0
MOST_MEGABYTES = 2_000
"""Ten times what is aimed at: a second and 200 MB; a slow machine must not fail."""

_HOST = """
import json, os, resource, sys, time, traceback
from pathlib import Path
from optimizer.errors import InvalidError
from optimizer.scenario.reading import load
from optimizer.scenario.tables import read_table

def used():
    status = Path("/proc/self/status")
    if status.exists():
        peak = status.read_text().partition("VmHWM:")[2].split()[0]
        return int(peak) / 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20

def read(what, path):
    resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
    if what == "crash":
        os.abort()
    before, start = used(), time.process_time()
    try:
        found = load(path).findings if what == "scenario" else read_table(path, path.name, what)[1]
        refused = False
    except InvalidError as error:
        found, refused = error.findings, True
    places = [(one.place.file, one.place.line, one.place.column) if one.place else None for one in found]
    return {
        "codes": [one.code for one in found if one.level == "error"],
        "places": [place for place, one in zip(places, found) if one.level == "error"],
        "refused": refused,
        "seconds": time.process_time() - start,
        "megabytes": used() - before,
    }

for line in sys.stdin:
    what, path = json.loads(line)
    child = os.fork()
    if child == 0:
        try:
            said = read(what, Path(path))
        except BaseException:
            said = {"failed": traceback.format_exc()}
        print(json.dumps(said), flush=True)
        os._exit(0)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if ended:
        print(json.dumps({"failed": f"ended with {ended}"}), flush=True)
"""
"""Loads the program once, then reads each file in a process of its own, forked before anything was read."""


@dataclass(frozen=True)
class Outcome:
    """What a process of its own made of a file."""

    codes: tuple[str, ...]
    places: tuple[tuple[str, int, int] | None, ...]
    refused: bool
    seconds: float
    megabytes: float


@cache
def _host() -> subprocess.Popen[str]:
    """One for all files that this process has read."""
    host = subprocess.Popen(
        [sys.executable, "-c", _HOST], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    atexit.register(_ended, host)
    return host


def _ended(host: subprocess.Popen[str]) -> None:
    host.kill()
    host.communicate()


def _told(what: str, path: Path) -> dict[str, Any]:
    host = _host()
    assert host.stdin is not None
    assert host.stdout is not None
    host.stdin.write(json.dumps([what, str(path)]) + "\n")
    host.stdin.flush()
    if not select.select([host.stdout], [], [], 120)[0]:
        _host.cache_clear()
        _ended(host)
        raise AssertionError(f"{path} stalls")
    said: dict[str, Any] = json.loads(host.stdout.readline())
    assert "failed" not in said, said["failed"][-2_000:]
    return said


def read_apart(path: Path, what: str = "scenario") -> Outcome:
    """Read a scenario, or a table of regions or funds; fail if it crashes, stalls or takes too much."""
    said = _told(what, path)
    places = tuple(None if place is None else (place[0], place[1], place[2]) for place in said["places"])
    outcome = Outcome(tuple(said["codes"]), places, said["refused"], said["seconds"], said["megabytes"])
    assert outcome.seconds < MOST_SECONDS
    assert outcome.megabytes < MOST_MEGABYTES
    return outcome
