"""A file read once and understood again with other changes is what reading it anew makes of it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import Case, cases

from optimizer.errors import Finding, InvalidError
from optimizer.scenario.checks import WARNED, is_refused
from optimizer.scenario.reach import Reach
from optimizer.scenario.reading import load
from optimizer.scenario.recast import Recast
from optimizer.scenario.resolved import digest
from optimizer.scenario.schema import Scenario

NTB = Path(__file__).parent.parent.parent / "scenarios" / "ntb" / "base.yaml"
Seen = Scenario | tuple[Finding, ...]


def written(case: Case) -> bytes:
    """A case with variants: one that changes, one that is refused, one that lengthens what is there."""
    fund, region = next(iter(case["funds"])), next(iter(case["regions"]))
    case["variants"] = {
        "hemat": {"change": {f"funds.{fund}.ceiling": "-50%", "rules.stay": 2}},
        "salah": {"change": {f"funds.{fund}.ceiling": "banyak", "rules.sta": 2}},
        "lain": {"change": {f"regions.{region}.name": "Lain", "title": "Judul: lain"}},
    }
    return yaml.safe_dump(case, sort_keys=False, allow_unicode=True).encode()


def changes(case: Case) -> list[str]:
    """Changes of every section, right and wrong in form, in reference and in figure."""
    found = [
        *(f"rules.stay={stay}" for stay in (1, 2, 6, 40, "x")),
        *(f"premium={premium}" for premium in (16_800, 0, "[{value: 8400}]")),
        *(
            f"horizon={months}"
            for months in ("2025-10..2026-03", "2025-01..2026-12", "2026", "1990-01..2026-12")
        ),
        "goals=[coverage, thrift]",
        "goals=[coverage, coverage]",
        "goals=[cover]",
        "goals={coverage: {give_up: 1%}}",
        "title=Lain",
        "targets=null",
        "funds.*.ceiling=-20%",
        "regions.*.workers=+10%",
        "regions.*.active=x3",
        "nowhere.at.all=1",
        "no equals sign",
        "regions=nothing.csv",
        "funds.x={owner: '52', budget: murni, year: 2026, ceiling: 1000000}",
        "funds.x={owner: '52', budget: murni, year: 1999, ceiling: 1000000}",
    ]
    for name in case["funds"]:
        found += [f"funds.{name}.ceiling={to}" for to in (0, 10**6, "+5%", "-100%", "-200%", "x1,5", "abc")]
        found += [f"funds.{name}=null", f"funds.{name}.groups=[tiada]", f"funds.{name}.spend_at_least=90%"]
        found += [f"funds.{name}.owner=99"]
    for code in case["regions"]:
        found += [f"regions.{code}=null", f"regions.{code}.ability=1 miliar", f"regions.{code}.workers=1"]
        for group in case["groups"]:
            path = f"regions.{code}.eligible.{group}"
            found += [f"{path}={to}" for to in (0, 7, "+10%", 10**6, "null")]
            found += [f"regions.{code}.subsidised.{group}={to}" for to in (0, 1, 10**5)]
    for group in case["groups"]:
        found += [f"groups.{group}=null", f"groups.{group}.weight=2"]
    for name in case.get("targets", {}):
        found += [f"targets.{name}.share={to}" for to in ("70%", "101%", "+1pp")]
        found += [f"targets.{name}.by=2031-01", f"targets.{name}=null"]
    return found


def seen_anew(text: bytes, variants: Sequence[str], sets: Sequence[str]) -> Seen:
    """What ``load`` makes of it."""
    try:
        return load("-", variants=variants, sets=sets, text=text).scenario
    except InvalidError as error:
        return error.findings


def seen_again(recast: Recast, variants: Sequence[str], sets: Sequence[str]) -> Seen:
    """What a file that is known makes of it."""
    try:
        return recast.scenario(variants, sets)
    except InvalidError as error:
        return error.findings


@settings(
    max_examples=8, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
@given(case=cases(), seed=st.integers(0, 2**32))
def test_a_file_that_is_known_makes_the_scenario_and_the_findings_that_reading_it_makes(
    case: Case, seed: int
) -> None:
    """Twelve lists of changes upon one another, in an order in which they begin alike and then do not."""
    drawn, pool = random.Random(seed), changes(case)
    text = written(case)
    common = drawn.sample(pool, drawn.choice((0, 0, 1)))
    recast = Recast("-", sets=common, text=text)
    sets: list[str] = []
    for _ in range(12):
        sets = [*sets[: drawn.randint(0, len(sets))], *drawn.sample(pool, drawn.randint(0, 2))]
        variants = drawn.choice(((), (), ("hemat",), ("lain", "hemat"), ("salah",), ("tiada",)))
        anew, again = (
            seen_anew(text, variants, [*common, *sets]),
            seen_again(recast, variants, sets),
        )
        assert again == anew, (variants, common, sets)
        if isinstance(again, Scenario):
            assert recast.digest(again, variants) == digest(again)


@settings(
    max_examples=6, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
@given(case=cases(), seed=st.integers(0, 2**32))
def test_what_is_refused_is_refused_by_a_check_that_is_asked_again(case: Case, seed: int) -> None:
    """Checks passed over in a case that is read again never find an error, whatever is changed."""
    drawn, pool = random.Random(seed), changes(case)
    text = written(case)
    for _ in range(4):
        try:
            scenario = Recast("-", text=text).scenario((), drawn.sample(pool, 1))
        except InvalidError:
            continue
        assert not is_refused(scenario)
        reach = Reach(scenario)
        assert {finding.level for check in WARNED for finding in check(reach)} <= {"warning", "note"}


def test_what_is_wrong_beside_the_scenario_is_told_too() -> None:
    """Futures are no part of the scenario, and are judged with it all the same."""
    text = NTB.with_name("data.yaml").read_bytes() + b"\nfutures: 7\n"

    assert seen_again(Recast("-", text=text), (), ()) == seen_anew(text, (), ())
    assert not isinstance(seen_anew(text, (), ()), Scenario)


VARIANTS = ("efisiensi-20", "tanpa-provinsi", "pendamping-1-1", "perubahan-saja", "ekstrem-dulu")
SETS = (
    (),
    ("rules.stay=6",),
    ("rules.stay=6", "funds.*.ceiling=-20%"),
    ("rules.stay=6", "funds.*.ceiling=-20%", "regions.52.04.eligible.rentan=70.000"),
    ("horizon=2025-10..2026-06", "targets.ucj-2026.share=50%"),
    ("regions.52.04.subsidised.rentan=80.000",),
)


@pytest.mark.parametrize("variant", VARIANTS)
def test_so_it_is_on_the_figures_of_ntb(variant: str) -> None:
    recast = Recast(NTB, variants=[variant])
    for sets in SETS:
        try:
            anew: Seen = load(NTB, variants=[variant], sets=sets).scenario
        except InvalidError as error:
            anew = error.findings
        again = seen_again(recast, (), sets)
        assert again == anew
        if isinstance(again, Scenario):
            assert recast.digest(again) == digest(again)
