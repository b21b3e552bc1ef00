"""``compare``: figures against the plans themselves, inputs against a naive diff, sides of every kind."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from cases import PREMIUM, fund, region, two_with_a_province
from command_line import ROOT
from compared import asked, compared, file_of, fresh, ran
from hypothesis import HealthCheck, given, settings
from strategies import Size, as_yaml, cases

from optimizer import runs
from optimizer.answers.compare import Compare, Line
from optimizer.errors import AuditError, ContradictionError, InvalidError
from optimizer.questions.comparing.attribution import Wish
from optimizer.questions.comparing.inputs import Differing, differing
from optimizer.questions.comparing.sides import Shared, named, read
from optimizer.scenario import resolved
from optimizer.scenario.reading import load
from optimizer.scenario.schema import Scenario
from optimizer.units import Rupiah, Share

Case = dict[str, Any]
NTB = str(ROOT / "scenarios" / "ntb" / "base.yaml")
FEW = Size(regions=3, groups=2, months=5, funds=4, persons=8, ceiling=30)


def two_payers(**more: Any) -> Case:
    """A pays for 10 and B for 5 of 20 in each; the province for 8 more where they are."""
    return two_with_a_province(10, 5, 8, eligible=20, share="50%", **more)


def of(answer: Compare, section: str, item: str, field: str) -> Line:
    """One line."""
    return next(
        line for line in answer.lines if (line.section, line.item, line.field) == (section, item, field)
    )


def test_every_figure_stands_beside_that_of_the_first_side(tmp_path: Path) -> None:
    """23 persons of 40, without the province's 8 are 15; the target of 20 is met, then 5 are missing."""
    file = file_of(two_payers(), tmp_path, "a.yaml")
    answer = asked(file, f"{file}@funds.prov-2026.ceiling=0")
    head = {line.field: (line.values, line.differences[1]) for line in answer.of("headline")}

    assert head["persons_end"] == ((23, 15), -8)
    assert head["reached"] == ((Share(23, 40), Share(15, 40)), Share(-8, 40))
    assert head["shortfall"] == ((0, 5), 5)
    assert head["person_months"] == ((276, 180), -96)
    assert head["rupiah"] == ((276 * PREMIUM, 180 * PREMIUM), -96 * PREMIUM)
    assert head["ceiling"][1] == -96 * PREMIUM
    assert of(answer, "funds", "prov-2026", "allocated").differences == (None, -96 * PREMIUM)
    assert of(answer, "funds", "a-2026", "left").alike
    assert of(answer, "targets", "ucj:52", "covered").values == (23, 15)
    regions = [of(answer, "regions", code, "persons_end") for code in ("52.01", "52.02")]
    assert [sum(cast(int, line.values[side]) for line in regions) for side in (0, 1)] == [23, 15]
    assert isinstance(head["rupiah"][1], Rupiah)


def test_the_lines_are_the_figures_of_the_plans(tmp_path: Path) -> None:
    """Three files with other regions, funds, targets and months: each line is read off its plan."""
    second = two_payers(horizon="2026-01..2027-06")
    second["regions"]["52.03"] = region("C", eligible=4)
    second["funds"]["c-2027"] = fund("52.03", 2027, 4 * 6 * PREMIUM)
    del second["targets"]
    third = two_payers()
    del third["regions"]["52.02"], third["funds"]["b-2026"]
    made = [two_payers(), second, third]
    files = [file_of(one, tmp_path, f"{number}.yaml") for number, one in enumerate(made)]
    answer, plans = asked(*files), [fresh(one) for one in made]

    assert answer.attribution is None
    for place, plan in enumerate(plans):
        for row in plan.funds:
            for field in ("ceiling", "allocated", "left"):
                assert of(answer, "funds", row.id, field).values[place] == getattr(row, field)
        for one in plan.regions:
            assert of(answer, "regions", one.code, "persons_end").values[place] == one.persons_end
            assert of(answer, "regions", one.code, "rupiah").values[place] == one.rupiah
    assert of(answer, "funds", "c-2027", "ceiling").values == (None, 4 * 6 * PREMIUM, None)
    assert of(answer, "funds", "c-2027", "ceiling").differences == (None, None, None)
    assert of(answer, "regions", "52.02", "persons_end").values[2] is None
    assert of(answer, "headline", "", "shortfall").values[1] is None
    people = [line for line in answer.lines if line.field == "persons_end" and line.item != "52.02"]
    assert all(line.differences[1] is None for line in people)  # June 2027 is not December 2026
    assert of(answer, "headline", "", "persons_end").differences[2] is not None
    for place, plan in enumerate(plans):
        groups = [line.values[place] for line in answer.of("groups")]
        assert sum(cast(int, count) for count in groups) == plan.totals.persons_end
    assert of(answer, "headline", "", "month").values[1] != of(answer, "headline", "", "month").values[0]


