"""Help, completion, and a command line that is wrong."""

from __future__ import annotations

import re
import resource

import pytest
from command_line import STARTER, alokasi, imported, in_a_process

COMMANDS = [
    *("init", "validate", "show", "solve", "verify"),
    *("worth", "need", "why", "tradeoff", "without", "repair", "baseline", "fair", "bill"),
    "futures",
    "compare",
    *("generate", "schema", "doctor"),
]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("words", [[], *([command] for command in COMMANDS)])
def test_help_is_complete(words: list[str], language: str) -> None:
    """No code stands where a sentence should, and no English where Indonesian was asked for."""
    done = alokasi(*words, "--help", "--lang", language)

    assert done.code == 0
    assert done.err == ""
    assert re.search(r"(help|metavar)\.\w", done.out) is None
    assert ("Pemakaian:" in done.out) == (language == "id")
    assert ("Usage:" in done.out) == (language == "en")
    assert max(len(line) for line in done.out.splitlines()) <= 80


def test_no_command_shows_the_help() -> None:
    done = alokasi()

    assert done.code == 0
    assert all(command in done.out for command in COMMANDS)


@pytest.mark.parametrize(
    ("locale", "word"), [("en_US.UTF-8", "Usage"), ("id_ID.UTF-8", "Pemakaian"), ("C", "Pemakaian")]
)
def test_help_speaks_the_systems_language(locale: str, word: str) -> None:
    assert word in alokasi("--help", setting={"LANG": locale}).out


def test_help_waits_for_nothing_heavy() -> None:
    """The slow libraries are not even imported."""
    heavy = ["rich", "pydantic", "numpy", "pulp", "highspy", "pandas", "yaml"]

    assert imported(heavy, "--help") == "[]"


def test_help_takes_less_than_a_third_of_a_second() -> None:
    """The process's own seconds: what else the machine does is no fault of the program."""

    def seconds() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        in_a_process("--help")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    assert min(seconds() for _ in range(10)) < 0.3


def test_validate_needs_no_solver_and_no_pandas() -> None:
    heavy = ["pulp", "highspy", "pandas", "optimizer.runs"]

    assert imported(heavy, "validate", str(STARTER)) == "[]"


def test_version() -> None:
    assert alokasi("--version").out.startswith("alokasi 0.")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_completion_script_prints(shell: str) -> None:
    done = alokasi(setting={"_ALOKASI_COMPLETE": f"source_{shell}"})

    assert done.code == 0
    assert "_ALOKASI_COMPLETE" in done.out


@pytest.mark.parametrize(
    ("shell", "setting"),
    [
        ("bash", {"COMP_WORDS": "alokasi s", "COMP_CWORD": "1"}),
        ("zsh", {"_TYPER_COMPLETE_ARGS": "alokasi s"}),
        ("fish", {"_TYPER_COMPLETE_ARGS": "alokasi s", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}),
    ],
)
def test_commands_are_completed(shell: str, setting: dict[str, str]) -> None:
    done = alokasi(setting={"_ALOKASI_COMPLETE": f"complete_{shell}"} | setting)

    assert {word for word in COMMANDS if word in done.out} == {"show", "solve", "schema"}


def test_options_are_completed() -> None:
    words = {"COMP_WORDS": "alokasi solve --f", "COMP_CWORD": "2"}
    done = alokasi(setting={"_ALOKASI_COMPLETE": "complete_bash"} | words)

    assert done.out.split() == ["--force"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["solv"], "usage.command_near"),
        (["frobnicate"], "usage.command"),
        (["solve"], "usage.missing_scenario"),
        (["verify"], "usage.missing_folder"),
        (["compare"], "usage.missing_sides"),
        (["solve", "a.yaml", "--forc"], "usage.option_near"),
        (["solve", "a.yaml", "--zzz"], "usage.option"),
        (["solve", "a.yaml", "b.yaml"], "usage.extra"),
        (["solve", "a.yaml", "--lang", "fr"], "usage.value"),
        (["solve", "a.yaml", "--time-limit", "soon"], "usage.value"),
        (["solve", "a.yaml", "--out"], "usage.needs_value"),
        (["solve", str(STARTER), "--force"], "usage.only_with_out"),
        (["show", str(STARTER), "--yaml", "--origin"], "usage.one_of"),
    ],
)
def test_a_wrong_command_line_is_told_as_a_finding(words: list[str], code: str) -> None:
    done = alokasi(*words[:1], "--json", *words[1:])

    if code.startswith("usage.command"):
        done = alokasi(*words)
        assert done.out == ""
    else:
        assert done.codes == [code]
        assert done.document["status"] == "invalid"
    assert done.code == 2


def test_a_wrong_command_line_is_told_in_the_language_asked_for() -> None:
    assert "Tidak ada pilihan --zzz" in alokasi("solve", "x", "--zzz", "--lang", "id").err
    assert "There is no option --zzz" in alokasi("solve", "x", "--zzz", "--lang=en").err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["solve"], "SKENARIO belum disebut: alokasi solve skenario.yaml"),
        (["show", "--lang", "en"], "SCENARIO is missing: alokasi show scenario.yaml"),
        (["verify"], "FOLDER belum disebut: alokasi verify hasil"),
        (["solve", "a.yaml", "--tahun", "2027"], "Pilihan yang ada: --out, --force,"),
        (["solve", "a.yaml", "--timelimit", "1"], "Maksudnya --time-limit?"),
        (["completion"], "--show-completion"),
        (["completion", "bash", "--lang", "en"], "--install-completion"),
    ],
)
def test_a_wrong_command_line_is_told_what_would_be_right(words: list[str], said: str) -> None:
    done = alokasi(*words)

    assert (done.code, done.out) == (2, "")
    assert said in " ".join(done.err.split())


def test_help_says_what_must_be_named_and_what_may() -> None:
    assert "Yang harus disebut:\n  SKENARIO" in alokasi("solve", "--help").out
    assert "Yang boleh disebut:\n  [BERKAS]" in alokasi("init", "--help").out
    assert "Yang harus disebut" not in alokasi("init", "--help").out


def test_the_language_may_stand_before_the_command() -> None:
    assert "no errors" in alokasi("--lang", "en", "validate", STARTER).out
