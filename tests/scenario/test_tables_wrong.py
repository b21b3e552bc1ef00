"""Rows and columns that are wrong are refused at their place, all in one go; data about persons too."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from tabled import Read, at, from_csv, from_text, from_xlsx


@pytest.mark.parametrize(
    ("head", "code", "near"),
    [
        ("workrs", "table.unknown_column", "workers"),
        ("nama", "table.unknown_column", "name"),
        ("workers.sorce", "table.unknown_column", "workers.source"),
        ("eligble.rentan", "table.unknown_column", "eligible.rentan"),
        ("Name", "table.unknown_column", "name"),
        ("eligible", "table.column_unfinished", None),
        ("workers.rivals", "table.unknown_column", None),
        ("zzz", "table.unknown_column", None),
        ("code", "table.second_key", None),
        ("outlook.", "table.unknown_column", None),
    ],
)
def test_a_column_that_is_none_names_the_nearest(
    tmp_path: Path, head: str, code: str, near: str | None
) -> None:
    read = from_csv(tmp_path, [["code", head], ["52.04", "1"]])

    assert read.found == [(code, 1, 6)]
    assert read.findings[0].facts.get("near") == near
    assert read.root is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [("table.empty", 1, 1)]),
        ("code;name\n", [("table.no_rows", 1, 1)]),
        ("Tabel 1\ncode;name\n52.04;a\n", [("table.uneven", 2, 1), ("table.uneven", 3, 1)]),
        ("name;code\na;52.04\n", [("table.first_column", 1, 1)]),
        ("code;name;name\n52.04;a;b\n", [("table.duplicate_column", 1, 11)]),
        ("code;workers;workers.value\n52.04;1;2\n", [("table.duplicate_column", 1, 14)]),
        ("code;name\n52.04;a\n52.05;b\n52.04;c\n", [("table.duplicate_row", 4, 1)]),
        ("code;name\n52.04;a\nJumlah;b\n", [("table.totals_row", 3, 1)]),
        ("code;name;workers\n52.04;a;5\n;TOTAL NTB;5\n", [("table.totals_row", 3, 2)]),
        ("code;name\n52.04;a\n;b\n", [("table.no_key", 3, 2)]),
        ("code;;name\n52.04;x;a\n", [("table.nameless_column", 2, 7)]),
        ("code;name\n52.04\n", [("table.uneven", 2, 1)]),
        ("code,share\n52.04,62,22\n52.05,1,2\n", [("table.uneven", 2, 1), ("table.uneven", 3, 1)]),
        ('code;name\n52.04;"a\n52.05;b\n', [("table.open_quote", 2, 7)]),
        ('code;name\n52.04;"a"b\n', [("table.quote_inside", 2, 7)]),
        ("code;workers.note\n52.04;x\n", [("table.no_value_column", 1, 6)]),
        ("code;workers;workers.note\n52.04;;x\n", [("table.no_value", 2, 8)]),
        ("id;groups\na;miskin, rentan\n", [("table.list_comma", 2, 3)]),
        ("code;name\n52.04;a\0\n", [("file.character", 2, 8)]),
    ],
)
def test_what_is_wrong_is_found_at_its_place(
    tmp_path: Path, text: str, found: list[tuple[str, int, int]]
) -> None:
    read = from_text(tmp_path, text, "funds" if text.startswith("id") else "regions")

    assert read.found == found


def test_everything_wrong_is_told_in_one_go(tmp_path: Path) -> None:
    text = "code;nam;workers;active\n52.04;a;16.8;1,234\n52.05;b;NA;62,22\n52.05;c;;\nTotal;;;\n"

    assert [found[0] for found in from_text(tmp_path, text).found] == [
        "table.unknown_column",
        "table.duplicate_row",
        "table.totals_row",
        "table.zeros_lost",
        "table.comma_ambiguous",
        "table.no_number",
        "table.decimals",
    ]


def test_a_refused_row_takes_the_table_away_and_a_refused_cell_does_not(tmp_path: Path) -> None:
    assert from_text(tmp_path, "code;workers\n52.04;16.8\n").root is not None
    assert from_text(tmp_path, "code;workers\nTotal;16.8\n").root is None


def test_merged_cells_formulas_and_errors_are_found(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        page = book.add_worksheet("A")
        page.write_row(0, 0, ["code", "workers", "active"])
        page.write(1, 0, "52.04")
        page.write_formula(1, 1, "=B9*2", None, "#REF!")
        page.write_formula(1, 2, "=1+1", None, "")
    read = Read(tmp_path / "a.xlsx", "regions")
    with xlsxwriter.Workbook(str(tmp_path / "b.xlsx")) as book:
        page = book.add_worksheet("A")
        page.merge_range(0, 0, 0, 1, "code")

    assert read.found == [("table.cell_error", 2, 2), ("table.cell_formula", 2, 3)]
    assert read.findings[0].facts["cell"] == "B2"
    assert Read(tmp_path / "b.xlsx", "regions").found == [("table.merged", 1, 1)]


@pytest.mark.parametrize(
    "head",
    [
        "NIK",
        "no_ktp",
        "Nomor KTP",
        "nama lengkap",
        "nama_peserta",
        "tgl lahir",
        "No. KPJ",
        "alamat",
        "full_name",
    ],
)
def test_a_column_about_persons_is_refused_and_never_quoted(tmp_path: Path, head: str) -> None:
    read = from_csv(tmp_path, [["code", head], ["52.04", "Siti"]])

    assert [found[0] for found in read.found] == ["table.personal_name"]
    assert read.root is None


@pytest.mark.parametrize("head", ["note", "workers", "opd", "zzz"])
def test_numbers_like_nik_are_refused_and_never_quoted(tmp_path: Path, head: str) -> None:
    rows = [["52.04", "5204010101800001"], ["52.05", "'5204010101800002"], ["52.06", "x"]]
    for read in (
        from_csv(tmp_path, [["code", head], *rows]),
        from_xlsx(tmp_path, [["code", head], ["52.04", 5204010101800001], *rows[1:]]),
    ):
        assert [found[0] for found in read.found] == ["table.personal_number"]
        assert at(read.findings[0])[0] == 1
        assert "5204" not in repr(read.findings)


def test_names_of_regions_are_no_personal_names(tmp_path: Path) -> None:
    read = from_csv(tmp_path, [["code", "name", "note"], ["52.04", "Sumbawa", "nama lengkap: Kab. Sumbawa"]])

    assert list(read.rows) == ["52.04"]
