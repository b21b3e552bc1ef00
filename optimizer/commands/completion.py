"""A shell that asks for variants is answered from the scenario's files alone: no schema, no solver."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from typer._click.shell_completion import CompletionItem, get_completion_class

from optimizer.scenario.variants import chained, variant_names

QUESTIONS = ("worth", "need", "why", "tradeoff", "without", "repair", "baseline", "fair", "bill")
COMMANDS = ("validate", "show", "solve", *QUESTIONS, "compare")
"""Commands that take a scenario and its variants."""

_PLAIN = re.compile(r"[\w.+-]+")
"""Names that no shell reads as anything else; others are not offered."""


def answer(program: Any, shell: str, prog_name: str, complete_var: str) -> str | None:
    """What a shell is told about the word being typed; None where the word is no variant."""
    known = get_completion_class(shell)
    if known is None:
        return None
    asking = known(program, {}, prog_name, complete_var)
    found = completed(*asking.get_completion_args())
    if found is None:
        return None
    items = [CompletionItem(word) for word in found]
    asking.get_completions = lambda args, incomplete: items  # type: ignore[method-assign] # the words are found already
    return asking.complete()


def completed(words: Sequence[str], incomplete: str) -> list[str] | None:
    """The words that may stand where one is being typed; None where no variant belongs.

    bash takes ``FILE@ef`` for three words and replaces the last two, so that they are completed together.
    """
    place = next((place for place, word in enumerate(words) if word in COMMANDS), None)
    if place is None:
        return None
    given = list(words[place + 1 :])
    if given[-1:] == ["--with"]:
        return _named(next((file for word in given if (file := _file(word))), None), incomplete)
    if given and incomplete == "@":
        return [f"@{name}" for name in _named(_file(_joined(given)), "")]
    if len(given) > 1 and given[-1] == "@" and incomplete:
        return [f"@{name}" for name in _named(_file(_joined(given[:-1])), incomplete)]
    before, at, typed = incomplete.rpartition("@")
    file = _file(before) if at else None
    return None if file is None else [f"{before}@{name}" for name in _named(file, typed)]


def _joined(words: Sequence[str]) -> str:
    """The last word with what bash parted from it.

    >>> _joined(["a.yaml", "b.yaml", "@", "efisiensi-10"])
    'b.yaml@efisiensi-10'
    """
    *rest, joined = words
    while len(rest) > 1 and rest[-1] == "@":
        joined = f"{rest[-2]}@{joined}"
        del rest[-2:]
    return joined


def _file(word: str) -> Path | None:
    """The scenario that a word names, with or without a variant."""
    with suppress(OSError, RuntimeError):  # no name of a file, no home of a user
        file, _ = chained(Path(word).expanduser())
        return file if word and file.is_file() else None
    return None


def _named(file: Path | None, typed: str) -> list[str]:
    names = variant_names(file) if file is not None else ()
    return [name for name in names if name.startswith(typed) and _PLAIN.fullmatch(name)]
