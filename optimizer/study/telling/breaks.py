"""At which value the answer changes: two solved neighbours of one figure, narrowed down by halving."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise, product
from typing import NamedTuple

from optimizer.answers.outcome import Outcome
from optimizer.answers.study import Break, Event
from optimizer.study.case import Case
from optimizer.study.designing.amounts import Amount
from optimizer.study.designing.cases import case_of
from optimizer.study.designing.shapes import Factor, Level
from optimizer.study.telling.results import Results, amount_value, value_of

MOST = 24
"""So many changes are narrowed down; each takes up to thirty further plans."""

UNKNOWN = ("stopped", "failed")
"""Of such a case nothing is known: it says neither that there is a plan nor that there is none."""

SOLVE = Callable[[Sequence[Case]], Mapping[int, Outcome]]
"""Solves cases; the outcomes by the number of the case."""

Chosen = Mapping[str, Level]


class What(NamedTuple):
    """One thing that holds or does not hold of a plan."""

    event: Event
    id: str = ""
    of: str = ""


class Point(NamedTuple):
    """One value of the figure, and what it came to."""

    amount: Amount
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Line:
    """One figure along which the answer is known at some values, everything else the same."""

    factor: Factor
    fixed: Chosen
    points: tuple[Point, ...]
    """In order of value, all of one kind."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Two values of a figure between which something changes."""

    line: Line
    what: What
    low: Point
    high: Point
    stuck: bool = False
    """Whether the program failed at a value between them."""

    @property
    def steps(self) -> Fraction:
        """How many of the smallest steps they lie apart."""
        return (self.high.amount.value - self.low.amount.value) / self.low.amount.smallest

    @property
    def middle(self) -> Amount | None:
        """A value between them; None where they are neighbours, or nothing more can be known."""
        step, steps = self.low.amount.smallest, self.steps
        if steps <= 1 or self.stuck:
            return None
        # The neighbours are multiples of the step above the lower one, so that each can be written.
        half = max(int(steps) // 2, 1)
        return self.low.amount._replace(value=self.low.amount.value + half * step)

    @property
    def first_step(self) -> Amount | None:
        """The neighbour of the value at which nothing is changed; None where neither end is that."""
        step, low, high = self.low.amount.smallest, self.low.amount, self.high.amount
        if _is_unchanged(self.line.factor, low):
            return low._replace(value=min(low.value + step, high.value))
        if _is_unchanged(self.line.factor, high):
            return high._replace(value=max(high.value - step, low.value))
        return None

    def halved(self, outcome: Outcome, amount: Amount, base: Outcome) -> Gap:
        """The half in which it changes."""
        if outcome.status in UNKNOWN:
            return replace(self, stuck=True)
        point = Point(amount, outcome)
        if holds(self.what, outcome, base) == holds(self.what, self.low.outcome, base):
            return replace(self, low=point)
        return replace(self, high=point)


def holds(what: What, outcome: Outcome, base: Outcome) -> bool:
    """Whether it holds of one case; without a plan nothing does."""
    if what.event == "solvable" or outcome.headline is None:
        return outcome.solved
    if what.event == "dropped":
        return outcome.headline.dropped == 0
    if what.event == "persons":
        return base.headline is not None and outcome.headline.persons_end >= base.headline.persons_end
    return any(row.met for row in outcome.targets if (row.id, row.of) == (what.id, what.of))


def breaks(results: Results, solve: SOLVE) -> tuple[tuple[Break, ...], int, int]:
    """Where the answer changes; how many changes were seen beyond the most; how many plans that took.

    Where fewer are covered from the first step on there is no value to tell, and no break.
    """
    numbers = _Numbers(len(results.cases))
    every = [*lines(results), *_sampled(results, solve, numbers)]
    seen = sorted(
        (gap for line in every for gap in gaps(line, results.base)),
        key=lambda gap: gap.what.event == "persons",
    )
    told = _without_first_steps(results, seen[:MOST], solve, numbers)
    narrow = _narrowed(results, told, solve, numbers)
    found = tuple(dict.fromkeys(_break(results, gap) for gap in narrow))
    return found, max(len(seen) - MOST, 0), numbers.used


def _without_first_steps(results: Results, seen: Sequence[Gap], solve: SOLVE, numbers: _Numbers) -> list[Gap]:
    found: list[Gap] = []
    wanted: list[tuple[Gap, Amount, Case]] = []
    for gap in seen:
        amount = gap.first_step if gap.what.event == "persons" else None
        if amount is None:
            found.append(gap)
        else:
            chosen = {**gap.line.fixed, gap.line.factor.path: Level(amount.text, amount)}
            wanted.append((gap, amount, case_of(results.study, numbers.next(), "probe", chosen)))
    outcomes = solve([case for _, _, case in wanted]) if wanted else {}
    for gap, amount, case in wanted:
        if holds(gap.what, outcomes[case.number], results.base):
            found.append(gap.halved(outcomes[case.number], amount, results.base))
    return found


class _Numbers:
    """Numbers of the cases that are solved beside those of the study."""

    def __init__(self, first: int) -> None:
        self._first = first
        self.used = 0

    def next(self) -> int:
        """The next number."""
        self.used += 1
        return self._first + self.used - 1


def gaps(line: Line, base: Outcome) -> Iterator[Gap]:
    """Each pair of neighbouring values between which something changes."""
    for low, high in pairwise(point for point in line.points if point.outcome.status not in UNKNOWN):
        if low.outcome.solved != high.outcome.solved:
            yield Gap(line, What("solvable"), low, high)
            continue
        places = dict.fromkeys((row.id, row.of) for row in low.outcome.targets)
        events = [What("target", *place) for place in places]
        alike = {low.outcome.month, high.outcome.month, base.month} == {base.month}
        people = [What("persons")] if alike else []
        for what in (*events, What("dropped"), *people):
            if holds(what, low.outcome, base) != holds(what, high.outcome, base):
                yield Gap(line, what, low, high)


def lines(results: Results) -> Iterator[Line]:
    """Each numeric figure of the grid in turn with the others at each of their values; then each swing."""
    yield from _of_grid(results)
    pairs = results.of("swing")
    for place, swing in enumerate(results.study.swings):
        if not swing.named:
            continue
        ends = [
            Point(level.amount, pairs[2 * place + end][1])
            for end, level in enumerate((swing.low, swing.high))
            if level.amount is not None
        ]
        yield Line(swing.factor, {}, _ordered([*ends, *_base_point(results, swing.factor, ends)]))


def _of_grid(results: Results) -> Iterator[Line]:
    grid = results.study.grid
    if not grid:
        return
    found = iter(outcome for _, outcome in results.of("grid"))
    solved = {places: next(found) for places in product(*(range(len(one.levels)) for one in grid))}
    for at, one in enumerate(grid):
        amounts = [level.amount for level in one.levels if level.amount is not None]
        if len(amounts) != len(one.levels) or len({(amount.how, amount.unit) for amount in amounts}) != 1:
            continue
        for places in product(*(range(len(other.levels)) for other in (*grid[:at], *grid[at + 1 :]))):
            others = (*grid[:at], *grid[at + 1 :])
            fixed = {
                other.factor.path: other.levels[place] for other, place in zip(others, places, strict=True)
            }
            points = [
                Point(amount, solved[(*places[:at], level, *places[at:])])
                for level, amount in enumerate(amounts)
            ]
            yield Line(one.factor, fixed, _ordered(points))


def _sampled(results: Results, solve: SOLVE, numbers: _Numbers) -> list[Line]:
    """Each drawn figure between its least and its greatest value, everything else as it is."""
    sample = results.study.sample
    wanted: list[tuple[Factor, Amount, Case]] = []
    for law in sample.laws if sample else ():
        if law.shape == "normal":
            continue
        amounts = [*law.amounts, *(level.amount for level in law.levels if level.amount is not None)]
        if len({(one.how, one.unit) for one in amounts}) != 1 or len(amounts) < len(law.levels):
            continue
        for amount in (min(amounts, key=_value), max(amounts, key=_value)):
            level = Level(amount.text, amount)
            case = case_of(results.study, numbers.next(), "probe", {law.factor.path: level})
            wanted.append((law.factor, amount, case))
    outcomes = solve([case for _, _, case in wanted]) if wanted else {}
    found = []
    for low, high in zip(wanted[::2], wanted[1::2], strict=True):
        ends = [Point(amount, outcomes[case.number]) for _, amount, case in (low, high)]
        found.append(Line(low[0], {}, _ordered([*ends, *_base_point(results, low[0], ends)])))
    return found


def _base_point(results: Results, factor: Factor, ends: Sequence[Point]) -> list[Point]:
    """The scenario as it is as a point of the line; nothing where its number is not known."""
    first = ends[0].amount
    known = _unchanged(factor, first)
    return [] if known is None else [Point(first._replace(value=known), results.base)]


def _unchanged(factor: Factor, like: Amount) -> Fraction | None:
    """The number, of a kind, that changes nothing; None where it is not known."""
    return {"is": factor.before, "times": Fraction(1)}.get(like.how, Fraction(0))


def _is_unchanged(factor: Factor, amount: Amount) -> bool:
    return amount.value == _unchanged(factor, amount)


def _ordered(points: Sequence[Point]) -> tuple[Point, ...]:
    unique = {point.amount.value: point for point in points}
    return tuple(unique[value] for value in sorted(unique))


def _narrowed(results: Results, seen: Sequence[Gap], solve: SOLVE, numbers: _Numbers) -> list[Gap]:
    """Every gap halved until its ends are neighbours, all of them in the same rounds."""
    found = list(seen)
    while True:
        wanted = []
        for place, gap in enumerate(found):
            amount = gap.middle
            if amount is not None:
                chosen = {**gap.line.fixed, gap.line.factor.path: Level(amount.text, amount)}
                wanted.append((place, amount, case_of(results.study, numbers.next(), "probe", chosen)))
        if not wanted:
            return found
        outcomes = solve([case for _, _, case in wanted])
        for place, amount, case in wanted:
            found[place] = found[place].halved(outcomes[case.number], amount, results.base)


def _break(results: Results, gap: Gap) -> Break:
    fixed = tuple((results.thing(path), value_of(level)) for path, level in gap.line.fixed.items())
    lower, upper = amount_value(gap.low.amount), amount_value(gap.high.amount)
    return Break(
        results.thing(gap.line.factor.path),
        fixed,
        gap.what.event,
        gap.what.id,
        gap.what.of,
        lower,
        upper,
        holds(gap.what, gap.low.outcome, results.base),
        gap.steps <= 1,
        (gap.low.outcome.digest, gap.high.outcome.digest),
    )


def _value(amount: Amount) -> Fraction:
    return amount.value
