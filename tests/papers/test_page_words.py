"""What the page says of its own figures: why sums differ, what marks mean, names that people use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from cases import fund, region
from paper_cases import dossier as solved
from paper_cases import two_payers

from optimizer.answers.headline import widest
from optimizer.answers.why import Binding
from optimizer.papers.chains import figures
from optimizer.papers.charts.described import Bars, Tiles
from optimizer.papers.charts.of_plan import pictures
from optimizer.papers.charts.of_rules import rules
from optimizer.papers.dossier import Dossier
from optimizer.papers.page.blocks import Note, Point
from optimizer.papers.page.carried import under, view_of
from optimizer.papers.page.opening import cards
from optimizer.papers.page.reading import Found, read
from optimizer.papers.page.written import PAGE, checked, of_region, page, whole
from optimizer.report.asked import why_region
from optimizer.report.asked.worth_table import MARKS
from optimizer.report.view import bullet
from optimizer.text.numbers import whole as grouped
from optimizer.units import Code, Persons, Share
from optimizer.verify import NEEDED


def number(text: str) -> int:
    return int(text.replace(".", "").replace("-", "0"))


@pytest.fixture(scope="module")
def found(compared: Dossier) -> Mapping[str, Found]:
    return {name: read(content) for name, content in page(compared).items()}


def test_a_column_that_does_not_add_up_to_the_headline_says_why(
    found: Mapping[str, Found], compared: Dossier
) -> None:
    heads, *rows = dict(found[PAGE].tables)["regions"]
    place = next(at for at, head in enumerate(heads) if head.startswith("Kurang ke"))
    goal = widest(compared.plan)
    assert goal is not None
    note = next((text for text in found[PAGE].texts if text.startswith("Kolom “Kurang ke")), "")

    assert sum(number(row[place]) for row in rows[:-1]) == number(rows[-1][place])
    assert number(rows[-1][place]) != goal.shortfall
    assert (
        f"berjumlah {rows[-1][place]}, sedangkan Kekurangan di atas {grouped(goal.shortfall, 'id')}" in note
    )


def test_the_card_of_what_is_missing_names_the_target_that_misses_more() -> None:
    aims = {
        "dulu": {"measure": "ucj", "of": "52", "share": "90%", "by": "2025-12"},
        "nanti": {"measure": "ucj", "of": "52", "share": "50%", "by": "2026-12"},
    }
    about = solved(two_payers(targets=aims))
    missing = {row.id: row.shortfall for row in about.plan.targets}
    card = next(one for one in cards(about, figures(about)) if one.figure.key == "goal.shortfall")

    assert card.figure.value == missing["nanti"] < missing["dulu"]
    assert f"Yang terbesar: {missing['dulu']:,} pada Des 2025".replace(",", ".") in card.said


def test_the_card_of_a_target_of_each_region_counts_those_that_miss() -> None:
    about = solved(
        two_payers(targets={"ucj": {"measure": "ucj", "of": "each", "share": "40%", "by": "2026-12"}})
    )
    short = sum(not row.met for row in about.plan.targets)
    card = next(one for one in cards(about, figures(about)) if one.figure.key == "goal.shortfall")

    assert 0 < short <= 2
    assert f"di {short} dari 2 wilayah" in card.said


def test_a_mark_below_a_table_stands_before_what_it_means() -> None:
    told = list(under("", [bullet("arti", sign) for sign in MARKS.values()]))

    assert told == [Note(f"{sign} arti") for sign in MARKS.values()]
    assert list(under("", [bullet("kalimat")])) == [Point("kalimat")]


def test_figures_are_named_as_people_name_them(found: Mapping[str, Found], compared: Dossier) -> None:
    """The keys of the scenario file stand in the chains alone."""
    keys = ("regions.", "funds.", "targets.", "premium.")
    for name, content in found.items():
        named = [row[0] for key, rows in content.tables if key in ("inputs", "assumptions") for row in rows]
        assert named, name
        assert not any(key in cell for cell in named for key in keys)
    assert "Orang sasaran, Pekerja rentan" in [
        row[0] for row in dict(found["wilayah/52.01.html"].tables)["inputs"]
    ]
    assert not any(row[0] in compared.scenario.targets for row in dict(found[PAGE].tables)["targets"])


def test_files_that_the_page_names_are_written(found: Mapping[str, Found]) -> None:
    said = next(text for text in found[PAGE].texts if ".yaml" in text and "rupiah" in text)

    named = {word.strip("().,") for word in said.split() if ".yaml" in word or ".csv" in word}
    assert named == {"plan.yaml", "payments.csv"} <= set(NEEDED)


def test_a_region_with_nobody_eligible_leaves_no_empty_heading() -> None:
    regions = two_payers()["regions"] | {"52.02": region("Kabupaten Kosong", eligible=0)}
    funds = two_payers()["funds"] | {"kosong": fund("52.02", 2026, 50_000_000)}
    about = solved(two_payers(regions=regions, funds=funds))
    content = of_region(about, Code("52.02"))
    text = content.decode()

    assert "Jumlah dari:</p>\n<ul>\n</ul>" not in text
    assert "Tidak ada yang dijumlahkan." in text
    assert "Rencana ini tidak membayar siapa pun di sini." in text
    assert "Bulan demi bulan" not in text
    assert list(checked("wilayah/52.02.html", content, about)) == []
    assert list(checked(PAGE, whole(about), about)) == []


def outcomes(about: Dossier, persons: list[int], dropped: list[int], lowest: list[Fraction]) -> Bars:
    """The picture where the plan and two simple ways end so."""
    answer = about.answers.baseline
    assert answer is not None
    way = next(rule for rule in answer.rules if rule.headline is not None)
    last = answer.lowest
    assert last is not None

    def ended(place: int) -> dict[str, Any]:
        base = replace(answer.base, persons_end=Persons(persons[place]), dropped=Persons(dropped[place]))
        return {"headline": base, "lowest": replace(last, share=Share(lowest[place]))}

    ways = tuple(replace(way, **ended(place)) for place in (1, 2))
    plan = ended(0)
    return rules(about, replace(answer, base=plan["headline"], lowest=plan["lowest"], rules=ways))


THIRD, FIFTH = Fraction(1, 3), Fraction(1, 5)


@pytest.mark.parametrize(
    ("persons", "dropped", "lowest", "shown", "title"),
    [
        ([9_000, 8_000, 9_000], [0, 900, 0], [THIRD] * 3, ["9.000", "8.000", "9.000"], "orang pada"),
        ([9_000, 8_999, 9_000], [0, 900, 30], [THIRD] * 3, ["0", "900", "30"], "yang putus"),
        ([9_000, 8_999, 9_000], [0, 1, 0], [THIRD, FIFTH, THIRD], ["33,33%", "20,00%", "33,33%"], "terendah"),
        ([9_000] * 3, [0] * 3, [THIRD] * 3, ["9.000"] * 3, "orang pada"),
    ],
)
def test_simple_ways_are_drawn_by_what_differs(
    compared: Dossier,
    persons: list[int],
    dropped: list[int],
    lowest: list[Fraction],
    shown: list[str],
    title: str,
) -> None:
    picture = outcomes(compared, persons, dropped, lowest)

    assert [bar.shown for bar in picture.rows] == shown
    assert title in picture.title
    assert picture.unit == ("share" if title == "terendah" else "persons")


def test_each_region_has_its_own_line_and_the_map_is_shaded_up_to_the_target() -> None:
    aims = {
        "semua": {"measure": "ucj", "of": "52", "share": "80%", "by": "2026-12"},
        "sendiri": {"measure": "ucj", "of": "52.01", "share": "54%", "by": "2026-12"},
    }
    about = solved(two_payers(targets=aims))
    found = pictures(about)
    reach, tiles = found["reach"], found["map"]
    assert isinstance(reach, Bars)
    assert isinstance(tiles, Tiles)

    assert {bar.code: bar.mark for bar in reach.rows} == {
        "52.01": Share(Fraction(54, 100)),
        "52.71": Share(Fraction(80, 100)),
    }
    assert reach.mark == "Target tiap wilayah (54% sampai 80%)"
    assert tiles.steps[0] == "0,00%–16,00%"
    assert tiles.steps[-1] == "≥ 64,00%"
    for tile in tiles.tiles:
        assert tile.step == min(int(tile.value / Fraction(16, 100)), 4)


def test_one_region_has_one_shade_with_one_meaning() -> None:
    one = two_payers(targets={}, regions={"52.01": region("Kabupaten Satu", eligible=9_000, paid=1_200)})
    about = solved(one)
    tiles = pictures(about)["map"]
    assert isinstance(tiles, Tiles)

    assert set(tiles.steps) == {tiles.tiles[0].shown}


def test_that_nothing_alone_helps_leaves_out_a_shorter_stay_that_does(compared: Dossier) -> None:
    answer = compared.answers.regions[Code("52.71")]
    stay = Binding("stay", None, None, None, 12, None, 40, 40, 40, 40, 0, ())
    said = {}
    for rules_ in ((), (stay,)):
        poor = replace(answer, persons=Persons(1), eligible=Persons(9), rules=rules_, regions=1)
        told = list(why_region.told(view_of(compared), poor).said)
        said[rules_] = next(one for one in told if "menambah orang di sini" in one)
        assert any("masa bertahan 12 bulan" in one for one in told) == bool(rules_)

    assert said[()].endswith("menambah orang di sini.")
    assert said[stay,].endswith("menambah orang di sini, selain masa bertahan yang lebih pendek.")
