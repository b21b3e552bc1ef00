"""A study file is read with every finding at its place, and nothing in it is guessed."""

from __future__ import annotations

from pathlib import Path

import pytest
from designing_study import PERSON, fifty_of_a_hundred, study_of, written

from optimizer.errors import InvalidError
from optimizer.scenario.reading import load
from optimizer.study.designing.cases import MOST_CASES, cases, count
from optimizer.study.designing.reading import read_study

CEILING = "funds.murni-2026.ceiling"

WRONG = [
    ("grid: {}\n", "type.empty", 4, 7),
    ("", "study.empty", 1, 1),
    ("gird: {rules.stay: [6]}\n", "key.unknown_near", 4, 1),
    ("grid: [1]\n", "type.map", 4, 7),
    ("grid: {rules.stya: [6]}\n", "path.nothing", 4, 8),
    ("grid: {'rules..stay': [6]}\n", "path.unwritable", 4, 8),
    ("grid: {rules.stay: [6, enam]}\n", "count.unreadable", 4, 24),
    ("grid: {rules.stay: [6, 6]}\n", "study.twice", 4, 24),
    ("grid: {rules.stay: []}\n", "type.empty", 4, 20),
    ("grid: {rules.stay: {a: 1}}\n", "type.list", 4, 20),
    ("grid: {rules.stay: 3..12}\n", "study.no_step", 4, 20),
    ("grid: {rules.stay: 3..12 step 2}\n", "study.range_misses", 4, 20),
    ("grid: {targets.semua.share: 40%..60% steps 5pp}\n", "study.no_step", 4, 29),
    ("grid: {rules.stay: 12..3 step 3}\n", "study.range_empty", 4, 20),
    ("grid: {rules.stay: 3..12 step 0}\n", "study.range_empty", 4, 20),
    (f"grid: {{{CEILING}: 1..1000000 step 1}}\n", "study.range_long", 4, 34),
    (f"grid: {{{CEILING}: -10%..5000 step 1%}}\n", "study.range_mixed", 4, 34),
    (f"grid: {{{CEILING}: -10%..+0% step 1}}\n", "study.step", 4, 34),
    (f"grid: {{{CEILING}: [16.8]}}\n", "rupiah.fraction", 4, 35),
    (f"grid: {{{CEILING}: [-120%]}}\n", "change.below_zero", 4, 35),
    ("grid: {regions.*.eligible.*: [-120%]}\n", "change.below_zero", 4, 31),
    ("grid: {regions.52.04.enrol_per_month: [-20%]}\n", "change.nothing_before", 4, 40),
    (f"grid: {{funds.*.ceiling: [-5%], {CEILING}: [Rp5 juta]}}\n", "study.overlap", 4, 32),
    ("grid: {rules.stay: [6], rules: [{stay: 6}]}\n", "study.overlap", 4, 8),
    (
        "sample: {count: 2, figures: {regions.*.active: ±5%, regions.52.04.active: ±1%}}\n",
        "study.overlap",
        4,
        53,
    ),
    ("grid: {targets.semua.share: [-10%]}\n", "change.percent_of_share", 4, 30),
    ("grid: {targets.semua.share: [+50pp]}\n", "change.above_one", 4, 30),
    (f"grid: {{{CEILING}: [+5pp]}}\n", "change.points_of_amount", 4, 35),
    ("grid: {variant: [separuhnya]}\n", "variant.unknown_near", 4, 18),
    ("grid: {horizon: [kapan-kapan]}\n", "month.unreadable", 4, 18),
    ("with: [separo]\ngrid: {rules.stay: [6]}\n", "variant.unknown_near", 4, 8),
    ("set: {rules.stay: enam}\ngrid: {rules.stay: [6]}\n", "count.unreadable", 4, 19),
    ("set: {rules.stya: 6}\ngrid: {rules.stay: [6]}\n", "path.nothing", 4, 19),
    ("seed: banyak\ngrid: {rules.stay: [6]}\n", "study.whole", 4, 7),
    ("language: fr\ngrid: {rules.stay: [6]}\n", "word.unknown", 4, 11),
    ("labels: {rules.stya: x}\ngrid: {rules.stay: [6]}\n", "path.nothing", 4, 10),
    ("sample: {figures: {rules.stay: {between: [3, 9]}}}\n", "key.missing", 4, 9),
    ("sample: {count: 0, figures: {rules.stay: {between: [3, 9]}}}\n", "study.whole", 4, 17),
    ("sample: {count: 5, method: lotere, figures: {rules.stay: {between: [3, 9]}}}\n", "word.unknown", 4, 28),
    ("sample: {count: 5, figures: {rules.stay: {between: [9, 3]}}}\n", "study.not_rising", 4, 52),
    ("sample: {count: 5, figures: {rules.stay: {between: [9]}}}\n", "study.how_many", 4, 52),
    ("sample: {count: 5, figures: {rules.stay: {betwen: [3, 9]}}}\n", "key.unknown_near", 4, 43),
    ("sample: {count: 5, figures: {rules.stay: {}}}\n", "type.empty", 4, 42),
    (
        "sample: {count: 5, figures: {rules.stay: {between: [3, 9], choose: [3]}}}\n",
        "study.one_law",
        4,
        42,
    ),
    ("sample: {count: 5, figures: {rules.stay: kira-kira}}\n", "study.law_unreadable", 4, 42),
    ("sample: {count: 5, figures: {rules.stay: {rivals: true}}}\n", "study.no_rivals", 4, 51),
    ("sample: {count: 5, figures: {title: {between: [1, 2]}}}\n", "study.no_number", 4, 47),
    (f"sample: {{count: 5, figures: {{{CEILING}: {{between: [-5%, 900]}}}}}}\n", "study.mixed", 4, 66),
    (f"sample: {{count: 5, figures: {{{CEILING}: {{normal: {{mean: 5}}}}}}}}\n", "key.missing", 4, 65),
    (
        f"sample: {{count: 5, figures: {{{CEILING}: {{normal: {{mean: 5000, spread: 0}}}}}}}}\n",
        "study.spread",
        4,
        86,
    ),
    (
        "sample: {count: 900000, figures: {rules.stay: ±1, targets.semua.share: ±5pp}}\n",
        "study.too_many",
        1,
        1,
    ),
    (
        "sample: {count: 5, figures: {regions.52.04.active: {triangular: [+0%, +1%, +2%]}}}\n",
        "study.no_room",
        4,
        65,
    ),
    (
        "sample: {count: 5, figures: {regions.52.04.active: {normal: {mean: +0%, spread: 1%}}}}\n",
        "study.no_room",
        4,
        81,
    ),
    ("swings: semua\n", "word.unknown", 4, 9),
    ("swings: {rules.stay: [6]}\n", "study.how_many", 4, 22),
    ("swings: {rules.stay: [9, 6]}\n", "study.not_rising", 4, 22),
    ("swings: {title: [a, b]}\n", "study.no_number", 4, 17),
    ("grid:\n  rules.stay: [*a]\n", "yaml.alias", 5, 16),
]


