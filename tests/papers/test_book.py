"""The workbook holds the plan's figures, is locked where it must be, prints, and says when it was changed."""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import replace

import pytest
from book_office import changed, of_ntb, part_of, parts, put, read, table
from paper_cases import dossier, two_payers

from optimizer.errors import FailedError, InvalidError
from optimizer.papers.book import ledger as ledgers
from optimizer.papers.book.written import NAME, book, checked
from optimizer.papers.charts.described import Bars
from optimizer.papers.charts.of_plan import pictures
from optimizer.papers.dossier import Dossier
from optimizer.papers.purses import ordered
from optimizer.text.catalogue import sentence
from optimizer.units import Rupiah

SHEETS = (
    *("Ringkasan", "Grafik", "Wilayah", "Alokasi", "Bulanan", "Kalender", "Dana", "Target", "Komitmen"),
    *("Asumsi", "Sumber"),
)
KNOWN = {"SUM", "SUMIFS", "SUMPRODUCT", "SUBTOTAL", "COUNTIF", "IF", "AND", "MAX", "INT", "ROUND", "ROUNDUP"}
KNOWN |= {"MIN", "MOD", "RIGHT"}
"""Functions that Excel has had since 2007, and that change only when a cell does."""


@pytest.fixture(scope="module")
def ntb() -> Dossier:
    return of_ntb()


@pytest.fixture(scope="module")
def made(ntb: Dossier) -> bytes:
    return book(ntb)[NAME]


@pytest.fixture(scope="module")
def small() -> Dossier:
    return dossier(two_payers())


def formulas(content: bytes) -> list[str]:
    """Every formula of every sheet."""
    xml = b"".join(text for name, text in parts(content).items() if name.startswith("xl/worksheets/sheet"))
    return [found.decode() for found in re.findall(rb"<c [^>]*><f>([^<]*)</f>", xml)]


# --- the figures, read by calamine ---


def test_the_sheet_of_regions_has_every_region(ntb: Dossier, made: bytes) -> None:
    found = [
        (
            row["Kode"],
            row["Orang sasaran"],
            row["Ditanggung Des 2026"],
            row["Orang-bulan"],
            row["Iuran dibayar"],
        )
        for row in table(made, "Wilayah")
    ]

    assert found == [
        (row.code, row.eligible, row.persons_end, row.person_months, row.rupiah) for row in ntb.plan.regions
    ]


def test_the_sheet_of_funds_has_every_fund(ntb: Dossier, made: bytes) -> None:
    found = [
        (row["Sumber dana"], row["Pagu"], row["Dialokasikan"], row["Sisa"]) for row in table(made, "Dana")
    ]

    assert found == [(row.name, row.ceiling, row.allocated, row.left) for row in ordered(ntb.plan.funds)]


def test_the_sheet_of_payments_has_every_payment(ntb: Dossier, made: bytes) -> None:
    rows = table(made, "Bulanan")
    funds = [row.id for row in ordered(ntb.plan.funds)]

    assert [
        (
            row["Kode"],
            funds[int(row["No. dana"]) - 1],
            str(row["Bulan"])[:7],
            row["Orang"],
            row["Iuran dibayar"],
        )
        for row in rows
    ] == [(one.region, one.fund, str(one.month), one.persons, one.rupiah) for one in ntb.plan.payments]


def test_the_allocation_adds_up_region_by_fund(ntb: Dossier, made: bytes) -> None:
    money: Counter[tuple[str, str]] = Counter()
    for payment in ntb.plan.payments:
        money[payment.region, ntb.fund(payment.fund)] += payment.rupiah

    found = {(row["Kode"], row["Sumber dana"]): row["Iuran dibayar"] for row in table(made, "Alokasi")}
    assert found == money


def test_the_sheet_of_targets_has_every_target(ntb: Dossier, made: bytes) -> None:
    found = [
        (row["Target"], row["Perlu"], row["Terlindungi"], row["Kurang"], row["Hasil"])
        for row in table(made, "Target")
    ]

    assert found == [
        (row.id, row.need, row.covered, row.shortfall, "tercapai" if row.met else "KURANG")
        for row in ntb.plan.targets
    ]


def test_what_has_no_official_source_stands_in_full(ntb: Dossier, made: bytes) -> None:
    rows = table(made, "Asumsi")
    rivals = {row.path: row.rivals for row in ntb.plan.assumptions}

    assert len(rows) == len(ntb.plan.assumptions) == 95
    assert [row["Tempat di skenario"] for row in rows] == [row.path for row in ntb.plan.assumptions]
    assert all(row["Angka lain yang terbit"] for row in rows if rivals[str(row["Tempat di skenario"])])
    assert {row["Kedudukan"] for row in rows} == {"anggapan", "turunan", "tidak diketahui"}
    assert len(table(made, "Sumber")) == len(ntb.scenario.sources)


