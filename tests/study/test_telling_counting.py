"""The statistics of a study against their definitions, counted another way."""

from __future__ import annotations

import statistics
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from optimizer.study.telling.counting import explained_by_kind, explained_by_rank, quantile, ranks

SEEN = settings(derandomize=True, database=None, max_examples=50, deadline=None)
VALUES = st.lists(st.integers(-50, 50), min_size=1, max_size=40)
PAIRS = st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=2, max_size=40)


@SEEN
@given(VALUES, st.sampled_from([1, 5, 9]))
def test_a_quantile_is_the_least_value_that_so_many_do_not_exceed(values: list[int], tenths: int) -> None:
    found = quantile(values, tenths)

    enough = [one for one in values if sum(other <= one for other in values) * 10 >= tenths * len(values)]
    assert found == min(enough)


@SEEN
@given(VALUES)
def test_at_least_nine_in_ten_reach_p10_and_half_reach_p50(values: list[int]) -> None:
    """What the page says of them; the median of the statistics module is P50 where the count is odd."""
    p10, p50 = quantile(values, 1), quantile(values, 5)

    assert sum(value >= p10 for value in values) * 10 >= 9 * len(values)
    assert sum(value >= p50 for value in values) * 2 >= len(values)
    assert p50 == statistics.median_low(values)


@SEEN
@given(VALUES)
def test_ranks_are_those_of_scipy(values: list[int]) -> None:
    assert ranks(values) == [round(2 * rank) for rank in stats.rankdata(values)]


@SEEN
@given(PAIRS)
def test_explained_by_rank_is_the_square_of_spearman(pairs: list[tuple[int, int]]) -> None:
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    part, sign = explained_by_rank(first, second)

    if len(set(first)) == 1 or len(set(second)) == 1:
        assert (part, sign) == (Fraction(0), 0)
    else:
        wanted = statistics.correlation(stats.rankdata(first).tolist(), stats.rankdata(second).tolist())
        assert float(part) == pytest.approx(wanted**2, abs=1e-12)
        assert sign == (0 if abs(wanted) < 1e-12 else 1 if wanted > 0 else -1)


@SEEN
@given(PAIRS)
def test_explained_by_kind_is_the_variance_between_over_all(pairs: list[tuple[int, int]]) -> None:
    kinds, values = [str(a) for a, _ in pairs], [b for _, b in pairs]
    part = explained_by_kind(kinds, values)

    every = statistics.pvariance([Fraction(value) for value in values])
    means = {
        kind: statistics.mean(
            Fraction(value) for one, value in zip(kinds, values, strict=True) if one == kind
        )
        for kind in kinds
    }
    between = statistics.pvariance([Fraction(means[kind]) for kind in kinds])
    assert part == (between / every if every else 0)


def test_by_hand() -> None:
    """Ranks 1, 2, 3 against 1, 3, 2: r = 1 - 6 * 2 / (3 * 8) = 1/2. Kinds x: 0, 0 and y: 0, 4: 4/12."""
    assert explained_by_rank([10, 20, 30], [5, 9, 7]) == (Fraction(1, 4), 1)
    assert explained_by_kind(["x", "x", "y", "y"], [0, 0, 0, 4]) == Fraction(1, 3)
