"""Pieces of WordprocessingML that python-docx has no words for, or writes too slowly for 514 regions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape

from optimizer.papers.letter.told import Cell, Column, Entries, Grid, Row

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CELLS = "AlokasiTabel"
"""Id of the style of words in tables."""

_W = f'xmlns:w="{SPACE}"'
_TWIPS = 1440 / 25.4
"""Of a millimetre."""

_NUMBERING = """<w:abstractNum {w} w:abstractNumId="90"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="ListNumber"/>
<w:lvlText w:val="%1."/><w:lvlJc w:val="left"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:pStyle w:val="ListNumber2"/>
<w:lvlText w:val="%2."/><w:lvlJc w:val="left"/></w:lvl></w:abstractNum>"""


def _made(text: str) -> Any:
    from docx.oxml import parse_xml  # noqa: PLC0415 # loaded with its library

    return parse_xml(text)


def _mm(millimetres: float) -> int:
    return round(millimetres * _TWIPS)


def plain_font(style: Any, font: str, size: float, *, bold: bool) -> None:
    """One font in black, in place of the colours and fonts of a theme."""
    run = style.element.get_or_add_rPr()
    for child in list(run):
        run.remove(child)
    weight = "<w:b/>" if bold else ""
    half = round(size * 2)
    pieces = _made(
        f'<w:rPr {_W}><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:cs="{font}" w:eastAsia="{font}"/>{weight}'
        f'<w:color w:val="000000"/><w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>'
    )
    run.extend(list(pieces))


def paragraph(
    style: Any, *, side: str, before: float, after: float, left: float, hanging: float, keep: bool
) -> None:
    """Where the paragraphs of a style stand; spaces in points, indents in millimetres."""
    found = style.element.get_or_add_pPr()
    for child in list(found):
        if not child.tag.endswith("}outlineLvl"):
            found.remove(child)
    kept = "<w:keepNext/>" if keep else ""
    pieces = _made(
        f'<w:pPr {_W}>{kept}<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}" '
        f'w:line="264" w:lineRule="auto"/><w:ind w:left="{_mm(left)}" w:hanging="{_mm(hanging)}"/>'
        f'<w:jc w:val="{side}"/></w:pPr>'
    )
    for place, piece in enumerate(list(pieces)):
        found.insert(place, piece)


def under_line(style: Any) -> None:
    """A thick line below every paragraph of a style."""
    line = _made(f'<w:pBdr {_W}><w:bottom w:val="single" w:sz="18" w:space="4" w:color="000000"/></w:pBdr>')
    style.element.get_or_add_pPr().insert(0, line)


def numbering(document: Any) -> int:
    """A list of 1, 2, 3 with a, b, c below; its number."""
    part = document.part.numbering_part.element
    part.insert(0, _made(_NUMBERING.format(w=_W)))
    part.append(_made(f'<w:num {_W} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    return 90


def numbered(style: Any, number: int, level: int) -> None:
    """Every paragraph of a style is numbered by a list."""
    found = style.element.get_or_add_pPr()
    given = f'<w:ilvl w:val="{level}"/>' if level else ""
    found.insert(0, _made(f'<w:numPr {_W}>{given}<w:numId w:val="{number}"/></w:numPr>'))


def speaks(document: Any, language: str) -> None:
    """The language in which spelling is checked."""
    defaults = document.styles.element.find(f"{{{SPACE}}}docDefaults")
    for found in defaults.iter(f"{{{SPACE}}}lang"):
        found.set(f"{{{SPACE}}}val", language)


def field(paragraph: Any, code: str) -> None:
    """A number that Word fills in: PAGE, NUMPAGES."""
    for piece in (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> {code} </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    ):
        paragraph._p.append(_made(f"<w:r {_W}>{piece}</w:r>"))


def entries(part: Entries, room: float) -> Any:
    """The head of the letter: three columns without lines."""
    widths = [_mm(24), _mm(5), _mm(room) - _mm(29)]
    rows = "".join(
        _row(
            [
                _cell(text, width, style="Normal", at="top")
                for text, width in zip((row.label, ":", row.text), widths, strict=True)
            ]
        )
        for row in part.rows
    )
    below = '<w:bottom w:val="single" w:sz="8" w:space="0" w:color="000000"/>'
    return _table(rows, widths, f"<w:tblBorders>{below}</w:tblBorders>")


def grid(part: Grid, room: float) -> Any:
    """A table with lines, its heading on every page, its rows never broken."""
    every = sum(column.width for column in part.columns)
    widths = [_mm(room * column.width / every) for column in part.columns]
    head = _row(
        [
            _cell(column.title, width, "center", bold=True, grey=True)
            for column, width in _beside(part, widths)
        ],
        head=True,
    )
    # A block whose first cell reaches down stays on one page: who is to sign must see all of it.
    after = (*part.rows[1:], None)
    rows = "".join(
        _body_row(row, part, widths, kept=_continues(below))
        for row, below in zip(part.rows, after, strict=True)
    )
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return _table(head + rows, widths, f"<w:tblBorders>{lines}</w:tblBorders>")


def _beside(part: Grid, widths: Iterable[int]) -> Iterable[tuple[Column, int]]:
    return zip(part.columns, widths, strict=True)


def _continues(row: Row | None) -> bool:
    """Whether a row belongs to the block above it."""
    return row is not None and any(cell.down == 0 for cell in row.cells)


def _body_row(row: Row, part: Grid, widths: list[int], *, kept: bool) -> str:
    cells = [
        _cell(
            cell.text if cell.down else "",
            width,
            column.side,
            bold=row.bold,
            merge=_merge(cell),
            kept=kept,
        )
        for cell, (column, width) in zip(row.cells, _beside(part, widths), strict=True)
    ]
    return _row(cells, height=_mm(9) if part.tall else 0)


def _merge(cell: Cell) -> str:
    """Begins to reach down, is reached over, or neither."""
    return "restart" if cell.down > 1 else "" if cell.down else "continue"


def _table(rows: str, widths: list[int], borders: str) -> Any:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return _made(
        f'<w:tbl {_W}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{borders}'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="70" w:type="dxa"/>'
        '<w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def _row(cells: list[str], *, head: bool = False, height: int = 0) -> str:
    tall = f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
    repeated = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{tall}{repeated}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(
    text: str,
    width: int,
    side: str = "left",
    *,
    bold: bool = False,
    grey: bool = False,
    merge: str = "",
    style: str = CELLS,
    at: str = "center",
    kept: bool = False,
) -> str:
    merged = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="E8E8E8"/>' if grey else ""
    keep = "<w:keepNext/>" if kept else ""
    weight = "<w:rPr><w:b/></w:rPr>" if bold else ""
    run = f'<w:r>{weight}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merged}{shade}<w:vAlign w:val="{at}"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}<w:jc w:val="{side}"/></w:pPr>{run}</w:p></w:tc>'
    )
