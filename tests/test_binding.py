"""Every rule that holds somebody back has a price, those too that cap regions passed at one go."""

from __future__ import annotations

from arrange import scenario
from cases import case, fund, region

from optimizer.model.program import formulate
from optimizer.probes.binding import priced
from optimizer.problem import build
from optimizer.solve.highs import Limits


def test_the_ceiling_of_each_capped_region_is_seen() -> None:
    """Seven regions of 100, money for 350 people, four of them capped at 10, 20, 30 and 40."""
    made = case(
        "2026-01..2026-03",
        regions={f"52.0{at}": region(f"Kabupaten {at}", eligible=100, paid=0) for at in range(1, 8)},
        funds={"provinsi": fund("52", 2026, 350 * 3 * 16_800)},
        stay=3,
        goals=["coverage", "fairness", "months"],
    )
    made["rules"]["ceilings"] = [{"region": f"52.0{at}", "persons": 10 * at} for at in range(1, 5)]
    found = priced(formulate(build(scenario(made))), Limits())

    assert {dict(claim.facts)["of"] for claim in found.claims if claim.rule == "people_ceiling"} == {
        "52.01",
        "52.02",
        "52.03",
        "52.04",
    }
