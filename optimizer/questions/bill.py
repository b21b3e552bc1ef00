"""``bill``: what keeping the people of the last month costs next year, and who cannot carry it."""

from __future__ import annotations

from collections import Counter

from optimizer.answers.bill import Bill, PayerBill
from optimizer.plan.shapes import BillRow, Plan
from optimizer.plan.tally import bill
from optimizer.questions.desk import Desk
from optimizer.scenario.ceilings import spendable
from optimizer.scenario.schema import Scenario
from optimizer.units import Persons, Rupiah


def asked(desk: Desk) -> Bill:
    """The bill of the plan as it is, each payer beside its ceilings of the last month's fiscal year.

    Raises:
        ContradictionError: hard rules contradict each other.
        StoppedError: a limit came first.
    """
    plan, scenario = desk.base, desk.scenario
    payers = sorted(
        (_payer(scenario, plan, row) for row in plan.bill), key=lambda row: (-row.missing, row.owner)
    )
    return Bill(
        status=desk.status,
        year=scenario.horizon.last.year,
        payers=tuple(payers),
        persons=Persons(sum(row.persons for row in payers)),
        rupiah=Rupiah(sum(row.rupiah for row in payers)),
        missing=Rupiah(sum(row.missing for row in payers)),
    )


def _payer(scenario: Scenario, plan: Plan, row: BillRow) -> PayerBill:
    year = scenario.horizon.last.year
    ceiling = sum(
        spendable(fund) for fund in scenario.funds.values() if (fund.owner, fund.year) == (row.owner, year)
    )
    return PayerBill(
        owner=row.owner,
        persons=row.persons,
        rupiah=row.rupiah,
        ceiling=Rupiah(ceiling),
        missing=Rupiah(max(0, row.rupiah - ceiling)),
        carries=_carried(_costs(scenario, plan, row), ceiling),
    )


def _costs(scenario: Scenario, plan: Plan, row: BillRow) -> Counter[int]:
    """What 12 months of one person cost, to how many of the payer's last month cost so much."""
    costs: Counter[int] = Counter()
    for payment in plan.payments:
        if payment.month == scenario.horizon.last and scenario.funds[payment.fund].owner == row.owner:
            for alone in bill(scenario, [payment]):
                costs[alone.rupiah // alone.persons] += alone.persons
    return costs


def _carried(costs: Counter[int], ceiling: int) -> Persons:
    """The most persons whom the ceiling can keep: those who cost least first."""
    carried = 0
    for each, persons in sorted(costs.items()):
        kept = min(persons, ceiling // each) if each else persons
        carried += kept
        ceiling -= kept * each
    return Persons(carried)
