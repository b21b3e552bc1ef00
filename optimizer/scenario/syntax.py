"""What the YAML parser refuses, told at the line that is to blame rather than where the parser gave up."""

from __future__ import annotations

import re
from typing import Any

import yaml

from optimizer.errors import Finding
from optimizer.scenario.nodes import Mark, Written

_PROBLEMS = (
    ("cannot start any token", "yaml.tab"),
    ("found a tab character", "yaml.tab"),
    ("mapping values are not allowed", "yaml.colon"),
    ("could not find expected ':'", "yaml.no_colon"),
    ("expected ',' or '}'", "yaml.open_brace"),
    ("expected ',' or ']'", "yaml.open_bracket"),
    ("did not find expected key", "yaml.indentation"),
    ("block end", "yaml.indentation"),
    ("did not find expected '-' indicator", "yaml.indentation"),
    ("unexpected end of stream", "yaml.open_quote"),
    ("unknown escape character", "yaml.escape"),
    ("unexpected document indicator", "yaml.open_quote"),
    ("<document start>", "yaml.indentation"),
)
"""What the parser says, and the sentence for it; anything else is ``yaml.syntax``."""

_KEY = re.compile(r"(?P<key>[^\s:#]+)(?::|\s+|$)(?P<value>.*?)(?:\s+#.*)?$")
_COLON = re.compile(r":(\s|$)")
_LONGEST = 100
"""Characters of a line that is shown as it should be."""


def refused(error: yaml.YAMLError, written: Written, last: Any) -> Finding:
    """Why a text could not be read on; ``last`` is the last event before."""
    problem = " ".join(str(getattr(error, name, None) or "") for name in ("problem", "context")).strip()
    mark = _mark(getattr(error, "problem_mark", None), written) or Mark(written, 1, 1)
    begun = _mark(getattr(error, "context_mark", None), written) or mark
    code = next((code for words, code in _PROBLEMS if words in problem), "yaml.syntax")
    if _runs_over(last) and last.end_mark.line + 1 == mark.line:
        # The quote that ends it was meant to begin another: nothing after it can be read.
        start = _mark(last.start_mark, written) or mark
        return Finding("yaml.open_quote", {"problem": problem, "line": mark.line}, place=start.place)
    if code == "yaml.open_quote" or (code == "yaml.no_colon" and _opens_quote(begun)):
        return Finding("yaml.open_quote", {"problem": problem}, place=begun.place)
    if code == "yaml.colon" and (above := _without_colon(mark)) is not None:
        # The first line of a block without a colon is taken for a text that goes on in the next.
        code, begun = "yaml.no_colon", above
    if code == "yaml.no_colon":
        return Finding(code, {"problem": problem, "meant": _with_colon(begun)}, place=begun.place)
    if code == "yaml.tab" and "\t" not in mark.place.excerpt:
        code = "yaml.bad_start"
    return Finding(code, {"problem": problem}, place=mark.place)


def _mark(at: Any, written: Written) -> Mark | None:
    return None if at is None else Mark(written, at.line + 1, at.column + 1)


def _runs_over(event: Any) -> bool:
    """Whether the last thing read is a quoted text of several lines."""
    quoted = getattr(event, "style", None) in ('"', "'")
    return quoted and bool(event.start_mark.line < event.end_mark.line)


def _opens_quote(mark: Mark) -> bool:
    """Whether a line begins with a quote that it does not close."""
    text = mark.place.excerpt[mark.column - 1 :]
    return text[:1] in ('"', "'") and text.count(text[:1]) == 1


def _without_colon(mark: Mark) -> Mark | None:
    """The line above of the same indentation, where it has no colon with a space behind it."""
    lines = mark.written.lines
    indent = _indentation(mark.place.excerpt)
    for line in range(mark.line - 1, 0, -1):
        text = lines[line - 1] if line <= len(lines) else ""
        if text.strip() and not text.lstrip().startswith("#"):
            alike = _indentation(text) == indent and not _COLON.search(text)
            return Mark(mark.written, line, indent + 1) if alike else None
    return None


def _indentation(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def _with_colon(mark: Mark) -> str:
    """The line with a colon and a space behind its first word."""
    found = _KEY.match(mark.place.excerpt[mark.column - 1 :].strip())
    if found is None:
        return "title: Rencana 2026"
    return f"{found['key']}: {found['value'].strip() or '…'}"[:_LONGEST]
