"""``generate``: a made-up country adds up, is the same for the same seed, and takes nobody's place."""

from __future__ import annotations

import csv
import time
from collections import Counter
from hashlib import sha256
from io import StringIO
from pathlib import Path

import pytest
from command_line import ROOT, alokasi, imported
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.blocks import blocks
from optimizer.problem import build
from optimizer.scenario.reading import load
from optimizer.synthetic.chance import Chance, exponential, shared_out
from optimizer.synthetic.country import MOST, PROVINCES, REGIONS, Level, country
from optimizer.synthetic.files import TargetOf, Wish, made_up
from optimizer.synthetic.people import people

LEVELS: tuple[Level, ...] = ("kabupaten", "kecamatan", "desa")
KNOWN = "59c43102d5391926"
"""The first digits of the sum of all files of 514 kabupaten with seed 1."""


def rows(text: str) -> list[dict[str, str]]:
    """A table as a reader of CSV sees it."""
    return list(csv.DictReader(StringIO(text)))


def written(folder: Path, wish: Wish) -> Path:
    """The files of a wish in a folder."""
    for name, text in made_up(wish, "id").files.items():
        (folder / name).write_text(text, "utf-8")
    return folder / "base.yaml"


def test_the_whole_country_has_the_provinces_it_has() -> None:
    """38 provinces with 416 kabupaten and 98 kota, of which NTB has 8 and 2 and NTT 21 and 1."""
    every = country("kabupaten", 514, 1)

    assert Counter(one.province for one in every) == {code: sum(size) for code, size in PROVINCES.items()}
    assert sum(one.is_kota for one in every) == 98
    assert [one.code for one in every if one.province == "52" and one.is_kota] == ["52.71", "52.72"]
    assert len(PROVINCES) == 38


@pytest.mark.parametrize("level", LEVELS)
def test_each_level_has_as_many_regions_as_the_country(level: Level) -> None:
    every = country(level, REGIONS[level], 1)
    codes = [code for one in every for code in one.regions]

    assert len(codes) == len(set(codes)) == REGIONS[level]
    assert len(every) == 514
    assert all(code.startswith(one.code) for one in every for code in one.regions)
    assert codes == sorted(codes)


@given(
    st.sampled_from(LEVELS).flatmap(
        lambda level: st.tuples(st.just(level), st.integers(1, min(MOST[level], 8_000)))
    ),
    st.integers(0, 10**9),
)
@settings(max_examples=20, deadline=None, derandomize=True, database=None)
def test_any_number_of_regions_is_made_with_people_that_add_up(asked: tuple[Level, int], seed: int) -> None:
    """S ≤ E, ΣS ≤ A ≤ W and ΣE − ΣS ≤ W − A in each region."""
    level, number = asked
    living = [one for place in country(level, number, seed) for one in people(place, seed)]

    assert len({one.code for one in living}) == len(living) == number
    for one in living:
        assert all(paid <= there for paid, there in zip(one.subsidised, one.eligible, strict=True))
        assert 0 <= one.listed <= one.active <= one.workers
        assert sum(one.eligible) - one.listed <= one.workers - one.active


def test_sizes_are_uneven() -> None:
    """Log-normal: the largest kabupaten has many times the workers of the middle one."""
    workers = sorted(one.workers for place in country("kabupaten", 514, 1) for one in people(place, 1))

    assert workers[-1] > 4 * workers[257] > 12 * workers[0]
    assert 40_000_000 < sum(workers) < 200_000_000


def test_the_same_seed_gives_the_same_bytes_on_every_machine() -> None:
    files = made_up(Wish("kabupaten", 514, 1), "id").files

    assert files == made_up(Wish("kabupaten", 514, 1), "id").files
    assert files != made_up(Wish("kabupaten", 514, 2), "id").files
    assert sha256("".join(files.values()).encode()).hexdigest()[:16] == KNOWN


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("target", ["each", "province", "national"])
def test_what_is_made_up_is_valid(tmp_path: Path, level: Level, target: TargetOf) -> None:
    loaded = load(written(tmp_path, Wish(level, 60, 3, target, national_fund=target == "national")))

    assert loaded.scenario.synthetic is True
    assert len(loaded.scenario.regions) == 60
    assert {finding.level for finding in loaded.findings} <= {"warning"}


def test_the_whole_of_a_level_is_valid(tmp_path: Path) -> None:
    """All 7,285 kecamatan, in about three seconds of computing."""
    file = written(tmp_path, Wish("kecamatan", 7_285, 1))
    begin = time.process_time()
    loaded = load(file)

    assert time.process_time() - begin < 10
    assert len(loaded.scenario.regions) == 7_285
    assert {len(code.split(".")) for code in loaded.scenario.regions} == {3}
    assert {len(fund.owner.split(".")) for fund in loaded.scenario.funds.values()} == {1, 2}


def test_villages_have_payers_of_three_kinds(tmp_path: Path) -> None:
    """Kabupaten, province, and some villages themselves; a kelurahan has no budget of its own."""
    funds = rows(made_up(Wish("desa", 3_000, 1), "id").files["funds.csv"])
    villages = [fund["owner"] for fund in funds if fund["budget"] == "apbdes"]

    assert {len(fund["owner"].split(".")) for fund in funds} == {1, 2, 4}
    assert villages
    assert all(code.rsplit(".", 1)[1].startswith("2") for code in villages)


