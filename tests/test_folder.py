"""Output folders are written whole or not at all, whatever strikes in between."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from optimizer import folder
from optimizer.errors import AlokasiError, FailedError, InvalidError

OLD = {name: f"old {name}\n" for name in folder.OURS}
NEW = {name: f"new {name}\n" for name in folder.OURS}

KILLED_AT = """
import os, signal, sys
from optimizer import folder

step, place = int(sys.argv[1]), sys.argv[2]
steps = 0

def strike(event, arguments):
    global steps
    if event in ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree", "fsync"):
        steps += 1
        if steps == step:
            os.kill(os.getpid(), signal.SIGKILL)

forced = os.fsync

def fsync(descriptor):
    strike("fsync", ())
    forced(descriptor)

os.fsync = fsync
sys.addaudithook(strike)
folder.write(place, {name: f"new {name}\\n" for name in folder.OURS}, replace=True)
"""
"""Writes a folder and is killed before its n-th operation on the disk."""

needs_sigkill = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows knows no SIGKILL")


def state(place: Path) -> dict[str, str] | None:
    """What the folder holds; None where there is none."""
    if not place.exists():
        return None
    return {entry.name: entry.read_text() for entry in place.iterdir()}


def beside(place: Path) -> list[str]:
    return sorted(entry.name for entry in place.parent.iterdir() if entry != place)


def killed_at(step: int, place: Path) -> bool:
    command = [sys.executable, "-c", KILLED_AT, str(step), str(place)]
    ended = subprocess.run(command, capture_output=True, cwd=Path(__file__).parents[1], check=False)
    assert ended.returncode in (0, -signal.SIGKILL), ended.stderr.decode()
    return ended.returncode != 0


@needs_sigkill
@pytest.mark.parametrize("before", [None, OLD], ids=["first", "replacing"])
def test_a_kill_at_any_step_leaves_the_old_folder_or_the_new(
    before: dict[str, str] | None, tmp_path: Path
) -> None:
    """If it leaves neither, the next command puts one of them back; and it leaves nothing beside."""
    place, step = tmp_path / "rencana", 0
    seen: list[dict[str, str] | None] = []
    while True:
        step += 1
        for left in tmp_path.iterdir():
            folder._discard(left)
        if before is not None:
            folder.write(place, before, replace=True)
        if not killed_at(step, place):
            break
        struck = state(place)
        put_back = folder.recover(place)

        assert struck in (before, NEW, None)
        assert put_back == (struck is None and before is not None)
        assert state(place) in (before, NEW)
        assert beside(place) == []
        seen.append(state(place))

    assert state(place) == NEW
    assert step > 15
    assert before in seen
    assert NEW in seen


def test_a_folder_is_replaced_only_when_asked(tmp_path: Path) -> None:
    place = tmp_path / "rencana"
    folder.write(place, OLD, replace=False)

    with pytest.raises(InvalidError, match=r"out\.exists"):
        folder.write(place, NEW, replace=False)
    assert state(place) == OLD
    assert folder.write(place, NEW, replace=True) == tuple(place / name for name in NEW)
    assert state(place) == NEW
    assert beside(place) == []


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    place = tmp_path / "rencana"
    place.mkdir()

    folder.write(place, NEW, replace=False)

    assert state(place) == NEW


def test_folders_above_are_made(tmp_path: Path) -> None:
    place = tmp_path / "hasil" / "2026" / "rencana"

    folder.write(place, NEW, replace=False)

    assert state(place) == NEW


def test_a_look_changes_nothing(tmp_path: Path) -> None:
    """A command asks before it solves whether it will be able to write."""
    folder.ready(tmp_path / "hasil" / "rencana", replace=False)

    assert list(tmp_path.iterdir()) == []


def test_a_place_without_rights_is_told_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)

    with pytest.raises(FailedError, match=r"out\.no_rights"):
        folder.ready(tmp_path / "rencana", replace=False)


@pytest.mark.parametrize(
    "content",
    [{"catatan.txt": ""}, OLD | {"catatan.txt": ""}, {"plan.yaml": "", "payments.csv": ""}, {"run.yaml": ""}],
    ids=["foreign", "with a note", "without run.yaml", "without plan.yaml"],
)
def test_what_the_program_did_not_write_is_never_replaced(content: dict[str, str], tmp_path: Path) -> None:
    place = tmp_path / "rencana"
    place.mkdir()
    for name, text in content.items():
        (place / name).write_text(text)

    with pytest.raises(InvalidError, match=r"out\.foreign"):
        folder.write(place, NEW, replace=True)
    assert state(place) == content


def refusals(tmp_path: Path) -> dict[str, Path]:
    (tmp_path / "berkas").write_text("")
    (tmp_path / "folder").mkdir()
    (tmp_path / "tautan").symlink_to(tmp_path / "folder")
    (tmp_path / "putus").symlink_to(tmp_path / "tiada")
    return {
        "out.parent_is_file": tmp_path / "berkas" / "rencana",
        "out.parent_is_file ": tmp_path / "berkas" / "tiada" / "rencana",
        "out.parent_is_file  ": tmp_path / "putus" / "rencana",
        "out.is_file": tmp_path / "berkas",
        "out.symlink": tmp_path / "tautan",
        "out.symlink ": tmp_path / "putus",
        "out.current": Path("."),
        "out.current ": Path(".."),
        "out.current  ": Path("/"),
        "out.name_too_long": tmp_path / ("x" * 300),
    }


def test_a_place_that_is_none_is_refused_by_name(tmp_path: Path) -> None:
    for code, place in refusals(tmp_path).items():
        with pytest.raises(AlokasiError) as refused:
            folder.write(place, NEW, replace=True)
        assert [finding.code for finding in refused.value.findings] == [code.strip()]


def failing(module: Any, name: str, error: BaseException, at: int) -> Callable[..., Any]:
    """The function as it is, but failing at its n-th call."""
    real, calls = getattr(module, name), [0]

    def fails(*given: Any, **options: Any) -> Any:
        calls[0] += 1
        if calls[0] == at:
            raise error
        return real(*given, **options)

    return fails


@pytest.mark.parametrize("at", [1, 2, 3, 4, 5, 6])
def test_a_full_disk_leaves_the_old_folder(at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four files and two folders are forced to the disk; any may find it full."""
    place = tmp_path / "rencana"
    folder.write(place, OLD, replace=False)
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    monkeypatch.setattr(os, "fsync", failing(os, "fsync", full, at))

    with pytest.raises(FailedError, match=r"out\.no_space"):
        folder.write(place, NEW, replace=True)
    monkeypatch.undo()
    folder.recover(place)
    assert state(place) == OLD
    assert beside(place) == []


