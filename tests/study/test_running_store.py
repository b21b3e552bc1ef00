"""Finished cases are on disk whole or not at all, and one process at a time adds to them."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import environment
from running_study import Running, lines, scenario_file, study

from optimizer.answers.outcome import Outcome
from optimizer.errors import FailedError, InvalidError
from optimizer.study.running import solve_cases
from optimizer.study.running.store import FILE, HEAD, Store


def outcome(number: int) -> Outcome:
    return Outcome("contradiction", f"{number:064x}")


def filled(folder: Path, records: int) -> Path:
    """A store with some records; its file."""
    store = Store(folder, "1")
    for number in range(records):
        store.put(outcome(number))
    store.close()
    return folder / FILE


def known(folder: Path, records: int, versions: str = "1") -> tuple[list[int], int]:
    """The records that are found again, and how many were damaged."""
    store = Store(folder, versions)
    try:
        found = [number for number in range(records) if store.get(f"{number:064x}") == outcome(number)]
        return found, store.damaged
    finally:
        store.close()


def test_what_was_put_is_found_again(tmp_path: Path) -> None:
    filled(tmp_path / "a" / "b", 5)

    assert known(tmp_path / "a" / "b", 6) == ([0, 1, 2, 3, 4], 0)


def test_answers_of_another_version_are_not_used(tmp_path: Path) -> None:
    filled(tmp_path, 3)

    assert known(tmp_path, 3, "2") == ([], 0)
    assert known(tmp_path, 3) == ([0, 1, 2], 0)


def test_wherever_a_file_is_cut_all_whole_records_are_found_and_more_can_be_added(tmp_path: Path) -> None:
    file = filled(tmp_path, 4)
    content = file.read_bytes()
    ends = [at + 1 for at, byte in enumerate(content) if byte == ord("\n")]
    for cut in {*range(0, len(HEAD) + 2), *random.Random(1).sample(range(len(content)), 25), *ends}:
        file.write_bytes(content[:cut])
        whole = sum(end <= cut for end in ends[1:])
        inside_a_record = cut not in ends and cut > len(HEAD)

        assert known(tmp_path, 4) == (list(range(whole)), int(inside_a_record))
        filled(tmp_path, 4)
        assert file.read_bytes() == content


def test_a_record_that_was_changed_is_left_out(tmp_path: Path) -> None:
    file = filled(tmp_path, 4)
    content = bytearray(file.read_bytes())
    at = content.index(b"contradiction", content.index(f"{2:064x}".encode()))
    content[at] ^= 1
    file.write_bytes(content)

    assert known(tmp_path, 4) == ([0, 1, 3], 1)


def test_a_study_tells_of_damage_and_solves_what_was_lost(tmp_path: Path) -> None:
    file, store = scenario_file(tmp_path), tmp_path / "store"
    first = lines(file, study(5), store=store)
    content = (store / FILE).read_bytes()
    (store / FILE).write_bytes(content[:-7])
    again = solve_cases(file, (), (), study(5), store=store)

    assert len(list(again)) == 5
    assert again.solved == 1
    assert [finding.code for finding in again.notes] == ["study.store_damaged"]
    assert lines(file, study(5), store=store) == first


def test_a_file_of_somebody_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("catatan saya\n", encoding="utf-8")
    with pytest.raises(InvalidError) as refused:
        Store(tmp_path, "1")

    assert [finding.code for finding in refused.value.findings] == ["study.store_foreign"]
    assert (tmp_path / FILE).read_text(encoding="utf-8") == "catatan saya\n"


def test_a_file_that_somebody_else_changes_meanwhile_is_told(tmp_path: Path) -> None:
    file = filled(tmp_path, 1)
    store = Store(tmp_path, "1")
    file.write_bytes(b"?" * file.stat().st_size)
    with pytest.raises(FailedError) as failed:
        store.get(f"{0:064x}")
    store.close()

    assert [finding.code for finding in failed.value.findings] == ["study.store_foreign"]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FailedError) as refused:
        Store(tmp_path / "file", "1")

    assert [finding.code for finding in refused.value.findings] == ["study.store_failed"]


_FULL = """
import resource, sys
from pathlib import Path
from optimizer.answers.outcome import Outcome
from optimizer.errors import FailedError
from optimizer.study.running.store import Store
resource.setrlimit(resource.RLIMIT_FSIZE, (700, 700))
store = Store(Path(sys.argv[1]), "1")
try:
    for number in range(9):
        store.put(Outcome("contradiction", f"{number:064x}"))
except FailedError as error:
    print(number, error.findings[0].code)
store.close()
"""


def test_a_full_disk_is_told_and_leaves_whole_records(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _FULL, str(tmp_path)], capture_output=True, text=True, env=environment()
    )
    kept, code = done.stdout.split()

    assert (code, done.stderr) == ("study.store_full", "")
    assert known(tmp_path, 9) == (list(range(int(kept))), 0)


def test_a_second_process_is_refused_until_the_first_has_ended_however_it_ended(tmp_path: Path) -> None:
    """A process holds the folder; it is refused to this one, and free once that process was killed."""
    with Running(tmp_path, cases=2000) as running:
        running.until(1)
        with pytest.raises(InvalidError) as refused:
            lines(tmp_path / "scenario.yaml", study(1), store=tmp_path / "store")
        [finding] = refused.value.findings

        assert finding.code == "study.store_in_use"
        assert finding.facts["process"] == str(running.process.pid)
        running.kill()
    assert len(lines(tmp_path / "scenario.yaml", study(1), store=tmp_path / "store")) == 1


def test_a_store_leaves_no_file_open(tmp_path: Path) -> None:
    before = len(os.listdir("/proc/self/fd"))
    filled(tmp_path, 2).write_text("x\n")
    with pytest.raises(InvalidError):
        Store(tmp_path, "1")

    assert len(os.listdir("/proc/self/fd")) == before
