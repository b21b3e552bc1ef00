"""The page of ``without``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.console import RenderableType

from optimizer.answers.headline import RegionChange
from optimizer.answers.without import Absent, Cut, Without
from optimizer.errors import Finding
from optimizer.report import names
from optimizer.report.asked.aimed import aimed
from optimizer.report.asked.sheet import left_out, sheet
from optimizer.report.grid import Column, Row, grid
from optimizer.report.view import Look, bullet
from optimizer.text import sentence
from optimizer.units import Code, PersonMonths

MOST_PLACES = 3
"""So many regions are named in a sentence; the rest is counted."""


def page(look: Look, answer: Without) -> str:
    """Who is missed most and what a cut costs, in sentences; then a row a payer and a row a fund."""
    alone = len(answer.payers) == 1
    title = look.say("without.title")
    if alone and not answer.cuts:
        title = look.say("without.title_payer", payer=_payer(look, answer.payers[0]))
    said = [*_payers_said(look, answer), *_cuts_said(look, answer)]
    return sheet(
        look,
        title,
        answer.status,
        said,
        [
            (look.say("without.rules"), _clashes(look, answer)),
            *([] if alone else [(look.say("without.payers"), _payers(look, answer))]),
            *([(look.say("without.regions_of"), _regions(look, answer.payers[0]))] if alone else []),
            (look.say("without.cuts"), _cuts(look, answer)),
        ],
    )


def _payer(look: Look, row: Absent) -> str:
    return names.payer(look.scenario, row.owner, look.language)


def _payers_said(look: Look, answer: Without) -> Iterator[str]:
    needed = [_payer(look, row) for row in answer.payers if row.clash]
    if needed:
        yield look.say("without.needed" if len(needed) == 1 else "without.needed_each", payers=needed)
    felt = [row for row in answer.payers if row.lost > 0]
    if felt:
        code = "without.most_felt" if len(answer.payers) > 1 else "without.lost"
        yield look.say(code, payer=_payer(look, felt[0]), **_facts(answer, felt[0]))
        yield from _dropped(look, felt[0])
        yield from _shared(look, answer, felt[0])
    beside = max(felt, key=lambda row: row.elsewhere, default=None)
    if beside is not None and beside.elsewhere > 0:
        others = [one for one in beside.regions if not beside.owner.reaches(one.code)]
        facts = {"elsewhere": beside.elsewhere, "places": _places(look, others)}
        yield look.say("without.elsewhere", payer=_payer(look, beside), **facts)
    unfelt = [row for row in answer.payers if row.lost <= 0 and not row.clash]
    if unfelt and len(answer.payers) == 1:
        yield look.say("without.none", payer=_payer(look, unfelt[0]), **_facts(answer, unfelt[0]))
    elif unfelt:
        payers = [_payer(look, row) for row in unfelt]
        yield look.say("without.unfelt", month=answer.month, payers=payers)
    yield from _withdrawn(look, answer)


def _facts(answer: Without, row: Absent) -> dict[str, object]:
    before = answer.base.persons_end
    facts = {"money": row.money, "month": answer.month, "before": before, "after": before - row.lost}
    return facts | {"lost": row.lost} | ({"dropped": row.dropped} if row.dropped > 0 else {})


def _dropped(look: Look, row: Absent) -> Iterator[str]:
    """Where people of today lose cover."""
    losing = [one for one in row.drops if one.dropped > 0]
    if losing:
        facts = {"places": _listed(look, [(one.code, one.dropped) for one in losing])}
        yield look.say("without.dropped_where", payer=_payer(look, row), **facts)


def _withdrawn(look: Look, answer: Without) -> Iterator[str]:
    """That bound money goes too, and what is lost where it stays."""
    if len(answer.payers) > 1:
        return
    for row in answer.payers:
        if not row.bound:
            continue
        yield look.say("without.bound_too", payer=_payer(look, row), bound=row.bound)
        free = row.unbound
        if free is not None:
            facts = {"money": free.money, "month": answer.month, "lost": free.lost, "before": row.lost}
            months = {"now": PersonMonths(free.person_months), "then": PersonMonths(row.person_months)}
            drops = {"dropped": free.dropped} if free.dropped > 0 else {}
            yield look.say("without.unbound", **facts, **months, **drops)


def _shared(look: Look, answer: Without, row: Absent) -> Iterator[str]:
    """What the payer's absence does to the widest target."""
    target = answer.target
    owners = {fund.owner for fund in look.scenario.funds.values()}
    if target is None or row.shortfall <= target.shortfall or len(owners) < 2:
        return
    place = aimed(look, target)
    facts = {"before": target.shortfall, "after": row.shortfall, "target": target.id}
    yield look.say("without.shared", place=place, **facts)


def _places(look: Look, rows: Sequence[RegionChange]) -> str:
    """The regions that lose most, with their losses."""
    return _listed(look, [(row.code, row.before - row.after) for row in rows if row.after < row.before])


def _listed(look: Look, losing: Sequence[tuple[Code, int]]) -> str:
    """The first regions with their persons, and how many regions more."""
    shown = [
        look.say("without.region", region=names.place(look.scenario, code, look.language), lost=lost)
        for code, lost in losing[:MOST_PLACES]
    ]
    more = len(losing) - len(shown)
    return ", ".join([*shown, *([look.say("without.more_regions", count=more)] if more else [])])


def _clashes(look: Look, answer: Without) -> Iterator[RenderableType]:
    for row in answer.payers:
        if row.clash:
            yield from _rules(look, look.say("without.impossible", payer=_payer(look, row)), row.clash)
    for cut in answer.cuts:
        if cut.clash:
            yield from _rules(look, look.say("without.cut_clash", given=_given(look, cut)), cut.clash)


