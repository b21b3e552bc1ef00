"""``futures``: two scenarios solved on paper, and what must hold of every answer."""

from __future__ import annotations

import copy
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from arrange import solved
from cases import PREMIUM, fund, region
from command_line import alokasi
from desks import at_end, desk_of, printed, said, written
from futures_cases import Case, enrolled_now_carried_later, money, two_regions_one_now

from optimizer.answers.futures import Futures
from optimizer.errors import ContradictionError, InvalidError
from optimizer.questions import futures
from optimizer.questions.foreseeing.courses import best
from optimizer.questions.foreseeing.outlooks import outlook
from optimizer.report.asked.futures import page
from optimizer.scenario.foreseen import foreseen
from optimizer.solve.staged import Staged
from optimizer.units import Share


def asked(made: Case, caution: Fraction = Fraction(9, 10)) -> Futures:
    return futures.asked(desk_of(made), caution=Share(caution))


def now(course: Any) -> dict[str, int]:
    return {str(row.region): int(row.persons) for row in course.allocated}


def whole(*numbers: Fraction | None) -> list[int | None]:
    """Averages that are whole, as whole numbers."""
    assert all(number is None or number.denominator == 1 for number in numbers)
    return [None if number is None else int(number) for number in numbers]


def ends(course: Any) -> list[int]:
    return [int(row.headline.persons_end) for row in course.outcomes]


def test_the_two_stage_answer_on_paper() -> None:
    """With x people in A and 300 - x in B in December, January adds up to 300 in each region:

    - A richer: min(600, x + 300) + min(300, 600 - x) = x + 600 people;
    - B richer: min(300, x + 300) + min(600, 600 - x) = 900 - x people.

    On average 3/5 (x + 600) + 2/5 (900 - x) = 720 + x / 5, most at x = 300: 780 people, 900 or 600.
    The worst tenth is the worse future alone, min(x + 600, 900 - x), most at x = 150: 750 people in either.
    The price of caution is 780 - 750 = 30 people on average, for which the worst is 750 and not 600.
    Known before, x would be 300 or 0, with 900 people in either: waiting is worth 900 - 780 = 120.
    The mean budget (480 and 420 people) would decide x = 180: 780 or 720 people, on average 756, 24 fewer.
    """
    answer = asked(two_regions_one_now())

    assert (now(answer.expected), ends(answer.expected)) == ({"52.01": 300}, [900, 600])
    assert (now(answer.cautious), ends(answer.cautious)) == ({"52.01": 150, "52.02": 150}, [750, 750])
    average, careful = answer.expected.averages, answer.cautious.averages
    assert whole(average.persons_end, average.worst_persons_end) == [780, 600]
    assert whole(careful.persons_end, careful.worst_persons_end) == [750, 750]
    assert [row.known.headline.persons_end for row in answer.futures] == [900, 900]
    assert answer.waiting.persons == 120
    assert whole(answer.price.persons, -answer.price.worst_persons) == [30, 150]
    likely, mean = answer.naive
    assert likely.future == "a-kaya"
    assert whole(likely.gained, mean.gained) == [0, 24]
    assert [row.headline.persons_end for row in mean.outcomes if row.headline] == [780, 720]
    assert (answer.status, answer.same) == ("optimal", False)


def test_with_a_caution_between_the_mean_of_the_worst_part_is_weighed() -> None:
    """The worst half: for x >= 150 it is B (2/5) and a tenth of A: (4/5)(900 - x) + (1/5)(x + 600).

    That falls with x; for x <= 150 it is the half of A alone, x + 600, which rises: x = 150 still. The worst
    nine tenths are B and half of all from A, (4/9)(900 - x) + (5/9)(x + 600) = 2200/3 + x/9: x = 300.
    """
    half, most = (asked(two_regions_one_now(), Fraction(part)) for part in (Fraction(1, 2), Fraction(1, 10)))

    assert ends(half.cautious) == [750, 750]
    assert ends(most.cautious) == [900, 600]
    assert most.cautious.averages.worst_persons_end == Fraction(2200, 3) + Fraction(300, 9)
    assert most.same


def test_without_caution_it_is_the_average_and_with_all_of_it_the_worst() -> None:
    desk = desk_of(two_regions_one_now())
    none, all_of_it = (futures.asked(desk, caution=Share(part)) for part in (0, 1))

    assert none.same
    assert none.cautious.averages.persons_end == none.expected.averages.persons_end == 780
    assert all_of_it.cautious.averages.worst_persons_end == 750
    assert "(looking at the average of all futures)" in said(desk, none, page, "en")
    assert "pada kemungkinan terburuk saja 750 orang ditanggung" in said(desk, all_of_it, page, "id")