def in_use(place: Path) -> PermissionError:
    """What Windows says of a folder with a file that another program holds open."""
    return PermissionError(errno.EACCES, "Access is denied", str(place), None, f"{place}-aside")


@pytest.mark.parametrize("at", [1, 2])
def test_a_file_held_open_is_told_and_nothing_changes(
    at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rename of the old folder fails, or that of the new one into its place."""
    place = tmp_path / "rencana"
    folder.write(place, OLD, replace=False)
    monkeypatch.setattr(os, "rename", failing(os, "rename", in_use(place), at))

    with pytest.raises(FailedError, match=r"out\.in_use"):
        folder.write(place, NEW, replace=True)
    assert state(place) == OLD
    assert beside(place) == []


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.EACCES, "out.no_rights"),
        (errno.EPERM, "out.no_rights"),
        (errno.EROFS, "out.read_only"),
        (errno.EIO, "out.failed"),
        (errno.ENOENT, "out.disturbed"),
    ],
)
def test_what_the_disk_refuses_is_told(
    number: int, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = OSError(number, os.strerror(number))
    monkeypatch.setattr(os, "mkdir", failing(os, "mkdir", refused, 1))

    with pytest.raises(FailedError) as failed:
        folder.write(tmp_path / "rencana", NEW, replace=False)
    assert [finding.code for finding in failed.value.findings] == [code]
    assert beside(tmp_path / "rencana") == []


def test_an_interruption_leaves_the_old_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C between the two renames."""
    place = tmp_path / "rencana"
    folder.write(place, OLD, replace=False)
    monkeypatch.setattr(os, "rename", failing(os, "rename", KeyboardInterrupt(), 2))

    with pytest.raises(KeyboardInterrupt):
        folder.write(place, NEW, replace=True)
    assert state(place) == OLD
    assert beside(place) == []


def test_the_folders_own_rights_are_those_of_the_user(tmp_path: Path) -> None:
    """Not the private ones of a temporary folder: colleagues must be able to read the plan."""
    ordinary = tmp_path / "biasa"
    ordinary.mkdir()

    folder.write(tmp_path / "rencana", NEW, replace=False)

    assert (tmp_path / "rencana").stat().st_mode == ordinary.stat().st_mode


def test_a_single_file_has_the_rights_that_the_user_lets_files_have(tmp_path: Path) -> None:
    """With umask 077 nobody else reads it; the temporary file's own rights or fixed ones would not do."""
    before = os.umask(0o077)
    try:
        folder.whole(tmp_path / "tertutup.xlsx", b"isi")
        os.umask(0o022)
        folder.whole(tmp_path / "terbuka.xlsx", b"isi")
    finally:
        os.umask(before)

    rights = [(tmp_path / name).stat().st_mode & 0o777 for name in ("tertutup.xlsx", "terbuka.xlsx")]
    assert rights == [0o600, 0o644]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_single_file_is_the_old_one_where_the_disk_refuses(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what is said names the file that was asked for."""
    place = tmp_path / "masukan.xlsx"
    folder.whole(place, b"lama")
    monkeypatch.setattr(os, step, failing(os, step, OSError(errno.ENOSPC, "full", "x.tmp"), 1))

    with pytest.raises(OSError, match="full") as found:
        folder.whole(place, b"baru")
    assert (found.value.filename, place.read_bytes()) == (str(place), b"lama")
    assert beside(place) == []


def test_a_single_file_may_have_the_longest_name_of_all(tmp_path: Path) -> None:
    place = tmp_path / ("é" * 125 + ".xlsx")
    folder.whole(place, b"isi")

    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"isi"]
