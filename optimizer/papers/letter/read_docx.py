"""The paragraphs of an edited letter, and the figures among them that are no longer the plan's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from optimizer.errors import Finding
from optimizer.papers.letter.told import Block
from optimizer.papers.printed.compared import apart, differing, differs, formal, numbers
from optimizer.scenario.packed import BROKEN, opened, read_part
from optimizer.scenario.sheetxml import MOST_ELEMENTS, Handler, TooManyError
from optimizer.text import Language
from optimizer.text.terbilang import read_back

BODY = "word/document.xml"
LARGEST = 64 * 2**20
"""Bytes of the document unpacked; that of 514 regions takes a tenth of it."""

MOST = 600_000
"""Elements of the body; that of 514 regions has half as many."""

_CURRENCY = "rupiah)"


class UnreadableDocumentError(Exception):
    """What was handed in is no document of Word, or one beyond measure."""


class _Paragraphs(Handler):
    """The text of every paragraph in its order, cells included."""

    kept = ("t",)

    def __init__(self) -> None:
        super().__init__(MOST_ELEMENTS - MOST)
        self.texts: list[str] = []
        self._deep: list[list[str]] = []
        self._ends_section = False

    def begun(self, name: str, given: Mapping[str, str]) -> None:
        if name == "p":
            self._deep.append([])
        elif name in ("tab", "br") and self._deep:
            self._deep[-1].append(" ")
        elif name == "sectPr" and self._deep:
            self._ends_section = True

    def ended(self, name: str) -> None:
        if name == "t" and self._deep:
            self._deep[-1] += self._parts
            self._parts.clear()
        elif name == "p" and self._deep:
            text = " ".join("".join(self._deep.pop()).split())
            if text or not self._ends_section:  # an empty one that only carries the end of a section is none
                self.texts.append(text)
            self._ends_section = False


def paragraphs(content: bytes) -> list[str]:
    """Every paragraph of the body of a document.

    Raises:
        UnreadableDocumentError: it is none, or too large.
    """
    reader = _Paragraphs()
    try:
        with opened(content, LARGEST) as packed:
            read_part(packed, BODY, reader)
    except (*BROKEN, TooManyError) as error:
        raise UnreadableDocumentError(str(error)) from error
    return reader.texts


def differences(
    file: str, found: Sequence[str], expected: Sequence[Block], language: Language
) -> Iterator[Finding]:
    """Figures that are not those of the letter as it was written.

    What is there to be written over may hold anything; in words that were added only rupiah, shares and
    grouped counts are figures, so that dates and numbers of letters may be filled in.
    """
    should = [" ".join(block.text.split()) for block in expected]
    for left, left_end, right, right_end in apart(should, found):
        blocks, stands = expected[left:left_end], found[right:right_end]
        pairs = min(len(blocks), len(stands))
        for block, text in zip(blocks[:pairs], stands[:pairs], strict=True):
            if not block.blank:
                yield from differing(file, block.about, numbers(text), numbers(block.text))
                yield from _words(file, block, text, language)
        for block in blocks[pairs:]:
            if not block.blank:
                yield from differing(file, block.about, [], numbers(block.text))
        for text in stands[pairs:]:
            yield from (differs(file, text, one, "-") for one in formal(text))


def _words(file: str, block: Block, text: str, language: Language) -> Iterator[Finding]:
    """Amounts in words that are not those of the plan."""
    allowed = [_amount(said, language) for said in _in_words(block.text)]
    found = [_amount(said, language) for said in _in_words(text)]
    if found != allowed:
        yield from differing(file, block.about, found, allowed)


def _in_words(text: str) -> Iterator[str]:
    """What stands in brackets before the name of the currency."""
    for piece in text.split("(")[1:]:
        said, end, _ = piece.partition(_CURRENCY)
        if end and ")" not in said:
            yield said.strip()


def _amount(said: str, language: Language) -> str:
    try:
        return str(read_back(said, language))
    except ValueError:
        return said
