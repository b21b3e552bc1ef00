"""The keys ``futures`` and ``decided_until``: what may be written, and what is said of the rest."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from cases import PREMIUM, case, fund, region
from command_line import alokasi
from strategies import as_yaml

from optimizer.errors import Finding, InvalidError
from optimizer.scenario.foreseen import Foreseen, foreseen
from optimizer.scenario.jsonschema import document
from optimizer.scenario.reading import Loaded, load
from optimizer.text.catalogue import mend, sentence

Case = dict[str, Any]
EDITOR = jsonschema.Draft7Validator(document())


def base() -> Case:
    """Perubahan pays in the last quarter of 2025, Murni in 2026; the target is of December 2026."""
    return case(
        "2025-10..2026-12",
        regions={"52.04": region("Sumbawa", eligible=100, paid=10)},
        funds={
            "perubahan-2025": fund("52.04", 2025, 300 * PREMIUM, budget="perubahan"),
            "murni-2026": fund("52.04", 2026, 1_200 * PREMIUM),
        },
        stay=12,
        goals=["coverage"],
        targets={
            "satu": {"measure": "group", "group": "rentan", "of": "52.04", "share": "50%", "by": "2026-12"}
        },
    )


def with_futures(change: Any = None, **more: Any) -> Case:
    """Two futures, the second with a change."""
    made = base()
    made["futures"] = {
        "penuh": {"probability": "60%"},
        "efisiensi": {"probability": "40%", "change": change or {"funds.murni-2026.ceiling": "-20%"}},
    }
    return made | more


def read(made: Case) -> Loaded:
    return load("-", text=as_yaml(made).encode())


def resolved(made: Case) -> Foreseen:
    return foreseen(read(made))


def refused(made: Case) -> list[Finding]:
    with pytest.raises(InvalidError) as raised:
        resolved(made)
    return [one for one in raised.value.findings if one.level == "error"]


def test_each_future_is_a_scenario_and_the_months_before_they_differ_are_decided() -> None:
    found = resolved(with_futures())

    assert [scenario.funds["murni-2026"].ceiling.number for scenario in found.scenarios] == [
        1_200 * PREMIUM,
        960 * PREMIUM,
    ]
    assert str(found.decided_until) == "2025-12"
    assert [one.probability for one in found.futures] == [Fraction(3, 5), Fraction(2, 5)]


def test_a_file_keeps_its_plan_and_its_digest() -> None:
    """What may come is no part of the scenario that is solved."""
    assert read(with_futures()).scenario == read(base()).scenario


@pytest.mark.parametrize(
    ("change", "path", "until"),
    [
        ({"funds.perubahan-2025.ceiling": "-20%"}, "funds.perubahan-2025.ceiling", "2025-11"),
        ({"regions.52.04.eligible.rentan": 90}, "regions.52.04.eligible", "2025-11"),
        ({"rules.stay": 6}, "rules.stay", "2025-11"),
        ({"goals": ["months"]}, "goals", "2025-11"),
        (
            {"premium": [{"value": PREMIUM}, {"value": 16_000, "months": "2025-12..2026-12"}]},
            "premium",
            "2025-12",
        ),
        ({"targets.satu.by": "2026-03"}, "targets.satu", "2026-03"),
        ({"rules.floors": [{"region": "52.04", "persons": 5, "from": "2026-02"}]}, "rules.floors", "2026-02"),
    ],
)
def test_what_matters_to_decided_months_may_not_differ(change: Case, path: str, until: str) -> None:
    (finding,) = refused(with_futures(change, decided_until=until))

    assert finding.code == ("futures.too_early" if until > "2025-11" else "futures.matters_always")
    assert (finding.facts["figures"], finding.facts["future"], finding.path) == (
        (path,),
        "efisiensi",
        "futures.efisiensi",
    )
    assert finding.place is not None


@pytest.mark.parametrize(
    ("change", "until"),
    [
        ({"premium": [{"value": PREMIUM}, {"value": 16_000, "months": "2026-04..2026-12"}]}, "2026-03"),
        ({"targets.satu.by": "2026-03"}, "2026-02"),
        ({"targets.satu.share": "60%"}, "2026-11"),
        ({"rules.floors": [{"region": "52.04", "persons": 5, "from": "2026-02"}]}, "2026-01"),
        ({"regions.52.04.outlook": {"2026-12": 0}, "regions.52.04.active": 10}, "2026-12"),
        ({"funds.murni-2026.pays": "2026-02..2026-12"}, "2025-12"),
        ({"funds.baru": fund("52", 2026, PREMIUM)}, "2025-12"),
    ],
)
def test_decided_are_the_months_before_the_first_difference(change: Case, until: str) -> None:
    """A figure matters from the first month on in which a plan looks at it; others do not matter."""
    assert str(resolved(with_futures(change)).decided_until) == until


def test_names_and_sources_are_no_difference() -> None:
    found = resolved(with_futures({"funds.murni-2026.name": "Lain", "title": "Lain"}))

    assert [one.code for one in found.findings] == ["futures.alike"]


def test_where_the_first_month_differs_nothing_can_be_decided() -> None:
    (finding,) = refused(with_futures({"funds.perubahan-2025.ceiling": 0}))

    assert finding.code == "futures.nothing_decided"


@pytest.mark.parametrize(
    ("probabilities", "code", "said"),
    [
        (
            ("60%", "30%"),
            "futures.too_little",
            "berjumlah 90%, kurang 10% dari 100%.",
        ),
        (
            ("60%", "50%"),
            "futures.too_much",
            "berjumlah 110%, 10% lebih dari 100%.",
        ),
        (
            ("56.125%", "52.125%"),
            "futures.too_much",
            "berjumlah 108,25%, 8,25% lebih dari 100%.",
        ),
        (
            ("33.3%", "66.6%"),
            "futures.too_little",
            "berjumlah 99,9%, kurang 0,1% dari 100%.",
        ),
        (
            ("1/3", "1/3"),
            "futures.too_little",
            "berjumlah 2/3, kurang 1/3 dari 100%.",
        ),
    ],
)
def test_probabilities_add_up_exactly(probabilities: tuple[str, str], code: str, said: str) -> None:
    made = with_futures()
    for row, probability in zip(made["futures"].values(), probabilities, strict=True):
        row["probability"] = probability
    (finding,) = refused(made)

    assert finding.code == code
    assert sentence(finding, "id") == f"Peluang semua kemungkinan {said}"


def test_thirds_are_a_whole() -> None:
    made = with_futures()
    made["futures"]["penuh"]["probability"] = "1/3"
    made["futures"]["efisiensi"]["probability"] = "2/3"

    assert [one.probability for one in resolved(made).futures] == [Fraction(1, 3), Fraction(2, 3)]


@pytest.mark.parametrize(
    ("futures", "codes"),
    [
        ({"satu": {"probability": "100%"}}, ["futures.one"]),
        ("ya", ["futures.not_a_map"]),
        ({"a": {"probability": "1"}, "b": "x"}, ["future.not_a_map"]),
        ({"a": {"label": "A"}, "b": {"probability": "100%"}}, ["future.no_probability"]),
        ({"a": {"probability": "62"}, "b": {"probability": "38%"}}, ["share.no_percent"]),
        ({"a": {"probability": "50%", "chance": "x"}, "b": {"probability": "50%"}}, ["key.unknown_near"]),
        (
            {"a": {"probability": "50%", "change": "x"}, "b": {"probability": "50%"}},
            ["future.change_not_a_map"],
        ),
        (
            {
                "a": {"probability": "50%", "change": {"funds.tak-ada.ceiling": 1}},
                "b": {"probability": "50%"},
            },
            ["future.unusable", "path.nothing"],
        ),
        (
            {"a": {"probability": "50%", "change": {"rules.stay": "dua"}}, "b": {"probability": "50%"}},
            ["future.unusable", "count.unreadable"],
        ),
    ],
)
def test_what_is_wrong_is_told_at_its_place(futures: Any, codes: list[str]) -> None:
    found = refused(base() | {"futures": futures})

    assert [one.code for one in found] == codes
    for one in found:
        assert one.place is not None
        assert all(sentence(one, language) != one.code for language in ("id", "en"))
        assert one.code == "future.unusable" or all(mend(one, language) for language in ("id", "en"))


def test_every_mistake_is_told_at_once() -> None:
    made = base() | {"futures": {"a": {"label": "A"}, "b": {"probability": "x"}}, "decided_until": "2025-13"}

    assert len(refused(made)) == 3


def test_the_last_decided_month_lies_in_the_horizon() -> None:
    (finding,) = refused(with_futures(decided_until="2027-01"))

    assert finding.code == "futures.decided_outside"


def test_the_last_decided_month_alone_means_nothing() -> None:
    assert [one.code for one in read(base() | {"decided_until": "2025-12"}).findings] == [
        "futures.decided_alone"
    ]


def test_a_file_changes_the_futures_of_the_one_it_extends(tmp_path: Path) -> None:
    """A future's keys are merged, ``null`` takes one out, and so does it the month."""
    (tmp_path / "dasar.yaml").write_text(as_yaml(with_futures(decided_until="2025-11")), encoding="utf-8")
    above = """
extends: dasar.yaml
decided_until: null
futures:
  penuh: {probability: 50%, label: Penuh}
  efisiensi: null
  setengah: {probability: 50%, change: {funds.murni-2026.ceiling: x0.5}}
"""
    (tmp_path / "atas.yaml").write_text(above, encoding="utf-8")
    found = foreseen(load(tmp_path / "atas.yaml"))

    assert [(one.name, one.label) for one in found.futures] == [("penuh", "Penuh"), ("setengah", "")]
    assert str(found.decided_until) == "2025-12"


