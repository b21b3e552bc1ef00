"""The worth of funds whose money must be spent, and of those that only whole plans can tell about."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from cases import PREMIUM, fund, one_regency_one_year
from command_line import ROOT, alokasi
from desks import covered_at_end, desk_of, written

from optimizer import load
from optimizer.answers.worth import FundWorth, More, Piece, Worth
from optimizer.errors import ContradictionError
from optimizer.plan.shapes import Plan
from optimizer.questions.desk import Desk
from optimizer.questions.worth import asked
from optimizer.scenario.schema import Scenario
from optimizer.units import Persons, Rupiah

FUND = "murni-2026"
MOST_PLANS = 19
"""Plans of one fund at most, for more and for less together."""


class Counting(Desk):
    """A desk that counts its plans."""

    count = 0

    def plan(self, scenario: Scenario) -> Plan:
        """The plan, counted."""
        self.count += 1
        return super().plan(scenario)


def one_fund(ceiling: int, **more: Any) -> dict[str, Any]:
    """One regency, one year, stay 12: a person costs 12 x 16,800 = 201,600."""
    made = one_regency_one_year(12)
    made["funds"][FUND] |= {"ceiling": ceiling} | more
    return made


def half_must_be_spent(ceiling: int = 200_000_000) -> dict[str, Any]:
    """Thrift first: no more is spent than the half that must be."""
    return one_fund(ceiling, spend_at_least="50%") | {"goals": ["thrift", "coverage"]}


def a_hundred_million_must_be_spent(ceiling: int = 201_600_000) -> dict[str, Any]:
    """Whole premiums: 5,952 of them are 99,993,600, or 496 persons."""
    return one_fund(ceiling, spend_at_least=100_000_000)


def row_of(answer: Worth) -> FundWorth:
    """The one fund."""
    return answer.funds[0]


def pieces_of(answer: Worth) -> tuple[Piece, ...]:
    """The ranges of the one curve."""
    return answer.curves[0].pieces


def test_money_that_must_be_spent_adds_people() -> None:
    """From 2 x 5,953 x 16,800 on more than 99,993,600 must be spent: 20,800 more, and 497 persons."""
    row = row_of(asked(desk_of(half_must_be_spent())))

    persons = [covered_at_end(half_must_be_spent(200_000_000 + more)) for more in (0, 20_799, 20_800)]
    assert persons == [496, 496, 497]
    assert (row.more, row.proven) == (More(Rupiah(20_800), Persons(1)), False)


def test_a_sum_that_cannot_be_spent_is_a_contradiction() -> None:
    """All of 201,616,800 must be spent, and a person costs 201,600: one premium more is left over."""
    case = one_fund(201_600_000, spend_at_least="100%")

    assert row_of(asked(desk_of(case), add="16.800")).gain is None
    with pytest.raises(ContradictionError):
        covered_at_end(one_fund(201_616_800, spend_at_least="100%"))


def test_a_curve_does_not_pass_through_contradictions() -> None:
    """Nothing need be spent of nothing; up to 5,952 premiums less than what must be spent is there."""
    answer = asked(desk_of(a_hundred_million_must_be_spent()), funds=[FUND])
    nothing, contradicting, first, *_ = pieces_of(answer)

    assert (nothing.first, nothing.last, nothing.persons_first) == (0, 0, 0)
    assert (contradicting.first, contradicting.last, contradicting.impossible) == (1, 99_993_599, True)
    assert [first.first, first.persons_first, first.price] == [99_993_600, 496, 201_600]
    for ceiling in (PREMIUM, 99_990_000):
        with pytest.raises(ContradictionError):
            covered_at_end(a_hundred_million_must_be_spent(ceiling))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("id", "potongan di atas Rp101.606.400 membuat aturan yang wajib saling bertentangan"),
        ("en", "a cut beyond Rp101,606,400 makes hard rules contradict each other"),
    ],
)
def test_where_a_cut_breaks_a_rule_is_told(language: str, said: str, tmp_path: Path) -> None:
    """201,600,000 - 99,993,600."""
    case = written(a_hundred_million_must_be_spent(), tmp_path)

    done = alokasi("worth", case, "--fund", FUND, "--lang", language)

    assert said in " ".join(done.out.split())


def test_a_curve_of_plans_keeps_nothing_apart() -> None:
    """A ceiling of 0 obeys the rules, the smallest above it do not: no line is drawn between the marks."""
    answer = asked(desk_of(a_hundred_million_must_be_spent(0)), funds=[FUND])
    pieces = pieces_of(answer)

    assert row_of(answer).more == More(Rupiah(99_993_600), Persons(496))
    assert (pieces[0].first, pieces[0].last) == (0, 0)
    assert [piece.price for piece in pieces if not piece.average] == [None, 201_600]


def test_rules_that_contradict_are_told_first() -> None:
    """Goals that decide are asked only of a scenario that has a plan."""
    case = one_fund(201_600_000)
    case["rules"]["floors"] = [{"region": "52.04", "persons": 5_000}]

    with pytest.raises(ContradictionError):
        asked(desk_of(case))


def test_few_plans_are_solved_where_no_goal_decides() -> None:
    """The program's own starter: weights 2 and 1. What is told was solved."""
    desk = Counting(load(ROOT / "optimizer" / "commands" / "starter.id.yaml"))

    answer = asked(desk)

    assert not answer.decided
    assert desk.count <= 1 + MOST_PLANS * len(answer.funds)
    assert {row.gain for row in answer.funds if row.year == 2027} == {496}
    assert not any(row.proven for row in answer.funds)


@pytest.mark.parametrize(
    ("status", "bound", "language", "said"),
    [
        ("contracted", True, "id", "sudah dikontrak atau dibayar, jadi tidak dapat dipotong lagi"),
        ("paid", True, "en", "is contracted or paid, so it cannot be cut any more"),
        ("planned", False, "en", "nobody is lost in Dec 2026. The plan uses that money"),
    ],
)
def test_a_free_cut_is_not_told_as_more_than_it_is(
    status: str, bound: bool, language: str, said: str, tmp_path: Path
) -> None:
    """Money of 2025 covers nobody in December 2026, but 100 persons in December 2025."""
    case = one_regency_one_year(1)
    case["horizon"] = "2025-12..2026-12"
    case["goals"] = ["coverage", "months"]
    case["funds"]["murni-2025"] = fund("52.04", 2025, 100 * PREMIUM, status=status)

    (row,) = asked(desk_of(case), funds=["murni-2025"]).funds
    done = alokasi(
        "worth",
        written(case, tmp_path),
        "--fund",
        "murni-2025",
        "--lang",
        language,
        setting={"COLUMNS": "200"},
    )

    assert (row.cut.whole, row.cut.used, row.bound) == (True, 100 * PREMIUM, bound)
    assert said in done.out


def test_a_fund_may_be_given_by_its_name() -> None:
    case = one_fund(201_600_000, name="APBD TA 2026 Sumbawa")

    (row,) = asked(desk_of(case), funds=["apbd ta 2026 sumbawa"]).funds

    assert row.id == FUND
