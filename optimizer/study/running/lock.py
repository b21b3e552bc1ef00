"""One process at a time in a folder: a lock that the system takes back when its holder dies."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

FAR = 1 << 30
"""Windows locks a byte that nobody reads."""

if sys.platform == "win32":
    import msvcrt

    def _took(handle: int) -> bool:
        os.lseek(handle, FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _took(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


class Lock:
    """The lock of a folder, once it was taken."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    @classmethod
    def taken(cls, file: Path) -> Lock | None:
        """Take the lock; None where another process has it.

        Raises:
            OSError: the file cannot be written.
        """
        handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o666)
        if not _took(handle):
            os.close(handle)
            return None
        with suppress(OSError):
            os.lseek(handle, 0, os.SEEK_SET)
            os.truncate(handle, 0)
            os.write(handle, f"{os.getpid()}\n".encode())
        return cls(handle)

    def release(self) -> None:
        """Give it back; the file stays, as removing it could take another's lock away."""
        os.close(self._handle)


def holder(file: Path) -> str:
    """The number of the process that took the lock last, ``?`` where it is not known."""
    with suppress(OSError, ValueError):
        return str(int(file.read_text(encoding="ascii")))
    return "?"
