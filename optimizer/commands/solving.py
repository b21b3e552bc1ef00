"""Commands about plans: solve, verify."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import typer

from optimizer import folder, runs
from optimizer import verify as verification
from optimizer.commands.gate import opened
from optimizer.commands.help import Command
from optimizer.commands.options import (
    Changes,
    Force,
    Json,
    Lang,
    Out,
    PlanFolder,
    Quiet,
    ScenarioFile,
    TimeLimit,
    Variants,
    Verbose,
)
from optimizer.commands.progress import progress
from optimizer.commands.reading import Asked, asked
from optimizer.commands.talk import Talk, talk_of
from optimizer.errors import Finding, InvalidError
from optimizer.plan.files import document
from optimizer.report import terminal
from optimizer.report.advice import advice

app = typer.Typer(rich_markup_mode=None)


@app.command("solve", cls=Command)
def solve(
    file: ScenarioFile,
    *,
    out: Out = None,
    force: Force = False,
    time_limit: TimeLimit = None,
    variants: Variants = None,
    changes: Changes = None,
    lang: Lang = None,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Find the best plan, audit it, explain it, keep it if asked."""
    scenario = asked(file, variants, changes)
    with opened(scenario.spoken(talk_of(lang, json=as_json, quiet=quiet, verbose=verbose))) as talk:
        if out is None and force:
            raise InvalidError([Finding("usage.force_without_out")])
        loaded = scenario.load()
        if out is not None:
            folder.ready(out, replace=force)
        talk.warnings(loaded.findings, scenario.words)
        with progress(talk) as line:
            run = runs.answer(loaded, time_limit=time_limit, progress=line)
        written: tuple[Path, ...] = ()
        if out is not None:
            saved = runs.save(run, out, force=force, command=["alokasi", *sys.argv[1:]])
            written = tuple(out / path.name for path in saved)
        _tell(run, scenario, talk, loaded.variants, written)


def _tell(
    run: runs.Run, scenario: Asked, talk: Talk, variants: Iterable[str], written: Sequence[Path]
) -> None:
    """The answer in the form asked for."""
    if talk.json:
        talk.document(document(run.plan))
        return
    if talk.quiet:
        talk.result(terminal.brief(run.plan, run.scenario, talk.page, talk.language))
        return
    out = str(written[0].parent) if written else None
    free = [name for name in variants if name not in scenario.variants]
    tried = advice(
        run.plan,
        run.scenario,
        scenario.words,
        program=talk.program,
        variants=free,
        out=out,
        language=talk.language,
    )
    ending = terminal.Ending(scenario.words, talk.program, [str(path) for path in written], list(tried))
    talk.result(
        terminal.answer(
            run.plan, run.scenario, talk.page, talk.language, ending=ending, everything=talk.verbose
        )
    )


@app.command("verify", cls=Command)
def verify(
    place: PlanFolder,
    *,
    lang: Lang = None,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Audit an output folder again, without a solver."""
    first = talk_of(lang, json=as_json, quiet=quiet, verbose=verbose)
    with opened(first.about_file(place / "scenario.yaml")) as talk:
        verified = verification.verify(place)
        if talk.json:
            talk.document(talk.findings_document(verified.plan.status, ()))
            return
        talk.result(talk.say("verify.sound", folder=str(place)))
        if not talk.quiet:
            talk.result(terminal.brief(verified.plan, verified.scenario, talk.page, talk.language))
