"""The page of ``futures``: sums that multiply, who loses cover, both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import case, fund, region
from command_line import alokasi
from desks import desk_of, said, written
from futures_cases import enrolled_now_carried_later, money, two_regions_one_now
from typer import BadParameter

from optimizer.commands.asking.futures import _share
from optimizer.questions import futures
from optimizer.report.asked.futures import page


def test_the_warning_says_the_sum() -> None:
    desk = desk_of(enrolled_now_carried_later())
    answer = futures.asked(desk)

    assert (
        "40 orang yang didaftarkan sekarang tidak dapat diteruskan: "
        "40 orang x 12 bulan x Rp16.800 = Rp8.064.000"
    ) in said(desk, answer, page, "id")
    assert (
        "40 people enrolled now could not be carried on: 40 x 12 months x Rp16,800 = Rp8,064,000"
    ) in said(desk, answer, page, "en")


def test_a_sum_that_is_not_the_same_in_every_month_multiplies() -> None:
    """Money for 60 people and 6 person-months: 474 of 1,200 are missing, 40 people at a time or 39."""
    made = enrolled_now_carried_later()
    made["futures"]["efisiensi"]["change"] = {"funds.murni-2026.ceiling": money(12 * 60 + 6)}
    desk = desk_of(made)
    answer = futures.asked(desk)
    lacking = answer.naive[0].outcomes[1].uncarried

    assert lacking is not None
    assert (lacking.persons, lacking.person_months, lacking.rupiah) == (40, 474, money(474))
    assert "474 orang-bulan x Rp16.800 = Rp7.963.200" in said(desk, answer, page, "id")


def test_who_loses_cover_is_told_beside_who_would_anyway() -> None:
    """100 are paid for; 50 person-months more enrol 17, who must stay: of 80 then 63 are left."""
    made = case(
        "2025-10..2026-12",
        regions={"52.04": region("Sumbawa", eligible=200, paid=100)},
        funds={
            "perubahan-2025": fund("52.04", 2025, money(350), budget="perubahan"),
            "murni-2026": fund("52.04", 2026, money(2_400)),
        },
        stay=12,
        goals=["keep", "coverage", "months"],
    )
    made["futures"] = {
        "penuh": {"probability": "60%"},
        "efisiensi": {"probability": "40%", "change": {"funds.murni-2026.ceiling": money(12 * 80)}},
    }
    desk = desk_of(made)

    words = said(desk, futures.asked(desk), page, "en")
    assert "37 of the people paid for today lose cover, not 20" in words


def test_the_page_tells_it_in_both_languages(tmp_path: Path) -> None:
    desk = desk_of(two_regions_one_now())
    answer = futures.asked(desk)
    done = alokasi("futures", written(two_regions_one_now(), tmp_path), "--lang", "id")
    words = said(desk, answer, page, "en")

    assert done.code == 0
    assert "Nilai menunggu: andai sudah diketahui mana yang terjadi, rata-rata 120 orang" in " ".join(
        done.out.split()
    )
    assert "The price of caution: 30 fewer people" in words
    assert "in the worst 10% of the probability 750 people are paid for, 150 more than 600" in words


def test_caution_must_be_a_share() -> None:
    with pytest.raises(BadParameter) as raised:
        _share("ninety")

    assert "--caution 90%" in raised.value.message
