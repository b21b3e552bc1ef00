"""A dotted path is read, and the places of the tree it names are found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple, TypeAlias

from optimizer.scenario.kinds import ROOT, Kind, child, default_of, is_figure, is_open, keys_of, nearest
from optimizer.scenario.nodes import Branch, Key, Listing, Node, Path, Scalar, text_of

MOST_PARTS = 64
SETTLED = ("contracted", "paid")
"""Funds that a pattern passes over: the money is promised or gone."""

_PART = re.compile(
    r"""\[ (?P<key>[^=\[\]]+) = (?P<wanted>"[^"]*"|'[^']*'|[^\]]*) \]
      | "(?P<double>[^"]*)" | '(?P<single>[^']*)'
      | (?P<name>[^.\[\]"']+)""",
    re.VERBOSE,
)
_PLAIN = re.compile(r"[A-Za-z0-9_-]+")
"""A key that needs no quotes."""


class Name(NamedTuple):
    """One part between dots; ``*`` stands for any run of characters."""

    text: str


class Quoted(NamedTuple):
    """One whole key, as written."""

    text: str


class Select(NamedTuple):
    """Those whose ``key`` is ``wanted``."""

    key: str
    wanted: str


Part: TypeAlias = Name | Quoted | Select


class PathError(Exception):
    """A path that cannot be read, or names nothing."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class Spot(NamedTuple):
    """A place of the tree: what is there, and the keys to be added below it."""

    path: Path
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spots:
    """All places a path names, and the settled funds it passed over."""

    found: tuple[Spot, ...]
    passed_over: tuple[str, ...]


def parts_of(text: str) -> tuple[Part, ...]:
    """Read a path.

    >>> parts_of('funds[owner=52].ceiling')
    (Name(text='funds'), Select(key='owner', wanted='52'), Name(text='ceiling'))
    """
    given, parts, at = text.strip(), list[Part](), 0
    while at < len(given):
        found = _PART.match(given, at)
        if found is None or len(parts) >= MOST_PARTS:
            raise PathError("path.unwritable", given=text[:200])
        parts.append(_part(found))
        at = found.end()
        if at < len(given) and given[at] == ".":
            at += 1
            if at == len(given):
                raise PathError("path.unwritable", given=text[:200])
        elif at < len(given) and given[at] != "[":
            raise PathError("path.unwritable", given=text[:200])
    if not parts:
        raise PathError("path.unwritable", given=text[:200])
    return tuple(parts)


def _part(found: re.Match[str]) -> Part:
    if found["key"] is not None:
        return Select(found["key"].strip(), found["wanted"].strip().strip("\"'"))
    if found["name"] is not None:
        return Name(found["name"].strip())
    return Quoted(found["double"] if found["double"] is not None else found["single"])


def path_to(*keys: str) -> str | None:
    """The path that names exactly these keys; None where one of them cannot be written in a path.

    >>> path_to("funds", "dompu-2027", "ceiling"), path_to("funds", "a*", "ceiling")
    ('funds.dompu-2027.ceiling', 'funds."a*".ceiling')
    """
    parts = [_written(key) for key in keys]
    return None if None in parts else ".".join(part for part in parts if part is not None)


def _written(key: str) -> str | None:
    if _PLAIN.fullmatch(key):
        return key
    mark = next((mark for mark in "\"'" if mark not in key), None)
    return None if mark is None else f"{mark}{key}{mark}"


def spots(root: Branch, text: str) -> Spots:
    """The places a path names.

    Raises:
        PathError: it cannot be read, or names nothing that is or may be.
    """
    parts = parts_of(text)
    walk = _Walk(text)
    found = tuple(walk.of(root, ROOT, parts, (), pattern=False))
    if not found and not walk.passed_over:
        raise PathError("path.nothing", given=text[:200], near=walk.near or _near_start(parts))
    return Spots(found, tuple(walk.passed_over))


def _near_start(parts: Sequence[Part]) -> str:
    first = parts[0]
    return nearest("" if isinstance(first, Select) else first.text, keys_of(ROOT)) or ", ".join(keys_of(ROOT))


class _Walk:
    """One walk along one path; remembers what was passed over and what came nearest."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.passed_over: list[str] = []
        self.near = ""

    def of(
        self, node: Node, kind: Kind | None, parts: Sequence[Part], at: Path, *, pattern: bool
    ) -> Iterator[Spot]:
        """Places below a node; ``pattern`` says that it was matched, not named."""
        if pattern and len(at) == 2 and at[0] == "funds" and _settled(node):
            self.passed_over.append(str(at[1]))
            return
        if not parts:
            yield Spot(at, ())
            return
        if isinstance(node, Scalar):
            yield from self._new(node, kind, parts, at)
            return
        if isinstance(parts[0], Select):
            for key, inner in _children(node):
                if _is(inner, _below(kind, key), parts[0]):
                    yield from self.of(inner, _below(kind, key), parts[1:], (*at, key), pattern=True)
            return
        match = _matches(node, parts)
        if match is None:
            yield from self._new(node, kind, parts, at)
            return
        for key in match.keys:
            inner, rest = _child(node, key), parts[match.used :]
            yield from self.of(inner, _below(kind, key), rest, (*at, key), pattern=match.by_pattern)

    def _new(self, node: Node, kind: Kind | None, parts: Sequence[Part], at: Path) -> Iterator[Spot]:
        """The path leads on to keys that are not there yet, where the schema has room for them."""
        added: list[str] = []
        for place, part in enumerate(parts):
            last = place == len(parts) - 1
            if isinstance(part, Select) or (isinstance(part, Name) and "*" in part.text):
                return
            if kind is not None and is_open(kind) and not last:
                if not added:
                    self._remember(node, kind, parts, at)
                return
            kind = None if kind is None else child(kind, part.text)
            if kind is None:
                if not added:
                    self._remember(node, None, parts, at)
                return
            added.append(part.text)
        yield Spot(at, tuple(added))

    def _remember(self, node: Node, kind: Kind | None, parts: Sequence[Part], at: Path) -> None:
        names = [part.text for part in parts if not isinstance(part, Select)]
        if not names:
            return
        here = [str(key) for key in _keys(node)] if not isinstance(node, Scalar) else []
        known = [*here, *(key for key in _known(at) if key not in here)]
        near = nearest(".".join(names), known) or nearest(names[0], known)
        start = ".".join(str(key) for key in at)
        if near is not None:
            self.near = ".".join(part for part in (start, near) if part)
        elif not self.near:
            self.near = ", ".join(known[:8])


def _known(at: Path) -> tuple[str, ...]:
    kind: Kind | None = ROOT
    for key in at:
        kind = None if kind is None else child(kind, key)
    return keys_of(kind) if kind is not None else ()


def _below(kind: Kind | None, key: Key) -> Kind | None:
    return None if kind is None else child(kind, key)


def globs(pattern: str, text: str) -> bool:
    """Whether a text fits a pattern; each piece is looked for once, so that no pattern is slow.

    >>> globs("*-murni-2026", "dompu-murni-2026"), globs("a*b*c", "acb")
    (True, False)
    """
    first, *middle = pattern.split("*")
    if not middle:
        return pattern == text
    last = middle.pop()
    if not text.startswith(first) or not text.endswith(last) or len(text) < len(first) + len(last):
        return False
    at, end = len(first), len(text) - len(last)
    for piece in middle:
        at = text.find(piece, at, end)
        if at < 0:
            return False
        at += len(piece)
    return True


class _Match(NamedTuple):
    """The keys that the longest start of a path names, and how many of its parts that is."""

    keys: list[Key]
    used: int
    by_pattern: bool


def _matches(node: Branch | Listing, parts: Sequence[Part]) -> _Match | None:
    if isinstance(parts[0], Quoted):
        keys = _having(node, parts[0].text)
        return _Match(keys, 1, by_pattern=False) if keys else None
    start = takewhile(lambda part: isinstance(part, Name), parts)
    names = [part.text for part in start if isinstance(part, Name)]
    for used in range(len(names), 0, -1):
        joined = ".".join(names[:used])
        by_pattern = "*" in joined
        keys = (
            [key for key in _keys(node) if globs(joined, str(key))] if by_pattern else _having(node, joined)
        )
        if keys:
            return _Match(keys, used, by_pattern)
    return None


def _having(node: Branch | Listing, key: str) -> list[Key]:
    if isinstance(node, Branch):
        return [key] if key in node.entries else []
    return (
        [int(key)] if key.isascii() and key.isdigit() and len(key) < 6 and int(key) < len(node.items) else []
    )


def _keys(node: Branch | Listing) -> list[Key]:
    return list(node.entries) if isinstance(node, Branch) else list(range(len(node.items)))


def _child(node: Branch | Listing, key: Key) -> Node:
    return node.entries[str(key)].value if isinstance(node, Branch) else node.items[int(key)]


def _children(node: Branch | Listing) -> Iterator[tuple[Key, Node]]:
    return ((key, _child(node, key)) for key in _keys(node))


def _is(node: Node, kind: Kind | None, select: Select) -> bool:
    """Whether a node has the wanted value; a key left out has its default."""
    if not isinstance(node, Branch):
        return False
    inner: Node | None = node
    for key in select.key.split("."):
        inner = inner.get(key) if isinstance(inner, Branch) else None
    text = text_of(inner)
    if text is None and inner is None and kind is not None and not is_figure(kind):
        text = default_of(kind, select.key)
    if text is None:
        return False
    return globs(select.wanted, text)


def _settled(node: Node) -> bool:
    return isinstance(node, Branch) and text_of(node.get("status")) in SETTLED
