"""What must hold, one function a rule, each a claim about the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from math import ceil, floor

from optimizer.audit.ledger import Ledger, reaches
from optimizer.errors import Finding
from optimizer.scenario.schema import Fund, PeopleRule
from optimizer.units import Code, Month, Persons, Rupiah, Share

Rule = Callable[[Ledger], Iterator[Finding]]


def ceiling(ledger: Ledger) -> Iterator[Finding]:
    """No fund pays more than its ceiling less what is set aside, which is rounded up."""
    for name, fund in ledger.scenario.funds.items():
        pagu = fund.ceiling.number
        aside = fund.set_aside if fund.set_aside is not None else Rupiah(0)
        kept = ceil(aside * pagu) if isinstance(aside, Share) else int(aside)
        allowed = max(0, pagu - kept)
        if ledger.spent[name] > allowed:
            yield Finding("audit.ceiling", _money(name, ledger.spent[name], allowed))


def spend_at_least(ledger: Ledger) -> Iterator[Finding]:
    """A fund that must spend an amount leaves less than one premium of it unspent."""
    for name, fund in ledger.scenario.funds.items():
        if fund.spend_at_least is not None and fund.ceiling.number:
            least = _part(fund.spend_at_least, fund)
            if least - ledger.spent[name] >= ledger.dearest(name, ledger.scenario.codes):
                yield Finding("audit.spend_at_least", _money(name, ledger.spent[name], least))


def per_region_max(ledger: Ledger) -> Iterator[Finding]:
    """A fund with a most per region pays no more than that in any region."""
    for name, fund in ledger.scenario.funds.items():
        if fund.per_region.max is not None:
            most = _part(fund.per_region.max, fund)
            for code in _reached(ledger, fund):
                if ledger.rupiah[name, code] > most:
                    facts = _money(name, ledger.rupiah[name, code], most)
                    yield Finding("audit.per_region_max", facts | {"region": code})


def per_region_min(ledger: Ledger) -> Iterator[Finding]:
    """In every region it reaches, a fund leaves less than one premium of its least unspent."""
    for name, fund in ledger.scenario.funds.items():
        if fund.per_region.min is not None and fund.ceiling.number:
            least = _part(fund.per_region.min, fund)
            for code in _reached(ledger, fund):
                if least - ledger.rupiah[name, code] >= ledger.dearest(name, [code]):
                    facts = _money(name, ledger.rupiah[name, code], least)
                    yield Finding("audit.per_region_min", facts | {"region": code})


def eligible(ledger: Ledger) -> Iterator[Finding]:
    """Nowhere and never are more persons covered than are eligible."""
    for (code, group), persons in ledger.covered.items():
        allowed = ledger.eligible((code, group))
        for month, found in zip(ledger.scenario.horizon, persons, strict=True):
            if found > allowed:
                facts = {"region": code, "group": group, "month": month}
                yield Finding("audit.eligible", {**facts, **_persons(found, allowed)})


def continuity(ledger: Ledger) -> Iterator[Finding]:
    """Only persons paid for before the horizon drop: whom the plan enrols stays covered."""
    for (code, group), dropped in ledger.dropped.items():
        found, allowed = sum(dropped), ledger.before((code, group))
        if found > allowed:
            facts = {"region": code, "group": group}
            yield Finding("audit.continuity", {**facts, **_persons(found, allowed)})


def stay(ledger: Ledger) -> Iterator[Finding]:
    """Nobody enrols with fewer months left than the stay."""
    horizon, months = ledger.scenario.horizon, ledger.scenario.rules.stay
    for (code, group), enrolled in ledger.enrolled.items():
        for at, (month, found) in enumerate(zip(horizon, enrolled, strict=True)):
            if found and len(horizon) - at < months:
                facts = {"region": code, "group": group, "month": month, "found": Persons(found)}
                yield Finding("audit.stay", {**facts, "left": len(horizon) - at, "stay": months})


def capacity(ledger: Ledger) -> Iterator[Finding]:
    """No region enrols more persons in a month than its own limit, or the rule's where it has none."""
    scenario = ledger.scenario
    for code in scenario.codes:
        own = scenario.regions[code].enrol_per_month
        limit = own if own is not None else scenario.rules.enrol_per_month
        if limit is None:
            continue
        for at, month in enumerate(scenario.horizon):
            found = sum(ledger.enrolled[code, group][at] for group in scenario.groups)
            if found > limit.number:
                facts = {"region": code, "month": month}
                yield Finding("audit.capacity", {**facts, **_persons(found, limit.number)})


