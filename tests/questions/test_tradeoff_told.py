"""``tradeoff``: what it says of the rows that surprise, of contracted money and of targets of each region."""

from __future__ import annotations

import copy
from fractions import Fraction
from typing import Any

from arrange import changed
from cases import GROUP, PREMIUM, case, fund, one_regency_one_year, region
from desks import desk_of, said

from optimizer.questions import tradeoff
from optimizer.report.asked.tradeoff import page

Case = dict[str, Any]


def half() -> Case:
    """Half of the 10,000 are wanted in December: 4,000 more than there is money for, Rp201,600 each."""
    target = {"measure": "group", "group": GROUP, "of": "52.04", "share": "50%", "by": "2026-12"}
    return changed(one_regency_one_year(), goals=["targets", "coverage"], targets={"separuh": target})


def two_years() -> Case:
    """Money of 2025 for 10 in its last two months, of 2026 for 10 all year; 10 of 100 paid for today."""
    made = case(
        "2025-11..2026-12",
        regions={"52.01": region("A", eligible=100, paid=10)},
        funds={
            "a-2025": fund("52.01", 2025, 20 * 2 * PREMIUM),
            "a-2026": fund("52.01", 2026, 20 * 12 * PREMIUM),
        },
        stay=12,
        goals=["keep", "coverage", "months"],
    )
    target = {"measure": "group", "group": GROUP, "of": "52.01", "share": "50%"}
    made["targets"] = {"awal": target | {"by": "2025-12"}, "akhir": target | {"by": "2026-12"}}
    return made


def test_a_stay_that_covers_more_with_full_benefit_is_explained() -> None:
    """20 all the time with a stay of 12; with 4 the 120 premiums beyond today's 10 pay for 30 more.

    They come in September: 40 in December, 10 in August as against 20; the early target misses 10 more.
    """
    made = two_years()
    made["funds"]["a-2025"]["ceiling"] = 20 * 2 * PREMIUM
    desk = desk_of(made)
    answer = tradeoff.asked(desk, only="stay")
    shown = said(desk, answer, page, "id")

    assert "Dengan masa bertahan 4 bulan 40 orang ditanggung, semuanya dengan manfaat penuh" in shown
    assert "pada Agu 2026 baru 10 orang ditanggung, bukan 20 seperti dengan 12 bulan" in shown
    assert "baru pada Sep 2026 bertambah 30 orang" in shown


def test_one_region_is_not_compared_with_itself() -> None:
    desk = desk_of(half())

    assert "Banyak atau merata" not in said(desk, tradeoff.asked(desk), page, "id").split("Tambahan")[0]
    assert "hanya satu wilayah" in said(desk, tradeoff.asked(desk, only="fairness"), page, "id")


def test_why_it_cannot_be_more_even_is_said() -> None:
    """A's own money leaves it at 10 %, whoever is given up in B."""
    desk = desk_of(of_each())
    shown = said(desk, tradeoff.asked(desk, only="fairness"), page, "id")

    assert "tidak dapat lebih merata. Bagian terendah, 10% di A, tidak naik" in shown
    assert "Kekurangan terhadap target. Uang milik satu wilayah tidak dapat dipakai di wilayah lain." in shown


def test_contracted_money_stays_when_ceilings_change() -> None:
    """Half of the money for 1,000 is contracted: a fifth less of the rest keeps 900 of 950 of today."""
    signed = half()
    signed["funds"]["pks-2026"] = copy.deepcopy(signed["funds"]["murni-2026"]) | {"status": "contracted"}
    for one in signed["funds"].values():
        one["ceiling"] = 500 * 12 * PREMIUM
    signed["goals"] = ["keep", *signed["goals"]]
    signed["regions"]["52.04"] |= {"active": 950, "subsidised": {GROUP: 950}}
    desk = desk_of(signed)
    answer = tradeoff.asked(desk, only="target")
    assert answer.target is not None
    rows = {int(row.change * 100): row for row in answer.target.budgets}

    assert answer.target.kept == ("pks-2026",)
    assert (rows[-20].persons, rows[-20].dropped, rows[20].persons) == (900, 50, 1_100)
    assert rows[-20].money == (500 + 400) * 12 * PREMIUM
    words = "Setiap pagu yang belum dikontrak atau dibayar 20% lebih kecil: kekurangan 100 orang lebih banyak"
    assert words in said(desk, answer, page, "id")
    assert "dan 50 orang yang ditanggung hari ini ikut putus" in said(desk, answer, page, "id")


def of_each() -> Case:
    """Money for 10 of 100 in A and for 30 of 100 in B; half of each is wanted: 40 and 20 are missing."""
    return case(
        "2026-01..2026-12",
        regions={"52.01": region("A", eligible=100), "52.02": region("B", eligible=100)},
        funds={
            "a": fund("52.01", 2026, 10 * 12 * PREMIUM),
            "b": fund("52.02", 2026, 30 * 12 * PREMIUM),
        },
        stay=12,
        goals=["targets", "coverage"],
        targets={
            "separuh": {"measure": "group", "group": GROUP, "of": "each", "share": "50%", "by": "2026-12"}
        },
    )


def test_a_target_of_each_region_is_counted_in_all_of_them() -> None:
    """60 are missing, and 60 x 12 premiums close the gap; a fifth less of all money is 8 persons."""
    desk = desk_of(of_each())
    answer = tradeoff.asked(desk, only="target")
    assert answer.target is not None
    assert answer.target.target is not None
    rows = {int(row.change * 100): row.shortfall for row in answer.target.budgets}
    last = answer.target.shares[-1]

    assert (answer.target.target.base, answer.target.target.shortfall) == (200, 60)
    assert (rows[0], rows[-20]) == (60, 68)
    assert (last.share, last.need, last.rupiah) == (Fraction(1, 2), 100, 60 * 12 * PREMIUM)
    # 30 % of each: 20 more in A, nobody in B
    assert (
        next(row.rupiah for row in answer.target.shares if row.share == Fraction(3, 10)) == 20 * 12 * PREMIUM
    )
    assert "A, B mencapai 20%" in said(desk, answer, page, "id")


def test_where_no_money_meets_a_target_of_each_the_most_of_it_stands_before() -> None:
    """A has 30 eligible of the 50 that are wanted of its 100 workers, whatever the money."""
    few = of_each()
    few["targets"]["separuh"] = {"measure": "ucj", "of": "each", "share": "50%", "by": "2026-12"}
    few["regions"]["52.01"] = region("A", eligible=30) | {"workers": 100}
    answer = tradeoff.asked(desk_of(few), only="target")
    assert answer.target is not None
    *_, furthest, beyond = answer.target.shares

    assert (furthest.need, furthest.rupiah) == (80, 40 * 12 * PREMIUM)
    assert (beyond.need, beyond.rupiah) == (100, None)
