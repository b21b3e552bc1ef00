"""What must hold: one function a rule, each a claim, its equation and its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.model.columns import Decisions, Floats, Indices
from optimizer.problem import Ints, MatchRow, Problem
from optimizer.units import Persons, Rupiah


@dataclass(frozen=True)
class Claim:
    """Which rule of the scenario a row states; clashes are reported by it."""

    rule: str
    facts: tuple[tuple[str, Any], ...] = ()


ACCOUNT = Claim("account")
"""Rows that only define n, e and d: without them nothing else means anything."""

AT_MOST, EXACTLY, AT_LEAST = -1, 0, 1
"""Senses of a row."""

Bound = Callable[[Problem], Floats]
"""``(rows,)`` the right-hand sides in a problem of the same shape."""
Claims = Callable[[Problem], Iterable[Claim]]
"""``(rows,)`` what the rows state in a problem of the same shape."""


@dataclass(frozen=True, eq=False)
class Stated:
    """The rows of one rule: entries row by row, and what follows from a problem's figures."""

    rows: int
    row: Ints
    """``(entries,)`` ascending, from 0."""
    column: Indices
    value: Floats
    sense: Ints
    """``(rows,)`` at most, exactly or at least."""
    bound: Bound
    claims: Claims


Rule = Callable[[Problem, Decisions], Stated]
Places = NDArray[Any]
Piece = tuple[Places, Places, float | Places]
"""Rows, columns and values of some entries."""


def one_payer_a_month(problem: Problem, v: Decisions) -> Stated:
    r"""Every covered person-month has exactly one payer; months of one phase are paid together.

    .. math:: n_{rgt} = \sum_f x_{rgft} \qquad \forall r, g, t
    """
    firsts, place = np.unique(problem.phase, return_inverse=True)
    cells, slots = problem.cells, np.arange(problem.slots)
    paid = cells.slot * len(firsts) + place[cells.month]
    covered = slots[:, None] * len(firsts) + place[None, :]
    pieces: list[Piece] = [(paid, v.paid, 1.0), (covered, v.covered, -1.0)]
    return _rows(problem.slots * len(firsts), pieces, EXACTLY)


def continuity(problem: Problem, v: Decisions) -> Stated:
    r"""Who was covered last month stays covered, unless counted as dropped.

    .. math:: n_{rgt} = n_{rg,t-1} + e_{rgt} - d_{rgt}, \qquad n_{rg,-1} = S_{rg}
    """
    row = np.arange(v.covered.size).reshape(v.covered.shape)
    pieces: list[Piece] = [
        (row, v.covered, 1.0),
        (row, v.enrolled, -1.0),
        (row[v.losing], v.dropped, 1.0),
        (row[:, 1:], v.covered[:, :-1], -1.0),
    ]
    return _rows(row.size, pieces, EXACTLY, _before_the_first_month)


def only_people_of_today_drop(problem: Problem, v: Decisions) -> Stated:
    r"""At most the persons paid for before the horizon may drop; whom the plan enrols stays.

    .. math:: \sum_t d_{rgt} \le S_{rg} \qquad \forall r, g
    """
    row = np.repeat(np.arange(len(v.losing)), v.dropped.shape[1])
    return _rows(len(v.losing), [(row, v.dropped, 1.0)], AT_MOST, _paid_for_today)


def enrolment_capacity(problem: Problem, v: Decisions) -> Stated:
    r"""A region enrols no more people in a month than it can register.

    .. math:: \sum_g e_{rgt} \le \mathrm{limit}_{rt} \qquad \forall r, t
    """
    limited, months = _limited(problem), len(problem.months)
    row = np.arange(len(limited) * months).reshape(len(limited), 1, months)
    newly = v.enrolled.reshape(len(problem.codes), len(problem.groups), months)[limited]
    pieces: list[Piece] = [(np.broadcast_to(row, newly.shape), newly, 1.0)]
    return _rows(row.size, pieces, AT_MOST, _capacity, _capacity_claims)


def within_money(problem: Problem, v: Decisions) -> Stated:
    r"""No fund pays more than its ceiling less what is set aside, nor more in a region than it may there.

    With :math:`\gamma_f` the greatest common divisor of its premiums, in whole units:

    .. math:: \sum_{r,g,t} \frac{p_{fgt}}{\gamma_f} x_{rgft} \le \Big\lfloor \frac{B_f}{\gamma_f} \Big\rfloor
    """
    return _money(problem, v, ("ceiling", "per_region_max"), AT_MOST)


