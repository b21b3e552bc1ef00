"""Files, variants and ``--set`` become one tree, in which later wins and every value knows its origin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from optimizer.errors import Finding, Level, Place
from optimizer.scenario.changes import ChangeError, is_relative, merged
from optimizer.scenario.fields import read_name, read_text
from optimizer.scenario.folder import MOST_FILES, Folder, RefusedError, file_bytes
from optimizer.scenario.futures import Futures, Stated, agreed, declared
from optimizer.scenario.kinds import OF_FILE, is_figure, kind_at, nearest
from optimizer.scenario.nodes import (
    Branch,
    Entry,
    Key,
    Listing,
    Mark,
    Node,
    Scalar,
    Written,
    dotted,
    tagged,
    unquoted,
)
from optimizer.scenario.paths import PathError, Spot, spots
from optimizer.scenario.tables import Table, parted, read_table
from optimizer.scenario.yamlfile import parse, parse_text
from optimizer.units import UnreadableError

COMMAND_LINE = "--set"
TABLES: tuple[Table, ...] = ("regions", "funds")
"""Keys that may name a table instead."""

_VARIANT_KEYS = ("label", "note", "change")
_WITH = Place("--with", 1, 1)


@dataclass(frozen=True, slots=True)
class Layered:
    """One tree of all layers, what was found on the way, and the variants there are."""

    root: Branch
    findings: tuple[Finding, ...]
    variants: dict[str, str]
    files: tuple[str, ...]
    whole: bool
    """False where a file could not be read to its end: the tree is not to be judged."""
    futures: Futures | None = None
    """What may come, where the scenario says so."""


@dataclass(frozen=True, slots=True)
class Start:
    """The file named on the command line, and its bytes where they did not come from a disk."""

    folder: Folder
    file: Path
    name: str
    text: bytes | None = None


def start(path: Path | str, text: bytes | None = None) -> Start:
    """Where reading begins; ``-`` is the standard input, whose folder is the one worked in."""
    name = str(path)
    if name == "-":
        return Start(Folder(Path.cwd(), ""), Path.cwd() / "-", "-", text)
    file = Path(path)
    shown = file.parent.as_posix()
    return Start(
        Folder(file.parent.resolve(), shown), file.parent.resolve() / file.name, file.as_posix(), text
    )


def layered(begin: Start, variants: Sequence[str], sets: Sequence[str], chain: Sequence[str] = ()) -> Layered:
    """All layers in turn: what a file extends, the file, each variant, each ``--set``, each of a chain."""
    stack = Stack(begin)
    stack.file(begin.file, begin.name, begin.text)
    if not stack.whole:
        return stack.done()
    for name in variants:
        stack.variant(name)
    for number, given in enumerate(sets, 1):
        stack.set(given, number)
    for given in chain:
        stack.link(given, f"{begin.name}@{'@'.join(chain)}")
    return stack.done()


class Stack:
    """Layers put on one another; what is wrong is noted and the rest goes on."""

    def __init__(self, begin: Start) -> None:
        self.begin, self.folder = begin, begin.folder
        self.root = Branch({}, Mark(Written(begin.name), 1, 1))
        self.findings: list[Finding] = []
        self.variants: dict[str, tuple[Branch, Path]] = {}
        self.futures: dict[str, Stated] = {}
        self.until: Scalar | None = None
        self.files: list[str] = []
        self.whole = True

    def copy(self) -> Stack:
        """The same layers, for others to be put upon them apart from these: trees are never changed."""
        twin = Stack(self.begin)
        twin.root, twin.whole = self.root, self.whole
        twin.findings, twin.files, twin.variants = [*self.findings], [*self.files], dict(self.variants)
        twin.futures, twin.until = dict(self.futures), self.until
        return twin

    def done(self) -> Layered:
        """What came of it."""
        labels = {name: _label(variant) for name, (variant, _) in self.variants.items()}
        futures, found = agreed(self.futures, self.until, self.folder)
        findings = (*self.findings, *found)
        return Layered(self.root, findings, labels, tuple(self.files), self.whole, futures)

    def found(self, code: str, place: Place, at: str = "", level: Level = "error", /, **facts: Any) -> None:
        """Note a finding."""
        self.findings.append(Finding(code, facts, level, at, place))

    def file(self, file: Path, name: str, text: bytes | None, above: tuple[Path, ...] = ()) -> None:
        """Put a file on top, after what it extends."""
        self.files.append(name)
        try:
            raw = file_bytes(file) if text is None else text
        except (OSError, ValueError) as error:
            self._unread(error, name, above)
            return
        parsed = parse(raw, name)
        self.findings += parsed.findings
        if parsed.root is None:
            self.whole = False
            return
        body, lineage = parsed.root, (*above, file)
        self._extend(body.get("extends"), file, lineage)
        self._declare(body.get("variants"), file)
        self.futures, self.until, found = declared(body, file, self.futures, self.until)
        self.findings += found
        for key in OF_FILE:
            body = body.having(key, None)
        for key in TABLES:
            body = self._with_table(body, key, file)
        self._merge(body)

    def _unread(self, error: Exception, name: str, above: tuple[Path, ...]) -> None:
        reason = getattr(error, "strerror", None) or str(error)
        missing = isinstance(error, FileNotFoundError) and not above
        self.found("file.none" if missing else "file.unreadable", Place(name, 1, 1), reason=reason, file=name)
        self.whole = False

    def _extend(self, wanted: Node | None, file: Path, lineage: tuple[Path, ...]) -> None:
        if wanted is None:
            return
        if not isinstance(wanted, Scalar):
            self.found("extends.not_text", wanted.mark.place, "extends")
            return
        try:
            base = self.folder.beside(file, wanted)
        except RefusedError as refused:
            self._refuse(refused, "extends")
            return
        if any(base == one or base == one.resolve() for one in lineage):
            self.found("extends.circle", wanted.mark.place, "extends", given=wanted.text)
        elif len(self.files) >= MOST_FILES:
            self.found("extends.too_many", wanted.mark.place, "extends", limit=MOST_FILES)
        else:
            self.file(base, self.folder.name_of(base), None, lineage)
            return
        self.whole = False

    def _refuse(self, refused: RefusedError, path: str) -> None:
        found = refused.finding
        self.findings.append(Finding(found.code, found.facts, found.level, path, found.place))
        self.whole = False

    def _with_table(self, body: Branch, key: Table, file: Path) -> Branch:
        node = body.get(key)
        if not isinstance(node, Scalar) or node.is_null:
            return body
        return body.having(key, self._table(node, key, file))

    def _table(self, node: Scalar, key: Table, file: Path) -> Entry | None:
        given, sheet = parted(node.text)
        try:
            path = self.folder.beside(file, node._replace(text=given))
        except RefusedError as refused:
            self._refuse(refused, key)
            return None
        name = self.folder.name_of(path)
        self.files.append(name)
        rows, found = read_table(path, name, key, sheet=sheet)
        self.findings += found
        self.whole = self.whole and rows is not None
        return None if rows is None else Entry(node.mark, rows)

    def _read(self, path: str, new: Node, file: Path) -> Node | None:
        """The value of a change; at ``regions`` and ``funds`` a text names a table."""
        for key in TABLES:
            if path.strip() == key and isinstance(new, Scalar) and not new.is_null:
                read = self._table(new, key, file)
                return None if read is None else tagged(read.value, new.layer)
        return new

    def _declare(self, node: Node | None, file: Path) -> None:
        """Variants of a file, over those of the file it extends."""
        if node is None:
            return
        if not isinstance(node, Branch):
            self.found("variants.not_a_map", node.mark.place, "variants")
            return
        for name, entry in node.entries.items():
            if isinstance(entry.value, Scalar) and entry.value.is_null:
                if self.variants.pop(name, None) is None:
                    self.found(
                        "variant.none_to_remove", entry.key.place, f"variants.{name}", "warning", given=name
                    )
            elif self._is_variant(name, entry):
                assert isinstance(entry.value, Branch)
                self.variants[name] = (entry.value, file)

    def _is_variant(self, name: str, entry: Entry) -> bool:
        at, node = f"variants.{name}", entry.value
        self._read_text(read_name, name, entry.key, at)
        if not isinstance(node, Branch):
            self.found("variant.not_a_map", node.mark.place, at)
            return False
        for key, inner in node.entries.items():
            if key not in _VARIANT_KEYS:
                near = nearest(key, _VARIANT_KEYS)
                facts = {"known": _VARIANT_KEYS} | ({"near": near} if near else {})
                code = "key.unknown_near" if near else "key.unknown"
                self.found(code, inner.key.place, f"{at}.{key}", given=key, **facts)
            elif key != "change" and not isinstance(inner.value, Scalar):
                self.found("type.text", inner.value.mark.place, f"{at}.{key}")
            elif isinstance(inner.value, Scalar):
                reader = read_name if key == "label" else read_text
                self._read_text(reader, inner.value.text, inner.value.mark, f"{at}.{key}")
        if not isinstance(node.get("change"), Branch):
            self.found("variant.no_change", entry.key.place, at)
            return False
        return True

    def _read_text(self, reader: Callable[[str], str], text: str, mark: Mark, at: str) -> None:
        try:
            reader(text)
        except UnreadableError as error:
            self.found(error.code, mark.place, at, **error.facts)

    def variant(self, name: str, place: Place = _WITH) -> None:
        """Make the changes of a variant that is named at a place."""
        if not name.strip():
            self.found("variant.empty", place, known=tuple(self.variants))
            return
        if name not in self.variants:
            near = nearest(name, tuple(self.variants))
            code = "variant.unknown_near" if near else "variant.unknown" if self.variants else "variant.none"
            facts = {"known": tuple(self.variants)} | ({"near": near} if near else {})
            self.found(code, place, "", "error", given=name, **facts)
            return
        variant, file = self.variants[name]
        change = variant.get("change")
        assert isinstance(change, Branch)
        self.make(change, file, name, f"variants.{name}.change")

    def make(self, change: Branch, file: Path, name: str, within: str) -> None:
        """Make changes that stand ``within`` a file, in the name of a layer."""
        for path, entry in change.entries.items():
            new = self._read(path, tagged(entry.value, name), file)
            if new is None:
                continue
            self.change(path, new, entry.key, within)

    def link(self, given: str, within: str) -> None:
        """Make the changes of one part of ``FILE@VARIANT@PATH=VALUE``, named whole; variants come first."""
        if given in self.variants or _equals(given) is None:
            self.variant(given, Mark(Written(within, (given,)), 1, 1).place)
        else:
            self.set(given, 1, within)

    def set(self, given: str, number: int, within: str = COMMAND_LINE) -> None:
        """Make one change of the command line; ``within`` names what it stands in."""
        # Bytes that are no text arrive as halves of characters, which nothing can write.
        shown = given.encode("utf-8", "replace").decode()
        written = Written(within, ("",) * (number - 1) + (shown,))
        if shown != given:
            self.found("set.not_text", Mark(written, number, 1).place, given=shown[:200])
            return
        at = _equals(given)
        if at is None:
            self.found("set.no_equals", Mark(written, number, 1).place, given=given[:200])
            return
        path, text = given[:at], given[at + 1 :].strip()
        mark = Mark(written, number, at + 2)
        if text[:1] in ("[", "{", '"', "'"):
            node, found = parse_text(text, written)
            self.findings += (replace(one, place=mark.place) for one in found)
            if node is None:
                return
            new = tagged(_marked(node, mark), COMMAND_LINE)
        else:
            new = Scalar(text, mark, layer=COMMAND_LINE)
        read = self._read(path, new, self.folder.root / "-")
        if read is not None:
            self.change(path, read, mark, "")

    def change(self, path: str, new: Node, mark: Mark, within: str) -> None:
        """Put a value at every place a path names."""
        shown = ".".join(part for part in (within, path) if part)
        try:
            named = spots(self.root, path)
        except PathError as error:
            self.found(error.code, mark.place, shown, **error.facts)
            return
        if named.passed_over:
            self.found(
                "change.passed_over", mark.place, shown, "warning", funds=named.passed_over, given=path
            )
        # From the last to the first: taking an item out of a list moves those after it.
        for spot in reversed(named.found):
            try:
                self._put(spot, new)
            except ChangeError as error:
                self._not_changed(error, dotted(spot.path))

    def _put(self, spot: Spot, new: Node) -> None:
        path, missing = spot.path, spot.missing
        # A change of a record's value is a change of the record: its status and note follow.
        if not missing and path and path[-1] == "value" and is_figure(kind_at(path[:-1])):
            if isinstance(new, Scalar) and is_relative(new, kind_at(path)):
                path = path[:-1]
        elif missing == ("value",) and isinstance(new, Scalar) and is_figure(kind_at(path)):
            missing = ()
        if missing and isinstance(new, Scalar):
            if new.is_null:
                raise ChangeError("change.nothing_to_remove", new, given=dotted((*path, *missing)))
            if is_relative(new, kind_at((*path, *missing))):
                raise ChangeError("change.nothing_before", new, given=new.text)
        for key in reversed(missing):
            new = Branch({key: Entry(new.mark, new)}, new.mark)
        root = _put_at(self.root, path, new, ())
        if isinstance(root, Branch):
            self.root = root

    def _merge(self, body: Branch) -> None:
        """A file over what it extends, key by key, so that one mistake leaves the rest standing."""
        entries = dict(self.root.entries)
        for key, entry in body.entries.items():
            try:
                value = merged(self.root.get(key), entry.value, kind_at((key,)))
            except ChangeError as error:
                self._not_changed(error, key)
                continue
            if value is None:
                entries.pop(key, None)
            else:
                entries[key] = Entry(entry.key, value)
        self.root = Branch(entries, body.mark)

    def _not_changed(self, error: ChangeError, path: str) -> None:
        self.found(error.code, error.at.mark.place, path, **error.facts)


def _put_at(node: Node, path: Sequence[Key], new: Node, at: tuple[Key, ...]) -> Node | None:
    """The tree with a value merged in at a path."""
    if not path:
        return merged(node, new, kind_at(at))
    key, rest = path[0], path[1:]
    if isinstance(node, Listing) and isinstance(key, int):
        inner = _put_at(node.items[key], rest, new, (*at, key))
        items = (*node.items[:key], *(() if inner is None else (inner,)), *node.items[key + 1 :])
        return node._replace(items=items)
    assert isinstance(node, Branch)
    entry = node.entries[str(key)]
    inner = _put_at(entry.value, rest, new, (*at, key))
    return node.having(str(key), None if inner is None else Entry(entry.key, inner))


def _equals(given: str) -> int | None:
    """The first ``=`` outside brackets and quotes."""
    return next((at for at, letter, depth in unquoted(given, "[", "]") if letter == "=" and depth == 0), None)


def _marked(node: Node, mark: Mark) -> Node:
    """A value of the command line: all of it stands at one place."""
    if isinstance(node, Scalar):
        return node._replace(mark=mark)
    if isinstance(node, Listing):
        return Listing(tuple(_marked(item, mark) for item in node.items), mark)
    return Branch({key: Entry(mark, _marked(one.value, mark)) for key, one in node.entries.items()}, mark)


def _label(variant: Branch) -> str:
    label = variant.get("label")
    return label.text if isinstance(label, Scalar) else ""
