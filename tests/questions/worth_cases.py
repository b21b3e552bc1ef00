"""Scenarios in which the worth of a fund is known by hand."""

from __future__ import annotations

from typing import Any

from cases import GROUP, PREMIUM, Case, case, fund, region

TARGET = "akhir-2025"


def more_perubahan_covers_fewer(bought: int = 25) -> Case:
    """Murni buys 1,200 person-months of 2026, stay 6; Perubahan so many of December 2025; all wanted then.

    Whoever is enrolled in December 2025 must be carried through 2026 and takes 12 person-months of Murni.
    The rest of Murni covers people from July 2026, for 6 each: with k from Perubahan,
    k + (1200 - 12 k) / 6 = 200 - k persons in December 2026: 200, 175, 150 for k of 0, 25, 50. At k = 100
    Murni is used up, and further money of Perubahan can cover nobody, for nobody carries them on.
    """
    return case(
        "2025-12..2026-12",
        regions={"52.04": region("Sumbawa", eligible=1_000)},
        funds={
            "perubahan-2025": fund("52.04", 2025, bought * PREMIUM, budget="perubahan"),
            "murni-2026": fund("52.04", 2026, 1_200 * PREMIUM),
        },
        stay=6,
        goals=["targets", "coverage"],
        targets={
            TARGET: {"measure": "group", "group": GROUP, "of": "52.04", "share": "100%", "by": "2025-12"}
        },
    )


def two_kinds_of_people(**more: Any) -> Case:
    """100 persons whose months cost Rp16,800 and 100 whose months cost twice as much, one month, one fund."""
    made = case(
        "2026-12..2026-12",
        regions={"52.04": region("Sumbawa", eligible=100)},
        funds={"murni-2026": fund("52.04", 2026, 50 * PREMIUM)},
        stay=1,
        goals=["coverage"],
    )
    place = made["regions"]["52.04"]
    made["groups"]["nelayan"] = {"label": "Nelayan"}
    made["premium"].append({"value": 2 * PREMIUM, "groups": ["nelayan"]})
    place["eligible"]["nelayan"] = 100
    place["workers"] = 200
    return made | more