def test_people_enrolled_for_the_full_budget_cannot_be_carried_through_a_cut() -> None:
    """100 enrolled in October, money for 60: 40 people x 12 months x Rp16,800 = Rp8,064,000 is not there.

    All futures carry 60 who are enrolled now; the full budget then takes 40 more from January on.
    """
    answer = asked(enrolled_now_carried_later())
    likely, mean = answer.naive
    lacking = likely.outcomes[1].uncarried

    assert lacking is not None
    assert (lacking.persons, lacking.months, lacking.premium, lacking.rupiah) == (40, 12, PREMIUM, 8_064_000)
    assert (likely.gained, likely.persons_end) == (None, None)
    assert (answer.expected.persons, ends(answer.expected)) == (60, [100, 60])
    assert answer.waiting.persons == 0
    assert answer.waiting.person_months == Fraction(3, 5) * 40 * 3
    assert mean.outcomes[1].uncarried is not None
    assert mean.outcomes[1].uncarried.persons == 24


def test_what_is_decided_is_the_same_in_every_future() -> None:
    """The plan of each future begins with the same payments, cell by cell; the later ones differ."""
    desk = desk_of(two_regions_one_now())
    outlooks = outlook(desk, foreseen(desk.loaded))
    for caution in (None, Fraction(9, 10)):
        taken = best(desk, outlooks, Staged(outlooks.stages, desk.workshop), caution)
        one, other = (
            [row for row in plan.payments if row.month <= outlooks.decided_until] for plan in taken.plans
        )

        assert one == other
        assert sum(row.persons for row in one) == 300
        assert taken.plans[0].payments != taken.plans[1].payments


def test_futures_that_are_alike_give_the_ordinary_plan() -> None:
    made = two_regions_one_now()
    plain = at_end(made, solved({key: part for key, part in made.items() if key != "futures"}))
    made["futures"]["b-kaya"].pop("change")
    made["decided_until"] = "2025-12"
    answer = asked(made)

    assert ends(answer.expected) == ends(answer.cautious) == [plain, plain] == [900, 900]
    assert whole(answer.waiting.persons, answer.price.persons) == [0, 0]
    assert answer.same


def test_a_future_that_cannot_come_decides_nothing() -> None:
    """With 100 % for A richer, x = 300 and 900 people, as if it were known."""
    made = two_regions_one_now()
    made["futures"]["a-kaya"]["probability"] = "100%"
    made["futures"]["b-kaya"]["probability"] = "0%"
    made["decided_until"] = "2025-12"
    desk = desk_of(made)
    answer = futures.asked(desk)

    assert [row.name for row in answer.futures] == ["a-kaya"]
    assert (ends(answer.expected), ends(answer.cautious)) == ([900], [900])
    assert whole(answer.waiting.persons, answer.price.persons) == [0, 0]
    words = said(desk, answer, page, "en")
    assert "With a probability of 0%, so left out: B lebih kaya." in words
    assert "nothing is uncertain" in words
    assert not any(word in words for word in ("The value of waiting", "Caution (", "The cautious decision"))


def test_thirds_are_exact() -> None:
    """Three futures of 1/3: A richer twice, so x = 300 with (900 + 900 + 600) / 3 = 800."""
    made = two_regions_one_now()
    made["futures"]["a-kaya"]["probability"] = made["futures"]["b-kaya"]["probability"] = "1/3"
    made["futures"]["a-lagi"] = {"probability": "1/3"}
    desk = desk_of(made)
    answer = futures.asked(desk)

    assert whole(answer.expected.averages.persons_end, answer.waiting.persons) == [800, 100]
    words = said(desk, answer, page, "id")
    assert "A lebih kaya (1/3), B lebih kaya (1/3)" in words
    assert "33,33%" not in words


def test_a_future_whose_rules_clash_is_named() -> None:
    made = enrolled_now_carried_later()
    made["rules"]["floors"] = [{"region": "52.04", "persons": 80, "from": "2026-06"}]

    with pytest.raises(ContradictionError) as raised:
        asked(made)

    assert raised.value.findings[0].code == "futures.clash"
    assert raised.value.findings[0].facts == {"future": "efisiensi"}


def test_without_futures_it_says_what_to_write() -> None:
    made = enrolled_now_carried_later()
    del made["futures"]

    with pytest.raises(InvalidError) as raised:
        asked(made)

    assert [one.code for one in raised.value.findings] == ["futures.none"]


