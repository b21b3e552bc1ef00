"""The XML inside a workbook, read as a stream: no entities, no more cells than allowed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import IO, NamedTuple
from xml.parsers import expat

from optimizer.scenario.grid import MOST_CELLS

MOST_ELEMENTS = 1_000_000
"""Elements of one part: a cell has two or three; more would take seconds."""

_CHUNK = 2**16
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_", re.ASCII)
"""How a workbook writes a character that XML cannot hold, and this very sign."""

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})", re.ASCII)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"

Attributes = Mapping[str, str]


class BrokenError(Exception):
    """The XML is not that of a workbook."""


class TooManyError(Exception):
    """The sheet has more cells than a table may have."""


class Stored(NamedTuple):
    """One cell as the file stores it."""

    row: int
    column: int
    type: str
    style: int
    text: str
    formula: bool


class SheetXml(NamedTuple):
    """The cells of one sheet, and its merged cells."""

    cells: list[Stored]
    merged: list[Merged]


class Merged(NamedTuple):
    """Cells that are shown as one: rows and columns of the first and the last."""

    row: int
    column: int
    last_row: int
    last_column: int


def read_xml(stream: IO[bytes], handler: Handler) -> None:
    """Feed a stream to a handler.

    Raises:
        BrokenError: it is no XML, or declares entities.
        TooManyError: it has more than a table may have.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.text
    try:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, OverflowError, LookupError) as error:  # LookupError: its encoding
        raise BrokenError(str(error)) from None


def _refuse(*_: object) -> None:
    raise BrokenError("a document type")


class Handler:
    """Gathers the text of the elements named in ``kept``."""

    kept: tuple[str, ...] = ()

    def __init__(self, elements: int = 0) -> None:
        """``elements`` were read before and count too."""
        self._parts: list[str] = []
        self._inside = 0
        self.elements = elements

    def start(self, name: str, given: Attributes) -> None:
        """An element begins; its name stands behind that of its space."""
        name = name.rpartition(" ")[2]
        self.elements += 1
        if self.elements > MOST_ELEMENTS:
            raise TooManyError
        if name in self.kept:
            self._inside += 1
        self.begun(name, given)

    def end(self, name: str) -> None:
        """An element ends."""
        name = name.rpartition(" ")[2]
        if name in self.kept:
            self._inside -= 1
        self.ended(name)

    def text(self, piece: str) -> None:
        """Text between elements."""
        if self._inside:
            self._parts.append(piece)

    def taken(self) -> str:
        """The text gathered since the last time, without spaces around it."""
        text = "".join(self._parts).strip()
        self._parts.clear()
        return text

    def begun(self, name: str, given: Attributes) -> None:
        """What an element says by its attributes."""

    def ended(self, name: str) -> None:
        """What an element says by its text."""


class Elements(Handler):
    """The attributes of chosen elements, in order."""

    def __init__(self, take: Callable[[str, Attributes], None], elements: int = 0) -> None:
        super().__init__(elements)
        self._take = take

    def begun(self, name: str, given: Attributes) -> None:
        """Hand the element on."""
        self._take(name, given)


def relation_of(given: Attributes) -> str:
    """The relation an element names."""
    return given.get(_RELATION) or next((value for key, value in given.items() if key.endswith(" id")), "")


class Strings(Handler):
    """The texts that cells share; readings aids (``rPh``) are no part of them."""

    kept = ("t",)

    def __init__(self, elements: int = 0, most: int = MOST_CELLS) -> None:
        super().__init__(elements)
        self._most = most
        self.strings: list[str] = []
        self._aids = 0

    def begun(self, name: str, given: Attributes) -> None:
        """Leave out what stands in a reading aid."""
        self._aids += name == "rPh"

    def text(self, piece: str) -> None:
        """Text of a string."""
        if not self._aids:
            super().text(piece)

    def ended(self, name: str) -> None:
        """One string is whole."""
        self._aids -= name == "rPh"
        if name == "si":
            self.strings.append(self.taken())
            if len(self.strings) > self._most:
                raise TooManyError


class Cells(Handler):
    """The cells of a sheet."""

    kept = ("v", "t")

    def __init__(self, elements: int = 0, most: int = MOST_CELLS) -> None:
        super().__init__(elements)
        self._most = most
        self.sheet = SheetXml([], [])
        self._row = 0
        self._column = 0
        self._cell: Attributes = {}
        self._formula = False

    def begun(self, name: str, given: Attributes) -> None:
        """A row, a cell or a merged cell begins."""
        if name == "row":
            self._row = _number(given["r"]) if "r" in given else self._row + 1
            self._column = 0
        elif name == "c":
            self._cell, self._formula = given, False
            self._place(given.get("r"))
            self.taken()
        elif name == "f":
            self._formula = True
        elif name == "mergeCell":
            self._merge(given.get("ref", ""))

    def ended(self, name: str) -> None:
        """A cell is whole; an empty one is left out."""
        if name != "c":
            return
        text, type_ = self.taken(), self._cell.get("t", "n")
        if not text and not (self._formula and type_ != "str"):
            return
        style = _number(self._cell.get("s", "0"))
        self.sheet.cells.append(Stored(self._row, self._column, type_, style, text, self._formula))
        if len(self.sheet.cells) > self._most:
            raise TooManyError

    def _place(self, reference: str | None) -> None:
        if reference is None:
            self._column += 1
        else:
            self._row, self._column = place_of(reference)

    def _merge(self, reference: str) -> None:
        if len(self.sheet.merged) >= self._most:
            raise TooManyError
        first, _, last = reference.partition(":")
        self.sheet.merged.append(Merged(*place_of(first), *place_of(last or first)))


def place_of(reference: str) -> tuple[int, int]:
    """Row and column of a cell.

    >>> place_of("XFD7")
    (7, 16384)
    """
    found = _REFERENCE.fullmatch(reference.replace("$", ""))
    if not found:
        raise BrokenError("a cell without a place")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column


def unescaped(text: str) -> str:
    r"""A text as it is shown.

    >>> unescaped("a_x000A_b"), unescaped("_x005F_x000A_")
    ('a\nb', '_x000A_')
    """
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    number = int(found[1], 16)
    return found[0] if 0xD800 <= number < 0xE000 else chr(number)


def _number(text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII):
        raise BrokenError("a number")
    return int(text)
