"""Output folders that are written whole or not at all.

A folder is filled beside its place under a hidden name, forced to the disk, and renamed. One that is replaced
is first renamed aside. Wherever a kill strikes, the folder is the old one or the new one, or it stands aside
whole and ``recover`` puts it back.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from optimizer.errors import FailedError, Finding, InvalidError

PAPERS = "laporan"
"""The folder of papers inside an output folder."""

OURS = ("plan.yaml", "payments.csv", "scenario.yaml", "run.yaml", PAPERS)
"""What an output folder holds; one that holds anything else is not replaced."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a folder of this program holds, so that no other is taken for one."""

    names: tuple[str, ...]
    """Its files."""
    needed: tuple[str, ...]
    """Those that are never missing."""
    exists: str
    """What is said when one stands in the way."""
    line: str = ""
    """A line of the first needed file, where its name alone could be anybody's."""

    def is_here(self, place: Path, found: Sequence[str]) -> bool:
        """Whether a folder with these files is one."""
        if not set(self.needed) <= set(found) <= set(self.names):
            return False
        return (
            not self.line or self.line in (place / self.needed[0]).read_text("utf-8", "replace").splitlines()
        )


PLAN = Kind(OURS, ("plan.yaml", "run.yaml"), "out.exists")
"""The output folder of a plan."""

_MARK = ".alokasi-"
_LEFT_INSIDE = re.compile(rf"\.{PAPERS}{re.escape(_MARK)}(?:new|old|trash)-[0-9a-f]{{8}}")
"""What a kill leaves inside an output folder: papers that were being written."""
_OF_THE_DESK = re.compile(r"\.DS_Store|Thumbs\.db|desktop\.ini|~\$.*|\.~lock\..*#", re.IGNORECASE)
"""What file managers and open documents leave in any folder; nobody's work."""
_FULL = (errno.ENOSPC, errno.EDQUOT) if hasattr(errno, "EDQUOT") else (errno.ENOSPC,)
_FORBIDDEN = (errno.EACCES, errno.EPERM)
_DISTURBED = (errno.ENOENT, errno.EEXIST, errno.ENOTEMPTY)
"""What another command at the same folder causes: it takes unfinished work for a leftover."""


def ready(out: Path | str, *, replace: bool, kind: Kind = PLAN) -> Path:
    """The folder as an absolute path, once it is sure that it may be written; unfinished work is completed.

    Raises:
        InvalidError: it exists and may not be replaced, or its place is none.
        FailedError: the disk refuses.
    """
    place = Path(os.path.abspath(out))
    _usable(place)
    with _told(place):
        recover(place)
        if place.is_symlink():
            raise _refused("out.symlink", place, target=str(place.resolve()))
        if place.exists() and not place.is_dir():
            raise _refused("out.is_file", place)
        if place.is_dir():
            _replaceable(place, kind, replace=replace)
    return place


def write(
    out: Path | str, files: Mapping[str, str | bytes], *, replace: bool, kind: Kind = PLAN
) -> tuple[Path, ...]:
    """Write a folder whole or not at all; return its files, of which ``a/b`` stands in a folder ``a``.

    Raises:
        InvalidError: it exists and may not be replaced, or its place is none.
        FailedError: the disk refused; what was there before is there still.
    """
    place = ready(out, replace=replace, kind=kind)
    number = secrets.token_hex(4)
    new, old = _beside(place, "new", number), _beside(place, "old", number)
    with _told(place):
        if not place.parent.is_dir():
            place.parent.mkdir(parents=True, exist_ok=True)
        try:
            _fill(new, files)
            _exchange(place, new, old)
        except BaseException:
            _discard(new)
            raise
        _discard(old)
    return tuple(place / name for name in files)


