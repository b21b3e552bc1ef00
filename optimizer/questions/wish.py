"""A wish as people write it (``regions.52.71.persons >= 5000``), and the scenario that must obey it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Literal, NamedTuple

from optimizer.answers.wish import Wish
from optimizer.errors import Finding, InvalidError
from optimizer.plan.shapes import Plan
from optimizer.questions.changes import people_rule, with_ceiling_on_people, with_floor
from optimizer.scenario.ceilings import rupiah_of, spendable
from optimizer.scenario.kinds import nearest
from optimizer.scenario.premiums import premium_of
from optimizer.scenario.schema import Fund, Scenario
from optimizer.units import Code, Months, Rupiah, UnreadableError, read_months, read_persons, read_rupiah

_WISH = re.compile(
    r"(?P<what>[^<>=≥≤]*?)\s*(?P<sign>>=|=>|<=|=<|==|[<>=≥≤])\s*(?P<number>[^<>=≥≤]*?)"
    r"(?:\s+(?:in|pada|untuk)\s+(?P<months>\S[^<>=≥≤]*))?",
    re.IGNORECASE,
)
_FUND = re.compile(r"funds\.(?P<fund>.+)\.rupiah")
_PEOPLE = re.compile(r"(?:regions\.(?P<place>.+?)\.)?(?:groups\.(?P<group>.+)\.)?persons")
_UNIT = re.compile(r"(?<=[\d\s])\s*(?:orang|jiwa|pekerja|persons?|people)$", re.IGNORECASE)
_SIGNS = {"=>": ">=", "=<": "<=", "≥": ">=", "≤": "<=", "==": "="}
EVERYWHERE = Code("ID")
"""All regions together."""


class _Subject(NamedTuple):
    """What is wished about."""

    measure: Literal["persons", "rupiah"]
    of: Code | None = None
    group: str | None = None
    fund: str | None = None


def read(scenario: Scenario, text: str) -> Wish:
    """The wish that a text states about a scenario.

    ``persons``, ``regions.CODE.persons``, ``regions.CODE.groups.GROUP.persons``, ``groups.GROUP.persons`` or
    ``funds.ID.rupiah``; then ``>=``, ``<=``, ``=``, ``>`` or ``<``; then a number as people write it; then,
    for persons, ``in 2026-02`` or ``in 2026-02..2026-12`` where another month than the last is meant.

    Raises:
        InvalidError: its findings name everything that cannot be read, and what could stand there.
    """
    found = _WISH.fullmatch(text.strip())
    if found is None:
        raise InvalidError([_unreadable(scenario, text)])
    wrong: list[Finding] = []
    what = found["what"].strip()
    subject = _subject(scenario, what, wrong)
    if subject is None:
        raise InvalidError([_unreadable(scenario, text)])
    number = _number(found["number"].strip(), subject, what, wrong)
    months = _months(scenario, found["months"], subject, what, wrong)
    sign = _SIGNS.get(found["sign"], found["sign"])
    if sign == "<" and number == 0:
        wrong.append(Finding("usage.wish_below_zero", {"given": text.strip()}))
    if wrong:
        raise InvalidError(wrong)
    least = number + (sign == ">") if sign in (">=", "=", ">") else None
    most = number - (sign == "<") if sign in ("<=", "=", "<") else None
    return Wish(text.strip(), subject.measure, subject.of, subject.group, subject.fund, months, least, most)


def _unreadable(scenario: Scenario, text: str) -> Finding:
    return Finding("usage.wish", {"given": text.strip(), "example": _example(scenario)})


def _example(scenario: Scenario) -> str:
    code = scenario.codes[-1]
    people = sum(int(figure.number) for figure in scenario.regions[code].eligible.values())
    return f"regions.{code}.persons >= {people // 10}"


def _subject(scenario: Scenario, what: str, wrong: list[Finding]) -> _Subject | None:
    """What is wished about, with a finding for each name that the scenario lacks; None if it has no form."""
    if paid := _FUND.fullmatch(what):
        name = paid["fund"].strip()
        if name not in scenario.funds:
            named = {key: fund.name for key, fund in scenario.funds.items()}
            wrong.append(unknown("fund", name, named))
        return _Subject("rupiah", fund=name)
    covered = _PEOPLE.fullmatch(what)
    if covered is None:
        return None
    place, group = Code(covered["place"] or EVERYWHERE), covered["group"]
    if not any(place.reaches(code) for code in scenario.codes):
        wrong.append(unknown("region", place, {code: one.name for code, one in scenario.regions.items()}))
    if group is not None and group not in scenario.groups:
        wrong.append(unknown("group", group, {key: one.label for key, one in scenario.groups.items()}))
    return _Subject("persons", of=place, group=group)


def unknown(kind: str, given: str, known: Mapping[str, str | None]) -> Finding:
    """No such region, fund or group: the one most like it, by key or name; where none is, those there are."""
    keys = {name.lower(): key for key, name in known.items() if name}
    inside = [name for name in keys if given.lower() in name]
    alike = inside or get_close_matches(given.lower(), list(keys), n=1, cutoff=0.6)
    near = keys[alike[0]] if alike else nearest(given, list(known))
    if near is not None:
        return Finding(f"usage.wish_{kind}_near", {"given": given, "near": near})
    return Finding(f"usage.wish_{kind}", {"given": given, "known": tuple(known)})


def _number(text: str, subject: _Subject, what: str, wrong: list[Finding]) -> int:
    """Persons or rupiah; 0, and a finding, where it is neither."""
    try:
        return int(read_rupiah(text) if subject.measure == "rupiah" else read_persons(_UNIT.sub("", text)))
    except UnreadableError as error:
        if subject.measure == "rupiah":
            wrong.append(Finding(error.code, {**error.facts, "given": text}, path=what))
        else:
            wrong.append(Finding("usage.wish_persons", {"given": text}, path=what))
        return 0


def _months(
    scenario: Scenario, given: str | None, subject: _Subject, what: str, wrong: list[Finding]
) -> Months | None:
    """The months of a wish about persons: the last where none are named."""
    horizon = scenario.horizon
    if given is None:
        return Months(horizon.last, horizon.last) if subject.measure == "persons" else None
    if subject.measure == "rupiah":
        wrong.append(Finding("usage.wish_months_of_money", {"given": given.strip()}))
        return None
    try:
        months = read_months(given)
    except UnreadableError as error:
        wrong.append(Finding(error.code, error.facts, path=what))
        return None
    if months.shared_with(horizon) != months:
        wrong.append(Finding("usage.wish_outside", {"given": given.strip(), "horizon": horizon}))
    return months


def forced(scenario: Scenario, wish: Wish) -> Scenario:
    """A copy of the scenario in which the wish is a hard rule, behind all others of its kind.

    Persons become a floor or ceiling. A fund pays at most an amount when the rest of its ceiling is set
    aside: what is a share of the ceiling stays as it is. What it must spend already it still must.
    """
    if wish.fund is not None:
        fund = _held(scenario.funds[wish.fund], wish)
        return scenario.model_copy(update={"funds": {**scenario.funds, wish.fund: fund}})
    assert wish.of is not None, "a wish without a fund is about persons somewhere"
    assert wish.months is not None, "a wish about persons has its months"
    where = {"group": wish.group, "from_": wish.months.first, "to": wish.months.last}
    changed = scenario
    if wish.least is not None:
        changed = with_floor(changed, people_rule([wish.of], wish.least, **where))
    if wish.most is not None:
        changed = with_ceiling_on_people(changed, people_rule([wish.of], wish.most, **where))
    return changed


def _held(fund: Fund, wish: Wish) -> Fund:
    """The fund with what it must spend, or with all above the wish set aside."""
    changed: dict[str, object] = {}
    ceiling = int(fund.ceiling.number)
    if wish.least is not None:
        must = rupiah_of(fund.spend_at_least, ceiling) if fund.spend_at_least is not None else 0
        changed["spend_at_least"] = Rupiah(max(must, wish.least))
        if not ceiling:
            # what an empty fund must spend does not count, so it gets one rupiah, which buys nothing
            changed["ceiling"] = fund.ceiling.model_copy(update={"value": Rupiah(1), "assume": None})
            changed["per_region"] = fund.per_region.model_copy(update={"min": None})
    if wish.most is not None:
        changed["set_aside"] = Rupiah(max(ceiling - int(spendable(fund)), ceiling - wish.most))
    return fund.model_copy(update=changed)


def figures(plan: Plan, wish: Wish) -> tuple[int, ...]:
    """What the plan has of what is wished: persons in each month of the wish, or the rupiah of the fund."""
    if wish.fund is not None:
        return (sum(int(row.rupiah) for row in plan.payments if row.fund == wish.fund),)
    assert wish.of is not None, "a wish without a fund is about persons somewhere"
    assert wish.months is not None, "a wish about persons has its months"
    persons = dict.fromkeys(wish.months, 0)
    for row in plan.payments:
        counts = row.month in persons and wish.of.reaches(row.region) and wish.group in (None, row.group)
        if counts:
            persons[row.month] += int(row.persons)
    return tuple(persons.values())


def holds(scenario: Scenario, plan: Plan, wish: Wish) -> bool:
    """Whether the plan obeys the wish; money paid reaches it when less than one premium is missing."""
    found = figures(plan, wish)
    missing = _dearest(scenario, wish.fund) - 1 if wish.fund is not None else 0
    enough = wish.least is None or min(found) + missing >= wish.least
    return enough and (wish.most is None or max(found) <= wish.most)


def _dearest(scenario: Scenario, name: str) -> int:
    """Rupiah of the dearest premium that a fund can pay; 1 where it can pay none."""
    fund = scenario.funds[name]
    groups = {
        group
        for code in scenario.codes
        for group, figure in scenario.regions[code].eligible.items()
        if figure.number and scenario.may_pay(fund, code, group)
    }
    months = scenario.paying_months(fund) or ()
    return max((int(premium_of(scenario, name, group, at)) for group in groups for at in months), default=1)
