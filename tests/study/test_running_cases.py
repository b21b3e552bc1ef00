"""A study's cases become outcomes, in their order, each scenario solved once."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from running_study import lines, scenario_file, study

from optimizer import runs
from optimizer.answers.outcome import outcome_from, outcome_line
from optimizer.errors import AuditError, FailedError, Finding, InvalidError
from optimizer.scenario.reading import load
from optimizer.scenario.resolved import digest
from optimizer.study.case import Case
from optimizer.study.running import solve_cases


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return scenario_file(tmp_path)


def one(*sets: str, number: int = 0) -> Case:
    return Case(number, (), sets, ())


def test_an_outcome_is_what_the_audited_plan_of_the_scenario_says(file: Path) -> None:
    """12 persons for A, and 30 each for B and C out of 60: the sums of the hand case's docstring."""
    [(_, found)] = solve_cases(file, (), (), [one("title=Lain")])

    assert found.status == "optimal"
    assert found.digest == digest(load(file, sets=["title=Lain"]).scenario)
    assert [int(row.persons_end) for row in found.regions] == [12, 30, 30]
    assert [(row.region, row.fund, int(row.person_months)) for row in found.lines] == [
        ("52.01", "hanya-a", 144),
        ("52.02", "b-atau-c", 360),
        ("52.03", "b-atau-c", 360),
    ]
    assert [(row.name, row.value) for row in found.goals] == [("fairness", Fraction(12, 100))]
    assert found.headline is not None
    assert found.headline.persons_end == 72


def test_an_outcome_reads_back_equal_and_as_the_same_bytes(file: Path) -> None:
    wrong = [one("rules.stay=x"), one("rules.floors=[{region: '52.01', persons: 50}]")]
    told = lines(file, [*study(3), *wrong])

    assert {outcome_from(line).status for line in told} == {"optimal", "invalid", "contradiction"}
    assert [outcome_line(outcome_from(line)) for line in told] == told


def test_a_scenario_that_comes_twice_is_solved_once(file: Path) -> None:
    solving = solve_cases(file, (), (), study(10))
    outcomes = [outcome for _, outcome in solving]

    assert len(outcomes) == 11
    assert outcomes[10] == outcomes[0] or outcomes[10].digest != outcomes[0].digest
    assert solving.solved == len({outcome.digest for outcome in outcomes}) == 10


def test_what_all_cases_share_goes_before_what_each_has(file: Path) -> None:
    [(_, found)] = solve_cases(file, (), ["rules.stay=3", "title=Bersama"], [one("rules.stay=6")])

    assert found.digest == digest(load(file, sets=["title=Bersama", "rules.stay=6"]).scenario)


def test_a_case_without_a_plan_says_why_and_the_others_go_on(file: Path) -> None:
    cases = [
        one("rules.floors=[{region: '52.01', persons: 50}]"),
        one("rules.stay=banyak"),
        one("funds.tiada.ceiling=1"),
        one("funds.hanya-a.owner=99"),
        one("rules.stay=6"),
    ]
    outcomes = [outcome for _, outcome in solve_cases(file, (), (), cases)]

    assert [outcome.status for outcome in outcomes] == ["contradiction", *["invalid"] * 3, "optimal"]
    for outcome in outcomes[:4]:
        assert outcome.headline is None
        assert outcome.findings
        assert all(row.code and row.message and row.english for row in outcome.findings)


def test_a_limit_is_an_outcome_that_is_not_kept(file: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    stopped = [outcome for _, outcome in solve_cases(file, (), (), study(3), store=store, time_limit=0.0)]
    solving = solve_cases(file, (), (), study(3), store=store)

    assert {outcome.status for outcome in stopped} == {"stopped"}
    assert {outcome.status for _, outcome in solving} == {"optimal"}
    assert solving.reused == 0


@pytest.mark.parametrize(
    "error", [AuditError([Finding("audit.twice")]), RuntimeError("patah"), MemoryError()]
)
def test_a_case_on_which_the_program_fails_does_not_end_the_study(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    planned, asked = runs.planned, list[Any]()

    def fails_once(*given: Any) -> Any:
        asked.append(given)
        if len(asked) == 2:
            raise error
        return planned(*given)

    monkeypatch.setattr(runs, "planned", fails_once)
    solving = solve_cases(file, (), (), study(4), store=tmp_path / "store")

    assert [outcome.status for _, outcome in solving] == ["optimal", "failed", "optimal", "optimal"]
    again = solve_cases(file, (), (), study(4), store=tmp_path / "store")
    assert [outcome.status for _, outcome in again] == ["optimal"] * 4
    assert again.solved == 1


def test_progress_goes_from_nothing_to_all(file: Path) -> None:
    told: list[tuple[int, int]] = []
    cases = [*study(10), one("rules.stay=x")]
    list(solve_cases(file, (), (), cases, step=lambda done, total: told.append((done, total))))

    assert told[0] == (0, 12)
    assert told[-1] == (12, 12)
    assert told == sorted(told)


def test_a_file_that_cannot_be_read_makes_every_case_invalid(tmp_path: Path) -> None:
    outcomes = [outcome for _, outcome in solve_cases(tmp_path / "tiada.yaml", (), (), study(2))]

    assert [outcome.status for outcome in outcomes] == ["invalid"] * 2
    assert [row.code for row in outcomes[0].findings] == ["file.none"]


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"engine": "mesin"}, "study.engine_unknown"),
        ({"engine": "one", "scheduler": "tcp://x:1"}, "study.scheduler_unused"),
        ({"engine": "one", "workers": 2}, "study.workers_unused"),
        ({"engine": "cores", "workers": 0}, "study.workers_none"),
        ({"engine": "dask"}, "study.no_scheduler"),
    ],
)
def test_an_engine_that_cannot_be_had_so_is_refused(file: Path, how: dict[str, Any], code: str) -> None:
    with pytest.raises(InvalidError) as refused:
        next(solve_cases(file, (), (), study(1), **how))

    assert [finding.code for finding in refused.value.findings] == [code]


def test_without_dask_the_finding_names_what_to_install(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    monkeypatch.delitem(__import__("sys").modules, "optimizer.study.running.cluster", raising=False)
    with pytest.raises(InvalidError) as refused:
        next(solve_cases(file, (), (), study(1), engine="dask", scheduler="tcp://127.0.0.1:1"))

    assert [finding.code for finding in refused.value.findings] == ["study.no_dask"]


def test_a_worker_of_another_version_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("optimizer.study.running.parcels.versions", lambda: "alokasi=99")
    with pytest.raises(FailedError) as refused:
        list(solve_cases(file, (), (), study(2), engine="cores", workers=1))

    assert [finding.code for finding in refused.value.findings] == ["study.worker_version"]
