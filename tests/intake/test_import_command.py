"""``alokasi template`` and ``alokasi import``, run as a user runs them."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import ROOT, Done, alokasi
from handed import book, small

from optimizer.intake.known import REGIONS
from optimizer.scenario.reading import load
from optimizer.scenario.resolved import write
from optimizer.scenario.schema import Region
from optimizer.units import Code

NTT = ROOT / "scenarios" / "ntt" / "base.yaml"


def handed_in(folder: Path, **changes: object) -> Path:
    """The small workbook in a folder."""
    sheets = small()
    for place, given in changes.items():
        sheet, cell = place.split("_")
        sheets[sheet][int(cell[1:]) - 1][ord(cell[0]) - ord("A")] = given
    (folder / "masukan.xlsx").write_bytes(book(sheets))
    return folder / "masukan.xlsx"


def took_in(folder: Path, *words: str) -> Done:
    return alokasi("import", "masukan.xlsx", *words, cwd=folder)


def test_a_scenario_goes_out_comes_in_and_validates_the_same(tmp_path: Path) -> None:
    made = alokasi("template", "--from", NTT, "--out", "ntt.xlsx", cwd=tmp_path)
    taken = alokasi("import", "ntt.xlsx", "--out", "baru", cwd=tmp_path)
    checked = alokasi("validate", "baru/base.yaml", "--json", cwd=tmp_path)

    assert (made.code, taken.code, checked.code) == (0, 0, 0)
    assert "Dibaca lagi dan sama dengan skenario asalnya." in made.err
    assert write(load(tmp_path / "baru" / "base.yaml").scenario) == write(load(NTT).scenario)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["baru", "ntt.xlsx"]


def test_an_own_folder_or_file_is_never_replaced(tmp_path: Path) -> None:
    handed_in(tmp_path)
    (tmp_path / "milik").mkdir()
    (tmp_path / "milik" / "base.yaml").write_text("title: milik saya\n", "utf-8")
    (tmp_path / "milik.yaml").write_text("title: milik saya\n", "utf-8")

    assert took_in(tmp_path, "--out", "milik", "--force", "--json").codes == ["out.foreign"]
    assert took_in(tmp_path, "--out", "milik.yaml", "--json").codes == ["intake.exists"]
    assert (tmp_path / "milik" / "base.yaml").read_text("utf-8") == "title: milik saya\n"


def test_what_import_wrote_is_replaced_by_force_only(tmp_path: Path) -> None:
    handed_in(tmp_path)
    assert took_in(tmp_path, "--out", "hasil").code == 0
    handed_in(tmp_path, Umum_B2="Yang kedua")

    assert took_in(tmp_path, "--out", "hasil", "--json").codes == ["out.exists_import"]
    assert took_in(tmp_path, "--out", "hasil", "--force").code == 0
    assert load(tmp_path / "hasil" / "base.yaml").scenario.title == "Yang kedua"


def test_one_file_is_written_where_one_is_named(tmp_path: Path) -> None:
    handed_in(tmp_path)
    done = took_in(tmp_path, "--out", "satu.yaml")

    assert done.code == 0
    assert load(tmp_path / "satu.yaml").scenario.title == "Contoh"


def test_a_refused_workbook_leaves_nothing_and_names_its_cells(tmp_path: Path) -> None:
    handed_in(tmp_path, Dana_E2="1.500 miliar", Wilayah_C2=None)
    done = took_in(tmp_path, "--out", "hasil")

    assert done.code == 2
    assert "masukan.xlsx!Dana!E2  funds.sumbawa-2026.ceiling:" in done.err
    assert "masukan.xlsx!Wilayah!C2  regions.52.04.workers: Pekerja belum diisi (C2)." in done.err
    assert sorted(one.name for one in tmp_path.iterdir()) == ["masukan.xlsx"]


def test_the_document_names_sheet_row_and_column(tmp_path: Path) -> None:
    handed_in(tmp_path, Dana_E2="entah")
    (found,) = took_in(tmp_path, "--out", "hasil", "--json").document["findings"]

    assert (found["file"], found["line"], found["column"]) == ("masukan.xlsx!Dana", 2, 5)


def test_an_empty_template_has_the_regions_the_project_knows(tmp_path: Path) -> None:
    done = alokasi("template", "--province", "53", "--json", cwd=tmp_path)
    asked = alokasi("import", "masukan.xlsx", "--out", "x", "--json", cwd=tmp_path)

    assert (done.code, done.document["regions"]) == (0, 22)
    missing = [one for one in asked.document["findings"] if one["path"].endswith(".workers")]
    assert [one["line"] for one in missing] == list(range(7, 29))


def test_known_regions_are_those_of_the_scenarios() -> None:
    regions: dict[Code, Region] = {}
    for province in ("ntb", "ntt"):
        regions |= load(ROOT / "scenarios" / province / "base.yaml").scenario.regions

    assert {code: one.name for code, one in regions.items()} == dict(REGIONS)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["template", "--province", "5"], "usage.value"),
        (["template", "--out", "a.yaml"], "intake.not_xlsx"),
        (["template", "--out", "tidak/ada.xlsx"], "intake.no_folder"),
        (["template", "--from", "a.yaml", "--province", "52"], "usage.one_of"),
        (["template", "--from", "tidak-ada.yaml"], "file.none"),
        (["import", "masukan.xlsx"], "usage.import_out"),
    ],
)
def test_a_wrong_command_is_told(tmp_path: Path, words: list[str], code: str) -> None:
    done = alokasi(*words, "--json", cwd=tmp_path)

    assert (done.code, done.codes) == (2, [code])


def test_an_unknown_province_gives_empty_rows_and_says_so(tmp_path: Path) -> None:
    done = alokasi("template", "--province", "36", cwd=tmp_path)

    assert done.code == 0
    assert "Daerah di provinsi 36 belum dikenal program" in done.err
