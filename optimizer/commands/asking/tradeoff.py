"""The command ``tradeoff``."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from optimizer.commands.asked import asking
from optimizer.commands.help import Command
from optimizer.commands.options import Changes, Json, Lang, Quiet, ScenarioFile, TimeLimit, Variants, Verbose
from optimizer.commands.talk import talk_of
from optimizer.questions import tradeoff as question
from optimizer.report.asked.tradeoff import page

app = typer.Typer(rich_markup_mode=None)

Only = Annotated[str | None, typer.Option("--only", metavar="topic")]


@app.command("tradeoff", cls=Command)
def tradeoff(
    file: ScenarioFile,
    *,
    only: Only = None,
    time_limit: TimeLimit = None,
    variants: Variants = None,
    changes: Changes = None,
    lang: Lang = None,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Say what more of one thing costs of another."""
    talk = talk_of(lang, json=as_json, quiet=quiet, verbose=verbose)
    with asking(file, variants, changes, talk, time_limit) as asked:
        answer = asked.ask(partial(question.asked, only=only))
        asked.tell(answer, partial(page, answer=answer))
