"""The house keeps its own rules: size of rooms and functions, no local paths, a complete catalogue."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tokenize import COMMENT, tokenize

import pytest

from optimizer.commands.health import LIBRARIES

ROOT = Path(__file__).parent.parent
SOURCES = sorted([*(ROOT / "optimizer").rglob("*.py"), ROOT / "cli.py"])
TESTS = sorted((ROOT / "tests").rglob("*.py"))
LONGEST_ROOM = 400
LONGEST_FUNCTION = 45
NAMELESS = {"utils.py", "helpers.py", "common.py", "base.py", "core.py", "types.py", "misc.py"}


def relative(path: Path) -> str:
    """The path as a reader of the project knows it."""
    return str(path.relative_to(ROOT))


def test_a_room_is_small_enough_to_be_read() -> None:
    lengths = {
        relative(path): len(path.read_text(encoding="utf-8").splitlines()) for path in [*SOURCES, *TESTS]
    }

    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_ROOM} == {}


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Everything in a file, the file itself first; to take one apart is what takes the time."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a file."""
    for node in nodes(path):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node


def test_a_function_is_short_enough_to_be_read() -> None:
    lengths = {
        f"{relative(path)}:{function.lineno} {function.name}": (function.end_lineno or 0)
        - function.lineno
        + 1
        for path in SOURCES
        for function in functions(path)
    }

    assert len(lengths) > 1_000
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}


def test_a_room_says_in_its_first_line_what_it_is() -> None:
    rooms = {path: module for path in SOURCES if isinstance(module := nodes(path)[0], ast.Module)}

    assert len(rooms) == len(SOURCES)
    assert [
        relative(path)
        for path, room in rooms.items()
        if path.read_text(encoding="utf-8").strip() and not ast.get_docstring(room)
    ] == []


def required() -> set[str]:
    """The libraries that the program cannot do without."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {re.split(r"[<>=\[]", wanted)[0].lower() for wanted in project["dependencies"]}


def imported(path: Path) -> Iterator[str]:
    """The packages a file imports."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield (node.module or "").partition(".")[0]


def test_every_library_that_is_required_is_used() -> None:
    """PyYAML is the one whose package has another name."""
    used = {"pyyaml" if package == "yaml" else package for path in SOURCES for package in imported(path)}

    assert required() - used == set()


def test_every_library_that_is_required_has_its_exact_version_and_is_looked_at_by_doctor() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    exact = {line.partition("==")[0].lower() for line in lines}

    assert required() - exact == set()
    assert set(LIBRARIES) == required()


def test_no_room_has_a_name_that_says_nothing() -> None:
    assert [relative(path) for path in SOURCES if path.name in NAMELESS] == []


def exceptions(path: Path) -> Iterator[str]:
    """Comments that ask a checker to look away."""
    if not re.search(r"#\s*(noqa|type:\s*ignore)", path.read_text(encoding="utf-8")):
        return  # in no comment and in no text: to part a file into tokens takes most of the time
    with path.open("rb") as file:
        comments = (token.string for token in tokenize(file.readline) if token.type == COMMENT)
        yield from (one for one in comments if re.match(r"#\s*(noqa|type:\s*ignore)", one))


def test_every_exception_to_a_rule_is_signed_with_its_reason() -> None:
    """A ``noqa`` or ``type: ignore`` names its code and is followed by a reason on the same line."""
    signed = re.compile(r"# (?:noqa: [A-Z0-9, ]+|type: ignore\[[a-z, -]+\]) +# \S")
    found = [(relative(path), comment) for path in [*SOURCES, *TESTS] for comment in exceptions(path)]

    assert len(found) > 10
    assert [one for one in found if not signed.match(one[1])] == []


def tracked() -> list[Path]:
    """Every text file of the project under version control."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("git: this copy is no checkout")
    return [ROOT / name for name in listed.stdout.split("\n") if name]


def test_nothing_names_a_package_index_or_a_path_of_this_machine() -> None:
    # Letters in brackets, so that this line is not what it looks for.
    local = re.compile(r"/wor[k]/|/op[t]/(pypi|wheels)|index-ur[l]|\.\./share[d]|/roo[t]/\.")
    found = []
    for path in tracked():
        if not path.is_file() or path.suffix in {".png", ".xlsx"}:
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
