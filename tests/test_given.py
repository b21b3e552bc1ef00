"""Shares and factors of a scenario are printed so that they read back as the same, or not as another."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import yaml
from command_line import alokasi
from hypothesis import given
from hypothesis import strategies as st

from optimizer.scenario.reading import load
from optimizer.text.numbers import exact
from optimizer.units import Ratio, Share, read_ratio, read_share

SCENARIO = """\
schema: alokasi/1
title: Uji
horizon: 2025-10..2026-12
premium: 16.800
groups: {rentan: {label: Rentan, weight: 1.23456}}
regions:
  52.04: {name: Sumbawa, workers: 9.000, active: 500, eligible: {rentan: 700}}
funds:
  a: {owner: 52.04, budget: murni, year: 2026, ceiling: Rp100.800.000, set_aside: 12.3456%,
      spend_at_least: 0.001%, per_region: {max: 98.7654321%}}
  p: {owner: 52, budget: bankeu, year: 2026, ceiling: Rp50.400.000}
targets:
  t: {measure: ucj, of: 52.04, share: 62.2249%, by: 2026-12}
rules:
  stay: 3
  matching: [{fund: p, ratio: 0.123456789, own: [murni]}]
  floors: [{region: 52.04, share: 0.0125%, from: 2026-12}]
goals: [{coverage: {give_up: 0.125%}}, targets]
decided_until: 2025-12
futures:
  satu: {probability: 1/3}
  dua: {probability: 33.25%}
  tiga: {probability: 401/1200, change: {funds.a.ceiling: -20%}}
"""
PROBABILITIES = {"satu": Fraction(1, 3), "dua": Fraction(133, 400), "tiga": Fraction(401, 1200)}


def scenario(folder: Path) -> Path:
    file = folder / "skenario.yaml"
    file.write_text(SCENARIO, "utf-8")
    return file


def test_show_prints_what_was_given_to_the_last_digit(tmp_path: Path) -> None:
    said = " ".join(alokasi("show", scenario(tmp_path)).out.split())

    for share in ("12,3456%", "0,001%", "98,7654321%", "62,2249%", "0,0125%", "0,125%"):
        assert re.search(rf"(?<![\d,]){share}", said), share
    assert "1,23456" in said
    assert "0,123456789" in said
    for future in ("satu: peluang 1/3", "dua: peluang 33,25%", "tiga: peluang 401/1200"):
        assert future in said
    assert "33,33" not in said
    assert "33,41" not in said


def test_the_document_of_show_and_the_resolved_scenario_read_back_as_the_same(tmp_path: Path) -> None:
    """Probabilities are fractions in the document; the resolved scenario is that of one future."""
    file = scenario(tmp_path)
    document = alokasi("show", file, "--json").document
    written = alokasi("show", file, "--yaml").out
    again = tmp_path / "lagi.yaml"
    again.write_text(written, "utf-8")

    assert {name: Fraction(one["probability"]) for name, one in document["futures"].items()} == PROBABILITIES
    assert document["scenario"] == written
    assert load(again).scenario == load(file).scenario
    assert yaml.safe_load(written)["targets"]["t"]["share"] == "62.2249%"


def test_a_comparison_tells_shares_apart_that_differ_in_the_third_decimal(tmp_path: Path) -> None:
    said = alokasi("compare", scenario(tmp_path), f"{scenario(tmp_path)}@targets.t.share=62.2251%").out

    assert "62,2249% → 62,2251%" in " ".join(said.split())
    assert "(+0,0002 poin)" in " ".join(said.split())


@given(st.integers(0, 10**12))
def test_a_share_reads_back(millionths: int) -> None:
    share = Share(millionths, 10**12)

    assert read_share(exact(share, "id")) == read_share(exact(share, "en")) == share


@given(st.integers(0, 10**8), st.integers(0, 9))
def test_a_factor_reads_back(digits: int, places: int) -> None:
    ratio = Ratio(digits, 10**places)

    assert read_ratio(exact(ratio, "id")) == ratio


@given(st.integers(0, 999), st.integers(1, 999))
def test_what_no_decimal_writes_is_a_fraction(part: int, of: int) -> None:
    share = Share(min(part, of), of)
    written = exact(share, "id")

    assert (read_share(written) if "%" in written else Fraction(written)) == share
