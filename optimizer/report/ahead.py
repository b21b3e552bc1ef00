"""Goals, next year's bill and assumptions: how good the plan is, what follows, what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from rich.console import RenderableType
from rich.text import Text

from optimizer.plan.shapes import GoalValue
from optimizer.plan.steps import shown_bounds
from optimizer.report import names, wishes
from optimizer.report.grid import WHOLE, Row, grid
from optimizer.report.view import View, command_lines
from optimizer.text.numbers import decimal, share


def goals(view: View) -> Iterator[RenderableType]:
    """Each goal in order: what this plan reaches, and the best that any plan could."""
    columns = [
        view.column("goal", name=True, lines=WHOLE),
        view.column("value"),
        view.column("bound"),
        view.column("unit", name=True),
    ]
    bounds = shown_bounds(view.scenario, view.plan.goals, view.plan.status)
    rows = [
        Row((f"{place}. {_title(view, goal)}{wishes.options(view, asked)}", *_reached(view, goal, bound)))
        for place, (asked, goal, bound) in enumerate(
            zip(view.scenario.goals, view.plan.goals, bounds, strict=True), start=1
        )
    ]
    yield from grid(columns, rows, view.page)
    if _overlap(view):
        yield Text(view.say("note.overlap", count=len(view.plan.targets)))
    if any(_weighted(view, goal) for goal in view.plan.goals):
        yield Text(view.say("note.weighted"))


def _overlap(view: View) -> bool:
    """Whether one person may be missing to several targets."""
    return len(view.plan.targets) > 1 and any(goal.goal == "targets" for goal in view.plan.goals)


def _title(view: View, goal: GoalValue) -> str:
    if goal.goal == "targets" and _overlap(view):
        return view.say("goal.targets_summed", count=len(view.plan.targets))
    return view.say(f"goal.{goal.goal}")


def _reached(view: View, goal: GoalValue, bound: Fraction) -> tuple[str, str, str]:
    """The bound as it can be counted; ``plan.yaml`` has the bound itself."""
    value, best = (quantity(view, number, goal.unit) for number in (goal.value, bound))
    unit = view.say("unit.entries" if goal.goal == "steady" else f"unit.{goal.unit}")
    return value, best, unit + ("*" if _weighted(view, goal) else "")


def _weighted(view: View, goal: GoalValue) -> bool:
    """Whether one person may count as more or less than one."""
    if goal.goal == "targets":
        return any(target.weight != 1 for target in view.scenario.targets.values())
    return goal.goal in ("coverage", "months") and any(
        group.weight != 1 for group in view.scenario.groups.values()
    )


def quantity(view: View, number: Fraction, unit: str) -> str:
    """A number in its unit, which stands beside it."""
    return share(number, view.language) if unit == "share" else decimal(number, view.language, places=2)


def bill(view: View) -> Iterator[RenderableType]:
    """What keeping the last month's people for 12 months more costs each payer."""
    last = view.scenario.horizon.last
    if not view.plan.bill:
        yield Text(view.say("note.no_bill", month=last))
        return
    yield Text(view.say("note.bill", month=last))
    columns = [view.column("owner", name=True, lines=2), view.column("persons"), view.column("rupiah")]
    ranked = sorted(view.plan.bill, key=lambda row: (-row.rupiah, row.owner))
    rows = [
        Row(
            (
                names.payer(view.scenario, row.owner, view.language),
                view.number(row.persons),
                view.number(row.rupiah),
            )
        )
        for row in ranked[: view.most]
    ]
    others = ranked[view.most :]
    if others:
        title = view.say("note.other_payers", count=len(others))
        persons, money = sum(row.persons for row in others), sum(row.rupiah for row in others)
        rows.append(Row((title, view.number(persons), view.number(money))))
    persons, money = sum(row.persons for row in ranked), sum(row.rupiah for row in ranked)
    total = Row((view.say("column.total"), view.number(persons), view.number(money)))
    yield from grid(columns, rows, view.page, total=total if len(ranked) > 1 else None)


def assumptions(view: View, file: str) -> Iterator[RenderableType]:
    """How many figures nobody published, and where to read them."""
    count = len(view.plan.assumptions)
    yield Text(view.say("note.assumptions" if count else "note.no_assumptions", count=count))
    if count:
        yield from command_lines(f"{view.program} show {file} --assumptions", view.page)
