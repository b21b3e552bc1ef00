"""Finished cases on disk: each is there whole or not at all, whenever a kill or a power cut strikes.

One file, one record a line, only ever added to. A record is one write, so a killed process leaves whole
records; a power cut can lose the last second, and what it leaves half written fails its checksum.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from pathlib import Path
from threading import Event, Thread

from optimizer.answers.outcome import Outcome, outcome_from, outcome_line
from optimizer.errors import FailedError, Finding, InvalidError
from optimizer.study.running.lock import Lock, holder

FILE, LOCK = "outcomes.log", "outcomes.lock"
HEAD = b"alokasi-outcomes/1\n"
LASTING = ("optimal", "within_bound", "contradiction")
"""What is the same whenever it is solved; a limit or a failure is worth another try."""

EVERY = 1.0
"""Seconds between forcing records to the disk."""

_READ_AND_WRITE = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)

_CHECKED = 16
"""Hexadecimal digits of a checksum, and of the name of the versions."""


class Store:
    """The finished cases of one folder, by the digest of their scenario and the versions that solved them."""

    def __init__(self, folder: Path, versions: str) -> None:
        """Open a folder, or make it; ``versions`` name what solves: records of others are not used.

        Raises:
            InvalidError: another process has it open, or it holds another's file.
            FailedError: the disk refuses.
        """
        self.folder, self._name = folder, _short(versions.encode())
        self.damaged = 0
        """Records that were not whole, and are left out."""
        self._where: dict[str, tuple[int, int]] = {}
        self._new, self._closing = Event(), Event()
        with self._told(), ExitStack() as undo:
            folder.mkdir(parents=True, exist_ok=True)
            lock = Lock.taken(folder / LOCK)
            if lock is None:
                facts = {"folder": str(folder), "process": holder(folder / LOCK)}
                raise InvalidError([Finding("study.store_in_use", facts)])
            undo.callback(lock.release)
            self._lock = lock
            self._handle = os.open(folder / FILE, _READ_AND_WRITE, 0o666)
            undo.callback(os.close, self._handle)
            self._read()
            undo.pop_all()
        self._thread = Thread(target=self._settle_at_times, daemon=True)
        self._thread.start()

    def __contains__(self, digest: str) -> bool:
        return digest in self._where

    def __len__(self) -> int:
        return len(self._where)

    def get(self, digest: str) -> Outcome | None:
        """The outcome of a scenario, if it is known.

        Raises:
            FailedError: the disk refuses, or somebody else has written to the file meanwhile.
        """
        if digest not in self._where:
            return None
        start, length = self._where[digest]
        with self._told():
            os.lseek(self._handle, start, os.SEEK_SET)
            told = os.read(self._handle, length)
        try:
            return outcome_from(told.decode())
        except (KeyError, TypeError, ValueError):
            raise FailedError([self._foreign()]) from None

    def put(self, outcome: Outcome) -> None:
        """Keep an outcome, if it is one that lasts.

        Raises:
            FailedError: the disk refuses; what was kept before is whole.
        """
        if outcome.status not in LASTING or outcome.digest in self._where:
            return
        told = outcome_line(outcome).encode()
        body = b" ".join((self._name, outcome.digest.encode(), told))
        record = b" ".join((_short(body), body)) + b"\n"
        with self._told():
            # The end is asked for each time: Ctrl-C may have come between a write and the note of it.
            end = os.lseek(self._handle, 0, os.SEEK_END)
            if os.write(self._handle, record) < len(record):
                os.ftruncate(self._handle, end)
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self._where[outcome.digest] = (end + len(record) - 1 - len(told), len(told))
        self._new.set()

    def close(self) -> None:
        """Force everything to the disk and let the next process in."""
        self._closing.set()
        self._new.set()
        self._thread.join()
        with self._told():
            try:
                os.fsync(self._handle)
            finally:
                os.close(self._handle)
                self._lock.release()

    def _settle_at_times(self) -> None:
        """Force new records to the disk once a second; what fails here fails again at the end."""
        while self._new.wait() and not self._closing.wait(EVERY):
            self._new.clear()
            try:
                os.fsync(self._handle)
            except OSError:
                return

    def _read(self) -> None:
        """Find the records that are there; take away what was never finished at the end."""
        with open(self._handle, "rb", closefd=False) as file:
            head = file.read(len(HEAD))
            if head != HEAD:
                self._begin(head)
                return
            end = file.tell()
            for line in file:
                at, end = end, end + len(line)
                whole = line.endswith(b"\n")
                if not (whole and self._is_record(line, at)):
                    self.damaged += 1
                if not whole:
                    os.ftruncate(self._handle, at)

    def _begin(self, head: bytes) -> None:
        """Begin a file that is new, or whose first line was never finished."""
        if not HEAD.startswith(head):
            raise InvalidError([self._foreign()])
        os.ftruncate(self._handle, 0)
        os.lseek(self._handle, 0, os.SEEK_SET)
        os.write(self._handle, HEAD)

    def _foreign(self) -> Finding:
        return Finding("study.store_foreign", {"file": str(self.folder / FILE)})

    def _is_record(self, line: bytes, at: int) -> bool:
        """Note where a record stands; whether it is one."""
        check, _, body = line[:-1].partition(b" ")
        if check != _short(body):
            return False
        name, digest, told = body.split(b" ", 2)
        if name == self._name:
            self._where[digest.decode()] = (at + len(line) - 1 - len(told), len(told))
        return True

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            code = "study.store_full" if error.errno == errno.ENOSPC else "study.store_failed"
            facts = {"folder": str(self.folder), "reason": error.strerror or str(error)}
            raise FailedError([Finding(code, facts)]) from error


def _short(content: bytes) -> bytes:
    return sha256(content).hexdigest()[:_CHECKED].encode()
