"""The command ``worth``."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from optimizer.commands.asked import asking
from optimizer.commands.help import Command
from optimizer.commands.options import Changes, Json, Lang, Quiet, ScenarioFile, TimeLimit, Variants, Verbose
from optimizer.commands.talk import talk_of
from optimizer.questions import worth as question
from optimizer.report.asked.worth import page

app = typer.Typer(rich_markup_mode=None)

Funds = Annotated[list[str] | None, typer.Option("--fund", metavar="worth_fund")]
Add = Annotated[str | None, typer.Option("--add", metavar="worth_add")]


@app.command("worth", cls=Command)
def worth(
    file: ScenarioFile,
    *,
    fund: Funds = None,
    add: Add = None,
    time_limit: TimeLimit = None,
    variants: Variants = None,
    changes: Changes = None,
    lang: Lang = None,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Say what a little more or a little less of each fund would change."""
    talk = talk_of(lang, json=as_json, quiet=quiet, verbose=verbose)
    ask = partial(question.asked, funds=tuple(fund or ()), add=add)
    with asking(file, variants, changes, talk, time_limit) as asked:
        answer = asked.ask(ask)
        asked.tell(answer, partial(page, answer=answer))
