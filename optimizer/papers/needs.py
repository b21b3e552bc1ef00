"""What one region has to reach: its own target, or its part of a larger area's at the same share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from optimizer.answers.headline import measured, of_each, other_own_targets, own_targets, widest
from optimizer.papers.dossier import Dossier
from optimizer.plan.shapes import TargetRow
from optimizer.report import names
from optimizer.scenario.measured import others_in
from optimizer.text.inert import Said
from optimizer.units import Code, Month, Persons, Share


@dataclass(frozen=True, slots=True)
class Need:
    """One region beside the target that is measured there."""

    of: str
    """The code the target is of."""
    by: Month
    share: Share
    need: Persons
    covered: Persons
    group: str | None = None
    """Whom it counts; None: all participants (UCJ)."""
    id: str = ""
    """The target's, where it is the region's own."""

    @property
    def missing(self) -> Persons:
        """People more to the target."""
        return Persons(max(self.need - self.covered, 0))


def aim(dossier: Dossier) -> str:
    """What regions' own targets in one column are of, in a word: UCJ, or the name of a group; with the month
    where all are due in one.
    """
    row = next(iter(measured(dossier.plan)), None)
    said = what(dossier, row.group if row else None)
    due = {own.by for own in own_targets(dossier.plan).values()}
    return dossier.say("papers.aim_by", aim=said, month=due.pop()) if len(due) == 1 else said


def what(dossier: Dossier, group: str | None) -> str:
    """Whom a target counts, in a word."""
    return dossier.say("papers.aim_ucj") if group is None else names.brief_group(dossier.scenario, group)


def aimed_at(dossier: Dossier, name: str) -> str:
    """A target by whom it counts, where, and when, without its share."""
    stated = dossier.scenario.targets[name]
    said = what(dossier, stated.group if stated.measure == "group" else None)
    if stated.of == "each":
        of = dossier.say("story.each_region")
    elif len(stated.of) > MOST_PLACES:
        of = dossier.say("letter.places", count=len(stated.of))
    else:
        of = ", ".join(dossier.place(code) for code in stated.of)
    return dossier.say("papers.aimed_at", aim=Said(said), of=Said(of), month=stated.by)


MOST_PLACES = 8
"""Of a target of more regions only their number is told."""


def short_places(dossier: Dossier, row: TargetRow) -> Mapping[str, int]:
    """Of a target that is set for each of several places: how many, and in how many it is missed; nothing for
    one place. What is missing in one is not made good by what another has more."""
    rows = [one for one in dossier.plan.targets if one.id == row.id]
    if len(rows) < 2 or row.met:
        return {}
    return {"places": len(rows), "short": sum(1 for one in rows if not one.met)}


def asked_of_workers(dossier: Dossier) -> Share | None:
    """The share of workers that the widest target aims at; None where it measures no workers."""
    goal = widest(dossier.plan)
    if goal is None or goal.measure != "ucj":
        return None
    return Share(dossier.scenario.targets[goal.id].share.number)


def needs(dossier: Dossier) -> Mapping[Code, Need]:
    """What each region has to reach last: a target of its own, or its part of UCJ where that is due later;
    else that of one group. A region of no target is not in it.
    """
    found = {code: of_target(dossier, rows[-1]) for code, rows in other_own_targets(dossier.plan).items()}
    found |= _parts(dossier)
    for code, row in own_targets(dossier.plan).items():
        if code not in found or found[code].group or found[code].by <= row.by:
            found[code] = of_target(dossier, row)
    return found


def parts(dossier: Dossier) -> Mapping[Code, Need]:
    """Of the regions that have to reach no target of their own last: their part of a wider one."""
    found = needs(dossier).items()
    return {code: need for code, need in found if need.group is None and need.of != code}


def part_aim(dossier: Dossier) -> str:
    """Of what these parts are, in a word: UCJ, with the share and the month where they are all of one."""
    known = {(need.share, need.by) for need in parts(dossier).values()}
    if len(known) != 1:
        return dossier.say("papers.aim_ucj")
    ((share, by),) = known
    return dossier.say("papers.aim_part", aim=dossier.say("papers.aim_ucj"), share=share, month=by)


def of_target(dossier: Dossier, row: TargetRow) -> Need:
    """A target that is set for a region alone."""
    share = Share(dossier.scenario.targets[row.id].share.number)
    return Need(row.of, row.by, share, row.need, row.covered, row.group, row.id)


def _parts(dossier: Dossier) -> dict[Code, Need]:
    """Each region's part of the last target of participants of all kinds that reaches it, of several that
    of the widest.

    The parts add up to a little more than the whole: each is rounded up to whole persons.
    """
    rows = [row for row in of_each(dossier.plan) if row.measure == "ucj"]
    found: dict[Code, Need] = {}
    for row in sorted(rows, key=lambda row: (row.by, row.base)):
        found |= _parts_of(dossier, row)
    return found


def _parts_of(dossier: Dossier, row: TargetRow) -> dict[Code, Need]:
    scenario = dossier.scenario
    paid: dict[str, int] = defaultdict(int)
    for payment in dossier.plan.payments:
        if payment.month == row.by:
            paid[payment.region] += payment.persons
    share = Share(scenario.targets[row.id].share.number)
    areas = [Code(part) for part in row.of.split(",")]
    inside = [code for code in scenario.codes if any(area.reaches(code) for area in areas)]
    return {
        code: Need(
            row.of,
            row.by,
            share,
            Persons(ceil(share * scenario.regions[code].workers.number)),
            Persons(others_in(scenario, code, row.by) + paid[code]),
        )
        for code in inside
    }
