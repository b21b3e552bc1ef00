"""The whole values a goal can take: how far apart they lie, and the best of them within a bound."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from math import ceil, floor, gcd

from optimizer.plan.shapes import GoalValue, Standing
from optimizer.scenario.measured import target_places
from optimizer.scenario.premiums import premium_of
from optimizer.scenario.reach import Reach
from optimizer.scenario.schema import Goal, Scenario
from optimizer.units import Code

MORE_IS_BETTER = ("coverage", "fairness", "months")


def step(scenario: Scenario, goal: Goal) -> Fraction:
    """What lies between two values of a goal that is counted: every value is a multiple of it."""
    weights = {name: Fraction(group.weight) for name, group in scenario.groups.items()}
    if goal.name == "thrift":
        return Fraction(reduce(gcd, frozenset().union(*prices_of(scenario).values()), 0) or 1)
    if goal.name == "coverage":
        return _grid(weight for name, weight in weights.items() if name in (goal.groups or weights))
    if goal.name == "months":
        return _grid(weights.values())
    if goal.name == "targets":
        return _grid(
            Fraction(target.weight)
            for target in scenario.targets.values()
            if target.by in scenario.horizon
            for _ in target_places(target, scenario.codes)
        )
    return Fraction(1)


def best_within(scenario: Scenario, goal: Goal, bound: Fraction) -> Fraction:
    """The best value of a goal that is counted which does not beat its bound."""
    apart = step(scenario, goal)
    rounded = floor if goal.name in MORE_IS_BETTER else ceil
    return rounded(bound / apart) * apart


def behind(goal: Goal, claim: GoalValue) -> Fraction:
    """How far a value is from its bound."""
    return claim.bound - claim.value if goal.name in MORE_IS_BETTER else claim.value - claim.bound


def reach(scenario: Scenario, goal: Goal, several: int) -> Fraction:
    """A value less than this behind its bound may be the best whole one.

    That is one step; where ``several`` parts of the scenario are solved apart, the bounds of all parts are
    added up, each less than a step of its own from the best value there.
    """
    if several == 1:
        return step(scenario, goal)
    widest = [step(scenario, goal)]
    if goal.name == "targets":
        widest += [Fraction(target.weight) for target in scenario.targets.values()]
    if goal.name == "thrift":
        widest += [Fraction(gcd(*prices)) for prices in prices_of(scenario).values() if prices]
    return several * max(widest)


def shown_bounds(scenario: Scenario, claims: Sequence[GoalValue], standing: Standing) -> Iterator[Fraction]:
    """The best that can be counted of each goal: a proven value itself, else the best within its bound."""
    several = parts(scenario)
    for goal, claim in zip(scenario.goals, claims, strict=True):
        if goal.name == "fairness":
            yield claim.bound
        elif standing == "optimal" and 0 <= behind(goal, claim) < reach(scenario, goal, several):
            yield claim.value
        else:
            yield best_within(scenario, goal, claim.bound)


def parts(scenario: Scenario) -> int:
    """Into how many parts the regions fall that no fund, target or rule on persons ties together."""
    if any(goal.give_up for goal in scenario.goals):
        return 1
    leader = {code: code for code in scenario.codes}

    def lead(code: Code) -> Code:
        while leader[code] != code:
            code = leader[code]
        return code

    for tied in _tied(scenario):
        leaders = {lead(code) for code in tied}
        for one in leaders:
            leader[one] = min(leaders)
    return max(1, sum(1 for code in scenario.codes if leader[code] == code))


def _tied(scenario: Scenario) -> Iterator[list[Code]]:
    codes, horizon = scenario.codes, scenario.horizon
    for name, places in _payable(scenario).items():
        if scenario.paying_months(scenario.funds[name]) is not None:
            yield list(places)
    for target in scenario.targets.values():
        if target.by in horizon:
            for _, inside in target_places(target, codes):
                yield [codes[place] for place in inside]
    for rule in (*scenario.rules.floors, *scenario.rules.ceilings):
        first, last = (
            max(rule.from_ or horizon.first, horizon.first),
            min(rule.to or horizon.last, horizon.last),
        )
        if rule.region is not None and first <= last:
            yield [code for code in codes if any(part.reaches(code) for part in rule.region)]


def prices_of(scenario: Scenario) -> Mapping[str, frozenset[int]]:
    """For each fund every premium in rupiah that it can pay for somebody within the horizon."""
    return {
        name: frozenset(
            int(premium_of(scenario, name, group, month))
            for group in frozenset().union(*places.values())
            for month in scenario.paying_months(scenario.funds[name]) or ()
        )
        for name, places in _payable(scenario).items()
    }


def _payable(scenario: Scenario) -> Mapping[str, Mapping[Code, frozenset[str]]]:
    """For each fund the regions in which it may pay for somebody, with the groups of those."""
    reach = Reach(scenario)
    with_people = {
        code: frozenset(group for group, figure in region.eligible.items() if figure.number > 0)
        for code, region in scenario.regions.items()
    }
    return {
        name: {
            code: groups
            for code in reach.regions[name]
            if (groups := with_people[code] & reach.may_pay[name])
        }
        for name in scenario.funds
    }


def _grid(weights: Iterable[Fraction]) -> Fraction:
    """The greatest number of which every weight is a multiple.

    >>> _grid([Fraction(3, 2), Fraction(2)])
    Fraction(1, 2)
    """
    numbers = list(weights) or [Fraction(1)]
    common = reduce(lambda a, b: a * b // gcd(a, b), (number.denominator for number in numbers))
    return Fraction(reduce(gcd, (int(number * common) for number in numbers)) or 1, common)
