"""Levers on money: ceilings, what is set aside, what must be spent, limits per region, matching."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil
from typing import Any

import numpy as np

from optimizer.probes.levers import Ratio, Rows
from optimizer.problem import MatchRow
from optimizer.questions.changes import with_ceilings, with_fund, with_rules
from optimizer.questions.repairing.levers import SETTLED, Lever, Stated
from optimizer.scenario.ceilings import rupiah_of, spendable
from optimizer.scenario.schema import Fund, Scenario
from optimizer.units import LARGEST_RUPIAH, Rupiah, Share
from optimizer.units import Ratio as Factor

RATIO_STEP = Fraction(1, 100)
"""A matching ratio gives way by hundredths."""

MOST_RATIO = 100_000
"""Steps of a ratio at most: beyond it, own money is as good as none."""


def levers_on_money(said: Stated) -> Iterator[Lever]:
    """Every rule on money that may be changed; what is contracted or paid is left alone."""
    for name, fund in said.scenario.funds.items():
        if fund.status not in SETTLED:
            yield from _spending(said, name, fund)
            yield from _regional(said, name, fund, "min")
            yield from _regional(said, name, fund, "max")
            yield from _set_aside(said, name, fund)
            yield from _ceiling(said, name, fund)
    for number in range(len(said.scenario.rules.matching)):
        yield from _ratio(said, number)


def _spending(said: Stated, name: str, fund: Fund) -> Iterator[Lever]:
    """Less that must be spent; of a wish, no less than the file states itself."""
    rows = said.rows.get(("spend_at_least", name), ())
    if not rows or fund.spend_at_least is None:
        return
    place, pagu = said.problem.funds.index(name), int(fund.ceiling.number)
    unit, must = int(said.problem.unit[place]), rupiah_of(fund.spend_at_least, pagu)
    premiums = said.problem.cells.premium[said.problem.cells.fund == place]
    spare = int(premiums.max(initial=unit)) - unit
    (now,) = (row.units for row in said.problem.money if (row.rule, row.fund) == ("spend_at_least", place))
    own = said.base.funds[name].spend_at_least
    is_wish = own != fund.spend_at_least
    kept = rupiah_of(own, pagu) if is_wish and own is not None else 0
    yield Lever(
        name="wish_rupiah_least" if is_wish else "spend_at_least",
        rule_class="wish" if is_wish else "policy",
        rules=frozenset({("spend_at_least", name)}),
        facts={"fund": name},
        loose=_alike(rows, max(now - kept // unit, 0)),
        before=Rupiah(must),
        after=lambda steps: Rupiah(max(kept, (now - steps) * unit + spare)),
        changed=lambda scenario, value: with_fund(scenario, name, spend_at_least=value),
        keys=() if is_wish else ("funds", name, "spend_at_least"),
    )


def _regional(said: Stated, name: str, fund: Fund, side: str) -> Iterator[Lever]:
    """Less that must, or more that may, be paid in each region."""
    amount = getattr(fund.per_region, side)
    rows = said.rows.get((f"per_region_{side}", name), ())
    if amount is None or not rows:
        return
    unit = int(said.problem.unit[said.problem.funds.index(name)])
    now = rupiah_of(amount, int(fund.ceiling.number))
    lower = side == "min"
    whole = now if lower else now // unit * unit
    most = ceil(now / unit) if lower else _most_steps(said, name, dict.fromkeys(rows, 1.0))

    def change(scenario: Scenario, value: Any) -> Scenario:
        each = scenario.funds[name].per_region.model_copy(update={side: value})
        return with_fund(scenario, name, per_region=each)

    yield Lever(
        name=f"per_region_{side}",
        rule_class="policy",
        rules=frozenset({(f"per_region_{side}", name)}),
        facts={"fund": name},
        loose=_alike(rows, most),
        before=Rupiah(now),
        after=lambda steps: Rupiah(max(0, whole + (-steps if lower else steps) * unit)),
        changed=change,
        keys=("funds", name, "per_region", side),
    )


def _set_aside(said: Stated, name: str, fund: Fund) -> Iterator[Lever]:
    """Less set aside; of a wish that a fund pays at most an amount, a higher amount."""
    rows = said.rows.get(("ceiling", name), ())
    unit = int(said.problem.unit[said.problem.funds.index(name)])
    pagu, usable = int(fund.ceiling.number), int(spendable(fund))
    own = said.base.funds[name]
    is_wish = fund.set_aside != own.set_aside
    most = (int(spendable(own)) if is_wish else pagu) // unit - usable // unit
    if not rows or most <= 0:
        return

    def after(steps: int) -> Rupiah:
        may = (usable // unit + steps) * unit
        return Rupiah(may if is_wish else pagu - may)

    yield Lever(
        name="wish_rupiah_most" if is_wish else "set_aside",
        rule_class="wish" if is_wish else "policy",
        rules=frozenset({("ceiling", name)}),
        facts={"fund": name},
        loose=_alike(rows, most),
        before=Rupiah(usable if is_wish else pagu - usable),
        after=after,
        changed=lambda scenario, value: with_fund(
            scenario, name, set_aside=Rupiah(pagu - value) if is_wish else value
        ),
        keys=() if is_wish else ("funds", name, "set_aside"),
        rupiah=lambda steps: 0 if is_wish else steps * unit,
    )


def _ceiling(said: Stated, name: str, fund: Fund) -> Iterator[Lever]:
    """A higher ceiling; what is a share of it moves too, and then each rupiah counts."""
    rows = said.rows.get(("ceiling", name), ())
    aside = fund.set_aside if isinstance(fund.set_aside, Share) else Fraction(0)
    if not rows or aside == 1 or fund.set_aside != said.base.funds[name].set_aside:
        return
    unit = int(said.problem.unit[said.problem.funds.index(name)])
    pagu, usable = int(fund.ceiling.number), int(spendable(fund))
    shares = _shares_of_ceiling(said, name, fund, unit)
    moved = {row: float((1 - aside) / unit) if shares else 1.0 for row in rows} | shares

    def after(steps: int) -> Rupiah:
        if shares:
            return Rupiah(pagu + steps)
        return least_ceiling(fund, (usable // unit + steps) * unit)

    yield Lever(
        name="money",
        rule_class="policy",
        rules=frozenset({("ceiling", name), ("per_region_max", name)}),
        facts={"fund": name, "owner": fund.owner},
        loose=Rows(tuple(moved), tuple(moved.values()), _most_steps(said, name, moved)),
        before=Rupiah(pagu),
        after=after,
        changed=lambda scenario, value: with_ceilings(scenario, {name: int(value)}),
        keys=("funds", name, "ceiling"),
        rupiah=lambda steps: int(after(steps)) - pagu,
    )


def _most_steps(said: Stated, name: str, moved: Mapping[int, float]) -> int:
    """Steps beyond which no rule could need more: every worker for every month, and all that must be spent.

    Far larger bounds would cost the solver its precision.
    """
    problem, place = said.problem, said.problem.funds.index(name)
    workers = np.array([int(said.scenario.regions[code].workers.number) for code in problem.codes])
    here = problem.cells.fund == place
    units = int((workers[problem.region_of[problem.cells.slot[here]]] * problem.cells.units[here]).sum())
    units += max((row.units for row in problem.money if row.fund == place), default=0)
    slowest = min(by for by in moved.values() if by > 0)
    return min(ceil(units / slowest), LARGEST_RUPIAH // 4)


def _shares_of_ceiling(said: Stated, name: str, fund: Fund, unit: int) -> dict[int, float]:
    """Rows whose amount is a share of the ceiling: units a rupiah, below 0 where they tighten."""
    moved: dict[int, float] = {}
    for rule, amount, sign in (
        ("per_region_max", fund.per_region.max, 1),
        ("per_region_min", fund.per_region.min, -1),
        ("spend_at_least", fund.spend_at_least, -1),
    ):
        if isinstance(amount, Share):
            by = sign * float(amount / unit)
            moved.update(dict.fromkeys(said.rows.get((rule, name), ()), by))
    return moved


def least_ceiling(fund: Fund, wanted: int) -> Rupiah:
    """The least ceiling, no lower than now, that leaves ``wanted`` rupiah beside what is set aside."""
    now = int(fund.ceiling.number)

    def leaves(ceiling: int) -> bool:
        figure = fund.ceiling.model_copy(update={"value": Rupiah(ceiling), "assume": None})
        return int(spendable(fund.model_copy(update={"ceiling": figure}))) >= wanted

    low, high = now, now + 1
    while not leaves(high):
        low, high = high, 2 * high
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if leaves(middle) else (middle + 1, high)
    return Rupiah(low)


def _ratio(said: Stated, number: int) -> Iterator[Lever]:
    """More of a fund for each rupiah of own money."""
    rule, problem, cells = said.scenario.rules.matching[number], said.problem, said.problem.cells
    rows = list(_matching_rows(said, number))
    if not rows or rule.class_ == "law":
        return
    own = []
    for _, match in rows:
        here = np.isin(cells.fund, match.own) & (problem.region_of[cells.slot] == match.region)
        units = cells.units[here] * problem.unit[cells.fund[here]] / int(problem.unit[match.fund])
        own.append(tuple(zip(np.flatnonzero(here).tolist(), units.tolist(), strict=True)))

    def change(scenario: Scenario, value: Any) -> Scenario:
        rules = list(scenario.rules.matching)
        rules[number] = rules[number].model_copy(update={"ratio": value})
        return with_rules(scenario, matching=tuple(rules))

    yield Lever(
        name="ratio",
        rule_class=rule.class_,
        rules=frozenset({("matching", rule.fund)}),
        facts={"fund": rule.fund, "number": number + 1},
        loose=Ratio(tuple(row for row, _ in rows), tuple(own), Fraction(rule.ratio), RATIO_STEP, MOST_RATIO),
        before=rule.ratio,
        after=lambda steps: Factor(rule.ratio + steps * RATIO_STEP),
        changed=change,
        keys=("rules", "matching", str(number), "ratio"),
    )


def _matching_rows(said: Stated, number: int) -> Iterator[tuple[int, MatchRow]]:
    """The rows of one matching rule, with what each states; they stand in the order of the problem."""
    scenario, problem, cells = said.scenario, said.problem, said.problem.cells
    stated = (row for row, claim in enumerate(said.program.claims) if claim.rule == "matching")
    matches = iter(problem.matching)
    for place, rule in enumerate(scenario.rules.matching):
        fund = scenario.funds.get(rule.fund)
        for code in problem.codes if fund is not None else ():
            if not any(scenario.may_pay(fund, code, group) for group in problem.groups):  # type: ignore[arg-type] # looped over only where there is a fund
                continue
            match = next(matches)
            if ((cells.fund == match.fund) & (problem.region_of[cells.slot] == match.region)).any():
                row = next(stated)
                if place == number:
                    yield row, match


def _alike(rows: Sequence[int], most: int) -> Rows:
    """Rows that give way by one unit a step."""
    return Rows(tuple(rows), (1.0,) * len(rows), most)
