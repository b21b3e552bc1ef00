"""The bound of fewest hand-overs by spells: never above that of the lists, and tight where years part."""

from __future__ import annotations

from fractions import Fraction

import cases
import pytest
from arrange import scenario
from hypothesis import assume, given, settings
from strategies import Case
from strategies import cases as generated

from optimizer.model.goals import objective
from optimizer.model.program import Program
from optimizer.problem import build
from optimizer.scenario.schema import Goal
from optimizer.solve.bounds import reaches
from optimizer.solve.highs import Limits, Loaded, NothingFitsError
from optimizer.solve.spells import fewest_taken, spells
from optimizer.solve.workshop import Workshop

NO_LIMITS = Limits()


def both(case: Case) -> tuple[Program, Program] | None:
    """The program with lists, and the brief one where there is one."""
    problem, workshop = build(scenario(case)), Workshop()
    brief = workshop.brief(problem)
    return None if brief is None else (workshop.program(problem), brief)


@settings(max_examples=80, deadline=None, derandomize=True, database=None)
@given(generated())
def test_it_is_never_above_the_bound_of_the_lists(case: Case) -> None:
    """Half of the eligible are covered in the last month, where that can be: else nobody need be listed."""
    programs = both(case)
    assume(programs is not None)
    assert programs is not None
    program, brief = programs
    half = program.problem.eligible.sum() / 2

    def covering(which: Program) -> Loaded:
        loaded = Loaded(which.arrays, NO_LIMITS)
        everybody = objective(which, Goal(name="coverage"))
        most = loaded.minimise(everybody.cost).objective
        loaded.add_row(everybody.cost, -1e30, max(most, -float(half)) + 1e-7)
        return loaded

    try:
        lists = covering(program).minimise(objective(program, Goal(name="steady")).cost).objective
    except NothingFitsError:
        return

    assert fewest_taken(program, brief, covering(brief)) <= lists + 1e-6


@pytest.mark.parametrize("value", [1, 87_193, 2_000_000, 10**9])
def test_one_person_less_is_never_taken_for_the_same(value: int) -> None:
    assert reaches(value + 1e-7, Fraction(value))
    assert reaches(value - 1e-9, Fraction(value))
    assert not reaches(value - 1, Fraction(value))
    assert not reaches(value - 0.5, Fraction(value))


@pytest.mark.parametrize("stay", [3, 12])
def test_years_part_spells(stay: int) -> None:
    """Perubahan pays in 2025, Murni in 2026: nobody's list goes on over the turn of the year."""
    programs = both(cases.perubahan_then_murni() | {"rules": {"stay": stay}})
    assert programs is not None

    assert spells(programs[0]).tolist() == [[0] * 3 + [1] * 12]
