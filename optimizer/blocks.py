"""Parts of a problem that nothing ties together: each is solved apart, with the same plan in the end.

Regions belong together where one fund may pay in both, or one target or one rule on persons counts both. Sums
and leximin separate over such parts; a goal that may give something up does not, for it is free to take the
allowance where it likes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from optimizer.problem import Cells, Ints, MatchRow, MoneyRow, PeopleRow, Problem, TargetRow

Places = dict[int, int]
"""Number in the whole problem to place in the part."""
Counting = TypeVar("Counting", PeopleRow, TargetRow)


@dataclass(frozen=True, eq=False)
class Block:
    """One part as a problem of its own."""

    problem: Problem
    cells: Ints
    """``(c,)`` the place of each of its cells in the whole problem."""


def blocks(problem: Problem) -> list[Block]:
    """The parts, by their first region; together they hold every region, fund, target and rule."""
    reached = _reached(problem)
    together = list(_together(problem, reached))
    if len(together) <= 1:
        return [Block(problem, np.arange(len(problem.cells)))]
    return [_part(problem, regions, reached, rest=not number) for number, regions in enumerate(together)]


def _reached(problem: Problem) -> list[set[int]]:
    """For each fund the regions in which it may pay, or must though it cannot."""
    reached: list[set[int]] = [set() for _ in problem.funds]
    for fund, slot in zip(problem.cells.fund.tolist(), problem.cells.slot.tolist(), strict=True):
        reached[fund].add(slot // len(problem.groups))
    for row in problem.money:
        if row.rule == "per_region_min" and row.region is not None and row.units:
            reached[row.fund].add(row.region)
    return reached


def _together(problem: Problem, reached: list[set[int]]) -> Iterable[list[int]]:
    """The regions of each part."""
    everywhere = range(len(problem.codes))
    if any(goal.give_up for goal in problem.scenario.goals):
        return [list(everywhere)]
    leader = list(everywhere)

    def lead(region: int) -> int:
        while leader[region] != region:
            region = leader[region]
        return region

    slots = (*(row.slots for row in problem.people), *(row.slots for row in problem.targets))
    counted = [{slot // len(problem.groups) for slot in row} for row in slots]
    for tied in (*reached, *counted):
        leaders = {lead(region) for region in tied}
        for one in leaders:
            leader[one] = min(leaders)
    parts: dict[int, list[int]] = {}
    for region in everywhere:
        parts.setdefault(lead(region), []).append(region)
    return parts.values()


def _part(problem: Problem, regions: list[int], reached: list[set[int]], *, rest: bool) -> Block:
    """Some regions with what belongs to them; ``rest``: and with what belongs to no region."""
    inside = set(regions)
    slots = [slot for region in regions for slot in problem.slots_of(region)]
    funds = [fund for fund, there in enumerate(reached) if there & inside or (rest and not there)]
    slot_at, fund_at, region_at = map(_places, (slots, funds, regions))
    mine = np.flatnonzero(np.isin(problem.cells.slot, slots))

    def counted(rows: Iterable[Counting]) -> tuple[Counting, ...]:
        return tuple(
            replace(row, slots=tuple(slot_at[slot] for slot in row.slots))
            for row in rows
            if (row.slots[0] in slot_at if row.slots else rest)
        )

    part = replace(
        problem,
        codes=tuple(problem.codes[region] for region in regions),
        funds=tuple(problem.funds[fund] for fund in funds),
        declared=problem.declared[funds],
        eligible=problem.eligible[slots],
        subsidised=problem.subsidised[slots],
        enrol_limit=problem.enrol_limit[regions],
        unit=problem.unit[funds],
        cells=_cells(problem.cells, mine, slot_at, fund_at),
        money=tuple(_money(problem.money, fund_at, region_at)),
        matching=tuple(_matching(problem.matching, fund_at, region_at)),
        people=counted(problem.people),
        targets=counted(problem.targets),
    )
    return Block(part, mine)


def _cells(cells: Cells, mine: Ints, slot_at: Places, fund_at: Places) -> Cells:
    return Cells(
        slot=np.array([slot_at[slot] for slot in cells.slot[mine].tolist()], dtype=np.int64),
        fund=np.array([fund_at[fund] for fund in cells.fund[mine].tolist()], dtype=np.int64),
        month=cells.month[mine],
        premium=cells.premium[mine],
        units=cells.units[mine],
    )


def _money(rows: Iterable[MoneyRow], fund_at: Places, region_at: Places) -> Iterator[MoneyRow]:
    for row in rows:
        if row.fund in fund_at and (row.region is None or row.region in region_at):
            region = None if row.region is None else region_at[row.region]
            yield replace(row, fund=fund_at[row.fund], region=region)


def _matching(rows: Iterable[MatchRow], fund_at: Places, region_at: Places) -> Iterator[MatchRow]:
    for row in rows:
        if row.fund in fund_at and row.region in region_at:
            own = tuple(fund_at[fund] for fund in row.own if fund in fund_at)
            yield replace(row, fund=fund_at[row.fund], region=region_at[row.region], own=own)


def _places(numbers: Iterable[int]) -> Places:
    return {number: place for place, number in enumerate(numbers)}
