"""Files are read from inside the scenario's own folder tree, and from nowhere else."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from optimizer.errors import Finding
from optimizer.scenario.decoding import LARGEST_FILE
from optimizer.scenario.nodes import Scalar

MOST_FILES = 16
"""Files that may extend one another."""

_LONGEST_PATH = 1_000
_DRIVE = re.compile(r"[A-Za-z]:")


class RefusedError(Exception):
    """A file may not or cannot be read; ``finding`` says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder of the file named on the command line."""

    root: Path
    shown: str
    """The folder as the user named it, put before the names of its files."""

    def name_of(self, file: Path) -> str:
        """How a file of the tree is named to the user."""
        inside = file.relative_to(self.root).as_posix()
        return f"{self.shown}/{inside}" if self.shown not in ("", ".") else inside

    def beside(self, beside: Path, wanted: Scalar) -> Path:
        """The file that a scalar of another file names.

        Raises:
            RefusedError: it leaves the tree, or is no file.
        """
        given = wanted.text
        if _is_outside(given):
            raise RefusedError(_finding("path.outside", wanted))
        try:
            found = beside.parent.joinpath(*PurePosixPath(given).parts).resolve()
            inside = found.is_relative_to(self.root.resolve())
            known = found.exists()
        except (OSError, ValueError, RuntimeError):
            raise RefusedError(_finding("path.unreadable", wanted)) from None
        if not inside:
            raise RefusedError(_finding("path.outside", wanted))
        if not known:
            raise RefusedError(_finding("path.no_file", wanted, folder=self._shown(beside.parent)))
        return self.root / found.relative_to(self.root.resolve())

    def _shown(self, folder: Path) -> str:
        return self.name_of(folder) if folder != self.root else self.shown or "."


def _is_outside(given: str) -> bool:
    """Absolute, with a drive, a backslash, or a step up: such a name is never looked up."""
    parts = PurePosixPath(given).parts
    return (
        not given.strip()
        or len(given) > _LONGEST_PATH
        or not given.isprintable()
        or "\\" in given
        or bool(_DRIVE.match(given))
        or given.startswith(("/", "~"))
        or ".." in parts
    )


def _finding(code: str, wanted: Scalar, **facts: Any) -> Finding:
    return Finding(code, {"given": wanted.text[:300], **facts}, place=wanted.mark.place)


def file_bytes(file: Path) -> bytes:
    """The bytes of a regular file, one more than allowed at most.

    Raises:
        OSError: it cannot be read, or is no regular file.
    """
    # A named pipe would wait for ever.
    handle = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as opened:
        mode = os.fstat(handle).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(str(file))
        if not stat.S_ISREG(mode):
            raise OSError(f"not a regular file: {file}")
        return opened.read(LARGEST_FILE + 1)