@pytest.mark.parametrize(
    ("body", "code", "line", "column"), WRONG, ids=[one[0].strip() or "-" for one in WRONG]
)
def test_a_wrong_study_is_refused_where_it_is_wrong(
    tmp_path: Path, body: str, code: str, line: int, column: int
) -> None:
    with pytest.raises(InvalidError) as refused:
        study_of(tmp_path, body)

    places = {(one.code, one.place.line, one.place.column) for one in refused.value.findings if one.place}
    assert (code, line, column) in places, places


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("title: a\nscenario: kasus.yaml\ngrid: {rules.stay: [6]}\n", "key.missing"),
        ("schema: alokasi/1\ntitle: a\nscenario: kasus.yaml\ngrid: {rules.stay: [6]}\n", "word.unknown_near"),
        ("schema: alokasi-study/1\ntitle: a\nscenario: lain.yaml\ngrid: {rules.stay: [6]}\n", "path.no_file"),
        ("schema: alokasi-study/1\ntitle: a\nscenario: /etc/passwd\n", "path.outside"),
        ("schema: alokasi-study/1\ntitle: a\nscenario: a/../../kasus.yaml\n", "path.outside"),
        ("schema: alokasi-study/1\ntitle: a\nscenario: [kasus.yaml]\n", "type.text"),
        ("- a\n", "yaml.not_a_map"),
        ("a: [\n", "yaml.syntax"),
    ],
)
def test_a_wrong_frame_is_refused(tmp_path: Path, text: str, code: str) -> None:
    file = written(tmp_path, "")
    file.write_text(text, "utf-8")

    with pytest.raises(InvalidError) as refused:
        read_study(file)

    assert code in [one.code for one in refused.value.findings]
    assert all(one.place is not None for one in refused.value.findings)


