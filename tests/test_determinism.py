"""One scenario has one plan: with every algorithm, seed, order of regions and release of the solver."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import highspy
import pytest
from arrange import scenario
from drafts import answer, generated, main, ntb
from strategies import as_yaml

from optimizer.scenario.schema import Scenario

SCENARIOS = 12
OTHER_RELEASES = ("1.13.1", "1.14.0")
"""The first of these that is not installed is fetched and asked the same."""
WAYS: dict[str, dict[str, Any]] = {
    "simplex": {"solver": "simplex"},
    "interior point": {"solver": "ipm"},
    "presolve off": {"presolve": "off"},
    **{f"seed {seed}": {"random_seed": seed} for seed in (1, 7, 42, 1_000, 123_456)},
}
TESTS = Path(__file__).parent


def shuffled(asked: Scenario, seed: int) -> Scenario:
    """The same scenario, its regions in another order."""
    codes = list(asked.regions)
    random.Random(seed).shuffle(codes)
    return asked.model_copy(update={"regions": {code: asked.regions[code] for code in codes}})


@cache
def asked_of_all() -> tuple[Scenario, ...]:
    """Generated scenarios and the real one."""
    return (*map(scenario, generated(SCENARIOS)), ntb())


@cache
def usual() -> list[dict[str, Any]]:
    """What the solver answers as it comes."""
    return [answer(asked) for asked in asked_of_all()]


@pytest.mark.parametrize("way", WAYS)
def test_every_algorithm_finds_the_same_plan(way: str) -> None:
    for asked, found in zip(asked_of_all(), usual(), strict=True):
        assert answer(asked, **WAYS[way]) == found


def test_the_order_of_regions_changes_nothing() -> None:
    for seed, (asked, found) in enumerate(zip(asked_of_all(), usual(), strict=True)):
        assert answer(shuffled(asked, seed)) == found


def test_two_releases_of_the_solver_find_the_same_plan(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a process of its own, with another HiGHS before the installed one."""
    other = _fetched(tmp_path / "highspy")
    cases = tmp_path / "cases"
    cases.mkdir()
    for number, case in enumerate(generated(SCENARIOS)):
        (cases / f"{number:02d}.yaml").write_text(as_yaml(case), "utf-8")
    path = os.pathsep.join([str(other), str(TESTS.parent), str(TESTS)])
    there = subprocess.run(
        [sys.executable, str(TESTS / "drafts.py"), str(cases)],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        check=True,
        text=True,
    )
    main(cases)

    theirs, ours = json.loads(there.stdout), json.loads(capsys.readouterr().out)
    assert theirs["release"] != ours["release"]
    assert theirs["drafts"] == ours["drafts"]


def _fetched(folder: Path) -> Path:
    """Another release of highspy; without a registry the test is skipped, but not in CI."""
    installed = highspy.Highs().version()  # type: ignore[no-untyped-call] # highspy leaves it untyped
    release = next(one for one in OTHER_RELEASES if one != installed)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--only-binary", ":all:"]
    got = subprocess.run(
        [*pip, "--target", str(folder), f"highspy=={release}"], capture_output=True, text=True, check=False
    )
    if got.returncode:
        message = f"no registry gave highspy {release}: {got.stderr.strip()[-300:]}"
        assert os.environ.get("ALOKASI_REQUIRE_ALL") != "1", message
        pytest.skip(message)
    return folder
