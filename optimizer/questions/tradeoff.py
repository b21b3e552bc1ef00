"""``tradeoff``: what more of one thing costs of another, by plans made for each amount."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import ceil

from optimizer.answers.headline import widest
from optimizer.answers.tradeoff import (
    TOPICS,
    BudgetRow,
    Depth,
    Fairness,
    FairStop,
    StayRow,
    TargetBudget,
    Topic,
    TradeOff,
)
from optimizer.errors import Finding, InvalidError
from optimizer.plan.shapes import Plan, TargetRow
from optimizer.probes.fair_curve import Stop, fair_curve
from optimizer.questions.changes import with_ceilings, with_goals, with_rules
from optimizer.questions.desk import Desk
from optimizer.questions.naive import shared_funds
from optimizer.questions.target_money import share_rows
from optimizer.scenario.paths import SETTLED
from optimizer.scenario.schema import Goal, Scenario
from optimizer.units import Month, Months, Persons, Rupiah, Share

LONGEST_STAY = 12
"""Stays are tried from this down to one month."""

CHANGES = tuple(Fraction(percent, 100) for percent in (-20, -10, -5, 0, 5, 10, 20))
"""Of every ceiling."""

MOST_STOPS = 5
"""So many corners of the fairness curve get a plan of their own, the ends among them."""


def asked(desk: Desk, *, only: str | None = None) -> TradeOff:
    """The three trade-offs, or one.

    Raises:
        InvalidError: ``only`` names none of them.
        ContradictionError: hard rules of the scenario as it is contradict each other.
        StoppedError: a limit came first.
    """
    topics = TOPICS if only is None else (_topic(only),)
    desk.base  # noqa: B018 # a scenario that contradicts itself is told before anything else
    stay = _depth(desk) if "stay" in topics else None
    fairness = _fairness(desk) if "fairness" in topics else None
    target = _target(desk) if "target" in topics else None
    return TradeOff(desk.status, stay, fairness, target)


def _topic(given: str) -> Topic:
    for topic in TOPICS:
        if given.strip().lower() == topic:
            return topic
    raise InvalidError([Finding("usage.topic", {"given": given, "known": TOPICS})])


def _depth(desk: Desk) -> Depth:
    """A plan for each stay that the horizon has room for, and for the scenario's own."""
    scenario, base = desk.scenario, desk.base
    own, target = scenario.rules.stay, widest(base)
    plans: dict[int, Plan | None] = {own: base}
    stays = sorted({own, *range(1, min(LONGEST_STAY, len(scenario.horizon)) + 1)})
    for stay in desk.each(_from_the_ends(stays)):
        if stay not in plans:
            same = base if _moneyless(scenario) else _same(desk, plans, stay)
            plans[stay] = same or desk.tried(with_rules(scenario, stay=stay))
    return Depth(
        own=own,
        month=scenario.horizon.last,
        target_month=target.by if target else scenario.horizon.last,
        early=_early(base),
        rows=tuple(
            _stay_row(stay, plan, scenario.horizon)
            for stay, plan in sorted(plans.items(), reverse=True)
            if plan
        ),
        impossible=tuple(stay for stay, plan in sorted(plans.items(), reverse=True) if plan is None),
    )


def _moneyless(scenario: Scenario) -> bool:
    """Whether nobody can be paid for, so that no stay makes a difference."""
    return not any(fund.ceiling.number for fund in scenario.funds.values())


def _from_the_ends(stays: Sequence[int]) -> list[int]:
    """The ends first, then what lies in the middle of two that stand before it.

    >>> _from_the_ends([1, 2, 3, 4, 5])
    [1, 5, 3, 2, 4]
    """
    order, spans = [stays[0], stays[-1]], [(0, len(stays) - 1)]
    for first, last in spans:
        if last - first > 1:
            middle = (first + last) // 2
            order.append(stays[middle])
            spans += [(first, middle), (middle, last)]
    return list(dict.fromkeys(order))


def _same(desk: Desk, plans: Mapping[int, Plan | None], stay: int) -> Plan | None:
    """The plan of a longer and of a shorter stay, where they are one: then it is this stay's plan too.

    A longer stay allows nothing that a shorter one forbids. So the plan can be paid under this stay, and
    what is best under the shorter one is best here. A goal that may give something up is free to do so
    otherwise in between; then nothing is taken over.
    """
    longer = min((known for known in plans if known > stay), default=None)
    shorter = max((known for known in plans if known < stay), default=None)
    if longer is None or shorter is None or any(goal.give_up for goal in desk.scenario.goals):
        return None
    plan, other = plans[longer], plans[shorter]
    return plan if plan and other and plan.payments == other.payments else None


def _stay_row(stay: int, plan: Plan, months: Months) -> StayRow:
    totals, target = plan.totals, widest(plan)
    early = _early(plan)
    covered: Counter[Month] = Counter()
    for payment in plan.payments:
        covered[payment.month] += payment.persons
    return StayRow(
        stay=stay,
        persons=totals.persons_end,
        at_target=Persons(target.covered - target.others) if target else totals.persons_end,
        person_months=totals.person_months,
        full_benefit=totals.persons_full_benefit,
        fresh=Persons(totals.persons_end - totals.persons_full_benefit),
        bill=Rupiah(sum(row.rupiah for row in plan.bill)),
        monthly=tuple(Persons(covered[month]) for month in months),
        early_shortfall=early.shortfall if early else None,
    )


