"""A scenario in sentences and tables: what is given, before anything is solved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.console import RenderableType
from rich.text import Text

from optimizer.plan.shapes import AssumptionRow
from optimizer.report import names, wishes
from optimizer.report.grid import Row, grid
from optimizer.report.terminal import headed, rendered
from optimizer.report.view import Look, bullet, command_lines, marked
from optimizer.scenario.futures import Futures
from optimizer.scenario.measured import parts_of_total
from optimizer.scenario.schema import Fund, Premium, Region
from optimizer.text import inert
from optimizer.text.numbers import months, whole
from optimizer.units import Share


def story(
    look: Look,
    assumptions: Sequence[AssumptionRow],
    file: str,
    variants: Mapping[str, str] | None = None,
    futures: Futures | None = None,
) -> str:
    """The whole scenario."""
    scenario = look.scenario
    parts: list[tuple[str, Iterable[RenderableType]]] = [
        ("heading.premium", (bullet(premium(look, entry)) for entry in scenario.premium)),
        ("heading.groups", _groups(look)),
        ("heading.regions", _regions(look)),
        ("heading.funds", _funds(look)),
        ("heading.targets", (bullet(said) for said in wishes.targets(look))),
        ("heading.rules", (bullet(said) for said in wishes.rules(look))),
        ("heading.goals_asked", (Text(said) for said in wishes.goals(look))),
        ("heading.variants", (bullet(said) for said in _variants(look, variants or {}))),
        ("heading.futures", (bullet(said) for said in _futures(look, futures))),
        ("heading.assumptions", _assumed(look, len(assumptions), file)),
    ]
    opening = [Text(inert(scenario.title), style="bold"), Text(_scope(look), style="dim")]
    content = [*marked(scenario, look.language), *opening, *headed(parts, look.language)]
    return rendered(content, look.page, look.language)


def _scope(look: Look) -> str:
    scenario = look.scenario
    counts = {"regions": len(scenario.regions), "funds": len(scenario.funds)}
    return look.say("report.scope", months=scenario.horizon, count=len(scenario.horizon), **counts)


def premium(look: Look, entry: Premium) -> str:
    """What a month costs, when, from whose money, for whom."""
    said = look.say("story.premium", rupiah=entry.number)
    if entry.months:
        said += look.say("story.in_months", months=entry.months)
    if entry.funds is not None:
        said += look.say("story.from_funds", funds=[names.fund(look.scenario, fund) for fund in entry.funds])
    if entry.groups is not None:
        listed = [names.group(look.scenario, group) for group in entry.groups]
        said += look.say("story.for_groups", groups=listed)
    return said + "."


def _groups(look: Look) -> Iterator[RenderableType]:
    for place, (key, group) in enumerate(look.scenario.groups.items(), start=1):
        eligible = sum(_of(region, key) for region in look.scenario.regions.values())
        facts = {"place": place, "label": names.group(look.scenario, key), "eligible": eligible}
        said = look.say("story.group", **facts)
        yield Text(
            said + (look.say("story.weight", weight=look.given(group.weight)) if group.weight != 1 else "")
        )


def _of(region: Region, group: str) -> int:
    figure = region.eligible.get(group)
    return int(figure.number) if figure else 0


def _regions(look: Look) -> Iterator[RenderableType]:
    columns = [
        look.column("code", spare=3),
        look.column("place", name=True),
        look.column("workers"),
        look.column("active"),
        look.column("coverage", spare=2),
        look.column("eligible"),
        look.column("before"),
    ]
    regions = [(code, look.scenario.regions[code]) for code in look.scenario.codes]
    rows = [
        Row((code, names.place(look.scenario, code, look.language), *_counts(look, [region])))
        for code, region in regions[: look.most]
    ]
    total = Row(("", look.say("column.total"), *_counts(look, [region for _, region in regions])))
    yield from grid(columns, rows, look.page, total=total if len(regions) > 1 else None)
    if len(regions) > look.most:
        yield Text(look.say("story.more_regions", count=len(regions) - look.most))
    yield from (bullet(said) for said in _totals(look))


def _totals(look: Look) -> Iterator[str]:
    """What is published for a place as a whole, beside the sum of its regions."""
    regions = look.scenario.regions
    for code, total in sorted(look.scenario.totals.items()):
        below = [region for part, region in regions.items() if code.reaches(part)]
        for key, figure in total.figures:
            parts = sum(part.number for region in below for part in parts_of_total(region, key))
            place = names.place(look.scenario, code, look.language)
            yield look.say(f"story.total_{key}", place=place, total=figure.number, parts=parts)


def _counts(look: Look, regions: Sequence[Region]) -> tuple[str, ...]:
    workers = sum(region.workers.number for region in regions)
    active = sum(region.active.number for region in regions)
    eligible = sum(figure.number for region in regions for figure in region.eligible.values())
    before = sum(figure.number for region in regions for figure in region.subsidised.values())
    counts = (look.number(count) for count in (workers, active))
    return (*counts, look.part(active, workers), look.number(eligible), look.number(before))


def _funds(look: Look) -> Iterator[RenderableType]:
    columns = [
        look.column("fund", name=True, lines=2, least=20),
        look.column("owner", name=True, lines=2),
        look.column("ceiling"),
        look.column("pays"),
        look.column("stage", name=True, spare=1),
    ]
    funds = list(look.scenario.funds.items())
    rows = [_fund(look, key, fund) for key, fund in funds[: look.most]]
    total = ("", whole(sum(fund.ceiling.number for _, fund in funds), look.language), "", "")
    yield from grid(columns, rows, look.page, total=Row((look.say("column.total"), *total)))
    if len(funds) > look.most:
        yield Text(look.say("story.more_funds", count=len(funds) - look.most))
    for key, fund in funds[: look.most]:
        yield from (bullet(said) for said in _limits(look, key, fund))


def _fund(look: Look, key: str, fund: Fund) -> Row:
    paying = look.scenario.paying_months(fund)
    return Row(
        (
            names.fund(look.scenario, key),
            names.payer(look.scenario, fund.owner, look.language),
            whole(fund.ceiling.number, look.language),
            months(paying, look.language) if paying else "-",
            names.stage(look.scenario, key, look.language),
        )
    )


def _limits(look: Look, key: str, fund: Fund) -> Iterator[str]:
    """What a fund may not do, or must."""
    name = names.fund(look.scenario, key)
    if fund.groups is not None:
        listed = [names.group(look.scenario, group) for group in fund.groups]
        yield look.say("story.fund_groups", fund=name, groups=listed)
    if fund.regions is not None:
        listed = [names.place(look.scenario, code, look.language) for code in fund.regions]
        yield look.say("story.fund_regions", fund=name, regions=listed)
    limits = {
        "set_aside": fund.set_aside,
        "spend_at_least": fund.spend_at_least,
        "per_region_max": fund.per_region.max,
        "per_region_min": fund.per_region.min,
    }
    for limit, amount in limits.items():
        if amount is not None:
            yield look.say(f"story.fund_{limit}", fund=name, amount=look.given(amount))


def _variants(look: Look, variants: Mapping[str, str]) -> Iterator[str]:
    for name, label in variants.items():
        known = label and label != name
        yield look.say("story.variant" if known else "story.variant_bare", name=name, label=label)


def _futures(look: Look, futures: Futures | None) -> Iterator[str]:
    """What may come, and until when payments are fixed before it is known."""
    for one in futures.every if futures else ():
        changes = {"count": len(one.change.entries)} if one.change else {}
        yield look.say(
            "story.future", label=one.label or one.name, share=look.given(Share(one.probability)), **changes
        )
    if futures and futures.decided_until is not None:
        yield look.say("story.decided_until", month=futures.decided_until)
    elif futures:
        yield look.say("story.decided_before")


def _assumed(look: Look, count: int, file: str) -> Iterator[RenderableType]:
    yield Text(look.say("story.assumed" if count else "note.no_assumptions", count=count))
    if count:
        yield from command_lines(f"{look.program} show {file} --assumptions", look.page)
