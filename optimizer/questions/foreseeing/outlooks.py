"""The futures of a scenario as problems, and the audited plans that begin with one decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from optimizer.answers.doubts import first_doubt
from optimizer.answers.futures import Averages, Outcome
from optimizer.answers.headline import headline
from optimizer.audit import passed
from optimizer.errors import ContradictionError, Finding
from optimizer.plan.shapes import Plan
from optimizer.plan.tally import tally
from optimizer.problem import Problem, build
from optimizer.questions.desk import Desk
from optimizer.scenario.foreseen import Foreseen
from optimizer.scenario.naming import naming
from optimizer.scenario.schema import Scenario
from optimizer.solve.answer import drafted_problem
from optimizer.solve.staged import Stages
from optimizer.solve.staged_goals import worst
from optimizer.solve.staged_whole import Now
from optimizer.units import Month


@dataclass(frozen=True, eq=False)
class Outlook:
    """All futures, and the plan of each if it were known now."""

    names: tuple[str, ...]
    chances: tuple[Fraction, ...]
    scenarios: tuple[Scenario, ...]
    problems: tuple[Problem, ...]
    decided_until: Month
    known: tuple[Plan, ...]

    @property
    def decided(self) -> int:
        """How many months are decided."""
        return self.decided_until - self.scenarios[0].horizon.first + 1

    @property
    def stages(self) -> Stages:
        """As a program with two stages."""
        return Stages(self.problems, self.chances, self.decided)


def outlook(desk: Desk, foreseen: Foreseen) -> Outlook:
    """The futures with the plan of each alone.

    Raises:
        ContradictionError: in one future hard rules contradict each other whatever is decided now.
    """
    known = []
    for future, scenario in zip(foreseen.futures, foreseen.scenarios, strict=True):
        try:
            known.append(desk.plan(scenario))
        except ContradictionError as error:
            says = Finding("futures.clash", {"future": future.label or future.name})
            raise ContradictionError([says, *error.findings]) from None
    return Outlook(
        names=tuple(future.name for future in foreseen.futures),
        chances=tuple(Fraction(future.probability) for future in foreseen.futures),
        scenarios=foreseen.scenarios,
        problems=tuple(build(scenario) for scenario in foreseen.scenarios),
        decided_until=foreseen.decided_until,
        known=tuple(known),
    )


def begun(desk: Desk, scenario: Scenario, problem: Problem, now: Now) -> Plan:
    """The audited plan of one future that begins with a decision; it is solved as any scenario is.

    Raises:
        ContradictionError: begun so, hard rules contradict each other.
        StoppedError: a limit came before the proof.
    """
    with naming(scenario):
        fixed = replace(problem, decided=now.fixed(problem))
        draft = drafted_problem(fixed, desk.limits, desk.workshop)
        passed(scenario, draft.payments, draft.goals)
    return tally(scenario, draft, "")


def now_of(outlook: Outlook, plan: Plan) -> Now:
    """What a plan decides for the months that are decided now."""
    problem = outlook.problems[0]
    slots = {
        (code, group): slot
        for slot, (code, group) in enumerate(
            (code, group) for code in problem.codes for group in problem.groups
        )
    }
    first = problem.months[0]
    return Now(
        outlook.decided,
        {
            (slots[paid.region, paid.group], paid.fund, paid.month - first): int(paid.persons)
            for paid in plan.payments
            if paid.month <= outlook.decided_until
        },
    )


def outcome(name: str, plan: Plan) -> Outcome:
    """One plan in figures."""
    return Outcome(name, headline(plan), tuple(goal.value for goal in plan.goals))


def told(desk: Desk, scenario: Scenario, plan: Plan) -> None:
    """Count a plan among those that the answer compares."""
    desk.plans += 1
    if plan.status != "optimal":
        desk.status = plan.status
        desk.doubts.append(first_doubt(scenario, plan))


def averages(chances: Sequence[Fraction], outcomes: Sequence[Outcome], caution: Fraction) -> Averages:
    """Outcomes weighed by the probability of their futures, exactly."""
    heads = [one.headline for one in outcomes]

    def mean(figures: Sequence[int]) -> Fraction:
        return sum((chance * figure for chance, figure in zip(chances, figures, strict=True)), Fraction(0))

    lost = worst([Fraction(-head.persons_end) for head in heads], chances, caution)
    missing = worst([Fraction(head.shortfall) for head in heads], chances, caution)
    return Averages(
        persons_end=mean([head.persons_end for head in heads]),
        worst_persons_end=-lost,
        person_months=mean([head.person_months for head in heads]),
        shortfall=mean([head.shortfall for head in heads]),
        worst_shortfall=missing,
        dropped=mean([head.dropped for head in heads]),
        rupiah=mean([head.rupiah for head in heads]),
    )
