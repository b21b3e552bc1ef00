"""The sheets of funds and of targets: what may be paid, what is, what is left; how far each target is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import ceil

from optimizer.papers.book.cells import Cell, Entry, Line, Rule, Sheet, cut, share_formula
from optimizer.papers.book.ledger import HEAD, Ledger
from optimizer.papers.book.shaping import above, column, fitting, for_counts, for_money, judged, sums
from optimizer.plan.shapes import FundRow, TargetRow
from optimizer.report import names, tables
from optimizer.text import inert
from optimizer.text.inert import Said
from optimizer.units import Code, Rupiah

_LONGEST_FORMULA = 8_000
"""Signs of a formula, a little less than spreadsheets allow."""

_REASONS = 60
"""Digits of the column that says why money is left."""


def money(ledger: Ledger) -> Sheet:
    """A row for each fund."""
    grid = ledger.money
    lines = [_fund(ledger, fund, row) for row, fund in enumerate(ledger.funds, grid.first)]
    widths = _of_money(ledger)
    return Sheet(
        name=grid.sheet,
        widths=widths,
        lines=[
            *above(ledger, "money", width=sum(widths), columns=len(widths)),
            Line(),
            _all_funds(ledger),
            Line(ledger.heads(grid.columns), 42),
            *lines,
        ],
        head=HEAD,
        aside=2,
        filtered=f"A{HEAD}:{grid.letter('reasons')}{grid.last}" if lines else "",
        entries=(Entry(column(grid, "ceiling"), "rupiah"),) if lines else (),
        rules=judged(ledger, column(grid, "verdict")) if lines else (),
    )


def _of_money(ledger: Ledger) -> tuple[float, ...]:
    """Widths of the columns."""
    width = for_money([sum(fund.ceiling for fund in ledger.funds)])
    return (
        6,
        fitting(ledger.fund.values(), most=44),
        fitting(ledger.payer.values(), most=36),
        16,
        7,
        width,
        for_money([sum(fund.set_aside for fund in ledger.funds)]),
        width,
        width,
        9,
        for_counts([ledger.dossier.plan.totals.person_months], least=11),
        13,
        _REASONS if any(fund.left for fund in ledger.funds) else 20,
    )


def _all_funds(ledger: Ledger) -> Line:
    """The row of sums."""
    grid, plan = ledger.money, ledger.dossier.plan
    every = tables.money(plan)
    totals = (
        ("ceiling", every.ceiling, "rupiah"),
        ("set_aside", sum(fund.set_aside for fund in ledger.funds), "rupiah"),
        ("allocated", every.allocated, "rupiah"),
        ("left", every.left, "rupiah"),
        ("person_months", plan.totals.person_months, "count"),
    )
    line = sums(grid, ledger, totals)
    cells = list(line.cells)
    used = share_formula(grid.here("allocated", HEAD - 1), grid.here("ceiling", HEAD - 1))
    cells[grid.columns.index("used")] = Cell(cut(every.allocated, every.ceiling), "share.total", used)
    return line._replace(cells=cells)


def _fund(ledger: Ledger, fund: FundRow, row: int) -> Line:
    grid, dossier = ledger.money, ledger.dossier
    ceiling, aside, allocated = (grid.here(name, row) for name in ("ceiling", "set_aside", "allocated"))
    fits = fund.allocated <= fund.ceiling - fund.set_aside
    return Line(
        (
            Cell(ledger.number[fund.id], "count"),
            Cell(ledger.fund[fund.id], "words"),
            Cell(ledger.payer[fund.id], "words"),
            Cell(ledger.kind[fund.id], "text"),
            Cell(dossier.scenario.funds[fund.id].year, "year"),
            Cell(fund.ceiling, "rupiah.input"),
            Cell(fund.set_aside, "rupiah"),
            Cell(fund.allocated, "rupiah", _of_fund(ledger, "rupiah", row)),
            Cell(fund.left, "rupiah", f"={ceiling}-{allocated}"),
            Cell(cut(fund.allocated, fund.ceiling), "share", share_formula(allocated, ceiling)),
            Cell(fund.person_months, "count", _of_fund(ledger, "person_months", row)),
            Cell(
                ledger.word("fits" if fits else "differs"),
                "verdict",
                ledger.verdict(f"{allocated}<={ceiling}-{aside}"),
            ),
            Cell("\n".join(_reasons(ledger, fund)), "words"),
        )
    )


def _of_fund(ledger: Ledger, column: str, row: int) -> str:
    """The sum over all regions a fund pays in, found by its number."""
    grid = ledger.allocation
    if not grid.count:
        return ""
    return f"=SUMIFS({grid.span(column)},{grid.span('number')},{ledger.money.here('number', row)})"


def _reasons(ledger: Ledger, fund: FundRow) -> Iterator[str]:
    """Each part of what is left, and why."""
    alone = replace(ledger.dossier.plan, funds=(fund,))
    rests = list(tables.rests(alone, 1))
    for rest in rests:
        said = ledger.dossier.say(rest.reason.code, **rest.reason.facts).rstrip(": ")
        yield ledger.word("because", rupiah=rest.rupiah, reason=Said(said))
    small = fund.left - sum(rest.rupiah for rest in rests)
    if small:
        yield ledger.word("below_premium", rupiah=Rupiah(small))


def aims(ledger: Ledger) -> Sheet:
    """A row for each target in each place."""
    grid, dossier = ledger.aims, ledger.dossier
    lines = [_target(ledger, target, row) for row, target in enumerate(ledger.targets, grid.first)]
    count = for_counts([target.base for target in ledger.targets], least=11)
    widths = (
        fitting((inert(target.id) for target in ledger.targets), most=32, least=12),
        fitting(
            (_place(ledger, target) for target in ledger.targets),
            most=40,
            least=20,
        ),
        fitting((_measured(ledger, target) for target in ledger.targets), most=36),
        10,
        count,
        10,
        *[count] * 5,
        10,
        12,
    )
    about = [*above(ledger, "aims", width=sum(widths), columns=len(widths)), Line()]
    none = [] if lines else [Line([Cell(dossier.say("report.no_targets"), "plan")])]
    return Sheet(
        name=grid.sheet,
        widths=widths,
        lines=[*about, Line(), Line(ledger.heads(grid.columns), 42), *lines, *none],
        head=HEAD,
        aside=2,
        filtered=f"A{HEAD}:{grid.letter('verdict')}{grid.last}" if lines else "",
        entries=(Entry(column(grid, "asked"), "share"),) if lines else (),
        rules=(_missed(ledger),) if lines else (),
    )


def _missed(ledger: Ledger) -> Rule:
    """Targets that are not met stand out."""
    grid = ledger.aims
    return Rule(column(grid, "verdict"), f"={grid.here('shortfall', grid.first)}>0", "missed")


def _place(ledger: Ledger, target: TargetRow) -> str:
    """Where a target is measured."""
    return names.places(ledger.dossier.scenario, target.of, ledger.dossier.language)


def _measured(ledger: Ledger, target: TargetRow) -> str:
    """What a target counts."""
    return ledger.group[target.group] if target.group else ledger.word("measure.ucj")


def _target(ledger: Ledger, target: TargetRow, row: int) -> Line:
    grid, dossier = ledger.aims, ledger.dossier
    asked = float(dossier.scenario.targets[target.id].share.number)
    base, need, others, paid, covered, short = (
        grid.here(name, row) for name in ("base", "need", "others", "paid", "covered", "shortfall")
    )
    needed = f"=ROUNDUP(ROUND({grid.here('asked', row)}*{base},6),0)"
    exact = ceil(round(asked * target.base, 6)) == target.need
    met, missed = ledger.dossier.say("note.met"), ledger.dossier.say("note.short")
    return Line(
        (
            Cell(inert(target.id), "words"),
            Cell(_place(ledger, target), "words"),
            Cell(_measured(ledger, target), "words"),
            Cell(ledger.dates[target.by - ledger.months[0]], "month"),
            Cell(target.base, "count"),
            Cell(asked, "asked.input"),
            Cell(target.need, "count", needed if exact else ""),
            Cell(target.others, "count"),
            Cell(target.covered - target.others, "count", _paid(ledger, target)),
            Cell(target.covered, "count", f"={others}+{paid}"),
            Cell(target.shortfall, "count", f"=MAX(0,{need}-{covered})"),
            Cell(cut(target.covered, target.base), "share", share_formula(covered, base)),
            Cell(met if target.met else missed, "met", ledger.either(f"{short}=0", met, missed)),
        )
    )


def _paid(ledger: Ledger, target: TargetRow) -> str:
    """Persons paid for in the month of a target: sums over the rows of its regions in the calendar."""
    grid = ledger.calendar
    if ledger.long or not grid.count:
        return ""
    sums_ = []
    for rows in _rows(ledger, target):
        persons = grid.span(str(target.by), *rows)
        if target.group:
            number = list(ledger.dossier.scenario.groups).index(target.group) + 1
            sums_.append(f"SUMIFS({persons},{grid.span('group_number', *rows)},{number})")
        else:
            sums_.append(f"SUM({persons})")
    formula = "=" + "+".join(sums_)
    return formula if sums_ and len(formula) < _LONGEST_FORMULA else ""


def _rows(ledger: Ledger, target: TargetRow) -> Iterator[tuple[int, int]]:
    """First and last rows in the calendar of the regions that a target takes together, neighbours as one."""
    if target.of in ledger.place_slot_rows:
        yield ledger.place_slot_rows[Code(target.of)]
        return
    parts = [Code(part.strip()) for part in target.of.split(",")]
    start = end = 0
    for row in ledger.regions:
        if not any(part.reaches(row.code) for part in parts) or row.code not in ledger.place_slot_rows:
            continue
        first, last = ledger.place_slot_rows[row.code]
        if first == end + 1 and start:
            end = last
            continue
        if start:
            yield start, end
        start, end = first, last
    if start:
        yield start, end
