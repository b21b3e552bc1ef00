"""Whatever solves the cases, on however many processes, and whoever of them dies: the same bytes."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import random
import signal
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import dask
import distributed
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from running_study import Running, lines, scenario_file, study
from strategies import Case, as_yaml, cases

from optimizer.answers.outcome import outcome_line
from optimizer.errors import FailedError, InvalidError
from optimizer.scenario.reading import load
from optimizer.scenario.recast import Recast
from optimizer.scenario.schema import Scenario
from optimizer.study.running import cluster, crew, evaluation, solve_cases
from optimizer.study.running.evaluation import Bench
from optimizer.study.running.parcels import Packer, Unpacker


def outcomes_alone(file: Path, cases: list[Any]) -> list[str]:
    """Each case read from the file and solved by a solver that has solved nothing before."""
    scenarios = [load(file, variants=case.variants, sets=case.sets).scenario for case in cases]
    digests = [Recast(file).digest(scenario) for scenario in scenarios]
    return [outcome_line(Bench().outcome(*pair)) for pair in zip(scenarios, digests, strict=True)]


@settings(
    max_examples=3, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
@given(case=cases(), seed=st.integers(0, 2**32))
def test_what_was_solved_before_changes_no_outcome(case: Case, seed: int) -> None:
    """Cases in two orders by a solver that stays loaded, and each by a fresh one."""
    recast, drawn = Recast("-", text=as_yaml(case).encode()), random.Random(seed)
    changes = [
        (f"rules.stay={stay}", f"funds.*.ceiling=x{part}") for stay in (2, 5) for part in (1, 2, "0.5")
    ]
    scenarios = [recast.scenario((), sets) for sets in changes]
    mixed = list(enumerate(scenarios))
    drawn.shuffle(mixed)
    warm, other = Bench(), Bench()

    alone = [outcome_line(Bench().outcome(scenario, "-")) for scenario in scenarios]
    assert [outcome_line(warm.outcome(scenario, "-")) for scenario in scenarios] == alone
    assert {at: outcome_line(other.outcome(one, "-")) for at, one in mixed} == dict(enumerate(alone))


@settings(
    max_examples=8, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
@given(case=cases(), other=cases())
def test_a_scenario_sent_upon_another_arrives_as_it_is(case: Case, other: Case) -> None:
    """The base is sent once; of what came after, a worker that has it builds the very scenario."""
    recast = Recast("-", text=as_yaml(case).encode())
    changes = [
        (),
        ("rules.stay=2",),
        ("funds.*.ceiling=x2",),
        ("horizon=2025-01..2027-12", "title=Lain"),
        ("targets=null", "goals=[coverage]"),
    ]
    base, *more = valid(recast, changes)
    sent = [base, *more, *valid(Recast("-", text=as_yaml(other).encode()), [()])]
    packer, unpacker = Packer(base, "base", None), Unpacker()

    assert arrived(Unpacker(), packer.packed(base, "0", whole=False)) is None
    for number, scenario in enumerate(sent):
        assert arrived(unpacker, packer.packed(scenario, "0", whole=number == 0)) == scenario


def valid(recast: Recast, changes: Iterable[tuple[str, ...]]) -> list[Scenario]:
    """The scenarios that the changes make, without those that are refused."""
    made = []
    for sets in changes:
        with suppress(InvalidError):
            made.append(recast.scenario((), sets))
    return made


def arrived(unpacker: Unpacker, packed: bytes) -> Any:
    return unpacker.scenario(pickle.loads(packed))


def test_one_process_and_many_tell_the_same_bytes(tmp_path: Path) -> None:
    file = scenario_file(tmp_path)
    alone = outcomes_alone(file, study(6))

    assert lines(file, study(6)) == alone
    assert lines(file, study(6), engine="cores", workers=2, store=tmp_path / "store") == alone
    assert lines(file, study(6), store=tmp_path / "store") == alone


def test_programs_that_are_let_go_to_save_memory_change_no_outcome(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, made = scenario_file(tmp_path), list[Any]()
    kept, shelf = lines(file, study(6)), evaluation._Shelf

    class Counted(shelf):  # type: ignore[misc, valid-type] # the class that was there
        def __init__(self) -> None:
            super().__init__()
            made.append(self)

    monkeypatch.setattr(evaluation, "MOST_CELLS", 0)
    monkeypatch.setattr(evaluation, "_Shelf", Counted)

    assert lines(file, study(6)) == kept
    assert len(made) == 6


def test_a_killed_worker_loses_no_case(tmp_path: Path) -> None:
    """A worker is killed during the study; all cases come, with the bytes of one process."""
    file = scenario_file(tmp_path)
    solving = solve_cases(file, (), (), study(14), engine="cores", workers=1)
    told = []
    for place, (_, outcome) in enumerate(solving):
        told.append(outcome_line(outcome))
        if place == 3:
            worker = multiprocessing.active_children()[0]
            worker.kill()

    assert told == lines(file, study(14))
    assert not multiprocessing.active_children()


def test_a_case_that_kills_every_worker_is_told_and_the_others_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A parcel that ends the process that opens it, as one does that takes all memory."""
    file, packed = scenario_file(tmp_path), Packer.packed
    poisoned = load(file, sets=study(4)[2].sets).scenario

    def poisons(self: Packer, scenario: Any, digest: str, *, whole: bool) -> Any:
        parcel = packed(self, scenario, digest, whole=whole)
        return Poison() if scenario == poisoned else parcel

    monkeypatch.setattr(Packer, "packed", poisons)
    monkeypatch.setattr(crew, "SUSPECT", 1)
    outcomes = [one for _, one in solve_cases(file, (), (), study(4), engine="cores", workers=1)]

    assert [outcome.status for outcome in outcomes] == ["optimal", "optimal", "failed", "optimal"]
    assert [row.code for row in outcomes[2].findings] == ["study.case_lost"]


