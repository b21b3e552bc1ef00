"""One region on one sheet: got, needed, gap, why not more, its rank, its sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from optimizer.answers.headline import own_targets
from optimizer.answers.why import WhyRegion
from optimizer.papers.chains import target_key
from optimizer.papers.dossier import Dossier
from optimizer.papers.figures import Figure, shown
from optimizer.papers.needs import Need, needs, of_target, what
from optimizer.papers.page import ground, places, times
from optimizer.papers.page.blocks import Block, Grid, Point, Section, Under
from optimizer.papers.page.carried import told, under, view_of
from optimizer.papers.page.opening import Card
from optimizer.plan.shapes import Plan
from optimizer.report import names, one_region, payers
from optimizer.report import regions as region_tables
from optimizer.report.asked import why_region
from optimizer.report.names import shortened
from optimizer.scenario.measured import others_in
from optimizer.units import Code, Share


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the region is, for a bar: participants over workers in percent, cut."""

    others: int
    """Percent of the width for those without any fund."""
    paid: int
    asked: int
    """Where the target stands; 0 where none is asked of workers."""
    shown: str
    asked_shown: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on the sheet of one region."""

    code: Code
    name: str
    cards: tuple[Card, ...]
    gaps: tuple[str, ...]
    """What the region needs and lacks, for each target of its own or its part of a wider one."""
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """What the plan and its scenario say of one region."""

    code: Code
    part: Plan
    inputs: Grid
    payments: Grid
    place: int
    """Among all regions with somebody eligible, by the part of them paid for; 0 where it has nobody."""
    regions: int
    """How many are ranked."""
    need: Need | None
    """What it has to reach last."""


def regions(dossier: Dossier) -> Mapping[Code, Region]:
    """Every region, taken out of the plan in one go."""
    plan, scenario = dossier.plan, dossier.scenario
    rows = {name: _by_region(getattr(plan, name)) for name in ("payments", "lists", "drops")}
    ranks, stated, paid = ranked(plan), ground.inputs(dossier), places.payments_apart(dossier)
    last = needs(dossier)
    found = {}
    for row in sorted(plan.regions, key=lambda row: row.code):
        own: dict[str, Any] = {name: tuple(of.get(row.code, ())) for name, of in rows.items()}
        part = one_region.part_of(row.code, replace(plan, **own), scenario)
        place = ranks.get(row.code, 0)
        known = (stated[row.code], paid[row.code], place, len(ranks), last.get(row.code))
        found[row.code] = Region(row.code, part, *known)
    return found


def _by_region(rows: Iterable[Any]) -> Mapping[Code, list[Any]]:
    apart: dict[Code, list[Any]] = defaultdict(list)
    for row in rows:
        apart[row.region].append(row)
    return apart


def sheet(dossier: Dossier, region: Region, figures: Mapping[str, Figure]) -> Sheet:
    """The sheet of one region."""
    answer = dossier.answers.regions.get(region.code)
    return Sheet(
        region.code,
        shortened(dossier.place(region.code), _LONGEST_NAME),
        tuple(_cards(dossier, region, figures)),
        tuple(_gaps(dossier, region, answer)),
        tuple(_sections(dossier, region, answer)),
    )


_LONGEST_NAME = 80
"""Letters of the name above a sheet."""

_GAPS = 2
"""Targets of a wider place of which the sheet says its part, the last ones."""


def ranked(plan: Plan) -> Mapping[Code, int]:
    """The place of each region with somebody eligible, by the part of them paid for; equal ones share it."""
    every = [row for row in plan.regions if row.eligible]
    parts = sorted((Fraction(row.persons_end, row.eligible) for row in every), reverse=True)
    first: dict[Fraction, int] = {}
    for place, part in enumerate(parts, start=1):
        first.setdefault(part, place)
    return {row.code: first[Fraction(row.persons_end, row.eligible)] for row in every}


def _cards(dossier: Dossier, region: Region, figures: Mapping[str, Figure]) -> Iterator[Card]:
    """Got, of how many, for how much; then what a target of its own needs and lacks."""
    key, say = f"region.{region.code}", dossier.say
    last = dossier.scenario.horizon.last
    yield Card(figures[f"{key}.persons"], say("page.sheet.persons", month=last))
    if f"{key}.share" in figures:
        eligible = figures[f"{key}.eligible"].value
        yield Card(figures[f"{key}.share"], say("page.sheet.share", eligible=eligible))
    yield Card(figures[f"{key}.rupiah"], say("page.sheet.rupiah", months=figures[f"{key}.months"].value))
    row = own_targets(region.part).get(region.code)
    if row is not None:
        need = _facts(dossier, of_target(dossier, row))
        yield Card(figures[f"{target_key(row)}.shortfall"], say("page.sheet.shortfall", **need))
    else:
        yield Card(figures[f"{key}.dropped"], say("page.sheet.dropped"))


def _facts(dossier: Dossier, need: Need) -> dict[str, Any]:
    aim = what(dossier, need.group)
    return {"need": need.need, "covered": need.covered, "by": need.by, "share": need.share, "aim": aim}


def _gaps(dossier: Dossier, region: Region, answer: WhyRegion | None) -> Iterator[str]:
    """Needed, reached, missing: of the region's own targets, and of its part of wider ones, by month."""
    own = [of_target(dossier, row) for row in region.part.targets if row.of == region.code]
    same = {(one.by, one.need, one.group) for one in own}
    for need in sorted([*own, *_wider(region, answer)], key=lambda one: one.by):
        facts = _facts(dossier, need) | ({"shortfall": need.missing} if need.missing else {})
        if need in own:
            yield dossier.say("page.sheet.gap", **facts)
        elif (need.by, need.need, need.group) not in same:
            of = names.places(dossier.scenario, need.of, dossier.language)
            yield dossier.say("page.sheet.gap_part", **facts, of=of)