def whole(path: Path, content: bytes) -> None:
    """Write one file whole or not at all, readable by whom the umask lets.

    Raises:
        OSError: the disk refused, said of this file; what was there before is there still.
    """
    beside = path.with_name(f"{_MARK}{secrets.token_hex(4)}")
    try:
        with open(beside, "xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except BaseException as error:
        with suppress(OSError):
            beside.unlink()
        if isinstance(error, OSError):
            error.filename, error.filename2 = str(path), None  # nobody knows the name it had for a moment
        raise


def recover(place: Path) -> bool:
    """Complete what a kill interrupted and clear what it left; return whether a folder was put back."""
    leftovers = list(_leftovers(place))
    put_back = False
    for old in leftovers:
        # The old folder stands aside only once the new one is complete.
        number = old.name.rpartition("-")[2]
        if old.name == _beside(place, "old", number).name and not os.path.lexists(place):
            new = _beside(place, "new", number)
            os.rename(new if new.is_dir() else old, place)
            _settle(place.parent)
            put_back = True
    for left in leftovers:
        _discard(left)
    return put_back


def _usable(place: Path) -> None:
    here = Path.cwd()
    if not place.name or here == place or place in here.parents:
        raise _refused("out.current", place)
    standing = next(above for above in place.parents if os.path.lexists(above))
    if not standing.is_dir():
        raise _refused("out.parent_is_file", place, parent=str(standing))
    if not os.access(standing, os.W_OK | os.X_OK):
        raise FailedError(
            [Finding("out.no_rights", {"out": str(place), "reason": os.strerror(errno.EACCES)})]
        )


def passing(name: str) -> bool:
    """Whether a file of this name is nobody's work: what a kill or a file manager left."""
    return bool(_LEFT_INSIDE.fullmatch(name) or _OF_THE_DESK.fullmatch(name))


def _replaceable(place: Path, kind: Kind, *, replace: bool) -> None:
    """Let pass what is empty, or what this program wrote if it may be replaced."""
    found = sorted(entry.name for entry in place.iterdir() if not passing(entry.name))
    foreign = [name for name in found if name not in kind.names]
    if not found:
        return
    if not kind.is_here(place, found):
        raise _refused("out.foreign", place, names=foreign or found)
    if not replace:
        raise _refused(kind.exists, place)


def _fill(new: Path, files: Mapping[str, str | bytes]) -> None:
    new.mkdir()
    below = {(new / name).parent for name in files} - {new}
    for folder in sorted(below):
        folder.mkdir()
    for name, content in files.items():
        with open(new / name, "xb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
    for folder in (*below, new):
        _settle(folder)


def _exchange(place: Path, new: Path, old: Path) -> None:
    """Put the new folder in place of the old one, which stands aside in the meantime."""
    aside = place.is_dir() and any(place.iterdir())
    if aside:
        os.rename(place, old)
        _settle(place.parent)
    elif place.is_dir():
        place.rmdir()
    try:
        os.rename(new, place)
    except BaseException:
        if aside and not os.path.lexists(place):
            os.rename(old, place)
        raise
    _settle(place.parent)


def _settle(folder: Path) -> None:
    """Force a folder's entries to the disk; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _discard(left: Path) -> None:
    """Remove a folder that is no longer wanted; under another name first, so that no half of it is ever used.

    What cannot be removed stays under its hidden name, and the next command tries again.
    """
    trash = left.with_name(f"{left.name.rpartition(_MARK)[0]}{_MARK}trash-{secrets.token_hex(4)}")
    with suppress(OSError):
        os.rename(left, trash)
        shutil.rmtree(trash)


def _beside(place: Path, kind: str, number: str) -> Path:
    return place.with_name(f".{place.name}{_MARK}{kind}-{number}")


def _leftovers(place: Path) -> Iterator[Path]:
    """Hidden folders beside the place that a command left."""
    start = f".{place.name}{_MARK}"
    if not place.parent.is_dir():
        return
    yield from sorted(entry for entry in place.parent.iterdir() if entry.name.startswith(start))


@contextmanager
def _told(place: Path) -> Iterator[None]:
    """Turn what the disk refuses into a finding."""
    try:
        yield
    except OSError as error:
        raise FailedError([_finding(place, error)]) from error


def _finding(place: Path, error: OSError) -> Finding:
    facts = {"out": str(place), "reason": error.strerror or str(error)}
    codes: tuple[tuple[Callable[[OSError], bool], str], ...] = (
        (lambda e: e.errno in _FULL, "out.no_space"),
        (lambda e: e.errno == errno.EROFS, "out.read_only"),
        (lambda e: e.errno == errno.ENAMETOOLONG, "out.name_too_long"),
        (lambda e: e.errno in _FORBIDDEN and e.filename2 is not None and place.exists(), "out.in_use"),
        (lambda e: e.errno in _FORBIDDEN, "out.no_rights"),
        (lambda e: e.errno in _DISTURBED, "out.disturbed"),
    )
    return Finding(next((code for fits, code in codes if fits(error)), "out.failed"), facts)


def _refused(code: str, place: Path, **facts: object) -> InvalidError:
    return InvalidError([Finding(code, {"out": str(place), **facts})])
