"""The decisions of the program, as PuLP variables on the problem's axes.

Everything is counted in persons or person-months; all decisions are at least 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pulp

from optimizer.problem import Problem

Row = tuple[pulp.LpVariable, ...]


@dataclass(frozen=True, eq=False)
class Decisions:
    r"""The variables: :math:`x, n, e, d, s` of the model and :math:`h`, persons taken onto a list."""

    paid: Row
    """``(c,)`` :math:`x_{rgft}`: persons whose month a fund pays."""
    covered: tuple[Row, ...]
    """``(s, t)`` :math:`n_{rgt}`: persons covered, at most the eligible."""
    enrolled: tuple[Row, ...]
    """``(s, t)`` :math:`e_{rgt}`: persons newly covered."""
    dropped: tuple[Row, ...]
    """``(s, t)`` :math:`d_{rgt}`: persons of today who lose cover; empty where there are none."""
    short: Row
    """``(k,)`` :math:`s_k`: persons short of a target."""
    taken: Row
    """``(c,)`` :math:`h_{rgft}`: persons whom a fund takes onto its list."""


def decide(problem: Problem, model: pulp.LpProblem) -> Decisions:
    """The variables with their bounds: eligibility and stay are bounds, every other rule is a row."""
    cells = range(len(problem.cells))
    largest = most(problem)
    return Decisions(
        paid=tuple(model.add_variable(f"x_{cell}", 0) for cell in cells),
        covered=_rows(model, "n", largest.covered),
        enrolled=_rows(model, "e", largest.enrolled),
        dropped=_rows(model, "d", largest.dropped),
        short=tuple(model.add_variable(f"s_{row}", 0) for row in range(len(problem.targets))),
        taken=tuple(model.add_variable(f"h_{cell}", 0) for cell in cells),
    )


class Most(NamedTuple):
    """Upper bounds of the decisions that have one, each a row a slot."""

    covered: Sequence[Sequence[int]]
    enrolled: Sequence[Sequence[int]]
    dropped: Sequence[Sequence[int]]
    """Empty where nobody is paid for today."""


def most(problem: Problem) -> Most:
    """At most the eligible are covered, nobody enrols too late, at most the people of today drop."""
    months = len(problem.months)
    in_time = [month <= problem.last_enrolment for month in range(months)]
    eligible, today = problem.eligible.tolist(), problem.subsidised.tolist()
    return Most(
        covered=[[people] * months for people in eligible],
        enrolled=[[people * timely for timely in in_time] for people in eligible],
        dropped=[[people] * months if people else [] for people in today],
    )


def _rows(model: pulp.LpProblem, name: str, largest: Sequence[Sequence[int]]) -> tuple[Row, ...]:
    return tuple(
        tuple(model.add_variable(f"{name}_{slot}_{month}", 0, bound) for month, bound in enumerate(row))
        for slot, row in enumerate(largest)
    )
