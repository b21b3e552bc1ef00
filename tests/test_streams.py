"""Streams: results to standard output, talk to standard error, in pipes, terminals and old encodings."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pseudo_terminal
import pytest
from command_line import PROGRAM, ROOT, STARTER, Done, alokasi, environment


def piped(command: str, **setting: str) -> Done:
    """A shell pipeline whose code is that of its first failing part."""
    program = " ".join(PROGRAM)
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command.replace('alokasi', program)}"],
        env=environment(**setting),
        capture_output=True,
        check=False,
        cwd=ROOT,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.mark.parametrize("reader", ["head -1", "true"])
@pytest.mark.parametrize(
    "command", [f"solve {STARTER}", f"show {STARTER} --yaml", f"solve {STARTER} --json", "--help"]
)
def test_a_reader_that_goes_away_is_no_error(command: str, reader: str) -> None:
    done = piped(f"alokasi {command} | {reader}")

    assert (done.code, done.err) == (0, "")


def test_closed_standard_streams_are_no_error() -> None:
    assert piped(f"alokasi validate {STARTER} >&- 2>&-").code == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk to write to is there on Linux only")
def test_a_full_disk_is_told() -> None:
    done = piped(f"alokasi show {STARTER} > /dev/full")

    assert done.code == 1
    assert "penuh" in done.err


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
@pytest.mark.parametrize("words", [["solve"], ["show"], ["validate"]])
def test_old_encodings(words: list[str], encoding: str) -> None:
    done = alokasi(*words, STARTER, encoding=encoding)

    assert (done.code, done.err) == (0, "")


def test_documents_are_utf8_whatever_the_terminal_speaks() -> None:
    done = piped(f"alokasi show {STARTER} --yaml", PYTHONIOENCODING="cp1252")

    assert "Contoh: satu kabupaten" in done.out


@pytest.mark.parametrize("columns", [80, 120])
def test_in_a_terminal(columns: int) -> None:
    screen = pseudo_terminal.run(
        [*PROGRAM, "solve", str(STARTER)],
        columns=columns,
        environment=environment(TERM="xterm", PYTHONUTF8="1"),
    )

    assert screen.code == 0
    assert "\x1b[1m" in screen.raw
    assert max(len(line) for line in screen.lines) <= columns
    assert any(line.startswith("• 20.337 orang") for line in screen.lines)


def test_no_color_in_a_terminal() -> None:
    setting = environment(TERM="xterm", NO_COLOR="1", PYTHONUTF8="1")
    screen = pseudo_terminal.run([*PROGRAM, "show", str(STARTER)], columns=80, environment=setting)

    assert "\x1b" not in screen.raw
