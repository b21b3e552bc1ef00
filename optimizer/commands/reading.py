"""A scenario named on the command line is read, in the language it asks for."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from optimizer.commands.gate import opened
from optimizer.commands.talk import Talk
from optimizer.report import shell
from optimizer.scenario.reading import STDIN, Loaded, load
from optimizer.scenario.variants import parted

MOST_BYTES = 16 * 1024 * 1024 + 1
"""One more than a scenario may have, so that a longer one is refused by its size."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A scenario as it was named: its file or standard input, variants, changes."""

    file: Path
    text: bytes | None
    variants: tuple[str, ...]
    changes: tuple[str, ...]

    def load(self, *more: str) -> Loaded:
        """The scenario, all layers applied, with more variants than were named."""
        return load(self.file, variants=(*self.variants, *more), sets=self.changes, text=self.text)

    def layers(self, loaded: Loaded) -> tuple[str, ...]:
        """What was laid over the file, as readers know it: labels of variants, then changes."""
        return (*(loaded.variants.get(name) or name for name in self.variants), *self.changes)

    def spoken(self, talk: Talk) -> Talk:
        """The talk in the scenario's own language."""
        if self.text is not None:
            return talk.about(self.text.decode("utf-8", "replace"))
        return talk.about_file(self.file)

    @property
    def words(self) -> str:
        """The scenario as words of a command."""
        parts = [shell.written(self.file)]
        parts += [shell.written("--with", name) for name in self.variants]
        parts += [shell.written("--set", change) for change in self.changes]
        return " ".join(parts)


@contextmanager
def reading(
    file: Path, variants: Sequence[str] | None, changes: Sequence[str] | None, talk: Talk
) -> Iterator[tuple[Asked, Talk]]:
    """The scenario that is asked for, and the talk in its language; errors inside are told.

    Waiting for standard input can be interrupted, before the scenario's language is known.
    """
    with opened(talk):
        scenario = _asked(file, variants, changes)
    with opened(scenario.spoken(talk)) as spoken:
        yield scenario, spoken


def _asked(file: Path, variants: Sequence[str] | None, changes: Sequence[str] | None) -> Asked:
    """What the command line names; ``FILE@VARIANT`` is ``FILE --with VARIANT``."""
    if str(file) == STDIN:
        return Asked(file, sys.stdin.buffer.read(MOST_BYTES), tuple(variants or ()), tuple(changes or ()))
    named, variant = parted(file)
    first = (variant,) if named != file else ()
    return Asked(named, None, (*first, *(variants or ())), tuple(changes or ()))
