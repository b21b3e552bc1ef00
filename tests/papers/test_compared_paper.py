"""The page of a comparison: the answer's figures, alone on one file, in any browser and on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from browser import Browser
from command_line import Done, alokasi, in_a_process
from framed_page import Read, every_figure_opens, opened, quiet_at_every_size
from outside import needs
from paper_cases import HOSTILE, hostile, pdf_text, two_payers
from strategies import Case, as_yaml

from optimizer.answers.doubts import Doubt
from optimizer.papers.compared.written import named
from optimizer.papers.compared.written import page as paper_of
from optimizer.questions import compare as questions
from optimizer.questions.comparing.sides import Shared, read
from optimizer.questions.desk import Desk
from optimizer.report.paper import Paper
from optimizer.report.view import Look
from optimizer.scenario.reading import load

LEAN = "funds.ntb-2026.ceiling=Rp500 juta"
LATER = "regions.52.71.eligible.rentan=3000"
STAY = "rules.stay=6"
SHOWN = {
    "targets": ("reached", "shortfall"),
    "groups": ("persons_end",),
    "funds": ("allocated", "ceiling", "left"),
    "regions": ("persons_end", "share", "rupiah"),
}
"""Figures of each section that the page tells of."""


class Made(NamedTuple):
    """A page, and the answer it tells, as the program prints it for other programs."""

    file: Path
    answer: dict[str, Any]

    @property
    def read(self) -> Read:
        return Read(self.file.read_bytes())


def file_of(made: Case, folder: Path, name: str = "dasar.yaml") -> Path:
    place = folder / name
    place.write_text(as_yaml(made), "utf-8")
    return place


def compared(folder: Path, *sides: str, words: tuple[str, ...] = (), page: str = "halaman.html") -> Done:
    return alokasi("compare", *sides, "--page", page, *words, cwd=folder)


def made_of(folder: Path, *sides: str, words: tuple[str, ...] = ()) -> Made:
    done = compared(folder, *sides, words=(*words, "--json"))
    assert done.code == 0, done.err
    return Made(folder / "halaman.html", done.document)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("banding")
    file_of(two_payers(), place)
    return place


@pytest.fixture(scope="module")
def two(folder: Path) -> Made:
    """Less money of the province, fewer eligible, a shorter stay."""
    return made_of(folder, "dasar.yaml", f"dasar.yaml@{LEAN}@{LATER}@{STAY}")


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Made:
    place = tmp_path_factory.mktemp("bertiga")
    file_of(two_payers(), place)
    return made_of(place, "dasar.yaml", f"dasar.yaml@{LEAN}", f"dasar.yaml@{LATER}", words=("--lang", "en"))


@pytest.fixture(scope="module")
def shown() -> Iterator[Browser]:
    yield from opened()


def rounded(value: Fraction) -> int | float:
    """As the program prints it for other programs: shares with six decimals."""
    return int(value) if value.denominator == 1 else float(round(value, 6))


def stated(answer: dict[str, Any]) -> Iterator[tuple[str, int | float]]:
    """Every number of the answer that the page tells, by its key there."""
    letters = [side["letter"] for side in answer["sides"]]
    for line in answer["lines"]:
        section, field = line["section"], line["field"]
        if section in SHOWN and field not in SHOWN[section]:
            continue
        if section == "headline" and field in ("month", "standing"):
            continue
        key = ".".join(part for part in (section, line["item"], field) if part)
        for letter, value, apart in zip(letters, line["values"], line["differences"], strict=True):
            if isinstance(value, (int, float)):
                yield f"{key}:{letter}", value
            if apart is not None:
                yield f"{key}:{letter}-{letters[0]}", apart


def test_every_figure_of_the_answer_stands_on_the_page_and_no_other(two: Made, three: Made) -> None:
    for made in (two, three):
        told = dict(stated(made.answer))
        on_page = {key: value for key, value in made.read.figures.items() if not key.startswith("parts.")}

        assert len(told) > 50
        assert {key: rounded(value) for key, value in on_page.items()} == told


def test_what_each_change_brings_adds_up_to_the_difference(two: Made) -> None:
    figures, divided = two.read.figures, two.answer["attribution"]
    assert len(divided["parts"]) == 3

    for place, total in enumerate(divided["totals"]):
        measure = total["measure"]
        brings = [figures[f"parts.{number}.{measure}"] for number in range(3)]
        assert brings == [part["brings"][place]["shown"] for part in divided["parts"]]
        assert sum(brings) == figures[f"parts.together.{measure}"] == total["difference"]
        assert total["difference"] == figures[f"headline.{measure}:B-A"]


def test_the_picture_goes_from_one_plan_to_the_other_in_the_steps_of_the_changes(two: Made) -> None:
    """The words above its bars are the first side's people, each change's, and the second side's."""
    shown = two.read.shown
    text = two.file.read_text("utf-8")
    drawn = re.search(r'data-picture="steps.persons_end".*?</svg>', text, re.S)
    assert drawn is not None
    words = re.findall(r'font-weight="bold"[^>]*>([^<]+)<', drawn[0])

    steps = [shown[f"parts.{number}.persons_end"] for number in range(3)]
    moving = [step for step in steps if step != "0"]
    assert words[0] == shown["headline.persons_end:A"]
    assert words[-1] == shown["headline.persons_end:B"]
    assert sorted(words[1:-1]) == sorted(moving)


