"""Tables of the plan about regions: coverage, targets, and who pays for whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from optimizer.answers.headline import widest
from optimizer.papers.chains import target_key
from optimizer.papers.dossier import Dossier
from optimizer.papers.figures import Figure, shown
from optimizer.papers.needs import asked_of_workers, what
from optimizer.papers.page.blocks import Cell, Grid, Head, Line, figure_cells, name_cell
from optimizer.papers.page.ground import MOST_LISTED
from optimizer.papers.purses import ordered
from optimizer.plan.shapes import Payment
from optimizer.report import names, tables
from optimizer.report.names import shortened
from optimizer.text import Language, inert
from optimizer.text.numbers import month, months, whole
from optimizer.units import Code, Months, Share

REGION_COLUMNS = ("eligible", "before", "persons", "share", "months", "rupiah", "dropped")
TARGET_COLUMNS = ("base", "need", "others", "paid", "covered", "reached", "shortfall")

MOST_SHARED = 8
"""Shared funds have a column each up to so many; of more, those of one kind of payer stand together."""


def sheet_of(code: str) -> str:
    """Where the sheet of a region lies, beside the page."""
    return f"wilayah/{code}.html"


def regions(dossier: Dossier, figures: Mapping[str, Figure]) -> Grid:
    """Each region: how far its workers are from the share aimed at, how many were and will be paid for."""
    say, asked = dossier.say, asked_of_workers(dossier)
    heads = [Head(say("column.code"), name=True), Head(say("column.place"), name=True)]
    heads += [Head(say("page.column.workers"))]
    heads += [Head(say(f"page.column.{key}", share=asked)) for key in OF_WORKERS] if asked else []
    heads += [Head(say(f"page.column.{key}")) for key in REGION_COLUMNS]
    keys = ("workers", *(OF_WORKERS.values() if asked else ()), *REGION_COLUMNS)
    rows = []
    for row in sorted(dossier.plan.regions, key=lambda row: row.code):
        key = f"region.{row.code}"
        cells = [Cell(row.code), name_cell(dossier.place(row.code), link=sheet_of(row.code))]
        cells += figure_cells(figures, [f"{key}.{name}" for name in keys], dossier.language)
        rows.append(Line(tuple(cells), warned=bool(row.dropped), anchor=f"r-{row.code}"))
    total = [Cell(""), Cell(say("column.total"))]
    total += figure_cells(figures, [f"total.{name}" for name in keys], dossier.language)
    return Grid(tuple(heads), tuple(rows), Line(tuple(total)) if len(rows) > 1 else None, "regions")


def missing(dossier: Dossier, figures: Mapping[str, Figure]) -> Iterator[str]:
    """Why the last column of workers does not add up to what the widest target misses, where it does not."""
    asked, goal = asked_of_workers(dossier), widest(dossier.plan)
    if asked is None or goal is None or len(dossier.plan.regions) < 2:
        return
    total = figures["total.shortfall"].value
    if total != goal.shortfall:
        facts = {"share": asked, "sum": total, "shortfall": goal.shortfall, "by": goal.by}
        yield dossier.say("page.missing_note", **facts, last=dossier.scenario.horizon.last)


OF_WORKERS = {"participants": "covered", "reached": "reached", "missing": "shortfall"}
"""Columns of the people who work in a region, and the figure that each shows."""


def targets(dossier: Dossier, figures: Mapping[str, Figure]) -> Grid:
    """Each target in each place, most people missing first."""
    say = dossier.say
    heads = [Head(say("column.target"), name=True), Head(say("column.place"), name=True)]
    heads += [Head(say("column.by"), name=True), Head(say("column.verdict"), name=True)]
    heads += [Head(say(f"page.column.{key}")) for key in TARGET_COLUMNS]
    rows = []
    for row in tables.worst_first(dossier.plan.targets):
        place = names.places(dossier.scenario, row.of, dossier.language)
        group = f": {names.brief_group(dossier.scenario, row.group)}" if row.group else ""
        cells = figure_cells(
            figures, [f"{target_key(row)}.{key}" for key in TARGET_COLUMNS], dossier.language
        )
        verdict = Cell(say("note.met" if row.met else "note.short"))
        by = Cell(month(row.by, dossier.language))
        share = shown(Share(dossier.scenario.targets[row.id].share.number), dossier.language)
        aim = Cell(f"{what(dossier, row.group)} {share}", title=inert(row.id))
        rows.append(Line((aim, name_cell(place + group), by, verdict, *cells), not row.met))
    return Grid(tuple(heads), tuple(rows), key="targets")


def matrix(dossier: Dossier) -> Grid:
    """Rupiah of each region by fund: its own together, those that several regions share apart."""
    paid: dict[tuple[str, str], int] = defaultdict(int)
    for payment in dossier.plan.payments:
        paid[payment.region, _purse(dossier, payment)] += payment.rupiah
    shared = sorted({purse for _, purse in paid if purse.startswith("=")})
    if len(shared) > MOST_SHARED:
        paid = _by_payer(dossier)
    columns = sorted({purse for _, purse in paid}, key=lambda purse: (not purse.startswith("own"), purse))
    language = dossier.language
    heads = [Head(dossier.say("column.code"), name=True), Head(dossier.say("column.place"), name=True)]
    heads += [Head(_purse_name(dossier, purse)) for purse in columns] + [Head(dossier.say("column.total"))]
    rows = []
    for row in sorted(dossier.plan.regions, key=lambda row: row.code):
        money = [paid.get((row.code, purse), 0) for purse in columns]
        cells = [_money(amount, language) for amount in (*money, sum(money))]
        rows.append(Line((Cell(row.code), name_cell(dossier.place(row.code)), *cells)))
    sums = [sum(amount for (_, of), amount in paid.items() if of == purse) for purse in columns]
    total = Line(
        (
            Cell(""),
            Cell(dossier.say("column.total")),
            *(_money(amount, language) for amount in (*sums, sum(sums))),
        )
    )
    return Grid(tuple(heads), tuple(rows), total if len(rows) > 1 else None, "matrix")


def _purse(dossier: Dossier, payment: Payment) -> str:
    """Own money by its kind, or the shared fund itself."""
    fund = dossier.scenario.funds[payment.fund]
    if fund.owner == payment.region:
        return f"own.{fund.budget}" if fund.budget in ("murni", "perubahan") else "own.others"
    return f"={payment.fund}"


def _by_payer(dossier: Dossier) -> dict[tuple[str, str], int]:
    """Where too many funds are shared: own money, the provinces', the country's."""
    paid: dict[tuple[str, str], int] = defaultdict(int)
    for payment in dossier.plan.payments:
        owner = dossier.scenario.funds[payment.fund].owner
        kind = (
            "own.all" if owner == payment.region else "payer.country" if owner == "ID" else "payer.province"
        )
        paid[payment.region, kind] += payment.rupiah
    return paid


def _purse_name(dossier: Dossier, purse: str) -> str:
    if purse.startswith("="):
        return shortened(dossier.fund(purse[1:]), 34)
    kind, _, which = purse.partition(".")
    return dossier.say(f"page.own.{which}" if kind == "own" else f"page.payer.{which}")


def _money(amount: int, language: Language) -> Cell:
    return Cell(whole(amount, language) if amount else "-")


def payments(dossier: Dossier) -> Grid:
    """Every region with every fund that pays there: whom, how long, how much."""
    cells = _cells(dossier)
    heads = (Head(dossier.say("column.place"), name=True), *_payment_heads(dossier))
    rows = tuple(
        Line((name_cell(dossier.place(code)), *_payment(dossier, fund, rows_of)))
        for (code, fund), rows_of in cells.items()
    )
    if len(dossier.plan.regions) > MOST_LISTED:  # the table of funds names their owners; a page has its limit
        heads, rows = (*heads[:2], *heads[3:]), tuple(_without_owner(row) for row in rows)
    return Grid(heads, rows, _payment_sums(dossier, cells.values(), len(heads)), "payments")


def _without_owner(row: Line) -> Line:
    return Line((*row.cells[:2], *row.cells[3:]))


def payments_apart(dossier: Dossier) -> Mapping[Code, Grid]:
    """The same for each region by itself."""
    heads = tuple(_payment_heads(dossier))
    apart: dict[Code, dict[str, list[Payment]]] = {code: {} for code in dossier.scenario.codes}
    for (code, fund), rows_of in _cells(dossier).items():
        apart[code][fund] = rows_of
    return {
        code: Grid(
            heads,
            tuple(Line(tuple(_payment(dossier, fund, rows_of))) for fund, rows_of in of.items()),
            _payment_sums(dossier, of.values(), len(heads)),
            "payments",
        )
        for code, of in apart.items()
    }


def _cells(dossier: Dossier) -> Mapping[tuple[Code, str], list[Payment]]:
    """Payments of each fund in each region, in order of code, then of payer and fund."""
    apart: dict[tuple[Code, str], list[Payment]] = defaultdict(list)
    for payment in dossier.plan.payments:
        apart[payment.region, payment.fund].append(payment)
    place = {fund.id: at for at, fund in enumerate(ordered(dossier.plan.funds))}
    return dict(sorted(apart.items(), key=lambda cell: (cell[0][0], place[cell[0][1]])))


def _payment_heads(dossier: Dossier) -> Iterator[Head]:
    yield from (Head(dossier.say(f"column.{key}"), name=True) for key in ("fund", "owner"))
    yield Head(dossier.say("page.column.span"), name=True)
    yield from (Head(dossier.say(f"page.column.{key}")) for key in ("persons", "months", "rupiah"))


def _payment(dossier: Dossier, fund: str, rows: Sequence[Payment]) -> Iterator[Cell]:
    yield name_cell(dossier.fund(fund))
    yield name_cell(dossier.payer(dossier.scenario.funds[fund].owner))
    yield Cell(
        months(Months(min(row.month for row in rows), max(row.month for row in rows)), dossier.language)
    )
    yield from (Cell(whole(count, dossier.language)) for count in _sums(dossier, rows))


def _sums(dossier: Dossier, rows: Iterable[Payment]) -> tuple[int, int, int]:
    """Persons of the last month, person-months, rupiah."""
    last, every = dossier.scenario.horizon.last, list(rows)
    end = sum(row.persons for row in every if row.month == last)
    return end, sum(row.persons for row in every), sum(row.rupiah for row in every)


def _payment_sums(dossier: Dossier, cells: Iterable[Iterable[Payment]], wide: int) -> Line:
    sums = _sums(dossier, chain.from_iterable(cells))
    blank = [Cell("")] * (wide - len(sums) - 1)
    found = (Cell(whole(one, dossier.language)) for one in sums)
    return Line((Cell(dossier.say("column.total")), *blank, *found))
