"""The catalogue holds no sentence that nothing says."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from optimizer.text.catalogue import codes

ROOT = Path(__file__).parent.parent
SOURCES = sorted([*(ROOT / "optimizer").rglob("*.py"), ROOT / "cli.py"])
OF_TYPER = {"install_completion", "show_completion"}
"""Parameters that typer adds to the program."""


def pattern(text: ast.JoinedStr) -> str:
    """A text with parts filled in at run time, as a pattern with a group for each."""
    return "".join(
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else "(.+)" for part in text.values
    )


class Sources(NamedTuple):
    """What the sources hold."""

    texts: frozenset[str]
    patterns: tuple[re.Pattern[str], ...]
    """Texts with parts filled in, as far as they have a word of their own."""
    words: frozenset[str]
    """Texts, and every name: of fields, parameters, options."""


@cache
def sources() -> Sources:
    """Read when it is asked for, not by every process that collects the tests; no tree is kept."""
    texts: set[str] = set()
    patterns: set[str] = set()
    names: set[str] = set(OF_TYPER)
    for node in (node for path in SOURCES for node in ast.walk(ast.parse(path.read_text("utf-8")))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            texts.add(node.value)
        elif isinstance(node, ast.JoinedStr):
            patterns.add(pattern(node))
        for key in ("id", "attr", "arg", "name"):
            if isinstance(name := getattr(node, key, None), str):
                names.add(name)
    compiled = [re.compile(one) for one in sorted(patterns) if re.search("[a-z]{3}", one)]
    return Sources(frozenset(texts), tuple(compiled), frozenset(texts | names))


def is_said(code: str) -> bool:
    """Whether a code stands in the sources, or is put together there from a fixed part and known words."""
    return code in sources().texts or any(all(map(is_word, parts)) for parts in fitted(code))


def is_word(part: str) -> bool:
    """Whether the sources know a word, or put it together from words; provinces are numbers."""
    words = sources().words
    known = part.isdigit() or part in words
    return known or any(all(inner in words for inner in parts) for parts in fitted(part))


def fitted(text: str) -> Iterator[tuple[str, ...]]:
    """What is filled into each pattern that a text fits."""
    fits = (one.fullmatch(text) for one in sources().patterns)
    return (found.groups() for found in fits if found is not None)


def test_every_sentence_is_said_somewhere() -> None:
    assert [code for code in codes() if not is_said(code)] == []


@pytest.mark.parametrize("code", ["show.no_such_sentence", "column.no_such_column", "nothing_like_it"])
def test_a_sentence_without_a_speaker_is_found(code: str) -> None:
    assert not is_said(code)
