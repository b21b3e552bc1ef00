"""``repair``: cases by hand, in both languages, as a process and through the file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from cases import PREMIUM, case, fund, one_regency_one_year, region
from command_line import alokasi
from desks import desk_of, written
from strategies import as_yaml

from optimizer.answers.repair import Repair, Repairs
from optimizer.errors import ContradictionError, InvalidError
from optimizer.plan.shapes import Plan
from optimizer.questions.desk import Desk
from optimizer.questions.repair import asked
from optimizer.scenario.reading import load

Case = dict[str, Any]


def two_thousand_in_december(**floor: object) -> Case:
    """Money of 1,000 people for a year, and a floor of 2,000 in December."""
    made = one_regency_one_year(12)
    made["rules"]["floors"] = [{"region": "52.04", "persons": 2000, "from": "2026-12", **floor}]
    return made


def replanned(made: Case, repair: Repair) -> Plan:
    """The plan of the file with the repair's own assignments."""
    sets = [change.assignment for change in repair.changes if change.assignment]
    assert len(sets) == len(repair.changes)
    return Desk(load("-", text=as_yaml(made).encode(), sets=sets)).base


def offered(answer: Repairs) -> list[dict[str, tuple[Any, Any]]]:
    """Each repair as its levers with their figures before and after."""
    return [
        {change.lever: (change.before, change.after) for change in repair.changes}
        for repair in answer.repairs
    ]


def flat(text: str) -> str:
    return " ".join(text.split())


def test_a_floor_of_twice_the_money_has_three_repairs() -> None:
    """12,000 person-months: 1,000 for 12 months, 2,000 for 6; 2,000 for 12 cost Rp201,600,000 more."""
    answer = asked(desk_of(two_thousand_in_december()))

    assert offered(answer) == [
        {"people_floor": (2000, 1000)},
        {"money": (201_600_000, 403_200_000)},
        {"stay": (12, 6)},
    ]
    assert [repair.changes[0].rule_class for repair in answer.repairs] == ["policy", "policy", "regulation"]


def test_each_of_the_three_leads_to_a_plan_through_the_file() -> None:
    made = two_thousand_in_december()

    plans = [replanned(made, repair) for repair in asked(desk_of(made)).repairs]

    assert [plan.totals.persons_end for plan in plans] == [1000, 2000, 2000]


@pytest.mark.parametrize(
    "less", ["rules.floors.0.persons=1001", "funds.murni-2026.ceiling=403199999", "rules.stay=7"]
)
def test_one_step_less_is_not_enough(less: str) -> None:
    text = as_yaml(two_thousand_in_december()).encode()

    with pytest.raises(ContradictionError):
        _ = Desk(load("-", text=text, sets=[less])).base


@pytest.mark.parametrize(
    ("lang", "sentences"),
    [
        (
            "id",
            (
                "2.000 orang × 12 bulan × Rp16.800 = Rp403.200.000 > Rp201.600.000",
                "Turunkan batas bawah nomor 1 (Sumbawa) dari 2.000 orang menjadi 1.000 orang.",
                "Tambah murni-2026 sebesar Rp201.600.000:",
                "Kurangi masa bertahan dari 12 bulan menjadi 6 bulan.",
                "--set rules.floors.0.persons=1000",
            ),
        ),
        (
            "en",
            (
                "2,000 people × 12 months × Rp16,800 = Rp403,200,000 > Rp201,600,000",
                "Lower floor number 1 (Sumbawa) from 2,000 people to 1,000 people.",
                "Add Rp201,600,000 to murni-2026:",
                "Shorten the stay from 12 months to 6 months.",
                "--set rules.stay=6",
            ),
        ),
    ],
)
def test_the_page_says_the_sum_and_the_repairs(tmp_path: Path, lang: str, sentences: tuple[str, ...]) -> None:
    done = alokasi("repair", written(two_thousand_in_december(), tmp_path), "--lang", lang)

    assert done.code == 0
    assert [said for said in sentences if said not in flat(done.out)] == []


def test_the_document_has_what_the_page_has(tmp_path: Path) -> None:
    done = alokasi("repair", written(two_thousand_in_december(), tmp_path), "--json")

    assert done.document["status"] == "optimal"
    assert [one["changes"][0]["after"] for one in done.document["repairs"]] == [1000, 403_200_000, 6]
    assert done.document["sums"][0]["facts"]["needed"] == 403_200_000


def test_without_a_contradiction_there_is_nothing_to_repair(tmp_path: Path) -> None:
    done = alokasi("repair", written(one_regency_one_year(12), tmp_path), "--lang", "en")

    assert done.code == 0
    assert "nothing needs repair: 1,000 people are paid for in Dec 2026" in flat(done.out)


