"""``report``: papers beside a plan, whole or not at all, checked by ``verify``, nobody's work destroyed."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import cases
import pytest
from arrange import scenario
from command_line import STARTER, alokasi, environment
from strategies import as_yaml

from optimizer.scenario.resolved import write

NAMES = {
    *("laporan.html", "alokasi.xlsx", "nota.docx", "nota.pdf", "ringkasan.png", "ringkasan.txt"),
    *("wilayah", "daftar.json"),
}


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The starter's plan with its papers, the plan alone."""
    out = tmp_path_factory.mktemp("laporan") / "hasil"
    assert alokasi("solve", STARTER, "--out", out, "-q").code == 0
    done = alokasi("report", out, "--plan-only")
    assert done.code == 0, done.err
    return out


@pytest.fixture
def copied(reported: Path, tmp_path: Path) -> Path:
    """A copy that may be spoilt."""
    return Path(shutil.copytree(reported, tmp_path / "hasil"))


def papers(out: Path) -> dict[str, bytes]:
    place = out / "laporan"
    return {str(path.relative_to(place)): path.read_bytes() for path in place.rglob("*") if path.is_file()}


def test_it_writes_all_papers_under_fixed_names(reported: Path) -> None:
    place = reported / "laporan"

    assert {path.name for path in place.iterdir()} == NAMES
    listed = json.loads((place / "daftar.json").read_text("utf-8"))["files"]
    assert set(listed) == set(papers(reported)) - {"daftar.json"}


def test_the_same_plan_gives_the_same_bytes(copied: Path, reported: Path) -> None:
    assert alokasi("report", copied, "--plan-only").code == 0
    assert papers(copied) == papers(reported)


def test_verify_passes_them(reported: Path) -> None:
    done = alokasi("verify", reported)

    assert done.code == 0
    assert str(len(papers(reported)) - 1) in done.out


@pytest.mark.parametrize("name", ["laporan.html", "nota.pdf", "ringkasan.png", "ringkasan.txt"])
def test_verify_refuses_a_paper_that_was_changed(copied: Path, name: str) -> None:
    paper = copied / "laporan" / name
    paper.write_bytes(paper.read_bytes() + b" ")

    refused = alokasi("verify", copied, "--json")

    assert refused.code == 5
    assert "papers.changed" in refused.codes


def test_verify_refuses_a_figure_that_is_not_the_plans(copied: Path) -> None:
    """Though the list of papers was made to agree with the page."""
    place = copied / "laporan"
    page = (place / "laporan.html").read_text("utf-8")
    persons = page.partition('data-figure="total.persons">')[2].partition("<")[0]
    forged = page.replace(persons, "9" + persons).encode()
    (place / "laporan.html").write_bytes(forged)
    files = papers(copied)
    del files["daftar.json"]
    listed = json.loads((place / "daftar.json").read_text("utf-8"))
    listed["files"] = {name: sha256(content).hexdigest() for name, content in files.items()}
    (place / "daftar.json").write_text(json.dumps(listed), "utf-8")

    refused = alokasi("verify", copied, "--json")

    assert refused.code == 5
    assert set(refused.codes) == {"papers.differs"}


def test_verify_names_what_is_missing_and_what_is_foreign(copied: Path) -> None:
    (copied / "laporan" / "nota.pdf").unlink()
    (copied / "laporan" / "catatan.txt").write_text("rapat", "utf-8")

    assert sorted(alokasi("verify", copied, "--json").codes) == ["papers.foreign", "papers.missing"]


def test_papers_of_another_plan_are_refused(copied: Path, tmp_path: Path) -> None:
    other = tmp_path / "lain"
    assert alokasi("solve", STARTER, "--set", "funds.*.ceiling=-10%", "--out", other, "-q").code == 0
    shutil.copytree(copied / "laporan", other / "laporan")

    assert "papers.other_plan" in alokasi("verify", other, "--json").codes


def test_a_letter_that_people_changed_is_not_written_over(copied: Path) -> None:
    letter = copied / "laporan" / "nota.docx"
    with zipfile.ZipFile(letter, "a") as changed:
        changed.writestr("custom/note.txt", "ditulis di rapat")
    before = papers(copied)

    refused = alokasi("report", copied, "--plan-only", "--json")

    assert (refused.code, refused.codes) == (2, ["papers.edited"])
    assert papers(copied) == before
    assert alokasi("report", copied, "--plan-only", "--force").code == 0
    assert papers(copied)["nota.docx"] != before["nota.docx"]


def test_a_new_plan_spares_what_people_wrote(copied: Path) -> None:
    """``--force`` replaces a plan, not the letter that somebody has worked on, nor files put beside it."""
    (copied / "laporan" / "catatan.txt").write_text("rapat", "utf-8")
    before = papers(copied)

    refused = alokasi("solve", STARTER, "--out", copied, "--force", "--json")

    assert (refused.code, refused.codes) == (2, ["papers.in_the_way"])
    assert papers(copied) == before


