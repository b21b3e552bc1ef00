"""What people do to a workbook is understood where it can mean one thing only."""

from __future__ import annotations

from typing import Any

import pytest
from handed import Sheets, cell, imported, small

from optimizer.intake.reading import Intake
from optimizer.units import Code, Month, Months, Rupiah


def changed(sheet: str, row: int, column: int, given: Any) -> Sheets:
    """The small workbook with one cell written otherwise."""
    sheets = small()
    line = sheets[sheet][row]
    line += [None] * (column + 1 - len(line))
    line[column] = given
    return sheets


def noted(intake: Intake) -> list[tuple[str, str]]:
    return [(one.code, cell(one)) for one in intake.findings if one.code.startswith("intake.")]


def test_an_officials_own_workbook_becomes_a_scenario() -> None:
    scenario = imported(small()).loaded.scenario

    assert scenario.title == "Contoh"
    assert scenario.horizon == Months(Month(2025, 10), Month(2026, 12))
    assert scenario.rules.stay == 12
    assert scenario.regions[Code("52.71")].workers.number == 134_972
    assert scenario.regions[Code("52.04")].active.number == 37_783
    assert {key: one.number for key, one in scenario.regions[Code("52.04")].eligible.items()} == {
        "miskin": 6_000,
        "rentan": 60_000,
    }
    assert scenario.funds["sumbawa-2026"].ceiling.number == 1_234_567_800
    assert scenario.funds["provinsi-2026"].ceiling.number == 2_500_000_000
    assert scenario.premium[0].number == 16_800


@pytest.mark.parametrize(
    "given",
    [
        "Rp. 1.234.567,-",
        "Rp1.234.567",
        "1.234.567",
        "1.234.567,00",
        "IDR 1.234.567",
        "1 234 567",
        1234567,
        "1,234567 jt",
    ],
)
def test_an_amount_is_read_however_an_office_writes_it(given: Any) -> None:
    scenario = imported(changed("Dana", 1, 4, given)).loaded.scenario

    assert scenario.funds["sumbawa-2026"].ceiling.number == 1_234_567


def test_cents_of_zero_behind_points_are_none_though_commas_group_the_column() -> None:
    sheets = changed("Dana", 1, 4, "Rp201.600.000,00")
    sheets["Dana"][2][4] = "67,233,600"
    funds = imported(sheets).loaded.scenario.funds

    assert [fund.ceiling.number for fund in funds.values()] == [201_600_000, 67_233_600]


@pytest.mark.parametrize("given", ["127,8 jt", "127,8jt.", "Rp127,8 juta", "IDR 127,8 JT"])
def test_jt_is_nothing_but_millions(given: str) -> None:
    scenario = imported(changed("Dana", 1, 4, given)).loaded.scenario

    assert scenario.funds["sumbawa-2026"].ceiling.number == 127_800_000


@pytest.mark.parametrize(
    "given", ["12.050", "12050", " 12.050 ", "12.050 orang", "12.050 jiwa", "12 050", 12050]
)
def test_a_count_is_read_however_an_office_writes_it(given: Any) -> None:
    scenario = imported(changed("Wilayah", 1, 5, given)).loaded.scenario

    assert scenario.regions[Code("52.04")].eligible["rentan"].number == 12_050


@pytest.mark.parametrize(
    "given",
    ["Okt 2025", "Oktober 2025", "OKTOBER 2025", "2025-10", "10/2025", "10-2025", "2025/10", "Oct 2025"],
)
def test_a_month_is_read_however_people_write_it(given: str) -> None:
    assert imported(changed("Umum", 2, 1, given)).loaded.scenario.horizon.first == Month(2025, 10)


def test_one_cell_may_hold_a_span_of_months() -> None:
    sheets = small()
    sheets["Dana"][0] += ["Bayar mulai", "Bayar sampai"]
    sheets["Dana"][1] += ["Okt–Des 2026"]
    sheets["Dana"][2] += ["Mei 2026", "Juli 2026"]
    funds = imported(sheets).loaded.scenario.funds

    assert funds["sumbawa-2026"].pays == Months(Month(2026, 10), Month(2026, 12))
    assert funds["provinsi-2026"].pays == Months(Month(2026, 5), Month(2026, 7))


def test_a_code_without_points_is_read_with_a_note() -> None:
    intake = imported(changed("Wilayah", 1, 0, 5204))

    assert "52.04" in intake.loaded.scenario.regions
    assert noted(intake) == [("intake.read_as", "Wilayah!A2")]


def test_a_total_that_adds_up_is_left_out_with_a_note() -> None:
    """158,000 + 134,972 = 292,972; 37,783 + 41,000 = 78,783."""
    sheets = small()
    sheets["Wilayah"] += [["Jumlah", None, "292.972", 78783, 8000, "90.000"]]
    sheets["Dana"] += [["TOTAL", None, None, None, "Rp3.734.567.800"]]
    intake = imported(sheets)

    assert set(intake.loaded.scenario.regions) == {"52.04", "52.71"}
    assert set(intake.loaded.scenario.funds) == {"sumbawa-2026", "provinsi-2026"}
    assert noted(intake) == [("intake.total_skipped", "Wilayah!A4"), ("intake.total_skipped", "Dana!A4")]


def test_a_total_may_stand_beside_the_name_and_below_each_part() -> None:
    sheets = small()
    first, second = sheets["Wilayah"][1:]
    parts = [first, [None, "Jumlah", 158000], second, [None, "Jumlah", 134972], [None, "Total", 292972]]
    sheets["Wilayah"] = [sheets["Wilayah"][0], *parts]

    assert set(imported(sheets).loaded.scenario.regions) == {"52.04", "52.71"}


