"""The one gate where errors meet the user: what is said, and with which exit code the program ends."""

from __future__ import annotations

import errno
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from difflib import get_close_matches
from typing import Any

import typer

from optimizer.commands.early import INTERRUPTED, heard
from optimizer.commands.talk import NAME, Talk, talk_before_parsing
from optimizer.errors import AlokasiError, FailedError, Finding, InvalidError
from optimizer.report.paper import paper

_NAMED = ("scenario", "folder", "sides")
"""Arguments whose absence has a sentence of its own."""
_USAGE: Mapping[str, str] = {
    "NoSuchOption": "usage.option",
    "MissingParameter": "usage.missing",
    "BadOptionUsage": "usage.needs_value",
    "BadParameter": "usage.value",
}
"""Errors of the command line, by the name of their class: typer's classes have moved between versions."""


def run(app: Callable[..., Any]) -> int:
    """Run the program; its exit code."""
    _give_streams()
    talk = talk_before_parsing(sys.argv[1:])
    try:
        with heard():
            code = app(standalone_mode=False, prog_name=NAME)
    except SystemExit as ended:
        closed = isinstance(ended.__context__, BrokenPipeError)
        code = 0 if closed else ended.code
    except BaseException as error:
        code = _told_at_last(error, talk)
    return _flushed(code if isinstance(code, int) else 0)


def _told_at_last(error: BaseException, talk: Talk) -> int:
    """Tell the user, though Ctrl-C is pressed once more before it can be ignored."""
    while True:
        try:
            return told(error, talk)
        except KeyboardInterrupt as again:
            error = again


@contextmanager
def opened(talk: Talk) -> Iterator[Talk]:
    """Errors inside end the command: they are told in its language, the exit code says their kind."""
    try:
        yield talk
    except typer.Exit:
        raise
    except BaseException as error:
        raise typer.Exit(told(error, talk)) from None


def told(error: BaseException, talk: Talk) -> int:
    """Tell the user about an error; the exit code for it."""
    if isinstance(error, BrokenPipeError):
        return 0
    if isinstance(error, KeyboardInterrupt):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the end is near already; once more must not spoil it
        talk.aloud(talk.say("gate.interrupted"))
        return INTERRUPTED
    known = error if isinstance(error, AlokasiError) else _as_known(error)
    if known is None:
        return _unexpected(error, talk)
    return _findings(known, talk)


def _findings(error: AlokasiError, talk: Talk) -> int:
    if talk.json:
        talk.document(talk.findings_document(error.status, error.findings))
    else:
        talk.aloud("\n".join(_heard(error, talk)))
    return error.exit_code


def _heard(error: AlokasiError, talk: Talk) -> list[str]:
    """The errors; what only warns must not bury them: it is counted, unless -v."""
    errors = [one for one in error.findings if one.level == "error"]
    if talk.verbose or not errors:
        return talk.lines(error.findings, paper(sys.stderr))
    warned = sum(one.level == "warning" for one in error.findings)
    more = [talk.say("findings.warned", count=warned)] if warned and not talk.quiet else []
    return [*talk.lines(errors, paper(sys.stderr)), *more]


def _as_known(error: BaseException) -> AlokasiError | None:
    """An error of the command line or of the disk as one of ours."""
    if hasattr(error, "format_message"):
        return InvalidError([_usage(error)])
    if isinstance(error, OSError):
        facts = {"file": error.filename or "-", "reason": error.strerror or type(error).__name__}
        code = "gate.disk_full" if error.errno == errno.ENOSPC else "gate.disk"
        return FailedError([Finding(code, facts)])
    return None


def _usage(error: Any) -> Finding:
    kind = type(error).__name__
    option = getattr(error, "option_name", None)
    parameter = getattr(error, "param", None)
    name = option or (parameter.opts[0] if parameter is not None and parameter.opts else "-")
    if kind == "MissingParameter" and parameter is not None and parameter.metavar in _NAMED:
        return Finding(f"usage.missing_{parameter.metavar}", {"command": error.ctx.info_name})
    said = str(getattr(error, "message", ""))
    if kind == "NoSuchOption":
        return _no_such_option(name, getattr(error, "ctx", None))
    if kind == "UsageError" and "unexpected extra" in said:
        return Finding("usage.extra", {"words": said.partition("(")[2].rstrip(").")})
    if kind == "BadOptionUsage" and "not take" in said:
        return Finding("usage.takes_none", {"option": name})
    return Finding(_USAGE.get(kind, "usage.other"), {"option": name, "said": said})


def _no_such_option(given: str, context: Any) -> Finding:
    """The nearest option; where none is near, all there are."""
    parameters = context.command.get_params(context) if context is not None else ()
    known = [max(one.opts, key=len) for one in parameters if one.param_type_name == "option"]
    # Without their dashes, which make any two short options alike.
    near = get_close_matches(given.lstrip("-"), [name.lstrip("-") for name in known], n=1)
    if near:
        return Finding("usage.option_near", {"option": given, "near": f"--{near[0]}"})
    return Finding("usage.option", {"option": given, "known": tuple(known)})


def _unexpected(error: BaseException, talk: Talk) -> int:
    """Say in one line that the program failed, and keep the report where the user can find it."""
    report = "".join(traceback.format_exception(error))
    kept = "-"
    with suppress(OSError):
        number, kept = tempfile.mkstemp(prefix="alokasi-", suffix=".txt")
        with os.fdopen(number, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(report)
    if talk.verbose:
        talk.aloud(report.rstrip())
    known = FailedError([Finding("gate.unexpected", {"kind": type(error).__name__, "file": kept})])
    return _findings(known, talk)


def _give_streams() -> None:
    """A program started without standard streams talks into the void."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 # lives as long as the program


def _flushed(code: int) -> int:
    """Nothing is left to fail when the interpreter ends: a reader that has gone is no error."""
    try:
        sys.stdout.flush()
    except OSError as error:
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return code if isinstance(error, BrokenPipeError) else code or FailedError.exit_code
    return code
