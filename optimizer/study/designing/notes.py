"""Reading the nodes of a study file: every finding is noted at its place, and the rest goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from optimizer.errors import Finding
from optimizer.scenario.changes import ChangeError
from optimizer.scenario.fields import read_name, read_text
from optimizer.scenario.kinds import nearest
from optimizer.scenario.nodes import Branch, Entry, Mark, Node, Scalar
from optimizer.scenario.paths import PathError
from optimizer.units import UnreadableError

Value = TypeVar("Value")


class Notes:
    """What was found in one study file."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    @property
    def wrong(self) -> bool:
        """Whether one of them is an error."""
        return any(one.level == "error" for one in self.findings)

    def found(self, code: str, mark: Mark, at: str, /, **facts: Any) -> None:
        """Note an error."""
        self.findings.append(Finding(code, facts, path=at, place=mark.place))

    @contextmanager
    def noting(self, mark: Mark, at: str) -> Iterator[None]:
        """What cannot be read inside is noted here."""
        try:
            yield
        except (PathError, UnreadableError) as error:
            self.found(error.code, mark, at, **error.facts)
        except ChangeError as error:
            self.found(error.code, mark, at, **error.facts)

    def read(self, reader: Callable[[str], Value], node: Node, at: str) -> Value | None:
        """One value, or None and a finding."""
        text = self.text(node, at)
        if text is None:
            return None
        with self.noting(node.mark, at):
            return reader(text)
        return None

    def text(self, node: Node, at: str) -> str | None:
        """The text of one value."""
        if isinstance(node, Scalar):
            return node.text
        self.found("type.text", node.mark, at, key=at.rpartition(".")[2])
        return None

    def name(self, node: Node | None, at: str) -> str:
        """A text on one line; empty where it is left out."""
        return "" if node is None else self.read(read_name, node, at) or ""

    def note(self, node: Node | None, at: str) -> str:
        """A text of several lines; empty where it is left out."""
        return "" if node is None else self.read(read_text, node, at) or ""

    def branch(self, node: Node | None, at: str, known: Sequence[str] = ()) -> Mapping[str, Entry]:
        """The entries of a map; keys that are not ``known`` are noted and left out, unless none is said."""
        if node is None:
            return {}
        if not isinstance(node, Branch):
            self.found("type.map", node.mark, at, key=at.rpartition(".")[2], known=tuple(known))
            return {}
        if not node.entries:
            self.found("type.empty", node.mark, at, key=at.rpartition(".")[2])
        for key, entry in node.entries.items():
            if known and key not in known:
                self.unknown("key", key, known, entry.key, f"{at}.{key}".lstrip("."))
        return {key: entry for key, entry in node.entries.items() if not known or key in known}

    def items(self, node: Node, at: str) -> tuple[Node, ...]:
        """The items of a list; one value alone is a list of one."""
        if isinstance(node, Branch):
            self.found("type.list", node.mark, at, key=at.rpartition(".")[2])
            return ()
        if isinstance(node, Scalar):
            return (node,)
        if not node.items:
            self.found("type.empty", node.mark, at, key=at.rpartition(".")[2])
        return node.items

    def word(self, node: Node | None, known: Sequence[str], at: str, default: str) -> str:
        """One of a few words."""
        given = default if node is None else self.text(node, at)
        if given in known or given is None or node is None:
            return given or default
        self.unknown("word", given, known, node.mark, at)
        return default

    def unknown(self, kind: str, given: str, known: Sequence[str], mark: Mark, at: str) -> None:
        """Something that is not one of those known: ``key``, ``word`` or ``variant``."""
        near = nearest(given, tuple(known))
        code = f"{kind}.unknown_near" if near else f"{kind}.unknown"
        self.found(code, mark, at, given=given[:200], known=tuple(known), **({"near": near} if near else {}))
