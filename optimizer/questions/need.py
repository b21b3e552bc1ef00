"""``need``: the least extra money with which a payable plan meets the targets, by when and from whom."""

from __future__ import annotations

from collections.abc import Sequence

from optimizer.answers.need import Need
from optimizer.questions.desk import Desk
from optimizer.questions.needing.wanted import wanted
from optimizer.questions.needing.ways import Ways
from optimizer.units import Share


def asked(desk: Desk, targets: Sequence[str] = (), share: Share | None = None) -> Need:
    """The least extra money for some targets, all when none is named; ``share`` replaces theirs.

    Raises:
        InvalidError: there is no target, or none of that name.
        ContradictionError: hard rules contradict each other, whatever the money.
        StoppedError: a limit came first.
    """
    ways = Ways(desk, wanted(desk.scenario, targets, share))
    found = tuple(answer() for answer in desk.each((ways.cheapest, ways.own, ways.matched, ways.ability)))
    return Need(
        status="optimal"
        if all(way.proven for way in found if way.possible or way.lacks == "plan")
        else "within_bound",
        targets=found[0].targets,
        ways=found,
        ability=desk.scenario.sharing.ability,
    )
