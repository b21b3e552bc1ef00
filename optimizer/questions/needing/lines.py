"""The scenario with extra money in it: lines of regions, and what a payer above them tops up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from optimizer.plan.shapes import Payment
from optimizer.questions.changes import with_ceilings
from optimizer.scenario.ceilings import rupiah_of, spendable
from optimizer.scenario.extra_lines import Line, key_of, own_lines, with_lines
from optimizer.scenario.schema import Fund, PerRegion, Scenario
from optimizer.units import Code, Persons, Ratio, Rupiah, Share


@dataclass(frozen=True)
class Topping:
    """Who tops up what regions pay, and through which funds."""

    payer: Code
    ratio: Ratio
    funds: tuple[str, ...]
    """Funds with a matching rule of their own, whose ceilings may rise; none: lines of the payer."""


def topping(scenario: Scenario) -> Topping | None:
    """By the matching rule of a fund from above the regions where there is one, else by ``sharing``."""
    named = scenario.sharing.matched
    rules = [
        rule
        for rule in scenario.rules.matching
        if (owner := scenario.funds[rule.fund].owner) not in scenario.regions
        and (named is None or owner == named.payer)
    ]
    if rules:
        payer = scenario.funds[rules[0].fund].owner
        funds = dict.fromkeys(rule.fund for rule in rules if scenario.funds[rule.fund].owner == payer)
        return Topping(payer, rules[0].ratio, tuple(funds))
    return None if named is None else Topping(named.payer, named.ratio, ())


class Lines:
    """Every fund that may be given more, by its key in the scenarios made here."""

    def __init__(self, scenario: Scenario, top: Topping | None) -> None:
        """``scenario`` is the one that money is added to."""
        own = own_lines(scenario)
        payer = () if top is None or top.funds else tuple(_topping_up(top, line) for line in own)
        self.lines: Mapping[str, Line] = {key_of(scenario, line): line for line in (*payer, *own)}
        self.raised = top.funds if top is not None and top.funds else tuple(self.lines)[: len(payer)]
        """Funds of the payer who tops up: those with a rule of their own, or a line for each of a region."""
        self.follows = (
            {}
            if top is None
            else {
                key: (key_of(scenario, line), Fraction(top.ratio))
                for key, line in zip(self.lines, own if payer else (), strict=False)
            }
        )
        """Of the payer's lines: the line that each tops up, and rupiah for each rupiah of it."""

    def before(self, scenario: Scenario) -> Scenario:
        """With what the payer could raise still empty."""
        return self.at(scenario, dict.fromkeys(self.raised, 0))

    def at(self, scenario: Scenario, rupiah: Mapping[str, int]) -> Scenario:
        """With so much more money; what is a share of a ceiling that rises stays as it is in rupiah."""
        added = {self.lines[key]: amount for key, amount in rupiah.items() if key in self.lines}
        raised = {key: amount for key, amount in rupiah.items() if key not in self.lines}
        funds = {key: _as_it_is(scenario.funds[key]) for key in raised}
        kept = scenario.model_copy(update={"funds": {**scenario.funds, **funds}})
        ceilings = {key: kept.funds[key].ceiling.number + amount for key, amount in raised.items()}
        return with_lines(with_ceilings(kept, ceilings), added)

    def divided(
        self, rupiah: Mapping[str, int], payments: Sequence[Payment]
    ) -> tuple[dict[str, int], tuple[Payment, ...]]:
        """Money of lines and what it pays, the payer above taking over as much as the ratio lets it.

        Lines of one region and year pay for the same people and months.
        """
        shared, paid = dict(rupiah), list[Payment]()
        payer = {line: (key, ratio) for key, (line, ratio) in self.follows.items()}
        left = {line: int(rupiah.get(line, 0) * ratio / (1 + ratio)) for line, (_, ratio) in payer.items()}
        for payment in payments:
            taken = 0
            if payment.fund in left:
                key, premium = payer[payment.fund][0], payment.rupiah // payment.persons
                taken = min(payment.persons, left[payment.fund] // premium)
                left[payment.fund] -= taken * premium
                shared[payment.fund] -= taken * premium
                shared[key] = shared.get(key, 0) + taken * premium
                paid += [_part(payment, taken, key)] if taken else []
            paid += [_part(payment, payment.persons - taken, payment.fund)] if payment.persons > taken else []
        return {key: amount for key, amount in shared.items() if amount}, tuple(sorted(paid))


def _part(payment: Payment, persons: int, fund: str) -> Payment:
    """So many persons of a payment, paid by a fund of the same premium."""
    premium = payment.rupiah // payment.persons
    return replace(payment, fund=fund, persons=Persons(persons), rupiah=Rupiah(persons * premium))


def _topping_up(top: Topping, line: Line) -> Line:
    return Line(top.payer, line.year, line.owner)


def _as_it_is(fund: Fund) -> Fund:
    """The fund with its shares of the ceiling written in rupiah."""
    ceiling = fund.ceiling.number

    def rupiah(amount: Share | Rupiah | None) -> Rupiah | None:
        return None if amount is None else Rupiah(rupiah_of(amount, ceiling))

    return fund.model_copy(
        update={
            "set_aside": None if fund.set_aside is None else Rupiah(ceiling - spendable(fund)),
            "spend_at_least": rupiah(fund.spend_at_least) if ceiling else None,
            "per_region": PerRegion(
                max=rupiah(fund.per_region.max), min=rupiah(fund.per_region.min) if ceiling else None
            ),
        }
    )
