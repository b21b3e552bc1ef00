"""Mixtures of two scenarios: the ends are the two, and each step changes what it says and nothing else."""

from __future__ import annotations

import copy
import random
from pathlib import Path
from typing import Any

import pytest
from cases import PREMIUM, case, fund, region
from compared import asked, file_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import Size, as_yaml, cases

from optimizer.errors import InvalidError
from optimizer.questions.comparing.attribution import Wish
from optimizer.questions.comparing.inputs import differing
from optimizer.questions.comparing.overlay import Atom, atoms, overlaid, players
from optimizer.report.asked.compare import page
from optimizer.report.paper import Paper
from optimizer.report.view import Look
from optimizer.scenario.reading import load
from optimizer.scenario.schema import Scenario

Case = dict[str, Any]
FEW = Size(regions=3, groups=2, months=5, funds=4, persons=8, ceiling=30)


def read(made: Case) -> Scenario | None:
    """The scenario of a case; None where a mixture is refused."""
    try:
        return load("-", text=as_yaml(made).encode()).scenario
    except InvalidError:
        return None


def felt(before: Scenario, after: Scenario) -> set[Atom]:
    """The changes that a plan can feel between two scenarios."""
    return set(atoms(differing([before, after])))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Case, Case]:
    """A scenario, and one that shares some sections with it; some funds in another order."""
    one, other = draw(cases(FEW)), draw(cases(FEW))
    mixed = copy.deepcopy(one)
    for key in draw(st.sets(st.sampled_from(("funds", "premium", "goals", "rules", "targets", "regions")))):
        mixed.pop(key, None)
        if key in other:
            mixed[key] = other[key]
    if draw(st.booleans()):
        mixed["funds"] = dict(reversed(mixed["funds"].items()))
    return one, mixed


@given(pairs(), st.integers(0, 2**20))
@settings(
    max_examples=15, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
def test_a_mixture_differs_from_each_end_in_what_was_taken_or_left(
    pair: tuple[Case, Case], seed: int
) -> None:
    before, after = map(read, pair)
    if before is None or after is None:
        return
    every = atoms(differing([before, after]))
    assert felt(overlaid(before, after, ()), before) == set()
    assert tuple(overlaid(before, after, ()).funds) == tuple(before.funds)
    assert felt(overlaid(before, after, every), after) == set()
    assert tuple(overlaid(before, after, every).funds) == tuple(after.funds)
    chosen = {atom for atom in every if random.Random(f"{seed}{atom}").random() < 0.5}
    try:
        mixture = overlaid(before, after, chosen)
    except InvalidError:
        return
    # what a shorter horizon leaves out is gone from both ends, and what is left of an order is no order
    if before.horizon == after.horizon:
        assert felt(before, mixture) - orders() == chosen - orders()
        assert felt(mixture, after) - orders() == set(every) - chosen - orders()


def orders() -> set[Atom]:
    """The order of funds shows only where two of them are on both sides."""
    return {Atom("order", "funds")}


def many(count: int, **more: Any) -> Case:
    """So many regions with a fund each."""
    regions = {f"52.{number:02}": region(f"Daerah {number}", eligible=9) for number in range(1, count + 1)}
    funds = {f"d-{code}": fund(code, 2026, 3 * 12 * PREMIUM) for code in regions}
    made = case("2026-01..2026-12", regions=regions, funds=funds, stay=12, goals=["coverage", "months"])
    return made | more


def test_many_changes_are_taken_together_by_kind(tmp_path: Path) -> None:
    """Seven ceilings and a stay are two changes; with --each they are eight, and orders are drawn."""
    cut = many(7)
    for one in cut["funds"].values():
        one["ceiling"] //= 3
    cut["rules"]["stay"] = 6
    files = file_of(many(7), tmp_path, "a.yaml"), file_of(cut, tmp_path, "b.yaml")
    grouped, each = (asked(*files, wish=Wish(each=one, orders=1)).attribution for one in (False, True))
    assert grouped is not None
    assert each is not None

    assert [(part.key, len(part.paths)) for part in grouped.parts] == [
        ("funds.*.ceiling", 7),
        ("rules.stay", 1),
    ]
    assert (grouped.grouped, grouped.method) == (True, "orders")
    assert [part.key for part in each.parts[:2]] == ["funds.d-52.01.ceiling", "funds.d-52.02.ceiling"]
    assert (each.grouped, each.method, len(each.parts)) == (False, "sampled", 8)
    for found in (grouped, each):
        assert sum(part.brings[0].shown for part in found.parts) == found.totals[0].difference


@pytest.mark.parametrize(
    ("counts", "keys"),
    [
        ({"funds": 3, "regions": 3}, 6),
        ({"funds": 4, "regions": 3}, 1 + 3),
        ({"funds": 7, "regions": 8}, 2),
        ({"rules": 7}, 7),
    ],
)
def test_the_section_with_most_entries_is_taken_together_first(counts: dict[str, int], keys: int) -> None:
    """Seven rules are seven kinds, and stay apart."""
    found = [Atom(section, f"{number}", "" if section == "rules" else "x")
             for section, count in counts.items() for number in range(count)]  # fmt: skip
    chosen, grouped = players(found, 6)

    assert (len(chosen), grouped) == (keys, keys != sum(counts.values()))
    assert sorted(atom for one in chosen for atom in one.atoms) == sorted(found)


def test_the_page_tells_the_lot_and_its_error(tmp_path: Path) -> None:
    """Eight layers: the orders drawn, the seed, ± beside each part, and how to take all."""
    file = file_of(many(8), tmp_path, "a.yaml")
    chain = [f"funds.d-52.{number:02}.ceiling=0" for number in range(1, 9)]
    answer = asked(file, "@".join([file, *chain]), wish=Wish(orders=2, seed=7))
    scenarios = [load(file).scenario] * 2
    look = Look(scenarios[0], Paper(80), "en", everything=False)
    shown = " ".join(page(look, answer, scenarios, "long").split())

    assert "average over 2 orders drawn by lot (--seed 7) of 40,320:" in shown
    assert "funds.d-52.01.ceiling=0 −3 0" in shown
    assert "and 5 changes more" in shown
    assert "--exact takes all orders" in shown


def test_a_target_that_a_mixture_lacks_is_not_divided(tmp_path: Path) -> None:
    """A layer ends the plan in June, before the target's month; the next one opens it again."""
    targets = {"ucj": {"measure": "ucj", "of": "52", "share": "50%", "by": "2026-12"}}
    made = many(2, targets=targets, rules={"stay": 6})
    file = file_of(made, tmp_path, "a.yaml")
    there_and_back = ["horizon=2026-01..2026-06", "horizon=2026-01..2026-12"]
    found = asked(file, "@".join([file, *there_and_back, "funds.d-52.01.ceiling=0"])).attribution
    assert found is not None

    measures = [total.measure for total in found.totals]
    assert measures == ["persons_end", "person_months", "rupiah", "dropped"]
    for place, total in enumerate(found.totals):
        assert sum(part.brings[place].exact for part in found.parts) == total.difference
