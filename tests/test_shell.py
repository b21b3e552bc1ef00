"""Commands that are printed to be copied do what they say, whatever files, funds and variants are called."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import ROOT, STARTER, alokasi, environment
from hypothesis import given
from hypothesis import strategies as st

from optimizer.report.shell import lines, written
from optimizer.scenario.nodes import Branch, Entry, Mark, Scalar, Written
from optimizer.scenario.paths import path_to, spots

HOSTILE = ["zz $(touch PWNED); x", "a; touch `id`", "dompu*", 'so-called "fund"', "-20%"]
PROGRAM = f"{sys.executable} {ROOT / 'cli.py'}"


def hostile(folder: Path, name: str) -> Path:
    """The starter scenario, in a file, with a fund and a variant of this name; the fund is the largest."""
    quoted = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    fund = f"  {quoted}: {{owner: 52.05, budget: csr, year: 2027, ceiling: 90 miliar}}\n"
    variant = f"  {quoted}: {{change: {{title: lain}}}}\n"
    text = STARTER.read_text("utf-8").replace("funds:\n", f"funds:\n{fund}", 1)
    assert fund in text
    head, _, tail = text.partition("\nvariants:\n")
    file = folder / f"{name}.yaml"
    file.write_text(f"{head}\nvariants:\n{variant}{tail}", "utf-8")
    return file


def advised(out: str) -> list[str]:
    """The commands of an answer, as they are copied: with their backslashes."""
    start = f"  {shlex.join(['python', str(ROOT / 'cli.py')])} "
    joined = out.replace(" \\\n", " ")
    said = [line.removeprefix(start) for line in joined.splitlines() if line.startswith(start)]
    return [f"{PROGRAM} {line}" for line in dict.fromkeys(said)]


SLOW = ("need", "why", "worth")
"""Advised too, and only read here: seconds each, and quoted by the same hand as the others."""


def asked(command: str) -> str:
    """The command of the program in a line that was advised."""
    return shlex.split(command)[len(shlex.split(PROGRAM))]


def typed(command: str, folder: Path) -> list[str]:
    """The words that the program gets from bash, which parts the line, or does what it must not."""
    line = command.replace(PROGRAM, "printf '%s\\0'", 1)
    assert line != command
    done = subprocess.run(
        ["bash", "-c", line], cwd=folder, env=environment(), capture_output=True, check=True
    )
    assert done.stderr == b""
    return done.stdout.decode().removesuffix("\0").split("\0")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_copied_command_does_what_it_says_and_nothing_else(tmp_path: Path, name: str) -> None:
    file = hostile(tmp_path, name)
    commands = advised(alokasi("solve", f"./{file.name}", cwd=tmp_path).out)
    done = [
        alokasi(*typed(command, tmp_path), "--json", cwd=tmp_path)
        for command in commands
        if asked(command) not in SLOW
    ]

    assert {asked(command) for command in commands} >= {"solve", "show", "worth"}
    assert all(file.name in [Path(word).name for word in shlex.split(command)] for command in commands)
    assert {(one.code, one.err) for one in done} == {(0, "")}
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([file.name, "hasil"])
    assert f"{path_to('funds', name, 'ceiling')}=-20%" in [
        word for line in commands for word in shlex.split(line)
    ]


def test_the_file_that_init_wrote_can_be_checked_and_solved(tmp_path: Path) -> None:
    done = alokasi("init", "./-awal $(touch PWNED).yaml", cwd=tmp_path)

    for command in advised(done.err):
        assert alokasi(*typed(command, tmp_path), cwd=tmp_path).code == 0
    assert len(advised(done.err)) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["-awal $(touch PWNED).yaml"]


KEYS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12)


@given(st.lists(KEYS, min_size=1, max_size=6, unique=True))
def test_a_written_path_names_its_key_alone(keys: list[str]) -> None:
    """Whatever stars, dots and brackets it holds; a key with both kinds of quotes has no path."""
    mark = Mark(Written("-"), 1, 1)
    fund = Branch({"ceiling": Entry(mark, Scalar("1", mark))}, mark)
    root = Branch({"funds": Entry(mark, Branch({key: Entry(mark, fund) for key in keys}, mark))}, mark)
    path = path_to("funds", keys[0], "ceiling")

    assert (path is None) == ('"' in keys[0] and "'" in keys[0])
    if path is not None:
        assert [spot.path for spot in spots(root, path).found] == [("funds", keys[0], "ceiling")]


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"])), min_size=1
    )
)
def test_lines_are_read_back_as_the_same_words(words: list[str]) -> None:
    printed = lines(written(*words), 40)

    assert shlex.split("\n".join(printed).replace(" \\\n", " ")) == words
    assert all(len(line) <= 42 or len(shlex.split(line.removesuffix(" \\"))) == 1 for line in printed)


def test_what_could_steer_a_terminal_is_shown() -> None:
    assert lines(written("solve", "\x1b[2J\u202e"), 80) == ["solve '\\x1b[2J\\u202e'"]
