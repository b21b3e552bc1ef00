"""The papers beside a plan compared with it, for ``verify``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from optimizer import folder
from optimizer.errors import AuditError, Finding, Place
from optimizer.papers import manifest, writing
from optimizer.papers.dossier import Answers, Dossier
from optimizer.text import inert
from optimizer.verify import Verified

LARGEST = 256 * 2**20
"""Bytes of all papers together; those of all 514 regions take a tenth of it."""

MOST_FINDINGS = 20
"""Differences of one paper that are told one by one: a paper that is another in all else has thousands."""

_ROOM_OF: Mapping[str, str] = {
    ".html": "page",
    ".xlsx": "book",
    ".docx": "letter",
    ".txt": "printed",
    "nota.pdf": "letter",
    ".pdf": "printed",
    ".png": "printed",
}
"""Which room can read a paper again, by its name or how the name ends."""


@dataclass(frozen=True, slots=True)
class Checked:
    """Papers that passed."""

    count: int
    figures: bool
    """Whether their figures were compared too. Another version of the program may say them in other words:
    then it is only sure that papers nobody writes in are those that were written."""
    program: str
    """What wrote them."""


def check(out: Path, verified: Verified) -> Checked:
    """Let the papers in an output folder pass that show the plan's figures.

    Papers that people go on writing in are compared figure by figure; all others byte by byte too.

    Raises:
        AuditError: a paper is missing, changed, of another plan, or shows another figure.
        FailedError: a library that reads papers is not installed.
    """
    place = out / folder.PAPERS
    if not place.exists() and out.is_dir():
        folder.recover(place.absolute())
    if not place.is_dir():
        return Checked(0, False, "")
    papers = _papers(place)
    stated = papers.pop(manifest.NAME, None)
    if stated is None:
        raise AuditError([Finding("papers.list_missing", {"out": str(place)})])
    listed = manifest.read(stated, str(place / manifest.NAME))
    same = listed.program == manifest.program()
    wrong = [*_other(listed, papers, place, verified)]
    if same:
        wrong += _different(listed, papers, verified)
    if wrong:
        raise AuditError(wrong)
    return Checked(len(papers), same, inert(listed.program))


def _papers(place: Path) -> dict[str, bytes]:
    size = sum(path.stat().st_size for path in place.rglob("*") if path.is_file())
    if size > LARGEST:
        raise AuditError([Finding("verify.too_large", {"file": str(place)})])
    return dict(writing.found(place))


def _other(
    listed: manifest.Manifest, papers: Mapping[str, bytes], place: Path, verified: Verified
) -> Iterator[Finding]:
    """Papers that are not those that were written of this plan."""
    if listed.digest != verified.plan.digest:
        yield Finding("papers.other_plan", {"out": str(place)})
    missing = [name for name in listed.files if name not in papers]
    if missing:
        yield Finding("papers.missing", {"out": str(place), "names": missing})
    foreign = [name for name in papers if name not in listed.files]
    if foreign:
        yield Finding("papers.foreign", {"out": str(place), "names": foreign})
    for name in listed.changed(papers):
        if name not in manifest.EDITABLE:
            yield Finding("papers.changed", {"file": name}, place=Place(str(place / name), 1, 1))


def _different(
    listed: manifest.Manifest, papers: Mapping[str, bytes], verified: Verified
) -> Iterator[Finding]:
    """Figures on paper that are not the plan's."""
    plain = Dossier(verified.scenario, verified.plan, Answers(), listed.language, listed.final)
    dossier = plain.titled(listed.title)
    for name, content in papers.items():
        room = next((room for end, room in _ROOM_OF.items() if name.endswith(end)), None)
        if room is not None and name in listed.files:
            read: Any = writing.loaded(room)
            yield from first(name, read.checked(name, content, dossier))


def first(name: str, findings: Iterator[Finding]) -> Iterator[Finding]:
    """The first differences of a paper, and how many more there are."""
    yield from islice(findings, MOST_FINDINGS)
    more = sum(1 for _ in findings)
    if more:
        yield Finding("papers.more_differ", {"file": name, "count": more})
