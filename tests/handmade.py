"""A plan made by hand, so that what is printed does not wait for a solver."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cache
from typing import Any

from optimizer.plan.shapes import (
    AssumptionRow,
    BillRow,
    DropRow,
    FundRow,
    GoalValue,
    ListRow,
    Payment,
    Plan,
    Reason,
    RegionRow,
    RivalRow,
    TargetRow,
    Totals,
)
from optimizer.scenario.schema import Scenario
from optimizer.units import Code, Month, Months, PersonMonths, Persons, Rupiah, read_months

PREMIUM = 16_800

SCENARIO: Mapping[str, Any] = {
    "schema": "alokasi/1",
    "title": "Contoh: dua kabupaten dan provinsi",
    "horizon": "2025-10..2026-12",
    "premium": "16.800",
    "groups": {
        "miskin-ekstrem": {"label": "Pekerja miskin ekstrem"},
        "rentan": {"label": "Pekerja rentan lain"},
    },
    "regions": {
        "52.04": {
            "name": "Kabupaten Sumbawa",
            "workers": "158.000",
            "active": "37.783",
            "eligible": {"miskin-ekstrem": "6.000", "rentan": "60.000"},
            "subsidised": {"rentan": "5.700"},
        },
        "52.71": {
            "name": "Kota Mataram",
            "workers": "134.972",
            "active": "41.000",
            "eligible": {"miskin-ekstrem": "2.000", "rentan": "30.000"},
            "subsidised": {"rentan": "1.984"},
        },
    },
    "funds": {
        "sumbawa-perubahan-2025": {
            "name": "Perubahan APBD TA 2025 Sumbawa",
            "owner": "52.04",
            "budget": "perubahan",
            "year": "2025",
            "ceiling": "Rp1.008.000.000",
        },
        "sumbawa-murni-2026": {
            "name": "APBD TA 2026 Sumbawa",
            "owner": "52.04",
            "budget": "murni",
            "year": "2026",
            "ceiling": "2,5 miliar",
        },
        "mataram-murni-2026": {
            "name": "APBD TA 2026 Kota Mataram",
            "owner": "52.71",
            "budget": "murni",
            "year": "2026",
            "ceiling": "400 juta",
        },
        "provinsi-murni-2026": {
            "name": "APBD TA 2026 Provinsi NTB",
            "owner": "52",
            "budget": "murni",
            "year": "2026",
            "ceiling": "2.620.800.000",
        },
    },
    "targets": {
        "ucj-2026": {"measure": "ucj", "of": "52", "share": "64.94%", "by": "2026-12"},
        "ekstrem-2026": {
            "measure": "group",
            "group": "miskin-ekstrem",
            "of": "each",
            "share": "50%",
            "by": "2026-12",
        },
    },
}

LISTS = [
    ("52.04", "rentan", "sumbawa-perubahan-2025", "2025-10..2025-12", 5_700),
    ("52.04", "miskin-ekstrem", "sumbawa-perubahan-2025", "2025-11..2025-12", 6_000),
    ("52.04", "miskin-ekstrem", "sumbawa-murni-2026", "2026-01..2026-12", 6_000),
    ("52.04", "rentan", "sumbawa-murni-2026", "2026-01..2026-12", 5_500),
    ("52.71", "rentan", "mataram-murni-2026", "2026-01..2026-12", 1_984),
    ("52.71", "miskin-ekstrem", "provinsi-murni-2026", "2026-01..2026-12", 900),
    ("52.04", "rentan", "provinsi-murni-2026", "2026-01..2026-12", 200),
    ("52.71", "rentan", "provinsi-murni-2026", "2026-01..2026-12", 10_016),
]
"""Mataram's 1,984 have no payer in 2025; Sumbawa keeps all its people over the join of the years."""


def scenario() -> Scenario:
    return Scenario.model_validate(SCENARIO)


