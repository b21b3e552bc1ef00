"""A plan's regions in a loaded program: what stops one of them, and who would have to lose for it to gain."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil

import numpy as np

from optimizer.errors import FailedError
from optimizer.model.goals import objective
from optimizer.model.program import FREE, Floats, Program
from optimizer.model.rules import ACCOUNT, Claim
from optimizer.scenario.schema import Goal
from optimizer.solve.held import Rules
from optimizer.solve.highs import Limits, NothingFitsError, Solution
from optimizer.solve.leximin import at_the_end
from optimizer.solve.ordered import SNAP, Reached
from optimizer.solve.ranges import PRICED

HELD = 1e-6
"""Persons by which what is held may be missed: far below one person, far above the solver's errors."""


@dataclass(frozen=True)
class Stopping:
    """Rules and goals that stop a region."""

    claims: tuple[Claim, ...] = ()
    goals: tuple[Goal, ...] = ()
    alone: bool = False
    """Whether one person more fits when any one of them gives way; if not, all of them must."""
    frees: bool = True
    """False where even without any of them no person more fits: nobody may pay there in the last month."""


class Regions:
    """A program in which goals keep a plan's values, asked for one person more in one region."""

    def __init__(
        self, program: Program, limits: Limits, goals: Sequence[Reached], persons: Mapping[int, int]
    ) -> None:
        """``goals`` are held at their values; ``persons`` are those of each region in the last month."""
        self._program, self._until, self._reached, self._persons = program, limits, goals, persons
        self._load()

    def _load(self) -> None:
        self._rules = Rules(self._program, self._until)
        self._highest: dict[tuple[int, frozenset[int]], Solution] = {}
        self._gone: frozenset[Claim] | None = None
        self._set_to: dict[int, tuple[float, float]] = {}
        self._loaded = self._rules.loaded
        self._goals: dict[int, Goal] = {}
        self._limits: dict[int, float] = {}
        for reached in self._reached:
            wanted = objective(self._program, reached.goal)
            limit = reached.value / wanted.scale + Fraction(HELD) * wanted.step / abs(wanted.scale)
            row = self._loaded.add_row(wanted.cost, -FREE, float(limit))
            self._goals[row], self._limits[row] = reached.goal, float(limit)
        self._rows = {
            region: self._loaded.add_row(at_the_end(self._program, region), float(here), FREE)
            for region, here in self._persons.items()
        }

    def gains(self, region: int, *, free: Collection[int] = (), lifted: Stopping | None = None) -> bool:
        """Whether one person more fits there in fractions of people, while other regions keep theirs.

        Regions in ``free`` may lose; rules and goals in ``lifted`` give way.
        """
        if lifted is None:
            return -self._most(region, free).objective >= self._persons[region] + 1 - HELD
        try:
            self._solved(np.zeros(self._program.columns), region, free, lifted)
        except NothingFitsError:
            return False
        return True

    def loss(self, region: int, giver: int) -> int | None:
        """The fewest persons that one region must lose for another to gain one, all others keeping theirs.

        It is a bound: the optimum over fractions of people too. None where no loss is enough.
        """
        try:
            left = -self._solved(-at_the_end(self._program, giver), region, (giver,)).objective
        except NothingFitsError:
            return None
        return max(0, ceil(self._persons[giver] - left - SNAP))

    def may_give(self, region: int) -> list[int]:
        """The other regions of which one may let it gain one person by losing; no other can, however many.

        The duals of its highest number, when nobody loses, bound it however few persons another keeps: by no
        more than the price of one of its persons times all of them.
        """
        found = self._most(region, ())
        highest, wanted = -found.objective, self._persons[region] + 1 - SNAP
        price = {other: abs(float(found.row_dual[row])) + PRICED for other, row in self._rows.items()}
        return [
            other
            for other, here in self._persons.items()
            if other != region and here and highest + price[other] * (here + HELD) >= wanted
        ]

    def stopping(self, region: int, near: Callable[[Claim], bool], *, free: Collection[int] = ()) -> Stopping:
        """What stops a region: if there are such, the rules ``near`` it of which each alone would let one in.

        Otherwise rules, and after them goals, that let one in together, none of which can be left out. Duals
        only tell which to look at.
        """
        priced, _ = self._priced(region, free, Stopping())
        # who may lose can be kept from it by a goal, though more money would do without anybody losing
        goals = tuple(self._goals.values()) if free else ()
        lone = self._lone(region, free, [claim for claim in priced if near(claim)], goals)
        if lone is None:
            found = self._together(region, free, priced)
            if not found.frees:
                return found
            lone = self._lone(region, free, (), found.goals)
        return lone or self._needed(region, found, free)

    def _lone(
        self, region: int, free: Collection[int], claims: Sequence[Claim], goals: Sequence[Goal]
    ) -> Stopping | None:
        """Rules and goals of which each alone lets one person more in; None if there is none."""
        of_claims = [c for c in claims if self.gains(region, free=free, lifted=Stopping(claims=(c,)))]
        of_goals = [g for g in goals if self.gains(region, free=free, lifted=Stopping(goals=(g,)))]
        return Stopping(tuple(of_claims), tuple(of_goals), alone=True) if of_claims or of_goals else None

    def _together(self, region: int, free: Collection[int], claims: Sequence[Claim]) -> Stopping:
        """Rules that have a price when the region is raised, and goals where rules are not enough."""
        found = Stopping(tuple(claims))
        while not self.gains(region, free=free, lifted=found):
            priced, before = self._priced(region, free, found)
            new = [claim for claim in priced if claim not in found.claims]
            goals = [goal for goal in before if goal not in found.goals]
            if new:
                found = replace(found, claims=(*found.claims, *new))
            elif goals:
                found = replace(found, goals=(*found.goals, *goals))
            else:
                return replace(found, frees=False)
        return found

    def _needed(self, region: int, found: Stopping, free: Collection[int]) -> Stopping:
        """Without what can hold while the others give way."""
        for goal in found.goals:
            fewer = replace(found, goals=tuple(one for one in found.goals if one != goal))
            found = fewer if self.gains(region, free=free, lifted=fewer) else found
        for claim in reversed(found.claims):
            fewer = replace(found, claims=tuple(one for one in found.claims if one != claim))
            found = fewer if self.gains(region, free=free, lifted=fewer) else found
        return found

    def _priced(self, region: int, free: Collection[int], lifted: Stopping) -> tuple[list[Claim], list[Goal]]:
        """What the highest number of persons there rests on."""
        found = self._most(region, free) if lifted == Stopping() else self._raised(region, free, lifted)
        rows = np.flatnonzero(np.abs(found.row_dual) > PRICED).tolist()
        stated = len(self._program.claims)
        claims = [self._program.claims[row] for row in rows if row < stated]
        claims += self._rules.at_their_bounds(self._priced_columns(found))
        goals = [self._goals[row] for row in rows if row in self._goals]
        return [claim for claim in dict.fromkeys(claims) if claim != ACCOUNT], goals

    def _most(self, region: int, free: Collection[int]) -> Solution:
        """The highest number of persons there under all rules and goals; asked once."""
        key = region, frozenset(free)
        if key not in self._highest:
            # a solution is large, and regions are asked about one after another
            self._highest = {known: found for known, found in self._highest.items() if known[0] == region}
            self._highest[key] = self._raised(region, free, None)
        return self._highest[key]

    def _raised(self, region: int, free: Collection[int], lifted: Stopping | None) -> Solution:
        return self._solved(-at_the_end(self._program, region), region, free, lifted, more=0)

    def _priced_columns(self, found: Solution) -> frozenset[int]:
        """Columns at their upper bound that would help if they could rise."""
        return frozenset(np.flatnonzero(found.column_dual < -PRICED).tolist())

    def _solved(
        self, cost: Floats, region: int, free: Collection[int], lifted: Stopping | None = None, more: int = 1
    ) -> Solution:
        """The proven least cost; where the solver ends without a proof, it begins again from nothing."""
        self._set(region, free, lifted, more)
        try:
            return self._loaded.minimise(cost)
        except FailedError:
            self._load()
            self._set(region, free, lifted, more)
            return self._loaded.minimise(cost)

    def _set(self, region: int, free: Collection[int], lifted: Stopping | None, more: int) -> None:
        gone = frozenset(lifted.claims) if lifted else frozenset()
        loose = lifted.goals if lifted else ()
        if gone != self._gone:
            self._rules.hold([claim for claim in self._rules.claims if claim not in gone])
            self._gone = gone
        for row, goal in self._goals.items():
            self._bound(row, -FREE, FREE if goal in loose else self._limits[row])
        may_lose = frozenset(free)
        for other, row in self._rows.items():
            least = -FREE if other in may_lose else self._persons[other] - HELD
            own = self._persons[other] + 1 if more else -FREE
            self._bound(row, own if other == region else least, FREE)

    def _bound(self, row: int, lower: float, upper: float) -> None:
        """Change the bounds of a row where they are others: most stay from one question to the next."""
        if self._set_to.get(row) != (lower, upper):
            self._loaded.bound_row(row, lower, upper)
            self._set_to[row] = lower, upper
