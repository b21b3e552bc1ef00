"""``without``: against files changed by hand and solved afresh, and against every other split of a cut."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from arrange import changed, solved
from cases import PREMIUM, case, fund, region, three_regions_two_funds, two_with_a_province
from command_line import alokasi
from desks import at_end, covered_at_end, desk_of, said, written
from hypothesis import HealthCheck, given, settings
from strategies import Size, cases

from optimizer.answers.without import Without
from optimizer.errors import ContradictionError, InvalidError
from optimizer.questions import without
from optimizer.questions.changes import with_ceilings
from optimizer.report.asked.without import page
from optimizer.text import Language

Case = dict[str, Any]
FEW = Size(regions=2, groups=2, months=4, funds=3, persons=6, ceiling=9)
"""Few enough premiums that every split of a cut can be tried."""


def always(examples: int) -> settings:
    """The same examples every time."""
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.filter_too_much],
    )


def two_payers(**more: Any) -> Case:
    """A pays for 10 and B for 5 of 20 in each; the province for 8 more where they are."""
    return two_with_a_province(10, 5, 8, eligible=20, share="100%", **more)


def test_each_payer_loses_the_persons_it_pays_for() -> None:
    """10, 8 and 5 persons of 23; the shortfall of 17 to 40 grows by as many."""
    answer = without.asked(desk_of(two_payers()))

    assert [(row.owner, row.lost, row.shortfall) for row in answer.payers] == [
        ("52.01", 10, 27),
        ("52", 8, 25),
        ("52.02", 5, 22),
    ]


def test_the_poorer_region_draws_shared_money_from_its_neighbour() -> None:
    """Without A's 10 the province's 8 are 4 (A has none) beside B's 5: 6 in A and 7 in B are fairest.

    With it 10 in A and 5 + 6 or so in B: 23 persons as level as can be are 11 and 12. Without A: 13 as
    level as can be are 6 and 7, so that B loses 5 of A's 10.
    """
    answer = without.asked(desk_of(two_payers()), payer="52.01")
    (absent,) = answer.payers

    assert absent.lost == 10
    assert {row.code: row.before + row.after for row in absent.regions}.keys() == {"52.01", "52.02"}
    assert absent.elsewhere == next(row.before - row.after for row in absent.regions if row.code == "52.02")
    assert 4 <= absent.elsewhere <= 6
    assert answer.cuts == ()


def test_a_payer_without_whom_a_rule_cannot_hold_is_said_with_the_rule() -> None:
    """A floor of 9 in A: without A's money the province pays for 8."""
    floors = {"floors": [{"region": "52.01", "persons": 9}], "stay": 12}
    answer = without.asked(desk_of(two_payers(rules=floors)), payer="52.01")
    (absent,) = answer.payers

    assert {finding.code for finding in absent.clash} >= {"clash.people_floor", "clash.ceiling"}


