"""The command ``need``."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from optimizer.commands.asked import Question, question
from optimizer.commands.help import reading_language
from optimizer.questions import need as questions
from optimizer.report.asked.need import page
from optimizer.text import inert, say
from optimizer.units import Share, UnreadableError, read_share

app = typer.Typer(rich_markup_mode=None)


def _share(given: str) -> Share:
    try:
        return Share(read_share(given))
    except UnreadableError:
        raise typer.BadParameter(say("usage.need.share", reading_language(), given=inert(given))) from None


Targets = Annotated[list[str] | None, typer.Option("--target", metavar="target")]
ToShare = Annotated[Share | None, typer.Option("--share", metavar="share", parser=_share)]


@question(app)
def need(asked: Question, *, targets: Targets = None, share: ToShare = None) -> None:
    """Say how much more money the targets need, by when and from whom."""
    asked.answer(partial(questions.asked, targets=targets or (), share=share), page)
