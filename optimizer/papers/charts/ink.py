"""Colours and letters of the pictures: told apart in grey print too, never by colour alone."""

from __future__ import annotations

from dataclasses import dataclass

from optimizer.report.names import shortened

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
"""Liberation Sans and Arial have the same widths, so a picture looks the same everywhere."""

_THIN, _WIDE, _USUAL = frozenset("fijlrtI.,:;'|!()[]/ "), frozenset("mwMW%@—…▼"), 56
"""Letters much thinner and much wider than the others; width of those in hundredths of the font's size."""

INK = "#17212b"
FAINT = "#4a5763"
GRID = "#d5dce2"
PAPER = "#ffffff"
ALARM = "#a3160f"
"""For what is missing or lost, always beside a sign or a word."""

PARTS = ("#134a73", "#e9a13b", "#c3ced6")
"""Of a stack, dark to light: their grey values lie a quarter of the scale apart."""

ON_PARTS = (PAPER, INK, INK)
"""Letters upon the parts, contrast 4.5 and more."""

STEPS = ("#e6eff6", "#bcd6e8", "#86b4d4", "#2d6a9d", "#123f63")
"""Shades of the map, low to high."""

ON_STEPS = (INK, INK, INK, PAPER, PAPER)


@dataclass(frozen=True, slots=True)
class Size:
    """How large letters and bars are, in pixels."""

    letter: int
    row: int
    """Height of one lying bar with the room around it."""
    height: int
    """Of a picture whose height does not follow from its rows."""

    def wide(self, text: str, letter: int | None = None) -> int:
        """Pixels that a text takes at most, nearly, reckoned from its letters.

        Nothing is measured, so nothing depends on the fonts of a machine.
        """
        return sum(map(_hundredths, text)) * (letter or self.letter) // 100 + 1

    def fitted(self, name: str, room: int, letter: int | None = None) -> str:
        """A name shortened until it takes no more than so many pixels."""
        most = len(name)
        while (short := shortened(name, most)) and self.wide(short, letter) > room and most > 1:
            most = min(most, len(short)) - 1
        return short


def _hundredths(one: str) -> int:
    """The width of one letter, in hundredths of the font's size."""
    if one in _THIN:
        return 34
    if one in _WIDE:
        return 95
    return 72 if one.isupper() else _USUAL


USUAL = Size(letter=14, row=27, height=300)
LARGE = Size(letter=25, row=50, height=560)
"""For pictures looked at on a phone."""
