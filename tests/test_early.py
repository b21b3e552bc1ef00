"""Ctrl-C in the first moments, while modules are still loaded: no traceback, and the exit code of Ctrl-C."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from command_line import STARTER, environment
from interrupted import hears_interrupts

from optimizer.commands.early import heard, hushed

_WATCHED = """
import os, signal, sys

class Watch:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            {act}

sys.meta_path.insert(0, Watch())
sys.argv = ["alokasi", "solve", {file!r}]
import cli
cli.main()
"""
"""The program, and something that happens when it looks for a module."""


def started(module: str, act: str, file: str = str(STARTER)) -> subprocess.Popen[bytes]:
    """The program in a process of its own; ``act`` is done when it is about to load this module."""
    return subprocess.Popen(
        [sys.executable, "-c", _WATCHED.format(module=module, act=act, file=file)],
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=hears_interrupts,
    )


@pytest.mark.parametrize(
    "module",
    [
        "optimizer",
        "optimizer.commands",
        "optimizer.commands.early",
        "optimizer.commands.gate",
        "typer",
        "babel",
        "optimizer.commands.program",
        "optimizer.commands.solving",
        "pydantic",
        "numpy",
        "highspy",
    ],
)
def test_ctrl_c_while_a_module_is_loaded_ends_without_a_word(module: str) -> None:
    with started(module, "os.kill(os.getpid(), signal.SIGINT)") as process:
        out, err = process.communicate(timeout=60)

    assert (process.returncode, out, err) == (130, b"", b"")


@pytest.mark.parametrize("milliseconds", [0, 3, 10, 30, 60, 100, 150, 220, 300])
def test_ctrl_c_at_any_early_moment_is_quiet_or_told_in_one_line(milliseconds: int) -> None:
    """It waits for its scenario at last, so that it cannot have ended by itself."""
    with started("optimizer", "os.write(1, b'!')", "-") as process:
        assert process.stdout is not None
        assert process.stdout.read(1) == b"!"
        time.sleep(milliseconds / 1000)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)

    assert (process.returncode, out) == (130, b"")
    assert err == b"" or (err.startswith(b"Dihentikan.") and err.count(b"\n") == 1)


def test_a_program_that_is_told_to_ignore_ctrl_c_ignores_it_early_too() -> None:
    """A job in the background of a script is started so: the shell's Ctrl-C is not meant for it."""
    act = "signal.signal(signal.SIGINT, signal.SIG_IGN); os.kill(os.getpid(), signal.SIGINT)"
    with started("optimizer", act) as process:
        out, err = process.communicate(timeout=60)

    assert (process.returncode, err) == (0, b"")
    assert "20.337 orang" in out.decode()


@pytest.fixture
def hearing() -> Iterator[None]:
    """A process that hears Ctrl-C, which one that was started in the background does not."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("hearing")
def test_a_handler_that_was_set_inside_stays() -> None:
    """Whoever has told that the end is near ignores Ctrl-C from then on."""
    before = signal.getsignal(signal.SIGINT)
    try:
        with hushed(), heard():
            assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("hearing")
def test_quiet_inside_and_as_before_afterwards() -> None:
    before = signal.getsignal(signal.SIGINT)
    with hushed():
        quiet = signal.getsignal(signal.SIGINT)
        with heard():
            assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
        assert signal.getsignal(signal.SIGINT) is quiet

    assert quiet is not before
    assert signal.getsignal(signal.SIGINT) is before
