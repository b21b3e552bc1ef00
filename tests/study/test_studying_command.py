"""The command ``study`` as its user meets it: pages, files, folders, interruption."""

from __future__ import annotations

import csv
import io
import json
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import goldens
import jsonschema
import pytest
import yaml
from command_line import PROGRAM, ROOT, alokasi, environment, imported, in_a_process
from designing_study import written
from interrupted import hears_interrupts
from pyarrow import parquet

from optimizer.plan.files import bare

CEILING = "funds.murni-2026.ceiling"
BODY = f"""seed: 3
grid:
  {CEILING}: [Rp2 juta, Rp10.080.000, Rp14 juta]
  variant: [none, tanpa-target]
sample:
  count: 12
  figures:
    {CEILING}: {{rivals: true}}
    regions.52.04.eligible.rentan: ±40%
swings: assumptions
labels: {{{CEILING}: "uang Sumbawa, =1+1"}}
"""
FINAL = ("cases.csv", "regions.csv", "lines.csv", "summary.json", "study.yaml")
PARQUET = ("cases.parquet", "regions.parquet", "lines.parquet")
CASES = 90
MANY = f"""sample:
  count: {CASES}
  figures:
    regions.52.04.eligible.rentan: {{normal: {{mean: 480, spread: 120}}}}
    rules.stay: {{choose: [3, 6, 12]}}
"""


def files(out: Path, names: tuple[str, ...] = (*FINAL, *PARQUET)) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in names}


