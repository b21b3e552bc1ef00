"""The letter says the plan's figures, in Word and on paper, and nothing that a name could make it say."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from fractions import Fraction
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import Any

import docx as python_docx
import pytest
from paper_cases import HOSTILE, as_pdf, dossier, hostile, pdf_text, two_payers

from optimizer.papers.dossier import Dossier
from optimizer.papers.letter.as_pdf import drawn
from optimizer.papers.letter.composed import composed
from optimizer.papers.letter.told import Words, blocks
from optimizer.papers.letter.written import letter
from optimizer.papers.printed.compared import bare, numbers
from optimizer.papers.printed.pdf_text import pages
from optimizer.text.numbers import whole
from optimizer.text.terbilang import read_back

RUPIAH_IN_WORDS = re.compile(r"Rp([\d.]+) \(([a-z ]+) rupiah\)")
DRAFT = "DRAF — bahan rapat, belum menjadi keputusan"


@pytest.fixture(scope="module")
def about() -> Dossier:
    return dossier(two_payers())


@pytest.fixture(scope="module")
def papers(about: Dossier) -> dict[str, bytes]:
    return dict(letter(about))


@pytest.fixture(scope="module")
def opened(papers: dict[str, bytes]) -> Any:
    """The document as python-docx reads it."""
    return python_docx.Document(BytesIO(papers["nota.docx"]))


@pytest.fixture(scope="module")
def pdf(papers: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("nota") / "nota.pdf"
    place.write_bytes(papers["nota.pdf"])
    return place


def cells(table: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def shown(*counts: int) -> list[str]:
    return [whole(int(count), "id") for count in counts]


def test_the_annexes_are_the_plan_row_by_row(about: Dossier, opened: Any) -> None:
    _, regions, funds, matrix = (cells(table) for table in opened.tables)

    for row, plan in zip(regions[1:-1], about.plan.regions, strict=True):
        assert row[1:6] == [
            plan.code,
            plan.name,
            *shown(plan.eligible, plan.subsidised_before, plan.persons_end),
        ]
        assert row[7] == whole(plan.rupiah, "id")
    by_payer = {fund.name: fund for fund in about.plan.funds}
    listed = [row for row in funds[1:-1] if row[0]]
    for row in listed:
        fund = by_payer.pop(row[1])
        assert row[4:] == [*shown(fund.ceiling, fund.allocated, fund.left), ""], "no account code is made up"
    assert not by_payer
    assert regions[-1][7] == funds[-1][5] == matrix[-1][4] == whole(about.plan.totals.rupiah, "id")


def test_funds_stand_by_payer_the_province_first_with_a_sum_where_there_are_several(
    about: Dossier, opened: Any
) -> None:
    """Lombok Barat has 90,000,000 + 301,234,567 = 391,234,567; the province has one fund and no sum."""
    rows = cells(opened.tables[2])[1:-1]

    assert [row[0] for row in rows] == ["1", "2", "3", ""]
    assert [row[1] for row in rows] == [
        "APBD TA 2026 NTB",
        "Perubahan APBD TA 2025 Lombok Barat",
        "APBD TA 2026 Lombok Barat",
        "Jumlah Kabupaten Lombok Barat",
    ]
    own = [fund for fund in about.plan.funds if fund.owner == "52.01"]
    assert rows[-1][4:7] == shown(
        391_234_567, sum(fund.allocated for fund in own), sum(fund.left for fund in own)
    )


def test_the_matrix_has_a_block_for_each_payer_with_room_to_write(about: Dossier, opened: Any) -> None:
    """The province, Lombok Barat with two funds, Mataram with none; a row for a new fund in each, and a
    block for another payer.
    """
    rows = cells(opened.tables[3])[1:-1]
    new = "Dana baru: ………………………"

    assert [(row[1], row[3]) for row in rows] == [
        ("Provinsi Nusa Tenggara Barat", "APBD TA 2026 NTB"),
        ("Provinsi Nusa Tenggara Barat", new),
        ("Kabupaten Lombok Barat", "Perubahan APBD TA 2025 Lombok Barat"),
        ("Kabupaten Lombok Barat", "APBD TA 2026 Lombok Barat"),
        ("Kabupaten Lombok Barat", new),
        ("Kota Mataram", "Belum ada sumber dana sendiri"),
        ("Kota Mataram", new),
        ("Pembayar lain: ……………", new),
    ]
    pledged = {row[3]: row[4:6] for row in rows}
    for fund in about.plan.funds:
        months: dict[object, int] = Counter()
        for paid in about.plan.payments:
            months[paid.month] += paid.persons if paid.fund == fund.id else 0
        assert pledged[fund.name] == shown(fund.allocated, max(months.values()))
    assert all(row[6:] == ["", "", ""] for row in rows)


def test_the_matrix_says_how_many_are_missing_where_and_in_all(about: Dossier, opened: Any) -> None:
    """62.22 % of the workers of each region, rounded up, less whom the plan pays for there at the end."""
    *rows, total = cells(opened.tables[3])[1:]
    short = {
        row.name: max(
            ceil(Fraction("0.6222") * about.scenario.regions[row.code].workers.number) - row.persons_end, 0
        )
        for row in about.plan.regions
    }

    assert {row[1]: row[2] for row in rows if row[1] in short} == {
        name: whole(count, "id") for name, count in short.items()
    }
    assert rows[0][2] == "-", "the province itself has no share of its own"
    assert total[2] == whole(sum(short.values()), "id")
    assert total[6:] == ["", "", ""], "the sum of commitments is for the meeting to write"


def test_what_is_left_stands_in_the_letter_with_its_reasons(about: Dossier) -> None:
    texts = [block.text for block in blocks(composed(about))]
    first = next(at for at, text in enumerate(texts) if text.startswith("Sisa pagu Rp"))
    left = sum(fund.left for fund in about.plan.funds)
    listed = [re.findall(r"\((Rp[\d.]+)\)", text) for text in texts[first + 1 :]]
    told = sum(int(one.replace(".", "")[2:]) for line in listed[: listed.index([])] for one in line)

    assert texts[first] == f"Sisa pagu Rp{whole(left, 'id')} itu, menurut sebabnya:"
    assert left - told < 16_800 * len(about.plan.funds), "all but what is less than a premium in each fund"


@pytest.mark.parametrize(
    ("status", "said"), [("planned", "masih berstatus rencana"), (None, "tidak disebutkan tahap anggarannya")]
)
def test_a_stage_that_nobody_wrote_is_not_told_as_one(status: str | None, said: str) -> None:
    made = two_payers()
    for fund in made["funds"].values():
        fund.pop("status", None)
        fund |= {"status": status} if status else {}
    text = " ".join(block.text for block in blocks(composed(dossier(made))))

    assert ("KUA-PPAS" in text) == (status == "planned")
    assert said in text


def test_one_region_is_called_by_its_name() -> None:
    made = two_payers()
    del made["regions"]["52.71"]
    text = " ".join(block.text for block in blocks(composed(dossier(made))))

    assert "pekerja rentan di Kabupaten Lombok Barat, masa" in text
    assert "1 wilayah" not in text


def test_amounts_in_words_are_the_amounts(about: Dossier) -> None:
    said = " ".join(block.text for block in blocks(composed(about)))
    found = RUPIAH_IN_WORDS.findall(said)

    assert len(found) == 5
    for digits, words in found:
        assert read_back(words, "id") == int(digits.replace(".", ""))
    assert f"Rp{whole(about.plan.totals.rupiah, 'id')}" in said


def test_it_states_gap_and_what_nobody_published(about: Dossier) -> None:
    """62.22 % of 13,000 workers = 8,088.6, so 8,089 people; nobody pays on their own."""
    said = " ".join(block.text for block in blocks(composed(about)))
    row = about.plan.targets[0]

    assert row.need == 8_089
    assert f"masih kurang {whole(row.shortfall, 'id')} orang" in said
    assert f"{len(about.plan.assumptions)} angka yang dipakai belum memiliki sumber resmi" in said
    assert "Pagu Rp391.234.567" in said, "90,000,000 + 301,234,567 are planned, 700,000,000 is in a DPA"


def test_both_papers_say_the_same_words(about: Dossier, papers: dict[str, bytes], pdf: Path) -> None:
    said = composed(about)
    written = [line for page in pages(papers["nota.pdf"]) for line in page.body]

    assert bare(written) == bare(drawn(said))
    texts = [paragraph.text for paragraph in python_docx.Document(BytesIO(papers["nota.docx"])).paragraphs]
    told = [part.text for section in said.sections for part in section.parts if isinstance(part, Words)]
    assert [text for text in texts if text] == [text for text in told if text]


def test_an_outside_reader_finds_the_figures_on_the_pages(about: Dossier, pdf: Path) -> None:
    text = pdf_text(pdf, "-layout")
    expected = Counter(numbers("\n".join(drawn(composed(about)))))

    assert expected - Counter(numbers(text)) == Counter()
    assert text.count("\f") == text.count(about.fingerprint) == text.count(DRAFT) == 5
    assert "Halaman 5 dari 5" in text


def test_libreoffice_shows_the_same_figures(about: Dossier, papers: dict[str, bytes], tmp_path: Path) -> None:
    place = tmp_path / "nota.docx"
    place.write_bytes(papers["nota.docx"])
    text = pdf_text(as_pdf(place), "-layout")
    expected = Counter(numbers("\n".join(drawn(composed(about)))))

    assert expected - Counter(numbers(text)) == Counter()
    assert "Halaman 5 dari 5" in text
    assert text.count(DRAFT) == 5


def test_the_document_is_made_of_styles_and_tables_that_repeat_their_heading(opened: Any) -> None:
    styles = {paragraph.style.name for paragraph in opened.paragraphs}
    body = opened.element.xml

    assert {"Title", "Heading 1", "Heading 2", "Body Text", "List Number", "List Number 2"} <= styles
    assert body.count("<w:tblHeader/>") == 3
    assert [section.orientation for section in opened.sections] == [0, 1, 1, 1]
    assert opened.sections[0].page_width.mm == pytest.approx(210, abs=0.5)


def test_the_head_leaves_blanks_and_names_the_government(opened: Any) -> None:
    head = {row[0]: row[2] for row in cells(opened.tables[0])}

    assert opened.paragraphs[0].text == "PEMERINTAH PROVINSI NUSA TENGGARA BARAT"
    assert head["Yth."].startswith("Gubernur Nusa Tenggara Barat")
    assert {
        head[name].strip("…") for name in ("Nomor", "Tanggal", "Sifat", "Lampiran") if name != "Lampiran"
    } == {""}
    assert any(paragraph.text == "Kepala BPKAD," for paragraph in opened.paragraphs)


@pytest.mark.parametrize(
    ("regions", "kop", "head"),
    [
        ({"52.01": "Kabupaten Lombok Barat"}, "PEMERINTAH KABUPATEN LOMBOK BARAT", "Bupati Lombok Barat"),
        ({"52.71": "Kota Mataram"}, "PEMERINTAH KOTA MATARAM", "Wali Kota Mataram"),
        ({"52.01": "A", "53.01": "B"}, "PEMERINTAH …", "Kepala Daerah …"),
    ],
)
def test_who_writes_to_whom_follows_the_regions(regions: dict[str, str], kop: str, head: str) -> None:
    made = two_payers()
    one = made["regions"]["52.71"]
    made["regions"] = {code: one | {"name": name} for code, name in regions.items()}
    made["funds"] = {"f": made["funds"]["ntb-2026"] | {"owner": next(iter(regions))}}
    made["targets"] = {}
    said = [block.text for block in blocks(composed(dossier(made)))]

    assert said[0].startswith(kop)
    assert any(text.startswith(head) for text in said)


def test_the_mark_of_a_draft_goes_when_told_and_that_of_made_up_figures_stays() -> None:
    final = dossier(two_payers(synthetic="true"), final=True)
    made = letter(final)
    text = "\n".join(line for page in pages(made["nota.pdf"]) for line in (*page.around, *page.body))
    header = python_docx.Document(BytesIO(made["nota.docx"])).sections[0].header.paragraphs[0].text

    assert header == "DATA SINTETIS — bukan angka nyata"
    assert "DRAF" not in text
    assert text.count("DATA SINTETIS") == 5
    assert "data sintetis untuk uji coba" in text
    assert "sumber resmi" not in text


def test_the_same_plan_gives_the_same_bytes_without_a_date(about: Dossier, papers: dict[str, bytes]) -> None:
    assert dict(letter(about)) == papers
    with zipfile.ZipFile(BytesIO(papers["nota.docx"])) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = packed.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT", core)) == {"1980-01-01T"}
    assert b"CreationDate(D:1980" in papers["nota.pdf"] or b"CreationDate" not in papers["nota.pdf"]


def test_it_speaks_english() -> None:
    english = dossier(two_payers(), "en")
    said = " ".join(block.text for block in blocks(composed(english)))

    assert "OFFICIAL MEMORANDUM" in said
    assert "Rp391,234,567 (three hundred ninety-one million two hundred thirty-four thousand" in said
    assert not re.search(r"\b(orang|wilayah|dari|rencana)\b", said)


def test_names_that_mean_something_elsewhere_are_only_names() -> None:
    odd = dossier(hostile())
    made = letter(odd)
    found = bare(line for page in pages(made["nota.pdf"]) for line in page.body)
    document = python_docx.Document(BytesIO(made["nota.docx"]))
    named = [row[2] for row in cells(document.tables[1])[1:-1]]

    assert found == bare(drawn(composed(odd)))
    assert named[:3] == list(HOSTILE[:3])
    assert named[3] == r"\u200f\u202eKota\u200f Terbalik"
    assert len(named[4]) <= 64
    assert len(pages(made["nota.pdf"])) < 12
    assert not document.element.xpath("//w:hyperlink | //w:object | //w:altChunk")
