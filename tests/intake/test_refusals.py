"""What could mean two things is refused at its cell, with everything else that is wrong, in one go."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from handed import book, cells, imported, refused, small

from optimizer.errors import InvalidError
from optimizer.intake.reading import read
from optimizer.text import mend, sentence


@pytest.mark.parametrize(
    ("sheet", "row", "column", "given", "code"),
    [
        ("Wilayah", 1, 2, 1.234, "table.number_with_point"),
        ("Wilayah", 1, 2, "1,234", "table.comma_ambiguous"),
        ("Wilayah", 1, 2, "-", "intake.no_number"),
        ("Wilayah", 1, 2, "sekitar 500", "intake.persons_unreadable"),
        ("Wilayah", 1, 2, date(2025, 10, 1), "table.cell_date"),
        ("Wilayah", 1, 2, True, "table.cell_logical"),
        ("Wilayah", 1, 0, 52.1, "table.code_zero"),
        ("Wilayah", 1, 0, "52,04", "table.code_comma"),
        ("Wilayah", 1, 0, "5204010", "code.bps"),
        ("Dana", 1, 4, "1.500 miliar", "rupiah.ambiguous"),
        ("Dana", 1, 4, "500 M", "rupiah.shorthand"),
        ("Dana", 1, 4, "1.234.567,89", "table.decimals"),
        ("Dana", 1, 4, 16.8, "table.number_with_point"),
        ("Dana", 1, 2, "APBN", "intake.no_such_word"),
        ("Dana", 1, 3, "2026/2027", "count.unreadable"),
        ("Umum", 2, 1, "1/10/2025", "intake.month_unreadable"),
        ("Umum", 2, 1, "Okt 25", "intake.month_unreadable"),
        ("Umum", 2, 1, date(2025, 1, 10), "table.cell_date"),
        ("Umum", 3, 1, None, "intake.half_a_span"),
        ("Kelompok", 1, 0, None, "intake.no_key"),
    ],
)
def test_a_doubtful_cell_is_refused_by_name(sheet: str, row: int, column: int, given: Any, code: str) -> None:
    sheets = small()
    sheets[sheet][row][column] = given
    where = "Umum!B3" if code == "intake.half_a_span" else f"{sheet}!{'ABCDEF'[column]}{row + 1}"

    assert (code, where) in cells(refused(sheets))


def test_a_month_typed_as_a_date_is_one_only_on_its_first_day() -> None:
    """A spreadsheet makes 1 October of ``Okt 2025``; 10 January may be 1 October elsewhere."""
    sheets = small()
    sheets["Umum"][2][1] = date(2025, 10, 1)

    assert str(imported(sheets).loaded.scenario.horizon) == "2025-10..2026-12"


def test_every_mistake_is_told_at_once_each_at_its_own_cell() -> None:
    sheets = small()
    sheets["Umum"][1][1] = None
    sheets["Wilayah"][1][2] = None
    sheets["Wilayah"][2][3] = None
    sheets["Dana"][2][1] = "53"
    sheets["Dana"][1][4] = "entah"

    assert set(cells(refused(sheets))) == {
        ("intake.blank", "Umum!B2"),
        ("intake.blank", "Wilayah!C2"),
        ("intake.blank", "Wilayah!D3"),
        ("rupiah.unreadable", "Dana!E2"),
        ("reference.owner", "Dana!B3"),
    }


def test_a_total_that_does_not_add_up_is_refused_with_the_sum() -> None:
    """158,000 + 134,972 = 292,972, not 292,000."""
    sheets = small()
    sheets["Wilayah"] += [["Jumlah", None, 292000]]
    (found,) = refused(sheets)

    assert cells([found]) == [("intake.total_differs", "Wilayah!C4")]
    assert "292.972" in sentence(found, "id")


def test_a_total_that_passes_over_text_as_a_spreadsheet_does_is_told_and_let_be() -> None:
    """SUM leaves out "134.972 orang", which is read here: the rows are right, and 158,000 is Excel's sum."""
    sheets = small()
    sheets["Wilayah"] += [["Jumlah", None, 158000]]
    (found,) = [one for one in imported(sheets).findings if one.code.startswith("intake.total")]

    assert (found.code, found.level) == ("intake.total_without_text", "warning")
    assert "292.972" in sentence(found, "id")


