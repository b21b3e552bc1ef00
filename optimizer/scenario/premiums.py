"""What one person-month costs a fund."""

from __future__ import annotations

from optimizer.scenario.schema import Scenario
from optimizer.units import Month, Rupiah


def premium_of(scenario: Scenario, fund: str, group: str, month: Month) -> Rupiah:
    """Rupiah per person-month; the last entry that fits wins.

    Raises:
        LookupError: no entry fits; the checks refuse such a scenario.
    """
    for entry in reversed(scenario.premium):
        if (
            (entry.months is None or month in entry.months)
            and (entry.funds is None or fund in entry.funds)
            and (entry.groups is None or group in entry.groups)
        ):
            return entry.number
    raise LookupError(f"no premium for {fund}, {group}, {month}")
