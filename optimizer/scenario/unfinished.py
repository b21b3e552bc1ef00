"""A layer of data that is named as if it were a scenario is told as one, with the scenarios it belongs to."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

from optimizer.errors import Finding
from optimizer.scenario.complaints import Refusal
from optimizer.scenario.folder import file_bytes
from optimizer.scenario.nodes import Branch, Mark, text_of

HEAD = ("schema", "title", "horizon")
"""What every scenario begins with: a file without any of them was never meant to be one."""

HELD = ("regions", "funds", "groups", "premium", "sources")
"""What layers of data hold."""

STUDY = "alokasi-study/"
"""What the schema of a study begins with."""

MOST_FILES, LARGEST = 100, 2**20
"""So many files of a folder, of at most so many bytes, are looked into."""

_EXTENDS = re.compile(rb"^extends:[ \t]*[\"']?(?:\./)?([^\"'#\r\n]+?)[\"']?[ \t]*(?:#.*)?\r?$", re.MULTILINE)


def is_study(root: Branch) -> bool:
    """Whether the file says of itself that it is a study of many cases."""
    return (text_of(root.get("schema")) or "").startswith(STUDY)


def told_as_study(file: Path, root: Branch) -> Finding:
    """One finding in place of all that a scenario would need; the file as it was named."""
    place = root.entries["schema"].key.place
    named = place.file if place else file.name
    return Finding("file.study", {"file": shlex.quote(named)}, path="schema", place=place)


def is_layer(refusals: Sequence[Refusal], root: Branch) -> bool:
    """Whether all that a scenario begins with is missing, and something is there that layers hold."""
    missing = {tuple(one["loc"]) for one in refusals if one["type"] == "missing"}
    return all((key,) in missing for key in HEAD) and any(key in root.entries for key in HELD)


def told_as_layer(refusals: Sequence[Refusal], file: Path, mark: Mark) -> tuple[Finding, list[Refusal]]:
    """One finding in place of each missing key, and the refusals that are left."""
    missing = [one for one in refusals if one["type"] == "missing" and len(one["loc"]) == 1]
    facts = {"missing": tuple(str(one["loc"][0]) for one in missing), "name": file.name}
    scenarios = tuple(extending(file))
    place = mark._replace(line=1, column=1).place
    left = [one for one in refusals if one not in missing]
    if scenarios:
        return Finding("file.layer", {**facts, "files": scenarios}, place=place), left
    return Finding("file.layer_alone", facts, place=place), left


def extending(file: Path) -> Iterator[str]:
    """Names of the files beside this one that extend it."""
    try:
        beside = sorted(one for one in file.parent.iterdir() if one.suffix in (".yaml", ".yml"))
    except OSError:
        return
    for one in beside[:MOST_FILES]:
        try:
            head = b"" if one.stat().st_size > LARGEST else file_bytes(one)
        except OSError:
            continue
        found = _EXTENDS.search(head)
        if found is not None and found[1].decode("utf-8", "replace") == file.name:
            yield one.name
