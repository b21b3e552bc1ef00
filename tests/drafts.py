"""Print the drafts of a folder of scenarios as JSON: run by another process, with another solver."""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

import highspy
from arrange import plain, scenario_of
from hypothesis import given, settings
from strategies import cases

from optimizer.errors import ContradictionError
from optimizer.scenario.reading import load
from optimizer.scenario.schema import Scenario
from optimizer.solve.answer import draft

NTB = Path(__file__).parent.parent / "scenarios" / "ntb" / "base.yaml"


@cache
def ntb() -> Scenario:
    """The published scenario of NTB."""
    return load(NTB).scenario


@cache
def generated(number: int) -> tuple[Any, ...]:
    """So many cases; another process may draw others: hypothesis also draws constants of loaded modules."""
    found: list[Any] = []

    @settings(max_examples=number, deadline=None, derandomize=True, database=None)
    @given(cases())
    def collect(case: Any) -> None:
        found.append(case)

    collect()
    return tuple(found)


def answer(asked: Scenario, **options: Any) -> dict[str, Any]:
    """The draft as plain values, or that there is none."""
    try:
        return plain(draft(asked, options=options))
    except ContradictionError as error:
        return {"clash": [finding.code for finding in error.findings]}


def main(folder: Path) -> None:
    written = [path.read_text("utf-8") for path in sorted(folder.iterdir())]
    drafts = [answer(one) for one in (*map(scenario_of, written), ntb())]
    json.dump({"release": highspy.Highs().version(), "drafts": drafts}, sys.stdout)  # type: ignore[no-untyped-call] # highspy leaves it untyped


if __name__ == "__main__":
    main(Path(sys.argv[1]))
