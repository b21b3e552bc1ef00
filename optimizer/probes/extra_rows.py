"""What extra money needs of a program: goals that it keeps, rows that it lifts, payments that it finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from optimizer.model.goals import objective
from optimizer.model.program import FREE, Arrays, Floats, Indices, Program
from optimizer.model.rules import targets
from optimizer.plan.shapes import Payment
from optimizer.problem import Ints, Problem
from optimizer.scenario.schema import Goal, Scenario
from optimizer.solve.bounds import on_step
from optimizer.solve.highs import Loaded, NothingFitsError, Solution
from optimizer.solve.ordered import Reached, snapped_floor
from optimizer.units import Code, Persons, Rupiah, Share

DIGITS = 10**6
"""Parts of a unit in which a value of the linear program is told: beyond them are rounding errors."""


@dataclass(frozen=True, slots=True)
class Added:
    """Money to be added, and how little of it could possibly do."""

    rupiah: Mapping[str, int]
    """Beside its ceiling, by fund; what needs nothing is left out."""
    least: int
    """Rupiah: in whole persons less than this does not meet the needs."""
    whole: bool
    """Whether it was sought in whole persons."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A program that is asked needs, in parts of persons or in whole ones."""

    loaded: Loaded
    needs: Sequence[int]
    raised: bool
    whole: bool
    caps: Mapping[Code, int]
    """Units that the lines of a region may be given at most."""

    def minimise(self, cost: Floats) -> Solution:
        """The least cost; sums of whole persons lie a unit apart."""
        return self.loaded.minimise_whole(cost, 0.999) if self.whole else self.loaded.minimise(cost)


def is_worse(held: Sequence[Reached], values: Sequence[Fraction]) -> bool:
    """Whether a goal that is held, less what it may give up, is worse in these values.

    Fairness is held region by region, and is compared by its lowest share.
    """
    for reached, value in zip(held, values, strict=False):
        sign = -1 if reached.goal.name in ("coverage", "fairness", "months") else 1
        given = reached.goal.give_up or 0
        room = given * abs(reached.value) if isinstance(given, Share) else Fraction(given)
        if sign * value > sign * reached.value + room + Fraction(1, DIGITS):
            return True
    return False


def ahead_of_targets(scenario: Scenario) -> tuple[Goal, ...]:
    """The goals before ``targets`` that are about people; where targets are no goal, ``keep`` alone.

    What is paid for and by whom (thrift, steady) cannot stay as it is when money is added.
    """
    names = [goal.name for goal in scenario.goals]
    if "targets" not in names:
        return tuple(goal for goal in scenario.goals if goal.name == "keep")
    before = scenario.goals[: names.index("targets")]
    return tuple(goal for goal in before if goal.name not in ("thrift", "steady"))


def in_whole_steps(program: Program, reached: Reached) -> Reached:
    """The best that whole persons could reach within it."""
    if reached.goal.name == "fairness":
        persons = {region: float(snapped_floor(people)) for region, people in reached.persons.items()}
        eligible = program.problem.eligible_in
        shares = [Fraction(int(people), int(eligible[region])) for region, people in persons.items()]
        return Reached(reached.goal, min(shares, default=Fraction(1)), persons)
    wanted = objective(program, reached.goal)
    return Reached(reached.goal, on_step(wanted, reached.value / wanted.scale))


def ceiling_rows(program: Program) -> dict[str, int]:
    """The row of each fund's ceiling; a fund that can pay for nobody has none."""
    return {
        str(dict(claim.facts)["fund"]): row
        for row, claim in enumerate(program.claims)
        if claim.rule == "ceiling"
    }


def target_rows(program: Program) -> Indices:
    """The row of each target: the one that counts who is short of it."""
    return np.array(program.rows_of(targets), dtype=np.int32)


def first_that(holds: Callable[[int], bool], start: int, step: int, end: int) -> int:
    """The least whole number from ``start`` on for which something holds that goes on holding.

    Raises:
        NothingFitsError: it does not hold at ``end`` either.
    """
    low, high = start - 1, start
    while not holds(high):
        if high > end:
            raise NothingFitsError
        low, high, step = high, high + step, step * 2
    while high - low > 1:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle
    return high


def payments_of(problem: Problem, paid: Ints) -> tuple[Payment, ...]:
    """The payments table of whole persons, by region, group, fund and month."""
    cells, groups = problem.cells, len(problem.groups)
    return tuple(
        sorted(
            Payment(
                region=problem.codes[int(cells.slot[cell]) // groups],
                group=problem.groups[int(cells.slot[cell]) % groups],
                fund=problem.funds[int(cells.fund[cell])],
                month=problem.months[int(cells.month[cell])],
                persons=Persons(paid[cell]),
                rupiah=Rupiah(paid[cell] * cells.premium[cell]),
            )
            for cell in np.flatnonzero(paid).tolist()
        )
    )


def pays_for_all(problem: Problem, parts: Mapping[Code, int]) -> int:
    """A sum in rupiah of which the smallest part pays for everybody."""
    everybody = int((problem.eligible[problem.cells.slot] * problem.cells.premium).sum())
    return everybody * sum(parts.values()) // min(part for part in parts.values() if part)


def with_more_columns(arrays: Arrays, count: int) -> Arrays:
    """With so many further decisions, which stand in no row yet."""
    return replace(
        arrays,
        column_lower=np.append(arrays.column_lower, np.zeros(count)),
        column_upper=np.append(arrays.column_upper, np.full(count, FREE)),
    )