def test_an_empty_cell_is_told_once_and_not_what_others_say_of_it() -> None:
    """Its evidence and its other published values speak of nothing because of it."""
    sheets = small()
    sheets["Wilayah"][0] += ["Pekerja: Sumber"]
    sheets["Wilayah"][1] += ["bps"]
    sheets["Wilayah"][1][2] = None
    sheets["Angka pesaing"] = [
        ["Lembar", "Kunci baris", "Angka", "Nilai pesaing"],
        ["Wilayah", "52.04", "Pekerja", 157_000],
    ]

    assert cells(refused(sheets)) == [("intake.blank", "Wilayah!C2")]


def test_a_column_that_nobody_knows_is_refused_while_it_holds_something() -> None:
    sheets = small()
    sheets["Dana"][0] += ["Paguu", "Lain"]
    sheets["Dana"][1] += [5]

    assert cells(refused(sheets)) == [("intake.unknown_column", "Dana!F1")]


def test_the_nearest_column_is_offered() -> None:
    sheets = small()
    sheets["Wilayah"][0][2] = "Pekrja"
    found = next(one for one in refused(sheets) if one.code == "intake.unknown_column")

    assert "Pekerja" in mend(found, "id")


def test_the_same_row_or_column_twice_is_refused() -> None:
    sheets = small()
    sheets["Wilayah"][2][0] = "52.04"
    sheets["Dana"][0] += ["Pagu"]
    sheets["Dana"][1] += [1]

    assert {("table.duplicate_row", "Wilayah!A3"), ("table.duplicate_column", "Dana!F1")} <= set(
        cells(refused(sheets))
    )


def test_merged_cells_inside_a_table_are_refused() -> None:
    sheets = small()
    sheets["Dana"][2][2] = None

    found = refused(sheets, merged={"Dana": ["C2:C3"]})

    assert ("table.merged", "Dana!C2") in cells(found)


def test_a_code_of_bps_whose_name_is_another_region_is_refused() -> None:
    """BPS calls Sumba Barat 5301; the Kemendagri code 53.01 is Kabupaten Kupang."""
    sheets = small()
    sheets["Wilayah"][1][:2] = ["5301", "Kab. Sumba Barat"]
    found = refused(sheets)

    assert ("intake.code_of_another", "Wilayah!A2") in cells(found)
    assert "Kabupaten Kupang" in sentence(found[0], "id")


@pytest.mark.parametrize("name", ["Dana (2)", "Dana 2026"])
def test_a_sheet_that_may_be_one_of_ours_is_refused(name: str) -> None:
    sheets = small()
    sheets[name] = [["apa saja"]]

    assert cells(refused(sheets)) == [("intake.sheet_nearly", f"{name}!A1")]


def test_a_sheet_is_missing_or_there_twice() -> None:
    sheets = small()
    del sheets["Kelompok"]
    sheets["Funds"] = sheets["Dana"]

    found = cells(refused(sheets))

    assert found[0] == ("intake.sheet_missing", "!A1")
    assert ("intake.sheet_twice", "Funds!A1") in found


def test_a_rival_or_an_outlook_of_nothing_is_refused() -> None:
    sheets = small()
    sheets["Angka pesaing"] = [
        ["Lembar", "Kunci baris", "Angka", "Nilai pesaing"],
        ["Wilayah", "52.09", "Pekerja", 5],
        ["Wilayah", "52.04", "Nama", 5],
        ["Wilayah", "52.04", "Pekerja", None],
    ]
    sheets["Proyeksi"] = [["Kode wilayah", "Bulan", "Peserta tanpa dana"], ["52.09", "Des 2026", 5]]

    assert cells(refused(sheets)) == [
        ("intake.no_such_row", "Proyeksi!A2"),
        ("intake.rival_of_nothing", "Angka pesaing!C2"),
        ("intake.rival_of_nothing", "Angka pesaing!C3"),
        ("intake.no_key", "Angka pesaing!D4"),
    ]


