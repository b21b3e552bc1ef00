"""Every real scenario and every variant of it solves, and holds its small golden result."""

from __future__ import annotations

from hashlib import sha256
from math import ceil
from pathlib import Path

import pytest
import yaml
from goldens import GOLDEN, same

from optimizer.plan.shapes import Plan
from optimizer.runs import answer
from optimizer.scenario.reading import load

SCENARIOS = Path(__file__).parent.parent / "scenarios"


def files() -> list[Path]:
    """Scenario files: those with a horizon; the others are layers."""
    every = sorted(SCENARIOS.rglob("*.yaml"))
    return [path for path in every if "\nhorizon:" in path.read_text(encoding="utf-8")]


def cases() -> list[tuple[str, str]]:
    """Each file by itself, and with each variant it names or inherits."""
    found: list[tuple[str, str]] = []
    for path in files():
        name = str(path.relative_to(SCENARIOS))
        found += [(name, ""), *((name, variant) for variant in variants(path))]
    return found


def variants(path: Path) -> list[str]:
    """The variants of a file and of the files it extends; one set to null is gone."""
    content = yaml.load(
        path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    )
    base = variants(path.parent / content["extends"]) if "extends" in content else []
    own = content.get("variants", {})
    gone = {name for name, change in own.items() if change == "null"}
    return [*(name for name in base if name not in own), *(name for name in own if name not in gone)]


@pytest.mark.parametrize("variant", ["", "efisiensi-20", "tanpa-provinsi"])
def test_the_contracts_own_example_solves(variant: str) -> None:
    """A fund whose ceiling is set to 0 owes no minimum either."""
    run = answer(load(GOLDEN / "contract-example.yaml", variants=[variant] if variant else []))

    same(f"scenarios/contract-example{variant and '@' + variant}.txt", summary(run.plan))


@pytest.mark.parametrize(("file", "variant"), cases())
def test_it_solves_and_holds_its_golden_result(file: str, variant: str) -> None:
    run = answer(load(SCENARIOS / file, variants=[variant] if variant else []))

    name = file.removesuffix(".yaml").replace("/", "-") + (variant and "@" + variant)
    same(f"scenarios/{name}.txt", summary(run.plan))


def test_the_head_of_the_ntb_file_says_what_the_program_reckons() -> None:
    """The province's target of December 2025 in whole people, and how many it lacks today."""
    file = SCENARIOS / "ntb" / "base.yaml"
    scenario = load(file).scenario
    workers = sum(region.workers.number for region in scenario.regions.values())
    active = sum(region.active.number for region in scenario.regions.values())
    need = ceil(scenario.targets["ucj-2025"].share.number * workers)

    head = " ".join(file.read_text(encoding="utf-8").split("schema:")[0].replace("#", " ").split())

    numbers = (f"{count:,}".replace(",", ".") for count in (workers, need, active, need - active))
    assert (
        "Target 62,22 % dari {} pekerja, dibulatkan ke atas, memerlukan {} peserta; "
        "dengan {} peserta hari ini kurang {} orang"
    ).format(*numbers) in head


def summary(plan: Plan) -> str:
    """A plan in the few numbers a reviewer reads."""
    totals = plan.totals
    lines = [
        f"status          {plan.status}",
        f"persons_end     {totals.persons_end:,}",
        f"person_months   {totals.person_months:,}",
        f"rupiah          {totals.rupiah:,}",
        f"dropped         {totals.dropped:,}",
        *(
            f"goal {goal.goal:<10} {float(goal.value):,.6g} of {float(goal.bound):,.6g}"
            for goal in plan.goals
        ),
        *(f"{row.code}  {row.persons_end:,} covered, {row.dropped:,} dropped" for row in plan.regions),
        *(f"target {row.id} {row.of}: short {row.shortfall:,} of {row.need:,}" for row in plan.targets),
        *(f"fund {row.id}: {row.allocated:,} of {row.ceiling:,}" for row in plan.funds),
        f"payments sha256 {_digest(plan)}",
    ]
    return "\n".join(lines) + "\n"


def _digest(plan: Plan) -> str:
    """Of who pays for whom in which month."""
    rows = (
        f"{one.region} {one.group} {one.fund} {one.month} {one.persons} {one.rupiah}" for one in plan.payments
    )
    return sha256("\n".join(rows).encode()).hexdigest()[:16]
