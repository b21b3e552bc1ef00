"""Scenarios as large as asked: regencies under provinces with Murni and Perubahan of their own."""

from __future__ import annotations

import random
from typing import Any

from optimizer.scenario.schema import Scenario

PREMIUM = 16_800
MILLION = 10**6


def national(regions: int, seed: int = 1) -> Scenario:
    """Two groups, 15 months, three funds a region and one a province; a target for each region."""
    draw = random.Random(seed)
    provinces = max(1, regions // 14)
    rows: dict[str, Any] = {}
    funds: dict[str, Any] = {}
    for number in range(regions):
        owner = f"{11 + number % provinces}.{number // provinces + 1:02d}"
        rows[owner], paid = _region(draw, owner)
        funds[f"m25-{owner}"] = _fund(owner, "murni", 2025, paid * 3 * PREMIUM)
        funds[f"p25-{owner}"] = _fund(owner, "perubahan", 2025, draw.randint(50, 1_500) * MILLION)
        funds[f"m26-{owner}"] = _fund(owner, "murni", 2026, draw.randint(100, 4_000) * MILLION)
    for province in range(11, 11 + provinces):
        money = draw.randint(1_000, 9_000) * MILLION
        funds[f"m26-{province}"] = _fund(str(province), "murni", 2026, money)
    return Scenario.model_validate(
        {
            "schema": "alokasi/1",
            "title": f"{regions} kabupaten/kota",
            "horizon": "2025-10..2026-12",
            "premium": str(PREMIUM),
            "groups": {"miskin-ekstrem": {}, "rentan": {}},
            "regions": rows,
            "funds": funds,
            "targets": {"ucj": {"measure": "ucj", "of": "each", "share": "50%", "by": "2026-12"}},
        }
    )


def _region(draw: random.Random, code: str) -> tuple[dict[str, Any], int]:
    workers = draw.randint(40_000, 400_000)
    paid = draw.randint(0, 3_000)
    return {
        "name": f"Kabupaten {code}",
        "workers": str(workers),
        "active": str(workers * 3 // 10 + paid),
        "eligible": {
            "miskin-ekstrem": str(draw.randint(500, 9_000)),
            "rentan": str(draw.randint(5_000, workers // 3)),
        },
        "subsidised": {"rentan": str(paid)},
    }, paid


def _fund(owner: str, budget: str, year: int, ceiling: int) -> dict[str, Any]:
    return {"owner": owner, "budget": budget, "year": str(year), "ceiling": str(ceiling)}
