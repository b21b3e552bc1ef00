"""Every command, run as a user runs it: exit codes, forms, streams."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import cases
import pytest
import strategies
from command_line import ROOT, STARTER, alokasi

BROKEN = 'schema: alokasi/1\ntitle: "Rusak"\nhorizon: 2026-13\n'


@pytest.fixture(scope="session")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder."""
    folder = tmp_path_factory.mktemp("solved") / "hasil"
    assert alokasi("solve", STARTER, "--out", folder, "--quiet").code == 0
    return folder


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    file = tmp_path / "rusak.yaml"
    file.write_text(BROKEN)
    return file


# --- init ---


def test_init_writes_a_scenario_that_validates(tmp_path: Path) -> None:
    done = alokasi("init", cwd=tmp_path)

    assert done.code == 0
    assert (tmp_path / "skenario.yaml").read_text("utf-8") == STARTER.read_text("utf-8")
    assert " validate skenario.yaml" in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["skenario.yaml"]


def test_init_never_overwrites_without_force(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("mine")

    assert alokasi("init", file).code == 2
    assert file.read_text() == "mine"
    assert alokasi("init", file, "--force").code == 0
    assert file.read_text("utf-8") == STARTER.read_text("utf-8")


def test_init_in_english(tmp_path: Path) -> None:
    assert alokasi("init", "--lang", "en", cwd=tmp_path).code == 0
    assert "Starter scenario" in (tmp_path / "scenario.yaml").read_text("utf-8")


def test_init_to_standard_output(tmp_path: Path) -> None:
    done = alokasi("init", "-", cwd=tmp_path)

    assert done.out == STARTER.read_text("utf-8")
    assert list(tmp_path.iterdir()) == []


def test_init_where_there_is_no_folder(tmp_path: Path) -> None:
    done = alokasi("init", tmp_path / "none" / "x.yaml", "--json")

    assert (done.code, done.codes) == (2, ["init.no_folder"])


def test_init_writes_yaml_only(tmp_path: Path) -> None:
    done = alokasi("init", "contoh saya.xlsx", "--force", cwd=tmp_path)

    assert done.code == 2
    assert "alokasi init 'contoh saya.yaml'" in done.err
    assert list(tmp_path.iterdir()) == []


# --- validate ---


def test_validate_says_that_all_is_well() -> None:
    done = alokasi("validate", STARTER)

    assert (done.code, done.err) == (0, "")
    assert "tidak ada kesalahan" in done.out


def test_validate_prints_findings_as_its_result(broken: Path) -> None:
    done = alokasi("validate", broken.name, cwd=broken.parent)

    assert done.code == 2
    assert done.err == ""
    assert "rusak.yaml:3:10  horizon: " in done.out
    assert "    horizon: 2026-13\n             ^" in done.out


def test_validate_as_a_document(broken: Path) -> None:
    done = alokasi("validate", broken, "--json")

    assert done.code == 2
    assert done.document["status"] == "invalid"
    for finding in done.document["findings"]:
        assert list(finding) == ["code", "level", "file", "line", "column", "path", "message"]
        assert finding["message"]


def test_validate_reads_standard_input() -> None:
    assert alokasi("validate", "-", stdin=STARTER.read_bytes()).code == 0
    assert alokasi("validate", "-", stdin=BROKEN.encode()).code == 2


def test_a_layer_is_told_as_one_with_the_scenarios_on_it() -> None:
    done = alokasi("solve", ROOT / "scenarios" / "ntb" / "data.yaml", "--json")
    (finding,) = done.document["findings"]

    assert (done.code, finding["code"]) == (2, "file.layer")
    assert "bukan skenario" in finding["message"]
    assert finding["message"].endswith("base.yaml.")


def test_a_missing_file_is_a_finding() -> None:
    done = alokasi("validate", "nowhere.yaml", "--json")

    assert done.code == 2
    assert len(done.codes) == 1


@pytest.mark.parametrize("command", ["validate", "show", "solve"])
def test_an_unknown_variant_is_refused_with_the_nearest(command: str) -> None:
    done = alokasi(command, STARTER, "--with", "efisiensi-2")

    assert done.code == 2
    assert "efisiensi-20" in done.out + done.err


def test_findings_come_in_the_scenarios_language(tmp_path: Path) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text("language: en\n" + BROKEN)

    assert "ERROR" in alokasi("validate", file).out
    assert "KESALAHAN" in alokasi("validate", file, "--lang", "id").out


# --- show, schema ---


@pytest.mark.parametrize(
    ("form", "workers"),
    [
        ([], "52.05  Kabupaten Dompu  120.000"),
        (["--yaml"], '  "52.05":\n    name: "Kabupaten Dompu"\n    workers: 120000\n'),
        (["--origin"], "regions.52.05.workers: 120.000"),
        (["--assumptions"], "regions.52.05.workers: 120.000"),
        (["--json"], '"path": "regions.52.05.workers",\n      "value": "120000"'),
    ],
)
def test_show_prints_to_standard_output(form: list[str], workers: str) -> None:
    done = alokasi("show", STARTER, *form)

    assert (done.code, done.err) == (0, "")
    assert workers in done.out


def test_a_scenario_shown_as_yaml_is_the_same_scenario() -> None:
    first = alokasi("show", STARTER, "--yaml").out
    again = alokasi("show", "-", "--yaml", stdin=first.encode()).out

    assert first == again


def test_show_knows_changes() -> None:
    done = alokasi("show", STARTER, "--set", "funds.dompu-2027.ceiling=-20%")

    assert "1.600.000.000" in done.out
    assert "--set" in alokasi("show", STARTER, "--set", "funds.dompu-2027.ceiling=-20%", "--origin").out


def test_schema_is_a_json_schema() -> None:
    assert "properties" in json.loads(alokasi("schema").out)


# --- solve ---


def test_solve_prints_the_answer(solved: Path) -> None:
    done = alokasi("solve", STARTER)

    assert (done.code, done.err) == (0, "")
    for word in ("20.337 orang", "TARGET", "SUMBER DANA", "KALENDER", "TAGIHAN", "LANGKAH BERIKUTNYA"):
        assert word in done.out
    assert max(len(line) for line in done.out.splitlines()) <= 80


def test_solve_as_a_document() -> None:
    done = alokasi("solve", STARTER, "--json")

    assert (done.code, done.err) == (0, "")
    assert set(done.document) >= {"status", "goals", "totals", "targets", "funds", "regions", "payments"}
    assert set(done.document) >= {"title", "digest", "lists", "drops", "bill", "assumptions"}
    assert done.document["totals"]["persons_end"] == 20_337


def test_solve_shows_one_region_and_keeps_all(tmp_path: Path) -> None:
    """People by payer and months, targets, own funds, the bill; the folder holds all regions."""
    done = alokasi("solve", STARTER, "--region", "52.05", "--out", "hasil", cwd=tmp_path)

    assert (done.code, done.err) == (0, "")
    for word in ("(52.05)", "SIAPA MEMBAYAR", "TARGET", "KALENDER", "SUMBER DANA SENDIRI", "TAGIHAN"):
        assert word in done.out
    assert "hasil/plan.yaml" in done.out
    assert alokasi("verify", tmp_path / "hasil").code == 0


def test_one_region_counts_only_its_own(tmp_path: Path) -> None:
    """Sumbawa's own 30 person-months pay for 2 persons and leave 6; of Mataram nothing is told."""
    made = cases.case(
        "2026-01..2026-12",
        regions={
            "52.04": cases.region("Sumbawa", eligible=10),
            "52.71": cases.region("Mataram", eligible=5),
        },
        funds={
            "murni-sumbawa": cases.fund("52.04", 2026, 30 * cases.PREMIUM),
            "murni-mataram": cases.fund("52.71", 2026, 60 * cases.PREMIUM),
            "provinsi": cases.fund("52", 2026, 12 * cases.PREMIUM, regions=["52.71"]),
        },
        stay=12,
        goals=["coverage", "months"],
    )
    file = tmp_path / "x.yaml"
    file.write_text(strategies.as_yaml(made), "utf-8")

    told = alokasi("solve", file, "--region", "52.04").out

    said = " ".join(told.split())
    assert "2 dari 10 orang sasaran" in said
    assert "pagu daerah ini sendiri, Rp504.000, dialokasikan Rp403.200; sisa pagu Rp100.800." in said
    assert "murni-sumbawa" in told
    assert "mataram" not in told.lower()
    assert "provinsi" not in told


@pytest.mark.parametrize("more", [["--region", "52.99"], ["--region", "52"], ["--region", "52.05", "--json"]])
def test_a_region_that_cannot_be_shown_is_refused(more: list[str]) -> None:
    assert alokasi("solve", STARTER, *more).code == 2


def test_solve_reads_standard_input() -> None:
    assert alokasi("solve", "-", "--json", stdin=STARTER.read_bytes()).document["totals"]["dropped"] == 0


def test_solve_quietly() -> None:
    done = alokasi("solve", STARTER, "--quiet")

    assert done.err == ""
    assert "20.337" in done.out
    assert len(done.out.splitlines()) < 20


def test_solve_in_english() -> None:
    assert "20,337 people" in alokasi("solve", STARTER, "--lang", "en").out


def test_a_changed_budget_changes_the_answer() -> None:
    done = alokasi("solve", STARTER, "--set", "funds.dompu-2027.ceiling=-20%", "--json")

    assert done.document["totals"]["persons_end"] < 20_337


def test_the_advice_can_be_followed(tmp_path: Path) -> None:
    """Each command that the answer proposes runs."""
    out = alokasi("solve", STARTER, cwd=tmp_path).out.replace(" \\\n", " ")
    asked = " ".join(["python", str(ROOT / "cli.py")])
    advised = [line.strip().removeprefix(asked) for line in out.splitlines() if line.startswith(f"  {asked}")]

    assert len(advised) >= 4
    for line in advised:
        done = alokasi(*shlex.split(line), cwd=tmp_path)
        assert done.code == 0, (line, done.err)


def test_the_folder_is_written_whole(solved: Path) -> None:
    names = sorted(path.name for path in solved.iterdir())

    assert names == ["payments.csv", "plan.yaml", "run.yaml", "scenario.yaml"]


def test_without_out_nothing_is_written(tmp_path: Path) -> None:
    alokasi("solve", STARTER, cwd=tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_replaced_only_by_force(tmp_path: Path) -> None:
    folder = tmp_path / "hasil"
    assert alokasi("solve", STARTER, "--out", folder).code == 0
    before = (folder / "plan.yaml").read_bytes()

    refused = alokasi("solve", STARTER, "--out", folder, "--with", "efisiensi-20")

    assert refused.code == 2
    assert (folder / "plan.yaml").read_bytes() == before
    assert alokasi("solve", STARTER, "--out", folder, "--with", "efisiensi-20", "--force").code == 0
    assert (folder / "plan.yaml").read_bytes() != before


def test_the_answer_names_the_files_it_wrote(tmp_path: Path) -> None:
    done = alokasi("solve", STARTER, "--out", "hasil", cwd=tmp_path)

    for name in ("plan.yaml", "payments.csv", "scenario.yaml"):
        assert f"  hasil/{name}" in done.out
    assert " verify hasil" in done.out


def test_rules_that_contradict_each_other(tmp_path: Path) -> None:
    """500 million of 2026 cannot keep 43,000 people for three months."""
    file = tmp_path / "x.yaml"
    text = STARTER.read_text("utf-8")
    file.write_text(
        text.replace("stay: 12 ", "floors: [{region: 52.05, persons: 43.000}]\n  stay: 12 "), "utf-8"
    )
    done = alokasi("solve", file, "--json")

    assert done.code == 3
    assert done.document["status"] == "contradiction"
    assert done.codes


def test_a_time_limit_that_is_too_short() -> None:
    done = alokasi("solve", STARTER, "--time-limit", "0.000001", "--json")

    assert (done.code, done.document["status"]) == (4, "stopped")


# --- verify, doctor ---


def test_verify_lets_a_sound_folder_pass(solved: Path) -> None:
    done = alokasi("verify", solved)

    assert (done.code, done.err) == (0, "")
    assert "sah" in done.out


def test_verify_says_what_it_did_not_count_again(solved: Path) -> None:
    """A checksum finds accidents; bounds and reasons take a solver, and the command that has one is named."""
    told = " ".join(alokasi("verify", solved).out.split())

    assert "Checksum hanya menemukan perubahan yang tidak disengaja" in told
    assert "memerlukan solver" in told
    assert f"solve {solved / 'scenario.yaml'}" in told.replace("\\ ", "")


def test_verify_refuses_a_changed_folder(solved: Path, tmp_path: Path) -> None:
    changed = tmp_path / "hasil"
    changed.mkdir()
    for path in solved.iterdir():
        (changed / path.name).write_bytes(path.read_bytes())
    rows = (changed / "payments.csv").read_text().splitlines(keepends=True)
    (changed / "payments.csv").write_text("".join(rows[:-1]))
    done = alokasi("verify", changed, "--json")

    assert (done.code, done.document["status"]) == (5, "audit_failed")
    assert done.codes


def test_verify_where_there_is_no_folder(tmp_path: Path) -> None:
    assert alokasi("verify", tmp_path / "none").code == 2


def test_doctor(tmp_path: Path) -> None:
    done = alokasi("doctor", cwd=tmp_path)

    assert done.code == 0, done.out
    assert "20" not in done.err
    assert list(tmp_path.iterdir()) == []
    assert alokasi("doctor", "--json").document["status"] == "fine"
