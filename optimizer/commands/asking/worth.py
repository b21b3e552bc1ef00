"""The command ``worth``."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from optimizer.commands.asked import Question, question
from optimizer.questions import worth as questions
from optimizer.report.asked.worth import page

app = typer.Typer(rich_markup_mode=None)

Funds = Annotated[list[str] | None, typer.Option("--fund", metavar="worth_fund")]
Add = Annotated[str | None, typer.Option("--add", metavar="worth_add")]


@question(app)
def worth(asked: Question, *, fund: Funds = None, add: Add = None) -> None:
    """Say what a little more or a little less of each fund would change."""
    asked.answer(partial(questions.asked, funds=tuple(fund or ()), add=add), page)