def drawn(made: Made, key: str) -> str:
    found = re.search(rf'data-picture="{key}".*?</svg>', made.file.read_text("utf-8"), re.S)
    assert found is not None
    return found[0]


def test_both_sides_stand_beside_the_steps_as_bars_from_zero(two: Made) -> None:
    """Else a change of a tenth looks like all there is."""
    bars = re.findall(
        r'<rect x="(\d+)" y="\d+" width="(\d+)"[^>]*fill="#c3ced6"', drawn(two, "steps.persons_end")
    )
    (start, first), (other, second) = [(int(x), int(wide)) for x, wide in bars]
    people = [two.read.figures[f"headline.persons_end:{letter}"] for letter in "AB"]

    assert start == other
    assert abs(Fraction(first, second) - people[0] / people[1]) < Fraction(1, 50)


def test_sides_are_called_as_people_call_them_and_nobody_is_told_to_type(two: Made, three: Made) -> None:
    text = re.sub(r"<(style|script).*?</\1>", "", two.file.read_text("utf-8"), flags=re.S)
    english = re.sub(r"<(style|script).*?</\1>", "", three.file.read_text("utf-8"), flags=re.S)

    assert '<strong class="draft">DRAF</strong>' in text
    assert "Masa rencana: Okt 2025–Des 2026" in text
    assert "<b>A</b> Skenario apa adanya <small>dasar.yaml</small>" in text
    sides = re.findall(r"<b>B</b> ([^<]*) <small>", text)
    assert sides == ["Pagu APBD TA 2026 NTB: Rp500 juta; sasaran Kota Mataram: 3000; masa bertahan: 6"]
    for page in (text, english):
        assert re.findall(r"(?<![\w!<-])--[a-z]+", page) == []
        assert "funds.ntb-2026" not in re.sub(
            r"<small>.*?</small>|<section id=\"ground\">.*?</section>|data-figure=\"[^\"]*\"",
            "",
            page,
            flags=re.S,
        )


def test_inputs_that_differ_stand_with_both_values(two: Made) -> None:
    figures = two.read.below("inputs.")

    assert figures["inputs.funds.ntb-2026.ceiling.value:A"] == 700_000_000
    assert figures["inputs.funds.ntb-2026.ceiling.value:B"] == 500_000_000
    assert figures["inputs.funds.ntb-2026.ceiling.value:B-A"] == -200_000_000
    assert figures["inputs.rules.stay.value:B"] == 6


def test_another_process_and_another_hash_seed_write_the_same_bytes(two: Made, folder: Path) -> None:
    words = ("dasar.yaml", f"dasar.yaml@{LEAN}@{LATER}@{STAY}", "--page", "lagi.html")
    done = in_a_process("compare", *words, cwd=folder, setting={"PYTHONHASHSEED": "7"})

    assert done.code == 0, done.err
    assert (folder / "lagi.html").read_bytes() == two.file.read_bytes()
    assert done.out.endswith("Halaman ditulis: lagi.html\n")


