"""What the widest target costs, share by share: a convex curve, its corners found from its slopes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from math import ceil
from operator import le

from optimizer.answers.tradeoff import ShareRow
from optimizer.plan.shapes import TargetRow
from optimizer.probes.extra import Extra
from optimizer.problem import TargetRow as TargetPlace
from optimizer.questions.desk import Desk
from optimizer.units import Persons, Rupiah, Share

STEPS = (Fraction(1, 1000), *(Fraction(n, 100) for n in (1, 2, 5, 10, 20, 25)))
"""Distances of round shares; the first that leaves no more than ``MOST_SHARES`` is taken."""

MOST_SHARES = 6
"""Round shares beside the target itself."""

ALIKE = Fraction(1, 10**3)
"""Rupiah by which two prices of a person may differ and be the same; sums are told to a millionth."""

MOST_CORNERS = 6
"""So many corners are looked for."""

Money = Callable[[int], Fraction | None]
"""Persons needed to the least rupiah of extra money; None where no money suffices."""


def share_rows(desk: Desk, target: TargetRow) -> tuple[ShareRow, ...]:
    """Round shares, corners, the most that money can reach, and the target, with their least money.

    A target that is set for each of several regions is asked of all of them at the same share; no corners.
    """
    problem = desk.problem
    places = [number for number, row in enumerate(problem.targets) if row.id == target.id]
    if len(places) > 1:
        return tuple(_each_rows(desk, target, places))
    (place,) = places
    extra = Extra(problem, desk.limits)
    known: dict[int, Fraction | None] = {}

    def needs(need: int) -> list[int]:
        return [need if number == place else 0 for number in range(len(problem.targets))]

    def money(need: int) -> Fraction | None:
        if need not in known:
            known[need] = extra.least(needs(need))
        return known[need]

    asked = {ceil(share * target.base): share for share in _round_shares(target)}
    wanted = furthest = max(asked)
    if money(wanted) is None:
        furthest = extra.reach(needs(wanted))[place]
        asked = {need: share for need, share in asked.items() if need < furthest or need == wanted}
        asked[furthest] = Share(furthest, target.base)
    corners = set(_corners(money, int(target.covered), furthest, MOST_CORNERS))
    for corner in corners - asked.keys():
        asked[corner] = Share(corner, target.base)
    return tuple(_rows(asked, corners, money, target))


def _each_rows(desk: Desk, target: TargetRow, places: Sequence[int]) -> Iterator[ShareRow]:
    """Round shares, each asked of every place of the target, then the target itself.

    Where no money suffices for the target, the most that money can reach of it stands before it.
    """
    rows = desk.problem.targets
    covered = {(row.id, row.of): int(row.covered) for row in desk.base.targets}
    reached = {number: covered[rows[number].id, rows[number].of] for number in places}
    extra = Extra(desk.problem, desk.limits)
    wanted = [rows[number].need if number in reached else 0 for number in range(len(rows))]
    steps = [(share, _needs(rows, places, share)) for share in _round_shares(target)[:-1]]
    steps = [(share, needs) for share, needs in steps if all(map(le, needs, wanted))]
    if extra.least(wanted) is None:
        furthest = list(extra.reach(wanted))
        steps = [(share, needs) for share, needs in steps if all(map(le, needs, furthest))]
        steps.append((Share(sum(furthest), target.base), furthest))
    before, paid = sum(reached.values()), Fraction(0)
    for share, needs in [*steps, (Share(sum(wanted), target.base), wanted)]:
        least = extra.least(needs)
        need = Persons(sum(needs))
        if least is None:
            yield ShareRow(share, need, None, None, corner=False)
            continue
        kept = sum(max(needs[number], there) for number, there in reached.items())
        price = (least - paid) / (kept - before) if kept > before else None
        yield ShareRow(share, need, Rupiah(ceil(least)), price, corner=False)
        before, paid = kept, least


def _needs(rows: Sequence[TargetPlace], places: Sequence[int], share: Share) -> list[int]:
    """That share of the base of each of these places; of other targets nothing."""
    return [ceil(share * row.base) if number in places else 0 for number, row in enumerate(rows)]


def _rows(asked: dict[int, Share], corners: set[int], money: Money, target: TargetRow) -> Iterator[ShareRow]:
    """From the lowest share to the highest, each with the price of a person since the one before."""
    before, paid = int(target.covered), Fraction(0)
    for need, share in sorted(asked.items()):
        least = money(need)
        if least is None:
            yield ShareRow(share, Persons(need), None, None, corner=False)
            continue
        price = (least - paid) / (need - before) if need > before else None
        yield ShareRow(share, Persons(need), Rupiah(ceil(least)), price, corner=need in corners)
        before, paid = need, least


def _round_shares(target: TargetRow) -> list[Share]:
    """Round shares above what is reached and below the target, then the target itself."""
    reached, wanted = Fraction(target.covered, target.base), Fraction(target.need, target.base)
    for step in STEPS:
        first = reached // step + 1
        count = max(0, ceil(wanted / step) - int(first))
        if count <= MOST_SHARES:
            break
    return [*(Share((first + number) * step) for number in range(count)), Share(wanted)]


def _corners(money: Money, low: int, high: int, most: int) -> Iterator[int]:
    """Needs at which the price of one person more changes, in whole persons.

    Where the lines through both ends meet below the curve, a corner lies on either side.
    """
    if high - low < 2 or most <= 0:
        return
    points = [point for need in (low, low + 1, high - 1, high) if (point := money(need)) is not None]
    if len(points) < 4:
        return
    first, second, third, last = points
    rising, steep = second - first, last - third
    if steep - rising <= ALIKE:
        return
    meet = (first - low * rising - last + high * steep) / (steep - rising)
    middle = min(max(round(meet), low + 1), high - 1)
    there = money(middle)
    line = max(first + (middle - low) * rising, last - (high - middle) * steep)
    if there is not None and there - line <= max(ALIKE, steep - rising):
        yield middle
        return
    yield from _corners(money, low, middle, most - 1)
    yield from _corners(money, middle, high, most - 1)
