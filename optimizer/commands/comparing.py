"""The command ``compare``: several scenarios and plans, side by side."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal

import typer

from optimizer.answers.compare import Compare
from optimizer.answers.document import document
from optimizer.commands.gate import opened
from optimizer.commands.help import reading_language
from optimizer.commands.options import Changes, Force, TimeLimit, Variants
from optimizer.commands.progress import progress
from optimizer.commands.reading import MOST_BYTES
from optimizer.commands.spoken import spoken
from optimizer.commands.talk import Talk
from optimizer.errors import Finding, InvalidError
from optimizer.papers.compared.written import page as paper_of
from optimizer.papers.framed import kept
from optimizer.questions import compare as questions
from optimizer.questions.comparing.attribution import ORDERS, Wish
from optimizer.questions.comparing.sides import SCENARIO_FILE, Named, Read, Shared, named, read
from optimizer.questions.desk import Desk
from optimizer.report.asked import compare as page
from optimizer.report.asked import compare_csv, compare_markdown
from optimizer.report.asked.compare_tables import Rows
from optimizer.report.paper import write_document
from optimizer.report.view import Look
from optimizer.scenario.reading import STDIN, Loaded, load
from optimizer.text import inert, say

app = typer.Typer(rich_markup_mode=None)

Form = Literal["text", "csv", "markdown"]
FORMS: tuple[Form, ...] = ("text", "csv", "markdown")
SOME_ORDERS = (10, 10_000)
"""Of fewer a standard error says nothing."""
MOST_SEED = 10**9


def _form(given: str) -> Form:
    for form in FORMS:
        if given.strip().lower() == form:
            return form
    raise typer.BadParameter(say("usage.format", reading_language(), given=inert(given)))


def _count(least: int, most: int) -> Callable[[str], int]:
    """Reads a whole number."""

    def whole(given: str) -> int:
        if given.isascii() and given.isdigit() and len(given) < 12 and least <= int(given) <= most:
            return int(given)
        facts = {"given": inert(given), "least": least, "most": most}
        raise typer.BadParameter(say("usage.whole_number", reading_language(), **facts))

    return whole


Sides = Annotated[list[str], typer.Argument(metavar="sides", show_default=False)]
OnlyDifferences = Annotated[bool, typer.Option("--only-differences")]
AllRows = Annotated[bool, typer.Option("--all")]
NoParts = Annotated[bool, typer.Option("--no-parts")]
Each = Annotated[bool, typer.Option("--each")]
Exact = Annotated[bool, typer.Option("--exact")]
Orders = Annotated[int | None, typer.Option("--orders", metavar="count", parser=_count(*SOME_ORDERS))]
Seed = Annotated[int | None, typer.Option("--seed", metavar="count", parser=_count(0, MOST_SEED))]
Format = Annotated[str | None, typer.Option("--format", metavar="format", parser=_form)]
Page = Annotated[Path | None, typer.Option("--page", metavar="new_file")]


@dataclass(frozen=True, slots=True)
class _Told:
    """In which form the answer is wanted."""

    form: Form
    rows: Rows


@spoken(app, "compare")
def compare(
    first: Talk,
    sides: Sides,
    *,
    only_differences: OnlyDifferences = False,
    all_rows: AllRows = False,
    no_parts: NoParts = False,
    each: Each = False,
    exact: Exact = False,
    orders: Orders = None,
    seed: Seed = None,
    form: Format = None,
    onto: Page = None,
    force: Force = False,
    time_limit: TimeLimit = None,
    variants: Variants = None,
    changes: Changes = None,
) -> None:
    """Show plans side by side, the inputs in which they differ, and what each change brings."""
    with _spoken(sides, first) as (talk, text):
        told = _told(form, only_differences=only_differences, all_rows=all_rows, as_json=first.json)
        if onto is not None:
            kept.ready(onto, force=force)
        wish = None if no_parts else Wish(each, exact, orders or ORDERS, 1 if seed is None else seed)
        shared = Shared(tuple(variants or ()), tuple(changes or ()), text)
        chosen = read(sides, shared)
        if (variants or changes) and all(side.named.is_folder for side in chosen):
            raise InvalidError([Finding("compare.folder_shared")])
        with progress(talk) as line:
            desk = Desk(_first(chosen), time_limit=time_limit, step=line.step)
            answer = questions.asked(desk, chosen, wish=wish)
        look = _look(talk, chosen, desk)
        if onto is not None:
            kept.write(onto, paper_of(look, answer, [side.scenario for side in chosen]))
        _tell(talk, told, answer, chosen, look)
        if onto is not None:
            _said(talk, told, onto)


def _told(form: str | None, *, only_differences: bool, all_rows: bool, as_json: bool) -> _Told:
    if only_differences and all_rows:
        raise InvalidError([Finding("usage.one_of", {"options": ("--only-differences", "--all")})])
    known: Form = _form(form) if form else "text"
    if as_json and known != "text":
        raise InvalidError([Finding("usage.one_of", {"options": ("--json", "--format")})])
    return _Told(known, "differing" if only_differences else "all" if all_rows else "long")


@contextmanager
def _spoken(sides: Sequence[str], talk: Talk) -> Iterator[tuple[Talk, bytes | None]]:
    """The talk in the language of the first side, and what stood on standard input if a side is that."""
    with opened(talk):
        known = [_named(given) for given in sides]
        is_read = any(str(one.file) == STDIN for one in known)
        text = sys.stdin.buffer.read(MOST_BYTES) if is_read else None
    first = known[0].file
    if str(first) == STDIN and text is not None:
        spoken = talk.about(text.decode("utf-8", "replace"))
    else:
        spoken = talk.about_file(first / SCENARIO_FILE if known[0].is_folder else first)
    with opened(spoken):
        yield spoken, text


def _named(given: str) -> Named:
    """What a side names, as far as its language needs it; reading it tells what is wrong."""
    try:
        return named(given)
    except InvalidError:
        return Named(given, Path(given))


def _first(sides: Sequence[Read]) -> Loaded:
    """The first side as a scenario that was read: the desk's own."""
    first = sides[0]
    return first.loaded if first.loaded is not None else load(first.named.file / SCENARIO_FILE)


def _look(talk: Talk, sides: Sequence[Read], desk: Desk) -> Look:
    """What the answer looks at: the first side, and how much of the plans behind it is proven."""
    look = Look(sides[0].scenario, talk.page, talk.language, talk.verbose, talk.program)
    return replace(look, brief=talk.quiet, plans=desk.plans, doubts=tuple(desk.doubts))


def _said(talk: Talk, told: _Told, onto: Path) -> None:
    """Where the page is; not among what another program reads."""
    said = talk.say("compare.page_written", file=str(onto))
    if told.form == "text" and not (talk.json or talk.quiet):
        talk.result(f"\n{said}")
    else:
        talk.aside(said)


def _tell(talk: Talk, told: _Told, answer: Compare, sides: Sequence[Read], look: Look) -> None:
    """The answer in the form asked for."""
    scenarios = [side.scenario for side in sides]
    if talk.json:
        synthetic = any(side.synthetic for side in answer.sides)
        talk.document(document(answer, synthetic=synthetic))
    elif told.form == "csv":
        write_document(compare_csv.table(answer, only_differing=told.rows == "differing"))
    elif told.form == "markdown":
        write_document(compare_markdown.document(look, answer, scenarios, told.rows))
    else:
        talk.result(page.page(look, answer, scenarios, told.rows))
