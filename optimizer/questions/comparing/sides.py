"""What is compared: scenario files with their layers, and plans that were kept in folders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from optimizer.answers.compare import Layer
from optimizer.errors import AlokasiError, AuditError, Finding, InvalidError
from optimizer.plan.shapes import Plan
from optimizer.runs import layers_of
from optimizer.scenario.reading import STDIN, Loaded, load
from optimizer.scenario.schema import Scenario
from optimizer.scenario.variants import chained, links
from optimizer.verify import verify

SCENARIO_FILE = "scenario.yaml"
"""What an output folder calls the scenario its plan was made for."""
MOST_SIDES = 12
"""More plans nobody reads beside each other; a study compares thousands."""


@dataclass(frozen=True, slots=True)
class Named:
    """One side as it was named, before it is read."""

    given: str
    file: Path
    """The scenario file, ``-`` for the standard input, or the folder."""
    chain: tuple[str, ...] = ()
    """Variants and changes of this side alone, in their order."""
    is_folder: bool = False


@dataclass(frozen=True, slots=True)
class Shared:
    """What all files have in common: variants and changes below each side's own, and standard input."""

    variants: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    text: bytes | None = field(default=None, repr=False)
    """What stood on the standard input."""


@dataclass(frozen=True, slots=True)
class Read:
    """One side, read: a scenario, or a plan with its scenario."""

    named: Named
    shared: Shared
    scenario: Scenario
    loaded: Loaded | None
    """Of a file."""
    plan: Plan | None
    """Of a folder, counted again; that of a file is still to be solved."""
    kept: tuple[str, ...] = ()
    """Variants and changes of the plan of a folder, as its ``run.yaml`` has them."""

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The side's own variants and changes, with the names the file gives them."""
        known = self.loaded.variants if self.loaded else {}
        return tuple(Layer(given, known.get(given, "")) for given in self.named.chain)

    def with_chain(self, chain: Sequence[str]) -> Loaded:
        """The same file with other variants and changes of its own.

        Raises:
            InvalidError: with every finding, if one of them is an error.
        """
        return _loaded(replace(self.named, chain=tuple(chain)), self.shared)


def named(given: str) -> Named:
    """What a word of the command line names: a file with its layers, standard input, a folder.

    Raises:
        InvalidError: it is a folder with layers, which a plan that was kept cannot have.
    """
    if given == STDIN or given.startswith(f"{STDIN}@"):
        return Named(given, Path(STDIN), tuple(links(given[2:])) if len(given) > 1 else ())
    file, chain = chained(Path(given))
    if chain or file.is_file():
        return Named(given, file, chain)
    folder, at, rest = given.partition("@")
    if folder and at and not Path(given).is_dir() and Path(folder).is_dir():
        meant = f"{Path(folder) / SCENARIO_FILE}@{rest}"
        raise InvalidError([Finding("compare.folder_layers", {"given": given, "meant": meant})])
    return Named(given, Path(given), is_folder=Path(given).is_dir())


def read(given: Sequence[str], shared: Shared) -> tuple[Read, ...]:
    """Every side; what is wrong with any of them is told of all at once.

    Raises:
        InvalidError: fewer than two or too many are named, or one of them cannot be read.
        AuditError: a folder was changed since it was written; its findings name what.
    """
    if not 2 <= len(given) <= MOST_SIDES:
        code = "compare.too_few" if len(given) < 2 else "compare.too_many"
        raise InvalidError([Finding(code, {"count": len(given), "most": MOST_SIDES})])
    read: list[Read] = []
    failed: list[AlokasiError] = []
    for one in given:
        try:
            read.append(_read(one, shared))
        except (InvalidError, AuditError) as error:
            failed.append(error)
    if failed:
        kind = next((type(error) for error in failed if isinstance(error, AuditError)), InvalidError)
        raise kind(_once(finding for error in failed for finding in error.findings))
    return tuple(read)


def _read(given: str, shared: Shared) -> Read:
    side = named(given)
    if side.is_folder:
        verified = verify(side.file)
        return Read(side, shared, verified.scenario, None, verified.plan, layers_of(side.file))
    loaded = _loaded(side, shared)
    return Read(side, shared, loaded.scenario, loaded, None)


def _loaded(side: Named, shared: Shared) -> Loaded:
    text = shared.text if str(side.file) == STDIN else None
    return load(side.file, variants=shared.variants, sets=shared.changes, chain=side.chain, text=text)


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """Two sides of one file have the same mistakes."""
    told: list[Finding] = []
    for finding in findings:
        if finding not in told:
            told.append(finding)
    return told
