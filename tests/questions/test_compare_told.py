"""What ``compare`` prints: pages in both languages, CSV, Markdown, JSON; and that no name does harm there."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import goldens
import pytest
from cases import PREMIUM, case, fund, region
from command_line import ROOT
from compared import asked, file_of, ran

from optimizer import runs
from optimizer.answers.compare import Compare
from optimizer.questions import compare
from optimizer.questions.comparing.figures import line
from optimizer.report.asked import compare_csv, compare_markdown
from optimizer.report.asked.compare import page
from optimizer.report.asked.compare_tables import Rows
from optimizer.report.asked.compare_words import apart, shown
from optimizer.report.paper import Paper
from optimizer.report.view import Look
from optimizer.scenario.reading import load
from optimizer.text import Language
from optimizer.units import Share

NTB = "scenarios/ntb/base.yaml"
ASKED = {
    "compare": [NTB, f"{NTB}@efisiensi-20@tanpa-provinsi@rules.stay=6"],
    "compare-variants": [NTB, f"{NTB}@efisiensi-20", f"{NTB}@perubahan-saja", "--only-differences"],
    "compare-groups": [NTB, f"{NTB}@ekstrem-dulu", "--only-differences"],
    "compare-markdown": [NTB, f"{NTB}@efisiensi-20@tanpa-provinsi@rules.stay=6", "--format", "markdown"],
}
SIDES = {name: tuple(word for word in words if word.startswith(NTB)) for name, words in ASKED.items()}
ANSWERS: dict[tuple[str, ...], Any] = {}
BOTH: tuple[Rows, Rows] = ("long", "all")


def told(name: str, language: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the command prints to standard output; an answer is sought once for all forms and languages."""
    ask = compare.asked

    def once(desk: Any, *given: Any, **more: Any) -> Compare:
        if SIDES[name] not in ANSWERS:
            ANSWERS[SIDES[name]] = ask(desk, *given, **more), desk.plans, desk.doubts
        answer, desk.plans, desk.doubts = ANSWERS[SIDES[name]]
        found: Compare = answer
        return found

    monkeypatch.setattr(compare, "asked", once)
    monkeypatch.chdir(ROOT)
    done = ran(*ASKED[name], "--lang", language)
    assert done.code == 0, done.err
    return done.out


