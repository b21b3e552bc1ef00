"""A file becomes a scenario with the origin of every value, or every finding at its place in one go."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hostile import GOOD
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import Case, as_yaml, cases, shuffled

from optimizer.errors import Finding, InvalidError
from optimizer.scenario.grouping import grouped
from optimizer.scenario.reading import Loaded, load
from optimizer.scenario.schema import DEFAULT_GOALS
from optimizer.text import mend, sentence
from optimizer.units import Month, Months, Share

EXAMPLE = Path(__file__).parents[1] / "golden" / "contract-example.yaml"
SCENARIOS = Path(__file__).parents[2] / "scenarios"
TEXT = EXAMPLE.read_text("utf-8")


def read(text: str) -> Loaded:
    return load("-", text=text.encode())


def refused(text: str) -> list[Finding]:
    """Every error of a text that is no scenario."""
    with pytest.raises(InvalidError) as error:
        read(text)
    return [finding for finding in error.value.findings if finding.level == "error"]


def with_line(old: str, new: str) -> str:
    assert TEXT.count(old) == 1, old
    return TEXT.replace(old, new)


def test_the_contract_example_is_read_as_it_is_meant() -> None:
    scenario = load(EXAMPLE).scenario

    assert scenario.horizon == Months(Month(2025, 10), Month(2026, 12))
    assert list(scenario.codes) == ["52.04", "52.71"]
    assert [int(entry.number) for entry in scenario.premium] == [16_800, 8_400]
    assert {name: int(fund.ceiling.number) for name, fund in scenario.funds.items()} == {
        "sumbawa-murni-2025": 287_280_000,
        "sumbawa-perubahan-2025": 1_008_000_000,
        "sumbawa-murni-2026": 2_500_000_000,
        "mataram-murni-2026": 400_000_000,
        "provinsi-murni-2026": 2_620_800_000,
        "csr-bank": 150_000_000,
    }
    assert scenario.targets["ucj-2026"].share.number == Share(6494, 10_000)
    assert tuple(goal.name for goal in scenario.goals) == DEFAULT_GOALS
    assert scenario.goals[2].give_up == Share(1, 100)


def test_cents_of_zero_are_read_wherever_money_is_written(tmp_path: Path) -> None:
    """As text in the file, by ``--set``, as a change of what was there, and in a table."""
    (tmp_path / "funds.csv").write_text(
        "id;owner;budget;year;ceiling;set_aside\na;52.04;murni;2026;Rp1.008.000.000,00;1.008,00\n", "utf-8"
    )
    written = with_line("ceiling: Rp1.008.000.000 ", "ceiling: 1.008.000.000,00 ")
    (tmp_path / "a.yaml").write_text(written, "utf-8")
    changes = [
        "funds.sumbawa-murni-2026.ceiling=Rp 2.500.000.000,00",
        "funds.mataram-murni-2026.ceiling=+Rp1.000,00",
    ]

    funds = load(tmp_path / "a.yaml", sets=changes).scenario.funds
    (tmp_path / "b.yaml").write_text(GOOD, "utf-8")
    tabled = load(tmp_path / "b.yaml", sets=["funds.a=null", "funds=funds.csv"])

    assert int(funds["sumbawa-perubahan-2025"].ceiling.number) == 1_008_000_000
    assert int(funds["sumbawa-murni-2026"].ceiling.number) == 2_500_000_000
    assert int(funds["mataram-murni-2026"].ceiling.number) == 400_001_000
    fund = tabled.scenario.funds["a"]
    assert (int(fund.ceiling.number), fund.set_aside) == (1_008_000_000, 1_008)


def test_every_value_has_an_origin_and_what_stood_there_before() -> None:
    loaded = load(EXAMPLE, variants=["efisiensi-20"], sets=["funds.mataram-murni-2026.ceiling=1 miliar"])

    origin = loaded.origins["funds.mataram-murni-2026.ceiling"]
    assert (origin.layer, origin.place.file, origin.value) == ("--set", "--set", "1 miliar")
    assert origin.before is not None
    assert (origin.before.layer, origin.before.value) == ("efisiensi-20", "320000000")
    assert origin.before.before is not None
    assert (origin.before.before.layer, origin.before.before.value) == ("", "400 juta")
    assert TEXT.splitlines()[origin.before.before.place.line - 1].startswith("  mataram-murni-2026")
    untouched = loaded.origins["regions.52.71.active"]
    assert (untouched.layer, untouched.before, untouched.value) == ("", None, "41.000")


def test_all_mistakes_are_told_in_one_go() -> None:
    text = (
        with_line("Rp287.280.000", "16.8")
        .replace("owner: 52.71", "ownr: 5271")
        .replace("horizon: ", "horizn: ")
    )
    text = text.replace("share: 59%", "share: 62,22%").replace("{label: Pekerja rentan lain}", "{weight: -1}")

    assert {(found.code, found.path) for found in refused(text)} >= {
        ("rupiah.fraction", "funds.sumbawa-murni-2025.ceiling"),
        ("key.unknown_near", "funds.mataram-murni-2026.ownr"),
        ("key.missing", "funds.mataram-murni-2026.owner"),
        ("key.unknown_near", "horizn"),
        ("key.missing", "horizon"),
        ("yaml.decimal_comma", ""),
        ("ratio.negative", "groups.rentan.weight"),
    }


@pytest.mark.parametrize(
    ("old", "new", "code", "path", "pointed"),
    [
        ("52.71:", "5271:", "code.bps", "regions.5271", "5271"),
        ("Rp287.280.000", "16.8", "rupiah.fraction", "funds.sumbawa-murni-2025.ceiling", "16.8"),
        ("active: 41.000", "active: 41,5", "persons.fraction", "regions.52.71.active", "41,5"),
        ("give_up: 1%", "give_up: 1.5", "persons.fraction", "goals.2.give_up", "1.5"),
        ("months, thrift, steady]", "month, thrift]", "word.unknown_near", "goals.4", "month,"),
        ("of: [52.04]", "of: [52.04, 5201]", "code.bps", "targets.ucj-2026-kab.of.1", "5201"),
        ("budget: csr", "budget: crs", "word.unknown_near", "funds.csr-bank.budget", "crs"),
        ("ratio: 1.5", "ratio: -1", "ratio.negative", "rules.matching.0.ratio", "-1"),
        ("persons: 500, ", "", "people.one_number", "rules.floors.0", "{region"),
        (
            "min: Rp50 juta",
            "mni: Rp50 juta",
            "key.unknown_near",
            "funds.provinsi-murni-2026.per_region.mni",
            "mni",
        ),
        (
            "pays: 2025-10..2025-12",
            "pays: 2025-12..2025-10",
            "months.reversed",
            "funds.sumbawa-perubahan-2025.pays",
            "2",
        ),
        ("assume: 0, ", "", "figure.unknown_needs_assume", "regions.52.71.subsidised.rentan", "rentan"),
        ("name: Kota Mataram", "name: [a]", "type.text", "regions.52.71.name", "name"),
    ],
)
def test_a_mistake_is_shown_where_it_stands(old: str, new: str, code: str, path: str, pointed: str) -> None:
    found = [one for one in refused(with_line(old, new)) if one.code == code]

    assert [one.path for one in found] == [path]
    place = found[0].place
    assert place is not None
    assert place.excerpt[place.column - 1 :].startswith(pointed)


def test_an_unknown_key_names_the_nearest() -> None:
    found = refused(with_line("opd: Disnakertrans", "odp: Disnakertrans"))

    assert [(one.code, one.facts["near"]) for one in found] == [("key.unknown_near", "opd")]


def test_equal_findings_become_one() -> None:
    alike = [
        Finding("key.missing", {"key": "name"}, path=f"regions.52.0{number}.name") for number in range(1, 4)
    ]
    other = Finding("key.missing", {"key": "active"}, path="regions.52.01.active")

    first, second = grouped([alike[0], other, *alike[1:]])

    assert first.facts["paths"] == ("regions.52.01.name", "regions.52.02.name", "regions.52.03.name")
    assert second == other


@pytest.mark.parametrize("text", ["", "- a", "a: [", "regions: {}", "schema: alokasi/2", "\x00", "funds: 5"])
def test_what_is_no_scenario_is_refused_with_sentences_in_both_languages(text: str) -> None:
    for found in refused(text):
        for said in (sentence(found, "id"), sentence(found, "en"), mend(found, "id"), mend(found, "en")):
            assert "?" not in said.replace('?"', "")[:-1] or "Maksudnya" in said or "Did you mean" in said


@pytest.mark.parametrize("name", ["ntb/base.yaml", "ntt/base.yaml", "ntt/from-2026.yaml"])
def test_the_real_scenarios_are_read_with_all_their_variants(name: str) -> None:
    loaded = load(SCENARIOS / name)

    for variant in loaded.variants:
        assert load(SCENARIOS / name, variants=[variant]).scenario.title == loaded.scenario.title


def test_a_cut_takes_the_planned_money_and_leaves_the_contracts() -> None:
    """A fifth of every ``*-murni-2026``, to the rupiah."""
    whole = load(SCENARIOS / "ntb/base.yaml").scenario.funds
    cut = load(SCENARIOS / "ntb/base.yaml", variants=["efisiensi-20"]).scenario.funds

    for name, fund in whole.items():
        expected = fund.ceiling.number * 4 // 5 if name.endswith("-murni-2026") else fund.ceiling.number
        assert cut[name].ceiling.number == expected


def test_a_shortened_horizon_leaves_out_what_lies_outside() -> None:
    loaded = load(EXAMPLE, sets=["horizon=2025-10..2025-12"])

    assert list(loaded.scenario.funds) == ["sumbawa-murni-2025", "sumbawa-perubahan-2025"]
    assert not loaded.scenario.targets
    assert not loaded.scenario.rules.matching
    assert not loaded.scenario.rules.floors
    assert [len(loaded.scenario.premium), loaded.scenario.premium[0].number] == [1, 16_800]
    left = {one.code: one.level for one in loaded.findings if one.code.endswith("left_out")}
    assert left == {
        "funds.left_out": "warning",
        "targets.left_out": "warning",
        "rule.left_out": "warning",
    }


def test_a_horizon_that_still_holds_all_leaves_nothing_out() -> None:
    loaded = load(EXAMPLE, sets=["horizon=2025-09..2026-12"])

    assert len(loaded.scenario.funds) == 6
    assert not [one for one in loaded.findings if one.code.endswith("left_out")]


def test_the_standard_input_stands_in_the_folder_worked_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "base.yaml").write_text(TEXT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    loaded = load("-", text=b"extends: base.yaml\ntitle: Lain\n")

    assert loaded.scenario.title == "Lain"
    assert loaded.sources == ("-", "base.yaml")


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60, deadline=None)
@given(cases(), st.randoms(use_true_random=False))
def test_a_shuffled_file_is_the_same_scenario(case: Case, rng: random.Random) -> None:
    first, second = read(as_yaml(case)), read(as_yaml(shuffled(case, rng)))

    assert first.scenario == second.scenario
    assert first.scenario.codes == second.scenario.codes


def national(regions: int) -> str:
    codes = [f"{11 + number // 50}.{number % 50 + 1:02d}" for number in range(regions)]
    workers = "{value: 134.972, source: a, status: press, as_of: 2025-05}"
    figures = f"workers: {workers}, active: 41.000, eligible: {{rentan: 30.000}}, subsidised: {{rentan: 500}}"
    fund = "budget: murni, year: 2026, ceiling: 1 miliar"
    rows = "".join(f"  {code}: {{name: Daerah {code}, {figures}}}\n" for code in codes)
    funds = "".join(f"  dana-{code}: {{owner: {code}, {fund}}}\n" for code in codes)
    return (
        "schema: alokasi/1\ntitle: Nasional\nhorizon: 2026-01..2026-12\npremium: 16.800\n"
        f"groups: {{rentan: {{}}}}\nregions:\n{rows}funds:\n{funds}sources: {{a: {{title: A}}}}\n"
    )


def test_all_514_regencies_are_read_in_a_few_seconds() -> None:
    start = time.process_time()
    loaded = load("-", text=national(514).encode(), sets=["funds.*.ceiling=-10%"])

    assert len(loaded.scenario.regions) == 514
    assert {int(fund.ceiling.number) for fund in loaded.scenario.funds.values()} == {900_000_000}
    assert time.process_time() - start < 10


def test_a_broken_reference_is_told_beside_a_broken_number() -> None:
    """Neither hides the other, and what is put aside makes no findings of its own."""
    text = with_line("Rp287.280.000", "16.8").replace("groups: [miskin-ekstrem, rentan]", "groups: [rentann]")
    text = text.replace("source: bangda-9602", "source: bangda-9603").replace(
        "fund: provinsi-murni-2026, ", ""
    )

    assert {(found.code, found.path) for found in refused(text)} == {
        ("rupiah.fraction", "funds.sumbawa-murni-2025.ceiling"),
        ("key.missing", "rules.matching.0.fund"),
        ("reference.group", "funds.sumbawa-perubahan-2025.groups.0"),
        ("reference.source", "targets.ucj-2026.source"),
    }
