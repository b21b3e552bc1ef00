"""The page of a study: the summary's figures, alone on one file, in any browser and on paper."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from browser import Browser
from cases import Case, case, fund, region
from command_line import Done, alokasi, in_a_process
from framed_page import Read, every_figure_opens, opened, quiet_at_every_size
from outside import needs
from paper_cases import HOSTILE, pdf_text
from strategies import as_yaml

from optimizer.study.telling.writing import PAGE

PERSON = 12 * 16_800
CEILING = "funds.murni-2026.ceiling"
BODY = f"""seed: 3
grid:
  {CEILING}: [Rp1 juta, Rp10.080.000, Rp14 juta]
  rules.stay: [6, 12]
sample:
  count: 12
  figures:
    {CEILING}: ±40%
    regions.52.04.eligible.rentan: {{triangular: [-40%, +0%, +40%]}}
    rules.stay: {{choose: [3, 12]}}
swings:
  {CEILING}: [-40%, +40%]
  regions.52.04.eligible.rentan: [40, 160]
labels: {{{CEILING}: "uang Sumbawa"}}
"""


def two_regencies(**more: Any) -> Case:
    """50 persons of Sumbawa for a year, 10 of them paid for today; of Dompu 20. Six in ten are the target."""
    made = case(
        "2026-01..2026-12",
        regions={
            "52.04": region("Kabupaten Sumbawa", eligible=100, paid=10),
            "52.05": region("Kabupaten Dompu", eligible=40),
        },
        funds={
            "murni-2026": fund("52.04", 2026, 50 * PERSON, name="APBD TA 2026 Sumbawa"),
            "dompu-2026": fund("52.05", 2026, 20 * PERSON, name="APBD TA 2026 Dompu"),
        },
        stay=12,
        goals=["keep", "targets", "coverage"],
        targets={
            name: {"measure": "group", "group": "rentan", "of": code, "share": "50%", "by": "2026-12"}
            for name, code in (("sumbawa", "52.04"), ("dompu", "52.05"))
        },
    )
    made["regions"]["52.04"]["workers"] = made["regions"]["52.05"]["workers"] = 1_000
    return made | more


class Made(NamedTuple):
    """A page, and the summary it tells."""

    file: Path
    summary: dict[str, Any]

    @property
    def read(self) -> Read:
        return Read(self.file.read_bytes())

    @property
    def text(self) -> str:
        return self.file.read_text("utf-8")


def written(folder: Path, body: str = BODY, of: Case | None = None, title: str = "Studi contoh") -> None:
    (folder / "kasus.yaml").write_text(as_yaml(of or two_regencies()), "utf-8")
    head = f"schema: alokasi-study/1\ntitle: {title}\nscenario: kasus.yaml\n"
    (folder / "studi.yaml").write_text(head + body, "utf-8")


def studied(folder: Path, *words: str) -> Done:
    return alokasi("study", "studi.yaml", "--out", "hasil", *words, cwd=folder)


def made_of(folder: Path, *words: str) -> Made:
    done = studied(folder, "--json", *words)
    assert done.code == 0, done.err
    return Made(folder / "hasil" / PAGE, done.document)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("studi")
    written(place)
    return place


@pytest.fixture(scope="module")
def made(folder: Path) -> Made:
    return made_of(folder)


@pytest.fixture(scope="module")
def shown() -> Iterator[Browser]:
    yield from opened()


def figures(found: dict[str, Any], *names: str) -> list[int]:
    return [found[name] for name in names if found[name] is not None]


def test_every_band_target_and_region_of_the_summary_stands_on_the_page(made: Made) -> None:
    read, summary = made.read, made.summary
    names = ("lowest", "p10", "p50", "p90", "highest")

    assert len(summary["bands"]) >= 4
    for band in summary["bands"]:
        assert list(read.below(f"bands.{band['measure']}.").values()) == figures(band, *names)
    for row in summary["targets"]:
        on_page = read.below(f"targets.{row['id']}.{row['of']}.")
        assert list(on_page.values()) == figures(row, "met", "runs", "p10", "p50", "p90")
    for row in summary["regions"]:
        on_page = read.below(f"regions.{row['code']}.")
        assert list(on_page.values()) == figures(row, "base", "least", "p10", "p50", "most")


def test_every_case_of_the_grid_and_every_line_stands_on_the_page(made: Made) -> None:
    read, summary = made.read, made.summary

    assert len(summary["grid"]) == 6
    for row in summary["grid"]:
        head = row["headline"]
        told = [head["persons_end"], head["dropped"], row["shortfall"], head["rupiah"]]
        assert list(read.below(f"grid.{row['number']}.").values()) == told
    assert summary["lines"]
    for row in summary["lines"]:
        on_page = read.below(f"lines.{row['region']}.{row['group']}.{row['fund']}.")
        assert float(round(on_page[f"{_line(row)}.share"], 6)) == row["share"]
        assert on_page[f"{_line(row)}.most"] == row["most"]
        always = row["runs"] == summary["runs"]
        assert (f"{_line(row)}.least" in on_page) is always
        assert not always or on_page[f"{_line(row)}.least"] == row["least"]


def _line(row: dict[str, Any]) -> str:
    return f"lines.{row['region']}.{row['group']}.{row['fund']}"


def test_what_matters_most_stands_in_the_order_of_the_summary(made: Made) -> None:
    read = made.read

    for ranking in made.summary["rankings"]:
        moving = [bar for bar in ranking["tornado"] if bar["width"]]
        assert moving
        for number, bar in enumerate(moving):
            key = f"tornado.{ranking['measure']}.{number}"
            assert read.figures[f"{key}.at_low"] == bar["at_low"]
            assert read.figures[f"{key}.at_high"] == bar["at_high"]
            assert read.figures[f"{key}.width"] == bar["width"]
        for number, one in enumerate(ranking["influences"]):
            part = read.figures[f"influences.{ranking['measure']}.{number}"]
            assert float(round(part, 6)) == one["explained"]


def test_it_says_what_was_varied_how_cases_ended_and_where_the_answer_changes(made: Made) -> None:
    """1 + 6 + 12 + 4 cases; the fund buys a person for a year at Rp201,600."""
    read, text = made.read, made.text

    assert read.figures["cases.base.cases"] == 1
    assert read.figures["cases.grid.cases"] == 6
    assert read.figures["cases.sample.cases"] == 12
    assert read.figures["cases.swing.cases"] == 4
    assert read.figures["cases.total.cases"] == made.summary["cases"] == 23
    assert read.figures["cases.total.solved"] == made.summary["solved"]
    for said in (
        "Uang Sumbawa",
        "acak, merata antara",
        "acak, salah satu dari",
        "satu per satu, rendah dan tinggi",
    ):
        assert said in text
    assert len(made.summary["breaks"]) > 0
    assert len(read.below("breaks.")) > 0
    assert made.summary["digest"] in text
    assert "Benih acak 3" in text


def test_how_often_the_targets_of_each_region_are_met_is_a_map(made: Made) -> None:
    met = {row["of"]: Fraction(row["met"], row["runs"]) for row in made.summary["targets"]}
    assert 0 < met["52.04"] < 1
    tiles = re.findall(r'<li class="s(\d)"><a href="#r-([\d.]+)"', made.text)

    assert {code: int(step) for step, code in tiles} == {
        code: min(int(part * 5), 4) for code, part in met.items()
    }
    rows = [row for row in made.read.rows if row.startswith("r-")]
    assert rows == ["r-52.04", "r-52.05"]


def test_going_on_with_a_study_and_another_process_write_the_same_bytes(made: Made, folder: Path) -> None:
    """Cases that are known from before are told on the terminal, not on the page."""
    before = made.file.read_bytes()
    again = studied(folder)
    shutil.copytree(folder / "hasil", folder / "lain")
    (folder / "lain" / PAGE).unlink()
    words = ("study", "studi.yaml", "--out", "lain", "--lang", "id")
    other = in_a_process(*words, cwd=folder, setting={"PYTHONHASHSEED": "11"})

    assert (again.code, other.code) == (0, 0), other.err
    assert "laporan.html" in again.out
    assert made.file.read_bytes() == before
    assert (folder / "lain" / PAGE).read_bytes() == before


def test_a_browser_asks_nobody_complains_of_nothing_and_shows_it_whole(
    shown: Browser, made: Made, folder: Path
) -> None:
    quiet_at_every_size(shown, made.file)
    assert every_figure_opens(shown) == ""
    assert shown.script("document.querySelectorAll('svg').length") > 8

    english = made_of(folder, "--lang", "en")
    quiet_at_every_size(shown, english.file)
    assert shown.script("document.documentElement.lang") == "en"
    made_of(folder)


def test_on_paper_stands_what_stands_on_the_screen(shown: Browser, made: Made, tmp_path: Path) -> None:
    needs("pdftotext")
    shown.open(made.file)
    shown.printed(tmp_path / "cetak.pdf", width=210, height=297)
    text = pdf_text(tmp_path / "cetak.pdf", "-layout")

    read = made.read
    assert [key for key in read.figures if read.shown[key] not in text] == []
    assert "Sidik studi" in text


def test_cases_without_a_plan_are_counted_and_named(tmp_path: Path) -> None:
    """Rp1 juta buys four people for a year; 30 are demanded."""
    floors = {"floors": [{"region": "52.04", "persons": 30, "from": "2026-12", "to": "2026-12"}]}
    body = f"grid:\n  {CEILING}: [Rp1 juta, Rp10.080.000]\n"
    written(tmp_path, body, two_regencies(rules={"stay": 12, **floors}))
    made = made_of(tmp_path)

    assert made.summary["solved"] < made.summary["cases"]
    unsolved = made.summary["cases"] - made.summary["solved"]
    assert made.read.figures["cases.total.unsolved"] == unsolved
    assert "tanpa rencana" in made.text
    assert "tidak punya rencana" in made.text


def test_names_that_mean_something_elsewhere_mean_nothing_here(shown: Browser, tmp_path: Path) -> None:
    of = two_regencies(title=HOSTILE[3])
    for code, name in zip(("52.04", "52.05"), (HOSTILE[1], HOSTILE[4]), strict=True):
        of["regions"][code]["name"] = name
    of["funds"]["murni-2026"]["name"] = HOSTILE[0]
    body = f"grid:\n  {CEILING}: [Rp5 juta, Rp14 juta]\nlabels: {{{CEILING}: '{HOSTILE[1]}'}}\n"
    written(tmp_path, body, of, title=f'"{HOSTILE[1]}"')
    made = made_of(tmp_path)

    scripts = [told for tag, told in made.read.tags if tag == "script"]
    assert scripts == [{"type": "application/json", "id": "book"}, {}]
    assert "<script>alert" not in made.text
    assert "\u202e" not in made.text
    assert HOSTILE[4] not in made.text
    quiet_at_every_size(shown, made.file)


def test_without_what_writes_the_page_the_tables_are_there_and_a_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("optimizer.papers.framed.kept.find_spec", lambda name: None)
    written(tmp_path, f"grid:\n  {CEILING}: [Rp5 juta]\n")
    done = studied(tmp_path)

    assert done.code == 0
    assert "jinja2" in done.err
    assert (tmp_path / "hasil" / "cases.csv").is_file()
    assert not (tmp_path / "hasil" / PAGE).exists()


def test_of_few_cases_one_is_the_middle_one_and_nobody_counts_tenths(tmp_path: Path) -> None:
    """Rp5 and Rp9 million buy 24 and 44 of Sumbawa; 26 of 50 are then missing to half of a hundred, and 6."""
    body = f"grid:\n  {CEILING}: [Rp14 juta, Rp5 juta, Rp1 juta, Rp9 juta]\n"
    written(tmp_path, body, two_regencies(synthetic=True))
    made = made_of(tmp_path)
    read, summary = made.read, made.summary
    people = sorted(row["headline"]["persons_end"] for row in summary["grid"])
    (middle,) = [row for row in summary["grid"] if row["number"] == summary["middle"]]

    assert middle["headline"]["persons_end"] == people[1] == read.figures["card.persons_end"]
    assert middle["shortfall"] == read.figures["card.shortfall"] == read.figures["bands.shortfall.middle"]
    assert middle["headline"]["rupiah"] == read.figures["bands.rupiah.middle"]
    ends = list(read.below("bands.persons_end.").values())
    assert ends == [people[0], people[1], people[-1]]
    assert re.findall(r"\bP[159]0\b", made.text) == []
    assert "5 kasus: skenario apa adanya sebagai pembanding, 4 gabungan; " in made.text
    assert '<strong class="draft">DRAF</strong>' in made.text
    assert "Masa rencana: Jan–Des 2026" in made.text
    assert '<strong class="synthetic">DATA SINTETIS' in made.text
    _axes_are_whole_or_say_where_they_begin(made.text)


def _axes_are_whole_or_say_where_they_begin(text: str) -> None:
    """An axis that begins elsewhere has two strokes, and its first number in words; no word is cut."""
    pictures = re.findall(r"<figure data-picture.*?</figure>", text, re.S)
    assert len(pictures) > 3
    for picture in pictures:
        words = re.findall(r'<text x="([\d.]+)"[^>]*text-anchor="end"[^>]*>', picture)
        wide = int(re.findall(r'viewBox="0 0 (\d+)', picture)[0])
        assert all(float(across) <= wide - 6 for across in words)
        strokes = re.findall(r'<line x1="(\d+)" y1="(\d+)" x2="(\d+)" y2="(\d+)" stroke="#a3160f"', picture)
        slanted = [one for one in strokes if one[0] != one[2]]
        said = re.search(r"mulai dari ([^,]+), bukan dari 0", picture)
        assert bool(slanted) is bool(said)
        if said:
            assert f">{said[1]}</text>" in picture
