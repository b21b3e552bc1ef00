"""A loaded solver that believes nothing but proven optima."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from time import monotonic
from typing import Any

import highspy
import numpy as np
from highspy import HighsModelStatus, HighsStatus

from optimizer.errors import FailedError, Finding, StoppedError
from optimizer.model.program import FREE, Arrays, Floats, Indices
from optimizer.solve.handing import IN_PARTS, IN_WHOLE, OPTIONS, PRECISE, handed
from optimizer.solve.patience import run
from optimizer.solve.ranges import Entries, Range
from optimizer.solve.trail import Face, Trail, together

_STRATEGY, _DUAL = "simplex_strategy", 1

FAR = 50
"""After so many steps from a basis that was followed, those of later stages are no help (measured on NTB)."""

BRIEF = 6_000
"""Linear programs of so many columns end before anybody notices that Ctrl-C waits for them (0.1 s)."""

FEW_WHOLE, SOON = 500, 0.25
"""Integer programs of so many columns are given so many seconds before Ctrl-C is listened to."""

INTERIOR = 20_000
"""A program of more columns that is begun from nothing is solved from the inside, then moved to a basis."""

_STOPPED = {
    HighsModelStatus.kTimeLimit,
    HighsModelStatus.kIterationLimit,
    HighsModelStatus.kSolutionLimit,
    HighsModelStatus.kObjectiveBound,
    HighsModelStatus.kObjectiveTarget,
}
_UNSURE = {HighsModelStatus.kUnknown, HighsModelStatus.kSolveError}
_NOTHING_FITS = {HighsModelStatus.kInfeasible, HighsModelStatus.kUnboundedOrInfeasible}


class NothingFitsError(Exception):
    """Raised when no point obeys all rows."""


@dataclass(frozen=True)
class Limits:
    """When to stop, and with which options of the solver to run."""

    deadline: float | None = None
    """In seconds of the monotonic clock."""
    options: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def starting(cls, seconds: float | None, options: Mapping[str, Any] | None = None) -> Limits:
        """Limits that count from now."""
        return cls(None if seconds is None else monotonic() + seconds, options or {})

    def remaining(self) -> float:
        """Seconds left; raise when there are none."""
        if self.deadline is None:
            return float("inf")
        left = self.deadline - monotonic()
        if left <= 0:
            raise stopped("time")
        return left


@dataclass(frozen=True, eq=False)
class Solution:
    """A proven optimum; made in one place, after the proof, and read where it is asked for."""

    objective: float
    _copy: highspy.HighsSolution
    """What the solver held: it stays when the solver goes on."""

    @cached_property
    def values(self) -> Floats:
        """``(columns,)``"""
        return np.array(self._copy.col_value)

    @cached_property
    def row_dual(self) -> Floats:
        """``(rows,)`` tells where to look, never what a thing is worth."""
        return np.array(self._copy.row_dual)

    @cached_property
    def column_dual(self) -> Floats:
        """``(columns,)`` reduced costs."""
        return np.array(self._copy.col_dual)


def stopped(by: str) -> StoppedError:
    """A limit was reached before a proven answer."""
    return StoppedError([Finding("solve.stopped", {"limit": by})])


class Loaded:
    """A program inside the solver, re-solved after each change."""

    leaps = True
    """Whether leximin may pass regions at their caps without asking what caps them."""

    def __init__(
        self,
        arrays: Arrays,
        limits: Limits,
        *,
        whole: Indices | None = None,
        precise: bool = False,
        trail: Trail | None = None,
    ) -> None:
        """Load the rows; ``whole`` names the columns that are integers, ``trail`` is followed and left."""
        self._limits = limits
        self.trail, self._astray, self._afresh, self._touched = trail, False, False, False
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call] # highspy leaves it untyped
        self._brief = len(arrays.column_lower) <= (BRIEF if whole is None else FEW_WHOLE)
        self._highs.HandleUserInterrupt = not self._brief  # it asks Python at every step
        self._soon = SOON if self._brief and whole is not None else float("inf")
        chosen = (
            IN_WHOLE if whole is not None else {**IN_PARTS, **(PRECISE if precise else {}), **limits.options}
        )
        for name, value in {**OPTIONS, **chosen}.items():
            self._set(name, value)
        self._arrays = arrays
        self._columns = Range(arrays.column_lower, arrays.column_upper)
        self._rows = Range(arrays.row_lower, arrays.row_upper)
        self._cost = np.zeros(len(arrays.column_lower))
        self.faces: list[Face] = []
        """The faces passed on the way."""
        self._check(self._highs.passModel(*handed(arrays, whole)))

    @property
    def columns(self) -> int:
        """Number of columns, with those added."""
        return len(self._columns.lower)

    @property
    def rows(self) -> int:
        """Number of rows, with those added."""
        return len(self._rows.lower)

    def minimise_whole(self, cost: Floats, gap: float, *, ask_twice: bool = True) -> Solution:
        """The least ``cost`` in whole persons, proven to less than ``gap``.

        "Nothing fits" is asked twice, where it matters: presolve has called feasible programs infeasible.

        Raises:
            NothingFitsError: no whole-person point obeys all rows.
            StoppedError: a limit came first.
        """
        self._set("mip_abs_gap", gap)
        try:
            return self.minimise(cost)
        except NothingFitsError:
            if not ask_twice:
                raise
            self._set("presolve", "off")
            try:
                return self.minimise(cost)
            finally:
                self._set("presolve", "choose")

    def minimise(self, cost: Floats, stage: Hashable = None) -> Solution:
        """The proven least ``cost``; a named ``stage`` begins where a program of the same shape ended it.

        Raises:
            NothingFitsError: no point obeys all rows.
            StoppedError: a limit came first.
        """
        self._price(cost)
        if self.trail is None or stage is None:
            self._run()
            return self._proven()
        return self._along(self.trail, stage)

    def _price(self, cost: Floats) -> None:
        """Give every column its cost, those beyond ``cost`` none; the solver is told what changes."""
        costs = np.zeros(self.columns)
        costs[: len(cost)] = cost
        kept = self._cost[: self.columns]
        before = np.append(kept, np.zeros(self.columns - len(kept)))
        which = np.flatnonzero(costs != before).astype(np.int32)
        self._check(self._highs.changeColsCost(len(which), which, costs[which]))
        self._cost = costs

    def _run(self) -> None:
        """Solve within the limits; where the basis it begins with leads to no proof, again from nothing."""
        for begins_anew in (False, True):
            if begins_anew:
                self._check(self._highs.clearSolver())
            self._work(min(self._limits.remaining(), self._soon))
            if self._brief and self._soon < self._limits.remaining() and self._is_out_of_time():
                self._brief, self._soon, self._highs.HandleUserInterrupt = False, float("inf"), True
                self._work(self._limits.remaining())
            if self._highs.getModelStatus() not in _UNSURE:
                return

    def _work(self, seconds: float) -> None:
        self._set("time_limit", float(self._highs.getRunTime() + seconds))
        run(self._highs, brief=self._brief)

    def _is_out_of_time(self) -> bool:
        return bool(self._highs.getModelStatus() == HighsModelStatus.kTimeLimit)

    def _along(self, trail: Trail, stage: Hashable) -> Solution:
        """Solve from where the trail stood; once that is far from the optimum, from the stage before."""
        place = (self._highs, self.columns, self.rows)
        follows = not self._astray and trail.follow(stage, *place)
        primal = self._highs.getOptionValue(_STRATEGY)[1]
        afresh, self._afresh = self._afresh, False
        if afresh and self.columns > INTERIOR:
            self._set("solver", "ipm")
        if follows or afresh:
            self._set(_STRATEGY, _DUAL)  # other bounds leave a basis dual feasible
        try:
            self._run()
        finally:
            if follows or afresh:
                self._set(_STRATEGY, primal)
            if afresh:
                self._set("solver", "choose")
        found = self._proven()
        self._astray |= follows and self._highs.getInfo().simplex_iteration_count > FAR
        trail.leave(stage, *place)
        return found

    def _proven(self) -> Solution:
        status = self._highs.getModelStatus()
        if status in _NOTHING_FITS:
            raise NothingFitsError
        if status in _STOPPED:
            raise stopped("time" if status == HighsModelStatus.kTimeLimit else "iterations")
        if status == HighsModelStatus.kInterrupt:
            raise KeyboardInterrupt
        if status not in (HighsModelStatus.kOptimal, HighsModelStatus.kModelEmpty):
            raise FailedError(
                [Finding("solve.unproven", {"status": self._highs.modelStatusToString(status)})]
            )
        return Solution(float(self._highs.getObjectiveValue()), self._highs.getSolution())

    def settle(self, found: Solution) -> None:
        """Leave only the points that are as good: what has a price stays where it is.

        The optimal face of a linear program is where every column with a reduced cost, and every row with a
        dual, keeps its bound (complementary slackness; any optimal dual will do). Unlike a row that holds the
        value, this adds no rounding error, however many goals follow.
        """
        if not self.keep_to(self.note(found)):
            raise FailedError([Finding("solve.unproven", {"status": "face"})])

    def note(self, found: Solution) -> Face:
        """Remember the face of an optimum as passed, without keeping to it."""
        face = Face(*self._columns.priced(found.column_dual), *self._rows.priced(found.row_dual))
        self.faces.append(face)
        self._touched = True
        return face

    def keep_to(self, face: Face) -> bool:
        """Leave only the points on a face; False, and nothing done, where it lies at no bound."""
        columns = np.where(
            face.columns_high, self._columns.upper[face.columns], self._columns.lower[face.columns]
        )
        rows = np.where(face.rows_high, self._rows.upper[face.rows], self._rows.lower[face.rows])
        if max(np.abs(columns).max(initial=0), np.abs(rows).max(initial=0)) >= FREE:
            return False
        self.bound_columns(face.columns, columns, columns)
        self.bound_rows(face.rows, rows, rows)
        self._columns.settled[face.columns], self._rows.settled[face.rows] = True, True
        return True

    def passed(self, first: int | None = None, *, added: bool = False) -> Face | None:
        """The ``first`` faces passed so far as one, of the program as loaded or with what was ``added``."""
        columns = self.columns if added else len(self._arrays.column_lower)
        rows = self.rows if added else len(self._arrays.row_lower)
        return together(self.faces[:first], columns, rows)

    @property
    def column_bounds(self) -> tuple[Floats, Floats]:
        """Lower and upper bounds of the columns as they are now."""
        return self._columns.lower, self._columns.upper

    @property
    def row_bounds(self) -> tuple[Floats, Floats]:
        """Lower and upper bounds of the rows as they are now."""
        return self._rows.lower, self._rows.upper

    def afresh(self) -> None:
        """Let the next solve begin from nothing: where much was settled, presolve leaves little to do."""
        self._check(self._highs.clearSolver())
        self._afresh = True

    def reset(self) -> None:
        """Back to the program as it was loaded; the solver keeps its basis."""
        if not self._touched:
            return
        arrays, columns, rows = self._arrays, len(self._arrays.column_lower), len(self._arrays.row_lower)
        if self.rows > rows:
            self._check(self._highs.deleteRows(self.rows - rows, np.arange(rows, self.rows, dtype=np.int32)))
        if self.columns > columns:
            added = np.arange(columns, self.columns, dtype=np.int32)
            self._check(self._highs.deleteCols(len(added), added))
        self._columns, self._rows = self._columns.first(columns), self._rows.first(rows)
        self._cost = self._cost[:columns]
        self._astray, self._afresh, self.faces = False, False, []
        self.bound_columns(np.arange(columns, dtype=np.int32), arrays.column_lower, arrays.column_upper)
        self.bound_rows(np.arange(rows, dtype=np.int32), arrays.row_lower, arrays.row_upper)
        self._touched = False

    def add_row(self, cost: Floats, lower: float, upper: float) -> int:
        """Hold ``lower <= cost @ columns <= upper``; return the row."""
        self._touched = True
        where = np.flatnonzero(cost).astype(np.int32)
        self._check(self._highs.addRow(lower, upper, len(where), where, cost[where]))
        self._rows = self._rows.longer(lower, upper)
        return self.rows - 1

    def add_rows(self, rows: Entries, lower: Floats, upper: Floats) -> Indices:
        """Hold some rows at one go; return them."""
        self._touched = True
        first = self.rows
        self._check(self._highs.addRows(len(lower), lower, upper, len(rows.columns), *rows))
        self._rows = self._rows.longer(lower, upper)
        return np.arange(first, self.rows, dtype=np.int32)

    def add_columns(self, lower: Floats, upper: Floats) -> Indices:
        """Further decisions, in no row yet; return their columns."""
        self._touched = True
        first, none = self.columns, np.zeros(0, np.int32)
        given = len(lower), np.zeros(len(lower)), lower, upper, 0, none, none, np.zeros(0)
        self._check(self._highs.addCols(*given))
        self._columns = self._columns.longer(lower, upper)
        return np.arange(first, self.columns, dtype=np.int32)

    def add_column(self, lower: float, upper: float) -> int:
        """A further decision; return its column."""
        self._touched = True
        self._check(self._highs.addVar(lower, upper))
        self._columns = self._columns.longer(lower, upper)
        return self.columns - 1

    def change_coefficient(self, row: int, column: int, value: float) -> None:
        """Change one entry of a row."""
        self._touched = True
        self._check(self._highs.changeCoeff(row, column, value))

    def bound_row(self, row: int, lower: float, upper: float) -> None:
        """Change the bounds of a row."""
        self.bound_rows(np.array([row], dtype=np.int32), np.array([lower]), np.array([upper]))

    def bound_rows(self, rows: Indices, lower: Floats, upper: Floats) -> None:
        """Change the bounds of some rows."""
        self._touched = True
        change = self._rows.moving(rows, lower, upper)
        self._check(self._highs.changeRowsBounds(*change))  # type: ignore[attr-defined] # its stub is incomplete
        self._rows.note(change)

    def free_rows(self, rows: Iterable[int]) -> None:
        """Let rows hold nothing any longer."""
        which = np.fromiter(rows, np.int32)
        self.bound_rows(which, np.full(len(which), -FREE), np.full(len(which), FREE))

    def bound_columns(self, columns: Indices, lower: Floats, upper: Floats) -> None:
        """Change the bounds of some columns."""
        self._touched = True
        change = self._columns.moving(columns, lower, upper)
        self._check(self._highs.changeColsBounds(*change))
        self._columns.note(change)

    def _set(self, name: str, value: Any) -> None:
        # HiGHS ignores what it does not know without a word, so every option is read back.
        if self._highs.setOptionValue(name, value) != HighsStatus.kOk or (
            self._highs.getOptionValue(name)[1] != value
        ):
            raise FailedError([Finding("solve.option", {"option": name, "value": str(value)})])

    def _check(self, status: HighsStatus) -> None:
        if status == HighsStatus.kError:
            raise FailedError([Finding("solve.unproven", {"status": str(status)})])
