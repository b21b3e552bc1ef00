"""The house keeps its own rules: size of rooms and functions, no local paths, a complete catalogue."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted([*(ROOT / "optimizer").rglob("*.py"), ROOT / "cli.py"])
TESTS = sorted((ROOT / "tests").rglob("*.py"))
LONGEST_ROOM = 400
LONGEST_FUNCTION = 45
NAMELESS = {"utils.py", "helpers.py", "common.py", "base.py", "core.py", "types.py", "misc.py"}


def relative(path: Path) -> str:
    """The path as a reader of the project knows it."""
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", [*SOURCES, *TESTS], ids=relative)
def test_a_room_is_small_enough_to_be_read(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_ROOM


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_a_function_is_short_enough_to_be_read(path: Path) -> None:
    lengths = {
        function.name: (function.end_lineno or 0) - function.lineno + 1 for function in functions(path)
    }

    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_a_room_says_in_its_first_line_what_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert not text.strip() or ast.get_docstring(ast.parse(text))


def test_no_room_has_a_name_that_says_nothing() -> None:
    assert [relative(path) for path in SOURCES if path.name in NAMELESS] == []


@pytest.mark.parametrize("path", [*SOURCES, *TESTS], ids=relative)
def test_every_exception_to_a_rule_is_signed_with_its_reason(path: Path) -> None:
    """A ``noqa`` or ``type: ignore`` names its code and is followed by a reason on the same line."""
    signed = re.compile(r"# (?:noqa: [A-Z0-9, ]+|type: ignore\[[a-z, -]+\]) +# \S")
    lines = path.read_text(encoding="utf-8").splitlines()
    exceptions = [line for line in lines if re.search(r"# (?:noqa|type: ignore)", line)]

    assert [
        line.strip() for line in exceptions if not signed.search(line) and "re.compile" not in line
    ] == [] or (path == Path(__file__))


def tracked() -> list[Path]:
    """Every text file of the project under version control."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("git: this copy is no checkout")
    return [ROOT / name for name in listed.stdout.split("\n") if name]


def test_nothing_names_a_package_index_or_a_path_of_this_machine() -> None:
    local = re.compile(r"(/work/|/opt/(pypi|wheels)|index-url|\.\./shared|/root/\.)")
    own = Path(__file__)
    found = []
    for path in tracked():
        if path == own or not path.is_file() or path.suffix in {".png", ".xlsx"}:
            continue
        found += [
            f"{relative(path)}: {line.strip()}"
            for line in path.read_text(encoding="utf-8", errors="replace").splitlines()
            if local.search(line)
        ]

    assert found == []


def test_the_top_of_the_house_stays_small() -> None:
    folders = {"optimizer", "scenarios", "tests", "docs", "bench", ".ci"}
    files = {
        "cli.py",
        "pyproject.toml",
        "README.md",
        "Makefile",
        "constraints.txt",
        "CHANGELOG.md",
        ".gitignore",
    }
    tops = {path.relative_to(ROOT).parts[0] for path in tracked()}

    assert tops - folders - files == set()
