"""The commitment matrix (matriks komitmen): one row a region, for the meeting to fill and to sign."""

from __future__ import annotations

from collections import Counter

from optimizer.papers.book.cells import Cell, Entry, Line, Sheet
from optimizer.papers.book.ledger import SIDES, Ledger
from optimizer.papers.book.shaping import LABELLED, above, fitting, for_counts, for_money
from optimizer.plan.shapes import RegionRow
from optimizer.plan.tally import KEPT
from optimizer.scenario.grid import letters

COLUMNS = (
    *("code", "place", "missing", "plan_own", "plan_province", "plan_other"),
    *("pledge_own", "pledge_province", "pledge_other", "pledged", "buys", "still", "signer", "sign"),
)
HEAD = 8
PREMIUM, MONTHS = "$C$4", "$C$5"
"""Cells with the premium, and with the months that a pledge pays."""

_PLEDGE = 18
"""Digits of a cell that a pledge is written in: up to Rp999.999.999.999."""

_UNKNOWN = "–"


def pledges(ledger: Ledger) -> Sheet:
    """What each region, the province and others promise in each region, and the persons it buys."""
    grid = ledger.places
    money = for_money([ledger.dossier.plan.totals.rupiah])
    lines = [_region(ledger, row, number) for number, row in enumerate(ledger.regions, HEAD + 1)]
    widths = (
        8,
        fitting((ledger.place[row.code] for row in ledger.regions), most=32, least=22),
        for_counts([max((one.shortfall for one in ledger.targets), default=0)], least=13),
        *[money] * 3,
        *[_PLEDGE] * 4,
        12,
        12,
        26,
        20,
    )
    last = HEAD + grid.count
    inputs = f"{_of('pledge_own')}{HEAD + 1}:{_of('pledge_other')}{last}"
    names = f"{_of('signer')}{HEAD + 1}:{_of('sign')}{last}"
    return Sheet(
        name=ledger.tab("pledges"),
        widths=widths,
        lines=[
            *above(ledger, "pledges", width=sum(widths), columns=len(widths)),
            _asked(ledger, "pledge_premium", Cell(_premium(ledger), "rupiah.input", free=True)),
            _asked(ledger, "pledge_months", Cell(KEPT, "count.input", free=True)),
            _sums(ledger, last),
            _bands(ledger),
            Line(ledger.heads(COLUMNS), 42),
            *lines,
        ],
        head=HEAD,
        aside=2,
        entries=(
            Entry(PREMIUM, "premium"),
            Entry(MONTHS, "months"),
            Entry(inputs, "rupiah"),
            Entry(names, "text"),
        ),
        open=f"{_of('pledge_own')}{HEAD + 1}",
    )


def _of(column: str) -> str:
    return letters(COLUMNS.index(column) + 1)


def _premium(ledger: Ledger) -> int:
    """The premium of most persons in the last month; without any, the first that is stated."""
    paid = Counter[int]()
    for payment in ledger.dossier.plan.payments:
        if payment.month == ledger.months[-1]:
            paid[payment.rupiah // payment.persons] += payment.persons
    stated = int(ledger.dossier.scenario.premium[0].number)
    return max(paid, key=lambda premium: (paid[premium], premium), default=stated)


def _asked(ledger: Ledger, key: str, cell: Cell) -> Line:
    return Line([Cell(ledger.word(key), "label"), None, cell], merged=((0, 1),))


def _bands(ledger: Ledger) -> Line:
    """What the columns below have in common."""
    cells: list[Cell | None] = [None] * len(COLUMNS)
    first, second = COLUMNS.index("plan_own"), COLUMNS.index("pledge_own")
    cells[first] = Cell(ledger.word("band.plan"), "band")
    cells[second] = Cell(ledger.word("band.pledge"), "band")
    return Line(cells, 20, ((first, first + 2), (second, second + 2)))


def _sums(ledger: Ledger, last: int) -> Line:
    cells: list[Cell | None] = [None] * len(COLUMNS)
    cells[0] = Cell(ledger.word("total"), "label.total")
    for column in COLUMNS[2:12]:
        style = "count.total" if column in ("missing", "buys", "still") else "rupiah.total"
        free = not column.startswith("plan") and column != "missing"
        span = f"{_of(column)}{HEAD + 1}:{_of(column)}{last}"
        cells[COLUMNS.index(column)] = Cell(_sum(ledger, column), style, f"=SUM({span})", free)
    return Line(cells, merged=LABELLED)


def _sum(ledger: Ledger, column: str) -> int:
    if column.startswith("plan_"):
        side = column.removeprefix("plan_")
        return sum(sums.rupiah for pair, sums in ledger.sums.items() if ledger.side(*pair) == side)
    if column in ("missing", "still"):
        found = (_missing(ledger, row) for row in ledger.regions)
        return sum(value for _, value in found if isinstance(value, int))
    return 0


def _missing(ledger: Ledger, region: RegionRow) -> tuple[str, int | str]:
    """How far the region is from the last target that is set for it alone."""
    row = ledger.own_target.get(region.code)
    if row is None:
        return "", _UNKNOWN
    return "=" + ledger.aims.cell("shortfall", row), int(ledger.targets[row - ledger.aims.first].shortfall)


def _region(ledger: Ledger, region: RegionRow, row: int) -> Line:
    formula, missing = _missing(ledger, region)
    pledged, buys, short = (f"{_of(column)}{row}" for column in ("pledged", "buys", "missing"))
    given = f"{_of('pledge_own')}{row}:{_of('pledge_other')}{row}"
    price = f"({PREMIUM}*{MONTHS})"
    known = isinstance(missing, int)
    return Line(
        (
            Cell(region.code, "text"),
            Cell(ledger.place[region.code], "words"),
            Cell(missing, "count", formula),
            *(_planned(ledger, region, side) for side in SIDES),
            *(Cell("", "rupiah.input", free=True) for _ in SIDES),
            Cell(0, "rupiah", f"=SUM({given})", free=True),
            Cell(0, "count", f"=IF({price}>0,INT({pledged}/{price}),0)", free=True),
            Cell(missing, "count", f"=MAX(0,{short}-{buys})" if known else "", free=True),
            Cell("", "blank", free=True),
            Cell("", "blank", free=True),
        ),
        32,
    )


def _planned(ledger: Ledger, region: RegionRow, side: str) -> Cell:
    """What the plan lets one side pay in a region."""
    funds = ledger.paying.get(region.code, ())
    paid = sum(
        ledger.sums[region.code, fund].rupiah for fund in funds if ledger.side(region.code, fund) == side
    )
    return Cell(paid, "rupiah", "=" + ledger.places.cell(side, ledger.place_rows[region.code]))
