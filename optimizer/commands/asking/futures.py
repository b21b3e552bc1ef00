"""The command ``futures``."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from optimizer.commands.asked import Question, question
from optimizer.commands.help import reading_language
from optimizer.questions import futures as questions
from optimizer.report.asked.futures import page
from optimizer.text import inert, say
from optimizer.units import Share, UnreadableError, read_share

app = typer.Typer(rich_markup_mode=None)


def _share(given: str) -> Share:
    try:
        return Share(read_share(given))
    except UnreadableError:
        raise typer.BadParameter(say("usage.caution", reading_language(), given=inert(given))) from None


Caution = Annotated[Share | None, typer.Option("--caution", metavar="caution", parser=_share)]


@question(app)
def futures(asked: Question, *, caution: Caution = None) -> None:
    """Say what to decide now, while it is uncertain what money comes."""
    asked.answer(partial(questions.asked, caution=questions.CAUTION if caution is None else caution), page)
