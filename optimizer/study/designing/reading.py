"""A study file becomes a Study, or every finding of the file in one go."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from optimizer.errors import Finding, InvalidError, Place
from optimizer.scenario.fields import read_name
from optimizer.scenario.folder import Folder, RefusedError, file_bytes
from optimizer.scenario.nodes import Branch, Entry, Mark, Node, Scalar
from optimizer.scenario.paths import PathError, spots
from optimizer.scenario.reading import Loaded, load
from optimizer.scenario.variants import variant_names
from optimizer.scenario.yamlfile import parse
from optimizer.study.designing.cases import MOST_CASES, count
from optimizer.study.designing.laws import laws_of
from optimizer.study.designing.levels import levels_of, variants_of
from optimizer.study.designing.notes import Notes
from optimizer.study.designing.shapes import VARIANT, Factor, Law, Levels, Sample, Study, Swing
from optimizer.study.designing.spots import Ground, written
from optimizer.study.designing.swings import swings_of
from optimizer.study.designing.words import FORMAT, KEYS, METHODS, PARTS, SAMPLE

MOST_DRAWN = 1_000_000
"""Values drawn for one study."""

_SEED = re.compile(r"\d{1,18}", re.ASCII)
_COUNT = re.compile(r"[1-9]\d{0,6}", re.ASCII)
_UP = re.compile(r"(?:\.\./){1,4}")


class _Start(NamedTuple):
    """The scenario a study begins from."""

    file: Path
    variants: tuple[str, ...]
    sets: tuple[str, ...]
    base: Loaded


def read_study(path: Path | str) -> Study:
    """Read and check a study file; nothing is solved.

    Raises:
        InvalidError: with every finding, if one of them is an error.
    """
    file, notes = Path(path), Notes()
    name = file.as_posix()
    root = _root(file, name, notes)
    if "horizon" in root.entries or ("extends" in root.entries and "scenario" not in root.entries):
        finding = Finding("study.is_scenario", {"file": file.name}, place=root.mark.place)
        raise InvalidError([finding])
    entries = notes.branch(root, "", KEYS)
    _format(notes, root, entries)
    start = _start(notes, file, root, entries)
    if start is None:
        raise InvalidError(notes.findings)
    study = _study(notes, name, root, entries, start)
    if not notes.wrong and not (study.grid or study.sample or study.swings):
        notes.found("study.empty", root.mark, "", known=PARTS)
    if count(study) > MOST_CASES:
        notes.found("study.too_many", root.mark, "", count=count(study), limit=MOST_CASES)
    if notes.wrong:
        raise InvalidError(notes.findings)
    return study


def _root(file: Path, name: str, notes: Notes) -> Branch:
    try:
        parsed = parse(file_bytes(file), name)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        code = "study.no_file" if isinstance(error, FileNotFoundError) else "file.unreadable"
        raise InvalidError(
            [Finding(code, {"reason": reason, "file": name}, place=Place(name, 1, 1))]
        ) from None
    notes.findings += parsed.findings
    if parsed.root is None:
        raise InvalidError(notes.findings)
    return parsed.root


def _format(notes: Notes, root: Branch, entries: Mapping[str, Entry]) -> None:
    for key in ("schema", "title", "scenario"):
        if key not in entries:
            notes.found("key.missing", root.mark, key, key=key)
    if "schema" in entries:
        notes.word(entries["schema"].value, (FORMAT,), "schema", FORMAT)


def _start(notes: Notes, file: Path, root: Branch, entries: Mapping[str, Entry]) -> _Start | None:
    """The scenario with the study's own variants and changes; None where something of it is wrong."""
    if "scenario" not in entries:
        return None
    found = _scenario(notes, file, entries["scenario"].value)
    if found is None:
        return None
    variants = _with(notes, found, root.get("with"))
    sets, marks = _sets(notes, root.get("set"))
    if notes.wrong and not _only_parts(notes):
        return None
    try:
        base = load(found, variants=variants, sets=sets)
    except InvalidError as error:
        notes.findings += [_from_here(one, marks) for one in error.findings if one.level == "error"]
        return None
    return _Start(found, variants, sets, base)


def _only_parts(notes: Notes) -> bool:
    """Whether all that was found so far leaves the scenario readable: the rest of the file is checked too."""
    return all(one.path.partition(".")[0] not in ("scenario", "with", "set") for one in notes.findings)


def _scenario(notes: Notes, file: Path, node: Node) -> Path | None:
    text = notes.text(node, "scenario")
    if text is None or not isinstance(node, Scalar):
        return None
    up = _UP.match(text)
    steps = up[0].count("/") if up else 0
    start = file.parent.resolve()
    root = start.parents[steps - 1] if steps and steps <= len(start.parents) else start
    try:
        shown = file.parent.joinpath(*[".."] * steps).as_posix()
        Folder(root, shown).beside(root / "-", node._replace(text=text[up.end() :] if up else text))
    except RefusedError as refused:
        notes.findings.append(replace(refused.finding, path="scenario"))
        return None
    return file.parent.joinpath(*PurePosixPath(text).parts)


def _with(notes: Notes, scenario: Path, node: Node | None) -> tuple[str, ...]:
    if node is None:
        return ()
    known = variant_names(scenario)
    names: list[str] = []
    for item in notes.items(node, "with"):
        name = notes.text(item, "with")
        if name is not None and name not in known:
            notes.unknown("variant", name, known, item.mark, "with")
        names.append(name or "")
    return tuple(names)