def test_the_commitment_matrix_is_for_the_meeting_to_fill(ntb: Dossier, made: bytes) -> None:
    """What the region alone is short of, what the plan pays by whose money, and blanks."""
    short = {row.of: row.shortfall for row in ntb.plan.targets}
    rows = table(made, "Komitmen", head=8)

    assert [(row["Kode"], row["Kurang UCJ Des 2025 (orang)"]) for row in rows] == [
        (row.code, short[row.code]) for row in ntb.plan.regions
    ]
    assert {(row["Jumlah janji"], row["Orang terbayar"], row["Tanda tangan"]) for row in rows} == {(0, 0, "")}


def test_the_charts_show_what_every_paper_shows(ntb: Dossier, made: bytes) -> None:
    """Parts of bars and columns stand in the cells that the charts point at, in the order of the picture."""
    cells = read(made)["Grafik"]
    columns = {column: [cells.get((row, column)) for row in range(1, 200)] for column in range(1, 7)}
    every = pictures(ntb)

    for key in ("reach", "payers"):
        picture = every[key]
        assert isinstance(picture, Bars)
        codes = [bar.code for bar in picture.rows]
        start = next(row for row in range(199) if columns[1][row : row + len(codes)] == codes)
        for place in range(len(picture.series)):
            shown = columns[4 + place][start : start + len(codes)]
            assert shown == pytest.approx([float(bar.parts[place]) for bar in picture.rows], rel=1e-14)
    charts = [xml.decode() for name, xml in parts(made).items() if name.startswith("xl/charts/chart")]
    assert ['barDir val="bar"' in xml for xml in charts] == [True, True, False]
    assert all('<c:grouping val="stacked"/>' in xml and "Grafik!$" in xml for xml in charts)
    assert "multiLvlStrRef" in charts[2]


# --- the file ---


def test_the_same_plan_gives_the_same_bytes(ntb: Dossier, made: bytes) -> None:
    assert book(ntb)[NAME] == made


def test_nothing_in_it_is_a_program_or_leads_outside(made: bytes) -> None:
    every = parts(made)
    inside = b"".join(xml for name, xml in every.items() if name.endswith(".rels"))

    assert not [name for name in every if "vba" in name.lower() or "external" in name.lower()]
    assert b"TargetMode" not in inside
    assert b"<hyperlinks>" not in b"".join(every.values())


def test_formulas_are_those_that_excel_2010_and_libreoffice_know(made: bytes) -> None:
    used = {name for formula in formulas(made) for name in re.findall(r"([A-Z][A-Z0-9.]*)\(", formula)}

    assert used == KNOWN
    assert max(map(len, formulas(made))) < 8_192


def test_sheets_and_formulas_are_locked_without_a_password(made: bytes) -> None:
    every = parts(made)
    styles = every["xl/styles.xml"].decode()
    formats = re.findall(
        r"<xf [^>]*?(?:/>|>.*?</xf>)", styles.partition("<cellXfs")[2].partition("</cellXfs")[0]
    )
    open_ = {place for place, one in enumerate(formats) if 'locked="0"' in one}

    assert 'lockStructure="1"' in every["xl/workbook.xml"].decode()
    for sheet in SHEETS:
        xml = every[part_of(made, sheet)].decode()
        assert re.search(r'<sheetProtection sheet="1"[^>]*/>', xml), sheet
        assert "password" not in xml
        unlocked = re.findall(r'<c r="([A-Z]+)\d+" s="(\d+)"[^>]*?(/>|>.*?</c>)', xml)
        free = {column for column, style, content in unlocked if int(style) in open_ and "<f>" not in content}
        assert not [1 for _, style, content in unlocked if int(style) in open_ and "<f>" in content]
        assert free == {"Bulanan": {"I"}, "Dana": {"F"}, "Target": {"F"},
                        "Komitmen": {"C", "G", "H", "I", "M", "N"}}.get(sheet, set())  # fmt: skip


def test_it_prints_across_on_a4_with_headings_and_fingerprint(ntb: Dossier, made: bytes) -> None:
    workbook = parts(made)["xl/workbook.xml"].decode()
    for sheet in SHEETS:
        xml = parts(made)[part_of(made, sheet)].decode()
        assert '<pageSetup paperSize="9"' in xml
        assert 'orientation="landscape"' in xml
        assert 'fitToPage="1"' in xml
        assert f"Sidik data {ntb.fingerprint}" in xml
        assert "&amp;CDRAF" in xml.replace("&amp;8", "")
        assert "Halaman &amp;P dari &amp;N" in xml
    for sheet in SHEETS[2:8]:
        xml = parts(made)[part_of(made, sheet)].decode()
        assert 'state="frozen"' in xml
        assert "<autoFilter" in xml
        assert f"{sheet}!$1:$6" in workbook


