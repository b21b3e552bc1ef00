"""The one catalogue of sentences: every TOML file beside this one, by code."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from optimizer.errors import Finding
from optimizer.text.inert import Said
from optimizer.text.language import Language
from optimizer.text.numbers import fact
from optimizer.units import NamedCode

_HERE = Path(__file__).parent
_FIRST = ("help", "commands")
"""Looked up first: ``--help`` must not wait for the catalogue of findings."""

_BLANK = re.compile(r"\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}")
"""``{name}``, or ``{name|person|people}``: the word for one, the word for any other number."""

_CLAUSE = re.compile(r"\[\[(.*?)\]\]")
"""``[[ from {month}]]``: said only when all of its facts are known."""

_HEAD = re.compile(r'^\["?([\w.-]+)"?\]$', re.MULTILINE)
"""``["file.none"]`` or ``[file.none]``."""

_PLACES = ("region", "of")
"""Facts that are the code of a place, or several."""

_PROVINCE = re.compile(r"\d\d", re.ASCII)

Message = Mapping[str, str]


def sentence(finding: Finding, language: Language) -> str:
    """What was found."""
    return say(finding.code, language, **_named(finding.facts, language))


def mend(finding: Finding, language: Language) -> str:
    """What to do about it; empty where nothing needs doing."""
    advice = message(finding.code).get(f"mend_{language}", "")
    return _filled(advice, language, _named(finding.facts, language)) if advice else ""


def say(code: str, language: Language, /, **facts: Any) -> str:
    """The sentence of a code; a code without one shows itself and its facts, and never fails."""
    found = message(code).get(language)
    if found is None:
        shown = ", ".join(f"{name}={fact(given, language, name)}" for name, given in facts.items())
        return f"{code} ({shown})" if shown else code
    return _filled(found, language, facts)


def headline(code: str, language: Language, /, **facts: Any) -> str:
    """The sentence of a code with a capital first letter, for a line of its own."""
    said = say(code, language, **facts)
    return said[:1].upper() + said[1:]


def message(code: str) -> Message:
    """All texts of one code; nothing where the catalogue lacks it."""
    for name in files():
        if code in _heads(name):
            return _messages(name)[code]
    return {}


@cache
def files() -> tuple[str, ...]:
    """Names of the catalogue's files, the most urgent first."""
    names = sorted(path.stem for path in _HERE.glob("*.toml"))
    return (*(name for name in _FIRST if name in names), *(name for name in names if name not in _FIRST))


def codes() -> dict[str, Message]:
    """Every code of the catalogue."""
    return {code: texts for name in files() for code, texts in _messages(name).items()}


def blanks(text: str) -> frozenset[str]:
    """Names of the facts a text asks for.

    >>> sorted(blanks("{given}: {n|person|people}"))
    ['given', 'n']
    """
    return frozenset(found[1] for found in _BLANK.finditer(text))


def _named(facts: Mapping[str, Any], language: Language) -> dict[str, Any]:
    return {str(name): _place(given, language) if name in _PLACES else given for name, given in facts.items()}


def _place(given: Any, language: Language) -> Any:
    """A province or the country, which no scenario names, with its name."""
    if isinstance(given, tuple):
        return tuple(_place(part, language) for part in given)
    if given == "ID":
        return NamedCode(given, say("place.country", language))
    known = message(f"province.{given}") if isinstance(given, str) and _PROVINCE.fullmatch(given) else {}
    return NamedCode(given, headline("province.named", language, name=known[language])) if known else given


def _filled(text: str, language: Language, facts: Mapping[str, Any]) -> str:
    def fill(blank: re.Match[str]) -> str:
        if blank[1] not in facts:
            return "?"
        given = facts[blank[1]]
        if blank[2] is not None:
            return blank[2] if given == 1 else blank[3]
        return fact(given, language, blank[1])

    def clause(found: re.Match[str]) -> str:
        return found[1] if blanks(found[1]) <= facts.keys() else ""

    return Said(_BLANK.sub(fill, _CLAUSE.sub(clause, text)))


@lru_cache(maxsize=64)
def _heads(name: str) -> frozenset[str]:
    """The codes a file tells, by the heads of its tables: most commands need few files read to the end."""
    return frozenset(_HEAD.findall((_HERE / f"{name}.toml").read_text("utf-8")))


@lru_cache(maxsize=64)
def _messages(name: str) -> Mapping[str, Message]:
    with (_HERE / f"{name}.toml").open("rb") as file:
        return dict(_flat("", tomllib.load(file)))


def _flat(prefix: str, table: Mapping[str, Any]) -> Iterator[tuple[str, Message]]:
    """``[a.b]`` and ``["a.b"]`` are the same code; a table with texts of its own may have codes below it."""
    texts = {key: value for key, value in table.items() if isinstance(value, str)}
    if texts:
        yield prefix, texts
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(f"{prefix}.{key}" if prefix else key, value)
