"""The command ``fair``."""

from __future__ import annotations

from functools import partial

import typer

from optimizer.commands.asked import asking
from optimizer.commands.help import Command
from optimizer.commands.options import (
    Changes,
    Json,
    Lang,
    Quiet,
    Region,
    ScenarioFile,
    TimeLimit,
    Variants,
    Verbose,
)
from optimizer.commands.talk import talk_of
from optimizer.questions import fair as question
from optimizer.report.asked.fair import page

app = typer.Typer(rich_markup_mode=None)


@app.command("fair", cls=Command)
def fair(
    file: ScenarioFile,
    *,
    region: Region = None,
    time_limit: TimeLimit = None,
    variants: Variants = None,
    changes: Changes = None,
    lang: Lang = None,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Prove for each region what stops it, and who would have to lose."""
    talk = talk_of(lang, json=as_json, quiet=quiet, verbose=verbose)
    with asking(file, variants, changes, talk, time_limit) as asked:
        answer = asked.ask(partial(question.asked, region=region, every=verbose))
        asked.tell(answer, partial(page, answer=answer))
