"""Targets, funds and lists: how far, from whose money, for whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from optimizer.plan.shapes import FundRow, ListRow, TargetRow
from optimizer.report import names, tables
from optimizer.report.grid import Row, Title, grid
from optimizer.report.view import WARNED, View, bullet, indented
from optimizer.text import inert
from optimizer.text.numbers import month, months
from optimizer.units import Months


def targets(view: View) -> Iterator[RenderableType]:
    """How far each target is."""
    rows = tables.worst_first(view.plan.targets) if len(view.plan.targets) > view.most else view.plan.targets
    if not rows:
        return
    columns = [
        view.column("target", name=True, lines=2),
        view.column("place", name=True, lines=2),
        view.column("by"),
        view.column("base", spare=3),
        view.column("need"),
        view.column("covered"),
        view.column("reached", spare=1),
        view.column("shortfall"),
        view.column("verdict", name=True, spare=2),
    ]
    shown, left = rows[: view.most], rows[view.most :]
    yield from grid(columns, [_target(view, row) for row in shown], view.page)
    if left:
        met = sum(1 for row in left if row.met)
        yield Text(view.say("note.more_targets", count=len(left), met=met))


def _target(view: View, row: TargetRow) -> Row:
    cells = (
        inert(row.id),
        names.places(view.scenario, row.of, view.language),
        month(row.by, view.language),
        *(view.number(count) for count in (row.base, row.need, row.covered)),
        view.part(row.covered, row.base),
        view.number(row.shortfall),
        view.say("note.met" if row.met else "note.short"),
    )
    return Row(cells, "" if row.met else WARNED)


def funds(view: View) -> Iterator[RenderableType]:
    """What each fund may pay, what the plan lets it pay, what is left."""
    columns = [
        view.column("fund", name=True, lines=2, least=28),
        view.column("owner", name=True, lines=2, spare=3),
        view.column("ceiling"),
        view.column("allocated"),
        view.column("left"),
        view.column("person_months", spare=2),
    ]
    ranked = sorted(view.plan.funds, key=lambda fund: -fund.ceiling)
    kept = {fund.id for fund in ranked[: view.most]}
    rows = [_fund(view, fund) for fund in view.plan.funds if fund.id in kept]
    others = ranked[view.most :]
    if others:
        rows.append(_funds(view, others, view.say("note.other_funds", count=len(others))))
    total = _funds(view, view.plan.funds, view.say("column.total"))
    yield from grid(columns, rows, view.page, total=total if len(view.plan.funds) > 1 else None)


def _fund(view: View, fund: FundRow) -> Row:
    owner = names.payer(view.scenario, fund.owner, view.language)
    money = (fund.ceiling, fund.allocated, fund.left, fund.person_months)
    return Row((inert(fund.name), owner, *(view.number(amount) for amount in money)))


def _funds(view: View, several: Sequence[FundRow], title: str) -> Row:
    money = (
        sum(fund.ceiling for fund in several),
        sum(fund.allocated for fund in several),
        sum(fund.left for fund in several),
        sum(fund.person_months for fund in several),
    )
    return Row((title, "", *(view.number(amount) for amount in money)))


def left_over(view: View) -> Iterator[RenderableType]:
    """Why money is left: each reason once, with the funds it holds for."""
    least = max(min(int(entry.number) for entry in view.scenario.premium), 1)
    rests = list(tables.rests(view.plan, least))
    columns = [
        view.column("fund", name=True, lines=2, least=28),
        view.column("person_months"),
        view.column("left_rupiah"),
    ]
    for place, (reason, alike) in enumerate(tables.by_reason(rests)):
        if place:
            yield Text("")
        yield bullet(view.say(reason.code, **reason.facts))
        shown = alike[: view.most_reasons]
        yield from indented(
            grid(columns, [_rest(view, rest) for rest in shown], view.narrower, headed=not place)
        )
        if len(alike) > len(shown):
            yield Text("  " + view.say("note.more_reasons", count=len(alike) - len(shown)))
    if any(0 < fund.left < least for fund in view.plan.funds):
        yield Text(view.say("note.below_premium"))


def _rest(view: View, rest: tables.Rest) -> Row:
    person_months = view.number(rest.person_months) if rest.person_months else "-"
    return Row((inert(rest.fund.name), person_months, view.number(rest.rupiah)))


def lists(view: View) -> Iterator[RenderableType]:
    """Who pays for how many people, where, in which months."""
    if not view.plan.lists:
        yield Text(view.say("note.nobody_paid"))
        return
    columns = [
        view.column("place", name=True),
        view.column("group", name=True),
        view.column("months"),
        view.column("persons"),
        view.column("rupiah"),
    ]
    rows: list[Row | Title] = []
    shown = 0
    for fund, listed in tables.lists_by_fund(view.plan):
        if shown < view.most:
            named = next(row.name for row in view.plan.funds if row.id == fund)
            rows.append(Title(inert(named)))
            rows += [_list(view, row) for row in listed[: view.most - shown]]
            shown += len(listed[: view.most - shown])
    yield from grid(columns, rows, view.page)
    hidden = [row for _, listed in tables.lists_by_fund(view.plan) for row in listed][shown:]
    if hidden:
        yield Text(view.say("note.more_lists", count=len(hidden), persons=sum(row.persons for row in hidden)))


def _list(view: View, row: ListRow) -> Row:
    from_to = months(Months(row.first, row.last), view.language)
    return Row(
        (
            "  " + names.place(view.scenario, row.region, view.language),
            names.group(view.scenario, row.group),
            from_to,
            view.number(row.persons),
            view.number(row.rupiah),
        )
    )
