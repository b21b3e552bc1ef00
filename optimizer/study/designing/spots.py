"""What a path of a study names in its scenario, and whether a value may stand there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from optimizer.errors import Finding, InvalidError
from optimizer.scenario.figures import Figure, figures
from optimizer.scenario.kinds import kind_at, number_at
from optimizer.scenario.nodes import Node, Scalar, follow, plain, text_of
from optimizer.scenario.paths import PathError, Spot, path_to, spots
from optimizer.scenario.reading import Loaded, load
from optimizer.study.designing.amounts import read
from optimizer.study.designing.shapes import Factor
from optimizer.units import UnreadableError


@dataclass(frozen=True)
class Ground:
    """The scenario that a study stands on."""

    file: str
    base: Loaded
    variants: tuple[str, ...]
    sets: tuple[str, ...]
    varied: bool = False
    """Whether variants are varied too: a change then starts from what the variant left, not from here."""

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The variants there are."""
        return tuple(self.base.variants)

    @cached_property
    def figures(self) -> dict[tuple[str, ...], Figure]:
        """Every figure of the scenario by its keys."""
        return {tuple(map(str, keys)): figure for keys, figure in figures(self.base.scenario)}

    def factor(self, path: str) -> Factor:
        """What is varied by changing a path.

        Raises:
            PathError: it names nothing.
        """
        found = spots(self.base.root, path).found
        if not found:
            raise PathError("study.all_passed_over", given=path[:200])
        units = {number_at(_kind(spot)) for spot in found}
        unit = units.pop() if len(units) == 1 else None
        if unit is None:
            return Factor(path)
        numbers = [number for spot in found if (number := self._before(spot, unit)) is not None]
        known = (min(numbers), max(numbers)) if len(numbers) == len(found) else None
        alone = known is not None and len(found) == 1 and not self.varied
        return Factor(path, unit, numbers[0] if alone else None, known)

    def places(self, path: str) -> tuple[tuple[str, ...], ...]:
        """The keys of every place that a path names.

        Raises:
            PathError: it names nothing.
        """
        found = spots(self.base.root, path).found
        return tuple(tuple(str(key) for key in (*spot.path, *spot.missing)) for spot in found)

    def each(self, path: str) -> Iterator[tuple[str, Figure]]:
        """Every figure that a path names, with a path of its own.

        Raises:
            PathError: it names nothing.
        """
        for spot in spots(self.base.root, path).found:
            keys = tuple(str(key) for key in (*spot.path, *spot.missing))
            keys = keys[:-1] if keys[-1:] == ("value",) else keys
            own = self.path_of(keys)
            if keys in self.figures and own is not None:
                yield own, self.figures[keys]

    def path_of(self, keys: tuple[str, ...]) -> str | None:
        """A path that names exactly one place: as people write it, where that is plain enough."""
        dotted = ".".join(keys)
        try:
            found = spots(self.base.root, dotted).found
        except PathError:
            found = ()
        if len(found) == 1 and tuple(map(str, (*found[0].path, *found[0].missing))) == keys:
            return dotted
        return path_to(*keys)

    def _before(self, spot: Spot, unit: type) -> Fraction | None:
        """The number at a place; what the schema puts there when the file says nothing."""
        keys = tuple(str(key) for key in (*spot.path, *spot.missing))
        figure = self.figures.get(keys[:-1] if keys[-1:] == ("value",) else keys)
        if figure is not None:
            return Fraction(figure.number)
        if keys == ("rules", "stay"):
            return Fraction(self.base.scenario.rules.stay)
        if spot.missing:
            return None
        text = text_of(follow(self.base.root, spot.path).node)
        try:
            known = None if text is None else read(text, unit)
        except UnreadableError:
            return None
        return known.value if known is not None and known.how == "is" else None

    def refused(self, path: str, text: str) -> tuple[Finding, ...]:
        """What is said against the scenario with one value put in; empty where nothing is."""
        try:
            load(self.file, variants=self.variants, sets=(*self.sets, f"{path}={text}"))
        except InvalidError as error:
            return tuple(one for one in error.findings if one.level == "error")
        return ()


def written(node: Node) -> str:
    """A value as ``--set`` takes it: text as it is, lists and maps in brackets."""
    if not isinstance(node, Scalar):
        return json.dumps(plain(node), ensure_ascii=False)
    if node.text[:1] in ("[", "{", '"', "'") or (node.quoted and node.text in ("null", "~")):
        return json.dumps(node.text, ensure_ascii=False)
    return node.text


def _kind(spot: Spot) -> object:
    return kind_at((*spot.path, *spot.missing))
