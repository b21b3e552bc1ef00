"""``why --fund``: causes add up, the smallest change is enough and one step less is not."""

from __future__ import annotations

import copy
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from arrange import changed, solved
from cases import PREMIUM, case, fund, one_regency_one_year, perubahan_then_murni, region
from command_line import alokasi
from desks import desk_of, written
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st
from strategies import Size, cases, matched_cases

from optimizer.answers.why import Mend, WhyFund
from optimizer.errors import ContradictionError, InvalidError
from optimizer.questions import why_fund

Case = dict[str, Any]
FEW = Size(regions=2, groups=2, months=8, funds=3, persons=12, ceiling=90)


def always(examples: int) -> settings:
    """The same examples every time."""
    phases = [Phase.generate]  # an example takes a dozen plans: a failing one is told as it was drawn
    return settings(max_examples=examples, deadline=None, derandomize=True, database=None, phases=phases)


def number(figure: Any) -> int:
    return int(figure["value"] if isinstance(figure, dict) else figure)


def paid(made: Case, name: str) -> int:
    """Rupiah that a fund pays in the plan of a case solved afresh; -1 where its rules clash."""
    try:
        found = solved(made)
    except ContradictionError:
        return -1
    return sum(int(one.rupiah) for one in found.payments if one.fund == name)


def with_ceiling(made: Case, name: str, ceiling: int) -> Case:
    again = copy.deepcopy(made)
    again["funds"][name]["ceiling"] = ceiling
    return again


def mended(made: Case, name: str, mend: Mend, after: Any) -> Case | None:
    """The case with a change written into it by hand; None for money of a fund that is not there yet."""
    again = copy.deepcopy(made)
    rules = again.setdefault("rules", {})
    if mend.kind == "money":
        if len(mend.extra) != 1 or mend.extra[0].id is None:
            return None
        return with_ceiling(made, mend.extra[0].id, mend.extra[0].before + int(after))
    if mend.kind == "stay":
        rules["stay"] = after
    elif mend.kind == "per_region_max":
        again["funds"][name]["per_region"]["max"] = int(after)
    elif mend.kind == "matching":
        for row in rules["matching"]:
            if row["fund"] == name:
                row["ratio"] = str(float(max(Fraction(str(row["ratio"])), after)))
    elif mend.kind == "ceiling":
        row = rules["ceilings"][mend.number - 1 if mend.number else 0]
        row["persons" if "persons" in row else "share"] = (
            int(after) if "persons" in row else f"{float(after * 100):.2f}%"
        )
    else:
        raise_limits(again, rules, name, int(after))
    return again


def raise_limits(made: Case, rules: Case, name: str, after: int) -> None:
    """Regions that the fund reaches can enrol at least so many a month."""
    row = made["funds"][name]
    for code, place in made["regions"].items():
        limit = place.get("enrol_per_month", rules.get("enrol_per_month"))
        if limit is not None and reaches(row, code):
            place["enrol_per_month"] = max(number(limit), after)


def reaches(row: Case, code: str) -> bool:
    """Whether a fund may pay in a region."""

    def below(part: str) -> bool:
        return part == "ID" or f"{code}.".startswith(f"{part}.")

    return below(row["owner"]) and any(map(below, row.get("regions", ["ID"])))


def asked(made: Case, name: str) -> WhyFund:
    try:
        return why_fund.asked(desk_of(made), name)
    except ContradictionError:
        assume(False)
        raise


def step_back(mend: Mend) -> int | Fraction:
    """The figure one step nearer to what it is."""
    steps: dict[str, int | Fraction] = {
        "stay": -1,
        "capacity": 1,
        "per_region_max": PREMIUM,
        "matching": Fraction(1, 100),
    }
    if mend.kind == "ceiling":
        return mend.after - (1 if isinstance(mend.after, int) else Fraction(1, 10_000))
    return mend.after - steps.get(mend.kind, PREMIUM)


def assert_smallest(made: Case, name: str) -> int:
    """The number of changes that were looked at."""
    answer = asked(made, name)
    now, looked_at = paid(made, name), 0
    assert sum(cause.reason.facts["rupiah"] for cause in answer.causes) == answer.left - answer.set_aside
    for cause in answer.causes:
        for mend in cause.mends:
            enough = mended(made, name, mend, mend.after)
            if enough is None or {number(entry["value"]) for entry in made["premium"]} != {PREMIUM}:
                continue
            less = mended(made, name, mend, step_back(mend))
            assert less is not None
            assert paid(enough, name) - now == mend.used >= cause.reason.facts["rupiah"], mend
            assert paid(less, name) - now < cause.reason.facts["rupiah"], mend
            looked_at += 1
    return looked_at


