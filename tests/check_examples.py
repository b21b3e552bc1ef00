"""For each named check the smallest scenario that trips it, and its neighbour that does not."""

from __future__ import annotations

import copy
from itertools import starmap
from typing import Any, NamedTuple

from check_examples_sharing import SHARING
from check_examples_sizes import sizes

Case = dict[str, Any]
Changes = dict[str, Any]
"""New values by path, keys between slashes; None takes a key out."""

PREMIUM = 16_800


class Example(NamedTuple):
    """A code, the path it is found at, what trips it and what does not."""

    code: str
    path: str
    trips: Changes
    fine: Changes


def sound() -> Case:
    """One regency, one year, 100 people of today; the fund pays for 250 people all year: nothing to find."""
    return {
        "schema": "alokasi/1",
        "title": "Contoh",
        "horizon": "2026-01..2026-12",
        "premium": [{"value": PREMIUM}],
        "groups": {"miskin": {}, "rentan": {}},
        "regions": {
            "52.04": {
                "name": "Sumbawa",
                "workers": 1000,
                "active": 300,
                "eligible": {"rentan": 500},
                "subsidised": {"rentan": 100},
            }
        },
        "funds": {
            "murni": {"owner": "52.04", "budget": "murni", "year": 2026, "ceiling": PREMIUM * 12 * 250},
        },
    }


def changed(changes: Changes) -> Case:
    """The sound scenario with changes."""
    case = copy.deepcopy(sound())
    for path, value in changes.items():
        *above, last = path.split("/")
        record = case
        for key in above:
            record = record.setdefault(key, {})
        if value is None:
            del record[last]
        else:
            record[last] = value
    return case


def target(**more: Any) -> Case:
    return {"measure": "ucj", "of": "52", "share": "1%", "by": "2026-12"} | more


def other(**more: Any) -> Case:
    return {"owner": "52.04", "budget": "csr", "year": 2026, "ceiling": PREMIUM} | more


REFERENCES = [
    Example(
        "region.inside_another",
        "regions.52.04.01",
        {"regions/52.04.01": {"name": "Desa", "workers": 1, "active": 0, "eligible": {}}},
        {"regions/52.05": {"name": "Dompu", "workers": 1, "active": 0, "eligible": {}}},
    ),
    Example(
        "list.empty", "funds.murni.groups", {"funds/murni/groups": []}, {"funds/murni/groups": ["rentan"]}
    ),
    Example("list.empty", "goals", {"goals": []}, {"goals": ["keep"]}),
    Example(
        "reference.fund",
        "premium.1.funds.0",
        {"premium": [{"value": PREMIUM}, {"value": 8400, "funds": ["mruni"]}]},
        {"premium": [{"value": PREMIUM}, {"value": 8400, "funds": ["murni"]}]},
    ),
    Example(
        "reference.fund",
        "rules.matching.0.fund",
        {"rules/matching": [{"fund": "provinsi", "ratio": 1}]},
        {"rules/matching": [{"fund": "murni", "ratio": 1}]},
    ),
    Example("reference.group", "regions.52.04.eligible.nelayan", {"regions/52.04/eligible/nelayan": 1}, {}),
    Example("reference.group", "funds.murni.groups.1", {"funds/murni/groups": ["rentan", "x"]}, {}),
    Example("reference.group", "goals.0.groups.0", {"goals": [{"coverage": {"groups": ["x"]}}]}, {}),
    Example(
        "reference.region", "targets.t.of.0", {"targets/t": target(of="53")}, {"targets/t": target(of="ID")}
    ),
    Example(
        "reference.region",
        "rules.floors.0.each",
        {"rules/floors": [{"each": "53", "persons": 1}]},
        {"rules/floors": [{"each": "52", "persons": 1}]},
    ),
    Example("reference.region", "totals.53", {"totals/53": {}}, {"totals/ID": {}}),
    Example(
        "reference.source",
        "regions.52.04.active.source",
        {"regions/52.04/active": {"value": 300, "source": "bps"}},
        {"regions/52.04/active": {"value": 300, "source": "bps"}, "sources/bps": {"title": "BPS"}},
    ),
    Example(
        "reference.source",
        "regions.52.04.active.rivals.0.source",
        {"regions/52.04/active": {"value": 300, "rivals": [{"value": 299, "source": "bps"}]}},
        {},
    ),
    Example(
        "reference.owner", "funds.murni.owner", {"funds/murni/owner": "52.71"}, {"funds/murni/owner": "52"}
    ),
    Example(
        "fund.region_not_under_owner",
        "funds.murni.regions.0",
        {
            "funds/murni/regions": ["52.05"],
            "regions/52.05": {"name": "Dompu", "workers": 1, "active": 0, "eligible": {}},
        },
        {"funds/murni/regions": ["52.04"]},
    ),
    Example(
        "target.needs_group",
        "targets.t",
        {"targets/t": target(measure="group")},
        {"targets/t": target(measure="group", group="rentan")},
    ),
    Example(
        "target.group_unused",
        "targets.t.group",
        {"targets/t": target(group="rentan")},
        {"targets/t": target()},
    ),
    Example(
        "goal.twice",
        "goals.1",
        {"goals": ["keep", "keep"]},
        {"goals": ["coverage", {"coverage": {"groups": ["rentan"]}}]},
    ),
]

