"""The names of a scenario's variants, read from its files alone and fast enough for a Tab key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from optimizer.errors import Finding, InvalidError
from optimizer.scenario.folder import MOST_FILES, Folder, RefusedError, file_bytes
from optimizer.scenario.nodes import Branch, Scalar, unquoted
from optimizer.scenario.yamlfile import parse

if TYPE_CHECKING:
    from optimizer.scenario.reading import Loaded  # a Tab key does not wait for it

MOST_TRIED = 100_000
"""Regions and funds read once more for all variants together: a few seconds."""


def parted(file: Path) -> tuple[Path, str]:
    """The file and the variant of ``FILE@VARIANT``; a file with that very name is a file."""
    name, _, variant = str(file).rpartition("@")
    try:
        is_parted = bool(name) and not file.is_file() and Path(name).is_file()
    except OSError:  # a name too long for a file
        is_parted = False
    return (Path(name), variant) if is_parted else (file, "")


def chained(given: Path) -> tuple[Path, tuple[str, ...]]:
    """The file and the parts of ``FILE@VARIANT@PATH=VALUE``; the longest name of a file is the file.

    An ``@`` in quotes or brackets parts nothing. Where no file is named, all of it is the name.
    """
    text = str(given)
    marks = [at for at, letter in enumerate(text) if letter == "@" and at]
    for end in (len(text), *reversed(marks)):
        try:
            is_file = Path(text[:end]).is_file()
        except OSError:  # a name too long for a file
            is_file = False
        if is_file:
            return Path(text[:end]), tuple(links(text[end + 1 :])) if end < len(text) else ()
    return given, ()


def links(text: str) -> Iterator[str]:
    """What stands between the ``@`` of a text, but for those in quotes or brackets.

    >>> list(links('efisiensi-20@title="a@b"@funds[opd="x@y"].ceiling=0'))
    ['efisiensi-20', 'title="a@b"', 'funds[opd="x@y"].ceiling=0']
    """
    begin = 0
    for at, letter, depth in unquoted(text, "[{", "]}"):
        if letter == "@" and depth <= 0:
            yield text[begin:at]
            begin = at + 1
    yield text[begin:]


def variant_names(file: Path) -> tuple[str, ...]:
    """The variants of a file and of those it extends, in the reader's order; none where it cannot be read."""
    names: dict[str, None] = {}
    for body in reversed(list(_lineage(file))):
        variants = body.get("variants")
        for name, entry in variants.entries.items() if isinstance(variants, Branch) else ():
            if isinstance(entry.value, Branch):
                names[name] = None
            elif isinstance(entry.value, Scalar) and entry.value.is_null:
                names.pop(name, None)
    return tuple(names)


def unusable(loaded: Loaded, read: Callable[[str], Loaded]) -> Iterator[Finding]:
    """The errors of each variant that cannot be read, after a finding that names it.

    ``read`` loads the scenario with a variant. Of a large scenario only the first variants are tried.
    """
    size = 1 + len(loaded.scenario.regions) + len(loaded.scenario.funds)
    names = list(loaded.variants)
    for name in names[: MOST_TRIED // size]:
        try:
            read(name)
        except InvalidError as error:
            found = [finding for finding in error.findings if finding.level == "error"]
            yield Finding("variant.unusable", {"variant": name}, place=found[0].place)
            yield from found
    if len(names) > MOST_TRIED // size:
        yield Finding("variant.unread", {"variants": len(names) - MOST_TRIED // size}, level="note")


def _lineage(file: Path) -> Iterator[Branch]:
    """The file, what it extends, and so on, as far as they can be read."""
    folder = Folder(file.parent.resolve(), "")
    file = folder.root / file.name
    for _ in range(MOST_FILES):
        try:
            body = parse(file_bytes(file), file.name).root
        except (OSError, ValueError):
            return
        if body is None:
            return
        yield body
        wanted = body.get("extends")
        if not isinstance(wanted, Scalar):
            return
        try:
            file = folder.beside(file, wanted)
        except RefusedError:
            return