@pytest.mark.parametrize("name", ASKED)
def test_the_golden_comparison_of_ntb(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for language in ("id", "en"):
        with monkeypatch.context() as patched:
            text = told(name, language, patched)

        if "markdown" not in name:
            assert max(len(line) for line in text.splitlines()) <= 80
        goldens.same(f"asked/{name}.{language}.txt", text)


def test_the_cuts_of_ntb_add_up_to_the_person_and_the_rupiah(monkeypatch: pytest.MonkeyPatch) -> None:
    """``efisiensi-20``, ``tanpa-provinsi`` and a stay of 6: the parts of all five measures."""
    told("compare", "id", monkeypatch)
    found = ANSWERS[SIDES["compare"]][0].attribution

    assert [part.key for part in found.parts] == ["efisiensi-20", "tanpa-provinsi", "rules.stay=6"]
    assert (found.method, found.orders, len(found.totals)) == ("orders", 6, 5)
    for place, total in enumerate(found.totals):
        assert sum(part.brings[place].shown for part in found.parts) == total.difference
    differences = {line.field: line.differences[1] for line in ANSWERS[SIDES["compare"]][0].of("headline")}
    assert [total.difference for total in found.totals] == [differences[t.measure] for t in found.totals]


def test_who_is_paid_for_is_told_though_the_headline_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """``ekstrem-dulu`` moves 290 people from one group to another; nothing is divided by 0."""
    said = " ".join(told("compare-groups", "id", monkeypatch).split())
    moved = {line.item: line.differences[1] for line in ANSWERS[SIDES["compare-groups"]][0].of("groups")}

    assert {name: apart for name, apart in moved.items() if apart} == {"miskin-ekstrem": 290, "miskin": -290}
    assert "Pekerja miskin ekstrem +290; Pekerja miskin −290." in said
    assert "Seluruh selisih" not in said
    assert "Yang dibawa setiap perubahan" not in said


def test_percentages_subtract_as_they_are_shown(tmp_path: Path) -> None:
    """32.369 % and 31.141 % are 32.36 and 31.14: 1.22 apart on the page, 1.228 in the answer."""
    file, _ = two(tmp_path)
    look = Look(load(file).scenario, Paper(80), "en", everything=False)
    for before, after in (("0.32369", "0.31141"), ("0.31141", "0.32369"), ("1", "0.99999"), ("0", "0.00009")):
        given = line("headline", "", "reached", (Share(before), Share(after)))
        first, second = (Decimal(shown(look, value).rstrip("%")) for value in given.values)

        assert Decimal(apart(look, given, 1).removesuffix(" points").replace("−", "-")) == second - first
        assert given.differences[1] == Fraction(after) - Fraction(before)


def test_a_side_that_is_made_up_is_told_first(tmp_path: Path) -> None:
    file, _ = two(tmp_path)
    (tmp_path / "b").mkdir()
    other, _ = two(tmp_path / "b", synthetic=True)
    text, pasted = (ran(file, other, "--format", form).out for form in ("text", "markdown"))

    assert text.splitlines()[0] == "DATA SINTETIS — bukan angka nyata: B"
    assert "**DATA SINTETIS — bukan angka nyata: B**" in pasted.splitlines()[:3]


def two(tmp_path: Path, **more: Any) -> tuple[str, str]:
    """A file, and the same without the province's money for 8."""
    funds = {
        "a-2026": fund("52.01", 2026, 10 * 12 * PREMIUM),
        "prov-2026": fund("52", 2026, 8 * 12 * PREMIUM),
    }
    made = case(
        "2026-01..2026-12",
        regions={"52.01": region("A", eligible=20), "52.02": region("B", eligible=20)},
        funds=funds,
        stay=12,
        goals=["coverage", "fairness", "months"],
    )
    file = file_of(made | more, tmp_path, "a.yaml")
    return file, f"{file}@funds.prov-2026.ceiling=0@rules.enrol_per_month=40"


def printed(
    answer: Compare, *files: str, rows: Rows = "long", width: int = 80, language: Language = "id"
) -> str:
    """The page on one line."""
    scenarios = [load(file).scenario for file in files]
    look = Look(scenarios[0], Paper(width), language, everything=False)
    return " ".join(page(look, answer, scenarios, rows).split())


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("id", "B menanggung 10 orang pada Des 2026: 8 orang lebih sedikit daripada A (18)."),
        ("en", "B pays for 10 people in Dec 2026: 8 fewer than A (18)."),
    ],
)
def test_the_first_sentences_say_who_loses_and_why(language: Language, words: str, tmp_path: Path) -> None:
    files = two(tmp_path)
    said = printed(asked(*files), files[0], files[0], language=language)

    assert words in said
    assert "funds.prov-2026.ceiling=0 −8" in said
    assert "rules.enrol_per_month=40." in said  # the change without effect
    assert "−Rp1.612.800" in said.replace(",", ".")


def test_sides_of_other_months_and_targets_are_told_as_absent(tmp_path: Path) -> None:
    file, _ = two(tmp_path, targets={"ucj": {"measure": "ucj", "of": "52", "share": "50%", "by": "2026-12"}})
    (tmp_path / "b").mkdir()
    other, _ = two(tmp_path / "b", horizon="2026-01..2026-06", rules={"stay": 6})  # no targets here
    said = printed(asked(file, other), file, other)

    assert "orang pada bulan terakhirnya, Jun 2026; A 18 orang pada Des 2026." in said
    assert "target ucj tidak ada" in said
    assert "tidak dikurangkan" in said
    assert "+0 orang" not in said
    assert "bukan 2" not in said.partition("Angka utama")[0]


