from __future__ import annotations

from collections.abc import Mapping

from optimizer.plan.shapes import Reason
from optimizer.problem import Problem
from optimizer.solve.measure import Count


def reasons(problem: Problem, whole: Count) -> Mapping[str, tuple[Reason, ...]]:
    return {}
