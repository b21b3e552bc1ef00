"""From a scenario to an audited plan, and from a plan to its folder."""

from __future__ import annotations

import json
import os
import platform
import shlex
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fractions import Fraction
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from time import perf_counter
from typing import Literal

from optimizer import __version__, folder
from optimizer.audit import passed
from optimizer.errors import Finding
from optimizer.frames import Frames
from optimizer.plan.files import payments_csv, plan_yaml, yaml_text
from optimizer.plan.shapes import Plan
from optimizer.plan.tally import tally
from optimizer.scenario.naming import naming
from optimizer.scenario.reading import Loaded, load
from optimizer.scenario.resolved import digest, write
from optimizer.scenario.schema import Scenario
from optimizer.solve.answer import draft, drafted
from optimizer.solve.highs import Limits
from optimizer.solve.workshop import Workshop

Phase = Literal["solve", "audit", "tally"]
Progress = Callable[[Phase], None]

LAYERS = "layers:"
"""Begins the line of ``run.yaml`` that names variants and changes."""

LONGEST_RUN = 64 * 1024
"""Bytes of ``run.yaml`` that are read."""

PACKAGES = ("pulp", "highspy", "numpy", "pydantic", "pyyaml")
"""What can change an answer."""


@dataclass(frozen=True)
class Run:
    """An answer, and how it came about."""

    scenario: Scenario
    findings: tuple[Finding, ...]
    """Warnings and notes of the scenario."""
    plan: Plan
    started: datetime
    seconds: tuple[tuple[Phase, float], ...] = field(default=(), compare=False)

    @cached_property
    def frames(self) -> Frames:
        """The plan as pandas tables."""
        return Frames(self.plan)


def answer(loaded: Loaded, *, time_limit: float | None = None, progress: Progress | None = None) -> Run:
    """The best payable plan of a scenario that was read, once it passed the audit.

    ``progress`` is told each phase as it begins; ``time_limit`` is in seconds.

    Raises:
        ContradictionError: hard rules contradict each other; its findings name them.
        StoppedError: a limit came before the proof.
        AuditError: the plan breaks a rule, which is an error of this program.
    """
    clock = _Clock(progress)
    scenario = loaded.scenario
    with clock.phase("solve"), naming(scenario):
        proposed = draft(scenario, time_limit=time_limit)
    with clock.phase("audit"), naming(scenario):
        passed(scenario, proposed.payments, proposed.goals)
    with clock.phase("tally"):
        plan = tally(scenario, proposed, digest(scenario))
    return Run(scenario, tuple(loaded.findings), plan, clock.started, tuple(clock.seconds))


def planned(scenario: Scenario, limits: Limits, workshop: Workshop) -> Plan:
    """The audited plan of one scenario among many; its digest is left empty.

    Raises:
        ContradictionError: hard rules contradict each other; its findings name them.
        StoppedError: a limit came before the proof.
        AuditError: the plan breaks a rule, which is an error of this program.
    """
    with naming(scenario):
        proposed = drafted(scenario, limits, workshop)
        passed(scenario, proposed.payments, proposed.goals)
    return tally(scenario, proposed, "")


def solved(
    source: Loaded | Path | str,
    *,
    variants: Sequence[str] = (),
    sets: Sequence[str] = (),
    time_limit: float | None = None,
) -> Run:
    """The answer to a scenario that was read, or to a file with its variants and changes."""
    loaded = source if isinstance(source, Loaded) else load(source, variants=variants, sets=sets)
    return answer(loaded, time_limit=time_limit)


def save(
    run: Run,
    out: Path | str,
    *,
    force: bool = False,
    command: Sequence[str] = (),
    layers: Sequence[str] = (),
) -> tuple[Path, ...]:
    """Write the folder of an answer whole or not at all; return its files.

    ``layers`` are the variants and changes laid over the scenario's file, as readers know them.

    Raises:
        InvalidError: the folder exists and ``force`` is not set, or it is not this program's.
        FailedError: the disk refused.
    """
    files = {
        "plan.yaml": plan_yaml(run.plan),
        "payments.csv": payments_csv(run.plan.payments),
        "scenario.yaml": write(run.scenario),
        "run.yaml": yaml_text(_provenance(run, command)) + _layers_line(layers),
    }
    return folder.write(out, files, replace=force)


def _layers_line(layers: Sequence[str]) -> str:
    """Variants and changes on one line, which YAML and JSON read alike."""
    return f"{LAYERS} {json.dumps(list(layers), ensure_ascii=False)}\n" if layers else ""


def layers_of(out: Path) -> tuple[str, ...]:
    """The variants and changes of a plan that was kept; nothing where its folder names none."""
    try:
        lines = (out / "run.yaml").read_bytes()[:LONGEST_RUN].decode("utf-8", "replace").splitlines()
    except OSError:
        return ()
    said = next((line for line in lines if line.startswith(LAYERS)), LAYERS)
    with suppress(ValueError, RecursionError):
        return tuple(str(layer) for layer in json.loads(said.removeprefix(LAYERS).strip() or "[]"))
    return ()


def _provenance(run: Run, command: Sequence[str]) -> dict[str, object]:
    """The one file that differs from run to run; it names no person and no machine."""
    return {
        "schema": "run/1",
        "digest": run.plan.digest,
        **({"synthetic": True} if run.plan.synthetic else {}),
        "command": shlex.join(command),
        "started": run.started.isoformat(timespec="seconds"),
        "seconds": {phase: Fraction(round(seconds * 1000), 1000) for phase, seconds in run.seconds},
        "versions": {
            "alokasi": __version__,
            "python": platform.python_version(),
            **{name: _version(name) for name in PACKAGES},
        },
        "machine": {"system": platform.system(), "kind": platform.machine(), "cores": os.cpu_count()},
    }


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "-"


class _Clock:
    """Tells and times the phases."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self.started = datetime.now(UTC)
        self.seconds: list[tuple[Phase, float]] = []

    @contextmanager
    def phase(self, name: Phase) -> Iterator[None]:
        if self._progress is not None:
            self._progress(name)
        before = perf_counter()
        yield
        self.seconds.append((name, perf_counter() - before))