def test_a_browser_asks_nobody_complains_of_nothing_and_shows_it_whole(
    shown: Browser, two: Made, three: Made
) -> None:
    for made in (two, three):
        quiet_at_every_size(shown, made.file)
        assert every_figure_opens(shown) == ""


def test_the_keyboard_leaves_out_what_is_alike_and_brings_it_back(shown: Browser, two: Made) -> None:
    alike = [row for row in two.read.rows if row.startswith("alike-")]
    count = "document.querySelectorAll('tbody tr').length"
    shown.open(two.file)
    every = shown.script(count)
    assert alike

    for _ in range(40):
        shown.press("Tab")
        if shown.script("document.activeElement.id") == "only":
            break
    shown.press(" ")
    assert shown.script(count) == every - len(alike)
    assert shown.script("document.getElementById('only-count').textContent").startswith(str(len(alike)))
    stops = "t => t.querySelectorAll('data[tabindex=\"0\"]').length"
    assert set(shown.script(f"Array.from(document.querySelectorAll('table'), {stops})")) <= {0, 1}

    shown.press(" ")
    assert shown.script(count) == every
    assert shown.script("document.getElementById('only-count').textContent") == ""


def test_without_a_script_every_row_is_there_and_no_switch(shown: Browser, two: Made) -> None:
    shown.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        shown.open(two.file)
    finally:
        shown.call("Emulation.setScriptExecutionDisabled", value=False)

    rows = [row for row in two.read.rows if row.startswith("alike-")]
    assert shown.script("document.querySelectorAll('tr[id^=alike-]').length") == len(rows) > 0
    assert shown.script("document.querySelector('p.only').hidden") is True


def test_on_paper_stands_what_stands_on_the_screen(shown: Browser, two: Made, tmp_path: Path) -> None:
    needs("pdftotext")
    shown.open(two.file)
    shown.printed(tmp_path / "cetak.pdf", width=210, height=297)
    text = pdf_text(tmp_path / "cetak.pdf", "-layout")

    read = two.read
    assert [key for key in read.figures if read.shown[key] not in text] == []
    assert "Hanya yang berbeda" not in text
    assert re.search(r"Sidik data A [0-9a-f]{4}( [0-9a-f]{4}){3}", text)


def test_the_fingerprint_of_a_side_is_that_of_its_plan(folder: Path, two: Made) -> None:
    solved = alokasi("solve", "dasar.yaml", "--json", cwd=folder).document
    digest = " ".join(re.findall("....", solved["digest"][:16]))

    assert f"Sidik data A {digest}" in two.file.read_text("utf-8")


def test_names_that_mean_something_elsewhere_mean_nothing_here(shown: Browser, tmp_path: Path) -> None:
    file_of(hostile(), tmp_path)
    made = made_of(tmp_path, "dasar.yaml", "dasar.yaml@rules.stay=6")
    text = made.file.read_text("utf-8")

    scripts = [told for tag, told in made.read.tags if tag == "script"]
    assert scripts == [{"type": "application/json", "id": "book"}, {}]
    assert "<script>alert" not in text
    assert "\u202e" not in text
    assert HOSTILE[4] not in text
    assert "&lt;script&gt;alert(1)" in text
    quiet_at_every_size(shown, made.file)
    assert shown.script("document.title") != ""


def test_sides_of_other_months_are_not_subtracted(tmp_path: Path) -> None:
    file_of(two_payers(), tmp_path)
    chain = "dasar.yaml@horizon=2025-10..2026-11@targets.ucj-2026.by=2026-11"
    made = made_of(tmp_path, "dasar.yaml", chain, words=("--no-parts",))
    figures = made.read.figures

    assert "headline.persons_end:B" in figures
    assert "headline.persons_end:B-A" not in figures
    assert "regions.52.01.persons_end:B-A" not in figures
    assert "headline.rupiah:B-A" in figures
    text = made.file.read_text("utf-8")
    assert "Bulan terakhirnya berbeda" in text
    assert "tidak dibagi menurut perubahan" in text


