"""The page of ``why --fund``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from rich.console import RenderableType

from optimizer.answers.headline import RegionChange
from optimizer.answers.why import Cause, Extra, Mend, Next, WhyFund
from optimizer.report import names
from optimizer.report.asked.sheet import Part, left_out, sheet
from optimizer.report.asked.why_not import named_places, signed
from optimizer.report.grid import WHOLE, Row, grid
from optimizer.report.view import Look
from optimizer.text import inert
from optimizer.text.numbers import fact
from optimizer.units import PersonMonths, Persons, Rupiah


def page(look: Look, answer: WhyFund) -> str:
    """Why the fund keeps money and what would use it, in sentences; then cause by cause, change by change."""
    title = look.say("whyfund.title_spent" if _is_spent(answer) else "whyfund.title", fund=inert(answer.name))
    parts: list[Part] = [
        (look.say("whyfund.causes"), _causes(look, answer)),
        (look.say("whyfund.mends"), _mends(look, answer)),
    ]
    if answer.next is not None:
        heading = look.say("whyfund.regions", rupiah=answer.next.rupiah)
        parts.append((heading, who_changes(look, answer.next.regions)))
    return sheet(look, title, answer.status, _said(look, answer), parts)


def _said(look: Look, answer: WhyFund) -> Iterator[str]:
    if not answer.ceiling:
        yield look.say("whyfund.empty")
    else:
        money = {"allocated": answer.allocated, "person_months": answer.person_months, "left": answer.left}
        yield look.say("whyfund.money", ceiling=answer.ceiling, **money)
        if answer.set_aside:
            yield look.say("whyfund.set_aside", rupiah=answer.set_aside)
        if _is_spent(answer):
            yield look.say(_how_spent(answer))
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
    yield from _more(look, answer)


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


def _how_spent(answer: WhyFund) -> str:
    """Whether all of it is used, all but less than one premium, or nothing may be."""
    if answer.ceiling == answer.set_aside:
        return "whyfund.all_aside"
    return "whyfund.spent" if answer.left > answer.set_aside else "whyfund.spent_all"


def _more(look: Look, answer: WhyFund) -> Iterator[str]:
    """What a further sum does, who gains, and why some of it stays."""
    if answer.next is None:
        if _is_spent(answer):
            yield look.say("whyfund.next_impossible")
        return
    yield _next(look, answer.next)
    winners = [row for row in answer.next.regions if row.after > row.before]
    if winners:
        yield look.say("whynot.winners", places=list(named_places(look, winners)))
    for reason in answer.next.unused if _is_spent(answer) else ():
        yield look.say(f"whycause.{reason.code}", **_facts(look, answer, Cause(reason, (), ())))


def _next(look: Look, more: Next) -> str:
    facts: dict[str, object] = {"rupiah": more.rupiah, "used": more.used}
    facts |= {"persons": Persons(abs(more.persons)), "month": look.scenario.horizon.last}
    if more.person_months:
        kind = "months_more" if more.person_months > 0 else "months_fewer"
        facts[kind] = PersonMonths(abs(more.person_months))
    if not more.used and not more.persons and not more.person_months:
        return look.say("whyfund.next_unused", **facts)
    if more.used < 0:
        return look.say("whyfund.next_less", **(facts | {"used": Rupiah(-more.used)}))
    kind = "next" if more.persons > 0 else "next_fewer" if more.persons else "next_nobody"
    return look.say(f"whyfund.{kind}", **facts)


def who_changes(look: Look, regions: Sequence[RegionChange]) -> Iterator[RenderableType]:
    """The regions that change, as they are and as they become."""
    if not regions:
        return
    columns = [
        look.column("place", name=True),
        look.column("now"),
        look.column("becomes"),
        look.column("difference"),
        look.column("rupiah_more", spare=1),
    ]
    rows = []
    for row in regions[: look.most]:
        persons = (look.number(row.before), look.number(row.after), signed(look, row.after - row.before))
        name = names.place(look.scenario, row.code, look.language)
        rows.append(Row((name, *persons, signed(look, row.rupiah))))
    yield from grid(columns, rows, look.page)
    yield from left_out(look, len(regions))


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
