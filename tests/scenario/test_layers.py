"""Later layers win, key by key; paths name what they say; numbers are exact; nothing leaves the folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.errors import Finding, InvalidError
from optimizer.scenario.changes import merged
from optimizer.scenario.fields import PersonsFigure
from optimizer.scenario.kinds import kind_at
from optimizer.scenario.layers import layered, start
from optimizer.scenario.nodes import Branch, Entry, Mark, Node, Scalar, Written, plain, text_of
from optimizer.scenario.reading import Loaded, load
from optimizer.scenario.yamlfile import parse
from optimizer.units import Persons, Rupiah, Share, decimal, percent, read_share

EXAMPLE = Path(__file__).parents[1] / "golden" / "contract-example.yaml"
MARK = Mark(Written("a.yaml"), 1, 1)


def changed(*sets: str, variants: tuple[str, ...] = ()) -> Loaded:
    return load(EXAMPLE, sets=sets, variants=variants)


def refused(*sets: str, variants: tuple[str, ...] = ()) -> list[Finding]:
    with pytest.raises(InvalidError) as error:
        load(EXAMPLE, sets=sets, variants=variants)
    return [finding for finding in error.value.findings if finding.level == "error"]


def tree(text: str) -> Branch:
    root = parse(text.encode(), "a.yaml").root
    assert root is not None
    return root


# --- merging ---


def test_maps_merge_null_deletes_and_lists_are_replaced() -> None:
    old = tree("rules: {stay: 12}\ngoals: [keep, targets]\ntargets: {a: {by: 2026-12}, b: {by: 2026-12}}")
    new = tree("rules: {enrol_per_month: 5}\ngoals: [coverage]\ntargets: {a: null, c: {by: 2025-12}}")

    result = merged(old, new, None)

    assert result is not None
    assert plain(result) == {
        "rules": {"stay": "12", "enrol_per_month": "5"},
        "goals": ["coverage"],
        "targets": {"b": {"by": "2026-12"}, "c": {"by": "2025-12"}},
    }


def test_rivals_join_a_bare_figure() -> None:
    found = changed("regions.52.71.active={rivals: [{value: 45.000}]}").scenario.regions

    figure = next(region for code, region in found.items() if code == "52.71").active
    assert (figure.value, [rival.value for rival in figure.rivals]) == (41_000, [45_000])


def test_a_bare_value_replaces_a_record_and_its_evidence() -> None:
    figure = _workers(changed("regions.52.04.workers=160.000"))

    assert (figure.value, figure.source, figure.status) == (160_000, None, "assumed")


def test_a_relative_change_keeps_the_record_and_says_what_was_done() -> None:
    """158,000 less a tenth is 142,200."""
    figure = _workers(changed("regions.52.04.workers=-10%"))

    assert (figure.value, figure.source, figure.status) == (142_200, "suarantb", "derived")
    assert figure.note == "158.000 -10% (--set) = 142200"


def test_a_change_of_the_value_of_a_record_is_a_change_of_the_record() -> None:
    assert _workers(changed("regions.52.04.workers.value=-10%")) == _workers(
        changed("regions.52.04.workers=-10%")
    )


def test_a_plain_value_put_into_a_record_leaves_its_evidence() -> None:
    figure = _workers(changed("regions.52.04.workers.value=160.000"))

    assert (figure.value, figure.source, figure.status) == (160_000, "suarantb", "press")


def test_an_unknown_figure_is_changed_in_what_is_assumed() -> None:
    found = changed("regions.52.71.subsidised.rentan.assume=100", "regions.52.71.subsidised.rentan=x0.5")

    figure = next(r for code, r in found.scenario.regions.items() if code == "52.71").subsidised["rentan"]
    assert (figure.value, figure.assume) == (None, 50)


def _workers(loaded: Loaded) -> PersonsFigure:
    return next(region for code, region in loaded.scenario.regions.items() if code == "52.04").workers


@pytest.mark.parametrize(
    ("change", "ceiling"),
    [
        ("-20%", 2_096_640_000),
        ("x0.8", 2_096_640_000),
        ("x0,8", 2_096_640_000),
        ("+Rp500 juta", 3_120_800_000),
        ("-1000", 2_620_799_000),
        ("+0,5 miliar", 3_120_800_000),
        ("-33.333%", 1_747_208_736),
        ("1 miliar", 1_000_000_000),
    ],
)
def test_money_changes_and_rounds_down_to_whole_rupiah(change: str, ceiling: int) -> None:
    """2,620,800,000 less 33.333 % is 1,747,208,736 exactly; x0.8 and -20% are the same."""
    assert changed(f"funds.provinsi-murni-2026.ceiling={change}").scenario.funds[
        "provinsi-murni-2026"
    ].ceiling.number == Rupiah(ceiling)


def test_a_share_moves_by_points() -> None:
    target = changed("targets.ucj-2026.share=+2pp").scenario.targets["ucj-2026"]

    assert target.share.number == Share(Fraction(6694, 10_000))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("targets.ucj-2026.share=-20%", "change.percent_of_share"),
        ("targets.ucj-2026.share=+40pp", "change.above_one"),
        ("targets.ucj-2026.share=-70pp", "change.below_zero"),
        ("funds.provinsi-murni-2026.ceiling=+2pp", "change.points_of_amount"),
        ("funds.provinsi-murni-2026.ceiling=-5 miliar", "change.below_zero"),
        ("funds.provinsi-murni-2026.ceiling=-Rp1.5", "change.unreadable"),
        ("rules.enrol_per_month=+5", "change.nothing_before"),
        ("rules.enrol_per_month=null", "change.nothing_to_remove"),
        ("horizn=2025-10..2025-12", "path.nothing"),
        ("rules.stay", "set.no_equals"),
        ("regions.52.05={name: x}", "path.nothing"),
        ("goals=[coverage", "yaml.open_bracket"),
    ],
)
def test_a_change_that_cannot_be_made_is_refused_by_name(change: str, code: str) -> None:
    assert code in [finding.code for finding in refused(change)]


def test_a_new_key_with_dots_is_quoted() -> None:
    new = "{name: Dompu, workers: 9.000, active: 1.000, eligible: {rentan: 2.000}}"

    assert "52.05" in changed(f'regions."52.05"={new}').scenario.regions


def test_a_missing_key_may_be_added_where_the_schema_has_room() -> None:
    assert changed("rules.enrol_per_month=500").scenario.rules.enrol_per_month is not None


@given(st.integers(0, 10**12), st.integers(0, 99_999))
def test_a_part_taken_away_is_rounded_down(amount: int, thousandths: int) -> None:
    old, new = Scalar(str(amount), MARK), Scalar(f"-{thousandths // 1000}.{thousandths % 1000:03d}%", MARK)

    assert text_of(merged(old, new, kind_at(("funds", "a", "ceiling")))) == str(
        amount * (100_000 - thousandths) // 100_000
    )


@given(st.integers(0, 10**18), st.integers(0, 10**12))
def test_a_changed_share_is_cut_where_it_can_no_longer_be_written(part: int, factor: int) -> None:
    """Never more than what it is, and less by less than the last decimal kept."""
    old, times = Fraction(part, 10**18), Fraction(factor, 10**12)
    kind = kind_at(("targets", "t", "share"))
    new = merged(Scalar(percent(old), MARK), Scalar(f"x{decimal(times)}", MARK), kind)

    assert 0 <= old * times - read_share(str(text_of(new))) < Fraction(1, 10**18)


SCALARS = st.text("abc", min_size=1, max_size=3).map(lambda text: Scalar(text, MARK))
MAPS: st.SearchStrategy[Node] = st.recursive(
    SCALARS,
    lambda inner: st.dictionaries(st.sampled_from("xyz"), inner, max_size=3).map(
        lambda held: Branch({key: Entry(MARK, value) for key, value in held.items()}, MARK)
    ),
    max_leaves=8,
)


@given(MAPS, MAPS, MAPS)
def test_layers_may_be_joined_in_any_grouping(first: Node, second: Node, third: Node) -> None:
    """Merging is associative where no layer deletes: also by values that replace no map."""
    together = merged(merged(first, second, None), third, None)
    assert together is not None
    if _has_no_shadow(first, second) and _has_no_shadow(second, third):
        later = merged(second, third, None)
        assert later is not None
        other = merged(first, later, None)
        assert other is not None
        assert plain(together) == plain(other)


def _has_no_shadow(old: Node, new: Node) -> bool:
    if isinstance(old, Branch) != isinstance(new, Branch):
        return False
    if not isinstance(old, Branch) or not isinstance(new, Branch):
        return True
    return all(
        _has_no_shadow(old.entries[key].value, new.entries[key].value)
        for key in old.entries.keys() & new.entries.keys()
    )


@given(MAPS)
def test_a_layer_put_on_itself_changes_nothing(node: Node) -> None:
    again = merged(node, node, None)

    assert again is not None
    assert plain(again) == plain(node)


# --- files ---


Writer = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Writer:
    def writing(name: str, text: str) -> Path:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    return writing


def codes_of(file: Path) -> list[str]:
    return [finding.code for finding in layered(start(file), (), ()).findings]


def test_a_file_wins_over_what_it_extends_and_inherits_its_variants(write: Writer) -> None:
    base = EXAMPLE.read_text("utf-8")
    write("lower/base.yaml", base)
    top = write("top.yaml", "extends: lower/base.yaml\ntitle: Lain\nvariants: {tanpa-provinsi: null}\n")

    loaded = load(top, variants=["efisiensi-20"])

    assert loaded.scenario.title == "Lain"
    assert list(loaded.variants) == ["efisiensi-20"]
    assert loaded.scenario.funds["mataram-murni-2026"].ceiling.number == 320_000_000
    assert [Path(file).name for file in loaded.sources] == ["top.yaml", "base.yaml"]


@pytest.mark.parametrize(
    "given",
    [
        "../a.yaml",
        "/etc/passwd",
        "C:\\a.yaml",
        "C:a.yaml",
        "a\\b.yaml",
        "b/../../a.yaml",
        "~/a.yaml",
        "\\\\host\\a",
        " ",
    ],
)
def test_no_file_outside_the_folder_is_read(write: Writer, given: str) -> None:
    file = write("inside/a.yaml", f"extends: '{given}'\nregions: '{given}'\n")
    write("a.yaml", "title: outside")

    assert set(codes_of(file)) == {"path.outside"}


@pytest.mark.skipif(not hasattr(os, "symlink") or os.name == "nt", reason="links need rights on Windows")
def test_a_link_out_of_the_folder_is_refused_and_one_inside_is_not(write: Writer, tmp_path: Path) -> None:
    write("outside.yaml", "title: outside")
    inner = write("inside/real.yaml", "title: inside")
    (tmp_path / "inside" / "out.yaml").symlink_to(tmp_path / "outside.yaml")
    (tmp_path / "inside" / "folder").symlink_to(tmp_path)
    (tmp_path / "inside" / "in.yaml").symlink_to(inner)

    assert codes_of(write("inside/a.yaml", "extends: out.yaml")) == ["path.outside"]
    assert codes_of(write("inside/b.yaml", "extends: folder/outside.yaml")) == ["path.outside"]
    assert codes_of(write("inside/c.yaml", "extends: in.yaml")) == []


def test_a_circle_is_refused(write: Writer) -> None:
    write("b.yaml", "extends: a.yaml")

    assert codes_of(write("a.yaml", "extends: b.yaml")) == ["extends.circle"]
    assert codes_of(write("c.yaml", "extends: c.yaml")) == ["extends.circle"]


def test_a_long_chain_is_refused(write: Writer) -> None:
    for number in range(30):
        write(f"{number}.yaml", f"extends: {number + 1}.yaml")

    assert codes_of(write("a.yaml", "extends: 0.yaml")) == ["extends.too_many"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_does_not_make_it_wait(write: Writer, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")

    assert codes_of(write("a.yaml", "extends: pipe.yaml")) == ["file.unreadable"]


def test_files_that_are_none_are_refused(write: Writer, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()

    assert codes_of(tmp_path / "none.yaml") == ["file.none"]
    assert codes_of(tmp_path / "folder") == ["file.unreadable"]
    assert codes_of(write("a.yaml", "extends: none.yaml")) == ["path.no_file"]
    assert codes_of(write("b.yaml", "extends: folder")) == ["file.unreadable"]
    assert codes_of(write("c.yaml", "extends: [a.yaml]")) == ["extends.not_text"]


# --- variants ---


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("variants: 5", "variants.not_a_map"),
        ("variants: {a: 5}", "variant.not_a_map"),
        ("variants: {a: {label: x}}", "variant.no_change"),
        ("variants: {a: {lable: x, change: {title: b}}}", "key.unknown_near"),
        ("variants: {a: {warna: x, change: {title: b}}}", "key.unknown"),
        ("variants: {a: null}", "variant.none_to_remove"),
    ],
)
def test_a_variant_has_a_form(write: Writer, text: str, code: str) -> None:
    assert code in codes_of(write("a.yaml", text))


def test_an_unknown_variant_names_the_nearest() -> None:
    found = refused(variants=("efisiensi-02",))

    assert [(one.code, one.facts["near"]) for one in found] == [("variant.unknown_near", "efisiensi-20")]


def test_variants_and_sets_are_made_in_order() -> None:
    """400 million less a fifth, twice; the province's least amount goes with its money."""
    loaded = changed(
        "funds.mataram-murni-2026.ceiling=x2",
        "funds.provinsi-murni-2026.per_region=null",
        variants=("efisiensi-20", "tanpa-provinsi"),
    )

    assert loaded.scenario.funds["mataram-murni-2026"].ceiling.number == 640_000_000
    assert loaded.scenario.funds["provinsi-murni-2026"].ceiling.number == 0


def test_what_a_variant_passes_over_is_a_warning() -> None:
    loaded = changed("funds.*-2025.ceiling=0")

    found = [one for one in loaded.findings if one.code == "change.passed_over"]
    assert [one.facts["funds"] for one in found] == [("sumbawa-murni-2025",)]
    assert loaded.scenario.funds["sumbawa-murni-2025"].ceiling.number == 287_280_000


def test_persons_are_whole_after_a_change() -> None:
    """5,700 x 0.33333 = 1,899.98."""
    found = changed("regions.52.04.subsidised.rentan=x0.33333").scenario.regions

    region = next(one for code, one in found.items() if code == "52.04")
    assert region.subsidised["rentan"].number == Persons(1_899)


def test_a_ratio_keeps_the_decimals_it_can_be_read_with() -> None:
    """1.5 x 0.123456789 = 0.1851851835, of which nine decimals are kept."""
    matching = changed("rules.matching.0.ratio=x0.123456789").scenario.rules.matching

    assert matching[0].ratio == Fraction(185_185_183, 10**9)
