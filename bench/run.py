"""Measure every phase beside plain HiGHS, in one run: ``python bench/run.py`` writes docs/performance.md.

``python bench/run.py ntb 514`` measures these; ``--print`` writes no file. Each scenario has a process
of its own, so that its memory is its own.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from operator import itemgetter
from pathlib import Path
from time import perf_counter
from typing import Any

import highspy
import numpy as np
import plain
from national import national
from questions import QUESTIONS, whatifs

from optimizer.blocks import blocks
from optimizer.errors import StoppedError
from optimizer.model.program import Program, formulate
from optimizer.problem import Problem, build
from optimizer.scenario.reading import load
from optimizer.scenario.schema import Scenario
from optimizer.solve.highs import Limits
from optimizer.solve.measure import Count, count
from optimizer.solve.ordered import optimum
from optimizer.solve.unspent import reasons
from optimizer.solve.whole import Whole, whole_persons
from optimizer.solve.workshop import Workshop

HOME = Path(__file__).parent.parent
NTB = HOME / "scenarios" / "ntb" / "base.yaml"
TABLE = HOME / "docs" / "performance.md"
SIZES = ("ntb", "100", "514")
PATIENCE = 300.0
"""Seconds after which solving is given up."""
SOLVING = ("goals and ties", "whole persons")
PHASES = ("read", "build", "formulate", *SOLVING, "reasons")


class Clock:
    """Seconds and peak memory of each phase."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.peak: dict[str, float] = {}
        """In MB: the most memory the process held during the phase."""

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Time what happens inside; a phase of several parts adds up."""
        _forget_peak()
        begin = perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + perf_counter() - begin
            self.peak[name] = max(self.peak.get(name, 0.0), _peak())


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def _peak() -> float:
    status = Path("/proc/self/status").read_text().splitlines()
    line = next(line for line in status if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def scenario_of(size: str) -> Scenario:
    """NTB as published, or as many regions as the name says."""
    return load(NTB).scenario if size == "ntb" else national(int(size))


def measure(size: str) -> dict[str, Any]:
    """All phases of one scenario, then plain HiGHS on the whole program in one piece."""
    clock = Clock()
    with clock.phase("read"):
        scenario = scenario_of(size)
    with clock.phase("build"):
        problem = build(scenario)
        parts = blocks(problem)
    paid = np.zeros(len(problem.cells), dtype=np.int64)
    limits, proven = Limits.starting(PATIENCE), True
    whole: Count | None = None
    with suppress(StoppedError):
        for part in parts:
            found = _solved(part.problem, limits, clock)
            paid[part.cells] = found.count.paid
            proven &= found.proven
        whole = count(problem, paid)
    if whole is not None:
        with clock.phase("reasons"):
            reasons(problem, whole)
    program = formulate(problem)
    return {
        "size": size,
        **_shape(program),
        "parts": len(parts),
        "standing": "none in time" if whole is None else "optimal" if proven else "within bound",
        "seconds": clock.seconds,
        "peak": clock.peak,
        "plain": plain.seconds(program),
    }


def _solved(problem: Problem, limits: Limits, clock: Clock) -> Whole:
    workshop = Workshop()
    with clock.phase("formulate"):
        program, brief = workshop.program(problem), workshop.brief(problem)
    trails = workshop.trails(problem)
    with clock.phase("goals and ties"):
        best = optimum(brief or program, limits, trails.goals)
    with clock.phase("whole persons"):
        return whole_persons(program, best, limits, brief, trails)


def _shape(program: Program) -> dict[str, int]:
    return {
        "regions": len(program.problem.codes),
        "funds": len(program.problem.funds),
        "columns": program.columns,
        "rows": len(program.claims),
    }


def apart(size: str) -> dict[str, Any]:
    """The measures of one scenario, from a process of its own."""
    path = os.pathsep.join([str(HOME), str(HOME / "bench")])
    ran = subprocess.run(
        [sys.executable, __file__, "--one", size],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        raise SystemExit(f"{size}: {ran.stderr}")
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def processes() -> dict[str, float]:
    """Seconds of whole commands, the best of five; ``NTB`` stands for the scenario."""
    alokasi = [sys.executable, str(HOME / "cli.py")]
    commands = [["--help"], ["solve", "NTB"], *QUESTIONS]
    return {
        " ".join(["alokasi", *words]): min(_whole([*alokasi, *_named(words)]) for _ in range(5))
        for words in commands
    }


def _named(words: list[str]) -> list[str]:
    return [str(NTB) if word == "NTB" else word for word in words]


def _whole(command: list[str]) -> float:
    begin = perf_counter()
    subprocess.run(command, cwd=HOME, capture_output=True, check=True)
    return perf_counter() - begin


def table(found: list[dict[str, Any]], commands: dict[str, float], plans: dict[str, float]) -> str:
    """What was measured, as a page of the documentation."""
    return "\n".join(
        [
            "# How fast it is",
            "",
            f"Measured by `make bench` on {machine()}. Seconds, and in brackets the most memory held during "
            "the phase, in MB. Times on another machine differ; the ratios hardly do.",
            "",
            *_grid(found),
            "",
            "*Plain HiGHS* is one warm solver fed the same arrays, with default options, one thread, the "
            "same goals in turn and the same leximin. It ends with fractions of persons and with one of many "
            "plans that tie. It solves the whole program in one piece; Alokasi solves apart what no fund, "
            "target or rule ties together (*parts*). *Solving* is goals, ties and whole persons; it is given "
            f"up after {PATIENCE:.0f} seconds here.",
            "",
            "| command | seconds |",
            "|---|---|",
            *(f"| `{name}` | {spent:.2f} |" for name, spent in commands.items()),
            "",
            "NTB is `scenarios/ntb/base.yaml`; each command is a process of its own, the best of five.",
            "",
            "| audited plans of NTB with one figure changed | seconds a plan |",
            "|---|---|",
            *(f"| {name} | {spent:.3f} |" for name, spent in plans.items()),
            f"| ratio | {plans['each begun afresh'] / plans['in a program that is loaded']:.1f} |",
            "",
        ]
    )


def _grid(found: list[dict[str, Any]]) -> Iterator[str]:
    def line(name: str, cell: Callable[[dict[str, Any]], str]) -> str:
        return f"| {name} | " + " | ".join(cell(one) for one in found) + " |"

    yield line("phase", lambda one: "NTB" if one["size"] == "ntb" else f"{one['size']} regions")
    yield "|---|" + "---|" * len(found)
    for shape in ("regions", "funds", "columns", "rows", "parts"):
        yield line(shape, partial(_count, shape))
    for phase in PHASES:
        yield line(phase, partial(_phase, phase))
    yield line("plain HiGHS", lambda one: f"{sum(one['plain'].values()):.2f}")
    yield line("goals / plain", lambda one: f"{one['seconds'][SOLVING[0]] / sum(one['plain'].values()):.1f}")
    yield line("solving / plain", lambda one: f"{solving(one) / sum(one['plain'].values()):.1f}")
    yield line("plan", itemgetter("standing"))


def _count(shape: str, one: dict[str, Any]) -> str:
    return f"{one[shape]:,}"


def _phase(phase: str, one: dict[str, Any]) -> str:
    return f"{one['seconds'][phase]:.2f} ({one['peak'][phase]:.0f})" if phase in one["seconds"] else "–"


def solving(one: dict[str, Any]) -> float:
    """Seconds of the phases in which a solver runs."""
    return float(sum(one["seconds"][phase] for phase in SOLVING))


def machine() -> str:
    """The machine and the versions, in a line."""
    names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    processor = names[0].partition(":")[2].strip() if names else platform.processor()
    solver = highspy.Highs().version()  # type: ignore[no-untyped-call] # highspy leaves it untyped
    return f"{processor}, {os.cpu_count()} cores, Python {platform.python_version()}, HiGHS {solver}"


def main(words: list[str]) -> None:
    """Measure, and write the table."""
    if words[:1] == ["--one"]:
        json.dump(measure(words[1]), sys.stdout)
        return
    sizes = [word for word in words if word != "--print"] or list(SIZES)
    found = [apart(size) for size in sizes]
    text = table(found, processes(), whatifs(NTB))
    sys.stdout.write(text)
    if "--print" not in words:
        TABLE.write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
