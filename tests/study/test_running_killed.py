"""A study that is killed or interrupted is taken up where it stood, and leaves nothing running."""

from __future__ import annotations

import random
import signal
from pathlib import Path
from typing import Any

import pytest
from running_study import CASES, Running, lines, scenario_file, study

from optimizer.answers.outcome import outcome_line
from optimizer.study.running import solve_cases
from optimizer.study.running.parcels import versions
from optimizer.study.running.store import Store

ENGINES: tuple[dict[str, Any], ...] = ({"engine": "one"}, {"engine": "cores", "workers": 1})


def kept(folder: Path) -> int:
    """The cases a store has."""
    store = Store(folder / "store", versions())
    store.close()
    return len(store)


@pytest.mark.parametrize("how", ENGINES, ids=str)
def test_a_study_killed_at_random_points_and_resumed_gives_the_bytes_of_one_that_ran_through(
    tmp_path: Path, how: dict[str, Any]
) -> None:
    """The whole process group is killed; each run solves only what no run before it stored."""
    drawn, stored = random.Random(4), 0
    points = (drawn.randint(2, 9), CASES // 2, CASES - drawn.randint(2, 9))
    for told in points[::2] if how["engine"] == "one" else points[1:2]:
        with Running(tmp_path, **how) as running:
            running.until(told)
            running.kill()
            assert running.is_gone()
        assert kept(tmp_path) >= max(told, stored)
        stored = kept(tmp_path)
    resumed = solve_cases(tmp_path / "scenario.yaml", (), (), study(), store=tmp_path / "store")
    told_again = [outcome_line(outcome) for _, outcome in resumed]

    assert resumed.solved == CASES - stored
    assert kept(tmp_path) == CASES
    assert told_again == lines(scenario_file(tmp_path), study())


def test_ctrl_c_ends_within_a_second_keeps_what_is_done_and_leaves_no_process(tmp_path: Path) -> None:
    """The terminal sends it to all processes at once; none of them prints a word."""
    with Running(tmp_path, cases=1000, engine="cores", workers=2) as running:
        running.until(20)

        assert running.interrupt() < 1
        assert running.ended() == (130, "")
        assert running.is_gone(1)
    assert kept(tmp_path) >= 20


def test_ctrl_c_while_the_workers_start_is_heard_too(tmp_path: Path) -> None:
    """Python prints a traceback when it hears Ctrl-C while it starts; the workers hear none."""
    with Running(tmp_path, cases=1000, engine="cores", workers=1) as running:
        while len(list(running.members())) < 3:
            assert running.process.poll() is None

        assert running.interrupt() < 1
        assert running.ended() == (130, "")
        assert running.is_gone(1)


def test_a_study_that_is_asked_to_end_does_so_as_with_ctrl_c(tmp_path: Path) -> None:
    """SIGTERM, as a system that shuts down sends it to all processes."""
    with Running(tmp_path, cases=1000, engine="one") as running:
        running.until(5)

        assert running.interrupt(signal.SIGTERM) < 1
        assert running.ended() == (130, "")
        assert running.is_gone(1)
    assert kept(tmp_path) >= 5


def test_workers_end_with_a_parent_that_was_killed(tmp_path: Path) -> None:
    """Only the parent is killed, as a system short of memory does."""
    with Running(tmp_path, cases=1000, engine="cores", workers=1) as running:
        running.until(5)
        running.process.kill()

        assert running.is_gone()
    assert kept(tmp_path) >= 5
