"""The command line: names every command and mounts its family, loaded when called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

import typer

from optimizer import __version__
from optimizer.commands.help import Families
from optimizer.commands.options import Lang


class Alokasi(Families):
    """All commands, in the order in which a planner needs them."""

    families: ClassVar[Mapping[str, str]] = {
        "init": "scenarios",
        "template": "importing",
        "import": "importing",
        "validate": "scenarios",
        "show": "scenarios",
        "solve": "solving",
        "verify": "solving",
        "report": "reporting",
        "worth": "asking.worth",
        "need": "asking.need",
        "why": "asking.why",
        "tradeoff": "asking.tradeoff",
        "without": "asking.without",
        "repair": "asking.repair",
        "baseline": "asking.baseline",
        "fair": "asking.fair",
        "bill": "asking.bill",
        "futures": "asking.futures",
        "compare": "comparing",
        "study": "studying",
        "generate": "generating",
        "schema": "scenarios",
        "doctor": "health",
    }


app = typer.Typer(
    name="alokasi",
    cls=Alokasi,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def program(
    context: typer.Context,
    *,
    version: Annotated[bool, typer.Option("--version")] = False,
    lang: Lang = None,
) -> None:
    """Show the version, or the help when no command is given."""
    if version:
        typer.echo(f"alokasi {__version__}")
    elif context.invoked_subcommand is None:
        typer.echo(context.get_help())
