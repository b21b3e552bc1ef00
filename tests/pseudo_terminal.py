"""A command run in a real terminal of a given size, and what it printed there."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@dataclass(frozen=True)
class Screen:
    """What stood on the terminal."""

    code: int
    raw: str

    @property
    def lines(self) -> list[str]:
        """Lines without colours; of a line written over, what remained."""
        plain = _ESCAPES.sub("", self.raw.replace("\r\n", "\n"))
        return [line.rpartition("\r")[2] for line in plain.split("\n")]


def run(words: Sequence[str], *, columns: int, rows: int = 40, environment: Mapping[str, str]) -> Screen:
    """Run a command whose three streams are one terminal."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    with subprocess.Popen(words, stdin=slave, stdout=slave, stderr=slave, env=dict(environment)) as process:
        os.close(slave)
        parts = list(_chunks(master))
    os.close(master)
    return Screen(process.returncode, b"".join(parts).decode("utf-8"))


def _chunks(master: int) -> list[bytes]:
    parts: list[bytes] = []
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:  # Linux says so when the other side has closed
            return parts
        if not part:
            return parts
        parts.append(part)
