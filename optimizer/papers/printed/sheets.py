"""One sheet a region: got, needed, missing, why not more, what more money would do, its figures' sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from optimizer.answers.headline import other_own_targets, own_targets
from optimizer.papers.dossier import Dossier
from optimizer.papers.needs import Need, needs, of_target, what
from optimizer.papers.printed.compared import bare
from optimizer.papers.printed.pdf_text import page_count, pages
from optimizer.papers.printed.sources import figures_of
from optimizer.papers.printed.typeset import typeset
from optimizer.papers.printed.wording import brief, long_month
from optimizer.papers.purses import ordered
from optimizer.plan.shapes import Payment, RegionRow, TargetRow
from optimizer.report import names
from optimizer.report.asked import why_region
from optimizer.report.paper import Paper
from optimizer.report.view import Look
from optimizer.text.numbers import rupiah, whole
from optimizer.units import Code, Persons, Rupiah

SOURCE = Path(__file__).with_name("wilayah.typ")

MOST_FUNDS, MOST_SOURCES, MOST_TRIED = 14, 18, 8
"""Rows of each table of a sheet; a sheet is one page."""


SIZES = (10.5, 9.5, 8.5, 7.5, 6.5)
"""Points of a letter: a sheet that needs a second page is set again in the next."""

MOST_TAGGED = 100
"""With more regions the PDF is not tagged: it would be too large to be sent."""


def sheets(dossier: Dossier) -> bytes:
    """One PDF, a page a region, in order of code, with a bookmark each."""
    said = told(dossier)
    tagged = len(said["sheets"]) <= MOST_TAGGED
    made = typeset(SOURCE, said, "pdf", tagged=tagged)
    for size in (*SIZES[1:], None):
        long = _too_long(made, said["sheets"])
        if not long:
            break
        for sheet in long:
            sheet.update({"clipped": True} if size is None else {"size": size})
        made = typeset(SOURCE, said, "pdf", tagged=tagged)
    return made


def _too_long(made: bytes, said: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The sheets that take more than a page, by the number at the foot of every page."""
    if page_count(made) == len(said):
        return []
    feet = [bare((*page.body, *page.around)) for page in pages(made)]
    ends = {bare([sheet["number"]]): sheet for sheet in said}
    taken = Counter(next((end for end in ends if foot.endswith(end)), "") for foot in feet)
    return [sheet for end, sheet in ends.items() if taken[end] > 1]


def told(dossier: Dossier) -> dict[str, Any]:
    """All that the sheets say."""
    say, scenario = dossier.say, dossier.scenario
    span = {
        "first": long_month(scenario.horizon.first, dossier.language),
        "last": long_month(scenario.horizon.last, dossier.language),
    }
    marks = [say("synthetic.mark")] if scenario.synthetic else []
    marks += [] if dossier.final else [say("letter.draft")]
    sheet = _Sheets(dossier)
    return {
        "language": dossier.language,
        "title": say("sheet.title", title=scenario.title),
        "scope": say("sheet.scope", title=scenario.title, **span),
        "marks": marks,
        "fingerprint": say("papers.fingerprint", digest=dossier.fingerprint),
        "proof": _proof(dossier),
        "words": {
            name: say(f"sheet.{name}")
            for name in ("payers", "why", "sources", "figure", "value", "standing", "source")
        }
        | {name: say(f"column.{name}") for name in ("fund", "owner", "person_months", "rupiah", "total")}
        | {"end": say("sheet.end", month=scenario.horizon.last)}
        | {name: say(f"sheet.{name}") for name in ("more_fund", "more_here", "more_all")},
        "sheets": [sheet.of(place, row) for place, row in enumerate(dossier.plan.regions, start=1)],
    }


def _proof(dossier: Dossier) -> str:
    """What all sheets add up to, what is proven and what nobody published, in a line."""
    count = len(dossier.plan.assumptions)
    weak = [dossier.say("sheet.weak", count=count)] if count and not dossier.scenario.synthetic else []
    totals = dossier.plan.totals
    every = dossier.say("sheet.every", persons=totals.persons_end, rupiah=totals.rupiah)
    return " ".join([every, dossier.say(f"picture.{dossier.plan.status}"), *weak])


