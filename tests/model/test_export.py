"""Another solver, handed the program as a PuLP model, reaches the same optimum."""

from __future__ import annotations

from typing import Any

import pulp
import pytest
from arrange import scenario
from hypothesis import HealthCheck, given, settings
from strategies import cases

from optimizer.model.export import as_pulp
from optimizer.model.goals import objective
from optimizer.model.program import formulate
from optimizer.problem import build
from optimizer.scenario.schema import Goal
from optimizer.solve.highs import Limits, Loaded, NothingFitsError


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # PuLP 3.3 announces that 4 brings no CBC
@settings(
    max_examples=12, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
@given(made=cases())
def test_cbc_covers_as_many_as_highs(made: dict[str, Any]) -> None:
    program = formulate(build(scenario(made)))
    wanted = objective(program, Goal(name="coverage"))
    try:
        best: float | None = Loaded(program.arrays, Limits()).minimise(wanted.cost).objective
    except NothingFitsError:
        best = None
    model = as_pulp(program, wanted.cost)
    status = model.solve(pulp.PULP_CBC_CMD(msg=False))

    assert (status == pulp.LpStatusOptimal) == (best is not None)
    if best is not None:
        assert (pulp.value(model.objective) or 0.0) == pytest.approx(best, abs=1e-5)
