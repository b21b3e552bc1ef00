"""What a file says, before it is understood: text with the mark it stands at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from optimizer.errors import Place

LONGEST_EXCERPT = 200
"""Characters of a line that are shown."""


class Written(NamedTuple):
    """A file as it was written, by the name its user knows."""

    name: str
    lines: tuple[str, ...] = ()


class Mark(NamedTuple):
    """A place in a file, lines and columns counted from 1."""

    written: Written
    line: int
    column: int

    @property
    def place(self) -> Place:
        """The place with the line as written."""
        lines = self.written.lines
        excerpt = lines[self.line - 1] if 0 < self.line <= len(lines) else ""
        return Place(self.written.name, self.line, self.column, excerpt[:LONGEST_EXCERPT])


class Scalar(NamedTuple):
    """One value as text; ``quoted`` when it stood in quotes."""

    text: str
    mark: Mark
    quoted: bool = False


class Listing(NamedTuple):
    """A sequence of values."""

    items: tuple[Node, ...]
    mark: Mark


class Entry(NamedTuple):
    """A value and the mark of its key."""

    key: Mark
    value: Node


class Branch(NamedTuple):
    """Values by key, in the order written."""

    entries: Mapping[str, Entry]
    mark: Mark


Node = Scalar | Listing | Branch
