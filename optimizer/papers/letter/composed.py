"""The letter of one plan, composed from its figures alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction

from optimizer.answers.headline import own_targets, widest
from optimizer.papers.dossier import Dossier
from optimizer.papers.letter.annexes import annexes
from optimizer.papers.letter.told import Entries, Entry, Letter, Part, Section, Words
from optimizer.papers.needs import aim, part_aim, parts, short_places
from optimizer.papers.printed.wording import long_month, spoken
from optimizer.plan.shapes import GoalValue, TargetRow
from optimizer.plan.steps import shown_bounds
from optimizer.report import names, tables
from optimizer.report.amounts import amount
from optimizer.scenario.schema import Scenario
from optimizer.text.catalogue import message
from optimizer.text.inert import Said
from optimizer.text.numbers import share
from optimizer.units import Code, Month, Persons, Rupiah, Share

MOST_PLACES = 8
"""So many regions that miss their targets are named; the annex has them all."""

MOST_FUNDS = 4
"""So many funds that keep money for one reason are named, those that keep most; the annex has them all."""

SIGNATURE = 4
"""Empty lines for the hand that signs."""


def composed(dossier: Dossier) -> Letter:
    """The whole letter; it says nothing that the plan and its scenario do not say."""
    say = dossier.say
    marks = [] if dossier.final else [say("letter.draft")]
    if dossier.scenario.synthetic:
        marks.insert(0, say("synthetic.mark"))
    first = Section((*_kop(dossier), *_head(dossier), *_body(dossier), *_signature(dossier)))
    return Letter(
        title=say("letter.about", **_span(dossier)),
        marks=tuple(marks),
        footer=say("papers.fingerprint", digest=dossier.fingerprint),
        pages=(say("letter.page"), say("letter.page_of"), ""),
        sections=(first, *annexes(dossier)),
    )


def _span(dossier: Dossier) -> dict[str, str]:
    horizon = dossier.scenario.horizon
    return {
        "first": long_month(horizon.first, dossier.language),
        "last": long_month(horizon.last, dossier.language),
    }


def _government(scenario: Scenario) -> str:
    """The code of whoever writes: the one region, the one province, else nothing."""
    codes = scenario.codes
    provinces = {code.partition(".")[0] for code in codes}
    if len(codes) == 1:
        return codes[0]
    return next(iter(provinces)) if len(provinces) == 1 else ""


def _kop(dossier: Dossier) -> Iterator[Part]:
    say, code = dossier.say, _government(dossier.scenario)
    name = message(f"province.{code}").get(dossier.language)
    if name is not None:
        said = say("letter.government", name=say("letter.of_province", name=name.upper()))
    elif code:
        said = say("letter.government", name=dossier.place(code).upper())
    else:
        said = say("letter.government_open")
    yield Words("government", said, blank=not code)
    yield Words("office", say("letter.office"))
    yield Words("address", say("letter.address"), blank=True)
    yield Words("title", say("letter.title"))


def _addressee(dossier: Dossier) -> str:
    """The head of the government that writes, by what it is called."""
    say, code = dossier.say, _government(dossier.scenario)
    province = message(f"province.{code}").get(dossier.language)
    if province is not None:
        return say("letter.governor", name=province)
    kind, _, name = dossier.place(code).partition(" ") if code else ("", "", "")
    if name and kind in ("Kabupaten", "Kota"):
        return say("letter.regent" if kind == "Kabupaten" else "letter.mayor", name=name)
    return say("letter.head_open")


def _head(dossier: Dossier) -> Iterator[Part]:
    say = dossier.say
    dots = say("letter.dots")
    yield Entries(
        (
            Entry(say("letter.to"), say("letter.through", head=_addressee(dossier))),
            Entry(say("letter.from"), say("letter.signer")),
            Entry(say("letter.date"), dots, blank=True),
            Entry(say("letter.number"), dots, blank=True),
            Entry(say("letter.nature"), dots, blank=True),
            Entry(say("letter.enclosed"), say("letter.annexes"), blank=True),
            Entry(say("letter.subject"), say("letter.about", **_span(dossier))),
        )
    )


def _body(dossier: Dossier) -> Iterator[Part]:
    say, scenario = dossier.say, dossier.scenario
    facts = {"where": _where(dossier), "count": len(scenario.horizon), "title": scenario.title}
    yield Words("body", say("letter.opening", **_span(dossier), **facts))
    if scenario.synthetic:
        yield Words("body", say("letter.synthetic"))
    yield Words("point", _money(dossier))
    yield from _left(dossier)
    for said in (_people(dossier), _kept(dossier), _target(dossier)):
        yield Words("point", said)
    for said in (*_missing(dossier), *_bill(dossier), _proof(dossier)):
        yield Words("point", said)
    yield Words("point", say("letter.open"))
    for said in (*_weak(dossier), *_unfixed(dossier), say("letter.accounts")):
        yield Words("subpoint", said)
    yield Words("point", say("letter.asked"))
    for code in ("letter.asked_division", "letter.asked_matrix"):
        yield Words("subpoint", say(code))
    yield Words("closing", say("letter.closing"))


def _where(dossier: Dossier) -> str:
    """The one region by its name, of several their number."""
    regions = dossier.plan.regions
    if len(regions) == 1:
        return dossier.say("letter.in_one", place=dossier.place(regions[0].code))
    return dossier.say("letter.in_several", count=len(regions))


def _left(dossier: Dossier) -> Iterator[Part]:
    """Why money is left, each reason with the funds that keep most for it; nothing where none is."""
    plan, say = dossier.plan, dossier.say
    left = tables.money(plan).left
    if not left:
        return
    rests = list(tables.rests(plan, tables.least_premium(dossier.scenario)))
    small = left - sum(rest.rupiah for rest in rests)
    yield Words("point", say("letter.left", left=left))
    for reason, alike in tables.by_reason(rests):
        facts = dict(reason.facts)
        if isinstance(facts.get("month"), Month):
            facts["month"] = long_month(facts["month"], dossier.language)
        said = Said(say(reason.code, **facts).rstrip(": "))
        largest = sorted(alike, key=lambda rest: -rest.rupiah)[:MOST_FUNDS]
        funds = [
            say("letter.left_one", fund=dossier.fund(rest.fund.id), rupiah=rest.rupiah) for rest in largest
        ]
        sums = {"every": Rupiah(sum(rest.rupiah for rest in alike))} if len(alike) > 1 else {}
        more = {"more": len(alike) - MOST_FUNDS} if len(alike) > MOST_FUNDS else {}
        yield Words("subpoint", say("letter.left_because", reason=said, funds=funds, **sums, **more))
    if small:
        yield Words("subpoint", say("note.below_premium", rupiah=Rupiah(small)))


def _proof(dossier: Dossier) -> str:
    """Whether the plan is proven best; else how far each goal may be from the best, as it can be counted."""
    plan = dossier.plan
    if plan.status == "optimal":
        return dossier.say("letter.optimal")
    bounds = shown_bounds(dossier.scenario, plan.goals, plan.status)
    apart = [
        dossier.say("letter.apart", far=_apart(dossier, goal, bound), goal=dossier.say(f"goal.{goal.goal}"))
        for goal, bound in zip(plan.goals, bounds, strict=True)
        if bound != goal.value
    ]
    return dossier.say("letter.within_bound", **({"apart": Said("; ".join(apart))} if apart else {}))


def _apart(dossier: Dossier, goal: GoalValue, bound: Fraction) -> str:
    """How far the plan may be from the best of one goal."""
    far = abs(bound - goal.value)
    if goal.unit == "share":
        least = Fraction(1, 10_000)  # the last decimal that is shown
        shown = share(max(far, least), dossier.language, fixed=True)
        return shown if far >= least else dossier.say("letter.less_than", share=Said(shown))
    return amount(far, goal.goal, goal.unit, dossier.language)


def _money(dossier: Dossier) -> str:
    money = tables.money(dossier.plan)
    facts = {"ceiling": money.ceiling, "allocated": money.allocated, "left": money.left}
    in_words = {f"{name}_words": spoken(dossier, amount) for name, amount in facts.items()}
    months = dossier.plan.totals.person_months
    return dossier.say(
        "letter.money", **facts, **in_words, funds=len(dossier.plan.funds), person_months=months
    )


def _people(dossier: Dossier) -> str:
    totals, eligible = dossier.plan.totals, tables.summed(dossier.plan.regions).eligible
    everybody = totals.persons_full_benefit == totals.persons_end
    return dossier.say(
        "letter.people_all" if everybody and totals.persons_end else "letter.people",
        month=_span(dossier)["last"],
        persons=totals.persons_end,
        share=dossier.part(totals.persons_end, eligible),
        eligible=eligible,
        full=totals.persons_full_benefit,
    )


def _kept(dossier: Dossier) -> str:
    before, dropped = tables.summed(dossier.plan.regions).subsidised_before, dossier.plan.totals.dropped
    month = _span(dossier)["first"]
    if not before:
        return dossier.say("letter.before_nobody", month=month)
    if dropped:
        return dossier.say("letter.dropped", before=before, month=month, dropped=dropped)
    return dossier.say("letter.kept", before=before, month=month)


def _target(dossier: Dossier) -> str:
    row = widest(dossier.plan)
    if row is None:
        return dossier.say("letter.no_target")
    return dossier.say(
        "letter.met" if row.met else "letter.short",
        kind=_kind(dossier, row),
        of=_listed(dossier, row.of),
        share=Share(dossier.scenario.targets[row.id].share.number),
        month=long_month(row.by, dossier.language),
        need=row.need,
        covered=row.covered,
        reached=dossier.part(row.covered, row.base),
        others=row.others,
        paid=Persons(row.covered - row.others),
        shortfall=row.shortfall,
        all=_met(dossier),
        **short_places(dossier, row),
    ).rstrip()


def _kind(dossier: Dossier, row: TargetRow) -> str:
    if row.measure == "ucj" or row.group is None:
        return dossier.say("letter.kind_ucj")
    return dossier.say("letter.kind_group", group=names.brief_group(dossier.scenario, row.group))


def _listed(dossier: Dossier, of: str) -> str:
    """Where a target holds; of many places their number."""
    codes = of.split(",")
    if len(codes) > MOST_PLACES:
        return dossier.say("letter.places", count=len(codes))
    return names.places(dossier.scenario, of, dossier.language)


def _met(dossier: Dossier) -> str:
    """How many of all targets are met; nothing where there is one."""
    count, met = len(dossier.plan.targets), sum(1 for row in dossier.plan.targets if row.met)
    if count == 1:
        return ""
    if not met:
        return dossier.say("letter.none_met", count=count)
    return dossier.say("letter.all_met" if met == count else "letter.some_met", count=count, met=met)


def _missing(dossier: Dossier) -> Iterator[str]:
    """The regions that miss their part of a wider target, then those that miss one of their own, the furthest
    first."""
    wider = {code: need.missing for code, need in parts(dossier).items() if need.missing}
    if wider:
        yield _furthest(dossier, "letter.missing_parts", part_aim(dossier), wider)
    own = {code: row.shortfall for code, row in own_targets(dossier.plan).items() if row.shortfall}
    if own:
        yield _furthest(dossier, "letter.missing", aim(dossier), own)


def _furthest(dossier: Dossier, code: str, said: str, missing: Mapping[Code, Persons]) -> str:
    places = sorted(missing, key=lambda place: (-missing[place], place))
    listed = [
        dossier.say("letter.missing_one", place=dossier.place(place), shortfall=missing[place])
        for place in places[:MOST_PLACES]
    ]
    more = {"more": len(places) - MOST_PLACES} if len(places) > MOST_PLACES else {}
    return dossier.say(code, aim=said, places=listed, **more)


def _bill(dossier: Dossier) -> Iterator[str]:
    """What the year after the plan costs, of all payers."""
    persons = sum(row.persons for row in dossier.plan.bill)
    rupiah = Rupiah(sum(row.rupiah for row in dossier.plan.bill))
    if persons:
        facts = {"persons": Persons(persons), "month": _span(dossier)["last"], "rupiah": rupiah}
        yield dossier.say("letter.bill", **facts, words=spoken(dossier, rupiah))


def _weak(dossier: Dossier) -> Iterator[str]:
    """How many figures have no official source, by how they stand; none is counted where all are made up."""
    if dossier.scenario.synthetic:
        return
    standing = Counter(row.status for row in dossier.plan.assumptions)
    kinds = [
        dossier.say(f"report.weak_{status}", count=standing[status])
        for status in ("derived", "assumed", "unknown")
        if standing[status]
    ]
    if kinds:
        yield dossier.say("letter.weak", count=len(dossier.plan.assumptions), kinds=kinds)
    else:
        yield dossier.say("letter.all_sourced")


def _unfixed(dossier: Dossier) -> Iterator[str]:
    """Money that no budget document fixes yet, and money of which the scenario does not say how far it is."""
    funds = dossier.scenario.funds
    for code, status in (("letter.planned", "planned"), ("letter.unstated", None)):
        found = [row for row in dossier.plan.funds if funds[row.id].status == status]
        rupiah = Rupiah(sum(row.ceiling for row in found))
        if rupiah:
            yield dossier.say(code, rupiah=rupiah, words=spoken(dossier, rupiah), count=len(found))


def _signature(dossier: Dossier) -> Iterator[Part]:
    yield Words("sign", dossier.say("letter.signer") + ",")
    yield from (Words("sign", "", blank=True) for _ in range(SIGNATURE))
    for code in ("letter.sign_name", "letter.sign_rank", "letter.sign_nip"):
        yield Words("sign", dossier.say(code), blank=True)
