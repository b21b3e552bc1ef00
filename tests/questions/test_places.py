"""Regions, payers and funds as people name them."""

from __future__ import annotations

import pytest
from arrange import scenario
from cases import PREMIUM, case, fund, region

from optimizer.errors import Finding, InvalidError
from optimizer.questions.places import code_of, fund_of
from optimizer.scenario.schema import Scenario
from optimizer.text import mend, sentence


def island() -> Scenario:
    """Two regencies and two cities; the province and one city pay."""
    names = {
        "52.04": "Kabupaten Sumbawa",
        "52.06": "Kabupaten Bima",
        "52.71": "Kota Mataram",
        "52.72": "Kota Bima",
    }
    made = case(
        "2026-01..2026-12",
        regions={code: region(name, eligible=5) for code, name in names.items()},
        funds={
            "kota-mataram-2026": fund("52.71", 2026, 12 * PREMIUM, name="APBD Kota Mataram"),
            "prov-2026": fund("52", 2026, 12 * PREMIUM, name="APBD Provinsi"),
        },
        stay=12,
        goals=["coverage"],
    )
    return scenario(made)


def refused(given: str, *, payers: bool = False) -> Finding:
    with pytest.raises(InvalidError) as found:
        code_of(island(), given, payers=payers)
    (finding,) = found.value.findings
    return finding


@pytest.mark.parametrize("given", ["52.71", " 5271", "52,71", "Kota Mataram", "kota  MATARAM", "mataram"])
def test_a_region_by_its_code_its_digits_or_its_name(given: str) -> None:
    assert code_of(island(), given) == "52.71"


@pytest.mark.parametrize("given", ["Kab. Bima", "kab bima", "Kabupaten Bima"])
def test_a_regency_is_not_the_city_of_the_same_name(given: str) -> None:
    assert code_of(island(), given) == "52.06"


def test_a_name_of_two_regions_is_no_answer() -> None:
    finding = refused("bima")

    assert (finding.code, finding.facts["region"]) == ("usage.place_several", ("52.06", "52.72"))


@pytest.mark.parametrize("given", ["52", "NTB", "Provinsi Nusa Tenggara Barat"])
def test_a_province_is_not_one_region_and_says_so(given: str) -> None:
    finding = refused(given)

    assert finding.code == "usage.place_above"
    assert sentence(finding, "id").startswith(
        "Provinsi Nusa Tenggara Barat (52) bukan satu wilayah: di dalam"
    )
    assert "4 wilayah" in sentence(finding, "id")


@pytest.mark.parametrize(
    ("given", "near"),
    [("Mataran", ("52.71",)), ("527", ("52.71", "52.72")), ("Kota Sumbawa", ("52.04",)), ("52.99", None)],
)
def test_the_nearest_is_offered_only_where_one_is_near(given: str, near: tuple[str, ...] | None) -> None:
    finding = refused(given)

    assert (finding.code, finding.facts.get("region")) == ("usage.place_unknown", near)
    assert "Kabupaten Sumbawa (52.04)" in mend(finding, "id")


@pytest.mark.parametrize("given", ["", "  "])
def test_nothing_given_is_missing_and_nothing_is_guessed(given: str) -> None:
    assert refused(given).code == "usage.place_missing"
    assert refused(given, payers=True).code == "usage.payer_missing"
    with pytest.raises(InvalidError) as found:
        fund_of(island(), given)
    assert found.value.findings[0].code == "usage.fund_missing"


@pytest.mark.parametrize("given", ["52", "NTB", "nusa tenggara barat"])
def test_a_province_may_be_a_payer(given: str) -> None:
    assert code_of(island(), given, payers=True) == "52"


def test_a_region_without_a_fund_is_no_payer() -> None:
    finding = refused("52.04", payers=True)

    assert (finding.code, finding.facts["region"]) == ("usage.payer_without", ("52.04",))
    assert mend(finding, "id") == "Pembayarnya: Kota Mataram (52.71), Provinsi Nusa Tenggara Barat (52)."


@pytest.mark.parametrize("given", ["prov-2026", "PROV-2026", "apbd provinsi"])
def test_a_fund_by_its_id_or_name(given: str) -> None:
    assert fund_of(island(), given) == "prov-2026"


def test_an_unknown_fund_names_the_nearest_or_all() -> None:
    with pytest.raises(InvalidError) as near:
        fund_of(island(), "prov-2027")
    with pytest.raises(InvalidError) as far:
        fund_of(island(), "xyz")

    assert near.value.findings[0].facts["near"] == ("prov-2026",)
    assert "APBD Kota Mataram (kota-mataram-2026)" in mend(far.value.findings[0], "id")
