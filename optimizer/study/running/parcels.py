"""Scenarios on their way to another process: what they have in common is sent once, then what is new."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from optimizer import __version__
from optimizer.runs import PACKAGES
from optimizer.scenario.schema import Scenario

KEPT_BASES = 4
"""Scenarios that one process keeps to build others upon."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One case for another process, which needs no file of this one."""

    versions: str
    digest: str
    base: str
    """Name of the scenario that this one is told upon."""
    new: Mapping[str, Any]
    """Sections that differ; of maps the keys in order, and the parts that differ."""
    time_limit: float | None
    whole: bytes | None = None
    """The base itself, where the other process may not know it yet."""


@dataclass(frozen=True, slots=True)
class _Parts:
    """A section whose parts are partly those of the base."""

    order: tuple[str, ...]
    new: Mapping[str, Any]


@cache
def versions() -> str:
    """Everything whose version can change an answer, on one line."""
    return " ".join([f"alokasi={__version__}", *(f"{name}={_version(name)}" for name in PACKAGES)])


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "-"


class Packer:
    """Packs the cases of one study."""

    def __init__(self, base: Scenario, name: str, time_limit: float | None) -> None:
        self._base, self._name, self._time_limit = base, name, time_limit
        self._whole = pickle.dumps(base, pickle.HIGHEST_PROTOCOL)

    def packed(self, scenario: Scenario, digest: str, *, whole: bool) -> bytes:
        """A case, with the whole base where it is wanted."""
        parcel = Parcel(
            versions=versions(),
            digest=digest,
            base=self._name,
            new=dict(_new(scenario, self._base)),
            time_limit=self._time_limit,
            whole=self._whole if whole else None,
        )
        return pickle.dumps(parcel, pickle.HIGHEST_PROTOCOL)


def _new(scenario: Scenario, base: Scenario) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for name in Scenario.model_fields:
        value, old = getattr(scenario, name), getattr(base, name)
        if value is old or (not isinstance(value, Mapping) and value == old):
            continue
        if isinstance(value, Mapping):
            new = {key: part for key, part in value.items() if old.get(key) is not part}
            if new or tuple(value) != tuple(old):
                found.append((name, _Parts(tuple(value), new)))
        else:
            found.append((name, value))
    return found


class Unpacker:
    """Keeps the bases that came, and builds the scenarios told upon them."""

    def __init__(self) -> None:
        self._bases: dict[str, Scenario] = {}

    def scenario(self, parcel: Parcel) -> Scenario | None:
        """The scenario of a case; None where its base is not known here."""
        if parcel.base not in self._bases:
            if parcel.whole is None:
                return None
            if len(self._bases) >= KEPT_BASES:
                self._bases.clear()
            self._bases[parcel.base] = pickle.loads(parcel.whole)
        base = self._bases[parcel.base]
        return base.model_copy(update={name: _built(new, base, name) for name, new in parcel.new.items()})


def _built(new: Any, base: Scenario, name: str) -> Any:
    if not isinstance(new, _Parts):
        return new
    old = getattr(base, name)
    return {key: new.new[key] if key in new.new else old[key] for key in new.order}
