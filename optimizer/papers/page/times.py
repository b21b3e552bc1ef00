"""Tables of the plan about months and money: the calendar, where fiscal years join, the funds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from optimizer.papers.dossier import Dossier
from optimizer.papers.figures import Figure
from optimizer.papers.page.blocks import Cell, Grid, Head, Line, figure_cells, name_cell
from optimizer.papers.purses import Purse, purses
from optimizer.plan.shapes import Plan
from optimizer.report import names, tables
from optimizer.report.tables import CalendarRow
from optimizer.text.inert import Said
from optimizer.text.numbers import month_names, whole
from optimizer.units import Month, Months

FUND_COLUMNS = ("ceiling", "allocated", "left", "months")


_FUND_NAME = 32
"""Letters of a fund's name below its region: a sheet of paper holds two tables beside each other."""

_ROOM = 40
"""Rows that the calendar of one region has room for, its funds among them."""


def calendar(dossier: Dossier, plan: Plan | None = None) -> Grid:
    """Persons by month for every region; months in which nothing changes are one column of their year.

    ``plan``: the part of one region, whose funds then have rows of their own.
    """
    own = plan or dossier.plan
    found = tables.calendar(own, dossier.scenario, most=_ROOM if plan else max(len(own.regions), 1))
    heads = [Head(dossier.say("column.place"), name=True)]
    heads += [
        Head(_span(dossier, span), joins=bool(place) and span.first.year != found.spans[place - 1].last.year)
        for place, span in enumerate(found.spans)
    ]
    rows = [_row(dossier, row) for row in found.rows]
    total = rows[-1] if len(own.regions) > 1 else None
    return Grid(tuple(heads), tuple(rows[:-1]), total, "calendar")


def _row(dossier: Dossier, row: CalendarRow) -> Line:
    title = dossier.place(row.region) if row.region else dossier.say("note.all_regions")
    name = name_cell(f"– {dossier.fund(row.fund)}", longest=_FUND_NAME) if row.fund else name_cell(title)
    cells = [
        Cell(
            whole(persons, dossier.language) if persons else "-",
            lost=dossier.say("page.calendar.lost", count=dropped) if dropped else "",
        )
        for persons, dropped in zip(row.persons, row.dropped, strict=True)
    ]
    return Line((name, *cells), warned=any(row.dropped))


def _span(dossier: Dossier, span: Months) -> str:
    """``Okt 25`` or ``Jan–Mar 26``."""
    short, year = month_names(dossier.language), f"{span.last.year % 100:02d}"
    first, last = short[span.first.number - 1], short[span.last.number - 1]
    return f"{first} {year}" if span.first == span.last else f"{first}–{last} {year}"


def joins(dossier: Dossier) -> Iterator[str]:
    """Each place where one fiscal year hands its people to the next: how many before, after, lost."""
    plan, every = dossier.plan, tuple(dossier.scenario.horizon)
    funds = dossier.scenario.funds
    for before, after in pairwise(every):
        if before.year == after.year:
            continue
        revised = sum(
            row.persons
            for row in plan.payments
            if row.month == before and funds[row.fund].budget == "perubahan"
        )
        lost = sum(row.persons for row in plan.drops if row.month == after)
        facts: dict[str, object] = {"before": before, "after": after}
        facts |= {"revised": revised} if revised else {}
        facts |= {"was": _paid(plan, before), "then": _paid(plan, after)}
        yield dossier.say("page.months.join", **facts, **({"lost": lost} if lost else {}))


def _paid(plan: Plan, month: Month) -> int:
    return sum(row.persons for row in plan.payments if row.month == month)


def funds(dossier: Dossier, figures: Mapping[str, Figure]) -> Grid:
    """What each fund may pay, what the plan lets it pay, what is left; summed for each payer of several."""
    say = dossier.say
    heads = [Head(say("column.fund"), name=True), Head(say("column.owner"), name=True)]
    heads += [Head(say("page.column.year"), name=True), Head(say("column.stage"), name=True)]
    heads += [Head(say(f"page.column.{key}")) for key in FUND_COLUMNS]
    found = list(purses(dossier))
    rows = [line for purse in found for line in _of_payer(dossier, purse, figures, alone=len(found) == 1)]
    sums = figure_cells(figures, [f"total.{key}" for key in FUND_COLUMNS], dossier.language)
    blank = (Cell(""), Cell(""), Cell(""))
    total = Line((Cell(say("column.total")), *blank, *sums)) if len(dossier.plan.funds) > 1 else None
    return Grid(tuple(heads), tuple(rows), total, "funds")


def _of_payer(
    dossier: Dossier, purse: Purse, figures: Mapping[str, Figure], *, alone: bool
) -> Iterator[Line]:
    """The funds of one payer, and their sum where it has several and is not the only one."""
    payer = dossier.payer(purse.owner)
    for row in purse.funds:
        cells = figure_cells(figures, [f"fund.{row.id}.{key}" for key in FUND_COLUMNS], dossier.language)
        words = (
            name_cell(dossier.fund(row.id)),
            name_cell(payer),
            Cell(str(dossier.scenario.funds[row.id].year)),
            Cell(names.stage(dossier.scenario, row.id, dossier.language)),
        )
        yield Line((*words, *cells))
    if len(purse.funds) > 1 and not alone:
        sums = figure_cells(figures, [f"payer.{purse.owner}.{key}" for key in FUND_COLUMNS], dossier.language)
        said = name_cell(dossier.say("papers.payer_total", payer=Said(payer)))
        yield Line((said, Cell(""), Cell(""), Cell(""), *sums), sums=True)
