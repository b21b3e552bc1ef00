"""The program run as a user runs it, in this process or in one of its own."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from optimizer.commands import gate, program

ROOT = Path(__file__).parent.parent
STARTER = ROOT / "optimizer" / "commands" / "starter.id.yaml"
PROGRAM = [sys.executable, str(ROOT / "cli.py")]


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)

    @property
    def codes(self) -> list[str]:
        """Codes of the findings of a JSON document."""
        return [finding["code"] for finding in self.document["findings"]]


def environment(**more: str) -> dict[str, str]:
    """A clean environment: no language, no terminal."""
    kept = {
        name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "SYSTEMROOT", "TMPDIR")
    }
    return kept | {"PYTHONPATH": str(ROOT)} | more


def alokasi(
    *words: str | Path,
    stdin: bytes = b"",
    cwd: Path | None = None,
    setting: Mapping[str, str] | None = None,
) -> Done:
    """Run one command to its end in this process, whose modules are loaded already.

    Command line, environment, folder and streams are those that ``in_a_process`` would give it.
    """
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sys, "argv", [PROGRAM[1], *map(str, words)])
        patched.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        patched.setattr(sys, "stdout", out)
        patched.setattr(sys, "stderr", err)
        patched.setattr(sys, "excepthook", sys.excepthook)  # which typer replaces
        for name in set(os.environ) - set(environment()):
            patched.delenv(name)
        for name, value in environment(**(setting or {})).items():
            patched.setenv(name, value)
        if cwd is not None:
            patched.chdir(cwd)
        code = gate.run(program.app)
    texts = [stream.buffer.getvalue().decode() for stream in (out, err)]
    return Done(code, *texts)


def in_a_process(
    *words: str | Path,
    stdin: bytes = b"",
    cwd: Path | None = None,
    encoding: str = "utf-8",
    setting: Mapping[str, str] | None = None,
) -> Done:
    """Run one command to its end in a process of its own."""
    done = subprocess.run(
        [*PROGRAM, *map(str, words)],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env=environment(PYTHONIOENCODING=encoding) | dict(setting or {}),
        timeout=120,
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(encoding), done.stderr.decode(encoding))


_ASKED = """
import sys
sys.argv = {words!r}
import cli
try:
    cli.main()
except SystemExit:
    pass
print([name for name in {names!r} if name in sys.modules], file=sys.stderr)
"""


def imported(names: list[str], *words: str) -> str:
    """Which of these modules a command has imported, as a list in words."""
    code = _ASKED.format(words=["alokasi", *words], names=names)
    done = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, check=True)
    return done.stderr.decode().strip()
