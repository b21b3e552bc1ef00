"""The resolved scenario is one text for one scenario, and reads back as the same."""

from __future__ import annotations

import random
import re
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import arrange
import cases
import pytest
import strategies
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optimizer.scenario.reading import load
from optimizer.scenario.resolved import LONGEST_KEY, digest, values, write
from optimizer.scenario.schema import Scenario, Source
from optimizer.units import Share, decimal

EXAMPLE = Path(__file__).parent / "golden" / "contract-example.yaml"
Case = dict[str, Any]


def read(text: str) -> Scenario:
    """A scenario without layers."""
    return Scenario.model_validate(yaml.load(text, Loader=yaml.BaseLoader))


@cache
def example() -> Scenario:
    return read_example({})


def read_example(changed: Case) -> Scenario:
    body = yaml.load(EXAMPLE.read_text("utf-8"), Loader=yaml.BaseLoader)
    body.pop("variants")
    return Scenario.model_validate(body | changed)


def small(**changed: Any) -> Case:
    return cases.one_regency_one_year() | changed


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(strategies.cases())
def test_it_reads_back_as_the_same_scenario(case: Case) -> None:
    scenario = arrange.scenario(case)

    again = read(write(scenario))

    assert again == scenario
    assert list(again.regions) == sorted(scenario.regions)
    assert write(again) == write(scenario)
    assert values(scenario) >= counted(write(scenario))


def counted(text: str) -> int:
    """What a reader counts: every scalar, list and map."""
    events = yaml.parse(text, Loader=yaml.BaseLoader)
    return sum(isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent)) for event in events)


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(strategies.cases(), st.randoms(use_true_random=False))
def test_the_order_of_regions_does_not_show(case: Case, rng: random.Random) -> None:
    assert digest(arrange.scenario(strategies.shuffled(case, rng))) == digest(arrange.scenario(case))


@pytest.mark.parametrize("key", ["funds", "targets", "groups"])
def test_the_order_of_funds_targets_and_groups_is_kept(key: str) -> None:
    """It decides ties, the order of the answer, and who stands in which group."""
    scenario = example()
    turned = scenario.model_copy(update={key: dict(list(getattr(scenario, key).items())[::-1])})

    assert list(getattr(read(write(turned)), key)) == list(getattr(turned, key))
    assert digest(turned) != digest(scenario)


def test_the_order_of_sources_and_of_counts_does_not_show() -> None:
    scenario = example()
    regions = {
        code: region.model_copy(update={"eligible": dict(list(region.eligible.items())[::-1])})
        for code, region in list(scenario.regions.items())[::-1]
    }
    turned = scenario.model_copy(
        update={"sources": dict(list(scenario.sources.items())[::-1]), "regions": regions}
    )

    assert write(turned) == write(scenario)


def test_the_contract_example_reads_back_through_the_reader() -> None:
    scenario = load(EXAMPLE).scenario

    assert load("resolved.yaml", text=write(scenario).encode()).scenario == scenario


def test_the_contract_example_as_a_golden_text() -> None:
    """Figures bare or as records, codes in quotes, money in digits, every default written out."""
    lines = write(example()).splitlines()

    assert lines[:4] == [
        "schema: alokasi/1",
        'title: "Contoh: dua kabupaten dan provinsi"',
        "horizon: 2025-10..2026-12",
        "premium:",
    ]
    assert '  "52.04":' in lines
    assert '    workers: {value: 158000, source: suarantb, as_of: "2025-05", status: press}' in lines
    assert "    eligible: {miskin-ekstrem: 6000, rentan: 60000}" in lines
    assert '      rentan: {value: unknown, assume: 0, note: "0 in July, 1,984 in October"}' in lines
    assert "    per_region: {max: 60%, min: 50000000}" in lines
    assert "  stay: 12" in lines
    assert "  - coverage: {give_up: 1%}" in lines


def test_goals_left_out_are_written() -> None:
    case = small()
    case.pop("goals", None)

    assert yaml.safe_load(write(arrange.scenario(case)))["goals"] == [
        "keep", "targets", "coverage", "fairness", "months", "thrift", "steady",
    ]  # fmt: skip


def test_the_digest_is_that_of_the_text_and_changes_with_every_figure() -> None:
    scenario = arrange.scenario(small())

    assert re.fullmatch("[0-9a-f]{64}", digest(scenario))
    assert digest(arrange.scenario(small(title="lain"))) != digest(scenario)


