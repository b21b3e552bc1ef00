"""All papers of a plan, written into its folder as one whole, and copied from there under dated names."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path

from optimizer import folder
from optimizer.errors import AuditError, FailedError, Finding, InvalidError
from optimizer.papers import manifest
from optimizer.papers.dossier import Dossier
from optimizer.text.catalogue import message

ROOMS: Mapping[str, str] = {"page": "page", "book": "book", "letter": "letter", "printed": "printed"}
"""Each room, and the function of it that writes; loaded when it writes, for their libraries are heavy."""

SHEETS = "wilayah"
"""The folder of one sheet a region."""

FOLDER = folder.Kind(
    (
        *("laporan.html", "alokasi.xlsx", "nota.docx", "nota.pdf", "ringkasan.png", "ringkasan.txt"),
        *(SHEETS, manifest.NAME),
    ),
    (manifest.NAME,),
    "papers.exists",
)
"""What the folder of papers holds."""

_LONGEST_NAME = 40


def written(dossier: Dossier, begin: Callable[[str], None] = lambda room: None) -> Mapping[str, bytes]:
    """Every paper by its name, and the list of them; ``begin`` is told each room as it begins to write.

    Raises:
        FailedError: a library that writes papers is not installed.
    """
    papers: dict[str, bytes] = {}
    for room, name in ROOMS.items():
        begin(room)
        papers |= getattr(loaded(room), name)(dossier)
    found = {name: papers[name] for name in sorted(papers)}
    lists = manifest.listed(dossier, found)
    return {**found, manifest.NAME: lists}


def loaded(room: str) -> object:
    """A room with its library."""
    try:
        return import_module(f"optimizer.papers.{room}.written")
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("optimizer"):
            raise
        raise FailedError([Finding("papers.not_installed", {"package": error.name})]) from error


def ready(out: Path, *, force: bool) -> Path:
    """The place of the papers, once it is sure that they may be written there.

    Raises:
        InvalidError: files of others stand there, or people have gone on writing in the papers.
    """
    place = folder.ready(out / folder.PAPERS, replace=True, kind=FOLDER)
    edited, foreign = _of_people(place)
    if foreign:
        raise InvalidError([Finding("out.foreign", {"out": str(place), "names": foreign})])
    if edited and not force:
        raise InvalidError([Finding("papers.edited", {"out": str(place), "names": edited})])
    return place


def spared(out: Path) -> None:
    """Let a plan be replaced only where nobody's work in its papers is lost with it.

    Raises:
        InvalidError: people have changed its papers, or put files of their own beside them.
    """
    place = out / folder.PAPERS
    if out.is_dir():
        folder.recover(place.absolute())
    names = [name for kind in _of_people(place) for name in kind]
    if place.exists() and not place.is_dir():
        names = [folder.PAPERS]
    if names:
        raise InvalidError([Finding("papers.in_the_way", {"out": str(place), "names": names})])


def _of_people(place: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Papers that people have changed, and files that are no papers."""
    there = list(standing(place))
    if manifest.NAME not in there:
        return (), tuple(there)
    try:
        listed = manifest.read((place / manifest.NAME).read_bytes(), str(place / manifest.NAME))
    except AuditError as error:
        raise InvalidError(error.findings) from error
    editable = {name: (place / name).read_bytes() for name in manifest.EDITABLE if name in there}
    foreign = (name for name in there if name not in listed.files and name != manifest.NAME)
    return listed.changed(editable), tuple(foreign)


def write(out: Path, papers: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write all papers beside their plan, or none.

    Raises:
        FailedError: the disk refused; what was there before is there still.
    """
    return folder.write(out / folder.PAPERS, papers, replace=True, kind=FOLDER)


def standing(place: Path) -> Iterator[str]:
    """The name of every file in the folder of papers."""
    for path in sorted(place.rglob("*")):
        if not path.is_dir() and not folder.passing(path.name):
            yield path.relative_to(place).as_posix()


def found(place: Path) -> Iterator[tuple[str, bytes]]:
    """Every file that stands in the folder of papers, by its name."""
    for name in standing(place):
        yield name, (place / name).read_bytes()


def dated(dossier: Dossier) -> tuple[str, str]:
    """What stands before and after the name of a copy: the first month; the place and what was changed."""
    codes = {code.partition(".")[0] for code in dossier.scenario.codes}
    short = message(f"papers.short.{next(iter(codes))}").get("id", "") if len(codes) == 1 else ""
    named = [_in_a_name(part) for part in ((short, *dossier.layers) if short else (dossier.plan.title,))]
    return str(dossier.scenario.horizon.first), "_".join(part for part in named if part) or "alokasi"


def _in_a_name(text: str) -> str:
    """A text as a part of a file's name on any system."""
    name = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in text)
    return "-".join(part for part in name.split("-") if part)[:_LONGEST_NAME].rstrip("-")


def copies(dossier: Dossier, into: Path, names: Iterable[str]) -> Mapping[str, Path]:
    """Where each paper is copied to: its name to a path under the month and the place."""
    first, last = dated(dossier)
    sheets = f"{first}_{SHEETS}_{last}"
    return {name: into / _copy(name, first, last, sheets) for name in names if name != manifest.NAME}


def exportable(into: Path, out: Path, dossier: Dossier, *, force: bool) -> None:
    """Let a folder pass for copies before minutes are spent on what goes there.

    Raises:
        InvalidError: it lies in the plan's own folder, is a file, or holds copies and ``force`` is not set.
    """
    place, home = Path(os.path.realpath(into)), Path(os.path.realpath(out))
    if place == home or home in place.parents:
        raise InvalidError([Finding("papers.export_inside", {"out": str(into), "folder": str(out)})])
    nearest = next(above for above in (place, *place.parents) if os.path.lexists(above))
    if not nearest.is_dir():
        raise InvalidError([Finding("papers.export_to_file", {"out": str(nearest)})])
    sheets = (f"{SHEETS}/{code}.html" for code in dossier.scenario.codes)
    every = copies(dossier, into, (*FOLDER.names, *sheets)).values()
    there = [path.name for path in every if path.is_file()]
    if there and not force:
        raise InvalidError([Finding("papers.copies_exist", {"out": str(into), "names": there})])


def export(papers: Mapping[str, bytes], into: Path, dossier: Dossier) -> tuple[Path, ...]:
    """Copy every paper into a folder under a name with its month and place; each copy whole or not at all.

    Raises:
        FailedError: the disk refused.
    """
    first, last = dated(dossier)
    page, sheets = f"{first}_laporan_{last}.html", f"{first}_{SHEETS}_{last}"
    every = copies(dossier, into, papers)
    try:
        for name, path in every.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            folder.whole(path, _pointing(papers[name], name, page, sheets))
    except OSError as error:
        facts = {"out": str(into), "reason": error.strerror or str(error)}
        raise FailedError([Finding("papers.not_copied", facts)]) from error
    return tuple(every.values())


def _copy(name: str, first: str, last: str, sheets: str) -> str:
    within, _, file = name.rpartition("/")
    if within:
        return f"{sheets}/{file}"
    stem, dot, kind = file.rpartition(".")
    return f"{first}_{stem}_{last}{dot}{kind}"


def _pointing(content: bytes, name: str, page: str, sheets: str) -> bytes:
    """A page whose links lead to the copies."""
    if not name.endswith(".html"):
        return content
    return content.replace(f'href="{SHEETS}/'.encode(), f'href="{sheets}/'.encode()).replace(
        b'href="../laporan.html', f'href="../{page}'.encode()
    )
