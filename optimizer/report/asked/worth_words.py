"""Words that the page and the curves of ``worth`` share."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from optimizer.report.view import Look
from optimizer.units import Rupiah

_STOPS = {
    "nobody": "worth.stop.nobody",
    "nobody_left": "worth.stop.nobody_left",
    "per_region_max": "worth.stop.per_region_max",
    "matching": "worth.stop.matching",
    "people_ceiling": "worth.stop.people_ceiling",
    "capacity": "worth.stop.capacity",
    "stay": "worth.stop.stay",
    "carry": "worth.stop.carry",
    "order": "worth.stop.order",
    "must_spend": "worth.stop.must_spend",
    "cheaper": "worth.stop.cheaper",
    "dearer": "worth.stop.dearer",
    "begins": "worth.stop.begins",
}

_GOALS = {
    "keep": "worth.goal.keep",
    "targets": "worth.goal.targets",
    "coverage": "worth.goal.coverage",
    "months": "worth.goal.months",
    "thrift": "worth.goal.thrift",
}


def why(look: Look, stops: Sequence[str]) -> str:
    """What stops a fund from covering more, as a clause."""
    if not stops:
        return look.say("worth.stop.unknown")
    # that nobody is left is only so once the other rules are out of the way
    first, *others = sorted(stops, key=lambda stop: stop == "nobody_left")
    said = _stop(look, first)
    for stop in others:
        code = "worth.then_nobody" if stop == "nobody_left" else "worth.and"
        said = look.say(code, first=said, second=_stop(look, stop))
    return said


def _stop(look: Look, stop: str) -> str:
    horizon, stay = look.scenario.horizon, look.scenario.rules.stay
    last = horizon.last.plus(1 - max(stay, 1))
    facts = {"month": horizon.last, "stay": stay} | ({"last": last} if last >= horizon.first else {})
    return look.say(_STOPS[stop], **facts)


def goals(look: Look, given: Sequence[str]) -> str:
    """Goals as what they want."""
    *before, last = (look.say(_GOALS[name]) for name in given)
    return look.say("worth.both", first=", ".join(before), last=last) if before else last


def rupiah(price: Fraction) -> Rupiah:
    """A price to the nearest rupiah."""
    return Rupiah(round(price))
