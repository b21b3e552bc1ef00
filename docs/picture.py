"""Draws docs/solve.svg and docs/page.png: the NTB answer in a terminal, and the first screen of its page."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
import tempfile
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text
from small_png import smaller

from optimizer.papers.dossier import Answers, Dossier
from optimizer.papers.page.written import whole
from optimizer.runs import answer
from optimizer.scenario.reading import load

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "solve.svg"
PAGE = ROOT / "docs" / "page.png"
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


def page() -> None:
    """The first screen of the page, as a browser shows it."""
    loaded = load(ROOT / "scenarios" / "ntb" / "base.yaml")
    dossier = Dossier(loaded.scenario, answer(loaded).plan, Answers(silent="papers.not_asked"), "id")
    browser = shutil.which("chromium") or sys.exit("chromium is not there")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "laporan.html"
        file.write_bytes(whole(dossier))
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1280,880"]
        subprocess.run(
            [
                browser,
                *flags,
                f"--user-data-dir={folder}/profile",
                f"--screenshot={folder}/page.png",
                file.as_uri(),
            ],
            check=True,
            stderr=subprocess.DEVNULL,
            timeout=120,
        )
        PAGE.write_bytes(smaller((Path(folder) / "page.png").read_bytes()))


if __name__ == "__main__":
    PICTURE.write_text(picture(), "utf-8", newline="\n")
    page()
