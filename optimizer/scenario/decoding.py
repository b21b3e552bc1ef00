"""Bytes become the text of a file, or findings that say why not."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

from optimizer.errors import Finding, Place
from optimizer.scenario.nodes import Mark, Written

LARGEST_FILE = 16 * 2**20
"""Bytes a file may have."""

MOST_LINES = 1_000_000
"""Lines a file may have: each costs memory, and no honest file comes near."""

_MOST_CHARACTERS = 20
"""So many stray characters are named one by one."""

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_STRAY = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""Control characters, line ends no editor counts, and marks inside the text."""

_HARD_SPACES = "\u00a0\u202f\u2007"
_HARD_SPACE = re.compile(f"[{_HARD_SPACES}]")


class Decoded(NamedTuple):
    """A text with its lines; None where the bytes are no text at all."""

    text: str | None
    written: Written
    findings: tuple[Finding, ...]


def decoded(raw: bytes, name: str) -> Decoded:
    """Read UTF-8, with or without byte order mark, any line ends; stray characters are findings.

    Spaces that do not break (pasted from a document) are read as spaces, with a note.
    """
    refusal = _refused(raw, name)
    if refusal is not None:
        return Decoded(None, Written(name), (refusal,))
    text = raw.removeprefix(codecs.BOM_UTF8).decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    written = Written(name, tuple(text.split("\n")))
    findings = [*_strays(text, written), *_hard_spaces(text, written)]
    return Decoded(_HARD_SPACE.sub(" ", _STRAY.sub("\ufffd", text)), written, tuple(findings))


def _refused(raw: bytes, name: str) -> Finding | None:
    at = Place(name, 1, 1)
    if len(raw) > LARGEST_FILE:
        return Finding("file.too_large", {"size": len(raw), "limit": LARGEST_FILE}, place=at)
    if raw.count(b"\n") > MOST_LINES:
        return Finding("file.too_many_lines", {"limit": MOST_LINES}, place=at)
    # Text of ASCII letters has a zero byte in every second place under UTF-16.
    if raw.startswith(_UTF16) or (len(raw) >= 4 and (raw[0:4:2] == b"\0\0") != (raw[1:4:2] == b"\0\0")):
        return Finding("file.utf16", {"file": name}, place=at)
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return Finding(
            "file.not_utf8", {"byte": f"0x{raw[error.start]:02X}"}, place=_bad_byte(raw, name, error.start)
        )
    return None


def _bad_byte(raw: bytes, name: str, start: int) -> Place:
    """The place of a byte, the line shown as Windows would read it."""
    line = raw.count(b"\n", 0, start) + 1
    first = raw.rfind(b"\n", 0, start) + 1
    last = raw.find(b"\n", start)
    shown = raw[first : last if last >= 0 else None][:1000].decode("cp1252", "replace")
    return Place(name, line, start - first + 1, _STRAY.sub("\ufffd", shown))


def _strays(text: str, written: Written) -> Iterator[Finding]:
    for number, found in enumerate(_STRAY.finditer(text)):
        if number == _MOST_CHARACTERS:
            break
        facts = {"character": f"U+{ord(found[0]):04X}"}
        yield Finding("file.character", facts, place=_mark_at(text, written, found.start()).place)


def _hard_spaces(text: str, written: Written) -> Iterator[Finding]:
    first = _HARD_SPACE.search(text)
    if first is not None:
        count = sum(text.count(space) for space in _HARD_SPACES)
        place = _mark_at(text, written, first.start()).place
        yield Finding("file.hard_space", {"count": count}, "note", place=place)


def _mark_at(text: str, written: Written, index: int) -> Mark:
    return Mark(written, text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index))
