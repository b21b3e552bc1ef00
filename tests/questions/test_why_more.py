"""``why --fund``: what a further sum does, which regions gain, and why some of it stays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from cases import PREMIUM, case, fund, region
from command_line import alokasi
from desks import desk_of, said, written

from optimizer.questions import why_fund
from optimizer.report.asked.why_fund import page as why_fund_page
from optimizer.units import Rupiah

Case = dict[str, Any]


def one_fund(**more: Any) -> Case:
    """Money for 12 persons and a year, everybody of 100 eligible."""
    return (
        case(
            "2026-01..2026-12",
            regions={"52.04": region("Sumbawa", eligible=100)},
            funds={"murni-2026": fund("52.04", 2026, 12 * 12 * PREMIUM, name="APBD Sumbawa")},
            stay=12,
            goals=["coverage", "months"],
        )
        | more
    )


def test_a_further_sum_that_nobody_needs_stays_and_says_why() -> None:
    """Money for all 12 eligible: Rp100 million more has nobody left to pay for."""
    desk = desk_of(one_fund(regions={"52.04": region("Sumbawa", eligible=12)}))
    answer = why_fund.asked(desk, "murni-2026")
    page = said(desk, answer, why_fund_page, "id")

    assert answer.next is not None
    assert (answer.next.used, answer.next.persons) == (0, 0)
    assert answer.next.unused[0].code == "unspent.nobody_left"
    assert "terpakai Rp0" not in page
    assert "Rp100.000.000 lagi akan tersisa" in page
    assert "lebih dari yang dapat dipakai" in page
    assert "kurang dari satu iuran; " not in page
    assert "sudah terpakai semua." in page


def test_a_fund_without_money_is_told_so() -> None:
    made = one_fund()
    made["funds"]["murni-2026"]["ceiling"] = 0
    desk = desk_of(made)
    page = said(desk, why_fund.asked(desk, "murni-2026"), why_fund_page, "id")

    assert "Pagunya Rp0: sumber dana ini tidak punya uang." in page
    assert "terpakai semua" not in page


def test_a_sum_that_is_asked_about_says_which_regions_gain() -> None:
    """Money for 3 persons a year more."""
    desk = desk_of(one_fund())
    answer = why_fund.asked(desk, "murni-2026", add=Rupiah(3 * 12 * PREMIUM))

    assert answer.next is not None
    assert (answer.next.used, answer.next.unused) == (3 * 12 * PREMIUM, ())
    assert [(row.code, row.before, row.after) for row in answer.next.regions] == [("52.04", 12, 15)]
    assert "Yang mendapat lebih: Sumbawa (3 orang)." in said(desk, answer, why_fund_page, "id")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (["--fund", "murni-2026", "--add", "0"], "usage.why_add_nothing"),
        (["--fund", "murni-2026", "--add", "banyak"], "rupiah.unreadable"),
        (["--not", "persons >= 5", "--add", "Rp5 juta"], "usage.why_add_wish"),
    ],
)
def test_a_sum_that_cannot_be_added_is_refused(more: list[str], code: str, tmp_path: Path) -> None:
    done = alokasi("why", written(one_fund(), tmp_path), "--json", *more)

    assert (done.code, done.codes) == (2, [code])
