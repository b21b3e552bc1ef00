"""Some of the changes between two scenarios made in the first, the others left as they were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from optimizer.errors import InvalidError
from optimizer.questions.comparing.figures import merged
from optimizer.questions.comparing.inputs import Differing
from optimizer.scenario.checks import check
from optimizer.scenario.horizon import within_horizon
from optimizer.scenario.naming import named
from optimizer.scenario.schema import Scenario
from optimizer.scenario.sharing import Sharing

KEYED = ("funds", "targets", "regions")
"""Maps whose entries may change one by one; groups go together with those who stand in them."""
ORDER = "order"
"""Stands for a section: the order of another section's entries."""
_UNREAD = {("funds", "status"), ("regions", "ability")}
"""Figures that other questions read, but no plan."""


@dataclass(frozen=True, slots=True, order=True)
class Atom:
    """The smallest change that is made or left: one key of one entry, or a section that is no map."""

    section: str
    key: str = ""
    """The entry, or the rule; empty for a section as a whole."""
    field: str = ""
    """The entry's key; empty for the entry as a whole: it is there, or not."""

    @property
    def path(self) -> str:
        """The change as a path."""
        return ".".join(part for part in (self.section, self.key, self.field) if part)


@dataclass(frozen=True, slots=True)
class Player:
    """Changes that are made together."""

    kind: str
    """The section they stand in."""
    key: str
    """Their path, ``*`` in place of entries of which there are several."""
    atoms: tuple[Atom, ...]


def atoms(places: Iterable[Differing]) -> tuple[Atom, ...]:
    """The changes that a plan can feel, in the order of the scenario."""
    found: dict[Atom, None] = {}
    for place in places:
        atom = None if place.beside else _atom(place.path)
        if atom is not None:
            found[atom] = None
    return tuple(found)


def _atom(path: Sequence[str]) -> Atom | None:
    section, key, field = (*path, "", "")[:3]
    if section == "sharing" or (section, field) in _UNREAD:
        return None
    if section in KEYED:
        return Atom(section, key, field)
    if section == ORDER and key not in KEYED:
        return Atom(key)  # a section that changes as a whole brings its order
    return Atom(section, key) if section in ("rules", ORDER) else Atom(section)


def players(found: Sequence[Atom], most: int | None) -> tuple[tuple[Player, ...], bool]:
    """One for each entry that changes; where there are more than ``most``, one for each kind of change.

    The sections with most entries are taken together first. Whether any was is returned too.
    """
    alone = [Player(one[0].section, _path(one), one) for one in _apart(found, by_field=False)]
    together: set[str] = set()
    while most is not None and len(alone) > most:
        counts = Counter(one.kind for one in alone if one.kind in KEYED and one.kind not in together)
        # of sections with as many entries the one that stands first
        widest = max(counts, key=lambda kind: counts[kind], default="")
        if counts[widest] < 2:
            break
        together.add(widest)
        own = [atom for atom in found if atom.section == widest]
        kinds = [Player(widest, _pattern(one), one) for one in _apart(own, by_field=True)]
        at = next(place for place, one in enumerate(alone) if one.kind == widest)
        alone = [one for one in alone if one.kind != widest]
        alone[at:at] = kinds
    return tuple(alone), bool(together)


def _apart(found: Iterable[Atom], *, by_field: bool) -> Iterator[tuple[Atom, ...]]:
    """The changes of one entry together, or those of one key in all entries."""
    parts: dict[tuple[str, str], list[Atom]] = {}
    for atom in found:
        parts.setdefault((atom.section, atom.field if by_field else atom.key), []).append(atom)
    yield from map(tuple, parts.values())


def _path(together: Sequence[Atom]) -> str:
    """The path of one entry; of one of its keys, where only that changes."""
    return together[0].path if len(together) == 1 else Atom(together[0].section, together[0].key).path


def _pattern(together: Sequence[Atom]) -> str:
    first = together[0]
    return first.path if len(together) == 1 else Atom(first.section, "*", first.field).path


def overlaid(before: Scenario, after: Scenario, taken: Collection[Atom]) -> Scenario:
    """The first scenario with some of the changes that lead to the second.

    Raises:
        InvalidError: such a scenario would be refused; its findings say why.
    """
    chosen = set(taken)
    changed: dict[str, Any] = {
        section: getattr(after, section)
        for section in ("horizon", "premium", "groups", "goals")
        if Atom(section) in chosen
    }
    rules = {one.key: getattr(after.rules, one.key) for one in chosen if one.section == "rules"}
    changed["rules"] = before.rules.model_copy(update=rules)
    for section in KEYED:
        changed[section] = _entries(section, getattr(before, section), getattr(after, section), chosen)
    # what only other questions read must not refuse a mixture
    changed |= {"sources": {**after.sources, **before.sources}, "totals": {}, "sharing": Sharing()}
    return _valid(before.model_copy(update=changed), (before, after))


def _entries(
    section: str, before: Mapping[Any, Any], after: Mapping[Any, Any], chosen: Collection[Atom]
) -> dict[Any, Any]:
    """The entries of a map, each with the changes chosen, in an order that both ends have."""
    fields: dict[str, dict[str, Any]] = {}
    for atom in chosen:
        if atom.section == section and atom.field and atom.key in after:
            fields.setdefault(atom.key, {})[atom.field] = getattr(after[atom.key], atom.field)
    later = Atom(ORDER, section) in chosen
    entries: dict[Any, Any] = {}
    for key in merged([list(after), list(before)] if later else [list(before), list(after)]):
        if key in before and key in after:
            entry = before[key]
            entries[key] = entry.model_copy(update=fields[key]) if key in fields else entry
        elif (key in after) == (Atom(section, key) in chosen):
            entries[key] = after[key] if key in after else before[key]
    return entries


def _valid(scenario: Scenario, ends: Sequence[Scenario]) -> Scenario:
    """The scenario without what its horizon leaves out, once nothing in it is wrong."""
    scenario, _ = within_horizon(scenario, [end.horizon for end in ends])
    errors = [finding for finding in check(scenario) if finding.level == "error"]
    if errors:
        raise InvalidError(named(errors, scenario))
    return scenario
