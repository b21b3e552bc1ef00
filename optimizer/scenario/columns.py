"""The first row of a table names its columns: paths into a record, or words about the figure there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple, get_args

from optimizer.errors import Finding
from optimizer.scenario.grid import Cell, Row, found_at, shortened
from optimizer.scenario.kinds import (
    Kind,
    child,
    is_figure,
    is_list,
    is_month,
    is_open,
    keys_of,
    nearest,
    number_at,
)
from optimizer.units import Code, Persons, Rupiah

FIRST: Mapping[str, tuple[str, ...]] = {"regions": ("code", "kode"), "funds": ("id",)}
"""What the first column may be called."""

_NOT_IN_TABLES = ("rivals",)
_GROUP = "miskin-ekstrem"
"""A name shown where the user's own belongs."""

_INDONESIAN = {
    "nama": "name",
    "pekerja": "workers",
    "tenaga_kerja": "workers",
    "aktif": "active",
    "peserta": "active",
    "sasaran": "eligible",
    "disubsidi": "subsidised",
    "pemilik": "owner",
    "anggaran": "budget",
    "tahun": "year",
    "pagu": "ceiling",
    "bulan": "pays",
    "kelompok": "groups",
    "wilayah": "regions",
    "keterangan": "note",
    "catatan": "note",
    "sumber": "source",
}
"""Names people give to columns, and the name to offer."""


Sort = Literal["rupiah", "persons", "amount", "code", "month", "number", "text"]
"""What a cell is: an ``amount`` is rupiah or a share, a ``number`` any other number."""


class Column(NamedTuple):
    """One column: where its cells go in a record, and what they are."""

    number: int
    head: Cell
    path: tuple[str, ...]
    sort: Sort
    many: bool = False
    """Whether a cell lists several."""
    word: str = ""
    """For a column beside a figure: which word about it (``source``, ``status``)."""


def columns_of(header: Row, first: int, table: str, record: Kind) -> tuple[list[Column], list[Finding]]:
    """Read the names of all columns but the first, the key."""
    columns: list[Column] = []
    findings: list[Finding] = []
    seen: dict[tuple[str, ...], Cell] = {}
    for number, head in sorted(header.items()):
        if number == first:
            continue
        read = column_of(number, head, record, FIRST[table])
        if isinstance(read, Finding):
            findings.append(read)
            continue
        twin = seen.setdefault((*read.path, read.word), head)
        if twin is not head:
            facts = {"given": shortened(head.text), "line": twin.mark.line, "column": twin.mark.column}
            findings.append(found_at(head.mark, "table.duplicate_column", **facts))
            continue
        columns.append(read)
    there = {column.path for column in columns if not column.word}
    lonely = [column for column in columns if column.word and column.path not in there]
    kept = [column for column in columns if column not in lonely] if lonely else columns
    return kept, [*findings, *_without_figures(lonely)]


def _without_figures(lonely: list[Column]) -> list[Finding]:
    """Words about a figure whose own column is missing."""
    return [
        found_at(
            column.head.mark,
            "table.no_value_column",
            given=shortened(column.head.text),
            meant=shortened(".".join(column.path)),
        )
        for column in lonely
    ]


def column_of(number: int, head: Cell, record: Kind, keys: tuple[str, ...]) -> Column | Finding:
    """What the name of a column says: a path in a record, or a word about the figure there."""
    if head.form not in ("text", "number"):
        return found_at(head.mark, "table.unknown_column", given=shortened(head.text))
    if head.text in keys:
        return found_at(head.mark, "table.second_key", given=head.text)
    parts = head.text.split(".")
    path: list[str] = []
    kind: Kind = record
    while parts:
        if is_figure(kind):
            return _word(number, head, tuple(path), kind, parts)
        used, inner = _step(kind, parts)
        if inner is None:
            return _unknown(head, path, kind, parts)
        path.append(".".join(parts[:used]))
        kind, parts = inner, parts[used:]
    if is_open(kind) or (keys_of(kind) and not is_figure(kind)):
        meant = f"{head.text}.{_GROUP}" if is_open(kind) else f"{head.text}.{keys_of(kind)[0]}"
        facts = {"given": shortened(head.text), "meant": shortened(meant)}
        return found_at(head.mark, "table.column_unfinished", **facts)
    return _typed(number, head, tuple(path), kind)


def _typed(number: int, head: Cell, path: tuple[str, ...], kind: Kind, word: str = "") -> Column:
    many = is_list(kind)
    return Column(number, head, path, _sort(child(kind, 0) if many else kind), many, word)


def _sort(kind: Kind) -> Sort:
    unit = number_at(kind)
    if kind is Code or get_args(kind)[:1] == (Code,):
        return "code"
    if is_month(kind):
        return "month"
    if unit in (Rupiah, Persons):
        return "rupiah" if unit is Rupiah else "persons"
    return "amount" if unit is object else "number" if unit is not None else "text"


def _step(kind: Kind, parts: list[str]) -> tuple[int, Kind | None]:
    """How many parts the next key has, and what is under it.

    A key of the user's own takes all that follows, but for a last word about the figure.
    """
    if is_list(kind):
        return 1, None
    if not is_open(kind):
        return 1, child(kind, parts[0]) if parts[0] in keys_of(kind) else None
    inner = child(kind, "")
    words = keys_of(inner) if is_figure(inner) else ()
    used = len(parts) - 1 if len(parts) > 1 and parts[-1] in words else len(parts)
    return (used, inner) if "".join(parts[:used]) else (1, None)


def _word(number: int, head: Cell, path: tuple[str, ...], kind: Kind, parts: list[str]) -> Column | Finding:
    word = ".".join(parts)
    if word == "value":
        return _typed(number, head, path, kind)
    if word not in keys_of(kind) or word in _NOT_IN_TABLES:
        return _unknown(head, list(path), kind, parts)
    return _typed(number, head, path, child(kind, word), word)


def _unknown(head: Cell, path: list[str], kind: Kind, parts: list[str]) -> Finding:
    known = [key for key in keys_of(kind) if key not in _NOT_IN_TABLES]
    alike = _INDONESIAN.get(parts[0].strip().lower().replace(" ", "_"), "")
    near = alike if alike in known else None if parts[0] in _NOT_IN_TABLES else nearest(parts[0], known)
    given = shortened(head.text)
    if near is None:
        return found_at(head.mark, "table.unknown_column", given=given, known=known)
    near = ".".join([*path, near, *parts[1:]])
    return found_at(head.mark, "table.unknown_column", given=given, near=shortened(near))