def test_an_impossible_wish_has_the_same_repairs_and_can_ask_for_less() -> None:
    answer = asked(desk_of(one_regency_one_year(12)), wish="regions.52.04.persons >= 2000")

    assert offered(answer) == [
        {"wish_floor": (2000, 1000)},
        {"money": (201_600_000, 403_200_000)},
        {"stay": (12, 6)},
    ]
    assert [member.rule_class for member in answer.clash] == ["regulation", "policy", "wish"]


def test_a_wish_that_fits_needs_no_repair() -> None:
    answer = asked(desk_of(one_regency_one_year(12)), wish="regions.52.04.persons >= 1000")

    assert answer.fits is not None
    assert answer.repairs == ()


def test_a_wish_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(InvalidError):
        asked(desk_of(one_regency_one_year(12)), wish="as many as possible")


@pytest.mark.parametrize(
    ("wish", "after"), [("<= Rp100.000.000", 201_600_000), (">= Rp300 juta", 201_600_000)]
)
def test_a_wish_about_money_gives_way_in_rupiah(wish: str, after: int) -> None:
    """A floor of 1,000 people needs Rp201,600,000, and no more than that is there."""
    made = one_regency_one_year(12)
    made["rules"]["floors"] = [{"region": "52.04", "persons": 1000, "from": "2026-12"}]

    answer = asked(desk_of(made), wish=f"funds.murni-2026.rupiah {wish}")

    assert answer.repairs[0].changes[0].rule_class == "wish"
    assert answer.repairs[0].changes[0].after == after


def test_law_is_never_changed() -> None:
    answer = asked(desk_of(two_thousand_in_december(**{"class": "law"})))

    assert offered(answer) == [{"money": (201_600_000, 403_200_000)}, {"stay": (12, 6)}]
    assert "law" in [member.rule_class for member in answer.clash]


def test_a_regulation_comes_after_policy() -> None:
    answer = asked(desk_of(two_thousand_in_december(**{"class": "regulation"})))

    assert [list(repair) for repair in offered(answer)] == [["money"], ["people_floor"], ["stay"]]


def test_money_that_is_contracted_is_never_changed() -> None:
    made = two_thousand_in_december()
    made["funds"]["murni-2026"]["status"] = "contracted"

    answer = asked(desk_of(made))

    assert [list(repair) for repair in offered(answer)] == [["people_floor"], ["stay"]]
    assert "commitment" in [member.rule_class for member in answer.clash]


def test_money_set_aside_is_released_before_more_is_asked_for() -> None:
    """Half of Rp403,200,000 is set aside: all of it is needed. To leave as much, the ceiling doubles."""
    made = two_thousand_in_december()
    made["funds"]["murni-2026"] |= {"ceiling": 403_200_000, "set_aside": "50%"}

    answer = asked(desk_of(made), every=True)

    assert {"set_aside": (201_600_000, 0)} in offered(answer)
    assert {"money": (403_200_000, 806_400_000)} in offered(answer)
    assert all(replanned(made, repair).totals.persons_end >= 1000 for repair in answer.repairs)


def two_floors_apart() -> Case:
    """Two regencies, each with money for 10 people of the year and a floor of 20."""
    return case(
        "2026-01..2026-12",
        regions={"52.01": region("A", eligible=100), "52.02": region("B", eligible=100)},
        funds={
            "dana-a": fund("52.01", 2026, 120 * PREMIUM),
            "dana-b": fund("52.02", 2026, 120 * PREMIUM),
        },
        stay=12,
        goals=["coverage"],
        rules={
            "floors": [
                {"region": "52.01", "persons": 20},
                {"region": "52.02", "persons": 20, "class": "law"},
            ]
        },
    )


def test_where_no_change_is_enough_alone_the_fewest_together_are_offered() -> None:
    """B's floor is law: its money doubles; with it A's floor falls to 10, or A's money doubles too.

    A stay of 6 does not help: the floors hold from January on.
    """
    made = two_floors_apart()

    answer = asked(desk_of(made))

    more = (120 * PREMIUM, 240 * PREMIUM)
    assert [sorted(repair) for repair in offered(answer)] == [["money", "people_floor"], ["money"]]
    assert all(change.after in (10, more[1]) for repair in answer.repairs for change in repair.changes)
    assert [len(repair.changes) for repair in answer.repairs] == [2, 2]
    assert all(replanned(made, repair) for repair in answer.repairs)


def test_each_change_of_several_is_needed() -> None:
    made = two_floors_apart()

    for repair in asked(desk_of(made)).repairs:
        for left_out in repair.changes:
            sets = [one.assignment for one in repair.changes if one != left_out and one.assignment]
            with pytest.raises(ContradictionError):
                _ = Desk(load("-", text=as_yaml(made).encode(), sets=sets)).base


