"""Every real scenario and every variant of it solves, and holds its small golden result."""

from __future__ import annotations

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
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
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
    ]
    return "\n".join(lines) + "\n"
