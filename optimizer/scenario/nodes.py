"""What a file says, before it is understood: text with the mark it stands at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

from optimizer.errors import Place

LONGEST_EXCERPT = 2_000
"""A longer line is not quoted: a cut one would show the mark in the wrong place."""


class Written(NamedTuple):
    """A file as it was written, by the name its user knows."""

    name: str
    lines: tuple[str, ...] = ()


class Mark(NamedTuple):
    """A place in a file, lines and columns counted from 1."""

    written: Written
    line: int
    column: int

    @property
    def place(self) -> Place:
        """The place with the line as written."""
        lines = self.written.lines
        line = lines[self.line - 1] if 0 < self.line <= len(lines) else ""
        return Place(self.written.name, self.line, self.column, line if len(line) <= LONGEST_EXCERPT else "")


class Scalar(NamedTuple):
    """One value as text; ``quoted`` when it stood in quotes."""

    text: str
    mark: Mark
    quoted: bool = False
    layer: str = ""
    """The variant or ``--set`` that put it there; empty for the body of a file."""
    before: Node | None = None
    """What stood here until a later layer replaced it."""

    @property
    def is_null(self) -> bool:
        """Whether it removes what stood there before."""
        return not self.quoted and self.text in ("null", "Null", "NULL", "~")


class Listing(NamedTuple):
    """A sequence of values."""

    items: tuple[Node, ...]
    mark: Mark


class Entry(NamedTuple):
    """A value and the mark of its key."""

    key: Mark
    value: Node


class Branch(NamedTuple):
    """Values by key, in the order written."""

    entries: Mapping[str, Entry]
    mark: Mark

    def get(self, key: str) -> Node | None:
        """The value under a key."""
        entry = self.entries.get(key)
        return None if entry is None else entry.value

    def having(self, key: str, entry: Entry | None) -> Branch:
        """The same with one entry put in, replaced in its place, or taken out."""
        if entry is None:
            return Branch({name: old for name, old in self.entries.items() if name != key}, self.mark)
        return Branch({**self.entries, key: entry}, self.mark)


Node: TypeAlias = Scalar | Listing | Branch
Key: TypeAlias = str | int
Path: TypeAlias = tuple[Key, ...]


def plain(node: Node) -> Any:
    """The node as dicts, lists and text."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Listing):
        return [plain(item) for item in node.items]
    return {key: plain(entry.value) for key, entry in node.entries.items()}


def leaves(node: Node, at: Path = ()) -> Iterator[tuple[Path, Scalar]]:
    """Every scalar with its path."""
    if isinstance(node, Scalar):
        yield at, node
    elif isinstance(node, Listing):
        for place, item in enumerate(node.items):
            yield from leaves(item, (*at, place))
    else:
        for key, entry in node.entries.items():
            yield from leaves(entry.value, (*at, key))


def text_of(node: Node | None) -> str | None:
    """The text of a scalar, or of the value of a record."""
    if isinstance(node, Branch):
        node = node.get("value")
    return node.text if isinstance(node, Scalar) else None


def tagged(node: Node, layer: str) -> Node:
    """The same node, said to come from a layer."""
    if isinstance(node, Scalar):
        return node._replace(layer=layer)
    if isinstance(node, Listing):
        return node._replace(items=tuple(tagged(item, layer) for item in node.items))
    return node._replace(
        entries={key: Entry(entry.key, tagged(entry.value, layer)) for key, entry in node.entries.items()}
    )


def unquoted(text: str, opening: str, closing: str) -> Iterator[tuple[int, str, int]]:
    """Place, letter and depth in brackets of what stands outside quotes, brackets themselves left out."""
    quote, depth = "", 0
    for at, letter in enumerate(text):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter in opening:
            depth += 1
        elif letter in closing:
            depth -= 1
        else:
            yield at, letter, depth


def dotted(path: Path) -> str:
    """A path as people write it."""
    return ".".join(str(key) for key in path)


class Found(NamedTuple):
    """How far a path leads in a tree, what is there, and where it and its key stand."""

    path: Path
    node: Node
    mark: Mark
    key: Mark


def follow(root: Node, path: Path) -> Found:
    """How far a path leads in the tree.

    A goal is written ``{coverage: {give_up: 1%}}`` and read as ``{name, give_up}``; a figure is written
    bare and read as a record: parts of a path that are not in the tree are passed over.
    """
    found = Found((), root, root.mark, root.mark)
    for key in path:
        node = found.node
        if isinstance(node, Listing) and isinstance(key, int) and 0 <= key < len(node.items):
            item = node.items[key]
            found = Found((*found.path, key), item, item.mark, item.mark)
        elif (branch := _holding(node, key)) is not None:
            entry = branch.entries[str(key)]
            mark = entry.value.mark if isinstance(entry.value, Scalar) else entry.key
            found = Found((*found.path, key), entry.value, mark, entry.key)
    return found


def split(root: Node, text: str) -> Path:
    """The keys of a dotted path; at each step the longest key that is there, as codes have dots.

    Keys that are not in the tree stay as they are written between the dots.
    """
    parts, path, node = text.split("."), list[Key](), root
    while parts:
        used = next((n for n in range(len(parts), 0, -1) if _has(node, ".".join(parts[:n]))), 1)
        joined = ".".join(parts[:used])
        key: Key = int(joined) if isinstance(node, Listing) and _has(node, joined) else joined
        node, parts = follow(node, (key,)).node, parts[used:]
        path.append(key)
    return tuple(path)


def _has(node: Node, key: str) -> bool:
    if isinstance(node, Listing):
        return key.isascii() and key.isdigit() and len(key) < 7 and int(key) < len(node.items)
    return _holding(node, key) is not None


def _holding(node: Node, key: Key) -> Branch | None:
    """The branch that holds a key: the node itself, or the options of a goal."""
    if not isinstance(node, Branch):
        return None
    if str(key) in node.entries:
        return node
    if len(node.entries) == 1:
        only = next(iter(node.entries.values())).value
        if isinstance(only, Branch) and str(key) in only.entries:
            return only
    return None
