"""What each change brings: against the average over all orders of plans solved afresh."""

from __future__ import annotations

import copy
from collections.abc import Callable
from fractions import Fraction
from itertools import combinations, permutations
from math import factorial
from pathlib import Path
from typing import Any

import pytest
from cases import PREMIUM, fund, region, two_with_a_province
from compared import Change, asked, file_of, fresh, measured, put, with_changes
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from strategies import Size, cases

from optimizer.answers.compare import Attribution, Compare
from optimizer.errors import AuditError, ContradictionError, InvalidError
from optimizer.questions.comparing.attribution import Wish
from optimizer.questions.comparing.shares import exact, sampled, whole

Case = dict[str, Any]
FEW = Size(regions=2, groups=2, months=4, funds=3, persons=8, ceiling=30)


def always(examples: int) -> settings:
    """The same examples every time."""
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
    )


def divided(answer: Compare) -> Attribution:
    """What was divided."""
    assert answer.attribution is not None
    return answer.attribution


def exactly(found: Attribution, measure: str) -> dict[str, Fraction]:
    """What each change brings of one measure, before it is made whole."""
    return {
        part.key: bring.exact for part in found.parts for bring in part.brings if bring.measure == measure
    }


def adds_up(found: Attribution) -> bool:
    """Whether the parts of every measure add up, exact and as they are shown."""
    return all(
        sum(part.brings[place].exact for part in found.parts) == total.difference
        and sum(part.brings[place].shown for part in found.parts) == total.difference
        and all(abs(part.brings[place].shown - part.brings[place].exact) < 1 for part in found.parts)
        and total.after - total.before == total.difference
        for place, total in enumerate(found.totals)
    )


@st.composite
def changed_cases(draw: st.DrawFn) -> tuple[Case, list[Change]]:
    """A small scenario and two to four changes, each of another entry."""
    made = draw(cases(FEW))
    made.setdefault("rules", {}).setdefault("stay", 1)
    length = 2
    possible = [put("rules.stay", length if made["rules"]["stay"] != length else 1)]
    for name in made["funds"]:
        possible.append(put(f"funds.{name}.ceiling", draw(st.integers(0, 30)) * PREMIUM))
    for name in made.get("targets", {}):
        possible.append(put(f"targets.{name}.share", draw(st.sampled_from(("15%", "45%", "95%")))))
    count = draw(st.integers(2, min(4, len(possible))))
    return made, draw(st.permutations(possible))[:count]


def brute(made: Case, changes: list[Change]) -> dict[str, dict[str, Fraction]] | None:
    """The average over all orders, each combination solved afresh; None where one has no plan.

    The audit refuses one where a fund must spend and reaches nobody, which the documents leave open.
    """
    known: dict[frozenset[int], dict[str, int]] = {}
    places = range(len(changes))
    for size in range(len(changes) + 1):
        for chosen in combinations(places, size):
            try:
                plan = fresh(with_changes(made, [changes[place] for place in chosen]))
            except (ContradictionError, InvalidError, AuditError):
                return None
            known[frozenset(chosen)] = measured(plan)
    sums: dict[str, dict[str, Fraction]] = {}
    for order in permutations(places):
        before: frozenset[int] = frozenset()
        for place in order:
            after = before | {place}
            for measure, value in known[after].items():
                row = sums.setdefault(measure, {})
                step = Fraction(value - known[before][measure], factorial(len(changes)))
                row[changes[place][0]] = row.get(changes[place][0], Fraction(0)) + step
            before = after
    return sums


@given(changed_cases())
@always(3)
def test_layers_bring_the_average_over_all_orders_of_fresh_plans(
    tmp_path_factory: pytest.TempPathFactory, drawn: tuple[Case, list[Change]]
) -> None:
    made, changes = drawn
    expected = brute(made, changes)
    assume(expected is not None)
    assert expected is not None
    file = file_of(made, tmp_path_factory.mktemp("kasus"), "a.yaml")
    found = divided(asked(file, "@".join([file, *(written for written, _ in changes)])))

    assert found.method == "orders"
    assert adds_up(found)
    for measure, brought in expected.items():
        assert exactly(found, measure) == brought


@given(changed_cases())
@always(2)
def test_inputs_of_two_files_bring_the_average_over_all_orders_of_fresh_plans(
    tmp_path_factory: pytest.TempPathFactory, drawn: tuple[Case, list[Change]]
) -> None:
    """A change to the value that stood there is no change, and has no part."""
    made, changes = drawn
    expected = brute(made, changes)
    assume(expected is not None)
    assert expected is not None
    folder = tmp_path_factory.mktemp("kasus")
    files = file_of(made, folder, "a.yaml"), file_of(with_changes(made, changes), folder, "b.yaml")
    found = divided(asked(*files))

    assert found.method in ("orders", "no_changes")
    assert found.method == "no_changes" or adds_up(found)
    for measure, brought in expected.items():
        by_path = {written.partition("=")[0]: value for written, value in brought.items()}
        parts = exactly(found, measure)
        assert parts == {path: value for path, value in by_path.items() if path in parts}
        assert all(by_path[path] == 0 for path in by_path.keys() - parts.keys())


