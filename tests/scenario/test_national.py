"""The whole country, everything told of every fund: read from tables, written as one file, read again."""

from __future__ import annotations

import time
from pathlib import Path

from apart import MOST_SECONDS

from optimizer.scenario.nodes import Branch, Listing, Node
from optimizer.scenario.reading import load
from optimizer.scenario.resolved import values, write
from optimizer.scenario.yamlfile import MOST_NODES, parse

REGENCIES, FUNDS_OF_EACH = 514, 10

SCENARIO = """\
schema: alokasi/1
title: Nasional
horizon: 2026-01..2027-12
premium: {value: 16.800, source: s}
groups: {miskin: {}, rentan: {}}
regions: regions.csv
funds: funds.csv
targets: {ucj: {measure: ucj, of: each, share: 30%, by: 2027-12}}
sources: {s: {title: S}}
"""
REGIONS = (
    "code;name;workers;workers.source;active;active.source;eligible.miskin;eligible.rentan;"
    "subsidised.miskin;subsidised.rentan;enrol_per_month;note"
)
FUNDS = (
    "id;name;owner;budget;year;ceiling;ceiling.status;ceiling.source;ceiling.note;pays;groups;set_aside;"
    "spend_at_least;per_region.max;per_region.min;status;opd"
)


def country(folder: Path) -> Path:
    """The scenario and its two tables: seventeen columns a fund."""
    codes = [f"{11 + number // 20}.{1 + number % 20:02d}" for number in range(REGENCIES)]
    regions = [f"{code};Kab {code};100.000;s;20.000;s;3.000;20.000;100;200;5.000;catatan" for code in codes]
    funds = [
        f"f-{code}-{number};Dana {number};{code};murni;{2026 + number % 2};{100 + number} juta;press;s;"
        f"catatan {number};{2026 + number % 2}-01..{2026 + number % 2}-12;miskin rentan;5%;10%;60%;"
        "Rp1.000.000;planned;Disnaker"
        for code in codes
        for number in range(FUNDS_OF_EACH)
    ]
    (folder / "a.yaml").write_text(SCENARIO, "utf-8")
    (folder / "regions.csv").write_text("\n".join([REGIONS, *regions, ""]), "utf-8")
    (folder / "funds.csv").write_text("\n".join([FUNDS, *funds, ""]), "utf-8")
    return folder / "a.yaml"


def nodes(node: Node) -> int:
    """What the reader of a file counts: values, keys, lists and maps."""
    if isinstance(node, Branch):
        return 1 + sum(1 + nodes(entry.value) for entry in node.entries.values())
    return 1 + sum(map(nodes, node.items)) if isinstance(node, Listing) else 1


def test_what_the_tables_of_the_country_hold_is_written_and_read_again(tmp_path: Path) -> None:
    """About two seconds of computing for each reading."""
    scenario = load(country(tmp_path)).scenario
    written = write(scenario)
    start = time.process_time()
    again = load("-", text=written.encode()).scenario

    assert time.process_time() - start < MOST_SECONDS
    assert len(scenario.funds) == REGENCIES * FUNDS_OF_EACH
    assert again == scenario
    assert write(again) == written
    root = parse(written.encode(), "-").root
    assert root is not None
    assert nodes(root) <= values(scenario) <= 1.1 * nodes(root) < MOST_NODES
