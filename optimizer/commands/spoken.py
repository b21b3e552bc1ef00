"""What all commands are told of how to speak: language, form, how much; after their own options."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from inspect import Parameter, Signature, signature
from typing import Any

import typer

from optimizer.commands.help import Command
from optimizer.commands.options import Json, Lang, Quiet, Verbose
from optimizer.commands.talk import Talk, talk_of

Doing = Callable[..., None]


def spoken(app: typer.Typer, name: str) -> Callable[[Doing], Doing]:
    """Make a command of a function that takes the talk that was asked for, then its own options."""

    def commanded(doing: Doing) -> Doing:
        _, *own = signature(doing, eval_str=True).parameters.values()
        shared = signature(_talk, eval_str=True).parameters.values()

        def command(**given: Any) -> None:
            talk = _talk(**{one.name: given.pop(one.name) for one in shared})
            doing(talk, **given)

        app.command(name, cls=Command)(signed(command, [*own, *shared], doing))
        return doing

    return commanded


def signed(function: Doing, parameters: Sequence[Parameter], like: Doing) -> Doing:
    """A function under the parameters that typer is to offer, with another's docstring."""
    function.__signature__ = Signature(list(parameters))  # type: ignore[attr-defined] # typer reads it
    function.__annotations__ = {one.name: one.annotation for one in parameters}
    function.__doc__ = like.__doc__
    return function


def _talk(
    *, lang: Lang = None, as_json: Json = False, quiet: Quiet = False, verbose: Verbose = False
) -> Talk:
    return talk_of(lang, json=as_json, quiet=quiet, verbose=verbose)
