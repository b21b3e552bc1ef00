"""Measure Alokasi beside its peers in one run: ``python bench/run.py`` writes docs/performance.md.

Each measurement has a process of its own, so that its memory is its own; what was found is kept in
bench/results.json, from which ``--page`` writes the page again. ``--country`` measures all villages and keeps
the rest; words such as ``plain-100``, ``country-514`` or ``commands`` measure only these.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

import highspy
import page
from questions import QUESTIONS

HOME = Path(__file__).parent.parent
NTB = HOME / "scenarios" / "ntb" / "base.yaml"
RESULTS = HOME / "bench" / "results.json"
TABLE = HOME / "docs" / "performance.md"

MEASURED: Mapping[str, tuple[tuple[str, ...], float, int]] = {
    "ntb": (("ntb",), 120, 1),
    "ntb-pulp": (("ntb-pulp",), 120, 1),
    "country-100": (("country", "100"), 120, 2),
    "country-514": (("country", "514"), 240, 2),
    "country-2000": (("country", "2000"), 300, 1),
    "country-7285": (("country", "7285"), 600, 1),
    "plain-100": (("peer", "plain", "100"), 120, 2),
    "plain-514": (("peer", "plain", "514"), 300, 1),
    "linopy-100": (("peer", "linopy", "100"), 120, 1),
    "linopy-514": (("peer", "linopy", "514"), 180, 1),
    "pulp-100": (("peer", "pulp", "100"), 180, 1),
    "pulp-514": (("peer", "pulp", "514"), 60, 1),
    "study": (("study", "1000"), 240, 1),
}
"""Words of a measurement, seconds after which it is given up, how often it is done: the best counts."""

COUNTRY: Mapping[str, tuple[tuple[str, ...], float, int]] = {
    "country-83762": (("country", "83762"), 6 * 3_600, 1)
}
"""What takes too long for every day."""

AGREED = 1e-6
"""Relative difference of values that are the same."""


def measured(words: Sequence[str], limit: float, times: int) -> dict[str, Any]:
    """The best of some runs, or how far the first came that was given up."""
    found = []
    for _ in range(times):
        one = _apart(words, limit)
        if "gave_up" in one:
            return one
        found.append(one)
    return min(found, key=lambda one: one.get("seconds", one.get("fresh", one.get("afresh", 0.0))))


def _apart(words: Sequence[str], limit: float) -> dict[str, Any]:
    """One measurement in a process of its own."""
    path = os.pathsep.join([str(HOME), str(HOME / "bench")])
    command = [sys.executable, str(HOME / "bench" / "measures.py"), *words]
    try:
        done = subprocess.run(
            command,
            env={**os.environ, "PYTHONPATH": path},
            capture_output=True,
            check=False,
            timeout=limit,
        )
    except subprocess.TimeoutExpired as ended:
        told = [json.loads(line) for line in _json_lines(ended.stdout or b"")]
        return {"gave_up": limit, "goals": {one["goal"]: one["seconds"] for one in told}}
    if done.returncode:
        raise SystemExit(f"{' '.join(words)}: {done.stderr.decode(errors='replace')}")
    found: dict[str, Any] = json.loads(_json_lines(done.stdout)[-1])
    return found


def _json_lines(said: bytes) -> list[str]:
    """The lines that are ours: HiGHS prints its banner before it can be told to be quiet."""
    return [line for line in said.decode(errors="replace").splitlines() if line.startswith("{")]


def commands() -> dict[str, float]:
    """Seconds of whole commands about NTB, the best of three."""
    alokasi = [sys.executable, str(HOME / "cli.py")]
    every = [["--help"], ["solve", "NTB"], *QUESTIONS]
    return {
        " ".join(["alokasi", *words]): min(_whole([*alokasi, *_named(words)]) for _ in range(3))
        for words in every
    }


def _named(words: list[str]) -> list[str]:
    return [str(NTB) if word == "NTB" else word for word in words]


def _whole(command: list[str]) -> float:
    begin = perf_counter()
    subprocess.run(command, cwd=HOME, capture_output=True, check=True)
    return perf_counter() - begin


def agree(found: Mapping[str, Any]) -> None:
    """Refuse a run in which peers that were given the same program reached other values."""
    for size in ("100", "514"):
        peers = {name: found.get(f"{name}-{size}") for name in ("plain", "linopy", "pulp")}
        done = {name: one for name, one in peers.items() if one and "values" in one}
        for name, one in done.items():
            first = next(iter(done.values()))
            pairs = [(value, one["values"][goal]) for goal, value in first["values"].items()]
            pairs += list(zip(first["levels"], one["levels"], strict=True))
            apart = max(abs(a - b) / max(1.0, abs(a)) for a, b in pairs)
            if apart > AGREED:
                raise SystemExit(f"{name} {size}: other values than {next(iter(done))}, by {apart:.1e}")


def machine() -> str:
    """The machine and the versions, in a line."""
    names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    processor = names[0].partition(":")[2].strip() if names else platform.processor()
    solver = highspy.Highs().version()  # type: ignore[no-untyped-call] # highspy leaves it untyped
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{processor}, {os.cpu_count()} cores, {memory:.0f} GiB, Python {platform.python_version()}, "
        f"HiGHS {solver}"
    )


def main(words: list[str]) -> None:
    """Measure what is asked for, keep it, and write the page."""
    kept: dict[str, Any] = json.loads(RESULTS.read_text("utf-8")) if RESULTS.is_file() else {}
    known = {**MEASURED, **COUNTRY}
    named = [word for word in words if word in known]
    every = [] if {"--page", "commands"} & {*words} else [*MEASURED]
    asked = [*COUNTRY] if "--country" in words else named or every
    for name in asked:
        begin, busy = perf_counter(), round(os.getloadavg()[0], 1)
        kept[name] = measured(*known[name])
        kept[name] |= {"day": f"{datetime.now(UTC):%Y-%m-%d}", "busy": busy}
        print(f"{name}: {perf_counter() - begin:.1f} s", file=sys.stderr, flush=True)
    if not words or "commands" in words:
        kept["commands"] = commands()
    if asked or "commands" in words:
        agree(kept)
        kept["machine"] = machine()
        RESULTS.write_text(json.dumps(kept, indent=1) + "\n", "utf-8", newline="\n")
    text = page.page(kept)
    sys.stdout.write(text)
    TABLE.write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