def test_money_nobody_uses_is_cut_first_and_then_what_loses_fewest() -> None:
    """A has money for 30 and 20 people: Rp2,016,000 lie idle, and a fifth of all is Rp1,733,760."""
    much = two_payers()
    much["funds"]["a-2026"]["ceiling"] = 30 * 12 * PREMIUM
    every = 43 * 12 * PREMIUM
    answer = without.asked(desk_of(much), cuts=("20%", "40%"))
    idle, more = answer.cuts

    assert (idle.asked, idle.lost, idle.unused) == (-(-every // 5), 0, idle.asked)
    assert [(row.fund, row.cut) for row in idle.funds] == [("a-2026", idle.asked)]
    assert (more.unused, more.lost) == (10 * 12 * PREMIUM, 8)


def test_contracted_money_is_cut_only_when_all_may_be() -> None:
    """The province's fund is signed: half of all must come from the others, or cannot come at all."""
    signed = two_payers()
    signed["funds"]["prov-2026"]["status"] = "contracted"
    half = without.asked(desk_of(signed), payer="52", cuts=("50%", "70%"))
    every = without.asked(desk_of(signed), payer="52", cuts=("70%",), every_fund=True)

    assert half.kept == ("prov-2026",)
    assert "prov-2026" not in {row.fund for row in half.cuts[0].funds}
    assert half.cuts[1].possible < half.cuts[1].asked
    assert half.cuts[1].funds == ()
    assert every.cuts[0].lost == 23 * 7 // 10 + 1


def test_what_is_lost_beside_contracted_money_stands_apart() -> None:
    """Of A's money for 10 that for 4 is signed: all withdrawn 10 fewer, without the rest 6 fewer."""
    signed = two_payers()
    a = signed["funds"]["a-2026"]
    a["ceiling"] = 6 * 12 * PREMIUM
    signed["funds"]["a-pks-2026"] = copy.deepcopy(a) | {"ceiling": 4 * 12 * PREMIUM, "status": "contracted"}
    desk = desk_of(signed)
    answer = without.asked(desk, payer="A")
    (absent,) = answer.payers
    assert absent.unbound is not None

    assert (absent.lost, absent.bound, absent.unbound.lost) == (10, 4 * 12 * PREMIUM, 6)
    assert (absent.person_months, absent.unbound.person_months) == (120, 72)
    shown = said(desk, answer, page, "id")
    assert "Rp806.400 yang sudah dikontrak atau dibayar ikut ditarik" in shown
    assert "6 orang lebih sedikit pada Des 2026 (semuanya ditarik: 10)" in shown
    assert without.asked(desk_of(two_payers()), payer="A").payers[0].unbound is None


def test_an_even_cut_names_the_funds_it_takes_and_their_share() -> None:
    """The province's 8 are signed and A's: a year's premium of the 15 of A and B is 6.66 % of each.

    Cut alike A and B lose one each; from A alone it is one.
    """
    signed = two_payers()
    signed["funds"]["prov-2026"]["regions"] = ["52.01"]
    signed["funds"]["prov-2026"]["status"] = "contracted"
    desk = desk_of(signed)
    answer = without.asked(desk, payer="52", cuts=(f"Rp{5 * 12 * PREMIUM + 3 * PREMIUM}",))
    (cut,) = answer.cuts

    assert cut.even_share == Fraction(63, 180)
    assert (cut.lost, cut.even) == (6, 6)
    some = without.asked(desk, payer="52", cuts=(f"Rp{12 * PREMIUM}",))
    assert (some.cuts[0].lost, some.cuts[0].even) == (1, 2)
    words = "rata pada setiap sumber dana yang belum dikontrak atau dibayar (masing-masing 6,66%), 2 orang"
    assert words in said(desk, some, page, "id")


def test_people_of_today_who_drop_are_told_by_region() -> None:
    """3 of A's 10 and 2 of B's 5 are paid for today; without the province's 8 they stay, without A's not."""
    today = two_payers(goals=["keep", "coverage"])
    today["funds"].pop("prov-2026")
    today["regions"]["52.01"] = region("A", eligible=20, paid=3)
    desk = desk_of(today)
    answer = without.asked(desk, payer="52.01")
    (absent,) = answer.payers

    assert [(row.code, row.dropped) for row in absent.drops] == [("52.01", 3)]
    assert "orang yang ditanggung hari ini putus di: A 3." in said(desk, answer, page, "id")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("id", "Tanpa A tidak ada rencana yang memenuhi semua aturan."),
        ("en", "Without A no plan obeys every rule."),
    ],
)
def test_the_payer_whom_a_rule_needs_is_said_first(language: Language, words: str) -> None:
    desk = desk_of(two_payers(rules={"floors": [{"region": "52.01", "persons": 9}], "stay": 12}))
    shown = said(desk, without.asked(desk, cuts=("20%",)), page, language)

    assert words in shown
    assert "rules.floors" in shown


