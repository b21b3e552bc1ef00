"""The audit refuses every broken rule by its name, and agrees with the oracle on any payments."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import cases
import oracle
import oracle_audit
import oracle_case
import pytest
import strategies
from hypothesis import given
from payable import (
    GOOD,
    MATARAM,
    PREMIUM,
    YEAR,
    Case,
    oracle_rows,
    payments_for,
    pays,
    scenario_of,
    small,
)

from optimizer.audit import audit, passed
from optimizer.errors import AuditError
from optimizer.plan.shapes import GoalValue, Payment
from optimizer.units import Code, PersonMonths, Persons, Rupiah, Share

SAME_RULE = {
    "audit.twice": "row",
    "audit.nobody": "row",
    "audit.may_not_pay": "payer",
    "audit.not_its_month": "payer",
    "audit.outside_horizon": "payer",
    "audit.premium": "premium",
    "audit.ceiling": "ceiling",
    "audit.spend_at_least": "spend_at_least",
    "audit.per_region_max": "per_region.max",
    "audit.per_region_min": "per_region.min",
    "audit.eligible": "eligible",
    "audit.continuity": "continuity",
    "audit.stay": "stay",
    "audit.capacity": "enrol_per_month",
    "audit.matching": "matching",
    "audit.people_floor": "floors",
    "audit.people_ceiling": "ceilings",
}
"""Our code, and the name that the oracle gives the same rule."""


def codes(case: Case, payments: list[Payment]) -> set[str]:
    return {breach.code for breach in audit(scenario_of(case), payments)}


def test_a_payable_plan_passes() -> None:
    """60 persons x 12 months = 720 person-months of 2,000."""
    passed(scenario_of(small()), GOOD)


PLANTED: dict[str, tuple[Case, list[Payment]]] = {
    "audit.ceiling": (small(fund={"ceiling": 719 * PREMIUM}), GOOD),
    "audit.spend_at_least": (small(fund={"spend_at_least": 721 * PREMIUM}), GOOD),
    "audit.per_region_max": (small(fund={"per_region": {"max": 599 * PREMIUM}}), GOOD),
    "audit.per_region_min": (small(fund={"per_region": {"min": 121 * PREMIUM}}), GOOD),
    "audit.eligible": (small(), [*pays(YEAR, 101), *MATARAM]),
    "audit.continuity": (small(stay=1), [*pays("2026-01..2026-11", 50), *pays("2026-12", 49), *MATARAM]),
    "audit.stay": (small(), [*pays("2026-02..2026-12", 50), *MATARAM]),
    "audit.capacity": (small(region={"enrol_per_month": 49}), GOOD),
    "audit.matching": (
        small(
            funds={"sumbawa": cases.fund("52.04", 2026, 50 * PREMIUM)},
            rules={"matching": [{"fund": "murni-2026", "ratio": "1.5"}]},
        ),
        [
            *pays("2026-01..2026-02", 20, fund="sumbawa"),
            *pays("2026-03..2026-12", 20),
        ],
    ),
    "audit.people_floor": (small(rules={"floors": [{"region": "52", "persons": 61}]}), GOOD),
    "audit.people_ceiling": (small(rules={"ceilings": [{"each": "true", "share": "49.9%"}]}), GOOD),
    "audit.twice": (small(), [*GOOD, GOOD[0]]),
    "audit.nobody": (small(), [*GOOD, *pays("2026-01", 0, group=cases.GROUP, region="52.71")]),
    "audit.unknown_region": (small(), [*GOOD, *pays(YEAR, 1, region="52.05")]),
    "audit.unknown_group": (small(), [*GOOD, *pays(YEAR, 1, group="miskin")]),
    "audit.unknown_fund": (small(), [*GOOD, *pays(YEAR, 1, fund="murni-2027")]),
    "audit.outside_horizon": (small(), [*GOOD, *pays("2027-01", 1)]),
    "audit.not_its_month": (small(fund={"pays": "2026-02..2026-12"}), GOOD),
    "audit.may_not_pay": (small(fund={"regions": ["52.71"]}), GOOD),
    "audit.no_premium": (small(premium=[{"value": PREMIUM, "months": "2026-01..2026-11"}]), GOOD),
    "audit.premium": (small(), [*pays(YEAR, 50, premium=PREMIUM + 1), *MATARAM]),
}
"""A case in which a plan breaks one rule, by the code of that rule."""


@pytest.mark.parametrize("code", PLANTED)
def test_a_planted_violation_is_refused_by_name(code: str) -> None:
    case, payments = PLANTED[code]

    assert code in codes(case, payments)


@pytest.mark.parametrize(
    ("code", "mended"),
    [
        ("audit.ceiling", {"fund": {"ceiling": 720 * PREMIUM}}),
        ("audit.spend_at_least", {"fund": {"spend_at_least": 720 * PREMIUM + PREMIUM - 1}}),
        ("audit.per_region_max", {"fund": {"per_region": {"max": 600 * PREMIUM}}}),
        ("audit.per_region_min", {"fund": {"per_region": {"min": 120 * PREMIUM + PREMIUM - 1}}}),
        ("audit.capacity", {"region": {"enrol_per_month": 50}}),
        ("audit.people_floor", {"rules": {"floors": [{"region": "52", "persons": 60}]}}),
        ("audit.people_ceiling", {"rules": {"ceilings": [{"each": "true", "share": "50%"}]}}),
    ],
)
def test_at_its_limit_a_rule_holds(code: str, mended: Case) -> None:
    """One person-month, or one rupiah, from the planted violation."""
    assert code not in codes(small(**mended), GOOD)


def test_a_refusal_says_what_was_found_and_what_is_allowed() -> None:
    """50 x 12 + 10 x 12 = 720 person-months for a ceiling of 719."""
    case, payments = PLANTED["audit.ceiling"]

    with pytest.raises(AuditError) as refused:
        passed(scenario_of(case), payments)

    facts = {"fund": "murni-2026", "found": 720 * PREMIUM, "allowed": 719 * PREMIUM}
    assert [finding.facts for finding in refused.value.findings] == [facts]
    assert refused.value.exit_code == 5


def test_a_late_enrolment_says_how_many_months_were_left() -> None:
    """From February to December there are 11 months."""
    case, payments = PLANTED["audit.stay"]

    (breach,) = audit(scenario_of(case), payments)

    assert (breach.facts["left"], breach.facts["stay"], breach.facts["found"]) == (11, 12, 50)


def test_a_row_the_scenario_does_not_know_counts_nowhere() -> None:
    """The ceiling pays for the 720 person-months that are known, and the stranger breaks no other rule."""
    case = small(fund={"ceiling": 720 * PREMIUM})

    assert codes(case, [*GOOD, *pays(YEAR, 1, region="52.05")]) == {"audit.unknown_region"}


@pytest.mark.parametrize("who", [{"eligible": 0}, {"eligible": 10, "fund": {"groups": [cases.GROUP]}}])
def test_less_than_one_premium_is_one_that_the_fund_can_pay(who: Case) -> None:
    """Rp16,800 are missing; the premium of Rp50,000 is for a group without people, or of another fund."""
    must = {"spend_at_least": 720 * PREMIUM + PREMIUM}
    case = small(
        premium=[{"value": PREMIUM}, {"value": 50_000, "groups": ["lain"]}],
        groups={cases.GROUP: {"label": "Pekerja rentan"}, "lain": {"label": "Pekerja lain"}},
        region={"eligible": {cases.GROUP: 100, "lain": who["eligible"]}},
        fund=must | who.get("fund", {}),
    )

    assert codes(case, GOOD) == {"audit.spend_at_least"}


def goal(value: int | Fraction, bound: int | Fraction, name: str = "coverage") -> GoalValue:
    return GoalValue(name, Fraction(value), Fraction(bound), "persons")


@pytest.mark.parametrize(
    ("claim", "code"),
    [
        ([goal(60, 60)], None),
        ([goal(60, 61)], None),
        ([goal(61, 61)], "audit.goal_value"),
        ([goal(60, Fraction(119, 2))], "audit.goal_beats_bound"),
        ([goal(60, 60, "months")], "audit.goals_differ"),
        ([], "audit.goals_differ"),
    ],
)
def test_a_claim_that_the_payments_do_not_bear_out_is_refused(
    claim: list[GoalValue], code: str | None
) -> None:
    """60 persons are covered in December."""
    found = [breach.code for breach in audit(scenario_of(small()), GOOD, claim)]

    assert found == ([code] if code else [])


@pytest.mark.parametrize(
    ("by", "others"),
    [("2026-01", 55), ("2026-06", 81), ("2026-07", 70), ("2026-09", 50), ("2026-10", 40), ("2026-12", 40)],
)
def test_participants_without_a_fund_follow_the_outlook(by: str, others: int) -> None:
    """50 before, 31/6 more a month to 81 in June, 41/4 less a month to 40 in October, then level."""
    region = {"workers": 200, "active": 50, "outlook": {"2026-06": 81, "2026-10": 40}}
    targets = {"ucj": {"measure": "ucj", "of": "52.04", "share": "100%", "by": by}}
    case = small(region=region, targets=targets, goals=["targets"])

    assert not audit(scenario_of(case), MATARAM, [goal(200 - others, 200 - others, "targets")])


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("keep", PersonMonths),
        ("coverage", Persons),
        ("fairness", Share),
        ("thrift", Rupiah),
        ("steady", Persons),
    ],
)
def test_a_wrong_claim_is_told_in_its_unit(name: str, unit: type) -> None:
    breaches = audit(scenario_of(small(goals=[name])), GOOD, [goal(-1, -1, name)])

    (found,) = [breach for breach in breaches if breach.code == "audit.goal_value"]
    assert isinstance(found.facts["found"], unit)
    assert isinstance(found.facts["allowed"], unit)


def test_half_a_weighted_person_is_told_as_it_is() -> None:
    """60 persons of weight 0.55 are 33, of weight 0.525 they are 31.5."""
    case = small(groups={cases.GROUP: {"weight": "0.525"}})

    (breach,) = audit(scenario_of(case), GOOD, [goal(33, 33)])

    assert breach.facts["allowed"] == Fraction(63, 2)


def test_a_goal_to_be_made_small_beats_its_bound_from_below() -> None:
    """720 person-months x Rp16,800 = Rp12,096,000, which a bound of one rupiah more would not allow."""
    spent = 720 * PREMIUM
    claim = [goal(spent, spent + 1, "thrift")]

    assert [b.code for b in audit(scenario_of(small(goals=["thrift"])), GOOD, claim)] == [
        "audit.goal_beats_bound"
    ]


@given(payments_for(strategies.cases) | payments_for(strategies.tight_cases))
def test_it_finds_what_the_oracle_finds(drawn: tuple[Case, list[Payment]]) -> None:
    """The same rules are broken, said by two statements that share nothing."""
    case, payments = drawn
    ours = {SAME_RULE[breach.code] for breach in audit(scenario_of(case), payments)}

    assert {line.partition(":")[0] for line in oracle.broken(case, oracle_rows(payments))} == ours


@given(payments_for(strategies.cases))
def test_it_counts_goals_as_the_oracle_does(drawn: tuple[Case, list[Payment]]) -> None:
    """The oracle's values, claimed, are accepted; each of them changed by one is refused."""
    case, payments = drawn
    scenario = scenario_of(case)
    values = oracle.values(case, oracle_rows(payments))
    claims = [
        _claim(entry.name, value, case, payments) for entry, value in zip(scenario.goals, values, strict=True)
    ]

    assert not [b for b in audit(scenario, payments, claims) if b.code.startswith("audit.goal")]
    for place, claim in enumerate(claims):
        wrong = GoalValue(claim.goal, claim.value + 1, claim.bound, claim.unit, claim.levels)
        assert "audit.goal_value" in {
            b.code for b in audit(scenario, payments, [*claims[:place], wrong, *claims[place + 1 :]])
        }


def _claim(name: str, value: Any, case: Case, payments: list[Payment]) -> GoalValue:
    if name != "fairness":
        return goal(value, value, name)
    facts = oracle_case.read(case)
    lines = oracle_audit.covered_persons(facts, oracle_audit.paid(facts, oracle_rows(payments)))
    levels = sorted(
        (Fraction(sum(lines[code, group][-1] for group in facts.groups), facts.people(code)), code)
        for code in facts.shared
    )
    lowest = levels[0][0] if levels else Fraction(1)
    return GoalValue(name, lowest, lowest, "share", tuple((Code(code), share) for share, code in levels))
