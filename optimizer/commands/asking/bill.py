"""The command ``bill``."""

from __future__ import annotations

from functools import partial

import typer

from optimizer.commands.asked import asking
from optimizer.commands.help import Command
from optimizer.commands.options import Changes, Json, Lang, Quiet, ScenarioFile, TimeLimit, Variants, Verbose
from optimizer.commands.talk import talk_of
from optimizer.questions import bill as question
from optimizer.report.asked.bill import page

app = typer.Typer(rich_markup_mode=None)


@app.command("bill", cls=Command)
def bill(
    file: ScenarioFile,
    *,
    time_limit: TimeLimit = None,
    variants: Variants = None,
    changes: Changes = None,
    lang: Lang = None,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Say what keeping the people of the last month costs next year."""
    talk = talk_of(lang, json=as_json, quiet=quiet, verbose=verbose)
    with asking(file, variants, changes, talk, time_limit) as asked:
        answer = asked.ask(question.asked)
        asked.tell(answer, partial(page, answer=answer))
