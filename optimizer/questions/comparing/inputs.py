"""Where the inputs of several scenarios differ: leaf by leaf, figures apart from what is said about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from pydantic import BaseModel

from optimizer.answers.compare import Value
from optimizer.questions.comparing.figures import merged
from optimizer.scenario.fields import Evidence, Figure
from optimizer.scenario.nodes import dotted
from optimizer.scenario.schema import Fund, Goal, Group, PeopleRule, Premium, Region, Scenario, Target
from optimizer.units import percent

Path: TypeAlias = tuple[str, ...]

BESIDE = {
    Scenario: ("title", "language", "note", "totals", "sources", "synthetic"),
    Fund: ("name", "opd", "note", "published"),
    Region: ("name", "note"),
    Group: ("label", "note"),
}
"""Keys that no plan is reckoned with: names, remarks, sources, published totals."""
_EVIDENCE = ("source", "as_of", "status", "note", "rivals")
SUMMED_UP = ("ceiling", "share", "persons")
"""Figures that stand for an entry where some sides lack it: they are not told twice."""
_IN_ORDER = ("funds", "groups")
"""Maps whose order decides between plans that are equally good."""


@dataclass(frozen=True, slots=True)
class Differing:
    """One place in which the scenarios differ."""

    path: Path
    values: tuple[Value, ...]
    """For each scenario, None where it has none."""
    beside: bool = False
    """Whether it is a source, remark or name, which changes no plan."""

    @property
    def said(self) -> str:
        """The path as people write it."""
        return dotted(self.path)


def differing(scenarios: Sequence[Scenario]) -> list[Differing]:
    """Every leaf in which the scenarios differ; what a side lacks as a whole is one place."""
    orders = (_in_another_order(key, [getattr(one, key) for one in scenarios]) for key in _IN_ORDER)
    return [*_differing((), scenarios, beside=False), *(place for order in orders for place in order)]


def _differing(path: Path, parts: Sequence[Any], *, beside: bool) -> Iterator[Differing]:
    """The places below a path; ``None`` stands for what a side lacks."""
    known = [part for part in parts if part is not None]
    if all(part == parts[0] for part in parts):
        return
    if beside:
        yield from _beside(path, parts)
    elif isinstance(known[0], Figure):
        yield from _figures(path, parts)
    elif isinstance(known[0], BaseModel) and not isinstance(known[0], Goal):
        yield from _models(path, parts)
    elif isinstance(known[0], Mapping):
        yield from _maps(path, parts)
    elif isinstance(known[0], tuple) and any(isinstance(one, BaseModel) for part in known for one in part):
        yield from _lists(path, parts)
    else:
        yield Differing(path, tuple(map(_leaf, parts)))


def _beside(path: Path, parts: Sequence[Any]) -> Iterator[Differing]:
    """What is said about figures is told apart by its keys, not read further."""
    if any(isinstance(part, Mapping) for part in parts):
        maps: list[Mapping[str, Any]] = [part or {} for part in parts]
        for key in merged([list(one) for one in maps]):
            if any(one.get(key) != maps[0].get(key) for one in maps):
                yield Differing((*path, key), (None,) * len(parts), beside=True)
    else:
        yield Differing(path, (None,) * len(parts), beside=True)


def _figures(path: Path, parts: Sequence[Figure | None]) -> Iterator[Differing]:
    """The number that is reckoned with; then whether it is known, and its evidence."""
    numbers = [None if part is None else part.number for part in parts]  # type: ignore[attr-defined] # each kind has it
    known = [part for part in parts if part is not None]
    # an entry of the premium's list is always a record
    is_record = len(known) == len(parts) and any(isinstance(part, Premium) for part in known)
    inner = (*path, "value") if is_record else path
    if any(number != numbers[0] for number in numbers):
        yield Differing(inner, tuple(numbers))
    elif any((part.value is None) != (known[0].value is None) for part in known):  # type: ignore[attr-defined] # each kind has it
        yield Differing((*path, "value"), (None,) * len(parts), beside=True)
    if len(known) > 1:
        keys = [key for key in _keys(known) if key not in ("value", "assume")]
        yield from _fields(path, parts, keys)


def _models(path: Path, parts: Sequence[BaseModel | None]) -> Iterator[Differing]:
    """What only some sides have is one place; the others are compared key by key."""
    known = [part for part in parts if part is not None]
    told: set[Path] = set()
    if len(known) < len(parts):
        yield Differing(path, tuple(None if part is None else summary(part) for part in parts))
        told = {(*path, key) for key in SUMMED_UP}
    if len(known) > 1:
        yield from (place for place in _fields(path, parts, _keys(known)) if place.path not in told)


def _fields(path: Path, parts: Sequence[BaseModel | None], keys: Iterable[str]) -> Iterator[Differing]:
    model = next(part for part in parts if part is not None)
    said = (*BESIDE.get(type(model), ()), *(_EVIDENCE if isinstance(model, Evidence) else ()))
    for key in keys:
        inner = [None if part is None else getattr(part, key) for part in parts]
        # a side without the whole is no side that differs here
        inside = [value for value, part in zip(inner, parts, strict=True) if part is not None]
        if any(value != inside[0] for value in inside):
            name = type(model).model_fields[key].alias or key
            yield from _differing((*path, name), inner, beside=key in said)


def _maps(path: Path, parts: Sequence[Mapping[str, Any] | None]) -> Iterator[Differing]:
    maps: list[Mapping[str, Any]] = [part or {} for part in parts]
    keys = merged([list(map(str, one)) for one in maps])
    by_name = [{str(key): value for key, value in one.items()} for one in maps]
    for key in keys:
        inner = [one.get(key) for one in by_name]
        if any(value != inner[0] for value in inner):
            yield from _differing((*path, key), inner, beside=False)


def _in_another_order(key: str, maps: Sequence[Mapping[str, Any]]) -> Iterator[Differing]:
    """Where all sides have the same keys in another order."""
    common = set(maps[0]).intersection(*maps[1:])
    orders = [tuple(str(key) for key in one if key in common) for one in maps]
    if any(order != orders[0] for order in orders):
        yield Differing(("order", key), tuple(orders))


def _lists(path: Path, parts: Sequence[tuple[Any, ...] | None]) -> Iterator[Differing]:
    """Entries by their place; goals as one, because only their order tells what they are."""
    lists = [part or () for part in parts]
    if path == ("goals",):
        yield Differing(path, tuple(tuple(map(goal_said, one)) for one in lists))
        return
    for place in range(max(map(len, lists))):
        inner = [one[place] if place < len(one) else None for one in lists]
        yield from _differing((*path, str(place)), inner, beside=False)


def summary(part: BaseModel) -> Value:
    """A part of a scenario in one figure or word: a fund's ceiling, a target's share, a region's name."""
    if isinstance(part, Fund):
        return part.ceiling.number
    if isinstance(part, Target):
        return part.share.number
    if isinstance(part, Region):
        return part.name
    if isinstance(part, PeopleRule):
        return part.persons if part.persons is not None else part.share
    if isinstance(part, Figure):
        number: Value = part.number  # type: ignore[attr-defined] # each kind has it
        return number
    ratio: Value = getattr(part, "ratio", None)
    return ratio if ratio is not None else getattr(part, "label", None) or True


def goal_said(goal: Goal) -> str:
    """A goal as the file writes it, with its options.

    >>> goal_said(Goal(name="keep"))
    'keep'
    """
    options = []
    if goal.groups is not None:
        options.append(f"groups: [{', '.join(goal.groups)}]")
    if goal.give_up is not None:
        given = goal.give_up
        options.append(f"give_up: {given if isinstance(given, int) else percent(given)}")
    return f"{goal.name} {{{', '.join(options)}}}" if options else goal.name


def _leaf(part: Any) -> Value:
    if isinstance(part, tuple):
        return tuple(str(one) for one in part)
    leaf: Value = part
    return leaf


def _keys(models: Sequence[BaseModel]) -> tuple[str, ...]:
    return tuple(type(models[0]).model_fields)
