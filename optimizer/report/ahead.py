"""Goals, next year's bill and assumptions: how good the plan is, what follows, what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from rich.console import RenderableType
from rich.text import Text

from optimizer.plan.shapes import GoalValue
from optimizer.report import names
from optimizer.report.grid import Row, grid
from optimizer.report.view import View, command_lines
from optimizer.text.numbers import decimal, share


def goals(view: View) -> Iterator[RenderableType]:
    """Each goal in order: what this plan reaches, and the best that any plan could."""
    columns = [
        view.column("goal", name=True, lines=2),
        view.column("value"),
        view.column("bound"),
        view.column("unit", name=True),
    ]
    rows = [
        Row((f"{place}. {view.say(f'goal.{goal.goal}')}", *_reached(view, goal)))
        for place, goal in enumerate(view.plan.goals, start=1)
    ]
    yield from grid(columns, rows, view.page)
    if any(_weighted(view, goal) for goal in view.plan.goals):
        yield Text(view.say("note.weighted"))


def _reached(view: View, goal: GoalValue) -> tuple[str, str, str]:
    value, bound = (quantity(view, number, goal.unit) for number in (goal.value, goal.bound))
    return value, bound, view.say(f"unit.{goal.unit}") + ("*" if _weighted(view, goal) else "")


def _weighted(view: View, goal: GoalValue) -> bool:
    """Whether one person may count as more than one."""
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
