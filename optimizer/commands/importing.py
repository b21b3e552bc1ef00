"""The commands template and import: an input workbook, and the scenario that it becomes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from optimizer import folder
from optimizer.commands.gate import opened
from optimizer.commands.help import reading_language
from optimizer.commands.options import Force
from optimizer.commands.spoken import spoken
from optimizer.commands.talk import Talk
from optimizer.errors import FailedError, Finding, InvalidError
from optimizer.intake.book import workbook
from optimizer.intake.filling import Filled, filled
from optimizer.intake.known import regions_of
from optimizer.intake.reading import Intake, read, workbook_bytes
from optimizer.intake.written import MADE
from optimizer.report import shell
from optimizer.scenario.reading import load
from optimizer.scenario.variants import parted
from optimizer.text import inert, say

app = typer.Typer(rich_markup_mode=None)

KIND = folder.Kind(("base.yaml",), ("base.yaml",), "out.exists_import", MADE)
"""What a folder of ``import`` holds: a scenario that a person wrote has not that line."""

_SCENARIOS = (".yaml", ".yml")
_Made = TypeVar("_Made")


def _province(given: str) -> str:
    code = given.strip()
    if len(code) == 2 and code.isascii() and code.isdigit():
        return code
    raise typer.BadParameter(say("usage.province", reading_language(), given=inert(given)))


@spoken(app, "template")
def template(
    first: Talk,
    *,
    from_: Annotated[Path | None, typer.Option("--from", metavar="scenario")] = None,
    province: Annotated[str | None, typer.Option("--province", metavar="province", parser=_province)] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="new_file")] = None,
    force: Force = False,
) -> None:
    """Write an input workbook, empty or filled from a scenario."""
    named, variant = parted(from_) if from_ is not None else (None, "")
    with opened(first if named is None else first.about_file(named)) as talk:
        if from_ is not None and province is not None:
            raise InvalidError([Finding("usage.one_of", {"options": ("--from", "--province")})])
        target = out or Path(talk.say("intake.file_name"))
        _may_write(target, ".xlsx", force=force)
        made, counts = _made(talk, named, variant, province or "")
        folder.whole(target, made.raw)
        if talk.json:
            found = talk.findings_document("written", made.findings)
            talk.document({**found, "file": str(target), **counts})
            return
        heard = [one for one in made.findings if one.level != "note" or not talk.quiet]
        if heard:
            talk.aloud("\n".join([*talk.lines(heard, talk.page), ""]))
        talk.result(talk.say("intake.template_written", file=str(target), **counts))
        if named is not None and not any(one.level == "warning" for one in made.findings):
            talk.aside(talk.say("intake.template_proven"))
        talk.aside(talk.say("intake.template_next"))
        talk.aside(
            f"  {talk.program} {shell.written('import', target)} --out {talk.say('intake.folder_name')}"
        )


def _made(talk: Talk, named: Path | None, variant: str, province: str) -> tuple[Filled, dict[str, int]]:
    """The workbook, and how much stands in it."""
    if named is None:
        regions = regions_of(province)
        unknown = Finding("intake.province_unknown", {"province": province}, "note")
        found = (unknown,) if province and not regions else ()
        made = _with_library(lambda: workbook(talk.language, None, regions))
        return Filled(made, found), {"regions": len(regions), "funds": 0, "groups": 3}
    loaded = load(named, variants=(variant,) if variant else ())
    scenario = loaded.scenario
    counts = {"regions": len(scenario.regions), "funds": len(scenario.funds), "groups": len(scenario.groups)}
    return _with_library(lambda: filled(named, None, loaded, talk.language)), counts


def _with_library(make: Callable[[], _Made]) -> _Made:
    """What is made, or that the library for it is missing."""
    try:
        return make()
    except ModuleNotFoundError as error:
        if error.name != "xlsxwriter":
            raise
        raise FailedError([Finding("intake.needs_library", {"library": error.name})]) from None


@spoken(app, "import")
def import_(
    first: Talk,
    file: Annotated[Path, typer.Argument(metavar="workbook", show_default=False)],
    *,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="folder")] = None,
    force: Force = False,
) -> None:
    """Turn a filled-in workbook into a scenario, whole or not at all."""
    with opened(replace(first, whole=True)) as talk:  # who mends a workbook goes from cell to cell
        if out is None:
            raise InvalidError([Finding("usage.import_out")])
        single = out.suffix.lower() in _SCENARIOS
        if single:
            _may_write(out, out.suffix, force=force)
        else:
            folder.ready(out, replace=force, kind=KIND)
        shown = file.as_posix()
        target = out if single else out / "base.yaml"
        made = read(workbook_bytes(file, shown), shown, talk.language, beside=target)
        if single:
            folder.whole(out, made.text.encode())
        else:
            folder.write(out, {"base.yaml": made.text}, replace=force, kind=KIND)
        _say_imported(talk, target, made)


def _say_imported(talk: Talk, target: Path, made: Intake) -> None:
    scenario = made.loaded.scenario
    counts = {
        "regions": len(scenario.regions),
        "funds": len(scenario.funds),
        "targets": len(scenario.targets),
    }
    if talk.json:
        found = talk.findings_document("written", made.findings, synthetic=bool(scenario.synthetic))
        talk.document({**found, "file": str(target), **counts})
        return
    if scenario.synthetic:
        talk.result(talk.say("synthetic.mark"))
    heard = [one for one in made.findings if not talk.quiet or one.level == "error"]
    if heard:
        talk.aside("\n".join([*talk.lines(heard, talk.page), ""]))
    talk.result(talk.say("intake.import_written", file=str(target), **counts))
    talk.aside(talk.say("intake.import_next"))
    for command in ("validate", "solve"):
        talk.aside(f"  {talk.program} {shell.written(command, target)}")


def _may_write(target: Path, suffix: str, *, force: bool) -> None:
    """Let pass a new file of this kind in a folder that is there."""
    if target.suffix.lower() != suffix.lower():
        raise InvalidError([Finding("intake.not_xlsx", {"file": target.name})])
    if target.is_dir() or (target.exists() and not force):
        raise InvalidError([Finding("intake.exists", {"file": str(target)})])
    if not target.parent.is_dir():
        raise InvalidError([Finding("intake.no_folder", {"folder": str(target.parent)})])
