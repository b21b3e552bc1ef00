"""Fairness as leximin: the lowest share of a region as high as it can be, then the next, and so on.

A region whose share cannot rise past what earlier goals leave it (its cap) needs no proof of its own: as many
capped regions as can be held at their caps together are passed at one go, found by doubling and halving. Only
where regions compete for money is a level found by the solver, and there a positive dual proves who is
blocked (Ogryczak, Pióro and Tomaszewski, Telecommunications network design and max-min optimization, 2005).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from optimizer.model.program import FREE, Floats, Indices, Program
from optimizer.model.rules import people, targets
from optimizer.problem import Problem
from optimizer.scenario.schema import Goal
from optimizer.solve.highs import Loaded, NothingFitsError, Solution
from optimizer.solve.implied import implied
from optimizer.solve.ranges import PRICED, Entries, Rows
from optimizer.solve.trail import Round

BLOCKED = 1e-6
"""A share row with a dual above this stops the lowest share from rising; all duals add up to 1."""

LEVEL = 1e-8
"""Persons by which a level that is held may be missed: below all that is snapped, above rounding errors."""

TIGHT = 1e-6
"""Persons above a level that are none."""

MANY = 30
"""Up to so many regions fewer rounds would not save the time it takes to look for tighter caps."""

LOOSE = 2e-5
"""The most that ``LEVEL`` may be loosened to: in programs of hundreds of regions, rounded in pieces."""

EVEN = 1e-6
"""Persons by which a level may miss a cap that it reaches."""


def at_the_end(program: Program, region: int) -> Floats:
    """The row that counts a region's persons in the last month."""
    row = np.zeros(program.columns)
    row[ends_of(program)[region]] = 1
    return row


def ends_of(program: Program) -> Indices:
    """``(r, g)`` the columns of the persons covered in the last month."""
    ends: Indices = program.decisions.covered[:, -1].reshape(len(program.problem.codes), -1)
    return ends


def fair_regions(problem: Problem) -> list[int]:
    """Regions in which somebody is eligible."""
    return [region for region, people in enumerate(problem.eligible_in) if people > 0]


def largest(problem: Problem) -> float:
    """Eligible persons of the region that has most."""
    return float(problem.eligible_in.max(initial=1))


def most_in_regions(program: Program, loaded: Loaded) -> Floats:
    """``(r,)`` persons in the last month that bounds and single rows leave possible at most."""
    problem, arrays = program.problem, program.arrays
    low, high = loaded.column_bounds
    if len(problem.codes) > MANY:
        low, high = implied(arrays, loaded.column_bounds, loaded.row_bounds)
    end = ends_of(program)
    most: Floats = high[end].sum(axis=1)
    region_of = np.full(program.columns, -1)
    region_of[end] = np.arange(len(problem.codes))[:, None]
    _, upper = loaded.row_bounds
    for row in (*program.rows_of(people), *program.rows_of(targets)):
        if upper[row] >= FREE:
            continue
        inside = slice(arrays.start[row], arrays.start[row + 1])
        columns = arrays.index[inside]
        room = float(upper[row] - low[columns].sum())
        for region in {int(one) for one in region_of[columns] if one >= 0}:
            mine = columns[region_of[columns] == region]
            others = float(high[end[region]].sum() - high[mine].sum())
            most[region] = min(most[region], room + float(low[mine].sum()) + others)
    return most


