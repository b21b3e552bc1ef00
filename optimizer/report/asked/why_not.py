"""The page of ``why --not``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from rich.console import RenderableType

from optimizer.answers.headline import Headline, RegionChange
from optimizer.answers.why import GoalChange, WhyNot
from optimizer.report import names, wishes
from optimizer.report.asked.sheet import Part, left_out, sheet
from optimizer.report.asked.wish import figure, forbidden, told, words
from optimizer.report.grid import WHOLE, Row, grid
from optimizer.report.view import WARNED, Look, bullet
from optimizer.text.numbers import decimal, share
from optimizer.units import Rupiah

MOST_PLACES = 3
"""So many regions are named in a sentence; the table has them all."""

_FIGURES = ("persons_end", "person_months", "rupiah", "dropped", "shortfall", "missed")


def page(look: Look, answer: WhyNot) -> str:
    """What the wish costs, or what forbids it, in sentences; then both plans beside each other."""
    title = look.say("whynot.title", wish=words(look, answer.wish))
    parts: list[Part] = []
    if answer.after is not None:
        parts = [
            (look.say("whynot.both"), _both(look, answer.before, answer.after)),
            (look.say("whynot.goals"), _goals(look, answer.goals)),
            (look.say("whynot.regions"), _regions(look, answer.regions)),
            (look.say("whynot.funds"), _funds(look, answer)),
        ]
    elif answer.clash:
        rules = (bullet(said) for said in forbidden(look, answer.wish, answer.clash))
        parts = [(look.say("whynot.rules"), rules)]
    return sheet(look, title, answer.status, _said(look, answer), parts)


def _said(look: Look, answer: WhyNot) -> Iterator[str]:
    now = figure(look, answer.wish, answer.figure)
    if answer.verdict == "holds":
        yield look.say("whynot.holds", figure=now)
        return
    if answer.verdict == "impossible":
        yield look.say("whynot.impossible", figure=now)
        yield from (told(look, finding) for finding in answer.sums)
        if any(finding.code == "clash.whole_persons" for finding in answer.clash):
            return
        if answer.clash:
            yield look.say("whynot.clash", rules=len(answer.clash) - 1)
        return
    yield look.say("whynot.costs", figure=now)
    yield _price(look, answer.goals)
    yield from _people(look, answer)


def _price(look: Look, goals: Sequence[GoalChange]) -> str:
    """The first goal that is worse."""
    worse = next(((place, goal) for place, goal in enumerate(goals, 1) if goal.worse), None)
    if worse is None:
        return look.say("whynot.free")
    place, goal = worse
    facts = {"place": place, "goal": _title(look, goal)}
    if goal.goal == "fairness":
        shares = {"before": _value(look, goal, goal.before), "after": _value(look, goal, goal.after)}
        return look.say("whynot.less_even", **facts, **shares)
    unit = look.say("unit.entries" if goal.goal == "steady" else f"unit.{goal.unit}")
    values = {"before": _value(look, goal, goal.before), "after": _value(look, goal, goal.after)}
    moved = _value(look, goal, abs(goal.after - goal.before))
    return look.say("whynot.worse", **facts, **values, moved=moved, unit=unit)


def _title(look: Look, goal: GoalChange) -> str:
    """A goal's name; where one person may be missing to several targets, that they are summed."""
    if goal.goal == "targets" and len(look.scenario.targets) > 1:
        return look.say("goal.targets_summed", count=len(look.scenario.targets))
    return look.say(f"goal.{goal.goal}")


def _value(look: Look, goal: GoalChange, value: Fraction) -> str:
    if goal.unit == "share":
        return share(value, look.language, fixed=True)
    return decimal(value, look.language, places=2)


