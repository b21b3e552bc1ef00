"""Where the table of a sheet begins, and which column is which, whatever people put above it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from optimizer.errors import Finding
from optimizer.intake.layout import Sheet, Slot
from optimizer.intake.words import column_label, keyed_slot, slot_of
from optimizer.scenario.grid import MOST_COLUMNS, Cell, CellMark, Row, found_at, shortened
from optimizer.scenario.kinds import nearest
from optimizer.scenario.personal import personal
from optimizer.scenario.workbook import Page
from optimizer.text import Language

MOST_ABOVE = 60
"""Headings are looked for in so many rows."""

_LONGEST_HEADING = 300
_MOST_SPREAD = 20_000
"""Places that merged headings may take: no honest table has as many above it."""

MOST_ROWS = 10_000
"""Rows of one sheet: all 7,285 kecamatan fit; what is larger is told in CSV tables."""

_MOST_TRIED = 3_000
"""So many different texts are tried as headings."""

REMARK = "#"
"""A column or row that begins with it is its user's own."""


class Table(NamedTuple):
    """The table of one sheet: its columns by number, and the rows below the headings."""

    sheet: Sheet
    heads: Mapping[int, Cell]
    slots: Mapping[int, Slot]
    body: Sequence[Row]


def table_of(
    sheet: Sheet, page: Page, groups: Mapping[str, str], language: Language
) -> tuple[Table | None, list[Finding]]:
    """The table of a sheet, and every finding about its headings; None where there is none."""
    if not page.rows:
        return None, []
    if len(page.rows) > MOST_ROWS:
        return None, [found_at(_first_mark(page), "intake.too_many_rows", limit=MOST_ROWS)]
    above = _spread(page)
    number, slots = _headings(sheet, above, groups)
    if not slots:
        wanted = column_label(sheet, Slot(sheet.first), language, groups)
        return None, [found_at(_first_mark(page), "intake.no_headings", wanted=wanted)]
    below = [row for row in page.rows if _line(row) > number]
    body = [row for row in below if not row[min(row)].text.startswith(REMARK)]
    heads = above[number]
    found = [*_twice(slots, heads), *_merged_below(page, number)]
    found += _unknown(sheet, heads, slots, body, language=language)
    known = [{column: cell for column, cell in row.items() if column in slots} for row in body]
    return Table(sheet, heads, slots, [row for row in known if row]), found


def _line(row: Row) -> int:
    return row[min(row)].mark.line


def _first_mark(page: Page) -> CellMark:
    first = page.rows[0]
    mark = first[min(first)].mark
    return CellMark(mark.written, mark.line, mark.column)


def _spread(page: Page) -> dict[int, dict[int, Cell]]:
    """The first rows, each merged cell in all of its places: a heading over several columns is over each."""
    grid = {_line(row): dict(row) for row in page.rows if _line(row) <= MOST_ABOVE}
    left = _MOST_SPREAD
    for one in page.merged:
        left -= (one.last_row - one.row + 1) * (one.last_column - one.column + 1)
        if left < 0:
            break
        cell = grid.get(one.row, {}).get(one.column)
        if cell is None or one.last_row > MOST_ABOVE:
            continue
        for row in range(one.row, one.last_row + 1):
            for column in range(one.column, min(one.last_column, MOST_COLUMNS) + 1):
                grid.setdefault(row, {}).setdefault(column, cell)
    return grid


def _headings(
    sheet: Sheet, grid: Mapping[int, Mapping[int, Cell]], groups: Mapping[str, str]
) -> tuple[int, dict[int, Slot]]:
    """The row of keys where there is one, else the row whose headings say most; its columns."""
    known: dict[tuple[str, str], Slot | None] = {}
    for number in sorted(grid):
        keyed = {column: keyed_slot(sheet, cell.text) for column, cell in grid[number].items()}
        slots = {column: slot for column, slot in keyed.items() if slot is not None}
        if _is_enough(sheet, slots):
            return number, {**_read(sheet, grid, number, groups, known=known), **slots}
    best: tuple[int, dict[int, Slot]] = (0, {})
    for number in sorted(grid):
        named = _read(sheet, grid, number, groups, known=known)
        if len(named) >= len(best[1]) and _is_enough(sheet, named):
            best = number, named
    return best


def _is_enough(sheet: Sheet, slots: Mapping[int, Slot]) -> bool:
    """Whether a row names the columns that make it a row of headings."""
    named = set(slots.values())
    if sheet.key == "settings":
        return Slot("value") in named and bool(named & {Slot("key"), Slot("label")})
    return Slot(sheet.first) in named and (len(slots) > 1 or sheet.listed)


def _read(
    sheet: Sheet,
    grid: Mapping[int, Mapping[int, Cell]],
    number: int,
    groups: Mapping[str, str],
    *,
    known: dict[tuple[str, str], Slot | None],
) -> dict[int, Slot]:
    """The columns that a row of headings names; ``known`` are those that were tried before."""
    found: dict[int, Slot] = {}
    for column, cell in grid[number].items():
        if cell.form != "text" or len(cell.text) > _LONGEST_HEADING:
            continue
        over = grid.get(number - 1, {}).get(column)
        above = over.text if over is not None and over.text != cell.text else ""
        key = (cell.text, above[:_LONGEST_HEADING])
        if key not in known and len(known) < _MOST_TRIED:
            known[key] = slot_of(sheet, *key, groups)
        slot = known.get(key)
        if slot is not None:
            found[column] = slot
    return found


def _twice(slots: Mapping[int, Slot], heads: Mapping[int, Cell]) -> list[Finding]:
    first: dict[Slot, int] = {}
    found = []
    for column, slot in sorted(slots.items()):
        if slot in first:
            twin = heads[first[slot]].mark
            facts = {"given": shortened(heads[column].text), "line": twin.line, "column": twin.column}
            found.append(found_at(heads[column].mark, "table.duplicate_column", **facts))
        first.setdefault(slot, column)
    return found


def _merged_below(page: Page, number: int) -> list[Finding]:
    """Merged cells among the figures: which row is meant is for their user to say."""
    below = [one for one in page.merged if one.last_row > number]
    rows = {_line(row): row for row in page.rows}
    there = [rows[one.row][one.column] for one in below if one.column in rows.get(one.row, {})]
    return [found_at(cell.mark, "table.merged") for cell in there[:20]]


def _unknown(
    sheet: Sheet,
    heads: Mapping[int, Cell],
    slots: Mapping[int, Slot],
    body: Sequence[Row],
    *,
    language: Language,
) -> list[Finding]:
    """Columns with something in them that no heading explains; remarks of their user are let be."""
    filled: dict[int, list[Cell]] = {}
    for row in body:
        for column, cell in row.items():
            filled.setdefault(column, []).append(cell)
    about_persons = personal({n: head for n, head in heads.items() if n not in slots}, filled)
    if about_persons:
        return about_persons
    known = [column_label(sheet, slot, language, {}) for slot in sheet.slots() if not slot.word]
    found = []
    for column, cells in sorted(filled.items()):
        head = heads.get(column)
        if column in slots or (head is not None and head.text.startswith(REMARK)):
            continue
        if head is None:
            found.append(found_at(cells[0].mark, "intake.nameless_column", given=shortened(cells[0].text)))
            continue
        near = nearest(head.text, known)
        facts = {"given": shortened(head.text), **({"near": near} if near else {})}
        found.append(found_at(head.mark, "intake.unknown_column", **facts))
    return found
