"""The chains of figures: every formula is reckoned again from its terms, every term leads somewhere."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

import pytest
from arrange import scenario
from hypothesis import given, settings
from strategies import Case
from strategies import cases as generated

from optimizer.errors import ContradictionError
from optimizer.papers.chains import figures
from optimizer.papers.charts.described import Bars, Columns, Tiles
from optimizer.papers.charts.of_plan import pictures
from optimizer.papers.charts.tiled import places
from optimizer.papers.dossier import Answers, Dossier
from optimizer.papers.figures import Figure, reckoned
from optimizer.plan.tally import tally
from optimizer.solve.answer import draft
from optimizer.units import Rupiah, Share

ALONE = Answers(silent="papers.not_asked")


def dossier(case: Case) -> Dossier | None:
    asked = scenario(case)
    try:
        return Dossier(asked, tally(asked, draft(asked), "ab" * 32), ALONE, "id")
    except ContradictionError:
        return None


def again(figure: Figure) -> Fraction | None:
    """What the formula makes of its terms."""
    terms = [Fraction(term.value) for term in figure.terms]
    match figure.formula:
        case "sum":
            return sum(terms, Fraction(0))
        case "difference":
            return terms[0] - terms[1]
        case "missing":
            return max(terms[0] - terms[1], Fraction(0))
        case "share":
            return terms[0] / terms[1]
        case "needed":
            return Fraction(ceil(terms[0] * terms[1]))
        case _:
            return terms[0] if len(terms) == 1 else None


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(generated())
def test_every_chain_adds_up_and_leads_on(case: Case) -> None:
    about = dossier(case)
    if about is None:
        return
    every = figures(about)

    for figure in every.values():
        made = again(figure)
        assert made is None or made == figure.value, figure
        for term in figure.terms:
            assert not term.key or every[term.key].value == term.value, (figure.key, term)
            assert term.key or term.origin or figure.formula == "sum", (figure.key, term)


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(generated())
def test_pictures_show_what_the_plan_has(case: Case) -> None:
    about = dossier(case)
    if about is None:
        return
    shown = pictures(about)
    payers, months, tiles = shown["payers"], shown["months"], shown["map"]
    assert isinstance(payers, Bars)
    assert isinstance(months, Columns)
    assert isinstance(tiles, Tiles)

    assert sum(int(part) for bar in payers.rows for part in bar.parts) == about.plan.totals.rupiah
    assert sum(int(part) for row in months.parts for part in row) == about.plan.totals.person_months
    assert sum(int(drop) for drop in months.drops) == about.plan.totals.dropped
    assert len({(tile.row, tile.column) for tile in tiles.tiles}) == len(about.plan.regions)


def test_a_formula_is_written_with_its_numbers() -> None:
    part = Figure("a.share", "", Share(Fraction(1, 3)), "share", ())
    left = Figure("a.left", "", Rupiah(0), "missing", ())
    given_, taken = (Figure(key, "", Rupiah(value), "counted") for key, value in (("b", 5000), ("c", 7000)))
    short = Figure("a", "", Rupiah(0), "missing", (given_.as_term(), taken.as_term()))

    assert reckoned(part, "id") == reckoned(left, "id") == ""
    assert reckoned(short, "id") == "Rp5.000 − Rp7.000 = Rp0 (paling sedikit 0)"


@pytest.mark.parametrize(("regions", "row"), [(["52.01", "52.02", "52.71"], 1), (["53.01", "53.02"], 0)])
def test_regions_stand_where_they_lie_or_in_order(regions: list[str], row: int) -> None:
    assert places(regions)[regions[0]][0] == row
    assert len(set(places(regions).values())) == len(regions)


def test_every_region_of_ntb_has_a_place_of_its_own() -> None:
    codes = [*(f"52.0{number}" for number in range(1, 9)), "52.71", "52.72"]
    where = places(codes)

    assert len(set(where.values())) == 10
    assert where["52.71"][1] < where["52.01"][1] < where["52.04"][1] < where["52.72"][1], "west to east"
    assert where["52.08"][0] < where["52.02"][0], "north to south"
