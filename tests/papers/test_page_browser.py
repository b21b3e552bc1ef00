"""The page in a real browser: it asks for nothing, works by keyboard alone, sorts, searches, prints."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from browser import Browser
from outside import needs
from paper_cases import pdf_text

from optimizer.papers.dossier import Dossier
from optimizer.papers.figures import shown
from optimizer.papers.page.written import PAGE
from optimizer.units import Persons

Pages = dict[str, Path]

FOCUS = "document.activeElement"


@pytest.mark.parametrize(
    ("name", "width"),
    [("compared", 1280), ("compared", 390), ("hostile", 1280), ("hostile", 390), ("country", 1280)],
)
def test_a_page_asks_for_nothing_and_fits_its_window(
    chromium: Browser, pages: Pages, name: str, width: int
) -> None:
    chromium.open(pages[name] / PAGE, width=width)

    assert chromium.requests == []
    assert chromium.complaints == []
    assert chromium.script("document.documentElement.scrollWidth") <= width
    assert chromium.script("document.fonts.size") == 0
    assert chromium.script("getComputedStyle(document.getElementById('larger')).display") != "none"


@pytest.mark.parametrize("name", ["compared", "hostile"])
def test_so_does_every_sheet(chromium: Browser, pages: Pages, name: str) -> None:
    for sheet in sorted((pages[name] / "wilayah").iterdir())[:3]:
        chromium.open(sheet, width=390)

        assert chromium.requests == []
        assert chromium.complaints == []
        assert chromium.script("document.documentElement.scrollWidth") <= 390
        chromium.open(sheet, width=1280)
        heads = "[...document.querySelectorAll('h1, h2, h3')].map(one => one.clientWidth)"
        assert min(chromium.script(heads)) > 150


def walk(chromium: Browser, wanted: str, most: int = 60) -> None:
    """Press Tab until something that fits has the focus, and is seen to have it."""
    for _ in range(most):
        chromium.press("Tab")
        if chromium.script(f"{FOCUS}.matches({wanted!r})"):
            break
    else:
        raise AssertionError(f"{wanted}: the tab key does not come there")
    assert chromium.script(f"getComputedStyle({FOCUS}).outlineStyle") == "solid"
    assert chromium.script(f"parseFloat(getComputedStyle({FOCUS}).outlineWidth)") >= 2


def test_a_headline_opens_its_chain_by_keyboard(chromium: Browser, pages: Pages, compared: Dossier) -> None:
    chromium.open(pages["compared"] / PAGE)
    walk(chromium, "summary")
    assert not chromium.script(f"{FOCUS}.parentNode.open")

    chromium.press("Enter")
    chain = chromium.script(f"{FOCUS}.parentNode.querySelector('.chain').innerText")

    for row in compared.plan.regions:
        assert shown(row.persons_end, "id") in chain
    chromium.press("Enter")
    assert not chromium.script(f"{FOCUS}.parentNode.open")


def test_a_cell_opens_its_chain_down_to_its_source_and_escape_closes_it(
    chromium: Browser, pages: Pages, compared: Dossier
) -> None:
    chromium.open(pages["compared"] / PAGE)
    walk(chromium, "td data[data-figure]")
    first = chromium.script(f"{FOCUS}.dataset.figure")
    chromium.press("ArrowRight")
    chromium.press("ArrowDown")
    second = chromium.script(f"{FOCUS}.dataset.figure")
    assert first.split(".")[1:3] != second.split(".")[1:3]
    assert first.rpartition(".")[2] != second.rpartition(".")[2]
    chromium.press("End")
    chromium.press("ArrowDown")
    assert chromium.script(f"{FOCUS}.dataset.figure") == "total.dropped"
    chromium.press("Home")
    assert chromium.script(f"{FOCUS}.dataset.figure") == "total.workers"

    chromium.press("Enter")
    whole = chromium.script("document.querySelector('dialog').innerText")
    walk(chromium, "dialog li button", 4)
    chromium.press("Enter")
    part = chromium.script("document.querySelector('dialog').innerText")
    chromium.press("Escape")

    assert "9.000 + 4.000 = 13.000" in whole
    assert "9.000" in part
    assert "regions.52.01.workers" in part
    assert not chromium.script("document.querySelector('dialog').open")
    assert chromium.script(f"{FOCUS}.dataset.figure") == "total.workers"
    assert chromium.complaints == []


def test_the_dialog_says_the_same_as_the_plan(chromium: Browser, pages: Pages, compared: Dossier) -> None:
    """Every figure of the page, opened: its number in the dialog is its number on the page."""
    chromium.open(pages["compared"] / PAGE)
    apart = chromium.script(
        """[...document.querySelectorAll('td data[data-figure]')].filter(function (data) {
            data.click();
            var said = document.querySelector('dialog .value').innerText;
            document.querySelector('dialog').close();
            return said.replace(/^Rp| orang-bulan$/g, '') !== data.innerText;
        }).map(function (data) { return data.dataset.figure; })"""
    )

    assert apart == []


def column(chromium: Browser, table: str, place: int) -> list[str]:
    rows = f"[...document.querySelectorAll('[data-table={table}] tbody tr')].filter(r => !r.hidden)"
    found: list[str] = chromium.script(f"{rows}.map(r => r.cells[{place}].innerText)")
    return found


def number(text: str) -> float:
    return float(text.replace(".", "").replace(",", ".").rstrip("%")) if text != "-" else -1


def test_sums_of_payers_go_where_their_funds_stand_in_another_order(chromium: Browser, pages: Pages) -> None:
    chromium.open(pages["small"] / PAGE)
    sums = "document.querySelectorAll('[data-table=funds] tbody tr.sums').length"
    before = chromium.script(sums)
    chromium.script("document.querySelectorAll('[data-table=funds] thead button')[4].click()")

    assert (before, chromium.script(sums)) == (1, 0)
    assert [number(text) for text in column(chromium, "funds", 4)] == [700_000_000, 301_234_567, 90_000_000]


def test_a_country_is_sorted_searched_and_walked_through(chromium: Browser, pages: Pages) -> None:
    """514 rows on a phone: by value, by letter, by what is searched; one stop of the tab key a table."""
    chromium.open(pages["country"] / PAGE, width=390)
    head = "document.querySelectorAll('[data-table=payments] thead th')[{}]"
    last = chromium.script("document.querySelectorAll('[data-table=payments] thead th').length") - 1

    chromium.script(f"{head.format(last)}.querySelector('button').click()")
    down = [number(text) for text in column(chromium, "payments", last)]
    chromium.script(f"{head.format(last)}.querySelector('button').click()")
    up = [number(text) for text in column(chromium, "payments", last)]
    chromium.script(f"{head.format(0)}.querySelector('button').click()")
    names = column(chromium, "payments", 0)

    assert len(down) == 514
    assert down == sorted(down, reverse=True)
    assert up == sorted(up)
    assert names == sorted(names)
    assert chromium.script(f"{head.format(0)}.getAttribute('aria-sort')") == "ascending"
    assert chromium.script(f"{head.format(last)}.getAttribute('aria-sort')") is None

    box = "document.querySelector('[data-table=regions]').closest('section').querySelector('input')"
    chromium.script(f"{box}.focus()")
    chromium.enter("Selatan 511")
    assert column(chromium, "regions", 1) == ["Kabupaten Ogan Komering Ulu Selatan 511"]
    assert chromium.script(f"{box}.closest('.find').innerText").endswith("1 dari 514 baris")
    chromium.script(f"{box}.value = ''; {box}.dispatchEvent(new Event('input'))")
    assert len(column(chromium, "regions", 1)) == 514

    stops = "[...document.querySelectorAll('table')].map(t => t.querySelectorAll('[tabindex=\"0\"]').length)"
    assert sorted(set(chromium.script(stops))) == [0, 1]
    assert chromium.script("document.documentElement.scrollWidth") <= 390
    assert chromium.complaints == []


def test_letters_grow_for_a_projector_and_are_forgotten(chromium: Browser, pages: Pages) -> None:
    size = "parseFloat(getComputedStyle(document.body).fontSize)"
    chromium.open(pages["small"] / PAGE)
    before = chromium.script(size)
    walk(chromium, "#larger", 5)
    chromium.press("Enter")

    assert before >= 18
    assert chromium.script(size) > before * 1.3
    assert chromium.script(f"{FOCUS}.getAttribute('aria-pressed')") == "true"
    assert chromium.script("document.documentElement.scrollWidth") <= 1280
    chromium.open(pages["small"] / PAGE)
    assert chromium.script(size) == before


def test_without_scripts_all_is_there_to_read(chromium: Browser, pages: Pages) -> None:
    chromium.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        chromium.open(pages["compared"] / PAGE)
        seen = chromium.script("document.body.innerText")
    finally:
        chromium.call("Emulation.setScriptExecutionDisabled", value=False)

    for said in ("Kabupaten Lombok Barat", "Rupiah berikutnya", "Kalender bulanan", "Sidik data"):
        assert said in seen
    assert "A+" not in seen
    assert "Cari dalam tabel" not in seen


def test_hostile_names_run_nothing(chromium: Browser, pages: Pages) -> None:
    chromium.open(pages["hostile"] / PAGE)
    chromium.script("document.querySelectorAll('td data[data-figure]').forEach(d => d.click())")

    assert chromium.script("document.scripts.length") == 2
    assert chromium.script("document.querySelectorAll('dialog script').length") == 0
    assert chromium.complaints == []
    names = chromium.script(
        "[...document.querySelectorAll('[data-table=regions] tbody a')].map(a => a.innerText)"
    )
    assert "<script>alert(1)</script>" in names
    assert "=HYPERLINK(A1)" in names


PAPERS = {"A4": (210.0, 297.0), "F4": (215.0, 330.0)}


@pytest.mark.parametrize("paper", PAPERS)
def test_it_prints_with_heads_and_fingerprint_on_every_sheet_of_paper(
    chromium: Browser, pages: Pages, compared: Dossier, tmp_path: Path, paper: str
) -> None:
    needs("pdftotext")
    chromium.open(pages["compared"] / PAGE)
    width, height = PAPERS[paper]
    chromium.printed(tmp_path / "page.pdf", width=width, height=height)
    sides = pdf_text(tmp_path / "page.pdf", "-layout").split("\f")[:-1]

    assert len(sides) > 3
    for place, side in enumerate(sides, start=1):
        assert f"DRAF · Sidik data {compared.fingerprint}" in side
        assert re.search(rf"\b{place} ?/ ?{len(sides)}\s*$", side)
    assert "Cari dalam tabel" not in "".join(sides)
    size = subprocess.run(
        ["pdfinfo", tmp_path / "page.pdf"], capture_output=True, text=True, check=True
    ).stdout
    found = re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", size)
    assert found is not None
    assert [round(float(part) * 25.4 / 72) for part in found.groups()] == [round(width), round(height)]


def test_a_long_table_has_its_head_on_every_sheet_of_paper(
    chromium: Browser, pages: Pages, tmp_path: Path
) -> None:
    needs("pdftotext")
    chromium.open(pages["compared"] / PAGE)
    chromium.script(
        """var body = document.querySelector('[data-table=payments]').tBodies[0];
        for (var i = 0; i < 150; i++) { body.appendChild(body.rows[0].cloneNode(true)); }"""
    )
    chromium.printed(tmp_path / "page.pdf", width=210, height=297)
    sides = pdf_text(tmp_path / "page.pdf", "-layout").split("\f")[:-1]
    rows = [side for side in sides if side.count("Kabupaten Lombok Barat") > 20]

    assert len(rows) > 1
    assert all("Pembayar" in side for side in rows)
    chromium.call("Emulation.setEmulatedMedia", media="print")
    inside = "new Set([...document.querySelectorAll('tbody tr')].map(r => getComputedStyle(r).breakInside))"
    kept = chromium.script(f"[...{inside}]")
    chromium.call("Emulation.setEmulatedMedia", media="")
    assert kept == ["avoid"]


def test_a_sheet_is_one_side_of_paper(
    chromium: Browser, pages: Pages, compared: Dossier, tmp_path: Path
) -> None:
    needs("pdftotext")
    for row in compared.plan.regions:
        chromium.open(pages["compared"] / "wilayah" / f"{row.code}.html")
        chromium.printed(tmp_path / "sheet.pdf", width=210, height=297)
        sides = pdf_text(tmp_path / "sheet.pdf", "-layout").split("\f")[:-1]

        assert len(sides) == 1
        assert row.name in sides[0]
        assert shown(Persons(row.persons_end), "id") in sides[0]
        assert compared.fingerprint in sides[0]


def test_a_browser_that_is_asked_for_something_notes_it(chromium: Browser, tmp_path: Path) -> None:
    """The log that is found empty elsewhere is not empty where something is asked for or goes wrong."""
    page = tmp_path / "asks.html"
    page.write_text("<img src='file:///nowhere.png'><script>console.error('x'); nothing()</script>", "utf-8")
    chromium.open(page)

    assert chromium.requests == ["file:///nowhere.png"]
    assert len(chromium.complaints) >= 2
