"""The decisions of the program, as PuLP variables on the problem's axes.

Everything is counted in persons or person-months; all decisions are at least 0.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

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
    months = range(len(problem.months))
    cells = range(len(problem.cells))
    covered = tuple(
        _row(model, f"n_{slot}", (int(people),) * len(months)) for slot, people in enumerate(problem.eligible)
    )
    enrolled = tuple(
        _row(model, f"e_{slot}", tuple(int(people) if t <= problem.last_enrolment else 0 for t in months))
        for slot, people in enumerate(problem.eligible)
    )
    dropped = tuple(
        _row(model, f"d_{slot}", (int(people),) * len(months) if people else ())
        for slot, people in enumerate(problem.subsidised)
    )
    return Decisions(
        paid=tuple(model.add_variable(f"x_{cell}", 0) for cell in cells),
        covered=covered,
        enrolled=enrolled,
        dropped=dropped,
        short=tuple(model.add_variable(f"s_{row}", 0) for row in range(len(problem.targets))),
        taken=tuple(model.add_variable(f"h_{cell}", 0) for cell in cells),
    )


def _row(model: pulp.LpProblem, name: str, largest: Iterable[int]) -> Row:
    return tuple(model.add_variable(f"{name}_{month}", 0, most) for month, most in enumerate(largest))
