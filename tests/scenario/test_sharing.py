"""How extra money may be shared: the keys are read, written again, and hold the published figures."""

from __future__ import annotations

import csv
from pathlib import Path

import arrange
import cases
import pytest

from optimizer.plan.assumptions import assumptions
from optimizer.scenario.reading import load
from optimizer.scenario.resolved import write

NTB = Path(__file__).parents[2] / "scenarios" / "ntb"


def sharing() -> cases.Case:
    made = cases.one_regency_one_year()
    made["regions"]["52.04"]["ability"] = {"value": "2,45 triliun", "status": "press", "note": "APBD 2025"}
    return made | {"sharing": {"matched": {"payer": 52, "ratio": "1.5"}, "ability": "APBD murni"}}


def test_the_keys_are_read() -> None:
    scenario = arrange.scenario(sharing())

    assert scenario.sharing.matched is not None
    assert (scenario.sharing.matched.payer, float(scenario.sharing.matched.ratio)) == ("52", 1.5)
    assert scenario.sharing.ability == "APBD murni"
    ability = scenario.regions[scenario.codes[0]].ability
    assert ability is not None
    assert ability.number == 2_450_000_000_000


def test_the_ratio_is_one_to_one_where_none_is_given() -> None:
    made = sharing()
    made["sharing"] = {"matched": {"payer": "52"}}

    matched = arrange.scenario(made).sharing.matched

    assert matched is not None
    assert matched.ratio == 1


def test_what_is_written_reads_back_as_the_same() -> None:
    scenario = arrange.scenario(sharing())

    assert arrange.scenario_of(write(scenario)) == scenario


def test_a_scenario_without_the_keys_is_written_without_them() -> None:
    written = write(arrange.scenario(cases.one_regency_one_year()))

    assert "sharing" not in written
    assert "ability" not in written


def test_no_plan_rests_on_a_figure_of_ability() -> None:
    rows = assumptions(load(NTB / "base.yaml").scenario)

    assert rows
    assert not [row.path for row in rows if row.path.endswith(".ability")]


@pytest.fixture(scope="module")
def published() -> dict[str, dict[str, str]]:
    with (NTB / "sources" / "apbd.csv").open(encoding="utf-8", newline="") as file:
        return {row["kode"]: row for row in csv.DictReader(file)}


def test_ntb_figures_are_those_published(published: dict[str, dict[str, str]]) -> None:
    regions = load(NTB / "base.yaml").scenario.regions

    for code, region in regions.items():
        assert region.ability is not None
        row = published[str(code)]
        if row["revenue_rp"]:
            assert region.ability.value == int(row["revenue_rp"])
            assert (region.ability.source, region.ability.as_of) == (row["source"], row["year"])
        if row["revised_2025_rp"]:
            assert [int(rival.value) for rival in region.ability.rivals] == [int(row["revised_2025_rp"])]


def test_ntb_figures_that_are_not_published_follow_rule_d() -> None:
    """Dompu from its cut; the two others from what the other eight have per inhabitant, whole billions."""
    billion = 10**9
    regions = load(NTB / "base.yaml").scenario.regions
    with (NTB / "sources" / "regions-published.csv").open(encoding="utf-8", newline="") as file:
        people = {row["kode"]: int(row["pop_dukcapil_2024s2"]) for row in csv.DictReader(file)}
    figures = {str(code): int(region.ability.number) for code, region in regions.items() if region.ability}
    unknown = [code for code, region in regions.items() if region.ability and region.ability.value is None]

    known = [code for code in figures if code not in unknown]
    revenue, residents = sum(figures[code] for code in known), sum(people[code] for code in known)

    assert figures["52.05"] == 199_300_000_000 * 1000 // 163 // billion * billion
    assert unknown == ["52.01", "52.08"]
    for code in unknown:
        assert figures[code] == revenue * people[code] // residents // billion * billion
