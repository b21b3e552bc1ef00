"""Small bars of signs, as long as a number is large."""

from __future__ import annotations

from fractions import Fraction

from optimizer.report.paper import Paper

WIDTH = 16


def bar(page: Paper, part: Fraction, width: int = WIDTH) -> str:
    """A bar of so large a part of its full width; anything above zero shows.

    >>> bar(Paper(encoding="ascii"), Fraction(1, 2), 8), bar(Paper(), Fraction(0))
    ('####', '')
    """
    return sign(page) * _length(part, width)


def span(page: Paper, low: Fraction, high: Fraction, width: int = WIDTH) -> str:
    """From one place to another on a line of that width; as wide as a sign at least.

    >>> span(Paper(encoding="ascii"), Fraction(1, 4), Fraction(3, 4), 8)
    '..####..'
    """
    first = min(int(low * width), width - 1)
    last = max(min(-int(-high * width // 1), width), first + 1)
    rest = "·" if page.draws_lines else "."
    return rest * first + sign(page) * (last - first) + rest * (width - last)


def sign(page: Paper) -> str:
    """What a bar is made of."""
    return "█" if page.draws_lines and _has("█", page.encoding) else "#"


def _length(part: Fraction, width: int) -> int:
    return max(int(part * width + Fraction(1, 2)), 1) if part > 0 else 0


def _has(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