def test_a_share_of_the_ceiling_that_must_be_spent_moves_with_the_cut() -> None:
    """All of A's money must be spent: half of it cut leaves 5 persons, not a clash."""
    bound = two_payers()
    bound["funds"]["a-2026"]["spend_at_least"] = "100%"
    answer = without.asked(desk_of(bound), payer="52", cuts=(f"Rp{5 * 12 * PREMIUM}",))
    (cut,) = answer.cuts

    assert (cut.lost, cut.clash) == (5, ())


def test_a_cut_that_no_plan_survives_names_the_rules() -> None:
    """With a floor of 23 in both together nothing can go."""
    floors = {"floors": [{"region": "52", "persons": 23}], "stay": 12}
    answer = without.asked(desk_of(two_payers(rules=floors)), payer="52", cuts=("10%",))
    (cut,) = answer.cuts

    assert {finding.code for finding in cut.clash} >= {"clash.people_floor", "clash.cut"}
    assert cut.funds == ()


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"payer": "53"}, "usage.payer_unknown"),
        ({"cuts": ("20",)}, "usage.cut_share"),
        ({"cuts": ("0%",)}, "usage.cut_nothing"),
        ({"cuts": ("setengah",)}, "rupiah.unreadable"),
    ],
)
def test_what_cannot_be_asked_is_refused(more: Any, code: str) -> None:
    with pytest.raises(InvalidError) as refused:
        without.asked(desk_of(two_payers()), **more)

    assert [finding.code for finding in refused.value.findings] == [code]


@always(10)
@given(cases(FEW))
def test_without_a_payer_is_the_plan_of_the_file_without_its_money(made: Case) -> None:
    """Ceilings written as 0 and nothing to be spent, read and solved afresh."""
    try:
        answer = without.asked(desk_of(made), cuts=())
    except ContradictionError:
        return
    base = covered_at_end(made)
    for row in answer.payers:
        try:
            alone = solved(poorer(made, row.owner))
        except ContradictionError:
            assert row.clash
            continue
        assert not row.clash
        assert row.lost == base - at_end(made, alone)


def poorer(made: Case, owner: str) -> Case:
    """The file with every fund of a payer empty."""
    less = copy.deepcopy(made)
    for one in less["funds"].values():
        if str(one["owner"]) == owner:
            one["ceiling"] = 0
            one.pop("spend_at_least", None)
    return less


@pytest.mark.parametrize("seed", [0, 2, 3, 8, 15, 18, 23, 24, 35, 36])
def test_no_other_split_of_a_cut_keeps_more_persons(seed: int) -> None:
    """Every split is tried: ceilings matter in whole premiums only, so there are few."""
    made = scarce(random.Random(seed))
    answer = without.asked(desk_of(made), payer="52", cuts=("35%",))
    (cut,) = answer.cuts
    kept = [covered_at_end(split) for split in splits(made, int(cut.asked))]

    assert sum(row.cut for row in cut.funds) == cut.asked
    assert answer.base.persons_end - cut.lost == max(kept)


def scarce(rng: random.Random) -> Case:
    """Two regions with a fund each, one for both, in other months; every premium counts."""
    spans = ("2026-10..2026-12", "2026-10..2026-11", "2026-11..2026-12", "2026-12")

    def some_fund(owner: str) -> dict[str, Any]:
        ceiling = rng.randint(3, 8) * PREMIUM + rng.randrange(PREMIUM)
        return fund(owner, 2026, ceiling, pays=rng.choice(spans))

    return case(
        "2026-10..2026-12",
        regions={
            code: region(code, eligible=rng.randint(3, 6), paid=rng.randint(0, 2))
            for code in ("52.01", "52.02")
        },
        funds={"a": some_fund("52.01"), "b": some_fund("52.02"), "p": some_fund("52")},
        stay=rng.randint(1, 2),
        goals=["coverage", "months"],
    )


