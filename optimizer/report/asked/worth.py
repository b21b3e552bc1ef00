"""The page of ``worth``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from optimizer.answers.worth import FundWorth, Worth
from optimizer.report import names
from optimizer.report.asked.sheet import Told, laid_out
from optimizer.report.asked.worth_curve import curve, falls
from optimizer.report.asked.worth_table import table
from optimizer.report.asked.worth_words import goals, rupiah, why
from optimizer.report.view import Look
from optimizer.units import Persons

FEW = 3
"""Up to so many funds each has its own sentences; more are told together."""

Saying = tuple[str, dict[str, object]]
"""A sentence of one fund, and the facts that it shares with others."""

Telling = Callable[[FundWorth], Saying]


def page(look: Look, answer: Worth) -> str:
    """The answer on a terminal."""
    return laid_out(look, told(look, answer))


def told(look: Look, answer: Worth) -> Told:
    """Where the next rupiah does most, what more and less would change; then a row a fund, and curves."""
    said = [
        look.say("worth.now", persons=answer.persons, month=answer.month),
        *_best(look, answer),
        *_more(look, answer),
        *_cuts(look, answer),
        *_gains(look, answer),
        *falls(look, answer),
        *_notes(look, answer),
    ]
    parts = [(look.say("worth.table"), table(look, answer))] if len(answer.funds) > 1 else []
    parts += [(_curve_title(look, answer, one.fund), curve(look, one)) for one in answer.curves]
    return Told(look.say("worth.title", month=answer.month), answer.status, said, parts)


def _best(look: Look, answer: Worth) -> Iterator[str]:
    rows = [row for row in answer.funds if row.id in answer.best]
    if len(answer.funds) == 1:
        return
    if not rows or rows[0].more is None:
        if answer.decided:
            yield look.say("worth.best_none", month=answer.month)
        return
    facts = {"rupiah": rows[0].more.rupiah, "persons": rows[0].more.persons}
    if len(rows) == 1:
        yield look.say("worth.best_one", fund=names.fund(look.scenario, rows[0].id), **facts)
    else:
        yield look.say("worth.best_many", funds=len(rows), **facts)


def _more(look: Look, answer: Worth) -> Iterator[str]:
    """The smallest addition of each fund, or why there is none."""
    few = len(answer.funds) <= FEW
    last = look.scenario.horizon.last

    def told(row: FundWorth) -> Saying:
        if row.more is not None:
            code = "worth.more" if row.proven else "worth.more_tried"
            return code, {"rupiah": row.more.rupiah, "persons": row.more.persons}
        if not row.proven:
            return "worth.none_found", {}
        if not few and "carry" in row.stops and row.year < last.year:
            return "worth.never_carry", {"year": str(row.year), "later": str(last.year), "month": last}
        return "worth.never", {"why": why(look, row.stops)}

    if few:
        yield from _each(look, answer.funds, told)
    else:
        yield from _together(look, [row for row in answer.funds if row.more is None], told)


def _cuts(look: Look, answer: Worth) -> Iterator[str]:
    """What can be cut of each fund before anybody is lost; first of those that still can be cut."""

    def told(row: FundWorth) -> Saying:
        return _cut(look, answer, row)

    rows = [row for row in answer.funds if row.ceiling]
    bound = [row for row in rows if row.bound]
    if len(answer.funds) <= FEW:
        yield from _each(look, rows, told)
    else:
        yield from _together(look, [row for row in rows if not row.bound], told)
    if len(bound) == 1:
        yield look.say("worth.bound", fund=names.fund(look.scenario, bound[0].id))
    elif bound:
        yield look.say("worth.bound_many", funds=len(bound))


def _cut(look: Look, answer: Worth, row: FundWorth) -> Saying:
    cut, month = row.cut, answer.month
    after: dict[str, object] = {} if cut.price is None else {"price": rupiah(cut.price)}
    after |= {} if cut.most is None else {"most": cut.most}
    worse: dict[str, object] = {"worsens": goals(look, cut.worsens)} if cut.worsens else {}
    worse |= {"before": month} if cut.used else {}
    if cut.whole:
        return "worth.cut_whole", {"month": month, **worse, **({"gains": cut.gains} if cut.gains else {})}
    if cut.impossible:
        return "worth.cut_clash", {}
    if not cut.free:
        return "worth.cut_tight", after
    if cut.proven:
        return "worth.cut_some", {"month": month, **worse, **after}
    alone = len(answer.funds) <= FEW
    larger = {"rupiah": cut.rupiah, "persons": cut.persons} if alone and cut.rupiah and cut.persons else {}
    return "worth.cut_tried", {"month": month, **worse, **larger}


def _each(look: Look, rows: Sequence[FundWorth], told: Telling) -> Iterator[str]:
    for row in rows:
        code, facts = told(row)
        yield look.say(code, fund=names.fund(look.scenario, row.id), **({"free": row.cut.free} | facts))


def _together(look: Look, rows: Sequence[FundWorth], told: Telling) -> Iterator[str]:
    """Funds of which the same is said in one sentence; a fund alone in its own."""

    def same(row: FundWorth) -> str:
        return repr(told(row))

    for _, alike in groupby(sorted(rows, key=same), key=same):
        several = list(alike)
        code, facts = told(several[0])
        if len(several) == 1 or code not in _MANY:
            yield from _each(look, several, told)
        else:
            cuts = [row.cut.free for row in several]
            yield look.say(_MANY[code], funds=len(several), least=min(cuts), largest=max(cuts), **facts)


_MANY = {
    "worth.never": "worth.never_many",
    "worth.never_carry": "worth.never_carry_many",
    "worth.none_found": "worth.none_found_many",
    "worth.cut_tight": "worth.cut_tight_many",
    "worth.cut_some": "worth.cut_some_many",
    "worth.cut_tried": "worth.cut_tried_many",
    "worth.cut_whole": "worth.cut_whole_many",
}


def _gains(look: Look, answer: Worth) -> Iterator[str]:
    """What the sum asked about does at best, and where it does harm."""
    most = max((row.gain or 0 for row in answer.funds), default=0)
    rows = [row for row in answer.funds if row.gain == most]
    if most > 0:
        facts = {"add": answer.add, "persons": Persons(most), "fund": names.fund(look.scenario, rows[0].id)}
        yield look.say("worth.sum", **facts, **({"others": len(rows) - 1} if len(rows) > 1 else {}))
    for row in answer.funds:
        fund = names.fund(look.scenario, row.id)
        if row.gain is None:
            yield look.say("worth.clash", fund=fund, add=answer.add)
        elif row.gain < 0 and row.better:
            facts = {"persons": Persons(-row.gain), "add": answer.add, "month": answer.month}
            yield look.say("worth.fewer", fund=fund, better=goals(look, row.better), **facts)


def _notes(look: Look, answer: Worth) -> Iterator[str]:
    apart = sum(not row.planned for row in answer.funds)
    if apart:
        yield look.say("worth.not_planned", funds=apart)
    if not answer.decided:
        yield look.say("worth.by_plans")
    elif answer.concave:
        if answer.curves:
            yield look.say("worth.concave")
    else:
        yield look.say("worth.not_first", month=answer.month)


def _curve_title(look: Look, answer: Worth, fund: str) -> str:
    ceiling = next(row.ceiling for row in answer.funds if row.id == fund)
    said = names.fund(look.scenario, fund)
    return look.say("worth.curve", fund=said, month=answer.month, ceiling=ceiling)
