"""The pictures of a plan: reach, payers, months, the map, the worth of money, trade-offs, simple rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from optimizer.answers.headline import widest
from optimizer.answers.tradeoff import TradeOff
from optimizer.answers.worth import Curve as WorthCurve
from optimizer.papers.charts.described import Bar, Bars, Columns, Curve, Picture, Point
from optimizer.papers.charts.of_rules import rules
from optimizer.papers.charts.tiled import tiles
from optimizer.papers.dossier import Dossier
from optimizer.papers.figures import shown
from optimizer.papers.needs import needs
from optimizer.plan.shapes import RegionRow
from optimizer.scenario.measured import others_in
from optimizer.text.numbers import month
from optimizer.units import Code, Persons, Rupiah, Share

MOST_BARS = 30
"""A picture of bars has so many; those furthest from the target stay."""

STAGES = ("murni", "perubahan", "other_money")
"""Kinds of money that columns and bars tell apart."""


def pictures(dossier: Dossier) -> Mapping[str, Picture]:
    """Every picture that the plan and its answers give, by its key, in the order of the page."""
    found: list[Picture] = [reach(dossier), payers(dossier), months(dossier), tiles(dossier)]
    answers = dossier.answers
    if answers.worth is not None:
        found += [_curve(dossier, one) for one in answers.worth.curves if len(one.pieces) > 1]
    if answers.tradeoff is not None:
        found += _tradeoffs(dossier, answers.tradeoff)
    if answers.baseline is not None and answers.baseline.rules:
        found.append(rules(dossier, answers.baseline))
    return {picture.key: picture for picture in found}


def reach(dossier: Dossier) -> Bars:
    """How much of each region's share is reached: participants over workers, or persons over the eligible."""
    target = widest(dossier.plan)
    ucj = target is not None and target.measure == "ucj"
    asked = _asked_of(dossier) if ucj else {}
    rows = [
        _participants(dossier, row, asked.get(row.code)) if ucj else _eligible(dossier, row)
        for row in dossier.plan.regions
    ]
    rows.sort(key=lambda bar: (sum(Fraction(part) for part in bar.parts), bar.code))
    key = "ucj" if ucj else "eligible"
    return Bars(
        key="reach",
        title=dossier.say(f"papers.picture.reach_{key}", month=dossier.scenario.horizon.last),
        said=dossier.say(f"papers.picture.reach_{key}_said"),
        unit="share",
        series=tuple(
            dossier.say(f"papers.series.{name}") for name in (("others", "paid") if ucj else ("paid",))
        ),
        rows=tuple(rows[:MOST_BARS]),
        mark=_mark(dossier, [Share(Fraction(bar.mark)) for bar in rows if bar.mark is not None]),
        left_out=max(len(rows) - MOST_BARS, 0),
    )


def _asked_of(dossier: Dossier) -> Mapping[Code, Share]:
    """The share of participants that each region has to reach last: its own, or that of a wider area."""
    return {code: need.share for code, need in needs(dossier).items() if need.group is None}


def _mark(dossier: Dossier, marks: Sequence[Share]) -> str:
    """What the upright lines mean: one share, or several; empty where there is none."""
    if not marks:
        return ""
    least, most = min(marks), max(marks)
    if least == most:
        return dossier.say("papers.series.asked", share=most)
    return dossier.say("papers.series.asked_own", least=least, most=most)


def _eligible(dossier: Dossier, row: RegionRow) -> Bar:
    part = Share(Fraction(row.persons_end, row.eligible) if row.eligible else 0)
    return Bar(row.code, dossier.place(row.code), (part,), shown(part, dossier.language))


def _participants(dossier: Dossier, row: RegionRow, asked: Share | None) -> Bar:
    workers = int(dossier.scenario.regions[row.code].workers.number)
    others = others_in(dossier.scenario, row.code, dossier.scenario.horizon.last)
    if not workers:
        return Bar(row.code, dossier.place(row.code), (Share(0), Share(0)), "-", asked)
    parts = Share(Fraction(others, workers)), Share(Fraction(row.persons_end, workers))
    whole = Share(Fraction(others + row.persons_end, workers))
    return Bar(row.code, dossier.place(row.code), parts, shown(whole, dossier.language), asked)


