"""What a little more or a little less of a fund is worth: by hand, in both languages, as users ask."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import goldens
import pytest
from cases import PREMIUM, fund, one_regency_one_year, province_matches_own_money
from command_line import ROOT, alokasi
from desks import covered_at_end, desk_of, written
from worth_cases import more_perubahan_covers_fewer, two_kinds_of_people

from optimizer.answers.worth import Cut, More, Worth
from optimizer.errors import InvalidError
from optimizer.questions.worth import asked
from optimizer.units import Persons, Rupiah

NTB = ROOT / "scenarios" / "ntb" / "base.yaml"


def worth_of(case: dict[str, Any], **more: Any) -> Worth:
    """The answer to a case."""
    return asked(desk_of(case), **more)


def row_of(answer: Worth, name: str) -> Any:
    """One fund of an answer."""
    return next(row for row in answer.funds if row.id == name)


def pieces_of(answer: Worth) -> Any:
    """The ranges of the first curve."""
    return answer.curves[0].pieces


def with_ceiling(case: dict[str, Any], name: str, ceiling: int) -> dict[str, Any]:
    """The case with another ceiling of one fund."""
    return case | {"funds": case["funds"] | {name: case["funds"][name] | {"ceiling": ceiling}}}


def test_a_person_a_year_costs_twelve_premiums() -> None:
    """12 x 16,800 = 201,600; 100,000,000 / 201,600 = 496.03; every rupiah is spent, so none can go."""
    row = row_of(worth_of(one_regency_one_year(12)), "murni-2026")

    assert row.more == More(Rupiah(201_600), Persons(1))
    assert (row.cut.free, row.cut.rupiah, row.cut.persons, row.cut.price) == (0, 201_600, 1, 201_600)
    assert (row.gain, row.per_100_million) == (496, 496)


def test_where_everybody_is_covered_money_can_go() -> None:
    """10,000 x 16,800 = 168,000,000 of 201,600,000: 33,600,000 loses nobody, then 16,800 a person."""
    row = row_of(worth_of(one_regency_one_year(1)), "murni-2026")

    assert (row.more, row.stops) == (None, ("nobody_left",))
    assert (row.cut.free, row.cut.price, row.cut.whole) == (33_600_000, 16_800, False)


@pytest.mark.parametrize(
    ("stay", "language", "said"),
    [
        (12, "id", ["tambahan Rp201.600 menanggung 1 orang lagi", "satu orang untuk setiap Rp201.600"]),
        (12, "en", ["Rp201,600 more pays for 1 more person", "one person for each Rp201,600"]),
        (
            1,
            "id",
            ["tidak ada lagi orang yang boleh dibayarnya", "Rp33.600.000 pertama dari sebuah potongan"],
        ),
        (1, "en", ["nobody is left to cover", "the first Rp33,600,000 of a cut loses no one"]),
    ],
)
def test_the_issues_case_is_told_in_both_languages(
    stay: int, language: str, said: list[str], tmp_path: Path
) -> None:
    done = alokasi("worth", written(one_regency_one_year(stay), tmp_path), "--lang", language)

    told = " ".join(done.out.split())
    assert done.code == 0
    assert [sentence for sentence in said if sentence not in told] == []


def test_the_sum_is_the_users() -> None:
    """Rp500 juta / 201,600 = 2,480.2."""
    row = row_of(worth_of(one_regency_one_year(12), add="Rp500 juta"), "murni-2026")

    assert (row.gain, row.per_100_million) == (2_480, 496)


def test_matched_money_is_worth_twice_and_the_match_nothing() -> None:
    """33,600 of own money bring 33,600 of the province and a whole person, 1,666 2/3 being covered already.

    Of the province's 1,000,000,000 no more than 167,865,600 is needed for 1,666 x 12 person-months beside
    the 10,000 of own money.
    """
    answer = worth_of(province_matches_own_money())

    assert answer.best == ("b-murni-2026",)
    assert row_of(answer, "b-murni-2026").more == More(Rupiah(33_600), Persons(1))
    assert row_of(answer, "provinsi-2026").stops == ("matching",)
    assert row_of(answer, "provinsi-2026").cut.free == 1_000_000_000 - (1_666 * 12 - 10_000) * PREMIUM


def test_a_curve_has_its_prices_and_their_ends() -> None:
    """100 at 16,800 = 1,680,000, then 100 at 33,600 = 3,360,000 more, then nobody."""
    pieces = pieces_of(worth_of(two_kinds_of_people(), funds=["murni-2026"]))

    assert [(piece.first, piece.last, piece.price, piece.ends) for piece in pieces[:2]] == [
        (0, 1_680_000, 16_800, ("dearer",)),
        (1_680_000, 5_040_000, 33_600, ("nobody_left",)),
    ]
    assert [piece.price for piece in pieces[2:]] == [None]
    assert [piece.persons_last for piece in pieces] == [100, 200, 200]


def test_more_money_of_an_earlier_goal_covers_fewer() -> None:
    """200, 175, 150 for 0, 25 and 50 person-months of Perubahan: plans solved afresh agree with the curve."""
    fall, level = pieces_of(worth_of(more_perubahan_covers_fewer(), funds=["perubahan-2025"]))

    assert [covered_at_end(more_perubahan_covers_fewer(bought)) for bought in (0, 25, 50)] == [200, 175, 150]
    assert (fall.first, fall.last, fall.price) == (0, 100 * PREMIUM, -PREMIUM)
    assert (fall.persons_first, fall.persons_last) == (200, 100)
    assert (fall.better, fall.ends) == (("targets",), ("carry",))
    assert (level.price, level.persons_last) == (None, 100)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("id", "orang yang didaftarkan untuk itu harus dibayar terus sampai Des 2026"),
        ("en", "people enrolled for it must be carried on through Dec 2026"),
    ],
)
def test_a_fall_is_explained(language: str, said: str, tmp_path: Path) -> None:
    case = written(more_perubahan_covers_fewer(), tmp_path)

    done = alokasi("worth", case, "--fund", "perubahan-2025", "--lang", language)

    assert said in " ".join(done.out.split())


def test_cutting_what_costs_people_gains_them() -> None:
    """Without Perubahan 200 are covered, 25 more than now; the target of December 2025 gets worse."""
    row = row_of(worth_of(more_perubahan_covers_fewer()), "perubahan-2025")

    assert row.cut == Cut(
        free=Rupiah(25 * PREMIUM),
        whole=True,
        proven=True,
        impossible=False,
        most=None,
        rupiah=None,
        persons=None,
        price=None,
        used=Rupiah(25 * PREMIUM),
        gains=Persons(25),
        worsens=("targets",),
    )
    assert (row.more, row.stops, row.proven) == (None, ("carry",), True)
    assert (row.gain, row.better) == (-75, ("targets",))


def test_a_floor_ends_what_can_be_cut() -> None:
    """All 1,000 whom the money pays for must be covered: not a rupiah can go."""
    case = one_regency_one_year(12)
    case["rules"]["floors"] = [{"region": "52.04", "persons": 1_000, "from": "2026-12"}]

    cut = row_of(worth_of(case), "murni-2026").cut

    assert (cut.free, cut.impossible, cut.persons) == (0, True, None)


def test_a_share_of_the_ceiling_moves_with_it() -> None:
    """Of each rupiah 60 % may be used in the one region: 201,600 / 0.6 = 336,000 for a person more."""
    case = with_ceiling(one_regency_one_year(12), "murni-2026", 336_000_000)
    case["funds"]["murni-2026"]["per_region"] = {"max": "60%"}

    row = row_of(worth_of(case), "murni-2026")

    assert row.more == More(Rupiah(336_000), Persons(1))
    assert (row.cut.free, row.cut.price) == (0, 336_000)


def test_what_is_set_aside_makes_a_person_dearer() -> None:
    """A fifth is set aside: 201,600 / 0.8 = 252,000."""
    case = with_ceiling(one_regency_one_year(12), "murni-2026", 252_000_000)
    case["funds"]["murni-2026"]["set_aside"] = "20%"

    row = row_of(worth_of(case), "murni-2026")

    assert (row.more, row.cut.free, row.cut.price) == (More(Rupiah(252_000), Persons(1)), 0, 252_000)


@pytest.mark.parametrize(
    ("rules", "stop"),
    [
        ({"enrol_per_month": 500}, "capacity"),
        ({"ceilings": [{"region": "52.04", "persons": 700}]}, "people_ceiling"),
    ],
)
def test_the_rule_that_stops_money_is_named(rules: dict[str, Any], stop: str) -> None:
    """At stay 12 people enrol in January only: 500 of the 1,000 that the money pays for, or 700."""
    case = one_regency_one_year(12)
    case["rules"] |= rules

    row = row_of(worth_of(case), "murni-2026")

    assert (row.more, row.stops) == (None, (stop,))


def test_a_fund_that_pays_too_late_needs_a_shorter_stay() -> None:
    """It pays December 2026, when at stay 3 nobody can be enrolled any more; alone it covers nobody."""
    case = one_regency_one_year(3)
    case["funds"] = {"akhir-2026": fund("52.04", 2026, PREMIUM, pays="2026-12")}

    row = row_of(worth_of(case), "akhir-2026")

    assert (row.more, row.stops) == (None, ("stay",))


def test_money_that_must_be_spent_cannot_grow_for_ever() -> None:
    """10,000 x 12 x 16,800 = 2,016,000,000 is all that can be spent, and all of the ceiling must be."""
    case = with_ceiling(one_regency_one_year(1), "murni-2026", 2_016_000_000)
    case["funds"]["murni-2026"]["spend_at_least"] = "100%"

    answer = worth_of(case, funds=["murni-2026"])
    row = row_of(answer, "murni-2026")

    assert (row.more, row.stops, row.gain) == (None, ("must_spend",), None)
    assert pieces_of(answer)[-1].last == pytest.approx(2_016_000_000, abs=PREMIUM)


def test_whole_plans_make_a_curve_of_average_prices() -> None:
    """Fairness first: up to twice its ceiling each person costs Rp16,800, so one range is left."""
    case = two_kinds_of_people() | {"goals": ["fairness", "coverage"]}

    (piece,) = pieces_of(worth_of(case, funds=["murni-2026"]))

    assert (piece.first, piece.last, piece.price) == (0, 100 * PREMIUM, PREMIUM)


def test_without_a_deciding_goal_whole_plans_are_compared() -> None:
    """Fairness first: one region, so that its share is persons; the same figures, from plans."""
    case = one_regency_one_year(12) | {"goals": ["fairness", "coverage"]}

    answer = worth_of(case)
    row = row_of(answer, "murni-2026")

    assert not answer.decided
    assert (row.more, row.cut.free, row.gain) == (More(Rupiah(201_600), Persons(1)), 0, 496)


def test_the_dearest_person_is_last() -> None:
    """Rp336,000 more each: 20 persons at Rp16,800, 10 at twice that."""
    case = two_kinds_of_people()
    case["funds"] = {
        "mahal": fund("52.04", 2026, 10 * PREMIUM, groups=["nelayan"]),
        "murah": fund("52.04", 2026, 10 * PREMIUM, groups=["rentan"]),
    }

    answer = worth_of(case, add="336.000")

    assert [(row.id, row.gain) for row in answer.funds] == [("murah", 20), ("mahal", 10)]
    assert answer.best == ("murah",)
    assert answer.funds[0].per_100_million == Fraction(20 * 100_000_000, 336_000)


def test_an_unknown_fund_is_named_with_the_nearest() -> None:
    with pytest.raises(InvalidError) as refused:
        worth_of(one_regency_one_year(12), funds=["murni-2062"])

    (finding,) = refused.value.findings
    assert (finding.code, finding.facts["near"]) == ("usage.fund_unknown", ("murni-2026",))


@pytest.mark.parametrize(("add", "code"), [("5x", "rupiah.unreadable"), ("0", "usage.worth_nothing")])
def test_a_sum_that_is_none_is_refused(add: str, code: str) -> None:
    with pytest.raises(InvalidError) as refused:
        worth_of(one_regency_one_year(12), add=add)

    assert [finding.code for finding in refused.value.findings] == [code]


def test_the_document_has_every_field(tmp_path: Path) -> None:
    done = alokasi("worth", written(one_regency_one_year(1), tmp_path), "--fund", "murni-2026", "--json")

    found = done.document
    assert (found["status"], found["month"], found["persons"]) == ("optimal", "2026-12", 10_000)
    assert found["funds"][0]["cut"]["free"] == 33_600_000
    assert [piece["price"] for piece in found["curves"][0]["pieces"]] == [16_800, None]


def test_all_funds_of_ntb() -> None:
    """32 funds; a person of 2026 costs 12 x 16,800 in ten of them. That the page is so: test_asked_golden."""
    page = (goldens.GOLDEN / "asked" / "worth.en.txt").read_text("utf-8")

    assert "does most in 10 funds, and the same in all of them: Rp201,600 more" in " ".join(page.split())
    assert "worth." not in page