SIZES = [*starmap(Example, sizes(other, target))]

TIME = [
    Example("horizon.too_long", "horizon", {"horizon": "2026-01..2036-01"}, {}),
    Example("fund.no_month", "funds.b.year", {"funds/b": other(year=2025)}, {"funds/b": other()}),
    Example(
        "fund.no_month",
        "funds.b.pays",
        {"funds/b": other(pays="2027-01")},
        {"funds/b": other(pays="2026-01")},
    ),
    Example(
        "target.outside_horizon",
        "targets.t.by",
        {"targets/t": target(by="2027-01")},
        {"targets/t": target(by="2026-01")},
    ),
    Example(
        "rule.reversed",
        "rules.floors.0.from",
        {"rules/floors": [{"region": "52", "persons": 1, "from": "2026-03", "to": "2026-02"}]},
        {"rules/floors": [{"region": "52", "persons": 1, "from": "2026-03", "to": "2026-03"}]},
    ),
    Example(
        "rule.outside_horizon",
        "rules.ceilings.0.from",
        {"rules/ceilings": [{"region": "52", "persons": 1, "from": "2027-01"}]},
        {"rules/ceilings": [{"region": "52", "persons": 1, "from": "2026-12"}]},
    ),
    Example(
        "rule.outside_horizon",
        "rules.ceilings.0.to",
        {"rules/ceilings": [{"region": "52", "persons": 1, "to": "2025-12"}]},
        {"rules/ceilings": [{"region": "52", "persons": 1, "to": "2026-01"}]},
    ),
    Example("stay.nobody", "rules.stay", {"rules/stay": 13}, {"rules/stay": 12}),
    Example(
        "fund.only_after_enrolment",
        "funds.b.pays",
        {"funds/b": other(pays="2026-02..2026-12")},
        {"funds/b": other(pays="2026-01..2026-12")},
    ),
    Example(
        "outlook.before_horizon",
        "regions.52.04.outlook",
        {"regions/52.04/outlook": {"2025-12": 200}},
        {"regions/52.04/outlook": {"2026-01": 200}},
    ),
]

PEOPLE = [
    Example(
        "people.subsidised_above_eligible",
        "regions.52.04.subsidised.rentan",
        {"regions/52.04/eligible/rentan": 99},
        {"regions/52.04/eligible/rentan": 100},
    ),
    Example(
        "people.subsidised_above_active",
        "regions.52.04.active",
        {"regions/52.04/active": 99},
        {"regions/52.04/active": 100},
    ),
    Example(
        "people.active_above_workers",
        "regions.52.04.active",
        {"regions/52.04/active": 1001, "regions/52.04/eligible/rentan": 100},
        {"regions/52.04/active": 1000, "regions/52.04/eligible/rentan": 100},
    ),
    Example(
        "people.eligible_above_uncovered",
        "regions.52.04.eligible",
        {"regions/52.04/eligible/rentan": 801},
        {"regions/52.04/eligible/rentan": 800},
    ),
    Example(
        "people.outlook_above_workers",
        "regions.52.04.outlook.2026-06",
        {"regions/52.04/outlook": {"2026-06": 501, "2026-12": 100}},
        {"regions/52.04/outlook": {"2026-06": 500, "2026-12": 100}},
    ),
    Example(
        # 200 without a fund today, 701 in June 2027: 200 + 501 · 12/18 = 534 in December 2026.
        "people.outlook_above_workers",
        "regions.52.04.outlook.2026-12",
        {"regions/52.04/outlook": {"2027-06": 701}},
        {"regions/52.04/outlook": {"2027-06": 650}},
    ),
    Example(
        "today.no_payer",
        "regions.52.04.subsidised.rentan",
        {"funds/murni/pays": "2026-01..2026-11"},
        {"funds/murni/pays": "2026-01..2026-12"},
    ),
    Example(
        # 100 people × 12 months = 1,200 person-months.
        "today.too_little_money",
        "regions.52.04.subsidised",
        {"funds/murni/ceiling": PREMIUM * 1_199},
        {"funds/murni/ceiling": PREMIUM * 1_200},
    ),
]

