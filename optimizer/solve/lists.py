"""Who pays for the people covered: lists in whole persons, laid out from the linear optimum.

Once it is decided in whole persons who is covered, the linear program pays for some of them in fractions: in
a run of months a fund pays for a third of a person and another for two thirds. A run is laid out like work
on machines (McNaughton 1959): the funds take turns, each for as many months as its fraction makes in all, so
that every sum of money stays what it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from optimizer.model.program import FREE, Arrays, Floats, Indices, Program
from optimizer.problem import Cells, Ints
from optimizer.solve.highs import Limits, Loaded, NothingFitsError
from optimizer.solve.ordered import SNAP

ALIKE = 1e-5
"""Fractions nearer than this are the same fraction; solvers agree within 2e-8 and twelve months add up."""

TURNS = 4
"""Up to so many funds every order of turns is tried."""


@dataclass(frozen=True, eq=False)
class Run:
    """Months in a row in which the same funds pay the same fractions of persons of one slot."""

    cells: Mapping[int, Ints]
    """Fund to its cells, month by month."""
    fraction: Mapping[int, float]
    """Fund to the part of a person it pays for in each month."""

    @property
    def months(self) -> int:
        """Length of the run."""
        return len(next(iter(self.cells.values())))

    @property
    def persons(self) -> int:
        """Persons whom the funds pay for together."""
        return round(sum(self.fraction.values()))


def laid_out(program: Program, point: Floats, drawn: Floats, limits: Limits) -> Ints | None:
    """``(c,)`` whole persons paid for, from a linear optimum ``point`` in which whole persons are covered.

    ``drawn`` is the generic cost that decides where fractions do not make whole months. None: where no whole
    months near the fractions obey the money rules.
    """
    problem = program.problem
    paid = point[program.decisions.paid]
    whole = np.floor(paid + SNAP)
    runs = list(_runs(program, paid, whole))
    wanted = [run.months * run.fraction[fund] for run in runs for fund in run.cells]
    months = np.rint(wanted)
    if np.abs(months - wanted).max(initial=0) > ALIKE * len(problem.months):
        found = _whole_months(program, runs, whole, drawn, limits)
        if found is None:
            return None
        months = found
    laid = whole.astype(np.int64)
    turns = iter(months.astype(int).tolist())
    for run in runs:
        _lay(problem.cells, run, {fund: next(turns) for fund in run.cells}, laid)
    return laid


def _runs(program: Program, paid: Floats, whole: Floats) -> Iterator[Run]:
    """The runs of fractions, by slot and month."""
    cells = program.problem.cells
    by_month: dict[tuple[int, int], dict[int, int]] = {}
    for cell in np.flatnonzero(paid - whole > SNAP).tolist():
        by_month.setdefault((int(cells.slot[cell]), int(cells.month[cell])), {})[int(cells.fund[cell])] = cell
    run: list[dict[int, int]] = []
    last = (-1, -1)
    for (slot, month), here in sorted(by_month.items()):
        if run and ((slot, month - 1) != last or not _alike(program, paid - whole, run[-1], here)):
            yield _run(run, paid - whole)
            run = []
        run.append(here)
        last = slot, month
    if run:
        yield _run(run, paid - whole)


def _alike(program: Program, fraction: Floats, before: Mapping[int, int], here: Mapping[int, int]) -> bool:
    """Whether the same funds pay the same fractions, at the same premiums."""
    premium = program.problem.cells.premium
    return before.keys() == here.keys() and all(
        abs(fraction[cell] - fraction[before[fund]]) < ALIKE and premium[cell] == premium[before[fund]]
        for fund, cell in here.items()
    )


def _run(months: list[dict[int, int]], fraction: Floats) -> Run:
    funds = sorted(months[0])
    return Run(
        {fund: np.array([cells[fund] for cells in months], dtype=np.int64) for fund in funds},
        {fund: float(fraction[months[0][fund]]) for fund in funds},
    )


def _whole_months(
    program: Program, runs: list[Run], whole: Floats, drawn: Floats, limits: Limits
) -> Floats | None:
    """Whole months for each fund of each run, near the fractions, that obey every rule on money.

    They cost no more rupiah than the fractions do.
    """
    paid = program.decisions.paid
    cells = np.array([run.cells[fund][0] for run in runs for fund in run.cells])
    wanted = np.array([run.months * run.fraction[fund] for run in runs for fund in run.cells])
    asked = Loaded(
        _only_columns(np.floor(wanted + SNAP), np.ceil(wanted - SNAP)),
        limits,
        whole=np.arange(len(wanted), dtype=np.int32),
    )
    of_run = np.repeat(np.arange(len(runs)), [len(run.cells) for run in runs])
    for number, run in enumerate(runs):
        asked.add_row((of_run == number).astype(float), run.persons * run.months, run.persons * run.months)
    premium = program.problem.cells.premium[cells]
    asked.add_row(premium.astype(float), -FREE, float(premium @ wanted) + int(np.gcd.reduce(premium)) / 2)
    spent = np.zeros(program.columns)
    spent[paid] = whole
    for row, lower, upper in _rows_of_money(program.arrays, paid):
        here, already = row[paid[cells]], float(row @ spent)
        if here.any():
            asked.add_row(here, lower - already, upper - already)
    try:
        return np.rint(asked.minimise_whole(drawn[paid[cells]], 0.0).values)
    except NothingFitsError:
        return None


def _only_columns(lower: Floats, upper: Floats) -> Arrays:
    nothing = np.zeros(0)
    none = np.zeros(0, dtype=np.int32)
    return Arrays(np.zeros(1, dtype=np.int32), none, nothing, nothing, nothing, lower, upper)


def _rows_of_money(arrays: Arrays, paid: Indices) -> Iterator[tuple[Floats, float, float]]:
    """The rows in which nothing but payments stands, with their bounds."""
    pays = np.zeros(len(arrays.column_lower), dtype=bool)
    pays[paid] = True
    others = np.concatenate([[0], np.cumsum(~pays[arrays.index])])[arrays.start]
    for row in np.flatnonzero(np.diff(others) == 0).tolist():
        here = slice(arrays.start[row], arrays.start[row + 1])
        coefficient = np.zeros(len(pays))
        coefficient[arrays.index[here]] = arrays.value[here]
        yield coefficient, float(arrays.row_lower[row]), float(arrays.row_upper[row])


def _lay(cells: Cells, run: Run, turns: Mapping[int, int], laid: Ints) -> None:
    """Add a run's persons to the payments, in the order of funds that takes fewest persons onto a list."""
    funds = sorted(run.cells)
    orders = permutations(funds) if len(funds) <= TURNS else [tuple(funds)]
    ways = [_in_turns(run, turns, order) for order in orders]
    for fund, added in min(ways, key=lambda way: _taken(cells, run, laid, way)).items():
        laid[run.cells[fund]] += added


def _in_turns(run: Run, turns: Mapping[int, int], order: Sequence[int]) -> dict[int, Ints]:
    """The persons that each fund adds in each month, when the funds take turns in an order."""
    payer = np.repeat(order, [turns[fund] for fund in order])
    return {
        fund: np.bincount(np.flatnonzero(payer == fund) % run.months, minlength=run.months) for fund in order
    }


def _taken(cells: Cells, run: Run, laid: Ints, way: Mapping[int, Ints]) -> int:
    """Persons taken onto a list from the month before a run to its end."""
    rises = 0
    for fund, added in way.items():
        here = run.cells[fund]
        change = np.diff(laid[here] + added, prepend=_before(cells, laid, int(here[0])))
        rises += int(np.maximum(change, 0).sum())
    return rises


def _before(cells: Cells, laid: Ints, cell: int) -> int:
    """Persons on the fund's list the month before a cell."""
    follows = cell > 0 and (
        (cells.slot[cell], cells.fund[cell], cells.month[cell])
        == (cells.slot[cell - 1], cells.fund[cell - 1], cells.month[cell - 1] + 1)
    )
    return int(laid[cell - 1]) if follows else 0
