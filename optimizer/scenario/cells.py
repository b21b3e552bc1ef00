"""Cells are read by the type of their column: what a spreadsheet did to a number or a code is found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from optimizer.errors import Finding
from optimizer.scenario.columns import Column, Sort
from optimizer.scenario.grid import Cell, found_at, shortened
from optimizer.scenario.nodes import Listing, Node, Scalar

_COMMAS = re.compile(r"\d{1,3}(,\d{3})+", re.ASCII)
_DOTS = re.compile(r"\d{1,3}(\.\d{3})+", re.ASCII)
_NO_CENTS = re.compile(r"(\d{1,3}(\.\d{3})+|\d+),00", re.ASCII)
"""Rupiah as SIPD and Excel print them; ``read_rupiah`` knows that it is whole."""

_ZERO_LOST = re.compile(r"[1-9]\d{0,2}((\.\d{3})*\.|(,\d{3})+,)\d{1,2}", re.ASCII)
_DECIMALS = re.compile(r"[1-9]\d{0,29}([.,]\d{3}){0,10}[.,]\d{1,30}", re.ASCII)
_CURRENCY = re.compile(r"^rp\.?\s*", re.IGNORECASE)
_CODE_ZERO = re.compile(r"\d{2}(\.\d{2}){0,2}[.,]\d", re.ASCII)
_CODE_COMMA = re.compile(r"\d{2}(,\d{2}){1,2}", re.ASCII)
_COMMA_WITHIN = re.compile(r"\d,\d", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-(?!01)\d{2}", re.ASCII)
"""A day; the first of a month may be what a spreadsheet made of ``2025-07``."""

_NOTHING = re.compile(r"[-–—?.]{1,9}|n\.?/?a\.?|none|null|nil|nihil|kosong|tidak ada|~", re.IGNORECASE)
"""What people write where they have no number: it may mean 0, and it may mean that nobody knows."""

_BETWEEN = re.compile(r"[\s|;]+")
_DIGITS_KEPT = 15
_EXACT = 10**15
"""Digits that a spreadsheet keeps, and the largest amount that a scenario may have."""


class Grouping(NamedTuple):
    """How the whole numbers of one column are grouped, where some cell shows it beyond doubt."""

    commas: bool
    dots: bool


NO_GROUPING = Grouping(commas=False, dots=False)


class CellError(Exception):
    """A cell that cannot be believed."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def grouping_of(column: Column, cells: Sequence[Cell]) -> Grouping:
    """What the cells of a column show together; ``1,234`` alone shows nothing."""
    if column.sort not in ("rupiah", "persons"):
        return NO_GROUPING
    bare = [_bare(cell.text) for cell in cells if "," in cell.text or "." in cell.text]
    bare = [text.removesuffix(",00") if _without_cents(text) else text for text in bare]
    commas = any(text.count(",") > 1 and _COMMAS.fullmatch(text) for text in bare)
    dots = any(_DOTS.fullmatch(text) for text in bare)
    return Grouping(commas, dots)


def node_of(column: Column, cell: Cell, grouping: Grouping) -> tuple[Node, list[Finding]]:
    """A cell as a value; a refused cell keeps its text, so that the rest can be judged."""
    if column.word == "as_of" and cell.form == "date" and _DAY.fullmatch(cell.text):
        return _scalar(cell.text, cell), []
    if column.many:
        return _list(column, cell)
    text, found = _tried(column.sort, cell, grouping)
    return _scalar(text, cell), found


def _list(column: Column, cell: Cell) -> tuple[Node, list[Finding]]:
    """A cell that lists codes or names; a list is refused once."""
    if cell.form == "text" and "," in cell.text and not _COMMA_WITHIN.search(cell.text):
        meant = " ".join(cell.text.replace(",", " ").split())
        facts = {"given": shortened(cell.text), "meant": shortened(meant)}
        whole = Listing((_scalar(cell.text, cell),), cell.mark)
        return whole, [found_at(cell.mark, "table.list_comma", **facts)]
    parts = _BETWEEN.split(cell.text) if cell.form == "text" else [cell.text]
    findings: list[Finding] = []
    items: list[Scalar] = []
    for part in parts:
        if part:
            text, found = _tried(column.sort, cell._replace(text=part), NO_GROUPING)
            items.append(_scalar(text, cell))
            findings = findings or found
    return Listing(tuple(items), cell.mark), findings


def code_of(cell: Cell) -> tuple[str, list[Finding]]:
    """A region code as text."""
    return _tried("code", cell, NO_GROUPING)


def name_of(cell: Cell) -> tuple[str, list[Finding]]:
    """A key that is the user's own."""
    return _tried("text", cell, NO_GROUPING)


