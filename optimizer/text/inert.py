"""Text from outside is made harmless before a terminal shows it."""

from __future__ import annotations

import unicodedata

LONGEST = 300
"""No name or excerpt is longer on a terminal."""

_ACTIVE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Control characters, marks that turn or hide text, halves of characters, line separators."""


class Said(str):
    """A finished sentence: what came from outside is inert in it already, and it may stand in another."""

    __slots__ = ()


def inert(text: str, longest: int = LONGEST) -> str:
    r"""Every character that could steer a terminal is written as its escape.

    >>> inert("\x1b[31mmerah\u202e")
    '\\x1b[31mmerah\\u202e'
    """
    clipped = text if len(text) <= longest else text[: longest - 1] + "…"
    if clipped.isascii() and clipped.isprintable():
        return clipped
    return "".join(
        _escaped(letter) if unicodedata.category(letter) in _ACTIVE else letter for letter in clipped
    )


def _escaped(letter: str) -> str:
    number = ord(letter)
    return (
        f"\\x{number:02x}"
        if number < 0x100
        else f"\\u{number:04x}"
        if number < 0x10000
        else f"\\U{number:08x}"
    )
