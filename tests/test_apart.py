"""Parts are solved at the same time; what stops one stops them all, and nothing is left behind."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest

from optimizer.solve.apart import each_apart
from optimizer.solve.patience import stopping


def test_the_answers_come_in_the_order_of_the_parts() -> None:
    def slowest_first(number: int, part: float) -> float:
        time.sleep(part)
        return number * 10 + part

    assert each_apart([0.2, 0.1, 0.0], slowest_first, threads=2) == [0.2, 10.1, 20.0]


def test_the_error_of_the_first_part_that_has_one_is_told() -> None:
    begun: list[int] = []

    def fails(number: int, part: str) -> None:
        begun.append(number)
        time.sleep(0.05 if number == 0 else 0.02)
        raise ValueError(part)

    with pytest.raises(ValueError, match="first"):
        each_apart(["first", "second", *"others"], fails, threads=2)
    assert len(begun) < 8


def test_ctrl_c_ends_every_thread_and_the_next_answer_is_as_ever() -> None:
    """Pressed twice, as people do: the second time while the threads are waited for."""

    def until_told(number: int, part: int) -> int:
        for _ in range(400):
            if stopping.is_set():
                time.sleep(0.3)
                raise KeyboardInterrupt
            time.sleep(0.01)
        return part

    def press() -> None:
        for _ in range(2):
            time.sleep(0.15)
            os.kill(os.getpid(), signal.SIGINT)

    before = threading.active_count()
    presses = threading.Thread(target=press)
    heard = signal.signal(signal.SIGINT, signal.default_int_handler)  # in the background it may be ignored
    try:
        presses.start()
        with pytest.raises(KeyboardInterrupt):
            each_apart([1, 2, 3], until_told, threads=2)
        presses.join()
    finally:
        signal.signal(signal.SIGINT, heard)

    assert not stopping.is_set()
    assert threading.active_count() == before
    assert each_apart([1, 2], lambda number, part: part, threads=2) == [1, 2]