@dataclass(slots=True)
class _Sheets:
    dossier: Dossier
    needs: Mapping[Code, Need] = field(init=False)
    alone: Mapping[Code, Sequence[TargetRow]] = field(init=False)
    """What is set for a region alone."""
    payments: Mapping[str, Sequence[Payment]] = field(init=False)
    owned: Mapping[str, Sequence[str]] = field(init=False)
    """Each payer's own funds."""
    shares: Sequence[tuple[int, int]] = field(init=False)
    """Persons and eligible of every region with somebody eligible."""

    def __post_init__(self) -> None:
        self.needs = needs(self.dossier)
        own, others = own_targets(self.dossier.plan), other_own_targets(self.dossier.plan)
        self.alone = {
            row.code: (*((own[row.code],) if row.code in own else ()), *others.get(row.code, ()))
            for row in self.dossier.plan.regions
        }
        found: dict[str, list[Payment]] = {}
        for payment in self.dossier.plan.payments:
            found.setdefault(payment.region, []).append(payment)
        owned: dict[str, list[str]] = {}
        for name, fund in self.dossier.scenario.funds.items():
            owned.setdefault(fund.owner, []).append(name)
        self.payments, self.owned = found, owned
        self.shares = [(row.persons_end, row.eligible) for row in self.dossier.plan.regions if row.eligible]

    def of(self, place: int, row: RegionRow) -> dict[str, Any]:
        """Everything on one sheet."""
        say, count = self.dossier.say, len(self.dossier.plan.regions)
        return {
            "number": say("sheet.number", number=place, count=count),
            "size": SIZES[0],
            "clipped": False,
            "code": row.code,
            "name": brief(self.dossier.place(row.code)),
            "boxes": list(self._boxes(row)),
            "lines": list(self._lines(row)),
            "paid": self._paid(row),
            "nobody": say("sheet.nobody_pays"),
            "why": list(self._why(row)),
            "more": self._more(row),
            "sources": self._sources(row),
        }

    def _boxes(self, row: RegionRow) -> Iterator[list[str]]:
        """Four large numbers: what it is, the number, what it is measured by."""
        say, language = self.dossier.say, self.dossier.language
        last = long_month(self.dossier.scenario.horizon.last, language)
        part = self.dossier.part(row.persons_end, row.eligible)
        yield [
            say("sheet.got", month=last),
            whole(row.persons_end, language),
            say("sheet.got_of", share=part, eligible=row.eligible),
        ]
        need = self.needs.get(row.code)
        if need is None:
            yield [say("sheet.need", month=last), "-", say("sheet.need_none")]
            yield [say("sheet.gap", month=last), "-", ""]
        else:
            said = self._measured(row, need)
            by = long_month(need.by, language)
            yield [say("sheet.need", month=by), whole(need.need, language), said]
            gap = say("sheet.gap_of" if need.missing else "sheet.gap_none")
            yield [say("sheet.gap", month=by), whole(need.missing, language), gap]
        money = say("sheet.money_of", person_months=row.person_months)
        yield [say("sheet.money"), rupiah(row.rupiah, language), money]

    def _measured(self, row: RegionRow, need: Need) -> str:
        """By what a region is measured, and how many it has."""
        scenario, facts = self.dossier.scenario, {"share": need.share, "covered": need.covered}
        if need.group is not None:
            group = names.brief_group(scenario, need.group)
            return self.dossier.say("sheet.need_group", **facts, group=group)
        if need.of == row.code:
            return self.dossier.say("sheet.need_own", **facts)
        of = names.places(scenario, need.of, self.dossier.language)
        return self.dossier.say("sheet.need_part", **facts, of=of)

    def _lines(self, row: RegionRow) -> Iterator[str]:
        """Its own targets that are no large number, its rank, and whether anybody of today drops."""
        say, shown = self.dossier.say, self.needs.get(row.code)
        for target in self.alone[row.code]:
            if shown is None or target.id != shown.id:
                yield self._besides(of_target(self.dossier, target))
        if row.eligible and len(self.shares) > 1:
            higher = sum(1 for part, of in self.shares if part * row.eligible > row.persons_end * of)
            equal = sum(1 for part, of in self.shares if part * row.eligible == row.persons_end * of) - 1
            ties = {"equal": equal} if equal else {}
            yield say("sheet.rank", place=higher + equal + 1, regions=len(self.shares), **ties)
        if not row.subsidised_before:
            yield say("sheet.before_nobody")
        else:
            code = "sheet.dropped" if row.dropped else "sheet.kept"
            yield say(code, before=row.subsidised_before, dropped=row.dropped)

    def _besides(self, need: Need) -> str:
        missing = {"missing": need.missing} if need.missing else {}
        aim, by = what(self.dossier, need.group), long_month(need.by, self.dossier.language)
        facts = {"share": need.share, "aim": aim, "need": need.need, "covered": need.covered, "month": by}
        return self.dossier.say("sheet.besides", **facts, **missing)

    def _paid(self, row: RegionRow) -> dict[str, Any]:
        """Fund by fund what is paid here, and the sums."""
        language, last = self.dossier.language, self.dossier.scenario.horizon.last
        sums: dict[str, list[int]] = {}
        for payment in self.payments.get(row.code, ()):
            sum_ = sums.setdefault(payment.fund, [0, 0, 0])
            sum_[0] += payment.persons if payment.month == last else 0
            sum_[1] += payment.persons
            sum_[2] += payment.rupiah
        paying = [fund.id for fund in ordered(self.dossier.plan.funds) if fund.id in sums]
        rows = [
            [
                brief(self.dossier.fund(name)),
                brief(self.dossier.payer(self.dossier.scenario.funds[name].owner)),
                *(whole(count, language) for count in sums[name]),
            ]
            for name in paying[:MOST_FUNDS]
        ]
        if len(paying) > MOST_FUNDS:
            rest = [sum(sums[name][place] for name in paying[MOST_FUNDS:]) for place in range(3)]
            others = self.dossier.say("note.other_funds", count=len(paying) - MOST_FUNDS)
            rows.append([others, "", *(whole(count, language) for count in rest)])
        total = (row.persons_end, row.person_months, row.rupiah)
        return {"rows": rows, "total": [whole(int(count), language) for count in total]}

    def _why(self, row: RegionRow) -> Iterator[str]:
        """What holds the region back, where it was asked; else why it was not."""
        answer = self.dossier.answers.regions.get(row.code)
        if answer is None:
            yield self.dossier.say(self.dossier.answers.silent or "papers.not_asked")
            return
        look = Look(self.dossier.scenario, Paper(), self.dossier.language, everything=True, formal=True)
        said = list(why_region.told(look, answer).said)[1:]  # the first says what the boxes say
        yield from said or [self.dossier.say("sheet.why_nobody")]

    def _more(self, row: RegionRow) -> dict[str, Any] | None:
        """What a further sum does, fund by fund, who brings the region most first; None: not asked."""
        answer = self.dossier.answers.regions.get(row.code)
        if answer is None:
            return None
        language = self.dossier.language
        tried = [one for one in answer.rules if one.rule == "money" and one.fund is not None]
        return {
            "title": self.dossier.say("sheet.more", more=Rupiah(answer.more)),
            "rows": [
                [
                    brief(self.dossier.fund(one.fund or "")),
                    whole(one.region_persons, language),
                    whole(Persons(one.persons), language),
                ]
                for one in tried[:MOST_TRIED]
            ],
            "nothing": self.dossier.say("sheet.more_nothing"),
        }

    def _sources(self, row: RegionRow) -> dict[str, Any]:
        """The figures stated for the region and its own funds, and what each rests on."""
        every = list(figures_of(self.dossier, row.code, self.owned.get(row.code, ())))
        rows = [[one.label, one.value, one.standing, one.source] for one in every[:MOST_SOURCES]]
        more = len(every) - MOST_SOURCES
        return {
            "rows": rows,
            "left_out": self.dossier.say("sheet.more_figures", count=more) if more > 0 else "",
        }
