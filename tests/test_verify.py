"""A folder is audited again without a solver: whatever was changed in it is found."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from pathlib import Path

import cases
import payable
import pytest
import strategies

from optimizer import folder, runs
from optimizer.errors import AuditError, InvalidError
from optimizer.plan.files import checksum
from optimizer.scenario.reading import load
from optimizer.verify import verify

CHANGED_EACH = 60
"""Digits of a file that are changed, one at a time, drawn with a fixed seed."""


def contract() -> payable.Case:
    """Two funds, a target that is missed, people who drop, a goal that is no whole number."""
    return cases.perubahan_then_murni_already_paid() | {
        "goals": ["keep", "coverage", "fairness", "months", "thrift", "steady"],
        "targets": {"ucj": {"measure": "ucj", "of": "52", "share": "62.22%", "by": "2026-12"}},
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> runs.Run:
    return runs.answer(load("skenario.yaml", text=strategies.as_yaml(contract()).encode()))


@pytest.fixture
def out(made: runs.Run, tmp_path: Path) -> Path:
    runs.save(made, tmp_path / "rencana")
    return tmp_path / "rencana"


def refused(out: Path) -> list[str]:
    with pytest.raises(AuditError) as error:
        verify(out)
    return [finding.code for finding in error.value.findings]


def test_an_untouched_folder_passes(out: Path, made: runs.Run) -> None:
    verified = verify(out)

    assert verified.plan.totals == made.plan.totals
    assert verified.plan.payments == made.plan.payments
    assert verified.scenario == made.scenario


def test_it_loads_no_solver(out: Path) -> None:
    """The folder is audited again years later, on a machine without HiGHS."""
    script = f"""
import sys
for name in ("pulp", "highspy", "numpy", "pandas"):
    sys.modules[name] = None
from optimizer.verify import verify
verify({str(out)!r})
"""
    subprocess.run([sys.executable, "-c", script], check=True, cwd=Path(__file__).parents[1])


@pytest.mark.parametrize("name", ["payments.csv", "plan.yaml", "scenario.yaml"])
def test_one_changed_digit_is_found(name: str, out: Path) -> None:
    text = (out / name).read_text()
    digits = [place for place, sign in enumerate(text) if sign.isdigit()]
    for place in random.Random(7).sample(digits, min(CHANGED_EACH, len(digits))):
        other = str((int(text[place]) + 1) % 10)
        (out / name).write_text(text[:place] + other + text[place + 1 :])

        assert refused(out), text[max(0, place - 30) : place + 10]


@pytest.mark.parametrize("name", ["payments.csv", "plan.yaml", "scenario.yaml"])
def test_one_line_less_is_found(name: str, out: Path) -> None:
    lines = (out / name).read_text().splitlines(keepends=True)
    for number in range(0, len(lines), max(1, len(lines) // 20)):
        (out / name).write_text("".join([*lines[:number], *lines[number + 1 :]]))

        assert refused(out)


def forged(out: Path, pattern: str, replacement: str) -> None:
    """Change ``plan.yaml`` and make its checksum fit again."""
    text = (out / "plan.yaml").read_text()
    above = text[: text.rindex("checksum: ")]
    changed, count = re.subn(pattern, replacement, above, count=1)
    assert count == 1
    (out / "plan.yaml").write_text(f"{changed}checksum: {checksum(changed)}\n")


@pytest.mark.parametrize(
    ("pattern", "replacement", "code"),
    [
        (r"dropped: 90", "dropped: 80", "verify.differs"),
        (r"allocated: 5040000", "allocated: 5040001", "verify.differs"),
        (r"need: 63", "need: 9", "verify.differs"),
        (r"persons: 100", "persons: 10", "verify.differs"),
        (r"title: .*", "title: lain", "verify.differs"),
        (r"\{goal: coverage, value: 10,", "{goal: coverage, value: 11,", "audit.goal_value"),
        (r"bound: 1080", "bound: 1090", "audit.goal_beats_bound"),
        (r"\n  persons_end: 10", "", "verify.left_out"),
        (r"\ndrops:\n", "\nextra: 1\ndrops:\n", "verify.made_up"),
        (r"share: 0\.1\}", "share: 0.2}", "audit.goal_levels"),
        (r"status: optimal", "status: perfect", "verify.unreadable"),
    ],
)
def test_a_figure_that_the_payments_do_not_bear_out_is_named(
    pattern: str, replacement: str, code: str, out: Path
) -> None:
    """Even where the checksum was made to fit."""
    forged(out, pattern, replacement)

    assert refused(out) == [code]


@pytest.mark.parametrize(
    ("pattern", "replacement", "code"),
    [
        (r"(goal: keep, value: 1080, bound: )1080", r"\g<1>1079", "verify.not_proven"),
        (r"(goal: coverage, value: 10, bound: )10", r"\g<1>11", "verify.not_proven"),
        (r"(value: 0.1\n    bound: )0.1", r"\g<1>0.110001", "verify.not_proven"),
        (r"(goal: thrift, value: \d+, bound: )\d+", r"\g<1>16800", "verify.not_proven"),
        (r"(goal: steady, value: \d+, bound: )\d+", r"\g<1>0", "verify.not_proven"),
    ],
)
def test_a_proof_that_the_bounds_do_not_bear_out_is_named(
    pattern: str, replacement: str, code: str, out: Path
) -> None:
    """A plan called optimal whose value is a step or more behind its bound; within the bound it may be."""
    forged(out, pattern, replacement)

    assert refused(out) == [code]

    forged(out, r"status: optimal", "status: within_bound")

    assert verify(out)


def test_a_bound_within_a_step_disproves_nothing(out: Path) -> None:
    """A bound of 10.999 leaves no room for an eleventh person."""
    forged(out, r"(goal: coverage, value: 10, bound: )10", r"\g<1>10.999")

    assert verify(out)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Perubahan keeps the money of 270 person-months, Rp4,536,000, and Rp7,200 more."""
    case = cases.perubahan_then_murni()
    case["funds"]["perubahan-2025"]["ceiling"] += 7_200
    runs.save(
        runs.answer(load("skenario.yaml", text=strategies.as_yaml(case).encode())), tmp_path / "rencana"
    )
    return tmp_path / "rencana"


