"""Editors accept what the reader accepts, refuse wrong keys, and show what each key means."""

from __future__ import annotations

import ast
import copy
import inspect
import json
import re
import textwrap
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import strategies
import yaml
from hypothesis import HealthCheck, given, settings
from pydantic import BaseModel

from optimizer.scenario import fields, schema
from optimizer.scenario.jsonschema import document, required_keys
from optimizer.text.catalogue import message

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "tests" / "golden" / "contract-example.yaml"
FILES = [
    EXAMPLE,
    *sorted((ROOT / "scenarios").glob("*/*.yaml")),
    *sorted((ROOT / "optimizer" / "commands").glob("*.yaml")),
]
DOCUMENT = document()
EDITOR = jsonschema.Draft7Validator(DOCUMENT)


class Editor(yaml.SafeLoader):
    """Types scalars as the core schema of YAML 1.2 does."""


Editor.yaml_implicit_resolvers = {}
for name, pattern, first in (
    ("null", r"~|null|Null|NULL|", "~nN"),
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    Editor.add_implicit_resolver(f"tag:yaml.org,2002:{name}", re.compile(f"^(?:{pattern})$"), [*first, ""])


def seen(text: str) -> Any:
    """What an editor hands to the schema: keys are text, scalars have the types of YAML 1.2."""
    return json.loads(json.dumps(yaml.load(text, Loader=Editor)))


def example() -> Any:
    return seen(EXAMPLE.read_text("utf-8"))


def refused(scenario: Any) -> bool:
    return not EDITOR.is_valid(scenario)


def test_it_is_a_json_schema_of_draft_07() -> None:
    jsonschema.Draft7Validator.check_schema(DOCUMENT)

    assert DOCUMENT["$schema"] == "http://json-schema.org/draft-07/schema#"


def test_the_editor_of_these_tests_guesses_as_editors_do() -> None:
    assert seen("{a: 16.800, b: 1.500.000, 52.04: x, c: true, d: No}") == {
        "a": 16.8,
        "b": "1.500.000",
        "52.04": "x",
        "c": True,
        "d": "No",
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_scenarios_of_the_project_are_accepted(path: Path) -> None:
    assert [error.message for error in EDITOR.iter_errors(seen(path.read_text("utf-8")))] == []


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(strategies.cases())
def test_whatever_the_reader_accepts_is_accepted(case: strategies.Case) -> None:
    assert [error.message for error in EDITOR.iter_errors(seen(strategies.as_yaml(case)))] == []


PLACES: list[tuple[str | int, ...]] = [
    (),
    ("premium", 0),
    ("groups", "rentan"),
    ("regions", "52.04"),
    ("regions", "52.04", "workers"),
    ("regions", "52.71", "subsidised", "rentan"),
    ("funds", "csr-bank"),
    ("funds", "provinsi-murni-2026", "per_region"),
    ("targets", "ucj-2026"),
    ("rules",),
    ("rules", "matching", 0),
    ("rules", "floors", 0),
    ("goals", 2),
    ("goals", 2, "coverage"),
    ("sources", "pp44"),
    ("variants", "efisiensi-20"),
]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: ".".join(map(str, place)) or "file")
def test_a_wrong_key_is_refused_at_every_level(place: tuple[str | int, ...]) -> None:
    scenario = example()
    record = scenario
    for key in place:
        record = record[key]
    record["salah"] = 1

    assert refused(scenario)


@pytest.mark.parametrize("key", required_keys(schema.Scenario))
def test_a_scenario_that_stands_alone_has_every_required_key(key: str) -> None:
    scenario = example()
    del scenario[key]

    assert refused(scenario)


@pytest.mark.parametrize(
    ("place", "keys"),
    [
        (("regions", "52.04"), required_keys(schema.Region)),
        (("funds", "csr-bank"), required_keys(schema.Fund)),
        (("targets", "ucj-2026"), required_keys(schema.Target)),
    ],
)
def test_its_records_have_every_required_key(place: tuple[str, str], keys: list[str]) -> None:
    assert keys
    for key in keys:
        scenario = example()
        del scenario[place[0]][place[1]][key]
        assert refused(scenario), key


def test_a_file_that_changes_another_may_say_little() -> None:
    text = """
extends: base.yaml
regions: {52.04: {workers: 160.000}, 52.71: null}
funds: {csr-bank: {ceiling: {rivals: [{value: 100 juta, source: x}]}, opd: null}}
"""

    assert not refused(seen(text))


def test_totals_are_figures_of_a_place() -> None:
    totals = {"52": {"workers": 1, "active": {"value": 2, "rivals": [{"value": 3}]}, "note": "x"}}

    assert not refused(example() | {"totals": totals})
    assert refused(example() | {"totals": {"52": {"regions": 1}}})


def test_tables_may_be_named() -> None:
    scenario = example() | {"regions": "regions.csv", "funds": "tabel/dana.xlsx#Sumber dana"}

    assert not refused(scenario)
    assert refused(scenario | {"regions": "regions.txt"})


@pytest.mark.parametrize(
    "goals",
    [
        ["keep", "coverage"],
        [{"coverage": {"groups": ["rentan"], "give_up": "1%"}}],
        [{"thrift": {"give_up": 5}}],
    ],
)
def test_goals_have_two_forms(goals: list[Any]) -> None:
    assert not refused(example() | {"goals": goals})


@pytest.mark.parametrize(
    "goals", [[], ["fast"], [{"keep": {"groups": ["rentan"]}}], [{"keep": {}, "steady": {}}], "keep"]
)
def test_goals_have_no_other_form(goals: Any) -> None:
    assert refused(example() | {"goals": goals})


def test_what_is_unknown_needs_something_to_reckon_with() -> None:
    scenario = example()
    scenario["regions"]["52.71"]["subsidised"]["rentan"].pop("assume")

    assert refused(scenario)


def test_words_are_refused_that_are_none_of_the_allowed() -> None:
    scenario = example()
    scenario["funds"]["csr-bank"]["budget"] = "apbd"

    assert refused(scenario)


def _records(written: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "file", written
    yield from written["definitions"].items()


@pytest.mark.parametrize(
    ("name", "record"), list(_records(DOCUMENT)), ids=lambda part: part if isinstance(part, str) else ""
)
def test_every_key_is_described_in_both_languages(name: str, record: dict[str, Any]) -> None:
    assert "\n\n" in record["description"]
    for key, kind in record["properties"].items():
        indonesian, english = kind["description"].split("\n\n")
        assert indonesian, (name, key)
        assert english, (name, key)
        assert "schema." not in kind["description"], (name, key)


def test_the_reader_chooses_which_language_comes_first() -> None:
    indonesian, english = (
        document(language)["properties"]["title"]["description"] for language in ("id", "en")
    )

    assert indonesian.split("\n\n") == [*reversed(english.split("\n\n"))]


MODELS: dict[str, type[BaseModel]] = {
    "file": schema.Scenario,
    "region": schema.Region,
    "group": schema.Group,
    "fund": schema.Fund,
    "per_region": schema.PerRegion,
    "published": schema.Published,
    "total": fields.Total,
    "target": schema.Target,
    "matching": schema.Matching,
    "people_rule": schema.PeopleRule,
    "rules": schema.Rules,
    "source": schema.Source,
    "figure": fields.PersonsFigure,
    "rival": fields.Rival,
}
SAID_OTHERWISE = {"file.regions", "file.funds", "figure.value"}
"""Three keys of which users are told more than engineers."""


def attribute_docs(model: type) -> dict[str, str]:
    """The text below each attribute of a model; asked of pydantic it would cost 40 ms at every start."""
    found: dict[str, str] = defaultdict(str)
    for made_from in reversed(model.__mro__[:-1]):
        if made_from.__module__.startswith("optimizer."):
            body = ast.parse(textwrap.dedent(inspect.getsource(made_from))).body[0]
            assert isinstance(body, ast.ClassDef)
            for stated, text in pairwise(body.body):
                match stated, text:
                    case ast.AnnAssign(target=ast.Name(id=field)), ast.Expr(
                        value=ast.Constant(value=str(said))
                    ):
                        found[field] = inspect.cleandoc(said)
    return found


@pytest.mark.parametrize("name", MODELS)
def test_the_catalogue_says_what_the_code_says(name: str) -> None:
    """Two texts about one key would drift apart."""
    said = attribute_docs(MODELS[name])
    for field_name, field in MODELS[name].model_fields.items():
        key = field.alias or field_name
        texts = message(f"schema.{name}.{key}") or message(f"schema.figure.{key}")
        if f"{name}.{key}" not in SAID_OTHERWISE:
            assert texts["en"] == " ".join(said[field_name].replace("``", "").split()), key


def test_the_document_is_written_anew_each_time() -> None:
    first = document()
    before = copy.deepcopy(first)
    first["properties"].clear()

    assert document() == before
