"""A table says what its file says, whoever saved it; what a spreadsheet spoiled is refused at its cell."""

from __future__ import annotations

import csv
from itertools import permutations
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from tabled import Grid, Read, from_csv, from_text, from_xlsx, one

from optimizer.errors import InvalidError, Place
from optimizer.scenario.reading import load
from optimizer.scenario.tables import parted

SCENARIOS = Path(__file__).parents[2] / "scenarios"
HEAD = ["code", "name", "workers", "workers.source", "active", "eligible.rentan"]
BELU = ["53.04", "Belu", "64.610", "S36", "21.795", "25.227"]
ENDE = ["53.08", "Ende", "1.000", "S36", "900", "12.050"]
FUND = ["id", "owner", "budget", "year", "ceiling"]


# --- what a table says ---


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_any_separator_gives_the_same_records(tmp_path: Path, separator: str) -> None:
    assert from_csv(tmp_path, [HEAD, BELU], separator=separator).rows == {
        "53.04": {
            "name": "Belu",
            "workers": {"value": "64.610", "source": "S36"},
            "active": "21.795",
            "eligible": {"rentan": "25.227"},
        }
    }


def test_a_workbook_gives_the_same_records_as_text(tmp_path: Path) -> None:
    numbers = [53.04, "Belu", 64610, "S36", 21795.0, 25227]
    texts = from_csv(tmp_path, [HEAD, ["53.04", "Belu", "64610", "S36", "21795", "25227"]])

    assert from_xlsx(tmp_path, [HEAD, numbers]).rows == texts.rows


@pytest.mark.parametrize("order", list(permutations(range(3)))[:4])
def test_rows_come_in_order_of_their_keys(tmp_path: Path, order: tuple[int, ...]) -> None:
    rows = [["53.04", "a"], ["52.71", "b"], ["53.01", "c"]]

    assert list(from_csv(tmp_path, [["code", "name"], *(rows[at] for at in order)]).rows) == [
        "52.71",
        "53.01",
        "53.04",
    ]


def test_dots_make_keys_and_words_beside_a_figure_make_its_record(tmp_path: Path) -> None:
    head = ["code", "outlook.2026-12", "outlook.2026-12.note", "eligible.a.b", "eligible.a.b.status"]

    assert one(from_csv(tmp_path, [head, ["52.04", "34.000", "x", "5", "press"]])) == {
        "outlook": {"2026-12": {"value": "34.000", "note": "x"}},
        "eligible": {"a.b": {"value": "5", "status": "press"}},
    }


def test_limits_of_a_fund_are_nested(tmp_path: Path) -> None:
    head, row = ["id", "per_region.max", "per_region.min"], ["a", "60%", "Rp50 juta"]

    assert one(from_csv(tmp_path, [head, row], "funds")) == {"per_region": {"max": "60%", "min": "Rp50 juta"}}


def test_an_unknown_figure_carries_what_is_assumed(tmp_path: Path) -> None:
    head = ["kode", "subsidised.rentan", "subsidised.rentan.assume"]

    assert one(from_csv(tmp_path, [head, ["52.04", "unknown", "0"]])) == {
        "subsidised": {"rentan": {"value": "unknown", "assume": "0"}}
    }


def test_an_empty_cell_is_a_key_left_out(tmp_path: Path) -> None:
    assert one(from_csv(tmp_path, [HEAD, ["53.04", "Belu", " ", "", "", "1"]])) == {
        "name": "Belu",
        "eligible": {"rentan": "1"},
    }


@pytest.mark.parametrize("given_", ["a b", "a|b", "a;b", " a | b; "])
def test_lists_are_separated_by_spaces_bars_or_semicolons(tmp_path: Path, given_: str) -> None:
    read = from_csv(tmp_path, [["id", "groups", "regions"], ["x", given_, "52.04 52.71"]], "funds")

    assert one(read) == {"groups": ["a", "b"], "regions": ["52.04", "52.71"]}


@pytest.mark.parametrize("text", ["NA", "None", "-", "null", "~", "n/a", "nihil"])
def test_words_for_nothing_are_neither_zero_nor_missing(tmp_path: Path, text: str) -> None:
    assert from_csv(tmp_path, [["code", "workers"], ["52.04", text]]).found == [("table.no_number", 2, 7)]
    assert one(from_csv(tmp_path, [["code", "name"], ["52.04", text]])) == {"name": text}


def test_excel_writes_its_separator_and_empty_ends(tmp_path: Path) -> None:
    text = "\ufeffsep=;\r\ncode;name;;\r\n52.04;Sumbawa;;\r\n;;;\r\n\r\n"

    assert from_text(tmp_path, text).rows == {"52.04": {"name": "Sumbawa"}}


def test_a_quoted_cell_may_hold_anything(tmp_path: Path) -> None:
    read = from_csv(tmp_path, [["code", "name", "note"], ["52.04", 'a;"b"', "c\nd"], ["52.05", "e", "f"]])

    assert read.rows["52.04"] == {"name": 'a;"b"', "note": "c\nd"}
    assert read.root is not None
    assert read.root.entries["52.05"].key.line == 4


