"""The command ``repair``."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from optimizer.commands.asked import asking
from optimizer.commands.help import Command
from optimizer.commands.options import Changes, Json, Lang, Quiet, ScenarioFile, TimeLimit, Variants, Verbose
from optimizer.commands.talk import talk_of
from optimizer.questions import repair as question
from optimizer.report.asked.repair import page

app = typer.Typer(rich_markup_mode=None)

Wish = Annotated[str | None, typer.Option("--wish", metavar="wished")]


@app.command("repair", cls=Command)
def repair(
    file: ScenarioFile,
    *,
    wish: Wish = None,
    time_limit: TimeLimit = None,
    variants: Variants = None,
    changes: Changes = None,
    lang: Lang = None,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Name the rules that clash, or forbid a wish, and their least repairs."""
    talk = talk_of(lang, json=as_json, quiet=quiet, verbose=verbose)
    with asking(file, variants, changes, talk, time_limit) as asked:
        answer = asked.ask(partial(question.asked, wish=wish, every=verbose))
        asked.tell(answer, partial(page, answer=answer))