class Leximin:
    """The rounds of leximin over a loaded program, each with its proof."""

    def __init__(self, program: Program, loaded: Loaded, goal: Goal) -> None:
        """Find the level of every region; until they are let go the rows that hold them stay loaded.

        Raises:
            NothingFitsError: no point obeys all rows.
        """
        self._loaded, self._goal = loaded, goal
        self._eligible = program.problem.eligible_in
        self.before = len(loaded.faces)
        """Faces that were passed before."""
        self._most = most_in_regions(program, loaded)
        self._end = ends_of(program)
        regions = fair_regions(program.problem)
        self._largest = largest(program.problem)
        self._level = loaded.add_column(0, self._largest)
        self._rise = np.zeros(self._level + 1)
        self._rise[self._level] = -1
        self._share = share_rows(program, loaded, regions, self._level)
        self._hold = hold_rows(program, loaded, regions, np.full(len(regions), -FREE))
        self._active = sorted(regions, key=lambda region: (self._cap(region), region))
        self.persons: dict[int, float] = {}
        """Region to its persons at its level."""
        self._rounds: list[Round] = []
        self._proven, self._slack = True, LEVEL
        while self._active:
            self._round()
        loaded.bound_columns(np.array([self._level], dtype=np.int32), np.zeros(1), np.zeros(1))

    @property
    def rounds(self) -> tuple[Round, ...]:
        """The rounds, where a price proves each; else none."""
        return tuple(self._rounds) if self._proven else ()

    def keep(self, part: float) -> None:
        """Hold every region at a part of its level."""
        rows = [self._hold[region] for region in self.persons]
        self._bound(rows, np.array(list(self.persons.values())) * part - self._slack)

    def let_go(self) -> None:
        """Hold no region any longer."""
        self._loaded.free_rows(self._hold.values())

    def _cap(self, region: int) -> float:
        return float(self._most[region]) / int(self._eligible[region])

    def _round(self) -> None:
        """Pass the regions that can be held at their caps below the next level, and those it blocks."""
        capped, found = self._furthest()
        self._loaded.note(found)
        rest = self._active[capped:]
        blocked = self._blocked(rest, found) if rest else []
        self.persons |= {region: float(self._most[region]) for region in self._active[:capped]}
        for region in blocked:
            self.persons[region] = self._share_of(found) * int(self._eligible[region])
        self._stand(blocked, np.array([self.persons[region] for region in blocked]))
        self._rounds.append(Round(tuple(self._active[:capped]), tuple(blocked)))
        self._active = [region for region in rest if region not in self.persons]

    def _furthest(self) -> tuple[int, Solution]:
        """The most regions, lowest cap first, that stand at their caps below the best level of the others."""
        good, found = 0, self._held(0)
        assert found is not None, "without caps it raises"
        if not self._loaded.leaps:
            return good, found
        bad, step, last = len(self._active) + 1, 1, 0
        while good + 1 < bad and self._reaches(found, self._active[good]):
            last = min(good + step, bad - 1)
            here = self._held(last)
            if here is not None and self._reaches(here, self._active[last - 1]):
                good, found, step = last, here, step * 2
            else:
                bad = last
            if bad <= len(self._active):
                step = max(1, (bad - good) // 2)
        return good, (self._held(good) or found) if last != good else found

    def _held(self, capped: int) -> Solution | None:
        """The highest level of all regions but the first so many, which stand at their caps."""
        held, rest = self._active[:capped], self._active[capped:]
        self._stand(held, self._most[held])
        self._bound([self._share[region] for region in rest], np.zeros(len(rest)))
        self._bound([self._hold[region] for region in rest], np.full(len(rest), -FREE))
        try:
            return self._loaded.minimise(self._rise, (self._goal.name, len(self.persons)))
        except NothingFitsError:
            return None if capped else self._asked_again()

    def _asked_again(self) -> Solution:
        """From nothing, then with what is held a little looser: a large program's basis can lead astray."""
        self._loaded.afresh()
        try:
            return self._loaded.minimise(self._rise, (self._goal.name, len(self.persons)))
        except NothingFitsError:
            self._give_way()
        found = self._held(0)
        assert found is not None, "without caps it raises"
        return found

    def _give_way(self) -> None:
        """Hold what is held a little less exactly: in a large program rounding errors add up.

        Raises:
            NothingFitsError: that is not what keeps a point from fitting.
        """
        if not self.persons or self._slack * 10 > LOOSE:
            raise NothingFitsError
        self._slack *= 10
        self._stand(list(self.persons), np.array(list(self.persons.values())))

    def _stand(self, regions: Sequence[int], persons: Floats) -> None:
        self._bound([self._share[region] for region in regions], np.full(len(regions), -FREE))
        self._bound([self._hold[region] for region in regions], persons - self._slack)

    def _bound(self, rows: Sequence[int], least: Floats) -> None:
        self._loaded.bound_rows(np.array(rows, dtype=np.int32), least, np.full(len(rows), FREE))

    def _blocked(self, regions: Sequence[int], found: Solution) -> list[int]:
        """Those of the regions whose price proves that the level cannot rise."""
        pull = {
            region: abs(found.row_dual[self._share[region]]) * int(self._eligible[region]) / self._largest
            for region in regions
        }
        priced = [
            region for region in regions if pull[region] > BLOCKED and self._above(region, found) < TIGHT
        ]
        self._proven &= bool(priced) and abs(found.column_dual[self._level]) <= PRICED
        self._proven &= all(pull[region] <= PRICED for region in regions if region not in priced)
        return priced or [min(regions, key=lambda region: (self._above(region, found), region))]

    def _above(self, region: int, found: Solution) -> float:
        """Persons of a region above the level; a price is noise where they are not 0."""
        end = found.values[self._end[region]].sum()
        return float(end) - self._share_of(found) * int(self._eligible[region])

    def _reaches(self, found: Solution, region: int) -> bool:
        """Whether the level is as high as the cap of a region."""
        return self._share_of(found) * int(self._eligible[region]) >= float(self._most[region]) - EVEN

    def _share_of(self, found: Solution) -> float:
        return -found.objective / self._largest


def stand_in_rounds(program: Program, loaded: Loaded, rounds: Sequence[Round]) -> Mapping[int, int | float]:
    """Rows of the regions for rounds that are known: capped ones at their caps, the others on one level each.

    A level is a column, never below the one before, nor below the caps passed with it, nor above any passed
    later. Returned are a region's persons where it is capped, and else, below 0, the column of its level,
    which counts persons of the largest region.

    Raises:
        NothingFitsError: caps of a later round are lower than those of an earlier one.
    """
    most, eligible = most_in_regions(program, loaded), program.problem.eligible_in
    share = {region: float(most[region]) / int(eligible[region]) for one in rounds for region in one.capped}
    whole = largest(program.problem)
    ceiling, levels, stands = 1.0, list[int](), dict[int, int | float]()
    for one in reversed(rounds):
        caps = [share[region] for region in one.capped]
        floor = max([0.0, *caps])
        if floor > ceiling:
            raise NothingFitsError
        if one.blocked:
            levels.append(loaded.add_column(floor * whole, ceiling * whole))
        ceiling = min(ceiling, *caps) if caps else ceiling
        if one.blocked:
            share_rows(program, loaded, one.blocked, levels[-1], most=0.0)
        hold_rows(program, loaded, one.capped, most[list(one.capped)])
        stands |= dict.fromkeys(one.blocked, -levels[-1] if one.blocked else 0)
        stands |= {region: float(most[region]) for region in one.capped}
    for higher, lower in pairwise(levels):
        step = np.zeros(max(higher, lower) + 1)
        step[[lower, higher]] = -1, 1
        loaded.add_row(step, 0, FREE)
    return stands


def share_rows(
    program: Program, loaded: Loaded, regions: Sequence[int], level: int, *, most: float = FREE
) -> dict[int, int]:
    """Rows of persons in the last month less the level's part of the eligible, from 0 to ``most``.

    The level is counted in persons of the largest region: as a share it would stand beside coefficients of
    many thousands, and the solver would let persons be missed.
    """
    ends, every = ends_of(program)[list(regions)], len(regions)
    part = program.problem.eligible_in[list(regions)] / largest(program.problem)
    index = np.concatenate([ends, np.full((every, 1), level)], axis=1)
    value = np.concatenate([np.ones(ends.shape), -part[:, None]], axis=1)
    return _added(loaded, regions, index, value, np.zeros(every), np.full(every, most))


def hold_rows(
    program: Program, loaded: Rows, regions: Sequence[int], least: Floats, most: Floats | None = None
) -> dict[int, int]:
    """Rows of persons in the last month, each at least so many, and at most where that is said."""
    ends = ends_of(program)[list(regions)]
    upper = np.full(len(regions), FREE) if most is None else most
    return _added(loaded, regions, ends, np.ones(ends.shape), least, upper)


def _added(
    loaded: Rows, regions: Sequence[int], index: Indices, value: Floats, lower: Floats, upper: Floats
) -> dict[int, int]:
    """Rows of equal length, one for each region."""
    start = np.arange(0, index.size, max(index.shape[1], 1), dtype=np.int32)
    rows = loaded.add_rows(Entries(start, index.ravel().astype(np.int32), value.ravel()), lower, upper)
    return dict(zip(regions, rows.tolist(), strict=True))
