"""Why a fund keeps money: its rest cut into parts, each under the rule that keeps anybody from using it.

The rest is laid against the fund's open places: persons of a slot whom nobody pays for in a month it may pay.
Rules are asked in the order of ``_RULES``. Each says how many of the persons that rules before it let through
could be there if every rule after it were lifted. A rule's part is the money that could be used before it and
not after it: with ``R`` the rest and ``U_k`` the worth of the places that rules 1 … k let through,

.. math:: \\mathrm{part}_k = \\min(R, U_{k-1}) - \\min(R, U_k), \\qquad U_0 = \\infty

so the parts add up to the rest and no person-month is counted twice. Where some persons of a region fit and
others do not, the groups that the file names first go first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from optimizer.plan.shapes import Reason
from optimizer.problem import Ints, Problem
from optimizer.solve.leftover import Leftover, Places
from optimizer.solve.measure import Count
from optimizer.units import PersonMonths, Persons, Rupiah


def reasons(problem: Problem, whole: Count) -> Mapping[str, tuple[Reason, ...]]:
    """For each fund with money left: its parts, in the order of the rules; they add up to what is left."""
    left = Leftover(problem, whole)
    return {
        name: tuple(_parts(left, fund)) for fund, name in enumerate(problem.funds) if left.rupiah[fund] > 0
    }


def _parts(left: Leftover, fund: int) -> Iterator[Reason]:
    rupiah, places = int(left.rupiah[fund]), left.places_of(fund)
    if places is None:
        yield Reason("unspent.nobody_left", _facts(rupiah, 0))
        return
    premium = int(places.premium.min())
    rest = rupiah % premium
    money = rupiah - rest
    persons = np.broadcast_to(left.problem.eligible[places.slots, None], places.premium.shape)
    for code, lets_through in _RULES:
        before, persons = persons, lets_through(left, places, persons)
        usable = min(money, int((persons * places.premium).sum()) // premium * premium)
        if usable < money:
            facts = _facts(money - usable, (money - usable) // premium)
            more = _more(left, code, places, before - persons, facts)
            yield Reason(_named(left, code), facts | more)
        money = usable
    if rest:
        yield Reason("unspent.below_premium", _facts(rest, 0))


def _facts(rupiah: int, person_months: int) -> dict[str, Any]:
    return {"rupiah": Rupiah(rupiah), "person_months": PersonMonths(person_months)}


def _named(left: Leftover, code: str) -> str:
    """Where nobody may enrol in any month the stay stops people, not a fund that comes too late."""
    nobody = code == "unspent.too_late" and left.problem.last_enrolment < 0
    return "unspent.stay_too_long" if nobody else code


def _more(
    left: Leftover, code: str, places: Places, stopped: Ints, facts: Mapping[str, Any]
) -> dict[str, Any]:
    if code == "unspent.carry":
        return _not_carried(left, places, stopped, facts)
    if code == "unspent.too_late" and left.problem.last_enrolment >= 0:
        return {"month": left.problem.months[left.problem.last_enrolment]}
    return {}


def _not_carried(left: Leftover, places: Places, stopped: Ints, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The fewest persons who could use the money, and since when they find no more.

    ``monthly`` is what a fund that carries all of them on needs each month, where that is one amount.
    """
    problem = left.problem
    persons = _fewest(stopped.sum(axis=0), int(facts["person_months"]))
    found: dict[str, Any] = {"persons": Persons(persons)}
    slots = places.slots[stopped.any(axis=1)].tolist()
    month = left.first_short(places, slots, persons, int(facts["rupiah"]))
    if month == len(problem.months):
        # enough for all together, but not where each could be paid
        alone = [left.first_unpaid(slot, start) for slot in slots for start in left.starts(slot)]
        month = max((at for at in alone if at < len(problem.months)), default=month)
    if month == len(problem.months):
        return found
    groups = {problem.groups[slot % len(problem.groups)] for slot in slots}
    premiums = left.usual_premiums(groups, month)
    monthly = {"monthly": Rupiah(persons * premiums.pop())} if len(premiums) == 1 else {}
    return found | {"month": problem.months[month]} | monthly