@pytest.mark.parametrize("name", ["laporan/wilayah/catatan.txt", "laporan/rapat.docx"])
def test_new_papers_spare_files_of_others(copied: Path, name: str) -> None:
    """Though ``--force`` is given: it is for papers, not for what was put beside them."""
    (copied / name).write_text("rapat", "utf-8")

    refused = alokasi("report", copied, "--plan-only", "--force", "--json")

    assert (refused.code, refused.codes) == (2, ["out.foreign"])
    assert (copied / name).read_text("utf-8") == "rapat"


def test_a_file_with_a_name_like_ours_is_no_leftover(copied: Path) -> None:
    (copied / "rapat.alokasi-2026.docx").write_text("rapat", "utf-8")

    assert alokasi("solve", STARTER, "--out", copied, "--force", "--json").codes == ["out.foreign"]


KILLED_AT = """
import os, shutil, signal, sys
from optimizer.commands import gate, program

into, kept = sys.argv.pop(1), [int(step) for step in sys.argv.pop(1).split(",")]
steps, copying = 0, False

def strike(event, arguments):
    global steps, copying
    path = str(arguments[0]) if arguments else ""
    if not copying and event in ("open", "os.mkdir", "os.rename", "os.rmdir") and "laporan" in path:
        steps += 1
        if steps in kept:
            copying = True
            shutil.copytree(sys.argv[2], os.path.join(into, str(steps)))
            copying = False
        if steps == kept[-1]:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(strike)
sys.exit(gate.run(program.app))
"""
"""``report``, killed before its n-th operation on the folder of papers.

A kill flushes nothing: what it leaves is what is in the folder at that moment. So the folder is copied before
some earlier operations too, each copy being what a kill there would have left.
"""

STEPS = (4, 12, 18, 19, 20)


