"""The annexes of the letter: by region, by fund, and the matrix of commitments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from optimizer.answers.headline import other_own_targets, own_targets
from optimizer.papers.dossier import Dossier
from optimizer.papers.letter.told import Cell, Column, Grid, Part, Row, Section, Words
from optimizer.papers.needs import aim, needs, part_aim, parts
from optimizer.papers.printed.wording import brief, long_month
from optimizer.papers.purses import Purse, purses, rank
from optimizer.plan.shapes import FundRow, TargetRow
from optimizer.report import names, tables
from optimizer.text.inert import Said
from optimizer.text.numbers import month, whole
from optimizer.units import Code


def annexes(dossier: Dossier) -> Iterator[Section]:
    """Three annexes, each on pages of its own, across: their amounts need the room."""
    every = (
        ("I", "regions", regions(dossier)),
        ("II", "funds", funds(dossier)),
        ("III", "matrix", matrix(dossier)),
    )
    for number, name, grid in every:
        said: tuple[Part, ...] = (
            Words("annex", dossier.say("letter.annex", number=number)),
            Words("annex", dossier.say("letter.annex_of"), blank=True),
            Words("heading", dossier.say(f"letter.annex_{name}")),
            grid,
            Words("note", dossier.say(f"letter.note_{name}")),
        )
        yield Section(said, wide=True)


def regions(dossier: Dossier) -> Grid:
    """What each region gets and misses."""
    say, plan = dossier.say, dossier.plan
    horizon = dossier.scenario.horizon
    columns = (
        Column(say("letter.column_number"), 5, "right"),
        Column(say("column.code"), 8),
        Column(say("column.place"), 27),
        Column(say("column.eligible"), 10, "right"),
        Column(say("letter.column_before", month=long_month(horizon.first, dossier.language)), 12, "right"),
        Column(say("letter.column_end", month=long_month(horizon.last, dossier.language)), 12, "right"),
        Column(say("letter.column_share"), 9, "right"),
        Column(say("letter.column_premium"), 17, "right"),
    )
    missed, missing = _missing(dossier)
    rows = [
        _row(
            _count(dossier, place),
            region.code,
            brief(dossier.place(region.code)),
            _count(dossier, region.eligible),
            _count(dossier, region.subsidised_before),
            _count(dossier, region.persons_end),
            dossier.part(region.persons_end, region.eligible),
            _count(dossier, region.rupiah),
            *missing[region.code],
        )
        for place, region in enumerate(plan.regions, start=1)
    ]
    every = tables.summed(plan.regions)
    counts = (every.eligible, every.subsidised_before, every.persons_end)
    total = ("", "", say("column.total"), *(_count(dossier, count) for count in counts))
    share = dossier.part(every.persons_end, every.eligible)
    rows.append(_row(*total, share, _count(dossier, every.rupiah), *[""] * len(missed), bold=True))
    return Grid((*columns, *missed), tuple(rows))


def _missing(dossier: Dossier) -> tuple[list[Column], Mapping[Code, list[str]]]:
    """What each region misses: of its part of a wider target, of its own, of those for single groups; each in
    a column of its own, as they are not the same people.
    """
    say, plan, wider = dossier.say, dossier.plan, parts(dossier)
    own, of_groups = own_targets(plan), other_own_targets(plan)
    columns, cells = [], {row.code: list[str]() for row in plan.regions}
    if wider:
        columns.append(Column(say("letter.column_missing_part", aim=part_aim(dossier)), 13, "right"))
        for code, found in cells.items():
            found.append(_count(dossier, wider[code].missing) if code in wider else "-")
    if own or not wider:
        columns.append(Column(say("letter.column_missing", aim=aim(dossier)), 13, "right"))
        for code, found in cells.items():
            found.append(_of_own(dossier, own.get(code)))
    if of_groups:
        columns.append(Column(say("letter.column_missing_groups"), 20))
        for code, found in cells.items():
            found.append(_of_groups(dossier, of_groups.get(code, ())))
    return columns, cells


def _of_own(dossier: Dossier, own: TargetRow | None) -> str:
    """What a region misses of its own target, with its month where the heading has none."""
    if own is None:
        return "-"
    alike = len({row.by for row in own_targets(dossier.plan).values()}) == 1
    count = _count(dossier, own.shortfall)
    return count if alike else f"{count} ({month(own.by, dossier.language)})"


def _of_groups(dossier: Dossier, rows: Sequence[TargetRow]) -> str:
    """What a region misses of single groups that it has targets for, each by its name."""
    said = (
        f"{names.brief_group(dossier.scenario, row.group or '')}: {_count(dossier, row.shortfall)}"
        for row in rows
    )
    return "; ".join(said) or "-"


def funds(dossier: Dossier) -> Grid:
    """What each fund may pay and pays, with room for its account code."""
    say, plan = dossier.say, dossier.plan
    columns = (
        Column(say("letter.column_number"), 4, "right"),
        Column(say("column.fund"), 27),
        Column(say("column.owner"), 20),
        Column(say("letter.column_stage"), 21),
        Column(say("letter.column_ceiling"), 14, "right"),
        Column(say("letter.column_allocated"), 14, "right"),
        Column(say("letter.column_left"), 13, "right"),
        Column(say("letter.column_account"), 15),
    )
    found, rows, place = list(purses(dossier)), list[Row](), 0
    for purse in found:
        payer = brief(dossier.payer(purse.owner))
        for fund in purse.funds:
            place += 1
            words = (brief(dossier.fund(fund.id)), payer)
            stage = names.stage(dossier.scenario, fund.id, dossier.language)
            cells = [_count(dossier, place), *words, stage, *_money(dossier, fund)]
            rows.append(Row((*map(Cell, cells), Cell(blank=True))))
        if len(purse.funds) > 1 and len(found) > 1:
            said = say("papers.payer_total", payer=Said(payer))
            rows.append(_row("", said, "", "", *_money(dossier, purse), "", bold=True))
    sums = _money(dossier, tables.money(plan))
    rows.append(_row("", say("column.total"), "", "", *sums, "", bold=True))
    return Grid(columns, tuple(rows))


def _money(dossier: Dossier, of: FundRow | Purse | tables.Money) -> list[str]:
    """Ceiling, what is allocated, what is left."""
    return [_count(dossier, sum_) for sum_ in (of.ceiling, of.allocated, of.left)]


def matrix(dossier: Dossier) -> Grid:
    """A block for each payer: its own funds, what each pays and for how many, how many are missing there,
    room for a new fund, to write and to sign; then room for another payer.
    """
    say = dossier.say
    columns = (
        Column(say("letter.column_number"), 4, "right"),
        Column(say("letter.column_government"), 19),
        Column(say("letter.column_missing_matrix"), 11, "right"),
        Column(say("letter.column_own"), 24),
        Column(say("letter.column_planned"), 13, "right"),
        Column(say("letter.column_buys"), 10, "right"),
        Column(say("letter.column_pledged"), 14),
        Column(say("letter.column_pledged_people"), 11),
        Column(say("letter.column_signed"), 19),
    )
    owned = {purse.owner: purse.funds for purse in purses(dossier)}
    owners = sorted({*owned, *dossier.scenario.codes}, key=rank)
    most, missing = _most(dossier), needs(dossier)
    rows: list[Row] = []
    for place, owner in enumerate(owners, start=1):
        code = Code(owner)
        block = [_planned(dossier, fund, most) for fund in owned.get(code, ())]
        block = block or [(say("letter.no_own_fund"), "", "")]
        short = _count(dossier, missing[code].missing) if code in missing else "-"
        rows += _pledges(dossier, place, brief(dossier.payer(code)), short, planned=block)
    rows += _pledges(dossier, len(owners) + 1, "", "", planned=[])
    total = _count(dossier, tables.money(dossier.plan).allocated)
    words = ("", say("column.total"), _missing_in_all(dossier), "", total, "")
    rows.append(Row((*map(Cell, words), Cell(blank=True), Cell(blank=True), Cell()), bold=True))
    return Grid(columns, tuple(rows), tall=True)


def _missing_in_all(dossier: Dossier) -> str:
    """The sum of what regions miss, where all of it is missing to one share in one month; else nothing."""
    found = needs(dossier).values()
    kinds = {(need.by, need.group, need.share if need.group is None else None) for need in found}
    return _count(dossier, sum(need.missing for need in found)) if len(kinds) == 1 else ""


def _planned(dossier: Dossier, fund: FundRow, most: Mapping[str, int]) -> tuple[str, str, str]:
    """A fund, what it pays in the plan, and for how many."""
    pays, people = _count(dossier, fund.allocated), _count(dossier, most.get(fund.id, 0))
    return brief(dossier.fund(fund.id)), pays, people


def _pledges(
    dossier: Dossier, place: int, owner: str, short: str, *, planned: Sequence[tuple[str, str, str]]
) -> Iterator[Row]:
    """The rows of one payer: a row for each fund of its own, then one for a fund that nobody knows of yet."""
    down = len(planned) + 1
    for at, cells in enumerate((*planned, None)):
        reach = down if at == 0 else 0
        new = Cell(dossier.say("letter.new_fund"), blank=True)
        of_fund = (new, Cell(), Cell()) if cells is None else tuple(map(Cell, cells))
        named = owner or dossier.say("letter.new_payer")
        yield Row(
            (
                Cell(_count(dossier, place), reach),
                Cell(named, reach, blank=not owner),
                Cell(short, reach),
                *of_fund,
                Cell(blank=True),
                Cell(blank=True),
                Cell(down=reach, blank=True),
            )
        )


def _most(dossier: Dossier) -> Mapping[str, int]:
    """For each fund the most people it pays for in one month."""
    people: dict[tuple[str, object], int] = defaultdict(int)
    for paid in dossier.plan.payments:
        people[paid.fund, paid.month] += paid.persons
    most: dict[str, int] = {}
    for (fund, _), count in people.items():
        most[fund] = max(count, most.get(fund, 0))
    return most


def _count(dossier: Dossier, number: int) -> str:
    return whole(int(number), dossier.language)


def _row(*texts: str, bold: bool = False) -> Row:
    return Row(tuple(Cell(text) for text in texts), bold)