def two_alike(**more: Any) -> Case:
    """Two regions that mirror each other, each with money for 4 of 10, and the province's for 6 more."""
    return two_with_a_province(4, 4, 6, eligible=10, share="100%", **more)


def test_changes_that_mirror_each_other_bring_the_same(tmp_path: Path) -> None:
    """Money for 12 in A and 12 in B: either covers 6 of the 10 and leaves the province's 6 to the other.

    As it is 14 of 20; with either 20 are covered, so that each alone brings 6, last nothing, 3 on average.
    """
    file = file_of(two_alike(), tmp_path, "a.yaml")
    more = [f"funds.{name}-2026.ceiling={12 * 12 * PREMIUM}" for name in "ab"]
    found = divided(asked(file, "@".join([file, *more])))

    assert exactly(found, "persons_end") == {more[0]: 3, more[1]: 3}
    assert [(part.brings[0].alone, part.brings[0].last) for part in found.parts] == [(6, 0), (6, 0)]
    assert exactly(found, "shortfall") == {more[0]: -3, more[1]: -3}
    assert exactly(found, "rupiah")[more[0]] == exactly(found, "rupiah")[more[1]]


def test_a_change_without_effect_brings_nothing(tmp_path: Path) -> None:
    """A remark, and a rule that holds anyhow."""
    file = file_of(two_alike(), tmp_path, "a.yaml")
    chain = ["funds.a-2026.note=catatan", "rules.enrol_per_month=20", "funds.b-2026.ceiling=0"]
    found = divided(asked(file, "@".join([file, *chain])))

    for measure in ("persons_end", "person_months", "rupiah", "dropped", "shortfall"):
        brought = exactly(found, measure)
        assert [brought[chain[0]], brought[chain[1]]] == [0, 0]
    assert exactly(found, "persons_end")[chain[2]] == -4


def test_a_layer_that_is_taken_away_is_a_change_too(tmp_path: Path) -> None:
    """From the file with two cuts to the file with one: what comes back is the other cut alone."""
    file = file_of(two_alike(), tmp_path, "a.yaml")
    cuts = [f"funds.{name}-2026.ceiling=0" for name in ("a", "prov")]
    found = divided(asked("@".join([file, *cuts]), file))

    assert [part.kind for part in found.parts] == ["layer_gone", "layer_gone"]
    assert exactly(found, "persons_end") == {cuts[0]: 4, cuts[1]: 6}


def test_an_order_that_passes_a_clash_is_left_out_and_told(tmp_path: Path) -> None:
    """Without A's money its floor of 9 cannot hold; once the floor is 5 the province's 6 are enough."""
    made = two_alike(rules={"stay": 12, "floors": [{"region": "52.01", "persons": 9}]})
    made["funds"]["a-2026"]["ceiling"] = 10 * 12 * PREMIUM
    file = file_of(made, tmp_path, "a.yaml")
    cut, mend = "funds.a-2026.ceiling=0", "rules.floors.0.persons=5"
    found = divided(asked(file, f"{file}@{cut}@{mend}"))

    assert (found.method, found.orders, found.all_orders) == ("some_orders", 1, 2)
    assert [one.parts for one in found.unsolvable] == [(0,)]
    assert "clash.people_floor" in {finding.code for finding in found.unsolvable[0].findings}
    assert exactly(found, "persons_end") == {cut: -10, mend: 0}
    assert [part.brings[0].alone for part in found.parts] == [None, 0]
    assert adds_up(found)


def test_where_every_order_passes_a_clash_nothing_is_divided(tmp_path: Path) -> None:
    """A's fund goes to B, and the floor of 9 with it to 15: one without the other cannot be."""
    made = two_alike(rules={"stay": 12, "floors": [{"region": "52.01", "persons": 8}]})
    other = copy.deepcopy(made)
    other["funds"]["a-2026"]["owner"] = "52.02"
    other["regions"]["52.02"]["eligible"] = made["regions"]["52.02"]["eligible"]
    other["rules"]["floors"] = [{"region": "52.02", "persons": 10}]
    other["funds"]["prov-2026"]["regions"] = ["52.02"]
    made["funds"]["prov-2026"]["regions"] = ["52.01"]
    found = divided(asked(file_of(made, tmp_path, "a.yaml"), file_of(other, tmp_path, "b.yaml")))

    assert found.method == "none"
    assert found.orders == 0
    assert all(part.brings == () for part in found.parts)
    assert found.unsolvable