def test_a_side_compared_with_itself_shows_no_difference(tmp_path: Path) -> None:
    answer = asked(NTB, NTB)

    assert all(line.alike for line in answer.lines)
    assert answer.of("inputs") == ()
    assert answer.beside == 0
    assert answer.attribution is not None
    assert (answer.attribution.method, answer.attribution.parts) == ("no_changes", ())
    assert all(total.difference == 0 for total in answer.attribution.totals)


def test_a_folder_stands_for_its_file(tmp_path: Path) -> None:
    """The plan that was kept and the file it came from: the same figures and the same parts."""
    file = file_of(two_payers(), tmp_path, "a.yaml")
    runs.save(runs.solved(file), tmp_path / "out")
    other = f"{file}@funds.prov-2026.ceiling=0@funds.a-2026.ceiling={7 * 12 * PREMIUM}"
    by_file, by_folder = (asked(one, other, wish=Wish(each=True)) for one in (file, str(tmp_path / "out")))

    assert by_folder.lines == by_file.lines
    assert by_folder.attribution == by_file.attribution
    assert [side.source for side in by_folder.sides] == ["folder", "file"]
    same = asked(str(tmp_path / "out"), file)
    assert all(line.alike for line in same.lines)


def test_the_plan_of_a_folder_is_not_solved_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = file_of(two_payers(), tmp_path, "a.yaml")
    runs.save(runs.solved(file), tmp_path / "out")
    sides = read([str(tmp_path / "out"), str(tmp_path / "out")], Shared())
    monkeypatch.setattr(runs, "planned", lambda *given: pytest.fail("solved"))

    assert all(line.alike for line in compared(sides).lines)


def test_a_kept_plan_that_is_no_longer_solved_so_is_not_divided(tmp_path: Path) -> None:
    """A folder whose goals were other ones is faked by another scenario's plan: 15 persons, not 23."""
    file = file_of(two_payers(), tmp_path, "a.yaml")
    fewer = file_of(two_payers(rules={"stay": 12, "enrol_per_month": 4}), tmp_path, "b.yaml")
    runs.save(runs.solved(fewer), tmp_path / "out")
    first, second = read([str(tmp_path / "out"), f"{file}@funds.b-2026.ceiling=0"], Shared())
    answer = compared([type(first)(first.named, first.shared, load(file).scenario, None, first.plan), second])

    assert answer.attribution is not None
    assert answer.attribution.method == "other_plan"
    assert all(part.brings == () for part in answer.attribution.parts)


def test_a_forged_folder_is_refused(tmp_path: Path) -> None:
    file = file_of(two_payers(), tmp_path, "a.yaml")
    runs.save(runs.solved(file), tmp_path / "out")
    plan = tmp_path / "out" / "plan.yaml"
    plan.write_text(plan.read_text("utf-8").replace("persons_end: 23", "persons_end: 24"), "utf-8")
    with pytest.raises(AuditError) as refused:
        asked(file, str(tmp_path / "out"))

    assert {finding.code for finding in refused.value.findings} >= {"verify.plan_changed", "verify.differs"}
    assert ran(file, tmp_path / "out").code == 5


# Inputs


def naive(scenario: Scenario) -> dict[tuple[str, ...], str]:
    """Every leaf of the resolved scenario as it would be written, by its path."""
    return dict(flattened(yaml.load(resolved.write(scenario), Loader=yaml.BaseLoader), ()))