def money_that_must_be_spent(problem: Problem, v: Decisions) -> Stated:
    r"""A fund pays at least what it must, everywhere or in a region, less than one premium missing.

    With :math:`L` the amount and :math:`\hat p` the dearest premium the fund can pay there:

    .. math:: \sum \frac{p_{fgt}}{\gamma_f} x_{rgft} \ge \Big\lceil \frac{L - \hat p + 1}{\gamma_f} \Big\rceil
    """
    return _money(problem, v, ("spend_at_least", "per_region_min"), AT_LEAST)


def matching(problem: Problem, v: Decisions) -> Stated:
    r"""A matched fund pays in a region at most its ratio times what the region's own funds pay there.

    .. math:: \sum_{g,t} p x_{rgft} \le \rho \sum_{f' \in F_r} \sum_{g,t} p x_{rgf't} \qquad \forall r
    """
    payments = _Payments(problem)
    places = [place for place, row in enumerate(problem.matching) if len(payments.of(row.fund, row.region))]
    pieces = [
        piece
        for number, place in enumerate(places)
        for piece in _matched(problem, v, problem.matching[place], payments, number)
    ]
    return _rows(len(places), pieces, AT_MOST, claims=partial(_match_claims, places))


def people(problem: Problem, v: Decisions) -> Stated:
    r"""Floors and ceilings on the persons covered hold in each of their months.

    .. math:: \sum_{(r,g)} n_{rgt} \ge \mathrm{floor}, \qquad \sum_{(r,g)} n_{rgt} \le \mathrm{ceiling}
    """
    stated = [
        (place, month)
        for place, rule in enumerate(problem.people)
        for month in range(rule.first, rule.last + 1)
    ]
    places = [place for place, _ in stated]
    pieces: list[Piece] = []
    for row, (place, month) in enumerate(stated):
        counted = v.covered[list(problem.people[place].slots), month]
        pieces.append((np.full(len(counted), row), counted, 1.0))
    senses = [AT_LEAST if problem.people[place].rule == "floor" else AT_MOST for place in places]
    return _rows(
        len(stated), pieces, np.array(senses), partial(_persons, places), partial(_people_claims, places)
    )


def targets(problem: Problem, v: Decisions) -> Stated:
    r"""Whoever is missing to a target is counted as short of it.

    .. math:: \mathrm{covered}(k) + s_k \ge \mathrm{need}(k), \qquad
        \mathrm{need}(k) = \lceil \mathrm{share}_k \cdot \mathrm{base}_k \rceil
    """
    pieces: list[Piece] = []
    for row, target in enumerate(problem.targets):
        counted = v.covered[list(target.slots), target.month]
        pieces.append((np.full(len(counted), row), counted, 1.0))
    pieces.append((np.arange(len(v.short)), v.short, 1.0))
    return _rows(len(v.short), pieces, AT_LEAST, _needed)


def lists(problem: Problem, v: Decisions) -> Stated:
    r"""Persons beyond last month's list of the same fund are taken onto it.

    .. math:: h_{rgft} \ge x_{rgft} - x_{rgf,t-1}, \qquad x_{rgf,t-1} = 0 \text{ before } T_f
    """
    cells, row = problem.cells, np.arange(len(v.paid))
    follows = (
        (cells.slot[1:] == cells.slot[:-1])
        & (cells.fund[1:] == cells.fund[:-1])
        & (cells.month[1:] == cells.month[:-1] + 1)
    )
    pieces: list[Piece] = [
        (row, v.taken, 1.0),
        (row, v.paid, -1.0),
        (row[1:][follows], v.paid[:-1][follows], 1.0),
    ]
    return _rows(len(row), pieces, AT_LEAST)


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

WHO_PAYS: tuple[Rule, ...] = (one_payer_a_month, within_money, money_that_must_be_spent, matching, lists)
"""The rules that are left once it is settled who is covered."""


def claimed(claim: Claim) -> Stated:
    """A row whose entries stand elsewhere, with what it states."""
    return _rows(1, (), AT_LEAST, claims=lambda problem: (claim,))


def _rows(
    rows: int,
    pieces: Sequence[Piece],
    sense: int | Ints,
    bound: Bound | None = None,
    claims: Claims | None = None,
) -> Stated:
    """Entries put in order of their rows; without a bound it is 0, without claims they only define."""
    row, column = (
        np.concatenate([np.zeros(0, dtype=np.int64), *(np.ravel(piece[part]) for piece in pieces)])
        for part in (0, 1)
    )
    value = np.concatenate(
        [np.zeros(0), *(np.broadcast_to(value, np.shape(where)).ravel() for where, _, value in pieces)]
    )
    order = np.argsort(row, kind="stable")
    return Stated(
        rows,
        row[order],
        column[order].astype(np.int32),
        value[order],
        np.broadcast_to(np.asarray(sense, dtype=np.int64), rows),
        bound or (lambda problem: np.zeros(rows)),
        claims or (lambda problem: (ACCOUNT,) * rows),
    )