def _sets(notes: Notes, node: Node | None) -> tuple[tuple[str, ...], tuple[Mark, ...]]:
    entries = notes.branch(node, "set")
    sets = tuple(f"{path}={written(entry.value)}" for path, entry in entries.items())
    return sets, tuple(
        entry.value.mark if isinstance(entry.value, Scalar) else entry.key for entry in entries.values()
    )


def _from_here(finding: Finding, marks: tuple[Mark, ...]) -> Finding:
    """What is said of a change stands where the study makes it."""
    place = finding.place
    if place is None or place.file != "--set" or not 0 < place.line <= len(marks):
        return finding
    return replace(finding, place=marks[place.line - 1].place)


def _study(notes: Notes, name: str, root: Branch, entries: Mapping[str, Entry], start: _Start) -> Study:
    ground = Ground(str(start.file), start.base, start.variants, start.sets)
    language = notes.word(root.get("language"), ("id", "en"), "language", "")
    given = root.get("scenario")
    return Study(
        name=name,
        title=notes.name(root.get("title"), "title"),
        note=notes.note(root.get("note"), "note"),
        language=language or None,  # type: ignore[arg-type] # id or en
        scenario=start.file,
        given=given.text if isinstance(given, Scalar) else "",
        variants=start.variants,
        sets=start.sets,
        seed=_whole(notes, root.get("seed"), "seed", _SEED, 1),
        base=start.base,
        grid=_grid(notes, ground, root.get("grid")),
        sample=_sample(notes, ground, root.get("sample")),
        swings=_swings(notes, ground, root.get("swings")),
        labels=_labels(notes, ground, root.get("labels")),
    )


def _whole(notes: Notes, node: Node | None, at: str, pattern: re.Pattern[str], default: int) -> int:
    if node is None:
        return default
    text = notes.text(node, at)
    if text is None or not pattern.fullmatch(text.strip()):
        if text is not None:
            notes.found("study.whole", node.mark, at, given=text[:200])
        return default
    return int(text)


def _grid(notes: Notes, ground: Ground, node: Node | None) -> tuple[Levels, ...]:
    found: list[Levels] = []
    ground = replace(ground, varied=_varied(node))
    entries = notes.branch(node, "grid")
    for path, entry in entries.items():
        at = f"grid.{path}"
        with notes.noting(entry.key, at):
            if path == VARIANT:
                found.append(Levels(Factor(VARIANT), variants_of(notes, ground, entry.value, at)))
                continue
            factor = ground.factor(path)
            found.append(Levels(factor, levels_of(notes, ground, factor, entry.value, at)))
    _apart(notes, ground, entries, "grid")
    return tuple(found)


def _apart(notes: Notes, ground: Ground, entries: Mapping[str, Entry], at: str) -> None:
    """No two paths that are varied together change the same place: which holds could only be guessed."""
    known: list[tuple[tuple[str, ...], str, Mark]] = []
    for path, entry in entries.items():
        with suppress(PathError):
            known += [(place, path, entry.key) for place in ground.places(path)]
    told: set[str] = set()
    for (first, one, _), (second, other, mark) in pairwise(sorted(known, key=lambda each: each[0])):
        if one != other and second[: len(first)] == first and other not in told:
            told.add(other)
            notes.found("study.overlap", mark, f"{at}.{other}", given=other, other=one)


def _varied(node: Node | None) -> bool:
    return isinstance(node, Branch) and VARIANT in node.entries


def _sample(notes: Notes, ground: Ground, node: Node | None) -> Sample | None:
    if node is None:
        return None
    entries = notes.branch(node, "sample", SAMPLE)
    for key in ("count", "figures"):
        if isinstance(node, Branch) and key not in entries:
            notes.found("key.missing", node.mark, f"sample.{key}", key=key)
    if "figures" not in entries:
        return None
    counted = entries.get("count")
    number = _whole(notes, counted.value if counted else None, "sample.count", _COUNT, 1)
    method = entries.get("method")
    chosen = notes.word(method.value if method else None, METHODS, "sample.method", METHODS[0])
    laws: dict[str, Law] = {}
    figures = notes.branch(entries["figures"].value, "sample.figures")
    ground = replace(ground, varied=VARIANT in figures)
    _apart(notes, ground, figures, "sample.figures")
    for path, entry in figures.items():
        with notes.noting(entry.key, f"sample.figures.{path}"):
            for law in laws_of(notes, ground, path, entry.value, f"sample.figures.{path}"):
                laws[law.factor.path] = law
    if number * len(laws) > MOST_DRAWN:
        notes.found("study.too_many_drawn", node.mark, "sample", count=number * len(laws), limit=MOST_DRAWN)
    return Sample(number, chosen, tuple(laws.values()))  # type: ignore[arg-type] # one of METHODS


def _swings(notes: Notes, ground: Ground, node: Node | None) -> tuple[Swing, ...]:
    found: dict[str, Swing] = {}
    for swing in () if node is None else swings_of(notes, ground, node):
        # What is written by name stands over what stands for every assumption.
        found.setdefault(swing.factor.path, swing)
        found[swing.factor.path] = swing
    return tuple(found.values())


def _labels(notes: Notes, ground: Ground, node: Node | None) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for path, entry in notes.branch(node, "labels").items():
        at = f"labels.{path}"
        with notes.noting(entry.key, at):
            if path != VARIANT:
                spots(ground.base.root, path)
            found[path] = notes.read(read_name, entry.value, at) or ""
    return found
