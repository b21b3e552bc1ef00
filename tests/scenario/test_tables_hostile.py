"""No table, however it was made, crashes the program, stalls it or fills the memory."""

from __future__ import annotations

import csv
import io
import random
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import xlsxwriter
from apart import read_apart
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from repacked import repacked
from tabled import told_whole

from optimizer.scenario.grid import MOST_CELLS
from optimizer.scenario.nodes import Branch
from optimizer.scenario.tables import Table, read_table

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
FAST = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def workbook() -> bytes:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as book:
        page = book.add_worksheet("A")
        page.write_row(0, 0, ["code", "name", "workers"])
        page.write_row(1, 0, ["52.04", "Sumbawa", 5])
        page.write_row(2, 0, ["52.05", "Dompu", 0.5])
    return written.getvalue()


WORKBOOK = workbook()


def changed(parts: Mapping[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The workbook with some of its parts replaced or added."""
    return repacked(WORKBOOK, parts, packing)


def sheet(rows: str) -> bytes:
    """The workbook with these rows, not packed: what packs too well is refused for that."""
    xml = f'<worksheet xmlns="{SPACE}"><sheetData>{rows}</sheetData></worksheet>'
    return changed({SHEET: xml.encode("utf-8", "replace")}, zipfile.ZIP_STORED)


def text(cell: str, said: str) -> str:
    return f'<c r="{cell}" t="inlineStr"><is><t>{said}</t></is></c>'


def odd_columns(rows: int) -> bytes:
    """One cell a row, each in another column; those before it are there, but empty."""
    body = (f'<row r="{n}">{"<c/>" * (n % 490)}<c><v>1</v></c></row>' for n in range(2, rows))
    return sheet(f'<row r="1">{HEADER}</row>' + "".join(body))


HEADER = text("A1", "code") + text("B1", "name")
BOMB = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
ONE_STRING = f'<sst xmlns="{SPACE}"><si><t>%s</t></si></sst>'

HOSTILE_WORKBOOKS: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "table.not_a_workbook"),
    "no zip": (lambda: b"PK\x03\x04" + b"\0" * 99, "table.not_a_workbook"),
    "cut": (lambda: WORKBOOK[:-200], "table.not_a_workbook"),
    "old or locked": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 999, "table.locked_or_old"),
    "macros": (lambda: changed({"xl/vbaProject.bin": b"x"}), "table.macros"),
    "a large part": (lambda: changed({"xl/a.xml": b" " * (65 * 2**20)}), "table.unpacks_too_large"),
    "a tight part": (lambda: changed({"xl/a.xml": b" " * (30 * 2**20)}), "table.unpacks_too_large"),
    "no sheet": (lambda: changed({"xl/workbook.xml": b"<workbook/>"}), "table.no_sheet"),
    "no xml": (lambda: changed({SHEET: b"\x00\x01\x02"}), "table.not_a_workbook"),
    "entities": (lambda: changed({SHEET: BOMB + b"<worksheet>&b;</worksheet>"}), "table.not_a_workbook"),
    "another packing": (lambda: changed({}, zipfile.ZIP_LZMA), "table.not_a_workbook"),
    "the last cell": (
        lambda: sheet(f'<row r="1">{HEADER}</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "table.too_many_columns",
    ),
    "a cell nowhere": (lambda: sheet('<row r="1"><c r="ZZZZ1"><v>1</v></c></row>'), "table.not_a_workbook"),
    "a text that is not there": (
        lambda: sheet('<row r="1"><c r="A1" t="s"><v>99</v></c></row>'),
        "table.not_a_workbook",
    ),
    "no number": (lambda: sheet('<row r="1"><c r="A1"><v>abc</v></c></row>'), "table.not_a_workbook"),
    "infinite": (
        lambda: sheet(
            f'<row r="1">{HEADER}</row><row r="2">{text("A2", "52.04")}<c r="B2"><v>1e999</v></c></row>'
        ),
        "table.cell_error",
    ),
    "deep": (lambda: sheet("<row>" * 500_000 + "</row>" * 500_000), "table.empty"),
    "many cells": (
        lambda: sheet(f"<row>{'<c><v>1</v></c>' * (MOST_CELLS + 1)}</row>"),
        "table.too_many_cells",
    ),
    "one text everywhere": (
        lambda: changed(
            {
                STRINGS: (ONE_STRING % ("x " * 4_999)).encode(),
                SHEET: f"""<worksheet xmlns="{SPACE}"><sheetData>{
                    "<row>" + '<c t="s"><v>0</v></c>' * 250_000 + "</row>"
                }</sheetData></worksheet>""".encode(),
            }
        ),
        "table.unpacks_too_large",
    ),
    "wide lists": (
        lambda: changed(
            {
                STRINGS: (ONE_STRING % ("x " * 4_999)).encode(),
                SHEET: f"""<worksheet xmlns="{SPACE}"><sheetData><row r="1">{
                    text("A1", "id") + text("B1", "groups")
                }</row>{
                    "".join(
                        f'<row><c t="inlineStr"><is><t>{n}</t></is></c><c t="s"><v>0</v></c></row>'
                        for n in range(1600)
                    )
                }</sheetData></worksheet>""".encode(),
            }
        ),
        "table.too_many_cells",
    ),
    "rows of odd columns": (lambda: odd_columns(1_500), "table.nameless_column"),
    "many rows of odd columns": (lambda: odd_columns(10_000), "table.too_many_cells"),
    "a long cell": (
        lambda: sheet(f'<row r="1">{text("A1", "x" * 5_000_000)}</row>'),
        "table.cell_too_long",
    ),
}


@pytest.mark.parametrize("name", HOSTILE_WORKBOOKS)
def test_a_hostile_workbook_is_refused(tmp_path: Path, name: str) -> None:
    make, code = HOSTILE_WORKBOOKS[name]
    path = tmp_path / "a.xlsx"
    path.write_bytes(make())

    outcome = read_apart(path, "funds" if name == "wide lists" else "regions")

    assert code in outcome.codes
    assert all(outcome.places)


def wide(columns: int) -> bytes:
    return ";".join(["code", *(f"eligible.g{n}" for n in range(columns - 1))]).encode()


HOSTILE_TEXTS: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "separators": (lambda: b";" * (16 * 2**20), "table.too_many_cells"),
    "lines": (lambda: b"\n" * (16 * 2**20), "file.too_many_lines"),
    "lines within reason": (lambda: b"\n" * 900_000, "table.too_many_cells"),
    "quotes": (lambda: b'"' * (16 * 2**20 - 1), "table.cell_too_long"),
    "pairs of quotes": (
        lambda: b'code;name\n52.04;"' + b'""' * (8 * 2**20 - 50) + b'"',
        "table.cell_too_long",
    ),
    "quoted lines": (lambda: b'code;name\n52.04;"' + b"\n" * 900_000 + b'"', "table.cell_too_long"),
    "one word": (lambda: b"x" * (16 * 2**20), "table.cell_too_long"),
    "too large": (lambda: b"x" * (16 * 2**20 + 1), "table.too_large"),
    "wide letters": (lambda: "\U0001f600".encode() * (4 * 2**20), "table.cell_too_long"),
    "zeros": (lambda: b"code;name\n" + b"\0" * 1_000_000, "file.character"),
    "zeros alone": (lambda: b"\0" * 16, "file.character"),
    "two-byte letters": (lambda: "code;name\n52.04;Sumbawa\n".encode("utf-16"), "table.utf16"),
    "windows letters": (lambda: "code;name\n52.04;Kab. Añ\n".encode("cp1252"), "table.not_utf8"),
    "a workbook": (lambda: WORKBOOK, "table.workbook_named_csv"),
    "too wide": (lambda: wide(600), "table.too_many_columns"),
    "unknown columns": (
        lambda: ";".join(["code", *(f"{n}eligibel" * 12 for n in range(400))]).encode(),
        "table.unknown_column",
    ),
    "wrong cells": (
        lambda: wide(400) + b"\n" + b"".join(b"52.%04d" % n + b";16.8" * 399 + b"\n" for n in range(700)),
        "table.too_many_findings",
    ),
    "uneven rows": (lambda: b"code;name\n" + b"52.04\n" * 100_000, "table.uneven"),
    "rows told twice": (lambda: b"code;name\n" + b"52.04;a\n" * 100_000, "table.duplicate_row"),
    "digits": (
        lambda: b"id;ceiling\n" + b"".join(b"a%d;%s\n" % (n, b"1.234" * 1_900) for n in range(1_500)),
        "table.first_column",
    ),
    "identity numbers": (
        lambda: b"code;note\n" + b"".join(b"52.%05d;52%014d\n" % (n, n) for n in range(100_000)),
        "table.personal_number",
    ),
}


@pytest.mark.parametrize("name", HOSTILE_TEXTS)
def test_a_hostile_text_is_refused(tmp_path: Path, name: str) -> None:
    make, code = HOSTILE_TEXTS[name]
    path = tmp_path / "a.csv"
    path.write_bytes(make())

    outcome = read_apart(path, "regions")

    assert code in outcome.codes
    assert all(outcome.places)


def test_the_largest_honest_table_is_read(tmp_path: Path) -> None:
    """Six hundred regions with four hundred figures each."""
    path = tmp_path / "a.csv"
    rows = (b"%02d.%02d" % (10 + n // 90, n % 90 + 10) + b";12.050" * 399 + b"\n" for n in range(600))
    path.write_bytes(wide(400) + b"\n" + b"".join(rows))

    assert read_apart(path, "regions").codes == ()


@pytest.mark.parametrize(("name", "code"), [("a.xlsm", "table.macros"), ("a.ods", "table.unknown_kind")])
def test_other_kinds_of_files_are_not_opened(tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / name).write_bytes(WORKBOOK)

    assert read_apart(tmp_path / name, "regions").codes == (code,)


# --- chance ---


def read(folder: Path, name: str, raw: bytes, kind: Table = "regions") -> Branch | None:
    path = folder / name
    path.write_bytes(raw)
    root, findings = read_table(path, name, kind)
    assert root is not None or any(finding.level == "error" for finding in findings)
    assert all(finding.place is not None and finding.place.line > 0 for finding in findings)
    told_whole(findings[:20])
    return root


@given(st.binary(max_size=2_000), st.sampled_from(["a.csv", "a.xlsx"]))
@FAST
def test_any_bytes_are_read_or_refused(tmp_path: Path, raw: bytes, name: str) -> None:
    read(tmp_path, name, raw)


CELL = st.one_of(
    st.sampled_from(
        ["code", "id", "name", "workers", "workers.source", "eligible.a", "ceiling", "groups", ""]
    ),
    st.sampled_from(
        ["52.04", "52.1", "1,234", "1.234", "16.8", "5%", "unknown", "NA", "Total", "5204", "a b"]
    ),
    st.text("0123456789.,;|\"' \t%-Rp\n\u202e\ufeff\x00é", max_size=12),
    st.text(max_size=8),
)


@given(
    st.lists(st.lists(CELL, max_size=6), max_size=6),
    st.sampled_from(";,\t|"),
    st.sampled_from(["regions", "funds"]),
)
@FAST
def test_any_cells_are_read_or_refused(tmp_path: Path, grid: list[list[str]], mark: str, kind: Table) -> None:
    said = "\n".join(mark.join(row) for row in grid)
    read(tmp_path, "a.csv", said.encode("utf-8", "surrogatepass"), kind)


@given(st.lists(st.tuples(st.sampled_from(["code", "id"]), st.lists(CELL, max_size=5)), max_size=5))
@FAST
def test_any_rows_under_a_good_header_are_read_or_refused(
    tmp_path: Path, rows: list[tuple[str, list[str]]]
) -> None:
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows(
        [["code", "name", "workers", "workers.note", "eligible.a"], *([key, *row] for key, row in rows)]
    )
    read(tmp_path, "a.csv", written.getvalue().encode("utf-8", "replace"))


@given(st.randoms(use_true_random=False), st.integers(1, 40))
@FAST
def test_a_damaged_workbook_is_read_or_refused(tmp_path: Path, chance: random.Random, times: int) -> None:
    raw = bytearray(WORKBOOK)
    for _ in range(times):
        raw[chance.randrange(len(raw))] = chance.randrange(256)

    read(tmp_path, "a.xlsx", bytes(raw))


XML = st.text("<>/c=\"' rowvtsn0123456789AXFD&;.eE-", max_size=80)


@given(
    st.lists(
        st.one_of(
            XML,
            st.builds(
                '<c r="{}{}" t="{}" s="{}"><f>1</f><v>{}</v></c>'.format,
                st.sampled_from(["A", "B", "ZZ", "a", ""]),
                st.integers(0, 3),
                st.sampled_from(["s", "n", "b", "e", "str", "d", "x"]),
                st.integers(-1, 3),
                CELL.filter(lambda cell: "<" not in cell and "&" not in cell),
            ),
        ),
        max_size=8,
    )
)
@FAST
def test_any_xml_inside_a_workbook_is_read_or_refused(tmp_path: Path, pieces: list[str]) -> None:
    read(tmp_path, "a.xlsx", sheet(f'<row r="1">{"".join(pieces)}</row>'))
