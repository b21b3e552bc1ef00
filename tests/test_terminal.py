"""What a person sees: in real terminals of 80 and 120 columns, in both languages, without colour."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import handmade
import pseudo_terminal
import pytest
from goldens import same
from rich.cells import cell_len
from terminal_show import ENDING

from optimizer.errors import Finding, Place
from optimizer.plan.assumptions import assumptions
from optimizer.plan.shapes import AssumptionRow
from optimizer.report import findings, story, terminal
from optimizer.report.assumed import assumption_list
from optimizer.report.origins import origin_list
from optimizer.report.paper import Paper, legible, paper
from optimizer.report.view import Look
from optimizer.scenario.reading import load
from optimizer.text import Language

HERE = Path(__file__).parent
NTB = HERE.parent / "scenarios" / "ntb" / "base.yaml"
LANGUAGES: list[Language] = ["id", "en"]
ESCAPE = "\x1b"


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "SYSTEMROOT")}
    return kept | {"PYTHONPATH": f"{HERE.parent}:{HERE}", "PYTHONUTF8": "1", "TERM": "xterm"} | more


def widest(text: str) -> int:
    return max(cell_len(line) for line in text.splitlines())


def answered(width: int, language: Language, *, national: bool = False, encoding: str = "utf-8") -> str:
    plan, scenario = handmade.national() if national else (handmade.plan(), handmade.scenario())
    return terminal.answer(plan, scenario, Paper(width, False, encoding), language, ending=ENDING)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [80, 120])
def test_golden_answer(width: int, language: Language) -> None:
    same(f"terminal/answer-{language}-{width}.txt", answered(width, language) + "\n")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [80, 120])
def test_golden_scenario_in_sentences(width: int, language: Language) -> None:
    scenario = handmade.scenario()
    look = Look(scenario, Paper(width), language, everything=False)

    same(
        f"terminal/show-{language}-{width}.txt",
        story.story(look, assumptions(scenario), "base.yaml")
        + "\n\n"
        + assumption_list(look, assumptions(scenario))
        + "\n",
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_golden_findings(language: Language) -> None:
    printed = findings.lines(FOUND, Paper(80), language, everything=False)

    same(f"terminal/findings-{language}-80.txt", "\n".join(printed) + "\n")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("columns", [80, 120])
def test_a_terminal_shows_the_same_as_the_golden_file(columns: int, language: Language) -> None:
    screen = pseudo_terminal.run(
        [sys.executable, str(HERE / "terminal_show.py"), language], columns=columns, environment=environment()
    )

    assert screen.code == 0
    assert ESCAPE in screen.raw
    same(f"terminal/answer-{language}-{columns}.txt", "\n".join(screen.lines))


@pytest.mark.parametrize("setting", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour_where_none_is_wanted(setting: dict[str, str]) -> None:
    screen = pseudo_terminal.run(
        [sys.executable, str(HERE / "terminal_show.py"), "id"],
        columns=80,
        environment=environment(**setting),
    )

    assert ESCAPE not in screen.raw


def test_a_pipe_has_no_colour_and_eighty_columns() -> None:
    done = subprocess.run(
        [sys.executable, str(HERE / "terminal_show.py"), "id"],
        env=environment(),
        capture_output=True,
        check=True,
    )

    assert done.stdout.decode() == answered(80, "id") + "\n"


@pytest.mark.parametrize("national", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [60, 72, 80, 100, 120, 160])
def test_no_line_is_wider_than_the_terminal(width: int, language: Language, national: bool) -> None:
    assert widest(answered(width, language, national=national)) <= width


def words(text: str) -> str:
    """The text as one line."""
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("width", [60, 80, 119, 120, 160])
def test_what_an_assumption_rests_on_is_never_shortened(width: int) -> None:
    """Value, standing, remark, source with its title, every rival: all of the published NTB file."""
    loaded = load(NTB)
    look = Look(loaded.scenario, Paper(width), "id", everything=False)
    text = assumption_list(look, assumptions(loaded.scenario))
    said = words(text)

    assert "…" not in text
    assert widest(text) <= width
    for row in assumptions(loaded.scenario):
        assert row.path in text
        for number in [row.value, *(rival.value for rival in row.rivals)]:
            assert (f"{int(number):,}".replace(",", ".") if number.isdigit() else number[:2]) in text
    if width < 120:
        assert all(words(row.note) in said for row in assumptions(loaded.scenario))
        assert "Sumber: S37, MPP Kota Mataram." in said
        assert "Angka lain yang terbit: 78.589 (kicknews-2025-07); 114.153 (S38); 60.078 (S39)." in said


def test_a_wide_terminal_has_whole_remarks_beside_the_figures() -> None:
    note = "aturan A; angka pesaing memakai aturan yang sama, " * 9 + "lalu dibulatkan"
    row = AssumptionRow("regions.52.04.active", "37783", "derived", note)

    look = Look(handmade.scenario(), Paper(120), "id", everything=False)

    last = (line[-40:].strip() for line in assumption_list(look, [row]).splitlines()[3:])
    assert words(" ".join(last)).endswith("sama, lalu dibulatkan.")


@pytest.mark.parametrize("width", [60, 120])
def test_a_place_in_a_file_is_never_broken(width: int) -> None:
    """An editor opens what is copied, also with spaces in the folder's name."""
    origins = load(NTB, variants=["efisiensi-20"]).origins
    long = Place("folder yang panjang/" * 4 + "base.yaml", 12, 345)
    shown = origins | {"title": replace(origins["title"], place=long, layer="", before=None)}

    look = Look(handmade.scenario(), Paper(width), "id", everything=False)
    ends: dict[str, list[str]] = {}
    for line in origin_list(look, shown).splitlines():
        for found in re.finditer(r":\d+:\d+\b", line):
            ends.setdefault(found[0], []).append(line[: found.end()])

    for origin in shown.values():
        at = f":{origin.place.line}:{origin.place.column}"
        assert any(text.endswith(f"{origin.place.file}{at}") for text in ends.get(at, ()))


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_number_is_cut(width: int) -> None:
    """Every amount of the plan stands there in full."""
    text = re.sub(r"\s+", " ", answered(width, "id"))
    plan = handmade.plan()

    for amount in [
        *(fund.allocated for fund in plan.funds),
        *(region.rupiah for region in plan.regions),
        *(row.persons for row in plan.lists),
        *(row.need for row in plan.targets),
        plan.totals.rupiah,
    ]:
        assert f"{amount:,}".replace(",", ".") in text