@pytest.fixture(scope="module")
def struck(reported: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folders as a kill at each step leaves them, by the number of the step."""
    folder = tmp_path_factory.mktemp("struck")
    script, out, into = folder / "struck.py", folder / "hasil", folder / "left"
    script.write_text(KILLED_AT, "utf-8")
    shutil.copytree(reported, out)

    ended = subprocess.run(
        [sys.executable, script, into, ",".join(map(str, STEPS)), "report", out, "--plan-only", "--final"],
        env=environment(),
        capture_output=True,
        check=False,
    )

    assert ended.returncode == -signal.SIGKILL, ended.stderr
    shutil.rmtree(into / str(STEPS[-1]))
    out.rename(into / str(STEPS[-1]))
    return into


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows knows no SIGKILL")
@pytest.mark.parametrize("step", STEPS)
def test_a_kill_leaves_the_old_papers_or_the_new(
    reported: Path, struck: Path, tmp_path: Path, step: int
) -> None:
    before, left = papers(reported), Path(shutil.copytree(struck / str(step), tmp_path / "hasil"))

    assert alokasi("verify", left).code == 0
    assert papers(left) == before or json.loads(papers(left)["daftar.json"])["final"]
    assert alokasi("report", left, "--plan-only").code == 0
    assert papers(left) == before
    assert not [path for path in left.iterdir() if path.name.startswith(".")]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows knows no SIGKILL")
def test_the_kills_strike_before_and_after_the_papers_changed(struck: Path) -> None:
    """Steps at which nothing was written yet, or all was, would prove nothing."""
    states = [sorted(path.name for path in (struck / str(step)).iterdir()) for step in STEPS]

    assert len({tuple(names) for names in states}) > 1
    assert any(name.startswith(".") for names in states for name in names)


def test_a_list_that_cannot_be_read_is_no_crash(copied: Path) -> None:
    (copied / "laporan" / "daftar.json").write_text("[" * 5000, "utf-8")

    assert alokasi("verify", copied, "--json").codes == ["papers.list_unreadable"]
    assert alokasi("report", copied, "--plan-only", "--json").codes == ["papers.list_unreadable"]
    assert alokasi("solve", STARTER, "--out", copied, "--force", "--json").code == 2


def test_copies_have_dated_names_and_are_not_written_over(copied: Path, tmp_path: Path) -> None:
    done = alokasi("report", copied, "--plan-only", "--export", tmp_path / "Rakor", "--final")
    names = {path.name for path in (tmp_path / "Rakor").iterdir()}

    assert done.code == 0
    assert len(names) == len(NAMES) - 1, "all but the list"
    assert all(name[:4].isdigit() and name[4] == "-" for name in names), names
    page = next((tmp_path / "Rakor").glob("*.html")).read_text("utf-8")
    sheets = next(path for path in (tmp_path / "Rakor").iterdir() if path.is_dir())
    assert f'href="{sheets.name}/' in page
    assert 'href="wilayah/' not in page
    assert "DRAF" not in next((tmp_path / "Rakor").glob("*.txt")).read_text("utf-8")
    again = alokasi("report", copied, "--plan-only", "--export", tmp_path / "Rakor", "--json")
    assert (again.code, again.codes) == (2, ["papers.copies_exist"])


def test_papers_of_another_version_are_not_called_wrong(copied: Path) -> None:
    """Words change from version to version; what was written then is judged by its bytes."""
    place = copied / "laporan"
    listed = json.loads((place / "daftar.json").read_text("utf-8")) | {"program": "0.0.1 (lama)"}
    text = (place / "ringkasan.txt").read_bytes() + b"kalimat lama"
    listed["files"]["ringkasan.txt"] = sha256(text).hexdigest()
    (place / "ringkasan.txt").write_bytes(text)
    (place / "daftar.json").write_text(json.dumps(listed), "utf-8")

    passed = alokasi("verify", copied)
    (place / "nota.pdf").write_bytes(b"%PDF-1.7")
    refused = alokasi("verify", copied, "--json")

    assert (passed.code, "0.0.1 (lama)" in passed.out) == (0, True)
    assert refused.codes == ["papers.changed"]


def test_papers_of_a_variant_say_so(tmp_path: Path) -> None:
    """In the title of every paper that people read, and in the names of copies."""
    out, into = tmp_path / "hasil", tmp_path / "Rakor"
    assert alokasi("solve", STARTER, "--set", "rules.stay=6", "--out", out, "-q").code == 0

    assert alokasi("report", out, "--plan-only", "--export", into).code == 0

    assert alokasi("verify", out).code == 0
    for name in ("laporan.html", "ringkasan.txt", "wilayah/52.05.html"):
        assert "rules.stay=6" in (out / "laporan" / name).read_text("utf-8"), name
    assert all("rules-stay-6" in path.name for path in into.iterdir())


def test_what_a_file_manager_leaves_is_nobodys_work(copied: Path) -> None:
    for name in (".DS_Store", "Thumbs.db", "~$nota.docx", ".~lock.alokasi.xlsx#"):
        (copied / "laporan" / name).write_text("", "utf-8")

    assert alokasi("verify", copied).code == 0
    assert alokasi("report", copied, "--plan-only").code == 0


def test_papers_that_a_kill_left_aside_are_spared_too(copied: Path) -> None:
    letter = copied / "laporan" / "nota.docx"
    letter.write_bytes(letter.read_bytes() + b"rapat")
    (copied / "laporan").rename(copied / ".laporan.alokasi-old-0123abcd")

    assert alokasi("solve", STARTER, "--out", copied, "--force", "--json").codes == ["papers.in_the_way"]
    assert letter.read_bytes().endswith(b"rapat")


@pytest.mark.parametrize("into", [".", "laporan", "salinan", "plan.yaml"])
def test_copies_do_not_go_into_the_folder_of_the_plan(copied: Path, into: str) -> None:
    before = papers(copied)

    refused = alokasi("report", copied, "--plan-only", "--export", copied / into, "--json")

    assert (refused.code, refused.codes) == (2, ["papers.export_inside"])
    assert papers(copied) == before
    assert alokasi("verify", copied).code == 0


def test_copies_do_not_go_into_a_file(copied: Path, tmp_path: Path) -> None:
    (tmp_path / "Rakor").write_text("", "utf-8")

    refused = alokasi("report", copied, "--plan-only", "--export", tmp_path / "Rakor" / "juni", "--json")

    assert refused.codes == ["papers.export_to_file"]


def test_solving_can_write_them_at_once(tmp_path: Path) -> None:
    case = cases.two_with_a_province(60, 30, 40, eligible=10, share="80%")
    small = tmp_path / "dua.yaml"
    small.write_text(write(scenario(case)), "utf-8")
    done = alokasi("solve", small, "--out", tmp_path / "a", "--report", "--json")

    assert done.code == 0, done.err
    assert done.document["status"] == "optimal", "one document, the plan's"
    assert {path.name for path in (tmp_path / "a" / "laporan").iterdir()} == NAMES
    assert alokasi("verify", tmp_path / "a").code == 0
    assert alokasi("solve", small, "--out", tmp_path / "a", "--force", "-q").code == 0
    assert not (tmp_path / "a" / "laporan").exists(), "papers of the plan before"


def test_papers_hold_whatever_the_order_of_the_file(tmp_path: Path) -> None:
    """The plan's folder keeps regions and sources by code and key; papers of ``solve`` are judged by that."""
    case = cases.two_with_a_province(60, 30, 40, eligible=10, share="80%")
    case["regions"] = dict(reversed(case["regions"].items()))
    case["sources"] = {key: {"title": f"Judul {key}"} for key in ("z9", "a1", "m5")}
    for region, key in zip(case["regions"].values(), case["sources"], strict=False):
        region["workers"] = {"value": region["workers"], "source": key, "status": "official"}
    small = tmp_path / "dua.yaml"
    small.write_text(as_yaml(case), "utf-8")

    assert alokasi("solve", small, "--out", tmp_path / "a", "--report", "-q").code == 0
    done = alokasi("verify", tmp_path / "a", "--json")
    assert (done.code, done.codes) == (0, [])


def test_without_a_folder_there_is_nothing_to_report(tmp_path: Path) -> None:
    assert alokasi("solve", STARTER, "--report", "--json").codes == ["usage.only_with_out"]
    assert alokasi("report", tmp_path / "none", "--json").codes == ["verify.no_folder"]