def test_a_pattern_passes_over_contracted_funds_with_a_warning() -> None:
    made = with_futures({"funds.*-2026.ceiling": "-20%"})
    made["funds"]["kontrak-2026"] = fund("52.04", 2026, PREMIUM) | {"status": "contracted"}

    assert [one.code for one in resolved(made).findings] == ["change.passed_over"]


def test_validate_tries_every_future(tmp_path: Path) -> None:
    file = tmp_path / "kasus.yaml"
    file.write_text(as_yaml(with_futures({"funds.tak-ada.ceiling": 1})), encoding="utf-8")
    done = alokasi("validate", file, "--json")

    assert done.code == 2
    assert done.codes[:2] == ["future.unusable", "path.nothing"]


def test_show_says_what_may_come(tmp_path: Path) -> None:
    file = tmp_path / "kasus.yaml"
    file.write_text(as_yaml(with_futures(decided_until="2025-12")), encoding="utf-8")
    words = " ".join(alokasi("show", file, "--lang", "en").out.split())

    assert "efisiensi: probability 40%, with 1 change." in words
    assert "Payments until Dec 2025 are decided before it is known which comes." in words
    assert alokasi("show", file, "--json").document["futures"]["penuh"] == {"label": "", "probability": "3/5"}


def test_editors_know_the_keys() -> None:
    made = yaml.safe_load(as_yaml(with_futures(decided_until="2025-12")))

    assert EDITOR.is_valid(made)
    made["futures"]["penuh"]["probable"] = 1
    assert not EDITOR.is_valid(made)
    del made["futures"]["penuh"]
    made["futures"]["efisiensi"].pop("probability")
    assert not EDITOR.is_valid(made)


def test_a_key_of_the_file_is_told_where_it_is_written_almost_right() -> None:
    with pytest.raises(InvalidError) as refused:
        read(base() | {"decided_untill": "2025-12"})
    (found,) = [one for one in refused.value.findings if one.path == "decided_untill"]

    assert (found.code, found.facts["near"]) == ("key.unknown_near", "decided_until")
    assert {"futures", "variants", "extends", "horizon"} <= set(found.facts["known"])
