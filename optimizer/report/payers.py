"""Targets, funds and lists: how far, from whose money, for whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from optimizer.plan.shapes import FundRow, ListRow, Reason, TargetRow
from optimizer.report import names, tables
from optimizer.report.grid import WHOLE, Column, Row, Title, grid
from optimizer.report.view import WARNED, WIDE, View, bullet, indented
from optimizer.text import inert
from optimizer.text.numbers import month, months
from optimizer.units import Months, Persons, Rupiah


def targets(view: View) -> Iterator[RenderableType]:
    """How far each target is, and how many of those covered the plan pays for."""
    rows = tables.worst_first(view.plan.targets) if len(view.plan.targets) > view.most else view.plan.targets
    if not rows:
        return
    # on narrow paper the key goes first: place, group and month say which target it is
    columns = [
        view.column("target", name=True, lines=2, spare=1 if view.is_wide else 2),
        view.column("place", name=True, lines=3),
        view.column("by"),
        view.column("base", spare=2 if view.is_wide else 3),
        view.column("need"),
        view.column("covered"),
        view.column("others", wide=WIDE),
        view.column("paid_for", wide=WIDE),
        view.column("reached"),
        view.column("shortfall"),
        view.column("verdict", name=True, spare=4),
    ]
    shown, left = rows[: view.most], rows[view.most :]
    yield from grid(columns, [_target(view, row) for row in shown], view.page)
    if left:
        met = sum(1 for row in left if row.met)
        yield Text(view.say("note.more_targets", count=len(left), met=met))
    widest = tables.widest(rows)
    if widest is not None and not view.is_wide:
        yield Text(view.say("note.bridge", **_bridge(view, widest)))


def _target(view: View, row: TargetRow) -> Row:
    counts = (row.base, row.need, row.covered, row.others, Persons(row.covered - row.others))
    cells = (
        inert(row.id),
        _measured(view, row),
        month(row.by, view.language),
        *(view.number(count) for count in counts),
        view.part(row.covered, row.base),
        view.number(row.shortfall),
        view.say("note.met" if row.met else "note.short"),
    )
    return Row(cells, "" if row.met else WARNED)


def _measured(view: View, row: TargetRow) -> str:
    """The place, and the group where only that is measured."""
    place = names.places(view.scenario, row.of, view.language)
    return f"{place}: {view.group(row.group)}" if row.group else place


def _bridge(view: View, row: TargetRow) -> dict[str, object]:
    return {
        "covered": row.covered,
        "others": row.others,
        "paid": Persons(row.covered - row.others),
        "of": names.places(view.scenario, row.of, view.language),
        "by": row.by,
    }


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
    """Why money is left: each reason once, with the funds it holds for and what they keep for it."""
    rests = list(tables.rests(view.plan, view.least))
    if len({rest.fund.id for rest in rests}) < len(rests):
        yield Text(view.say("note.parts"))
        yield Text("")
    for place, (reason, alike) in enumerate(tables.by_reason(rests)):
        if place:
            yield Text("")
        yield bullet(view.say(reason.code, **reason.facts))
        shown = alike[: view.most_reasons]
        total = _rests(view, alike) if len(alike) > 1 else None
        table = grid(
            _rest_columns(view, reason), [_rest(view, rest) for rest in shown], view.narrower, total=total
        )
        yield from indented(table)
        if len(alike) > len(shown):
            yield Text("  " + view.say("note.more_reasons", count=len(alike) - len(shown)))
        if reason.facts.get("persons"):
            yield bullet(view.say("note.to_carry"), mark=" ")
    small = sum(fund.left for fund in view.plan.funds) - sum(rest.rupiah for rest in rests)
    if small:
        yield Text(view.say("note.below_premium", rupiah=Rupiah(small)))


def _rest_columns(view: View, reason: Reason) -> list[Column]:
    columns = [
        view.column("fund", name=True, lines=2, least=20),
        view.column("person_months"),
        view.column("left_rupiah"),
    ]
    if not reason.facts.get("persons"):
        return columns
    return [*columns, view.column("persons", spare=1), view.column("monthly", spare=2)]


def _rest(view: View, rest: tables.Rest) -> Row:
    return _rest_words(view, inert(rest.fund.name), [rest])


def _rests(view: View, rests: Sequence[tables.Rest]) -> Row:
    return _rest_words(view, view.say("column.total"), rests)


def _rest_words(view: View, title: str, rests: Sequence[tables.Rest]) -> Row:
    """The sums of one reason; what some fund does not say is no sum."""
    person_months = sum(rest.person_months for rest in rests)
    cells = [title, view.number(person_months) if person_months else "-"]
    cells.append(view.number(sum(rest.rupiah for rest in rests)))
    if rests[0].reason.facts.get("persons"):
        for fact in ("persons", "monthly"):
            known = [rest.reason.facts[fact] for rest in rests if fact in rest.reason.facts]
            cells.append(view.number(sum(known)) if len(known) == len(rests) else "-")
    return Row(tuple(cells))


def lists(view: View) -> Iterator[RenderableType]:
    """Who pays for how many people, where, in which months."""
    if not view.plan.lists:
        yield Text(view.say("note.nobody_paid"))
        return
    columns = [
        view.column("place", name=True, lines=2),
        view.column("group", name=True, lines=WHOLE),
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
            view.group(row.group),
            from_to,
            view.number(row.persons),
            view.number(row.rupiah),
        )
    )
