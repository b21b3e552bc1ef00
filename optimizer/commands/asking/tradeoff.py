"""The command ``tradeoff``."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from optimizer.commands.asked import Question, question
from optimizer.questions import tradeoff as questions
from optimizer.report.asked.tradeoff import page

app = typer.Typer(rich_markup_mode=None)

Only = Annotated[str | None, typer.Option("--only", metavar="topic")]


@question(app)
def tradeoff(asked: Question, *, only: Only = None) -> None:
    """Say what more of one thing costs of another."""
    asked.answer(partial(questions.asked, only=only), page)