def test_all_findings_come_at_once(tmp_path: Path) -> None:
    body = "seed: x\ngrid: {rules.stya: [6], rules.stay: [a]}\nsample: {count: 0}\nswings: {title: [a, b]}\n"

    with pytest.raises(InvalidError) as refused:
        study_of(tmp_path, body)

    codes = [one.code for one in refused.value.findings]
    assert codes == ["study.whole", "path.nothing", "count.unreadable", "key.missing", "study.no_number"]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidError) as refused:
        read_study(tmp_path / "tidak-ada.yaml")

    assert [one.code for one in refused.value.findings] == ["study.no_file"]


def test_a_scenario_in_place_of_a_study_is_told_so(tmp_path: Path) -> None:
    written(tmp_path, "")

    with pytest.raises(InvalidError) as refused:
        read_study(tmp_path / "kasus.yaml")

    assert [one.code for one in refused.value.findings] == ["study.is_scenario"]


def test_a_study_in_place_of_a_scenario_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(InvalidError) as refused:
        load(written(tmp_path, "grid: {rules.stay: [6]}\n"))

    assert [one.code for one in refused.value.findings] == ["file.study"]


def test_what_is_wrong_in_the_scenario_is_told_in_its_own_file(tmp_path: Path) -> None:
    made = fifty_of_a_hundred()
    made["rules"]["stay"] = "dua belas"

    with pytest.raises(InvalidError) as refused:
        study_of(tmp_path, "grid: {rules.stay: [6]}\n", made)

    assert [one.code for one in refused.value.findings] == ["count.unreadable"]
    assert [one.place and Path(one.place.file).name for one in refused.value.findings] == ["kasus.yaml"]


def test_numbers_are_read_by_the_field_that_the_path_names(tmp_path: Path) -> None:
    money = f"  {CEILING}: [Rp5 juta, '1,5 juta', -20%, +Rp100 ribu, x0.9]\n"
    body = f"grid:\n{money}  targets.semua.share: [64.94%, +2pp]\n"
    study = study_of(tmp_path, body)

    amounts, shares = ([level.text for level in one.levels] for one in study.grid)
    assert amounts == ["5000000", "1500000", "-20%", "+100000", "x0.9"]
    assert shares == ["64.94%", "+2pp"]


def test_a_range_has_both_ends(tmp_path: Path) -> None:
    money = f"  {CEILING}: -10%..+10% step 10%\n"
    body = f"grid:\n  rules.stay: 3..12 step 3\n{money}  targets.semua.share: 60%..61% step 0.5pp\n"
    study = study_of(tmp_path, body)

    assert [[level.text for level in one.levels] for one in study.grid] == [
        ["3", "6", "9", "12"],
        ["-10%", "+0%", "+10%"],
        ["60%", "60.5%", "61%"],
    ]


