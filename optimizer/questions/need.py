"""``need``: the least extra money with which a payable plan meets the targets, by when and from whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from optimizer.answers.headline import headline
from optimizer.answers.need import Need, Way
from optimizer.questions.desk import Desk
from optimizer.questions.needing.wanted import wanted
from optimizer.questions.needing.ways import Ways
from optimizer.units import Persons, Rupiah, Share

BY_RIGHT = ("keep",)
"""Goals before ``targets`` that are always at their best: people of today before anybody is added."""

EVERY = ("keep", "coverage", "fairness", "months")


def asked(desk: Desk, targets: Sequence[str] = (), share: Share | None = None) -> Need:
    """The least extra money for some targets, all when none is named; ``share`` replaces theirs.

    Raises:
        InvalidError: there is no target, or none of that name.
        ContradictionError: hard rules contradict each other, whatever the money.
        StoppedError: a limit came first.
    """
    asked_for = wanted(desk.scenario, targets, share)
    ways = Ways(desk, asked_for, BY_RIGHT)
    if ways.keeps_more and ways.met_today():
        ways = Ways(desk, asked_for, ())
    found = _found(desk, ways)
    if any(way.possible and not way.in_order for way in found):
        found = tuple(map(_enough, found, _found(desk, Ways(desk, asked_for, EVERY))))
    return Need(
        status="optimal"
        if all(way.proven for way in found if way.possible or way.lacks == "plan")
        else "within_bound",
        targets=found[0].targets,
        ways=found,
        ability=desk.scenario.sharing.ability,
        today=Rupiah(sum(fund.ceiling.number for fund in desk.scenario.funds.values())),
        lost=headline(desk.base).dropped if ways.keeps_more else Persons(0),
    )


def _found(desk: Desk, ways: Ways) -> tuple[Way, ...]:
    return tuple(answer() for answer in desk.each((ways.cheapest, ways.own, ways.matched, ways.ability)))


def _enough(no_worse: Way, best: Way) -> Way:
    """The way itself where it is enough in the order of goals, else one with every goal ahead at its best.

    What the goals reach today is the least that they may reach: it bounds the sum from below.
    """
    if not no_worse.possible or no_worse.in_order or not best.possible:
        return no_worse
    return replace(best, least=no_worse.least, proven=best.rupiah == no_worse.least)
