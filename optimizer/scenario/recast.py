"""A scenario file read once, and understood again with other variants and changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from optimizer.scenario.checks import Check, is_refused
from optimizer.scenario.checks_time import scenario_can_be_read_again
from optimizer.scenario.horizon import earlier_horizons, within_horizon
from optimizer.scenario.layers import Stack, start
from optimizer.scenario.nodes import Branch, Node, plain
from optimizer.scenario.reading import judged, nothing_to_collect
from optimizer.scenario.resolved import Written, values
from optimizer.scenario.schema import Scenario
from optimizer.scenario.yamlfile import MOST_NODES

MOST_GROUNDS = 64
"""Choices of variants whose layers are kept."""

MOST_STACKS = 256
"""Beginnings of lists of changes whose layers are kept: cases of a grid share them."""

MOST_PARTS = 5_000
"""Values understood of such beginnings that are kept."""

_MAPS = ("groups", "regions", "totals", "funds", "targets", "sources")
"""Sections of records that can be put in beside records still to be read."""

_FIELDS = {field.alias or name: name for name, field in Scenario.model_fields.items()}
"""The name of each section's field by its key."""

_READ_ANEW = ("premium", "goals")
"""Sections whose records are read from text only."""


class Recast:
    """The scenarios that one file makes with variants and changes."""

    def __init__(
        self,
        path: FilePath | str,
        *,
        variants: Sequence[str] = (),
        sets: Sequence[str] = (),
        text: bytes | None = None,
    ) -> None:
        """Read the file; ``variants`` and ``sets`` go before those of each scenario.

        ``text`` are the bytes of the file where they were not read from a disk.
        """
        self._begin = start(path, text)
        self._variants, self._sets = tuple(variants), tuple(sets)
        self._file = Stack(self._begin)
        self._file.file(self._begin.file, self._begin.name, self._begin.text)
        self._grounds: dict[tuple[str, ...], _Ground] = {}
        self._stacks: dict[tuple[tuple[str, ...], tuple[str, ...]], Stack] = {}

    def scenario(self, variants: Sequence[str] = (), sets: Sequence[str] = ()) -> Scenario:
        """What ``load`` makes of the file with these variants and changes after those of all.

        Raises:
            InvalidError: with every finding that ``load`` has.
        """
        with nothing_to_collect():
            ground = self._ground(tuple(variants))
            stack = self._stack(ground.stack, tuple(variants), tuple(sets))
            scenario = None if _is_wrong(stack) else ground.scenario_of(stack.root)
            return judged(stack.done(), self._begin.file).scenario if scenario is None else scenario

    def digest(self, scenario: Scenario, variants: Sequence[str] = ()) -> str:
        """The digest of a scenario that was made here, from the same variants if it is to be quick."""
        return self._ground(tuple(variants)).written.digest(scenario)

    def _stack(self, ground: Stack, variants: tuple[str, ...], sets: tuple[str, ...]) -> Stack:
        """The layers with these changes; those without the last one are kept for the next case."""
        if not sets or not ground.whole:
            return ground
        key = (variants, sets[:-1])
        if key not in self._stacks:
            if len(self._stacks) >= MOST_STACKS:
                self._stacks.pop(next(iter(self._stacks)))
            self._stacks[key] = self._stack(ground, *key)
        stack = self._stacks[key].copy()
        stack.set(sets[-1], len(self._sets) + len(sets))
        return stack

    def _ground(self, variants: tuple[str, ...]) -> _Ground:
        """The layers that all scenarios with these variants have in common."""
        if variants not in self._grounds:
            if len(self._grounds) >= MOST_GROUNDS:
                self._grounds.pop(next(iter(self._grounds)))
            stack = self._file.copy()
            if stack.whole:
                for name in (*self._variants, *variants):
                    stack.variant(name)
                for number, given in enumerate(self._sets, 1):
                    stack.set(given, number)
            self._grounds[variants] = _Ground(stack)
        return self._grounds[variants]


class _Ground:
    """Layers in common, and the values that were understood of them."""

    def __init__(self, stack: Stack) -> None:
        self.stack, self.written = stack, Written()
        self._known: Scenario | None = None
        self._parts: dict[str, dict[str, Any]] = {}
        self._met: dict[tuple[str, int], tuple[Node, Any]] = {}
        self._size = 0
        if not stack.whole or any(finding.level == "error" for finding in stack.done().findings):
            return
        try:
            self._known = Scenario.model_validate(plain(stack.root))
        except ValidationError:
            return
        self._parts = {name: _by_key(stack.root.get(name), getattr(self._known, name)) for name in _MAPS}
        self._size = values(self._known)

    def scenario_of(self, root: Branch) -> Scenario | None:
        """What the tree means, where only new parts must be understood; None where it is wrong."""
        if self._known is None:
            return None
        document = {key: self._part(key, entry.value) for key, entry in root.entries.items()}
        try:
            scenario = Scenario.model_validate(document)
        except ValidationError:
            return None
        self._remember(root, scenario)
        scenario, _ = within_horizon(scenario, earlier_horizons(root))
        return None if is_refused(scenario, self._passed(scenario)) else scenario

    def _part(self, key: str, node: Node) -> Any:
        """A section as the values that are known of it, and as text where it is new."""
        old = self.stack.root.get(key)
        if old is node and key not in _READ_ANEW:
            return getattr(self._known, _FIELDS.get(key, key))
        parts = self._parts.get(key)
        if not (parts and isinstance(old, Branch) and isinstance(node, Branch)):
            return plain(node)
        return {
            name: parts[name]
            if name in parts and old.get(name) is entry.value
            else self._met_before(key, entry.value)
            for name, entry in node.entries.items()
        }

    def _met_before(self, section: str, node: Node) -> Any:
        met = self._met.get((section, id(node)))
        return plain(node) if met is None else met[1]

    def _remember(self, root: Branch, scenario: Scenario) -> None:
        """Keep what was understood of the nodes that are new: the next case may have them too."""
        if len(self._met) > MOST_PARTS:
            self._met.clear()
        for name in self._parts:
            node, old = root.get(name), self.stack.root.get(name)
            if node is old or not isinstance(node, Branch) or not isinstance(old, Branch):
                continue
            parts = _by_key(node, getattr(scenario, name))
            for key, entry in node.entries.items() if parts else ():
                if old.get(key) is not entry.value:
                    self._met[name, id(entry.value)] = (entry.value, parts[key])

    def _passed(self, scenario: Scenario) -> tuple[Check, ...]:
        """Checks that cannot fail: with all that is new beside all that was, it is not too much."""
        new = 0
        for name in Scenario.model_fields:
            part, old = getattr(scenario, name), getattr(self._known, name)
            if part is old:
                continue
            if isinstance(part, Mapping):
                new += sum(values(one) + 1 for key, one in part.items() if old.get(key) is not one)
            else:
                new += values(part)
        return (scenario_can_be_read_again,) if self._size + new <= MOST_NODES else ()


def _is_wrong(stack: Stack) -> bool:
    return not stack.whole or any(finding.level == "error" for finding in stack.findings)


def _by_key(node: Node | None, known: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a section by the keys as they are written; none where two keys are the same."""
    if not isinstance(node, Branch) or len(node.entries) != len(known):
        return {}
    return dict(zip(node.entries, known.values(), strict=True))
