"""Every rule and every goal recomputed in whole numbers from a list of payments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from oracle_case import Facts, Fund, Payment, month

Cell = tuple[str, str, str, int]
"""Region, group, fund, month counted from the horizon's first."""
Value = Fraction | list[Fraction]


def paid(facts: Facts, payments: list[Payment]) -> Counter[Cell]:
    """Persons of each cell that a fund may pay; rows of one cell are added."""
    persons: Counter[Cell] = Counter()
    for row in payments:
        if _payer(facts, row) is not None:
            at = month(row["month"]) - facts.first
            persons[row["region"], row["group"], row["fund"], at] += row["persons"]
    return persons


def _payer(facts: Facts, row: Payment) -> Fund | None:
    """The fund of a row, if it may pay for that region, group and month."""
    at = month(row["month"]) - facts.first
    for fund in facts.funds:
        if fund.id == row["fund"] and row["region"] in fund.regions and (row["group"], at) in fund.premium:
            return fund
    return None


def covered_persons(facts: Facts, persons: Counter[Cell]) -> dict[tuple[str, str], list[int]]:
    """Persons covered per region and group, month by month."""
    lines = {cell: [0] * facts.length for cell in facts.eligible}
    for (region, group, _, at), count in persons.items():
        lines[region, group][at] += count
    return lines


def moves(line: list[int], before: int) -> tuple[list[int], list[int]]:
    """Enrolled and dropped per month, from the persons covered.

    >>> moves([3, 1, 2], 2)
    ([1, 0, 1], [0, 2, 0])
    """
    steps = [now - last for last, now in zip([before, *line], line, strict=False)]
    return [max(0, step) for step in steps], [max(0, -step) for step in steps]


def rupiah(facts: Facts, persons: Counter[Cell], name: str, region: str) -> int:
    """What one fund pays in one region over the whole horizon."""
    premium = next(fund.premium for fund in facts.funds if fund.id == name)
    return sum(
        count * premium[group, at]
        for (where, group, fund, at), count in persons.items()
        if fund == name and where == region
    )


def broken(facts: Facts, payments: list[Payment]) -> list[str]:
    """One sentence for each rule broken, beginning with the rule's name and a colon."""
    return list(breaches(facts, payments))


def breaches(facts: Facts, payments: list[Payment]) -> Iterator[str]:
    """The same, one after the other, for who wants to know only whether there is any."""
    yield from _rows(facts, payments)
    persons = paid(facts, payments)
    yield from _money(facts, persons)
    lines = covered_persons(facts, persons)
    yield from _continuity(facts, lines)
    yield from _capacity(facts, lines)
    yield from _matching(facts, persons)
    yield from _bands(facts, lines)


def _rows(facts: Facts, payments: list[Payment]) -> Iterator[str]:
    seen: set[tuple[str, ...]] = set()
    for row in payments:
        name = (row["region"], row["group"], row["fund"], row["month"])
        fund = _payer(facts, row)
        if fund is None:
            yield f"payer: {name} is no cell this fund may pay"
        elif row["rupiah"] != row["persons"] * fund.premium[row["group"], month(row["month"]) - facts.first]:
            yield f"premium: {name} {row['persons']} persons are not Rp{row['rupiah']}"
        if name in seen:
            yield f"row: {name} twice"
        if not isinstance(row["persons"], int) or row["persons"] < 0:
            yield f"row: {name} has {row['persons']} persons"
        seen.add(name)


def _money(facts: Facts, persons: Counter[Cell]) -> Iterator[str]:
    for fund in facts.funds:
        spent = {region: rupiah(facts, persons, fund.id, region) for region in fund.regions}
        total = sum(spent.values())
        if total > fund.spendable:
            yield f"ceiling: {fund.id} pays {total}, may {fund.spendable}"
        if fund.at_least - total >= fund.dearest:
            yield f"spend_at_least: {fund.id} pays {total}, must {fund.at_least}"
        for region, money in spent.items():
            if fund.region_most is not None and money > fund.region_most:
                yield f"per_region.max: {fund.id} pays {money} in {region}, may {fund.region_most}"
            if fund.region_least - money >= fund.dearest:
                yield f"per_region.min: {fund.id} pays {money} in {region}, must {fund.region_least}"


