"""The answer for one region: who pays for whom and when, its targets, its own money, its bill."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from rich.console import RenderableType
from rich.text import Text

from optimizer.plan.shapes import Plan
from optimizer.plan.tally import bill
from optimizer.report import ahead, names, payers, regions, tables
from optimizer.report.summary import weak
from optimizer.report.terminal import Ending, closing, headed, rendered
from optimizer.report.view import View, bullet, marked
from optimizer.scenario.schema import Scenario
from optimizer.text import inert
from optimizer.units import Code


def answer_for(code: Code, whole: View, *, ending: Ending) -> str:
    """One region of a plan; money of others is shown as far as it is paid there."""
    own = part_of(code, whole.plan, whole.scenario)
    view, paying = replace(whole, plan=own), replace(whole, plan=replace(own, funds=whole.plan.funds))
    parts: list[tuple[str, Iterable[RenderableType]]] = [
        ("heading.targets", payers.targets(view)),
        ("heading.lists", payers.lists(paying)),
        ("heading.calendar", regions.calendar(paying)),
        ("heading.drops", regions.drops(view)),
        ("heading.own_funds", payers.funds(view) if own.funds else ()),
        ("heading.left", payers.left_over(view)),
        ("heading.bill", ahead.bill(view)),
        ("heading.next", closing(ending, whole.page, whole.language)),
    ]
    opening: list[RenderableType] = [
        *marked(whole.scenario, whole.language),
        Text(f"{names.place(whole.scenario, code, whole.language)} ({code})", style="bold"),
        Text(inert(own.title), style="dim"),
        Text(""),
        *map(bullet, sentences(view)),
    ]
    return rendered([*opening, *headed(parts, whole.language)], whole.page, whole.language)


def part_of(code: Code, plan: Plan, scenario: Scenario) -> Plan:
    """What of a plan is the region's: its targets, also those it shares, its own funds, its people."""
    payments = tuple(row for row in plan.payments if row.region == code)
    return replace(
        plan,
        targets=tuple(row for row in plan.targets if _shares(row.of, code)),
        funds=tuple(row for row in plan.funds if row.owner == code),
        regions=tuple(row for row in plan.regions if row.code == code),
        lists=tuple(row for row in plan.lists if row.region == code),
        drops=tuple(row for row in plan.drops if row.region == code),
        bill=tuple(bill(scenario, payments)),
        payments=payments,
    )


def _shares(of: str, code: Code) -> bool:
    return any(Code(part.strip()).reaches(code) for part in of.split(","))


def sentences(view: View) -> Iterator[str]:
    """What a region gets, on what data, who drops, its own money; ``view`` has the region's part."""
    horizon, (row,) = view.scenario.horizon, view.plan.regions
    yield view.say(
        "region.covered",
        persons=row.persons_end,
        month=horizon.last,
        eligible=row.eligible,
        person_months=row.person_months,
        rupiah=row.rupiah,
    )
    if view.plan.assumptions:
        yield weak(view.plan, view.language)
    facts = {"before": row.subsidised_before, "dropped": row.dropped, "month": horizon.first}
    if row.subsidised_before:
        yield view.say("report.some_drop" if row.dropped else "report.nobody_drops", **facts)
    money = tables.money(view.plan)
    facts = {"ceiling": money.ceiling, "allocated": money.allocated, "left": money.left}
    yield view.say("region.money", **facts) if view.plan.funds else view.say("region.no_money")
