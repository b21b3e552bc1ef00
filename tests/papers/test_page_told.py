"""Pages speak to readers who never see the scenario's file: words for keys, chains, whole people."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest
from paper_cases import dossier as solved
from paper_cases import two_payers

from optimizer.answers.doubts import Doubt
from optimizer.papers.chains import figures
from optimizer.papers.charts.of_plan import pictures
from optimizer.papers.dossier import Dossier
from optimizer.papers.page.blocks import Grid, Note, Point
from optimizer.papers.page.opening import misses
from optimizer.papers.page.pictured import map_of
from optimizer.papers.page.places import regions
from optimizer.papers.page.reading import Found, read
from optimizer.papers.page.sections import blocks_of
from optimizer.papers.page.times import funds
from optimizer.papers.page.written import PAGE, page, whole
from optimizer.report.asked.sheet import not_proven
from optimizer.report.paper import Paper
from optimizer.report.view import Look
from optimizer.units import Share


@pytest.fixture(scope="module")
def found(compared: Dossier) -> Mapping[str, Found]:
    return {name: read(content) for name, content in page(compared).items()}


def test_keys_of_targets_stand_in_no_sentence(found: Mapping[str, Found], compared: Dossier) -> None:
    keys = re.compile("|".join(map(re.escape, compared.scenario.targets)))

    for name, one in found.items():
        cells = [cell for _, rows in one.tables for row in rows for cell in row]
        assert [said for said in (*one.texts, *cells) if keys.search(said)] == [], name
    aim = "UCJ 62,22% di Provinsi Nusa Tenggara Barat pada Des 2026"
    assert any(aim in text for text in found[PAGE].texts)


def test_nobody_on_a_page_is_told_what_to_type(found: Mapping[str, Found]) -> None:
    typed = re.compile(r" --[a-z]|\b(?:fairness|set_aside|give_up|alokasi (?:without|worth|why|need)\b)")

    assert [text for one in found.values() for text in one.texts if typed.search(text)] == []


def test_participants_reach_and_gap_of_a_region_open_to_their_chains(small: Dossier) -> None:
    """62.22 % of 9,000 workers is 5,599.8, so 5,600 people."""
    every = figures(small)
    grid = regions(small, every)
    row = next(line for line in grid.rows if line.cells[0].text == "52.01")
    workers, covered, reached, short = (cell.figure for cell in row.cells[2:6])

    assert [workers, covered, reached, short] == [
        f"region.52.01.{name}" for name in ("workers", "covered", "reached", "shortfall")
    ]
    assert grid.total is not None
    assert all(cell.figure for cell in (*row.cells[2:], *grid.total.cells[2:]))
    need = every["region.52.01.need"]
    assert (int(need.value), [term.value for term in need.terms]) == (5_600, [Share(6222, 10_000), 9_000])
    assert need.terms[0].origin is not None
    assert every["region.52.01.reached"].value == Fraction(every[covered].value) / 9_000
    parts = (every["region.52.01.shortfall"].value, every["region.52.71.shortfall"].value)
    assert every["total.shortfall"].value == sum(map(int, parts))


def test_funds_stand_by_payer_with_sums_that_open(small: Dossier) -> None:
    """The province's one fund, then Lombok Barat's two: 90,000,000 + 301,234,567."""
    every = figures(small)
    grid = funds(small, every)

    assert [line.sums for line in grid.rows] == [False, False, False, True]
    assert grid.rows[0].cells[1].text == "Provinsi Nusa Tenggara Barat"
    sums = grid.rows[-1].cells
    assert sums[0].text == "Jumlah Kabupaten Lombok Barat"
    assert sums[4].text == "391.234.567"
    assert [term.value for term in every[sums[4].figure].terms] == [90_000_000, 301_234_567]


def test_one_region_is_called_by_its_name() -> None:
    made = two_payers()
    del made["regions"]["52.71"]
    about = solved(made)
    said = misses(about, map_of(pictures(about)))

    assert said.startswith("Kabupaten Lombok Barat masih di bawah 62,22% yang dikejar: ")
    assert "1 wilayah masih" not in " ".join(read(whole(about)).texts)


def test_a_stage_that_nobody_wrote_is_told_as_not_stated(small: Dossier) -> None:
    stages = {line.cells[0].text: line.cells[3].text for line in funds(small, figures(small)).rows}

    assert stages["APBD TA 2026 Lombok Barat"] == "tidak disebut"
    assert stages["APBD TA 2026 NTB"] == "dianggarkan (DPA, DPPA)"


@pytest.mark.parametrize(
    ("behind", "said"),
    [(Fraction(1133, 100), "11 orang"), (Fraction(1, 12), "kurang dari 1 orang"), (Fraction(3), "3 orang")],
)
def test_what_is_not_proven_is_counted_in_whole_people(small: Dossier, behind: Fraction, said: str) -> None:
    look = Look(small.scenario, Paper(), "id", everything=True, plans=5)

    told = not_proven(replace(look, doubts=(Doubt(2, "targets", behind, "persons"),)))
    assert f"paling jauh {said} dari batasnya" in told


def test_what_is_not_proven_is_said_once_on_the_page(compared: Dossier) -> None:
    open_ = Doubt(2, "targets", Fraction(3), "persons")
    asked = compared.answers
    assert asked.worth is not None
    assert asked.tradeoff is not None
    assert asked.fair is not None
    answers = replace(
        asked,
        plans=47,
        doubts=(open_,),
        worth=replace(asked.worth, status="within_bound"),
        tradeoff=replace(asked.tradeoff, status="within_bound"),
        fair=replace(asked.fair, status="within_bound"),
    )
    about = replace(compared, answers=answers)
    every, drawn = figures(about), pictures(about)
    blocks = {key: list(blocks_of(key, about, every, drawn)) for key in ("worth", "tradeoff", "fair")}
    points = {key: [one.said for one in of if isinstance(one, Point)] for key, of in blocks.items()}
    notes = {key: [one.said for one in of if isinstance(one, Note)] for key, of in blocks.items()}

    told = [key for key, said in points.items() if any("47 rencana" in one for one in said)]
    assert told == ["worth"]
    for key in ("tradeoff", "fair"):
        assert any("lihat bagian “Nilai setiap sumber dana”" in one for one in notes[key]), key


def test_the_bill_adds_up_the_ceilings_of_today(compared: Dossier) -> None:
    blocks = list(blocks_of("bill", compared, figures(compared), {}))
    grid = next(block for block in blocks if isinstance(block, Grid))
    place = next(at for at, head in enumerate(grid.heads) if head.title.startswith("Pagu sekarang"))
    cells = [int(line.cells[place].text.replace(".", "")) for line in grid.rows]

    assert grid.total is not None
    assert int(grid.total.cells[place].text.replace(".", "")) == sum(cells) > 0
