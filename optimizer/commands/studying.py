"""The command ``study``: many cases of one scenario."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from optimizer.answers.document import document
from optimizer.commands.early import INTERRUPTED
from optimizer.commands.gate import opened
from optimizer.commands.options import Out, TimeLimit
from optimizer.commands.progress import progress
from optimizer.commands.spoken import spoken
from optimizer.commands.talk import Talk
from optimizer.errors import Finding, StoppedError
from optimizer.papers.framed.kept import missing
from optimizer.papers.studied.written import page as paper_of
from optimizer.report import shell
from optimizer.report.studied.page import page
from optimizer.report.terminal import advised, rendered
from optimizer.report.view import Look
from optimizer.study.case import Case
from optimizer.study.designing.cases import cases
from optimizer.study.designing.reading import read_study
from optimizer.study.designing.shapes import Study
from optimizer.study.telling.clock import Clock
from optimizer.study.telling.conducting import Conducted, Orders, conducted
from optimizer.study.telling.provenance import Begun
from optimizer.study.telling.writing import begun, finished

app = typer.Typer(rich_markup_mode=None)

StudyFile = Annotated[Path, typer.Argument(metavar="study", show_default=False)]
Engine = Annotated[str, typer.Option("--engine", metavar="engine")]
Workers = Annotated[int | None, typer.Option("--workers", metavar="count")]
Scheduler = Annotated[str | None, typer.Option("--scheduler", metavar="address")]


@spoken(app, "study")
def study(
    first: Talk,
    file: StudyFile,
    *,
    out: Out = None,
    engine: Engine = "one",
    workers: Workers = None,
    scheduler: Scheduler = None,
    time_limit: TimeLimit = None,
) -> None:
    """Solve every case of a study, keep what is done, say what they say together."""
    with opened(first.about_file(file)) as talk:
        wanted = read_study(file)
        every = cases(wanted)
        store = None if out is None else begun(out, wanted, every)
        orders = Orders(store, engine, scheduler, workers)
        begin = Begun(["alokasi", *sys.argv[1:]])
        with _keeping(talk, out):
            done = _done(talk, wanted, every, orders, time_limit)
            written, notes = ((), ()) if out is None else _written(talk, out, done, begin.run(done, orders))
        _tell(talk, wanted, done, (*done.notes, *notes), written)


def _done(
    talk: Talk, wanted: Study, every: Sequence[Case], orders: Orders, time_limit: float | None
) -> Conducted:
    with progress(talk) as line:
        clock = Clock(time_limit, line.step, lambda: line("study_breaks"))
        return conducted(wanted, every, orders, clock)


def _written(
    talk: Talk, out: Path, done: Conducted, run: Mapping[str, Any]
) -> tuple[tuple[Path, ...], tuple[Finding, ...]]:
    """Tables, summary and page; a note where what writes the page is not installed."""
    papers: Mapping[str, bytes] = {}
    without = [Finding("study.no_page", {"package": name}, "note") for name in missing()]
    if not without:
        papers = paper_of(_look(talk, done.results.study), done)
    written, notes = finished(out, done, run, papers)
    return written, (*without, *notes)


def _look(talk: Talk, wanted: Study) -> Look:
    return Look(wanted.base.scenario, talk.page, talk.language, talk.verbose, talk.program, brief=talk.quiet)


@contextmanager
def _keeping(talk: Talk, out: Path | None) -> Iterator[None]:
    """Whoever stops a study is told what is kept, and how to go on."""
    try:
        yield
    except StoppedError:
        talk.aside(_kept(talk, out, interrupted=False))
        raise
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the end is near already; once more must not spoil it
        talk.aloud(_kept(talk, out, interrupted=True))
        raise typer.Exit(INTERRUPTED) from None


def _kept(talk: Talk, out: Path | None, *, interrupted: bool) -> str:
    """What is kept, and how to go on."""
    kept = talk.say("study.not_kept") if out is None else talk.say("study.kept", out=str(out))
    said = talk.say("study.interrupted", kept=kept) if interrupted else kept
    if out is None:
        return said
    command = f"{talk.program} {' '.join(shell.written(word) for word in sys.argv[1:])}"
    return advised(said, command, talk.page, talk.language)


def _tell(
    talk: Talk, wanted: Study, done: Conducted, notes: Sequence[Finding], written: Sequence[Path]
) -> None:
    """The summary in the form asked for."""
    if talk.json:
        talk.document(document(done.summary, synthetic=bool(wanted.base.scenario.synthetic)))
        return
    for line in talk.lines(notes, talk.page) if not talk.quiet else ():
        talk.aside(line)
    talk.result(page(_look(talk, wanted), done.summary, done.reused))
    if written and not talk.quiet:
        names = [path.name for path in written]
        said = talk.say("study.written", out=str(written[0].parent), names=names)
        talk.result("\n" + rendered([Text(said)], talk.page, talk.language))
