"""Columns about single persons are refused: the tool works on counts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from optimizer.errors import Finding
from optimizer.scenario.grid import Cell, Row, found_at, shortened
from optimizer.scenario.nodes import Mark, Written

_HEADERS = re.compile(
    r"""(.*[ _.\-/])? (
        nik | no(mor)?[ _.\-]*(ktp|kk|kpj|hp|telp|telepon|rekening|peserta|npwp) | ktp | e-?ktp | kpj | npwp
      | nama[ _.\-]*(lengkap|peserta|pekerja|penerima|orang|ibu|istri|suami|anak|anggota|ktp)
      | (full|first|last|person|worker|member)[ _.\-]*name
      | (tanggal|tgl|tempat)[ _.\-/]*(lahir|tgl[ _.\-]*lahir) | alamat([ _.\-]*(rumah|peserta|ktp))?
      | jenis[ _.\-]*kelamin | telepon | email | e-mail
    ) ([ _.\-/].*)?""",
    re.VERBOSE | re.IGNORECASE,
)
_LONGEST_HEADER = 80
_NIK = re.compile(r"\D?(1[1-9]|[2-9]\d)\d{14}\D?", re.ASCII)
"""Sixteen digits, the first two a province; none is below 11."""


def personal(header: Row, columns: Mapping[int, Sequence[Cell]]) -> list[Finding]:
    """Columns that name persons or hold identity numbers, by their first cell; no cell below is shown."""
    named = [
        found_at(head.mark, "table.personal_name", given=shortened(head.text))
        for head in header.values()
        if len(head.text) <= _LONGEST_HEADER and _HEADERS.fullmatch(head.text)
    ]
    return named or list(_numbered(header, columns))


def _numbered(header: Row, columns: Mapping[int, Sequence[Cell]]) -> Iterator[Finding]:
    for number, cells in columns.items():
        count = sum(_NIK.fullmatch(cell.text.replace(" ", "")) is not None for cell in cells)
        if count * 2 > len(cells):
            head = header.get(number)
            mark = head.mark if head is not None else _unquoted(cells[0].mark)
            given = shortened(head.text) if head is not None else ""
            yield found_at(mark, "table.personal_number", given=given, count=count)


def _unquoted(mark: Mark) -> Mark:
    return mark._replace(written=Written(mark.written.name))
