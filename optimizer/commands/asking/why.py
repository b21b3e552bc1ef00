"""The command ``why``."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from optimizer.commands.asked import Question, question
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


@question(app)
def why(
    asked: Question,
    *,
    region: RegionAsked = None,
    fund: FundAsked = None,
    wished: Wished = None,
    add: Add = None,
) -> None:
    """Say why a region gets what it gets, why a fund keeps money, or why a wish is not fulfilled."""
    given = [one for one in (region, fund, wished) if one is not None]
    if len(given) != 1:
        raise InvalidError([Finding("usage.why_one", {"count": len(given)})])
    if wished is not None and add is not None:
        raise InvalidError([Finding("usage.why_add_wish", {"given": add})])
    more = None if add is None else _amount(add)
    if region is not None:
        asked.answer(partial(region_question.asked, given=region, add=more), region_page.page)
    elif fund is not None:
        asked.answer(partial(fund_question.asked, given=fund, add=more), fund_page.page)
    else:
        wish = read(asked.loaded.scenario, given[0])
        asked.answer(partial(wish_question.asked, wish=wish), wish_page.page)


def _amount(text: str) -> Rupiah:
    """A sum that is added."""
    try:
        amount = read_rupiah(text)
    except UnreadableError as error:
        raise InvalidError([Finding(error.code, error.facts, path="--add")]) from None
    if amount <= 0:
        raise InvalidError([Finding("usage.why_add_nothing", {"given": text})])
    return amount