@st.composite
def scarce(draw: st.DrawFn) -> Case:
    """Two regions, money of two years, and now and then a rule that keeps some of it."""
    people = st.integers(3, 25)
    regions = {
        code: region(code, eligible=draw(people), paid=draw(st.integers(0, 3))) for code in ("52.01", "52.02")
    }
    made = case(
        "2026-01..2027-06",
        regions=regions,
        funds={
            "prov-2026": fund("52", 2026, draw(st.integers(10, 150)) * PREMIUM, pays="2026-07..2026-12"),
            "prov-2027": fund("52", 2027, draw(st.integers(0, 60)) * PREMIUM),
            "a-2026": fund("52.01", 2026, draw(st.integers(0, 150)) * PREMIUM),
            "a-2027": fund("52.01", 2027, draw(st.integers(0, 60)) * PREMIUM),
        },
        stay=draw(st.sampled_from([1, 6, 9, 12])),
        goals=draw(
            st.sampled_from([["coverage", "months"], ["keep", "months"], ["keep", "fairness", "months"]])
        ),
    )
    limit = draw(st.sampled_from(["none", "enrol_per_month", "max", "matching", "ceilings"]))
    if limit == "enrol_per_month":
        made["rules"][limit] = draw(st.integers(0, 4))
    elif limit == "max":
        made["funds"]["prov-2026"]["per_region"] = {"max": draw(st.integers(0, 40)) * PREMIUM}
    elif limit == "matching":
        made["rules"][limit] = [{"fund": "prov-2026", "ratio": draw(st.sampled_from(["0.5", "1"]))}]
    elif limit == "ceilings":
        made["rules"][limit] = [{"region": "52", "persons": draw(st.integers(6, 20))}]
    return made


@given(scarce())
@always(12)
def test_each_change_uses_the_money_and_a_step_less_does_not(made: Case) -> None:
    assert_smallest(made, "prov-2026")


@given(cases(FEW) | matched_cases(FEW), st.data())
@always(12)
def test_so_it_is_with_rules_of_any_kind(made: Case, data: st.DataObject) -> None:
    assert_smallest(made, data.draw(st.sampled_from(list(made["funds"]))))


@given(cases(FEW))
@always(8)
def test_a_fund_that_is_spent_says_what_a_further_sum_does(made: Case) -> None:
    """Rp100 million more against the case solved afresh."""
    for name, row in made["funds"].items():
        answer = asked(made, name)
        if answer.next is not None:
            more = with_ceiling(made, name, number(row["ceiling"]) + 100_000_000)
            assert paid(more, name) - paid(made, name) == answer.next.used


# --- by hand: each cause with its change ---


def one_fund(**more: Any) -> Case:
    """Money for 12 persons and a year, everybody of 100 eligible."""
    return (
        case(
            "2026-01..2026-12",
            regions={"52.04": region("Sumbawa", eligible=100)},
            funds={"murni-2026": fund("52.04", 2026, 12 * 12 * PREMIUM, name="APBD Sumbawa")},
            stay=12,
            goals=["coverage", "months"],
        )
        | more
    )


def test_capacity_is_loosened_by_as_many_as_the_money_pays_for() -> None:
    """5 enrolled in January (stay 12: no later month), of 12 who could be paid for: 12 a month, not 11."""
    made = one_fund(rules={"stay": 12, "enrol_per_month": 5})
    (cause,) = why_fund.asked(desk_of(made), "murni-2026").causes
    (mend,) = cause.mends

    assert (cause.reason.code, cause.reason.facts["rupiah"]) == ("unspent.capacity", 7 * 12 * PREMIUM)
    assert (mend.kind, mend.before, mend.after, mend.covered) == ("capacity", 5, 12, 7)
    assert assert_smallest(made, "murni-2026") == 1


