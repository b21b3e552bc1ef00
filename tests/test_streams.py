"""Streams: results to standard output, talk to standard error, in pipes, terminals and old encodings."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from fcntl import ioctl
from pathlib import Path
from termios import FIONREAD

import pseudo_terminal
import pytest
from command_line import PROGRAM, ROOT, STARTER, Done, environment, in_a_process
from interrupted import hears_interrupts


def piped(command: str, **setting: str) -> Done:
    """A shell pipeline whose code is that of its first failing part."""
    program = " ".join(PROGRAM)
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command.replace('alokasi', program)}"],
        env=environment(**setting),
        capture_output=True,
        check=False,
        cwd=ROOT,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.mark.parametrize("reader", ["head -1", "true"])
@pytest.mark.parametrize(
    "command", [f"solve {STARTER}", f"show {STARTER} --yaml", f"solve {STARTER} --json", "--help"]
)
def test_a_reader_that_goes_away_is_no_error(command: str, reader: str) -> None:
    done = piped(f"alokasi {command} | {reader}")

    assert (done.code, done.err) == (0, "")


def test_closed_standard_streams_are_no_error() -> None:
    assert piped(f"alokasi validate {STARTER} >&- 2>&-").code == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk to write to is there on Linux only")
def test_a_full_disk_is_told() -> None:
    done = piped(f"alokasi show {STARTER} > /dev/full")

    assert done.code == 1
    assert "penuh" in done.err


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
@pytest.mark.parametrize("words", [["solve"], ["show"], ["validate"]])
def test_old_encodings(words: list[str], encoding: str) -> None:
    done = in_a_process(*words, STARTER, encoding=encoding)

    assert (done.code, done.err) == (0, "")


def test_documents_are_utf8_whatever_the_terminal_speaks() -> None:
    done = piped(f"alokasi show {STARTER} --yaml", PYTHONIOENCODING="cp1252")

    assert "Contoh: satu kabupaten" in done.out


@pytest.mark.parametrize("columns", [80, 120])
def test_in_a_terminal(columns: int) -> None:
    screen = pseudo_terminal.run(
        [*PROGRAM, "solve", str(STARTER)],
        columns=columns,
        environment=environment(TERM="xterm", PYTHONUTF8="1"),
    )

    assert screen.code == 0
    assert "\x1b[1m" in screen.raw
    assert max(len(line) for line in screen.lines) <= columns
    assert any(line.startswith("• 20.337 orang") for line in screen.lines)


def test_no_color_in_a_terminal() -> None:
    setting = environment(TERM="xterm", NO_COLOR="1", PYTHONUTF8="1")
    screen = pseudo_terminal.run([*PROGRAM, "show", str(STARTER)], columns=80, environment=setting)

    assert "\x1b" not in screen.raw


def test_progress_is_shown_in_a_terminal_and_wiped() -> None:
    """The phase stands on one line that is empty before the answer begins."""
    setting = environment(TERM="xterm", PYTHONUTF8="1")
    screen = pseudo_terminal.run([*PROGRAM, "solve", str(STARTER)], columns=80, environment=setting)

    assert "Mencari rencana terbaik" in screen.raw
    assert not any("Mencari rencana" in line for line in screen.lines)


def has_begun_to_read(process: subprocess.Popen[bytes], sent: bytes) -> None:
    """Send something and wait until it was taken: however busy the machine, the program waits for more."""
    assert process.stdin is not None
    process.stdin.write(sent)
    process.stdin.flush()
    last = time.monotonic() + 60
    while int.from_bytes(ioctl(process.stdin, FIONREAD, bytes(4)), sys.byteorder):
        assert process.poll() is None
        assert time.monotonic() < last
        time.sleep(0.01)


@pytest.mark.parametrize("command", ["validate", "show", "solve"])
def test_ctrl_c_while_waiting_for_standard_input(command: str) -> None:
    """The file has not come to its end yet, so neither has its language."""
    with subprocess.Popen(
        [*PROGRAM, command, "-"],
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=hears_interrupts,
    ) as process:
        has_begun_to_read(process, b"#")
        process.send_signal(signal.SIGINT)
        try:
            printed, told = process.communicate(timeout=30)
        finally:
            process.kill()

    assert process.returncode == 130
    assert printed == b""
    assert told.decode().startswith("Dihentikan.")
    assert told.decode().count("\n") == 1


def worked(process: int) -> float:
    """Seconds of the processor that a process has had."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.mark.parametrize("times", [1, 3])
def test_ctrl_c_ends_within_a_second(tmp_path: Path, times: int) -> None:
    """A quarter of a second here, however often it is pressed; a busy machine is given one second more."""
    out = tmp_path / "hasil"
    with subprocess.Popen(
        [*PROGRAM, "solve", "-", "--out", str(out), "--quiet"],
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=hears_interrupts,
    ) as process:
        has_begun_to_read(process, large_scenario(120).encode())
        assert process.stdin is not None
        process.stdin.close()
        process.stdin = None
        while worked(process.pid) < 1.5:
            time.sleep(0.1)
        before = time.perf_counter()
        for _ in range(times):
            process.send_signal(signal.SIGINT)
            time.sleep(0.005)
        try:
            printed, told = process.communicate(timeout=30)
        finally:
            process.kill()
        seconds = time.perf_counter() - before

    assert process.returncode == 130
    assert printed == b""
    assert told.decode().count("\n") == 1
    assert seconds < 2
    assert not out.exists()


def large_scenario(regions: int) -> str:
    """So many regions with two funds each that solving takes longer than a person waits before Ctrl-C."""
    codes = [f"{11 + number // 25}.{1 + number % 25:02d}" for number in range(regions)]
    lines = ["schema: alokasi/1", "title: Besar", "horizon: 2025-10..2026-12", "premium: 16.800"]
    lines += ["groups: {a: {}, b: {}, c: {}}", "regions:"]
    for number, code in enumerate(codes):
        workers = 60_000 + 7_919 * number % 400_000
        eligible = f"{{a: {workers // 20}, b: {workers // 5}, c: {workers // 10}}}"
        lines.append(
            f"  {code}: {{name: Kabupaten {number}, workers: {workers}, active: {workers // 4}, "
            f"eligible: {eligible}, subsidised: {{b: {workers // 50}}}}}"
        )
    lines.append("funds:")
    for number, code in enumerate(codes):
        for kind, year, money in (("perubahan", 2025, 100 + 37 * number), ("murni", 2026, 200 + 61 * number)):
            lines.append(
                f"  {kind}-{code.replace('.', '')}: "
                f"{{owner: {code}, budget: {kind}, year: {year}, ceiling: {money} juta}}"
            )
    lines += ["targets:", "  ucj: {measure: ucj, of: ID, share: 60%, by: 2026-12}", ""]
    return "\n".join(lines)
