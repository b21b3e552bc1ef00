"""What the schema refuses, as findings at the places where it was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from optimizer.errors import Finding
from optimizer.scenario.kinds import OF_FILE, keys_of, kind_at, nearest
from optimizer.scenario.nodes import Branch, Found, Key, Path, Scalar, dotted, follow

_SHAPES = {
    "model_type": "type.map",
    "model_attributes_type": "type.map",
    "dict_type": "type.map",
    "mapping_type": "type.map",
    "tuple_type": "type.list",
    "list_type": "type.list",
    "scalar.expected": "type.text",
    "too_short": "type.empty",
}
"""Kinds of refusal, and the sentence for each."""

_TAGS = ("codes", "each")
"""The two forms of a target's ``of``; elsewhere they are keys of the user's own."""

MOST_TOLD = 500
"""So many refusals are told one by one: a file with more is broken in some other way."""

Refusal = Mapping[str, Any]
"""One error as pydantic tells it."""


def findings_of(refusals: Iterable[Refusal], root: Branch) -> list[Finding]:
    """Every refusal once, at its place."""
    found: dict[tuple[str, str, int, int], Finding] = {}
    told = list(_without_echoes(refusals))
    for refusal in told[:MOST_TOLD]:
        finding = _finding(refusal, root)
        line, column = (finding.place.line, finding.place.column) if finding.place else (0, 0)
        found.setdefault((finding.code, finding.path, line, column), finding)
    if len(told) > MOST_TOLD:
        left = Finding("refusals.more", {"count": len(told) - MOST_TOLD}, place=root.mark.place)
        return [*found.values(), left]
    return list(found.values())


def _without_echoes(refusals: Iterable[Refusal]) -> Iterator[Refusal]:
    """Without those that call a list empty because what stands in it is refused."""
    every = list(refusals)
    within = {loc[:length] for one in every for loc in (tuple(one["loc"]),) for length in range(len(loc))}
    return (one for one in every if one["type"] != "too_short" or tuple(one["loc"]) not in within)


def _finding(refusal: Refusal, root: Branch) -> Finding:
    kind, path = str(refusal["type"]), readable(refusal["loc"])
    if kind == "extra_forbidden":
        return _unknown(path, root)
    found = follow(root, path)
    shown = dotted(found.path)
    if kind == "missing":
        facts = {"key": str(path[-1])}
        above = follow(root, path[:-1])
        return Finding("key.missing", facts, path=dotted((*above.path, path[-1])), place=above.key.place)
    if kind == "literal_error":
        return _no_such_word(refusal, found)
    if kind in _SHAPES:
        shape: dict[str, Any] = {
            "key": str(found.path[-1]) if found.path else "",
            "known": keys_of(kind_at(path)),
        }
        return Finding(_SHAPES[kind], shape, path=shown, place=found.mark.place)
    if "." not in kind:
        return Finding("type.other", {"said": refusal["msg"]}, path=shown, place=found.mark.place)
    mark = found.key if _is_about_key(refusal["loc"]) else found.mark
    return Finding(kind, dict(refusal.get("ctx") or {}), path=shown, place=mark.place)


def readable(loc: Iterable[Key]) -> Path:
    """The path of a refusal without what pydantic adds to it: ``[key]``, the tags of a union."""
    parts = tuple(loc)
    added = {at for at, part in enumerate(parts) if at and part in _TAGS and parts[at - 1] == "of"}
    if _is_about_key(parts):
        added.add(len(parts) - 1)
    return tuple(part for at, part in enumerate(parts) if at not in added)


def _is_about_key(loc: Sequence[Key]) -> bool:
    return len(loc) > 1 and loc[-1] == "[key]"


def _unknown(path: Path, root: Branch) -> Finding:
    known = (*keys_of(kind_at(path[:-1])), *(() if path[:-1] else OF_FILE))
    key = str(path[-1])
    near = nearest(key, known)
    facts = {"given": key, "known": known} | ({"near": near} if near else {})
    code = "key.unknown_near" if near else "key.unknown"
    return Finding(code, facts, path=dotted(path), place=follow(root, path).key.place)


def _no_such_word(refusal: Refusal, found: Found) -> Finding:
    known = _words(str((refusal.get("ctx") or {}).get("expected", "")))
    given = found.node.text if isinstance(found.node, Scalar) else str(refusal.get("input", ""))
    near = nearest(given, known)
    facts = {"given": given[:200], "known": known} | ({"near": near} if near else {})
    code = "word.unknown_near" if near else "word.unknown"
    return Finding(code, facts, path=dotted(found.path), place=found.mark.place)


def _words(expected: str) -> tuple[str, ...]:
    """The allowed words out of pydantic's ``'a', 'b' or 'c'``."""
    return tuple(part.strip("' ") for part in expected.replace(" or ", ", ").split(", ") if part.strip("' "))
