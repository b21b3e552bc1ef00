"""The page of ``tradeoff``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from rich.console import RenderableType

from optimizer.answers.tradeoff import BudgetRow, Depth, Fairness, FairStop, StayRow, TargetBudget, TradeOff
from optimizer.plan.shapes import TargetRow
from optimizer.report import names
from optimizer.report.asked.aimed import aimed
from optimizer.report.asked.sheet import Part, Told, laid_out
from optimizer.report.grid import Row, grid
from optimizer.report.view import Look, bullet
from optimizer.text.numbers import decimal, share
from optimizer.units import Share


def page(look: Look, answer: TradeOff) -> str:
    """The answer on a terminal."""
    return laid_out(look, told(look, answer))


def told(look: Look, answer: TradeOff) -> Told:
    """Each trade-off in sentences, then its rows."""
    said: list[str] = []
    parts: list[Part] = []
    if answer.stay is not None:
        said += _stay_said(look, answer.stay)
        parts.append((look.say("tradeoff.stay"), _stays(look, answer.stay)))
    if answer.fairness is not None:
        alone = answer.stay is None and answer.target is None
        said += _fairness_said(look, answer.fairness, alone=alone)
        parts.append((look.say("tradeoff.fairness"), _stops(look, answer.fairness)))
    if answer.target is not None:
        said += _target_said(look, answer.target)
        target = answer.target.target
        if target is not None:
            parts.append(
                (look.say("tradeoff.shares", target=_named(look, target)), _shares(look, answer.target))
            )
            code = "tradeoff.budgets_free" if answer.target.kept else "tradeoff.budgets"
            parts.append((look.say(code), _budgets(look, answer.target)))
    return Told(look.say("tradeoff.title"), answer.status, said, parts)


def _stay_said(look: Look, depth: Depth) -> Iterator[str]:
    own = next((row for row in depth.rows if row.stay == depth.own), None)
    if own is not None:
        facts = {"persons": own.persons, "month": depth.month, "full": own.full_benefit}
        yield look.say("tradeoff.stay_own", stay=own.stay, **facts)
        widest = max(depth.rows, key=lambda row: (row.persons, row.stay))
        if widest.persons <= own.persons:
            yield look.say("tradeoff.stay_same")
        else:
            yield from _full(look, depth, own)
            yield _wider(look, widest)
    if depth.impossible:
        yield look.say("tradeoff.stay_impossible", stays=sorted(depth.impossible))


def _full(look: Look, depth: Depth, own: StayRow) -> Iterator[str]:
    """The stay that covers most people, all with full benefit: when they come and what it costs."""
    full = [row for row in depth.rows if row.persons > own.persons and not row.fresh]
    row = max(full, key=lambda row: (row.persons, row.stay), default=None)
    if row is None:
        return
    facts = {"stay": row.stay, "persons": row.persons, "own": own.stay, "bill": row.bill, "was": own.bill}
    months = "fewer" if row.person_months < own.person_months else "more"
    yield look.say(f"tradeoff.stay_full_{months}", now=row.person_months, then=own.person_months, **facts)
    yield from _waiting(look, depth, own, row)


def _waiting(look: Look, depth: Depth, own: StayRow, row: StayRow) -> Iterator[str]:
    """That people come later under a shorter stay: the largest rise, and what was covered before it."""
    rises = [(after - before, -number) for number, (before, after) in enumerate(pairwise(row.monthly))]
    rise, place = max(rises, default=(0, 0))
    early, then = row.monthly[-place], own.monthly[-place]
    if rise <= 0 or early >= then:
        return
    before = look.scenario.horizon.first.plus(-place)
    facts: dict[str, object] = {
        "stay": row.stay,
        "own": own.stay,
        "count": rise,
        "early": early,
        "then": then,
    }
    target = depth.early
    if target and own.early_shortfall is not None and row.early_shortfall is not None:
        more = row.early_shortfall - own.early_shortfall
        facts |= (
            {"target": look.target(target.id, place=aimed(look, target)), "by": target.by, "more": more}
            if more > 0
            else {}
        )
    yield look.say("tradeoff.stay_waiting", before=before, month=before.plus(1), **facts)


def _wider(look: Look, row: StayRow) -> str:
    """What the stay with most people is worth: the rush of the last three months for what it is."""
    facts = {"stay": row.stay, "persons": row.persons, "bill": row.bill}
    if row.fresh:
        return look.say("tradeoff.stay_rush", fresh=row.fresh, **facts)
    return look.say("tradeoff.stay_wider", **facts)


def _stays(look: Look, depth: Depth) -> Iterator[RenderableType]:
    apart = depth.target_month != depth.month
    columns = [
        look.column("tradeoff_stay", name=True),
        look.column("tradeoff_persons"),
        *([look.column("tradeoff_at_target", spare=1)] if apart else []),
        look.column("person_months"),
        look.column("tradeoff_full"),
        look.column("tradeoff_fresh"),
        look.column("tradeoff_bill"),
    ]
    rows = []
    for alike in _alike(depth):
        row, last = alike[0], alike[-1]
        stay = str(row.stay) if row is last else f"{last.stay}–{row.stay}"
        if row.stay == depth.own:
            stay = look.say("tradeoff.as_it_is", stay=row.stay)
        figures = [row.persons, *([row.at_target] if apart else []), row.person_months]
        figures += [row.full_benefit, row.fresh, row.bill]
        rows.append(Row((stay, *map(look.number, figures))))
    yield from grid(columns, rows, look.page)


def _alike(depth: Depth) -> Iterator[list[StayRow]]:
    """Stays in a row that come to the same; the scenario's own stands by itself."""
    together: list[StayRow] = []
    for row in depth.rows:
        if together and (
            depth.own in (row.stay, together[0].stay) or replace(row, stay=together[0].stay) != together[0]
        ):
            yield together
            together = []
        together.append(row)
    if together:
        yield together


