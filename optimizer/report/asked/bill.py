"""The page of ``bill``."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType

from optimizer.answers.bill import Bill, PayerBill
from optimizer.report import names
from optimizer.report.asked.sheet import Told, laid_out, left_out
from optimizer.report.grid import Row, grid
from optimizer.report.view import Look, bullet


def page(look: Look, answer: Bill) -> str:
    """The answer on a terminal."""
    return laid_out(look, told(look, answer))


def told(look: Look, answer: Bill) -> Told:
    """Next year's bill in sentences, then a row a payer."""
    title = look.say("bill.title", month=look.scenario.horizon.last)
    return Told(title, answer.status, _said(look, answer), [("", _payers(look, answer))])


def _said(look: Look, bill: Bill) -> Iterator[str]:
    last = look.scenario.horizon.last
    if not bill.payers:
        yield look.say("bill.nobody", month=last)
        return
    yield look.say("bill.total", persons=bill.persons, month=last, rupiah=bill.rupiah)
    short = [row for row in bill.payers if row.missing]
    if short:
        dropped = sum(row.persons - row.carries for row in short)
        facts = {"payers": len(short), "year": bill.year, "missing": bill.missing, "persons": dropped}
        yield look.say("bill.short", **facts)
    else:
        yield look.say("bill.carried", year=bill.year)


def _payers(look: Look, bill: Bill) -> Iterator[RenderableType]:
    if not bill.payers:
        return
    columns = [
        look.column("owner", name=True, lines=2),
        look.column("persons"),
        look.column("bill"),
        look.column("ceiling_now"),
        look.column("missing_money"),
    ]
    rows = [_row(look, row) for row in bill.payers[: look.most]]
    total = Row(
        (
            look.say("column.total"),
            look.number(bill.persons),
            look.number(bill.rupiah),
            look.number(sum(row.ceiling for row in bill.payers)),
            look.number(bill.missing),
        )
    )
    yield from grid(columns, rows, look.page, total=total if len(bill.payers) > 1 else None)
    yield from left_out(look, len(bill.payers))
    for row in bill.payers:
        if row.missing:
            payer = names.payer(look.scenario, row.owner, look.language)
            facts = {"persons": row.persons, "carries": row.carries, "rest": row.persons - row.carries}
            yield bullet(look.say("bill.carries", payer=payer, **facts))


def _row(look: Look, row: PayerBill) -> Row:
    cells = (
        look.number(row.persons),
        look.number(row.rupiah),
        look.number(row.ceiling),
        look.number(row.missing),
    )
    return Row((names.payer(look.scenario, row.owner, look.language), *cells))
