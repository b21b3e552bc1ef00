"""Figures that stand in a paper compared with those that should."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from optimizer.errors import Finding
from optimizer.text import inert

NUMBER = re.compile(r"-?(?:Rp)?\d[\d.,]*\d%?|-?(?:Rp)?\d%?")
"""Anything with digits, as text shows it."""

_RUN = re.compile(r"(?<![\d.,])-?(?:Rp)?\d[\d.,]*+%?")
_FORMAL = re.compile(r"-?(?:Rp\d(?:[\d.,]*\d)?|\d+(?:[.,]\d+)?%|\d{1,3}(?:[.,]\d{3})+)")
"""Rupiah, shares and grouped counts: what only a figure is. Dates and numbers of letters look otherwise."""

_LONGEST = 80
_JOINT = "\u200b"
"""Where a word longer than its cell may break."""

_MOST_PAIRS = 40_000
"""Stretches with more pairs are matched by what stands once in each: the rest takes the cube of a length."""

Stretch = tuple[int, int, int, int]
"""From and to in the first, from and to in the second."""


def numbers(text: str) -> list[str]:
    """The numbers of a text in their order.

    >>> numbers("Rp1.234.567 untuk 12 orang (62,22%), 2025-10.")
    ['Rp1.234.567', '12', '62,22%', '2025', '-10']
    """
    return NUMBER.findall(text)


def bare(texts: Iterable[str]) -> str:
    """Texts as one, without spaces: lines are broken anywhere."""
    return "".join("".join(texts).replace(_JOINT, "").split())


def formal(text: str) -> list[str]:
    """The figures of a text that cannot be a date, an account code or a number of a letter.

    >>> formal("Nomor 900/123, 12.11.2025, 5.1.02.04.01.0001: 1.984 orang, Rp16.800, 3%")
    ['1.984', 'Rp16.800', '3%']
    """
    return [figure for run in _RUN.findall(text) for figure in _figure(run)]


def _figure(run: str) -> Iterator[str]:
    """What of a run of digits, points and commas is a figure: with its sign of percent, or without."""
    found = _FORMAL.fullmatch(run) or _FORMAL.fullmatch(run.rstrip("%").rstrip(".,"))
    if found is not None:
        yield found[0]


def differing(file: str, about: str, found: Sequence[str], allowed: Sequence[str]) -> Iterator[Finding]:
    """A finding for each number that stands in another's place, is missing, or is one too many."""
    for left, left_end, right, right_end in apart(allowed, found):
        should, stands = allowed[left:left_end], found[right:right_end]
        for one, other in zip_longest(stands, should, fillvalue="-"):
            if one != other:
                yield differs(file, about, one, other)


def apart(first: Sequence[str], second: Sequence[str]) -> Iterator[Stretch]:
    """Stretches in which two rows of texts differ.

    >>> list(apart(["a", "b", "c"], ["a", "x", "c"])), list(apart(["a"], ["a"]))
    ([(1, 2, 1, 2)], [])
    """
    yield from _within(first, second, (0, len(first), 0, len(second)), whole=True)


def _within(first: Sequence[str], second: Sequence[str], span: Stretch, *, whole: bool) -> Iterator[Stretch]:
    """Stretches within two spans; a long one that holds nothing to go by is a stretch itself."""
    start, end, other_start, other_end = span
    while start < end and other_start < other_end and first[start] == second[other_start]:
        start, other_start = start + 1, other_start + 1
    while start < end and other_start < other_end and first[end - 1] == second[other_end - 1]:
        end, other_end = end - 1, other_end - 1
    span = (start, end, other_start, other_end)
    if end - start == other_end - other_start:
        if start < end:
            yield span
    elif (end - start) * (other_end - other_start) <= _MOST_PAIRS:
        matched = SequenceMatcher(None, first[start:end], second[other_start:other_end], autojunk=False)
        for kind, left, left_end, right, right_end in matched.get_opcodes():
            if kind != "equal":
                yield left + start, left_end + start, right + other_start, right_end + other_start
    elif whole:
        for gap in _gaps(first, second, span):
            yield from _within(first, second, gap, whole=False)
    else:
        yield span


def _gaps(first: Sequence[str], second: Sequence[str], span: Stretch) -> Iterator[Stretch]:
    """What lies between the texts that stand once in each span and in the same order in both."""
    start, end, other_start, other_end = span
    once, other_once = (
        Counter(row[since:until])
        for row, since, until in ((first, start, end), (second, other_start, other_end))
    )
    there = {second[place]: place for place in range(other_start, other_end)}
    anchors = [
        (place, there[first[place]])
        for place in range(start, end)
        if once[first[place]] == other_once[first[place]] == 1
    ]
    for place, other in (*_rising(anchors), (end, other_end)):
        yield start, place, other_start, other
        start, other_start = place + 1, other + 1


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The most pairs of which the second number rises as the first does (patience sorting)."""
    tops: list[int] = []
    piles: list[int] = []
    before: list[int] = []
    for number, (_, height) in enumerate(pairs):
        pile = bisect_left(tops, height)
        before.append(piles[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [height]
        piles[pile : pile + 1] = [number]
    found: list[tuple[int, int]] = []
    at = piles[-1] if piles else -1
    while at >= 0:
        found.append(pairs[at])
        at = before[at]
    return found[::-1]


def differs(file: str, about: str, found: str, allowed: str) -> Finding:
    """One figure on paper that is not the plan's."""
    facts = {"file": file, "figure": inert(about, _LONGEST), "found": inert(found, _LONGEST)}
    return Finding("papers.differs", {**facts, "allowed": inert(allowed, _LONGEST)})
