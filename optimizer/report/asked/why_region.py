"""The page of ``why --region``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from optimizer.answers.why import Binding, Needed, Ranked, WhyRegion
from optimizer.report import names
from optimizer.report.asked.sheet import Part, Told, laid_out
from optimizer.report.asked.why_fund import who_changes
from optimizer.report.asked.why_not import named_places, signed
from optimizer.report.grid import WHOLE, Row, Title, grid
from optimizer.report.view import WARNED, Look
from optimizer.text import inert
from optimizer.text.numbers import month
from optimizer.units import PersonMonths, Persons, Rupiah, Share

MOST_RANKED = 12
"""So many regions are ranked in full; of more, the ends and the neighbours."""

NEAR = 2
"""Regions shown at each end, and on each side of the one that is asked about."""


def page(look: Look, answer: WhyRegion) -> str:
    """The answer on a terminal."""
    return laid_out(look, told(look, answer))


def told(look: Look, answer: WhyRegion) -> Told:
    """What the region got and what holds it back, in sentences; then rule by rule, fund by fund."""
    place = names.place(look.scenario, answer.code, look.language)
    parts: list[Part] = [
        (look.say("whyregion.rules"), _rules(look, answer)),
        _gains(look, answer),
        (look.say("whyregion.funds"), _funds(look, answer)),
        (look.say("whyregion.targets"), _targets(look, answer)),
        (look.say("whyregion.ranking"), _ranking(look, answer)),
    ]
    return Told(look.say("whyregion.title", place=place), answer.status, _said(look, answer), parts)


def _said(look: Look, answer: WhyRegion) -> Iterator[str]:
    facts = {"persons": answer.persons, "eligible": answer.eligible, "month": look.scenario.horizon.last}
    if not answer.eligible:
        yield look.say("whyregion.nobody")
        return
    yield _standing(look, answer, facts | {"share": Share(answer.persons, answer.eligible)})
    yield from _lower(look, answer)
    if answer.dropped:
        yield look.say("whyregion.dropped", dropped=answer.dropped)
    yield from _held_back(look, answer)
    yield from _payers(look, answer)
    for full in answer.full:
        if answer.persons < answer.eligible:
            group = names.brief_group(look.scenario, full.group)
            yield look.say("whyregion.full", group=group, eligible=full.eligible)
    yield from _short(look, answer.targets)


def _standing(look: Look, answer: WhyRegion, facts: dict[str, object]) -> str:
    """How many are covered, and where that stands among the regions."""
    if answer.regions == 1:
        return look.say("whyregion.got_alone", **facts)
    equal = sum(1 for row in answer.ranking if row.place == answer.place) - 1
    if equal == answer.regions - 1:
        return look.say("whyregion.got_equal", **facts, regions=answer.regions)
    ties = {"equal": equal} if equal else {}
    return look.say("whyregion.got", **facts, **ties, place=answer.place, regions=answer.regions)


def _lower(look: Look, answer: WhyRegion) -> Iterator[str]:
    """Own and others' money per eligible person here, and where the highest share is."""
    own = next(row for row in answer.ranking if row.code == answer.code)
    best = answer.ranking[0]
    if best.place == own.place:
        return
    facts = {
        "highest": names.place(look.scenario, best.code, look.language),
        "place": names.place(look.scenario, own.code, look.language),
        "theirs": _each(best.own, best),
        "ours": _each(own.own, own),
    }
    yield look.say("whyregion.lower", **facts)
    if best.others or own.others:
        others = {"theirs": _each(best.others, best), "ours": _each(own.others, own)}
        yield look.say("whyregion.lower_others", **(facts | others))


