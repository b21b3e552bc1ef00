"""The catalogue holds no sentence that nothing says."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from optimizer.text.catalogue import codes

ROOT = Path(__file__).parent.parent
SOURCES = sorted([*(ROOT / "optimizer").rglob("*.py"), ROOT / "cli.py"])
NODES = [node for path in SOURCES for node in ast.walk(ast.parse(path.read_text("utf-8")))]
OF_TYPER = {"install_completion", "show_completion"}
"""Parameters that typer adds to the program."""


def pattern(text: ast.JoinedStr) -> str:
    """A text with parts filled in at run time, as a pattern with a group for each."""
    return "".join(
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else "(.+)" for part in text.values
    )


def names() -> Iterator[str]:
    """Every name of the sources: of fields, parameters, options."""
    for node in NODES:
        for key in ("id", "attr", "arg", "name"):
            if isinstance(name := getattr(node, key, None), str):
                yield name


TEXTS = {node.value for node in NODES if isinstance(node, ast.Constant) and isinstance(node.value, str)}
PATTERNS = {pattern(node) for node in NODES if isinstance(node, ast.JoinedStr)}
WORDS = TEXTS | set(names()) | OF_TYPER


def is_said(code: str) -> bool:
    """Whether a code stands in the sources, or is put together there from a fixed part and known words."""
    return code in TEXTS or any(all(map(is_word, parts)) for parts in fitted(code))


def is_word(part: str) -> bool:
    """Whether the sources know a word, or put it together from words; provinces are numbers."""
    known = part.isdigit() or part in WORDS
    return known or any(all(inner in WORDS for inner in parts) for parts in fitted(part))


def fitted(text: str) -> Iterator[tuple[str, ...]]:
    """What is filled into each pattern that a text fits."""
    fits = (re.fullmatch(one, text) for one in PATTERNS if re.search("[a-z]{3}", one))
    return (found.groups() for found in fits if found is not None)


@pytest.mark.parametrize("code", sorted(codes()))
def test_every_sentence_is_said_somewhere(code: str) -> None:
    assert is_said(code)


@pytest.mark.parametrize("code", ["show.no_such_sentence", "column.no_such_column", "nothing"])
def test_a_sentence_without_a_speaker_is_found(code: str) -> None:
    assert not is_said(code)
