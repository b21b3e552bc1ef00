"""The sections of the page, as a meeting asks: who, whose money, when, why, what if, on what ground."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from optimizer.papers.charts.described import Picture, Tiles
from optimizer.papers.dossier import Dossier
from optimizer.papers.figures import Figure
from optimizer.papers.page import ground, places, times
from optimizer.papers.page.blocks import Abreast, Block, Note, Point, Section, Under
from optimizer.papers.page.carried import told, under, view_of
from optimizer.papers.page.pictured import MOST_TILES, atlas, drawn, small
from optimizer.report import ahead, payers
from optimizer.report import regions as region_tables
from optimizer.report.asked import baseline, bill, fair, tradeoff, worth
from optimizer.report.view import View

KEYS = (
    "reach", "payers", "months", "funds", "worth", "tradeoff", "fair", "rules", "bill", "goals",
    "assumptions", "limits", "method",
)  # fmt: skip

OF_PLAN = ("reach", "payers", "months", "funds", "assumptions", "limits", "method")
"""Sections that say nothing but what the plan and its scenario say."""


def sections(
    dossier: Dossier, figures: Mapping[str, Figure], pictures: Mapping[str, Picture]
) -> Iterator[Section]:
    """All of them; an answer that was not asked for says why."""
    for key in KEYS:
        blocks = tuple(blocks_of(key, dossier, figures, pictures))
        yield Section(key, dossier.say(f"page.section.{key}"), blocks)


def blocks_of(
    key: str, dossier: Dossier, figures: Mapping[str, Figure], pictures: Mapping[str, Picture]
) -> Iterator[Block]:
    """What one section is made of; without ``pictures`` only words and tables."""
    view = view_of(dossier, everything=len(dossier.plan.regions) <= MOST_TILES)
    match key:
        case "reach":
            yield from _reach(dossier, figures, pictures)
        case "payers":
            yield from _drawn(dossier, pictures, "payers")
            yield Under(dossier.say("page.matrix"))
            yield places.matrix(dossier)
            yield Under(dossier.say("page.payments"))
            yield places.payments(dossier)
        case "months":
            yield from _months(dossier, pictures, view)
        case "funds":
            yield times.funds(dossier, figures)
            yield from under(dossier.say("page.left"), payers.left_over(view), "left")
        case "assumptions":
            yield from ground.assumptions(dossier, view)
        case "limits":
            yield from ground.limits(dossier)
        case "method":
            yield from ground.method(dossier, view)
        case _:
            yield from _asked(key, dossier, pictures, view)


def _drawn(dossier: Dossier, pictures: Mapping[str, Picture], *keys: str) -> Iterator[Block]:
    yield from (drawn(dossier, pictures[key]) for key in keys if key in pictures)


def _reach(
    dossier: Dossier, figures: Mapping[str, Figure], pictures: Mapping[str, Picture]
) -> Iterator[Block]:
    yield from _drawn(dossier, pictures, "reach")
    map_ = pictures.get("map")
    if isinstance(map_, Tiles):
        yield drawn(dossier, map_) if len(map_.tiles) <= MOST_TILES else atlas(dossier, map_)
    yield Under(dossier.say("page.regions"))
    yield Note(dossier.say("page.regions_note"))
    yield places.regions(dossier, figures)
    yield from (Note(said) for said in places.missing(dossier, figures))
    if dossier.plan.targets:
        yield Under(dossier.say("page.targets"))
        yield places.targets(dossier, figures)
    else:
        yield Point(dossier.say("report.no_targets"))


def _months(dossier: Dossier, pictures: Mapping[str, Picture], view: View) -> Iterator[Block]:
    yield from _drawn(dossier, pictures, "months")
    yield from (Point(said) for said in times.joins(dossier))
    yield Under(dossier.say("page.calendar"))
    yield Note(dossier.say("page.calendar_note"))
    yield times.calendar(dossier)
    if dossier.plan.drops:
        yield from under(dossier.say("page.drops"), region_tables.drops(view), "drops")
    else:
        yield Point(dossier.say("page.no_drops"))


def _asked(key: str, dossier: Dossier, pictures: Mapping[str, Picture], view: View) -> Iterator[Block]:
    """A question that compares plans, or the plan's own bill and goals."""
    answers, above = dossier.answers, _said_above(key, dossier)
    if key == "goals":
        yield from under("", ahead.goals(view))
    elif key == "bill" and answers.bill is not None:
        yield from told(view, bill.told(view, answers.bill), above)
    elif key == "bill":
        yield from under("", ahead.bill(view))
    elif key == "worth" and answers.worth is not None:
        curves = tuple(small(dossier, one) for key, one in pictures.items() if key.startswith("worth."))
        if curves:
            yield Abreast(curves)
        yield from told(view, worth.told(view, answers.worth), above)
    elif key == "tradeoff" and answers.tradeoff is not None:
        yield from _drawn(dossier, pictures, "stay", "target")
        yield from told(view, tradeoff.told(view, answers.tradeoff), above)
    elif key == "fair" and answers.fair is not None:
        yield from told(view, fair.told(view, answers.fair), above)
    elif key == "rules" and answers.baseline is not None:
        yield from _drawn(dossier, pictures, "rules")
        yield from told(view, baseline.told(view, answers.baseline), above)
    else:
        yield Point(dossier.say(answers.silent or "papers.not_asked"))


def _said_above(key: str, dossier: Dossier) -> str:
    """The first section with an answer that is not proven, where it stands above this one; else empty."""
    answers = dossier.answers
    asked = {
        "worth": answers.worth,
        "tradeoff": answers.tradeoff,
        "fair": answers.fair,
        "rules": answers.baseline,
        "bill": answers.bill,
    }
    open_ = (one for one, answer in asked.items() if answer is not None and answer.status == "within_bound")
    first = next(open_, key)
    return "" if first == key else dossier.say(f"page.section.{first}")
