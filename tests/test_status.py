"""A draft exists only when it is proven; every other end says what it is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import cases
import pytest
from arrange import changed, persons, scenario, solved
from cases import GROUP, PREMIUM, fund, region
from interrupted import hears_interrupts
from test_solve_cases import one_year, payable, values

from optimizer.errors import AlokasiError, ContradictionError, FailedError, StoppedError
from optimizer.solve.answer import draft

Case = dict[str, Any]
TESTS = Path(__file__).parent


def ends(made: Case, **more: Any) -> AlokasiError:
    """The error in which solving ends."""
    with pytest.raises(AlokasiError) as caught:
        draft(scenario(made), **more)
    return caught.value


# Limits


@pytest.mark.parametrize("seconds", [0, 1e-9, 1e-4])
def test_a_limit_of_time_is_never_a_plan(seconds: float) -> None:
    error = ends(cases.three_regions_two_funds(), time_limit=seconds)

    assert isinstance(error, StoppedError)
    assert (error.exit_code, error.findings[0].facts) == (4, {"limit": "time"})


def test_time_that_is_enough_changes_nothing() -> None:
    made = cases.perubahan_then_murni()

    assert solved(made, time_limit=60) == solved(made)


@pytest.mark.parametrize(
    "options",
    [
        {"simplex_iteration_limit": 1, "presolve": "off"},
        {"solver": "ipm", "ipm_iteration_limit": 0, "presolve": "off"},
    ],
    ids=["simplex", "interior point"],
)
def test_a_limit_of_iterations_is_never_a_plan(options: dict[str, Any]) -> None:
    made = cases.province_matches_own_money() | {"goals": ["months", "coverage"]}

    error = ends(made, options=options)

    assert isinstance(error, StoppedError)
    assert (error.exit_code, error.findings[0].facts) == (4, {"limit": "iterations"})


@pytest.mark.parametrize(
    "options", [{"simplex_iteration_limits": 1}, {"presolve": "maybe"}, {"random_seed": -1}]
)
def test_an_option_the_solver_does_not_know_is_an_error(options: dict[str, Any]) -> None:
    """HiGHS itself ignores it without a word."""
    error = ends(one_year(1), options=options)

    assert isinstance(error, FailedError)
    assert error.findings[0].code == "solve.option"


def test_an_interrupt_ends_the_solver_at_once() -> None:
    """In the middle of minutes of work; within a second, and twice that more for a busy machine."""
    large = "from test_status import large, solved; solved(large()); print('solved')"
    solving = subprocess.Popen(
        [sys.executable, "-c", f"print('loaded', flush=True); {large}"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS.parent), str(TESTS)])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=hears_interrupts,
    )
    time.sleep(5)
    assert solving.poll() is None
    solving.send_signal(signal.SIGINT)
    begin = time.monotonic()
    try:
        out, errors = solving.communicate(timeout=30)
    finally:
        solving.kill()

    assert time.monotonic() - begin < 3
    assert "solved" not in out
    assert errors.rstrip().endswith("KeyboardInterrupt")


def large(regions: int = 400) -> Case:
    """So many regions that share one fund: minutes of work."""
    made = one_year(0, goals=["fairness", "coverage", "months", "thrift", "steady"])
    made["regions"] = {
        f"{11 + k // 40}.{k % 40 + 1:02d}": region(f"R{k}", eligible=1_000 + 37 * k % 911, paid=k % 97)
        for k in range(regions)
    }
    made["funds"] = {
        f"dana-{k}": fund("ID", 2026, (10_007 * k + 333) * PREMIUM, pays=f"2026-{k:02d}..2026-12")
        for k in range(1, 7)
    }
    return made


# Contradictions


def clashing() -> Case:
    """30 persons must be covered, 20 person-years of money; beside it much that is innocent."""
    made = one_year(20)
    made["regions"]["52.05"] = region("Bima", eligible=50)
    made["funds"] |= {
        "bima": fund("52.05", 2026, 10 * 12 * PREMIUM),
        "tunai": fund("52.05", 2026, 5 * 12 * PREMIUM, spend_at_least="50%"),
    }
    made["rules"] |= {
        "floors": [{"region": "52.05", "persons": 3}, {"region": "52.04", "persons": 30}],
        "ceilings": [{"each": "true", "share": "90%"}],
    }
    return made


def test_a_contradiction_names_a_set_in_which_every_rule_is_needed() -> None:
    """Rule 2 of the floors and the ceiling of the fund: neither alone."""
    error = ends(clashing())

    assert isinstance(error, ContradictionError)
    assert error.exit_code == 3
    assert [(found.code, found.facts) for found in error.findings] == [
        ("clash.set", {"rules": 2}),
        ("clash.ceiling", {"fund": "murni-2026", "rupiah": 20 * 12 * PREMIUM}),
        ("clash.people_floor", {"of": "52.04", "number": 2, "persons": 30}),
    ]
    richer, freer = changed(clashing()), changed(clashing())
    richer["funds"]["murni-2026"]["ceiling"] *= 2
    freer["rules"]["floors"].pop()
    payable(richer)
    payable(freer)


def test_stay_and_capacity_are_rules_that_may_clash() -> None:
    """A floor of 5 from June; nobody may enrol in June with stay 12; 2 a month from January are too few."""
    made = one_year(100, rules={"floors": [{"region": "52.04", "persons": 5}], "enrol_per_month": 2})

    codes = {found.code for found in ends(made).findings}

    assert codes == {"clash.set", "clash.capacity", "clash.people_floor"}


def test_what_must_be_spent_may_clash_with_the_people_there_are() -> None:
    """10 persons for a year cost Rp2,016,000; Rp3,000,000 must be spent."""
    made = one_year(0)
    made["regions"]["52.04"] = region("Sumbawa", eligible=10)
    made["funds"]["murni-2026"] |= {"ceiling": 3_000_000, "spend_at_least": "100%"}

    codes = [found.code for found in ends(made).findings]

    assert codes == ["clash.set", "clash.eligible", "clash.spend_at_least"]


def test_a_clash_of_whole_persons_alone_is_told_apart() -> None:
    """One person in A and B together, one in B and C, one in A and C: half a person in each would do."""
    pairs = [["52.01", "52.02"], ["52.02", "52.03"], ["52.01", "52.03"]]
    made = one_year(0)
    made["regions"] = {f"52.0{k}": region(f"R{k}", eligible=5) for k in (1, 2, 3)}
    made["funds"] = {"provinsi": fund("52", 2026, 10 * 12 * PREMIUM)}
    bands = [{"region": pair, "persons": 1} for pair in pairs]
    made["rules"] |= {"floors": bands, "ceilings": bands}

    assert [found.code for found in ends(made).findings] == ["clash.whole_persons"]


# Corners


def test_a_scenario_without_funds_covers_nobody() -> None:
    """The 4 persons of today are lost for 12 months each."""
    made = one_year(0, goals=["keep", "targets", "coverage", "fairness", "months", "thrift", "steady"])
    made["regions"]["52.04"] = region("Sumbawa", eligible=10, paid=4)
    made["funds"] = {}

    found = payable(made)

    assert found.payments == ()
    assert found.unspent == {}
    assert values(found) == {
        "keep": 48,
        "targets": 0,
        "coverage": 0,
        "fairness": 0,
        "months": 0,
        "thrift": 0,
        "steady": 0,
    }


def test_a_scenario_without_money_covers_nobody() -> None:
    found = payable(one_year(0))

    assert found.payments == ()
    assert found.unspent == {}


def test_a_scenario_without_people_leaves_the_money() -> None:
    made = one_year(10)
    made["regions"]["52.04"] = region("Sumbawa", eligible=0)

    found = payable(made)

    assert found.payments == ()
    assert found.unspent["murni-2026"][0].facts["rupiah"] == 10 * 12 * PREMIUM


def test_a_horizon_of_one_month() -> None:
    made = one_year(1, stay=1) | {"horizon": "2026-12..2026-12"}

    assert persons(payable(made)) == {"2026-12": 12}


def test_a_stay_longer_than_the_horizon_keeps_whom_there_is_and_enrols_nobody() -> None:
    made = one_year(10, stay=13)
    made["regions"]["52.04"] = region("Sumbawa", eligible=100, paid=4)

    found = payable(made)

    assert list(persons(found).values()) == [4] * 12
    assert found.unspent["murni-2026"][0].code == "unspent.stay_too_long"


def test_a_region_whose_people_have_no_payer_loses_them() -> None:
    """The fund begins in April: 3 persons are lost in January, and with stay 12 nobody returns."""
    made = one_year(10, goals=["keep", "coverage"])
    made["regions"]["52.04"] = region("Sumbawa", eligible=100, paid=3)
    made["funds"]["murni-2026"]["pays"] = "2026-04..2026-12"

    assert values(payable(made)) == {"keep": 36, "coverage": 0}


def test_goals_left_out_are_the_seven_in_order() -> None:
    made = one_year(10)
    del made["goals"]

    assert [goal.goal for goal in payable(made).goals] == [
        "keep",
        "targets",
        "coverage",
        "fairness",
        "months",
        "thrift",
        "steady",
    ]


def test_a_group_that_nobody_may_pay_for_is_simply_not_covered() -> None:
    made = one_year(10)
    made["groups"]["lain"] = {"label": "Lain"}
    made["regions"]["52.04"] |= {"workers": 200, "eligible": {GROUP: 100, "lain": 50}}
    made["funds"]["murni-2026"]["groups"] = [GROUP]

    found = payable(made)

    assert persons(found, group="lain") == {}
    assert found.goals[0].value == 10
