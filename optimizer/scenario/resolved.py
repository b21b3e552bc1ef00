"""A scenario with all layers resolved, as canonical YAML: one scenario, one text, one digest."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from typing import Any, NamedTuple, TypeAlias

from pydantic import BaseModel

from optimizer.scenario.fields import Evidence, Figure, Frozen
from optimizer.scenario.schema import Goal, Premium, Region, Scenario
from optimizer.units import Ratio, Share, decimal, percent

Tree: TypeAlias = "str | list[Tree] | dict[str, Tree]"
"""Scalars and keys are written already."""

WIDEST = 110
"""A record or list of scalars stands on one line while it fits."""

LONGEST_KEY = 1_000
"""YAML finds the colon of a key only within 1,024 characters: a question mark announces a longer key."""

_WORD = re.compile(r"[a-z][a-z0-9]*(?:[-/][a-z0-9]+)*")
_GUESSED = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))
"""Words that some reader of YAML takes for something else."""

_PLAIN = re.compile(r"[ !#-\[\]-~]*")
"""Letters that need no look: of ASCII what is seen, but for the quotation mark and the backslash."""

_HIDDEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))


def digest(scenario: Scenario) -> str:
    """The sha256 of the resolved scenario: equal for equal scenarios, whatever files they came from."""
    return sha256(write(scenario).encode()).hexdigest()


def write(scenario: Scenario) -> str:
    """The scenario as YAML that reads back as the same scenario.

    Regions and totals stand in order of code, sources in order of key; funds, groups, targets, rules and
    goals keep their order, which means something. Defaults are written out, so that a later version reads
    the same.

    Raises:
        ValueError: a share or ratio is no decimal. None that was read from a text is.
    """
    return "".join(_sections(scenario, Written()))


MOST_KEPT = 20_000
"""Parts whose text is kept."""


class Written:
    """What was written of the parts of scenarios: scenarios that share a part need not write it again."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[Frozen, Any, str]] = {}

    def digest(self, scenario: Scenario) -> str:
        """The same as ``digest``."""
        return sha256("".join(_sections(scenario, self)).encode()).hexdigest()

    def part(self, key: str, part: Frozen, order: tuple[str, ...]) -> str:
        """The lines of one part: a region, a fund."""
        kept = self._kept.get(id(part))
        if kept is None or kept[1] != (key, order):
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            kept = self._kept[id(part)] = (part, (key, order), _part(key, part, order))
        return kept[2]


_MAPS = ("groups", "regions", "totals", "funds", "targets", "sources")
_BY_KEY = ("regions", "totals", "sources")
"""Those whose order means nothing."""


def _sections(scenario: Scenario, written: Written) -> Iterator[str]:
    """The text of a scenario in pieces."""
    for name, key, required, _ in _keys(type(scenario)):
        value = getattr(scenario, name)
        if name in _MAPS and value:
            yield f"{name}:\n"
            for inner in sorted(value) if name in _BY_KEY else value:
                yield written.part(inner, value[inner], _order(scenario, value[inner]))
        elif value is not None and ((tree := _tree(value)) or name == "goals" or required):
            yield from (f"{line}\n" for line in _block({key: tree}, ""))


def _order(scenario: Scenario, part: Frozen) -> tuple[str, ...]:
    """What the writing of a part depends on beside the part itself: of a region the order of groups."""
    return tuple(scenario.groups) if isinstance(part, Region) else ()


def _part(key: str, part: Frozen, groups: tuple[str, ...]) -> str:
    told = _ordered(part, groups) if isinstance(part, Region) else part
    return "".join(f"{line}\n" for line in _block({scalar(key): _record(told)}, "  "))


def values(part: Any) -> int:
    """How many values and keys a part has when it is written: never fewer than a reader counts."""
    if isinstance(part, Figure):
        told = _told(part) + (2 if part.__dict__["value"] is None else 0)
        return 1 if told == 2 and not isinstance(part, Premium) else 1 + told
    if isinstance(part, BaseModel):
        return 1 + _told(part)
    if isinstance(part, Mapping):
        return 1 + sum(1 + values(inner) for inner in part.values())
    return 1 + sum(map(values, part)) if isinstance(part, tuple) else 1


def _told(model: BaseModel) -> int:
    return sum(
        1 + values(inner)
        for key, inner in model.__dict__.items()
        if inner is not None and inner != () and not (key == "status" and inner == "assumed")
    )