def plan(title: str = "Contoh: dua kabupaten dan provinsi") -> Plan:
    payments = _payments(LISTS)
    spent, months = _by(payments, "fund", "rupiah"), _by(payments, "fund", "persons")
    funds = scenario().funds
    return Plan(
        title=title,
        digest="0" * 64,
        status="optimal",
        goals=_goals(),
        totals=Totals(
            Persons(24_600),
            Persons(24_600),
            PersonMonths(sum(months.values())),
            Rupiah(sum(spent.values())),
            Persons(1_984),
        ),
        targets=_targets(),
        funds=tuple(
            FundRow(
                id=name,
                name=fund.name or name,
                owner=fund.owner,
                ceiling=fund.ceiling.number,
                set_aside=Rupiah(0),
                allocated=Rupiah(spent[name]),
                left=Rupiah(fund.ceiling.number - spent[name]),
                person_months=PersonMonths(months[name]),
                reasons=REASONS.get(name, ()),
            )
            for name, fund in funds.items()
        ),
        regions=_regions(payments),
        lists=tuple(
            ListRow(
                Code(region),
                group,
                fund,
                read_months(span).first,
                read_months(span).last,
                Persons(persons),
                Rupiah(PREMIUM * persons * len(read_months(span))),
            )
            for region, group, fund, span, persons in LISTS
        ),
        drops=(DropRow(Code("52.71"), "rentan", Month(2025, 10), Persons(1_984), PersonMonths(1_984 * 15)),),
        bill=(
            BillRow(Code("52.04"), Persons(11_500), Rupiah(11_500 * 12 * PREMIUM)),
            BillRow(Code("52.71"), Persons(1_984), Rupiah(1_984 * 12 * PREMIUM)),
            BillRow(Code("52"), Persons(11_116), Rupiah(11_116 * 12 * PREMIUM)),
        ),
        assumptions=(
            AssumptionRow(
                "regions.52.71.subsidised.rentan",
                "1984",
                "assumed",
                "0 in July, 1,984 in October",
                source="rakor",
                as_of="2025-10",
                rivals=(RivalRow("0", "kicknews"),),
            ),
        ),
        payments=payments,
    )


REST = Reason("unspent.below_premium", {"person_months": PersonMonths(0), "rupiah": Rupiah(8_800)})

REASONS = {
    "mataram-murni-2026": (
        Reason("unspent.no_goal_wants_it", {"person_months": PersonMonths(1), "rupiah": Rupiah(16_800)}),
        REST,
    ),
    "sumbawa-perubahan-2025": (
        Reason("unspent.nobody_left", {"person_months": PersonMonths(900), "rupiah": Rupiah(15_120_000)}),
        Reason(
            "unspent.carry",
            {
                "person_months": PersonMonths(30_000),
                "rupiah": Rupiah(504_000_000),
                "persons": Persons(10_000),
                "month": Month(2026, 1),
                "monthly": Rupiah(168_000_000),
            },
        ),
    ),
    "sumbawa-murni-2026": (
        Reason(
            "unspent.too_late",
            {"person_months": PersonMonths(10_809), "rupiah": Rupiah(181_591_200), "month": Month(2026, 1)},
        ),
        REST,
    ),
    "provinsi-murni-2026": (
        Reason("unspent.matching", {"person_months": PersonMonths(22_608), "rupiah": Rupiah(379_814_400)}),
    ),
}


def _payments(lists: Iterable[tuple[str, str, str, str, int]]) -> tuple[Payment, ...]:
    return tuple(
        sorted(
            Payment(Code(region), group, fund, month, Persons(persons), Rupiah(persons * PREMIUM))
            for region, group, fund, span, persons in lists
            for month in read_months(span)
        )
    )


def _by(payments: Iterable[Payment], key: str, value: str) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for payment in payments:
        sums[getattr(payment, key)] += getattr(payment, value)
    return sums


def _regions(payments: tuple[Payment, ...]) -> tuple[RegionRow, ...]:
    spent, months = _by(payments, "region", "rupiah"), _by(payments, "region", "persons")
    return tuple(
        RegionRow(
            code=code,
            name=region.name,
            eligible=Persons(sum(figure.number for figure in region.eligible.values())),
            subsidised_before=Persons(sum(figure.number for figure in region.subsidised.values())),
            persons_end=Persons(
                sum(p.persons for p in payments if p.region == code and p.month == Month(2026, 12))
            ),
            person_months=PersonMonths(months[code]),
            rupiah=Rupiah(spent[code]),
            dropped=Persons(1_984 if code == "52.71" else 0),
        )
        for code, region in scenario().regions.items()
    )


