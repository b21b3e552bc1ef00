"""The JSON Schema (draft-07) of a whole scenario file, as an editor sees it."""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin

from pydantic import BaseModel, WithJsonSchema

from optimizer.scenario.fields import (
    Figure,
    PersonsFigure,
    PersonsRival,
    RupiahFigure,
    RupiahRival,
    ShareFigure,
    ShareRival,
    Total,
)
from optimizer.scenario.schema import (
    Fund,
    Goal,
    Group,
    Matching,
    PeopleRule,
    PerRegion,
    Premium,
    Published,
    Region,
    Rules,
    Scenario,
    Source,
    Target,
)
from optimizer.scenario.sharing import MatchedSharing, Sharing
from optimizer.text import Language, say
from optimizer.text.catalogue import message
from optimizer.text.language import LANGUAGES

Schema: TypeAlias = dict[str, Any]

_NAMES: Mapping[type[BaseModel], str] = {
    Premium: "premium",
    Group: "group",
    Region: "region",
    Total: "total",
    Fund: "fund",
    PerRegion: "per_region",
    Published: "published",
    Target: "target",
    Rules: "rules",
    Matching: "matching",
    PeopleRule: "people_rule",
    Sharing: "sharing",
    MatchedSharing: "matched_sharing",
    Source: "source",
    RupiahFigure: "rupiah_figure",
    PersonsFigure: "persons_figure",
    ShareFigure: "share_figure",
    RupiahRival: "rupiah_rival",
    PersonsRival: "persons_rival",
    ShareRival: "share_rival",
}
"""The definitions, in the order of the file."""

_IN_LISTS = (Matching, PeopleRule, Premium, RupiahRival, PersonsRival, ShareRival)
"""Records of lists, which a later layer replaces whole: what they require they always require."""

_NULL: Schema = {"type": "null"}
_BARE: Schema = {"type": ["number", "string"]}
_TABLE: Schema = {"type": "string", "pattern": r"\.([cC][sS][vV]|[xX][lL][sS][xX])(#.*)?$"}
_UNKNOWN_NEEDS_ASSUME: Schema = {
    "if": {"properties": {"value": {"const": "unknown"}}, "required": ["value"]},
    "then": {"required": ["assume"]},
}


def document(language: Language = "id") -> Schema:
    """The schema, every key described in both languages, the given one first.

    YAML scalars may have any type a YAML 1.2 reader gives them: ``16.800`` is a number, ``1.500.000`` a
    string. Files that change others may leave out anything and remove keys with ``null``: what a scenario
    that stands alone requires is asked of it in ``then``, and listed in ``x-required`` for readers.
    """
    writer = _Writer(language)
    alone: Schema = {"required": required_keys(Scenario)}
    alone["properties"] = {
        key: {"additionalProperties": {"required": required_keys(model)}}
        for key, model in (("regions", Region), ("funds", Fund), ("targets", Target), ("sources", Source))
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "alokasi/1",
        **writer.file(),
        "if": {
            "not": {"required": ["extends"]},
            "anyOf": [{"required": ["schema"]}, {"required": ["title"]}, {"required": ["horizon"]}],
        },
        "then": alone,
        "definitions": {name: writer.record(model) for model, name in _NAMES.items()},
    }


def required_keys(model: type[BaseModel]) -> list[str]:
    """The keys a record must have, as they are written."""
    return [field.alias or name for name, field in model.model_fields.items() if field.is_required()]


