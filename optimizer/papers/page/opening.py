"""The first screen: people, share of the target, rupiah, gap, and which regions miss."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from optimizer.answers.headline import of_each, widest
from optimizer.papers.charts.described import Tiles
from optimizer.papers.dossier import Dossier
from optimizer.papers.figures import Figure, shown
from optimizer.papers.needs import asked_of_workers, short_places
from optimizer.plan.shapes import TargetRow
from optimizer.report import summary
from optimizer.report.names import shortened
from optimizer.text.inert import Said
from optimizer.units import Share

MOST_NAMED = 5
"""Regions that miss are named up to so many, the furthest first."""

_NAME = 40


@dataclass(frozen=True, slots=True)
class Card:
    """One of the four figures that are asked for first."""

    figure: Figure
    said: str
    """What stands below it."""


def cards(dossier: Dossier, figures: Mapping[str, Figure]) -> tuple[Card, ...]:
    """People, share, rupiah, gap; without a target the share of the eligible and the money left."""
    found = list(_cards(dossier, figures))
    return tuple(Card(figures[key], said) for key, said in found if key in figures)


def _cards(dossier: Dossier, figures: Mapping[str, Figure]) -> Iterator[tuple[str, str]]:
    say, goal = dossier.say, widest(dossier.plan)
    eligible, months = figures["total.eligible"].value, figures["total.months"].value
    last = dossier.scenario.horizon.last
    yield "total.persons", say("page.card.persons", month=last, eligible=eligible)
    if goal is not None and goal.base:
        asked = Share(dossier.scenario.targets[goal.id].share.number)
        facts = {"share": asked, "by": goal.by, "covered": goal.covered, "base": goal.base}
        yield "goal.reached", say("page.card.reached", **facts)
    else:
        yield "total.share", say("page.card.share")
    money = {"ceiling": figures["total.ceiling"].value, "months": months}
    yield "total.rupiah", say("page.card.rupiah", **money)
    if goal is not None:
        yield "goal.shortfall", say("page.card.shortfall", **_short(dossier, goal))
    else:
        yield "total.left", say("page.card.left")


def _short(dossier: Dossier, goal: TargetRow) -> dict[str, object]:
    """What is needed and when; of several places how many are short; another target that misses more."""
    facts: dict[str, object] = {"need": goal.need, "by": goal.by, **short_places(dossier, goal)}
    worst = max(of_each(dossier.plan), key=lambda row: row.shortfall)
    if worst.shortfall > goal.shortfall and (worst.measure, worst.group) == (goal.measure, goal.group):
        facts |= {"larger": worst.shortfall, "larger_by": worst.by}
    return facts


def sentences(dossier: Dossier, map_: Tiles) -> Iterator[str]:
    """What the plan means, with the regions that miss after the targets."""
    _, covered, *others = summary.sentences(dossier.plan, dossier.scenario, dossier.language, formal=True)
    yield covered
    missing = misses(dossier, map_)
    if missing:
        yield missing
    yield from others


def scope(dossier: Dossier) -> str:
    """Which months, how many regions and funds."""
    return next(iter(summary.sentences(dossier.plan, dossier.scenario, dossier.language, formal=True)))


def misses(dossier: Dossier, map_: Tiles) -> str:
    """Which regions stand below the share that is asked for; empty where none is asked of workers."""
    asked = asked_of_workers(dossier)
    if asked is None:
        return ""
    low = sorted(
        (tile for tile in map_.tiles if tile.value < asked), key=lambda tile: (tile.value, tile.code)
    )
    if len(map_.tiles) == 1:
        reached = Said(shown(map_.tiles[0].value, dossier.language))
        code = "page.miss.one" if low else "page.miss.one_met"
        return dossier.say(code, place=map_.tiles[0].label, share=asked, reached=reached)
    facts = {"share": asked, "regions": len(map_.tiles), "count": len(low)}
    if not low:
        return dossier.say("page.miss.none", **facts)
    named = [
        f"{shortened(tile.label, _NAME)} {shown(tile.value, dossier.language)}" for tile in low[:MOST_NAMED]
    ]
    rest = len(low) - len(named)
    said = dossier.say("page.miss.all" if len(low) == len(map_.tiles) else "page.miss.some", **facts)
    more = dossier.say("page.miss.more", count=rest) if rest else ""
    return f"{said} {dossier.say('page.miss.furthest', places=', '.join(named))}{more}."
