"""``compare``: plans side by side, the inputs in which they differ, and what each change brings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from optimizer.answers.compare import Compare, Layer, Line, Side
from optimizer.errors import ContradictionError, Finding
from optimizer.plan.shapes import Plan
from optimizer.questions.comparing.attribution import Wish, divided
from optimizer.questions.comparing.figures import (
    fund_lines,
    group_lines,
    headline_lines,
    line,
    region_lines,
    target_lines,
    widest_target,
)
from optimizer.questions.comparing.inputs import Differing, differing
from optimizer.questions.comparing.sides import Read
from optimizer.questions.desk import Desk

LETTERS = "ABCDEFGHIJKL"


def asked(desk: Desk, sides: Sequence[Read], *, wish: Wish | None = None) -> Compare:
    """Every side's figures beside those of the first, and the inputs that differ.

    ``wish`` says how the difference of two sides is divided among their changes; None: not at all. The desk
    is that of the first side.

    Raises:
        ContradictionError: hard rules of a side contradict each other; its first finding names the side.
        InvalidError: the wish asks for more combinations than can be solved.
        StoppedError: a limit came first.
    """
    plans = [_plan(desk, side) for side in desk.each(sides)]
    scenarios = [side.scenario for side in sides]
    places = differing(scenarios)
    target = widest_target(plans)
    attribution = divided(desk, sides, plans, places, wish) if wish and len(sides) == 2 else None
    return Compare(
        status=desk.status,
        sides=tuple(
            _side(letter, side, plan) for letter, side, plan in zip(LETTERS, sides, plans, strict=False)
        ),
        shared=(*sides[0].shared.variants, *sides[0].shared.changes),
        target=target,
        lines=(
            *headline_lines(plans, scenarios, target),
            *target_lines(plans),
            *group_lines(plans, scenarios),
            *fund_lines(plans),
            *region_lines(plans, scenarios),
            *_input_lines(places, sides),
        ),
        beside=sum(1 for place in places if place.beside),
        attribution=attribution,
    )


def _plan(desk: Desk, side: Read) -> Plan:
    """The plan of a side; that of a folder is not solved again."""
    if side.plan is not None:
        desk.heed(side.scenario, side.plan)
        return side.plan
    try:
        return desk.plan(side.scenario)
    except ContradictionError as error:
        told = Finding("compare.side_clash", {"side": side.named.given})
        raise ContradictionError([told, *error.findings]) from None


def _side(letter: str, side: Read, plan: Plan) -> Side:
    return Side(
        letter=letter,
        given=side.named.given,
        source="folder" if side.plan is not None else "file",
        title=side.scenario.title,
        layers=side.layers or tuple(map(Layer, side.kept)),
        horizon=side.scenario.horizon,
        standing=plan.status,
        synthetic=bool(side.scenario.synthetic),
    )


def _input_lines(places: Sequence[Differing], sides: Sequence[Read]) -> Iterator[Line]:
    for place in places:
        if not place.beside:
            present = "entry" if _is_entry(place, sides) else "value"
            yield line("inputs", place.said, present, place.values, _name(place, sides))


def _name(place: Differing, sides: Sequence[Read]) -> str:
    """What the entry is called in which an input differs; empty where it has no name."""
    section, *rest = place.path
    if section not in ("funds", "regions", "groups") or not rest:
        return ""
    for side in sides:
        for key, entry in getattr(side.scenario, section).items():
            if str(key) == rest[0]:
                return getattr(entry, "name", None) or getattr(entry, "label", None) or ""
    return ""


def _is_entry(place: Differing, sides: Sequence[Read]) -> bool:
    """Whether a fund, region, target or group is there on some sides only."""
    section, *rest = place.path
    if len(rest) != 1 or section not in ("funds", "regions", "targets", "groups"):
        return False
    return any(rest[0] not in getattr(side.scenario, section) for side in sides)