def _held(look: Look, fairness: Fairness) -> dict[str, object]:
    """The goals that come before, by the names that readers know."""
    goals = [look.say(f"goal.{name}") for name in fairness.before]
    return {"goals": goals} if goals else {}


def _fairness_said(look: Look, fairness: Fairness, *, alone: bool) -> Iterator[str]:
    stops = _planned(fairness)
    if fairness.regions == 1:
        yield from [look.say("tradeoff.fair_one")] if alone else []
        return
    if not stops:
        yield look.say("tradeoff.fair_nobody")
        return
    first, last = stops[0], stops[-1]
    if len(stops) == 1:
        yield _no_more_even(look, fairness, first)
        return
    facts = {"from": first.lowest, "to": last.lowest, "count": last.given_up}
    yield look.say("tradeoff.fair_price", month=look.scenario.horizon.last, **facts, **_held(look, fairness))
    prices = [stop.price for stop in stops if stop.price is not None]
    if len(prices) > 1:
        yield look.say("tradeoff.fair_prices", first=round(prices[0]), last=round(prices[-1]))


def _no_more_even(look: Look, fairness: Fairness, stop: FairStop) -> str:
    """That the lowest share cannot rise, and what is known of why."""
    if stop.lowest == 1:
        return look.say("tradeoff.fair_all")
    region = names.place(look.scenario, stop.region or "", look.language)
    said = look.say("tradeoff.fair_none", share=stop.lowest, region=region)
    why = [look.say("tradeoff.fair_held", **_held(look, fairness))] if fairness.before else []
    why += [look.say("tradeoff.fair_own")] if fairness.own_money else []
    return " ".join([said, *why])


def _planned(fairness: Fairness) -> Sequence[FairStop]:
    """The first stop, and those whose plan raises the lowest share."""
    stops = [stop for stop in fairness.stops if stop.persons is not None]
    return [stop for stop in stops if stop is stops[0] or stop.price is not None]


def _stops(look: Look, fairness: Fairness) -> Iterator[RenderableType]:
    stops = _planned(fairness)
    if len(stops) < 2:
        return
    columns = [
        look.column("tradeoff_lowest"),
        look.column("place", name=True, lines=2),
        look.column("tradeoff_persons"),
        look.column("tradeoff_given_up"),
        look.column("tradeoff_price"),
    ]
    rows = []
    for stop in stops:
        cells = (
            share(stop.lowest or Share(0), look.language, fixed=True),
            names.place(look.scenario, stop.region or "", look.language),
            look.number(stop.persons or 0),
            look.number(stop.given_up or 0),
            "-" if stop.price is None else decimal(stop.price, look.language, places=1),
        )
        rows.append(Row(cells))
    yield from grid(columns, rows, look.page)
    more = len(fairness.stops) - len(stops)
    yield bullet(
        look.say("tradeoff.fair_more", count=more, **look.typed(option="--json"))
        if more
        else look.say("tradeoff.fair_between")
    )
    if fairness.weighted:
        yield bullet(look.say("tradeoff.fair_weighted"))


