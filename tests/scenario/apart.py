"""Hostile files are read in a process of their own, which is timed and measured."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MOST_SECONDS = 10.0
MOST_MEGABYTES = 2_000
"""Ten times what is aimed at: a second and 200 MB; a slow machine must not fail."""

_CHILD = """
import json, resource, sys, time
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

resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
what, path = sys.argv[1], Path(sys.argv[2])
before, start = used(), time.process_time()
try:
    found = load(path).findings if what == "scenario" else read_table(path, path.name, what)[1]
    refused = False
except InvalidError as error:
    found, refused = error.findings, True
places = [(one.place.file, one.place.line, one.place.column) if one.place else None for one in found]
print(json.dumps({
    "codes": [one.code for one in found if one.level == "error"],
    "places": [place for place, one in zip(places, found) if one.level == "error"],
    "refused": refused,
    "seconds": time.process_time() - start,
    "megabytes": used() - before,
}))
"""


@dataclass(frozen=True)
class Outcome:
    """What a process of its own made of a file."""

    codes: tuple[str, ...]
    places: tuple[tuple[str, int, int] | None, ...]
    refused: bool
    seconds: float
    megabytes: float


def read_apart(path: Path, what: str = "scenario") -> Outcome:
    """Read a scenario, or a table of regions or funds; fail if it crashes, stalls or takes too much."""
    command: Sequence[str] = [sys.executable, "-c", _CHILD, what, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-2_000:]
    said: dict[str, Any] = json.loads(done.stdout)
    places = tuple(None if place is None else (place[0], place[1], place[2]) for place in said["places"])
    outcome = Outcome(tuple(said["codes"]), places, said["refused"], said["seconds"], said["megabytes"])
    assert outcome.seconds < MOST_SECONDS
    assert outcome.megabytes < MOST_MEGABYTES
    return outcome
