"""What a fund may spend."""

from __future__ import annotations

from math import ceil, floor

from optimizer.scenario.schema import Fund
from optimizer.units import Rupiah, Share


def spendable(fund: Fund) -> Rupiah:
    """The ceiling less what is set aside, which is rounded up."""
    if fund.set_aside is None:
        return Rupiah(fund.ceiling.number)
    aside = fund.set_aside * fund.ceiling.number if isinstance(fund.set_aside, Share) else fund.set_aside
    return Rupiah(max(0, fund.ceiling.number - ceil(aside)))


def rupiah_of(amount: Share | Rupiah, ceiling: int) -> int:
    """An amount in rupiah; a share is of the ceiling, rounded down."""
    return floor(amount * ceiling) if isinstance(amount, Share) else int(amount)
