"""Every rule and every goal again, in integers, from the payments and the scenario alone."""

from __future__ import annotations

from collections.abc import Sequence

from optimizer.audit.goals import claimed_goals
from optimizer.audit.ledger import Ledger, row_breaches, sound
from optimizer.audit.rules import RULES
from optimizer.errors import AuditError, Finding
from optimizer.plan.shapes import GoalValue, Payment
from optimizer.scenario.schema import Scenario


def audit(
    scenario: Scenario, payments: Sequence[Payment], goals: Sequence[GoalValue] | None = None
) -> tuple[Finding, ...]:
    """Everything that is wrong with the payments, and with what is claimed of the goals when it is given."""
    ledger = Ledger(scenario, sound(scenario, payments))
    found = [*row_breaches(scenario, payments)]
    found += [breach for rule in RULES for breach in rule(ledger)]
    if goals is not None:
        found += claimed_goals(ledger, goals)
    return tuple(found)


def passed(scenario: Scenario, payments: Sequence[Payment], goals: Sequence[GoalValue] | None = None) -> None:
    """Let a payable plan pass.

    Raises:
        AuditError: a rule is broken or a claim is wrong; its findings name each.
    """
    if breaches := audit(scenario, payments, goals):
        raise AuditError(breaches)


__all__ = ["audit", "passed"]
