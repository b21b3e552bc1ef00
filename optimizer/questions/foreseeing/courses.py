"""The best decision for now, by the average of all futures or in the worst of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain

from optimizer.answers.futures import Allocated, Course, ExpectedGoal, Standing
from optimizer.errors import ContradictionError, Finding
from optimizer.plan.shapes import Payment, Plan
from optimizer.questions.desk import Desk
from optimizer.questions.foreseeing.claims import Claim, claims, first_doubt, unclaimed
from optimizer.questions.foreseeing.outlooks import Outlook, averages, begun, outcome, told
from optimizer.scenario.schema import Scenario
from optimizer.solve.highs import NothingFitsError
from optimizer.solve.staged import Staged
from optimizer.solve.staged_goals import Ask, asks
from optimizer.solve.staged_whole import Choice, Now
from optimizer.units import PersonMonths, Persons, Rupiah

FEW = 400
"""Up to so many eligible persons the best decision is looked for until it is proven, or there is no other."""


@dataclass(frozen=True, eq=False)
class Taken:
    """One decision in whole persons, the plans that begin with it, and what they reach."""

    now: Now
    plans: tuple[Plan, ...]
    claims: tuple[Claim, ...]

    @property
    def proven(self) -> bool:
        """Whether no decision is better in any goal claimed, and no plan that begins with it either."""
        claimed = bool(self.claims) and all(one.is_proven for one in self.claims)
        return claimed and all(plan.status == "optimal" for plan in self.plans)

    @property
    def worth(self) -> tuple[Fraction, ...]:
        """What is better the smaller it is, goal by goal."""
        return tuple(one.cost for one in self.claims)


def best(
    desk: Desk,
    outlook: Outlook,
    staged: Staged,
    caution: Fraction | None,
    *,
    same: Now | None = None,
    known: Sequence[Now] = (),
) -> Taken:
    """The best decision found: whole persons near the linear optimum, tried in every future.

    It is the ``same`` decision where no other is a person better in any goal. Decisions that are ``known``
    already are tried where none so near is good enough.

    Raises:
        ContradictionError: nothing can be decided now that could be carried on in every future.
    """
    asked = asks(outlook.scenarios[0].goals, caution)
    try:
        choice = Choice(staged, asked, caution, desk.limits, desk.workshop)
    except NothingFitsError:
        raise ContradictionError([_no_common(outlook)]) from None
    found: Taken | None = None
    for now in chain([same] if same else [], choice.near(), known, choice.further()):
        taken = _taken(desk, outlook, staged, choice, now, asked, caution)
        if taken is not None and (found is None or taken.worth < found.worth):
            found = taken
        if found is not None and _is_enough(outlook, found, now is same):
            break
    if found is None:
        raise ContradictionError([_no_common(outlook)])
    for scenario, plan in zip(outlook.scenarios, found.plans, strict=True):
        told(desk, scenario, plan)
    return found


def _is_enough(outlook: Outlook, found: Taken, is_same: bool) -> bool:
    """Whether no better decision is looked for."""
    small = int(outlook.problems[0].eligible.sum()) <= FEW
    if found.proven or (small and found.claims):
        return found.proven
    if is_same:
        return all(one.behind < one.person for one in found.claims)
    return all(one.is_near for one in found.claims)


def _no_common(outlook: Outlook) -> Finding:
    return Finding("futures.no_common", {"until": outlook.decided_until, "futures": outlook.names})


def _taken(
    desk: Desk,
    outlook: Outlook,
    staged: Staged,
    choice: Choice,
    now: Now,
    asked: Sequence[Ask],
    caution: Fraction | None,
) -> Taken | None:
    """A decision tried in every future; None where one of them cannot carry it in whole persons."""
    try:
        plans = tuple(
            begun(desk, scenario, problem, now)
            for scenario, problem in zip(outlook.scenarios, outlook.problems, strict=True)
        )
    except ContradictionError:
        return None
    return Taken(now, plans, claims(outlook, staged, choice, plans, asked, caution))


def course(outlook: Outlook, taken: Taken, caution: Fraction) -> Course:
    """A decision and what follows, in figures."""
    plans, until = taken.plans, outlook.decided_until
    outcomes = [outcome(name, plan) for name, plan in zip(outlook.names, plans, strict=True)]
    paid = [row for row in plans[0].payments if row.month <= until]
    drops = [row for row in plans[0].drops if row.month <= until]
    last = sum(row.persons for row in paid if row.month == until)
    dropped = sum(row.persons for row in drops)
    open_ = unclaimed(outlook, taken.claims)
    return Course(
        standing=_standing(taken, open_),
        unclaimed=open_,
        persons=Persons(last),
        enrolled=Persons(last - int(outlook.problems[0].subsidised.sum()) + dropped),
        dropped=Persons(dropped),
        rupiah=Rupiah(sum(row.rupiah for row in paid)),
        allocated=tuple(_allocated(outlook.scenarios[0], paid, until)),
        outcomes=tuple(outcomes),
        averages=averages(outlook.chances, outcomes, caution),
        goals=tuple(_goals(outlook, taken)),
        doubt=first_doubt(outlook, taken.claims),
    )


def _standing(taken: Taken, unclaimed: str | None) -> Standing:
    if not taken.proven:
        return "within_bound"
    return "optimal" if unclaimed is None else "first_goals"


def _allocated(scenario: Scenario, paid: Sequence[Payment], until: object) -> list[Allocated]:
    rows: dict[tuple[str, str], list[Payment]] = defaultdict(list)
    for row in paid:
        rows[row.fund, row.region].append(row)
    order = list(scenario.funds)
    return [
        Allocated(
            fund=fund,
            region=there[0].region,
            persons=Persons(sum(row.persons for row in there if row.month == until)),
            person_months=PersonMonths(sum(row.persons for row in there)),
            rupiah=Rupiah(sum(row.rupiah for row in there)),
        )
        for (fund, _), there in sorted(rows.items(), key=lambda item: (order.index(item[0][0]), item[0][1]))
    ]


def _goals(outlook: Outlook, taken: Taken) -> list[ExpectedGoal]:
    """Each goal on average, with the bound of those before fairness."""
    bounds = {one.ask.goal: one.bound for one in taken.claims if one.ask.manner == "expected"}
    rows = []
    for place, goal in enumerate(outlook.scenarios[0].goals):
        each = [plan.goals[place] for plan in taken.plans]
        pairs = zip(outlook.chances, each, strict=True)
        value = sum((chance * one.value for chance, one in pairs), Fraction(0))
        if goal.name == "fairness":
            value = _lowest_share(outlook, taken.plans, place)
        rows.append(ExpectedGoal(goal.name, value, bounds.get(goal), each[0].unit))
    return rows


def _lowest_share(outlook: Outlook, plans: Sequence[Plan], place: int) -> Fraction:
    """The lowest expected share of any region."""
    shares: dict[str, Fraction] = defaultdict(Fraction)
    for chance, plan in zip(outlook.chances, plans, strict=True):
        for code, share in plan.goals[place].levels:
            shares[code] += chance * share
    return min(shares.values(), default=Fraction(1))
