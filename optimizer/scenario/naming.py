"""Findings about regions get the names that their scenario gives them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from optimizer.errors import AlokasiError, Finding
from optimizer.scenario.schema import Scenario
from optimizer.units import Code, NamedCode

PLACES = ("region", "of")
"""Facts that are a region code, or several joined by a comma."""


def named(findings: Iterable[Finding], scenario: Scenario) -> tuple[Finding, ...]:
    """The same findings, with a name beside each code of a region of the scenario."""
    return tuple(_named(finding, scenario) for finding in findings)


@contextmanager
def naming(scenario: Scenario) -> Iterator[None]:
    """Errors that leave the block name the regions they are about."""
    try:
        yield
    except AlokasiError as error:
        error.findings = named(error.findings, scenario)
        raise


def _named(finding: Finding, scenario: Scenario) -> Finding:
    places = {key: finding.facts[key] for key in PLACES if isinstance(finding.facts.get(key), str)}
    if not places:
        return finding
    return replace(
        finding, facts={**finding.facts, **{key: _place(given, scenario) for key, given in places.items()}}
    )


def _place(given: str, scenario: Scenario) -> Any:
    """The code, or codes, with names; what the scenario does not know stays as it is."""
    parts = [_part(part, scenario) for part in given.split(",")]
    return tuple(parts) if len(parts) > 1 else parts[0]


def _part(code: str, scenario: Scenario) -> str:
    region = scenario.regions.get(Code(code))
    return code if region is None else NamedCode(code, region.name)