def test_a_value_knows_its_place(tmp_path: Path) -> None:
    table = from_text(tmp_path, "code;name\n52.04;Sumbawa\n").root
    sheet = from_xlsx(tmp_path, [["code", "name"], ["52.04", "Sumbawa"]]).root
    assert table is not None
    assert sheet is not None
    places = [root.entries["52.04"].value.get("name").mark.place for root in (table, sheet)]  # type: ignore[union-attr] # both are there

    assert places == [Place("regions.csv", 2, 7), Place("regions.xlsx!Daerah", 2, 2)]
    assert [place.excerpt for place in places] == ["52.04;Sumbawa", " Sumbawa"]


def test_a_sheet_is_chosen_by_its_name(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        book.add_worksheet("Catatan").write(0, 0, "halo")
        page = book.add_worksheet("Daerah 2")
        page.write_row(0, 0, ["code", "name"])
        page.write_row(1, 0, ["52.04", "Sumbawa"])

    assert Read(tmp_path / "a.xlsx", "regions", "Daerah 2").rows == {"52.04": {"name": "Sumbawa"}}
    assert Read(tmp_path / "a.xlsx", "regions").found == [("table.first_column", 1, 1)]
    assert Read(tmp_path / "a.xlsx", "regions", "Lain").found == [("table.no_sheet", 1, 1)]


def test_a_hidden_sheet_is_not_the_first(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        hidden = book.add_worksheet("Lama")
        page = book.add_worksheet("Baru")
        page.write_row(0, 0, ["code", "name"])
        page.write_row(1, 0, ["52.04", "Sumbawa"])
        page.activate()
        page.set_first_sheet()
        hidden.hide()

    assert list(Read(tmp_path / "a.xlsx", "regions").rows) == ["52.04"]


def test_a_name_with_a_sheet_is_parted() -> None:
    assert parted("a/b.xlsx#Daerah 2") == ("a/b.xlsx", "Daerah 2")
    assert parted("a#b.csv") == ("a#b.csv", "")


# --- tables of the house, and tables within a scenario ---


@pytest.mark.parametrize(
    "path", sorted(SCENARIOS.glob("*/regions.csv")) + sorted(SCENARIOS.glob("*/funds.csv"))
)
def test_the_tables_of_the_house_are_read_as_python_reads_them(path: Path) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    read = Read(path, "regions" if path.stem == "regions" else "funds")
    key = next(iter(rows[0]))

    assert list(read.rows) == sorted(row[key] for row in rows)
    for row in rows:
        record = read.rows[row[key]]
        for head, text in row.items():
            if head != key and text and head.count(".") == 0:
                value = record[head]["value"] if isinstance(record[head], dict) else record[head]
                assert (" ".join(value) if isinstance(value, list) else value) == text.strip()


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=20),
            st.integers(0, 10**9),
        ),
        min_size=1,
        max_size=20,
    ),
    st.sampled_from(";,\t"),
)
@settings(max_examples=50, deadline=None)
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, int]], separator: str
) -> None:
    grid: Grid = [
        ["code", "name", "workers"],
        *([f"{number:02d}.01", name, persons] for number, (name, persons) in enumerate(rows, 10)),
    ]
    folder = tmp_path_factory.mktemp("t")
    texts, sheet = from_csv(folder, grid, separator=separator), from_xlsx(folder, grid)
    names = [name.replace("\u00a0", " ").strip() for name, _ in rows]

    assert [row.get("name", "") for row in texts.rows.values()] == names
    assert [row["workers"] for row in texts.rows.values()] == [str(persons) for _, persons in rows]
    assert [row["workers"] for row in sheet.rows.values()] == [str(persons) for _, persons in rows]


SCENARIO = """
schema: alokasi/1
title: Tabel
horizon: 2026-01..2026-12
premium: 16.800
groups: {rentan: {}}
regions: %s
funds: funds.csv
goals: [coverage]
"""


def test_a_scenario_takes_its_regions_and_funds_from_tables(tmp_path: Path) -> None:
    grid: Grid = [
        ["code", "name", "workers", "active", "eligible.rentan"],
        [52.04, "Sumbawa", 9000, 500, 700],
    ]
    from_xlsx(tmp_path, grid)
    from_csv(tmp_path, [FUND, ["a", "52.04", "murni", "2026", "Rp1.008.000.000"]], "funds")
    (tmp_path / "s.yaml").write_text(SCENARIO % "regions.xlsx#Daerah", "utf-8")
    scenario = load(tmp_path / "s.yaml").scenario

    assert scenario.regions[scenario.codes[0]].workers.number == 9000
    assert scenario.funds["a"].ceiling.number == 1_008_000_000


def test_a_mistake_in_a_cell_is_told_once(tmp_path: Path) -> None:
    from_csv(
        tmp_path, [["code", "name", "workers", "active", "eligible.rentan"], ["52.04", "a", "16.8", "5", "x"]]
    )
    from_csv(tmp_path, [FUND, ["a", "52.04", "murni", "2026", "62,22"]], "funds")
    (tmp_path / "s.yaml").write_text(SCENARIO % "regions.csv", "utf-8")
    with pytest.raises(InvalidError) as error:
        load(tmp_path / "s.yaml")
    findings = [finding for finding in error.value.findings if finding.level == "error"]

    assert [finding.code for finding in findings] == [
        "table.zeros_lost",
        "table.decimals",
        "persons.unreadable",
    ]
