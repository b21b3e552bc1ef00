"""What the schema says of a path: its type, its keys, whether it is a figure."""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from optimizer.scenario.fields import Figure
from optimizer.scenario.nodes import Key
from optimizer.scenario.schema import Scenario
from optimizer.units import Month, Months, Persons, Ratio, Rupiah, Share

Kind = Any
"""A type as the schema writes it."""

ROOT: Kind = Scenario
OF_FILE = ("extends", "variants", "futures", "decided_until")
"""Keys a scenario's file may have beside those of the scenario: they are read before it."""
_NUMBERS = (Rupiah, Persons, Share, Ratio)


def kind_at(path: Sequence[Key], start: Kind = ROOT) -> Kind | None:
    """The type at a path, or None where the schema knows no such path."""
    kind: Kind | None = start
    for key in path:
        kind = None if kind is None else child(kind, key)
    return kind


def child(kind: Kind, key: Key) -> Kind | None:
    """The type under a key of a type."""
    known = bare(kind)
    if _is_model(known):
        return _fields(known).get(str(key))
    origin: Any = get_origin(known)
    arguments = get_args(known)
    if origin in (Mapping, dict):
        return arguments[1]
    if origin is tuple:
        # ``premium`` may stand as one record instead of a list of one.
        return arguments[0] if isinstance(key, int) or str(key).isdigit() else child(arguments[0], key)
    if origin in (Union, types.UnionType):
        found = (child(part, key) for part in arguments if part is not type(None))
        return next((part for part in found if part is not None), None)
    return None


def keys_of(kind: Kind) -> tuple[str, ...]:
    """The keys the schema gives a record; none for a map whose keys are the user's own."""
    known = bare(kind)
    return tuple(_fields(known)) if _is_model(known) else ()


def is_open(kind: Kind) -> bool:
    """Whether the keys are the user's own: regions, funds, groups."""
    return get_origin(bare(kind)) in (Mapping, dict)


def is_list(kind: Kind) -> bool:
    """Whether values stand in order."""
    return get_origin(bare(kind)) is tuple


def is_figure(kind: Kind) -> bool:
    """Whether it stands known or as a record with its evidence."""
    known = bare(kind)
    return _is_model(known) and issubclass(known, Figure)


def number_at(kind: Kind) -> type | None:
    """Rupiah, Persons, Share, Ratio or int where the type is a number or a figure of it.

    A share or an amount is both: the text decides, so it is given as ``Fraction``'s sibling ``object``.
    """
    known = bare(kind)
    if is_figure(known):
        return number_at(_fields(known)["value"])
    if get_origin(known) in (Union, types.UnionType) and set(get_args(known)) & {Share}:
        return object
    return known if known in (*_NUMBERS, int) else None


def is_month(kind: Kind) -> bool:
    """Whether it is a month or a range of months."""
    return bare(kind) in (Month, Months)


def default_of(kind: Kind, key: str) -> str | None:
    """The text a key has when it is left out, where that is a text."""
    known = bare(kind)
    counted: Mapping[str, str] = getattr(known, "COUNTS_AS", {})
    if key in counted:
        return counted[key]
    field = known.model_fields.get(key) if _is_model(known) else None
    return field.default if field is not None and isinstance(field.default, str) else None


def nearest(given: str, known: Sequence[str]) -> str | None:
    """The known name most like a given one."""
    close = get_close_matches(given[:100].lower(), [name.lower() for name in known], n=1, cutoff=0.5)
    return next((name for name in known if close and name.lower() == close[0]), None)


def _is_model(known: Any) -> bool:
    return isinstance(known, type) and issubclass(known, BaseModel)


@lru_cache(maxsize=64)
def _fields(model: type[BaseModel]) -> Mapping[str, Kind]:
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def bare(kind: Kind) -> Any:
    """Without ``Annotated`` and without ``| None``."""
    origin: Any = get_origin(kind)
    if origin is Annotated:
        return bare(get_args(kind)[0])
    if origin in (Union, types.UnionType):
        parts = [part for part in get_args(kind) if part is not type(None)]
        return bare(parts[0]) if len(parts) == 1 else kind
    return kind