def _targets() -> tuple[TargetRow, ...]:
    december = Month(2026, 12)

    def row(name: str, of: str, group: str | None, base: int, need: int, covered: int) -> TargetRow:
        measure = "group" if group else "ucj"
        short = max(need - covered, 0)
        others = 0 if group else covered - 24_600
        counts = (Persons(base), Persons(need), Persons(covered), Persons(others), Persons(short))
        return TargetRow(name, of, december, measure, group, *counts, short == 0)

    return (
        row("ucj-2026", "52", None, 292_972, 190_257, 95_699),
        row("ekstrem-2026", "52.04", "miskin-ekstrem", 6_000, 3_000, 6_000),
        row("ekstrem-2026", "52.71", "miskin-ekstrem", 2_000, 1_000, 900),
    )


def _goals() -> tuple[GoalValue, ...]:
    levels = ((Code("52.04"), Fraction(11_700, 66_000)), (Code("52.71"), Fraction(12_900, 32_000)))
    return (
        GoalValue("keep", Fraction(29_760), Fraction(29_760), "person-months"),
        GoalValue("targets", Fraction(94_658), Fraction(94_658), "persons"),
        GoalValue("coverage", Fraction(24_600), Fraction(49_201, 2), "persons"),
        GoalValue("fairness", levels[0][1], levels[0][1], "share", levels),
        GoalValue("months", Fraction(324_300), Fraction(324_300), "person-months"),
        GoalValue("thrift", Fraction(5_448_240_000), Fraction(5_448_240_000), "rupiah"),
        GoalValue("steady", Fraction(30_300), Fraction(30_300), "persons"),
    )


TEN = Persons(10_000_000)


@cache
def national(regions: int = 514) -> tuple[Plan, Scenario]:
    """A plan as large as the country, with long names and large money."""
    document = dict(SCENARIO)
    codes = [f"{11 + number // 30:02d}.{1 + number % 30:02d}" for number in range(regions)]
    one = dict(SCENARIO["regions"]["52.71"])
    document["regions"] = {
        code: one | {"name": f"Kabupaten Ogan Komering Ulu Selatan {number}"}
        for number, code in enumerate(codes)
    }
    document["funds"] = {
        f"murni-{code}": {"owner": code, "budget": "murni", "year": "2026", "ceiling": "9.876.543.210.000"}
        for code in codes
    }
    document["targets"] = {}
    small = plan("Seluruh Indonesia")
    first = small.regions[0]
    return (
        Plan(
            title="Seluruh Indonesia",
            digest="1" * 64,
            status="within_bound",
            goals=small.goals,
            totals=small.totals,
            targets=tuple(
                TargetRow("ucj", code, Month(2026, 12), "ucj", None, TEN, TEN, TEN, TEN, TEN, met=False)
                for code in codes
            ),
            funds=tuple(
                FundRow(
                    f"murni-{code}",
                    f"APBD TA 2026 Kabupaten Ogan Komering Ulu Selatan {code}",
                    Code(code),
                    Rupiah(9_876_543_210_000),
                    Rupiah(16_800),
                    Rupiah(9_000_000_000_000),
                    Rupiah(876_543_210_000),
                    PersonMonths(535_714_285),
                    REASONS["sumbawa-murni-2026"],
                )
                for code in codes
            ),
            regions=tuple(
                RegionRow(
                    Code(code),
                    f"Kabupaten Ogan Komering Ulu Selatan {number}",
                    Persons(12_345_678),
                    Persons(1_234_567),
                    Persons(2_345_678),
                    first.person_months,
                    Rupiah(9_000_000_000_000),
                    Persons(0),
                )
                for number, code in enumerate(codes)
            ),
            lists=tuple(
                ListRow(
                    Code(code),
                    "rentan",
                    f"murni-{code}",
                    Month(2026, 1),
                    Month(2026, 12),
                    Persons(2_345_678),
                    Rupiah(472_888_684_800),
                )
                for code in codes
            ),
            drops=(),
            bill=tuple(BillRow(Code(code), Persons(2_345_678), Rupiah(472_888_684_800)) for code in codes),
            assumptions=(),
            payments=tuple(
                Payment(
                    Code(code),
                    "rentan",
                    f"murni-{code}",
                    month,
                    Persons(2_345_678 + number),
                    Rupiah(39_407_390_400),
                )
                for code in codes
                for number, month in enumerate(Months(Month(2026, 1), Month(2026, 12)))
            ),
        ),
        Scenario.model_validate(document),
    )