def splits(made: Case, least: int) -> Iterator[Case]:
    """Every way to leave whole premiums in the funds after a cut; none leaves room for one more."""
    funds = made["funds"]
    ceilings = [one["ceiling"] for one in funds.values()]
    for kept in product(*(range(ceiling // PREMIUM + 1) for ceiling in ceilings)):
        spare = sum(ceilings) - sum(kept) * PREMIUM - least
        full = all(
            spare < PREMIUM or (here + 1) * PREMIUM > ceiling
            for here, ceiling in zip(kept, ceilings, strict=True)
        )
        if spare >= 0 and full:
            less = copy.deepcopy(made)
            for one, here in zip(less["funds"].values(), kept, strict=True):
                one["ceiling"] = here * PREMIUM
            yield less


@pytest.mark.parametrize("seed", [3, 10, 41, 43])
def test_a_cut_adds_up_and_is_no_worse_than_others_where_amounts_move_with_ceilings(seed: int) -> None:
    """Shares set aside, to be spent, or for one region; matched money; another premium."""
    rng = random.Random(seed)
    made = with_shares(rng, scarce(rng))
    desk = desk_of(made)
    answer = without.asked(desk, payer="52", cuts=("35%",))
    (cut,) = answer.cuts
    assert sum(row.cut for row in cut.funds) >= cut.asked
    for _ in range(8):
        other = desk.tried(with_ceilings(desk.scenario, some_split(rng, made, int(cut.asked))))
        assert other is None or other.totals.persons_end <= answer.base.persons_end - cut.lost


def with_shares(rng: random.Random, made: Case) -> Case:
    for one in made["funds"].values():
        if rng.random() < 0.3:
            one["set_aside"] = rng.choice(["12.5%", "33.3%", 5000])
        if rng.random() < 0.3:
            one["spend_at_least"] = rng.choice(["50%", "20%", 20000])
    if rng.random() < 0.5:
        made["funds"]["p"]["per_region"] = {"max": rng.choice(["60%", "40%", 60000])}
    if rng.random() < 0.4:
        made["rules"]["matching"] = [{"fund": "p", "ratio": "1.5"}]
    if rng.random() < 0.4:
        made["premium"].append({"value": 10500, "funds": ["a"]})
    return made


def some_split(rng: random.Random, made: Case, least: int) -> dict[str, int]:
    """The ceilings that a cut leaves when it is taken from the funds as chance has it."""
    left = {name: int(one["ceiling"]) for name, one in made["funds"].items()}
    for name in [*rng.sample(list(left), 2), *left]:
        taken = min(least, rng.choice([left[name], rng.randint(0, left[name])]))
        left[name] -= taken
        least -= taken
    for name in left:
        taken = min(least, left[name])
        left[name] -= taken
        least -= taken
    return left


SAID = {
    "id": (
        "Bila satu pembayar tidak menyumbang",
        "60 orang lebih sedikit daripada 72",
        "5% dari seluruh pagu (Rp725.760) dipotong",
    ),
    "en": (
        "If one payer brings nothing",
        "60 fewer than 72",
        "5% of all ceilings (Rp725,760) goes",
    ),
}


@pytest.mark.parametrize("language", ["id", "en"])
def test_it_is_said_in_both_languages(language: Language) -> None:
    """12 persons of A and 60 of the province: 60 fewer than 72."""
    desk = desk_of(changed(three_regions_two_funds(), goals=["coverage"]))
    shown = said(desk, without.asked(desk), page, language)

    assert [words for words in SAID[language] if words not in shown] == []


def test_the_document_has_every_figure(tmp_path: Path) -> None:
    made = changed(three_regions_two_funds(), goals=["coverage"])
    done = alokasi("without", written(made, tmp_path), "--json", "--cut", "Rp1 juta")
    document = done.document

    assert document["status"] == "optimal"
    assert [(row["owner"], row["lost"]) for row in document["payers"]] == [("52", 60), ("52.01", 12)]
    assert document["cuts"][0]["asked"] == 1_000_000
    assert sum(row["cut"] for row in document["cuts"][0]["funds"]) == 1_000_000
    assert set(document) == set(Without.__dataclass_fields__)
