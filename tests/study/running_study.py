"""A small study, in this process or in one of its own that can be killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from cases import three_regions_two_funds
from command_line import ROOT, environment
from interrupted import hears_interrupts
from strategies import as_yaml

from optimizer.answers.outcome import outcome_line
from optimizer.study.case import Case
from optimizer.study.running import solve_cases

CASES = 20
"""Different scenarios; a tenth as many cases more repeat one of them."""


def scenario_file(folder: Path) -> Path:
    """The scenario of the study."""
    file = folder / "scenario.yaml"
    file.write_text(as_yaml(three_regions_two_funds()), encoding="utf-8")
    return file


def study(cases: int = CASES) -> list[Case]:
    """Its cases: another ceiling each, another stay in some, and some that are as others."""
    fund = next(iter(three_regions_two_funds()["funds"]))
    made = [(f"funds.{fund}.ceiling={10 + place % cases} juta",) for place in range(cases + cases // 10)]
    sets = [(*one, f"rules.stay={1 + place % cases % 3}") for place, one in enumerate(made)]
    return [Case(place, (), one, one) for place, one in enumerate(sets)]


def lines(file: Path, cases: list[Case], **how: Any) -> list[str]:
    """Every outcome as its bytes."""
    return [outcome_line(outcome) for _, outcome in solve_cases(file, (), (), cases, **how)]


PROGRAM = """
import json, sys, time
sys.path[:0] = {paths!r}
from pathlib import Path
from optimizer.answers.outcome import outcome_line
from optimizer.study.running import solve_cases
from running_study import study

if __name__ == "__main__":
    folder, how = Path(sys.argv[1]), json.loads(sys.argv[2])
    file, cases = folder / "scenario.yaml", study(how.pop("cases"))
    solving = solve_cases(file, (), (), cases, store=folder / "store", **how)
    told = []
    try:
        for case, outcome in solving:
            told.append(outcome_line(outcome))
            print(len(told), flush=True)
    except KeyboardInterrupt:
        (folder / "heard").write_text(str(time.monotonic()))
        sys.exit(130)
    (folder / "outcomes").write_text("\\n".join(told), encoding="utf-8")
    (folder / "solved").write_text(str(solving.solved), encoding="utf-8")
"""


def program(folder: Path) -> Path:
    """The study as a program, in the folder of its scenario."""
    scenario_file(folder)
    file = folder / "program.py"
    paths = [str(ROOT / "tests"), str(ROOT / "tests" / "study")]
    file.write_text(PROGRAM.format(paths=paths), encoding="utf-8")
    return file


class Running:
    """The study in a process group of its own, as a terminal would start it."""

    def __init__(self, folder: Path, cases: int = CASES, **how: Any) -> None:
        self._folder = folder
        words = [sys.executable, str(program(folder)), str(folder), json.dumps({"cases": cases, **how})]
        self.process = subprocess.Popen(
            words,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
            text=True,
            start_new_session=True,
            preexec_fn=hears_interrupts,
        )

    def __enter__(self) -> Running:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()

    def until(self, told: int) -> None:
        """Wait until so many outcomes were told."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if int(line) >= told:
                return

    def kill(self) -> None:
        """Kill all its processes at once."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(60)

    def interrupt(self, how: signal.Signals = signal.SIGINT) -> float:
        """Press Ctrl-C: all its processes hear it. The seconds until the study has ended."""
        before = time.monotonic()
        os.killpg(self.process.pid, how)
        self.process.wait(60)
        return float((self._folder / "heard").read_text()) - before

    def ended(self) -> tuple[int, str]:
        """Its exit code and what it said on standard error, at its end."""
        _, said = self.process.communicate(timeout=60)
        return self.process.returncode, said

    def is_gone(self, seconds: float = 5.0) -> bool:
        """Whether no process of the group is left, within some seconds."""
        last = time.monotonic() + seconds
        while time.monotonic() < last:
            if not list(self.members()):
                return True
            time.sleep(0.02)
        return False

    def members(self) -> Iterator[int]:
        """The processes of the group that are alive."""
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    state, _, group = (entry / "stat").read_text().rpartition(")")[2].split()[:3]
                except (OSError, ValueError):
                    continue
                if int(group) == self.process.pid and state != "Z":
                    yield int(entry.name)
