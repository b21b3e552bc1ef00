"""Equal findings are told once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from optimizer.errors import Finding


def grouped(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings that would read the same become one, at the first place, with all paths in ``paths``.

    Findings without a path are told each at its place. The order is that of the files.
    """
    kept: dict[Any, list[Finding]] = {}
    for number, finding in enumerate(findings):
        same = (finding.code, finding.level, repr(sorted(finding.facts.items(), key=lambda fact: fact[0])))
        kept.setdefault(same if finding.path else number, []).append(finding)
    return tuple(_one(alike) for alike in kept.values())


def _one(alike: list[Finding]) -> Finding:
    first = alike[0]
    paths = tuple(dict.fromkeys(finding.path for finding in alike))
    return (
        first
        if len(alike) == 1
        else replace(first, facts={**first.facts, "paths": paths, "times": len(alike)})
    )
