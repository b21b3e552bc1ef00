"""From a case to a desk where questions about it are asked, and to a file that the program reads."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from arrange import solved
from strategies import as_yaml

from optimizer.answers.document import document
from optimizer.plan.shapes import Draft
from optimizer.questions.desk import Desk
from optimizer.report.paper import Paper
from optimizer.report.view import Look
from optimizer.scenario.reading import load
from optimizer.text import Language

Case = dict[str, Any]


def desk_of(case: Case) -> Desk:
    """A desk with the scenario of a case, read as from standard input."""
    return Desk(load("-", text=as_yaml(case).encode()))


def written(case: Case, folder: Path) -> Path:
    """The scenario file of a case."""
    file = folder / "kasus.yaml"
    file.write_text(as_yaml(case), encoding="utf-8")
    return file


def covered_at_end(case: Case) -> int:
    """Persons covered in the last month of the plan of a case that is solved afresh."""
    return at_end(case, solved(case))


def at_end(case: Case, found: Draft) -> int:
    """Persons covered in the last month of a draft."""
    last = str(case["horizon"]).rsplit("..", maxsplit=1)[-1]
    return sum(int(paid.persons) for paid in found.payments if str(paid.month) == last)


def said(desk: Desk, answer: Any, page: Callable[[Look, Any], str], language: Language) -> str:
    """The page of an answer at 80 columns, on one line."""
    look = Look(desk.scenario, Paper(80, False, "utf-8"), language, everything=False)
    return " ".join(page(look, answer).split())


def printed(answer: Any) -> Any:
    """The document of an answer, as ``--json`` would print it."""
    return json.loads(json.dumps(document(answer)))
