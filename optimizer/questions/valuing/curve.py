"""The whole curve of one fund: where a person more costs one price, and what ends that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import groupby, pairwise

from optimizer.answers.worth import Curve, Piece
from optimizer.model.goals import objective
from optimizer.probes.trace import Trace
from optimizer.probes.trace_curve import Point, break_points
from optimizer.questions.desk import Desk
from optimizer.questions.valuing.plans import Plans
from optimizer.questions.valuing.traced import Traced
from optimizer.units import Persons, Rupiah

LEVEL = 1e-4
"""Persons between two points below which the line is level."""

MARKS = 10
"""Where only whole plans say how many are covered, the curve is looked at so many times."""

SURE = 2
"""Over so many marks in one line a price is no chance."""

CHEAPER, DEARER, BEGINS = "cheaper", "dearer", "begins"
"""The next person costs less; whoever costs so little is covered; from there on money gains people."""

DIGITS = 10**4
"""A price is told to so many parts of a rupiah."""


def curve(name: str, traced: Traced) -> Curve:
    """Every range by the goals that decide persons; break points are exact, persons whole and proven."""
    trace = traced.trace
    points = break_points(trace, *trace.drawn)
    pairs = list(pairwise(points))
    pieces = tuple(
        _piece(traced, begin, end, pairs[place + 1] if place + 1 < len(pairs) else None)
        for place, (begin, end) in enumerate(pairs)
    )
    return Curve(name, (*_below(traced, points[0]), *pieces))


def _below(traced: Traced, lowest: Point) -> tuple[Piece, ...]:
    """No money at all, where that obeys the rules, and the ceilings above it that contradict them."""
    edge, trace = round(lowest.ceiling), traced.trace
    if trace.ceiling.monotone or not edge:
        return ()
    nothing = trace.persons(0)
    contradicting = _contradicting(0 if nothing is None else 1, edge - 1)
    if nothing is None:
        return (contradicting,)
    there = Persons(nothing + traced.elsewhere)
    return (_level(0, 0, there), contradicting)


def _level(first: int, last: int, persons: Persons | None) -> Piece:
    return Piece(Rupiah(first), Rupiah(last), persons, persons, None, (), ())


def _contradicting(first: int, last: int) -> Piece:
    return replace(_level(first, last, None), impossible=True)


def _piece(traced: Traced, begin: Point, end: Point, then: tuple[Point, Point] | None) -> Piece:
    gained = end.persons - begin.persons
    price = None
    if abs(gained) > LEVEL:
        price = Fraction((end.ceiling - begin.ceiling) / gained).limit_denominator(DIGITS)
    return Piece(
        first=Rupiah(round(begin.ceiling)),
        last=Rupiah(round(end.ceiling)),
        persons_first=_persons(traced, begin),
        persons_last=_persons(traced, end),
        price=price,
        ends=() if then is None else _ends(traced, begin, end, then[1]),
        better=_better(traced.trace, begin, end) if gained < -LEVEL else (),
    )


def _ends(traced: Traced, begin: Point, end: Point, after: Point) -> tuple[str, ...]:
    """What ends a range: a rule, or that the next person costs less."""
    before, then = _slope(begin, end), _slope(end, after)
    if before < then:
        if begin.persons - end.persons <= LEVEL:
            return (CHEAPER,) if end.persons - begin.persons > LEVEL else (BEGINS,)
        bettered = _better(traced.trace, begin, end)
        places: list[str] = [goal.name for goal in traced.trace.deciding.goals]
        return traced.causes.ending(end.ceiling, after.ceiling, places.index(bettered[0])) if bettered else ()
    ends = traced.causes.ending(end.ceiling, after.ceiling)
    return (DEARER,) if ends == ("nobody_left",) and after.persons - end.persons > LEVEL else ends


def _slope(begin: Point, end: Point) -> float:
    return (end.persons - begin.persons) / (end.ceiling - begin.ceiling)


def _persons(traced: Traced, point: Point) -> Persons | None:
    """Whole persons of the whole scenario at a point."""
    trace = traced.trace
    there = trace.persons(trace.ceiling.step_of(round(point.ceiling)))
    return None if there is None else Persons(there + traced.elsewhere)


def _better(trace: Trace, begin: Point, end: Point) -> tuple[str, ...]:
    """Goals before persons that get better from one point to the next."""
    deciding = trace.deciding
    goals = zip(deciding.goals[:-1], begin.values, end.values, strict=False)
    better = [
        goal.name
        for goal, then, now in goals
        if (now - then) * float(objective(deciding.program, goal).scale) < -LEVEL
    ]
    return tuple(dict.fromkeys(better))


def curve_of_plans(desk: Desk, name: str) -> Curve:
    """The curve at marks between which nothing is claimed: a price there is an average."""
    plans = Plans(desk, name)
    top = max(plans.now, min(2 * plans.now, plans.end)) or plans.end
    steps = sorted({top * mark // MARKS for mark in range(MARKS + 1)} | {plans.now})
    seen = [(plans.ceiling.least(step), plans.persons(step)) for step in steps]
    alone = 1 if seen[0][0] == 0 and not plans.ceiling.monotone else 0  # nothing need be spent of nothing
    return Curve(name, (*_stretches(seen[:alone]), *_stretches(seen[alone:])))


def _stretches(seen: Sequence[tuple[int, int | None]]) -> Iterator[Piece]:
    """Marks that obey the rules, and those that do not: of what lies between the two nothing is said."""
    for obeys, marks in groupby(seen, key=lambda mark: mark[1] is not None):
        points = [(at, persons or 0) for at, persons in marks]
        if not obeys:
            yield _contradicting(points[0][0], points[-1][0])
        elif len(points) == 1:
            yield _level(points[0][0], points[0][0], Persons(points[0][1]))
        else:
            yield from _ranges(points)


def _ranges(points: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    """Marks on one line as one range; a price of two marks alone is an average."""
    kept = [0]
    for place in range(1, len(points)):
        if place + 1 == len(points) or _turns(points[kept[-1]], points[place], points[place + 1]):
            kept.append(place)
    for first, last in pairwise(kept):
        begin, end = points[first], points[last]
        gained = end[1] - begin[1]
        yield Piece(
            first=Rupiah(begin[0]),
            last=Rupiah(end[0]),
            persons_first=Persons(begin[1]),
            persons_last=Persons(end[1]),
            price=Fraction(end[0] - begin[0], gained) if gained else None,
            ends=(),
            better=(),
            average=bool(gained) and last - first < SURE,
        )


def _turns(before: Sequence[int], here: Sequence[int], after: Sequence[int]) -> bool:
    """Whether persons do not lie on one line at three marks."""
    return (here[1] - before[1]) * (after[0] - here[0]) != (after[1] - here[1]) * (here[0] - before[0])
