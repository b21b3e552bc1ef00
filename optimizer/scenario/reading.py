"""A scenario file becomes a Scenario, or every finding of the file in one go."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path as FilePath

from pydantic import ValidationError

from optimizer.errors import Finding, InvalidError, Place
from optimizer.scenario.checks import check
from optimizer.scenario.complaints import MOST_TOLD, Refusal, findings_of
from optimizer.scenario.futures import Futures
from optimizer.scenario.grouping import grouped
from optimizer.scenario.horizon import earlier_horizons, within_horizon
from optimizer.scenario.layers import Layered, layered, start
from optimizer.scenario.naming import named
from optimizer.scenario.nodes import Branch, Scalar, dotted, follow, leaves, plain, split
from optimizer.scenario.schema import Scenario
from optimizer.scenario.standing import findings_standing
from optimizer.scenario.unfinished import is_layer, is_study, told_as_layer, told_as_study

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Origin:
    """Which file, variant or ``--set`` put a value there."""

    value: str
    """The value as written."""
    place: Place
    layer: str = ""
    """The variant's name or ``--set``; empty for the body of a file."""
    before: Origin | None = None
    """What stood there until this layer replaced it."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A scenario that may be solved, and all that is known of how it was written."""

    scenario: Scenario
    findings: tuple[Finding, ...]
    """Warnings and notes."""
    root: Branch
    """The tree as all layers left it."""
    variants: Mapping[str, str]
    """The variants there are, with their labels."""
    sources: tuple[str, ...]
    """The files read."""
    futures: Futures | None = None
    """What may come, where the scenario says so; a plan of one scenario does not look at it."""

    @property
    def origins(self) -> dict[str, Origin]:
        """Where each value came from, by its path."""
        return origins(self.root)


def load(
    path: FilePath | str,
    *,
    variants: Sequence[str] = (),
    sets: Sequence[str] = (),
    chain: Sequence[str] = (),
    text: bytes | None = None,
) -> Loaded:
    """Read a scenario file with its layers.

    ``chain`` are variants and changes in the order in which they are to be made, after all others; ``text``
    are the bytes of the file where they were not read from a disk (``-``).

    Raises:
        InvalidError: with every finding, if one of them is an error.
    """
    with nothing_to_collect():
        begin = start(path, text)
        return judged(layered(begin, variants, sets, chain), begin.file)


def judged(layers: Layered, file: FilePath) -> Loaded:
    """What the layers of a file come to.

    Raises:
        InvalidError: with every finding, if one of them is an error.
    """
    if not layers.whole:
        raise InvalidError(grouped(layers.findings))
    scenario, found = _understood(layers, file)
    findings = grouped((*layers.findings, *_untold(found, layers.findings)))
    if scenario is None or any(finding.level == "error" for finding in findings):
        raise InvalidError(findings)
    return Loaded(scenario, findings, layers.root, layers.variants, layers.files, layers.futures)


@contextmanager
def nothing_to_collect() -> Iterator[None]:
    """No search for circles of garbage: reading makes none, and half of its time would go into looking."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _untold(found: Iterable[Finding], told: Iterable[Finding]) -> list[Finding]:
    """Findings but for those about a value that was refused before: a table says more of its cells."""
    refused = {finding.place for finding in told if finding.level == "error" and finding.place is not None}
    return [finding for finding in found if finding.place not in refused]


def _understood(layers: Layered, file: FilePath) -> tuple[Scenario | None, list[Finding]]:
    try:
        scenario = Scenario.model_validate(plain(layers.root))
    except ValidationError as error:
        return None, _refusals(error, layers.root, file)
    scenario, left_out = within_horizon(scenario, earlier_horizons(layers.root))
    found = [*left_out, *check(scenario)]
    return scenario, [_placed(finding, layers.root) for finding in named(found, scenario)]


def _refusals(error: ValidationError, root: Branch, file: FilePath) -> list[Finding]:
    """What the schema refuses, and what can be said of the rest."""
    refusals: list[Refusal] = list(error.errors(include_url=False))
    if is_study(root):
        return [told_as_study(file, root)]
    if file.name != STDIN and is_layer(refusals, root):
        layer, left = told_as_layer(refusals, file, root.mark)
        return [layer, *findings_of(left, root)]
    if len(refusals) > MOST_TOLD:
        return findings_of(refusals, root)
    standing = findings_standing(plain(root), refusals, lasting=not earlier_horizons(root))
    return [*findings_of(refusals, root), *(_placed(finding, root) for finding in standing)]


def _placed(finding: Finding, root: Branch) -> Finding:
    """A finding about a path, at the place where the path, or the nearest thing above it, was written."""
    if finding.place is not None or not finding.path:
        return finding
    return replace(finding, place=follow(root, split(root, finding.path)).mark.place)


def origins(root: Branch) -> dict[str, Origin]:
    """The origin of every value in the tree."""
    return {dotted(path): _origin(leaf) for path, leaf in leaves(root)}


def _origin(leaf: Scalar) -> Origin:
    before = leaf.before
    earlier = _origin(before) if isinstance(before, Scalar) else None
    return Origin(leaf.text, leaf.mark.place, leaf.layer, earlier)
