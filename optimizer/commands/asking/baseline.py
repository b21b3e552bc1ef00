"""The command ``baseline``."""

from __future__ import annotations

import typer

from optimizer.commands.asked import Question, question
from optimizer.questions import baseline as questions
from optimizer.report.asked.baseline import page

app = typer.Typer(rich_markup_mode=None)


@question(app)
def baseline(asked: Question) -> None:
    """Lay the plan beside simple ways to divide shared money."""
    asked.answer(questions.asked, page)
