"""Scenarios too large to be reckoned, or to be read again, and their neighbours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

MOST_NODES, MOST_VALUES = 40_000, 45_000
"""The limits of the examples: those of the program would take a minute."""

Made = Callable[..., dict[str, Any]]


def sizes(other: Made, target: Made) -> list[tuple[str, str, dict[str, Any], dict[str, Any]]]:
    """Code, path, what trips it, what does not; ``other`` makes a fund, ``target`` a target."""
    return [
        (
            # 601 groups × 12 months × 850 funds = 6,130,200 cells.
            "scenario.too_large",
            "funds",
            {
                "groups": {f"g{number}": {} for number in range(600)} | {"rentan": {}},
                "funds": {f"f{number}": other() for number in range(850)},
            },
            {"groups": {f"g{number}": {} for number in range(600)} | {"rentan": {}}},
        ),
        (
            "scenario.too_many_values",
            "funds",
            {"funds/b": other(groups=["rentan"] * MOST_VALUES)},
            {"funds/b": other(groups=["rentan"] * 9_000)},
        ),
        (
            "scenario.not_read_again",
            "funds",
            {"funds/b": other(groups=["rentan"] * MOST_NODES)},
            {"funds/b": other(groups=["rentan"] * 9_000)},
        ),
        (
            # 1,000 targets × 1 region × (1 + 2,000 funds).
            "targets.too_many",
            "targets",
            {
                "targets": {f"t{number}": target(of="each") for number in range(1000)},
                "funds": {f"f{number}": other() for number in range(2000)},
            },
            {"targets": {f"t{number}": target(of="each") for number in range(10)}},
        ),
    ]
