"""Writes docs/model.md from the rules' docstrings, and docs/scenario.md from the schema.

Run ``python docs/generate.py``; ``tests/test_docs.py`` fails when a page is not what this writes.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from optimizer.model import goals  # noqa: E402 # the package stands beside this folder
from optimizer.model.rules import RULES  # noqa: E402 # likewise
from optimizer.scenario.jsonschema import document  # noqa: E402 # likewise

GOALS = (goals.keep, goals.targets, goals.coverage, goals.months, goals.thrift, goals.steady)


MODEL_HEAD = r"""# The model

Written by `docs/generate.py` from the docstrings of `optimizer/model`; do not edit.

Regions $r$, groups $g$, funds $f$, months $t = 0 \dots T-1$ ($-1$ is the month before), targets $k$.
$x_{rgft}$ persons whose month a fund pays, $n_{rgt}$ persons covered, $e_{rgt}$ newly enrolled,
$d_{rgt}$ dropped, $s_k$ short of a target, $h_{rgft}$ taken onto a list. All are at least 0 and,
in a plan, whole.

## What must hold

Two rules are bounds of the decisions: eligibility $n_{rgt} \le E_{rg}$, and stay, $e_{rgt} = 0$ when
$T - t$ is less than the months that must be left at enrolment.
"""

FAIRNESS = """### fairness

Leximin over regions of the share of the eligible covered in the last month: raise the lowest share,
then the next. A region is fixed at its level when a positive dual proves that it is blocked.
"""


def model_page() -> str:
    """The formulation, one section a rule and a goal."""
    return "\n".join(
        [
            MODEL_HEAD,
            *(line for rule in RULES for line in _section(rule)),
            "## What is wanted",
            "",
            "Each goal is solved in turn and held for the ones after it, less its `give_up`.",
            "",
            *(line for goal in GOALS for line in _section(goal)),
            FAIRNESS,
        ]
    )


def _section(stated: Callable[..., Any]) -> Iterator[str]:
    yield f"### {stated.__name__.replace('_', ' ')}"
    yield ""
    text = inspect.getdoc(stated) or ""
    text = re.sub(r"\.\. math::\s*(.+?)(?=\n\n|\Z)", lambda match: _display(match[1]), text, flags=re.S)
    yield re.sub(r":math:`([^`]+)`", r"$\1$", text)
    yield ""


def _display(formula: str) -> str:
    return "$$" + " ".join(formula.split()) + "$$"


def scenario_page() -> str:
    """Every key of the scenario file, in both languages."""
    schema = document()
    lines = [
        "# The scenario file",
        "",
        "Written by `docs/generate.py` from the schema; do not edit. `alokasi schema` prints the same as",
        "JSON Schema for editors, `alokasi init` writes a commented file to start from.",
        "",
    ]
    lines += _table("File", schema, schema)
    for name, part in schema.get("definitions", {}).items():
        if "properties" in part:
            lines += _table(name, part, schema)
    return "\n".join(lines)


def _table(title: str, part: dict[str, Any], schema: dict[str, Any]) -> list[str]:
    rows = [f"## {title}", ""]
    if part.get("description") and part is not schema:
        rows += [_flat(part["description"]), ""]
    rows += ["| key | required | meaning |", "|---|---|---|"]
    required = part.get("required") or part.get("x-required", [])
    for key, value in part.get("properties", {}).items():
        needed = "yes" if key in required else ""
        rows.append(f"| `{key}` | {needed} | {_flat(value.get('description', ''))} |")
    return [*rows, ""]


def _flat(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


PAGES: dict[str, Callable[[], str]] = {"model.md": model_page, "scenario.md": scenario_page}


if __name__ == "__main__":
    for page, write in PAGES.items():
        (HERE / page).write_text(write(), encoding="utf-8")
