"""Commands about the installation: doctor."""

from __future__ import annotations

import platform
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import as_file, files
from pathlib import Path
from time import perf_counter

import typer

from optimizer import __version__, runs
from optimizer.commands.gate import opened
from optimizer.commands.spoken import spoken
from optimizer.commands.talk import Talk
from optimizer.errors import FailedError
from optimizer.report.grid import Column, Row, grid
from optimizer.report.terminal import rendered
from optimizer.scenario.reading import load

app = typer.Typer(rich_markup_mode=None)

LIBRARIES = ("pulp", "highspy", "numpy", "pydantic", "pyyaml", "babel", "typer", "rich")
COVERED = 20_337
"""Persons in the last month of the starter scenario's best plan."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at."""

    name: str
    told: str
    good: bool = True


@app.callback()
def _health() -> None:
    """A family of one is still a family."""


@spoken(app, "doctor")
def doctor(first: Talk) -> None:
    """Look at versions, the solver, the language and write rights."""
    with opened(first) as talk:
        checks = list(_checks(talk))
        bad = [check for check in checks if not check.good]
        if talk.json:
            found = [{"name": check.name, "value": check.told, "good": check.good} for check in checks]
            talk.document({"status": "failed" if bad else "fine", "checks": found})
        else:
            talk.result(_printed(talk, bad if talk.quiet else checks))
            talk.result(talk.say("doctor.bad" if bad else "doctor.fine", count=len(bad)))
        raise typer.Exit(FailedError.exit_code if bad else 0)


def _printed(talk: Talk, checks: list[Check]) -> str:
    columns = [Column("", name=True), Column("", name=True, lines=3), Column("", name=True)]
    verdicts = {True: talk.say("doctor.good"), False: talk.say("doctor.not_good")}
    rows = [Row((check.name, check.told, verdicts[check.good])) for check in checks]
    return rendered(grid(columns, rows, talk.page, headed=False), talk.page, talk.language)


def _checks(talk: Talk) -> Iterator[Check]:
    yield Check(talk.say("doctor.program"), __version__)
    yield Check("Python", f"{platform.python_version()} ({platform.system()} {platform.machine()})")
    for name in LIBRARIES:
        found = _version(name)
        yield Check(name, found or talk.say("doctor.missing"), found is not None)
    yield _tried(talk, "doctor.solver", _solves)
    yield _tried(talk, "doctor.writing", _writes)
    yield Check(talk.say("doctor.language"), talk.say("doctor.language_is"))
    page = talk.page
    terminal = talk.say("doctor.terminal_is", width=page.width, encoding=page.encoding)
    yield Check(talk.say("doctor.terminal"), terminal)


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _tried(talk: Talk, code: str, check: Callable[[Talk], Check]) -> Check:
    """Whatever a check raises is what it found."""
    try:
        return check(talk)
    except Exception as error:
        return Check(
            talk.say(code), talk.say("doctor.failed", reason=f"{type(error).__name__}: {error}"), False
        )


def _solves(talk: Talk) -> Check:
    """The starter scenario gives the number of persons it must."""
    before = perf_counter()
    with as_file(files("optimizer.commands") / "starter.id.yaml") as starter:
        found = runs.answer(load(starter)).plan.totals.persons_end
    facts = {
        "found": found,
        "expected": COVERED,
        "seconds": Fraction(round((perf_counter() - before) * 100), 100),
    }
    good = found == COVERED
    return Check(
        talk.say("doctor.solver"), talk.say(f"doctor.solver_{'fine' if good else 'wrong'}", **facts), good
    )


def _writes(talk: Talk) -> Check:
    """A file can be written and removed where the command was called."""
    here = Path.cwd()
    with tempfile.TemporaryFile(dir=here) as file:
        file.write(b"alokasi")
    return Check(talk.say("doctor.writing"), talk.say("doctor.writing_fine", folder=str(here)))
