"""The decisions of the program as columns on the problem's axes.

Everything is counted in persons or person-months; all decisions are at least 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.problem import Problem

Floats = NDArray[np.float64]
Indices = NDArray[np.int32]

FREE = 1e30
"""Above the solver's infinity of 1e20: no bound."""


@dataclass(frozen=True, eq=False)
class Decisions:
    r"""The columns of :math:`x, n, e, d, s` of the model and of :math:`h`, persons taken onto a list."""

    paid: Indices
    """``(c,)`` :math:`x_{rgft}`: persons whose month a fund pays."""
    covered: Indices
    """``(s, t)`` :math:`n_{rgt}`: persons covered, at most the eligible."""
    enrolled: Indices
    """``(s, t)`` :math:`e_{rgt}`: persons newly covered."""
    dropped: Indices
    """``(q, t)`` :math:`d_{rgt}`: persons of today who lose cover, for the slots in ``losing``."""
    losing: Indices
    """``(q,)`` slots in which somebody is paid for today."""
    short: Indices
    """``(k,)`` :math:`s_k`: persons short of a target."""
    taken: Indices
    """``(c,)`` :math:`h_{rgft}`: persons whom a fund takes onto its list; empty where lists are left out."""

    @property
    def count(self) -> int:
        """Number of columns."""
        return sum(getattr(self, one.name).size for one in fields(self) if one.name != "losing")

    def names(self) -> Iterator[str]:
        """The name of every column, in order: the letter of the model and its places on the axes."""
        yield from (f"x_{cell}" for cell in range(len(self.paid)))
        slots = range(len(self.covered))
        for letter, rows in (("n", slots), ("e", slots), ("d", self.losing.tolist())):
            yield from (f"{letter}_{slot}_{month}" for slot in rows for month in range(self.covered.shape[1]))
        yield from (f"s_{row}" for row in range(len(self.short)))
        yield from (f"h_{cell}" for cell in range(len(self.taken)))


def decide(problem: Problem) -> Decisions:
    """The columns, one kind of decision after the other."""
    cells, slots, months = len(problem.cells), problem.slots, len(problem.months)
    losing = np.flatnonzero(problem.subsidised > 0).astype(np.int32)
    shapes = (
        (cells,),
        (slots, months),
        (slots, months),
        (len(losing), months),
        (len(problem.targets),),
        (cells,),
    )
    begins = np.cumsum([0, *(int(np.prod(shape)) for shape in shapes)])
    paid, covered, enrolled, dropped, missing, taken = (
        np.arange(begin, end, dtype=np.int32).reshape(shape)
        for begin, end, shape in zip(begins[:-1], begins[1:], shapes, strict=True)
    )
    return Decisions(paid, covered, enrolled, dropped, losing, missing, taken)


class Ranges(NamedTuple):
    """Bounds of the columns, each ``(columns,)``."""

    lower: Floats
    upper: Floats


def ranges(problem: Problem, v: Decisions) -> Ranges:
    """At most the eligible are covered, nobody enrols too late, at most the people of today drop.

    Eligibility and stay are bounds; every other rule is a row.
    """
    upper = np.full(v.count, FREE)
    in_time = np.arange(len(problem.months)) <= problem.last_enrolment
    upper[v.covered] = problem.eligible[:, None]
    upper[v.enrolled] = problem.eligible[:, None] * in_time
    upper[v.dropped] = problem.subsidised[v.losing, None]
    lower = np.zeros(v.count)
    if problem.decided is not None:
        fixed = problem.decided >= 0
        lower[v.paid[fixed]] = upper[v.paid[fixed]] = problem.decided[fixed]
    return Ranges(lower, upper)
