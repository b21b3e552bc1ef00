"""Findings as a person reads them: where, what, the line with a caret, what to do."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from textwrap import wrap

from optimizer.errors import Finding, Level, Place
from optimizer.report.paper import Paper
from optimizer.scenario.grid import letters
from optimizer.text import Language, inert, mend, say, sentence

MOST_SHOWN, MOST_ALIKE, MOST_CODES = 12, 3, 6
"""A screenful: so many findings in all, so many of one code, so many codes above an answer."""

_ORDER: Sequence[Level] = ("error", "warning", "note")
_COLOURS = {"error": "1;31", "warning": "1;33", "note": "1"}
_SHEET = re.compile(r"\.xlsx!.", re.IGNORECASE)
_INDENT = "    "
_BEFORE_CARET = 60
"""Of a long line, so much is shown before the caret."""


def lines(findings: Iterable[Finding], page: Paper, language: Language, *, everything: bool) -> list[str]:
    """All findings, errors first, counted by level; a screenful unless ``everything`` is wanted."""
    found = list(findings)
    printed: list[str] = []
    for level in _ORDER:
        same = [finding for finding in found if finding.level == level]
        if same:
            printed += ["", _painted(say(f"findings.{level}", language, count=len(same)), level, page)]
            printed += _of_level(same, page, language, everything)
    return printed[1:]


def _of_level(findings: list[Finding], page: Paper, language: Language, everything: bool) -> list[str]:
    shown = findings if everything else _screenful(findings)
    printed = [line for finding in shown for line in one(finding, page, language)]
    left = len(findings) - len(shown)
    return [*printed, *_wrapped(say("findings.more", language, count=left), page, "")] if left else printed


def _screenful(findings: list[Finding]) -> list[Finding]:
    alike: Counter[str] = Counter()
    shown: list[Finding] = []
    for finding in findings:
        alike[finding.code] += 1
        if alike[finding.code] <= MOST_ALIKE and len(shown) < MOST_SHOWN:
            shown.append(finding)
    return shown


def brief(findings: Sequence[Finding], page: Paper, language: Language) -> list[str]:
    """Each code once, with its first place: what stands above an answer and must not bury it."""
    alike = Counter(finding.code for finding in findings)
    first = {finding.code: finding for finding in reversed(findings)}
    printed = [_painted(say("findings.warning", language, count=len(findings)), "warning", page)]
    for code in [code for code in alike if code in first][:MOST_CODES]:
        said = f"{inert(first[code].path)}: {sentence(first[code], language)}".removeprefix(": ")
        if alike[code] > 1:
            said += " " + say("findings.alike", language, count=alike[code] - 1)
        printed += _wrapped(said, page, _INDENT, first="- ")
    return printed


def one(finding: Finding, page: Paper, language: Language) -> list[str]:
    """One finding in its lines."""
    what = sentence(finding, language)
    where = _where(finding)
    printed = _wrapped(f"{where}: {what}" if where else what, page, _INDENT)
    if finding.place is not None and finding.place.excerpt.strip():
        printed += _excerpt(finding.place, page.width)
    advice = mend(finding, language)
    return [*printed, *_wrapped(f"→ {advice}", page, _INDENT + "  ", first=_INDENT)] if advice else printed


def place(given: Place | None) -> str:
    """``file:line:column``, as editors understand it; in a workbook the cell as a spreadsheet names it."""
    if given is None:
        return ""
    if _SHEET.search(given.file):
        return f"{inert(given.file)}!{letters(given.column)}{given.line}"
    return f"{inert(given.file)}:{given.line}:{given.column}" if given.line else inert(given.file)


def _where(finding: Finding) -> str:
    return "  ".join(part for part in (place(finding.place), inert(finding.path)) if part)


def _excerpt(given: Place, width: int) -> list[str]:
    """The line as written, cut around the column, with a caret below."""
    written = given.excerpt.rstrip().replace("\t", " ")
    column = min(max(given.column - 1, 0), len(written))
    stripped = len(written) - len(written.lstrip())
    start = max(min(stripped, column), column - _BEFORE_CARET, 0)
    before, after = inert(written[start:column]), inert(written[column : column + width])
    room = width - len(_INDENT) - 2
    return [
        _INDENT + _cut(before + after, room),
        _INDENT + " " * min(sum(_columns(letter) for letter in before), room - 1) + "^",
    ]


def _cut(line: str, room: int) -> str:
    return line if len(line) <= room else line[: room - 1] + "…"


def _columns(letter: str) -> int:
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _wrapped(text: str, page: Paper, indent: str, first: str = "") -> list[str]:
    """Lines of at most the paper's width; a place is never broken, so that an editor can open it."""
    return wrap(
        text,
        page.width - 1,
        initial_indent=first,
        subsequent_indent=indent,
        break_on_hyphens=False,
        break_long_words=False,
    )


def _painted(text: str, level: Level, page: Paper) -> str:
    return f"\x1b[{_COLOURS[level]}m{text}\x1b[0m" if page.colour else text
