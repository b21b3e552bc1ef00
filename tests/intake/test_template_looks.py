"""The template as a spreadsheet program and its user see it."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from functools import cache
from pathlib import Path

import pytest
from command_line import ROOT
from handed import saved_by_libreoffice
from outside import needs

from optimizer.intake.book import workbook
from optimizer.intake.layout import SHEETS, choices
from optimizer.intake.values import Source
from optimizer.intake.words import choice_label, choice_of, sheet_name, sheet_of
from optimizer.scenario.reading import load
from optimizer.text.language import LANGUAGES, Language

NTB = ROOT / "scenarios" / "ntb" / "base.yaml"


@cache
def made(language: Language = "id") -> bytes:
    return workbook(language, Source(load(NTB).scenario), {})


def part(raw: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(raw)).read(name).decode()


def place(key: str) -> str:
    """The part of a sheet; the guide is the first."""
    return f"xl/worksheets/sheet{[sheet.key for sheet in SHEETS].index(key) + 2}.xml"


def test_codes_are_locked_and_figures_are_not() -> None:
    xml = part(made(), place("regions"))
    styles = part(made(), "xl/styles.xml")
    unlocked = {
        number
        for number, xf in enumerate(
            re.findall(r"<xf [^>]*?(?:/>|>.*?</xf>)", styles.partition("<cellXfs")[2])
        )
        if 'locked="0"' in xf
    }
    style = {cell: int(number) for cell, number in re.findall(r'<c r="([AC]\d+)" s="(\d+)"', xml)}

    assert "<sheetProtection" in xml
    assert style["A7"] not in unlocked
    assert style["C7"] in unlocked


def test_choices_are_drop_down_lists_that_a_spreadsheet_accepts() -> None:
    """At most 255 letters in a list, and no comma within a word of it."""
    for language in LANGUAGES:
        for sheet in SHEETS:
            for slot in sheet.slots(("a",)):
                labels = [choice_label(word, language) for word in choices(sheet, slot)]
                assert len(",".join(labels)) <= 255
                assert not any("," in label for label in labels)

    assert "rencana (KUA-PPAS/RKA)" in part(made(), place("funds"))
    assert "<dataValidation " in part(made(), place("funds"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_a_list_is_understood(language: Language) -> None:
    for sheet in SHEETS:
        for slot in sheet.slots(("a",)):
            words = choices(sheet, slot)
            assert [choice_of(choice_label(word, language), words) for word in words] == list(words)


def test_every_sheet_has_a_name_of_its_own_in_each_language() -> None:
    for language in LANGUAGES:
        names = [sheet_name(sheet.key, language) for sheet in SHEETS]
        assert len(set(names)) == len(names)
        assert [sheet_of(name) for name in names] == [sheet.key for sheet in SHEETS]
        assert all(len(name) <= 31 for name in names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_it_is_in_the_catalogue(language: Language) -> None:
    shown = part(made(language), "xl/sharedStrings.xml")
    notes = [part(made(language), f"xl/comments{number}.xml") for number in range(1, 15)]

    assert not re.search(r"intake\.|schema\.(?!yaml)", " ".join([shown, *notes]))


def test_nothing_is_a_live_formula_but_the_sums() -> None:
    raw = made()
    formulas = {
        name: set(re.findall(r"<f>(.*?)</f>", part(raw, name)))
        for name in zipfile.ZipFile(io.BytesIO(raw)).namelist()
        if name.startswith("xl/worksheets/sheet")
    }
    there = {formula for every in formulas.values() for formula in every}

    assert there
    assert all(re.fullmatch(r"SUM\([A-Z]+\d+:[A-Z]+\d+\)", formula) for formula in there)


def test_it_prints_with_its_headings(tmp_path: Path) -> None:
    program = needs("pdftotext")
    pdf = tmp_path / "a.pdf"
    pdf.write_bytes(saved_by_libreoffice(made(), tmp_path, kind="pdf"))

    said = subprocess.run(
        [program, "-layout", str(pdf), "-"], check=True, capture_output=True
    ).stdout.decode()

    for word in ("Masukan Alokasi", "Kabupaten Lombok Barat", "228.945", "Rp1.008.000.000", "terikat (PKS)"):
        assert word in said
    assert "eligible.miskin" not in said.partition("Angka pesaing")[0]