@pytest.mark.parametrize(
    ("pattern", "replacement", "codes"),
    [
        (r"unspent\.carry", "unspent.carried", ["verify.unknown_reason"]),
        (r"unspent\.carry", "audit.ceiling", ["verify.unknown_reason"]),
        (
            r"rupiah: 4536000, person_months: 270",
            "rupiah: 4519200, person_months: 269",
            ["verify.reasons_sum"],
        ),
        (r"person_months: 270", "person_months: 271", ["verify.reason_months"]),
        (r"      - \{code: unspent.below_premium.*\n", "", ["verify.reasons_sum"]),
        (r"    reasons:\n(      - .*\n)+", "", ["verify.reasons_sum"]),
        (
            r"(below_premium, )rupiah: 7200, person_months: 0",
            r"\1rupiah: 24000, person_months: 0",
            ["verify.reason_months", "verify.reasons_sum"],
        ),
    ],
)
def test_reasons_that_do_not_explain_what_is_left_are_named(
    pattern: str, replacement: str, codes: list[str], kept: Path
) -> None:
    """Even where the checksum was made to fit: known reasons, whole person-months, the sum that is left."""
    assert verify(kept)

    forged(kept, pattern, replacement)

    assert refused(kept) == codes


def test_a_difference_says_where_what_and_what_it_should_be(out: Path) -> None:
    forged(out, r"dropped: 90", "dropped: 80")

    with pytest.raises(AuditError) as error:
        verify(out)

    (finding,) = error.value.findings
    lines = (out / "plan.yaml").read_text().splitlines()
    assert finding.path == "totals.dropped"
    assert finding.facts == {"found": 80, "allowed": 90}
    assert finding.place is not None
    assert "dropped: 80" in lines[finding.place.line - 1]


def test_a_plan_for_another_scenario_is_refused(out: Path) -> None:
    """More money in scenario.yaml than the plan was made with: nothing is broken, but it is another plan."""
    text = (out / "scenario.yaml").read_text()
    changed = text.replace("5040000", "6040000")
    assert changed != text
    (out / "scenario.yaml").write_text(changed)

    assert refused(out)[0] == "verify.scenario_changed"


def test_an_unpayable_plan_is_refused_by_its_rule(out: Path) -> None:
    """One person more in every row of the first fund than its ceiling pays."""
    text = (out / "payments.csv").read_text()
    (out / "payments.csv").write_text(text.replace(",100,1680000", ",101,1696800"))

    assert "audit.ceiling" in refused(out)


@pytest.mark.parametrize("name", ["payments.csv", "scenario.yaml"])
def test_a_missing_file_is_named(name: str, out: Path) -> None:
    (out / name).unlink()

    assert refused(out) == ["verify.missing_file"]


def test_run_yaml_may_be_missing(out: Path) -> None:
    (out / "run.yaml").unlink()

    assert verify(out)


def test_what_is_no_output_folder_is_another_error(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "tiada", tmp_path / "tiada" / "tiada"):
        with pytest.raises(InvalidError, match=r"verify\.no_folder"):
            verify(place)


def test_windows_line_ends_change_nothing(out: Path) -> None:
    for name in ("plan.yaml", "payments.csv", "scenario.yaml"):
        content = (out / name).read_bytes()
        (out / name).write_bytes(content.replace(b"\n", b"\r\n"))

    assert verify(out)


@pytest.mark.parametrize("name", ["plan.yaml", "payments.csv", "scenario.yaml"])
def test_bytes_that_are_no_text_are_refused(name: str, out: Path) -> None:
    (out / name).write_bytes(b"\xff\xfe\x00")

    assert refused(out) == ["verify.unreadable"]


def test_a_replacement_that_was_interrupted_is_completed_first(out: Path) -> None:
    """A kill between the two renames leaves the folder aside."""
    aside = out.with_name(f".{out.name}{folder._MARK}old-0")
    out.rename(aside)

    assert verify(out)
    assert not aside.exists()


def test_every_case_by_hand_passes(tmp_path: Path) -> None:
    for number, case in enumerate((cases.one_regency_one_year(), cases.perubahan_then_murni())):
        run = runs.answer(load("skenario.yaml", text=strategies.as_yaml(case).encode()))
        runs.save(run, tmp_path / str(number))

        assert verify(tmp_path / str(number)).plan.totals == run.plan.totals
