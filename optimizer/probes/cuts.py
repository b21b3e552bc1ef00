"""How a sum is best cut from the ceilings: one program in which the cut of each fund is a decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from math import floor

import numpy as np

from optimizer.errors import ContradictionError
from optimizer.model.goals import drawn_payments
from optimizer.model.program import FREE, Arrays, Program
from optimizer.model.rules import Claim, claimed
from optimizer.problem import Ints, Problem
from optimizer.scenario.ceilings import spendable
from optimizer.scenario.schema import Fund, Goal
from optimizer.solve.bounds import Bounds, cannot_be_bettered
from optimizer.solve.clash import clash
from optimizer.solve.highs import Limits, NothingFitsError
from optimizer.solve.measure import Count, count, measured
from optimizer.solve.ordered import Reached, optimum
from optimizer.solve.people import Near, Search
from optimizer.solve.whole import SMALL, Whole, whole_persons
from optimizer.units import Rupiah, Share

_MOVING = ("ceiling", "spend_at_least", "per_region_max", "per_region_min")
"""Rules on money whose bound may move with the ceiling."""


@dataclass(frozen=True)
class Cuts:
    """What is cut from each fund, in whole rupiah, together at least the sum asked for."""

    rupiah: Mapping[str, int]
    """Fund to its cut, in the order of the scenario; funds that keep all are left out."""
    proven: bool
    """Whether no other division serves the goals up to coverage better, in whole persons."""


def most(scenario_fund: Fund) -> int:
    """The most that can be cut from a fund: all of it but what is set aside as an amount."""
    aside = scenario_fund.set_aside
    ceiling = int(scenario_fund.ceiling.number)
    return ceiling if aside is None or isinstance(aside, Share) else max(0, ceiling - int(aside))


def cheapest(
    program: Program, may_cut: Sequence[str], least: int, left: Mapping[str, int], limits: Limits
) -> Cuts:
    r"""Divide a cut of ``least`` rupiah so that the goals, in their order, lose least.

    Every ceiling row gets a decision :math:`c_f \ge 0`, the cut; an amount that is a share of the ceiling
    moves with it:

    .. math:: \sum_{r,g,t} p\, x_{rgft} + c_f \le B_f, \qquad \sum_f c_f \ge K

    Of cuts that lose the same, money that ``left`` names (what the plan without a cut does not use) goes
    first, then the money of the funds named last: the plan pays from funds in their order.

    Raises:
        ContradictionError: with so much less money hard rules contradict each other.
        StoppedError: a limit came first.
    """
    cutting = _cutting(program, may_cut, least)
    try:
        whole = whole_persons(cutting, optimum(cutting, limits), limits)
        rupiah = _divided(program.problem, whole.count, may_cut, least, left)
        if sum(rupiah.values()) < least:
            # fractions of payments were rounded with no eye to the cut: all payments are searched at once
            whole = _all_at_once(cutting, limits)
            rupiah = _divided(program.problem, whole.count, may_cut, least, left)
    except NothingFitsError:
        raise ContradictionError(clash(cutting, limits)) from None
    funds = program.problem.scenario.funds
    room = {name: most(funds[name]) - rupiah.get(name, 0) for name in may_cut}
    rest = from_the_last(room, least - sum(rupiah.values()))
    in_order = all(goal.name != "steady" for goal in program.problem.scenario.goals[:-1])
    proven = not rest and in_order and (whole.proven or _is_best(cutting, whole))
    rupiah = {name: rupiah.get(name, 0) + rest.get(name, 0) for name in may_cut}
    return Cuts({name: amount for name, amount in rupiah.items() if amount}, proven)


def _all_at_once(program: Program, limits: Limits) -> Whole:
    """Every goal while all payments are whole: near the linear optimum, or anywhere in a small program.

    Raises:
        NothingFitsError: no whole payments obey the rules.
    """
    problem, paid = program.problem, program.decisions.paid
    found = optimum(program, limits)
    bounds = Bounds(program, found, found.loaded)
    for width in (None,) if program.columns <= SMALL else (2, 10, None):
        try:
            search = Search(program, paid, limits, Near(found.point, width))
            for goal in problem.scenario.goals:
                search.reach(goal, bounds.next(search.values))
            drawn = search.draw(drawn_payments(program))
        except NothingFitsError:
            continue
        counted = count(problem, np.rint(drawn[paid]).astype(np.int64))
        values = [measured(problem, goal, counted) for goal in problem.scenario.goals]
        reached = bounds.all(values)
        proven = all(map(partial(cannot_be_bettered, program), values, reached))
        return Whole(counted, tuple(values), tuple(bound.value for bound in reached), width is None or proven)
    raise NothingFitsError


def _is_best(program: Program, whole: Whole) -> bool:
    """Whether the goals that decide how many are covered, all up to coverage, reach their linear bounds."""
    names = [value.goal.name for value in whole.values]
    if "coverage" not in names:
        return False
    deciding = len(names) - names[::-1].index("coverage")
    if "fairness" in names[:deciding]:
        return False
    pairs = zip(whole.values[:deciding], whole.bounds, strict=False)
    return all(cannot_be_bettered(program, value, Reached(value.goal, bound)) for value, bound in pairs)


def _cutting(program: Program, may_cut: Sequence[str], least: int) -> Program:
    """The program without lists, with a column for the cut of each fund and a row for their sum."""
    program = _without_lists(program)
    problem = program.problem
    funds = [problem.funds.index(name) for name in may_cut]
    first = program.columns
    entries = list(_entries(program, funds, first))
    free = {fund: _below_premium(problem, fund) for fund in funds}
    upper = [
        (most(problem.scenario.funds[problem.funds[fund]]) - free[fund]) / int(problem.unit[fund])
        for fund in funds
    ]
    arrays = _widened(program.arrays, entries, upper)
    arrays = _with_sum(arrays, first, problem.unit[funds], max(0, least - sum(free.values())))
    stated = (*program.stated, claimed(Claim("cut", (("rupiah", Rupiah(least)),))))
    # costs are as long as the columns, so nothing that is known of the narrower program may be used
    return replace(program, arrays=arrays, stated=stated, known={})


def _without_lists(program: Program) -> Program:
    """The program of who is covered, where nobody asks who signs which list; coverage where that was all."""
    problem = program.problem
    goals = tuple(goal for goal in problem.scenario.goals if goal.name != "steady")
    scenario = problem.scenario.model_copy(update={"goals": goals or (Goal(name="coverage"),)})
    return replace(program.without_lists(), problem=replace(problem, scenario=scenario))


def _below_premium(problem: Problem, fund: int) -> int:
    """What the ceiling holds beyond whole premiums: it can go without a trace, and its row leaves it out."""
    named = problem.scenario.funds[problem.funds[fund]]
    rest = int(spendable(named)) % int(problem.unit[fund])
    part = named.set_aside if isinstance(named.set_aside, Share) else Fraction(0)
    # one rupiah is kept back where a share is set aside, which is rounded up to whole rupiah
    return rest if not part else max(0, floor(rest / (1 - part)) - 1)


def _entries(program: Program, funds: Sequence[int], first: int) -> Iterator[tuple[int, int, float]]:
    """Row, column and coefficient of every bound that a cut moves."""
    column = {program.problem.funds[fund]: first + place for place, fund in enumerate(funds)}
    for row, claim in enumerate(program.claims):
        name = dict(claim.facts).get("fund")
        if claim.rule in _MOVING and name in column:
            moved = _moved(program.problem.scenario.funds[name], claim.rule)
            if moved:
                yield row, column[name], float(moved)


def _moved(fund: Fund, rule: str) -> Fraction:
    """How far a bound falls for each rupiah less of the ceiling."""
    if rule == "ceiling":
        return 1 - (fund.set_aside if isinstance(fund.set_aside, Share) else Fraction(0))
    amount = {
        "spend_at_least": fund.spend_at_least,
        "per_region_max": fund.per_region.max,
        "per_region_min": fund.per_region.min,
    }[rule]
    return Fraction(amount) if isinstance(amount, Share) else Fraction(0)


def _widened(arrays: Arrays, entries: Sequence[tuple[int, int, float]], upper: Sequence[float]) -> Arrays:
    """With further columns at the end, and their entries in rows that are there already."""
    rows = np.array([row for row, _, _ in entries], dtype=np.int64)
    at = arrays.start[rows + 1] if len(rows) else rows
    more = np.zeros(len(arrays.start), dtype=np.int32)
    np.add.at(more, rows + 1, 1)
    return replace(
        arrays,
        start=(arrays.start + np.cumsum(more)).astype(np.int32),
        index=np.insert(arrays.index, at, [column for _, column, _ in entries]).astype(np.int32),
        value=np.insert(arrays.value, at, [value for _, _, value in entries]),
        column_lower=np.append(arrays.column_lower, np.zeros(len(upper))),
        column_upper=np.append(arrays.column_upper, upper),
    )


def _with_sum(arrays: Arrays, first: int, units: Ints, least: int) -> Arrays:
    """With a row at the end: the cuts add up to the sum, in units of the largest."""
    scale = float(units.max(initial=1))
    columns = np.arange(first, first + len(units), dtype=np.int32)
    return replace(
        arrays,
        start=np.append(arrays.start, arrays.start[-1] + len(units)).astype(np.int32),
        index=np.append(arrays.index, columns).astype(np.int32),
        value=np.append(arrays.value, units / scale),
        row_lower=np.append(arrays.row_lower, least / scale),
        row_upper=np.append(arrays.row_upper, FREE),
    )


def _divided(
    problem: Problem, whole: Count, may_cut: Sequence[str], least: int, left: Mapping[str, int]
) -> dict[str, int]:
    """What is cut from each fund, given what the whole-person plan still pays from it.

    First what must be cut so that amounts that are shares of the ceiling are met, then what was not used
    anyhow, then the rest, the fund named last first.
    """
    rooms = {name: _Room(problem, whole, name) for name in may_cut}
    most_here = {name: room.highest for name, room in rooms.items()}
    cut = {name: room.lowest for name, room in rooms.items()}
    for limits in ({name: min(room, left[name]) for name, room in most_here.items()}, most_here):
        more = {name: max(0, limit - cut[name]) for name, limit in limits.items()}
        for name, amount in from_the_last(more, least - sum(cut.values())).items():
            cut[name] += amount
    return {name: amount for name, amount in cut.items() if amount}


def from_the_last(room: Mapping[str, int], least: int) -> dict[str, int]:
    """So much as each has room for, the one named last first, until the sum is reached; in their order."""
    missing, taken = least, {}
    for name in reversed(list(room)):
        amount = max(0, min(room[name], missing))
        missing -= amount
        taken[name] = amount
    return {name: taken[name] for name in room if taken[name]}


class _Room:
    """From where to where the cut of one fund may lie while its payments stay as they are."""

    def __init__(self, problem: Problem, whole: Count, name: str) -> None:
        number = problem.funds.index(name)
        self._fund = problem.scenario.funds[name]
        self._ceiling = int(self._fund.ceiling.number)
        here = problem.cells.fund == number
        rupiah = whole.paid[here] * problem.cells.premium[here]
        self._paid = int(rupiah.sum())
        self._dearest = int(problem.cells.premium[here].max(initial=1))
        regions = problem.region_of[problem.cells.slot[here]]
        self._there = {
            int(region): int(rupiah[regions == region].sum()) for region in np.unique(regions).tolist()
        }
        self._dearest_there = {
            region: int(problem.cells.premium[here][regions == region].max()) for region in self._there
        }

    @property
    def highest(self) -> int:
        """The most that may go: what is paid stays within the ceiling and within each region's part."""
        if not self._paid:
            return most(self._fund)
        aside, part = self._fund.set_aside, self._fund.per_region.max
        if aside is None or isinstance(aside, Share):
            kept = Fraction(self._paid) / (1 - (aside or 0))
        else:
            kept = Fraction(self._paid + int(aside))
        if isinstance(part, Share) and part:
            kept = max(kept, Fraction(max(self._there.values())) / part)
        return max(0, floor(self._ceiling - kept))

    @property
    def lowest(self) -> int:
        """The least that must go: what must be spent as a share of the ceiling is met but for one premium."""
        least, part = self._fund.spend_at_least, self._fund.per_region.min
        needed = 0
        if isinstance(least, Share) and least:
            needed = self._above(least, self._paid + self._dearest)
        if isinstance(part, Share) and part:
            for region, paid in self._there.items():
                needed = max(needed, self._above(part, paid + self._dearest_there[region]))
        return min(needed, self.highest)

    def _above(self, part: Fraction, reached: int) -> int:
        """The least cut after which that part of the ceiling is below what is reached."""
        return max(0, floor(self._ceiling - Fraction(reached) / part) + 1)
