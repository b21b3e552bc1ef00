"""What next year costs: keeping the people of the last month for 12 months more."""

from __future__ import annotations

from dataclasses import dataclass

from optimizer.units import Code, Persons, Rupiah


@dataclass(frozen=True, slots=True)
class PayerBill:
    """One payer's bill beside the money it has now."""

    owner: Code
    persons: Persons
    """Paid for in the last month of the plan."""
    rupiah: Rupiah
    """12 months of their premium."""
    ceiling: Rupiah
    """Spendable ceilings of the payer's funds of the last month's fiscal year."""
    missing: Rupiah
    """The bill less that ceiling; 0 where it can be carried."""
    carries: Persons
    """The most of these persons whom that ceiling pays for 12 months: those who cost least first."""


@dataclass(frozen=True, slots=True)
class Bill:
    """Next year's bill of every payer, the one that is short by most first."""

    status: str
    year: int
    """Fiscal year of the ceilings that the bill is compared with."""
    payers: tuple[PayerBill, ...]
    persons: Persons
    rupiah: Rupiah
    missing: Rupiah
    """Sum over the payers that are short; what others have more is not theirs."""