HOSTILE = [
    "=cmd|' /C calc'!A0",
    "</script><script>alert(1)</script>",
    "rtl \u202e txt \u2066",
    "spasi\u00a0keras\u202f\u2007\u3000",
    "tanda \ufeff urutan \ufffe",
    "'petik' \"ganda\" \\miring\\",
    "# bukan catatan",
    "- daftar",
    "{a: b}",
    "kunci: nilai",
    "null",
    "~",
    "No",
    "012",
    "12:30",
    "2025-06-30",
    "62.22%",
    "unknown",
    "",
    " ",
    " tepi ",
    "\U0001f600 \U000e0001",
    "e\u0301",
    "x" * 10_000,
]


@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: ascii(name)[:30])
def test_hostile_texts_come_back_to_the_letter(name: str) -> None:
    """As a title, a key, a note in a record, and through the whole reader."""
    body = read_example({"title": name, "sources": {}})
    scenario = body.model_copy(update={"sources": {name: Source(title=name, note=name)}})
    text = write(scenario)

    assert read(text) == scenario
    assert text.isascii() or not re.search("[\x00-\x09\x0b-\x1f\x7f-\xa0\u2028\u2029\u202e\ufeff]", text)
    assert all(line == line.rstrip("\r") for line in text.split("\n"))
    resolved = _without_evidence(scenario, name)
    assert load("resolved.yaml", text=write(resolved).encode()).scenario == resolved


def _without_evidence(scenario: Scenario, name: str) -> Scenario:
    """The sources the figures refer to are there again, beside the hostile one."""
    return scenario.model_copy(update={"sources": {**example().sources, name: Source(title=name)}})


NAMES = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=60)


@settings(deadline=None)
@given(NAMES, NAMES, st.lists(NAMES | st.sampled_from(["\n", "\t"]), max_size=9).map("".join))
def test_any_text_comes_back(title: str, key: str, note: str) -> None:
    """A note may have lines."""
    sources = {key: Source(title=title, note=note)}
    scenario = example().model_copy(update={"title": title, "sources": sources})

    assert read(write(scenario)) == scenario


def test_a_key_longer_than_yaml_looks_for_its_colon_is_announced() -> None:
    key = "k" * (LONGEST_KEY + 100)
    scenario = example().model_copy(update={"sources": {key: Source(title="judul", note="n" * 200)}})

    assert read(write(scenario)) == scenario
    assert f"  ? {key}\n  :\n" in write(scenario)


@pytest.mark.parametrize(
    ("share", "written"),
    [
        ("62,22%", "62.22%"),
        ("0.6222", "62.22%"),
        ("100%", "100%"),
        ("0.333333333333333333", "33.3333333333333333%"),
    ],
)
def test_shares_are_written_in_percent_with_all_their_decimals(share: str, written: str) -> None:
    case = small(targets={"t": {"measure": "ucj", "of": "52", "share": share, "by": "2026-12"}})

    assert yaml.safe_load(write(arrange.scenario(case)))["targets"]["t"]["share"] == written


def test_a_share_that_is_no_decimal_is_not_written_as_another() -> None:
    """No text reads as a third; a program that made one is told."""
    scenario = example()
    target = scenario.targets["ucj-2026"]
    third = target.share.model_copy(update={"value": Share(1, 3)})
    targets = {"t": target.model_copy(update={"share": third})}

    with pytest.raises(ValueError, match="no decimal"):
        write(scenario.model_copy(update={"targets": targets}))


@given(st.integers(0, 10**12), st.integers(0, 20))
def test_decimals_are_exact(digits: int, places: int) -> None:
    number = Fraction(digits, 10**places)

    assert Fraction(decimal(number)) == number


def test_people_rules_for_each_region_read_back() -> None:
    rules = {
        "floors": [{"each": "true", "share": "1%"}],
        "ceilings": [{"region": ["52", "53"], "persons": "9"}],
    }
    scenario = arrange.scenario(small(rules=rules))

    assert read(write(scenario)) == scenario


def test_what_was_announced_of_a_fund_reads_back() -> None:
    case = small()
    fund = next(iter(case["funds"].values()))
    fund["published"] = {
        "workers": 100,
        "months": 12,
        "rupiah": "Rp20.160.000",
        "source": "s",
        "note": "x: y",
    }
    scenario = arrange.scenario(case)

    assert read(write(scenario)) == scenario