def _rules(look: Look, said: str, clash: Sequence[Finding]) -> Iterator[RenderableType]:
    yield bullet(said)
    for finding in clash:
        if finding.code != "clash.set":
            yield bullet(sentence(finding, look.language), "-", indent=2)


def _given(look: Look, cut: Cut) -> str:
    if cut.share is None:
        return look.say("without.cut_amount", asked=cut.asked)
    return look.say("without.cut_share", share=look.given(cut.share), asked=cut.asked)


def _cuts_said(look: Look, answer: Without) -> Iterator[str]:
    for cut in answer.cuts:
        given = _given(look, cut)
        if cut.asked > cut.possible:
            kept = {"kept": len(answer.kept)} if answer.kept else {}
            yield look.say("without.cut_too_much", given=given, possible=cut.possible, **kept)
        elif cut.clash:
            yield look.say("without.cut_needed", given=given)
        else:
            yield f"{_cut_said(look, answer, cut, given)} {_even_said(look, answer, cut)}".rstrip()


def _cut_said(look: Look, answer: Without, cut: Cut, given: str) -> str:
    facts: dict[str, object] = {"given": given, "month": answer.month}
    if cut.lost > 0:
        facts |= {"lost": cut.lost} | ({"dropped": cut.dropped} if cut.dropped > 0 else {})
        return look.say("without.cut_lost", **facts)
    if cut.unused >= cut.asked:
        return look.say("without.cut_unused", **facts)
    lost = {"person_months": PersonMonths(cut.person_months)} if cut.person_months > 0 else {}
    return look.say("without.cut_nobody", unused=cut.unused, **facts, **lost)


def _even_said(look: Look, answer: Without, cut: Cut) -> str:
    """What the same share of every fund that may be cut would lose, where that is more."""
    kind = "_free" if answer.kept else ""
    if cut.even is None:
        return look.say(f"without.cut_uneven{kind}", share=cut.even_share)
    if cut.even <= max(0, cut.lost):
        return ""
    return look.say(f"without.cut_even{kind}", share=cut.even_share, even=cut.even)


def _payers(look: Look, answer: Without) -> Iterator[RenderableType]:
    columns = [
        look.column("owner", name=True, lines=2),
        look.column("without_brings"),
        look.column("without_lost"),
        look.column("without_elsewhere", spare=2),
        look.column("without_dropped"),
        look.column("without_months", spare=1),
        *([look.column("without_shortfall")] if answer.target else []),
    ]
    rows = [_payer_row(look, answer, row) for row in answer.payers[: look.most]]
    yield from grid(columns, rows, look.page)
    yield from left_out(look, len(answer.payers))
    if any(row.bound for row in answer.payers):
        yield bullet(look.say("without.bound_all"))
    if any(min(row.lost, row.dropped, row.person_months) < 0 for row in answer.payers):
        yield bullet(look.say("without.below_zero"))


def _payer_row(look: Look, answer: Without, row: Absent) -> Row:
    figures = [row.lost, row.elsewhere, row.dropped, row.person_months]
    figures += [row.shortfall] if answer.target else []
    cells = ["-"] * len(figures) if row.clash else [look.number(figure) for figure in figures]
    return Row((_payer(look, row), look.number(row.money), *cells))


def _regions(look: Look, row: Absent) -> Iterator[RenderableType]:
    drops = {one.code: one.dropped for one in row.drops}
    if row.clash or not (row.regions or drops):
        return
    columns = [
        look.column("place", name=True, lines=2),
        look.column("without_before"),
        look.column("without_after"),
        look.column("without_lost"),
        *([look.column("without_dropped")] if drops else []),
        look.column("without_rupiah"),
    ]
    rows = [_region_row(look, one, drops) for one in row.regions[: look.most]]
    yield from grid(columns, rows, look.page)
    yield from left_out(look, len(row.regions))
    if any(one.after > one.before for one in row.regions) or min(drops.values(), default=0) < 0:
        yield bullet(look.say("without.below_zero"))


def _region_row(look: Look, one: RegionChange, drops: Mapping[Code, int]) -> Row:
    figures = [one.before, one.after, one.before - one.after]
    figures += [drops.get(one.code, 0)] if drops else []
    place = names.place(look.scenario, one.code, look.language)
    return Row((place, *map(look.number, [*figures, one.rupiah])))


def _cuts(look: Look, answer: Without) -> Iterator[RenderableType]:
    """A row a fund that is cut, a column a sum."""
    divided = [cut for cut in answer.cuts if cut.funds]
    if not divided:
        return
    taken = [{row.fund: int(row.cut) for row in cut.funds} for cut in divided]
    funds = [name for name in look.scenario.funds if any(name in cut for cut in taken)]
    columns = [look.column("fund", name=True, lines=2), *(Column(_heading(look, cut)) for cut in divided)]
    rows = [
        Row((names.fund(look.scenario, name), *(look.number(cut.get(name, 0)) for cut in taken)))
        for name in funds[: look.most]
    ]
    total = Row((look.say("column.total"), *(look.number(sum(cut.values())) for cut in taken)))
    yield from grid(columns, rows, look.page, total=total)
    yield from left_out(look, len(funds))
    if answer.kept:
        yield bullet(look.say("without.kept", kept=len(answer.kept)))
    yield bullet(look.say("without.order"))


def _heading(look: Look, cut: Cut) -> str:
    given = look.given(cut.share) if cut.share is not None else cut.asked
    return look.say("without.cut_heading", given=given)
