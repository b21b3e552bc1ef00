"""Scenarios with two futures that are solved on paper."""

from __future__ import annotations

from typing import Any

from cases import PREMIUM, case, fund, region

Case = dict[str, Any]


def money(persons: int) -> int:
    return persons * PREMIUM


def two_regions_one_now() -> Case:
    """Money of the province for 300 people in December, for A or for B; each region registers 300 a month.

    In January own money pays for 600 in A and 300 in B (probability 3/5), or for 300 in A and 600 in B (2/5).
    """
    made = case(
        "2025-12..2026-01",
        regions={
            code: region(name, eligible=1_000) | {"enrol_per_month": 300}
            for code, name in (("52.01", "A"), ("52.02", "B"))
        },
        funds={
            "provinsi-2025": fund("52", 2025, money(300), budget="perubahan"),
            "a-2026": fund("52.01", 2026, money(600)),
            "b-2026": fund("52.02", 2026, money(300)),
        },
        stay=1,
        goals=["coverage"],
    )
    made["futures"] = {
        "a-kaya": {"label": "A lebih kaya", "probability": "60%"},
        "b-kaya": {
            "label": "B lebih kaya",
            "probability": "40%",
            "change": {"funds.a-2026.ceiling": money(300), "funds.b-2026.ceiling": money(600)},
        },
    }
    return made


def enrolled_now_carried_later(lean: int = 60) -> Case:
    """Perubahan pays 100 people for three months of 2025, Murni a year for 100 of them or, if cut, for 60."""
    made = case(
        "2025-10..2026-12",
        regions={"52.04": region("Sumbawa", eligible=100)},
        funds={
            "perubahan-2025": fund("52.04", 2025, money(300), budget="perubahan"),
            "murni-2026": fund("52.04", 2026, money(1_200)),
        },
        stay=12,
        goals=["coverage", "months"],
    )
    made["futures"] = {
        "penuh": {"probability": "60%"},
        "efisiensi": {"probability": "40%", "change": {"funds.murni-2026.ceiling": money(12 * lean)}},
    }
    return made
