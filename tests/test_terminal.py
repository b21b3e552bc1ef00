"""What a person sees: in real terminals of 80 and 120 columns, in both languages, without colour."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import handmade
import pseudo_terminal
import pytest
from goldens import same
from rich.cells import cell_len
from terminal_show import ENDING

from optimizer.errors import Finding, Place
from optimizer.plan.assumptions import assumptions
from optimizer.report import findings, story, terminal
from optimizer.report.paper import Paper, legible, paper
from optimizer.report.view import Look
from optimizer.text import Language

HERE = Path(__file__).parent
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
        + story.assumption_list(look, assumptions(scenario))
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
    *(Finding("usage.option", {"option": f"--{n}"}) for n in range(5)),
]
"""One of each kind; the sentences are of the command line, so that this golden file is its own."""