def test_a_variant_that_cannot_be_used_is_refused_at_its_row() -> None:
    sheets = small()
    heads = ["Kunci varian", "Nama", "Yang diubah (jalur)", "Nilai baru"]
    sheets["Varian"] = [heads, ["a", "A", "funds.tidak-ada.ceiling", "-20%"], ["b", "B", "rules.stay", None]]
    found = cells(refused(sheets))

    assert ("intake.half_a_change", "Varian!D3") in found

    sheets["Varian"][2][3] = 6
    found = cells(refused(sheets))

    assert [where for _, where in found] == ["Varian!A2", "Varian!C2"]


def test_what_is_said_of_a_figure_that_is_not_there_is_refused() -> None:
    sheets = small()
    sheets["Wilayah"][0] += ["Paling banyak daftar per bulan: Sumber"]
    sheets["Wilayah"][1] += ["bps"]

    (found,) = refused(sheets)

    assert cells([found]) == [("intake.no_value", "Wilayah!G2")]
    assert '"Paling banyak daftar per bulan"' in sentence(found, "id")


def test_a_workbook_is_spoken_of_in_its_own_words() -> None:
    """No key of a scenario file, no way of writing that only such a file has."""
    sheets = small()
    sheets["Wilayah"][1][2] = "-"
    sheets["Wilayah"][1][5] = "sekitar 500"
    sheets["Umum"][2][1], sheets["Umum"][3][1] = "Des 2026", "Okt 2025"
    sheets["Dana"][0] += ["Bayar mulai"]
    sheets["Dana"][1] += ["Oktober"]
    sheets["Dana"][2][1] = "Kota Mataram"
    found = refused(sheets)

    assert {where for _, where in cells(found)} == {
        *("Umum!B3", "Wilayah!C2", "Wilayah!F2", "Dana!F2", "Dana!B3"),
    }
    said = " ".join(f"{sentence(one, 'id')} {mend(one, 'id')}" for one in found)
    for key in ("unknown", "assume", "horizon", "2025-10", "2026-12", ".."):
        assert key not in said
    assert "52.71" in mend(next(one for one in found if one.code == "intake.code_unreadable"), "id")


def test_months_and_payers_are_judged_beside_a_word_that_no_list_has() -> None:
    """Three mistakes, each of its own kind; and whoever speaks of 52.7 may mean a row that is there."""
    sheets = small()
    sheets["Target"] = [
        ["Kunci target", "Ukuran", "Wilayah", "Bagian", "Pada bulan"],
        ["ucj", "cakupan UCJ", "52.71", "62,22%", "Des 2027"],
    ]
    sheets["Dana"][1][2] = "APBD-P"
    sheets["Dana"][2][1] = "52.99"
    told = [("intake.no_such_word", "Dana!C2"), ("reference.owner", "Dana!B3")]

    assert cells(refused(sheets)) == [*told, ("intake.target_outside", "Target!E2")]

    sheets["Wilayah"][2][0] = 52.7
    rivals = ["Lembar", "Kunci baris", "Angka", "Nilai pesaing"]
    sheets["Angka pesaing"] = [rivals, ["Wilayah", "52.71", "Pekerja", 130_000]]
    again = refused(sheets)
    found = cells(again)

    assert "52.71" in mend(again[0], "id")
    assert found == [("table.code_zero", "Wilayah!A3"), *told, ("intake.target_outside", "Target!E2")]


def test_a_target_is_not_judged_by_months_that_are_refused() -> None:
    sheets = small()
    sheets["Target"] = [
        ["Kunci target", "Ukuran", "Wilayah", "Bagian", "Pada bulan"],
        ["ucj", "cakupan UCJ", "52.71", "62,22%", "Des 2026"],
    ]
    sheets["Umum"][3][1] = "Dsember 2026"

    assert [where for _, where in cells(refused(sheets))] == ["Umum!B4"]


def test_a_table_about_single_persons_is_not_read() -> None:
    sheets = small()
    sheets["Wilayah"][0] += ["NIK"]
    sheets["Wilayah"][1] += ["5204010101800001"]

    assert ("table.personal_name", "Wilayah!G1") in cells(refused(sheets))


def test_an_empty_workbook_is_refused_sheet_by_sheet() -> None:
    with pytest.raises(InvalidError) as caught:
        read(book({"Sheet1": [[]]}), "a.xlsx", "id")

    assert [one.code for one in caught.value.findings].count("intake.sheet_missing") == 5
