"""Laws that every optimum obeys, whatever the scenario."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import nearness
import oracle
from arrange import changed, optima, persons, plain, rows, scenario, solved
from cases import PREMIUM, case, fund, region
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from oracle_audit import broken
from oracle_case import Facts, read
from oracle_whole import written_out
from strategies import cases, shuffled, tight_cases, tiny_cases

from optimizer.errors import ContradictionError
from optimizer.plan.shapes import Draft

Case = dict[str, Any]
ALL_PREMIUMS = 84_000
"""A multiple of every premium that a generated case may have: money cut here is cut between premiums."""
twenty = settings(max_examples=20, deadline=None, derandomize=True, database=None)


def draft_or_none(made: Case) -> Draft | None:
    try:
        return solved(made)
    except ContradictionError:
        return None


def assert_no_worse(made: Case, after: list[Any] | None, before: list[Any] | None) -> None:
    """The list of goal values, compared in order."""
    if before is not None:
        assert after is not None
        assert oracle.compare(made, after, before) >= 0, (before, after)


@twenty
@given(cases(), st.data())
def test_more_money_is_never_worse(made: Case, data: st.DataObject) -> None:
    """For the first goal that differs; a later goal may fall. What must be spent stays as it is."""
    name = data.draw(st.sampled_from(list(made["funds"])))
    row = made["funds"][name]
    row.pop("spend_at_least", None)
    row.get("per_region", {}).pop("min", None)
    richer = changed(made)
    richer["funds"][name]["ceiling"] = data.draw(st.integers(1, 60)) * PREMIUM + oracle_figure(row["ceiling"])

    assert_no_worse(made, optima(richer), optima(made))


def oracle_figure(raw: Any) -> int:
    return int(raw["value"] if isinstance(raw, dict) else raw)


@twenty
@given(tight_cases(), st.data())
def test_a_rule_less_is_never_worse(made: Case, data: st.DataObject) -> None:
    assume(made.get("rules"))
    freer = changed(made)
    rule = data.draw(st.sampled_from(sorted(freer["rules"])))
    if isinstance(freer["rules"][rule], list):
        freer["rules"][rule].pop()
    elif rule == "stay":
        freer["rules"]["stay"] = 1
    else:
        freer["rules"].pop(rule)

    assert_no_worse(made, optima(freer), optima(made))


@twenty
@given(cases(), st.data())
def test_a_fund_in_two_parts_is_worth_the_same(made: Case, data: st.DataObject) -> None:
    """In the linear program; cut between premiums, so that neither part loses one."""
    matched = {row["fund"] for row in made.get("rules", {}).get("matching", [])}
    assume(set(made["funds"]) - matched)
    name = data.draw(st.sampled_from(sorted(set(made["funds"]) - matched)))
    for limit in ("per_region", "spend_at_least", "set_aside"):
        made["funds"][name].pop(limit, None)
    whole = oracle_figure(made["funds"][name]["ceiling"])
    part = data.draw(st.integers(0, whole // ALL_PREMIUMS)) * ALL_PREMIUMS
    parts = changed(made)
    parts["funds"] |= {
        name: {**made["funds"][name], "ceiling": part},
        "bagian": {**made["funds"][name], "ceiling": whole - part},
    }
    for entry in parts["premium"]:
        if name in entry.get("funds", ()):
            entry["funds"].append("bagian")

    before, after = optima(made), optima(parts)

    assert (before is None) == (after is None)
    assert before is None or oracle.compare(made, before, after or []) == 0


@twenty
@given(st.integers(0, 40 * PREMIUM), st.integers(0, 40 * PREMIUM))
def test_a_fund_in_two_parts_loses_at_most_a_person_month(first: int, second: int) -> None:
    """In the plan: each part keeps less than a premium, which together may be one."""

    def months(**ceilings: int) -> int:
        made = case(
            "2026-01..2026-12",
            regions={"52.01": region("A", eligible=100)},
            funds={name: fund("52.01", 2026, ceiling) for name, ceiling in ceilings.items()},
            stay=1,
            goals=["months"],
        )
        return sum(persons(solved(made)).values())

    assert 0 <= months(whole=first + second) - months(first=first, second=second) <= 1


@twenty
@given(cases(), st.randoms(use_true_random=False))
def test_order_and_names_of_regions_change_nothing(made: Case, rng: Any) -> None:
    other = shuffled(made, rng)
    for row in other["regions"].values():
        row["name"] = row["name"][::-1]

    before, after = draft_or_none(made), draft_or_none(other)

    assert (before is None) == (after is None)
    assert before is None or (after is not None and plain(before) == plain(after))


@twenty
@given(cases(), st.sampled_from((2, 3, 7, 100)))
def test_money_and_premium_times_k_change_nobody(made: Case, k: int) -> None:
    before, after = draft_or_none(made), draft_or_none(times(made, k))

    assert (before is None) == (after is None)
    if before is not None and after is not None:
        assert [(*paid[:4], paid[5] * k) for paid in tuples(before)] == [
            (*paid[:4], paid[5]) for paid in tuples(after)
        ]


def tuples(found: Draft) -> list[tuple[Any, ...]]:
    return [
        (paid.region, paid.group, paid.fund, paid.month, paid.persons, paid.rupiah) for paid in found.payments
    ]


def times(made: Case, k: int) -> Case:
    """Every amount of rupiah times k; shares stay."""

    def more(raw: Any) -> Any:
        if isinstance(raw, dict):
            return {name: more(value) for name, value in raw.items()}
        return raw * k if isinstance(raw, int) else raw

    other = changed(made)
    for entry in other["premium"]:
        entry["value"] = more(entry["value"])
    for row in other["funds"].values():
        for name in ("ceiling", "set_aside", "spend_at_least", "per_region"):
            if name in row:
                row[name] = more(row[name])
    other["goals"] = [
        {"thrift": more(goal["thrift"])} if isinstance(goal, dict) and "thrift" in goal else goal
        for goal in made.get("goals", oracle_goals(made))
    ]
    return other


def oracle_goals(made: Case) -> list[Any]:
    return [goal.name for goal in scenario(made).goals]


@twenty
@given(tiny_cases())
def test_no_naive_rule_beats_the_plan(made: Case) -> None:
    """In the order of goals; where the plan is not proven best, by no more than whole persons may miss."""
    facts = read(made)
    assume(not any(goal.amount or goal.share for goal in facts.goals))
    found = draft_or_none(made)
    assume(found is not None)
    assert found is not None
    ours = oracle.values(made, rows(found.payments))

    for naive in naive_plans(facts):
        theirs = oracle.values(made, naive)
        if oracle.compare(made, ours, theirs) < 0:
            first = next(k for k in range(len(ours)) if ours[k] != theirs[k])
            assert found.standing == "within_bound" or facts.goals[first].name == "fairness"
            floats = [[float(s) for s in v] if isinstance(v, list) else float(v) for v in theirs]
            named = {"goals": made.get("goals", oracle_goals(made))[: first + 1]}
            assert nearness.far(made | named, ours[: first + 1], floats[: first + 1]) == []


def naive_plans(facts: Facts) -> Iterator[list[dict[str, Any]]]:
    """First come, first served, from the first month to the last: by code, by need, from the far end."""
    cells = [cell for cell, people in facts.eligible.items() if people]
    today = {cell: facts.before[cell] for cell in cells}
    for order in (cells, sorted(cells, key=lambda cell: -facts.eligible[cell]), cells[::-1]):
        for most in (today, facts.eligible):
            paid: Counter[Any] = Counter()
            for cell in order:
                _pay(facts, paid, cell, most[cell])
            plan = written_out(facts, paid)
            if not broken(facts, plan):
                yield plan


def _pay(facts: Facts, paid: Counter[Any], cell: tuple[str, str], most: int) -> None:
    """As many persons of a cell as the first funds with money can pay for in every month."""
    purse = {fund.id: fund.spendable for fund in facts.funds}
    known = {fund.id: fund for fund in facts.funds}
    for (_, group, name, at), count in paid.items():
        purse[name] -= count * known[name].premium[group, at]
    for _ in range(most):
        trial = dict(purse)
        payers = []
        for at in range(facts.length):
            able = [
                f
                for f in facts.funds
                if cell[0] in f.regions and trial[f.id] >= f.premium.get((cell[1], at), 10**12)
            ]
            if not able:
                return
            trial[able[0].id] -= able[0].premium[cell[1], at]
            payers.append(able[0].id)
        purse = trial
        paid.update((*cell, name, at) for at, name in enumerate(payers))
