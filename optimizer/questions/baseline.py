"""``baseline``: the plan beside the simple rules by which an office would divide shared money."""

from __future__ import annotations

from fractions import Fraction
from operator import itemgetter

from optimizer.answers.baseline import Baseline, Lowest, Naive, Part, Rule
from optimizer.answers.headline import changes, headline, widest
from optimizer.errors import ContradictionError
from optimizer.plan.shapes import GoalValue, Plan
from optimizer.questions import naive
from optimizer.questions.desk import Desk
from optimizer.scenario.schema import Scenario
from optimizer.units import Rupiah, Share

MORE_IS_BETTER = ("coverage", "fairness", "months")


def asked(desk: Desk) -> Baseline:
    """Every rule's best plan beside the plan of the scenario.

    Raises:
        ContradictionError: hard rules of the scenario as it is contradict each other.
        StoppedError: a limit came first.
    """
    scenario, problem, base = desk.scenario, desk.problem, desk.base
    ceilings = {row.fund: row.units for row in problem.money if row.rule == "ceiling"}
    shared = [fund for fund in naive.shared_funds(problem) if ceilings[fund]]
    rules = naive.RULES if shared else ()
    found = [_naive(desk, rule) for rule in desk.each(rules)]
    return Baseline(
        status=desk.status,
        month=scenario.horizon.last,
        base=headline(base),
        lowest=_lowest(base),
        left=_left(base),
        target=widest(base),
        shared=tuple(problem.funds[fund] for fund in shared),
        money=Rupiah(sum(ceilings[fund] * int(problem.unit[fund]) for fund in shared)),
        poor=naive.poor_groups(scenario),
        persons=tuple((row.code, row.persons_end) for row in base.regions),
        rules=tuple(one for _, one in sorted(found, key=itemgetter(0))),
    )


Key = tuple[tuple[Fraction, ...], ...]


def _naive(desk: Desk, rule: Rule) -> tuple[Key, Naive]:
    """The plan of one rule beside the plan as it is, and what it is ranked by: its goals in order."""
    problem, base = desk.problem, desk.base
    parts = naive.division(problem, rule)
    if parts is None:
        return _LAST, Naive(rule, None, 0, 0, None, Rupiah(0), None, None, (), (), ())
    said = tuple(
        Part(problem.funds[fund], problem.codes[region], Rupiah(units * int(problem.unit[fund])))
        for (fund, region), units in parts.items()
    )
    try:
        after = naive.plan(desk, parts)
    except ContradictionError as error:
        return _LAST, Naive(rule, None, 0, 0, None, Rupiah(0), None, None, (), said, error.findings)
    worse, better = _difference(desk.scenario, base, after)
    return tuple(map(_badness, after.goals)), Naive(
        rule=rule,
        headline=headline(after),
        lost=base.totals.persons_end - after.totals.persons_end,
        person_months=base.totals.person_months - after.totals.person_months,
        lowest=_lowest(after),
        left=_left(after),
        worse=worse,
        better=better,
        regions=changes(base, after),
        parts=said,
        clash=(),
    )


def _lowest(plan: Plan) -> Lowest | None:
    """The region with the lowest share of its eligible covered in the last month; of several the first."""
    rows = [row for row in plan.regions if row.eligible]
    if not rows:
        return None
    row = min(rows, key=lambda row: (Share(row.persons_end, row.eligible), row.code))
    return Lowest(row.code, Share(row.persons_end, row.eligible))


def _left(plan: Plan) -> Rupiah:
    return Rupiah(sum(row.left for row in plan.funds))


def _difference(scenario: Scenario, base: Plan, after: Plan) -> tuple[str | None, str | None]:
    """The first goal in which the plans differ: where it is served worse, and where it is served better.

    What a goal that may give something up gains is passed over: the plan gave it up for those after it.
    """
    for goal, ours, theirs in zip(scenario.goals, base.goals, after.goals, strict=True):
        if _badness(theirs) > _badness(ours):
            return ours.goal, None
        if _badness(theirs) < _badness(ours) and not goal.give_up:
            return None, ours.goal
    return None, None


def _badness(goal: GoalValue) -> tuple[Fraction, ...]:
    """What is better the smaller it is; for fairness the shares from the lowest, as they are compared."""
    if goal.goal == "fairness":
        return tuple(-share for _, share in goal.levels)
    return (-goal.value if goal.goal in MORE_IS_BETTER else goal.value,)


_LAST: Key = ((Fraction(10**30),),)
"""Behind every plan."""
