"""One sheet a region, a picture and five lines: the plan's figures, legible, the same bytes each time."""

from __future__ import annotations

import re
import struct
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outside import needs
from paper_cases import HOSTILE, asked, dossier, hostile, pdf_text, two_payers
from strategies import Case
from strategies import cases as generated

from optimizer.errors import ContradictionError
from optimizer.papers.charts.drawn import svg
from optimizer.papers.charts.of_plan import reach
from optimizer.papers.dossier import Dossier
from optimizer.papers.letter.composed import composed
from optimizer.papers.letter.told import blocks
from optimizer.papers.printed import sheets as of_regions
from optimizer.papers.printed import summary
from optimizer.papers.printed.compared import bare, numbers
from optimizer.papers.printed.pdf_text import pages
from optimizer.papers.printed.written import checked, printed
from optimizer.text.language import LANGUAGES, Language
from optimizer.text.numbers import rupiah, share, whole
from optimizer.text.terbilang import read_back
from optimizer.units import Persons, Share

SHEETS = "wilayah/semua.pdf"


@pytest.fixture(scope="module")
def about() -> Dossier:
    return asked(dossier(two_payers()))


@pytest.fixture(scope="module")
def papers(about: Dossier) -> dict[str, bytes]:
    return dict(printed(about))


@pytest.fixture(scope="module")
def texts(papers: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Each sheet as poppler reads it."""
    place = tmp_path_factory.mktemp("wilayah") / "semua.pdf"
    place.write_bytes(papers[SHEETS])
    return pdf_text(place, "-layout").split("\f")[:-1]


def test_a_sheet_says_what_its_region_gets_needs_and_misses(about: Dossier, texts: list[str]) -> None:
    """Mataram has 4,000 of the 13,000 workers: 62.22 % of them is 2,488.8, so 2,489; of 9,000
    it is 5,599.8, so 5,600."""
    for row, text in zip(about.plan.regions, texts, strict=True):
        stated = set(numbers(text))
        assert {whole(row.persons_end, "id"), rupiah(row.rupiah, "id"), row.code} <= stated
        assert share(Share(row.persons_end, row.eligible), "id", fixed=True) in stated
        assert row.name in text
    lombok, mataram = about.plan.regions
    assert {"5.600", whole(5_600 - lombok.persons_end, "id")} <= set(numbers(texts[0]))
    assert mataram.persons_end > 2_489
    assert "target tercapai" in texts[1]


def test_a_sheet_adds_up_who_pays(about: Dossier, texts: list[str]) -> None:
    for row, text in zip(about.plan.regions, texts, strict=True):
        paid = [one for one in about.plan.payments if one.region == row.code]
        lines = [numbers(line) for line in text.splitlines()]
        total = [whole(int(sum_), "id") for sum_ in (row.persons_end, row.person_months, row.rupiah)]
        assert total in lines
        for fund in {one.fund for one in paid}:
            sums = [
                sum(one.persons for one in paid if one.fund == fund),
                sum(one.rupiah for one in paid if one.fund == fund),
            ]
            assert any(line[-2:] == [whole(sum_, "id") for sum_ in sums] for line in lines)


def test_a_sheet_says_why_not_more_and_what_more_money_does(about: Dossier, texts: list[str]) -> None:
    assert all("Bila ada Rp100.000.000 lagi" in text for text in texts)
    assert [re.findall(r"^.*APBD TA 2026 NTB +198 +496$", text, re.M) != [] for text in texts] == [True, True]
    assert "198 orang lagi di sini, 496 di semua wilayah bersama" in " ".join(texts[0].split())


def test_a_sheet_without_answers_says_so() -> None:
    said = of_regions.told(dossier(two_payers()))

    assert [sheet["why"] for sheet in said["sheets"]] == [
        ["Laporan ini dibuat tanpa perbandingan antarrencana."]
    ] * 2
    assert all(sheet["more"] is None for sheet in said["sheets"])


def test_ranks_count_who_stands_higher_and_who_stands_equal() -> None:
    alone = dossier(two_payers())
    first, second = alone.plan.regions
    half = replace(first, persons_end=Persons(4_500)), replace(second, persons_end=Persons(2_000))
    level = replace(alone, plan=replace(alone.plan, regions=half))
    above = replace(
        alone, plan=replace(alone.plan, regions=(half[0], replace(second, persons_end=Persons(2_001))))
    )

    lines = [sheet["lines"][0] for of in (level, above) for sheet in of_regions.told(of)["sheets"]]
    assert lines == [
        "Peringkat 2 dari 2 wilayah menurut bagian sasaran yang ditanggung, sama dengan 1 wilayah lain.",
        "Peringkat 2 dari 2 wilayah menurut bagian sasaran yang ditanggung, sama dengan 1 wilayah lain.",
        "Peringkat 2 dari 2 wilayah menurut bagian sasaran yang ditanggung.",
        "Peringkat 1 dari 2 wilayah menurut bagian sasaran yang ditanggung.",
    ]


def test_every_sheet_is_one_page_with_a_bookmark(about: Dossier, papers: dict[str, bytes]) -> None:
    marks = re.findall(rb"/Title\(([^)]*)\)/Dest", papers[SHEETS])

    assert len(pages(papers[SHEETS])) == len(about.plan.regions)
    assert [mark.decode() for mark in marks] == [row.name for row in about.plan.regions]


def test_our_reader_of_pages_reads_what_poppler_reads(papers: dict[str, bytes], texts: list[str]) -> None:
    for page, text in zip(pages(papers[SHEETS]), texts, strict=True):
        assert sorted(bare((*page.body, *page.around))) == sorted(bare([text]))


def boxes(pdf: Path) -> list[list[float]]:
    """The lower ends of all words of each page, in points from its top."""
    found = subprocess.run(
        [needs("pdftotext"), "-bbox", pdf, "-"], capture_output=True, check=True, timeout=60
    )
    return [
        [float(low) for low in re.findall(r'yMax="([\d.]+)"', page)]
        for page in found.stdout.decode("utf-8", "replace").split("<page ")[1:]
    ]


def test_what_is_long_is_set_smaller_and_stays_on_its_page(tmp_path: Path) -> None:
    """Forty funds a region with long names: more than a page of the usual letters."""
    made = two_payers()
    name = "Perubahan Anggaran Pendapatan dan Belanja Daerah Tahun Anggaran"
    made["funds"] = {
        f"f-{number}": made["funds"]["ntb-2026"] | {"name": f"{name} {number}", "ceiling": 9_000_000}
        for number in range(40)
    }
    long = asked(dossier(made))
    content = of_regions.sheets(long)
    place = tmp_path / "panjang.pdf"
    place.write_bytes(content)

    assert len(pages(content)) == 2
    assert max(max(page) for page in boxes(place)) < 842 - 17
    assert list(checked(SHEETS, content, replace(long, answers=dossier(made).answers))) == []


def test_names_that_mean_something_elsewhere_are_only_names() -> None:
    odd = dossier(hostile())
    made = printed(odd)
    found = pages(made[SHEETS])

    assert [bare([name]) in bare(page.body) for name, page in zip(HOSTILE[:3], found, strict=False)] == [
        True
    ] * 3
    assert len(found) == len(HOSTILE)
    assert [list(checked(name, content, odd)) for name, content in made.items()] == [[], [], []]


def strings(told: object) -> Iterator[str]:
    """Every text of what a source of typst is given."""
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict):
        yield from (text for one in told.values() for text in strings(one))
    elif isinstance(told, list):
        yield from (text for one in told for text in strings(one))


@settings(max_examples=15, deadline=None, derandomize=True, database=None)
@given(generated(), st.sampled_from(LANGUAGES))
def test_whatever_the_plan_everything_can_be_said(case: Case, language: Language) -> None:
    """No fact is missing in any sentence, and every amount in words is the amount before it."""
    try:
        about = dossier(case, language)
    except ContradictionError:
        return
    letter = " ".join(block.text for block in blocks(composed(about)))
    said = [letter, summary.message(about), *strings(of_regions.told(about))]

    assert [text for text in said if re.search(r"[?{}]|\[\[", text)] == []
    for digits, words in re.findall(r"Rp([\d.,]+) \(([a-z -]+) rupiah\)", letter):
        assert read_back(words, language) == int(re.sub(r"\D", "", digits))
    assert len(summary.message(about).splitlines()) == 5


# --- the picture ---


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    wide, high = struct.unpack(">II", png[16:24])
    return wide, high


def test_the_picture_is_as_wide_as_a_phone(papers: dict[str, bytes]) -> None:
    wide, high = size(papers["ringkasan.png"])

    assert wide == 1080
    assert wide < high < 3 * wide
    assert len(papers["ringkasan.png"]) < 1_000_000


def test_no_letter_of_the_picture_is_smaller_than_28_pixels(about: Dossier) -> None:
    drawn = svg(reach(about), "id", width=summary.DRAWN, large=True)
    of_chart = [float(one) for one in re.findall(r'font-size[=:]"?([\d.]+)', drawn)]
    of_page = [float(one) for one in re.findall(r"size: (\d+)pt", summary.SOURCE.read_text("utf-8"))]

    assert of_chart
    assert of_page
    assert min(of_chart) * summary.CHART / summary.DRAWN >= 28
    assert min(of_page) >= 28


def test_the_picture_shows_a_few_regions_and_counts_the_rest() -> None:
    made = two_payers()
    one = made["regions"]["52.71"]
    made["regions"] = {f"52.{number:02d}": one | {"name": f"Kabupaten {number}"} for number in range(1, 31)}
    del made["funds"]["lobar-2025"], made["funds"]["lobar-2026"]

    assert summary.shown(dossier(made))["left_out"] == "14 wilayah lain ada di laporan."
    assert size(summary.picture(dossier(made)))[0] == 1080


# --- five lines ---


def test_the_message_has_five_lines_with_the_plan_s_figures(about: Dossier, papers: dict[str, bytes]) -> None:
    lines = papers["ringkasan.txt"].decode("utf-8").splitlines()
    target, totals = about.plan.targets[0], about.plan.totals

    assert len(lines) == 5
    assert lines[0].startswith("*DRAF* · ")
    assert numbers(lines[1])[0] == whole(totals.persons_end, "id")
    assert numbers(lines[2]) == [
        rupiah(sum_, "id") for sum_ in (totals.rupiah, 1_091_234_567, 1_091_234_567 - totals.rupiah)
    ]
    part = share(Share(target.covered, target.base), "id", fixed=True)
    counts = [whole(count, "id") for count in (target.covered, target.need, target.shortfall)]
    assert numbers(lines[3])[-4:] == [part, *counts]
    assert about.fingerprint in lines[4]
    assert all(line.count("*") in (0, 2) for line in lines)


def test_a_title_cannot_make_anything_bold() -> None:
    odd = dossier(two_payers(title="*Semua* _gratis_ ~tidak~ `kode`"))
    first = summary.message(odd).splitlines()[0]

    assert first.startswith("*DRAF* · ∗Semua∗")
    assert not set("_~`") & set(first)


def test_people_missing_in_some_regions_are_not_hidden_by_others_who_have_more() -> None:
    made = two_payers()
    made["targets"]["ucj-2026"] |= {"of": "each", "share": "50%"}
    each = dossier(made)
    missed = sum(1 for row in each.plan.targets if not row.met)

    assert 0 < missed < 2
    assert f"di {missed} dari 2 wilayah" in summary.message(each)


def test_a_plan_for_good_and_of_made_up_figures_says_that() -> None:
    final = dossier(two_payers(synthetic="true"), "en", final=True)
    text = summary.message(final)

    assert text.startswith("*SYNTHETIC DATA — not real figures* · ")
    assert "DRAF" not in text
    assert summary.shown(final)["marks"] == ["SYNTHETIC DATA — not real figures"]
    assert of_regions.told(final)["marks"] == ["SYNTHETIC DATA — not real figures"]
    assert "without an official source" not in text


# --- the same bytes, and read again ---


def test_the_same_plan_gives_the_same_bytes(about: Dossier, papers: dict[str, bytes]) -> None:
    assert dict(printed(about)) == papers


@pytest.mark.parametrize("name", [SHEETS, "ringkasan.txt", "ringkasan.png"])
def test_what_was_written_passes_without_its_answers(
    papers: dict[str, bytes], about: Dossier, name: str
) -> None:
    bare_of_answers = replace(about, answers=dossier(two_payers()).answers)

    assert list(checked(name, papers[name], bare_of_answers)) == []


@pytest.mark.parametrize("name", [SHEETS, "ringkasan.txt"])
def test_papers_of_another_plan_are_refused(papers: dict[str, bytes], about: Dossier, name: str) -> None:
    first, second = about.plan.regions
    more = replace(second, persons_end=Persons(second.persons_end + 1))
    totals = replace(about.plan.totals, persons_end=Persons(about.plan.totals.persons_end + 1))
    other = replace(about, plan=replace(about.plan, regions=(first, more), totals=totals))

    findings = list(checked(name, papers[name], other))

    assert whole(totals.persons_end if name != SHEETS else more.persons_end, "id") in {
        one.facts["allowed"] for one in findings
    }


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\nnothing", b"\x00" * 1000])
def test_what_is_no_pdf_of_ours_is_refused(about: Dossier, content: bytes) -> None:
    assert list(checked(SHEETS, content, about))


def test_without_tags_too_every_sheet_is_read(about: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    """A whole country is written without tags, a sixth as large."""
    monkeypatch.setattr(of_regions, "MOST_TAGGED", 1)
    content = of_regions.sheets(about)

    assert b"/MarkInfo" not in content
    assert list(checked(SHEETS, content, about)) == []
    assert len(pages(content)) == 2
