"""The gate: every kind of error ends with its code and one clear message."""

from __future__ import annotations

import errno
import json
import re
import signal
from pathlib import Path

import pytest

from optimizer.commands.gate import told
from optimizer.commands.talk import talk_of
from optimizer.errors import (
    AlokasiError,
    AuditError,
    ContradictionError,
    FailedError,
    Finding,
    InvalidError,
    Place,
    StoppedError,
)

FINDING = Finding("init.exists", {"file": "a.yaml"}, path="funds.x", place=Place("a.yaml", 3, 5, "  x: 1"))
KINDS: list[tuple[type[AlokasiError], int, str]] = [
    (FailedError, 1, "failed"),
    (InvalidError, 2, "invalid"),
    (ContradictionError, 3, "contradiction"),
    (StoppedError, 4, "stopped"),
    (AuditError, 5, "audit_failed"),
]


@pytest.mark.parametrize(("kind", "code", "status"), KINDS)
def test_each_kind_of_error_has_its_code_and_status(
    kind: type[AlokasiError], code: int, status: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(kind([FINDING]), talk_of("id", json=True)) == code
    document = json.loads(capsys.readouterr().out)

    assert document == {
        "status": status,
        "findings": [
            {
                "code": "init.exists",
                "level": "error",
                "file": "a.yaml",
                "line": 3,
                "column": 5,
                "path": "funds.x",
                "message": "a.yaml sudah ada dan tidak ditimpa. "
                "Pilih nama lain, atau tambahkan --force untuk menggantinya.",
            }
        ],
    }


def test_findings_go_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    told(InvalidError([FINDING]), talk_of("en"))
    printed = capsys.readouterr()

    assert printed.out == ""
    assert "a.yaml:3:5  funds.x: a.yaml exists and is not overwritten." in printed.err


def test_an_unexpected_error_keeps_its_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    assert told(ZeroDivisionError("oops"), talk_of("en")) == 1
    kept = list(tmp_path.iterdir())
    printed = capsys.readouterr().err

    assert len(kept) == 1
    assert "ZeroDivisionError: oops" in kept[0].read_text("utf-8")
    assert kept[0].name in re.sub(r"\s", "", printed)
    assert "Traceback" not in printed


def test_the_report_is_printed_when_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    told(ZeroDivisionError("oops"), talk_of("en", verbose=True))

    assert "ZeroDivisionError: oops" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "gate.disk_full"), (errno.EACCES, "gate.disk"), (errno.EIO, "gate.disk")],
)
def test_a_disk_that_refuses(number: int, code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(OSError(number, "no", "x.yaml"), talk_of("id", json=True)) == 1
    assert json.loads(capsys.readouterr().out)["findings"][0]["code"] == code


def test_an_interruption_is_one_line_however_often_it_comes(capsys: pytest.CaptureFixture[str]) -> None:
    before = signal.getsignal(signal.SIGINT)
    try:
        assert told(KeyboardInterrupt(), talk_of("id")) == 130
        signal.raise_signal(signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)
    assert capsys.readouterr().err.count("\n") == 1


def test_a_reader_that_has_gone_is_told_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(BrokenPipeError(), talk_of("id")) == 0
    assert capsys.readouterr() == ("", "")
