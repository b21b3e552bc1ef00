"""Published totals stand beside the sum of their parts, and change nothing else."""

from __future__ import annotations

import copy
import csv
from pathlib import Path
from typing import Any

import arrange
import pytest
import strategies
from check_examples import sound
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optimizer.errors import Finding
from optimizer.scenario.checks import check
from optimizer.scenario.checks_totals import parts_add_up
from optimizer.scenario.reach import Reach
from optimizer.scenario.reading import load
from optimizer.scenario.resolved import write
from optimizer.text import sentence
from optimizer.units import Persons

SCENARIOS = Path(__file__).parents[1] / "scenarios"
KEYS = ("workers", "active", "eligible", "subsidised")


def two_regions(**totals: Any) -> dict[str, Any]:
    """1,000 + 2,000 workers; 500 + 900 eligible in two groups; 100 paid for, 50 of them assumed."""
    case = sound()
    first = case["regions"]["52.04"]
    case["regions"]["52.05"] = copy.deepcopy(first) | {
        "name": "Dompu",
        "workers": 2000,
        "active": 400,
        "eligible": {"rentan": 500, "miskin": 400},
        "subsidised": {"rentan": {"value": "unknown", "assume": 50}},
    }
    first["subsidised"] = {"rentan": 50}
    case["totals"] = {"52": totals}
    return case


def found(case: dict[str, Any]) -> list[Finding]:
    return list(parts_add_up(Reach(arrange.scenario(case))))


def test_totals_that_add_up_are_not_mentioned() -> None:
    assert found(two_regions(workers=3000, active=700, eligible=1400, subsidised=100)) == []


@pytest.mark.parametrize(("total", "difference"), [(3_200, 200), (2_999, 1)])
def test_both_numbers_and_the_difference_are_told(total: int, difference: int) -> None:
    (finding,) = found(two_regions(workers=total))

    assert (finding.level, finding.path) == ("warning", "totals.52.workers")
    assert finding.facts == {
        "of": "52",
        "regions": 2,
        "total": Persons(total),
        "parts": Persons(3_000),
        "difference": Persons(difference),
    }


def test_unknown_parts_are_counted() -> None:
    (finding,) = found(two_regions(subsidised=101))

    assert finding.facts["unknown"] == 1
    assert "tidak diketahui" in sentence(finding, "id")


def test_an_unknown_total_is_compared_with_nothing() -> None:
    assert found(two_regions(workers={"value": "unknown", "assume": 5})) == []


def test_every_rival_of_a_total_is_compared() -> None:
    rivals = [{"value": 3_100, "source": "a"}, {"value": 3_000}, {"value": 2_900}]
    findings = found(two_regions(workers={"value": 3_000, "rivals": rivals}))

    assert [(one.code, one.level, one.path, one.facts["difference"]) for one in findings] == [
        ("total.rival_differs", "note", "totals.52.workers.rivals.0", 100),
        ("total.rival_differs", "note", "totals.52.workers.rivals.2", 100),
    ]
    assert [" (sumber a)" in sentence(one, "id") for one in findings] == [True, False]


def test_a_total_may_be_that_of_a_region_or_of_the_country() -> None:
    case = two_regions()
    case["totals"] = {"52.05": {"workers": 2_001}, "ID": {"workers": 3_000}}

    assert [finding.path for finding in found(case)] == ["totals.52.05.workers"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(strategies.cases(), st.sampled_from(KEYS), st.integers(-3, 3))
def test_only_the_sum_itself_is_silent(case: dict[str, Any], key: str, more: int) -> None:
    """And a total is never an error, nor does it take one away."""
    scenario = arrange.scenario(case)
    regions = scenario.regions.values()
    parts = sum(
        int(figure.number)
        for region in regions
        for figure in (
            [getattr(region, key)] if key in ("workers", "active") else getattr(region, key).values()
        )
    )
    stated = arrange.scenario(case | {"totals": {"ID": {key: max(parts + more, 0)}}})

    findings = list(parts_add_up(Reach(stated)))

    assert bool(findings) == (max(parts + more, 0) != parts)
    others = [finding for finding in check(stated) if not finding.path.startswith("totals.")]
    assert others == check(scenario)


def test_totals_are_written_and_read_back() -> None:
    scenario = arrange.scenario(two_regions(workers=3_000, note="baris\nlain"))

    assert load("-", text=write(scenario).encode()).scenario == scenario


def totals_of(province: str) -> dict[str, int]:
    with (SCENARIOS / province / "sources" / "totals.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: int(float(row["value"])) for row in csv.DictReader(file)}


@pytest.mark.parametrize(("province", "code"), [("ntb", "52"), ("ntt", "53")])
def test_the_totals_of_the_real_scenarios_are_the_published_ones(province: str, code: str) -> None:
    published = totals_of(province)
    ((place, total),) = load(SCENARIOS / province / "base.yaml").scenario.totals.items()
    stated = {key: int(figure.number) for key, figure in total.figures}

    assert stated.pop("subsidised", None) == published.get("paid_total")
    assert stated == {key: published[key] for key in ("workers", "active")}
    assert place == code


@pytest.mark.parametrize(
    ("variant", "told"),
    [
        ("", [("total.rival_differs", 57_000, 57_196), ("total.rival_differs", 55_950, 57_196)]),
        ("total-57000", [("total.parts_differ", 57_196, 57_000), ("total.rival_differs", 55_950, 57_000)]),
        ("total-55950", [("total.parts_differ", 57_196, 55_950), ("total.rival_differs", 57_000, 55_950)]),
    ],
)
def test_three_totals_of_people_paid_for_today_are_shown(
    variant: str, told: list[tuple[str, int, int]]
) -> None:
    """55,950 is the sum of the parts of one article, 57,000 its total, 57,196 that of the meeting."""
    loaded = load(SCENARIOS / "ntb" / "base.yaml", variants=[variant] if variant else [])
    about = [one for one in loaded.findings if one.path.startswith("totals.52.subsidised")]

    assert [(one.code, one.facts["total"], one.facts["parts"]) for one in about] == told
