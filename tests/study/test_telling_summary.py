"""What a study says, on a regency whose every answer is known by hand."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest
from cases import fund, region
from designing_study import PERSON, asked, fifty_of_a_hundred, study_of

from optimizer.answers.outcome import Outcome
from optimizer.answers.study import Break
from optimizer.study.case import Case as StudyCase
from optimizer.study.telling import breaks

CEILING = "funds.murni-2026.ceiling"


def between(one: Break) -> tuple[str, str, str, bool, bool]:
    return one.event, one.lower.text, one.upper.text, one.holds_below, one.finest


def test_the_value_at_which_a_target_is_met_is_found_to_the_rupiah(tmp_path: Path) -> None:
    """60 persons cost 60 x 201,600 = Rp12,096,000; with one rupiah less 59 are covered.

    10 persons of today cost Rp2,016,000; below that one of them loses cover from January on.
    """
    study = study_of(tmp_path, f"grid:\n  {CEILING}: [Rp1 juta, Rp10 juta, Rp15 juta]\n")
    done, _ = asked(study)

    assert [between(one) for one in done.summary.breaks] == [
        ("dropped", "2015999", "2016000", False, True),
        ("target", "12095999", "12096000", False, True),
        ("persons", "10079999", "10080000", False, True),
    ]
    assert done.summary.breaks[1].target == "semua"
    assert all(len(set(one.cases)) == 2 for one in done.summary.breaks)


def test_the_value_of_a_share_at_which_a_target_is_missed(tmp_path: Path) -> None:
    """50 of 100 are covered: 50 % is met; 50.01 % asks for ceil(50.01) = 51."""
    done, _ = asked(study_of(tmp_path, "swings: {targets.semua.share: [40%, 70%]}\n"))

    assert [between(one) for one in done.summary.breaks] == [("target", "50%", "50.01%", True, True)]


def test_a_break_is_found_with_other_values_fixed(tmp_path: Path) -> None:
    """With a stay of 6 months Rp10,080,000 covers 100 persons from July: 600 person-months.

    The target of 60 in December then takes 60 x 6 x 16,800 = Rp6,048,000, but the 10 of today are kept all
    year: 10 x 12 + 50 x 6 = 420 person-months, Rp7,056,000.
    """
    body = f"grid:\n  {CEILING}: [Rp4 juta, Rp15 juta]\n  rules.stay: [6, 12]\n"
    done, _ = asked(study_of(tmp_path, body))

    met = {one.fixed[0][1].text: one.upper.text for one in done.summary.breaks if one.event == "target"}
    assert met == {"6": "7056000", "12": "12096000"}


def test_where_fewer_are_covered_from_the_first_rupiah_on_nothing_is_told(tmp_path: Path) -> None:
    """50 persons use every rupiah: at Rp10,079,999 there are 49."""
    done, _ = asked(study_of(tmp_path, f"swings: {{{CEILING}: [Rp8 juta, Rp11 juta]}}\n"))

    assert done.summary.breaks == ()
    assert done.summary.probes == 1


def test_a_value_beyond_which_there_is_no_plan(tmp_path: Path) -> None:
    """50 persons are the most; a floor of 50 can be kept, of 51 not."""
    made = fifty_of_a_hundred()
    made["rules"]["floors"] = [{"region": "52.04", "persons": 5, "from": "2026-12"}]
    done, _ = asked(study_of(tmp_path, "grid:\n  rules.floors.0.persons: [5, 80]\n", made))

    assert [between(one) for one in done.summary.breaks] == [("solvable", "50", "51", True, True)]
    (fails,) = done.summary.failed
    assert (fails.status, fails.cases) == ("contradiction", (2,))
    assert fails.reasons
    assert (done.summary.asked, done.summary.runs, done.summary.solved, done.summary.cases) == (2, 1, 2, 3)


def test_a_case_that_is_not_valid_is_counted_and_named(tmp_path: Path) -> None:
    """Ten are paid for today; fewer eligible than that is refused."""
    done, every = asked(study_of(tmp_path, "grid:\n  regions.52.04.eligible.rentan: [5, 100]\n"))

    (fails,) = done.summary.failed
    assert (fails.status, fails.cases) == ("invalid", (1,))
    assert every[1][1].findings[0].code == fails.reasons[0].code


def test_bands_are_counted_over_the_sample(tmp_path: Path) -> None:
    """Every ceiling covers ceiling // 201,600 persons, at most 100."""
    body = f"sample:\n  count: 25\n  figures: {{{CEILING}: {{between: [Rp3 juta, Rp24 juta]}}}}\n"
    done, every = asked(study_of(tmp_path, body))

    persons = sorted(min(int(case.values[0]) // PERSON, 100) for case, _ in every[1:])
    band = done.summary.bands[0]
    assert (band.lowest, band.p10, band.p50, band.p90, band.highest) == (
        persons[0],
        persons[2],
        persons[12],
        persons[22],
        persons[-1],
    )
    assert done.summary.runs == 25
    (target,) = done.summary.targets
    assert target.met == sum(one >= 60 for one in persons)
    (row,) = done.summary.regions
    assert (row.base, row.least, row.most) == (50, persons[0], persons[-1])


def test_the_share_of_runs_in_which_each_line_survives(tmp_path: Path) -> None:
    """Without its own money a region has no line; the neighbour's line is in every run."""
    made = fifty_of_a_hundred()
    made["regions"]["52.05"] = region("Dompu", eligible=20)
    made["funds"]["dompu-2026"] = fund("52.05", 2026, 5 * PERSON)
    body = "grid:\n  funds.dompu-2026.ceiling: [0, Rp1 juta, Rp5 juta, Rp6 juta]\n"
    done, _ = asked(study_of(tmp_path, body, made))

    rows = [
        (str(row.region), row.fund, row.runs, Fraction(row.share), row.least, row.most)
        for row in done.summary.lines
    ]
    assert rows == [
        ("52.04", "murni-2026", 4, 1, 600, 600),
        ("52.05", "dompu-2026", 3, Fraction(3, 4), 0, 240),
    ]
    least = {str(row.code): int(row.least) for row in done.summary.regions}
    assert least == {"52.04": 50, "52.05": 0}


def test_the_tornado_is_ordered_by_what_moves_most(tmp_path: Path) -> None:
    """Ceiling of 45 to 70 persons: 25. Premium of 15,120 to 18,480: 10,080,000 / (12 x premium) = 55 to 45.

    Eligible, target and stay move nothing.
    """
    body = (
        f"swings:\n  {CEILING}: {{rivals: true}}\n  premium.0: [15120, 18480]\n  targets.semua.share: ±5pp\n"
    )
    done, _ = asked(study_of(tmp_path, body))

    rows = [(bar.thing.path, bar.at_low, bar.at_high, bar.width) for bar in done.summary.rankings[0].tornado]
    assert rows == [(CEILING, 45, 70, 25), ("premium.0", 55, 45, 10), ("targets.semua.share", 50, 50, 0)]


def test_influence_of_the_only_figure_that_matters(tmp_path: Path) -> None:
    body = f"sample:\n  count: 20\n  figures:\n    {CEILING}: {{between: [Rp3 juta, Rp19 juta]}}\n"
    body += "    targets.semua.share: ±20pp\n    variant: {choose: [none, tanpa-target]}\n"
    done, _ = asked(study_of(tmp_path, body))

    found = {one.thing.path: one for one in done.summary.rankings[0].influences}
    assert found[CEILING].rises is True
    assert float(found[CEILING].explained) > 0.99
    assert found["variant"].rises is None
    assert max(float(found[path].explained) for path in ("variant", "targets.semua.share")) < 0.3
    assert done.summary.rankings[0].influences[0].thing.path == CEILING


def test_a_scenario_without_a_plan_can_still_be_studied(tmp_path: Path) -> None:
    """A floor of 60 cannot be kept with money for 50: there is no plan as it is, but with Rp15 million."""
    made = fifty_of_a_hundred()
    made["rules"]["floors"] = [{"region": "52.04", "persons": 60, "from": "2026-12"}]
    done, _ = asked(study_of(tmp_path, f"grid:\n  {CEILING}: [Rp9 juta, Rp15 juta]\n", made))

    assert done.summary.base is None
    assert (done.summary.runs, done.summary.asked, done.summary.status) == (1, 2, "optimal")
    assert [between(one) for one in done.summary.breaks] == [
        ("solvable", "12095999", "12096000", False, True)
    ]
    assert done.summary.regions[0].base is None


def test_where_nothing_has_a_plan_only_that_is_told(tmp_path: Path) -> None:
    made = fifty_of_a_hundred()
    made["rules"]["floors"] = [{"region": "52.04", "persons": 90}]
    done, _ = asked(study_of(tmp_path, "grid:\n  rules.stay: [6, 12]\n", made))

    assert (done.summary.status, done.summary.runs, done.summary.solved) == ("contradiction", 0, 0)
    assert (*done.summary.bands, *done.summary.breaks, *done.summary.lines) == ()
    assert [len(one.cases) for one in done.summary.failed] == [3]


def test_no_more_changes_are_narrowed_down_than_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between money for 19 and for 74 persons each of 10 targets becomes met, and as many as now are covered.

    That is 20 changes; of at most three, targets are looked into first.
    """
    monkeypatch.setattr(breaks, "MOST", 3)
    body = f"grid:\n  {CEILING}: [Rp4 juta, Rp15 juta]\n  targets.semua.share: 31%..40% step 1pp\n"
    done, _ = asked(study_of(tmp_path, body))

    found = {one.fixed[0][1].text: one.upper.text for one in done.summary.breaks}
    assert found == {f"{share}%": str(share * PERSON) for share in (31, 32, 33)}
    assert done.summary.unrefined == 17


def test_variants_are_laid_on_before_changes(tmp_path: Path) -> None:
    """Half of 50 persons is 25; 20 % less of that is 20."""
    body = f"grid:\n  {CEILING}: [-20%, +0%]\n  variant: [none, separuh]\n"
    done, every = asked(study_of(tmp_path, body))

    assert [done.results.reached(outcome, "persons_end") for _, outcome in every] == [50, 40, 20, 50, 25]


def test_drawn_changes_start_from_what_a_drawn_variant_left(tmp_path: Path) -> None:
    """Half of 50 persons is 25, and ten percent around that 22 to 27; around 50 it is 45 to 55."""
    body = (
        f"sample:\n  count: 12\n  figures:\n    {CEILING}: ±10%\n    variant: {{choose: [none, separuh]}}\n"
    )
    done, every = asked(study_of(tmp_path, body))

    for case, outcome in every[1:]:
        low, high = (22, 27) if case.variants else (45, 55)
        assert low <= (done.results.reached(outcome, "persons_end") or 0) <= high
        assert case.sets[0].endswith("%")


def test_the_studys_own_variants_and_changes_hold_in_every_case(tmp_path: Path) -> None:
    """Half of 50 persons, the stay of 12 months: 25. With 6 months: 10 all year, 180 / 6 = 30 more."""
    done, every = asked(
        study_of(tmp_path, "with: separuh\nset: {rules.stay: 6}\ngrid:\n  rules.stay: [12]\n")
    )

    assert [done.results.reached(outcome, "persons_end") for _, outcome in every] == [40, 25]


def test_a_case_at_which_the_program_failed_says_nothing_of_where_the_answer_changes(tmp_path: Path) -> None:
    """Between 49 and 70 persons the target of 60 is met somewhere; where no plan is known in between, the gap
    stays as wide as it was seen, and says so."""
    study = study_of(tmp_path, f"grid:\n  {CEILING}: [Rp10 juta, Rp15 juta]\n")
    done, _ = asked(study)

    def nothing_known(probes: Sequence[StudyCase]) -> dict[int, Outcome]:
        return {case.number: Outcome("failed", "") for case in probes}

    found, _, _ = breaks.breaks(done.results, nothing_known)
    assert [between(one) for one in found] == [
        ("target", "10000000", "15000000", False, False),
        ("persons", "10000000", "15000000", False, False),
    ]


def test_plans_of_another_last_month_are_not_mixed(tmp_path: Path) -> None:
    """Until June the money for 50 persons and twelve months covers 100 of six; the target is June's then."""
    made = fifty_of_a_hundred()
    june = {**made["targets"]["semua"], "by": "2026-06"}
    made["variants"]["pendek"] = {
        "change": {"horizon": "2026-01..2026-06", "rules.stay": 6, "targets": {"semua": None, "juni": june}}
    }
    body = f"grid:\n  {CEILING}: [Rp8.064.000, Rp10.080.000]\n  variant: [none, pendek]\n"
    told = asked(study_of(tmp_path, body, made))[0].summary

    assert (told.runs, told.asked, [(str(month), count) for month, count in told.elsewhere]) == (
        2,
        2,
        [("2026-06", 2)],
    )
    assert (told.target, told.target_of) == ("semua", "52.04")
    assert [
        (one.lowest, one.highest) for one in told.bands if one.measure in ("persons_end", "shortfall")
    ] == [
        (40, 50),
        (10, 20),
    ]
    assert [(str(row.month), row.shortfall) for row in told.grid] == [
        ("2026-12", 20),
        ("2026-06", None),
        ("2026-12", 10),
        ("2026-06", None),
    ]