def test_headings_may_be_merged_below_a_title() -> None:
    """Two rows of headings: Sasaran over the columns of its groups, the others over both rows."""
    sheets = small()
    sheets["Wilayah"] = [
        ["DAFTAR SASARAN PROVINSI NTB", None, None, None, None, None],
        [],
        ["Kode", "Kab/Kota", "Jumlah pekerja", "Peserta aktif", "Sasaran", None],
        [None, None, None, None, "Pekerja miskin", "Pekerja rentan lain"],
        *sheets["Wilayah"][1:],
    ]
    merged = {"Wilayah": ["A1:F1", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:F3"]}
    scenario = imported(sheets, merged=merged).loaded.scenario

    assert scenario.regions[Code("52.71")].name == "Kota Mataram"
    assert scenario.regions[Code("52.71")].eligible["rentan"].number == 30_000
    assert scenario.regions[Code("52.71")].eligible["miskin"].number == 2_000


def test_remarks_of_its_user_are_let_be() -> None:
    sheets = small()
    sheets["Dana"][0] += ["# catatan saya"]
    sheets["Dana"][1] += ["tanya Pak Budi"]
    sheets["Dana"] += [["# belum pasti: DBHCHT"]]
    sheets["# Hitungan"] = [["apa saja", 1]]

    assert noted(imported(sheets)) == []


def test_an_own_sheet_is_not_read_and_said_so() -> None:
    intake = imported({**small(), "Hitungan": [["kode", 1]]})

    assert noted(intake) == [("intake.sheet_skipped", "Hitungan!A1")]


def test_lists_name_groups_by_key_or_by_name_with_any_mark_between() -> None:
    sheets = small()
    sheets["Dana"][0] += ["Hanya kelompok", "Hanya wilayah"]
    sheets["Dana"][1] += ["miskin, Pekerja rentan lain", None]
    sheets["Dana"][2] += ["Pekerja Miskin", "52.04, 52.71"]
    funds = imported(sheets).loaded.scenario.funds

    assert funds["sumbawa-2026"].groups == ("miskin", "rentan")
    assert funds["provinsi-2026"].groups == ("miskin",)
    assert funds["provinsi-2026"].regions == ("52.04", "52.71")


def test_a_figure_that_nobody_knows_says_so_in_its_cell() -> None:
    sheets = changed("Wilayah", 1, 3, "tidak diketahui")
    sheets["Wilayah"][0] += ["Peserta aktif: Anggapan", "Peserta aktif: Sumber"]
    sheets["Wilayah"][1] += ["30.000", "bps"]
    sheets["Sumber"] = [["Kunci sumber", "Judul dan penerbit"], ["bps", "BPS NTB"]]
    active = imported(sheets).loaded.scenario.regions[Code("52.04")].active

    assert (active.value, active.number, active.source) == (None, 30_000, "bps")


def test_words_of_lists_are_read_in_both_languages_and_as_the_scenario_has_them() -> None:
    sheets = small()
    sheets["Dana"][0] += ["Tahap"]
    sheets["Dana"][1] += ["contracted (PKS)"]
    sheets["Dana"][2] += ["dianggarkan"]
    sheets["Dana"][1][2] = "perubahan"
    funds = imported(sheets).loaded.scenario.funds

    assert [one.status for one in funds.values()] == ["contracted", "budgeted"]
    assert funds["sumbawa-2026"].budget == "perubahan"


def test_a_share_is_read_with_or_without_its_sign_where_the_cell_has_it() -> None:
    sheets = small()
    heads = ["Kunci target", "Ukuran", "Wilayah", "Bagian", "Pada bulan"]
    sheets["Target"] = [heads, ["ucj", "cakupan UCJ", "tiap wilayah", "62,22 persen", "Des 2026"]]
    target = imported(sheets).loaded.scenario.targets["ucj"]

    assert (target.measure, str(target.of), str(target.share.number)) == ("ucj", "each", "3111/5000")


def test_changes_are_listed_one_a_row_under_the_name_of_their_variant() -> None:
    sheets = small()
    sheets["Varian"] = [
        ["Kunci varian", "Nama", "Yang diubah (jalur)", "Nilai baru"],
        ["hemat", "Hemat 20 persen", "funds.*.ceiling", "-20%"],
        [None, None, "rules.stay", "6"],
    ]
    intake = imported(sheets)

    assert '  hemat:\n    label: "Hemat 20 persen"' in intake.text
    assert '      "funds.*.ceiling": "-20%"\n      "rules.stay": "6"\n' in intake.text


def test_other_published_values_stand_beside_their_figures() -> None:
    sheets = small()
    sheets["Angka pesaing"] = [
        ["Lembar", "Kunci baris", "Angka", "Nilai pesaing", "Sumber"],
        ["Wilayah", "52.04", "Pekerja", "158.487", "bps"],
        ["Dana", "provinsi-2026", "Pagu", "Rp2,4 miliar", None],
    ]
    sheets["Sumber"] = [["Kunci sumber", "Judul dan penerbit"], ["bps", "BPS NTB"]]
    scenario = imported(sheets).loaded.scenario

    assert [one.value for one in scenario.regions[Code("52.04")].workers.rivals] == [158_487]
    assert [one.value for one in scenario.funds["provinsi-2026"].ceiling.rivals] == [Rupiah(2_400_000_000)]