def _people(look: Look, answer: WhyNot) -> Iterator[str]:
    """How many in all, who loses, who gains."""
    assert answer.after is not None, "only a plan has a price"
    more = answer.after.persons_end - answer.before.persons_end
    code = "whynot.same_people" if not more else "whynot.more_people" if more > 0 else "whynot.fewer_people"
    yield look.say(code, persons=abs(more), month=look.scenario.horizon.last)
    if answer.after.dropped > answer.before.dropped:
        yield look.say("whynot.dropped", persons=answer.after.dropped - answer.before.dropped)
    losers = [row for row in answer.regions if row.after < row.before]
    winners = [row for row in reversed(answer.regions) if row.after > row.before]
    for name, rows in (("losers", losers), ("winners", winners)):
        if rows:
            yield look.say(f"whynot.{name}", places=list(named_places(look, rows)))


def named_places(look: Look, rows: Sequence[RegionChange]) -> Iterator[str]:
    """The first of some regions, each with its difference in persons; the others counted."""
    for row in rows[:MOST_PLACES]:
        place = names.place(look.scenario, row.code, look.language)
        yield look.say("whynot.place", place=place, persons=abs(row.after - row.before))
    if len(rows) > MOST_PLACES:
        yield look.say("whynot.more_places", count=len(rows) - MOST_PLACES)


def signed(look: Look, number: int) -> str:
    """A difference, its sign before it; none is a dash."""
    return ("+" if number > 0 else "") + look.number(number) if number else "-"


def _both(look: Look, before: Headline, after: Headline) -> Iterator[RenderableType]:
    columns = [
        look.column("figure", name=True, lines=WHOLE),
        look.column("value"),
        look.column("with_wish"),
        look.column("difference"),
    ]
    rows = []
    for key in _FIGURES:
        if key in ("shortfall", "missed") and not look.scenario.targets:
            continue
        was, now = int(getattr(before, key)), int(getattr(after, key))
        title = look.say(f"whynot.row_{key}", month=look.scenario.horizon.last)
        rows.append(Row((title, look.number(was), look.number(now), signed(look, now - was))))
    yield from grid(columns, rows, look.page)


def _goals(look: Look, goals: Sequence[GoalChange]) -> Iterator[RenderableType]:
    columns = [
        look.column("goal", name=True, lines=WHOLE),
        look.column("value"),
        look.column("with_wish"),
        look.column("unit", name=True),
    ]
    rows = []
    for place, (asked, goal) in enumerate(zip(look.scenario.goals, goals, strict=True), start=1):
        title = f"{place}. {_title(look, goal)}{wishes.options(look, asked)}"
        unit = look.say("unit.entries" if goal.goal == "steady" else f"unit.{goal.unit}")
        values = (_value(look, goal, goal.before), _value(look, goal, goal.after))
        rows.append(Row((title, *values, unit), WARNED if goal.worse else ""))
    yield from grid(columns, rows, look.page)


def _regions(look: Look, regions: Sequence[RegionChange]) -> Iterator[RenderableType]:
    if not regions:
        return
    columns = [
        look.column("place", name=True),
        look.column("value"),
        look.column("with_wish"),
        look.column("difference"),
        look.column("rupiah_more", spare=1),
    ]
    rows = [
        Row(
            (
                names.place(look.scenario, row.code, look.language),
                look.number(row.before),
                look.number(row.after),
                signed(look, row.after - row.before),
                signed(look, row.rupiah),
            ),
            WARNED if row.after < row.before else "",
        )
        for row in regions[: look.most]
    ]
    yield from grid(columns, rows, look.page)
    yield from left_out(look, len(regions))


def _funds(look: Look, answer: WhyNot) -> Iterator[RenderableType]:
    if not answer.funds:
        return
    columns = [
        look.column("fund", name=True, lines=2),
        look.column("value"),
        look.column("with_wish"),
        look.column("difference"),
    ]
    rows = []
    for row in answer.funds[: look.most]:
        money = (
            look.number(row.before),
            look.number(row.after),
            signed(look, Rupiah(row.after - row.before)),
        )
        rows.append(Row((names.fund(look.scenario, row.id), *money)))
    yield from grid(columns, rows, look.page)
    yield from left_out(look, len(answer.funds))
