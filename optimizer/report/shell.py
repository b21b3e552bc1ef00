"""Commands as a shell reads them: what a file, fund or variant is called stays one word and runs nothing."""

from __future__ import annotations

import shlex
from pathlib import Path

from optimizer.text import inert

LONGEST_WORD = 10_000
"""A command that is cut is another command."""


def written(*words: str | Path) -> str:
    """Words as a command ready to be copied; a file whose name begins with a dash is no option.

    >>> written("solve", Path("-x.yaml"), "--with", "a; b")
    "solve ./-x.yaml --with 'a; b'"
    """
    return shlex.join(_named(word) if isinstance(word, Path) else word for word in words)


def _named(file: Path) -> str:
    name = str(file)
    return f"./{name}" if name.startswith("-") and name != "-" else name


def lines(command: str, width: int) -> list[str]:
    """A command in lines of about so many columns, no word broken; each but the last ends in a backslash."""
    said: list[str] = []
    for word in (shlex.quote(inert(word, LONGEST_WORD)) for word in shlex.split(command)):
        if said and len(said[-1]) + 1 + len(word) <= width:
            said[-1] += f" {word}"
        else:
            said.append(word)
    return [*(f"{line} \\" for line in said[:-1]), *said[-1:]]