def test_the_whole_country_fits_a_few_screens_and_says_what_is_left_out() -> None:
    text = answered(120, "id", national=True)

    assert len(text.splitlines()) < 600
    assert "474 wilayah lain" in text
    assert "474 target lagi" in text
    assert "474 sumber dana lain" in text
    assert "plan.yaml" in text
    assert "payments.csv" in text


def test_everything_is_shown_when_asked_for() -> None:
    plan, scenario = handmade.national(30)
    text = terminal.answer(plan, scenario, Paper(120), "id", ending=ENDING, everything=True)

    assert "wilayah lain" not in text
    assert all(row.code in text for row in plan.regions)


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "latin-1", "cp437"])
def test_old_encodings_print_every_line_in_line(encoding: str) -> None:
    printed = legible(answered(80, "id", encoding=encoding), encoding)

    printed.encode(encoding)
    assert widest(printed) <= 80
    assert "?" not in printed


def test_the_join_of_two_fiscal_years_and_drops_are_marked() -> None:
    text = answered(80, "id")
    calendar = text[text.index("KALENDER") : text.index("YANG PUTUS")]

    assert "│" in calendar
    assert "-!" in calendar


def test_hostile_names_do_nothing() -> None:
    hostile = "[red]Rp0[/red]\x1b[2J\u202e\r\nmerah :smile: [link=http://x]"
    scenario = handmade.scenario()
    plan = handmade.plan(title=hostile)
    coloured = terminal.answer(plan, scenario, Paper(80, True), "id", ending=ENDING)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", coloured)

    assert ESCAPE not in plain
    assert "\u202e" not in plain
    assert "[red]Rp0[/red]\\x1b[2J\\u202e" in plain
    assert ":smile:" in plain


@pytest.mark.parametrize(
    ("setting", "width"),
    [
        ({"COLUMNS": "100"}, 100),
        ({"COLUMNS": "20"}, 60),
        ({"COLUMNS": "9999"}, 160),
        ({"COLUMNS": "x"}, 80),
        ({}, 80),
    ],
)
def test_the_width_of_a_pipe(setting: dict[str, str], width: int, tmp_path: Path) -> None:
    with (tmp_path / "out").open("w", encoding="utf-8") as stream:
        assert paper(stream, setting).width == width


def test_the_caret_stands_under_the_column() -> None:
    place = Place("base.yaml", 6, 14, "    ceiling: 5.000.00  # pagu")
    printed = findings.one(Finding("init.exists", {"file": "x"}, place=place), Paper(80), "id")

    excerpt, caret = printed[1], printed[2]
    assert excerpt[caret.index("^") :].startswith("5.000.00")


def test_the_caret_of_a_long_line_is_on_the_paper() -> None:
    place = Place("base.yaml", 1, 5_000, "x" * 10_000)
    printed = findings.one(Finding("init.exists", {"file": "x"}, place=place), Paper(80), "id")

    assert widest("\n".join(printed)) <= 80
    assert "^" in printed[2]


