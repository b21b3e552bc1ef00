"""``checked`` reads the bytes of the letter: what may be written in it passes, a changed figure does not."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import docx as python_docx
import pytest
from paper_cases import dossier, two_payers

from optimizer.errors import Finding
from optimizer.papers.dossier import Dossier
from optimizer.papers.letter.written import checked, letter
from optimizer.papers.printed.compared import formal, numbers
from optimizer.units import Persons


@pytest.fixture(scope="module")
def about() -> Dossier:
    return dossier(two_payers())


@pytest.fixture(scope="module")
def papers(about: Dossier) -> dict[str, bytes]:
    return dict(letter(about))


def edited(papers: dict[str, bytes], change: Callable[[Any], object]) -> bytes:
    """The document after somebody worked in it."""
    document = python_docx.Document(BytesIO(papers["nota.docx"]))
    change(document)
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def found(content: bytes, about: Dossier, name: str = "nota.docx") -> list[Finding]:
    return list(checked(name, content, about))


def cell(document: Any, table: int, row: int, column: int, text: str) -> None:
    document.tables[table].rows[row].cells[column].paragraphs[0].text = text


@pytest.mark.parametrize("name", ["nota.docx", "nota.pdf"])
def test_the_letter_as_written_passes(papers: dict[str, bytes], about: Dossier, name: str) -> None:
    assert found(papers[name], about, name) == []


def test_blanks_may_be_filled_and_sentences_added(papers: dict[str, bytes], about: Dossier) -> None:
    def fill(document: Any) -> None:
        cell(document, 0, 3, 2, "900/1.234/BPKAD/2025")
        cell(document, 0, 2, 2, "12 November 2025")
        cell(document, 2, 1, 7, "5.1.02.04.01.0001")
        cell(document, 3, 1, 6, "Rp85.000.000")
        document.paragraphs[-1].insert_paragraph_before("Rapat tanggal 21.11.2025 pukul 09.30, ruang 2.")
        document.paragraphs[0].text = "PEMERINTAH PROVINSI NTB"

    assert found(edited(papers, fill), about) == []


def test_a_changed_figure_is_named_with_its_row_and_column(papers: dict[str, bytes], about: Dossier) -> None:
    changed = edited(papers, lambda document: cell(document, 1, 1, 5, "9.999"))
    persons = f"{about.plan.regions[0].persons_end:,}".replace(",", ".")

    findings = found(changed, about)

    assert [dict(one.facts) for one in findings] == [
        {
            "file": "nota.docx",
            "figure": "Kabupaten Lombok Barat · Ditanggung pada Desember 2026",
            "found": "9.999",
            "allowed": persons,
        }
    ]
    assert findings[0].code == "papers.differs"


def test_a_changed_amount_in_words_is_found(papers: dict[str, bytes], about: Dossier) -> None:
    def change(document: Any) -> None:
        paragraph = next(one for one in document.paragraphs if "sembilan puluh satu juta" in one.text)
        paragraph.text = paragraph.text.replace("sembilan puluh satu juta", "sembilan puluh dua juta", 1)

    assert found(edited(papers, change), about)


def test_a_figure_that_was_added_is_found(papers: dict[str, bytes], about: Dossier) -> None:
    def add(document: Any) -> None:
        document.paragraphs[-1].insert_paragraph_before("Provinsi menambah Rp5.000.000.000.")

    assert [one.facts["found"] for one in found(edited(papers, add), about)] == ["Rp5.000.000.000"]


def test_a_row_that_was_taken_out_is_found(papers: dict[str, bytes], about: Dossier) -> None:
    def take(document: Any) -> None:
        row = document.tables[2].rows[1]._tr
        row.getparent().remove(row)

    assert "Rp" not in "".join(str(one.facts["found"]) for one in found(edited(papers, take), about))
    assert found(edited(papers, take), about)


@pytest.mark.parametrize("name", ["nota.docx", "nota.pdf"])
def test_the_letter_of_another_plan_is_refused(papers: dict[str, bytes], about: Dossier, name: str) -> None:
    row = about.plan.regions[0]
    more = replace(row, persons_end=Persons(row.persons_end + 1))
    other = replace(about.plan, regions=(more, *about.plan.regions[1:]))

    assert found(papers[name], replace(about, plan=other), name)


@pytest.mark.parametrize("name", ["nota.docx", "nota.pdf"])
@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"PK\x03\x04 nothing", b"\x00" * 1000])
def test_what_is_no_letter_is_refused(about: Dossier, name: str, content: bytes) -> None:
    assert found(content, about, name)


@pytest.mark.parametrize(
    "body",
    [
        b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "x">]><d>&a;</d>',
        b"<d>" + b"<p/>" * 700_000 + b"</d>",
        b" " * (70 * 2**20),
    ],
    ids=["entities", "elements", "size"],
)
def test_a_document_beyond_measure_is_refused_at_once(about: Dossier, body: bytes) -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        made.writestr("word/document.xml", body)
    begun = time.process_time()

    assert found(packed.getvalue(), about)
    assert time.process_time() - begun < 2


def test_dates_and_codes_are_no_figures() -> None:
    assert formal("21.11.2025, NIP 198001012005011001, 5.1.02.04.01.0001, Nomor 900/12/2025") == []
    assert numbers("Rp1.008.000.000,- atau 62,22%") == ["Rp1.008.000.000", "62,22%"]
