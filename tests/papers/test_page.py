"""The page and the sheets as files: complete, the same each time, inert, and checked against the plan."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from command_line import environment
from contrast import contrast
from paper_cases import asked, hostile, two_payers
from paper_cases import dossier as solved

from optimizer.papers.chains import figures
from optimizer.papers.dossier import Answers, Dossier
from optimizer.papers.figures import shown
from optimizer.papers.page.places import sheet_of
from optimizer.papers.page.reading import read
from optimizer.papers.page.sections import KEYS
from optimizer.papers.page.written import PAGE, checked, of_region, page
from optimizer.text import Language
from optimizer.text.numbers import whole as grouped

ROOT = Path(__file__).parent.parent.parent
MOST_BYTES = 3_000_000


class Elements(HTMLParser):
    """Every element with what it carries."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.all: list[tuple[str, Mapping[str, str | None]]] = []
        self.feed(content.decode("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def found(compared: Dossier) -> Mapping[str, bytes]:
    return page(compared)


@pytest.fixture(scope="module")
def plain(small: Dossier) -> Mapping[str, bytes]:
    return page(small)


def wrong(files: Mapping[str, bytes], about: Dossier) -> list[str]:
    return [
        str(finding.facts) for name, content in files.items() for finding in checked(name, content, about)
    ]


def test_there_is_a_page_and_a_sheet_for_each_region(found: Mapping[str, bytes], compared: Dossier) -> None:
    codes = sorted(compared.scenario.codes)

    assert list(found) == [PAGE, *map(sheet_of, codes)]
    assert all(found[sheet_of(code)] == of_region(compared, code) for code in codes)


def test_the_page_has_every_section_in_order(found: Mapping[str, bytes]) -> None:
    sections = [given.get("id") for tag, given in Elements(found[PAGE]).all if tag == "section"]

    assert [one for one in sections if one != "first"] == list(KEYS)


def test_the_first_screen_tells_people_share_rupiah_gap_and_three_pictures(
    found: Mapping[str, bytes], compared: Dossier
) -> None:
    text = found[PAGE].decode().split("<nav", maxsplit=1)[0]
    every = figures(compared)

    for key in ("total.persons", "goal.reached", "total.rupiah", "goal.shortfall"):
        assert f'data-figure="{key}">{shown(every[key].value, "id")}</data>' in text
    assert text.count("<figure") == 3
    assert "1 dari 2 wilayah masih di bawah 62,22%" in text


def test_every_figure_in_it_is_the_plans(found: Mapping[str, bytes], compared: Dossier) -> None:
    every = figures(compared)
    seen = set()
    for content in found.values():
        for tag, given in Elements(content).all:
            if tag == "data":
                seen.add(given["data-figure"])
                assert Fraction(given["value"] or "") == Fraction(every[given["data-figure"] or ""].value)

    assert {f"region.{code}.persons" for code in compared.scenario.codes} <= seen
    assert {f"fund.{name}.left" for name in compared.scenario.funds} <= seen


def test_answers_are_told_in_their_own_words(found: Mapping[str, bytes]) -> None:
    text = found[PAGE].decode()

    assert "Rupiah berikutnya" in text
    assert "Luas atau lama" in text
    assert "Bila satu hal saja dilonggarkan" in found["wilayah/52.71.html"].decode()
    assert "Laporan ini dibuat tanpa perbandingan" not in text


def test_a_question_that_was_not_asked_says_why(plain: Mapping[str, bytes]) -> None:
    files = plain

    assert files[PAGE].decode().count("Laporan ini dibuat tanpa perbandingan antarrencana.") == 4
    assert "Laporan ini dibuat tanpa perbandingan antarrencana." in files["wilayah/52.01.html"].decode()
    assert "Peringkat 1 dari 2 wilayah" in "".join(one.decode() for one in files.values())


@pytest.mark.parametrize("language", ["id", "en"])
def test_what_was_written_passes_and_is_complete(
    found: Mapping[str, bytes], compared: Dossier, language: Language
) -> None:
    """Also beside a plan that is read later, when nothing is asked; no word stands in the other language."""
    about = replace(compared, language=language)
    files = found if language == "id" else page(about)

    assert wrong(files, about) == []
    assert wrong(files, replace(compared, answers=Answers(), final=True)) == []
    text = " ".join(read(files[PAGE]).texts)
    assert not re.search(r"\b(page|papers|column|note)\.[a-z_]+", text)
    assert bool(re.search(r"\b(orang|pagu|sumber dana|ditanggung|tidak)\b", text)) == (language == "id")


TAMPERINGS = {
    "a headline": (r'(data-figure="total.persons">)[^<]+', r"\g<1>999.999"),
    "what it is worth": (r'value="\d+"( data-figure="total.rupiah")', r'value="1"\1'),
    "a cell": (r'(<td><data value="\d+" data-figure="region.52.01.rupiah">)[^<]+', r"\g<1>1"),
    "another key": ('data-figure="region.52.71.persons"', 'data-figure="region.52.01.persons"'),
    "a key that is none": ('data-figure="region.52.71.persons"', 'data-figure="region.99.99.persons"'),
    "a sentence": (r"(<li>)\d[\d.]* orang ditanggung", r"\g<1>1 orang ditanggung"),
    "the calendar": (r'(data-table="calendar".*?<td>[^<]*<td>)[\d.]+', r"\g<1>7"),
    "a table without figures": (r'(data-table="matrix".*?<td>[^<]*<td>[^<]*<td>)[\d.]+', r"\g<1>7"),
    "a row gone": (r'(data-table="payments".*?<tbody>\s*)<tr>.*?(?=<tr>)', r"\1"),
    "a table gone": (r'<table data-table="funds".*?</table>', ""),
    "a word of a picture": (r"(<text[^>]*>)87[^<]*|(<text[^>]*>)Kota Mataram", r"\g<1>\g<2>Kota"),
    "a chain": (r'("figures":\[\[\d+,)\d+', r"\g<1>5"),
    "what a chain says": (r'(<p class="line">)[^<]+', r"\g<1>1 + 1 = 3"),
    "the fingerprint": (r'(class="fingerprint">)[^<]+', r"\g<1>Sidik data 0000 0000 0000 0000"),
}  # fmt: skip


@pytest.mark.parametrize("what", TAMPERINGS)
def test_what_was_changed_is_found(found: Mapping[str, bytes], compared: Dossier, what: str) -> None:
    pattern, other = TAMPERINGS[what]
    changed, count = re.subn(pattern, other, found[PAGE].decode(), count=1, flags=re.DOTALL)
    assert count == 1

    findings = list(checked(PAGE, changed.encode(), compared))

    assert findings
    assert {finding.code for finding in findings} == {"papers.differs"}


def test_a_sheet_that_was_changed_is_found(found: Mapping[str, bytes], compared: Dossier) -> None:
    name = "wilayah/52.01.html"
    text = found[name].decode()
    changed = text.replace(grouped(1_200, "id"), "1.201")
    assert changed != text

    assert list(checked(name, changed.encode(), compared))
    assert list(checked("wilayah/52.71.html", found[name], compared)), "another region's sheet"
    assert list(checked("wilayah/52.99.html", found[name], compared)), "a region that is none"
    assert list(checked(PAGE, b"\xff\x00<html", compared))


def test_the_same_in_another_process_with_other_hashes(plain: Mapping[str, bytes]) -> None:
    program = (
        "import sys, hashlib; sys.path[:0] = ['tests', 'tests/papers']\n"
        "from paper_cases import dossier, two_payers\n"
        "from optimizer.papers.page.written import page\n"
        "print(hashlib.sha256(b''.join(page(dossier(two_payers())).values())).hexdigest())"
    )
    seeded = environment(PYTHONHASHSEED="7", PYTHONPATH=str(ROOT))
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=seeded, capture_output=True, check=True, timeout=120
    )

    assert done.stdout.decode().strip() == sha256(b"".join(plain.values())).hexdigest()


def test_draft_synthetic_and_final_are_marked(small: Dossier, plain: Mapping[str, bytes]) -> None:
    made_up = replace(small, scenario=small.scenario.model_copy(update={"synthetic": True}))
    for name, content in plain.items():
        assert '<strong class="draft">DRAF</strong>' in content.decode(), name
    for content in page(replace(made_up, final=True)).values():
        assert "DRAF<" not in content.decode()
        assert '<strong class="synthetic">DATA SINTETIS' in content.decode()


def test_hostile_names_are_letters() -> None:
    """Two scripts, ours; no attribute runs anything; nothing that turns text; no name pushes a table."""
    about = asked(solved(hostile()))
    files = page(about)
    for name, content in files.items():
        elements = Elements(content).all
        scripts = [given for tag, given in elements if tag == "script"]
        texts = read(content)

        assert len(scripts) == (2 if name == PAGE else 0)
        assert not any(key.startswith("on") for _, given in elements for key in given)
        assert "\u202e" not in content.decode()
        assert "\u200f" not in content.decode()
        longest = (
            max(
                len(cell)
                for key, rows in texts.tables
                if key in ("regions", "matrix")
                for row in rows
                for cell in row
            )
            if name == PAGE
            else 0
        )
        assert longest <= 44
    assert wrong(files, about) == []


def test_nothing_is_asked_for_from_outside(found: Mapping[str, bytes]) -> None:
    for content in found.values():
        elements = Elements(content).all
        policy = next(str(given["content"]) for tag, given in elements if given.get("http-equiv"))

        assert policy.startswith("default-src 'none'; ")
        assert "unsafe-eval" not in policy
        assert not any(
            str(given[key]).startswith(("http", "//"))
            for _, given in elements
            for key in ("src", "href", "data", "action")
            if key in given
        )
        assert b"@import" not in content
        assert b"url(" not in content


def test_a_country_fits_in_three_megabytes(country: Dossier, country_page: bytes) -> None:
    rows = dict(read(country_page).tables)["regions"]

    assert len(country_page) < MOST_BYTES
    assert len(rows) == 516
    assert [*checked(PAGE, country_page, country)] == []


PAIRS = (
    ("ink", "paper"), ("ink", "soft"), ("faint", "paper"), ("faint", "soft"), ("deep", "paper"),
    ("deep", "soft"), ("alarm", "paper"), ("alarm", "soft"), ("paper", "alarm"), ("focus", "paper"),
)  # fmt: skip
"""Letters upon grounds, as the style sheet uses them."""


def test_letters_contrast_with_their_ground(found: Mapping[str, bytes]) -> None:
    style = found[PAGE].decode().partition("<style>")[2].partition("</style>")[0]
    colours = dict(re.findall(r"--(\w+):(#[0-9a-f]{6})", style))
    shades = re.findall(r"\.s\d\{background:(#\w{6});color:(#\w{6})\}", style)

    assert set(re.findall(r"color:var\(--(\w+)\)", style)) <= {one for pair in PAIRS for one in pair}
    assert all(contrast(colours[letters], colours[ground]) >= 4.5 for letters, ground in PAIRS)
    assert len(shades) == 5
    assert all(contrast(ground, letters) >= 4.5 for ground, letters in shades)


def test_two_payers_without_a_target_show_what_is_left() -> None:
    about = solved(two_payers(targets={}, goals=["keep", "coverage"]))
    files = page(about)
    text = files[PAGE].decode()

    assert 'data-figure="total.share"' in text
    assert 'data-figure="total.left"' in text
    assert wrong(files, about) == []
