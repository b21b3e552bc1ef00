"""``why --not``: what a wish costs and who pays for it by hand, and what forbids it, as people read it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from arrange import changed
from cases import PREMIUM, case, fund, one_regency_one_year, region, three_regions_two_funds
from command_line import alokasi
from desks import desk_of, written

from optimizer.answers.why import WhyNot
from optimizer.questions import why_not
from optimizer.questions.wish import read

Case = dict[str, Any]


def asked(made: Case, text: str) -> WhyNot:
    desk = desk_of(made)
    return why_not.asked(desk, read(desk.scenario, text))


def test_what_one_region_gets_more_another_gets_less() -> None:
    """B and C share money for 60: 40 in C leave 20 in B, whose share falls from 30 to 20 %."""
    answer = asked(three_regions_two_funds(), "regions.52.03.persons >= 40")

    assert (answer.verdict, answer.figure) == ("costs", 30)
    assert [(row.code, row.before, row.after) for row in answer.regions] == [
        ("52.02", 30, 20),
        ("52.03", 30, 40),
    ]
    assert [(goal.goal, float(goal.before), float(goal.after), goal.worse) for goal in answer.goals] == [
        ("fairness", 0.3, 0.2, True)
    ]


def test_persons_lost_by_a_fund_that_pays_less() -> None:
    """Half the money pays for half of the 1,000."""
    answer = asked(one_regency_one_year(), "funds.murni-2026.rupiah <= 100.800.000")

    assert answer.after is not None
    assert (answer.figure, answer.before.persons_end, answer.after.persons_end) == (201_600_000, 1000, 500)
    assert [(row.id, row.before, row.after) for row in answer.funds] == [
        ("murni-2026", 201_600_000, 100_800_000)
    ]


def test_a_wish_that_is_fulfilled_is_not_solved_again() -> None:
    answer = asked(one_regency_one_year(), "persons >= 1000")

    assert (answer.verdict, answer.figure, answer.after, answer.goals) == ("holds", 1000, None, ())


def test_exactly_so_many_counts_from_both_sides() -> None:
    """1,000 are covered: too many for 900, too few for 1,100, for which the money is not enough."""
    fewer, more = (asked(one_regency_one_year(), f"persons = {persons}") for persons in (900, 1100))

    assert fewer.after is not None
    assert (fewer.verdict, fewer.figure, fewer.after.persons_end) == ("costs", 1000, 900)
    assert (more.verdict, [finding.code for finding in more.sums]) == ("impossible", ["wish.money"])


def test_a_wish_can_be_free() -> None:
    """Coverage alone does not say who of A and B gets the money for 5."""
    made = case(
        "2026-01..2026-12",
        regions={"52.01": region("A", eligible=5), "52.02": region("B", eligible=5)},
        funds={"prov": fund("52", 2026, 5 * 12 * PREMIUM)},
        stay=12,
        goals=["coverage"],
    )
    both = [asked(made, f"regions.{code}.persons >= 5") for code in ("52.01", "52.02")]
    (free,) = [answer for answer in both if answer.verdict == "costs"]

    assert sorted(answer.verdict for answer in both) == ["costs", "holds"]
    assert not any(goal.worse for goal in free.goals)


def two_floors() -> Case:
    """10 persons can be paid for, 6 of them are promised to A; nobody is short before something is wished."""
    return case(
        "2026-01..2026-12",
        regions={"52.01": region("Kabupaten A", eligible=20), "52.02": region("Kabupaten B", eligible=20)},
        funds={"prov": fund("52", 2026, 10 * 12 * PREMIUM, name="APBD Provinsi")},
        stay=12,
        goals=["coverage"],
        rules={"floors": [{"region": "52.01", "persons": 6, "from": "2026-12", "to": "2026-12"}]},
    )


def test_the_rules_that_forbid_a_wish_are_the_smallest_set() -> None:
    """6 for A and 5 for B are 11: the ceiling, both floors and the stay, which makes each of them a year."""
    answer = asked(two_floors(), "regions.52.02.persons >= 5")
    codes = sorted(finding.code for finding in answer.clash[1:])

    assert answer.verdict == "impossible"
    assert codes == ["clash.ceiling", "clash.people_floor", "clash.people_floor", "clash.stay"]
    without = changed(two_floors(), rules={"stay": 12})
    assert asked(without, "regions.52.02.persons >= 5").verdict in ("costs", "holds")


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        (
            "id",
            [
                "Mengapa tidak: paling sedikit 5 orang di Kabupaten B terlindungi pada Des 2026?",
                "Tidak mungkin; rencana terbaik memberi",
                "Keinginan itu sendiri: paling sedikit 5 orang di Kabupaten B",
                "Pagu APBD Provinsi yang dapat dipakai paling banyak Rp2.016.000.",
            ],
        ),
        (
            "en",
            [
                "Why not: at least 5 people covered in Kabupaten B in Dec 2026?",
                "It is impossible; the best plan gives",
                "The wish itself: at least 5 people covered in Kabupaten B in Dec 2026.",
                "The ceiling of APBD Provinsi lets it pay at most Rp2,016,000.",
            ],
        ),
    ],
)
def test_the_page_names_the_rules_that_forbid_it(language: str, parts: list[str], tmp_path: Path) -> None:
    file = written(two_floors(), tmp_path)
    done = alokasi("why", file, "--not", "regions.52.02.persons >= 5", "--lang", language)
    said = " ".join(done.out.split())

    assert (done.code, done.err) == (0, "")
    assert [part for part in parts if part not in said] == []
    assert max(map(len, done.out.splitlines())) <= 80


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        (
            "id",
            [
                "Yang pertama memburuk adalah prioritas 1 (Merata antarwilayah: bagian terendah)",
                "turun dari 30,00% menjadi 20,00%",
                "Yang kehilangan: B (10 orang).",
                "Yang mendapat lebih: C (10 orang).",
            ],
        ),
        (
            "en",
            [
                "The first to get worse is goal 1 (Even between regions: the lowest share)",
                "falls from 30.00% to 20.00%",
                "Who loses: B (10).",
                "Who gains: C (10).",
            ],
        ),
    ],
)
def test_the_page_says_who_loses_and_who_gains(language: str, parts: list[str], tmp_path: Path) -> None:
    file = written(three_regions_two_funds(), tmp_path)
    done = alokasi("why", file, "--not", "regions.52.03.persons >= 40", "--lang", language)
    said = " ".join(done.out.split())

    assert (done.code, done.err) == (0, "")
    assert [part for part in parts if part not in said] == []


def test_the_page_writes_the_sum_out(tmp_path: Path) -> None:
    """1,001 persons x 12 x 16,800 = 201,801,600, more than the money for 1,000."""
    file = written(one_regency_one_year(), tmp_path)
    done = alokasi("why", file, "--not", "persons >= 1.001", "--lang", "id")
    said = " ".join(done.out.split())

    assert "sedikitnya Rp201.801.600 (1.001 x 12 bulan x Rp16.800)" in said
    assert "hanya Rp201.600.000" in said


def test_the_document_has_the_rules_and_the_sums(tmp_path: Path) -> None:
    file = written(two_floors(), tmp_path)
    found = alokasi("why", file, "--not", "regions.52.02.persons >= 5", "--json").document

    assert found["verdict"] == "impossible"
    assert found["wish"]["least"] == 5
    assert found["clash"][0]["facts"]["rules"] == len(found["clash"]) - 1


def test_sums_alone_claim_no_bound() -> None:
    """No plan was compared, so the standing of the plan as it is does not matter."""
    desk = desk_of(one_regency_one_year())
    _ = desk.base
    desk.status = "within_bound"

    assert why_not.asked(desk, read(desk.scenario, "persons >= 1.001")).status == "optimal"