def test_a_mixture_that_would_be_refused_counts_as_a_clash(tmp_path: Path) -> None:
    """A region and its fund are both new: the fund without the region has nowhere to pay."""
    other = two_alike()
    other["regions"]["52.03"] = region("C", eligible=10)
    other["funds"]["c-2026"] = fund("52.03", 2026, 2 * 12 * PREMIUM)
    files = file_of(two_alike(), tmp_path, "a.yaml"), file_of(other, tmp_path, "b.yaml")
    found = divided(asked(*files))

    assert [part.key for part in found.parts] == ["regions.52.03", "funds.c-2026"]
    assert (found.method, found.orders) == ("some_orders", 1)
    assert exactly(found, "persons_end") == {"regions.52.03": 0, "funds.c-2026": 2}


def game(changes: int, *, holes: tuple[int, ...] = ()) -> Callable[[int], tuple[int, ...] | None]:
    """A game with interactions of every size, and combinations that cannot be."""

    def worth(made: int) -> tuple[int, ...] | None:
        if made in holes:
            return None
        members = [place for place in range(changes) if made >> place & 1]
        return (sum(7 * place + 3 for place in members) - len(members) ** 3, made * made % 101)

    return worth


def by_orders(changes: int, worth: Callable[[int], tuple[int, ...] | None]) -> list[list[Fraction]] | None:
    """The mean over every order in which each step can be, order by order."""
    sums = [[0, 0] for _ in range(changes)]
    count = 0
    for order in permutations(range(changes)):
        made = [0]
        for one in order:
            made.append(made[-1] | 1 << one)
        values = [worth(one) for one in made]
        if any(value is None for value in values):
            continue
        count += 1
        for place, one in enumerate(order):
            before, after = values[place], values[place + 1]
            assert before is not None
            assert after is not None
            sums[one] = [total + b - a for total, a, b in zip(sums[one], before, after, strict=True)]
    return [[Fraction(total, count) for total in row] for row in sums] if count else None


@pytest.mark.parametrize("holes", [(), (1,), (3, 5, 6), (1, 2, 12), (1, 2, 4, 8, 16)])
def test_the_formula_is_the_average_over_orders_that_can_be(holes: tuple[int, ...]) -> None:
    shares = exact(5, game(5, holes=holes))
    expected = by_orders(5, game(5, holes=holes))

    assert (shares is None) == (expected is None)
    assert shares is None or [list(row) for row in shares.means] == expected


@pytest.mark.parametrize("seed", range(6))
def test_drawn_orders_add_up_and_lie_within_their_error(seed: int) -> None:
    """Each part within four standard errors of the exact one, and the sum exact."""
    worth = game(8)
    every, drawn = exact(8, worth), sampled(8, worth, 60, seed)
    end, begin = worth(255), worth(0)
    assert every is not None
    assert drawn is not None
    assert end is not None
    assert begin is not None
    assert drawn.errors is not None

    for measure in (0, 1):
        assert sum(row[measure] for row in drawn.means) == end[measure] - begin[measure]
        for one in range(8):
            apart = abs(drawn.means[one][measure] - every.means[one][measure])
            assert apart <= 4 * drawn.errors[one][measure]
    assert drawn == sampled(8, worth, 60, seed)
    assert any(row[0] for row in drawn.errors)


def test_orders_that_cannot_be_are_drawn_again() -> None:
    drawn = sampled(4, game(4, holes=(1,)), 10, 1)

    assert drawn is not None
    assert drawn.orders == 10
    assert sampled(4, game(4, holes=(1, 2, 4, 8)), 10, 1) is None


def test_drawn_orders_of_plans_add_up_and_are_the_same_again(tmp_path: Path) -> None:
    """Eight changes of a small file: orders are drawn, and told with their error; --exact takes all."""
    made = two_alike()
    file = file_of(made, tmp_path, "a.yaml")
    chain = [f"funds.{name}-2026.ceiling={count * 12 * PREMIUM}" for name in "ab" for count in (3, 5, 2)]
    chain += [f"funds.prov-2026.ceiling={4 * 12 * PREMIUM}", "targets.ucj.share=50%"]
    found = divided(asked(file, "@".join([file, *chain]), wish=Wish(orders=2, seed=3)))

    assert (found.method, found.orders, found.seed) == ("sampled", 2, 3)
    assert adds_up(found)
    assert found == divided(asked(file, "@".join([file, *chain]), wish=Wish(orders=2, seed=3)))
    many = "@".join([file, *(f"regions.52.01.note=n{number}" for number in range(15))])
    with pytest.raises(InvalidError) as refused:
        asked(file, many, wish=Wish(exact=True))
    assert [finding.code for finding in refused.value.findings] == ["compare.too_exact"]


@given(st.lists(st.fractions(-50, 50, max_denominator=12), min_size=1, max_size=7))
@always(60)
def test_whole_parts_add_up_and_stay_near(parts: list[Fraction]) -> None:
    parts = [*parts, -sum(parts, Fraction(0)) % 1]
    made = whole(parts)

    assert sum(made) == sum(parts)
    assert all(abs(one - part) < 1 for one, part in zip(made, parts, strict=True))
    assert [-one for one in made] == whole([-part for part in parts]) or sum(parts) == 0
