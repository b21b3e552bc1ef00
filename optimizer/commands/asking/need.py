"""The command ``need``."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from optimizer.commands.asked import asking
from optimizer.commands.help import Command, reading_language
from optimizer.commands.options import Changes, Json, Lang, Quiet, ScenarioFile, TimeLimit, Variants, Verbose
from optimizer.commands.talk import talk_of
from optimizer.questions import need as question
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


@app.command("need", cls=Command)
def need(
    file: ScenarioFile,
    *,
    targets: Targets = None,
    share: ToShare = None,
    time_limit: TimeLimit = None,
    variants: Variants = None,
    changes: Changes = None,
    lang: Lang = None,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Say how much more money the targets need, by when and from whom."""
    talk = talk_of(lang, json=as_json, quiet=quiet, verbose=verbose)
    with asking(file, variants, changes, talk, time_limit) as asked:
        answer = asked.ask(partial(question.asked, targets=targets or (), share=share))
        asked.tell(answer, partial(page, answer=answer))
