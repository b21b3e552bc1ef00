"""Every command of the README and the docs runs, and prints what the page shows."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from command_line import ROOT, Done, alokasi, in_a_process

from optimizer.commands.program import Alokasi

PAGES = [ROOT / "README.md", ROOT / "scenarios" / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
GENERATED = ("model.md", "scenario.md")


class Command(NamedTuple):
    """One command of a page, and the lines the page shows below it."""

    line: str
    exit_code: int
    shown: list[str]


def commands(page: Path) -> list[Command]:
    """The commands in the page's ``console`` blocks; ``# exit 2`` after one names its exit code."""
    found: list[Command] = []
    for block in re.findall(r"```console\n(.*?)```", page.read_text(encoding="utf-8"), re.S):
        for line in block.splitlines():
            if line.startswith("$ "):
                words, _, code = line[2:].partition("  # exit ")
                found.append(Command(words, int(code or 0), []))
            elif line.strip() and line.strip() != "…":
                found[-1].shown.append(line.rstrip())
    return found


def written_files(page: Path) -> list[tuple[str, str]]:
    """The files that the page asks its reader to write: ``yaml`` blocks that begin with ``# file: NAME``."""
    return re.findall(r"```yaml\n# file: (\S+)\n(.*?)```", page.read_text(encoding="utf-8"), re.S)


WITH_COMMANDS = [page for page in PAGES if commands(page)]


def first_lines() -> frozenset[str]:
    """Of each command the first line that a page shows."""
    lines = [command.line for page in WITH_COMMANDS for command in commands(page)]
    return frozenset({line.split()[1]: line for line in reversed(lines)}.values())


FIRST = first_lines()


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_of_the_page_runs_and_prints_what_is_shown(page: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    for name, content in written_files(page):
        (tmp_path / name).write_text(content, encoding="utf-8")

    for command in commands(page):
        done = _run(command.line, tmp_path)
        assert done.code == command.exit_code, (command.line, done.out, done.err)
        printed = {line.rstrip() for line in (done.out + done.err).splitlines()}
        assert [line for line in command.shown if line not in printed] == [], command.line


def _run(line: str, folder: Path) -> Done:
    """A command in a process of its own where a page shows it first, else in this one."""
    program, *words = shlex.split(line)
    assert program == "alokasi", f"{line}: the docs show only this program's commands in console blocks"
    return (in_a_process if line in FIRST else alokasi)(*words, cwd=folder)


def test_every_command_is_run_in_a_process_of_its_own() -> None:
    shown = {line.split()[1] for line in FIRST}

    assert shown - set(Alokasi.families) == set()
    assert set(Alokasi.families) == shown


@pytest.mark.parametrize("page", GENERATED)
def test_generated_pages_are_what_the_generator_writes(page: str) -> None:
    """``make docs`` rewrites them."""
    script = "import generate, sys; sys.stdout.write(generate.PAGES[sys.argv[1]]())"
    done = subprocess.run(
        [sys.executable, "-c", script, page],
        cwd=ROOT / "docs",
        env={**os.environ, "PYTHONPATH": str(ROOT / "docs"), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )

    assert (ROOT / "docs" / page).read_text(encoding="utf-8") == done.stdout


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_within_the_project_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []
