"""A scenario named on the command line is read, in the language it asks for."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from optimizer.commands.talk import Talk
from optimizer.scenario.reading import Loaded, load

STDIN = "-"
_MOST_BYTES = 16 * 1024 * 1024 + 1
"""One more than a scenario may have, so that a longer one is refused by its size."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A scenario as it was named: its file or standard input, variants, changes."""

    file: Path
    text: bytes | None
    variants: tuple[str, ...]
    changes: tuple[str, ...]

    def load(self) -> Loaded:
        """The scenario, all layers applied."""
        return load(self.file, variants=self.variants, sets=self.changes, text=self.text)

    def spoken(self, talk: Talk) -> Talk:
        """The talk in the scenario's own language."""
        if self.text is not None:
            return talk.about(self.text.decode("utf-8", "replace"))
        return talk.about_file(self.file)

    @property
    def words(self) -> str:
        """The scenario as words of a command."""
        parts = [_quoted(str(self.file))]
        parts += [f"--with {_quoted(name)}" for name in self.variants]
        parts += [f"--set {_quoted(change)}" for change in self.changes]
        return " ".join(parts)


def asked(file: Path, variants: Sequence[str] | None, changes: Sequence[str] | None) -> Asked:
    """What the command line names; standard input is read now."""
    text = sys.stdin.buffer.read(_MOST_BYTES) if str(file) == STDIN else None
    return Asked(file, text, tuple(variants or ()), tuple(changes or ()))


def _quoted(word: str) -> str:
    plain = (
        word.replace("/", "")
        .replace(".", "")
        .replace("-", "")
        .replace("_", "")
        .replace("=", "")
        .replace("%", "")
    )
    return word if plain.isalnum() else "'" + word.replace("'", "'\\''") + "'"
