"""What a stream can show: how wide, with colour or without, which characters."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TextIO

NARROWEST, DEFAULT_WIDTH, WIDEST = 60, 80, 160
"""Below 60 columns a terminal wraps; a pipe has 80; beyond 160 the eye loses the row."""

_TYPOGRAPHY = str.maketrans(
    {
        "–": "-", "—": "-", "−": "-", "…": "~", "·": "|", "×": "x", "≥": ">", "≤": "<", "→": ">",
        "─": "-", "│": "|",
        "’": "'", "“": '"', "”": '"', "•": "*", "▼": "!", "✓": "v", "é": "e", "\u00a0": " ",
    }
)  # fmt: skip
"""One for one, so that columns stay in line."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A place to print on."""

    width: int = DEFAULT_WIDTH
    colour: bool = False
    encoding: str = "utf-8"
    whole: bool = False
    """Tables are handed on as they are, for a page that draws them itself."""

    @property
    def draws_lines(self) -> bool:
        """Whether rules can be drawn with line characters."""
        return _fits("─│", self.encoding)


def paper(stream: TextIO, environment: Mapping[str, str] | None = None) -> Paper:
    """What this stream can show; NO_COLOR and a dumb terminal are respected."""
    setting = os.environ if environment is None else environment
    terminal = stream.isatty()
    colour = terminal and not setting.get("NO_COLOR") and setting.get("TERM", "") != "dumb"
    return Paper(_width(stream, setting, terminal), colour, stream.encoding or "utf-8")


def _width(stream: TextIO, setting: Mapping[str, str], terminal: bool) -> int:
    wished = setting.get("COLUMNS", "")
    columns = int(wished) if wished.isdigit() and len(wished) < 6 else 0
    if terminal and not columns:
        try:
            columns = os.get_terminal_size(stream.fileno()).columns
        except OSError:
            columns = 0
    return min(max(columns or DEFAULT_WIDTH, NARROWEST), WIDEST)


def legible(text: str, encoding: str) -> str:
    """The text in characters that the encoding has; what it lacks becomes plain, never an error.

    >>> legible("Okt–Des ✓", "ascii"), legible("Okt–Des", "cp1252")
    ('Okt-Des v', 'Okt–Des')
    """
    if _fits(text, encoding):
        return text
    return text.translate(_TYPOGRAPHY).encode(encoding, "replace").decode(encoding)


def write(stream: TextIO, text: str) -> None:
    """Write lines for people to read, in whatever characters the stream has."""
    stream.write(legible(text, stream.encoding or "utf-8") + "\n")
    stream.flush()


def write_document(text: str) -> None:
    """Write a document for programs to standard output: UTF-8, whatever the terminal speaks."""
    content = text if text.endswith("\n") else text + "\n"
    bytes_out = getattr(sys.stdout, "buffer", None)
    if bytes_out is None:
        sys.stdout.write(content)
        return
    sys.stdout.flush()
    bytes_out.write(content.encode("utf-8", "backslashreplace"))
    bytes_out.flush()


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