def test_changes_of_the_command_line_come_before_those_of_a_future() -> None:
    """Murni for 200 and a cut of 40 %: 120, more than there are people; nobody is left behind."""
    made = enrolled_now_carried_later()
    made["futures"]["efisiensi"]["change"] = {"funds.murni-2026.ceiling": "-40%"}
    doubled = copy.deepcopy(made)
    doubled["funds"]["murni-2026"]["ceiling"] = money(2_400)

    assert ends(asked(made).expected) == [100, 60]
    assert ends(asked(doubled).expected) == [100, 100]


def test_the_document_has_exact_averages() -> None:
    document = printed(asked(two_regions_one_now()))

    assert document["expected"]["averages"]["persons_end"] == 780
    assert document["waiting"]["persons"] == 120
    assert document["futures"][1]["probability"] == 0.4


def test_a_probability_reads_back_as_it_was_stated() -> None:
    """More than six decimals, and a third, which no decimals end."""
    made = two_regions_one_now()
    made["futures"]["a-kaya"]["probability"] = "33.33334%"
    made["futures"]["b-kaya"]["probability"] = "1/3"
    made["futures"]["a-lagi"] = {"probability": "9999998/30000000"}

    found = [row["probability"] for row in printed(asked(made))["futures"]]
    assert sum(Fraction(str(one)) for one in found) == 1
    assert {0.3333334, "1/3"} < set(found)


def test_a_plain_plan_takes_the_file_as_it_is_and_says_so(tmp_path: Path) -> None:
    made = two_regions_one_now()
    checked = alokasi("validate", written(made, tmp_path), "--json")

    assert desk_of(made).base.totals.persons_end == 900
    assert "futures.set_aside" in checked.codes


def test_what_a_goal_may_give_up_is_given_up_after_the_decision() -> None:
    """Coverage may give up a tenth for evenness; the decision itself covers most on average."""
    made = two_regions_one_now()
    made["goals"] = [{"coverage": {"give_up": "10%"}}, "fairness"]
    desk = desk_of(made)
    answer = futures.asked(desk)

    assert now(answer.expected) == {"52.01": 300}
    assert all(
        row.headline.persons_end >= row_least
        for row, row_least in zip(answer.expected.outcomes, (810, 540), strict=True)
    )
    assert answer.expected.goals[0].bound == 780
    assert answer.expected.goals[1].bound is None
    assert (answer.status, answer.expected.unclaimed) == ("first_goals", "fairness")
    words = said(desk, answer, page, "en")
    assert 'No decision is better in the goals before "Even between regions: the lowest share".' in words


def test_where_evenness_comes_first_nothing_is_claimed_of_the_decision() -> None:
    made = two_regions_one_now()
    made["goals"] = ["fairness", "coverage"]
    desk = desk_of(made)
    answer = futures.asked(desk)

    assert (answer.status, answer.expected.standing) == ("within_bound", "within_bound")
    assert [row.bound for row in answer.expected.goals] == [None, None]
    assert "it is not proven that no decision is better" in said(desk, answer, page, "en")


def test_funds_that_a_change_passes_over_are_told() -> None:
    made = two_regions_one_now()
    made["funds"]["a-2026"]["status"] = "contracted"
    made["futures"]["b-kaya"]["change"] = {"funds.*-2026.ceiling": "-50%"}
    desk = desk_of(made)
    answer = futures.asked(desk)

    assert [one.code for one in answer.findings] == ["change.passed_over"]
    assert "a-2026" in said(desk, answer, page, "en")


def test_lists_stay_the_same_from_month_to_month() -> None:
    """Two funds of 90 person-months for 60 people in three months: 30 on each list from October to December.

    A fund elsewhere that pays in December alone parts the months; it parts no list.
    """
    made = enrolled_now_carried_later()
    made["regions"]["52.05"] = region("Dompu", eligible=5)
    made["funds"] |= {
        "perubahan-2025": fund("52.04", 2025, money(90), budget="perubahan"),
        "kontrak-2025": fund("52.04", 2025, money(90)),
        "dompu-2025": fund("52.05", 2025, money(5), pays="2025-12"),
        "dompu-2026": fund("52.05", 2026, money(60)),
    }
    desk = desk_of(made)
    outlooks = outlook(desk, foreseen(desk.loaded))
    decided = best(desk, outlooks, Staged(outlooks.stages, desk.workshop), None).now.persons

    for name in ("perubahan-2025", "kontrak-2025"):
        assert [decided[0, name, month] for month in range(3)] == [30, 30, 30]
    assert decided[1, "dompu-2025", 2] == 5