def test_numbers_are_written_as_the_country_writes_them(ntb: Dossier, made: bytes) -> None:
    english = parts(book(replace(ntb, language="en"))[NAME])

    assert '[$-421]&quot;Rp&quot;#,##0"' in parts(made)["xl/styles.xml"].decode()
    assert '[$-409]&quot;Rp&quot;#,##0"' in english["xl/styles.xml"].decode()
    assert 'name="Summary"' in english["xl/workbook.xml"].decode()


def test_a_draft_says_so_and_a_final_paper_does_not(small: Dossier) -> None:
    drafted, final = (read(book(replace(small, final=one))[NAME]) for one in (False, True))

    assert all(str(cells[2, 1]).startswith("DRAF · ") for cells in drafted.values())
    assert "DRAF" not in str(final)


def test_made_up_figures_are_marked_on_every_sheet() -> None:
    about = dossier(two_payers(synthetic="true"))

    for cells in read(book(about)[NAME]).values():
        assert "DATA SINTETIS — bukan angka nyata" in str(cells[2, 1])


# --- what it refuses, and what it leaves out ---


def test_a_sum_that_a_spreadsheet_cannot_hold_is_refused(small: Dossier) -> None:
    """2**53 + 1 has no place of its own among doubles."""
    fund = replace(small.plan.funds[0], ceiling=Rupiah(2**53 + 1))
    about = replace(small, plan=replace(small.plan, funds=(fund, *small.plan.funds[1:])))

    with pytest.raises(InvalidError) as refused:
        book(about)
    assert refused.value.findings[0].code == "book.too_large"


def test_too_many_payments_leave_their_sheets_out_and_say_so(
    small: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledgers, "MOST_PAYMENTS", 3)
    content = book(small)[NAME]
    found = read(content)

    assert set(found) == set(SHEETS) - {"Bulanan", "Kalender"}
    assert "payments.csv" in str(found["Ringkasan"])
    assert not [one for one in formulas(content) if "Bulanan" in one or "Kalender" in one]
    assert list(checked(NAME, content, small)) == []
    assert found["Ringkasan"][7, 2] == small.plan.totals.persons_end


def test_without_xlsxwriter_nothing_is_written_but_what_was_written_can_be_compared(
    small: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = book(small)[NAME]
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)

    assert list(checked(NAME, content, small)) == []
    with pytest.raises(FailedError) as refused:
        book(small)
    assert refused.value.findings[0].code == "papers.not_installed"
    assert refused.value.findings[0].facts == {"package": "xlsxwriter"}


# --- verify ---


def test_the_file_that_was_written_is_the_plan(ntb: Dossier, made: bytes) -> None:
    assert list(checked(NAME, made, ntb)) == []


@pytest.mark.parametrize(("sheet", "cell"), [("Bulanan", "I9"), ("Dana", "F8"), ("Alokasi", "C7")])
def test_a_figure_that_was_changed_is_named_with_the_plans(small: Dossier, sheet: str, cell: str) -> None:
    (found,) = checked(NAME, put(book(small)[NAME], sheet, {cell: 7_654_321}), small)

    assert (found.code, found.facts["figure"]) == ("papers.differs", f"{sheet}!{cell}")
    assert "7.654.321" in sentence(found, "id")


def test_a_cached_sum_that_was_forged_is_found(small: Dossier) -> None:
    """The cell's formula is left, only the value that people see is another."""
    content = book(small)[NAME]
    name = part_of(content, "Ringkasan")
    xml = parts(content)[name]
    total = str(int(small.plan.totals.rupiah)).encode()
    assert xml.count(b"<v>" + total + b"</v>") > 5
    forged = changed(content, name, xml.replace(total, b"1", 1))

    assert [one.facts["figure"] for one in checked(NAME, forged, small)] == ["Ringkasan!B14"]


def test_another_plans_workbook_is_not_this_ones(ntb: Dossier, small: Dossier, made: bytes) -> None:
    found = [finding.code for finding in checked(NAME, made, small)]

    assert len(found) > 100
    assert set(found) == {"papers.differs"}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 torn", b"<html>"])
def test_what_is_no_workbook_is_refused(small: Dossier, content: bytes) -> None:
    assert [finding.code for finding in checked(NAME, content, small)] == ["book.unreadable"]


def test_a_workbook_that_unpacks_to_more_than_was_written_is_refused(small: Dossier) -> None:
    content = book(small)[NAME]
    bomb = changed(content, "xl/bomb.xml", bytes(2**27))

    assert [finding.code for finding in checked(NAME, bomb, small)] == ["book.unreadable"]


def test_a_sheet_that_was_removed_is_named(small: Dossier) -> None:
    content = book(small)[NAME]
    workbook = parts(content)["xl/workbook.xml"].replace(b'name="Dana"', b'name="Lain"')
    (found,) = checked(NAME, changed(content, "xl/workbook.xml", workbook), small)

    assert (found.code, found.facts["sheet"]) == ("book.no_sheet", "Dana")
