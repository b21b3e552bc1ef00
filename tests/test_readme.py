"""The figures that the README tells of NTB, and the picture of its answer, are those of the program."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from optimizer.runs import Run, answer
from optimizer.scenario.reading import load
from optimizer.text.numbers import decimal, whole

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
FROM_THE_LAW = {"Rp10 million", "Rp42 million"}
"""What a death pays within the first three months and after: not reckoned here."""

_FIGURE = re.compile(r"Rp[\d.,]*\d (?:miliar|juta|million)|\b\d{1,3}(?:[.,]\d{3})+\b")


@cache
def ntb() -> Run:
    """The answer that the README tells."""
    return answer(load(ROOT / "scenarios" / "ntb" / "base.yaml"))


def told() -> str:
    """The paragraphs that tell the answer, on one line."""
    text = README.read_text("utf-8")
    return " ".join(
        text.partition("**2. Solve it.**")[2].partition("**3. ")[0].partition("```\n\n")[2].split()
    )


def rounded(money: int) -> str:
    """Rupiah as prose says them: tenths of a milliard, or whole millions."""
    if money < 10**9:
        return f"Rp{money // 10**6} juta"
    return f"Rp{decimal(Fraction(round(money, -8), 10**9), 'id')} miliar"


def derived() -> dict[str, str]:
    """Each figure of the answer, by what it is."""
    plan, scenario = ntb().plan, ntb().scenario
    (last,) = [row for row in plan.targets if row.id == "ucj-2026"]
    reasons = [reason for fund in plan.funds for reason in fund.reasons]
    carried = [reason for reason in reasons if reason.code == "unspent.carry"]
    unusable = sum(int(reason.facts["rupiah"]) for reason in reasons if reason.code == "unspent.nobody_left")
    today = sum(int(one.number) for region in scenario.regions.values() for one in region.subsidised.values())
    return {
        "covered": whole(plan.totals.persons_end, "id"),
        "today": whole(today, "id"),
        "needed": whole(last.need, "id"),
        "participants": whole(last.covered, "id"),
        "others": whole(last.covered - plan.totals.persons_end, "id"),
        "left": rounded(sum(fund.left for fund in plan.funds)),
        "unusable": rounded(unusable),
        "without a payer": rounded(sum(int(reason.facts["rupiah"]) for reason in carried)),
        "a month more": rounded(sum(int(reason.facts["monthly"]) for reason in carried)),
    }


def test_every_figure_that_is_told_is_one_of_the_answer() -> None:
    """And each figure of the answer is told: 87.193, 57.196, 1.174.396, 585.273, 498.080, Rp3,7 miliar, …"""
    found = set(_FIGURE.findall(told()))

    assert found - FROM_THE_LAW == set(derived().values())


def test_what_is_told_of_them_holds() -> None:
    plan, scenario = ntb().plan, ntb().scenario

    assert f"{derived()['covered']} people are covered in December 2026" in told()
    assert str(scenario.horizon.last) == "2026-12"
    assert plan.totals.dropped == 0
    assert not any(row.met for row in plan.targets)
    assert scenario.rules.stay == 12
    assert len(scenario.regions) == 10


@pytest.mark.skipif(sys.platform == "win32", reason="pty: a terminal to look at is there on POSIX only")
def test_the_picture_is_what_a_terminal_shows() -> None:
    """``make docs`` draws it again."""
    done = subprocess.run(
        [sys.executable, "-c", "import picture, sys; sys.stdout.write(picture.picture())"],
        cwd=ROOT / "docs",
        env={**os.environ, "PYTHONPATH": str(ROOT / "docs"), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )

    assert (ROOT / "docs" / "solve.svg").read_text("utf-8") == done.stdout