def rows(out: Path, name: str = "cases") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((out / f"{name}.csv").read_text("utf-8"))))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study and what it wrote."""
    place = tmp_path_factory.mktemp("studi")
    written(place, BODY)
    done = alokasi("study", "studi.yaml", "--out", "hasil", cwd=place)
    assert done.code == 0, done.err
    return place


def test_what_was_solved_is_kept_though_the_last_step_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, "grid: {rules.stay: [6, 12]}\n")
    words = ("study", "studi.yaml", "--out", "hasil")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("optimizer.study.telling.writing.csv_text", refuse)
        failed = alokasi(*words, "--json", cwd=tmp_path)
    assert failed.code != 0
    assert failed.codes == ["gate.disk_full"]
    assert not (tmp_path / "hasil" / "cases.csv").exists()

    again = alokasi(*words, cwd=tmp_path)
    assert again.code == 0, again.err
    assert "3 sudah diketahui dari perhitungan sebelumnya" in " ".join(again.out.split())


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_golden_page_of_a_small_study(folder: Path, language: str) -> None:
    done = alokasi("study", "studi.yaml", "--lang", language, "--out", "hasil", cwd=folder)

    assert (done.code, done.err) == (0, "")
    assert max(len(line) for line in done.out.splitlines()) <= 80
    goldens.same(f"studied/kecil.{language}.txt", done.out)


def test_another_process_another_hash_seed_and_another_engine_give_the_same_bytes(tmp_path: Path) -> None:
    written(tmp_path, "grid:\n  variant: [none, tanpa-target, separuh]\n")
    words = ["--out", "inti", "--engine", "cores", "--workers", "2"]
    done = in_a_process("study", "studi.yaml", *words, cwd=tmp_path, setting={"PYTHONHASHSEED": "777"})
    alokasi("study", "studi.yaml", "--out", "hasil", cwd=tmp_path)

    assert done.code == 0, done.err
    assert files(tmp_path / "inti") == files(tmp_path / "hasil")


def test_running_again_solves_nothing_and_writes_the_same(folder: Path) -> None:
    before = files(folder / "hasil")
    done = alokasi("study", "studi.yaml", "--out", "hasil", cwd=folder)

    assert "28 sudah diketahui dari perhitungan sebelumnya" in " ".join(done.out.split())
    assert files(folder / "hasil") == before


def test_the_table_is_tidy(folder: Path) -> None:
    """Base, 3 x 2 of the grid, 12 samples, 2 for each of five assumed figures."""
    table = rows(folder / "hasil")

    assert [row["part"] for row in table] == ["base"] + ["grid"] * 6 + ["sample"] * 12 + ["swing"] * 10
    assert [row["case"] for row in table] == [str(number) for number in range(29)]
    assert [row["persons_end"] for row in table[:7]] == ["50", "9", "9", "50", "50", "69", "69"]
    assert [row["target.semua.52.04.met"] for row in table[:7]] == [
        "false",
        "false",
        "",
        "false",
        "",
        "true",
        "",
    ]
    assert {row["changed"] for row in table[-10:]} > {"premium.0", CEILING}
    assert {len(row["digest"]) for row in table if row["status"] != "invalid"} == {64}


def test_parquet_opened_again_equals_the_csv(folder: Path) -> None:
    for name in ("cases", "regions", "lines"):
        read = parquet.read_table(folder / "hasil" / f"{name}.parquet").to_pylist()
        told = [{bare(key): bare(cell) for key, cell in row.items()} for row in rows(folder / "hasil", name)]

        assert [{key: as_text(cell) for key, cell in row.items()} for row in read] == told


def as_text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return f"{cell.normalize():f}" if isinstance(cell, Decimal) else str(cell)


def test_no_cell_is_taken_for_a_formula(tmp_path: Path) -> None:
    written(tmp_path, f"grid:\n  {CEILING}: [-20%, +0%]\n  title: ['=1+1', '@a']\n")
    alokasi("study", "studi.yaml", "--out", "hasil", cwd=tmp_path)

    cells = {cell for row in rows(tmp_path / "hasil") for cell in row.values()}
    assert {"'-20%", "'+0%", "'=1+1", "'@a"} <= cells
    assert not any(cell[:1] in "=+-@" for cell in cells if cell)


def test_json_is_the_summary(folder: Path) -> None:
    done = alokasi("study", "studi.yaml", "--json", "--out", "hasil", cwd=folder)

    assert done.document == json.loads((folder / "hasil" / "summary.json").read_text("utf-8"))
    assert done.document["cases"] == 29
    assert done.err == ""


def test_quiet_prints_sentences_only(folder: Path) -> None:
    done = alokasi("study", "studi.yaml", "--quiet", "--out", "hasil", cwd=folder)

    assert "───" not in done.out
    assert done.out.count("•") >= 4


def test_another_study_in_the_same_folder_is_refused(folder: Path) -> None:
    before = files(folder / "hasil")
    text = (folder / "studi.yaml").read_text("utf-8")
    (folder / "lain.yaml").write_text(text.replace("seed: 3", "seed: 4"), "utf-8")
    done = alokasi("study", "lain.yaml", "--out", "hasil", "--json", cwd=folder)

    assert (done.code, done.codes) == (2, ["study.out_other"])
    assert files(folder / "hasil") == before


def test_a_scenario_that_changed_makes_it_another_study(tmp_path: Path) -> None:
    file = written(tmp_path, "grid: {rules.stay: [6, 12]}\n")
    assert alokasi("study", file, "--out", tmp_path / "hasil").code == 0
    scenario = tmp_path / "kasus.yaml"
    scenario.write_text(scenario.read_text("utf-8").replace("10080000", "10080001"), "utf-8")

    assert alokasi("study", file, "--out", tmp_path / "hasil", "--json").codes == ["study.out_other"]


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    file = written(tmp_path, "grid: {rules.stay: [6, 12]}\n")
    (tmp_path / "hasil").mkdir()
    (tmp_path / "hasil" / "surat.docx").write_text("x", "utf-8")
    done = alokasi("study", file, "--out", tmp_path / "hasil", "--json")

    assert (done.code, done.codes) == (2, ["study.out_foreign"])
    assert [one.name for one in (tmp_path / "hasil").iterdir()] == ["surat.docx"]


def test_a_wrong_study_is_told_with_its_place(tmp_path: Path) -> None:
    file = written(tmp_path, "grid: {rules.stya: [6]}\n")
    done = alokasi("study", file, "--out", tmp_path / "hasil", "--lang", "en")

    assert done.code == 2
    assert "studi.yaml:4:8" in done.err
    assert "rules.stay" in done.err
    assert not (tmp_path / "hasil").exists()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--engine", "awan"], "study.engine_unknown"),
        (["--engine", "dask"], "study.no_scheduler"),
        (["--workers", "2"], "study.workers_unused"),
    ],
)
def test_a_wrong_engine_is_refused(folder: Path, words: list[str], code: str) -> None:
    done = alokasi("study", "studi.yaml", "--json", *words, cwd=folder)

    assert (done.code, done.codes) == (2, [code])


@pytest.fixture(scope="module")
def through(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a study of many cases writes that ran through."""
    place = tmp_path_factory.mktemp("sekaligus")
    assert alokasi("study", written(place, MANY), "--out", place / "hasil").code == 0
    return files(place / "hasil", FINAL)


