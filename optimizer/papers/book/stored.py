"""The cells of a workbook as its file stores them, with the values that were last reckoned."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence

from optimizer.scenario import sheetxml
from optimizer.scenario.packed import BROKEN, opened, read_part, related, relations
from optimizer.scenario.sheetxml import (
    MOST_ELEMENTS,
    Attributes,
    BrokenError,
    Cells,
    Elements,
    Handler,
    Strings,
    TooManyError,
    relation_of,
    unescaped,
)

Address = tuple[int, int]
"""Row and column, from 1."""

Stored = Mapping[Address, float | str]
"""What stands in each cell of a sheet that is not empty; texts without spaces around them."""

_WORKSHEET = "/worksheet"
_STRINGS = "/sharedStrings"
_MAIN = "/officeDocument"
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)


class UnreadableError(Exception):
    """The file is no workbook, or one that holds far more than was written."""


def stored(content: bytes, *, largest: int, elements: int = MOST_ELEMENTS) -> Mapping[str, Stored]:
    """Every sheet by its name.

    Raises:
        UnreadableError: it cannot be read, unpacks to more than ``largest`` bytes, or has more elements.
    """
    try:
        with opened(content, largest) as archive:
            return dict(_Book(archive, elements).sheets())
    except (*BROKEN, TooManyError) as error:
        raise UnreadableError from error


class _Book:
    """The parts of one file, each read once; their elements count together."""

    def __init__(self, archive: zipfile.ZipFile, elements: int) -> None:
        self.archive, self.elements = archive, elements
        self.before = MOST_ELEMENTS - elements

    def _read(self, part: str, handler: Handler) -> None:
        read_part(self.archive, part, handler)
        self.before = handler.elements

    def sheets(self) -> Iterator[tuple[str, Stored]]:
        """Name and cells of every sheet."""
        main = related(self.archive, "", _MAIN)
        parts = {key: part for key, kind, part in relations(self.archive, main) if kind.endswith(_WORKSHEET)}
        named: list[tuple[str, str]] = []

        def take(name: str, given: Attributes) -> None:
            key = relation_of(given) if name == "sheet" else ""
            if key in parts:
                named.append((given.get("name", ""), parts[key]))

        self._read(main, Elements(take, self.before))
        if len({part for _, part in named}) < len(named):
            raise BrokenError("a part of two sheets")
        texts = self._texts(main)
        for name, part in named:
            cells = Cells(self.before, self.elements)
            self._read(part, cells)
            yield name, {(one.row, one.column): _value(one, texts) for one in cells.sheet.cells if one.text}

    def _texts(self, main: str) -> Sequence[str]:
        """The texts that cells refer to."""
        part, strings = related(self.archive, main, _STRINGS), Strings(self.before, self.elements)
        if part:
            self._read(part, strings)
        return [unescaped(text) for text in strings.strings]


def _value(cell: sheetxml.Stored, texts: Sequence[str]) -> float | str:
    if cell.type == "s":
        if not _NUMBER.fullmatch(cell.text):
            raise BrokenError("a text that is not there")
        return texts[int(cell.text)]
    return float(cell.text) if cell.type == "n" else unescaped(cell.text)
