"""Checks of ceilings and premiums."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from optimizer.errors import Finding
from optimizer.scenario.ceilings import rupiah_of, spendable
from optimizer.scenario.reach import Reach, ranges
from optimizer.scenario.schema import Published
from optimizer.units import Month, Ratio, Rupiah


def every_month_has_a_premium(reach: Reach) -> Iterator[Finding]:
    """Every month a fund may pay has a premium."""
    for name, prices in reach.prices.items():
        if not reach.regions[name]:
            continue  # Refused for that already.
        gaps: dict[tuple[Month, ...], list[str]] = {}
        for group, months in prices.missing:
            gaps.setdefault(months, []).append(group)
        for months, groups in gaps.items():
            facts = {"fund": name, "groups": tuple(groups), "months": ranges(months)}
            yield Finding("premium.none", facts, path=f"funds.{name}")


def premiums_are_money(reach: Reach) -> Iterator[Finding]:
    """A premium is at least one rupiah: for nothing, any number of people could be covered."""
    for place, entry in enumerate(reach.scenario.premium):
        if entry.number < 1:
            yield Finding("premium.zero", {}, path=f"premium.{place}")


def least_is_below_ceiling(reach: Reach) -> Iterator[Finding]:
    """What must be spent is not more than what may be spent."""
    for name, fund in reach.scenario.funds.items():
        if fund.spend_at_least is None or not fund.ceiling.number:
            continue
        least = Rupiah(rupiah_of(fund.spend_at_least, fund.ceiling.number))
        if least > spendable(fund):
            facts = {"found": least, "allowed": spendable(fund), "ceiling": fund.ceiling.number}
            yield Finding("fund.least_above_ceiling", facts, path=f"funds.{name}.spend_at_least")


def least_in_a_region_is_below_most(reach: Reach) -> Iterator[Finding]:
    """What must be spent in a region is not more than what may be spent there."""
    for name, fund in reach.scenario.funds.items():
        if fund.per_region.min is None or fund.per_region.max is None or not fund.ceiling.number:
            continue
        least = Rupiah(rupiah_of(fund.per_region.min, fund.ceiling.number))
        most = Rupiah(rupiah_of(fund.per_region.max, fund.ceiling.number))
        if least > most:
            facts = {"found": least, "allowed": most}
            yield Finding("fund.region_least_above_most", facts, path=f"funds.{name}.per_region.min")


def ceilings_buy_a_month(reach: Reach) -> Iterator[Finding]:
    """Each ceiling pays at least one person for one month."""
    for name, fund in reach.scenario.funds.items():
        lowest = reach.prices[name].lowest
        if lowest is not None and spendable(fund) < lowest:
            facts = {"found": spendable(fund), "premium": lowest}
            yield Finding("ceiling.below_one_month", facts, "warning", f"funds.{name}.ceiling")


def money_of_the_village_is_contested(reach: Reach) -> Iterator[Finding]:
    """Whoever plans with dana desa is told that its use for premiums is contested."""
    for name, fund in reach.scenario.funds.items():
        if fund.budget == "dana-desa":
            yield Finding("fund.dana_desa", {}, "warning", f"funds.{name}.budget")


def published_figures_multiply(reach: Reach) -> Iterator[Finding]:
    """Announced workers × months × premium is the announced money, to the digits that were printed."""
    for name, fund in reach.scenario.funds.items():
        prices = reach.prices[name]
        if fund.published is None or prices.lowest is None or prices.highest is None:
            continue
        finding = _multiplied(fund.published, prices.lowest, prices.highest, f"funds.{name}.published")
        if finding is not None:
            yield finding


def _multiplied(published: Published, lowest: Rupiah, highest: Rupiah, path: str) -> Finding | None:
    person_months = published.workers * published.months
    money, printed = published.rupiah, last_digit(published.rupiah)
    # Officials cut as often as they round: less than one of the last digit printed is no difference.
    if person_months * lowest - printed < money < person_months * highest + printed:
        return None
    facts: dict[str, Any] = {
        "workers": published.workers,
        "months": published.months,
        "premium": lowest,
        "expected": Rupiah(person_months * lowest),
        "found": money,
    }
    if person_months:
        facts["implied_months"] = Ratio(money, published.workers * lowest)
        facts["implied_premium"] = Rupiah(money // person_months)
    return Finding("fund.published_differs", facts, "warning", path)


def last_digit(money: int) -> int:
    """What one more in the last digit printed is worth; two digits at least are taken as printed.

    >>> last_digit(1_008_000_000), last_digit(10_000_000_000), last_digit(287_280_000)
    (1000000, 1000000000, 10000)
    """
    digits = str(int(money))
    zeros = len(digits) - len(digits.rstrip("0"))
    return int(10 ** max(0, min(zeros, len(digits) - 2)))
