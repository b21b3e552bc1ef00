"""The sheet of regions: how many there are, are paid for, and whose money pays."""

from __future__ import annotations

from optimizer.papers.book.cells import Cell, Line, Sheet, cut, quoted, share_formula
from optimizer.papers.book.ledger import HEAD, SIDES, Ledger
from optimizer.papers.book.shaping import above, fitting, for_counts, for_money, sums
from optimizer.plan.shapes import RegionRow
from optimizer.units import Code


def places(ledger: Ledger) -> Sheet:
    """A row for each region."""
    grid, plan = ledger.places, ledger.dossier.plan
    lines = [_place(ledger, row, number) for number, row in enumerate(ledger.regions, grid.first)]
    count = for_counts([sum(ledger.workers(row.code) for row in ledger.regions)], least=10.5)
    widths = (
        8,
        fitting((ledger.place[row.code] for row in ledger.regions), most=32),
        *[count] * 5,
        9,
        9,
        for_counts([plan.totals.person_months], least=11),
        for_money([plan.totals.rupiah]),
        *(for_money([sum(_sides(ledger, row.code)[side] for row in ledger.regions)]) for side in SIDES),
        9,
    )
    head = [*above(ledger, "places", width=sum(widths), columns=len(widths)), Line()]
    return Sheet(
        name=grid.sheet,
        widths=widths,
        lines=[*head, _sums(ledger), Line(ledger.heads(grid.columns), 42), *lines],
        head=HEAD,
        aside=2,
        filtered=f"A{HEAD}:{grid.letter('dropped')}{grid.last}",
    )


def _others(ledger: Ledger, code: Code) -> int:
    return ledger.others(code, ledger.months[-1])


def _sides(ledger: Ledger, code: Code) -> dict[str, int]:
    """Rupiah paid in a region by whose money it is."""
    found = dict.fromkeys(SIDES, 0)
    for fund in ledger.paying.get(code, ()):
        found[ledger.side(code, fund)] += ledger.sums[code, fund].rupiah
    return found


def _place(ledger: Ledger, row: RegionRow, number: int) -> Line:
    grid, code = ledger.places, row.code
    workers, others = ledger.workers(code), _others(ledger, code)
    end, eligible = grid.here("end", number), grid.here("eligible", number)
    covered = f"({grid.here('others', number)}+{end})"
    return Line(
        (
            Cell(code, "text"),
            Cell(ledger.place[code], "words"),
            Cell(workers, "count"),
            Cell(others, "count"),
            Cell(row.eligible, "count", _of_calendar(ledger, code, "eligible")),
            Cell(row.subsidised_before, "count", _of_calendar(ledger, code, "before")),
            Cell(row.persons_end, "count", _of_calendar(ledger, code, str(ledger.months[-1]))),
            Cell(cut(row.persons_end, row.eligible), "share", share_formula(end, eligible)),
            Cell(
                cut(others + row.persons_end, workers),
                "share",
                share_formula(covered, grid.here("workers", number)),
            ),
            Cell(row.person_months, "count", _of_pairs(ledger, code, "person_months")),
            Cell(row.rupiah, "rupiah", _of_pairs(ledger, code, "rupiah")),
            *(
                Cell(rupiah, "rupiah", _of_pairs(ledger, code, "rupiah", side))
                for side, rupiah in _sides(ledger, code).items()
            ),
            Cell(row.dropped, "count", _of_calendar(ledger, code, "dropped")),
        )
    )


def _of_calendar(ledger: Ledger, code: Code, column: str) -> str:
    """The sum over the groups of a region."""
    rows = ledger.place_slot_rows.get(code)
    return "" if rows is None or ledger.long else f"=SUM({ledger.calendar.span(column, *rows)})"


def _of_pairs(ledger: Ledger, code: Code, column: str, side: str = "") -> str:
    """The sum over the funds that pay in a region, or over those of one side."""
    rows = ledger.pair_rows.get(code)
    if rows is None:
        return ""
    span = ledger.allocation.span(column, *rows)
    if not side:
        return f"=SUM({span})"
    whose = quoted(ledger.word(f"side.{side}"))
    return f"=SUMIFS({span},{ledger.allocation.span('side', *rows)},{whose})"


def _sums(ledger: Ledger) -> Line:
    grid, plan = ledger.places, ledger.dossier.plan
    codes = [row.code for row in ledger.regions]
    every = {
        "workers": sum(ledger.workers(code) for code in codes),
        "others": sum(_others(ledger, code) for code in codes),
        "eligible": sum(row.eligible for row in ledger.regions),
        "before": sum(row.subsidised_before for row in ledger.regions),
        "end": plan.totals.persons_end,
        "person_months": plan.totals.person_months,
        "dropped": plan.totals.dropped,
    }
    money = {side: sum(_sides(ledger, code)[side] for code in codes) for side in SIDES}
    line = sums(
        grid,
        ledger,
        [
            *((column, value, "count") for column, value in every.items()),
            ("rupiah", plan.totals.rupiah, "rupiah"),
            *((side, value, "rupiah") for side, value in money.items()),
        ],
    )
    cells, row = list(line.cells), HEAD - 1
    end = grid.here("end", row)
    covered = f"({grid.here('others', row)}+{end})"
    cells[grid.columns.index("share")] = Cell(
        cut(every["end"], every["eligible"]),
        "share.total",
        share_formula(end, grid.here("eligible", row)),
    )
    cells[grid.columns.index("reached")] = Cell(
        cut(every["others"] + every["end"], every["workers"]),
        "share.total",
        share_formula(covered, grid.here("workers", row)),
    )
    return line._replace(cells=cells)