def _money(problem: Problem, v: Decisions, rules: tuple[str, ...], sense: int) -> Stated:
    payments = _Payments(problem)
    places: list[int] = []
    pieces: list[Piece] = []
    for place, row in enumerate(problem.money):
        paid = payments.of(row.fund, row.region)
        if row.rule in rules and (len(paid) or sense == AT_LEAST):
            pieces.append((np.full(len(paid), len(places)), v.paid[paid], problem.cells.units[paid] * 1.0))
            places.append(place)
    return _rows(len(places), pieces, sense, partial(_units, places), partial(_money_claims, places))


class _Payments:
    """The cells of each fund, everywhere and in each region."""

    def __init__(self, problem: Problem) -> None:
        cells = problem.cells
        self._regions = len(problem.codes)
        key = cells.fund * self._regions + problem.region_of[cells.slot]
        self._order = np.argsort(key, kind="stable")
        self._key = key[self._order]

    def of(self, fund: int, region: int | None) -> Ints:
        """Cells in their order; ``None``: in all regions."""
        first = fund * self._regions + (region or 0)
        last = first + (1 if region is not None else self._regions)
        begin, end = np.searchsorted(self._key, (first, last))
        cells: Ints = self._order[begin:end]
        return cells


def _matched(
    problem: Problem, v: Decisions, row: MatchRow, payments: _Payments, number: int
) -> Iterator[Piece]:
    """Both sides of a matching row, in units of the matched fund."""
    gamma = int(problem.unit[row.fund])
    for fund in (row.fund, *row.own):
        factor = float(row.ratio * Fraction(int(problem.unit[fund]), gamma))
        paid = payments.of(fund, row.region)
        units = problem.cells.units[paid] * (1.0 if fund == row.fund else -factor)
        yield np.full(len(paid), number), v.paid[paid], units


def _limited(problem: Problem) -> Ints:
    """Regions that cannot register all their people in one month."""
    return np.flatnonzero(problem.enrol_limit < problem.eligible_in)


def _before_the_first_month(problem: Problem) -> Floats:
    bounds = np.zeros((problem.slots, len(problem.months)))
    bounds[:, 0] = problem.subsidised
    return bounds.ravel()


def _paid_for_today(problem: Problem) -> Floats:
    return problem.subsidised[problem.subsidised > 0].astype(np.float64)


def _capacity(problem: Problem) -> Floats:
    return np.repeat(problem.enrol_limit[_limited(problem)], len(problem.months)).astype(np.float64)


def _capacity_claims(problem: Problem) -> Iterator[Claim]:
    for region in _limited(problem).tolist():
        limit = Persons(int(problem.enrol_limit[region]))
        claim = Claim("capacity", (("region", problem.codes[region]), ("persons", limit)))
        yield from (claim for _ in problem.months)


def _units(places: Sequence[int], problem: Problem) -> Floats:
    return np.array([problem.money[place].units for place in places], dtype=np.float64)


def _money_claims(places: Sequence[int], problem: Problem) -> Iterator[Claim]:
    for row in (problem.money[place] for place in places):
        fund = ("fund", problem.funds[row.fund])
        where = () if row.region is None else (("region", problem.codes[row.region]),)
        rupiah = Rupiah(row.units * int(problem.unit[row.fund]))
        yield Claim(row.rule, (fund, *where, ("rupiah", rupiah)))


def _match_claims(places: Sequence[int], problem: Problem) -> Iterator[Claim]:
    for row in (problem.matching[place] for place in places):
        fund, region = problem.funds[row.fund], problem.codes[row.region]
        yield Claim("matching", (("fund", fund), ("region", region)))


def _persons(places: Sequence[int], problem: Problem) -> Floats:
    return np.array([problem.people[place].persons for place in places], dtype=np.float64)


def _people_claims(places: Sequence[int], problem: Problem) -> Iterator[Claim]:
    for row in (problem.people[place] for place in places):
        facts = (("of", row.of), ("number", row.number + 1), ("persons", Persons(row.persons)))
        yield Claim(f"people_{row.rule}", facts)


def _needed(problem: Problem) -> Floats:
    return np.array([row.need - row.others for row in problem.targets], dtype=np.float64)


NO_ROWS = _rows(0, (), EXACTLY)
"""A rule that states nothing."""
