"""``repair`` on small scenarios that contradict themselves by chance: each claim proven afresh."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from arrange import scenario
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from strategies import TINY, Case, as_yaml, cases

from optimizer.answers.repair import Change, Repairs
from optimizer.errors import ContradictionError, InvalidError
from optimizer.model.program import Program, formulate
from optimizer.model.rules import Claim
from optimizer.probes.levers import fits
from optimizer.problem import Problem, build
from optimizer.questions.desk import Desk
from optimizer.questions.repair import asked
from optimizer.questions.repairing.arithmetic import sums
from optimizer.questions.repairing.levers import written
from optimizer.scenario.reading import Loaded, load
from optimizer.solve.held import Rules
from optimizer.solve.highs import Limits

FEW = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.data_too_large],
)


@st.composite
def crowded(draw: st.DrawFn) -> Case:
    """A small scenario with a floor that asks for many of the eligible."""
    made = draw(cases(TINY, tight=True))
    code = draw(st.sampled_from(sorted(made["regions"])))
    row = made["regions"][code]
    everybody = sum(one["value"] if isinstance(one, dict) else one for one in row["eligible"].values())
    floor: dict[str, Any] = {"region": code, "persons": draw(st.integers(everybody // 2, everybody + 2))}
    if draw(st.booleans()):
        floor["from"] = str(made["horizon"]).split("..")[1]
    made.setdefault("rules", {}).setdefault("floors", []).append(floor)
    return made


def read(case: Case, *sets: str) -> Loaded:
    """The scenario of a case as its file says it, with changes; a draw that the checks refuse is left out."""
    try:
        return load("-", text=as_yaml(case).encode(), sets=sets)
    except InvalidError:
        assume(False)
        raise


def has_plan(case: Case, *sets: str) -> bool:
    """Whether the file with its changes leads to an audited plan."""
    try:
        _ = Desk(read(case, *sets)).base
    except ContradictionError:
        return False
    return True


@FEW
@given(case=crowded())
def test_what_arithmetic_refuses_has_no_plan(case: Case) -> None:
    problem = build(read(case).scenario)
    assume(sums(problem))

    assert not fits(formulate(problem), Limits())


@FEW
@given(case=crowded())
def test_each_rule_of_the_clash_is_needed(case: Case) -> None:
    """All members clash; without any one of them the others hold, in programs loaded afresh."""
    loaded = read(case)
    program = formulate(build(loaded.scenario))
    assume(not fits(program, Limits()))
    named = claims_of(program, asked(Desk(loaded)))

    assert Rules(program, Limits()).clash(named)
    assert [one for one in named if Rules(program, Limits()).clash([c for c in named if c != one])] == []


def claims_of(program: Program, answer: Repairs) -> list[Claim]:
    """The claims of the program that an answer names."""
    said = [(member.rule.code, dict(member.rule.facts)) for member in answer.clash]
    known = Rules(program, Limits()).claims
    found = [claim for claim in known if (f"clash.{claim.rule}", dict(claim.facts)) in said]
    assert len(found) == len(said)
    return found


@FEW
@given(case=crowded())
def test_each_repair_leads_to_a_plan_and_one_step_less_of_it_does_not(case: Case) -> None:
    """Through the file, read and solved afresh each time."""
    loaded = read(case)
    answer = asked(Desk(loaded))
    assume(answer.repairs)
    problem = build(loaded.scenario)

    for repair in answer.repairs:
        sets = [str(change.assignment) for change in repair.changes]
        assert has_plan(case, *sets)
        for place, change in enumerate(repair.changes):
            less = f"{str(change.assignment).rpartition('=')[0]}={written(one_step_less(problem, change))}"
            assert not has_plan(case, *sets[:place], less, *sets[place + 1 :])


def one_step_less(problem: Problem, change: Change) -> Any:
    """The figure that changes by one step less than was offered."""
    if change.lever in ("people_floor", "people_ceiling") and isinstance(change.after, Fraction):
        back = Fraction(1, 10_000) * (1 if change.lever == "people_floor" else -1)
        return type(change.after)(min(max(change.after + back, Fraction(0)), Fraction(1)))
    if change.lever == "ratio":
        return type(change.after)(change.after - Fraction(1, 100))
    if change.lever in ("spend_at_least", "per_region_min"):
        unit = int(problem.unit[problem.funds.index(change.facts["fund"])])
        return change.after + unit
    falls = change.lever in ("people_floor", "stay", "set_aside")
    return change.after + 1 if falls else change.after - 1


@FEW
@given(case=cases(TINY))
def test_a_scenario_with_a_plan_needs_no_repair_and_one_without_has_a_cause(case: Case) -> None:
    loaded = read(case)

    answer = asked(Desk(loaded))

    assert (answer.fits is not None) == has_plan(case)
    assert answer.fits is None or not (answer.sums or answer.clash or answer.repairs)


def test_a_share_gives_way_by_hundredths_of_a_percent() -> None:
    """10 of 37 are paid for: 27.02 % of 37 is 9.9974 and asks for 10; 27.03 % is 10.0011 and asks for 11."""
    made = {
        "schema": "alokasi/1",
        "title": "Contoh",
        "horizon": "2026-01..2026-01",
        "premium": [{"value": 16_800}],
        "groups": {"rentan": {}},
        "regions": {
            "52.04": {"name": "Sumbawa", "workers": 37, "active": 0, "eligible": {"rentan": 37}},
        },
        "funds": {"murni": {"owner": "52.04", "budget": "murni", "year": 2026, "ceiling": 168_000}},
        "rules": {"stay": 1, "floors": [{"region": "52.04", "share": "50%"}]},
        "goals": ["coverage"],
    }

    answer = asked(Desk(load("-", text=as_yaml(made).encode())))

    assert answer.repairs[0].changes[0].assignment == "rules.floors.0.share=27.02%"
    assert scenario(made).rules.floors[0].share == pytest.approx(0.5)