def _ordered(region: Region, groups: tuple[str, ...]) -> Region:
    places = {group: place for place, group in enumerate(groups)}

    def by_group(counts: Mapping[str, Any]) -> dict[str, Any]:
        return dict(sorted(counts.items(), key=lambda count: (places.get(count[0], len(places)), count[0])))

    ordered = {
        "outlook": dict(sorted(region.outlook.items())),
        "eligible": by_group(region.eligible),
        "subsidised": by_group(region.subsidised),
    }
    return region.model_copy(update=ordered)


class _Key(NamedTuple):
    """A field of a record."""

    name: str
    written: str
    """The key in a file."""
    required: bool
    default: Any


@cache
def _keys(kind: type[BaseModel]) -> tuple[_Key, ...]:
    """The fields of a record in the order in which they are written."""
    fields = kind.model_fields
    return tuple(
        _Key(name, fields[name].alias or name, fields[name].is_required(), fields[name].default)
        for name in sorted(fields, key=lambda name: name in Evidence.model_fields)
    )


def _record(model: BaseModel) -> dict[str, Tree]:
    """Every key that is there, what it is before where it comes from; an empty one only where it must be."""
    record: dict[str, Tree] = {}
    for key in _keys(type(model)):
        value = getattr(model, key.name)
        if value is None or (key.name == "status" and value == key.default == "assumed"):
            continue
        tree = _tree(value)
        if tree or key.name == "goals" or key.required:
            record[key.written] = tree
    return record


def _tree(value: Any) -> Tree:
    if isinstance(value, Figure):
        return _figure(value)
    if isinstance(value, Goal):
        options = {key: option for key, option in _record(value).items() if key != "name"}
        return {value.name: options} if options else value.name
    if isinstance(value, Frozen):
        return _record(value)
    if isinstance(value, Mapping):
        return {scalar(key): _tree(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return [_tree(inner) for inner in value]
    return scalar(value)


def _figure(figure: Figure) -> Tree:
    """Bare where it has nothing but its value; else a record."""
    record = _record(figure)
    if "value" not in record:
        return {"value": "unknown", **record}
    return record["value"] if len(record) == 1 and not isinstance(figure, Premium) else record


def scalar(value: Any) -> str:
    """A value as YAML has it: a text bare where every reader takes it for that text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Share):
        return percent(value)
    if isinstance(value, Ratio):
        return decimal(value)
    if not isinstance(value, str):
        return str(value)
    return value if _WORD.fullmatch(value) and value not in _GUESSED else _quoted(value)


def _quoted(text: str) -> str:
    r"""In double quotes; what could be hidden, turned or mended away is escaped.

    >>> print(_quoted('a "b"\u202e'))
    "a \"b\"\u202e"
    """
    return f'"{text}"' if _PLAIN.fullmatch(text) else '"' + "".join(map(_escaped, text)) + '"'


def _escaped(letter: str) -> str:
    if letter in '"\\':
        return f"\\{letter}"
    category, number = unicodedata.category(letter), ord(letter)
    # Spaces that do not break are read as plain ones unless they are escaped.
    if category not in _HIDDEN and (category != "Zs" or letter == " "):
        return letter
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _block(tree: Tree, indent: str) -> Iterator[str]:
    """The lines of a value below its key, or of a file."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            long = len(key) > LONGEST_KEY
            if long:
                yield f"{indent}? {key}"
            yield from _entry(f"{indent}:" if long else f"{indent}{key}:", value, indent)
    else:
        for item in tree:
            yield from _item(item, indent)


def _entry(start: str, value: Tree, indent: str) -> Iterator[str]:
    line = _flow(value, WIDEST - len(start))
    if line is not None:
        yield f"{start} {line}"
    else:
        yield start
        yield from _block(value, indent + "  ")


def _item(item: Tree, indent: str) -> Iterator[str]:
    line = _flow(item, WIDEST - len(indent))
    if line is not None:
        yield f"{indent}- {line}"
        return
    first, *rest = _block(item, indent + "  ")
    yield f"{indent}- {first[len(indent) + 2 :]}"
    yield from rest


def _flow(tree: Tree, room: int) -> str | None:
    """On one line: a scalar always, a record or list of scalars while it fits; None for all else."""
    if isinstance(tree, str):
        return tree
    values = list(tree.values() if isinstance(tree, dict) else tree)
    if not all(isinstance(value, str) for value in values):
        return None
    parts = [f"{key}: {value}" for key, value in tree.items()] if isinstance(tree, dict) else values
    line = ", ".join(str(part) for part in parts)
    if values and len(line) + 2 > room:
        return None
    return f"{{{line}}}" if isinstance(tree, dict) else f"[{line}]"
