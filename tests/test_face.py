"""``from optimizer import load, solve``: frozen values with pandas tables."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import FrozenInstanceError
from pathlib import Path

import cases
import handmade
import pytest
import strategies

from optimizer.frames import Frames

ROOT = Path(__file__).parents[1]


def ran(script: str, *arguments: str) -> str:
    """What a fresh interpreter prints."""
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "skenario.yaml"
    path.write_text(strategies.as_yaml(cases.one_regency_one_year()))
    return str(path)


def test_solve_answers_a_file(file: str) -> None:
    """12,000 person-months / 12 = 1,000 persons."""
    script = """
import sys
from optimizer import solve
run = solve(sys.argv[1])
print(run.plan.totals.persons_end, run.frames.funds["left"].sum(), len(run.frames.payments))
"""
    assert ran(script, file).split() == ["1000", "0", "12"]


def test_solve_answers_what_was_loaded_and_changed(file: str) -> None:
    """Half the money: 500 persons."""
    script = """
import sys
from optimizer import load, solve
print(solve(load(sys.argv[1], sets=["funds.murni-2026.ceiling=-50%"])).plan.totals.persons_end)
"""
    assert ran(script, file).split() == ["500"]


@pytest.mark.parametrize("first", ["optimizer.solve.answer", "optimizer.runs"])
def test_solve_can_be_called_whatever_was_imported_before(first: str, file: str) -> None:
    """The room of that name is a package, and stays one."""
    script = f"""
import sys
import {first}
from optimizer import solve
from optimizer.solve.answer import draft
print(solve(sys.argv[1]).plan.totals.persons_end)
"""
    assert ran(script, file).split() == ["1000"]


def test_nothing_heavy_is_imported_before_it_is_asked_for() -> None:
    script = """
import sys
import optimizer
print([name for name in ("pydantic", "numpy", "pandas", "pulp", "highspy", "yaml") if name in sys.modules])
"""
    assert ran(script).strip() == "[]"


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(ImportError):
        from optimizer import solv  # noqa: F401, PLC0415 # misspelt on purpose


def test_tables_have_units_of_their_own() -> None:
    frames = Frames(handmade.plan())

    assert dict(frames.payments.dtypes.astype(str)) == {
        "region": "str",
        "group": "str",
        "fund": "str",
        "month": "period[M]",
        "persons": "int64",
        "rupiah": "int64",
    }
    assert frames.payments["rupiah"].sum() == handmade.plan().totals.rupiah


def test_a_table_without_rows_keeps_its_columns() -> None:
    plan = handmade.national(regions=1)[0]

    drops = Frames(plan).drops

    assert list(drops.columns) == ["region", "group", "month", "persons", "person_months"]
    assert drops["persons"].sum() == 0


@pytest.mark.parametrize(
    "table",
    ["payments", "goals", "targets", "funds", "regions", "lists", "drops", "bill", "assumptions"],
)
def test_every_table_has_the_rows_of_the_plan(table: str) -> None:
    plan = handmade.plan()

    assert len(getattr(Frames(plan), table)) == len(getattr(plan, table))


def test_values_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        handmade.plan().title = "lain"  # type: ignore[misc] # what must fail
