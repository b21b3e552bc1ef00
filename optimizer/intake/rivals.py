"""Other published values are put beside the figures they speak of."""

from __future__ import annotations

from collections.abc import Sequence

from optimizer.errors import Finding
from optimizer.intake.layout import FIGURED, OUTLOOK, Sheet, Slot
from optimizer.intake.mended import mended, month_span
from optimizer.intake.rows import Reader
from optimizer.intake.tree import Growing
from optimizer.intake.words import setting_of, sheet_of, slot_of
from optimizer.scenario.columns import Column, column_of
from optimizer.scenario.grid import Cell, Row, found_at, shortened
from optimizer.scenario.kinds import is_figure, kind_at
from optimizer.scenario.nodes import Branch, Entry, Listing, Node, Path

_BY_KEY = {sheet.key: sheet for sheet in FIGURED}


WORDS = ("value", "source", "as_of", "note")


def take_rivals(growing: Growing, reader: Reader, rows: Sequence[Row]) -> None:
    """Each row at its figure; one that speaks of no figure that is there is a finding."""
    for row in rows:
        path = _path(growing, reader, row)
        figure = _at(growing.root, path) if path else None
        cell = reader.cell(row, "value")
        if path is None or figure is None:
            continue
        if cell is None:
            growing.desk.note(_lacks(reader, row, "value"))
            continue
        before = figure.get("rivals") if isinstance(figure, Branch) else None
        listed = before.items if isinstance(before, Listing) else ()
        rival = _rival(reader, row, (*path, "rivals", len(listed)))
        bare = {"value": Entry(figure.mark, figure)}
        record = figure if isinstance(figure, Branch) else Branch(bare, figure.mark)
        rivals = Listing((*listed, rival), cell.mark)
        growing.put(path, record.having("rivals", Entry(cell.mark, rivals)))


def _rival(reader: Reader, row: Row, path: Path) -> Branch:
    kind, entries = kind_at(path[:-2]), dict[str, Entry]()
    for word in WORDS:
        cell = reader.cell(row, word)
        if cell is not None:
            column = column_of(0, Cell(word, cell.mark), kind, ())
            assert isinstance(column, Column)
            entries[word] = Entry(cell.mark, reader.read(column, cell, (*path, word)))
    return Branch(entries, reader.mark(row, "value"))


def _lacks(reader: Reader, row: Row, key: str) -> Finding:
    """A finding about an empty cell."""
    return found_at(reader.mark(row, key), "intake.no_key", wanted=reader.label(Slot(key)))


def _path(growing: Growing, reader: Reader, row: Row) -> Path | None:
    """The figure that a row speaks of."""
    named = {key: reader.cell(row, key) for key in ("sheet", "key", "figure")}
    for key in ("sheet", "figure"):
        if named[key] is None:
            growing.desk.note(_lacks(reader, row, key))
            return None
    sheet = _sheet(named["sheet"])
    if sheet is None:
        growing.desk.note(_nothing(reader, row, "sheet"))
        return None
    path = _of_figure(growing, sheet, _key(sheet, named["key"]), named["figure"])
    if path is None or not _is_there(growing.root, path):
        if path is None or not _is_below_a_lost_key(growing, sheet, path):
            growing.desk.note(_nothing(reader, row, "figure"), path or ())
        return None
    return path


def _is_below_a_lost_key(growing: Growing, sheet: Sheet, path: Path) -> bool:
    """Whether the row that is spoken of may be there, under a key that was refused."""
    row = path[: len(sheet.base) + 1]
    return sheet.key in growing.desk.keyless and _at(growing.root, row) is None


def _nothing(reader: Reader, row: Row, key: str) -> Finding:
    cell = reader.cell(row, key)
    given = shortened(cell.text) if cell else ""
    return found_at(reader.mark(row, key), "intake.rival_of_nothing", given=given)


def _sheet(cell: Cell | None) -> Sheet | None:
    if cell is None:
        return None
    return _BY_KEY.get(sheet_of(cell.text) or "")


def _key(sheet: Sheet, cell: Cell | None) -> str:
    if cell is None:
        return ""
    return mended("code", cell).cell.text if sheet.first == "code" else cell.text


def _of_figure(growing: Growing, sheet: Sheet, key: str, cell: Cell | None) -> Path | None:
    """Where the figure of a row of a sheet stands."""
    assert cell is not None
    if sheet.key == "settings":
        setting = setting_of(cell.text)
        return tuple(setting.split(".")) if setting else None
    if sheet.key == "premium":
        return ("premium", int(key) - 1) if key.isascii() and key.isdigit() and int(key) else None
    start, _, month = cell.text.partition(" ") if " " in cell.text else cell.text.partition(".")
    if sheet.key == "regions" and (start == OUTLOOK.key or sheet_of(start) == OUTLOOK.key):
        span = month_span(month)
        return ("regions", key, "outlook", str(span.first)) if span else None
    slot = slot_of(sheet, cell.text, "", growing.desk.groups)
    if slot is None or slot.word:
        return None
    figure, point, group = slot.key.partition(".")
    return (*sheet.base, key, figure, *([group] if point else []))


def _is_there(root: Node, path: Path) -> bool:
    return is_figure(kind_at(path)) and _at(root, path) is not None


def _at(root: Node, path: Path) -> Node | None:
    node: Node | None = root
    for key in path:
        if isinstance(node, Branch):
            node = node.get(str(key))
        elif isinstance(node, Listing) and isinstance(key, int) and key < len(node.items):
            node = node.items[key]
        else:
            return None
    return node
