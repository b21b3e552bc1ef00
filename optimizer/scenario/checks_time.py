"""Checks of months against the horizon."""

from __future__ import annotations

from collections.abc import Iterator

from optimizer.errors import Finding
from optimizer.scenario.reach import Reach
from optimizer.scenario.resolved import values
from optimizer.scenario.schema import PeopleRule
from optimizer.scenario.yamlfile import MOST_NODES
from optimizer.units import Month, Months, year_of

LONGEST = 120
"""Months of a horizon: ten years."""

MOST_CELLS = 6_000_000
"""All 514 kabupaten and kota with ten funds each, three groups and two years are 370,000; all 83,762 desa and
kelurahan with five funds of kabupaten and province, two groups and fifteen months are 5,100,000."""


def horizon_is_reckonable(reach: Reach) -> Iterator[Finding]:
    """A horizon has at most ten years."""
    months = len(reach.scenario.horizon)
    if months > LONGEST:
        yield Finding("horizon.too_long", {"months": months, "limit": LONGEST}, path="horizon")


MOST_VALUES = 2_500_000
"""All 83,762 desa and kelurahan, told as briefly as can be, are 1,920,000."""


def scenario_can_be_read_again(reach: Reach) -> Iterator[Finding]:
    """What is read from tables is not more than the one file that it is written to may hold.

    A scenario of all villages is: it can be solved, and who reads this knows that its folder cannot be read.
    """
    parts = {key: values(part) for key, part in reach.scenario.__dict__.items()}
    found = sum(parts.values())
    if found > MOST_NODES:
        largest = max(parts, key=parts.__getitem__)
        facts = {"found": found, "limit": MOST_VALUES if found > MOST_VALUES else MOST_NODES}
        if found > MOST_VALUES:
            yield Finding("scenario.too_many_values", facts, path=largest)
        else:
            yield Finding("scenario.not_read_again", facts, "warning", largest)


def payments_are_reckonable(reach: Reach) -> Iterator[Finding]:
    """Each month of a region and group that a fund may pay is a decision: there is an end to how many."""
    cells = reach.cells
    if cells > MOST_CELLS:
        yield Finding("scenario.too_large", {"cells": cells, "limit": MOST_CELLS}, path="funds")


def funds_have_months(reach: Reach) -> Iterator[Finding]:
    """Each fund may pay some month of the horizon."""
    for name, fund in reach.scenario.funds.items():
        if reach.months[name] is None:
            key = "year" if fund.pays is None else "pays"
            facts = {"pays": fund.pays or year_of(fund.year), "horizon": reach.scenario.horizon}
            yield Finding("fund.no_month", facts, path=f"funds.{name}.{key}")


def targets_lie_in_the_horizon(reach: Reach) -> Iterator[Finding]:
    """Each target is measured in a month of the horizon."""
    horizon = reach.scenario.horizon
    for name, target in reach.scenario.targets.items():
        if target.by not in horizon:
            facts = {"month": target.by, "horizon": horizon}
            yield Finding("target.outside_horizon", facts, path=f"targets.{name}.by")


def rules_lie_in_the_horizon(reach: Reach) -> Iterator[Finding]:
    """Each floor and ceiling holds in some month of the horizon."""
    horizon, rules = reach.scenario.horizon, reach.scenario.rules
    for key, people in (("floors", rules.floors), ("ceilings", rules.ceilings)):
        for place, rule in enumerate(people):
            finding = _outside(rule, horizon, f"rules.{key}.{place}")
            if finding is not None:
                yield finding


def _outside(rule: PeopleRule, horizon: Months, path: str) -> Finding | None:
    if rule.from_ is not None and rule.to is not None and rule.from_ > rule.to:
        return Finding("rule.reversed", {"first": rule.from_, "last": rule.to}, path=f"{path}.from")
    # With one end left out, the other is compared with the horizon's.
    if rule.from_ is not None and rule.from_ > horizon.last:
        return Finding("rule.outside_horizon", {"month": rule.from_, "horizon": horizon}, path=f"{path}.from")
    if rule.to is not None and rule.to < horizon.first:
        return Finding("rule.outside_horizon", {"month": rule.to, "horizon": horizon}, path=f"{path}.to")
    return None


def somebody_can_be_enrolled(reach: Reach) -> Iterator[Finding]:
    """The stay fits into the horizon."""
    months, stay = len(reach.scenario.horizon), reach.scenario.rules.stay
    if stay > months:
        yield Finding("stay.nobody", {"months": months, "stay": stay}, "warning", "rules.stay")


def funds_can_enrol(reach: Reach) -> Iterator[Finding]:
    """Each fund may pay some month in which enough months are left to enrol."""
    months, stay = len(reach.scenario.horizon), reach.scenario.rules.stay
    if stay > months:
        return  # Said once, of the stay.
    last = last_enrolment(reach)
    for name, fund in reach.scenario.funds.items():
        paying = reach.months[name]
        if paying is not None and paying.first > last:
            facts = {"first": paying.first, "last": last, "months": months, "stay": stay}
            path = f"funds.{name}" if fund.pays is None else f"funds.{name}.pays"
            yield Finding("fund.only_after_enrolment", facts, "warning", path)


def last_enrolment(reach: Reach) -> Month:
    """The last month in which as many months are left as whoever enrols must stay."""
    horizon, stay = reach.scenario.horizon, reach.scenario.rules.stay
    return horizon.first.plus(min(len(horizon) - stay, len(horizon) - 1))


def outlook_lies_ahead(reach: Reach) -> Iterator[Finding]:
    """What is expected is expected of months of the horizon: the month before has its own figures."""
    horizon = reach.scenario.horizon
    for code, region in reach.scenario.regions.items():
        past = sorted(month for month in region.outlook if month < horizon.first)
        if past:
            facts = {"months": tuple(past), "horizon": horizon}
            yield Finding("outlook.before_horizon", facts, "warning", f"regions.{code}.outlook")