def _scalar(text: str, cell: Cell) -> Scalar:
    # As if in quotes: a cell that says "null" or "~" is that text, and takes nothing away.
    return Scalar(text, cell.mark, quoted=True)


def _tried(sort: Sort, cell: Cell, grouping: Grouping) -> tuple[str, list[Finding]]:
    if sort == "text" and cell.form == "text":
        return cell.text, []
    try:
        return _read(sort, cell, grouping), []
    except CellError as refused:
        facts = {"given": shortened(cell.text), **refused.facts}
        return cell.text, [found_at(cell.mark, refused.code, **facts)]


def _read(sort: Sort, cell: Cell, grouping: Grouping) -> str:
    if cell.form in ("error", "logical", "formula"):
        raise CellError(f"table.cell_{cell.form}")
    if cell.form == "date":
        raise CellError("table.cell_date", meant=cell.text[: 7 if sort == "month" else 10])
    if sort == "code":
        return _code(cell)
    if sort in ("rupiah", "persons", "amount", "number") and _NOTHING.fullmatch(cell.text):
        raise CellError("table.no_number")
    if sort == "rupiah":
        return _rupiah(cell, grouping)
    if sort == "persons":
        return _whole(cell, grouping)
    if sort == "amount":
        return _amount(cell, grouping)
    if sort == "text" and cell.form == "number" and len(cell.text) > _DIGITS_KEPT:
        raise CellError("table.long_number")
    return cell.text


def _code(cell: Cell) -> str:
    """A code; Excel makes ``52.10`` the number 52.1, and writes ``52,1`` under Indonesian settings."""
    if _CODE_ZERO.fullmatch(cell.text):
        raise CellError("table.code_zero", meant=cell.text.replace(",", ".") + "0")
    if _CODE_COMMA.fullmatch(cell.text):
        raise CellError("table.code_comma", meant=cell.text.replace(",", "."))
    return cell.text


def _bare(text: str) -> str:
    return _CURRENCY.sub("", text)


def _amount(cell: Cell, grouping: Grouping) -> str:
    """A share, which carries %, or rupiah; the number 1 may be either."""
    if cell.text.endswith("%"):
        return cell.text
    if cell.form == "number" and 0 < float(cell.text) <= 1:
        raise CellError("table.share_or_amount", meant=f"{float(cell.text) * 100:g}%")
    return _rupiah(cell, grouping)


def _rupiah(cell: Cell, grouping: Grouping) -> str:
    """Whole rupiah; cents of zero are left to the unit, where commas group the column only behind points."""
    certain = not grouping.commas or "." in _bare(cell.text)
    return cell.text if certain and _without_cents(cell.text) else _whole(cell, grouping)


def _without_cents(text: str) -> bool:
    return bool(_NO_CENTS.fullmatch(_bare(text)))


def _whole(cell: Cell, grouping: Grouping) -> str:
    """Whole rupiah or persons as the units read them: a comma that groups becomes nothing."""
    if "," not in cell.text and "." not in cell.text:
        return cell.text if cell.form != "number" else _whole_number(cell.text)
    bare = _bare(cell.text)
    if cell.form == "number":
        return _whole_number(bare)
    if _COMMAS.fullmatch(bare):
        certain = bare.count(",") > 1 or (grouping.commas and not grouping.dots)
        if not certain:
            raise CellError(
                "table.comma_ambiguous", meant=bare.replace(",", "."), plain=bare.replace(",", "")
            )
        return bare.replace(",", "")
    if _DOTS.fullmatch(bare):
        if bare.count(".") == 1 and grouping.commas:
            raise CellError("table.point_ambiguous", plain=bare.replace(".", ""))
        return cell.text
    if _ZERO_LOST.fullmatch(bare):
        last = re.split(r"[.,]", bare)[-1]
        raise CellError("table.zeros_lost", meant=bare.replace(",", ".") + "0" * (3 - len(last)))
    if _DECIMALS.fullmatch(bare):
        whole, certain = re.sub(r"[.,]\d*$", "", bare), len(re.findall(r"[.,]", bare)) > 1
        raise CellError("table.decimals", **({"meant": whole.replace(",", ".")} if certain else {}))
    return cell.text


def _whole_number(text: str) -> str:
    """A number that the spreadsheet holds as such: 16.8 may have been written 16.800."""
    if "." not in text:
        if len(text) > _DIGITS_KEPT and abs(float(text)) > _EXACT:
            raise CellError("table.long_number")
        return text
    if _ZERO_LOST.fullmatch(text) or _DOTS.fullmatch(text):
        whole, _, last = text.partition(".")
        raise CellError("table.number_with_point", meant=whole + last.ljust(3, "0"))
    raise CellError("table.number_with_decimals")
