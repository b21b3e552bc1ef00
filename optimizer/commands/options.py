"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from optimizer.commands.help import reading_language
from optimizer.text import Language, inert, say
from optimizer.text.language import LANGUAGES


def _language(given: str) -> Language:
    for language in LANGUAGES:
        if given.strip().lower() == language:
            return language
    raise typer.BadParameter(say("usage.language", reading_language(), given=inert(given)))


def _seconds(given: str) -> float:
    try:
        seconds = float(given.replace(",", "."))
    except ValueError:
        seconds = -1.0
    if 0 < seconds < 1e9:
        return seconds
    raise typer.BadParameter(say("usage.seconds", reading_language(), given=inert(given)))


ScenarioFile = Annotated[Path, typer.Argument(metavar="scenario", show_default=False)]
NewFile = Annotated[Path | None, typer.Argument(metavar="new_file", show_default=False)]
PlanFolder = Annotated[Path, typer.Argument(metavar="folder", show_default=False)]
Variants = Annotated[list[str] | None, typer.Option("--with", metavar="variant")]
Changes = Annotated[list[str] | None, typer.Option("--set", metavar="change")]
Lang = Annotated[str | None, typer.Option("--lang", metavar="language", parser=_language)]
Json = Annotated[bool, typer.Option("--json")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v")]
Out = Annotated[Path | None, typer.Option("--out", "-o", metavar="folder")]
Region = Annotated[str | None, typer.Option("--region", metavar="region")]
Force = Annotated[bool, typer.Option("--force")]
TimeLimit = Annotated[float | None, typer.Option("--time-limit", metavar="seconds", parser=_seconds)]
Report = Annotated[bool, typer.Option("--report")]
