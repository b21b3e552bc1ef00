"""What stands in a page, read back from its bytes alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_CELLS = ("td", "th")

_LARGEST = 64 * 2**20
"""Bytes of a page; that of 514 regions has a tenth."""

_TAG = re.compile(
    r"""</?([A-Za-z][A-Za-z0-9-]*+)(?:[^<>"']++|"[^"]*+"|'[^']*+')*+>|<!doctype html>""", re.IGNORECASE
)
_RAW = ("script", "style")


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure on paper."""

    key: str
    value: str
    """What the element says it is worth."""
    text: str
    """What people read."""


@dataclass(slots=True)
class Found:
    """Everything in a page that can be compared."""

    language: str = ""
    figures: list[Shown] = field(default_factory=list)
    tables: list[tuple[str, list[list[str]]]] = field(default_factory=list)
    """Each table of the plan: its name, its rows of texts with heading and total."""
    pictures: list[tuple[str, list[str]]] = field(default_factory=list)
    """Each drawing: the key of its picture, its words in order."""
    texts: list[str] = field(default_factory=list)
    """Paragraphs, items of lists and headings."""
    book: str = ""
    style: str = ""
    """Where the footer of printed pages stands."""


class _Reader(HTMLParser):
    """Cells and rows of a table may lack their end tags; nothing else of a page does."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = Found()
        self._table: list[list[str]] | None = None
        self._cell: list[str] | None = None
        self._figure: tuple[str, str, list[str]] | None = None
        self._picture = ""
        self._words: list[str] | None = None
        self._word: list[str] | None = None
        self._text: list[str] | None = None
        self._of_text = ""
        self._book: list[str] | None = None
        self._style: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        match tag:
            case "html":
                self.found.language = given.get("lang", "")
            case "table":
                self._table = []
                if "data-table" in given:
                    self.found.tables.append((given["data-table"], self._table))
            case "tr" if self._table is not None:
                self._end_cell()
                self._table.append([])
            case "td" | "th" if self._table:
                self._end_cell()
                self._cell = []
            case "data":
                self._figure = (given.get("data-figure", ""), given.get("value", ""), [])
            case "figure":
                self._picture = given.get("data-picture", "")
            case "svg" if self._picture:
                self._words = []
                self.found.pictures.append((self._picture, self._words))
            case "text":
                self._word = []
            case "p" | "li" | "summary" | "h1" | "h2" | "h3" | "figcaption":
                self._end_text()
                self._text, self._of_text = [], tag
            case "script" if given.get("id") == "book":
                self._book = []
            case "style":
                self._style = []

    def handle_endtag(self, tag: str) -> None:
        if tag in ("table", "tbody", "thead", "tfoot", "tr", *_CELLS):
            self._end_cell()
        if tag == "table":
            self._table = None
        elif tag == "data" and self._figure is not None:
            key, value, text = self._figure
            self.found.figures.append(Shown(key, value, _joined(text)))
            self._figure = None
        elif tag == "figure":
            self._picture = ""
        elif tag == "svg":
            self._words = None
        elif tag == "text" and self._word is not None:
            if self._words is not None:
                self._words.append(_joined(self._word))
            self._word = None
        elif tag == "script" and self._book is not None:
            self.found.book = "".join(self._book)
            self._book = None
        elif tag == "style" and self._style is not None:
            self.found.style = "".join(self._style)
            self._style = None
        elif tag == self._of_text:
            self._end_text()

    def handle_data(self, data: str) -> None:
        for into in (self._cell, self._word, self._text, self._book, self._style):
            if into is not None:
                into.append(data)
        if self._figure is not None:
            self._figure[2].append(data)

    def _end_cell(self) -> None:
        if self._cell is not None and self._table:
            self._table[-1].append(_joined(self._cell))
        self._cell = None

    def _end_text(self) -> None:
        if self._text is not None:
            self.found.texts.append(_joined(self._text))
        self._text, self._of_text = None, ""


def read(content: bytes) -> Found:
    """Everything in a page that can be compared: nothing where a tag does not end, as no page of ours is."""
    reader = _Reader()
    text = content.decode("utf-8", "replace") if len(content) <= _LARGEST else ""
    if _is_whole(text):  # the parser takes the square of the time over tags without end
        reader.feed(text)
    reader.close()
    return reader.found


def _is_whole(text: str) -> bool:
    """Whether every tag ends; one look from the beginning to the end."""
    place = text.find("<")
    while place >= 0:
        tag = _TAG.match(text, place)
        if tag is None:
            return False
        place = tag.end()
        name = (tag[1] or "").lower()
        if name in _RAW and not tag[0].startswith("</"):
            place = text.find(f"</{name}>", place)
            if place < 0:
                return False
        place = text.find("<", place)
    return True


def _joined(parts: list[str]) -> str:
    return " ".join("".join(parts).split())
