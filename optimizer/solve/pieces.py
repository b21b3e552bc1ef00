"""Whole persons in a large part, piece by piece, by what the linear optimum gives each.

A search for whole persons grows much faster than its program. So the regions of a large part are put in
pieces of a few; the money of a fund that may pay in several is shared out among them as it is spent in the
linear optimum, which is the optimum of the whole part, and what one piece leaves of its share the next may
use. The plan obeys every rule of the whole; how near it is to the best is told by the bounds of the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from math import floor

import numpy as np

from optimizer.blocks import Block, parted, reached_by
from optimizer.model.program import Floats, Program
from optimizer.problem import Ints, Problem, TargetRow
from optimizer.solve.highs import Limits, NothingFitsError
from optimizer.solve.measure import count
from optimizer.solve.ordered import SNAP, Optimum, optimum, snapped_floor
from optimizer.solve.whole import Trails, Whole, excess_of, measured_whole, near, whole_persons
from optimizer.solve.workshop import Workshop
from optimizer.units import Share

LARGE = 40
"""Parts of more regions are put in pieces (measured: below it one search is as fast, and nearer)."""

SEARCHED = 40_000
"""Up to so many columns all persons of a part are searched at once where its pieces are not near."""

PIECE = 24
"""At most so many regions in a piece, but for those that a rule ties."""


def whole_of(
    program: Program, optimum_: Optimum, limits: Limits, brief: Program | None, trails: Trails
) -> Whole:
    """The whole-person plan of a part: in pieces where it is large, in one search where those are not near.

    Raises:
        NothingFitsError: no whole-person plan obeys the rules.
    """
    tried: list[Whole] = []
    for most in (PIECE, 3 * PIECE):
        found = _in_pieces(program, optimum_, limits, brief, trails, most)
        if found is None:
            break
        tried.append(found)
        if found.proven or near(program, found):
            return found
    if not tried or program.columns <= SEARCHED:
        tried.append(whole_persons(program, optimum_, limits, brief, trails))
    return min(tried, key=partial(excess_of, program.problem))


def _in_pieces(
    program: Program,
    optimum_: Optimum,
    limits: Limits,
    brief: Program | None,
    trails: Trails,
    most: int,
) -> Whole | None:
    """A plan of a large part, with the bounds of the whole part; None where it has no pieces."""
    stated = brief or program
    problem, reached = program.problem, reached_by(program.problem)
    together = pieces_of(problem, reached, most)
    if together is None:
        return None
    shares = _Shares(stated, optimum_.point, together)
    paid = np.zeros(len(problem.cells), dtype=np.int64)
    for number, piece in enumerate(parted(problem, together, reached)):
        try:
            paid[piece.cells] = _solved(shares.of(number, piece, together[number]), limits)
        except NothingFitsError:
            return None
        shares.spend(piece, paid[piece.cells])
    return measured_whole(program, count(problem, paid), optimum_, limits, brief, trails)


def _solved(problem: Problem, limits: Limits) -> Ints:
    """``(c,)`` whole persons paid for in the best plan of a piece."""
    workshop = Workshop()
    program, brief = workshop.program(problem), workshop.brief(problem)
    best = optimum(brief or program, limits)
    return whole_persons(program, best, limits, brief, Trails()).count.paid


def pieces_of(
    problem: Problem, reached: Sequence[set[int]], most: int | None = None
) -> list[list[int]] | None:
    """The regions of each piece; None where what cannot be shared out ties more than a few.

    Funds that reach few regions keep them together, the narrowest first, as long as a piece stays small.
    """
    given = [goal.give_up for goal in problem.scenario.goals if goal.give_up]
    owed = any(row.rule == "spend_at_least" for row in problem.money)
    if len(problem.codes) <= LARGE or owed or not all(isinstance(one, Share) for one in given):
        return None
    largest = PIECE if most is None else most
    piece_of = list(range(len(problem.codes)))
    pieces = {region: [region] for region in piece_of}

    def join(regions: set[int], limit: int) -> bool:
        joined = sorted({piece_of[region] for region in regions})
        if sum(len(pieces[piece]) for piece in joined) > limit:
            return False
        for piece in joined[1:]:
            for region in pieces[piece]:
                piece_of[region] = joined[0]
            pieces[joined[0]] += pieces.pop(piece)
        return True

    tied = ({int(problem.region_of[slot]) for slot in row.slots} for row in problem.people)
    if not all(join(regions, LARGE) for regions in tied):
        return None
    for regions in sorted(
        (there for there in reached if len(there) > 1), key=lambda one: (len(one), min(one))
    ):
        join(regions, largest)
    return _filled(sorted(sorted(regions) for regions in pieces.values()), largest)


def _filled(pieces: list[list[int]], most: int) -> list[list[int]]:
    """Small pieces that follow each other, put together: regions of one kabupaten are neighbours by code."""
    filled: list[list[int]] = []
    for regions in pieces:
        if filled and len(filled[-1]) + len(regions) <= most:
            filled[-1] = sorted(filled[-1] + regions)
        else:
            filled.append(regions)
    return filled


class _Shares:
    """What each piece may spend of common funds, and whom it is to cover for common targets."""

    def __init__(self, stated: Program, point: Floats, together: Sequence[Sequence[int]]) -> None:
        self._whole = stated.problem
        self._fund_at = {name: fund for fund, name in enumerate(self._whole.funds)}
        self._people = point[stated.decisions.covered]
        cells, piece_of = self._whole.cells, np.zeros(len(self._whole.codes), dtype=np.int64)
        for number, regions in enumerate(together):
            piece_of[regions] = number
        at = piece_of[self._whole.region_of[cells.slot]] * len(self._whole.funds) + cells.fund
        units = point[stated.decisions.paid] * cells.units
        each = np.bincount(at, units, len(together) * len(self._whole.funds))
        self._so_far = np.cumsum(each.reshape(len(together), -1), axis=0)
        """``(pieces, f)`` units spent in the linear optimum by each piece and those before it."""
        self._spent = np.zeros(len(self._whole.funds), dtype=np.int64)

    def of(self, number: int, piece: Block, regions: Sequence[int]) -> Problem:
        """The piece with its share: what the linear optimum spends up to it, less what is spent before."""
        problem = piece.problem
        total = self._so_far[-1]
        money = []
        for row in problem.money:
            if row.rule == "ceiling":
                fund = self._fund_at[problem.funds[row.fund]]
                idle = row.units - floor(total[fund] + SNAP)
                share = floor(self._so_far[number, fund] + SNAP) + idle - int(self._spent[fund])
                row = replace(row, units=max(0, min(row.units, share)))
            money.append(row)
        targets = (*problem.targets, *self._common_targets(regions))
        return replace(problem, money=tuple(money), targets=targets)

    def _common_targets(self, regions: Sequence[int]) -> Iterator[TargetRow]:
        """For each target that counts regions of other pieces too: as many people as the optimum has here."""
        whole = self._whole
        slots = [slot for region in regions for slot in whole.slots_of(region)]
        place = {slot: number for number, slot in enumerate(slots)}
        for row in whole.targets:
            here = tuple(place[slot] for slot in row.slots if slot in place)
            if here and len(here) < len(row.slots):
                people = float(self._people[[slots[slot] for slot in here], row.month].sum())
                yield replace(row, slots=here, others=0, need=snapped_floor(people))

    def spend(self, piece: Block, paid: Ints) -> None:
        """Note what a piece spends, so that the next may use the rest."""
        problem = piece.problem
        funds = np.array([self._fund_at[name] for name in problem.funds], dtype=np.int64)
        units = np.bincount(problem.cells.fund, paid * problem.cells.units, len(funds))
        self._spent[funds] += np.rint(units).astype(np.int64)
