"""The calendar: persons paid for month by month, who drops out, whether more are paid for than there are."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from optimizer.papers.book.cells import Cell, Line, Rule, Sheet
from optimizer.papers.book.ledger import HEAD, Ledger, Slot
from optimizer.papers.book.shaping import LABELLED, above, column, fitting, for_counts, judged, sums
from optimizer.plan.tally import WAITING


def calendar(ledger: Ledger) -> Sheet:
    """A row for each region and group."""
    grid, dossier = ledger.calendar, ledger.dossier
    lines = [_slot(ledger, slot, row) for slot, row in ledger.slot_rows.items()]
    most = for_counts([sum(row.eligible for row in ledger.regions)], least=9.5)
    widths = (
        8,
        fitting((ledger.place[row.code] for row in ledger.regions), most=30),
        6,
        fitting((ledger.group[name] for name in dossier.scenario.groups), most=28),
        most,
        max(most, 12),
        *[most] * len(ledger.months),
        most,
        8.5,
        9.5,
        13,
    )
    head = above(ledger, "calendar", width=min(sum(widths), 200), columns=len(widths))
    head += [_falling(ledger), _sums(ledger), Line(_heads(ledger), 42)]
    first, last = grid.letter(str(ledger.months[0])), grid.letter(str(ledger.months[-1]))
    dropping = Rule(
        f"{first}{grid.first}:{last}{grid.last}",
        f"={first}{grid.first}<{grid.letter('before')}{grid.first}",
        "dropping",
    )
    return Sheet(
        name=grid.sheet,
        widths=widths,
        lines=[*head, *lines],
        head=HEAD,
        aside=4,
        filtered=f"A{HEAD}:{grid.letter('verdict')}{grid.last}" if lines else "",
        rules=(dropping, *judged(ledger, column(grid, "verdict"))) if lines else (),
    )


def _heads(ledger: Ledger) -> list[Cell]:
    grid, months = ledger.calendar, len(ledger.months)
    start = grid.columns.index("before") + 1
    names, ends = grid.columns[:start], grid.columns[start + months :]
    return [
        *ledger.heads(names),
        *(Cell(date, "month.head") for date in ledger.dates),
        *ledger.heads(ends),
    ]


def _line(ledger: Ledger, slot: Slot) -> tuple[int, ...]:
    """Persons paid for before and in each month."""
    return (ledger.figure(*slot, "subsidised"), *ledger.persons[slot])


def falls(line: Sequence[int]) -> list[int]:
    """How many fewer are paid for than the month before; in a plan those of today who drop out."""
    return [max(before - now, 0) for before, now in pairwise(line)]


def _lost(line: Sequence[int], before: str, now: str, then: str) -> tuple[int, str]:
    """Persons paid for before who drop out, and the formula: never more than there were.

    Every fall of a plan is of people of today, as whom it enrols stays; cells that are tried out may let
    people come and go. So the formula looks how far the lowest month lies below today, and counts the falls
    only where the plan itself has more of them: where it enrols first and drops later.
    """
    fallen = sum(falls(line))
    if fallen == max(line[0] - min(line[1:]), 0):
        return fallen, f"=MAX(0,{before}-MIN({now}))"
    return min(line[0], fallen), f"=MIN({before},SUMPRODUCT(({now}<{then})*({then}-{now})))"


def newcomers(line: Sequence[int]) -> int:
    """Persons who came within the last months, in which a death pays less."""
    gains = [max(now - before, 0) for before, now in pairwise(line)]
    return sum(gains[-WAITING:])


def _slot(ledger: Ledger, slot: Slot, row: int) -> Line:
    grid, (code, group) = ledger.calendar, slot
    line, eligible = _line(ledger, slot), ledger.figure(*slot, "eligible")
    before, (first, last) = grid.letter("before"), _ends(ledger)
    recent = min(WAITING, len(ledger.months))
    since = grid.letter(str(ledger.months[-recent]))
    ahead = grid.letter(str(ledger.months[-recent]), after=-1)
    until = grid.letter(str(ledger.months[-1]), after=-1)
    now, then = f"{first}{row}:{last}{row}", f"{before}{row}:{until}{row}"
    new, old = f"{since}{row}:{last}{row}", f"{ahead}{row}:{until}{row}"
    lost, lost_formula = _lost(line, f"{before}{row}", now, then)
    peak, verdict = grid.here("peak", row), ledger.word("fits" if max(line[1:]) <= eligible else "differs")
    return Line(
        (
            Cell(code, "text"),
            Cell(ledger.place[code], "words"),
            Cell(list(ledger.dossier.scenario.groups).index(group) + 1, "count"),
            Cell(ledger.group[group], "words"),
            Cell(eligible, "count"),
            Cell(line[0], "count"),
            *_months(ledger, slot, line[1:]),
            Cell(max(line[1:]), "count", f"=MAX({now})"),
            Cell(lost, "count", lost_formula),
            Cell(newcomers(line), "count", f"=SUMPRODUCT(({new}>{old})*({new}-{old}))"),
            Cell(verdict, "verdict", ledger.verdict(f"{peak}<={grid.here('eligible', row)}")),
        )
    )


def _ends(ledger: Ledger) -> tuple[str, str]:
    first, last = ledger.months[0], ledger.months[-1]
    return ledger.calendar.letter(str(first)), ledger.calendar.letter(str(last))


def _months(ledger: Ledger, slot: Slot, persons: Sequence[int]) -> list[Cell]:
    """Sums over the payments of this region and group, which stand one below the other."""
    rows = ledger.slot_paid_rows.get(slot)
    if rows is None:
        return [Cell(0, "count") for _ in persons]
    paid, when = (ledger.monthly.span(name, *rows) for name in ("persons", "month"))
    heads = (f"{ledger.calendar.letter(str(month))}${HEAD}" for month in ledger.months)
    return [
        Cell(count, "count", f"=SUMIFS({paid},{when},{head})")
        for count, head in zip(persons, heads, strict=True)
    ]


def _falling(ledger: Ledger) -> Line:
    """How many fewer are paid for than the month before, group by group."""
    grid = ledger.calendar
    cells: list[Cell | None] = [None] * len(grid.columns)
    cells[0] = Cell(ledger.word("falling"), "label.total")
    fallen = [falls(_line(ledger, slot)) for slot in ledger.slots]
    for place, month in enumerate(ledger.months):
        now, then = (
            f"${grid.letter(str(month), after=after)}${grid.first}:"
            f"${grid.letter(str(month), after=after)}${grid.last}"
            for after in (0, -1)
        )
        formula = f"=SUMPRODUCT(({now}<{then})*({then}-{now}))" if grid.count else ""
        value = sum(one[place] for one in fallen)
        cells[grid.columns.index(str(month))] = Cell(value, "count.total", formula)
    return Line(cells, merged=LABELLED)


def _sums(ledger: Ledger) -> Line:
    grid = ledger.calendar
    lines = [_line(ledger, slot) for slot in ledger.slots]
    months = [sum(line[place] for line in lines) for place in range(len(ledger.months) + 1)]
    totals = [
        ("eligible", sum(ledger.figure(*slot, "eligible") for slot in ledger.slots), "count"),
        *(
            (name, value, "count")
            for name, value in zip(("before", *map(str, ledger.months)), months, strict=True)
        ),
        ("dropped", sum(min(line[0], sum(falls(line))) for line in lines), "count"),
        ("fresh", sum(newcomers(line) for line in lines), "count"),
    ]
    return sums(grid, ledger, totals)
