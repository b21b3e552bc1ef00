"""Pictures: every number of their description stands in them, none outside its frame, legible in grey."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from contrast import contrast, luminance
from hypothesis import given, settings
from hypothesis import strategies as st
from paper_cases import dossier as solved
from paper_cases import hostile
from strategies import Case
from strategies import cases as generated

from optimizer.errors import ContradictionError
from optimizer.papers.charts import ink
from optimizer.papers.charts.axes import tick_label, ticks
from optimizer.papers.charts.described import Bars, Columns, Curve, Picture, Tiles
from optimizer.papers.charts.drawn import specification, svg
from optimizer.papers.charts.of_plan import pictures
from optimizer.papers.dossier import Dossier
from optimizer.papers.figures import shown
from optimizer.units import Persons, Rupiah

SVG = "{http://www.w3.org/2000/svg}"


def words(drawn: str) -> list[str]:
    return ["".join(text.itertext()) for text in ElementTree.fromstring(drawn).iter(f"{SVG}text")]


def rows(spec: dict[str, Any], kind: str) -> Iterator[dict[str, Any]]:
    for layer in spec["layer"]:
        if layer["mark"]["type"] == kind:
            yield from layer["data"]["values"]


@pytest.fixture(scope="module")
def drawn(compared: Dossier) -> dict[str, tuple[Picture, str]]:
    return {key: (one, svg(one, "id", width=760)) for key, one in pictures(compared).items()}


Drawings = dict[str, tuple[Picture, str]]


def test_every_picture_of_a_meeting_is_drawn(drawn: Drawings) -> None:
    assert {"reach", "payers", "months", "map", "stay", "target", "rules"} <= drawn.keys()
    assert any(key.startswith("worth.") for key in drawn)
    assert all(
        svg(drawn[key][0], "id", width=760) == drawn[key][1] for key in ("reach", "months", "map", "target")
    )


def test_every_number_of_a_description_stands_in_its_picture(drawn: Drawings) -> None:
    for picture, content in drawn.values():
        said = words(content)
        if isinstance(picture, Bars):
            assert {bar.shown for bar in picture.rows} <= set(said)
        elif isinstance(picture, Tiles):
            assert {part for tile in picture.tiles for part in (tile.code, tile.shown)} <= set(said)
        elif isinstance(picture, Curve):
            assert {point.label for point in picture.points} - {""} <= set(said)
        else:
            ends = {sum(part[place] for part in picture.parts) for place in (0, len(picture.months) - 1)}
            assert {shown(Persons(end), "id") for end in ends} <= set(said)


def test_a_picture_says_what_it_shows_and_asks_for_nothing(drawn: Drawings) -> None:
    for picture, content in drawn.values():
        root = ElementTree.fromstring(content)

        assert root.get("role") == "img"
        assert root.get("aria-label") == f"{picture.title}. {picture.said}"
        assert {one.tag.removeprefix(SVG) for one in root.iter()} <= {
            "svg",
            "g",
            "path",
            "line",
            "text",
            "rect",
        }
        assert "href" not in content
        assert "url(" not in content
        assert content.count("http") == 1  # the name of SVG itself


@settings(max_examples=8, deadline=None, derandomize=True, database=None)
@given(generated(), st.sampled_from([(380, False), (760, False), (1000, True)]))
def test_nothing_is_drawn_outside_its_frame(case: Case, how: tuple[int, bool]) -> None:
    try:
        about = solved(case)
    except ContradictionError:
        return
    width, large = how
    letter = (ink.LARGE if large else ink.USUAL).letter
    for picture in pictures(about).values():
        spec = specification(picture, "id", width=width, large=large)
        for kind in ("rect", "rule", "point"):
            for row in rows(spec, kind):
                assert 0 <= row["x"] <= row.get("x2", spec["width"]) <= spec["width"]
                assert 0 <= min(row["y"], row.get("y2", 0)) <= spec["height"]
        for row in rows(spec, "text"):
            wide = len(row["said"]) * row["letter"] * 0.5
            start = row["x"] - {"left": 0.0, "center": wide / 2, "right": wide}[row["align"]]
            assert -letter <= start
            assert start + wide <= spec["width"] + letter
            assert 0 <= row["y"] <= spec["height"]


def test_names_are_letters_and_nothing_else() -> None:
    for picture in pictures(solved(hostile())).values():
        drawn = svg(picture, "id", width=380)

        assert "<script" not in drawn
        assert "\u202e" not in drawn
        assert max(map(len, words(drawn))) < 60


def months() -> Columns:
    drops = (Persons(0), Persons(1_250), Persons(0), Persons(40))
    return Columns(
        key="months",
        title="Orang",
        said="Tiap bulan.",
        unit="persons",
        series=("Murni", "Perubahan"),
        months=("Nov 2025", "Des 2025", "Jan 2026", "Feb 2026"),
        parts=(
            tuple(map(Persons, (0, 0, 900, 860))),
            tuple(map(Persons, (2_150, 2_150, 0, 0))),
        ),
        drops=drops,
        joins=(2,),
    )  # fmt: skip


def test_the_months_show_their_join_and_every_drop() -> None:
    said = words(svg(months(), "id", width=760))
    lines = list(rows(specification(months(), "id", width=760), "rule"))

    assert {"▼ 1.250 putus", "▼ 40 putus", "2025", "2026", "2.150", "900", "860"} <= set(said)
    assert sum(1 for line in lines if line["wide"] == 2 and line["x"] == line["x2"]) == 1


def test_a_phone_gets_the_same_numbers(small: Dossier) -> None:
    for picture in pictures(small).values():
        large = set(words(svg(picture, "id", width=1000, large=True)))
        if isinstance(picture, Bars | Tiles):
            parts = picture.rows if isinstance(picture, Bars) else picture.tiles
            assert {part.shown for part in parts} <= large


@pytest.mark.parametrize("language", ["id", "en"])
def test_money_on_an_axis_is_short(language: Any) -> None:
    said = [tick_label(Fraction(amount), "rupiah", language) for amount in (0, 5 * 10**8, 25 * 10**8, 10**13)]

    expected = {
        "id": ["Rp0", "Rp500 juta", "Rp2,5 miliar", "Rp10 triliun"],
        "en": ["Rp0", "Rp500 million", "Rp2.5 billion", "Rp10 trillion"],
    }
    assert said == expected[language]


@given(st.fractions(min_value=Fraction(1, 10_000), max_value=10**14), st.integers(1, 6))
def test_ticks_are_even_and_within(most: Fraction, count: int) -> None:
    found = ticks(most, count)

    assert found[0] == 0
    assert 2 <= len(found) <= count + 1
    assert found[-1] <= most
    assert len({second - first for first, second in pairwise(found)}) == 1


def test_letters_stand_out_and_parts_differ_in_grey() -> None:
    upon = [*zip(ink.ON_PARTS, ink.PARTS, strict=True), *zip(ink.ON_STEPS, ink.STEPS, strict=True)]
    upon += [(colour, ink.PAPER) for colour in (ink.INK, ink.FAINT, ink.ALARM)]

    assert all(contrast(letters, ground) >= 4.5 for letters, ground in upon)
    for shades in (ink.PARTS, ink.STEPS[::-1]):
        grey = [luminance(shade) for shade in shades]
        assert grey == sorted(grey)
        assert all(second - first > 0.03 for first, second in pairwise(grey))


def test_an_empty_picture_is_still_one() -> None:
    empty = Bars(key="x", title="T", said="S", unit="rupiah", series=("A",), rows=())
    nothing = replace(months(), parts=((Persons(0),) * 4,), drops=(Persons(0),) * 4, series=("Murni",))

    found: list[Picture] = [empty, nothing, Tiles(key="map", title="T", said="S", tiles=(), steps=())]
    found += [
        Curve(
            key="c",
            title="T",
            said="S",
            across="a",
            up="u",
            across_unit="rupiah",
            up_unit="persons",
            points=(),
        )
    ]
    assert all(ElementTree.fromstring(svg(one, "id", width=380)).tag == f"{SVG}svg" for one in found)


def test_sums_of_money_keep_their_unit() -> None:
    paid = replace(
        months(), unit="rupiah", parts=((Rupiah(10**9),) * 4,), series=("Murni",), drops=(Persons(0),) * 4
    )

    assert "Rp1.000.000.000" in words(svg(paid, "id", width=760))
