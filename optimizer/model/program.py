"""The program of one problem: its rules as arrays, stated once for all problems of the same shape."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any, TypeVar

import numpy as np

from optimizer.model.columns import FREE, Decisions, Floats, Indices, decide, ranges
from optimizer.model.rules import AT_LEAST, AT_MOST, NO_ROWS, RULES, WHO_PAYS, Claim, Rule, Stated
from optimizer.problem import Problem

Found = TypeVar("Found")

__all__ = ["FREE", "Arrays", "Floats", "Indices", "Program", "formulate"]


@dataclass(frozen=True, eq=False)
class Arrays:
    """A linear program without an objective, row-wise."""

    start: Indices
    """``(rows + 1,)`` where each row begins in ``index`` and ``value``."""
    index: Indices
    value: Floats
    row_lower: Floats
    row_upper: Floats
    column_lower: Floats
    column_upper: Floats


@dataclass(frozen=True, eq=False)
class Program:
    """The rules of one problem as rows, with the claim each row states."""

    problem: Problem
    decisions: Decisions
    stated: tuple[Stated, ...]
    """The rows of each rule, in the order of the rules."""
    arrays: Arrays
    known: dict[Hashable, Any] = field(default_factory=dict)
    """What follows from the columns alone, such as costs; shared by all programs of the same shape."""

    @property
    def columns(self) -> int:
        """Number of decisions."""
        return len(self.arrays.column_lower)

    @property
    def has_lists(self) -> bool:
        """Whether it can be asked who is taken onto a list."""
        return len(self.decisions.taken) == len(self.decisions.paid)

    @property
    def is_as_stated(self) -> bool:
        """Whether it has the rows of all rules and no others, over no other columns."""
        return len(self.stated) == len(RULES) and self.columns == self.decisions.count

    @property
    def names(self) -> Iterator[str]:
        """The name of every row: its rule and its place there."""
        for rule, rows in zip(RULES, self.stated, strict=False):
            yield from (f"{rule.__name__}_{row}" for row in range(rows.rows))

    def rows_of(self, rule: Rule) -> range:
        """The rows that a rule states."""
        place = RULES.index(rule)
        first = sum(rows.rows for rows in self.stated[:place])
        return range(first, first + self.stated[place].rows)

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """``(rows,)`` the claim that each row states."""
        return tuple(claim for rule in self.stated for claim in rule.claims(self.problem))

    def with_figures_of(self, problem: Problem) -> Program:
        """The program of another problem of the same shape: only bounds differ."""
        given = self.arrays
        arrays = Arrays(given.start, given.index, given.value, *_bounds(problem, self.decisions, self.stated))
        return Program(problem, self.decisions, self.stated, arrays, self.known)

    def without_lists(self) -> Program:
        """The same program before it is asked who is taken onto a list: only what decides who is covered."""
        if not self.decisions.taken.size:
            return self
        decisions = replace(self.decisions, taken=self.decisions.taken[:0])
        stated, arrays = self.stated[:-1], self.arrays
        rows, columns = sum(rule.rows for rule in stated), decisions.count
        end = arrays.start[rows]
        fewer = Arrays(
            start=arrays.start[: rows + 1],
            index=arrays.index[:end],
            value=arrays.value[:end],
            row_lower=arrays.row_lower[:rows],
            row_upper=arrays.row_upper[:rows],
            column_lower=arrays.column_lower[:columns],
            column_upper=arrays.column_upper[:columns],
        )
        return Program(self.problem, decisions, stated, fewer, self.once("without lists", dict))

    def of_payers(self) -> Program:
        """Only what decides who pays; its first rows, a month of a slot each, are yet to be given people."""
        stating = partial(_of_payers, self.decisions, self.stated)
        kept, decisions, stated, entries = self.once("of payers", stating)
        places = (self.rows_of(rule) for rule in WHO_PAYS)
        which = np.concatenate([np.arange(rows.start, rows.stop) for rows in places])
        given = self.arrays
        arrays = Arrays(
            *entries,
            row_lower=given.row_lower[which],
            row_upper=given.row_upper[which],
            column_lower=given.column_lower[kept],
            column_upper=given.column_upper[kept],
        )
        return Program(self.problem, decisions, stated, arrays, self.once("known of payers", dict))

    def once(self, key: Hashable, stated: Callable[[], Found]) -> Found:
        """What follows from the columns alone is stated once for all programs of the same shape."""
        if key not in self.known:
            self.known[key] = stated()
        found: Found = self.known[key]
        return found


def formulate(problem: Problem) -> Program:
    """State every rule of the problem as rows over its decisions."""
    decisions = decide(problem)
    stated = tuple(rule(problem, decisions) for rule in RULES)
    arrays = Arrays(*_entries(stated), *_bounds(problem, decisions, stated))
    return Program(problem, decisions, stated, arrays)


def _entries(stated: Sequence[Stated]) -> tuple[Indices, Indices, Floats]:
    """Where each row begins, and its columns and values."""
    each = [np.bincount(rule.row, minlength=rule.rows) for rule in stated]
    return (
        np.concatenate([[0], np.cumsum(np.concatenate(each))]).astype(np.int32),
        np.concatenate([rule.column for rule in stated]),
        np.concatenate([rule.value for rule in stated]),
    )


_OfPayers = tuple[Indices, Decisions, tuple[Stated, ...], tuple[Indices, Indices, Floats]]


def _of_payers(given: Decisions, stated: Sequence[Stated]) -> _OfPayers:
    """The columns that are kept, their new numbers, and the rules that ask who pays over them."""
    kept = np.concatenate([given.paid, given.taken])
    place = np.full(given.count, -1, dtype=np.int32)
    place[kept] = np.arange(len(kept), dtype=np.int32)
    decisions = Decisions(
        paid=place[given.paid],
        covered=given.covered[:, :0],
        enrolled=given.enrolled[:, :0],
        dropped=given.dropped[:, :0],
        losing=given.losing,
        short=given.short[:0],
        taken=place[given.taken],
    )
    over = tuple(
        _over(rows, place) if rule in WHO_PAYS else NO_ROWS for rule, rows in zip(RULES, stated, strict=True)
    )
    return kept, decisions, over, _entries(over)


def _over(rows: Stated, place: Indices) -> Stated:
    """The same rows over the columns that have a place."""
    kept = place[rows.column] >= 0
    return replace(rows, row=rows.row[kept], column=place[rows.column[kept]], value=rows.value[kept])


def _bounds(
    problem: Problem, decisions: Decisions, stated: tuple[Stated, ...]
) -> tuple[Floats, Floats, Floats, Floats]:
    """Lower and upper bounds of rows, then of columns."""
    sense = np.concatenate([rule.sense for rule in stated])
    bound = np.concatenate([rule.bound(problem) for rule in stated])
    rows = np.where(sense == AT_MOST, -FREE, bound), np.where(sense == AT_LEAST, FREE, bound)
    return *rows, *ranges(problem, decisions)
