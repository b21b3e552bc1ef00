"""The text that stands on the pages of a PDF as typst writes it, read from its bytes alone.

No reader of every PDF: it knows what typst uses (objects one by one, Flate, Type 0 fonts with a ToUnicode
map, marked content) and refuses the rest.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

LARGEST = 64 * 2**20
"""Bytes of a file, and of all that is read of it: the sheets of 514 regions take a quarter."""

MOST_PAGES = 20_000
"""Pages of a file."""

_EACH = 256
"""Bytes that a stream counts for at least: an empty one takes time too."""

# All patterns are linear: what they repeat is bounded, or ends where the next match could begin.
_OBJECT = re.compile(rb"\n(\d{1,7}) 0 obj\s")
_END = b"\nendobj"
_KIDS = re.compile(rb"/Kids\s*+\[([^\[\]]*+)\]")
_REFERENCE = re.compile(rb"(?<!\d)(\d{1,7}) 0 R")
_FONTS = re.compile(rb"/Font\s*+<<([^<>]*+)>>")
_FONT = re.compile(rb"/(\w{1,80}) (\d{1,7}) 0 R")
_PAIR = re.compile(rb"<([0-9A-Fa-f]{1,8})>\s*+<([0-9A-Fa-f]{4,64})>")
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_TOKEN = re.compile(
    rb"/(?P<font>\w{1,80}) [\d.]{1,40} Tf"
    rb"|\((?:(?P<shown>(?:[^()\\]|\\.|\((?:[^()\\]|\\.)*+\))*+)\)|(?P<open>))"
    rb"|<(?P<hex>[0-9A-Fa-f]++)>(?=[\s\]\d-])"
    rb"|(?P<artifact>/Artifact\b)|(?P<begin>\b(?:BDC|BMC)\b)|(?P<end>\bEMC\b)|(?P<line>\bET\b)",
    re.DOTALL,
)
_PLAIN = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_FAILURES = (LookupError, ValueError, OverflowError, zlib.error)


class UnreadablePdfError(Exception):
    """Not a PDF that typst wrote for us."""


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of text of a page, in the order in which they were drawn."""

    body: tuple[str, ...]
    around: tuple[str, ...]
    """Headers and footers, and headings of tables that are repeated."""


def pages(content: bytes) -> list[Page]:
    """The text of every page.

    Raises:
        UnreadablePdfError: it is no PDF of ours.
    """
    try:
        file = _File(content)
        return [file.page(number) for number in file.pages()]
    except _FAILURES as error:
        raise UnreadablePdfError(str(error)) from error


def page_count(content: bytes) -> int:
    """How many pages there are.

    Raises:
        UnreadablePdfError: it is no PDF of ours.
    """
    try:
        return len(_File(content).pages())
    except _FAILURES as error:
        raise UnreadablePdfError(str(error)) from error


