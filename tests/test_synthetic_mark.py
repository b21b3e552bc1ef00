"""Whatever is made of a scenario that is made up says so: every page, every document, every folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from command_line import ROOT, alokasi, in_a_process

from optimizer.plan.files import checksum
from optimizer.scenario.reading import load
from optimizer.scenario.resolved import write
from optimizer.synthetic.files import Wish, made_up

MARK = "DATA SINTETIS — bukan angka nyata"
ENGLISH = "SYNTHETIC DATA — not real figures"
NTB = ROOT / "scenarios" / "ntb" / "base.yaml"
PAGES = {
    "show": [],
    "show --assumptions": [],
    "show --origin": [],
    "validate": [],
    "solve": [],
    "solve -q": [],
    "solve --region": ["{first}"],
    "worth": [],
    "need": [],
    "why --region": ["{first}"],
    "why --fund": ["{fund}"],
    "why --not": ["regions.{first}.persons >= 1"],
    "tradeoff --only": ["stay"],
    "without --cut": ["5%"],
    "repair --wish": ["regions.{first}.persons >= 1"],
    "baseline": [],
    "fair": [],
    "bill": [],
}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up scenario of two kabupaten."""
    folder = tmp_path_factory.mktemp("synthetic")
    for name, text in made_up(Wish("kabupaten", 2, 4), "id").files.items():
        (folder / name).write_text(text, "utf-8")
    return folder / "base.yaml"


def filled(words: list[str], file: Path) -> list[str]:
    """Words with the scenario's own names in place of blanks."""
    scenario = load(file).scenario
    names = {"first": scenario.codes[0], "fund": next(iter(scenario.funds))}
    return [word.format(**names) for word in words]


@pytest.mark.parametrize("command", PAGES)
def test_the_first_line_of_every_page_is_the_mark(file: Path, command: str) -> None:
    name, *options = command.split()
    done = alokasi(name, file, *options, *filled(PAGES[command], file))

    assert done.code == 0, done.err
    assert done.out.splitlines()[0] == MARK


@pytest.mark.parametrize("command", ["validate", "show", "solve", "bill"])
def test_every_document_has_the_field(file: Path, command: str) -> None:
    done = alokasi(command, file, "--json")

    assert done.document["synthetic"] is True
    assert next(iter(done.document)) == "status"


def test_the_mark_speaks_english_and_fits_any_terminal(file: Path) -> None:
    assert alokasi("bill", file, "--lang", "en").out.startswith(ENGLISH)
    assert in_a_process("bill", file, encoding="ascii").out.startswith(MARK.replace("—", "-"))


def test_no_other_scenario_is_marked() -> None:
    assert MARK not in alokasi("show", NTB).out
    assert "synthetic" not in alokasi("validate", NTB, "--json").document
    assert "synthetic" not in write(load(NTB).scenario)


def test_the_folder_of_a_plan_keeps_the_mark_and_verify_asks_for_it(file: Path, tmp_path: Path) -> None:
    """Who takes the mark out of plan.yaml is refused, though the checksum was written again."""
    out = tmp_path / "plan"
    alokasi("solve", file, "--out", out, "-q")

    for name in ("plan.yaml", "scenario.yaml", "run.yaml"):
        assert yaml.safe_load((out / name).read_text("utf-8"))["synthetic"] is True
    verified = alokasi("verify", out)
    assert (verified.code, verified.out.splitlines()[0]) == (0, MARK)
    assert alokasi("verify", out, "--json").document["synthetic"] is True

    text = (out / "plan.yaml").read_text("utf-8").replace("synthetic: true\n", "")
    kept = text.rpartition("checksum")[0]
    (out / "plan.yaml").write_text(f"{kept}checksum: {checksum(kept)}\n", "utf-8")
    refused = alokasi("verify", out, "--json")

    assert refused.code == 5
    assert [finding["path"] for finding in refused.document["findings"]] == ["synthetic"]


def test_assumptions_of_figures_that_are_made_up_are_not_listed_one_by_one(file: Path) -> None:
    plan = json.loads(alokasi("solve", file, "--json").out)

    assert plan["assumptions"] == []
