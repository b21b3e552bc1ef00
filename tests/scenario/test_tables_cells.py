"""Cells are read as they were meant, or refused with what was likely meant: no number or code is guessed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tabled import Grid, from_csv, from_text, from_xlsx, one

from optimizer.scenario.tables import Table

# --- numbers ---


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        (["1,234,567", "1,234"], ["1234567", "1234"]),
        (["12.050", "900"], ["12.050", "900"]),
        (["12_050", "Rp1,234,567"], ["12_050", "1234567"]),
    ],
)
def test_commas_group_where_the_column_shows_it(tmp_path: Path, cells: list[str], read: list[str]) -> None:
    rows = [[f"f{number}", cell] for number, cell in enumerate(cells)]
    found = from_csv(tmp_path, [["id", "ceiling"], *rows], "funds").rows

    assert [row["ceiling"] for row in found.values()] == read


@pytest.mark.parametrize("key", ["ceiling", "set_aside"])
def test_cents_of_zero_as_sipd_prints_them_are_left_to_the_unit(tmp_path: Path, key: str) -> None:
    cells = ["1.008.000.000,00", "Rp 16.800,00", "900,00", "1.234"]
    grid = [["id", key], *([f"f{number}", cell] for number, cell in enumerate(cells))]

    for read in (from_csv(tmp_path, grid, "funds"), from_xlsx(tmp_path, grid, "funds")):
        assert [row[key] for row in read.rows.values()] == cells


@pytest.mark.parametrize(
    ("kind", "key", "cells", "bad"),
    [
        ("regions", "workers", ["12.050,00", "900"], 1),
        ("funds", "ceiling", ["1.008,50", "900"], 1),
        ("funds", "ceiling", ["1,008.00", "900"], 1),
        ("funds", "ceiling", ["1,234,567", "900,00"], 2),
    ],
)
def test_cents_are_refused_of_persons_and_where_commas_may_group(
    tmp_path: Path, kind: Table, key: str, cells: list[str], bad: int
) -> None:
    rows = [[f"52.0{number}", cell] for number, cell in enumerate(cells, 1)]
    first = "code" if kind == "regions" else "id"

    found = from_csv(tmp_path, [[first, key], *rows], kind).found

    assert [(code, line) for code, line, _ in found] == [("table.decimals", bad + 1)]


def test_cents_of_zero_behind_points_are_read_though_commas_group(tmp_path: Path) -> None:
    """But ``1,234`` below them stays in doubt: the column groups both ways."""
    cells = ["1.008.000,00", "1,234,567", "1,234"]
    grid = [["id", "ceiling"], *([f"f{number}", cell] for number, cell in enumerate(cells))]

    assert [(code, line) for code, line, _ in from_csv(tmp_path, grid, "funds").found] == [
        ("table.comma_ambiguous", 4)
    ]
    sure = from_csv(tmp_path, grid[:3], "funds")
    assert [row["ceiling"] for row in sure.rows.values()] == ["1.008.000,00", "1234567"]


@pytest.mark.parametrize(
    ("cells", "code", "bad"),
    [
        (["1,234", "900"], "table.comma_ambiguous", 1),
        (["1.234", "1,234"], "table.comma_ambiguous", 2),
        (["1,234,567", "1.234"], "table.point_ambiguous", 2),
        (["16.8", "16.800"], "table.zeros_lost", 1),
        (["1.234.5", "900"], "table.zeros_lost", 1),
        (["900", "1.234.567,89"], "table.decimals", 2),
        (["900", "1.234,5"], "table.decimals", 2),
        (["900", "1,234,567.89"], "table.decimals", 2),
        (["900", "62,22"], "table.decimals", 2),
    ],
)
@pytest.mark.parametrize("separator", [";", ","])
def test_no_number_is_guessed(tmp_path: Path, cells: list[str], code: str, bad: int, separator: str) -> None:
    rows = [[f"52.0{number}", cell] for number, cell in enumerate(cells, 1)]
    read = from_csv(tmp_path, [["code", "workers"], *rows], separator=separator)

    assert [(found[0], found[1]) for found in read.found] == [(code, bad + 1)]
    assert read.findings[0].path == f"regions.52.0{bad}.workers"


@pytest.mark.parametrize(
    ("given_", "meant"),
    [("16.8", "16.800"), ("1.5", "1.500"), ("1.234.50", "1.234.500"), ("1.234.567,89", "1.234.567")],
)
def test_the_mend_offers_what_was_likely_meant(tmp_path: Path, given_: str, meant: str) -> None:
    (finding,) = from_csv(tmp_path, [["id", "ceiling"], ["a", given_]], "funds").findings

    assert finding.facts["meant"] == meant


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (1008000000, "1008000000"),
        (1e15, "1000000000000000"),
        (16800.0, "16800"),
        (16800 * 1.1, "18480"),
        (0, "0"),
        ("500 juta", "500 juta"),
        ((16800, '[$-421]"Rp"#,##0'), "16800"),
    ],
)
def test_whole_numbers_of_a_sheet_are_digits(tmp_path: Path, cell: Any, text: str) -> None:
    assert one(from_xlsx(tmp_path, [["id", "ceiling"], ["a", cell]], "funds")) == {"ceiling": text}


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (16.8, "table.number_with_point"),
        (12.345, "table.number_with_point"),
        (18480.25, "table.number_with_decimals"),
        (0.5, "table.number_with_decimals"),
        (date(2026, 12, 10), "table.cell_date"),
        (True, "table.cell_logical"),
    ],
)
def test_what_a_sheet_made_of_a_number_is_refused(tmp_path: Path, cell: Any, code: str) -> None:
    """12.345 in a sheet is a fraction, though as text it would be twelve thousand."""
    grid: Grid = [["id", "ceiling"], ["a", (cell, "yyyy-mm-dd") if isinstance(cell, date) else cell]]

    assert from_xlsx(tmp_path, grid, "funds").found == [(code, 2, 2)]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ((0.05, "0%"), "5%"),
        ((0.6222, "0.00%"), "62.22%"),
        ((1, "0%"), "100%"),
        (2000000, "2000000"),
        (0, "0"),
    ],
)
def test_a_percentage_keeps_its_sign(tmp_path: Path, cell: Any, text: str) -> None:
    """As a bare number 100 % would be one rupiah."""
    assert one(from_xlsx(tmp_path, [["id", "set_aside"], ["a", cell]], "funds")) == {"set_aside": text}


def test_a_bare_one_is_neither_all_nor_a_rupiah(tmp_path: Path) -> None:
    assert from_xlsx(tmp_path, [["id", "set_aside"], ["a", 1]], "funds").found == [
        ("table.share_or_amount", 2, 2)
    ]


# --- codes, months ---


def test_a_code_that_lost_its_zero_is_refused_with_the_whole_one(tmp_path: Path) -> None:
    for read in (
        from_text(tmp_path, "code;name\n52.1;x\n"),
        from_xlsx(tmp_path, [["code", "name"], [52.1, "x"]]),
    ):
        assert read.found == [("table.code_zero", 2, 1)]
        assert read.findings[0].facts["meant"] == "52.10"
        assert read.root is None


def test_codes_under_indonesian_settings_are_refused(tmp_path: Path) -> None:
    read = from_text(tmp_path, "id;owner;regions\na;52,04;52.04 52,1\n", "funds")

    assert [(found.code, found.facts["meant"]) for found in read.findings] == [
        ("table.code_comma", "52.04"),
        ("table.code_zero", "52.10"),
    ]


def test_a_numeric_code_is_the_code_it_shows(tmp_path: Path) -> None:
    assert one(from_xlsx(tmp_path, [["id", "owner", "regions"], ["a", 52, 52.04]], "funds")) == {
        "owner": "52",
        "regions": ["52.04"],
    }


def test_a_month_that_became_a_date_is_refused_with_the_month(tmp_path: Path) -> None:
    grid: Grid = [["id", "pays"], ["a", (date(2026, 4, 1), "mmm-yy")]]
    read = from_xlsx(tmp_path, grid, "funds")

    assert read.found == [("table.cell_date", 2, 2)]
    assert read.findings[0].facts["meant"] == "2026-04"


def test_a_day_may_be_a_date_but_the_first_of_a_month_may_be_a_month(tmp_path: Path) -> None:
    head = ["code", "workers", "workers.as_of"]

    assert one(from_xlsx(tmp_path, [head, ["52.04", 5, (date(2025, 7, 18), "dd/mm/yyyy")]])) == {
        "workers": {"value": "5", "as_of": "2025-07-18"}
    }
    assert from_xlsx(tmp_path, [head, ["52.04", 5, (date(2025, 7, 1), "mmm-yy")]]).found == [
        ("table.cell_date", 2, 3)
    ]
