"""Variants and futures: changes that a sheet lists one a row, under the names of those they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path as FilePath

from optimizer.errors import Finding
from optimizer.intake.layout import Slot
from optimizer.intake.rows import Reader
from optimizer.scenario.futures import Stated
from optimizer.scenario.grid import Cell, Row, found_at, shortened
from optimizer.scenario.nodes import Branch, Entry, Listing, Mark, Node, Scalar
from optimizer.scenario.yamlfile import parse_text

_NESTED = ("[", "{", '"', "'")
"""A value that begins so is written as in a scenario file."""


def named_changes(reader: Reader, rows: Sequence[Row]) -> dict[str, Entry]:
    """The body of each variant or future by name; a row without a name goes on with the one above."""
    bodies: dict[str, dict[str, Entry]] = {}
    changes: dict[str, dict[str, Entry]] = {}
    marks: dict[str, Mark] = {}
    name = ""
    for row in rows:
        cell = reader.cell(row, "id")
        name = cell.text if cell is not None else name
        if not name:
            wanted = reader.label(Slot("id"))
            reader.desk.note(found_at(reader.mark(row, "id"), "intake.no_key", wanted=wanted))
            continue
        marks.setdefault(name, reader.mark(row, "id"))
        _words(reader, row, name, bodies.setdefault(name, {}))
        _change(reader, row, changes.setdefault(name, {}))
    made: dict[str, Entry] = {}
    for name, body in bodies.items():
        if changes[name] or reader.sheet.key == "variants":
            body["change"] = Entry(marks[name], Branch(changes[name], marks[name]))
        made[name] = Entry(marks[name], Branch(body, marks[name]))
    return made


def _words(reader: Reader, row: Row, name: str, body: dict[str, Entry]) -> None:
    """Label, note and probability, told in one row of each."""
    for key in ("label", "probability", "note"):
        cell = reader.cell(row, key) if key in reader.sheet.columns else None
        if cell is None:
            continue
        before = body.get(key)
        if before is not None and isinstance(before.value, Scalar) and before.value.text != cell.text:
            facts = {"given": shortened(cell.text), "name": name}
            reader.desk.note(found_at(cell.mark, "intake.told_twice", **facts))
        body.setdefault(key, Entry(cell.mark, Scalar(cell.text, cell.mark, quoted=True)))


def _change(reader: Reader, row: Row, changes: dict[str, Entry]) -> None:
    """One path and its new value."""
    path, value = reader.cell(row, "path"), reader.cell(row, "value")
    if path is None and value is None:
        return
    if path is None or value is None:
        given = (path or value or row[min(row)]).text
        key = "path" if path is None else "value"
        reader.desk.note(found_at(reader.mark(row, key), "intake.half_a_change", given=shortened(given)))
        return
    if path.text in changes:
        reader.desk.note(found_at(path.mark, "intake.changed_twice", given=shortened(path.text)))
    node = _value(reader, value)
    if node is not None:
        changes[path.text] = Entry(path.mark, node)


def _value(reader: Reader, cell: Cell) -> Node | None:
    """A new value, read as ``--set`` reads it."""
    if cell.form in ("error", "formula", "date", "logical"):
        facts = {"given": shortened(cell.text), "meant": cell.text[:7]}
        reader.desk.note(found_at(cell.mark, f"table.cell_{cell.form}", **facts))
        return None
    if not cell.text.startswith(_NESTED):
        return Scalar(cell.text, cell.mark)
    node, found = parse_text(cell.text, cell.mark.written._replace(lines=(cell.text,)))
    for finding in found:
        reader.desk.note(Finding(finding.code, finding.facts, finding.level, place=cell.mark.place))
    return None if node is None else _at(node, cell.mark)


def _at(node: Node, mark: Mark) -> Node:
    """A value of one cell: all of it stands there."""
    if isinstance(node, Scalar):
        return node._replace(mark=mark)
    if isinstance(node, Listing):
        return Listing(tuple(_at(item, mark) for item in node.items), mark)
    return Branch({key: Entry(mark, _at(one.value, mark)) for key, one in node.entries.items()}, mark)


def stated(futures: dict[str, Entry], file: FilePath) -> dict[str, Stated]:
    """Futures as the scenario's own reader takes them."""
    bodies = {name: entry.value for name, entry in futures.items()}
    return {
        name: Stated(body, futures[name].key, file)
        for name, body in bodies.items()
        if isinstance(body, Branch)
    }
