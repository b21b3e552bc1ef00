"""From a scenario to an audited plan and its folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import cases
import payable
import pytest
import strategies
import yaml

from optimizer import runs
from optimizer.errors import AuditError, ContradictionError, InvalidError
from optimizer.plan.shapes import Draft
from optimizer.scenario.reading import Loaded, load
from optimizer.scenario.resolved import digest
from optimizer.scenario.schema import Scenario

FILES = ["payments.csv", "plan.yaml", "run.yaml", "scenario.yaml"]


def loaded(case: payable.Case) -> Loaded:
    return load("skenario.yaml", text=strategies.as_yaml(case).encode())


@pytest.fixture(scope="module")
def run() -> runs.Run:
    return runs.answer(loaded(cases.perubahan_then_murni_already_paid()))


def test_an_answer_is_an_audited_plan(run: runs.Run) -> None:
    """100 kept to December, 90 dropped in January: 1,080 person-months lost."""
    assert run.plan.totals.dropped == 90
    assert [goal.value for goal in run.plan.goals] == [1080, 10]
    assert run.plan.digest == digest(run.scenario)


def test_phases_are_told_and_timed() -> None:
    told: list[str] = []

    run = runs.answer(loaded(cases.one_regency_one_year()), progress=told.append)

    assert told == ["solve", "audit", "tally"]
    assert [phase for phase, seconds in run.seconds if seconds >= 0] == told


def test_what_fails_the_audit_is_no_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """A solver that is wrong by one person-month."""
    case = payable.small(fund={"ceiling": 719 * payable.PREMIUM})

    def wrong(scenario: Scenario, *, time_limit: float | None = None) -> Draft:
        return payable.draft(payable.GOOD)

    monkeypatch.setattr(runs, "draft", wrong)

    with pytest.raises(AuditError, match=r"audit\.ceiling"):
        runs.answer(loaded(case))


def test_a_contradiction_is_told_as_one() -> None:
    """A floor of 61 persons, money for 60."""
    case = payable.small(
        fund={"ceiling": 720 * payable.PREMIUM}, rules={"floors": [{"region": "52", "persons": 61}]}
    )

    with pytest.raises(ContradictionError):
        runs.answer(loaded(case))


def test_the_folder_holds_the_four_files(run: runs.Run, tmp_path: Path) -> None:
    written = runs.save(run, tmp_path / "rencana")

    assert sorted(path.name for path in written) == FILES
    assert sorted(path.name for path in (tmp_path / "rencana").iterdir()) == FILES


def test_the_same_scenario_gives_the_same_bytes_but_for_run_yaml(run: runs.Run, tmp_path: Path) -> None:
    again = runs.answer(loaded(cases.perubahan_then_murni_already_paid()))
    runs.save(run, tmp_path / "a")
    runs.save(again, tmp_path / "b")

    for name in FILES:
        if name != "run.yaml":
            assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_the_resolved_scenario_gives_the_same_plan(run: runs.Run, tmp_path: Path) -> None:
    runs.save(run, tmp_path / "rencana")

    again = runs.answer(load(tmp_path / "rencana" / "scenario.yaml"))

    assert again.plan == run.plan


def test_run_yaml_says_how_it_came_about(run: runs.Run, tmp_path: Path) -> None:
    runs.save(run, tmp_path / "rencana", command=["alokasi", "solve", "berkas saya.yaml"])

    said = yaml.safe_load((tmp_path / "rencana" / "run.yaml").read_text())

    assert said["schema"] == "run/1"
    assert said["digest"] == run.plan.digest
    assert said["command"] == "alokasi solve 'berkas saya.yaml'"
    assert {"alokasi", "python", *runs.PACKAGES} == set(said["versions"])
    assert {"solve", "audit", "tally"} == set(said["seconds"])


def test_run_yaml_names_no_person(run: runs.Run, tmp_path: Path) -> None:
    runs.save(run, tmp_path / "rencana")

    said = yaml.safe_load((tmp_path / "rencana" / "run.yaml").read_text())

    assert {"system", "kind", "cores"} == set(said["machine"])


def test_a_plan_is_replaced_only_with_force(run: runs.Run, tmp_path: Path) -> None:
    runs.save(run, tmp_path / "rencana")

    with pytest.raises(InvalidError, match=r"out\.exists"):
        runs.save(run, tmp_path / "rencana")
    assert len(runs.save(run, tmp_path / "rencana", force=True)) == len(FILES)


def test_files_are_utf_8_with_plain_line_ends_on_every_machine(run: runs.Run, tmp_path: Path) -> None:
    runs.save(run, tmp_path / "rencana")

    for name in FILES:
        content = (tmp_path / "rencana" / name).read_bytes()
        assert b"\r" not in content
        assert content.decode().endswith("\n")


def test_a_table_of_an_unknown_hash_seed_is_the_same(run: runs.Run, tmp_path: Path) -> None:
    """No order depends on how Python hashes text today."""
    runs.save(run, tmp_path / "a")
    script = f"""
from optimizer.scenario.reading import load
from optimizer import runs
runs.save(runs.answer(load({str(tmp_path / "a" / "scenario.yaml")!r})), {str(tmp_path / "b")!r})
"""
    root = Path(__file__).parents[1]
    subprocess.run(
        [sys.executable, "-c", script], check=True, cwd=root, env=os.environ | {"PYTHONHASHSEED": "1"}
    )

    for name in ("plan.yaml", "payments.csv", "scenario.yaml"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
