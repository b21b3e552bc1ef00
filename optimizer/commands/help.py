"""Help in the reader's language, and command families that are loaded when called."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from textwrap import wrap
from typing import Any, ClassVar

import typer
from typer.core import CompletionItem, TyperCommand, TyperGroup  # type: ignore[attr-defined] # used, not listed, there

from optimizer.commands import gate
from optimizer.commands.early import hushed
from optimizer.commands.talk import talk_before_parsing
from optimizer.errors import Finding, InvalidError
from optimizer.report.paper import legible, paper
from optimizer.text import Language, language_asked, say, system_language
from optimizer.text.catalogue import message

WIDEST = 100
_INDENT, _GAP, _WIDEST_NAME = "  ", 2, 28

COMPLETION = ("completion", "completions", "complete", "autocomplete", "pelengkapan")
"""Commands that other programs have for what is an option here."""


def reading_language() -> Language:
    """The language of help: what the command line asks for, else the system's."""
    return language_asked(sys.argv[1:]) or system_language()


class Command(TyperCommand):
    """A command whose help is in the catalogue."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.help = self.short_help = say(f"help.{self.name}", reading_language())
        for parameter in self.params:
            parameter.help = parameter_help(self.name or "", parameter, reading_language())  # type: ignore[attr-defined] # typer's own parameters have one

    def get_help(self, ctx: Any) -> str:
        """The help page."""
        return page(self, ctx, reading_language())

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        """Names of options."""
        return _bare(super().shell_complete(ctx, incomplete))


class Families(TyperGroup):
    """The program: every command by the family that holds it."""

    families: ClassVar[Mapping[str, str]] = {}

    def list_commands(self, ctx: Any) -> list[str]:
        """Names of all commands, in the order in which a user needs them."""
        return list(self.families)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command, its family loaded now."""
        family = self.families.get(cmd_name)
        if family is None:
            return None
        with gate.opened(talk_before_parsing(sys.argv[1:])), hushed():
            module = importlib.import_module(f"optimizer.commands.{family}")
            return typer.main.get_group(module.app).commands[cmd_name]

    def _main_shell_completion(self, ctx_args: Any, prog_name: str, complete_var: str | None = None) -> None:
        """Variants are completed before a family is loaded, all else as typer does."""
        variable = complete_var or f"_{prog_name}_COMPLETE".upper()
        instruction, _, shell = os.environ.get(variable, "").partition("_")
        if instruction == "complete":
            completion = importlib.import_module("optimizer.commands.completion")
            answer = completion.answer(self, shell, prog_name, variable)
            if answer is not None:
                typer.echo(answer)
                sys.exit()
        super()._main_shell_completion(ctx_args, prog_name, complete_var)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command a word names; a word that names none is refused with the nearest."""
        if (
            args
            and not args[0].startswith("-")
            and args[0] not in self.families
            and not ctx.resilient_parsing
        ):
            if args[0].lower() in COMPLETION:
                raise InvalidError([Finding("usage.completion", {"given": args[0]})])
            near = get_close_matches(args[0], self.families, n=1)
            facts = {"given": args[0], "near": near[0] if near else "", "known": tuple(self.families)}
            raise InvalidError([Finding("usage.command_near" if near else "usage.command", facts)])
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        """Names of commands without loading them, and options of the program."""
        options = super(TyperGroup, self).shell_complete(
            ctx, incomplete
        )  # the group's own way loads them all
        named = [name for name in self.families if name.startswith(incomplete)]
        return [
            CompletionItem(name, help=say(f"help.{name}", reading_language())) for name in named
        ] + options

    def get_help(self, ctx: Any) -> str:
        """The help page, with one line a command."""
        return page(self, ctx, reading_language(), commands=self.families)


def _bare(items: Any) -> list[Any]:
    """Completions without help: typer breaks it into lines, which shells take for more completions."""
    return [CompletionItem(item.value) for item in items]


def parameter_help(command: str, parameter: Any, language: Language) -> str:
    """What a parameter is for: the command's own sentence, else the one all commands share."""
    own = f"help.{command}.{parameter.name}"
    return say(own if message(own) else f"help.option.{parameter.name}", language)


def page(
    command: Any, ctx: Any, language: Language, *, commands: Sequence[str] | Mapping[str, str] = ()
) -> str:
    """What a command does, how it is called, its options, an example."""
    width = min(paper(sys.stdout).width, WIDEST)
    key = command.name if not commands else "app"
    lines = wrap(say(f"help.{key}", language), width)
    lines += ["", f"{say('help.usage', language)} {_usage(command, ctx, language)}"]
    more = say(f"help.{key}.more", language).split("\n") if message(f"help.{key}.more") else []
    for paragraph in more:
        lines += ["", *wrap(paragraph, width)]
    if commands:
        rows = [(name, say(f"help.{name}", language)) for name in commands]
        lines += ["", say("help.commands", language), *_definitions(rows, width)]
    parameters = list(command.get_params(ctx))
    for heading in ("help.arguments", "help.arguments_optional", "help.options"):
        rows = [
            (_names(parameter, language), parameter_help(key, parameter, language))
            for parameter in parameters
            if _heading(parameter) == heading
        ]
        lines += ["", say(heading, language), *_definitions(rows, width)] if rows else []
    if message(f"help.{key}.example"):
        examples = say(f"help.{key}.example", language).split("\n")
        lines += ["", say("help.examples", language), *(f"{_INDENT}{example}" for example in examples)]
    return legible("\n".join(lines), sys.stdout.encoding or "utf-8")


def _heading(parameter: Any) -> str:
    """Under which heading a parameter stands."""
    if parameter.param_type_name == "option":
        return "help.options"
    return "help.arguments" if parameter.required else "help.arguments_optional"


def _usage(command: Any, ctx: Any, language: Language) -> str:
    if isinstance(command, TyperGroup):
        return f"{ctx.command_path} {say('metavar.command', language)} …"
    arguments = [_metavar(one, language) for one in command.params if one.param_type_name == "argument"]
    return " ".join([ctx.command_path, *arguments, f"[{say('metavar.options', language)}]"])


def _names(parameter: Any, language: Language) -> str:
    if parameter.param_type_name == "argument":
        return _metavar(parameter, language)
    names = ", ".join(sorted(parameter.opts, key=len))
    takes_value = not (parameter.is_flag or parameter.count)
    return f"{names} {_metavar(parameter, language)}" if takes_value else names


def _metavar(parameter: Any, language: Language) -> str:
    key = f"metavar.{parameter.metavar}"
    known = say(key, language) if message(key) else str(parameter.metavar or parameter.name).upper()
    optional = parameter.param_type_name == "argument" and not parameter.required
    return f"[{known}]" if optional else known


def _definitions(rows: Sequence[tuple[str, str]], width: int) -> list[str]:
    column = min(max(len(name) for name, _ in rows), _WIDEST_NAME) + _GAP
    lines: list[str] = []
    for name, meaning in rows:
        indent = _INDENT + " " * column
        said = wrap(meaning, width, initial_indent=indent, subsequent_indent=indent)
        if len(name) + _GAP <= column and said:
            said[0] = _INDENT + name.ljust(column) + said[0][len(indent) :]
        else:
            said = [_INDENT + name, *said]
        lines += said
    return lines