def test_findings_fill_at_most_a_screen_unless_asked_for() -> None:
    many = [Finding("init.exists", {"file": str(n)}) for n in range(500)]

    assert len(findings.lines(many, Paper(80), "id", everything=False)) < 40
    assert len(findings.lines(many, Paper(80), "id", everything=True)) > 500


FOUND = [
    Finding(
        "usage.value",
        {"option": "--set", "said": "5.000.00"},
        path="funds.prov-m26.ceiling",
        place=Place("base.yaml", 6, 14, "    ceiling: 5.000.00  # pagu"),
    ),
    Finding("init.exists", {"file": "a.yaml"}, level="warning", place=Place("a.yaml", 0, 0)),
    Finding("gate.disk", {"file": "b", "reason": "I/O"}, level="note"),
    *(Finding("usage.option", {"option": f"--{n}", "known": ("--with",)}) for n in range(5)),
]
"""One of each kind; the sentences are of the command line, so that this golden file is its own."""


def ntb_like(width: int, language: Language = "id") -> str:
    """Long keys, a province that counts others beside those paid for, a label too long for its column."""
    label = "Pekerja tembakau dalam daftar DBHCHT (buruh pabrik, petani)"
    groups = {"miskin-ekstrem": {"label": "Pekerja miskin ekstrem"}, "rentan": {"label": label}}
    scenario = handmade.scenario().model_validate(dict(handmade.SCENARIO) | {"groups": groups})
    made = handmade.plan()
    first = replace(made.targets[0], id="ucj-2026-seluruh-provinsi-nusa-tenggara-barat")
    plan = replace(made, targets=(first, *made.targets[1:]))
    return terminal.answer(plan, scenario, Paper(width), language, ending=ENDING)


def section(text: str, first: str, last: str) -> str:
    return text[text.index(first) : text.index(last)]


def test_narrow_paper_keeps_what_is_reached_and_drops_the_key() -> None:
    table = section(ntb_like(76), "\nTARGET", "SUMBER DANA")

    assert "Capaian" in table
    assert "32,66%" in table
    assert "ucj-2026" not in table


@pytest.mark.parametrize(
    ("width", "said"),
    [(80, "95.699 di Provinsi Nusa Tenggara Barat pada Des 2026 = 71.099 peserta lain + 24.600"), (120, "")],
)
def test_who_is_covered_is_bridged_to_who_is_paid_for(width: int, said: str) -> None:
    """95,699 = 71,099 + 24,600: in columns, or for the widest target in a sentence."""
    table = words(section(ntb_like(width), "\nTARGET", "SUMBER DANA"))

    assert said in table
    assert ("95.699 71.099 24.600" in table) == (width == 120)


def test_labels_of_groups_are_wrapped_never_cut() -> None:
    lists = section(ntb_like(80), "SIAPA MEMBAYAR", "\nWILAYAH")

    assert "…" not in lists
    assert "Pekerja tembakau" in lists
    assert "DBHCHT" in lists
    assert "buruh pabrik" in section(ntb_like(120), "SIAPA MEMBAYAR", "\nWILAYAH")


def test_a_bound_is_shown_as_a_whole_value_that_can_be_reached() -> None:
    """24,600.5 people: 24,600 of them are whole; ``plan.yaml`` keeps the bound itself."""
    goals = section(answered(80, "id"), "PRIORITAS", "TAGIHAN")

    assert "24.600,5" not in goals
    assert re.search(r"24\.600 +24\.600  orang", goals)


def test_people_missing_to_overlapping_targets_are_not_called_people() -> None:
    goals = words(section(answered(120, "id"), "PRIORITAS", "TAGIHAN"))

    assert "2. Kekurangan, dijumlahkan atas 3 target" in goals
    assert "satu orang dapat terhitung lebih dari sekali" in goals
    assert "30.300 pencatatan" in goals


def test_how_weak_the_data_are_stands_right_under_the_first_result() -> None:
    bullets = words(answered(80, "id")).split("• ")

    assert bullets[1].startswith("24.600 orang ditanggung")
    assert bullets[2] == "Rencana ini bersandar pada 1 angka tanpa sumber resmi: 1 anggapan. "


def test_what_is_left_is_accounted_for_to_the_last_rupiah() -> None:
    """1,080,560,000 = 15,120,000 + 181,591,200 + 379,814,400 + 504,000,000 + 16,800 + 17,600."""
    left = words(section(answered(120, "id"), "MENGAPA", "SIAPA MEMBAYAR"))

    for part in ("15.120.000", "181.591.200", "379.814.400", "504.000.000", "16.800", "Rp17.600"):
        assert part in left
    assert "Jan 2026: " in left
    assert "504.000.000 10.000 168.000.000" in left
