"""Workbooks as people hand them in: no row of keys, their own headings, their own ways of writing."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from outside import needs

from optimizer.errors import Finding, InvalidError
from optimizer.intake.reading import Intake, read
from optimizer.scenario.grid import letters
from optimizer.text import mend, sentence

_OPTIONS = {"strings_to_formulas": False, "default_date_format": "mmm yyyy"}
Grid = Sequence[Sequence[Any]]
Sheets = dict[str, list[list[Any]]]
"""Rows of cells by the name of the sheet; None is an empty cell."""


def small() -> Sheets:
    """A scenario of two regions and two funds, as an official would type it."""
    return {
        "Umum": [
            ["Isian", "Nilai"],
            ["Judul skenario", "Contoh"],
            ["Bulan pertama rencana", "Okt 2025"],
            ["Bulan terakhir rencana", "Desember 2026"],
            ["Masa bertahan (bulan)", "12 bulan"],
        ],
        "Kelompok": [
            ["Kunci kelompok", "Nama"],
            ["miskin", "Pekerja miskin"],
            ["rentan", "Pekerja rentan lain"],
        ],
        "Wilayah": [
            ["Kode Wilayah", "Nama Daerah", "Pekerja", "Peserta Aktif", "Sasaran: miskin", "Sasaran: rentan"],
            ["52.04", "Kabupaten Sumbawa", 158000, "37.783", 6000, "60.000"],
            ["52.71", "Kota Mataram", "134.972 orang", 41000, "2.000", 30000],
        ],
        "Dana": [
            ["Kunci dana", "Kode pembayar", "Jenis anggaran", "Tahun anggaran", "Pagu (Rp)"],
            ["sumbawa-2026", "52.04", "APBD murni", 2026, "Rp. 1.234.567.800,-"],
            ["provinsi-2026", "52", "APBD murni", "TA 2026", "2,5 miliar"],
        ],
        "Iuran": [["Iuran per orang per bulan"], ["Rp16.800"]],
    }


def book(sheets: Mapping[str, Grid], *, merged: Mapping[str, Sequence[str]] | None = None) -> bytes:
    """The bytes of a workbook; ``merged`` are ranges by sheet, whose first cell keeps what it holds."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, _OPTIONS) as made:
        for name, rows in sheets.items():
            page = made.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, given in enumerate(row):
                    if given is not None:
                        page.write(number, column, given)
            for area in (merged or {}).get(name, ()):
                first, below = _place(area.partition(":")[0])
                page.merge_range(area, rows[first][below])
    return written.getvalue()


def _place(cell: str) -> tuple[int, int]:
    return int(cell[1:]) - 1, ord(cell[0]) - ord("A")


def imported(sheets: Mapping[str, Grid], **options: Any) -> Intake:
    """What a workbook becomes."""
    return read(book(sheets, **options), "masukan.xlsx", "id")


def refused(sheets: Mapping[str, Grid], **options: Any) -> list[Finding]:
    """The errors of a workbook that is no scenario, each with a sentence in both languages."""
    with pytest.raises(InvalidError) as caught:
        imported(sheets, **options)
    return told([one for one in caught.value.findings if one.level == "error"])


def told(findings: Sequence[Finding]) -> list[Finding]:
    """The same findings, none of which shows a blank or an unknown code."""
    for finding in findings:
        for said in (sentence(finding, "id"), sentence(finding, "en")):
            assert not re.search(r"\{\w+\}|\[\[", said)
            assert finding.code not in said
        assert mend(finding, "id") or finding.level != "error" or not finding.code.startswith("intake.")
    return list(findings)


def cells(findings: Sequence[Finding]) -> list[tuple[str, str]]:
    """Code and cell of each finding: ``("intake.blank", "Dana!E3")``."""
    return [(one.code, cell(one)) for one in findings]


def cell(finding: Finding) -> str:
    """Sheet and cell of a finding."""
    place = finding.place
    assert place is not None
    return f"{place.file.partition('!')[2]}!{letters(place.column)}{place.line}"


def saved_by_libreoffice(raw: bytes, folder: Path, *, kind: str = "xlsx") -> bytes:
    """The workbook as LibreOffice saves it again."""
    program = needs("soffice")
    source = folder / "masukan.xlsx"
    source.write_bytes(raw)
    command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", kind, "--outdir", str(folder / "again"), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / "again" / f"masukan.{kind}").read_bytes()
