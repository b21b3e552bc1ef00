"""Columns that a page has no room for are named on it, once, with the way to see them."""

from __future__ import annotations

import handmade
import pytest
from rich.text import Text
from terminal_show import ENDING

from optimizer.report import terminal
from optimizer.report.grid import Column, Row, grid
from optimizer.report.narrow import LeftOut, under
from optimizer.report.paper import WIDEST, Paper
from optimizer.text import Language

NAMES = {"id": "Kolom yang tidak muat", "en": "Columns left out"}
COLUMNS = [
    Column("Wilayah", name=True, least=16),
    Column("Orang"),
    Column("Bulan", spare=2),
    Column("Putus", spare=3),
    Column("Rupiah", spare=1),
]


def page(width: int, tables: dict[str, list[Row]], language: Language = "id") -> list[str]:
    """A page of tables under headings, and a sentence below each."""
    paper = Paper(width)
    content = [
        part
        for heading, rows in tables.items()
        for part in [Text(heading), *under(heading, grid(COLUMNS, rows, paper)), Text("Kalimat.")]
    ]
    return terminal.rendered(content, paper, language).splitlines()


def rows(dropped: str = "7") -> list[Row]:
    return [
        Row((f"Kabupaten {n} Utara", "1.000.000", "12.000.000", dropped, "201.600.000.000")) for n in (1, 2)
    ]


def test_below_the_only_table_with_less_than_it_has() -> None:
    lines = page(60, {"SATU": rows()})
    place = lines.index("Kolom yang tidak muat (lebar 60): Putus. Lebarkan jendela")

    assert lines[place - 1].startswith("Kabupaten 2")
    assert lines[place + 1 :] == ["terminal, atau pakai --json.", "Kalimat."]


def test_of_several_tables_at_the_end_of_the_page_each_under_its_heading() -> None:
    lines = page(60, {"SATU (Rp)": rows(), "DUA": rows(), "TIGA": [Row(("a", "1", "1", "1", "1"))]})
    place = lines.index("")

    assert " ".join(lines[place + 1 :]) == (
        "Kolom yang tidak muat (lebar 60): SATU: Putus; DUA: Putus. "
        "Lebarkan jendela terminal, atau pakai --json."
    )
    assert " ".join(lines).count(NAMES["id"]) == 1


@pytest.mark.parametrize("nothing", ["0", "-", ""])
def test_a_column_with_nothing_to_tell_is_not_missed(nothing: str) -> None:
    assert not any(NAMES["id"] in line for line in page(60, {"SATU": rows(nothing)}))


def test_a_table_hands_on_what_it_left_out() -> None:
    (left,) = [line for line in grid(COLUMNS, rows(), Paper(60)) if isinstance(line, LeftOut)]

    assert left.columns == ("Putus",)
    assert left.plain == ""


def test_on_the_widest_paper_no_wider_one_is_asked_for() -> None:
    many = [Column(f"Kolom {n}", spare=n) for n in range(30)]
    paper = Paper(WIDEST)
    said = terminal.rendered(grid(many, [Row(("1.000.000",) * 30)], paper), paper, "en")

    assert NAMES["en"] in said
    assert "Widen" not in said
    assert "--json" in said


@pytest.mark.parametrize("width", range(20, 80, 4))
def test_a_column_is_drawn_or_named(width: int) -> None:
    drawn = list(grid(COLUMNS, rows(), Paper(width)))
    left = {title for part in drawn if isinstance(part, LeftOut) for title in part.columns}
    heads = {word for line in drawn for word in line.plain.split()} & {column.title for column in COLUMNS}
    # Where numbers stand below names, the names have no heading.
    assert left.isdisjoint(heads)
    assert left | heads | {"Wilayah"} == {column.title for column in COLUMNS}


@pytest.mark.parametrize("language", ["id", "en"])
def test_an_answer_names_them_once_at_any_width(language: Language) -> None:
    plan, scenario = handmade.plan(), handmade.scenario()
    pages = {
        width: terminal.answer(plan, scenario, Paper(width), language, ending=ENDING)
        for width in (60, 80, 100, 119, 120, WIDEST)
    }

    assert [page.count(NAMES[language]) for page in pages.values()] == [1, 1, 1, 1, 0, 0]
    assert all(len(line) <= width for width, page in pages.items() for line in page.splitlines()[-3:])
