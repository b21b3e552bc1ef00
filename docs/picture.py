"""Draws docs/solve.svg: the first screen of the NTB answer, as a terminal shows it."""

from __future__ import annotations

import os
import pty
import subprocess
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parent.parent
WIDTH = 96
LINES = 34


def screen() -> str:
    """What the program writes to a real terminal, with its colours."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "COLUMNS": str(WIDTH), "TERM": "xterm-256color", "LANG": "C.UTF-8"}
    environment.pop("NO_COLOR", None)
    command = [str(ROOT / ".venv/bin/alokasi"), "solve", "scenarios/ntb/base.yaml", "--quiet"]
    running = subprocess.Popen(command, cwd=ROOT, stdout=theirs, stderr=subprocess.DEVNULL, env=environment)
    os.close(theirs)
    written = b""
    while chunk := _read(ours):
        written += chunk
    running.wait()
    return written.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux says so when the other side of a pseudo-terminal is closed
        return b""


def draw() -> None:
    """Write the picture."""
    console = Console(record=True, width=WIDTH, file=open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 # the console holds it open
    lines = screen().replace("\r\n", "\n").split("\n")[:LINES]
    console.print("$ alokasi solve scenarios/ntb/base.yaml")
    console.print(Text.from_ansi("\n".join(lines)))
    console.save_svg(str(Path(__file__).parent / "solve.svg"), title="alokasi")


if __name__ == "__main__":
    draw()
