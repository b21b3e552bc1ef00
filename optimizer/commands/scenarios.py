"""Commands about scenarios: init, validate, show, schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

import typer

from optimizer import folder
from optimizer.commands.gate import opened
from optimizer.commands.help import Command
from optimizer.commands.options import (
    Changes,
    Force,
    Lang,
    NewFile,
    ScenarioFile,
    Variants,
)
from optimizer.commands.reading import Asked, reading
from optimizer.commands.spoken import spoken
from optimizer.commands.talk import Talk, talk_of
from optimizer.errors import Finding, InvalidError
from optimizer.plan.assumptions import assumptions
from optimizer.report import shell
from optimizer.report.assumed import assumption_list
from optimizer.report.origins import origin_list
from optimizer.report.paper import write_document
from optimizer.report.story import story
from optimizer.report.view import Look
from optimizer.scenario import foreseen, jsonschema, resolved
from optimizer.scenario.reading import STDIN, Loaded
from optimizer.scenario.variants import unusable
from optimizer.study.designing import jsonschema as study_schema

app = typer.Typer(rich_markup_mode=None)


@spoken(app, "init")
def init(
    first: Talk,
    file: NewFile = None,
    *,
    force: Force = False,
) -> None:
    """Write the starter scenario; an existing file is replaced only by force."""
    with opened(first) as talk:
        starter = (files("optimizer.commands") / f"starter.{talk.language}.yaml").read_text("utf-8")
        target = file or Path(talk.say("init.file_name"))
        if str(target) == STDIN:
            write_document(starter)
            return
        _write_new(target, starter, force=force)
        _say_written(talk, target)


def _write_new(target: Path, text: str, *, force: bool) -> None:
    """Write a file whole; what stands there is kept unless by force."""
    if target.suffix.lower() not in ("", ".yaml", ".yml"):
        meant = shell.written(target.with_suffix(".yaml"))
        facts = {"file": target.name, "suffix": target.suffix, "meant": meant}
        raise InvalidError([Finding("init.not_yaml", facts)])
    if target.is_dir() or (target.exists() and not force):
        raise InvalidError([Finding("init.exists", {"file": str(target)})])
    if not target.parent.is_dir():
        raise InvalidError([Finding("init.no_folder", {"folder": str(target.parent)})])
    folder.whole(target, text.encode())


def _say_written(talk: Talk, target: Path) -> None:
    if talk.json:
        talk.document({"status": "written", "file": str(target)})
        return
    talk.result(talk.say("init.written", file=str(target)))
    talk.aside(talk.say("init.next"))
    for command in ("validate", "solve"):
        talk.aside(f"  {talk.program} {shell.written(command, target)}")


@spoken(app, "validate")
def validate(
    first: Talk,
    file: ScenarioFile,
    *,
    variants: Variants = None,
    changes: Changes = None,
) -> None:
    """Print every finding of the scenario; solve nothing."""
    with reading(file, variants, changes, first) as (scenario, talk):
        code, status, found, synthetic = _checked(scenario)
        if talk.json:
            talk.document(talk.findings_document(status, found, synthetic=synthetic))
        else:
            if synthetic:
                talk.result(talk.say("synthetic.mark"))
            _say_checked(talk, str(file), found)
        raise typer.Exit(code)


def _checked(scenario: Asked) -> tuple[int, str, Sequence[Finding], bool]:
    """Exit code, status, findings, whether it is made up: here findings are the result, not a failure.

    Unless one is named, every variant is tried too: one that fails would fail in the meeting.
    """
    try:
        loaded = scenario.load()
        failed = () if scenario.variants else tuple(unusable(loaded, scenario.load))
        failed = (*failed, *foreseen.unusable(loaded))
        if any(finding.level == "error" for finding in failed):
            raise InvalidError((*failed, *loaded.findings))
        return 0, "valid", (*loaded.findings, *failed), bool(loaded.scenario.synthetic)
    except InvalidError as error:
        return error.exit_code, error.status, error.findings, False


def _say_checked(talk: Talk, file: str, found: Sequence[Finding]) -> None:
    counts = {level: sum(1 for one in found if one.level == level) for level in ("error", "warning", "note")}
    heard = [one for one in found if one.level == "error" or not talk.quiet]
    if heard:
        talk.result("\n".join([*talk.lines(heard, talk.page), ""]))
    code = "validate.errors" if counts["error"] else "validate.fine" if found else "validate.clean"
    facts = {"errors": counts["error"], "warnings": counts["warning"], "notes": counts["note"]}
    talk.result(talk.say(code, file=file, **facts))


@spoken(app, "show")
def show(
    first: Talk,
    file: ScenarioFile,
    *,
    as_yaml: Annotated[bool, typer.Option("--yaml")] = False,
    origin: Annotated[bool, typer.Option("--origin")] = False,
    assumed: Annotated[bool, typer.Option("--assumptions")] = False,
    variants: Variants = None,
    changes: Changes = None,
) -> None:
    """Print the scenario after all layers: in sentences, or in the form asked for."""
    with reading(file, variants, changes, first) as (scenario, talk):
        if as_yaml + origin + assumed > 1:
            raise InvalidError(
                [Finding("usage.one_of", {"options": ("--yaml", "--origin", "--assumptions")})]
            )
        loaded = scenario.load()
        if talk.json:
            talk.document(_shown(loaded))
        elif as_yaml:
            write_document(resolved.write(loaded.scenario))
        else:
            form = "origin" if origin else "assumptions" if assumed else "story"
            talk.result(_told(form, loaded, talk, scenario.words))


def _told(form: str, loaded: Loaded, talk: Talk, words: str) -> str:
    look = Look(loaded.scenario, talk.page, talk.language, talk.verbose, talk.program)
    if form == "origin":
        return origin_list(look, loaded.origins)
    rows = assumptions(loaded.scenario)
    if form == "assumptions":
        return assumption_list(look, rows)
    return story(look, rows, words, loaded.variants, loaded.futures)


def _shown(loaded: Loaded) -> Mapping[str, Any]:
    """The scenario for a program."""
    return {
        "status": "valid",
        "title": loaded.scenario.title,
        **({"synthetic": True} if loaded.scenario.synthetic else {}),
        "digest": resolved.digest(loaded.scenario),
        "scenario": resolved.write(loaded.scenario),
        "variants": dict(loaded.variants),
        "futures": _foreseen(loaded),
        "assumptions": [asdict(row) for row in assumptions(loaded.scenario)],
        "origins": [
            {
                "path": path,
                "value": origin.value,
                "file": origin.place.file,
                "line": origin.place.line,
                "column": origin.place.column,
                "layer": origin.layer,
            }
            for path, origin in loaded.origins.items()
        ],
    }


def _foreseen(loaded: Loaded) -> Mapping[str, Any]:
    """What may come, by name; the probability as it adds up, exactly."""
    futures = loaded.futures.every if loaded.futures else ()
    return {one.name: {"label": one.label, "probability": str(one.probability)} for one in futures}


@app.command("schema", cls=Command)
def schema(*, of_study: Annotated[bool, typer.Option("--study")] = False, lang: Lang = None) -> None:
    """Print the JSON Schema of the scenario format, or of a study."""
    with opened(talk_of(lang)) as talk:
        talk.document((study_schema if of_study else jsonschema).document(talk.language))
