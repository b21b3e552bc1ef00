"""Persons in the last month as a function of one ceiling: straight pieces, each break point solved.

The first deciding goal is convex in money. Between two of its break points its value is a straight line, so
the next goal, held to it, is convex there too, and so on: every break point of every goal lies where a line
from the left meets a line from the right. Lines are drawn from duals and kept only where they pass through
solved points.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from optimizer.probes.deciding import Line
from optimizer.probes.trace import Trace
from optimizer.solve.ordered import SNAP

CLOSE = 0.25
"""Rupiah: break points nearer than this are one."""

MEETS = 1e-6
"""A value this near to a line, as a part of the largest value, lies on it."""


@dataclass(frozen=True, slots=True)
class Point:
    """A break point: rupiah of the ceiling, and every goal's value there, persons last."""

    ceiling: float
    values: tuple[float, ...]

    @property
    def persons(self) -> float:
        """Persons in the last month by the linear program."""
        return self.values[-1]


@dataclass(frozen=True, slots=True)
class _Ray:
    """A straight line through a solved point."""

    at: float
    value: float
    slope: float

    def to(self, ceiling: float) -> float:
        return self.value + self.slope * (ceiling - self.at)

    def meets(self, other: _Ray) -> float | None:
        if abs(self.slope - other.slope) < 1e-15:
            return None
        return self.at + (other.to(self.at) - self.value) / (self.slope - other.slope)


def break_points(trace: Trace, low: float, high: float) -> tuple[Point, ...]:
    """The points between which every deciding goal is a straight line, the ends among them.

    Both ends must obey the rules; then every ceiling between them does.
    """
    corners = [low, high]
    for goal in range(len(trace.deciding.goals)):
        found = [_corners(trace, goal, begin, end) for begin, end in pairwise(corners)]
        corners = [low, *sorted(at for part in found for at in part), *corners[1:]]
        corners = _apart(sorted(set(corners)))
    points = [Point(at, _line(trace, at).values) for at in corners]
    return _without_straight(points)


def _corners(trace: Trace, goal: int, low: float, high: float) -> list[float]:
    """Where one goal bends between two ceilings, the goals before it being straight there."""
    if high - low < 2 * CLOSE:
        return []
    left, right = _ray_at(trace, goal, low, high), _ray_at(trace, goal, high, low)
    return _between(trace, goal, (low, left), (high, right), depth=0)


End = tuple[float, "_Ray"]


def _between(trace: Trace, goal: int, begin: End, end: End, depth: int) -> list[float]:
    (low, left), (high, right) = begin, end
    if high - low < CLOSE or depth > 60 or _same(left.to(high), _value(trace, goal, high)):
        return []
    if _same(right.to(low), _value(trace, goal, low)):
        return []
    meet = left.meets(right)
    if meet is None or not low + CLOSE / 2 < meet < high - CLOSE / 2:
        meet = (low + high) / 2
    meet = _on_unit(trace, meet)
    there = _value(trace, goal, meet)
    if _same(there, left.to(meet)) and _same(there, right.to(meet)):
        return [meet]
    middle = _Ray(meet, there, _slope(trace, goal, meet))
    return [
        *_between(trace, goal, begin, (meet, middle), depth + 1),
        meet,  # left out later where it is straight
        *_between(trace, goal, (meet, middle), end, depth + 1),
    ]


def _ray_at(trace: Trace, goal: int, end: float, other: float) -> _Ray:
    """The line that leaves an end towards the other: its slope is taken so near that it passes through it."""
    value = _value(trace, goal, end)
    inward = (other - end) / 2
    while True:
        at = end + inward
        ray = _Ray(at, _value(trace, goal, at), _slope(trace, goal, at))
        if _same(ray.to(end), value):
            return _Ray(end, value, ray.slope)
        if abs(inward) < CLOSE:
            return _Ray(end, value, (ray.value - value) / (at - end))
        inward /= 8


def _line(trace: Trace, ceiling: float) -> Line:
    line = trace.line(ceiling)
    assert line is not None, "between two ceilings that obey the rules all do"
    return line


def _value(trace: Trace, goal: int, ceiling: float) -> float:
    return _line(trace, ceiling).values[goal]


def _slope(trace: Trace, goal: int, ceiling: float) -> float:
    """Change of a value for one rupiah more, by the duals of the rows that the ceiling moves."""
    stride = trace.ceiling.stride
    duals = _line(trace, ceiling).row_duals[goal]
    here, there = trace.ceiling.between(ceiling), trace.ceiling.between(ceiling + stride)
    moved = (
        float(duals[row]) * ((there[row][0] - low) + (there[row][1] - high))
        for row, (low, high) in here.items()
    )
    return sum(moved) / stride


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= MEETS * max(1.0, abs(one) * 1e-3)


def _on_unit(trace: Trace, ceiling: float) -> float:
    """A whole number of units, or of rupiah, where the amount is one but for the solver's last digits."""
    for step in (trace.ceiling.unit, 1):
        whole = round(ceiling / step) * step
        if abs(whole - ceiling) < min(0.02 * step, 50.0) * (1 if step == 1 else 0.05):
            return float(whole)
    return ceiling


def _apart(corners: list[float]) -> list[float]:
    kept = corners[:1]
    for at in corners[1:]:
        if at - kept[-1] > CLOSE:
            kept.append(at)
        elif at == corners[-1]:
            kept[-1] = at
    return kept


def _without_straight(points: list[Point]) -> tuple[Point, ...]:
    """Without points at which the line of persons does not bend."""
    kept = points[:1]
    for place in range(1, len(points) - 1):
        before, here, after = kept[-1], points[place], points[place + 1]
        part = (here.ceiling - before.ceiling) / (after.ceiling - before.ceiling)
        straight = before.persons + part * (after.persons - before.persons)
        if abs(straight - here.persons) > 2 * SNAP:
            kept.append(here)
    return (*kept, *points[-1:])
