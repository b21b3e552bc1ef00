"""How persons in the last month follow one fund's ceiling: solved points, the first gain, the first loss.

A step is a ceiling in whole units of the fund, or in rupiah where shares of the ceiling move with it. Where
more money only allows more (``Ceiling.monotone``), the list of goal values, compared in order, never gets
worse with it; a later goal alone may. So between two steps a goal may be held at its value of the first as
long as every goal before it has one value at both. Where money must be spent, more of it may make a first
goal worse: there nothing is held, and what no bound proves is tried out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from math import ceil

from optimizer.probes.deciding import Changed, Deciding, Line, Reach
from optimizer.probes.trace_ceiling import Ceiling
from optimizer.solve.highs import NothingFitsError
from optimizer.solve.ordered import SNAP

FLAT = 1e-7
"""Persons below which a line is level: values are solved to 1e-9."""

MOST_TRIES = 16
"""So many steps are tried where a bound promises a person that whole persons do not reach."""


SCANNED = 64
"""Up to so many steps are tried one by one where no bound tells between them."""

Planned = Callable[[int], int | None]
"""A ceiling in rupiah to the persons whom an audited plan covers; None where hard rules contradict."""


@dataclass(frozen=True, slots=True)
class Gain:
    """The first step with more persons; none where no step has them."""

    step: int | None
    proven: bool = True
    """Whether it is proven that no smaller step has more."""


@dataclass(frozen=True, eq=False, slots=True)
class Start:
    """A program as things are, solved once for all its funds."""

    whole: tuple[Fraction, ...]
    """Values in whole persons: proven best, or, in a large program, near their bounds."""
    reach: Reach
    line: Line

    @classmethod
    def of(cls, deciding: Deciding) -> Start:
        """What is known of a program before any ceiling moves."""
        as_is = Changed()
        return cls(deciding.whole(as_is).values, deciding.reach(as_is), deciding.line(as_is))


class Trace:
    """One fund over one program that stays loaded."""

    def __init__(self, deciding: Deciding, ceiling: Ceiling, start: Start, planned: Planned | None) -> None:
        """The ceiling is of a fund of the program; ``start`` is what is known as things are.

        ``planned`` gives the persons of the last month by an audited plan, for a ceiling at which the
        deciding goals are not proven in whole persons; without it values near their bounds are taken there.
        """
        self._start = start
        self._near: set[int] = set()
        self.deciding, self.ceiling = deciding, ceiling
        self.now = ceiling.step_of(ceiling.now)
        self._useful = max(self.now, ceiling.step_of(ceiling.useful))
        self.reach = lru_cache(maxsize=512)(self._reach)
        self.whole = lru_cache(maxsize=512)(self._whole)
        self.line = lru_cache(maxsize=512)(self._line)
        self._planned = planned
        self._by_plan = lru_cache(maxsize=512)(self._persons_planned)

    @cached_property
    def end(self) -> int:
        """The last step that can matter and obeys the rules."""
        return self._edge(self.now, self._useful, self.reach)

    @cached_property
    def drawn(self) -> tuple[float, float]:
        """The ceilings between which the curve is drawn: its lines round nothing, so an edge may differ."""
        low = self._lowest(self.linear)
        high = self._edge(self.now, self.end, self.linear)
        return float(self.ceiling.least(low)), float(self.ceiling.least(high))

    @property
    def contradicts_above(self) -> bool:
        """Whether hard rules contradict each other above ``end``: what must be spent cannot be."""
        return self.end < self._useful

    @cached_property
    def low(self) -> int:
        """The lowest step of those that obey the rules and lie in one stretch; see ``_lowest``."""
        return self._lowest(self.reach)

    def _lowest(self, ask: Callable[[int], object | None]) -> int:
        """A ceiling of 0 asks for no spending and may obey the rules alone: then it is not counted."""
        if self.ceiling.monotone or not self.now:
            return self._edge(self.now, 0, ask)
        least = self._edge(self.now, 1, ask)
        return 0 if least == 1 and ask(0) is not None else least

    def _edge(self, here: int, far: int, ask: Callable[[int], object | None]) -> int:
        """The step furthest from one that obeys the rules; those that do lie in one stretch."""
        if ask(far) is not None:
            return far
        while abs(far - here) > 1:
            middle = (here + far) // 2
            here, far = (middle, far) if ask(middle) is not None else (here, middle)
        return here

    def persons(self, step: int) -> int | None:
        """Persons in the last month, proven or of an audited plan; None where rules contradict each other."""
        values = self.whole(step)
        if values is None:
            return None
        by_plan = step in self._near and self._planned is not None
        return self._by_plan(step) if by_plan else self.deciding.persons_of(values[-1])

    def _persons_planned(self, step: int) -> int | None:
        assert self._planned is not None, "asked only where plans may be"
        return self._planned(self.ceiling.least(step))

    def within(self, step: int) -> int | None:
        """More persons than these are impossible; None where the rules contradict each other."""
        reach = self.reach(step)
        return None if reach is None else self.deciding.persons_of(reach.values[-1])

    def linear(self, step: int) -> float | None:
        """Persons by the linear program; None where the rules contradict each other."""
        line = self.line(float(self.ceiling.least(step)))
        return None if line is None else line.values[-1]

    def changed(self, step: int) -> Changed:
        """The bounds of a step."""
        return Changed(self.ceiling.bounds(self.ceiling.least(step)))

    def _reach(self, step: int) -> Reach | None:
        if step == self.now:
            return self._start.reach
        try:
            return self.deciding.reach(self.changed(step))
        except NothingFitsError:
            return None

    def _whole(self, step: int) -> tuple[Fraction, ...] | None:
        known, reach = self._start.whole, self.reach(step)
        if reach is None:
            return None
        # more money than now makes no first value worse, and these are the bounds themselves
        if step >= self.now and reach.values == known and (self.ceiling.monotone or step == self.now):
            return known
        try:
            found = self.deciding.whole(self.changed(step), reach)
        except NothingFitsError:
            return None
        if not found.proven:
            self._near.add(step)
        return found.values

    def _line(self, ceiling: float) -> Line | None:
        if ceiling == self.ceiling.least(self.now):
            return self._start.line
        try:
            return self.deciding.line(Changed(self.ceiling.between(ceiling)))
        except NothingFitsError:
            return None

    def could(self, low: int, high: int, persons: int) -> bool:
        """Whether a linear bound leaves so many persons possible at some step from one to another."""
        if high <= low:
            return False
        begin, end = self.whole(low), self.reach(high)
        if begin is None:
            return True
        held = 0
        while self.ceiling.monotone and held < len(begin) - 1:
            held += 1
            if end is None or end.values[held - 1] != begin[held - 1]:
                break
        bounds = self.ceiling.widest(self.ceiling.least(low), self.ceiling.least(high))
        try:
            most = self.deciding.most(Changed(bounds), begin[:held])
        except NothingFitsError:
            return False
        return most >= persons - SNAP

    def slope_up(self, step: int) -> float:
        """Persons for one step more by the linear program; 0 where the line is level or ends."""
        return self._slope(step, step + self._span)

    def slope_down(self, step: int) -> float:
        """Persons lost with one step less by the linear program; 0 where the line is level or ends."""
        return self._slope(step - self._span, step)

    @property
    def _span(self) -> int:
        """Steps over which a slope is taken: a rupiah alone is too little to tell."""
        return 1 if self.ceiling.by_unit else self.ceiling.stride

    def _slope(self, low: int, high: int) -> float:
        here, there = self.linear(low) if low >= 0 else None, self.linear(high)
        if here is None or there is None or abs(there - here) < FLAT:
            return 0.0
        return (there - here) / (high - low)


def first_gain(trace: Trace, persons: int) -> Gain:
    """The smallest step above the one now at which more than ``persons`` are covered."""
    low, proven = trace.now, True
    if not trace.ceiling.monotone and len(trace.deciding.goals) > 1:
        return _gain_tried(trace, persons)
    for _ in range(MOST_TRIES):
        high = _first_possible(trace, low, persons + 1)
        if high is None:
            return Gain(None, proven)
        there = trace.persons(high)
        if there is not None and there > persons:
            return Gain(high, proven)
        low = high
    return Gain(None, proven=False)


def _gain_tried(trace: Trace, persons: int) -> Gain:
    """Where money must be spent: step by step if there are few, else between some that were solved."""
    if not trace.could(trace.now, trace.end, persons + 1):
        return Gain(None)

    def gains(step: int) -> bool:
        return (trace.persons(step) or 0) > persons

    if trace.end - trace.now <= SCANNED:
        return Gain(next(filter(gains, range(trace.now + 1, trace.end + 1)), None))
    far = trace.end - trace.now
    tried = (trace.now + max(1, far >> halved) for halved in range(far.bit_length() - 1, -1, -1))
    return gain_below(trace, persons, next(filter(gains, tried), None))


def gain_below(trace: Trace, persons: int, high: int | None) -> Gain:
    """A step with more persons, up to one that has; the step below it has none more. Not proven the first."""
    if high is None:
        return Gain(None, proven=False)
    low = trace.now
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if (trace.persons(middle) or 0) > persons else (middle, high)
    return Gain(high, proven=False)


def _first_possible(trace: Trace, low: int, persons: int) -> int | None:
    """The smallest step above ``low`` for which a bound leaves so many persons possible."""
    if not trace.could(low, trace.end, persons):
        return None
    high, guess = trace.end, _guess_up(trace, low, persons)
    below = low
    if low < guess < high and trace.could(low, guess, persons):
        high = guess
        if not trace.could(low, guess - 1, persons):
            return guess
    elif low < guess < high:
        below = guess
    while high - below > 1:
        middle = (below + high) // 2
        if trace.could(low, middle, persons):
            high = middle
        else:
            below = middle
    return high


def _guess_up(trace: Trace, step: int, persons: int) -> int:
    slope, here = trace.slope_up(step), trace.linear(step)
    if here is None or slope <= 0:
        return trace.end
    return min(trace.end, step + max(1, ceil((persons - here) / slope - SNAP)))


def first_loss(trace: Trace, persons: int) -> int | None:
    """The largest step below the one now at which fewer than ``persons`` are covered, or rules contradict.

    None: the whole ceiling can go and nobody is lost.
    """
    if not trace.ceiling.monotone:
        return _loss_tried(trace, persons)
    lost = _first_below(trace, 0, trace.now, persons)
    while lost is not None and not _is_lost(trace, lost, persons):
        lost = _first_below(trace, 0, lost, persons)
    safe = 0 if lost is None else lost + 1
    if safe == trace.now or _holds(trace, safe, persons):
        return lost
    high = trace.now
    while high - safe > 1:
        middle = (safe + high) // 2
        if _holds(trace, middle, persons):
            high = middle
        else:
            safe = middle
    return high - 1


def _loss_tried(trace: Trace, persons: int) -> int | None:
    """Where money must be spent: step by step if there are few, else between steps that were solved."""
    if trace.now - trace.low <= SCANNED:
        steps = range(trace.now - 1, trace.low - 1, -1)
        lost = next((step for step in steps if not _holds(trace, step, persons)), None)
        return lost if lost is not None or not trace.low else trace.low - 1
    if not _holds(trace, trace.now - 1, persons):
        return trace.now - 1
    if _holds(trace, trace.low, persons):
        return trace.low - 1 if trace.low else None
    lost, safe = trace.low, trace.now - 1
    while safe - lost > 1:
        middle = (lost + safe) // 2
        lost, safe = (lost, middle) if _holds(trace, middle, persons) else (middle, safe)
    return lost


def _is_lost(trace: Trace, step: int, persons: int) -> bool:
    """Whether a step surely covers fewer: whole values of the goals before may be worse than their bounds.

    Proven by the goals' values at a step below, where that is enough; else in whole persons.
    """
    slope = trace.slope_down(step + 1)
    below = step + 1 - ceil(1 / slope - SNAP) if slope > 0 else step
    if 0 <= below < step and trace.whole(below) is not None and not trace.could(below, step, persons):
        return True
    return not _holds(trace, step, persons)


def _holds(trace: Trace, step: int, persons: int) -> bool:
    there = trace.persons(step)
    return there is not None and there >= persons


def _first_below(trace: Trace, low: int, high: int, persons: int) -> int | None:
    """The largest step from ``low`` to below ``high`` whose bound is below ``persons``; ``high`` holds."""
    if low >= high:
        return None
    if high == trace.now and _is_below(trace, high - 1, persons):
        return high - 1
    if _all_hold(trace, low, high, persons):
        return None
    if high - low == 1:
        return low if _is_below(trace, low, persons) else None
    middle = _between(trace, low, high, persons)
    above = _first_below(trace, middle, high, persons)
    return _first_below(trace, low, middle, persons) if above is None else above


def _between(trace: Trace, low: int, high: int, persons: int) -> int:
    """A step between two, where the line from below crosses ``persons`` if it stays straight."""
    here = trace.linear(low)
    slope = 0.0 if here is None else trace.slope_up(low)
    if here is None or here >= persons or slope <= 0:
        return (low + high) // 2
    guess = low + max(1, ceil((persons - here) / slope - SNAP) - 1)
    return guess if guess < high else (low + high) // 2


def _is_below(trace: Trace, step: int, persons: int) -> bool:
    within = trace.within(step)
    return within is None or within < persons


def _all_hold(trace: Trace, low: int, high: int, persons: int) -> bool:
    """Whether no step between two, nor these, loses anybody by the bounds.

    Where the goals before have one value at both ends, persons only rise with money. Where their lines are
    straight, the line of persons is concave, and lies above the chord between its ends.
    """
    if _is_below(trace, low, persons) or _is_below(trace, high, persons):
        return False
    first, last = trace.reach(low), trace.reach(high)
    assert first is not None, "it obeys the rules"
    assert last is not None, "it obeys the rules"
    if first.values[:-1] == last.values[:-1]:
        return True
    begin, end = float(trace.ceiling.least(low)), float(trace.ceiling.least(high))
    lines = [trace.line(at) for at in (begin, (begin + end) / 2, end)]
    if any(line is None for line in lines):
        return False
    left, middle, right = (line.values for line in lines if line is not None)
    straight = all(
        abs(a + c - 2 * b) < 2 * SNAP for a, b, c in zip(left[:-1], middle[:-1], right[:-1], strict=True)
    )
    return straight and min(left[-1], right[-1]) >= persons - SNAP
