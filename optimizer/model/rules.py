"""What must hold: one function a rule, each a claim, its equation and its rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np
import pulp
from pulp import LpAffineExpression, LpConstraint, LpConstraintEQ, LpConstraintGE, LpConstraintLE

from optimizer.model.columns import Decisions
from optimizer.problem import MatchRow, Problem
from optimizer.units import Persons, Rupiah


@dataclass(frozen=True)
class Claim:
    """Which rule of the scenario a row states; clashes are reported by it."""

    rule: str
    facts: tuple[tuple[str, Any], ...] = ()


Figure = Callable[[Problem], tuple[int, "Claim"]]
"""The bound of a row in a problem, and the claim it then states."""


@dataclass(frozen=True, eq=False)
class Stated:
    """One row of the program, and the claim it states."""

    row: LpConstraint
    claim: Claim
    figure: Figure | None = None
    """Where the bound is a figure of the scenario: how it is found in another one of the same shape."""


Term = tuple[pulp.LpVariable, float]
Rows = Iterator[Stated]
Rule = Callable[[Problem, Decisions], Rows]

ACCOUNT = Claim("account")
"""Rows that only define n, e and d: without them nothing else means anything."""


def one_payer_a_month(problem: Problem, v: Decisions) -> Rows:
    r"""Every covered person-month has exactly one payer; months of one phase are paid together.

    .. math:: n_{rgt} = \sum_f x_{rgft} \qquad \forall r, g, t
    """
    payers = defaultdict(list)
    for cell, (slot, month) in enumerate(zip(problem.cells.slot, problem.cells.month, strict=True)):
        payers[int(slot), int(month)].append(v.paid[cell])
    phases = defaultdict(list)
    for month, first in enumerate(problem.phase.tolist()):
        phases[first].append(month)
    for slot, covered in enumerate(v.covered):
        for first, months in phases.items():
            terms: list[Term] = [(paid, 1) for paid in payers[slot, first]]
            terms += [(covered[month], -1) for month in months]
            yield Stated(_row(terms, LpConstraintEQ, 0), ACCOUNT)


def continuity(problem: Problem, v: Decisions) -> Rows:
    r"""Who was covered last month stays covered, unless counted as dropped.

    .. math:: n_{rgt} = n_{rg,t-1} + e_{rgt} - d_{rgt}, \qquad n_{rg,-1} = S_{rg}
    """
    for slot, months in enumerate(v.covered):
        for month, covered in enumerate(months):
            change: list[Term] = [(covered, 1), (v.enrolled[slot][month], -1)]
            if v.dropped[slot]:
                change.append((v.dropped[slot][month], 1))
            if month:
                change.append((months[month - 1], -1))
            if month:
                yield Stated(_row(change, LpConstraintEQ, 0), ACCOUNT)
            else:
                yield _stated(problem, change, LpConstraintEQ, partial(_paid_for_today, slot))


def only_people_of_today_drop(problem: Problem, v: Decisions) -> Rows:
    r"""At most the persons paid for before the horizon may drop; whom the plan enrols stays.

    .. math:: \sum_t d_{rgt} \le S_{rg} \qquad \forall r, g
    """
    for slot, months in enumerate(v.dropped):
        if months:
            terms = [(drop, 1) for drop in months]
            yield _stated(problem, terms, LpConstraintLE, partial(_paid_for_today, slot))


def enrolment_capacity(problem: Problem, v: Decisions) -> Rows:
    r"""A region enrols no more people in a month than it can register.

    .. math:: \sum_g e_{rgt} \le \mathrm{limit}_{rt} \qquad \forall r, t
    """
    for region in np.flatnonzero(problem.enrol_limit < problem.eligible_in).tolist():
        for month in range(len(problem.months)):
            newly = [(v.enrolled[slot][month], 1) for slot in problem.slots_of(region)]
            yield _stated(problem, newly, LpConstraintLE, partial(_capacity, region))


def within_money(problem: Problem, v: Decisions) -> Rows:
    r"""No fund pays more than its ceiling less what is set aside, nor more in a region than it may there.

    With :math:`\gamma_f` the greatest common divisor of its premiums, in whole units:

    .. math:: \sum_{r,g,t} \frac{p_{fgt}}{\gamma_f} x_{rgft} \le \Big\lfloor \frac{B_f}{\gamma_f} \Big\rfloor
    """
    for place, terms in _money_rows(problem, v, ("ceiling", "per_region_max")):
        if terms:
            yield _stated(problem, terms, LpConstraintLE, partial(_money, place))


def money_that_must_be_spent(problem: Problem, v: Decisions) -> Rows:
    r"""A fund pays at least what it must, everywhere or in a region, less than one premium missing.

    With :math:`L` the amount and :math:`\hat p` the dearest premium the fund can pay there:

    .. math:: \sum \frac{p_{fgt}}{\gamma_f} x_{rgft} \ge \Big\lceil \frac{L - \hat p + 1}{\gamma_f} \Big\rceil
    """
    for place, terms in _money_rows(problem, v, ("spend_at_least", "per_region_min")):
        yield _stated(problem, terms, LpConstraintGE, partial(_money, place))


def matching(problem: Problem, v: Decisions) -> Rows:
    r"""A matched fund pays in a region at most its ratio times what the region's own funds pay there.

    .. math:: \sum_{g,t} p x_{rgft} \le \rho \sum_{f' \in F_r} \sum_{g,t} p x_{rgf't} \qquad \forall r
    """
    paid = _payments(problem, v)
    for row in problem.matching:
        if paid[row.fund, row.region]:
            yield Stated(
                _row(list(_matched(problem, row, paid)), LpConstraintLE, 0), _match_claim(problem, row)
            )


def people(problem: Problem, v: Decisions) -> Rows:
    r"""Floors and ceilings on the persons covered hold in each of their months.

    .. math:: \sum_{(r,g)} n_{rgt} \ge \mathrm{floor}, \qquad \sum_{(r,g)} n_{rgt} \le \mathrm{ceiling}
    """
    for place, rule in enumerate(problem.people):
        sense = LpConstraintGE if rule.rule == "floor" else LpConstraintLE
        for month in range(rule.first, rule.last + 1):
            terms = [(v.covered[slot][month], 1) for slot in rule.slots]
            yield _stated(problem, terms, sense, partial(_people, place))


def targets(problem: Problem, v: Decisions) -> Rows:
    r"""Whoever is missing to a target is counted as short of it.

    .. math:: \mathrm{covered}(k) + s_k \ge \mathrm{need}(k), \qquad
        \mathrm{need}(k) = \lceil \mathrm{share}_k \cdot \mathrm{base}_k \rceil
    """
    for place, (short, row) in enumerate(zip(v.short, problem.targets, strict=True)):
        terms = [(v.covered[slot][row.month], 1) for slot in row.slots]
        yield _stated(problem, [*terms, (short, 1)], LpConstraintGE, partial(_needed, place))


def lists(problem: Problem, v: Decisions) -> Rows:
    r"""Persons beyond last month's list of the same fund are taken onto it.

    .. math:: h_{rgft} \ge x_{rgft} - x_{rgf,t-1}, \qquad x_{rgf,t-1} = 0 \text{ before } T_f
    """
    cells = problem.cells
    for cell, (taken, paid) in enumerate(zip(v.taken, v.paid, strict=True)):
        terms: list[Term] = [(taken, 1), (paid, -1)]
        follows = (
            cell > 0
            and cells.slot[cell - 1] == cells.slot[cell]
            and cells.fund[cell - 1] == cells.fund[cell]
            and cells.month[cell - 1] + 1 == cells.month[cell]
        )
        if follows:
            terms.append((v.paid[cell - 1], 1))
        yield Stated(_row(terms, LpConstraintGE, 0), ACCOUNT)


RULES: tuple[Rule, ...] = (
    one_payer_a_month,
    continuity,
    only_people_of_today_drop,
    enrolment_capacity,
    within_money,
    money_that_must_be_spent,
    matching,
    people,
    targets,
    lists,
)
"""Eligibility and stay are bounds of the decisions n and e."""


def _stated(problem: Problem, terms: Sequence[Term], sense: int, figure: Figure) -> Stated:
    bound, claim = figure(problem)
    return Stated(_row(terms, sense, bound), claim, figure)


def _row(terms: Sequence[Term], sense: int, bound: float) -> LpConstraint:
    return LpConstraint(LpAffineExpression(terms), sense=sense, rhs=bound)


def _money_rows(problem: Problem, v: Decisions, rules: tuple[str, ...]) -> Iterator[tuple[int, list[Term]]]:
    paid = _payments(problem, v)
    everywhere: dict[int, list[Term]] = defaultdict(list)
    for (fund, _region), terms in paid.items():
        everywhere[fund] += terms
    for place, row in enumerate(problem.money):
        if row.rule in rules:
            yield place, everywhere[row.fund] if row.region is None else paid[row.fund, row.region]


def _payments(problem: Problem, v: Decisions) -> dict[tuple[int, int], list[Term]]:
    """What each fund pays in each region, in units of the fund."""
    terms: dict[tuple[int, int], list[Term]] = defaultdict(list)
    cells, groups = problem.cells, len(problem.groups)
    for fund, slot, units, paid in zip(cells.fund, cells.slot, cells.units, v.paid, strict=True):
        terms[int(fund), int(slot) // groups].append((paid, int(units)))
    return terms


def _matched(problem: Problem, row: MatchRow, paid: dict[tuple[int, int], list[Term]]) -> list[Term]:
    """Both sides of a matching row, in units of the matched fund."""
    gamma = int(problem.unit[row.fund])
    terms = list(paid[row.fund, row.region])
    for fund in row.own:
        factor = float(row.ratio * Fraction(int(problem.unit[fund]), gamma))
        terms += [(variable, -factor * units) for variable, units in paid[fund, row.region]]
    return terms


def _money(place: int, problem: Problem) -> tuple[int, Claim]:
    row = problem.money[place]
    fund = ("fund", problem.funds[row.fund])
    where = () if row.region is None else (("region", problem.codes[row.region]),)
    rupiah = Rupiah(row.units * int(problem.unit[row.fund]))
    return row.units, Claim(row.rule, (fund, *where, ("rupiah", rupiah)))


def _people(place: int, problem: Problem) -> tuple[int, Claim]:
    row = problem.people[place]
    facts = (("of", row.of), ("number", row.number + 1), ("persons", Persons(row.persons)))
    return row.persons, Claim(f"people_{row.rule}", facts)


def _capacity(region: int, problem: Problem) -> tuple[int, Claim]:
    limit = int(problem.enrol_limit[region])
    return limit, Claim("capacity", (("region", problem.codes[region]), ("persons", Persons(limit))))


def _needed(place: int, problem: Problem) -> tuple[int, Claim]:
    row = problem.targets[place]
    return row.need - row.others, ACCOUNT


def _paid_for_today(slot: int, problem: Problem) -> tuple[int, Claim]:
    return int(problem.subsidised[slot]), ACCOUNT


def _match_claim(problem: Problem, row: MatchRow) -> Claim:
    return Claim("matching", (("fund", problem.funds[row.fund]), ("region", problem.codes[row.region])))
