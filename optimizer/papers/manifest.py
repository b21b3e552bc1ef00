"""What papers were written of which plan: the list that stands beside them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from optimizer import __version__
from optimizer.errors import AuditError, Finding, Place
from optimizer.papers.dossier import Dossier
from optimizer.text.language import LANGUAGES, Language

NAME = "daftar.json"
"""The list itself."""

FORMAT = "papers/1"

_WRITING = frozenset({".py", ".toml", ".html", ".css", ".js", ".typ"})
"""Kinds of files that decide what papers say."""

EDITABLE = ("alokasi.xlsx", "nota.docx")
"""Papers that people go on writing in: their figures are compared, not their bytes."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """Which papers of which plan, and how they were asked for."""

    digest: str
    """Of the plan's scenario."""
    title: str
    """As the papers give it, with the variants and changes of the plan."""
    language: Language
    final: bool
    program: str
    """The program that wrote them: another one may say the same figures in other words."""
    files: Mapping[str, str]
    """Name to the sha256 of what was written."""

    def changed(self, found: Mapping[str, bytes]) -> tuple[str, ...]:
        """Names of papers whose bytes are not those that were written."""
        return tuple(
            name
            for name, content in found.items()
            if name in self.files and _sum(content) != self.files[name]
        )


def listed(dossier: Dossier, files: Mapping[str, bytes]) -> bytes:
    """The list of these papers."""
    content: Mapping[str, Any] = {
        "schema": FORMAT,
        "digest": dossier.plan.digest,
        "title": dossier.plan.title,
        "language": dossier.language,
        "final": dossier.final,
        "program": program(),
        "files": {name: _sum(files[name]) for name in sorted(files)},
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


@cache
def program() -> str:
    """This program's version, and a digest of the words and rules with which it writes papers."""
    home = Path(__file__).parent.parent
    parts = sorted(
        path
        for room in ("papers", "report", "text")
        for path in (home / room).rglob("*")
        if path.is_file() and path.suffix in _WRITING
    )
    said = sha256()
    for path in parts:
        said.update(path.relative_to(home).as_posix().encode() + path.read_bytes())
    return f"{__version__} ({said.hexdigest()[:12]})"


def read(content: bytes, shown: str) -> Manifest:
    """The list that was written.

    Raises:
        AuditError: it is none.
    """
    try:
        written = json.loads(content)
        language = next(one for one in LANGUAGES if one == written["language"])
        files = {str(name): str(one) for name, one in written["files"].items()}
        if written["schema"] != FORMAT:
            raise ValueError(written["schema"])
        digest, title, wrote = (str(written[key]) for key in ("digest", "title", "program"))
        return Manifest(digest, title, language, bool(written["final"]), wrote, files)
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration, RecursionError) as error:
        raise AuditError([Finding("papers.list_unreadable", place=Place(shown, 1, 1))]) from error


def _sum(content: bytes) -> str:
    return sha256(content).hexdigest()