def test_long_tables_leave_out_what_is_alike(tmp_path: Path) -> None:
    """Fourteen regions, one differs: one row and a count; all of them with ``all``."""
    regions = {f"52.{number:02}": region(f"Daerah {number}", eligible=9) for number in range(1, 15)}
    funds = {f"d-{code}": fund(code, 2026, 3 * 12 * PREMIUM) for code in regions}
    file, _ = two(tmp_path, regions=regions, funds=funds)
    other = f"{file}@funds.d-52.07.ceiling=0"
    answer = asked(file, other)
    some, every = (printed(answer, file, file, rows=rows) for rows in BOTH)

    assert some.count("13 baris yang sama tidak ditampilkan") == 2
    assert "Daerah 7 3 0 −3" in some
    assert "Daerah 8 3" not in some
    assert "Daerah 8 3 3 0" in every
    assert "baris yang sama" not in every


def test_the_csv_is_one_tidy_table(tmp_path: Path) -> None:
    """Every figure of every side has its row, and what is missing is neither 0 nor empty."""
    made = {"targets": {"ucj": {"measure": "ucj", "of": "52", "share": "50%", "by": "2026-12"}}}
    file, changed = two(tmp_path, **made)
    answer = asked(file, f"{changed}@targets.ucj=null")
    rows = list(csv.DictReader(io.StringIO(compare_csv.table(answer, only_differing=False))))

    assert list(rows[0]) == ["section", "item", "field", "side", "value", "difference"]
    known = {(row["section"], row["item"], row["field"], row["side"]): row for row in rows}
    assert len(known) == len(rows)
    persons = known["headline", "", "persons_end", "B"]
    assert (persons["value"], persons["difference"]) == ("10", "-8")
    assert known["targets", "ucj:52", "shortfall", "B"]["value"] == "absent"
    assert known["targets", "ucj:52", "shortfall", "B"]["difference"] == ""
    assert known["headline", "", "reached", "A"]["value"] == "0.45"
    parts = [row for row in rows if row["section"] == "attribution" and row["field"] == "persons_end"]
    assert sum(int(row["value"]) for row in parts) == -8
    fewer = compare_csv.table(answer, only_differing=True)
    assert "a-2026" not in fewer


def test_a_name_that_looks_like_a_formula_or_a_mark_stays_a_name(tmp_path: Path) -> None:
    """``=1+1`` in CSV, a table's bars and HTML in Markdown, a terminal's colours on the page."""
    funds = {"=1+1": fund("52.01", 2026, 5 * 12 * PREMIUM, name="| <b>*dana*</b> \u202e")}
    file, _ = two(tmp_path, funds=funds)
    answer = asked(file, f"{file}@rules.stay=3")
    scenarios = [load(file).scenario] * 2
    look = Look(scenarios[0], Paper(80), "id", everything=False)
    document = compare_markdown.document(look, answer, scenarios, "all")
    row = next(one for one in document.splitlines() if "<b" in one)

    assert "\n'=1+1" not in compare_csv.table(answer, only_differing=False)
    assert "funds,'=1+1,ceiling,A" in compare_csv.table(answer, only_differing=False)
    assert "\\| \\<b\\>\\*dana\\*\\</b\\> \\\\u202e" in row
    assert row.replace("\\|", "").count("|") == 11
    assert "\u202e" not in page(look, answer, scenarios, "all")


def test_json_holds_everything(tmp_path: Path) -> None:
    file, other = two(tmp_path)
    done = ran(file, other, "--json")
    document = done.document

    assert next(iter(document)) == "status"
    assert document["attribution"]["method"] == "orders"
    persons = [part["brings"][0] for part in document["attribution"]["parts"]]
    assert [one["measure"] for one in persons] == ["persons_end", "persons_end"]
    assert sum(one["shown"] for one in persons) == -8
    assert [side["letter"] for side in document["sides"]] == ["A", "B"]


