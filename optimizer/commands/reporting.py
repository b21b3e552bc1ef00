"""The command report: the papers of a plan that was kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from optimizer import folder
from optimizer import verify as verification
from optimizer.commands.gate import opened
from optimizer.commands.options import Force, PlanFolder, TimeLimit
from optimizer.commands.progress import Progress, progress
from optimizer.commands.spoken import spoken
from optimizer.commands.talk import Talk
from optimizer.papers import writing
from optimizer.papers.dossier import Answers, Dossier
from optimizer.papers.gathering import Asking, gathered
from optimizer.plan.shapes import Plan
from optimizer.runs import layers_of
from optimizer.scenario.reading import Loaded, load

app = typer.Typer(rich_markup_mode=None)


@dataclass(frozen=True, slots=True)
class Papers:
    """Which papers are asked for."""

    export: Path | None = None
    """Where copies under dated names go."""
    final: bool = False
    plan_only: bool = False
    """Whether nothing is compared with the plan."""
    force: bool = False
    time_limit: float | None = None
    """Seconds for what is compared with the plan."""
    layers: tuple[str, ...] = ()
    """Variants and changes of the plan, which stand in the title."""
    told: bool = True
    """Whether it is said where they are."""


@spoken(app, "report")
def report(
    first: Talk,
    place: PlanFolder,
    *,
    export: Annotated[Path | None, typer.Option("--export", metavar="folder")] = None,
    final: Annotated[bool, typer.Option("--final")] = False,
    plan_only: Annotated[bool, typer.Option("--plan-only")] = False,
    force: Force = False,
    time_limit: TimeLimit = None,
) -> None:
    """Audit a kept plan again, ask about it what a meeting asks, write its papers beside it."""
    asked = Papers(export, final, plan_only, force, time_limit, layers_of(place))
    with opened(first.about_file(place / "scenario.yaml")) as talk:
        verified = verification.verify(place)
        papers_of(place, load(place / "scenario.yaml"), verified.plan, talk, asked=asked)


def papers_of(out: Path, loaded: Loaded, plan: Plan, talk: Talk, *, asked: Papers) -> None:
    """Write the papers of a plan into its folder and say where they are.

    Raises:
        InvalidError: people have changed papers that stand there, or copies are there already.
        FailedError: the disk refused, or a library is not installed.
    """
    writing.ready(out, force=asked.force)
    if asked.export is not None:
        bare = Dossier(loaded.scenario, plan, Answers(), talk.language, asked.final)
        writing.exportable(asked.export, out, _named(bare, asked), force=asked.force)
    with progress(talk) as line:
        dossier = _dossier(loaded, plan, talk, line, asked=asked)
        papers = writing.written(dossier, line)
        writing.write(out, papers)
        copies = () if asked.export is None else writing.export(papers, asked.export, dossier)
    if asked.told:
        _tell(talk, dossier, [out / folder.PAPERS / name for name in papers], copies)


def _dossier(loaded: Loaded, plan: Plan, talk: Talk, line: Progress, *, asked: Papers) -> Dossier:
    """What the papers say."""
    if asked.plan_only:
        answers = Answers(silent="papers.not_asked")
    else:
        asking = Asking(asked.time_limit, line.step, lambda question: line(f"ask_{question}"))
        answers = gathered(loaded, plan, asking)
    return _named(Dossier(loaded.scenario, plan, answers, talk.language, asked.final), asked)


def _named(dossier: Dossier, asked: Papers) -> Dossier:
    """The papers under a title that tells a variant from the scenario it changes."""
    if not asked.layers:
        return dossier
    title = dossier.say("papers.title_of_layers", title=dossier.plan.title, layers=asked.layers)
    return replace(dossier.titled(title), layers=asked.layers)


def _tell(talk: Talk, dossier: Dossier, kept: Sequence[Path], copies: Sequence[Path]) -> None:
    """Where the papers are, and what was not asked for them."""
    if talk.json:
        marks = {"synthetic": True} if dossier.scenario.synthetic else {}
        files = [str(path) for path in (*kept, *copies)]
        talk.document({"status": "written", **marks, "files": files, "compared": not dossier.answers.silent})
        return
    page = next(path for path in kept if path.name == "laporan.html")
    talk.result(talk.say("papers.written", folder=str(page.parent), count=len(kept) - 1, page=str(page)))
    if copies:
        talk.result(talk.say("papers.copied", folder=str(copies[0].parent), count=len(copies)))
    if dossier.answers.silent:
        talk.aside(talk.say(dossier.answers.silent))
