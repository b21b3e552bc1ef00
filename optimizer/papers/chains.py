"""The figures of one plan with their chains: of the whole, of each target, region and fund."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from optimizer.answers.headline import widest
from optimizer.papers.chains_workers import called, of_workers
from optimizer.papers.dossier import Dossier
from optimizer.papers.figures import Figure, Formula, Origin, Term, Value, origins
from optimizer.papers.purses import Purse, purses
from optimizer.plan.shapes import FundRow, RegionRow, TargetRow
from optimizer.report import names, tables
from optimizer.units import Code, PersonMonths, Persons, Rupiah, Share

REGION_COUNTS: Mapping[str, str] = {
    "eligible": "eligible",
    "before": "subsidised_before",
    "persons": "persons_end",
    "months": "person_months",
    "rupiah": "rupiah",
    "dropped": "dropped",
}
"""Figures of a region (``region.52.01.persons``), and the column of its row that each is."""

TARGET_COUNTS = ("base", "others", "paid", "covered", "need", "shortfall")
"""Figures of a target (``goal.need``, ``target.ucj.52.need``) that add up over its places."""

FUND_COUNTS = ("ceiling", "allocated", "left")
"""Figures of a fund (``fund.x.left``) and of a payer with several (``payer.52.left``)."""


def figures(dossier: Dossier) -> Mapping[str, Figure]:
    """Every figure of the plan by its key, those of the whole first."""
    chains = _Chains(dossier)
    plan = dossier.plan
    found = [*chains.whole(), *chains.goal(), *of_workers(dossier, chains.origins)]
    found += [figure for row in plan.targets for figure in chains.target(row, target_key(row))]
    found += [figure for region in plan.regions for figure in chains.region(region)]
    found += [figure for fund in plan.funds for figure in chains.fund(fund)]
    found += [figure for purse in purses(dossier) for figure in chains.payer(purse)]
    return {figure.key: figure for figure in found}


def target_key(row: TargetRow) -> str:
    """How the figures of one target in one place begin."""
    return f"target.{row.id}.{row.of}"


@dataclass(slots=True)
class _Chains:
    dossier: Dossier
    origins: Mapping[str, Origin] = field(init=False)
    by_region: Mapping[Code, Mapping[str, Rupiah]] = field(init=False)
    """Region to what each fund pays there."""
    persons: Mapping[Code, Mapping[str, Persons]] = field(init=False)
    """Region to whom each fund pays for there in the last month."""

    def __post_init__(self) -> None:
        self.origins = origins(self.dossier.scenario)
        money: dict[Code, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        people: dict[Code, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for payment in self.dossier.plan.payments:
            money[payment.region][payment.fund] += payment.rupiah
            if payment.month == self.dossier.scenario.horizon.last:
                people[payment.region][payment.fund] += payment.persons
        self.by_region = {code: {name: Rupiah(one) for name, one in of.items()} for code, of in money.items()}
        self.persons = {code: {name: Persons(one) for name, one in of.items()} for code, of in people.items()}

    def figure(self, key: str, value: Value, formula: Formula, terms: Sequence[Term] = ()) -> Figure:
        return called(self.dossier, key, value, formula, terms=terms)

    def given(self, label: str, value: Value, path: str) -> Term:
        return Term(label, value, origin=self.origins.get(path))

    def whole(self) -> Iterator[Figure]:
        plan, dossier = self.dossier.plan, self.dossier
        every, money = tables.summed(plan.regions), tables.money(plan)
        for key, column in REGION_COUNTS.items():
            terms = [
                Term(dossier.place(row.code), getattr(row, column), key=f"region.{row.code}.{key}")
                for row in plan.regions
            ]
            yield self.figure(f"total.{key}", getattr(every, column), "sum", terms)
        yield self.figure("total.full_benefit", plan.totals.persons_full_benefit, "counted")
        if every.eligible:
            share = Share(Fraction(every.persons_end, every.eligible))
            yield self.figure(
                "total.share", share, "share", self._over("total", every.persons_end, every.eligible)
            )
        for key in FUND_COUNTS:
            terms = [
                Term(dossier.fund(row.id), getattr(row, key), key=f"fund.{row.id}.{key}")
                for row in plan.funds
            ]
            yield self.figure(f"total.{key}", getattr(money, key), "sum", terms)

    def _over(self, key: str, part: Persons, every: Persons) -> list[Term]:
        say = self.dossier.say
        return [
            Term(say("papers.figure.persons"), part, key=f"{key}.persons"),
            Term(say("papers.figure.eligible"), every, key=f"{key}.eligible"),
        ]

    def goal(self) -> Iterator[Figure]:
        """The widest target; one that is set for each of several places is added up over them."""
        whole = widest(self.dossier.plan)
        rows = [row for row in self.dossier.plan.targets if whole is not None and row.id == whole.id]
        if len(rows) == 1:
            yield from self.target(rows[0], "goal")
        elif whole is not None:
            paid = {row.of: Persons(row.covered - row.others) for row in (*rows, whole)}
            for name in TARGET_COUNTS:
                value = paid[whole.of] if name == "paid" else getattr(whole, name)
                terms = [
                    Term(
                        self.dossier.place(row.of),
                        paid[row.of] if name == "paid" else getattr(row, name),
                        f"{target_key(row)}.{name}",
                    )
                    for row in rows
                ]
                yield self.figure(f"goal.{name}", value, "sum", terms)
            if whole.base:
                reached = Share(Fraction(whole.covered, whole.base))
                over = [
                    Term(self.dossier.say(f"papers.figure.{name}"), getattr(whole, name), f"goal.{name}")
                    for name in ("covered", "base")
                ]
                yield self.figure("goal.reached", reached, "share", over)

    def target(self, row: TargetRow, key: str) -> Iterator[Figure]:
        share = Share(self.dossier.scenario.targets[row.id].share.number)
        base = self.figure(f"{key}.base", row.base, "counted", list(self._workers(row)))
        others = self.figure(f"{key}.others", row.others, "counted")
        paid = self.figure(f"{key}.paid", Persons(row.covered - row.others), "counted")
        parts = [others.as_term(), paid.as_term()]
        covered = self.figure(f"{key}.covered", row.covered, "sum", parts)
        asked = self.given(self.dossier.say("papers.asked_share"), share, f"targets.{row.id}.share")
        need = self.figure(f"{key}.need", row.need, "needed", [asked, base.as_term()])
        yield from (base, others, paid, covered, need)
        terms = [need.as_term(), covered.as_term()]
        yield self.figure(f"{key}.shortfall", row.shortfall, "missing", terms)
        if row.base:
            reached = Share(Fraction(row.covered, row.base))
            yield self.figure(f"{key}.reached", reached, "share", [covered.as_term(), base.as_term()])

    def _workers(self, row: TargetRow) -> Iterator[Term]:
        """What a UCJ target is measured over, where one region alone is."""
        region = self.dossier.scenario.regions.get(Code(row.of))
        if region is not None and row.measure == "ucj":
            label = self.dossier.say("papers.figure.workers")
            yield self.given(label, Persons(region.workers.number), f"regions.{row.of}.workers")

    def region(self, row: RegionRow) -> Iterator[Figure]:
        key, dossier = f"region.{row.code}", self.dossier
        yield self.figure(f"{key}.eligible", row.eligible, "sum", self._groups(row, "eligible"))
        yield self.figure(f"{key}.before", row.subsidised_before, "sum", self._groups(row, "subsidised"))
        paid_for = self.persons.get(row.code, {})
        people = [Term(dossier.fund(name), count) for name, count in paid_for.items() if count]
        yield self.figure(f"{key}.persons", row.persons_end, "sum", people)
        yield self.figure(f"{key}.months", row.person_months, "counted")
        money = [Term(dossier.fund(name), sum_) for name, sum_ in self.by_region.get(row.code, {}).items()]
        yield self.figure(f"{key}.rupiah", row.rupiah, "sum", money)
        yield self.figure(f"{key}.dropped", row.dropped, "counted")
        if row.eligible:
            share = Share(Fraction(row.persons_end, row.eligible))
            terms = self._over(key, row.persons_end, row.eligible)
            yield self.figure(f"{key}.share", share, "share", terms)

    def _groups(self, row: RegionRow, kind: str) -> list[Term]:
        scenario = self.dossier.scenario
        return [
            self.given(
                names.brief_group(scenario, group),
                Persons(figure.number),
                f"regions.{row.code}.{kind}.{group}",
            )
            for group, figure in getattr(scenario.regions[row.code], kind).items()
        ]

    def fund(self, row: FundRow) -> Iterator[Figure]:
        key, dossier = f"fund.{row.id}", self.dossier
        label = dossier.say("papers.figure.ceiling")
        ceiling = self.figure(
            f"{key}.ceiling",
            row.ceiling,
            "counted",
            [self.given(label, row.ceiling, f"funds.{row.id}.ceiling")],
        )
        money = [
            Term(dossier.place(code), paid[row.id]) for code, paid in self.by_region.items() if row.id in paid
        ]
        allocated = self.figure(f"{key}.allocated", row.allocated, "sum", money)
        yield from (ceiling, allocated)
        yield self.figure(f"{key}.left", row.left, "difference", [ceiling.as_term(), allocated.as_term()])
        yield self.figure(f"{key}.months", PersonMonths(row.person_months), "counted")

    def payer(self, purse: Purse) -> Iterator[Figure]:
        """The sums of a payer with several funds."""
        if len(purse.funds) < 2:
            return
        sums: dict[str, Value] = {key: getattr(purse, key) for key in FUND_COUNTS}
        sums["months"] = PersonMonths(sum(row.person_months for row in purse.funds))
        for key, value in sums.items():
            of = "person_months" if key == "months" else key
            terms = [
                Term(self.dossier.fund(row.id), getattr(row, of), key=f"fund.{row.id}.{key}")
                for row in purse.funds
            ]
            yield self.figure(f"payer.{purse.owner}.{key}", value, "sum", terms)
