"""A payable plan for so much more money: the audited proof that it meets the needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from optimizer import runs
from optimizer.answers.need import Added
from optimizer.audit import passed
from optimizer.audit.goals import value_of
from optimizer.audit.ledger import Ledger
from optimizer.errors import ContradictionError
from optimizer.plan.shapes import Draft, Payment, Plan
from optimizer.plan.tally import tally
from optimizer.probes.extra import Extra
from optimizer.probes.extra_rows import ahead_of_targets, is_worse
from optimizer.problem import Problem, TargetRow
from optimizer.questions.changes import people_rule, with_floor, with_goals
from optimizer.questions.desk import Desk
from optimizer.questions.needing.adding import Assignments
from optimizer.questions.needing.lines import Lines
from optimizer.scenario.schema import Goal, Scenario
from optimizer.solve.highs import NothingFitsError
from optimizer.units import PersonMonths, Rupiah


@dataclass(frozen=True)
class Asked:
    """Needs of some targets of a problem, and the scenario that has these targets alone."""

    problem: Problem
    scenario: Scenario
    needs: Mapping[int, int]
    """Persons who must count, by target row; rows that are left out ask nothing."""

    @property
    def rows(self) -> Mapping[int, TargetRow]:
        """The rows that ask something."""
        return {number: self.problem.targets[number] for number in self.needs}

    @property
    def vector(self) -> list[int]:
        """``(k,)`` the need of every target row."""
        return [self.needs.get(number, 0) for number in range(len(self.problem.targets))]

    def met(self, plan: Plan) -> bool:
        """Whether a plan meets every need."""
        covered = {(row.id, row.of): row.covered for row in plan.targets}
        return all(covered[row.id, row.of] >= self.needs[number] for number, row in self.rows.items())


@dataclass(frozen=True)
class Payable:
    """An audited plan that meets the needs."""

    plan: Plan
    in_order: bool
    """Whether the needs are met too where the goals before ``targets`` take the money first."""


def payable(
    desk: Desk, extra: Extra, asked: Asked, lines: Lines, rupiah: Mapping[str, int]
) -> Payable | None:
    """The plan with so much more money, or None where no whole-person plan meets the needs.

    An integer program finds who is paid for, and the audit checks it. Where own money is matched that takes
    long: there it is the plan of the goals before ``targets`` with the needs as rules, which may be a few
    persons from the best.
    """
    scenario = lines.at(asked.scenario, rupiah)
    goals = ahead_of_targets(scenario)
    plan = (
        _by_needs(extra, asked, scenario, rupiah)
        if extra.quick
        else _by_goals(desk, extra, asked, scenario, goals)
    )
    if plan is None or not asked.met(plan):
        return None
    values = _values(scenario, goals, plan.payments)
    if is_worse(extra.held, values):
        return None
    return Payable(plan, in_order=extra.in_order(asked.vector, rupiah))


def _by_needs(extra: Extra, asked: Asked, scenario: Scenario, rupiah: Mapping[str, int]) -> Plan | None:
    try:
        payments = extra.payments(asked.vector, rupiah)
    except NothingFitsError:
        return None
    return _audited(scenario, payments)


def _by_goals(
    desk: Desk, extra: Extra, asked: Asked, scenario: Scenario, goals: Sequence[Goal]
) -> Plan | None:
    """The plan of the goals before ``targets`` while each need is a rule that must hold."""
    problem = asked.problem
    for number, row in asked.rows.items():
        persons = asked.needs[number] - row.others
        if persons <= 0:
            continue
        target = scenario.targets[row.id]
        codes = list(dict.fromkeys(problem.codes[slot // len(problem.groups)] for slot in row.slots))
        group, month = target.group if target.measure == "group" else None, problem.months[row.month]
        scenario = with_floor(scenario, people_rule(codes, persons, group=group, from_=month, to=month))
    try:
        return runs.planned(
            with_goals(scenario, (*goals, Goal(name="thrift"))), extra.patience, desk.workshop
        )
    except ContradictionError:
        return None


def shared(
    asked: Asked, lines: Lines, rupiah: Mapping[str, int], given: Payable
) -> tuple[dict[str, int], Payable]:
    """The same plan, audited, where the payer above takes over as much of the lines as the ratio lets it."""
    parts, payments = lines.divided(rupiah, given.plan.payments)
    return parts, replace(given, plan=_audited(lines.at(asked.scenario, parts), payments))


def _audited(scenario: Scenario, payments: tuple[Payment, ...]) -> Plan:
    passed(scenario, payments)
    return tally(scenario, Draft(payments, (), "optimal", {}), "")


def _values(scenario: Scenario, goals: Sequence[Goal], payments: tuple[Payment, ...]) -> list[Fraction]:
    """What the goals before ``targets`` reach, counted as the audit counts."""
    ledger = Ledger(scenario, payments)
    return [value_of(ledger, goal) for goal in goals]


def added_in(
    scenario: Scenario, lines: Lines, assigned: Assignments, plan: Plan, rupiah: Mapping[str, int]
) -> tuple[Added, ...]:
    """What is added, by fiscal year and owner, and which months it pays in the plan."""
    found = []
    for key, amount in rupiah.items():
        paid = [payment for payment in plan.payments if payment.fund == key]
        if not paid:
            continue
        line, months = lines.lines.get(key), [payment.month for payment in paid]
        fund = None if line is not None else scenario.funds[key]
        found.append(
            Added(
                owner=line.owner if line is not None else scenario.funds[key].owner,
                year=line.year if line is not None else scenario.funds[key].year,
                region=None if line is None else line.region or line.owner,
                fund=None if fund is None else key,
                rupiah=Rupiah(amount),
                person_months=PersonMonths(sum(payment.persons for payment in paid)),
                first=min(months),
                last=max(months),
                assignment=assigned.of(key, amount),
            )
        )
    return tuple(sorted(found, key=lambda one: (one.year, len(one.owner), one.owner, one.region or "")))
