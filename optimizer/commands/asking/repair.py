"""The command ``repair``."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from optimizer.commands.asked import Question, question
from optimizer.questions import repair as questions
from optimizer.report.asked.repair import page

app = typer.Typer(rich_markup_mode=None)

Wish = Annotated[str | None, typer.Option("--wish", metavar="wished")]


@question(app)
def repair(asked: Question, *, wish: Wish = None) -> None:
    """Name the rules that clash, or forbid a wish, and their least repairs."""
    asked.answer(partial(questions.asked, wish=wish, every=asked.talk.verbose), page)
