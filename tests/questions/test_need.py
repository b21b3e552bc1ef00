"""``alokasi need``: the least extra money, who brings it, and what money alone cannot do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cases import GROUP, PREMIUM, case, fund, one_regency_one_year, perubahan_then_murni_already_paid, region
from command_line import alokasi as run
from strategies import as_yaml

from optimizer.answers.need import Need, Way
from optimizer.errors import InvalidError
from optimizer.questions.desk import Desk
from optimizer.questions.need import asked
from optimizer.scenario.reading import load
from optimizer.units import Share

Case = dict[str, Any]
YEAR = 12 * PREMIUM


def half_of_ten_thousand() -> Case:
    """5,000 of 10,000 all year take 60,000 person-months; Murni pays 12,000: 48,000 x 16,800 are missing."""
    return one_regency_one_year() | {"targets": {"separuh": group_target("52.04", "50%")}}


def group_target(of: Any, share: str, by: str = "2026-12") -> dict[str, Any]:
    return {"measure": "group", "group": GROUP, "of": of, "share": share, "by": by}


def two_regions(**more: Any) -> Case:
    """100 people in each; half of all 200 asked for, nobody paid for, no money."""
    return case(
        "2026-01..2026-12",
        regions={"52.01": region("A", eligible=100), "52.02": region("B", eligible=100)},
        funds={"provinsi": fund("52", 2026, 0)},
        stay=12,
        goals=["keep", "targets", "coverage"],
        targets={"separuh": group_target("52", "50%")},
        **more,
    )


def need(made: Case, tmp_path: Path, **more: Any) -> Need:
    file = tmp_path / "skenario.yaml"
    file.write_text(as_yaml(made), encoding="utf-8")
    return asked(Desk(load(file)), **more)


def by_owner(way: Way) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in way.added:
        found[str(one.owner)] = found.get(str(one.owner), 0) + one.rupiah
    return found


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("id", "Agar target separuh tercapai perlu paling sedikit Rp806.400.000 lagi"),
        ("en", "Meeting the target separuh takes at least Rp806,400,000 more"),
    ],
)
def test_half_of_ten_thousand_people_needs_rp806_4_million_more(
    language: str, said: str, tmp_path: Path
) -> None:
    file = tmp_path / "skenario.yaml"
    file.write_text(as_yaml(half_of_ten_thousand()), encoding="utf-8")

    done = run("need", file, "--lang", language)

    assert done.code == 0
    assert said in " ".join(done.out.split())


def test_the_document_is_complete(tmp_path: Path) -> None:
    file = tmp_path / "skenario.yaml"
    file.write_text(as_yaml(half_of_ten_thousand()), encoding="utf-8")

    answer = json.loads(run("need", file, "--json").out)

    assert list(answer) == ["status", "targets", "ways", "ability", "today", "lost"]
    cheapest = answer["ways"][0]
    assert (cheapest["key"], cheapest["rupiah"], cheapest["proven"]) == ("cheapest", 806_400_000, True)
    assert cheapest["added"] == [
        {
            "owner": "52.04",
            "year": 2026,
            "region": "52.04",
            "fund": None,
            "rupiah": 806_400_000,
            "person_months": 48_000,
            "first": "2026-01",
            "last": "2026-12",
            "assignment": "funds.murni-2026.ceiling=+Rp806.400.000",
        }
    ]


def test_a_share_and_a_target_can_be_asked_for(tmp_path: Path) -> None:
    """30 % are 3,000 people: 36,000 - 12,000 = 24,000 person-months."""
    made = half_of_ten_thousand()
    made["targets"]["semua"] = group_target("52.04", "100%")

    found = need(made, tmp_path, targets=["separuh"], share=Share(3, 10))

    assert found.ways[0].rupiah == 24_000 * PREMIUM
    assert [row.id for row in found.targets] == ["separuh"]


def test_an_unknown_target_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    with pytest.raises(InvalidError) as error:
        need(half_of_ten_thousand(), tmp_path, targets=["separo"])

    (finding,) = error.value.findings
    assert (finding.code, finding.facts["near"]) == ("usage.need.target", "separuh")


def test_a_scenario_without_targets_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidError) as error:
        need(one_regency_one_year(), tmp_path)

    assert error.value.findings[0].code == "usage.need.no_targets"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("id", "perlu 70 orang − 0 peserta tanpa sumber dana − 60 sasaran = kurang 10 orang"),
        ("en", "70 people needed − 0 participants without any fund − 60 eligible = 10 missing"),
    ],
)
def test_where_people_run_out_the_sum_is_written_out(language: str, said: str, tmp_path: Path) -> None:
    """70 % of 100 workers are 70; 60 may be paid for: all 60 for a year are what money can do."""
    place = region("A", eligible=60) | {"workers": 100}
    made = case(
        "2026-01..2026-12",
        regions={"52.01": place},
        funds={"murni": fund("52.01", 2026, 0)},
        stay=12,
        goals=["targets"],
        targets={"ucj": {"measure": "ucj", "of": "52.01", "share": "70%", "by": "2026-12"}},
    )
    file = tmp_path / "skenario.yaml"
    file.write_text(as_yaml(made), encoding="utf-8")

    (row,) = need(made, tmp_path).targets
    page = " ".join(run("need", file, "--lang", language).out.split())

    assert (row.missing, row.reach, row.limit) == (10, 60, "people")
    assert need(made, tmp_path).ways[0].rupiah == 60 * YEAR
    assert said in page


def test_stay_can_put_a_target_out_of_reach(tmp_path: Path) -> None:
    made = half_of_ten_thousand()
    made["rules"] = {"stay": 13}

    found = need(made, tmp_path)

    assert [(row.limit, row.reach) for row in found.targets] == [("stay", 0)]
    assert found.ways[0].rupiah == 0


def test_enrolment_capacity_can_put_a_target_out_of_reach(tmp_path: Path) -> None:
    """At stay 10 the months January to March take 1,000 each: 12 + 11 + 10 thousand person-months."""
    made = half_of_ten_thousand()
    made["rules"] = {"stay": 10, "enrol_per_month": 1_000}

    found = need(made, tmp_path)

    assert [(row.limit, row.reach) for row in found.targets] == [("capacity", 3_000)]
    assert found.ways[0].rupiah == (33_000 - 12_000) * PREMIUM


def test_a_ceiling_on_people_can_put_a_target_out_of_reach(tmp_path: Path) -> None:
    made = half_of_ten_thousand()
    made["rules"] = {"stay": 12, "ceilings": [{"region": "52.04", "persons": 2_000}]}

    found = need(made, tmp_path)

    assert [(row.limit, row.reach) for row in found.targets] == [("rules", 2_000)]
    assert found.ways[0].rupiah == 12_000 * PREMIUM


def test_a_target_that_is_met_needs_nothing_though_people_are_lost_later(tmp_path: Path) -> None:
    """100 are paid for to December 2025, 90 lose cover in January: a target of December asks no money."""
    made = perubahan_then_murni_already_paid()
    made["goals"] = ["keep", "targets", "coverage"]
    made["targets"] = {"semua": group_target("52.04", "100%", by="2025-12")}

    found = need(made, tmp_path)

    assert (found.ways[0].rupiah, found.ways[0].proven) == (0, True)


def test_people_of_today_do_not_pay_for_a_target(tmp_path: Path) -> None:
    """The 10 of the other group cost 120 person-months; the money of those paid for today is not theirs."""
    place = {
        "name": "A",
        "workers": 20,
        "active": 10,
        "eligible": {"lama": 10, "baru": 10},
        "subsidised": {"lama": 10},
    }
    made = case(
        "2026-01..2026-12",
        regions={"52.01": place},
        funds={"murni": fund("52.01", 2026, 10 * YEAR)},
        stay=12,
        goals=["keep", "targets"],
        targets={"baru": group_target("52.01", "100%") | {"group": "baru"}},
    )
    made["groups"] = {"lama": {}, "baru": {}}

    assert need(made, tmp_path).ways[0].rupiah == 10 * YEAR


def test_each_region_closes_its_own_gap(tmp_path: Path) -> None:
    """Together 100 in any region; alone 50 in each."""
    cheapest, own, *_ = need(two_regions(), tmp_path).ways

    assert by_owner(cheapest) == {"52.01": 100 * YEAR}
    assert by_owner(own) == {"52.01": 50 * YEAR, "52.02": 50 * YEAR}


def test_the_province_tops_up_at_the_ratio_that_sharing_names(tmp_path: Path) -> None:
    """One new rupiah of the province for two of a region: a third of 100 x 12, in whole premiums."""
    made = two_regions(sharing={"matched": {"payer": "52", "ratio": "0.5"}})

    matched = need(made, tmp_path).ways[2]

    assert (matched.rupiah, matched.proven) == (100 * YEAR, True)
    assert by_owner(matched)["52"] == 400 * PREMIUM


def test_the_province_tops_up_under_the_rule_of_its_fund(tmp_path: Path) -> None:
    made = two_regions(rules={"matching": [{"fund": "provinsi", "ratio": 1}]})

    matched = need(made, tmp_path).ways[2]

    assert (matched.rupiah, matched.matched_fund) == (100 * YEAR, "provinsi")
    assert by_owner(matched) == {"52": 50 * YEAR, "52.01": 50 * YEAR}


def test_what_the_scenario_does_not_name_is_not_answered(tmp_path: Path) -> None:
    found = need(two_regions(), tmp_path)

    assert [(way.key, way.lacks) for way in found.ways if way.lacks] == [
        ("matched", "sharing.matched"),
        ("ability", "sharing.ability"),
    ]


def test_regions_pay_in_proportion_to_their_ability(tmp_path: Path) -> None:
    """3 : 1 of Rp20.160.000: 75 people in the first, 25 in the second."""
    made = two_regions(sharing={"ability": "PAD"})
    made["regions"]["52.01"]["ability"] = 3_000_000
    made["regions"]["52.02"]["ability"] = 1_000_000

    ability = need(made, tmp_path).ways[3]

    assert (ability.sum, ability.rupiah) == (100 * YEAR, 100 * YEAR)
    assert by_owner(ability) == {"52.01": 75 * YEAR, "52.02": 25 * YEAR}


def test_who_cannot_pay_and_must_makes_ability_impossible(tmp_path: Path) -> None:
    made = two_regions(sharing={"ability": "PAD"})
    made["targets"] = {"b": group_target("52.02", "50%")}
    made["regions"]["52.01"]["ability"] = 1
    made["regions"]["52.02"]["ability"] = 0

    ability = need(made, tmp_path).ways[3]

    assert (ability.possible, ability.lacks) == (False, "")