def _wider(region: Region, answer: WhyRegion | None) -> list[Need]:
    """The region's part of the last targets of larger areas; where it was not asked, of the last one."""
    if answer is None:
        return [region.need] if region.need is not None and region.need.of != region.code else []
    rows = [row for row in answer.targets if row.part]
    return [
        Need(row.of, row.by, Share(row.share), row.need, row.covered, row.group, row.id)
        for row in rows[-_GAPS:]
    ]


def reach(dossier: Dossier, region: Region, asked: Share | None) -> Reach | None:
    """The bar of a region; None where it has no workers."""
    workers = int(dossier.scenario.regions[region.code].workers.number)
    (row,) = region.part.regions
    if not workers:
        return None
    others = others_in(dossier.scenario, region.code, dossier.scenario.horizon.last)
    whole = Share(Fraction(others + row.persons_end, workers))
    return Reach(
        min(others * 100 // workers, 100),
        min(row.persons_end * 100 // workers, 100),
        int(asked * 100) if asked else 0,
        shown(whole, dossier.language),
        shown(asked, dossier.language) if asked else "",
    )


def _sections(dossier: Dossier, region: Region, answer: WhyRegion | None) -> Iterator[Section]:
    yield Section("why", dossier.say("page.sheet.why"), tuple(_why(dossier, region, answer)))
    for key in OF_PLAN:
        yield Section(key, dossier.say(f"page.sheet.{key}"), tuple(plan_blocks(key, dossier, region)))


OF_PLAN = ("funds", "sources")
"""Sections of a sheet that say nothing but what the plan and its scenario say."""


def plan_blocks(key: str, dossier: Dossier, region: Region) -> Iterator[Block]:
    """Who pays there, when, and what the figures rest on."""
    if key == "sources":
        yield region.inputs
        return
    view = view_of(dossier, region.part)
    if region.payments.rows:
        yield region.payments
        yield Under(dossier.say("page.sheet.months"))
        yield times.calendar(dossier, region.part)
    else:
        yield Point(dossier.say("page.sheet.no_payments"))
    yield from under(dossier.say("page.drops"), region_tables.drops(view), "drops")
    if region.part.funds:
        yield from under(dossier.say("page.left"), payers.left_over(view), "left")


def _why(dossier: Dossier, region: Region, answer: WhyRegion | None) -> Iterator[Block]:
    """Why not more: the answer where it was asked, else what the plan itself says, and why no answer."""
    if answer is not None:
        view = view_of(dossier, everything=False)
        found = why_region.told(view, answer)
        # Said already: by the table of the plan's own payments, and by the sentences above.
        already = (dossier.say("whyregion.funds"), dossier.say("whyregion.targets"))
        kept = tuple(one for one in found.parts if one[0] not in already)
        yield from told(view, replace(found, parts=kept))
        return
    yield from (Point(said) for said in one_region.sentences(view_of(dossier, region.part)))
    if region.place and region.regions > 1:
        yield Point(dossier.say("page.sheet.rank", place=region.place, regions=region.regions))
    yield Point(dossier.say(dossier.answers.silent or "papers.not_asked"))
