"""Sides of a comparison from cases, and a case with some changes made by hand."""

from __future__ import annotations

import copy
import io
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

from command_line import Done
from strategies import as_yaml

from optimizer import runs
from optimizer.answers.compare import Compare
from optimizer.commands import gate, program
from optimizer.plan.shapes import Plan
from optimizer.questions import compare
from optimizer.questions.comparing.attribution import Wish
from optimizer.questions.comparing.sides import Read, Shared, read
from optimizer.questions.desk import Desk
from optimizer.scenario.reading import load

Case = dict[str, Any]
Change = tuple[str, Callable[[Case], None]]
"""How a change is written on the command line, and what it does to a case."""


def put(path: str, value: Any) -> Change:
    """A change of one value; the keys of the path hold no dots but those of region codes."""

    def change(case: Case) -> None:
        *above, last = keys(path)
        for key in above:
            case = case.setdefault(key, {})
        case[last] = copy.deepcopy(value)

    written = as_yaml({"x": value}).removeprefix("x:").strip() if isinstance(value, str) else str(value)
    return f"{path}={written}", change


def keys(path: str) -> list[str]:
    """The keys of a path: a region's code is one."""
    parts = path.split(".")
    if parts[0] == "regions":
        return [parts[0], ".".join(parts[1:3]), *parts[3:]]
    return parts


def with_changes(case: Case, changes: Iterable[Change]) -> Case:
    """The case after the changes."""
    made = copy.deepcopy(case)
    for _, change in changes:
        change(made)
    return made


def file_of(case: Case, folder: Path, name: str) -> str:
    """The scenario file of a case, as it is named."""
    file = folder / name
    file.write_text(as_yaml(case), encoding="utf-8")
    return str(file)


def asked(*given: str, wish: Wish | None = None, shared: Shared | None = None) -> Compare:
    """The comparison of sides as the command line names them."""
    return compared(read(given, shared or Shared()), wish)


def compared(sides: Sequence[Read], wish: Wish | None = None) -> Compare:
    """The comparison of sides that were read."""
    loaded = sides[0].loaded or load(sides[0].named.file / "scenario.yaml")
    return compare.asked(Desk(loaded), sides, wish=wish or Wish())


def ran(*words: str | Path, stdin: bytes = b"") -> Done:
    """The command as the program runs it, in this process."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    given = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    with (
        patch.object(sys, "argv", ["alokasi", "compare", *map(str, words)]),
        patch.multiple(sys, stdin=given, stdout=out, stderr=err),
        patch.dict(os.environ, {"COLUMNS": "80"}),
    ):
        code = gate.run(program.app)
    texts = []
    for stream in (out, err):
        stream.seek(0)
        texts.append(stream.read())
    return Done(code, *texts)


def fresh(case: Case) -> Plan:
    """The plan of a case, solved in a program of its own."""
    return runs.solved(load("-", text=as_yaml(case).encode())).plan


def measured(plan: Plan) -> dict[str, int]:
    """What is divided, added up from the payments."""
    return {
        "persons_end": plan.totals.persons_end,
        "person_months": sum(row.persons for row in plan.payments),
        "rupiah": sum(row.rupiah for row in plan.payments),
        "dropped": sum(row.persons for row in plan.drops),
    }
