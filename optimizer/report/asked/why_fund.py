"""The page of ``why --fund``."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from rich.console import RenderableType

from optimizer.answers.why import Cause, Extra, Mend, WhyFund
from optimizer.report import names
from optimizer.report.asked.sheet import sheet
from optimizer.report.grid import WHOLE, Row, grid
from optimizer.report.view import Look
from optimizer.text import inert
from optimizer.text.numbers import fact
from optimizer.units import PersonMonths, Persons, Rupiah


def page(look: Look, answer: WhyFund) -> str:
    """Why the fund keeps money and what would use it, in sentences; then cause by cause, change by change."""
    title = look.say("whyfund.title_spent" if _is_spent(answer) else "whyfund.title", fund=inert(answer.name))
    parts = [
        (look.say("whyfund.causes"), _causes(look, answer)),
        (look.say("whyfund.mends"), _mends(look, answer)),
    ]
    return sheet(look, title, answer.status, _said(look, answer), parts)


def _said(look: Look, answer: WhyFund) -> Iterator[str]:
    money = {"allocated": answer.allocated, "person_months": answer.person_months, "left": answer.left}
    yield look.say("whyfund.money", ceiling=answer.ceiling, **money)
    if answer.set_aside:
        yield look.say("whyfund.set_aside", rupiah=answer.set_aside)
    if _is_spent(answer):
        yield from _spent(look, answer)
    for cause in answer.causes:
        later = [names.fund(look.scenario, name) for name in _later(answer, cause)]
        facts = _facts(look, answer, cause)
        if later:
            yield look.say("whycause.carried_by", **facts, later=later)
        else:
            yield look.say(f"whycause.{cause.reason.code}", **facts)
        yield from (_mend(look, mend) for mend in cause.mends)
        if not cause.mends and cause.tried:
            yield look.say("whyfund.no_mend")
        yield from (look.say(f"whytried.{kind}") for kind in cause.tried)


def _is_spent(answer: WhyFund) -> bool:
    """Whether nothing but less than one premium is left."""
    return all(cause.reason.code == "unspent.below_premium" for cause in answer.causes)


def _later(answer: WhyFund, cause: Cause) -> Iterator[str]:
    """The funds that would carry the people on if they had more."""
    for mend in cause.mends if cause.reason.code == "unspent.carry" else ():
        yield from (one.id for one in mend.extra if one.id is not None and one.id != answer.id)


def _facts(look: Look, answer: WhyFund, cause: Cause) -> dict[str, object]:
    known = {name: value for name, value in cause.reason.facts.items() if name != "monthly"}
    return {**known, "last": look.scenario.horizon.last, "premium": answer.premium}


def _spent(look: Look, answer: WhyFund) -> Iterator[str]:
    """Nothing but less than one premium is left: what a further sum would do."""
    yield look.say("whyfund.spent")
    if answer.next is None:
        yield look.say("whyfund.next_impossible")
        return
    facts = {"rupiah": answer.next.rupiah, "used": answer.next.used, "month": look.scenario.horizon.last}
    persons = answer.next.persons
    months = PersonMonths(abs(answer.next.person_months))
    code = "whyfund.next" if persons > 0 else "whyfund.next_nobody" if not persons else "whyfund.next_fewer"
    sign = "+" if answer.next.person_months > 0 else "-" if months else ""
    yield look.say(code, **facts, persons=Persons(abs(persons)), months=months, sign=sign)


def _mend(look: Look, mend: Mend) -> str:
    """The smallest change of one kind, and what it brings."""
    facts: dict[str, object] = {"used": mend.used, "last": look.scenario.horizon.last}
    if mend.covered > 0:
        facts["covered"] = Persons(mend.covered)
    if mend.kind != "money":
        before, after = (_figure(look, mend, value) for value in (mend.before, mend.after))
        return look.say(f"whymend.{mend.kind}", **facts, before=before, after=after, number=mend.number)
    if mend.persons is not None:
        facts |= {"persons": mend.persons, "months": mend.months, "premium": mend.premium}
    where = [look.say("whymend.extra", rupiah=one.rupiah, fund=_fund(look, one)) for one in mend.extra]
    return look.say("whymend.money", **facts, where=where)


def _fund(look: Look, one: Extra) -> str:
    """A fund by its name, or by whose it would be."""
    if one.id is not None:
        return names.fund(look.scenario, one.id)
    payer = names.payer(look.scenario, one.owner, look.language)
    return look.say("whymend.new_fund", payer=payer, year=one.year)


def _figure(look: Look, mend: Mend, value: int | Fraction) -> str:
    if mend.kind == "per_region_max":
        return fact(Rupiah(int(value)), look.language)
    return fact(value if isinstance(value, Fraction) else int(value), look.language)


def _causes(look: Look, answer: WhyFund) -> Iterator[RenderableType]:
    if len(answer.causes) < 2:
        return
    columns = [
        look.column("cause", name=True, lines=WHOLE, least=30),
        look.column("person_months"),
        look.column("left_rupiah"),
    ]
    rows = []
    for cause in answer.causes:
        months, rupiah = cause.reason.facts["person_months"], cause.reason.facts["rupiah"]
        title = look.say(f"whybrief.{cause.reason.code}")
        rows.append(Row((title, look.number(months) if months else "-", look.number(rupiah))))
    total = sum(int(cause.reason.facts["rupiah"]) for cause in answer.causes)
    months = sum(int(cause.reason.facts["person_months"]) for cause in answer.causes)
    sums = Row((look.say("column.total"), look.number(months), look.number(total)))
    yield from grid(columns, rows, look.page, total=sums)


def _mends(look: Look, answer: WhyFund) -> Iterator[RenderableType]:
    rows = []
    for mend in (mend for cause in answer.causes for mend in cause.mends):
        for one in mend.extra:
            now, then = look.number(one.before), look.number(one.before + one.rupiah)
            rows.append(Row((_fund(look, one), now, then, look.number(mend.used))))
        if not mend.extra:
            now, then = (_figure(look, mend, value) for value in (mend.before, mend.after))
            title = look.say(f"whychange.{mend.kind}", number=mend.number)
            rows.append(Row((title, now, then, look.number(mend.used))))
    if not rows:
        return
    columns = [
        look.column("changed", name=True, lines=WHOLE, least=24),
        look.column("now"),
        look.column("becomes"),
        look.column("used_rupiah"),
    ]
    yield from grid(columns, rows, look.page)
