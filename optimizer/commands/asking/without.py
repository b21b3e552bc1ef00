"""The command ``without``."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from optimizer.commands.asked import asking
from optimizer.commands.help import Command
from optimizer.commands.options import Changes, Json, Lang, Quiet, ScenarioFile, TimeLimit, Variants, Verbose
from optimizer.commands.talk import talk_of
from optimizer.questions import without as question
from optimizer.report.asked.without import page

app = typer.Typer(rich_markup_mode=None)

Payer = Annotated[str | None, typer.Option("--payer", metavar="payer")]
CutSums = Annotated[list[str] | None, typer.Option("--cut", metavar="cut")]
EveryFund = Annotated[bool, typer.Option("--all")]


@app.command("without", cls=Command)
def without(
    file: ScenarioFile,
    *,
    payer: Payer = None,
    cut: CutSums = None,
    every_fund: EveryFund = False,
    time_limit: TimeLimit = None,
    variants: Variants = None,
    changes: Changes = None,
    lang: Lang = None,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Say what is lost when a payer brings nothing, or when part of all money must go."""
    talk = talk_of(lang, json=as_json, quiet=quiet, verbose=verbose)
    ask = partial(question.asked, payer=payer, cuts=tuple(cut or ()), every_fund=every_fund)
    with asking(file, variants, changes, talk, time_limit) as asked:
        answer = asked.ask(ask)
        asked.tell(answer, partial(page, answer=answer))
