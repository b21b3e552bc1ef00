"""Funds as people look for them: by payer, those of the widest area first, then by code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from optimizer.papers.dossier import Dossier
from optimizer.plan.shapes import FundRow
from optimizer.units import Code, Rupiah

COUNTRY = "ID"


@dataclass(frozen=True, slots=True)
class Purse:
    """All funds of one payer, in the plan's order."""

    owner: Code
    funds: tuple[FundRow, ...]

    @property
    def ceiling(self) -> Rupiah:
        """What all of them may pay."""
        return Rupiah(sum(fund.ceiling for fund in self.funds))

    @property
    def allocated(self) -> Rupiah:
        """What all of them pay."""
        return Rupiah(sum(fund.allocated for fund in self.funds))

    @property
    def left(self) -> Rupiah:
        """What all of them keep."""
        return Rupiah(sum(fund.left for fund in self.funds))


def rank(owner: str) -> tuple[int, str]:
    """Where a payer stands: the country, provinces, then what lies in them, each by code.

    >>> sorted(["52.71", "53", "52.01", "ID", "52"], key=rank)
    ['ID', '52', '53', '52.01', '52.71']
    """
    return (0 if owner == COUNTRY else 1 + owner.count("."), owner)


def ordered(funds: Iterable[FundRow]) -> tuple[FundRow, ...]:
    """Funds by payer; those of one payer in the plan's order."""
    return tuple(sorted(funds, key=lambda fund: rank(fund.owner)))


def purses(dossier: Dossier) -> Iterator[Purse]:
    """Each payer with its funds."""
    for owner, funds in groupby(ordered(dossier.plan.funds), key=lambda fund: fund.owner):
        yield Purse(owner, tuple(funds))
