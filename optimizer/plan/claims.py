"""What a plan claims beside its figures: that it is proven, and why money is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from fractions import Fraction
from math import floor

from optimizer.errors import Finding
from optimizer.plan.shapes import UNSPENT, FundRow, GoalValue, Plan, Reason
from optimizer.plan.steps import behind, parts, prices_of, reach
from optimizer.scenario.schema import Goal, Scenario
from optimizer.units import PersonMonths, Persons, Rupiah, Share


def claims(scenario: Scenario, plan: Plan) -> Iterator[Finding]:
    """Each claim that the plan's own figures contradict, by its path."""
    if plan.status == "optimal":
        yield from _unproven(scenario, plan)
    prices = prices_of(scenario)
    for fund in plan.funds:
        yield from _reasons(fund, prices[fund.id])


def _unproven(scenario: Scenario, plan: Plan) -> Iterator[Finding]:
    """Each goal of a proven plan is the best whole value within its bound, less what it may give up.

    Goals that are not those of the scenario are the audit's to tell.
    """
    if [goal.name for goal in scenario.goals] != [claim.goal for claim in plan.goals]:
        return
    seen: Counter[str] = Counter()
    several = parts(scenario)
    for goal, claim in zip(scenario.goals, plan.goals, strict=True):
        seen[goal.name] += 1
        if goal.name == "fairness":
            is_behind = _levels_behind(scenario, goal, claim)
        else:
            is_behind = _behind(goal, claim, reach(scenario, goal, several))
        if is_behind:
            again = f"#{seen[goal.name]}" if seen[goal.name] > 1 else ""
            facts = {
                "goal": goal.name,
                "found": _said(claim, claim.value),
                "allowed": _said(claim, claim.bound),
            }
            yield Finding("verify.not_proven", facts, path=f"goals.{goal.name}{again}.bound")


def _behind(goal: Goal, claim: GoalValue, least: Fraction) -> bool:
    """Whether better whole values lie within the bound, beyond what the goal may give up."""
    given = goal.give_up or 0
    # a share is of the value before it was given up, which is less than a step from the bound
    allowance = given * (abs(claim.bound) + least) if isinstance(given, Share) else Fraction(given)
    return behind(goal, claim) >= allowance + least


def _levels_behind(scenario: Scenario, goal: Goal, claim: GoalValue) -> bool:
    """Whether a region has fewer persons than the lowest share that any plan could give it, rounded down."""
    kept = 1 - goal.give_up if isinstance(goal.give_up, Share) else Fraction(1)
    for code, share in claim.levels:
        people = sum(int(figure.number) for figure in scenario.regions[code].eligible.values())
        if share * people < floor((claim.bound - Fraction(1, 10**6)) * people) * kept - Fraction(1, 2):
            return True
    return False


def _said(claim: GoalValue, number: Fraction) -> object:
    if claim.unit == "share":
        return Share(number)
    if number.denominator != 1:
        return number
    return {"rupiah": Rupiah, "person-months": PersonMonths}.get(claim.unit, Persons)(int(number))


def _reasons(fund: FundRow, prices: Collection[int]) -> Iterator[Finding]:
    """Reasons are known, have their money in whole person-months, and add up to what the fund keeps."""
    path = f"funds.{fund.id}"
    for reason in fund.reasons:
        if reason.code not in UNSPENT:
            unknown = {"fund": fund.name, "code": reason.code}
            yield Finding("verify.unknown_reason", unknown, path=f"{path}.reasons.{reason.code}.code")
        elif prices and not _counted(reason, min(prices)):
            yield Finding(
                "verify.reason_months",
                {"fund": fund.name, **_amounts(reason)},
                path=f"{path}.reasons.{reason.code}.rupiah",
            )
    found = sum(_amounts(reason)["rupiah"] for reason in fund.reasons)
    keeps = fund.left - fund.set_aside
    if found != keeps:
        facts = {"fund": fund.name, "found": Rupiah(found), "allowed": Rupiah(keeps)}
        yield Finding("verify.reasons_sum", facts, path=f"{path}.left")


def _amounts(reason: Reason) -> dict[str, int]:
    return {
        "rupiah": reason.facts.get("rupiah", Rupiah(0)),
        "person_months": reason.facts.get("person_months", PersonMonths(0)),
    }


def _counted(reason: Reason, cheapest: int) -> bool:
    """Money of a reason is so many of the cheapest premium as it says; less than one only in the last."""
    rupiah, months = _amounts(reason).values()
    if reason.code == "unspent.below_premium":
        return months == 0 and rupiah < cheapest
    return rupiah == months * cheapest and months > 0
