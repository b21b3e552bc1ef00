"""No workbook, however it was made, crashes the import, stalls it, or is opened with its macros."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pytest
from command_line import alokasi
from handed import told
from repacked import repacked

from optimizer.errors import InvalidError
from optimizer.intake.book import workbook
from optimizer.intake.reading import read

SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REGIONS = "xl/worksheets/sheet4.xml"


@cache
def empty() -> bytes:
    return workbook("id", None, {"52.04": "Kabupaten Sumbawa"})


@cache
def sheets() -> tuple[str, ...]:
    names = zipfile.ZipFile(io.BytesIO(empty())).namelist()
    return tuple(name for name in names if name.startswith("xl/worksheets/sheet"))


def changed(parts: Mapping[str, bytes], packing: int = zipfile.ZIP_STORED) -> bytes:
    """The empty workbook with some of its parts replaced or added."""
    return repacked(empty(), parts, packing)


def sheet(rows: str, after: str = "") -> bytes:
    return f'<worksheet xmlns="{SPACE}"><sheetData>{rows}</sheetData>{after}</worksheet>'.encode()


def text(cell: str, said: str) -> str:
    return f'<c r="{cell}" t="inlineStr"><is><t>{said}</t></is></c>'


def many_rows(count: int) -> bytes:
    """So many regions, none with a figure."""
    first = f'<row r="1">{text("A1", "code")}{text("B1", "workers")}</row>'
    codes = (f"52.{n // 99 + 1:02d}.{n % 99 + 1:02d}" for n in range(count))
    rows = (
        f'<row r="{n}">{text(f"A{n}", code)}{text(f"B{n}", "x")}</row>' for n, code in enumerate(codes, 2)
    )
    return sheet(first + "".join(rows))


CELLS = "".join(f'<row r="{row}">{"<c><v>1</v></c>" * 300}</row>' for row in range(1, 31))
MERGED = "<mergeCells>{}</mergeCells>".format('<mergeCell ref="A1:XFD60"/>' * 12_000)
STRINGS = f'<sst xmlns="{SPACE}">{"<si><t>a</t></si>" * 310_000}</sst>'.encode()
ENTITY = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><a>&b;</a>'

HOSTILE: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "macros": (lambda: changed({"xl/vbaProject.bin": b"x"}), "table.macros"),
    "a sheet of macros": (lambda: changed({"xl/macrosheets/sheet1.xml": b"x"}), "table.macros"),
    "a bomb": (
        lambda: changed({"xl/a.xml": b" " * (65 * 2**20)}, zipfile.ZIP_DEFLATED),
        "table.unpacks_too_large",
    ),
    "entities": (lambda: changed({sheets()[3]: ENTITY}), "table.not_a_workbook"),
    "empty elements": (
        lambda: changed({name: sheet("<c/>" * 28_000) for name in sheets()}),
        "table.too_many_cells",
    ),
    "cells in every sheet": (
        lambda: changed({name: sheet(CELLS) for name in sheets()}),
        "table.too_many_cells",
    ),
    "merged cells": (
        lambda: changed(
            {name: sheet(f'<row r="1">{text("A1", "code")}</row>', MERGED) for name in sheets()[:8]}
        ),
        "intake.no_headings",
    ),
    "shared texts": (lambda: changed({"xl/sharedStrings.xml": STRINGS}), "table.too_many_cells"),
    "a long sheet": (lambda: changed({REGIONS: many_rows(10_001)}), "intake.too_many_rows"),
    "many mistakes": (lambda: changed({REGIONS: many_rows(4_000)}), "intake.persons_unreadable"),
    "not a zip": (lambda: b"PK\x03\x04" + b"\0" * 99, "table.not_a_workbook"),
    "old or locked": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 999, "table.locked_or_old"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_it_is_refused_in_less_than_two_seconds(kind: str) -> None:
    make, code = HOSTILE[kind]
    raw, before = make(), time.process_time()
    with pytest.raises(InvalidError) as caught:
        read(raw, "masukan.xlsx", "id")

    assert time.process_time() - before < 2
    assert code in [one.code for one in told(caught.value.findings)]
    assert len(caught.value.findings) <= 1_001


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        ("makro.xlsm", b"PK\x03\x04", "table.macros"),
        ("makro.xlsx", None, "table.macros"),
        ("daftar.csv", b"a;b", "intake.not_xlsx"),
        ("tidak-ada.xlsx", b"", "file.none"),
    ],
)
def test_the_command_refuses_and_writes_nothing(
    tmp_path: Path, name: str, raw: bytes | None, code: str
) -> None:
    if name != "tidak-ada.xlsx":
        (tmp_path / name).write_bytes(changed({"xl/vbaProject.bin": b"x"}) if raw is None else raw)
    done = alokasi("import", name, "--out", "hasil", "--json", cwd=tmp_path)

    assert (done.code, done.codes) == (2, [code])
    assert not (tmp_path / "hasil").exists()
