"""What the schema refuses, as findings at the places where it was written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from optimizer.errors import Finding
from optimizer.scenario.kinds import keys_of, kind_at, nearest
from optimizer.scenario.nodes import Branch, Key, Listing, Node, Path, Scalar, dotted, follow

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

Refusal = Mapping[str, Any]
"""One error as pydantic tells it."""


def findings_of(refusals: Iterable[Refusal], root: Branch) -> list[Finding]:
    """Every refusal once, at its place."""
    found: dict[tuple[str, str, int, int], Finding] = {}
    for refusal in refusals:
        finding = _finding(refusal, root)
        line, column = (finding.place.line, finding.place.column) if finding.place else (0, 0)
        found.setdefault((finding.code, finding.path, line, column), finding)
    return list(found.values())


def _finding(refusal: Refusal, root: Branch) -> Finding:
    kind, path = str(refusal["type"]), readable(refusal["loc"], root)
    if kind == "extra_forbidden":
        return _unknown(path, root)
    if kind == "missing":
        return _missing(path, root)
    walked, mark = follow(root, path)
    node = _node(root, walked)
    shown = dotted(walked)
    if kind == "literal_error":
        return _no_such_word(refusal, walked, node, shown, root)
    if kind in _SHAPES:
        facts = {"key": str(walked[-1]) if walked else "", "known": keys_of(kind_at(path))}
        return Finding(_SHAPES[kind], facts, path=shown, place=mark.place)
    facts = dict(refusal.get("ctx") or {})
    if "." not in kind:
        return Finding("type.other", {"said": refusal["msg"]}, path=shown, place=mark.place)
    return Finding(kind, facts, path=shown, place=mark.place)


def readable(loc: Iterable[Key], root: Branch) -> Path:
    """The path of a refusal without what pydantic adds to it: names of types, ``[key]``."""
    return tuple(part for part in loc if part not in ("[key]", "codes", "each-region"))


def _unknown(path: Path, root: Branch) -> Finding:
    *above, key = path
    holder, _ = follow(root, tuple(above))
    branch = _node(root, holder)
    if isinstance(branch, Branch) and str(key) not in branch.entries and len(branch.entries) == 1:
        branch = next(iter(branch.entries.values())).value
    known = keys_of(kind_at(tuple(above)))
    near = nearest(str(key), known)
    mark = root.mark
    if isinstance(branch, Branch):
        mark = branch.entries[str(key)].key if str(key) in branch.entries else branch.mark
    facts = {"given": str(key), "known": known} | ({"near": near} if near else {})
    code = "key.unknown_near" if near else "key.unknown"
    return Finding(code, facts, path=dotted(path), place=mark.place)


def _missing(path: Path, root: Branch) -> Finding:
    *above, key = path
    walked, _ = follow(root, tuple(above))
    mark = _key_mark(root, walked)
    shown = dotted((*walked, key))
    return Finding("key.missing", {"key": str(key)}, path=shown, place=mark.place)


def _key_mark(root: Branch, walked: Path) -> Any:
    """Where the record that lacks a key begins: at its own key."""
    node: Node = root
    mark = root.mark
    for key in walked:
        if isinstance(node, Branch) and str(key) in node.entries:
            mark, node = node.entries[str(key)].key, node.entries[str(key)].value
        elif isinstance(node, Listing) and isinstance(key, int):
            node = node.items[key]
            mark = node.mark
    return mark


def _no_such_word(refusal: Refusal, walked: Path, node: Node, shown: str, root: Branch) -> Finding:
    known = _words(str((refusal.get("ctx") or {}).get("expected", "")))
    given = node.text if isinstance(node, Scalar) else str(refusal.get("input", ""))
    near = nearest(given, known)
    facts = {"given": given[:200], "known": known} | ({"near": near} if near else {})
    _, mark = follow(root, walked)
    return Finding("word.unknown_near" if near else "word.unknown", facts, path=shown, place=mark.place)


def _words(expected: str) -> tuple[str, ...]:
    """The allowed words out of pydantic's ``'a', 'b' or 'c'``."""
    return tuple(part.strip("' ") for part in expected.replace(" or ", ", ").split(", ") if part.strip("' "))


def _node(root: Branch, walked: Path) -> Node:
    node: Node = root
    for key in walked:
        if isinstance(node, Listing) and isinstance(key, int):
            node = node.items[key]
        elif isinstance(node, Branch):
            entry = node.entries.get(str(key))
            if entry is None:
                only = next(iter(node.entries.values())).value
                assert isinstance(only, Branch)
                entry = only.entries[str(key)]
            node = entry.value
    return node