MONEY = [
    Example(
        "premium.none",
        "funds.murni",
        {"premium": [{"value": PREMIUM, "months": "2026-01..2026-11"}]},
        {"premium": [{"value": PREMIUM, "months": "2026-01..2026-12"}]},
    ),
    Example("premium.none", "funds.murni", {"premium": [{"value": PREMIUM, "groups": ["rentan"]}]}, {}),
    Example("premium.zero", "premium.0", {"premium": [{"value": 0}]}, {"premium": [{"value": 1}]}),
    Example(
        "fund.least_above_ceiling",
        "funds.murni.spend_at_least",
        {"funds/murni/spend_at_least": "96%", "funds/murni/set_aside": "5%"},
        {"funds/murni/spend_at_least": "95%", "funds/murni/set_aside": "5%"},
    ),
    Example(
        "fund.region_least_above_most",
        "funds.murni.per_region.min",
        {"funds/murni/per_region": {"min": "51%", "max": "50%"}},
        {"funds/murni/per_region": {"min": "50%", "max": "50%"}},
    ),
    Example(
        "ceiling.below_one_month",
        "funds.b.ceiling",
        {"funds/b": other(ceiling=PREMIUM - 1)},
        {"funds/b": other(ceiling=PREMIUM)},
    ),
    Example(
        "fund.dana_desa",
        "funds.b.budget",
        {"funds/b": other(budget="dana-desa")},
        {"funds/b": other(budget="apbdes")},
    ),
    Example(
        # 100,000 × 6 × 16,800 = Rp10.08 milliard.
        "fund.published_differs",
        "funds.murni.published",
        {"funds/murni/published": {"workers": "100.000", "months": 6, "rupiah": "5 miliar", "source": "s"}}
        | {"sources/s": {"title": "S"}},
        {"funds/murni/published": {"workers": "100.000", "months": 6, "rupiah": "10 miliar", "source": "s"}}
        | {"sources/s": {"title": "S"}},
    ),
]

TARGETS = [
    Example(
        # 600 without 100 people of today are 200 others and 3,000 person-months / 12 = 250 people.
        "target.above_money",
        "targets.t",
        {"targets/t": target(share="45.1%")},
        {"targets/t": target(share="45%")},
    ),
    Example(
        # 200 others + 500 eligible.
        "target.above_eligible",
        "targets.t",
        {"targets/t": target(share="70.1%"), "funds/murni/ceiling": "1 miliar"},
        {"targets/t": target(share="70%"), "funds/murni/ceiling": "1 miliar"},
    ),
    Example(
        # 200 others + 100 of today + 50 in January, the only month in which 12 are left.
        "target.above_capacity",
        "targets.t",
        {"targets/t": target(share="35.1%"), "regions/52.04/enrol_per_month": 50},
        {"targets/t": target(share="35%"), "regions/52.04/enrol_per_month": 50},
    ),
    Example(
        # 100 of today + 60 in two months, as the rule for all regions says.
        "target.above_capacity",
        "targets.t",
        {"targets/t": target(measure="group", group="rentan", share="32.2%"), "rules/stay": 11}
        | {"rules/enrol_per_month": 30},
        {"targets/t": target(measure="group", group="rentan", share="32%"), "rules/stay": 11}
        | {"rules/enrol_per_month": 30},
    ),
]

_RIVAL = {"source": "s", "value": 331}
EVIDENCE = [
    Example(
        "figure.rivals_apart",
        "regions.52.04.active",
        {"regions/52.04/active": {"value": 300, "rivals": [_RIVAL]}, "sources/s": {"title": "S"}},
        {"regions/52.04/active": {"value": 301, "rivals": [_RIVAL]}, "sources/s": {"title": "S"}},
    ),
    Example(
        "figure.old",
        "regions.52.04.active",
        {"regions/52.04/active": {"value": 300, "as_of": "2023-12-31"}},
        {"regions/52.04/active": {"value": 300, "as_of": "2024"}},
    ),
    Example(
        "figure.as_of_unreadable",
        "regions.52.04.active.as_of",
        {"regions/52.04/active": {"value": 300, "as_of": "Juni 2025"}},
        {"regions/52.04/active": {"value": 300, "as_of": "2025-06"}},
    ),
    Example(
        "figure.no_source",
        "regions.52.04.active",
        {"regions/52.04/active": {"value": 300, "status": "press"}},
        {"regions/52.04/active": {"value": 300, "status": "derived", "note": "dari 3 x 100"}},
    ),
]

TOTALS = [
    Example(
        "total.parts_differ", "totals.52.workers", {"totals/52/workers": 1_001}, {"totals/52/workers": 1_000}
    ),
    Example(
        "total.rival_differs",
        "totals.52.active.rivals.0",
        {"totals/52/active": {"value": 300, "rivals": [_RIVAL]}, "sources/s": {"title": "S"}},
        {
            "totals/52/active": {"value": 300, "rivals": [_RIVAL | {"value": 300}]},
            "sources/s": {"title": "S"},
        },
    ),
]

EXAMPLES = [
    *REFERENCES,
    *starmap(Example, SHARING),
    *SIZES,
    *TIME,
    *PEOPLE,
    *MONEY,
    *TARGETS,
    *TOTALS,
    *EVIDENCE,
]
