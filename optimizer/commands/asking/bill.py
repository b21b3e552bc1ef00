"""The command ``bill``."""

from __future__ import annotations

import typer

from optimizer.commands.asked import Question, question
from optimizer.questions import bill as questions
from optimizer.report.asked.bill import page

app = typer.Typer(rich_markup_mode=None)


@question(app)
def bill(asked: Question) -> None:
    """Say what keeping the people of the last month costs next year."""
    asked.answer(questions.asked, page)
