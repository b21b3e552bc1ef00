"""Everything a scenario is checked for after its form is right, as one list of named checks."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from itertools import islice

from optimizer.errors import Finding
from optimizer.scenario import checks_evidence as evidence
from optimizer.scenario import checks_money as money
from optimizer.scenario import checks_people as people
from optimizer.scenario import checks_references as references
from optimizer.scenario import checks_sharing as sharing
from optimizer.scenario import checks_targets as targets
from optimizer.scenario import checks_time as time
from optimizer.scenario import checks_totals as totals
from optimizer.scenario.reach import Reach
from optimizer.scenario.schema import Scenario

Check = Callable[[Reach], Iterator[Finding]]

NAMES: tuple[Check, ...] = (
    references.regions_are_apart,
    references.lists_are_not_empty,
    references.funds_exist,
    references.groups_exist,
    references.regions_exist,
    references.sources_exist,
    references.owners_exist,
    references.funds_have_regions,
    references.targets_name_their_group,
    references.goals_stand_once,
    sharing.who_tops_up_stands_above,
    sharing.ability_is_known_of_all,
)
"""Every name is the name of something."""

SIZES: tuple[Check, ...] = (
    time.horizon_is_reckonable,
    time.scenario_can_be_read_again,
    time.payments_are_reckonable,
    targets.targets_are_reckonable,
)
"""What must hold before anything is reckoned month by month and place by place; the first to fail is told."""

REFUSED: tuple[Check, ...] = (
    time.funds_have_months,
    time.targets_lie_in_the_horizon,
    time.rules_lie_in_the_horizon,
    people.subsidised_are_eligible,
    people.subsidised_are_active,
    people.active_are_workers,
    people.eligible_are_workers,
    people.outlook_leaves_room,
    money.every_month_has_a_premium,
    money.premiums_are_money,
    money.least_is_below_ceiling,
    money.least_in_a_region_is_below_most,
)
"""What is wrong with the figures."""

WARNED: tuple[Check, ...] = (
    money.ceilings_buy_a_month,
    money.money_of_the_village_is_contested,
    money.published_figures_multiply,
    people.today_has_payers,
    people.today_has_money,
    time.somebody_can_be_enrolled,
    time.funds_can_enrol,
    time.outlook_lies_ahead,
    targets.money_suffices,
    targets.people_suffice,
    totals.parts_add_up,
    evidence.rivals_agree,
    evidence.figures_are_recent,
    evidence.figures_have_sources,
)
"""What is only told: these checks never find an error."""

FIGURES: tuple[Check, ...] = (*REFUSED, *WARNED)

MOST_FINDINGS = 1_000
"""One check tells so many: more would take seconds, and nobody reads them."""

CHECKS = (*NAMES, *SIZES, *FIGURES)


def check(scenario: Scenario) -> list[Finding]:
    """Every finding of every check, each with the path it speaks of.

    In a scenario too large to be reckoned, only its names are checked beside.
    """
    reach = Reach(scenario)
    found = [finding for one in NAMES for finding in _told(one(reach))]
    for finding in (finding for one in SIZES for finding in one(reach)):
        found.append(finding)
        if finding.level == "error":
            return found
    return [*found, *(finding for one in FIGURES for finding in _told(one(reach)))]


def is_refused(scenario: Scenario, passed: Container[Check] = ()) -> bool:
    """Whether ``check`` finds an error; checks that are known to find none may be passed over."""
    reach = Reach(scenario)
    asked = (one for one in (*NAMES, *SIZES, *REFUSED) if one not in passed)
    return any(finding.level == "error" for one in asked for finding in one(reach))


def _told(found: Iterator[Finding]) -> Iterator[Finding]:
    """The first findings of a check, and that there are more."""
    yield from islice(found, MOST_FINDINGS)
    more = next(found, None)
    if more is not None:
        yield Finding("checks.more", {"limit": MOST_FINDINGS}, more.level, more.path)
