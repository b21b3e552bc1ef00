"""Every derived figure of the real scenarios, recomputed from its stated rule and the copied inputs."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

SCENARIOS = Path(__file__).parents[1] / "scenarios"
PREMIUM = 16_800
PUBLISHED_COVER = {"52.03": 147_384, "52.04": 37_783}
PUBLISHED_POOR_NTT = ("53.12", "53.13", "53.19")
"""Counts of March 2024; Rote Ndao's is a rival, it does not fit its population."""
TRIPLE = re.compile(r"([\d.]+) orang (?:\([a-z]+\) |menurut SK November 2025 )?x (\d+) bulan")

Table = dict[str, dict[str, str]]
Counts = dict[str, int]


def rows(path: str, *, delimiter: str = ",") -> Table:
    with (SCENARIOS / path).open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file, delimiter=delimiter))
    key = next(iter(lines[0]))
    return {line[key]: line for line in lines}


def layer(path: str) -> dict[str, Any]:
    loaded = yaml.load((SCENARIOS / path).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert isinstance(loaded, dict)
    return loaded


def number(text: str) -> int:
    return int(text.replace("Rp", "").replace(".", ""))


def figure(node: Any) -> int:
    """A bare figure, a record, or what is assumed for an unknown one."""
    if isinstance(node, str):
        return number(node)
    return number(node["assume"] if node["value"] == "unknown" else node["value"])


def totals(province: str) -> dict[str, Fraction]:
    return {key: Fraction(row["value"]) for key, row in rows(f"{province}/sources/totals.csv").items()}


def shared(total: int, keys: Mapping[str, Fraction]) -> Counts:
    """Split by the largest remainder; ties go to the lower code."""
    exact = {code: total * key / sum(keys.values()) for code, key in keys.items()}
    parts = {code: int(share) for code, share in exact.items()}
    by_rest = sorted(keys, key=lambda code: (parts[code] - exact[code], code))
    for code in by_rest[: total - sum(parts.values())]:
        parts[code] += 1
    return parts


def remaining(total: int, published: Counts, keys: Mapping[str, Fraction]) -> Counts:
    rest = {code: key for code, key in keys.items() if code not in published}
    return published | shared(total - sum(published.values()), rest)


def times(published: Table, *columns: str) -> dict[str, Fraction]:
    return {code: Fraction(row[columns[0]]) * Fraction(row[columns[1]]) for code, row in published.items()}


def as_workers(persons: Counts, workers: Counts, published: Table) -> Counts:
    """Rule K: persons times workers per resident, rounded down."""
    return {
        code: persons[code] * workers[code] // int(published[code]["pop_dukcapil_2024s2"]) for code in persons
    }


class Ntb:
    """The rules W, A, P, X, K, S, R and B of scenarios/ntb/base.yaml."""

    def __init__(self) -> None:
        self.published = rows("ntb/sources/regions-published.csv")
        self.total = totals("ntb")
        self.by_activity = times(self.published, "pop_dukcapil_2024s2", "tpak_pct_2024")
        self.workers = remaining(
            int(self.total["workers"]),
            {
                "52.03": int(self.total["workers_lombok_timur"]),
                "52.04": self.count("52.04", "ucj_denominator"),
            },
            self.by_activity,
        )
        self.active = self.active_of(int(self.total["active"]))
        self.poor = self._poor()
        self.extreme = self._extreme()
        self.paid_by_province = shared(int(self.total["paid_province"]), fractions(self.poor))
        self.paid = self._paid()
        self.eligible = self._eligible()

    def count(self, code: str, column: str) -> int:
        return int(self.published[code][column])

    def active_of(self, total: int) -> Counts:
        return remaining(total, PUBLISHED_COVER, fractions(self.workers))

    def uncovered(self) -> Counts:
        return {code: self.workers[code] - self.active[code] for code in self.workers}

    def _poor(self) -> Counts:
        known = {
            code: int(row["poor_count"])
            for code, row in self.published.items()
            if row["poor_count_period"] == "Mar 2024"
        }
        keys = times(self.published, "pop_dukcapil_2024s2", "poverty_rate_pct_2024")
        return remaining(int(self.total["poor_2024"]), known, keys)

    def _extreme(self) -> Counts:
        people = self.total["poor_2025"] / self.total["poor_rate_2025"]
        central = self.published["52.02"]
        residents = Fraction(central["poor_count"]) / Fraction(central["poverty_rate_pct_2024"])
        known = {
            "52.02": int(residents * Fraction(central["extreme_poor_rate_pct"])),
            "52.03": self.count("52.03", "extreme_poor_persons"),
        }
        return remaining(int(people * self.total["extreme_rate"]), known, fractions(self.poor))

    def _paid(self) -> dict[str, Counts]:
        """People paid for today by region and group; Lombok Barat is what the official total leaves."""
        table = rows("ntb/sources/paid-today.csv")
        lists = {code: int(row["used"]) for code, row in table.items() if code != "province"}
        paid = {code: {"rentan": own + self.paid_by_province[code]} for code, own in lists.items()}
        for code in ("52.02", "52.03"):
            paid[code] = {"rentan": self.paid_by_province[code], "tembakau": lists[code]}
        return paid

    def _eligible(self) -> dict[str, Counts]:
        informal = int(self.total["informal"] - self.total["informal_active"])
        quota = shared(informal, fractions(self.uncovered()))
        extreme = as_workers(self.extreme, self.workers, self.published)
        poor = as_workers(self.poor, self.workers, self.published)
        return {
            code: {
                "miskin-ekstrem": extreme[code],
                "miskin": poor[code] - extreme[code],
                "rentan": quota[code] + self.paid[code]["rentan"] - poor[code],
            }
            | {group: count for group, count in self.paid[code].items() if group == "tembakau"}
            for code in self.workers
        }


def fractions(counts: Counts) -> dict[str, Fraction]:
    return {code: Fraction(count) for code, count in counts.items()}


def figures(node: Mapping[str, Any]) -> Counts:
    return {key: figure(record) for key, record in node.items()}


@pytest.fixture(scope="module")
def ntb() -> Ntb:
    return Ntb()


@pytest.fixture(scope="module")
def ntb_regions() -> dict[str, Any]:
    regions = layer("ntb/base.yaml")["regions"]
    assert isinstance(regions, dict)
    return regions


def test_ntb_workers_and_participants_follow_their_rules(ntb: Ntb, ntb_regions: dict[str, Any]) -> None:
    assert {code: figure(region["workers"]) for code, region in ntb_regions.items()} == ntb.workers
    assert {code: figure(region["active"]) for code, region in ntb_regions.items()} == ntb.active


def test_ntb_parts_add_up_to_the_published_totals(ntb: Ntb) -> None:
    assert sum(ntb.workers.values()) == 1_808_432
    assert sum(ntb.active.values()) == 555_276
    assert sum(ntb.paid_by_province.values()) == 13_000
    assert sum(sum(groups.values()) for groups in ntb.paid.values()) == 57_196


def test_ntb_eligible_and_paid_for_follow_their_rules(ntb: Ntb, ntb_regions: dict[str, Any]) -> None:
    assert {code: figures(region["eligible"]) for code, region in ntb_regions.items()} == ntb.eligible
    assert {code: figures(region["subsidised"]) for code, region in ntb_regions.items()} == ntb.paid


def test_the_worker_rule_without_scaling_comes_near_what_is_published(ntb: Ntb) -> None:
    """1,808,432 by population and activity: Sumbawa 158,487 (158,000), Lombok Timur 465,395 (504,000)."""
    unscaled = shared(1_808_432, ntb.by_activity)

    assert (unscaled["52.04"], unscaled["52.03"]) == (158_487, 465_395)


def test_the_gap_to_the_target_is_larger_than_all_poor_workers(ntb: Ntb) -> None:
    """62.22 % of 1,808,432 is 1,125,206.4; less 555,276 leaves 569,930."""
    gap = 1_808_432 * 6_222 // 10_000 - 555_276
    poor = sum(groups["miskin-ekstrem"] + groups["miskin"] for groups in ntb.eligible.values())
    enrollable = sum(sum(groups.values()) for groups in ntb.eligible.values()) - 57_196

    assert gap == 569_930
    assert poor == 223_708 < gap < enrollable == 889_255


def test_rival_participants_follow_the_same_rule(ntb: Ntb, ntb_regions: dict[str, Any]) -> None:
    """486,005 (S39), 756,783 (S38) and 32 % of 1,808,432 (Kicknews), each less what is published."""
    rivals = {"S39": 486_005, "S38": 756_783, "kicknews-2025-07": 1_808_432 * 32 // 100}
    for code, region in ntb_regions.items():
        if code not in PUBLISHED_COVER:
            shown = {rival["source"]: number(rival["value"]) for rival in region["active"]["rivals"]}
            assert shown == {source: ntb.active_of(total)[code] for source, total in rivals.items()}


def test_three_totals_of_people_paid_for_today_disagree() -> None:
    """The parts add up to 55,950, the same article says 57,000, the meeting of 25 July 57,196."""
    table = rows("ntb/sources/paid-today.csv")
    parts = sum(int(row["published"] or 0) for row in table.values())
    unknown = layer("ntb/base.yaml")["regions"]["52.01"]["subsidised"]["rentan"]

    assert parts == 55_950
    assert unknown["value"] == "unknown"
    assert figure(unknown) == 801 + 1_771
    assert [number(rival["value"]) - 1_771 for rival in unknown["rivals"]] == [57_196 - parts, 57_000 - parts]


def test_five_coverage_rates_follow_from_five_pairs() -> None:
    rates = rows("ntb/sources/coverage-rates.csv")

    assert len(rates) == 5
    for rate in rates.values():
        if rate["numerator"]:
            computed = Fraction(rate["numerator"]) / Fraction(rate["denominator"]) * 100
            assert abs(computed - Fraction(rate["published_pct"])) < Fraction(1, 2)


@pytest.mark.parametrize("province", ["ntb", "ntt"])
def test_a_ceiling_made_of_persons_and_months_multiplies(province: str) -> None:
    """Notes say "persons orang x months bulan x Rp16.800"; where one does, the ceiling is the product."""
    checked = 0
    for fund in rows(f"{province}/funds.csv", delimiter=";").values():
        found = TRIPLE.search(fund["ceiling.note"])
        if found:
            assert number(fund["ceiling"]) == number(found[1]) * int(found[2]) * PREMIUM, fund["id"]
            checked += 1

    assert checked >= 20


def test_perubahan_that_is_not_published_follows_mataram(ntb: Ntb) -> None:
    """1,984 of Mataram's 88,457 uncovered workers, in the same proportion elsewhere, for three months."""
    uncovered = ntb.uncovered()
    for fund in rows("ntb/funds.csv", delimiter=";").values():
        if fund["ceiling.note"].startswith("aturan B"):
            persons = 1_984 * uncovered[fund["owner"]] // uncovered["52.71"]
            assert number(fund["ceiling"]) == persons * 3 * PREMIUM, fund["id"]


def test_the_fall_of_transfers_is_a_rival_of_every_murni_2026_ceiling() -> None:
    """14.3 to 10.2 trillion, rounded down to whole rupiah."""
    overlay = layer("ntb/base.yaml")["funds"]
    for name, fund in rows("ntb/funds.csv", delimiter=";").items():
        if name.endswith("-murni-2026"):
            rivals = {rival["source"]: number(rival["value"]) for rival in overlay[name]["ceiling"]["rivals"]}
            assert rivals["S95"] == number(fund["ceiling"]) * 102 // 143, name


def test_sumbawas_triple_does_not_multiply_and_shows_it() -> None:
    """20,000 x 3 x 16,800 is 1,008,000,000, published as 1.08 billion."""
    fund = rows("ntb/funds.csv", delimiter=";")["sumbawa-perubahan-2025"]
    rivals = layer("ntb/base.yaml")["funds"]["sumbawa-perubahan-2025"]["ceiling"]["rivals"]

    assert number(fund["ceiling"]) == 1_008_000_000
    assert "1.080.000.000" in [rival["value"] for rival in rivals]


def ntt_rules() -> dict[str, Counts]:
    published, total = rows("ntt/sources/regions-published.csv"), totals("ntt")
    workers = shared(int(total["workers"]), times(published, "pop_dukcapil_2024s2", "tpak_pct_2021"))
    active = shared(int(total["active"]), fractions(workers))
    known = {code: int(published[code]["poor_count"]) for code in PUBLISHED_POOR_NTT}
    keys = times(published, "pop_dukcapil_2024s2", "poverty_rate_pct_2024")
    poor = as_workers(remaining(int(total["poor_2024"]), known, keys), workers, published)
    uncovered = {code: Fraction(workers[code] - active[code]) for code in workers}
    quota = shared(int(total["informal_uncovered"]), uncovered)
    paid = dict.fromkeys(workers, 0) | {"53.08": 521, "53.10": 1_000, "53.15": 2_829}
    rentan = {code: quota[code] + paid[code] - poor[code] for code in workers}
    return {"workers": workers, "active": active, "miskin": poor, "rentan": rentan, "paid": paid}


def test_ntt_regions_follow_their_rules() -> None:
    table, rules = rows("ntt/regions.csv", delimiter=";"), ntt_rules()
    columns = {
        "workers": "workers",
        "active": "active",
        "eligible.miskin": "miskin",
        "eligible.rentan": "rentan",
    }
    for column, rule in columns.items():
        assert {code: number(row[column]) for code, row in table.items()} == rules[rule], column
    paid = {
        code: number(row["subsidised.rentan.assume"] or row["subsidised.rentan"])
        for code, row in table.items()
    }

    assert paid == rules["paid"]
    assert (sum(rules["workers"].values()), sum(rules["active"].values())) == (1_654_526, 558_115)


def test_ntt_quotas_and_their_residual_make_a_hundred_thousand() -> None:
    """Ten published quotas are 49,369; the rest, 50,631, is a line of its own."""
    quotas = [
        int(row["province_funded_workers_2025"])
        for row in rows("ntt/sources/regions-published.csv").values()
        if row["province_funded_workers_2025"]
    ]
    rest = rows("ntt/funds.csv", delimiter=";")["provinsi-murni-2025-sisa"]

    assert (len(quotas), sum(quotas)) == (10, 49_369)
    assert number(rest["ceiling"]) == (100_000 - 49_369) * 6 * PREMIUM


def test_ntt_95_percent_needs_more_people_than_may_be_enrolled() -> None:
    """95 % of 1,654,526 is 1,571,799.7; less 558,115 leaves 1,013,685, above 879,094."""
    need = -(-1_654_526 * 95 // 100) - 558_115

    assert need == 1_013_685 > 879_094


def test_from_2026_starts_with_those_paid_for_in_december() -> None:
    """4,350 of today, 100,000 of the province, 14,880 of Timor Tengah Utara, 5,600 of Sumba Barat Daya."""
    rules, regions = ntt_rules(), layer("ntt/from-2026.yaml")["regions"]
    published = rows("ntt/sources/regions-published.csv")
    added = {code: int(row["province_funded_workers_2025"] or 0) for code, row in published.items()}
    open_ = {
        code: Fraction(rules["workers"][code] - rules["active"][code]) for code in added if not added[code]
    }
    added |= shared(100_000 - sum(added.values()), open_)
    added["53.03"] += 14_880
    added["53.18"] += 5_600

    for code, region in regions.items():
        assert figure(region["subsidised"]["rentan"]) == rules["paid"][code] + added[code], code
        assert figure(region["active"]) == rules["active"][code] + added[code], code
    assert sum(figure(region["subsidised"]["rentan"]) for region in regions.values()) == 124_830


@pytest.mark.parametrize("case", rows("sources/cost-cases.csv").values(), ids=lambda case: case["id"])
def test_published_cost_cases_multiply_or_are_flagged(case: dict[str, str]) -> None:
    if not case["workers"] or not case["months"]:
        assert case["exact"].startswith("NO")
        return
    computed = int(case["workers"]) * int(case["months"]) * int(case["rate_rp"])
    away = abs(Fraction(int(case["published_rp"]), computed) - 1)

    assert computed == int(case["computed_rp"])
    assert (away == 0) == (case["exact"] == "yes")
    assert (away > Fraction(2, 100)) == case["exact"].startswith("NO")


def cited(node: Any) -> Iterator[str]:
    """Every source a layer names, at any depth."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "source" and isinstance(value, str):
                yield value
            yield from cited(value)
    elif isinstance(node, list):
        for item in node:
            yield from cited(item)


def cited_in_table(table: Table) -> set[str]:
    columns = [column for column in next(iter(table.values())) if re.search(r"(^|[._])(source|src)$", column)]
    cells = [cell for row in table.values() for column in columns for cell in row[column].split(";")]
    return {cell.strip() for cell in cells if cell.strip()}


@pytest.mark.parametrize("province", ["ntb", "ntt"])
def test_every_source_that_is_cited_is_listed(province: str) -> None:
    listed = set(layer(f"{province}/data.yaml")["sources"])
    used = {
        key
        for file in (SCENARIOS / province).glob("*.yaml")
        for key in cited(layer(f"{province}/{file.name}"))
    }
    for file in (SCENARIOS / province).glob("*.csv"):
        used |= cited_in_table(rows(f"{province}/{file.name}", delimiter=";"))
    for file in (SCENARIOS / province / "sources").glob("*.csv"):
        used |= cited_in_table(rows(f"{province}/sources/{file.name}"))

    assert used - listed == set()


def test_cost_cases_cite_listed_sources() -> None:
    assert cited_in_table(rows("sources/cost-cases.csv")) <= set(rows("sources/sources.csv"))
