"""Who pays for whom: the sheets of payments, of regions and funds, and the calendar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import NamedTuple

from optimizer.papers.book.cells import Cell, Entry, Grid, Line, Lines, Sheet, cut, share_formula
from optimizer.papers.book.ledger import HEAD, Ledger
from optimizer.papers.book.shaping import above, column, fitting, for_counts, for_money, sums
from optimizer.plan.shapes import Payment
from optimizer.report import names
from optimizer.text.numbers import months as said_months
from optimizer.units import Code, Months

_LONGEST = 40
"""Letters of a name in the table of payments, whose rows do not grow."""


def monthly(ledger: Ledger) -> Sheet:
    """Every payment: one region, group, fund and month."""
    grid, plan = ledger.monthly, ledger.dossier.plan
    known = _Names(*(_short(one) for one in (ledger.place, ledger.group, ledger.fund, ledger.payer)))
    place, group, fund, payer = (fitting(one.values(), least=12, most=_LONGEST) for one in known)
    widths = (8, place, group, 7, fund, payer, 16, 11, 11, 12, for_money([plan.totals.rupiah]))
    totals = (("persons", plan.totals.person_months, "count"), ("rupiah", plan.totals.rupiah, "rupiah"))
    every = sums(grid, ledger, totals)
    shown = sums(grid, ledger, totals, "shown")
    shown = shown._replace(cells=[_shown(cell) for cell in shown.cells])
    head = [*above(ledger, "monthly", width=sum(widths), columns=len(widths)), shown, every]
    return Sheet(
        name=grid.sheet,
        widths=widths,
        lines=Lines([*head, Line(ledger.heads(grid.columns), 30)], partial(_payments, ledger, known)),
        head=HEAD,
        aside=2,
        filtered=_filtered(grid) if grid.count else "",
        entries=(Entry(column(grid, "persons"), "persons"),) if grid.count else (),
    )


class _Names(NamedTuple):
    """Names short enough for one line, by code or key."""

    place: Mapping[str, str]
    group: Mapping[str, str]
    fund: Mapping[str, str]
    payer: Mapping[str, str]


def _short(known: Mapping[str, str]) -> Mapping[str, str]:
    return {key: names.shortened(name, _LONGEST) for key, name in known.items()}


def _shown(cell: Cell | None) -> Cell | None:
    """The sum of the rows that a filter leaves in sight."""
    if cell is None or not cell.formula:
        return cell
    return cell._replace(formula=cell.formula.replace("=SUM(", "=SUBTOTAL(109,"))


def _payments(ledger: Ledger, known: _Names) -> Iterator[Line]:
    every = (paid for row in ledger.regions for paid in ledger.payments.get(row.code, ()))
    for row, paid in enumerate(every, ledger.monthly.first):
        yield _payment(ledger, known, paid, row)


def _filtered(grid: Grid) -> str:
    return f"A{grid.head}:{grid.letter(grid.columns[-1])}{grid.last}"


def _payment(ledger: Ledger, known: _Names, paid: Payment, row: int) -> Line:
    return Line(
        (
            Cell(paid.region, "text"),
            Cell(known.place[paid.region], "text"),
            Cell(known.group[paid.group], "text"),
            Cell(ledger.number[paid.fund], "count"),
            Cell(known.fund[paid.fund], "text"),
            Cell(known.payer[paid.fund], "text"),
            Cell(ledger.kind[paid.fund], "text"),
            Cell(ledger.dates[paid.month - ledger.months[0]], "month"),
            Cell(paid.persons, "count.input"),
            Cell(paid.rupiah // paid.persons, "rupiah"),
            Cell(paid.rupiah, "rupiah", f"=I{row}*J{row}"),
        )
    )


def allocation(ledger: Ledger) -> Sheet:
    """What each fund pays in each region."""
    grid, plan = ledger.allocation, ledger.dossier.plan
    lines = [_pair(ledger, code, fund, row) for row, (code, fund) in enumerate(ledger.pairs, grid.first)]
    widths = (
        8,
        fitting((ledger.place[row.code] for row in ledger.regions), most=32),
        7,
        fitting((ledger.fund[row.id] for row in ledger.funds), most=44),
        fitting((ledger.payer[row.id] for row in ledger.funds), most=36),
        13,
        19,
        for_counts([plan.totals.person_months], least=11),
        11,
        11,
        for_money([plan.totals.rupiah]),
        10,
    )
    totals = (
        ("person_months", plan.totals.person_months, "count"),
        ("end", plan.totals.persons_end, "count"),
        ("rupiah", plan.totals.rupiah, "rupiah"),
    )
    head = [*above(ledger, "allocation", width=sum(widths), columns=len(widths)), Line()]
    head += [sums(grid, ledger, totals), Line(ledger.heads(grid.columns), 42)]
    return Sheet(
        name=grid.sheet,
        widths=widths,
        lines=[*head, *lines],
        head=HEAD,
        aside=2,
        filtered=_filtered(grid) if lines else "",
    )


def _pair(ledger: Ledger, code: Code, fund: str, row: int) -> Line:
    grid, dossier, sums_ = ledger.allocation, ledger.dossier, ledger.sums[code, fund]
    own = ledger.regions[ledger.place_rows[code] - ledger.places.first]
    pays = Months(sums_.first or ledger.months[0], sums_.last or ledger.months[-1])
    number = grid.here("number", row)
    end, peak, months, money = _pair_formulas(ledger, code, number)
    part = share_formula(grid.here("rupiah", row), ledger.places.cell("rupiah", ledger.place_rows[code]))
    return Line(
        (
            Cell(code, "text"),
            Cell(ledger.place[code], "words"),
            Cell(ledger.number[fund], "count"),
            Cell(ledger.fund[fund], "words"),
            Cell(ledger.payer[fund], "words"),
            Cell(ledger.word(f"side.{ledger.side(code, fund)}"), "text"),
            Cell(said_months(pays, dossier.language), "text"),
            Cell(sums_.months, "count", months),
            Cell(ledger.peaks[code, fund], "count", peak),
            Cell(sums_.end, "count", end),
            Cell(sums_.rupiah, "rupiah", money),
            Cell(cut(sums_.rupiah, own.rupiah), "share", part),
        )
    )


def _pair_formulas(ledger: Ledger, code: Code, number: str) -> tuple[str, str, str, str]:
    """Persons at the end, at most in a month, person-months, rupiah: sums over the region's payments alone,
    so that a change is reckoned again at once however many regions there are."""
    if ledger.long:
        return "", "", "", ""
    grid, calendar = ledger.monthly, ledger.calendar
    rows = ledger.paid_rows[code]
    persons, funds, months, money = (
        grid.span(name, *rows) for name in ("persons", "number", "month", "rupiah")
    )
    first, last = (calendar.letter(str(month)) for month in (ledger.months[0], ledger.months[-1]))
    heads = f"{calendar.sheet}!${first}${calendar.head}:${last}${calendar.head}"
    end = f"{calendar.sheet}!${last}${calendar.head}"
    return (
        f"=SUMIFS({persons},{funds},{number},{months},{end})",
        f"=SUMPRODUCT(MAX(SUMIFS({persons},{funds},{number},{months},{heads})))",
        f"=SUMIFS({persons},{funds},{number})",
        f"=SUMIFS({money},{funds},{number})",
    )