def _target_said(look: Look, found: TargetBudget) -> Iterator[str]:
    target = found.target
    if target is None:
        yield look.say("tradeoff.target_none")
        return
    place = aimed(look, target)
    if not found.shares:
        yield look.say("tradeoff.target_met", target=look.target(target.id), place=place, by=target.by)
    else:
        yield _most_asked(look, found, target, place)
    yield from _budget_said(look, found)


def _named(look: Look, target: TargetRow) -> str:
    """Which target, with its place and month where words stand for its key."""
    return look.target(target.id, place=aimed(look, target), by=target.by)


def _most_asked(look: Look, found: TargetBudget, target: TargetRow, place: str) -> str:
    """What the target itself takes."""
    last = found.shares[-1]
    facts = {"place": place, "by": target.by, "reached": Share(target.covered, target.base)}
    if last.rupiah is None:
        return look.say("tradeoff.target_people", share=last.share, **facts)
    return look.say("tradeoff.target_needs", share=last.share, rupiah=last.rupiah, **facts)


def _budget_said(look: Look, found: TargetBudget) -> Iterator[str]:
    """What the largest change of all ceilings does, both ways."""
    short = {row.change: row.shortfall for row in found.budgets if row.shortfall is not None}
    least = min(short, default=Fraction(0))
    if Fraction(0) not in short or short[least] <= short[Fraction(0)]:
        return
    now, less, more = short[Fraction(0)], short[least], short.get(-least)
    facts: dict[str, object] = {"share": Share(-least), "more": less - now}
    if more is not None and more < now:
        facts["fewer"] = now - more
    drops = {row.change: row.dropped for row in found.budgets if row.dropped is not None}
    if drops[least] > drops[Fraction(0)]:
        facts["dropped"] = drops[least] - drops[Fraction(0)]
    code = "tradeoff.target_budget_free" if found.kept else "tradeoff.target_budget"
    yield look.say(code, **facts)


def _shares(look: Look, found: TargetBudget) -> Iterator[RenderableType]:
    if not found.shares:
        return
    columns = [
        look.column("tradeoff_share"),
        look.column("need"),
        look.column("tradeoff_extra"),
        look.column("tradeoff_each"),
    ]
    rows = [
        Row(
            (
                share(row.share, look.language, fixed=True),
                look.number(row.need),
                look.say("tradeoff.no_money") if row.rupiah is None else look.number(row.rupiah),
                "-" if row.price is None else look.number(round(row.price)),
            )
        )
        for row in found.shares
    ]
    yield from grid(columns, rows, look.page)


def _budgets(look: Look, found: TargetBudget) -> Iterator[RenderableType]:
    columns = [
        look.column("tradeoff_change", name=True),
        look.column("tradeoff_money"),
        look.column("tradeoff_persons"),
        look.column("covered"),
        look.column("shortfall"),
        look.column("tradeoff_dropped"),
    ]
    rows = [Row((_change(look, row), look.number(row.money), *_figures(look, row))) for row in found.budgets]
    yield from grid(columns, rows, look.page)
    if found.kept:
        yield bullet(
            look.say("tradeoff.budgets_kept", kept=len(found.kept), **look.typed(command="alokasi without"))
        )


def _change(look: Look, row: BudgetRow) -> str:
    if not row.change:
        return look.say("tradeoff.unchanged")
    return f"{'+' if row.change > 0 else '-'}{share(abs(row.change), look.language, fixed=True)}"


def _figures(look: Look, row: BudgetRow) -> tuple[str, ...]:
    figures = (row.persons, row.covered, row.shortfall, row.dropped)
    return tuple("-" if figure is None else look.number(figure) for figure in figures)