class _Writer:
    """Writes schemas with descriptions in one order of languages."""

    def __init__(self, language: Language) -> None:
        self.languages = (language, *(other for other in LANGUAGES if other != language))

    def described(self, path: str) -> str:
        """What a key means, in both languages."""
        return "\n\n".join(say(f"schema.{path}", language) for language in self.languages)

    def file(self) -> Schema:
        """The whole file: what a scenario has, and what layers it."""
        whole = self._object("file", Scenario)
        own = whole["properties"]
        extends = {"type": "string", "description": self.described("file.extends")}
        variants = {
            "type": "object",
            "additionalProperties": _or_null(self._variant()),
            "description": self.described("file.variants"),
        }
        several = _or_null({"type": "object", "additionalProperties": _or_null(self._future())})
        futures = {**several, "description": self.described("file.futures")}
        until = {"type": ["string", "null"], "description": self.described("file.decided_until")}
        layers = {"variants": variants, "decided_until": until, "futures": futures}
        return whole | {"properties": {"schema": own.pop("schema"), "extends": extends, **own, **layers}}

    def _variant(self) -> Schema:
        keys: Mapping[str, Schema] = {
            "label": {"type": ["string", "number", "boolean"]},
            "note": {"type": ["string", "number", "boolean"]},
            "change": {"type": "object"},
        }
        return {
            "type": "object",
            "description": self.described("variant"),
            "properties": {
                key: {**kind, "description": self.described(f"variant.{key}")} for key, kind in keys.items()
            },
            "required": ["change"],
            "additionalProperties": False,
        }

    def _future(self) -> Schema:
        words: Schema = {"type": ["string", "number", "boolean", "null"]}
        keys: Mapping[str, Schema] = {
            "label": words,
            "note": words,
            "probability": {"type": ["string", "number"]},
            "change": {"type": ["object", "null"]},
        }
        return {
            "type": "object",
            "description": self.described("future"),
            "properties": {
                key: {**kind, "description": self.described(f"future.{key}")} for key, kind in keys.items()
            },
            "required": ["probability"],
            "additionalProperties": False,
        }

    def record(self, model: type[BaseModel]) -> Schema:
        """One definition."""
        schema = self._object(_described_as(model), model)
        return schema | _UNKNOWN_NEEDS_ASSUME if issubclass(model, Figure) else schema

    def _object(self, name: str, model: type[BaseModel]) -> Schema:
        required = required_keys(model)
        properties = {}
        for field_name, field in model.model_fields.items():
            key = field.alias or field_name
            kind = self._special(model, key) or _schema_of(field.annotation, field.metadata)
            kind = kind if key in required else _or_null(kind)
            properties[key] = {**kind, "description": self.described(_path(name, key))}
        return {
            "type": "object",
            "description": self.described(name),
            "properties": properties,
            ("required" if model in _IN_LISTS else "x-required"): required,
            "additionalProperties": False,
        }

    def _special(self, model: type[BaseModel], key: str) -> Schema | None:
        """Keys that may be written in more ways than the model shows."""
        if model is PeopleRule and key == "each":
            return {"type": ["number", "string", "boolean"]}
        if model is not Scenario:
            return None
        if key in ("regions", "funds"):
            kind = _schema_of(Scenario.model_fields[key].annotation, ())
            return {"anyOf": [kind, _TABLE]}
        if key == "premium":
            one = [_BARE, _reference(Premium)]
            return {"anyOf": [*one, {"type": "array", "items": {"anyOf": one}, "minItems": 1}]}
        return {"type": "array", "items": self._goal(), "minItems": 1} if key == "goals" else None

    def _goal(self) -> Schema:
        """A name, or a map of one name to its options."""
        fields = Goal.model_fields
        names = list(get_args(fields["name"].annotation))
        options = {
            key: {
                **_schema_of(fields[key].annotation, fields[key].metadata),
                "description": self.described(f"goal.{key}"),
            }
            for key in ("groups", "give_up")
        }
        kinds = {
            name: {
                "type": "object",
                "properties": {
                    key: kind for key, kind in options.items() if key != "groups" or name == "coverage"
                },
                "additionalProperties": False,
            }
            for name in names
        }
        form = {"type": "object", "properties": kinds, "additionalProperties": False}
        form |= {"minProperties": 1, "maxProperties": 1}
        return {"description": self.described("goal"), "anyOf": [{"enum": names}, form]}


def _described_as(model: type[BaseModel]) -> str:
    """The catalogue's name of a record: all figures are described alike, and all rivals."""
    name = _NAMES[model]
    return name.partition("_")[2] if name.endswith(("_figure", "_rival")) else name


def _path(name: str, key: str) -> str:
    """The catalogue's name of a key: evidence means the same wherever it stands."""
    return f"{name}.{key}" if message(f"schema.{name}.{key}") else f"figure.{key}"


def _reference(model: type[BaseModel]) -> Schema:
    return {"$ref": f"#/definitions/{_NAMES[model]}"}


def _or_null(kind: Schema) -> Schema:
    return {"anyOf": [*(kind["anyOf"] if set(kind) == {"anyOf"} else [kind]), _NULL]}


def _schema_of(kind: Any, metadata: Iterable[Any]) -> Schema:
    """The schema of a type as the models write it."""
    written = next((one.json_schema for one in metadata if isinstance(one, WithJsonSchema)), None)
    if written is not None:
        return dict(written)
    origin: Any = get_origin(kind)
    arguments = get_args(kind)
    if origin is Annotated:
        return _schema_of(arguments[0], arguments[1:])
    if origin in (Union, types.UnionType):
        parts = [_schema_of(part, ()) for part in arguments if part is not type(None)]
        return parts[0] if len(parts) == 1 else {"anyOf": parts}
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin is tuple:
        return {"type": "array", "items": _schema_of(arguments[0], ())}
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": _or_null(_schema_of(arguments[1], ()))}
    return {"anyOf": [_BARE, _reference(kind)]} if issubclass(kind, Figure) else _reference(kind)