def test_provinces_are_apart_until_a_national_fund_ties_them(tmp_path: Path) -> None:
    apart = build(load(written(tmp_path, Wish("kabupaten", 60, 1))).scenario)
    tied = build(load(written(tmp_path, Wish("kabupaten", 60, 1, "each", national_fund=True))).scenario)

    assert len(blocks(apart)) == len({code[:2] for code in apart.codes}) > 1
    assert len(blocks(tied)) == 1


def test_parts_add_up_within_their_bounds() -> None:
    assert shared_out(10, [1.0, 1.0, 2.0], 9) == [3, 2, 5]
    assert shared_out(7, [1.0, 8.0], 4) == [3, 4]
    assert sum(shared_out(83_762, [Chance(1, str(n)).size(1, 1, 50) for n in range(7_285)], 500)) == 83_762
    with pytest.raises(ValueError, match="in 2 parts"):
        shared_out(9, [1.0, 1.0], 4)


@given(st.floats(-3, 3))
@settings(max_examples=50, deadline=None, derandomize=True, database=None)
def test_the_exponential_is_near(power: float) -> None:
    assert exponential(power) == pytest.approx(2.718281828459045**power, rel=0.002)


# --- the command ---


def test_a_folder_is_written_and_solved(tmp_path: Path) -> None:
    done = alokasi("generate", "--regions", "3", "--out", tmp_path / "a", "--json")

    assert done.code == 0
    assert done.document["synthetic"] is True
    assert done.document["regions"] == 3
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == [
        "base.yaml",
        "funds.csv",
        "regions.csv",
    ]
    assert alokasi("validate", tmp_path / "a" / "base.yaml", "-q").code == 0


@pytest.mark.parametrize(
    ("words", "level", "regions"),
    [
        ([], "kabupaten", 514),
        (["--level", "kecamatan"], "kecamatan", 7_285),
        (["--regions", "515"], "kecamatan", 515),
        (["--regions", "12", "--level", "desa"], "desa", 12),
    ],
)
def test_a_number_alone_says_the_level(tmp_path: Path, words: list[str], level: str, regions: int) -> None:
    done = alokasi("generate", *words, "--out", tmp_path / "a", "--json").document

    assert (done["level"], done["regions"]) == (level, regions)


def test_the_command_in_the_file_makes_the_file_again(tmp_path: Path) -> None:
    wished = ("--level", "desa", "--regions", "40", "--seed", "7", "--target", "province", "--national-fund")
    alokasi("generate", *wished, "--out", tmp_path / "a")
    text = (tmp_path / "a" / "base.yaml").read_text("utf-8")
    command = next(line for line in text.splitlines() if "alokasi generate" in line)

    alokasi(*command.lstrip("# ").split()[1:], "--out", tmp_path / "b")

    for name in ("base.yaml", "regions.csv", "funds.csv"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_an_own_folder_is_replaced_only_by_force_and_another_never(tmp_path: Path) -> None:
    """Scenarios that people wrote have files of the same names; they do not say that they are made up."""
    own, foreign = tmp_path / "own", tmp_path / "foreign"
    alokasi("generate", "--regions", "3", "--out", own)
    before = (own / "regions.csv").read_bytes()
    foreign.mkdir()
    for name in ("base.yaml", "regions.csv", "funds.csv"):
        (foreign / name).write_text("title: Kabupaten kami\n", "utf-8")

    refused = alokasi("generate", "--regions", "4", "--out", own, "--json")
    never = alokasi("generate", "--regions", "4", "--out", foreign, "--force", "--json")

    assert (refused.code, refused.codes) == (2, ["out.exists_synthetic"])
    assert (own / "regions.csv").read_bytes() == before
    assert (never.code, never.codes) == (2, ["out.foreign"])
    assert (foreign / "base.yaml").read_text("utf-8") == "title: Kabupaten kami\n"
    assert alokasi("generate", "--regions", "4", "--out", own, "--force").code == 0
    assert len((own / "regions.csv").read_text("utf-8").splitlines()) == 5


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--regions", "0"], "usage.value"),
        (["--regions", "1e3"], "usage.value"),
        (["--regions", "100001"], "usage.value"),
        (["--regions", "1001", "--level", "kabupaten"], "generate.too_many"),
        (["--level", "kota"], "usage.value"),
        (["--seed", "-1"], "usage.value"),
        (["--target", "all"], "usage.value"),
    ],
)
def test_what_cannot_be_made_is_refused_and_nothing_is_written(
    tmp_path: Path, words: list[str], code: str
) -> None:
    done = alokasi("generate", *words, "--out", tmp_path / "a", "--json")

    assert (done.code, done.codes) == (2, [code])
    assert not (tmp_path / "a").exists()


def test_a_folder_must_be_named() -> None:
    assert alokasi("generate", "--json").codes == ["usage.generate_out"]


def test_making_needs_no_solver(tmp_path: Path) -> None:
    heavy = ["pulp", "highspy", "numpy", "pandas", "optimizer.runs"]

    assert imported(heavy, "generate", "--regions", "3", "--out", str(tmp_path / "a"), "-q") == "[]"


def test_the_provinces_agree_with_those_that_have_names() -> None:
    text = (ROOT / "optimizer" / "text" / "provinces.toml").read_text("utf-8")

    assert all(f'["province.{code}"]' in text for code in PROVINCES)
