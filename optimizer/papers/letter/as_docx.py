"""The letter as a document to edit in Word or LibreOffice."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from optimizer.papers.letter import docx_xml as xml
from optimizer.papers.letter.docx_styles import MANNERS, style
from optimizer.papers.letter.told import Entries, Letter, Part, Section, Words
from optimizer.papers.printed.typeset import EPOCH
from optimizer.text import Language

_MM = 36_000
"""English metric units of a millimetre."""

A4 = (210, 297)
MARGINS = {False: (25, 20, 22, 20), True: (18, 18, 22, 18)}
"""Left, right, top, bottom in millimetres, upright and across."""


def docx(letter: Letter, language: Language) -> bytes:
    """The same words as the PDF, in styles that an office can change at one place."""
    import docx as python_docx  # noqa: PLC0415 # with lxml: loaded only when a letter is written

    document = python_docx.Document()
    style(document, language)
    for place, section in enumerate(letter.sections):
        _turned(document, section, first=place == 0)
        for part in section.parts:
            _added(document, part, section)
    _every_page(document, letter)
    told = document.core_properties
    told.title, told.author, told.last_modified_by, told.comments = letter.title[:255], "Alokasi", "", ""
    told.created = told.modified = EPOCH.replace(tzinfo=None)
    told.language = {"id": "id-ID", "en": "en-US"}[language]
    packed = BytesIO()
    document.save(packed)
    return _undated(packed.getvalue())


def _turned(document: Any, section: Section, *, first: bool) -> None:
    """The paper of a section; its first is there already."""
    from docx.enum.section import WD_ORIENT, WD_SECTION  # noqa: PLC0415 # loaded with its library

    paper = document.sections[0] if first else document.add_section(WD_SECTION.NEW_PAGE)
    paper.orientation = WD_ORIENT.LANDSCAPE if section.wide else WD_ORIENT.PORTRAIT
    wide, high = A4[::-1] if section.wide else A4
    paper.page_width, paper.page_height = wide * _MM, high * _MM
    left, right, top, bottom = MARGINS[section.wide]
    paper.left_margin, paper.right_margin = left * _MM, right * _MM
    paper.top_margin, paper.bottom_margin = top * _MM, bottom * _MM
    paper.header_distance = paper.footer_distance = 10 * _MM


def _added(document: Any, part: Part, section: Section) -> None:
    if isinstance(part, Words):
        made = document.add_paragraph(part.text, style=MANNERS[part.manner])
        if part.manner == "closing" or part.leads:
            made.paragraph_format.keep_with_next = True
        return
    left, right, _, _ = MARGINS[section.wide]
    room = A4[::-1][0] - left - right if section.wide else A4[0] - left - right
    table = xml.entries(part, room) if isinstance(part, Entries) else xml.grid(part, room)
    body = document.element.body
    body.insert(len(body) - 1, table)


def _every_page(document: Any, letter: Letter) -> None:
    """Marks above, fingerprint and page below; sections after the first take them over."""
    paper = document.sections[0]
    heading = paper.header.paragraphs[0]
    heading.text = "  ·  ".join(letter.marks)
    footing = paper.footer.paragraphs[0]
    before, between, after = letter.pages
    pieces: Sequence[tuple[str, str]] = (
        (f"{letter.footer}  ·  {before}", "PAGE"),
        (between, "NUMPAGES"),
        (after, ""),
    )
    for text, field in pieces:
        footing.add_run(text)
        if field:
            xml.field(footing, field)


def _undated(packed: bytes) -> bytes:
    """The same parts with a fixed date, in their order."""
    into = BytesIO()
    with ZipFile(BytesIO(packed)) as found, ZipFile(into, "w", ZIP_DEFLATED) as made:
        for name in found.namelist():
            entry = ZipInfo(name, EPOCH.timetuple()[:6])
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0
            made.writestr(entry, found.read(name))
    return into.getvalue()