def test_workers_that_never_answer_end_the_study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Packer, "packed", lambda *_, **__: Poison())
    monkeypatch.setattr(crew, "IN_VAIN", 1)
    monkeypatch.setattr(crew, "SUSPECT", 1)
    with pytest.raises(FailedError) as failed:
        list(solve_cases(scenario_file(tmp_path), (), (), study(1), engine="cores", workers=1))

    assert [finding.code for finding in failed.value.findings] == ["study.workers_die"]


class Poison:
    """Ends the process that unpickles it."""

    def __reduce__(self) -> Any:
        return os._exit, (9,)


def local_cluster(workers: int) -> Any:
    """A real Dask cluster: a scheduler and worker processes."""
    return distributed.LocalCluster(  # type: ignore[no-untyped-call] # distributed leaves it untyped
        n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=50
    )


@pytest.fixture(scope="module")
def two_workers() -> Iterator[Any]:
    # A scheduler asks a dead worker for what it had done as long as it waits for any connection: 30 seconds.
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "2s"}),
        local_cluster(2) as made,
    ):
        yield made


def test_a_dask_cluster_tells_the_same_bytes_though_one_of_its_two_workers_is_killed(
    tmp_path: Path, two_workers: Any
) -> None:
    """One of the two is killed while both have cases; nothing is lost and nothing comes twice."""
    file = scenario_file(tmp_path)
    workers = [worker.pid for worker in two_workers.workers.values()]
    address = two_workers.scheduler_address
    solving = solve_cases(file, (), (), study(20), engine="dask", scheduler=address, store=tmp_path / "store")
    told = []
    for place, (_, outcome) in enumerate(solving):
        told.append(outcome_line(outcome))
        if place == 5:
            os.kill(workers[0], signal.SIGKILL)

    assert told == lines(file, study(20))
    assert lines(file, study(20), store=tmp_path / "store") == told


def test_ctrl_c_while_a_cluster_works_ends_within_a_second_and_keeps_what_is_done(
    tmp_path: Path, two_workers: Any
) -> None:
    with Running(tmp_path, cases=1000, engine="dask", scheduler=two_workers.scheduler_address) as running:
        running.until(10)

        assert running.interrupt() < 1
        assert running.ended() == (130, "")
    kept = solve_cases(tmp_path / "scenario.yaml", (), (), study(1000)[:10], store=tmp_path / "store")
    assert len(list(kept)) == kept.reused == 10


def test_a_cluster_without_workers_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "FOR_WORKERS", 0.2)
    file = scenario_file(tmp_path)
    with (
        local_cluster(0) as empty,
        pytest.raises(FailedError) as failed,
    ):
        next(solve_cases(file, (), (), study(1), engine="dask", scheduler=empty.scheduler_address))

    assert [finding.code for finding in failed.value.findings] == ["study.cluster_empty"]


@pytest.mark.parametrize(
    ("address", "code"),
    [("tcp://127.0.0.1:9", "study.scheduler_silent"), ("nowhere", "study.scheduler_unreachable")],
)
def test_a_scheduler_that_is_not_there_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str, code: str
) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 0.3)
    with pytest.raises(FailedError) as failed:
        next(solve_cases(scenario_file(tmp_path), (), (), study(1), engine="dask", scheduler=address))

    assert [finding.code for finding in failed.value.findings] == [code]
