"""Parts of a problem that nothing ties together: each is solved apart, with the same plan in the end.

Regions belong together where one fund may pay in both, or one target or one rule on persons counts both. Sums
and leximin separate over such parts; a goal that may give something up does not, for it is free to take the
allowance where it likes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
    reached = reached_by(problem)
    together = list(_together(problem, reached))
    if len(together) <= 1:
        return [Block(problem, np.arange(len(problem.cells)))]
    return list(parted(problem, together, reached))


def parted(
    problem: Problem, together: Sequence[Sequence[int]], reached: Sequence[set[int]]
) -> Iterator[Block]:
    """A part for each list of regions, which hold every region once; funds may belong to several.

    ``reached`` are the regions of each fund; what belongs to no region goes with the first part. A target
    or a rule on persons that counts regions of several parts is left out.
    """
    part_of = np.zeros(len(problem.codes), dtype=np.int64)
    for number, regions in enumerate(together):
        part_of[list(regions)] = number
    rows = _Rows(problem, part_of, reached, len(together))
    cell_part = part_of[problem.region_of[problem.cells.slot]]
    order = np.argsort(cell_part, kind="stable")
    ends = np.searchsorted(cell_part[order], np.arange(len(together) + 1))
    for number, regions in enumerate(together):
        yield _part(problem, sorted(regions), order[ends[number] : ends[number + 1]], rows.of(number))


def reached_by(problem: Problem) -> list[set[int]]:
    """For each fund the regions in which it may pay, or must though it cannot."""
    reached: list[set[int]] = [set() for _ in problem.funds]
    regions = len(problem.codes)
    pairs = np.unique(problem.cells.fund * regions + problem.region_of[problem.cells.slot])
    for pair in pairs.tolist():
        reached[pair // regions].add(pair % regions)
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


@dataclass(frozen=True)
class _Mine:
    """What belongs to one part."""

    funds: list[int]
    money: list[MoneyRow]
    matching: list[MatchRow]
    people: list[PeopleRow]
    targets: list[TargetRow]


class _Rows:
    """Funds and rules by part, each looked at once for all parts."""

    def __init__(self, problem: Problem, part_of: Ints, reached: Sequence[set[int]], parts: int) -> None:
        self._parts = [_Mine([], [], [], [], []) for _ in range(parts)]
        places: list[list[int]] = []
        for fund, regions in enumerate(reached):
            places.append(sorted({int(part_of[region]) for region in regions}) or [0])
            for part in places[-1]:
                self._parts[part].funds.append(fund)
        for row in problem.money:
            for part in places[row.fund] if row.region is None else [int(part_of[row.region])]:
                if row.region is None or part in places[row.fund]:
                    self._parts[part].money.append(row)
        for match in problem.matching:
            if (part := int(part_of[match.region])) in places[match.fund]:
                self._parts[part].matching.append(match)
        region_of = problem.region_of
        for rule in problem.people:
            for part in _only({int(part_of[region_of[slot]]) for slot in rule.slots}):
                self._parts[part].people.append(rule)
        for target in problem.targets:
            for part in _only({int(part_of[region_of[slot]]) for slot in target.slots}):
                self._parts[part].targets.append(target)

    def of(self, part: int) -> _Mine:
        """What belongs to the part."""
        return self._parts[part]


def _only(parts: set[int]) -> list[int]:
    """The one part of what counts regions of one; the first of what counts none; none of several."""
    return sorted(parts or {0}) if len(parts) <= 1 else []


def _part(problem: Problem, regions: list[int], mine: Ints, rows: _Mine) -> Block:
    """Some regions with what belongs to them."""
    slots = [slot for region in regions for slot in problem.slots_of(region)]
    slot_at, fund_at, region_at = map(_places, (slots, rows.funds, regions))

    def counted(rules: Iterable[Counting]) -> tuple[Counting, ...]:
        return tuple(replace(row, slots=tuple(slot_at[slot] for slot in row.slots)) for row in rules)

    part = replace(
        problem,
        codes=tuple(problem.codes[region] for region in regions),
        funds=tuple(problem.funds[fund] for fund in rows.funds),
        declared=problem.declared[rows.funds],
        eligible=problem.eligible[slots],
        subsidised=problem.subsidised[slots],
        enrol_limit=problem.enrol_limit[regions],
        unit=problem.unit[rows.funds],
        cells=_cells(problem.cells, mine, slot_at, fund_at),
        money=tuple(_money(rows.money, fund_at, region_at)),
        matching=tuple(_matching(rows.matching, fund_at, region_at)),
        people=counted(rows.people),
        targets=counted(rows.targets),
        decided=None if problem.decided is None else problem.decided[mine],
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
        region = None if row.region is None else region_at[row.region]
        yield replace(row, fund=fund_at[row.fund], region=region)


def _matching(rows: Iterable[MatchRow], fund_at: Places, region_at: Places) -> Iterator[MatchRow]:
    for row in rows:
        own = tuple(fund_at[fund] for fund in row.own if fund in fund_at)
        yield replace(row, fund=fund_at[row.fund], region=region_at[row.region], own=own)


def _places(numbers: Iterable[int]) -> Places:
    return {number: place for place, number in enumerate(numbers)}
