"""Office files are ZIP archives of XML parts that refer to each other."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from optimizer.scenario.sheetxml import Attributes, BrokenError, Elements, Handler, read_xml

BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    BrokenError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
"""What is raised by an archive that is none, is locked, or is damaged anywhere."""

METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""How the parts of an office file are packed; other methods raise errors of their own."""


def opened(content: bytes, largest: int) -> zipfile.ZipFile:
    """An archive that unpacks to no more than ``largest`` bytes, each part there once.

    Raises:
        BROKEN: it is none, or another.
    """
    archive = zipfile.ZipFile(io.BytesIO(content))
    parts = archive.infolist()
    names, methods = {part.filename for part in parts}, {part.compress_type for part in parts}
    if sum(part.file_size for part in parts) > largest:
        raise BrokenError("too large")
    if len(names) < len(parts) or methods - METHODS:
        raise BrokenError("parts")
    return archive


def read_part(archive: zipfile.ZipFile, part: str, handler: Handler) -> None:
    """Feed a part to a handler.

    Raises:
        BROKEN: it is not there, or no XML.
        TooManyError: it has more than a table may have.
    """
    with archive.open(part) as stream:
        read_xml(stream, handler)


def relations(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[str, str, str]]:
    """Id, type and part of everything that a part refers to."""
    folder, _, name = part.rpartition("/")
    given: list[Attributes] = []
    where = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
    read_part(
        archive, where, Elements(lambda name, found: given.append(found) if name == "Relationship" else None)
    )
    for one in given:
        target = one.get("Target", "")
        inside = target.lstrip("/") if target.startswith("/") else str(PurePosixPath(folder, target))
        yield one.get("Id", ""), one.get("Type", ""), inside


def related(archive: zipfile.ZipFile, part: str, kind: str) -> str:
    """The first part of a kind that a part refers to; empty where there is none."""
    return next((name for _, type_, name in relations(archive, part) if type_.endswith(kind)), "")
