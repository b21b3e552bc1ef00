"""How the results of a study came about: the one file that differs from run to run."""

from __future__ import annotations

import os
import platform
import shlex
from collections.abc import Sequence
from datetime import UTC, datetime
from fractions import Fraction
from time import perf_counter
from typing import Any

from optimizer.study.running.parcels import versions
from optimizer.study.telling.conducting import Conducted, Orders


class Begun:
    """When a study began."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._started, self._before = datetime.now(UTC), perf_counter()

    def run(self, done: Conducted, orders: Orders) -> dict[str, Any]:
        """What ``run.yaml`` says; it names no person and no machine."""
        pairs = (part.partition("=") for part in versions().split())
        return {
            "schema": "run/1",
            "digest": done.summary.digest,
            "command": shlex.join(self._command),
            "started": self._started.isoformat(timespec="seconds"),
            "seconds": Fraction(round((perf_counter() - self._before) * 1000), 1000),
            "engine": orders.engine,
            "known_before": done.reused,
            "versions": {"python": platform.python_version(), **{name: said for name, _, said in pairs}},
            "machine": {
                "system": platform.system(),
                "kind": platform.machine(),
                "cores": os.cpu_count(),
            },
        }