def _each(rupiah: Rupiah, row: Ranked) -> Rupiah:
    """Money per eligible person, to the nearest rupiah."""
    return Rupiah((2 * rupiah + row.eligible) // (2 * row.eligible))


def _held_back(look: Look, answer: WhyRegion) -> Iterator[str]:
    """The rule that would give the region most; a shorter stay stands by itself."""
    if answer.persons == answer.eligible:
        yield look.say("whyregion.everybody")
        return
    if not answer.funds:
        yield look.say("whyregion.no_funds")
        return
    rules = [row for row in answer.rules if row.rule != "stay"]
    here = [row for row in rules if row.region_persons > 0]
    if here:
        facts = {"gain": Persons(here[0].region_persons), "all": Persons(max(0, here[0].persons))}
        rule = _rule(look, answer, here[0])
        yield look.say("whyregion.money" if here[0].rule == "money" else "whyregion.rule", rule=rule, **facts)
        if 0 < here[0].region_persons < here[0].persons:
            elsewhere = Persons(here[0].persons - here[0].region_persons)
            yield look.say("whyregion.elsewhere", persons=elsewhere)
        winners = [one for one in here[0].regions if one.after > one.before and one.code != answer.code]
        if winners:
            yield look.say("whynot.winners", places=list(named_places(look, winners)))
    else:
        stays = any(row.rule == "stay" and row.region_persons > 0 for row in answer.rules)
        yield look.say("whyregion.nothing_alone", more=answer.more, **({"except": ""} if stays else {}))
        yield from _goes_elsewhere(look, answer)
    yield from (_stay(look, row) for row in answer.rules if row.rule == "stay")


def _goes_elsewhere(look: Look, answer: WhyRegion) -> Iterator[str]:
    """More money that helps others only, the region's own first."""
    own = {row.id for row in answer.funds if row.owner == answer.code}
    rows = [row for row in answer.rules if row.rule == "money" and row.persons > 0]
    for row in sorted(rows, key=lambda row: row.fund not in own)[:1]:
        rule = _rule(look, answer, row)
        yield look.say("whyregion.goes_elsewhere", rule=rule, all=Persons(row.persons))


def _stay(look: Look, row: Binding) -> str:
    facts: dict[str, object] = {"stay": row.amount, "month": look.scenario.horizon.last}
    if row.region_persons:
        kind = "more" if row.region_persons > 0 else "fewer"
        facts[f"persons_{kind}"] = Persons(abs(row.region_persons))
    if row.region_months:
        kind = "more" if row.region_months > 0 else "fewer"
        facts[f"months_{kind}"] = PersonMonths(abs(row.region_months))
    if row.region_persons and row.region_months:
        differ = (row.region_persons > 0) != (row.region_months > 0)
        facts["but" if differ else "and_also"] = ""
    if not row.region_persons and not row.region_months:
        return look.say("whyregion.stay_elsewhere", **facts)
    rush = row.region_months < 0 < row.region_persons
    return look.say("whyregion.rush" if rush else "whyregion.stay", **facts)


def _payers(look: Look, answer: WhyRegion) -> Iterator[str]:
    """Whose money pays for the people of the last month."""
    if not answer.persons:
        return
    own = sum(row.persons for row in answer.funds if row.owner == answer.code)
    facts = {"own": Persons(own), "others": Persons(answer.persons - own), "persons": answer.persons}
    code = "whyregion.payers_own" if own == answer.persons else "whyregion.payers"
    yield look.say(code if own else "whyregion.payers_others", **facts)
    last = look.scenario.horizon.last
    for row in answer.funds:
        pays_last = last in (look.scenario.paying_months(look.scenario.funds[row.id]) or ())
        if row.owner != answer.code and row.everywhere > row.rupiah and pays_last:
            part = Share(row.rupiah, row.everywhere)
            fund = inert(row.name)
            yield look.say(
                "whyregion.shared", fund=fund, everywhere=row.everywhere, rupiah=row.rupiah, share=part
            )


def _short(look: Look, targets: Sequence[Needed]) -> Iterator[str]:
    """The target that is furthest away."""
    missing = [row for row in targets if row.shortfall]
    if not missing:
        return
    worst = max(missing, key=lambda row: (row.shortfall, not row.part))
    facts = {"id": look.target(worst.id), "by": worst.by, "need": worst.need, "covered": worst.covered}
    code = "whyregion.short_part" if worst.part else "whyregion.short"
    of = names.places(look.scenario, worst.of, look.language)
    yield look.say(code, **facts, shortfall=worst.shortfall, share=look.given(Share(worst.share)), of=of)


def _rule(look: Look, answer: WhyRegion, row: Binding) -> str:
    """What is changed, as the scenario names it."""
    facts: dict[str, object] = {"more": answer.more, "amount": row.amount, "ratio": row.ratio}
    if row.fund is not None:
        facts["fund"] = names.fund(look.scenario, row.fund)
    if row.of is not None:
        facts["place"] = names.places(look.scenario, row.of, look.language)
    if row.rule not in ("stay", "capacity", "ceiling", "floor") and row.amount is not None:
        facts["amount"] = Rupiah(row.amount)
    known = {name: fact for name, fact in facts.items() if fact is not None}
    return look.say(f"whyrule.{row.rule}", **known)


def _rules(look: Look, answer: WhyRegion) -> Iterator[RenderableType]:
    if not answer.rules:
        return
    columns = [
        look.column("changed_rule", name=True, lines=WHOLE, least=24),
        look.column("more_here"),
        look.column("more_everywhere"),
        look.column("months_here", spare=1),
        look.column("months_everywhere", spare=2),
    ]
    drops = any(row.dropped for row in answer.rules)
    if drops:
        columns.append(look.column("dropped_more"))
    rows = []
    for row in answer.rules[: look.most]:
        gains = [row.region_persons, row.persons, row.region_months, row.person_months]
        gains += [row.dropped] if drops else []
        rows.append(Row((_rule(look, answer, row), *(signed(look, gain) for gain in gains))))
    yield from grid(columns, rows, look.page)


def _gains(look: Look, answer: WhyRegion) -> Part:
    """The regions that change with a sum more in the fund that brings the region most."""
    money = [row for row in answer.rules if row.rule == "money" and row.regions]
    if not money:
        return "", ()
    heading = look.say("whyregion.gains", rule=_rule(look, answer, money[0]))
    return heading, (*who_changes(look, money[0].regions), *_paid_more(look, answer, money[0]))


def _paid_more(look: Look, answer: WhyRegion, row: Binding) -> Iterator[RenderableType]:
    """Where what all regions get more is not the sum added: from ceilings that had money left."""
    total = Rupiah(sum(one.rupiah for one in row.regions))
    facts = {"total": total, "more": answer.more, "rest": Rupiah(abs(total - answer.more))}
    if total > answer.more:
        yield Text(look.say("whyregion.gains_more", **facts))
    elif 0 < total < answer.more:
        yield Text(look.say("whyregion.gains_less", **facts))


def _funds(look: Look, answer: WhyRegion) -> Iterator[RenderableType]:
    if not answer.funds:
        return
    columns = [
        look.column("fund", name=True, lines=2, least=20),
        look.column("owner", name=True, lines=2, spare=3),
        look.column("end"),
        look.column("person_months", spare=1),
        look.column("paid_here"),
        look.column("paid_everywhere", spare=2),
    ]
    rows = [
        Row(
            (
                inert(row.name),
                names.payer(look.scenario, row.owner, look.language),
                look.number(row.persons),
                look.number(row.person_months),
                look.number(row.rupiah),
                look.number(row.everywhere),
            )
        )
        for row in answer.funds[: look.most]
    ]
    total = (answer.persons, PersonMonths(answer.person_months), answer.rupiah)
    sums = Row((look.say("column.total"), "", *(look.number(number) for number in total), ""))
    yield from grid(columns, rows, look.page, total=sums if len(rows) > 1 else None)


def _targets(look: Look, answer: WhyRegion) -> Iterator[RenderableType]:
    if not answer.targets:
        return
    columns = [
        look.column("target", name=True, lines=2),
        look.column("by"),
        look.column("base", spare=2),
        look.column("need"),
        look.column("covered"),
        look.column("reached", spare=1),
        look.column("shortfall"),
    ]
    rows = []
    for row in answer.targets[: look.most]:
        title = inert(row.id) + ("*" if row.part else "")
        counts = (row.base, row.need, row.covered)
        numbers = (*map(look.number, counts), look.part(row.covered, row.base), look.number(row.shortfall))
        style = WARNED if row.shortfall else ""
        rows.append(Row((title, month(row.by, look.language), *numbers), style))
    yield from grid(columns, rows, look.page)
    if any(row.part for row in answer.targets):
        yield Text(look.say("whyregion.part_note"))


def _ranking(look: Look, answer: WhyRegion) -> Iterator[RenderableType]:
    if len(answer.ranking) < 2:
        return
    columns = [
        look.column("rank"),
        look.column("place", name=True),
        look.column("eligible"),
        look.column("end"),
        look.column("share"),
    ]
    rows: list[Row | Title] = []
    before = 0
    for at in _shown(look, answer):
        if at != before:
            rows.append(Title("…"))
        before = at + 1
        rows.append(_ranked(look, answer, answer.ranking[at]))
    yield from grid(columns, rows, look.page)


def _shown(look: Look, answer: WhyRegion) -> list[int]:
    """Places in the ranking: all, or the ends and the neighbours."""
    count = len(answer.ranking)
    if count <= MOST_RANKED or look.everything:
        return list(range(count))
    own = next((at for at, row in enumerate(answer.ranking) if row.code == answer.code), 0)
    near = range(own - NEAR, own + NEAR + 1)
    return sorted({at for at in (*range(NEAR), *near, *range(count - NEAR, count)) if 0 <= at < count})


def _ranked(look: Look, answer: WhyRegion, row: Ranked) -> Row:
    cells = (
        look.number(row.place),
        names.place(look.scenario, row.code, look.language),
        look.number(row.eligible),
        look.number(row.persons),
        look.part(row.persons, row.eligible),
    )
    return Row(cells, "bold" if row.code == answer.code else "")
