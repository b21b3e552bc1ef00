"""Sentences about regions say their names; the facts stay the codes."""

from __future__ import annotations

import copy
import re
from pathlib import Path

import pytest

from optimizer.audit import passed
from optimizer.errors import AuditError, ContradictionError, Finding
from optimizer.plan.shapes import Payment
from optimizer.runs import answer, save
from optimizer.scenario.naming import named, naming
from optimizer.scenario.reading import Loaded, load
from optimizer.text import Language, sentence
from optimizer.units import Code, Month, NamedCode, Persons, Rupiah
from optimizer.verify import verify

TWO = """\
schema: alokasi/1
title: Uji
horizon: 2026-01..2026-12
premium: 16.800
groups: {rentan: {label: Rentan}}
regions:
  52.04: {name: Kabupaten Sumbawa, workers: 9.000, active: 500, eligible: {rentan: 700}}
  52.05: {name: Kabupaten Dompu, workers: 9.000, active: 500, eligible: {rentan: 700}}
funds:
  a: {owner: 52, budget: murni, year: 2026, ceiling: Rp100.800.000}
rules: {floors: FLOORS}
targets:
  bersama: {measure: ucj, of: [52.04, 52.05], share: 90%, by: 2026-12}
  provinsi: {measure: ucj, of: 52, share: 90%, by: 2026-12}
  daerah: {measure: ucj, of: each, share: 90%, by: 2026-12}
goals: [coverage]
"""
BOTH = "Kabupaten Sumbawa (52.04), Kabupaten Dompu (52.05)"


def read(floors: str = "[]") -> Loaded:
    return load("-", text=TWO.replace("FLOORS", floors).encode())


@pytest.mark.parametrize(
    ("given", "indonesian", "english"),
    [
        (Code("52.04"), "Kabupaten Sumbawa (52.04)", "Kabupaten Sumbawa (52.04)"),
        ("52.04,52.05", BOTH, BOTH),
        ("52", "Provinsi Nusa Tenggara Barat (52)", "Nusa Tenggara Barat Province (52)"),
        ("ID", "Indonesia (ID)", "Indonesia (ID)"),
        ("52.04,53", "Kabupaten Sumbawa (52.04), Provinsi Nusa Tenggara Timur (53)", None),
        ("52.99", "52.99", "52.99"),
        ("Kabupaten Sumbawa", "Kabupaten Sumbawa", "Kabupaten Sumbawa"),
    ],
)
def test_a_place_is_named_beside_its_code(given: str, indonesian: str, english: str | None) -> None:
    (finding,) = named([Finding("audit.unknown_region", {"region": given})], read().scenario)

    assert f"wilayah {indonesian}," in sentence(finding, "id")
    assert english is None or f"region {english}," in sentence(finding, "en")


def test_the_fact_is_still_the_code() -> None:
    (finding,) = named([Finding("clash.capacity", {"region": Code("52.04"), "persons": 5})], read().scenario)

    assert finding.facts["region"] == "52.04"
    assert copy.deepcopy(finding.facts["region"]).name == "Kabupaten Sumbawa"


def test_a_name_from_outside_is_inert() -> None:
    region = NamedCode("52.04", "\x1b[31mSumbawa")

    assert "\x1b" not in sentence(Finding("clash.capacity", {"region": region, "persons": 5}), "id")


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(
    ("floor", "place"), [("52.04", "Kabupaten Sumbawa (52.04)"), ("[52.04, 52.05]", BOTH)]
)
def test_rules_that_clash_name_the_places(language: Language, floor: str, place: str) -> None:
    """Rp100.800.000 buys 500 people a year, not 690."""
    with pytest.raises(ContradictionError) as clash:
        answer(read(f"[{{region: {floor}, persons: 690}}]"))

    assert place in " ".join(sentence(finding, language) for finding in clash.value.findings)


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_plan_that_the_audit_refuses_names_the_places(language: Language) -> None:
    scenario = read().scenario
    payment = Payment(Code("52.04"), "rentan", "a", Month(2026, 1), Persons(701), Rupiah(5))

    with pytest.raises(AuditError) as refused, naming(scenario):
        passed(scenario, [payment])

    about = [finding for finding in refused.value.findings if "region" in finding.facts]
    assert {finding.code for finding in about} >= {"audit.eligible", "audit.premium"}
    assert all("Kabupaten Sumbawa (52.04)" in sentence(finding, language) for finding in about)


def test_a_folder_that_was_changed_names_the_places(tmp_path: Path) -> None:
    out = tmp_path / "out"
    save(answer(read()), out)
    rows = (out / "payments.csv").read_text("utf-8")
    (out / "payments.csv").write_text(rows + rows.splitlines()[1] + "\n", "utf-8")

    with pytest.raises(AuditError) as refused:
        verify(out)

    (twice,) = [finding for finding in refused.value.findings if finding.code == "audit.twice"]
    assert re.search(r" di Kabupaten (Sumbawa \(52\.04\)|Dompu \(52\.05\)) pada ", sentence(twice, "id"))


def test_targets_out_of_reach_name_the_places() -> None:
    found = [finding for finding in read().findings if finding.code == "target.above_eligible"]
    said = [sentence(finding, "id") for finding in found]

    for place in (BOTH, "Provinsi Nusa Tenggara Barat (52)", "Kabupaten Dompu (52.05)"):
        assert any(f" di {place} pada " in one for one in said)
