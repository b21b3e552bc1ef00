"""The JSON Schema (draft-07) of a study file, as an editor sees it."""

from __future__ import annotations

from typing import Any, TypeAlias

from optimizer.study.designing.words import FORMAT, LAWS, METHODS, NORMAL, PARTS
from optimizer.text import Language, say

Schema: TypeAlias = dict[str, Any]

_SCALAR: Schema = {"type": ["string", "number", "boolean"]}
_NUMBER: Schema = {"type": ["string", "number"]}
_NAMES: Schema = {"type": "array", "items": {"type": "string"}, "minItems": 1}


def document(language: Language = "id") -> Schema:
    """What may stand in a study file, each key with its meaning."""
    keys: dict[str, Schema] = {
        "schema": {"const": FORMAT},
        "title": {"type": "string"},
        "language": {"enum": ["id", "en"]},
        "note": {"type": "string"},
        "scenario": {"type": "string", "examples": ["base.yaml", "../base.yaml"]},
        "with": {"anyOf": [{"type": "string"}, _NAMES]},
        "set": {"type": "object", "minProperties": 1},
        "seed": {"type": "integer", "minimum": 0},
        "grid": _grid(language),
        "sample": _sample(language),
        "swings": _swings(),
        "labels": {"type": "object", "additionalProperties": {"type": "string"}, "minProperties": 1},
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": say("study.schema", language),
        "type": "object",
        "required": ["schema", "title", "scenario"],
        "anyOf": [{"required": [part]} for part in PARTS],
        "additionalProperties": False,
        "properties": {
            key: {"description": say(f"study.schema.{key}", language), **known} for key, known in keys.items()
        },
    }


def _grid(language: Language) -> Schema:
    value = {"anyOf": [_SCALAR, {"type": "array", "minItems": 1}]}
    variant = {
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"anyOf": [{"type": "string"}, _NAMES]}}]
    }
    return {
        "type": "object",
        "minProperties": 1,
        "properties": {"variant": {"description": say("study.schema.variant", language), **variant}},
        "additionalProperties": value,
    }


def _sample(language: Language) -> Schema:
    laws: dict[str, Schema] = {
        "between": _numbers(2),
        "triangular": _numbers(3),
        "normal": {
            "type": "object",
            "required": list(NORMAL),
            "additionalProperties": False,
            "properties": dict.fromkeys(NORMAL, _NUMBER),
        },
        "choose": {"type": "array", "minItems": 1},
        "rivals": {"const": True},
    }
    law = {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": False,
        "properties": {
            key: {"description": say(f"study.schema.{key}", language), **laws[key]} for key in LAWS
        },
    }
    return {
        "type": "object",
        "required": ["count", "figures"],
        "additionalProperties": False,
        "properties": {
            "count": {"description": say("study.schema.count", language), "type": "integer", "minimum": 1},
            "method": {"description": say("study.schema.method", language), "enum": list(METHODS)},
            "figures": {
                "description": say("study.schema.figures", language),
                "type": "object",
                "minProperties": 1,
                "additionalProperties": {"anyOf": [_around(), law]},
            },
        },
    }


def _swings() -> Schema:
    rivals = {
        "type": "object",
        "required": ["rivals"],
        "additionalProperties": False,
        "properties": {"rivals": {"const": True}},
    }
    named = {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": {"anyOf": [_around(), _numbers(2), rivals]},
    }
    either = {"anyOf": [{"const": "assumptions"}, named]}
    return {"anyOf": [*either["anyOf"], {"type": "array", "items": either}]}


def _around() -> Schema:
    return {"type": "string", "pattern": r"^\s*(±|\+/-|\+-)", "examples": ["±10%", "±2pp"]}


def _numbers(count: int) -> Schema:
    return {"type": "array", "items": _NUMBER, "minItems": count, "maxItems": count}
