"""An integer program without what is decided has the optimum of the whole one, or none as that has none."""

from __future__ import annotations

import highspy
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optimizer.model.program import FREE, Arrays, Floats
from optimizer.solve import highs, patience
from optimizer.solve.highs import Limits, Loaded, NothingFitsError
from optimizer.solve.narrowed import Narrowed

COLUMNS = 5
NUMBERS = st.integers(-3, 3)
Row = tuple[list[int], int, float]


@st.composite
def rows(draw: st.DrawFn, most: int) -> list[Row]:
    """Coefficients, lower and upper; half of them equations, some without end."""
    found = []
    for _ in range(draw(st.integers(0, most))):
        coefficients = draw(st.lists(NUMBERS, min_size=COLUMNS, max_size=COLUMNS))
        lower = draw(st.integers(-6, 6))
        room = draw(st.sampled_from([0, 0, 0, 2, 8, FREE]))
        found.append((coefficients, lower, lower + room if room < FREE else FREE))
    return found


@st.composite
def bounds(draw: st.DrawFn) -> list[tuple[int, int]]:
    """Of each column; many meet."""
    lower = draw(st.lists(st.integers(-2, 2), min_size=COLUMNS, max_size=COLUMNS))
    return [(low, low + draw(st.sampled_from([0, 0, 1, 3]))) for low in lower]


def arrays(given: list[Row], ranges: list[tuple[int, int]]) -> Arrays:
    entries = [[(column, one) for column, one in enumerate(row[0]) if one] for row in given]
    return Arrays(
        start=np.cumsum([0, *map(len, entries)]).astype(np.int32),
        index=np.array([column for row in entries for column, _ in row], dtype=np.int32),
        value=np.array([one for row in entries for _, one in row], dtype=np.float64),
        row_lower=np.array([row[1] for row in given], dtype=np.float64),
        row_upper=np.array([row[2] for row in given], dtype=np.float64),
        column_lower=np.array([low for low, _ in ranges], dtype=np.float64),
        column_upper=np.array([high for _, high in ranges], dtype=np.float64),
    )


@settings(
    max_examples=300, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
@given(
    stated=rows(4),
    ranges=bounds(),
    added=rows(2),
    integers=st.lists(st.booleans(), min_size=COLUMNS, max_size=COLUMNS),
    cost=st.lists(NUMBERS, min_size=COLUMNS, max_size=COLUMNS),
)
def test_narrowed_or_whole_the_least_is_the_same(
    stated: list[Row],
    ranges: list[tuple[int, int]],
    added: list[Row],
    integers: list[bool],
    cost: list[int],
) -> None:
    program, weights = arrays(stated, ranges), np.array(cost, dtype=np.float64)
    every = np.flatnonzero(integers).astype(np.int32)

    def whole() -> float:
        loaded = Loaded(program, Limits(), whole=every)
        for coefficients, lower, upper in added:
            loaded.add_row(np.array(coefficients, dtype=np.float64), lower, upper)
        return loaded.minimise_whole(weights, 0.5).objective

    def narrowed() -> Floats:
        loaded = Narrowed(program, program.column_lower, program.column_upper, every, Limits())
        for coefficients, lower, upper in added:
            loaded.add_row(np.array(coefficients, dtype=np.float64), lower, upper)
        return loaded.minimise_whole(weights, 0.5)

    try:
        least = whole()
    except NothingFitsError:
        with pytest.raises(NothingFitsError):
            narrowed()
        return
    point = narrowed()

    assert weights @ point == pytest.approx(least)
    for coefficients, lower, upper in (*stated, *added):
        assert lower - 1e-6 <= np.array(coefficients) @ point <= upper + 1e-6
    assert all(low <= one <= high for one, (low, high) in zip(point, ranges, strict=True))


def test_where_all_is_decided_added_rows_still_hold() -> None:
    """HiGHS asks nothing of a program without columns."""
    program = arrays([], [(2, 2)] * COLUMNS)
    loaded = Narrowed(program, program.column_lower, program.column_upper, np.zeros(0, np.int32), Limits())
    loaded.add_row(np.ones(COLUMNS), 10, 10)
    assert list(loaded.minimise_whole(np.ones(COLUMNS), 0.5)) == [2] * COLUMNS

    loaded.add_row(np.ones(COLUMNS), 11, FREE)
    with pytest.raises(NothingFitsError):
        loaded.minimise_whole(np.ones(COLUMNS), 0.5)


def test_rows_and_columns_may_be_changed_after_they_were_added() -> None:
    """``x`` is decided to be 2, ``y`` is open; what is added counts both."""
    program = arrays([([1, 0, 0, 0, 0], 2, 2)], [(0, 5), (0, 5), (0, 0), (0, 0), (0, 0)])
    loaded = Narrowed(
        program, program.column_lower, program.column_upper, np.arange(2, dtype=np.int32), Limits()
    )
    row = loaded.add_row(np.array([1.0, 1.0, 0, 0, 0]), 6, FREE)
    cost = np.array([0, 1.0, 0, 0, 0])
    assert list(loaded.minimise_whole(cost, 0.5)[:2]) == [2, 4]

    missing = loaded.add_column(0, FREE)
    loaded.change_coefficient(row, missing, 1.0)
    assert loaded.columns == 6
    assert list(loaded.minimise_whole(cost, 0.5)) == [2, 0, 0, 0, 0, 4]

    loaded.change_coefficient(row, missing, 0.0)
    loaded.bound_row(row, 5, FREE)
    assert list(loaded.minimise_whole(cost, 0.5)[:2]) == [2, 3]

    loaded.free_rows([row])
    assert list(loaded.minimise_whole(cost, 0.5)[:2]) == [2, 0]


def test_a_small_program_that_takes_long_is_solved_where_ctrl_c_is_heard(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Given no time at all in the calling thread, it is proven in one of its own, also when asked again."""
    where: list[bool] = []
    monkeypatch.setattr(highs, "SOON", 0.0)

    def noted(solver: highspy.Highs, *, brief: bool) -> None:
        where.append(brief)
        patience.run(solver, brief=brief)

    monkeypatch.setattr(highs, "run", noted)
    values = np.array([[7, 11, 13, 17, 19]], dtype=np.float64)
    program = arrays([([int(one) for one in values[0]], 0, 100)], [(0, 9)] * COLUMNS)
    loaded = Loaded(program, Limits(), whole=np.arange(COLUMNS, dtype=np.int32))

    first = loaded.minimise_whole(-(values[0] + 1), 0.5).objective
    assert loaded.minimise_whole(-values[0], 0.5).objective == -100
    assert where[-1] is False
    monkeypatch.undo()
    again = Loaded(program, Limits(), whole=np.arange(COLUMNS, dtype=np.int32))
    assert again.minimise_whole(-(values[0] + 1), 0.5).objective == first