def payers(dossier: Dossier) -> Bars:
    """Whose money pays in each region, in rupiah."""
    paid: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for payment in dossier.plan.payments:
        owner = dossier.scenario.funds[payment.fund].owner
        paid[payment.region][owner != payment.region] += payment.rupiah
    bars = [
        Bar(
            row.code,
            dossier.place(row.code),
            tuple(Rupiah(part) for part in paid[row.code]),
            shown(row.rupiah, dossier.language),
        )
        for row in sorted(dossier.plan.regions, key=lambda row: (-row.rupiah, row.code))
    ]
    return Bars(
        key="payers",
        title=dossier.say("papers.picture.payers"),
        said=dossier.say("papers.picture.payers_said"),
        unit="rupiah",
        series=(dossier.say("papers.series.own"), dossier.say("papers.series.from_others")),
        rows=tuple(bars[:MOST_BARS]),
        left_out=max(len(bars) - MOST_BARS, 0),
    )


def months(dossier: Dossier) -> Columns:
    """Persons covered month by month, by the kind of money that pays, with those who drop out."""
    horizon = tuple(dossier.scenario.horizon)
    counts: dict[str, dict[object, int]] = {stage: defaultdict(int) for stage in STAGES}
    drops: dict[object, int] = defaultdict(int)
    for payment in dossier.plan.payments:
        budget = dossier.scenario.funds[payment.fund].budget
        counts[budget if budget in STAGES else STAGES[-1]][payment.month] += payment.persons
    for drop in dossier.plan.drops:
        drops[drop.month] += drop.persons
    used = [stage for stage in STAGES if counts[stage]]
    return Columns(
        key="months",
        title=dossier.say("papers.picture.months"),
        said=dossier.say("papers.picture.months_said"),
        unit="persons",
        series=tuple(dossier.say(f"papers.series.{stage}") for stage in used),
        months=tuple(month(one, dossier.language) for one in horizon),
        parts=tuple(tuple(Persons(counts[stage][one]) for one in horizon) for stage in used),
        drops=tuple(Persons(drops[one]) for one in horizon),
        joins=tuple(
            place for place, one in enumerate(horizon) if place and one.year != horizon[place - 1].year
        ),
    )


def _curve(dossier: Dossier, curve: WorthCurve) -> Curve:
    """Persons of the last month over every ceiling of one fund."""
    ends: dict[int, int] = {}
    for piece in curve.pieces:
        for rupiah, persons in ((piece.first, piece.persons_first), (piece.last, piece.persons_last)):
            if persons is not None:
                ends[rupiah] = persons
    fund = next(row for row in dossier.plan.funds if row.id == curve.fund)
    return Curve(
        key=f"worth.{curve.fund}",
        title=dossier.say("papers.picture.worth", fund=dossier.fund(curve.fund)),
        said=dossier.say("papers.picture.worth_said", fund=dossier.fund(curve.fund), ceiling=fund.ceiling),
        across=dossier.say("papers.axis.ceiling"),
        up=dossier.say("papers.axis.persons"),
        across_unit="rupiah",
        up_unit="persons",
        points=tuple(Point(Rupiah(rupiah), Persons(ends[rupiah])) for rupiah in sorted(ends)),
        here=Point(fund.ceiling, dossier.plan.totals.persons_end, dossier.say("papers.series.here")),
    )


def _tradeoffs(dossier: Dossier, answer: TradeOff) -> Iterator[Picture]:
    if answer.stay is not None and len(answer.stay.rows) > 1:
        depth = answer.stay
        yield Bars(
            key="stay",
            title=dossier.say("papers.picture.stay", month=depth.month),
            said=dossier.say("papers.picture.stay_said"),
            unit="persons",
            series=(dossier.say("papers.series.full"), dossier.say("papers.series.fresh")),
            rows=tuple(
                Bar(
                    "",
                    dossier.say("papers.series.stay", stay=row.stay),
                    (row.full_benefit, Persons(row.persons - row.full_benefit)),
                    shown(row.persons, dossier.language),
                )
                for row in depth.rows
            ),
        )
    shares = answer.target.shares if answer.target is not None else ()
    points = tuple(
        Point(row.rupiah, row.share, shown(row.share, dossier.language))
        for row in shares
        if row.rupiah is not None
    )
    if len(points) > 1:
        yield Curve(
            key="target",
            title=dossier.say("papers.picture.target"),
            said=dossier.say("papers.picture.target_said"),
            across=dossier.say("papers.axis.more_money"),
            up=dossier.say("papers.axis.share"),
            across_unit="rupiah",
            up_unit="share",
            points=points,
        )
