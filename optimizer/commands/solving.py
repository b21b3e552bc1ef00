"""Commands about plans: solve, verify."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import typer

from optimizer import folder, runs
from optimizer import verify as verification
from optimizer.commands.gate import opened
from optimizer.commands.options import (
    Changes,
    Force,
    Out,
    PlanFolder,
    Region,
    Report,
    ScenarioFile,
    TimeLimit,
    Variants,
)
from optimizer.commands.progress import progress
from optimizer.commands.reading import Asked, reading
from optimizer.commands.spoken import spoken
from optimizer.commands.talk import Talk
from optimizer.errors import Finding, InvalidError
from optimizer.papers.checking import check
from optimizer.papers.writing import spared
from optimizer.plan.files import document
from optimizer.report import shell, terminal
from optimizer.report.advice import advice
from optimizer.report.one_region import answer_for
from optimizer.report.view import View
from optimizer.scenario.reading import Loaded
from optimizer.scenario.schema import Scenario
from optimizer.units import Code

app = typer.Typer(rich_markup_mode=None)


@spoken(app, "solve")
def solve(
    first: Talk,
    file: ScenarioFile,
    *,
    out: Out = None,
    force: Force = False,
    report: Report = False,
    region: Region = None,
    time_limit: TimeLimit = None,
    variants: Variants = None,
    changes: Changes = None,
) -> None:
    """Find the best plan, audit it, explain it, keep it if asked."""
    with reading(file, variants, changes, first) as (scenario, talk):
        for asked, option in ((force, "--force"), (report, "--report")):
            if out is None and asked:
                raise InvalidError([Finding("usage.only_with_out", {"option": option})])
        if region is not None and first.json:
            raise InvalidError([Finding("usage.one_of", {"options": ("--region", "--json")})])
        loaded = scenario.load()
        shown = None if region is None else _known(region, loaded.scenario)
        if out is not None:
            folder.ready(out, replace=force)
            spared(out)
        talk.warnings(loaded.findings, scenario.words)
        with progress(talk) as line:
            run = runs.answer(loaded, time_limit=time_limit, progress=line)
        written: tuple[Path, ...] = ()
        if out is not None:
            command = ["alokasi", *sys.argv[1:]]
            saved = runs.save(run, out, force=force, command=command, layers=scenario.layers(loaded))
            written = tuple(out / path.name for path in saved)
        if shown is None:
            _tell(run, scenario, talk, loaded.variants, written=written)
        else:
            _tell_region(shown, run, scenario, talk, written=written)
        if report and out is not None:
            _report(out, loaded, run, talk, layers=scenario.layers(loaded), time_limit=time_limit)


def _report(
    out: Path, loaded: Loaded, run: runs.Run, talk: Talk, *, layers: tuple[str, ...], time_limit: float | None
) -> None:
    """The papers beside the plan; of two documents for programs only the plan's is printed."""
    from optimizer.commands.reporting import Papers, papers_of  # noqa: PLC0415 # a tenth of a second

    papers_of(
        out, loaded, run.plan, talk, asked=Papers(time_limit=time_limit, layers=layers, told=not talk.json)
    )


def _known(region: str, scenario: Scenario) -> Code:
    """The region asked for, by its code."""
    if region.strip() not in scenario.regions:
        raise InvalidError([Finding("usage.region", {"given": region, "known": scenario.codes})])
    return Code(region.strip())


def _tell_region(
    region: Code, run: runs.Run, scenario: Asked, talk: Talk, *, written: Sequence[Path]
) -> None:
    """One region of the answer, and where all of it was written."""
    ending = terminal.Ending(scenario.words, talk.program, [str(path) for path in written])
    view = View(run.scenario, talk.page, talk.language, talk.verbose, talk.program, plan=run.plan)
    talk.result(answer_for(region, view, ending=ending))


def _tell(
    run: runs.Run, scenario: Asked, talk: Talk, variants: Iterable[str], *, written: Sequence[Path]
) -> None:
    """The answer in the form asked for."""
    if talk.json:
        talk.document(document(run.plan))
        return
    if talk.quiet:
        talk.result(terminal.brief(run.plan, run.scenario, talk.page, talk.language))
        return
    out = written[0].parent if written else None
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


@spoken(app, "verify")
def verify(
    first: Talk,
    place: PlanFolder,
) -> None:
    """Audit an output folder again, without a solver."""
    with opened(first.about_file(place / "scenario.yaml")) as talk:
        verified = verification.verify(place)
        papers = check(place, verified)
        if talk.json:
            synthetic = verified.plan.synthetic
            talk.document(talk.findings_document(verified.plan.status, (), synthetic=synthetic))
            return
        if verified.plan.synthetic:
            talk.result(talk.say("synthetic.mark"))
        talk.result(talk.say("verify.sound", folder=str(place)))
        if papers.count:
            code = "papers.sound" if papers.figures else "papers.sound_but_other"
            talk.result(talk.say(code, count=papers.count, program=papers.program))
        if not talk.quiet:
            command = f"{talk.program} {shell.written('solve', place / 'scenario.yaml')}"
            talk.result(
                terminal.advised(talk.say("verify.not_recounted"), command, talk.page, talk.language) + "\n"
            )
            talk.result(terminal.brief(verified.plan, verified.scenario, talk.page, talk.language))