class _File:
    def __init__(self, content: bytes) -> None:
        if not content.startswith(b"%PDF-") or len(content) > LARGEST:
            raise UnreadablePdfError("no PDF")
        self.objects = dict(_objects(content))
        self.maps: dict[int, Mapping[int, str]] = {}
        self.fonts: dict[int, Mapping[bytes, Mapping[int, str]]] = {}
        self.room = LARGEST

    def pages(self) -> list[int]:
        """Numbers of the page objects, in their order."""
        roots = [number for number, body in self.objects.items() if b"/Type/Catalog" in body]
        if len(roots) != 1:
            raise UnreadablePdfError("no catalogue")
        waiting, seen, found = [self._reference(self.objects[roots[0]], b"/Pages")], set[int](), list[int]()
        while waiting:
            number = waiting.pop()
            if number in seen or len(found) >= MOST_PAGES:
                raise UnreadablePdfError("pages")
            seen.add(number)
            kids = _KIDS.search(self.objects[number])
            if kids is None:
                found.append(number)
            else:
                waiting += [int(one[1]) for one in _REFERENCE.finditer(kids[1])][::-1]
        return found

    def page(self, number: int) -> Page:
        """The text of one page."""
        body = self.objects[number]
        fonts = self._fonts(self._reference(body, b"/Resources"))
        return _read(self._stream(self._reference(body, b"/Contents")), fonts)

    def _fonts(self, resources: int) -> Mapping[bytes, Mapping[int, str]]:
        if resources not in self.fonts:
            found = _FONTS.search(self.objects[resources])
            named = _FONT.finditer(found[1]) if found else ()
            self.fonts[resources] = {one[1]: self._map(int(one[2])) for one in named}
        return self.fonts[resources]

    def _map(self, font: int) -> Mapping[int, str]:
        """Glyph to text."""
        if font not in self.maps:
            stream = self._stream(self._reference(self.objects[font], b"/ToUnicode"))
            self.maps[font] = {
                int(pair[1], 16): bytes.fromhex(pair[2].decode()).decode("utf-16-be")
                for section in stream.split(b"beginbfchar")[1:]
                for pair in _PAIR.finditer(section.partition(b"endbfchar")[0])
            }
        return self.maps[font]

    def _reference(self, body: bytes, key: bytes) -> int:
        found = re.search(re.escape(key) + rb"\s++(\d{1,7}) 0 R", body)
        if found is None:
            raise UnreadablePdfError(key.decode())
        return int(found[1])

    def _stream(self, number: int) -> bytes:
        body = self.objects[number]
        begin, end = body.find(b"stream"), body.rfind(b"\nendstream")
        if not 0 <= begin < end or b"/FlateDecode" not in body[:begin]:
            raise UnreadablePdfError("a stream")
        self.room -= len(body) + _EACH
        if self.room <= 0:
            raise UnreadablePdfError("too large")
        packed = body[begin + len(b"stream") : end].removeprefix(b"\r").removeprefix(b"\n")
        reader = zlib.decompressobj()
        unpacked = reader.decompress(packed, self.room)
        self.room -= len(unpacked)
        if not reader.eof:
            raise UnreadablePdfError("too large")
        return unpacked


def _objects(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Every object by its number; one that does not end, or a second of a number, is none of ours."""
    seen, place = set[int](), 0
    while found := _OBJECT.search(content, place):
        place = content.find(_END, found.end() - 1)
        number = int(found[1])
        if place < 0 or number in seen:
            raise UnreadablePdfError("an object")
        seen.add(number)
        yield number, content[found.end() : place]


def _read(stream: bytes, fonts: Mapping[bytes, Mapping[int, str]]) -> Page:
    lines: tuple[list[str], list[str]] = ([], [])
    line: list[str] = []
    font = next(iter(fonts.values()), {})
    marked: list[bool] = []
    artifact, around = False, 0
    for token in _TOKEN.finditer(stream):
        match token.lastgroup:
            case "font":
                font = fonts[token["font"]]
            case "shown":
                line.append(_text(_ESCAPED.sub(_character, token["shown"]), font))
            case "open":
                raise UnreadablePdfError("a text without end")
            case "hex":
                line.append(_text(bytes.fromhex(token["hex"].decode()), font))
            case "artifact":
                artifact = True
            case "begin":
                marked.append(artifact)
                around, artifact = around + artifact, False
            case "end" if marked:
                around -= marked.pop()
            case "line":
                lines[around > 0].append("".join(line))
                line = []
    return Page(tuple(lines[False]), tuple(lines[True]))


def _character(found: re.Match[bytes]) -> bytes:
    given = found[1]
    return bytes([int(given, 8)]) if given[:1] in b"01234567" else _PLAIN.get(given, given)


def _text(glyphs: bytes, font: Mapping[int, str]) -> str:
    """Two bytes a glyph; one without text is a mark."""
    return "".join(
        font.get(int.from_bytes(glyphs[place : place + 2], "big"), "") for place in range(0, len(glyphs), 2)
    )
