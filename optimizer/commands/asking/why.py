"""The command ``why``."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from optimizer.commands.asked import Question, asking
from optimizer.commands.help import Command
from optimizer.commands.options import Changes, Json, Lang, Quiet, ScenarioFile, TimeLimit, Variants, Verbose
from optimizer.commands.talk import talk_of
from optimizer.errors import Finding, InvalidError
from optimizer.questions import why_fund as fund_question
from optimizer.questions import why_not as wish_question
from optimizer.questions import why_region as region_question
from optimizer.questions.wish import read
from optimizer.report.asked import why_fund as fund_page
from optimizer.report.asked import why_not as wish_page
from optimizer.report.asked import why_region as region_page
from optimizer.units import Rupiah, UnreadableError, read_rupiah

app = typer.Typer(rich_markup_mode=None)

RegionAsked = Annotated[str | None, typer.Option("--region", metavar="region")]
FundAsked = Annotated[str | None, typer.Option("--fund", metavar="fund")]
Add = Annotated[str | None, typer.Option("--add", metavar="why_add")]
Wished = Annotated[str | None, typer.Option("--not", metavar="wish")]


@app.command("why", cls=Command)
def why(
    file: ScenarioFile,
    *,
    region: RegionAsked = None,
    fund: FundAsked = None,
    wished: Wished = None,
    add: Add = None,
    time_limit: TimeLimit = None,
    variants: Variants = None,
    changes: Changes = None,
    lang: Lang = None,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Say why a region gets what it gets, why a fund keeps money, or why a wish is not fulfilled."""
    talk = talk_of(lang, json=as_json, quiet=quiet, verbose=verbose)
    with asking(file, variants, changes, talk, time_limit) as asked:
        given = [one for one in (region, fund, wished) if one is not None]
        if len(given) != 1:
            raise InvalidError([Finding("usage.why_one", {"count": len(given)})])
        if wished is not None and add is not None:
            raise InvalidError([Finding("usage.why_add_wish", {"given": add})])
        more = None if add is None else _amount(add)
        if region is not None:
            _region(asked, region, more)
        elif fund is not None:
            _fund(asked, fund, more)
        else:
            _wish(asked, given[0])


def _amount(text: str) -> Rupiah:
    """A sum that is added."""
    try:
        amount = read_rupiah(text)
    except UnreadableError as error:
        raise InvalidError([Finding(error.code, error.facts, path="--add")]) from None
    if amount <= 0:
        raise InvalidError([Finding("usage.why_add_nothing", {"given": text})])
    return amount


def _region(asked: Question, given: str, more: Rupiah | None) -> None:
    answer = asked.ask(partial(region_question.asked, given=given, add=more))
    asked.tell(answer, partial(region_page.page, answer=answer))


def _fund(asked: Question, given: str, more: Rupiah | None) -> None:
    answer = asked.ask(partial(fund_question.asked, given=given, add=more))
    asked.tell(answer, partial(fund_page.page, answer=answer))


def _wish(asked: Question, given: str) -> None:
    wish = read(asked.loaded.scenario, given)
    answer = asked.ask(partial(wish_question.asked, wish=wish))
    asked.tell(answer, partial(wish_page.page, answer=answer))