def flattened(tree: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(tree, dict):
        for key, part in tree.items():
            yield from flattened(part, (*path, key))
    elif isinstance(tree, list) and path[0] != "goals" and any(isinstance(part, dict) for part in tree):
        for place, part in enumerate(tree):
            yield from flattened(part, (*path, str(place)))
    else:
        yield path, str(tree)


def naively_differing(before: Scenario, after: Scenario) -> set[tuple[str, ...]]:
    """Paths of the leaves that differ; of an entry that one side lacks its own path."""
    first, second = naive(before), naive(after)
    found = set()
    for path in first.keys() | second.keys():
        if first.get(path) == second.get(path):
            continue
        depth = 3 if path[0] == "rules" and len(path) > 3 else 2
        entry = path[:depth]
        lacking = [not any(one[:depth] == entry for one in leaves) for leaves in (first, second)]
        is_entry = path[0] in ("regions", "funds", "targets", "groups", "premium") or depth == 3
        bare = path[:-1] if path[-1] in ("value", "assume") and path[0] != "premium" else path
        found.add(entry if is_entry and any(lacking) else bare)
    return found


def inputs_of(before: Scenario, after: Scenario) -> list[Differing]:
    return [one for one in differing([before, after]) if one.path[0] != "order"]


@given(cases(FEW), cases(FEW))
@settings(
    max_examples=12, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
def test_the_inputs_that_differ_are_those_of_a_naive_diff(one: Case, other: Case) -> None:
    """Two scenarios drawn apart, and one beside a mixture of both."""
    mixed = copy.deepcopy(one)
    for key in ("funds", "premium", "goals"):
        if key in other:
            mixed[key] = other[key]
    before = read_case(one)
    for after in (read_case(other), read_case(mixed)):
        if before is not None and after is not None:
            found = inputs_of(before, after)
            assert {place.path for place in found if not place.beside} == naively_differing(before, after)
            assert len(found) == len({place.path for place in found})


def read_case(made: Case) -> Scenario | None:
    """The scenario of a case; None where a mixture is refused."""
    try:
        return load("-", text=as_yaml(made).encode()).scenario
    except InvalidError:
        return None


def test_the_variants_of_ntb_differ_where_a_naive_diff_says() -> None:
    """Figures as inputs; sources, remarks and rivals are counted apart."""
    base = load(NTB).scenario
    said = ("source", "as_of", "status", "note", "rivals")
    for variant in ("peserta-486005", "perubahan-saja"):
        other = load(NTB, variants=[variant]).scenario
        found = inputs_of(base, other)
        every = naively_differing(base, other)
        about = {
            path[: 1 + next(n for n, key in enumerate(path) if key in said)]
            for path in every
            if hints(path, said)
        }
        assert {place.path for place in found if not place.beside} == {
            path for path in every if not hints(path, said)
        }, variant
        assert {place.path for place in found if place.beside} == about, variant


def hints(path: tuple[str, ...], said: tuple[str, ...]) -> bool:
    """Whether a path speaks about a figure: a fund's own status is an input."""
    return any(key in said for key in path) and not (path[0] == "funds" and path[2:] == ("status",))


def test_the_order_of_funds_is_an_input_because_it_breaks_ties() -> None:
    made = two_payers()
    turned = made | {"funds": dict(reversed(made["funds"].items()))}
    (found,) = differing([load("-", text=as_yaml(one).encode()).scenario for one in (made, turned)])

    assert found.said == "order.funds"
    assert found.values == (tuple(made["funds"]), tuple(turned["funds"]))


# Sides


@pytest.mark.parametrize(
    ("given", "file", "chain"),
    [
        ("a.yaml", "a.yaml", ()),
        ("a.yaml@v1@v2@rules.stay=6", "a.yaml", ("v1", "v2", "rules.stay=6")),
        ("a.yaml@funds[owner=52].ceiling=0@v1", "a.yaml", ("funds[owner=52].ceiling=0", "v1")),
        ('a.yaml@title="x@y"', "a.yaml", ('title="x@y"',)),
        ("b@c.yaml", "b@c.yaml", ()),
        ("b@c.yaml@v1", "b@c.yaml", ("v1",)),
        ("nowhere.yaml@v1", "nowhere.yaml@v1", ()),
    ],
)
def test_a_chain_is_parted_after_the_longest_name_of_a_file(
    given: str, file: str, chain: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.yaml", "b@c.yaml"):
        (tmp_path / name).write_text("", "utf-8")
    found = named(given)

    assert (str(found.file), found.chain) == (file, chain)


def test_layers_are_made_in_their_order_above_what_all_share(tmp_path: Path) -> None:
    """The later wins: a variant after a change, a side's own after the shared one."""
    made = two_payers(variants={"enam": {"change": {"rules.stay": 6}}, "a=b": {"change": {"rules.stay": 2}}})
    file = file_of(made, tmp_path, "a.yaml")
    shared = Shared(changes=("rules.stay=9",))
    sides = read([file, f"{file}@enam", f"{file}@enam@rules.stay=3", f"{file}@rules.stay=3@enam"], shared)
    odd = read([f"{file}@a=b", file], Shared())

    assert [side.scenario.rules.stay for side in sides] == [9, 6, 3, 6]
    assert odd[0].scenario.rules.stay == 2


def test_the_mistakes_of_all_sides_are_told_at_once(tmp_path: Path) -> None:
    file = file_of(two_payers(), tmp_path, "a.yaml")
    with pytest.raises(InvalidError) as refused:
        asked(f"{file}@nihil", f"{file}@nihil", str(tmp_path / "none.yaml"), f"{file}@rules.stay=x")
    codes = [finding.code for finding in refused.value.findings if finding.level == "error"]

    assert sorted(codes) == ["count.unreadable", "file.none", "variant.none"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([NTB], "compare.too_few"),
        ([NTB] * 13, "compare.too_many"),
        (["{out}", "{out}@rules.stay=6"], "compare.folder_layers"),
        (["{out}", "{out}", "--set", "rules.stay=6"], "compare.folder_shared"),
        ([NTB, NTB, "--all", "--only-differences"], "usage.one_of"),
        ([NTB, NTB, "--format", "csv"], "usage.one_of"),
        ([NTB, NTB, "--format", "pdf"], "usage.value"),
        ([NTB, NTB, "--orders", "viele"], "usage.value"),
        ([NTB, NTB, "--seed", "-1"], "usage.value"),
        ([NTB, "{out}/.."], "verify.no_folder"),
    ],
)
def test_a_wrong_command_is_told_as_a_finding(words: list[str], code: str, tmp_path: Path) -> None:
    if any("{out}" in word for word in words):
        runs.save(runs.solved(file_of(two_payers(), tmp_path, "a.yaml")), tmp_path / "out")
    done = ran(*(word.replace("{out}", str(tmp_path / "out")) for word in words), "--json")

    assert (done.code, done.codes) == (2, [code])


@pytest.mark.parametrize(
    ("chain", "code", "column"),
    [("", "variant.empty", 1), ("nihil", "variant.none", 1), ("rules.stay=x", "count.unreadable", 12)],
)
def test_what_is_wrong_behind_an_at_is_told_of_its_side(
    chain: str, code: str, column: int, tmp_path: Path
) -> None:
    side = f"{file_of(two_payers(), tmp_path, 'a.yaml')}@{chain}"
    with pytest.raises(InvalidError) as refused:
        asked(side, side)
    (found,) = [one for one in refused.value.findings if one.level == "error"]

    assert found.place is not None
    assert (found.code, found.place.file, found.place.column) == (code, side, column)
    assert found.place.excerpt == chain


def test_what_only_warns_does_not_bury_an_error() -> None:
    done = ran(NTB, f"{NTB}@nihil")

    assert done.code == 2
    assert "peringatan; -v mencetaknya." in done.err
    assert len(done.err.splitlines()) < 12
    assert len(ran(NTB, f"{NTB}@nihil", "-v").err.splitlines()) > 50


def test_a_side_without_a_plan_is_named(tmp_path: Path) -> None:
    file = file_of(two_payers(), tmp_path, "a.yaml")
    impossible = f"{file}@rules.floors=[{{region: 52.01, persons: 19}}]"
    with pytest.raises(ContradictionError) as refused:
        asked(file, impossible)
    first, *others = refused.value.findings

    assert (first.code, first.facts["side"]) == ("compare.side_clash", impossible)
    assert {finding.code for finding in others} >= {"clash.people_floor"}


def test_standard_input_is_a_side(tmp_path: Path) -> None:
    file = file_of(two_payers(), tmp_path, "a.yaml")
    done = ran("-", file, "--json", stdin=Path(file).read_bytes())

    assert done.code == 0
    assert all(row["values"][0] == row["values"][1] for row in done.document["lines"])


def test_a_broken_folder_beside_a_wrong_file_tells_both(tmp_path: Path) -> None:
    file = file_of(two_payers(), tmp_path, "a.yaml")
    runs.save(runs.solved(file), tmp_path / "out")
    shutil.copytree(tmp_path / "out", tmp_path / "half")
    (tmp_path / "half" / "payments.csv").unlink()
    with pytest.raises(AuditError) as refused:
        asked(str(tmp_path / "half"), f"{file}@nihil")

    assert [one.code for one in refused.value.findings] == ["verify.missing_file", "variant.none"]
