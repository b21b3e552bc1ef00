"""Rows of totals: left out where they add up, told where they do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from optimizer.errors import Finding
from optimizer.intake.headings import Table
from optimizer.intake.layout import Slot
from optimizer.intake.mended import mended
from optimizer.scenario.cells import NO_GROUPING, node_of
from optimizer.scenario.columns import Column
from optimizer.scenario.grid import Cell, Row, found_at, shortened
from optimizer.scenario.nodes import Scalar
from optimizer.scenario.tables import is_total
from optimizer.units import Persons, Rupiah, UnreadableError, read_persons, read_rupiah

_READERS = {"persons": read_persons, "rupiah": read_rupiah}


def without_totals(table: Table, columns: Mapping[int, Column]) -> tuple[list[Row], list[Finding]]:
    """The rows that are no sums, and a finding for each that is one.

    A sum may be of all rows above it, or of those since the last sum.
    """
    kept: list[Row] = []
    found: list[Finding] = []
    since = 0
    for row in table.body:
        label = _label(table, row)
        if label is None or not any(_is_summed(columns.get(number)) for number in row):
            kept.append(row)
            continue
        judged = _judged(row, columns, kept, kept[since:])
        facts = {"given": shortened(label.text)}
        found += judged or [Finding("intake.total_skipped", facts, "note", place=label.mark.place)]
        since = len(kept)
    return kept, found


def _label(table: Table, row: Row) -> Cell | None:
    """The cell that says a row is a sum: its key, or its name where the key is empty."""
    columns = {slot: number for number, slot in table.slots.items()}
    for key in (table.sheet.first, "name"):
        cell = row.get(columns.get(Slot(key), 0))
        if cell is not None:
            return cell if is_total(cell.text) else None
    return None


def _judged(
    row: Row, columns: Mapping[int, Column], every: Sequence[Row], since: Sequence[Row]
) -> list[Finding]:
    """Cells of a sum that no sum of what stands above them is; a warning where it is one but for cells that
    are read here and that a spreadsheet, which takes them for text, passes over.
    """
    found = []
    for number, cell in row.items():
        column = columns.get(number)
        if column is None or not _is_summed(column) or cell.form == "formula":  # nobody has reckoned it yet
            continue
        said = _number(cell, column)
        above = [[one[number] for one in rows if number in one] for rows in (every, since)]
        sums = [_sum(cells, column) for cells in above]
        if said in sums:
            continue
        unit = Rupiah if column.sort == "rupiah" else Persons
        facts = {"given": shortened(cell.text), "total": unit(sums[0])}
        numbers = [[one for one in cells if one.form != "text"] for cells in above]
        if said in [_sum(cells, column) for cells in numbers]:
            told = found_at(cell.mark, "intake.total_without_text", **facts)
            found.append(replace(told, level="warning"))
        else:
            found.append(found_at(cell.mark, "intake.total_differs", **facts))
    return found


def _sum(cells: Sequence[Cell], column: Column) -> int:
    return sum(_number(cell, column) or 0 for cell in cells)


def _is_summed(column: Column | None) -> bool:
    """Whether a column holds what is added up."""
    return column is not None and column.sort in _READERS and not column.word


def _number(cell: Cell, column: Column) -> int | None:
    """The number in a cell; None where there is none: a spreadsheet's sum passes over it."""
    node, refused = node_of(column, mended(column.sort, cell).cell, NO_GROUPING)
    if refused or not isinstance(node, Scalar):
        return None
    try:
        return int(_READERS[column.sort](node.text))
    except UnreadableError:
        return None
