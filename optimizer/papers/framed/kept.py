"""One page as a file of its own, written whole or not at all."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from optimizer import folder
from optimizer.errors import FailedError, Finding, InvalidError
from optimizer.papers.framed.frame import MARK

NEEDED = ("jinja2",)
"""Libraries without which no page is written."""

_SUFFIXES = (".html", ".htm")
_END = 200
"""Bytes at the end of a file in which the mark of a page stands."""


def missing() -> tuple[str, ...]:
    """Libraries that are needed and not installed."""
    return tuple(name for name in NEEDED if find_spec(name) is None)


def ready(file: Path, *, force: bool) -> None:
    """Make sure, before anything is solved, that the page may be written there.

    Raises:
        InvalidError: it is no name of a page, a folder, or a file that this program did not write and
            ``force`` is not set.
        FailedError: a library is not installed, or the disk refuses to show what is there.
    """
    lacking = missing()
    if lacking:
        raise FailedError([Finding("papers.not_installed", {"package": lacking[0]})])
    if file.is_dir():
        raise InvalidError([Finding("compare.page_folder", {"file": str(file)})])
    if file.suffix.lower() not in _SUFFIXES:
        raise InvalidError([Finding("compare.page_kind", {"file": str(file)})])
    try:
        foreign = file.exists() and not is_ours(file.read_bytes())
    except OSError as error:
        raise _failed(file, error) from error
    if foreign and not force:
        raise InvalidError([Finding("compare.page_foreign", {"file": str(file)})])


def is_ours(content: bytes) -> bool:
    """Whether a file is a page of a comparison, by the comment at its end."""
    return f"<!-- {MARK} compare -->".encode() in content[-_END:]


def write(file: Path, content: bytes) -> None:
    """Write the page whole or not at all, with the folders above it.

    Raises:
        FailedError: the disk refused; what was there before is there still.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        folder.whole(file, content)
    except OSError as error:
        raise _failed(file, error) from error


def _failed(file: Path, error: OSError) -> FailedError:
    facts = {"out": str(file), "reason": error.strerror or str(error)}
    return FailedError([Finding("out.failed", facts)])
