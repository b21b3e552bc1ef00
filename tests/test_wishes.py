"""What is wanted is told in full: whom a goal counts, which money a matching fund follows."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from terminal_show import ENDING

from optimizer.report import terminal, wishes
from optimizer.report.paper import Paper
from optimizer.report.view import Look
from optimizer.runs import Run, answer
from optimizer.scenario.reading import load
from optimizer.text import Language

NTB = Path(__file__).parent.parent / "scenarios" / "ntb" / "base.yaml"
LANGUAGES: list[Language] = ["id", "en"]


@cache
def extreme_first() -> Run:
    """The goal coverage stands there twice: of the extreme poor first, then of everybody."""
    return answer(load(NTB, variants=["ekstrem-dulu"]))


@pytest.mark.parametrize(("language", "only"), [("id", "(hanya Pekerja miskin ekstrem)"), ("en", "(only ")])
@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_answer_says_whom_a_goal_counts(width: int, language: Language, only: str) -> None:
    run = extreme_first()
    shown = terminal.answer(run.plan, run.scenario, Paper(width), language, ending=ENDING)
    goals = shown.partition("\nPRIORITAS" if language == "id" else "\nGOALS")[2].partition("\n\n")[0]
    # Values stand between the two lines of a title.
    words = " ".join(re.sub(r" {2,}\d[\d.,]*.*", "", goals).split())

    assert words.count(only) == 1
    assert words.index("2. ") < words.index(only) < words.index("3. ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_matching_fund_says_which_money_it_follows(language: Language) -> None:
    sets = ["rules.matching.0.own=[murni, csr]", "rules.matching.0.same_year=true"]
    changed = load(NTB, variants=["pendamping-1-1"], sets=sets).scenario
    (plain, told) = (
        next(
            said
            for said in wishes.rules(Look(scenario, Paper(80), language, everything=False))
            if "1 rupiah" in said
        )
        for scenario in (load(NTB, variants=["pendamping-1-1"]).scenario, changed)
    )

    assert "murni, csr" not in plain
    assert "murni, csr" in told
    assert ("tahun anggaran yang sama" if language == "id" else "same fiscal year") in told
