"""The letter written, and read again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from optimizer.errors import Finding
from optimizer.papers.dossier import Dossier
from optimizer.papers.letter.as_docx import docx
from optimizer.papers.letter.as_pdf import drawn, pdf
from optimizer.papers.letter.composed import composed
from optimizer.papers.letter.read_docx import UnreadableDocumentError, differences, paragraphs
from optimizer.papers.letter.told import Letter, blocks
from optimizer.papers.printed.compared import bare, differing, differs, numbers
from optimizer.papers.printed.pdf_text import UnreadablePdfError, pages

EDITABLE, PRINTED = "nota.docx", "nota.pdf"


def letter(dossier: Dossier) -> Mapping[str, bytes]:
    """The letter to edit and the letter to print, of the same words."""
    said = composed(dossier)
    return {EDITABLE: docx(said, dossier.language), PRINTED: pdf(said, dossier.language)}


def checked(name: str, content: bytes, dossier: Dossier) -> Iterator[Finding]:
    """A finding for each figure of the letter that is not the plan's."""
    said = composed(dossier)
    if name == EDITABLE:
        try:
            found = paragraphs(content)
        except UnreadableDocumentError:
            yield differs(name, name, "-", said.footer)
            return
        yield from differences(name, found, list(blocks(said)), dossier.language)
    elif name == PRINTED:
        yield from _on_pages(name, content, said)


def _on_pages(name: str, content: bytes, said: Letter) -> Iterator[Finding]:
    """What stands on the pages beside what should; where it is not the same, its numbers in their order."""
    try:
        found = [line for page in pages(content) for line in page.body]
    except UnreadablePdfError:
        yield differs(name, name, "-", said.footer)
        return
    allowed = list(drawn(said))
    if bare(found) != bare(allowed):
        yield from differing(name, name, numbers("\n".join(found)), numbers("\n".join(allowed)))