def test_quiet_keeps_the_sentences_and_no_parts_divides_nothing(tmp_path: Path) -> None:
    file, other = two(tmp_path)
    quiet = ran(file, other, "--quiet", "--lang", "en").out
    undivided = json.loads(ran(file, other, "--no-parts", "--json").out)

    assert "Headline figures" not in quiet
    assert "8 fewer than A" in quiet
    assert undivided["attribution"] is None


def test_what_all_files_share_is_told(tmp_path: Path) -> None:
    file, other = two(tmp_path)
    done = ran(file, other, "--set", "rules.stay=6", "--quiet", "--lang", "en")

    assert "In every file there is also: rules.stay=6." in " ".join(done.out.split())


def test_a_folder_is_told_as_a_plan_that_was_kept(tmp_path: Path) -> None:
    file, other = two(tmp_path)
    runs.save(runs.solved(file), tmp_path / "out")
    done = ran(tmp_path / "out", other, "--set", "rules.stay=6", "--quiet", "--lang", "en")

    assert f"A: {tmp_path / 'out'}, a plan that was kept" in " ".join(done.out.split())
    assert "rules.stay=6; but not in A: a plan that was kept is not changed." in " ".join(done.out.split())


def test_kept_plans_are_told_apart_by_their_layers(tmp_path: Path) -> None:
    """Both folders hold a plan of one file: one with a variant and a change, named in its ``run.yaml``."""
    file, _ = two(tmp_path)
    layers = ("efisiensi 20 persen", "funds.a-2026.ceiling=0")
    runs.save(runs.solved(file), tmp_path / "a")
    runs.save(runs.solved(file), tmp_path / "b", layers=layers)
    sides = (tmp_path / "a", tmp_path / "b", "--lang", "en")

    told = " ".join(ran(*sides, "--quiet").out.split())
    assert f"A: {tmp_path / 'a'}, a plan that was kept" in told
    assert f"B: {tmp_path / 'b'} (efisiensi 20 persen; funds.a-2026.ceiling=0), a plan that was kept" in told
    assert "/b (efisiensi 20 persen;" in ran(*sides, "--format", "markdown").out
    assert (
        "sides,,layers,B,efisiensi 20 persen; funds.a-2026.ceiling=0," in ran(*sides, "--format", "csv").out
    )
    document = json.loads(ran(*sides, "--json").out)
    assert [[one["given"] for one in side["layers"]] for side in document["sides"]] == [[], list(layers)]
    ran(*sides, "--page", tmp_path / "p.html")
    page = (tmp_path / "p.html").read_text("utf-8")
    assert page.count("Efisiensi 20 persen; ") >= 1, "the name of the side, in words"


def test_the_clash_on_the_way_is_told_with_its_rules(tmp_path: Path) -> None:
    """Without A's money its floor of 9 cannot hold; a floor of 5 goes first."""
    rules = {"stay": 12, "floors": [{"region": "52.01", "persons": 9}]}
    file, _ = two(tmp_path, rules=rules)
    other = f"{file}@funds.a-2026.ceiling=0@rules.floors.0.persons=5"
    said = printed(asked(file, other), file, file, language="en")

    assert "average over 1 of 2 orders" in said
    assert "Combinations of changes that have no plan • funds.a-2026.ceiling=0, without" in said
    assert "rules.floors" in said


def test_nothing_that_differs_is_said_in_one_sentence(tmp_path: Path) -> None:
    file, _ = two(tmp_path)
    same = printed(asked(file, file), file, file, language="en")
    other = printed(asked(file, f"{file}@rules.enrol_per_month=40"), file, file, language="en")

    assert "Nothing differs: inputs and plans are the same." in same
    assert "The inputs differ, but every figure of the plans is the same." in other
    assert "enrolment limit a month (rules.enrol_per_month): not stated → 40" in other
