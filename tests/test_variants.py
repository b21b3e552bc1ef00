"""A variant that cannot be read is told when its scenario is validated, not first in the meeting."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from cases import one_regency_one_year
from command_line import STARTER, alokasi

from optimizer.scenario import variants
from optimizer.scenario.reading import load


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The starter scenario with two variants that fail and two that do not."""
    text = STARTER.read_text("utf-8")
    text += "\n  tak-ada: {change: {funds.*-2031.ceiling: -20%}}\n  salah: {change: {rules.stay: dua}}\n"
    path = tmp_path / "skenario.yaml"
    path.write_text(text, "utf-8")
    return path


def test_every_variant_is_tried(file: Path) -> None:
    done = alokasi("validate", file, "--json")

    assert done.code == 2
    assert done.codes.count("variant.unusable") == 2
    assert done.codes[0] == "variant.unusable"
    assert len([code for code in done.codes if code != "variant.unusable"]) == 2


def test_a_variant_that_is_named_is_tried_alone(file: Path) -> None:
    assert alokasi("validate", file, "--with", "efisiensi-20").code == 0
    assert alokasi("validate", file, "--with", "salah").code == 2


def test_of_a_large_scenario_only_some_are_tried(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(variants, "MOST_TRIED", 10)

    found = list(variants.unusable(load(file), lambda name: load(file, variants=[name])))

    assert [finding.code for finding in found] == ["variant.unread"]


@pytest.mark.parametrize(
    ("before", "after"),
    [(None, "assumed"), ("assumed", "assumed"), ("official", "derived"), ("press", "derived")],
)
def test_a_part_of_what_was_assumed_is_assumed_still(before: str | None, after: str, tmp_path: Path) -> None:
    """Of what somebody published it is derived."""
    made = one_regency_one_year()
    figure = {"value": made["funds"]["murni-2026"]["ceiling"], "note": "catatan"}
    if before:
        made["sources"] = {"a": {"title": "A"}}
        figure |= {"status": before, "source": "a"}
    made["funds"]["murni-2026"]["ceiling"] = figure
    file = tmp_path / "a.yaml"
    file.write_text(yaml.safe_dump(made), "utf-8")

    changed = load(file, sets=["funds.*.ceiling=-20%"]).scenario.funds["murni-2026"].ceiling

    assert changed.status == after
    assert "-20%" in (changed.note or "")