def matching(ledger: Ledger) -> Iterator[Finding]:
    """A matched fund pays in a region at most its ratio times what the region's own funds pay there."""
    funds = ledger.scenario.funds
    for rule in ledger.scenario.rules.matching:
        if rule.fund not in funds:
            continue
        for code in _reached(ledger, funds[rule.fund]):
            own = sum(
                ledger.rupiah[name, code]
                for name, fund in funds.items()
                if name != rule.fund
                and fund.owner == code
                and (rule.own is None or fund.budget in rule.own)
                and not (rule.same_year and fund.year != funds[rule.fund].year)
            )
            found = ledger.rupiah[rule.fund, code]
            if found > Fraction(rule.ratio) * own:
                facts = _money(rule.fund, found, floor(Fraction(rule.ratio) * own))
                yield Finding("audit.matching", facts | {"region": code, "own": Rupiah(own)})


def people_floors(ledger: Ledger) -> Iterator[Finding]:
    """Every floor on persons is reached in each of its months."""
    for number, rule in enumerate(ledger.scenario.rules.floors, start=1):
        for codes in _scopes(ledger, rule):
            allowed = _people(ledger, rule, codes, ceil)
            for month, found in _counted(ledger, rule, codes):
                if found < allowed:
                    facts = {"number": number, "region": ",".join(codes), "month": month}
                    yield Finding("audit.people_floor", {**facts, **_persons(found, allowed)})


def people_ceilings(ledger: Ledger) -> Iterator[Finding]:
    """No ceiling on persons is passed in any of its months."""
    for number, rule in enumerate(ledger.scenario.rules.ceilings, start=1):
        for codes in _scopes(ledger, rule):
            allowed = _people(ledger, rule, codes, floor)
            for month, found in _counted(ledger, rule, codes):
                if found > allowed:
                    facts = {"number": number, "region": ",".join(codes), "month": month}
                    yield Finding("audit.people_ceiling", {**facts, **_persons(found, allowed)})


RULES: tuple[Rule, ...] = (
    ceiling,
    spend_at_least,
    per_region_max,
    per_region_min,
    eligible,
    continuity,
    stay,
    capacity,
    matching,
    people_floors,
    people_ceilings,
)


def _part(amount: Share | Rupiah, fund: Fund) -> int:
    """Rupiah; a share is of the ceiling, rounded down."""
    return floor(amount * fund.ceiling.number) if isinstance(amount, Share) else int(amount)


def _reached(ledger: Ledger, fund: Fund) -> list[Code]:
    """The regions in which the fund may pay for some group."""
    scenario = ledger.scenario
    return [code for code in scenario.codes if any(reaches(fund, code, group) for group in scenario.groups)]


def _scopes(ledger: Ledger, rule: PeopleRule) -> Iterator[list[Code]]:
    """The regions counted together: each by itself, or all below the rule's codes."""
    codes = ledger.scenario.codes
    if rule.each is not None:
        yield from ([code] for code in codes if rule.each.reaches(code))
    else:
        yield [code for code in codes if any(scope.reaches(code) for scope in rule.region or ())]


def _groups(ledger: Ledger, rule: PeopleRule) -> list[str]:
    return [rule.group] if rule.group is not None else list(ledger.scenario.groups)


def _people(
    ledger: Ledger, rule: PeopleRule, codes: Sequence[Code], rounded: Callable[[Fraction], int]
) -> int:
    """The rule's number of persons; a share is of the eligible."""
    if rule.share is None:
        return int(rule.persons or 0)
    base = sum(ledger.eligible((code, group)) for code in codes for group in _groups(ledger, rule))
    return rounded(Fraction(rule.share) * base)


def _counted(ledger: Ledger, rule: PeopleRule, codes: Sequence[Code]) -> Iterator[tuple[Month, int]]:
    """Persons covered in each month of the rule."""
    horizon = ledger.scenario.horizon
    for at, month in enumerate(horizon):
        if (rule.from_ is None or month >= rule.from_) and (rule.to is None or month <= rule.to):
            slots = ((code, group) for code in codes for group in _groups(ledger, rule))
            yield month, sum(ledger.covered[slot][at] for slot in slots)


def _money(fund: str, found: int, allowed: int) -> dict[str, object]:
    return {"fund": fund, "found": Rupiah(found), "allowed": Rupiah(allowed)}


def _persons(found: int, allowed: int) -> dict[str, object]:
    return {"found": Persons(found), "allowed": Persons(allowed)}
