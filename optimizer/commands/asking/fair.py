"""The command ``fair``."""

from __future__ import annotations

from functools import partial

import typer

from optimizer.commands.asked import Question, question
from optimizer.commands.options import Region
from optimizer.questions import fair as questions
from optimizer.report.asked.fair import page

app = typer.Typer(rich_markup_mode=None)


@question(app)
def fair(asked: Question, *, region: Region = None) -> None:
    """Prove for each region what stops it, and who would have to lose."""
    asked.answer(partial(questions.asked, region=region, every=asked.talk.verbose), page)