def test_the_time_limit_ends_a_study_and_the_same_command_goes_on(
    tmp_path: Path, through: dict[str, bytes]
) -> None:
    words: list[str | Path] = ["study", written(tmp_path, MANY), "--out", tmp_path / "hasil"]
    first = alokasi(*words, "--time-limit", "0.3", "--json")

    assert (first.code, first.codes) == (4, ["study.stopped"])
    assert alokasi(*words).code == 0
    assert files(tmp_path / "hasil", FINAL) == through


def test_a_study_stopped_halfway_and_resumed_is_one_that_ran_through(
    tmp_path: Path, through: dict[str, bytes]
) -> None:
    file = written(tmp_path, MANY)
    running = begun(file, tmp_path / "hasil")
    running.send_signal(signal.SIGINT)
    sent = time.monotonic()
    _, said = running.communicate(timeout=20)

    assert time.monotonic() - sent < 2  # a second by the issue; the machine that tests may be busy
    assert 25 <= stored(tmp_path / "hasil") < CASES
    assert sorted(one.name for one in (tmp_path / "hasil").iterdir()) == ["cases", "study.yaml"]
    assert running.returncode == 130
    assert "cli.py study" in " ".join(said.split())
    assert said.count("Dihentikan.") == 1
    again = alokasi("study", file, "--out", tmp_path / "hasil")
    assert "sudah diketahui" in " ".join(again.out.split())
    assert files(tmp_path / "hasil", FINAL) == through


def begun(file: Path, out: Path) -> subprocess.Popen[str]:
    """A study in a process of its own that has finished some cases."""
    running = subprocess.Popen(
        [*PROGRAM, "study", str(file), "--out", str(out)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
        preexec_fn=hears_interrupts,
    )
    until = time.monotonic() + 60
    while stored(out) < 25 and time.monotonic() < until:
        assert running.poll() is None
        time.sleep(0.02)
    return running


def stored(out: Path) -> int:
    """How many cases are kept."""
    log = out / "cases" / "outcomes.log"
    return max(log.read_bytes().count(b"\n") - 1, 0) if log.is_file() else 0


def test_without_pyarrow_the_csv_is_written_and_a_note_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = written(tmp_path, "grid: {rules.stay: [6, 12]}\n")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "optimizer.study.telling.parquet", raising=False)
    done = alokasi("study", file, "--out", tmp_path / "hasil")

    assert done.code == 0, done.err
    assert "pip install" in done.err
    assert (tmp_path / "hasil" / "cases.csv").is_file()
    assert not (tmp_path / "hasil" / "cases.parquet").exists()


def test_help_waits_for_nothing_heavy() -> None:
    assert imported(["pyarrow", "pandas", "distributed", "pulp", "highspy"], "schema", "--study") == "[]"
    assert imported(["pyarrow", "pandas", "distributed"], "study", "--help") == "[]"


@pytest.fixture(scope="module")
def editor() -> jsonschema.Draft7Validator:
    """What an editor checks a study file with."""
    return jsonschema.Draft7Validator(alokasi("schema", "--study", "--lang", "en").document)


@pytest.mark.parametrize(
    "file", sorted((ROOT / "scenarios").glob("*/studies/*.yaml")), ids=lambda one: one.name
)
def test_an_editor_accepts_the_real_studies(editor: jsonschema.Draft7Validator, file: Path) -> None:
    assert [error.message for error in editor.iter_errors(yaml.safe_load(file.read_text("utf-8")))] == []


@pytest.mark.parametrize(
    "body",
    [
        "",
        "gird: {a: [1]}\n",
        "grid: {}\n",
        "sample: {count: 0, figures: {a: ±10%}}\n",
        "sample: {count: 5, figures: {a: {between: [1]}}}\n",
        "sample: {count: 5, figures: {a: {between: [1, 2], choose: [1]}}}\n",
        "swings: {a: [1, 2, 3]}\n",
        "swings: semua\n",
    ],
)
def test_an_editor_marks_a_wrong_study(editor: jsonschema.Draft7Validator, tmp_path: Path, body: str) -> None:
    assert not editor.is_valid(yaml.safe_load(written(tmp_path, body).read_text("utf-8")))