def test_the_grid_is_the_full_product_the_last_changing_fastest(tmp_path: Path) -> None:
    study = study_of(
        tmp_path, "grid:\n  variant: [none, separuh, [separuh, tanpa-target]]\n  rules.stay: [6, 12]\n"
    )
    every = cases(study)

    assert [(case.variants, case.sets) for case in every] == [
        ((), ()),
        ((), ("rules.stay=6",)),
        ((), ("rules.stay=12",)),
        (("separuh",), ("rules.stay=6",)),
        (("separuh",), ("rules.stay=12",)),
        (("separuh", "tanpa-target"), ("rules.stay=6",)),
        (("separuh", "tanpa-target"), ("rules.stay=12",)),
    ]
    assert [case.number for case in every] == list(range(7))
    assert len(every) == count(study)
    assert every[5].values == ("separuh+tanpa-target", "6")


def test_lists_and_maps_may_be_values(tmp_path: Path) -> None:
    study = study_of(tmp_path, "grid:\n  goals: [[coverage], [targets, coverage]]\n")

    assert [case.sets for case in cases(study)][1:] == [
        ('goals=["coverage"]',),
        ('goals=["targets", "coverage"]',),
    ]


def test_swings_of_assumptions_lie_between_rivals_else_ten_percent_around(tmp_path: Path) -> None:
    """The ceiling has rivals of 45 and 70 persons; the bare eligible 100 and target share 60 % have none.

    The 10 paid for today are a bare figure too; workers and active count for no UCJ target here.
    """
    study = study_of(tmp_path, "swings: assumptions\n")

    found = {one.factor.path: (one.low.text, one.high.text) for one in study.swings}
    assert found == {
        CEILING: (str(45 * PERSON), str(70 * PERSON)),
        "regions.52.04.eligible.rentan": ("90", "110"),
        "regions.52.04.subsidised.rentan": ("9", "11"),
        "premium.0": ("15120", "18480"),
        "targets.semua.share": ("54%", "66%"),
    }


def test_a_swing_that_is_named_stands_over_the_assumption(tmp_path: Path) -> None:
    study = study_of(tmp_path, f"swings: {{{CEILING}: ±20%, rules.stay: [6, 12]}}\n")

    assert [(one.low.text, one.high.text) for one in study.swings] == [
        (str(40 * PERSON), str(60 * PERSON)),
        ("6", "12"),
    ]


def test_rivals_of_a_pattern_are_drawn_each_by_itself(tmp_path: Path) -> None:
    study = study_of(tmp_path, "sample:\n  count: 3\n  figures: {funds.*.ceiling: {rivals: true}}\n")

    assert study.sample is not None
    (law,) = study.sample.laws
    assert law.factor.path == CEILING
    assert [level.text for level in law.levels] == [str(one * PERSON) for one in (45, 50, 70)]


def test_too_many_cases_are_refused_before_any_is_made(tmp_path: Path) -> None:
    body = f"grid:\n  {CEILING}: 1..10000 step 1\n  rules.stay: 1..12 step 1\n"

    with pytest.raises(InvalidError) as refused:
        study_of(tmp_path, body)

    (finding,) = refused.value.findings
    assert (finding.code, finding.facts["count"], finding.facts["limit"]) == (
        "study.too_many",
        120_001,
        MOST_CASES,
    )


def test_a_step_that_misses_the_end_is_told_with_the_nearest_that_do_not(tmp_path: Path) -> None:
    """30 / 7 = 4.3 steps: four steps of 7.5 or five of 6 percent."""
    with pytest.raises(InvalidError) as refused:
        study_of(tmp_path, f"grid: {{{CEILING}: -30%..+0% langkah 7%}}\n")

    (finding,) = refused.value.findings
    assert finding.facts["fitting"] == ("6%", "7.5%")
    assert finding.facts["end"] == "-2%"


def test_everything_wrong_with_a_sample_is_told_though_its_count_is_missing(tmp_path: Path) -> None:
    figures = "{betwen: [1, 2]}\n    rules.stay: {between: [12, 3]}\n    targets.semua.share: ±10%"
    with pytest.raises(InvalidError) as refused:
        study_of(tmp_path, f"sample:\n  figures:\n    {CEILING}: {figures}\n")

    assert [one.code for one in refused.value.findings] == [
        "key.missing",
        "key.unknown_near",
        "study.not_rising",
        "study.around_share",
    ]