def only_half_a_person() -> Case:
    """Own money of one person in each of two regencies; the province pays half of that in each.

    1 + 1/2 in each are three together, but nobody is covered by half.
    """
    return case(
        "2026-01..2026-01",
        regions={"52.01": region("A", eligible=2), "52.02": region("B", eligible=2)},
        funds={
            "dana-a": fund("52.01", 2026, PREMIUM),
            "dana-b": fund("52.02", 2026, PREMIUM),
            "provinsi": fund("52", 2026, PREMIUM * 4),
        },
        stay=1,
        goals=["coverage"],
        rules={
            "matching": [{"fund": "provinsi", "ratio": "0.5"}],
            "floors": [{"region": "52", "persons": 3}],
        },
    )


def test_what_only_fits_in_halves_of_people_is_repaired_in_whole_ones() -> None:
    answer = asked(desk_of(only_half_a_person()), every=True)

    assert answer.clash == ()
    assert {"people_floor": (3, 2)} in offered(answer)
    assert {"money": (PREMIUM, 2 * PREMIUM)} in offered(answer)
    assert {"ratio": (pytest.approx(0.5), 1)} in offered(answer)
    assert all(replanned(only_half_a_person(), repair) for repair in answer.repairs)


RULES: Mapping[str, tuple[dict[str, Any], str, Any]] = {
    "capacity": ({"rules": {"stay": 1, "enrol_per_month": 10}}, "capacity_everywhere", 20),
    "own capacity": ({"own": {"enrol_per_month": 10}}, "capacity", 20),
    "ceiling": ({"rules": {"ceilings": [{"region": "52.04", "persons": 15}]}}, "people_ceiling", 20),
    "share": ({"rules": {"ceilings": [{"region": "52.04", "share": "15%"}]}}, "people_ceiling", 0.2),
    "most": ({"fund": {"per_region": {"max": 15 * PREMIUM}}}, "per_region_max", 20 * PREMIUM),
    "ratio": ({"rules": {"matching": [{"fund": "provinsi", "ratio": "0.5"}]}}, "ratio", 1.0),
}


@pytest.mark.parametrize("name", RULES)
def test_every_kind_of_rule_gives_way_as_far_as_it_must(name: str) -> None:
    """20 people in January: 10 of own money, the rest of the province's."""
    changed, lever, after = RULES[name]
    rules = {"floors": [{"region": "52.04", "persons": 20, "class": "law"}], **changed.get("rules", {})}
    halves = name == "ratio"
    made = case(
        "2026-01..2026-01",
        regions={"52.04": region("Sumbawa", eligible=100) | changed.get("own", {})},
        funds={
            "sendiri": fund("52.04", 2026, 10 * PREMIUM if halves else 0, status="paid"),
            "provinsi": fund("52", 2026, 40 * PREMIUM, **changed.get("fund", {})),
        },
        stay=1,
        goals=["coverage"],
        rules=rules,
    )

    answer = asked(desk_of(made))

    assert offered(answer)[0].keys() == {lever}
    assert float(answer.repairs[0].changes[0].after) == pytest.approx(float(after))
    assert replanned(made, answer.repairs[0]).totals.persons_end >= 20


def test_an_eligible_figure_is_offered_as_far_as_there_are_workers() -> None:
    """20 must be covered and 10 are eligible, of 30 workers: if 20 were eligible it would do."""
    made = case(
        "2026-01..2026-01",
        regions={"52.04": region("Sumbawa", eligible=10) | {"workers": 30}},
        funds={"sendiri": fund("52.04", 2026, 40 * PREMIUM)},
        stay=1,
        goals=["coverage"],
        rules={"floors": [{"region": "52.04", "persons": 20}]},
    )

    answer = asked(desk_of(made))

    assert offered(answer) == [{"people_floor": (20, 10)}, {"eligible": (10, 20)}]
    assert [reason.code for reason in answer.sums] == ["sum.floor_eligible"]
    assert replanned(made, answer.repairs[1]).totals.persons_end == 20


@pytest.mark.parametrize("by", ["spend_at_least", "per_region"])
def test_what_must_be_spent_gives_way_to_what_people_there_are(by: str) -> None:
    """10 people for one month cost Rp168,000; Rp336,000 must be spent."""
    amount: Any = {"min": 20 * PREMIUM} if by == "per_region" else 20 * PREMIUM
    made = case(
        "2026-01..2026-01",
        regions={"52.04": region("Sumbawa", eligible=10)},
        funds={"sendiri": fund("52.04", 2026, 40 * PREMIUM, **{by: amount})},
        stay=1,
        goals=["coverage"],
    )

    answer = asked(desk_of(made))

    assert [list(one.values()) for one in offered(answer)] == [[(20 * PREMIUM, 10 * PREMIUM)]]
    assert [reason.code for reason in answer.sums] == ["sum.spend_people"]
    assert replanned(made, answer.repairs[0]).totals.persons_end == 10
