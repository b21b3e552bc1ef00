"""A wish as people write it (``regions.52.71.persons >= 5000``), and the scenario that must obey it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from optimizer.answers.wish import Wish
from optimizer.errors import Finding, InvalidError
from optimizer.plan.shapes import Plan
from optimizer.questions.changes import people_rule, with_ceiling_on_people, with_floor
from optimizer.questions.places import code_of, fund_of
from optimizer.scenario.ceilings import rupiah_of, spendable
from optimizer.scenario.kinds import nearest
from optimizer.scenario.premiums import premium_of
from optimizer.scenario.schema import Fund, Scenario
from optimizer.units import (
    LARGEST_PERSONS,
    Code,
    Months,
    Persons,
    Rupiah,
    UnreadableError,
    read_months,
    read_persons,
    read_rupiah,
)

_WISH = re.compile(
    r"(?P<what>[^<>=≥≤]*?)\s*(?P<sign>>=|=>|<=|=<|==|[<>=≥≤])\s*(?P<number>[^<>=≥≤]*?)"
    r"(?:\s+(?:in|pada|untuk)\s+(?P<months>\S[^<>=≥≤]*))?",
    re.IGNORECASE,
)
_FUND = re.compile(r"funds\.(?P<fund>.+)\.rupiah")
_PEOPLE = re.compile(r"(?:regions\.(?P<place>.+?)\.)?(?:groups\.(?P<group>.+)\.)?persons")
_UNIT = re.compile(r"(?<=[\d\s])\s*(?:orang|jiwa|pekerja|persons?|people)$", re.IGNORECASE)
_IN_WORDS = re.compile(
    r"(?:orang|jiwa|pekerja|peserta|persons?|people)?\s*(?:\b(?:di|in)\s+)?", re.IGNORECASE
)
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
        raise InvalidError([_unreadable(scenario, text, what)])
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


def _unreadable(scenario: Scenario, text: str, what: str = "") -> Finding:
    """What to say of a wish without a form; where a place or fund is named, how it would be written."""
    given = text.strip()
    if meant := tuple(_subjects_in_words(scenario, what)):
        rest = re.sub(r"^([<>=≥≤]+)\s*", r"\1 ", given[len(what) :].strip())
        return Finding("usage.wish_meant", {"given": given, "meant": tuple(f"{one} {rest}" for one in meant)})
    return Finding("usage.wish", {"given": given, "example": _example(scenario)})


def _subjects_in_words(scenario: Scenario, what: str) -> Iterator[str]:
    """The subjects that "Mataram" or "orang di Mataram" may mean, as a wish writes them."""
    started = _IN_WORDS.match(what)
    named = what[started.end() :] if started is not None else what
    if not named.strip():
        yield from ["persons"] if what.strip() else []
        return
    near: list[str] = []
    for form, find in (("regions.{}.persons", code_of), ("funds.{}.rupiah", fund_of)):
        try:
            yield form.format(str(find(scenario, named)))
        except InvalidError as error:
            facts: Mapping[str, Any] = error.findings[0].facts
            found = facts.get("region", facts.get("near", ()))
            found = found if isinstance(found, tuple) else (found,)
            near = near or [form.format(str(one)) for one in found]
        else:
            return
    yield from near


def _example(scenario: Scenario) -> str:
    code = scenario.codes[-1]
    people = sum(int(figure.number) for figure in scenario.regions[code].eligible.values())
    return f"regions.{code}.persons >= {people // 10}"


def _subject(scenario: Scenario, what: str, wrong: list[Finding]) -> _Subject | None:
    """What is wished about, with a finding for each name that the scenario lacks; None if it has no form."""
    if paid := _FUND.fullmatch(what):
        return _Subject("rupiah", fund=_fund(scenario, paid["fund"], wrong))
    covered = _PEOPLE.fullmatch(what)
    if covered is None:
        return None
    place = EVERYWHERE if covered["place"] is None else _place(scenario, covered["place"], wrong)
    group = covered["group"]
    if group is not None and group not in scenario.groups:
        wrong.append(_unknown_group(scenario, group))
    return _Subject("persons", of=place, group=group)


def _fund(scenario: Scenario, given: str, wrong: list[Finding]) -> str:
    try:
        return fund_of(scenario, given)
    except InvalidError as error:
        wrong.extend(error.findings)
        return given


def _place(scenario: Scenario, given: str, wrong: list[Finding]) -> Code:
    """A region, or all regions below a code."""
    place = Code(given.strip())
    if any(place.reaches(code) for code in scenario.codes):
        return place
    try:
        return code_of(scenario, given)
    except InvalidError as error:
        wrong.extend(error.findings)
        return place


def _unknown_group(scenario: Scenario, given: str) -> Finding:
    """No such group: the one most like it, by key or label; where none is, those there are."""
    labels = {one.label.lower(): key for key, one in scenario.groups.items() if one.label}
    inside = [label for label in labels if given.strip().lower() in label]
    near = labels[inside[0]] if inside else nearest(given, list(scenario.groups))
    if near is not None:
        return Finding("usage.wish_group_near", {"given": given, "near": near})
    return Finding("usage.wish_group", {"given": given, "known": tuple(scenario.groups)})


def _number(text: str, subject: _Subject, what: str, wrong: list[Finding]) -> int:
    """Persons or rupiah; 0, and a finding, where it is neither."""
    try:
        return int(read_rupiah(text) if subject.measure == "rupiah" else read_persons(_UNIT.sub("", text)))
    except UnreadableError as error:
        if subject.measure == "rupiah":
            wrong.append(Finding(error.code, {**error.facts, "given": text}, path=what))
        elif error.code == "persons.too_large" or re.fullmatch(r"[\d.,\s]{20,}", text):
            limit = Persons(LARGEST_PERSONS)
            wrong.append(Finding("persons.too_large", {"given": text, "limit": limit}, path=what))
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
