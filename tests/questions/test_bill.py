"""``bill``: by hand, and as the plan says it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from cases import PREMIUM, case, fund, one_regency_one_year, perubahan_then_murni, region
from command_line import alokasi
from desks import desk_of, said, written
from hypothesis import given, settings
from strategies import Size, cases

from optimizer.errors import ContradictionError
from optimizer.questions import bill
from optimizer.report.asked.bill import page
from optimizer.text import Language

Case = dict[str, Any]


def two_payers() -> Case:
    """A's money of a year for 10; the province's of the last quarter for 8, who cost four times as much."""
    return case(
        "2026-01..2026-12",
        regions={"52.01": region("A", eligible=10), "52.02": region("B", eligible=8)},
        funds={
            "a-2026": fund("52.01", 2026, 10 * 12 * PREMIUM),
            "prov-2026": fund("52", 2026, 8 * 3 * PREMIUM, pays="2026-10..2026-12", regions=["52.02"]),
        },
        stay=3,
        goals=["coverage"],
    )


def test_a_payer_who_carries_all_and_one_who_cannot() -> None:
    """A: 10 x 12 x 16,800 = its ceiling. The province: 8 x 12 of which its ceiling pays 8 x 3, so for 2."""
    answer = bill.asked(desk_of(two_payers()))
    province, regency = answer.payers

    assert (regency.owner, regency.rupiah, regency.missing, regency.carries) == (
        "52.01",
        10 * 12 * PREMIUM,
        0,
        10,
    )
    assert (province.owner, province.rupiah, province.ceiling) == ("52", 8 * 12 * PREMIUM, 8 * 3 * PREMIUM)
    assert (province.missing, province.carries) == (8 * 9 * PREMIUM, 2)
    assert (answer.persons, answer.rupiah, answer.missing) == (18, 18 * 12 * PREMIUM, 8 * 9 * PREMIUM)


def test_what_is_set_aside_carries_nobody() -> None:
    """1,000 persons need all of Rp201,600,000; with a tenth set aside 900 are covered and 900 carried."""
    aside = one_regency_one_year()
    aside["funds"]["murni-2026"]["set_aside"] = "10%"
    (row,) = bill.asked(desk_of(aside)).payers

    assert (row.persons, row.ceiling, row.missing, row.carries) == (900, 181_440_000, 0, 900)


def test_a_later_premium_is_billed() -> None:
    """16,800 in 2026 and 20,000 from 2027 on: 1,000 persons for 12 months are Rp240,000,000."""
    dearer = one_regency_one_year()
    dearer["premium"] = [{"value": PREMIUM}, {"value": 20_000, "months": "2027-01..2027-12"}]
    (row,) = bill.asked(desk_of(dearer)).payers

    assert (row.persons, row.rupiah, row.missing) == (1_000, 240_000_000, 38_400_000)
    assert row.carries == 840


def test_ceilings_of_another_year_carry_nobody() -> None:
    """Perubahan 2025 is no money of 2026: Murni pays for the 10 who are left, and goes on to."""
    answer = bill.asked(desk_of(perubahan_then_murni()))

    assert (answer.year, [(row.persons, row.ceiling) for row in answer.payers]) == (
        2026,
        [(10, 120 * PREMIUM)],
    )


def test_those_who_cost_least_are_carried_first() -> None:
    """10 at Rp16,800 and 10 at Rp8,400 for 6 months spend Rp1,512,000, half of the bill of a year.

    It keeps the 10 cheap ones for Rp1,008,000, and with Rp504,000 two of the others at Rp201,600.
    """
    made = case(
        "2026-07..2026-12",
        regions={"52.01": region("A", eligible=10)},
        funds={"a": fund("52.01", 2026, 10 * 6 * PREMIUM + 10 * 6 * 8_400)},
        stay=6,
        goals=["coverage"],
    )
    made["groups"]["murah"] = {"label": "Pekerja dengan separuh iuran"}
    made["premium"].append({"value": 8_400, "groups": ["murah"]})
    made["regions"]["52.01"]["workers"] = 100
    made["regions"]["52.01"]["eligible"]["murah"] = 10
    desk = desk_of(made)
    answer = bill.asked(desk)
    (row,) = answer.payers

    assert (row.persons, row.missing, row.carries) == (20, 1_512_000, 12)
    assert "12 dari 20 orang selama 12 bulan; 8 orang tidak dapat diteruskan" in said(
        desk, answer, page, "id"
    )


@settings(max_examples=25, deadline=None, derandomize=True, database=None)
@given(cases(Size(regions=3, groups=2, months=6, funds=4, persons=12, ceiling=60)))
def test_it_is_the_bill_of_the_plan(made: Case) -> None:
    desk = desk_of(made)
    try:
        answer = bill.asked(desk)
    except ContradictionError:
        return
    rows = {row.owner: (row.persons, row.rupiah) for row in desk.base.bill}

    assert {row.owner: (row.persons, row.rupiah) for row in answer.payers} == rows
    assert answer.persons == desk.base.totals.persons_end
    for row in answer.payers:
        assert row.missing == max(0, row.rupiah - row.ceiling)
        assert row.carries <= row.persons
        assert (row.carries == row.persons) == (row.missing == 0)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("id", "18 orang ditanggung pada Des 2026. Meneruskan mereka 12 bulan lagi memerlukan Rp3.628.800."),
        ("en", "18 people are paid for in Dec 2026. Keeping them for 12 months more takes Rp3,628,800."),
    ],
)
def test_it_is_said_in_both_languages(language: Language, words: str) -> None:
    desk = desk_of(two_payers())

    assert words in said(desk, bill.asked(desk), page, language)


def test_the_document_has_every_payer(tmp_path: Path) -> None:
    document = alokasi("bill", written(two_payers(), tmp_path), "--json").document

    assert [(row["owner"], row["missing"]) for row in document["payers"]] == [
        ("52", 8 * 9 * PREMIUM),
        ("52.01", 0),
    ]
