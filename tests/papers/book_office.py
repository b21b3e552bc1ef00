"""Workbooks opened by others: reckoned again by LibreOffice, read by calamine, changed in their XML."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from outside import needs
from paper_cases import ALONE
from python_calamine import CalamineWorkbook

from optimizer.papers.book.cells import Cell, Sheet
from optimizer.papers.book.ledger import Ledger
from optimizer.papers.book.stored import Stored, stored
from optimizer.papers.book.written import sheets
from optimizer.papers.dossier import Dossier
from optimizer.runs import solved

ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
"""The setting with which LibreOffice reckons every formula again when it opens a workbook."""

LARGEST = 2**28
NTB = Path(__file__).parents[2] / "scenarios" / "ntb" / "base.yaml"


@cache
def of_ntb() -> Dossier:
    """The plan of the real scenario, with no question asked about it."""
    run = solved(NTB)
    return Dossier(run.scenario, run.plan, ALONE, "id")


def reckoned(folder: Path, books: Mapping[str, bytes]) -> dict[str, bytes]:
    """Every workbook opened by LibreOffice, each formula reckoned again, and saved as it saves."""
    profile, out = folder / "profile" / "user", folder / "out"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(ALWAYS, "utf-8")
    for name, content in books.items():
        (folder / f"{name}.xlsx").write_bytes(content)
    command = [needs("soffice"), f"-env:UserInstallation=file://{folder}/profile", "--headless"]
    command += [
        "--convert-to",
        "xlsx",
        "--outdir",
        str(out),
        *(str(folder / f"{name}.xlsx") for name in books),
    ]
    subprocess.run(command, capture_output=True, check=True, timeout=240)
    return {name: (out / f"{name}.xlsx").read_bytes() for name in books}


def read(content: bytes) -> Mapping[str, Stored]:
    """The cells of every sheet."""
    return stored(content, largest=LARGEST)


def table(content: bytes, sheet: str, head: int = 6) -> list[dict[str, Any]]:
    """The rows below the headings of a sheet, by heading."""
    page = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(sheet)
    every = page.to_python(skip_empty_area=False)
    heads = [str(cell) for cell in every[head - 1]]
    return [dict(zip(heads, row, strict=True)) for row in every[head:]]


def formulas(about: Dossier) -> dict[tuple[str, int, int], Cell]:
    """Every cell with a formula, by sheet, row and column."""
    return {
        (sheet.name, row, column): cell
        for sheet in sheets(Ledger(about))
        for row, line in enumerate(sheet.lines, 1)
        for column, cell in enumerate(line.cells, 1)
        if cell is not None and cell.formula
    }


def sheet_of(about: Dossier, key: str) -> Sheet:
    """One sheet as it is described."""
    name = Ledger(about).tab(key)
    return next(sheet for sheet in sheets(Ledger(about)) if sheet.name == name)


def parts(content: bytes) -> dict[str, bytes]:
    """Every part of the file."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def part_of(content: bytes, sheet: str) -> str:
    """The part that holds a sheet; xlsxwriter numbers them in their order."""
    names = re.findall(r'<sheet name="([^"]+)"', parts(content)["xl/workbook.xml"].decode())
    return f"xl/worksheets/sheet{names.index(sheet) + 1}.xml"


def put(content: bytes, sheet: str, cells: Mapping[str, int]) -> bytes:
    """The workbook with other numbers in some cells, all that was reckoned left as it was."""
    every, name = parts(content), part_of(content, sheet)
    xml = every[name].decode()
    for cell, number in cells.items():
        xml, found = re.subn(
            rf'<c r="{cell}"( s="\d+")?(?:/>|><v>[^<]*</v></c>)', rf'<c r="{cell}"\1><v>{number}</v></c>', xml
        )
        assert found == 1, cell
    return changed(content, name, xml.encode())


def changed(content: bytes, name: str, xml: bytes) -> bytes:
    """The workbook with one part replaced or added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for part, given in {**parts(content), name: xml}.items():
            file.writestr(part, given)
    return buffer.getvalue()