def _early(plan: Plan) -> TargetRow | None:
    """The widest of the targets that are due before the widest of all."""
    target = widest(plan)
    due = tuple(row for row in plan.targets if target and row.by < target.by)
    return widest(replace(plan, targets=due))


def _fairness(desk: Desk) -> Fairness:
    """The curve's corners, each with its plan in whole persons; of many corners some have none."""
    scenario = desk.scenario
    before, coverage, after = _goals_apart(scenario)
    corners = fair_curve(desk.program(desk.problem), before, coverage, desk.limits)
    planned = _spread(len(corners))
    stops: list[FairStop] = []
    for place in desk.each(range(len(corners))):
        corner = corners[place]
        goals = (*before, _giving_up(coverage, corner), Goal(name="fairness"), *after)
        same = goals == scenario.goals
        plan = (desk.base if same else desk.plan(with_goals(scenario, goals))) if place in planned else None
        stops.append(_stop(corner, plan, stops))
    return Fairness(
        before=tuple(goal.name for goal in before),
        regions=int((desk.problem.eligible_in > 0).sum()),
        own_money=_own_money(desk),
        weighted=len({group.weight for group in scenario.groups.values()} | {1}) > 1,
        stops=tuple(stops),
    )


def _own_money(desk: Desk) -> bool:
    """Whether some fund that has money may pay in one region only."""
    problem = desk.problem
    shared = {problem.funds[fund] for fund in shared_funds(problem)}
    return any(fund.ceiling.number for name, fund in desk.scenario.funds.items() if name not in shared)


def _goals_apart(scenario: Scenario) -> tuple[tuple[Goal, ...], Goal, tuple[Goal, ...]]:
    """The goals before coverage and fairness, coverage that gives up nothing, the goals after both."""
    goals = scenario.goals
    either = [
        place
        for place, goal in enumerate(goals)
        if goal.name == "fairness" or (goal.name == "coverage" and goal.groups is None)
    ]
    first = either[0] if either else len(goals)
    after = tuple(goal for place, goal in enumerate(goals) if place > first and place not in either)
    return goals[:first], Goal(name="coverage"), after


def _giving_up(coverage: Goal, corner: Stop) -> Goal:
    amount = ceil(corner.given_up)
    return coverage.model_copy(update={"give_up": amount}) if amount else coverage


def _spread(corners: int) -> set[int]:
    """Places of so many corners as get a plan: the ends and some evenly between."""
    if corners <= MOST_STOPS:
        return set(range(corners))
    return {place * (corners - 1) // (MOST_STOPS - 1) for place in range(MOST_STOPS)}


def _stop(corner: Stop, plan: Plan | None, stops: Sequence[FairStop]) -> FairStop:
    bound = corner.given_up, Share(corner.lowest)
    rows = [row for row in plan.regions if row.eligible] if plan else []
    if plan is None or not rows:
        return FairStop(*bound, None, None, None, None, None)
    lowest = min(rows, key=lambda row: (Fraction(row.persons_end, row.eligible), row.code))
    share, persons = Share(lowest.persons_end, lowest.eligible), plan.totals.persons_end
    planned = [stop for stop in stops if stop.price is not None or stop is stops[0]]
    given_up = planned[0].persons - persons if planned and planned[0].persons is not None else 0
    price = _price(planned[-1], persons, share) if planned else None
    return FairStop(*bound, persons, given_up, share, lowest.code, price)


def _price(last: FairStop, persons: int, share: Share) -> Fraction | None:
    """Persons fewer than at the stop before for each percentage point that the lowest share is higher."""
    if last.persons is None or last.lowest is None or share <= last.lowest:
        return None
    return Fraction(last.persons - persons) / ((share - last.lowest) * 100)


def _target(desk: Desk) -> TargetBudget:
    """What shares of the widest target cost, and what less and more money does to it."""
    target = widest(desk.base)
    if target is None:
        return TargetBudget(None, (), (), ())
    kept = tuple(name for name, fund in desk.scenario.funds.items() if fund.status in SETTLED)
    budgets = tuple(_budget(desk, change, kept) for change in desk.each(CHANGES))
    return TargetBudget(target, share_rows(desk, target) if not target.met else (), budgets, kept)


def _budget(desk: Desk, change: Fraction, kept: Sequence[str]) -> BudgetRow:
    """The plan with every ceiling not kept changed by the same share, rounded down to whole rupiah."""
    scenario = desk.scenario
    now = {name: int(fund.ceiling.number) for name, fund in scenario.funds.items()}
    ceilings = {
        name: ceiling if name in kept else int(ceiling * (1 + change)) for name, ceiling in now.items()
    }
    plan = desk.base if ceilings == now else desk.tried(with_ceilings(scenario, ceilings))
    money = Rupiah(sum(ceilings.values()))
    target = widest(plan) if plan else None
    if plan is None or target is None:
        return BudgetRow(change, money, None, None, None, None)
    totals = plan.totals
    return BudgetRow(change, money, totals.persons_end, target.covered, target.shortfall, totals.dropped)