def test_a_ceiling_on_people_is_loosened() -> None:
    """At most 3 of 12 persons; 9 more are paid for at 12."""
    made = one_fund(rules={"stay": 12, "ceilings": [{"region": "52.04", "persons": 3}]})
    (cause,) = why_fund.asked(desk_of(made), "murni-2026").causes
    (mend,) = cause.mends

    assert cause.reason.code == "unspent.people_ceiling"
    assert (mend.kind, mend.number, mend.before, mend.after) == ("ceiling", 1, 3, 12)
    assert assert_smallest(made, "murni-2026") == 1


def test_a_most_per_region_is_loosened() -> None:
    """At most a third of the money in the one region there is: 4 of 12 persons."""
    made = one_fund()
    made["funds"]["murni-2026"]["per_region"] = {"max": 4 * 12 * PREMIUM}
    (cause,) = why_fund.asked(desk_of(made), "murni-2026").causes
    (mend,) = cause.mends

    assert cause.reason.code == "unspent.per_region_max"
    assert (mend.before, mend.after) == (4 * 12 * PREMIUM, 12 * 12 * PREMIUM)
    assert assert_smallest(made, "murni-2026") == 1


def matched() -> Case:
    """Own money for 4 persons, the province's for 10, one to one: 6 persons' money of it stays."""
    made = one_fund(rules={"stay": 12, "matching": [{"fund": "prov", "ratio": "1"}]})
    funds = {"murni-2026": fund("52.04", 2026, 4 * 12 * PREMIUM), "prov": fund("52", 2026, 10 * 12 * PREMIUM)}
    return made | {"funds": funds}


def test_a_matching_ratio_is_loosened_to_the_hundredth() -> None:
    """10 of the province's beside 4 own: 2.5 times."""
    (cause,) = why_fund.asked(desk_of(matched()), "prov").causes
    (mend,) = cause.mends

    assert cause.reason.code == "unspent.matching"
    assert (mend.kind, mend.before, mend.after) == ("matching", 1, Fraction(5, 2))
    assert assert_smallest(matched(), "prov") == 1


def test_matching_without_own_money_has_no_ratio() -> None:
    made = matched()
    made["funds"]["murni-2026"]["ceiling"] = 0
    (cause,) = why_fund.asked(desk_of(made), "prov").causes

    assert (cause.reason.code, cause.mends) == ("unspent.matching", ())


def test_money_that_comes_too_late_needs_a_shorter_stay() -> None:
    """Money of the last quarter alone: at stay 12 only January enrols; 3 is the longest stay that uses it."""
    made = one_fund()
    made["funds"]["murni-2026"] |= {"pays": "2026-10..2026-12", "ceiling": 12 * 3 * PREMIUM}
    (cause,) = why_fund.asked(desk_of(made), "murni-2026").causes
    (mend,) = cause.mends

    assert cause.reason.code == "unspent.too_late"
    assert (mend.kind, mend.before, mend.after, mend.covered) == ("stay", 12, 3, 12)
    assert assert_smallest(made, "murni-2026") == 1


def test_money_for_more_than_everybody_has_no_change() -> None:
    """13 x 12 premiums for 5 persons: 5 x 12 are paid, 96 are more than could be used."""
    made = one_fund(regions={"52.04": region("Sumbawa", eligible=5)})
    (cause,) = why_fund.asked(desk_of(made), "murni-2026").causes

    assert (cause.reason.code, cause.mends, cause.tried) == ("unspent.nobody_left", (), ())
    assert cause.reason.facts["rupiah"] == 7 * 12 * PREMIUM


def test_without_a_later_fund_of_the_payer_a_new_one_is_named() -> None:
    """Nobody pays in 2026: 100 persons of three months need 100 x 12 x 16,800 of a budget of 2026."""
    made = perubahan_then_murni()
    made["funds"].pop("murni-2026")
    (cause,) = why_fund.asked(desk_of(made), "perubahan-2025").causes
    (mend,) = cause.mends
    (extra,) = mend.extra

    assert (extra.id, extra.owner, extra.year, extra.rupiah) == (None, "52.04", 2026, 1200 * PREMIUM)
    assert (mend.persons, mend.months, mend.used) == (100, 12, 300 * PREMIUM)
    added = made["funds"] | {"baru": fund("52.04", 2026, 1200 * PREMIUM)}
    scarce = made["funds"] | {"baru": fund("52.04", 2026, 1199 * PREMIUM)}
    assert paid(changed(made, funds=added), "perubahan-2025") == 300 * PREMIUM
    assert paid(changed(made, funds=scarce), "perubahan-2025") < 300 * PREMIUM


