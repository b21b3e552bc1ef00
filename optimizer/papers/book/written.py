"""The workbook ``alokasi.xlsx`` of a plan, and whether one that was written still shows its figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from optimizer.errors import Finding
from optimizer.papers.book import budget, calendar, diagrams, evidence, overview, paid, places, pledges
from optimizer.papers.book.cells import Sheet
from optimizer.papers.book.comparing import compared
from optimizer.papers.book.ledger import Ledger
from optimizer.papers.book.rendering import rendered
from optimizer.papers.dossier import Dossier

NAME = "alokasi.xlsx"


def book(dossier: Dossier) -> Mapping[str, bytes]:
    """The workbook.

    Raises:
        InvalidError: a sum is so large that a spreadsheet would not show it exactly.
        FailedError: xlsxwriter is not installed.
    """
    ledger = Ledger(dossier)
    return {NAME: rendered(ledger, sheets(ledger))}


def checked(name: str, content: bytes, dossier: Dossier) -> Iterator[Finding]:
    """A finding for each figure in the file that is not the plan's; what the meeting fills in is its own."""
    yield from compared(name, content, sheets(Ledger(dossier)))


def sheets(ledger: Ledger) -> tuple[Sheet, ...]:
    """Every sheet, in the order of the tabs."""
    detailed = () if ledger.long else (paid.monthly(ledger), calendar.calendar(ledger))
    return (
        overview.overview(ledger),
        diagrams.diagrams(ledger),
        places.places(ledger),
        paid.allocation(ledger),
        *detailed,
        budget.money(ledger),
        budget.aims(ledger),
        pledges.pledges(ledger),
        evidence.assumptions(ledger),
        evidence.sources(ledger),
    )
