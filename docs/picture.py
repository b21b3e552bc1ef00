"""Draws docs/solve.svg: the first screen of the NTB answer, as a terminal shows it."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "solve.svg"
WIDTH = 96
LINES = 34


def screen() -> str:
    """What the program writes to a real terminal, with its colours."""
    ours, theirs = pty.openpty()
    # Nothing of the caller's terminal may show in the picture.
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "TMPDIR")}
    seen = {"COLUMNS": str(WIDTH), "TERM": "xterm-256color", "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)}
    environment = kept | seen
    command = [sys.executable, str(ROOT / "cli.py"), "solve", "scenarios/ntb/base.yaml", "--quiet"]
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


def picture() -> str:
    """The picture as SVG."""
    console = Console(record=True, width=WIDTH, file=StringIO(), _environ={})
    lines = screen().replace("\r\n", "\n").split("\n")[:LINES]
    console.print("$ alokasi solve scenarios/ntb/base.yaml")
    console.print(Text.from_ansi("\n".join(lines)))
    return console.export_svg(title="alokasi")


if __name__ == "__main__":
    PICTURE.write_text(picture(), "utf-8", newline="\n")
