"""The styles of the editable letter: built-in names, so that Word shows them in the language of its user."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from optimizer.papers.letter import docx_xml as xml
from optimizer.papers.letter.told import Manner
from optimizer.text import Language, say

FONT = "Arial"
"""On every office computer; LibreOffice has one of the same widths."""

MANNERS: Mapping[Manner, str] = {
    "government": "Subtitle",
    "office": "Title",
    "address": "Caption",
    "title": "Heading 1",
    "body": "Body Text",
    "point": "List Number",
    "subpoint": "List Number 2",
    "closing": "Body Text",
    "annex": "Heading 3",
    "heading": "Heading 2",
    "note": "Body Text 3",
    "sign": "Body Text 2",
}
"""Which style each manner of speaking has."""


@dataclass(frozen=True, slots=True)
class _Look:
    """Points of a letter, space before and after; where it stands."""

    size: float
    before: float = 0
    after: float = 0
    side: str = "left"
    bold: bool = False
    left: float = 0
    """Millimetres from the left."""
    hanging: float = 0
    keep: bool = False
    """Whether it stays on a page with what follows."""


_LOOKS: Mapping[str, _Look] = {
    "Normal": _Look(11),
    "Subtitle": _Look(13, side="center", bold=True),
    "Title": _Look(14, side="center", bold=True),
    "Caption": _Look(9, 2, 4, "center"),
    "Heading 1": _Look(13, 8, 6, "center", bold=True),
    "Heading 2": _Look(12, 6, 6, "center", bold=True, keep=True),
    "Heading 3": _Look(10, 0, 2, "right", keep=True),
    "Body Text": _Look(11, 6, 4, "both"),
    "List Number": _Look(11, 0, 4, "both", left=8, hanging=8),
    "List Number 2": _Look(11, 0, 4, "both", left=16, hanging=8),
    "Body Text 2": _Look(11, 2, 0, left=85, keep=True),
    "Body Text 3": _Look(9, 4, 0),
    "Header": _Look(10, side="center", bold=True),
    "Footer": _Look(8.5, side="center"),
}


def style(document: Any, language: Language) -> None:
    """Give a new document its styles and its numbering."""
    for name, look in _LOOKS.items():
        _looks(document.styles[name], look)
    cells = document.styles.add_style(cell_style(language), 1)
    cells.element.styleId = xml.CELLS
    cells.base_style = document.styles["Normal"]
    _looks(cells, _Look(9, 1.5, 1.5))
    xml.under_line(document.styles["Caption"])
    number = xml.numbering(document)
    for level, name in enumerate(("List Number", "List Number 2")):
        xml.numbered(document.styles[name], number, level)
    xml.speaks(document, {"id": "id-ID", "en": "en-US"}[language])


def cell_style(language: Language) -> str:
    """Name of the style of words in tables."""
    return say("letter.style_cell", language)


def _looks(target: Any, look: _Look) -> None:
    xml.plain_font(target, FONT, look.size, bold=look.bold)
    xml.paragraph(
        target,
        side=look.side,
        before=look.before,
        after=look.after,
        left=look.left,
        hanging=look.hanging,
        keep=look.keep,
    )
