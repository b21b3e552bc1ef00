"""Whatever stands in a study file, it is read or refused with findings at their places."""

from __future__ import annotations

from pathlib import Path

import pytest
from designing_study import written
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optimizer.errors import Finding, InvalidError
from optimizer.study.designing.cases import cases, count
from optimizer.study.designing.reading import read_study
from optimizer.study.designing.shapes import Study
from optimizer.text import sentence
from optimizer.text.language import LANGUAGES

BODY = """with: [separuh]
set: {rules.stay: 6}
seed: 3
grid:
  funds.murni-2026.ceiling: [Rp5 juta, -20%, +Rp1 juta, x0.9]
  rules.stay: 3..12 step 3
  variant: [none, [separuh, tanpa-target]]
  goals: [[coverage], [{coverage: {give_up: 1%}}, months]]
sample:
  count: 5
  method: random
  figures:
    funds.*.ceiling: {normal: {mean: +0%, spread: 10%}}
    targets.semua.share: {triangular: [50%, 55%, 70%]}
    regions.52.04.eligible.rentan: ±10%
swings: [assumptions, {rules.stay: [3, 12], funds.murni-2026.ceiling: {rivals: true}}]
labels: {rules.stay: lama}
"""
SIGNS = st.sampled_from(
    ["", "0", "-", "+", "%", "pp", "x", "±", "..", "*", "[", "]", "{", "}", ",", ": ", "\n", "  ", "null",
     "~", "true", "'", '"', "&a", "*a", "!!x", "#", "é", "\x07", "9" * 30, "1e9", "none",
     "rivals", "step 1", "|"]
)  # fmt: skip
EDITS = st.lists(st.tuples(st.integers(0, len(BODY) - 1), st.integers(0, 12), SIGNS), min_size=1, max_size=4)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("studi")
    written(place, BODY)
    return place


def test_the_study_that_is_damaged_below_is_sound(folder: Path) -> None:
    study = read_study(written(folder, BODY))

    assert len(cases(study)) == count(study) == 1 + 4 * 4 * 2 * 2 + 5 + 2 * len(study.swings)


@settings(
    derandomize=True,
    database=None,
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(EDITS)
def test_a_damaged_study_is_read_or_refused_with_placed_findings(
    folder: Path, edits: list[tuple[int, int, str]]
) -> None:
    body = BODY
    for at, length, put in edits:
        body = body[:at] + put + body[at + length :]
    study, findings = looked_at(written(folder, body))

    assert all(finding.place is not None for finding in findings if finding.level == "error")
    assert [one.code for one in findings for lang in LANGUAGES if one.code in sentence(one, lang)] == []
    if study is not None and count(study) < 500:
        assert len(cases(study)) == count(study)


def looked_at(file: Path) -> tuple[Study | None, tuple[Finding, ...]]:
    """The study, or why it is refused."""
    try:
        return read_study(file), ()
    except InvalidError as error:
        return None, error.findings or (Finding("refused without a word"),)
