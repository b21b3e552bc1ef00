"""Programs kept from one question to the next."""

from __future__ import annotations

from optimizer.model.program import Program, formulate
from optimizer.problem import Problem


class Workshop:
    """States each program; what was stated once is only given its new figures."""

    def program(self, problem: Problem) -> Program:
        """The program of a problem."""
        return formulate(problem)