def test_two_later_years_need_a_fund_each() -> None:
    """Through 2027 too: as many persons in each of the two years."""
    made = perubahan_then_murni()
    made |= {"horizon": "2025-10..2027-12"}
    made["funds"]["murni-2027"] = fund("52.04", 2027, 120 * PREMIUM)
    (cause,) = why_fund.asked(desk_of(made), "perubahan-2025").causes
    (mend,) = cause.mends

    assert [(one.id, one.rupiah) for one in mend.extra] == [
        ("murni-2026", 90 * 12 * PREMIUM),
        ("murni-2027", 90 * 12 * PREMIUM),
    ]
    assert (mend.after, mend.persons, mend.months) == (90 * 24 * PREMIUM, 90, 24)


def test_an_unknown_fund_is_refused_with_the_nearest() -> None:
    with pytest.raises(InvalidError) as refused:
        why_fund.asked(desk_of(perubahan_then_murni()), "murni")

    (finding,) = refused.value.findings
    assert (finding.code, finding.facts["near"]) == ("usage.fund_unknown", ("murni-2026",))


# --- the acceptance of the issue ---


def test_murni_cannot_carry_on_270_person_months() -> None:
    """Perubahan pays 100 x 3, Murni 10 x 12: 90 persons more for a year are 90 x 12 x 16,800 = 18,144,000."""
    answer = why_fund.asked(desk_of(perubahan_then_murni()), "perubahan-2025")
    (cause,) = answer.causes
    (mend,) = cause.mends

    assert (cause.reason.code, cause.reason.facts["person_months"]) == ("unspent.carry", 270)
    assert (cause.reason.facts["rupiah"], mend.after, mend.used) == (4_536_000, 18_144_000, 4_536_000)
    assert (mend.persons, mend.months, mend.premium, mend.covered) == (90, 12, 16_800, 90)
    assert assert_smallest(perubahan_then_murni(), "perubahan-2025") == 1


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        (
            "id",
            [
                "Rp4.536.000 tersisa karena orangnya tidak dapat diteruskan",
                "uang itu cukup untuk 270 orang-bulan (90 orang)",
                "mulai Jan 2026 murni-2026 tidak sanggup meneruskan mereka",
                "Rp18.144.000 lagi untuk murni-2026 (90 orang x 12 bulan x Rp16.800)",
                "Maka Rp4.536.000 terpakai dan 90 orang lagi terlindungi pada Des 2026",
            ],
        ),
        (
            "en",
            [
                "Rp4,536,000 are left because the people cannot be carried on",
                "the money is enough for 270 person-months (90 people)",
                "from Jan 2026 murni-2026 cannot carry them on",
                "Rp18,144,000 more for murni-2026 (90 people x 12 months x Rp16,800)",
                "Then Rp4,536,000 are used and 90 more people are covered in Dec 2026",
            ],
        ),
    ],
)
def test_the_page_names_the_270_person_months(language: str, parts: list[str], tmp_path: Path) -> None:
    file = written(perubahan_then_murni(), tmp_path)
    done = alokasi("why", file, "--fund", "perubahan-2025", "--lang", language)
    words = " ".join(done.out.split()).replace("person- months", "person-months")

    assert (done.code, done.err) == (0, "")
    assert [part for part in parts if part not in words] == []
    assert max(map(len, done.out.splitlines())) <= 80


def test_the_document_names_them_too(tmp_path: Path) -> None:
    file = written(perubahan_then_murni(), tmp_path)
    found = alokasi("why", file, "--fund", "perubahan-2025", "--json").document

    assert found["status"] == "optimal"
    assert found["causes"][0]["reason"]["facts"]["person_months"] == 270
    assert found["causes"][0]["mends"][0]["after"] == 18_144_000


def test_exactly_one_question_is_asked(tmp_path: Path) -> None:
    file = written(one_regency_one_year(), tmp_path)
    none = alokasi("why", file, "--json")
    two = alokasi("why", file, "--json", "--region", "52.04", "--fund", "murni-2026")

    assert (none.code, none.codes) == (2, ["usage.why_one"])
    assert (two.code, two.codes) == (2, ["usage.why_one"])
