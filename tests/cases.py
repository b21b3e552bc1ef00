"""Scenarios small enough to be solved by hand, as plain dicts shaped like the YAML."""

from __future__ import annotations

from typing import Any

Case = dict[str, Any]

PREMIUM = 16_800
GROUP = "rentan"


def region(name: str, *, eligible: int, paid: int = 0) -> dict[str, Any]:
    """A region whose workers are its eligible, and whose active are the persons paid for."""
    return {
        "name": name,
        "workers": eligible,
        "active": paid,
        "eligible": {GROUP: eligible},
        "subsidised": {GROUP: paid},
    }


def fund(owner: str, year: int, ceiling: int, *, budget: str = "murni", **more: Any) -> dict[str, Any]:
    return {"owner": owner, "budget": budget, "year": year, "ceiling": ceiling, **more}


def case(
    horizon: str, *, regions: dict[str, Any], funds: dict[str, Any], stay: int, goals: list[Any], **more: Any
) -> Case:
    """A scenario with one group and the premium of Rp16,800; ``rules`` are added to the stay."""
    return {
        "schema": "alokasi/1",
        "title": "Contoh yang dihitung dengan tangan",
        "horizon": horizon,
        "premium": [{"value": PREMIUM}],
        "groups": {GROUP: {"label": "Pekerja rentan"}},
        "regions": regions,
        "funds": funds,
        **more,
        "rules": {"stay": stay, **more.get("rules", {})},
        "goals": goals,
    }


def one_regency_one_year(stay: int = 12) -> Case:
    """201,600,000 / 16,800 = 12,000 person-months for 10,000 people of whom nobody is covered.

    Most covered in December: who enrols stays, and at least ``stay`` months must be left, so each
    costs ``stay`` months: 12,000 / 12 = 1,000; 12,000 / 6 = 2,000; 12,000 / 3 = 4,000; and with a
    stay of 1 all 10,000 (12,000 are more than there are).
    """
    return case(
        "2026-01..2026-12",
        regions={"52.04": region("Sumbawa", eligible=10_000)},
        funds={"murni-2026": fund("52.04", 2026, 201_600_000)},
        stay=stay,
        goals=["coverage"],
    )


def perubahan_then_murni(by: str = "2025-10") -> Case:
    """Perubahan buys 100 x 3 = 300 person-months of 2025, Murni 10 x 12 = 120 of 2026; stay 12 of 15.

    Who enrols in October must be carried through 2026, where there is money for 10. A target of all
    100 by October is missed by 90: 10 persons from October on, for whom Perubahan pays 30
    person-months and keeps the money of 270 (Rp4,536,000). Nobody is lost, 10 are covered at the end.
    """
    return case(
        "2025-10..2026-12",
        regions={"52.04": region("Sumbawa", eligible=100)},
        funds={
            "perubahan-2025": fund("52.04", 2025, 300 * PREMIUM, budget="perubahan", pays="2025-10..2025-12"),
            "murni-2026": fund("52.04", 2026, 120 * PREMIUM),
        },
        stay=12,
        goals=["targets", "keep", "coverage"],
        targets={"semua": {"measure": "group", "group": GROUP, "of": "52.04", "share": "100%", "by": by}},
    )


def perubahan_then_murni_already_paid() -> Case:
    """The same money for 100 persons paid for in September: 100 to December, 90 dropped in January.

    90 x 12 months of 2026 = 1,080 person-months lost; 10 are covered at the end.
    """
    made = perubahan_then_murni()
    del made["targets"]
    return made | {
        "regions": {"52.04": region("Sumbawa", eligible=100, paid=100)},
        "goals": ["keep", "coverage"],
    }


def three_regions_two_funds() -> Case:
    """12 persons for A only, 60 for B or C, 100 eligible in each: levels 12, 30 and 30 %.

    A whole year each: 12 x 12 and 60 x 12 person-months. A cannot rise above 12; B and C share.
    """
    return case(
        "2026-01..2026-12",
        regions={
            "52.01": region("A", eligible=100),
            "52.02": region("B", eligible=100),
            "52.03": region("C", eligible=100),
        },
        funds={
            "hanya-a": fund("52.01", 2026, 12 * 12 * PREMIUM),
            "b-atau-c": fund("52", 2026, 60 * 12 * PREMIUM, regions=["52.02", "52.03"]),
        },
        stay=12,
        goals=["fairness"],
    )


def province_matches_own_money() -> Case:
    """Own money of 0 and of Rp168,000,000 (10,000 person-months); the province matches it one to one.

    Nothing in the first. In the second at most as much again: 20,000 person-months, for the whole
    year 1,666 2/3 persons, so 1,666 whole ones.
    """
    return case(
        "2026-01..2026-12",
        regions={"52.01": region("A", eligible=10_000), "52.02": region("B", eligible=10_000)},
        funds={
            "a-murni-2026": fund("52.01", 2026, 0),
            "b-murni-2026": fund("52.02", 2026, 168_000_000),
            "provinsi-2026": fund("52", 2026, 1_000_000_000),
        },
        stay=12,
        goals=["coverage", "months"],
        rules={"matching": [{"fund": "provinsi-2026", "ratio": "1.0"}]},
    )


def a_thousand_million_to_spend() -> Case:
    """59,523 x 16,800 = Rp999,986,400: Rp13,600 left, less than one premium, so all is spent.

    One month less would leave Rp30,400. Stay 1, because 59,523 is no multiple of 12.
    """
    return case(
        "2026-01..2026-12",
        regions={"52.04": region("Sumbawa", eligible=10_000)},
        funds={"murni-2026": fund("52.04", 2026, 1_000_000_000, spend_at_least="100%")},
        stay=1,
        goals=["thrift", "coverage"],
    )


def two_with_a_province(a: int, b: int, province: int, *, eligible: int, share: str, **more: Any) -> Case:
    """Regions A and B with people of their own for a year, and the province with more for either."""
    money = {"a-2026": ("52.01", a), "b-2026": ("52.02", b), "prov-2026": ("52", province)}
    return (
        case(
            "2026-01..2026-12",
            regions={"52.01": region("A", eligible=eligible), "52.02": region("B", eligible=eligible)},
            funds={name: fund(owner, 2026, people * 12 * PREMIUM) for name, (owner, people) in money.items()},
            stay=12,
            goals=["targets", "coverage", "fairness", "months"],
            targets={"ucj": {"measure": "ucj", "of": "52", "share": share, "by": "2026-12"}},
        )
        | more
    )
