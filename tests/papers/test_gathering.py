"""What papers say beside the plan: asked once, of the same plan, and never left out without a word."""

from __future__ import annotations

from dataclasses import replace

import cases
import pytest
from arrange import scenario

from optimizer import runs
from optimizer.papers import gathering
from optimizer.papers.dossier import Answers
from optimizer.papers.gathering import Asking, gathered
from optimizer.plan.shapes import Plan
from optimizer.scenario.reading import Loaded, load
from optimizer.scenario.resolved import write
from optimizer.text.catalogue import message


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Loaded, Plan]:
    """Two regions with money of their own and a province's."""
    file = tmp_path_factory.mktemp("dua") / "dua.yaml"
    case = cases.two_with_a_province(60, 30, 40, eligible=10, share="80%")
    file.write_text(write(scenario(case)), "utf-8")
    loaded = load(file)
    return loaded, runs.answer(loaded).plan


def test_every_question_is_asked(small: tuple[Loaded, Plan]) -> None:
    loaded, plan = small
    begun: list[str] = []

    found = gathered(loaded, plan, Asking(begin=begun.append))

    assert found.silent == ""
    assert begun == ["base", "bill", "worth", "tradeoff", "fair", "baseline", "regions"]
    assert all(message(f"progress.ask_{name}") for name in begun)
    assert found.worth is not None
    assert found.worth.persons == plan.totals.persons_end
    owners = {fund.id: fund.owner for fund in found.worth.funds}
    shown = [owners[curve.fund] for curve in found.worth.curves]
    assert len(set(shown)) == len(shown) == min(gathering.CURVES, len(set(owners.values())))
    assert found.bill is not None
    assert found.bill.persons == sum(row.persons for row in plan.bill)
    assert found.baseline is not None
    assert found.baseline.base.persons_end == plan.totals.persons_end
    assert [found.regions[row.code].persons for row in plan.regions] == [
        row.persons_end for row in plan.regions
    ]
    assert found.plans > len(plan.regions)


def test_nothing_is_compared_with_another_plan(small: tuple[Loaded, Plan]) -> None:
    loaded, plan = small

    found = gathered(loaded, replace(plan, payments=plan.payments[1:]))

    assert found == Answers(silent="papers.another_plan")


def test_what_the_time_does_not_reach_is_said_to_be_left_out(small: tuple[Loaded, Plan]) -> None:
    loaded, plan = small

    found = gathered(loaded, plan, Asking(time_limit=1e-9))

    assert (found.silent, found.worth, found.bill) == ("papers.stopped", None, None)


def test_of_many_regions_only_the_bill_is_asked(
    small: tuple[Loaded, Plan], monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded, plan = small
    monkeypatch.setattr(gathering, "MOST_REGIONS", len(plan.regions) - 1)

    found = gathered(loaded, plan)

    assert found.silent == "papers.too_many_regions"
    assert found.bill is not None
    assert (found.worth, found.tradeoff, found.fair, found.baseline, found.regions) == (None,) * 4 + ({},)