def _continuity(facts: Facts, lines: dict[tuple[str, str], list[int]]) -> Iterator[str]:
    for cell, line in lines.items():
        enrolled, dropped = moves(line, facts.before[cell])
        if max(line) > facts.eligible[cell]:
            yield f"eligible: {cell} {max(line)} covered of {facts.eligible[cell]}"
        if sum(dropped) > facts.before[cell]:
            yield f"continuity: {cell} drops {sum(dropped)} of {facts.before[cell]}"
        for at, count in enumerate(enrolled):
            if count and facts.length - at < facts.stay:
                yield f"stay: {cell} enrols {count} with {facts.length - at} months left"


def _capacity(facts: Facts, lines: dict[tuple[str, str], list[int]]) -> Iterator[str]:
    for region, limit in facts.limit.items():
        for at in range(facts.length):
            count = sum(moves(lines[region, g], facts.before[region, g])[0][at] for g in facts.groups)
            if limit is not None and count > limit:
                yield f"enrol_per_month: {region} enrols {count} in month {at}, may {limit}"


def _matching(facts: Facts, persons: Counter[Cell]) -> Iterator[str]:
    for match in facts.matches:
        for region, names in match.own.items():
            own = sum(rupiah(facts, persons, name, region) for name in names)
            money = rupiah(facts, persons, match.fund, region)
            if money > match.ratio * own:
                yield f"matching: {match.fund} pays {money} in {region} beside {own}"


def _bands(facts: Facts, lines: dict[tuple[str, str], list[int]]) -> Iterator[str]:
    for band in facts.bands:
        for at in band.months:
            count = sum(lines[region, group][at] for region in band.regions for group in band.groups)
            if count < band.persons if band.rule == "floors" else count > band.persons:
                yield f"{band.rule}: {band.regions} {band.groups} {count} in month {at}, said {band.persons}"


def covered(facts: Facts, payments: list[Payment]) -> list[int]:
    """Persons covered of each target row, the participants without a fund included for UCJ."""
    lines = covered_persons(facts, paid(facts, payments))
    return [
        target.others + sum(lines[r, g][target.at] for r in target.regions for g in target.groups)
        for target in facts.targets
    ]


def values(facts: Facts, payments: list[Payment]) -> list[Value]:
    """The value of each goal in the case's order and in the goal's unit; fairness as ascending shares."""
    persons = paid(facts, payments)
    lines = covered_persons(facts, persons)
    reached = covered(facts, payments)

    def one(name: str, groups: tuple[str, ...]) -> Value:
        match name:
            case "keep":
                lost = [moves(line, facts.before[cell])[1] for cell, line in lines.items()]
                return Fraction(sum(sum(drop[: at + 1]) for drop in lost for at in range(facts.length)))
            case "targets":
                missing = zip(facts.targets, reached, strict=True)
                return sum((t.weight * max(0, t.need - count) for t, count in missing), Fraction(0))
            case "coverage":
                return sum((facts.weight[g] * lines[r, g][-1] for r, g in lines if g in groups), Fraction(0))
            case "fairness":
                return shares(facts, lines)
            case "months":
                return sum((facts.weight[g] * sum(lines[r, g]) for r, g in lines), Fraction(0))
            case "thrift":
                cells = [(fund.id, region) for fund in facts.funds for region in fund.regions]
                return Fraction(sum(rupiah(facts, persons, *cell) for cell in cells))
            case "steady":
                joined = (n - persons[r, g, f, t - 1] for (r, g, f, t), n in persons.items())
                return Fraction(sum(max(0, step) for step in joined))
        raise ValueError(name)

    return [one(goal.name, goal.groups) for goal in facts.goals]


def shares(facts: Facts, lines: dict[tuple[str, str], list[int]]) -> list[Fraction]:
    """Covered of the eligible in the last month, region by region, ascending."""
    return sorted(Fraction(sum(lines[r, g][-1] for g in facts.groups), facts.people(r)) for r in facts.shared)
