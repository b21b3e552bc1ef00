"""Regions, the calendar and the people who lose cover: where, when."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from rich.console import RenderableType
from rich.text import Text

from optimizer.plan.shapes import RegionRow
from optimizer.report import names, tables
from optimizer.report.grid import GAP, HARD_SPACE, WHOLE, Column, Row, grid
from optimizer.report.tables import Calendar, CalendarRow
from optimizer.report.view import WARNED, View
from optimizer.text.numbers import month, month_names
from optimizer.units import Months

MOST_IN_CALENDAR = 12
"""Regions of the calendar; each may have its funds below it."""

DROPPED = "!"


def regions(view: View) -> Iterator[RenderableType]:
    """How many could be paid for, were, and will be, region by region."""
    ranked = tables.largest_first(view.plan.regions)
    shown, others = sorted(ranked[: view.most], key=lambda row: row.code), ranked[view.most :]
    columns = [
        view.column("code", spare=5),
        view.column("place", name=True),
        view.column("eligible"),
        view.column("before", spare=2),
        view.column("end"),
        view.column("share", spare=3),
        view.column("dropped", spare=0 if view.plan.totals.dropped else 4),
        view.column("person_months", spare=1),
        view.column("rupiah"),
    ]
    rows = [_region(view, row, names.place(view.scenario, row.code, view.language)) for row in shown]
    if others:
        rows.append(_region(view, tables.summed(others), view.say("note.other_regions", count=len(others))))
    total = _region(view, tables.summed(view.plan.regions), view.say("column.total"))
    yield from grid(columns, rows, view.page, total=total if len(view.plan.regions) > 1 else None)
    if others:
        yield Text(view.say("note.where_regions"))


def _region(view: View, row: RegionRow, title: str) -> Row:
    counts = (row.eligible, row.subsidised_before, row.persons_end)
    cells = (
        row.code,
        title,
        *(view.number(count) for count in counts),
        view.part(row.persons_end, row.eligible),
        view.number(row.dropped),
        view.number(row.person_months),
        view.number(row.rupiah),
    )
    return Row(cells, WARNED if row.dropped and row.code else "")


def calendar(view: View) -> Iterator[RenderableType]:
    """Persons by month, region by region, below each its funds; the fiscal years' join is a line."""
    most = len(view.plan.regions) if view.everything else MOST_IN_CALENDAR
    table = tables.calendar(view.plan, view.scenario, most=most)
    rows = [_calendar_words(view, row) for row in table.rows]
    for first, last in _bands(table, rows, view):
        columns, cells = _band(table, rows, first, last, view)
        yield from grid(
            columns, cells[:-1], view.page, total=cells[-1] if len(view.plan.regions) > 1 else None
        )
        if last < len(table.spans):
            yield Text("")
    if any(any(row.dropped) for row in table.rows):
        yield Text(view.say("note.drops_marked"))
    if table.spans[0].first.year != table.spans[-1].last.year:
        yield Text(view.say("note.join"), style="dim")
    if table.others:
        yield Text(view.say("note.calendar_regions", count=table.others))


def _calendar_words(view: View, row: CalendarRow) -> Row:
    title = (
        names.place(view.scenario, row.region, view.language) if row.region else view.say("note.all_regions")
    )
    if row.fund:
        title = "  " + names.fund(view.scenario, row.fund)
    counts = (
        (view.number(persons) if persons else "-") + (DROPPED if dropped else " ")
        for persons, dropped in zip(row.persons, row.dropped, strict=True)
    )
    return Row((title, *counts), "" if row.fund else "bold")


def _bands(table: Calendar, rows: list[Row], view: View) -> Iterator[tuple[int, int]]:
    """Spans that fit beside the names, band below band."""
    names_need = max(cell_len(row.cells[0]) for row in rows)
    width = view.page.width - max(min(names_need, _names_width(view)), cell_len(view.say("column.place")))
    first, used = 0, 0
    for place, span in enumerate(table.spans):
        need = GAP + max(cell_len(_span(span, view)), *(cell_len(row.cells[place + 1]) for row in rows))
        joins = place > first and span.first.year != table.spans[place - 1].last.year
        need += 1 + GAP if joins else 0
        if place > first and used + need > width:
            yield first, place
            first, used = place, 0
        used += need
    yield first, len(table.spans)


def _names_width(view: View) -> int:
    """Names give way to months on narrow paper, and take a second line."""
    return view.page.width * 3 // 10


def _band(
    table: Calendar, rows: list[Row], first: int, last: int, view: View
) -> tuple[list[Column], list[Row]]:
    line = "│" if view.page.draws_lines else "|"
    columns = [view.column("place", name=True, lines=2)]
    places: list[int] = []
    for place in range(first, last):
        if place > first and table.spans[place].first.year != table.spans[place - 1].last.year:
            columns.append(Column(line))
            places.append(0)
        columns.append(Column(_span(table.spans[place], view)))
        places.append(place + 1)
    cells = [
        Row((row.cells[0], *(row.cells[place] if place else line for place in places)), row.style)
        for row in rows
    ]
    return columns, cells


def _span(span: Months, view: View) -> str:
    """``Okt 25`` or ``Jan–Mar 26``."""
    short = month_names(view.language)
    year = f"{HARD_SPACE}{span.last.year % 100:02d} "
    if span.first == span.last:
        return f"{short[span.first.number - 1]}{year}"
    return f"{short[span.first.number - 1]}–{short[span.last.number - 1]}{year}"


def drops(view: View) -> Iterator[RenderableType]:
    """Persons of today who lose cover, and when."""
    rows = sorted(view.plan.drops, key=lambda row: (-row.person_months, row.region, row.month))
    if not rows:
        return
    columns = [
        view.column("place", name=True, lines=2),
        view.column("group", name=True, lines=WHOLE),
        view.column("month"),
        view.column("dropped"),
        view.column("person_months"),
    ]
    shown, left = rows[: view.most], rows[view.most :]
    cells = [
        Row(
            (
                names.place(view.scenario, row.region, view.language),
                view.group(row.group),
                month(row.month, view.language),
                view.number(row.persons),
                view.number(row.person_months),
            )
        )
        for row in shown
    ]
    yield from grid(columns, cells, view.page)
    if left:
        persons = sum(row.persons for row in left)
        yield Text(view.say("note.more_drops", count=len(left), persons=persons))
