"""``need`` in the scenario's own order: goals before the targets take new money first, and it suffices."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import pytest
from cases import GROUP, PREMIUM, case, fund, region
from command_line import alokasi as run
from desks import desk_of
from strategies import as_yaml

from optimizer.answers.need import Need
from optimizer.errors import ContradictionError
from optimizer.questions.need import asked
from optimizer.scenario.extra_lines import Line, with_lines
from optimizer.units import Code, Share

Case = dict[str, Any]
YEAR = 12 * PREMIUM


def group_target(of: Any, share: str, group: str = GROUP) -> dict[str, Any]:
    return {"measure": "group", "group": group, "of": of, "share": share, "by": "2026-12"}


def ten_who_would_drop(**more: Any) -> Case:
    """10 of today in the group ``lama`` have no money; 10 of the group ``baru`` are asked for."""
    place = {
        "name": "A",
        "workers": 40,
        "active": 10,
        "eligible": {"lama": 20, "baru": 20},
        "subsidised": {"lama": 10},
    }
    made = case(
        "2026-01..2026-12",
        regions={"52.01": place},
        funds={"murni": fund("52.01", 2026, 4 * YEAR)},
        stay=1,
        goals=["keep", "targets", "coverage"],
        targets={"baru": group_target("52.01", "50%", "baru")},
    )
    made["groups"] = {"lama": {}, "baru": {}}
    return made | more


def least_by_full_solves(made: Case, most: int) -> int:
    """The least that one more line must hold for the plan in its own order to meet the target."""
    scenario = desk_of(made).scenario

    def met(rupiah: int) -> bool:
        desk = desk_of(made)
        plan = desk.plan(with_lines(scenario, {Line(Code("52.01"), 2026): rupiah}))
        return all(row.covered >= row.need for row in plan.targets)

    low, high = -1, most // PREMIUM
    assert met(most)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if met(middle * PREMIUM) else (middle, high)
    return high * PREMIUM


def test_the_sum_is_enough_after_those_of_today_took_theirs() -> None:
    """4 of today are paid for; 6 of today come before the one month of ten new people: 6 x 12 + 10."""
    made = ten_who_would_drop()

    found = asked(desk_of(made))

    assert found.ways[0].rupiah == 6 * YEAR + 10 * PREMIUM
    assert (found.ways[0].proven, found.ways[0].in_order, found.lost) == (True, True, 6)
    assert found.ways[0].rupiah == least_by_full_solves(made, 20 * YEAR)


def test_with_less_money_of_today_no_year_needs_less() -> None:
    full, none = ten_who_would_drop(), ten_who_would_drop(funds={"murni": fund("52.01", 2026, 0)})

    more = asked(desk_of(none)).ways[0].rupiah - asked(desk_of(full)).ways[0].rupiah

    assert more == 4 * YEAR


def test_where_coverage_comes_first_the_sum_is_enough_and_bounded_from_below() -> None:
    """Coverage of ``lama`` first takes ten more people before the target gets any."""
    made = ten_who_would_drop(goals=["keep", {"coverage": {"groups": ["lama"]}}, "targets", "coverage"])

    cheapest = asked(desk_of(made)).ways[0]

    assert cheapest.rupiah == least_by_full_solves(made, 40 * YEAR)
    assert cheapest.least <= cheapest.rupiah
    assert cheapest.in_order


@pytest.mark.parametrize(("language", "said"), [("id", "6 orang putus"), ("en", "6 people lose cover")])
def test_the_page_says_that_people_of_today_come_first(language: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "skenario.yaml"
    file.write_text(as_yaml(ten_who_would_drop()), encoding="utf-8")

    page = " ".join(run("need", file, "--lang", language).out.split())

    assert said in page


def test_hard_rules_that_contradict_each_other_are_a_contradiction(tmp_path: Path) -> None:
    made = ten_who_would_drop()
    made["rules"] = made["rules"] | {"floors": [{"region": "52.01", "persons": 20}]}
    file = tmp_path / "skenario.yaml"
    file.write_text(as_yaml(made), encoding="utf-8")

    with pytest.raises(ContradictionError):
        asked(desk_of(made))
    assert run("need", file).code == 3


@pytest.mark.parametrize("funded", [True, False])
def test_the_printed_changes_meet_the_targets(funded: bool, tmp_path: Path) -> None:
    """A fund of the region rises where there is one; a new fund is written where there is none."""
    made = ten_who_would_drop()
    if not funded:
        made["funds"] = {"murni": fund("52.01", 2026, 4 * YEAR, spend_at_least="10%")}
    file = tmp_path / "skenario.yaml"
    file.write_text(as_yaml(made), encoding="utf-8")
    said = run("need", file).out
    block = said[said.index("  --set") : said.index("Tambahkan semuanya")]
    words = shlex.split(block.replace("\\\n", " "))

    done = run("solve", file, "--json", *words)

    assert words[1].startswith("funds.murni.ceiling=+Rp" if funded else "funds.tambahan-52-01-2026={")
    plan = done.document.get("plan", done.document)
    assert [row["covered"] - row["need"] for row in plan["targets"]] == [0]


def two_regions(abilities: tuple[int, int]) -> Case:
    made = case(
        "2026-01..2026-12",
        regions={"52.01": region("A", eligible=100), "52.02": region("B", eligible=100)},
        funds={"provinsi": fund("52", 2026, 0)},
        stay=12,
        goals=["keep", "targets", "coverage"],
        targets={"semua": group_target("52", "100%")},
        sharing={"ability": "PAD"},
    )
    for code, ability in zip(("52.01", "52.02"), abilities, strict=True):
        made["regions"][code]["ability"] = ability
    return made


def test_figures_of_ability_may_differ_by_any_factor() -> None:
    """A must pay 100 people of its part, one in ten billion and one of the sum."""
    way = asked(desk_of(two_regions((1, 10**10)))).ways[3]

    assert (way.possible, way.rupiah) == (True, 200 * YEAR)
    assert way.sum == 100 * YEAR * (10**10 + 1)


def test_a_share_can_be_asked_for_where_no_target_is_stated() -> None:
    made = ten_who_would_drop(targets={})

    found: Need = asked(desk_of(made), share=Share(1, 2))

    (row,) = found.targets
    assert (row.id, row.of, int(row.base), int(row.need)) == ("ucj", "52", 40, 20)
    assert found.ways[0].possible


def test_the_example_of_a_target_works(tmp_path: Path) -> None:
    file = tmp_path / "skenario.yaml"
    file.write_text(as_yaml(ten_who_would_drop(targets={})), encoding="utf-8")
    told = " ".join(run("need", file, "--lang", "en").err.split())
    example = told.split("--set '")[1].split("'")[0]

    assert run("need", file, "--set", example).code == 0


def test_help_says_what_the_options_are() -> None:
    assert "help." not in run("need", "--help").out