def test_made_up_figures_are_marked_by_side(tmp_path: Path) -> None:
    file_of(two_payers(synthetic=True), tmp_path)
    file_of(two_payers(), tmp_path, "nyata.yaml")
    made = made_of(tmp_path, "dasar.yaml", "nyata.yaml", words=("--no-parts",))

    assert '<strong class="synthetic">DATA SINTETIS — bukan angka nyata: A</strong>' in made.file.read_text(
        "utf-8"
    )


def test_it_replaces_its_own_page_and_no_other_file(folder: Path, tmp_path: Path) -> None:
    file_of(two_payers(), tmp_path)
    sides = ("dasar.yaml", f"dasar.yaml@{LEAN}")
    foreign = tmp_path / "catatan.html"
    foreign.write_text("<p>catatan bupati", "utf-8")

    refused = compared(tmp_path, *sides, words=("--no-parts", "--json"), page="catatan.html")
    assert (refused.code, refused.codes) == (2, ["compare.page_foreign"])
    assert foreign.read_text("utf-8") == "<p>catatan bupati"

    forced = compared(tmp_path, *sides, words=("--no-parts", "--force"), page="catatan.html")
    again = compared(tmp_path, *sides, words=("--no-parts",), page="catatan.html")
    assert (forced.code, again.code) == (0, 0)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["catatan.html", "dasar.yaml"]


@pytest.mark.parametrize(
    ("page", "code"), [("rakor.xlsx", "compare.page_kind"), (".", "compare.page_folder")]
)
def test_a_place_that_is_none_is_refused_before_anything_is_solved(
    folder: Path, page: str, code: str
) -> None:
    done = compared(folder, "tidak-ada.yaml", "dasar.yaml", words=("--json",), page=page)

    assert (done.code, done.codes) == (2, [code])


def test_a_disk_that_refuses_leaves_the_old_page(
    two: Made, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = two.file.read_bytes()

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("optimizer.folder.os.replace", refuse)
    done = compared(folder, "dasar.yaml", f"dasar.yaml@{LEAN}", words=("--no-parts", "--json"))

    assert done.codes == ["out.failed"]
    assert two.file.read_bytes() == before
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


def test_no_path_of_this_machine_stands_on_the_page(folder: Path, tmp_path: Path) -> None:
    sides = (str(folder / "dasar.yaml"), f"{folder / 'dasar.yaml'}@{STAY}")
    done = compared(tmp_path, *sides, words=("--no-parts",))

    text = (tmp_path / "halaman.html").read_text("utf-8")
    assert done.code == 0, done.err
    assert str(folder) not in text
    assert f"dasar.yaml@{STAY}" in text


@pytest.mark.parametrize(
    ("given", "shown_as"),
    [
        (r"C:\rakor\ntb.yaml@kering", "ntb.yaml@kering"),
        ("/srv/hasil/dasar", "dasar"),
        ("hasil/dasar", "hasil/dasar"),
        ("-", "-"),
    ],
)
def test_a_side_is_named_without_its_folders_where_they_are_of_the_machine(given: str, shown_as: str) -> None:
    assert named(given) == shown_as


def test_what_is_not_proven_is_said_once(folder: Path) -> None:
    shared = Shared()
    sides = read((str(folder / "dasar.yaml"), str(folder / f"dasar.yaml@{LEAN}")), shared)
    desk = Desk(load(folder / "dasar.yaml"))
    answer = replace(questions.asked(desk, sides), status="within_bound")
    look = Look(sides[0].scenario, Paper(), "id", everything=True, plans=2)
    open_ = replace(look, doubts=(Doubt(2, "targets", Fraction(3), "persons"),))

    page = paper_of(open_, answer, [side.scenario for side in sides]).decode("utf-8")

    assert page.count("Dari 2 rencana yang dihitung, 1 belum terbukti") == 1
    assert "berapa jauh dari batasnya tertulis di awal halaman" in page, "the foot points there"
