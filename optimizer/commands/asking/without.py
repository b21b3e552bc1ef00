"""The command ``without``."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from optimizer.commands.asked import Question, question
from optimizer.questions import without as questions
from optimizer.report.asked.without import page

app = typer.Typer(rich_markup_mode=None)

Payer = Annotated[str | None, typer.Option("--payer", metavar="payer")]
CutSums = Annotated[list[str] | None, typer.Option("--cut", metavar="cut")]
EveryFund = Annotated[bool, typer.Option("--all")]


@question(app)
def without(
    asked: Question, *, payer: Payer = None, cut: CutSums = None, every_fund: EveryFund = False
) -> None:
    """Say what is lost when a payer brings nothing, or when part of all money must go."""
    asked.answer(partial(questions.asked, payer=payer, cuts=tuple(cut or ()), every_fund=every_fund), page)