def _fewest(profile: Ints, person_months: int) -> int:
    """Persons, so that these months, none with more than its own, hold so many person-months."""
    low, high = 1, max(1, int(profile.max()))
    while low < high:
        middle = (low + high) // 2
        if int(np.minimum(profile, middle).sum()) >= person_months:
            high = middle
        else:
            low = middle + 1
    return low


def _people(left: Leftover, places: Places, persons: Ints) -> Ints:
    """Nobody is paid for twice, and nobody who is not eligible."""
    return persons - places.part_of(left.whole.covered)


def _enrolment(left: Leftover, places: Places, persons: Ints) -> Ints:
    """After the last enrolment month only people of today can be added, whom the fund could have kept."""
    if places.months[0] <= left.problem.last_enrolment:
        return persons
    return np.minimum(persons, left.kept(places))


def _capacity(left: Leftover, places: Places, persons: Ints) -> Ints:
    """Newcomers of a month were registered in it or before."""
    kept = np.minimum(persons, left.kept(places))
    new = persons - kept
    regions = left.problem.region_of[places.slots]
    for region in np.unique(regions).tolist():
        here = regions == region
        new[here] = _first_rows(new[here], left.room_to_enrol[region, places.months])
    return kept + new


def _people_ceiling(left: Leftover, places: Places, persons: Ints) -> Ints:
    """No ceiling on persons is passed, in a month or in those through which newcomers stay."""
    fitting = persons.copy()
    for rule in left.problem.people:
        here = np.isin(places.slots, rule.slots)
        if rule.rule == "ceiling" and here.any():
            fitting[here] = _first_rows(fitting[here], left.room_below(rule)[places.months])
    return fitting


def _per_region_max(left: Leftover, places: Places, persons: Ints) -> Ints:
    """In no region the fund pays more than its part."""
    return _within(left, places, persons, left.room_per_region)


def _matching(left: Leftover, places: Places, persons: Ints) -> Ints:
    """In no region the fund pays more than it matches."""
    return _within(left, places, persons, left.room_to_match)


def _carry(left: Leftover, places: Places, persons: Ints) -> Ints:
    """Somebody pays until the end, or until another who is enrolled later takes the place."""
    fitting: Ints = np.minimum(persons, left.paid_on(places) + left.kept(places))
    return fitting


def _goals(left: Leftover, places: Places, persons: Ints) -> Ints:
    """What nothing stops and the plan leaves out gains nothing."""
    return np.zeros_like(persons)


_RULES: Sequence[tuple[str, Callable[[Leftover, Places, Ints], Ints]]] = (
    ("unspent.nobody_left", _people),
    ("unspent.too_late", _enrolment),
    ("unspent.capacity", _capacity),
    ("unspent.people_ceiling", _people_ceiling),
    ("unspent.per_region_max", _per_region_max),
    ("unspent.matching", _matching),
    ("unspent.carry", _carry),
    ("unspent.no_goal_wants_it", _goals),
)
"""From what no decision can change to what a richer fund or another order of goals would."""


def _first_rows(persons: Ints, room: Ints) -> Ints:
    """Of ``(k, m)`` persons so many as have room in each month, those of the first rows first."""
    before = persons.cumsum(axis=0) - persons
    fitting: Ints = np.clip(room - before, 0, persons)
    return fitting


def _within(left: Leftover, places: Places, persons: Ints, rooms: Mapping[tuple[int, int], int]) -> Ints:
    """Of the persons of each region so many as its room pays for."""
    fitting = persons.copy()
    regions = left.problem.region_of[places.slots]
    for region in np.unique(regions).tolist():
        if (places.fund, region) in rooms:
            here = regions == region
            fitting[here] = _bought(fitting[here], places.premium[here], rooms[places.fund, region])
    return fitting


def _bought(persons: Ints, premium: Ints, rupiah: int) -> Ints:
    """Of ``(k, m)`` persons as many as the money pays for: alike in each month, one more in the first."""
    low, high = 0, int(persons.max())
    while low < high:
        middle = (low + high + 1) // 2
        if int((np.minimum(persons, middle) * premium).sum()) <= rupiah:
            low = middle
        else:
            high = middle - 1
    alike = np.minimum(persons, low)
    more = np.minimum(persons - alike, 1)
    spent = int((alike * premium).sum()) + (more * premium).cumsum().reshape(more.shape)
    bought: Ints = alike + more * (spent <= rupiah)
    return bought
