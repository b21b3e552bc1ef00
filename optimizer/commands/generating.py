"""The command generate: a made-up scenario as large as asked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, get_args

import typer

from optimizer import folder
from optimizer.commands.gate import opened
from optimizer.commands.help import reading_language
from optimizer.commands.options import Force
from optimizer.commands.spoken import spoken
from optimizer.commands.talk import Talk
from optimizer.errors import Finding, InvalidError
from optimizer.report import shell
from optimizer.synthetic.country import MOST, REGIONS, Level
from optimizer.synthetic.files import FOLDER, MadeUp, TargetOf, Wish, made_up
from optimizer.text import inert, say

app = typer.Typer(rich_markup_mode=None)

LEVELS: tuple[Level, ...] = get_args(Level)
TARGETS: tuple[TargetOf, ...] = get_args(TargetOf)

_MOST_SEED = 10**9


def _level(given: str) -> Level:
    for level in LEVELS:
        if given.strip().lower() == level:
            return level
    facts = {"given": inert(given), "known": LEVELS}
    raise typer.BadParameter(say("usage.generate_level", reading_language(), **facts))


def _target(given: str) -> TargetOf:
    for target in TARGETS:
        if given.strip().lower() == target:
            return target
    facts = {"given": inert(given), "known": TARGETS}
    raise typer.BadParameter(say("usage.generate_target", reading_language(), **facts))


def _number(given: str) -> int:
    digits = given.strip()
    if digits.isascii() and digits.isdigit() and 0 < int(digits[:12]) <= max(MOST.values()):
        return int(digits)
    facts = {"given": inert(given), "most": max(MOST.values())}
    raise typer.BadParameter(say("usage.generate_regions", reading_language(), **facts))


def _seed(given: str) -> int:
    digits = given.strip()
    if digits.isascii() and digits.isdigit() and int(digits[:12]) <= _MOST_SEED:
        return int(digits)
    raise typer.BadParameter(say("usage.generate_seed", reading_language(), given=inert(given)))


@spoken(app, "generate")
def generate(
    first: Talk,
    *,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="folder")] = None,
    level: Annotated[Level | None, typer.Option("--level", metavar="level", parser=_level)] = None,
    regions: Annotated[int | None, typer.Option("--regions", metavar="number", parser=_number)] = None,
    seed: Annotated[int | None, typer.Option("--seed", metavar="number", parser=_seed)] = None,
    target: Annotated[TargetOf | None, typer.Option("--target", metavar="places", parser=_target)] = None,
    national_fund: Annotated[bool, typer.Option("--national-fund")] = False,
    force: Force = False,
) -> None:
    """Write a made-up scenario into a folder, whole or not at all; an own one is replaced only by force."""
    with opened(first) as talk:
        if out is None:
            raise InvalidError([Finding("usage.generate_out")])
        folder.ready(out, replace=force, kind=FOLDER)
        wish = _wish(level, regions, seed, target, national_fund=national_fund)
        found = made_up(wish, talk.language)
        folder.write(out, found.files, replace=force, kind=FOLDER)
        _say_written(talk, out, wish, found)


def _wish(
    level: Level | None,
    regions: int | None,
    seed: int | None,
    target: TargetOf | None,
    *,
    national_fund: bool,
) -> Wish:
    """What is asked for; a number of regions alone says which level has so many."""
    fitting = [one for one in LEVELS if regions is None or regions <= REGIONS[one]]
    chosen = level if level is not None else fitting[0] if fitting else LEVELS[-1]
    number = regions or REGIONS[chosen]
    if number > MOST[chosen]:
        facts = {"found": number, "level": chosen, "allowed": MOST[chosen]}
        raise InvalidError([Finding("generate.too_many", facts)])
    return Wish(chosen, number, 1 if seed is None else seed, target or "each", national_fund)


def _say_written(talk: Talk, out: Path, wish: Wish, found: MadeUp) -> None:
    """Where it was written and what is in it."""
    counts = {
        "regions": found.regions,
        "provinces": found.provinces,
        "kabupaten": found.kabupaten,
        "funds": found.funds,
    }
    if talk.json:
        files = [str(out / name) for name in found.files]
        asked = {"level": wish.level, "seed": wish.seed, "target": wish.target}
        talk.document({"status": "written", "synthetic": True, "files": files, **asked, **counts})
        return
    talk.result(talk.say("synthetic.mark"))
    talk.result(talk.say(f"generate.written_{wish.level}", out=str(out), seed=str(wish.seed), **counts))
    talk.aside(talk.say("generate.next"))
    for command in ("validate", "solve"):
        talk.aside(f"  {talk.program} {shell.written(command, out / 'base.yaml')}")
