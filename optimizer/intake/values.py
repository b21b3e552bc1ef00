"""A scenario as the rows of the sheets: what each cell holds, before it is painted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from optimizer.intake.layout import (
    LIMIT_KINDS,
    LIMITS,
    OF_SHEET,
    OUTLOOK,
    SETTING_KEYS,
    SPANS,
    UNKNOWN,
    WORDS,
    Sheet,
    Slot,
)
from optimizer.intake.written import flow
from optimizer.scenario.fields import Evidence, Figure, Rival
from optimizer.scenario.figures import figures
from optimizer.scenario.nodes import Branch, Entry, Node, Scalar
from optimizer.scenario.schema import Scenario
from optimizer.units import Month, Months

Row: TypeAlias = Mapping[Slot, Any]
"""Values by column; an empty cell is absent."""


_KIND = Slot("kind")
"""Which list a limit on people stands in: no part of its record."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a workbook is filled with."""

    scenario: Scenario
    variants: Mapping[str, Entry] = field(default_factory=dict)
    futures: Mapping[str, Entry] = field(default_factory=dict)
    until: Month | None = None


def rows_of(sheet: Sheet, source: Source) -> list[Row]:
    """The rows of a sheet."""
    made = _SPECIAL.get(sheet.key)
    if made is not None:
        return list(made(source))
    records = _records(sheet, source.scenario)
    return [_row(sheet, key, record, tuple(source.scenario.groups)) for key, record in records]


def _records(sheet: Sheet, scenario: Scenario) -> list[tuple[str, Any]]:
    thing: Any = scenario
    for part in sheet.base:
        thing = getattr(thing, part)
    if sheet.listed:
        return [("", record) for record in thing]
    keys = sorted(thing) if sheet.key in ("regions", "totals", "sources") else list(thing)
    return [(key, thing[key]) for key in keys]


def _row(sheet: Sheet, key: str, record: Any, groups: Sequence[str]) -> Row:
    row = {Slot(sheet.first): key} if key or not sheet.listed else {}
    for slot in sheet.slots(groups if sheet.key == "regions" else ()):
        if slot in row or slot == _KIND:
            continue
        value = _value(record, slot)
        if value is not None:
            row[slot] = value
    return row


def _value(record: Any, slot: Slot) -> Any:
    """What a record says in one column."""
    start, _, end = slot.key.rpartition(".")
    if start in SPANS:
        months = getattr(record, start)
        return _end(months, end)
    found = _at(record, slot.key)
    if isinstance(found, Figure):
        return _word(found, slot.word) if slot.word else _known(found)
    if isinstance(record, Evidence) and slot.key in WORDS and not isinstance(found, Mapping):
        return _word(record, slot.key)
    if slot.key == "value" and found is None and isinstance(record, Figure):
        return UNKNOWN
    return found if found != () else None


def _known(figure: Any) -> Any:
    """The value of a figure, or that nobody knows it."""
    return UNKNOWN if figure.value is None else figure.value


def _end(months: Months | None, end: str) -> Month | None:
    return None if months is None else months.first if end == "from" else months.last


def _at(record: Any, path: str) -> Any:
    """The value at a path, whose last key may have points of its own."""
    if record is None or not path:
        return record
    if isinstance(record, Mapping):
        return record.get(path)
    key, _, rest = path.partition(".")
    name = {"class": "class_", "from": "from_"}.get(key, key)
    return _at(getattr(record, name), rest)


def _word(record: Evidence, word: str) -> Any:
    """A word about a figure; that it is assumed is said where anything else is said."""
    value = getattr(record, word, None)
    if word == "status" and value == "assumed":
        others = (getattr(record, other, None) for other in WORDS if other != "status")
        return value if any(other is not None for other in others) else None
    return value


def _settings(source: Source) -> Iterator[Row]:
    scenario = source.scenario
    for key in SETTING_KEYS:
        start, _, end = key.rpartition(".")
        value: Any
        if key == "schema":
            value = scenario.schema_
        elif key == "decided_until":
            value = source.until
        elif start == "horizon":
            value = _end(scenario.horizon, end)
        elif start == "rules.enrol_per_month":
            figure = scenario.rules.enrol_per_month
            value = None if figure is None else _word(figure, end)
        else:
            found = _at(scenario, key)
            value = _known(found) if isinstance(found, Figure) else found
        yield {Slot("key"): key} | ({} if value is None else {Slot("value"): value})


def _limits(source: Source) -> Iterator[Row]:

    for kind in LIMIT_KINDS:
        for rule in getattr(source.scenario.rules, kind):
            yield {_KIND: kind, **_row(LIMITS, "", rule, ())}


def _outlook(source: Source) -> Iterator[Row]:
    for code in source.scenario.codes:
        for month, figure in sorted(source.scenario.regions[code].outlook.items()):
            row = {Slot("code"): code, Slot("month"): month}
            words = {Slot(word): _word(figure, word) for word in WORDS}
            yield {
                **row,
                Slot("value"): _known(figure),
                **{slot: one for slot, one in words.items() if one is not None},
            }


def _rivals(source: Source) -> Iterator[Row]:
    for keys, figure in figures(source.scenario):
        every: Sequence[Rival] = figure.rivals
        for rival in every:
            words = {Slot(word): getattr(rival, word) for word in ("value", "source", "as_of", "note")}
            there = {slot: one for slot, one in words.items() if one is not None}
            yield {**_figure_named(keys), **there}


def _figure_named(keys: Sequence[Any]) -> Row:
    """Sheet, key of the row and column of a figure."""
    section, *rest = keys
    if section == "premium":
        return {Slot("sheet"): f"{OF_SHEET}{section}", Slot("key"): str(rest[0] + 1), Slot("figure"): "value"}
    if section == "rules":
        return {Slot("sheet"): f"{OF_SHEET}settings", Slot("figure"): ".".join(keys)}
    key, *path = rest
    named = f"{OUTLOOK.key}.{path[1]}" if path[0] == OUTLOOK.key else ".".join(path)
    return {Slot("sheet"): f"{OF_SHEET}{section}", Slot("key"): key, Slot("figure"): named}


def _changes(entries: Mapping[str, Entry]) -> Iterator[Row]:
    """A row for each change; the first has what is said of all."""
    for name, entry in entries.items():
        body = entry.value
        assert isinstance(body, Branch)
        said = {
            Slot(key): one.value.text
            for key, one in body.entries.items()
            if isinstance(one.value, Scalar) and not one.value.is_null
        }
        change = body.get("change")
        changed = list(change.entries.items()) if isinstance(change, Branch) else []
        if not changed:
            yield {Slot("id"): name, **said}
        for number, (path, one) in enumerate(changed):
            first = said if number == 0 else {}
            yield {Slot("id"): name, **first, Slot("path"): path, Slot("value"): cell_text(one.value)}


def cell_text(node: Node) -> str:
    """A new value as its cell has it: bare where a cell can hold it, else as a scenario file has it."""
    if isinstance(node, Scalar):
        bare = not node.text.startswith(("[", "{", '"', "'")) and node.text.strip() == node.text != ""
        if bare and not (node.quoted and Scalar(node.text, node.mark).is_null):
            return node.text
    return flow(node)


_SPECIAL: Mapping[str, Callable[[Source], Iterator[Row]]] = {
    "settings": _settings,
    "limits": _limits,
    "outlook": _outlook,
    "rivals": _rivals,
    "variants": lambda source: _changes(source.variants),
    "futures": lambda source: _changes(source.futures),
}
