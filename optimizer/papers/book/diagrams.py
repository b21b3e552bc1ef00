"""The sheet of charts: the pictures of every paper, drawn by the spreadsheet over cells that are live."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from optimizer.papers.book.cells import Cell, Chart, Line, Series, Sheet, cut, quoted
from optimizer.papers.book.ledger import HEAD, Ledger
from optimizer.papers.book.shaping import above
from optimizer.papers.charts.described import Bar, Bars, Columns
from optimizer.papers.charts.of_plan import months, payers, reach
from optimizer.report import names
from optimizer.text.numbers import month_names
from optimizer.units import Code

_PIXELS = 1050
"""Width of a chart: that of the sheet's columns together."""

_ROW = 20
"""Pixels of a row as spreadsheets begin with."""

_WIDTHS = (11, 30, 42, 20, 20, 20, 9)
"""Of the columns of the tables below the charts."""

_FRAME = 110
"""Height of a chart of bars without them."""

_BAR = 25
_BARS = 430
"""Height of one bar, and of all at most: a chart is no higher than a printed page."""

_COLUMNS = 380
"""Height of a chart of columns."""

_LONGEST = 24
"""Letters of a label beside a bar."""

_DROPS = HEAD - 2
"""The row of the calendar with how many fewer there are than in the month before."""

_HUNDREDTH = 10_000_000
"""Rupiah in a hundredth of a miliar."""


Row: TypeAlias = Callable[[Ledger, Bar, int], list[Cell]]
"""Makes the row of the table for one bar."""


@dataclass(frozen=True, slots=True)
class _Section:
    """One chart with its table, which begins in the third row."""

    lines: list[Line]
    chart: Chart


def diagrams(ledger: Ledger) -> Sheet:
    """Three charts: how far each region is, whose money pays, how many are paid for month by month."""
    head = above(ledger, "diagrams", width=sum(_WIDTHS), columns=len(_WIDTHS))
    lines: list[Line] = [*head, Line()]
    charts: list[Chart] = []
    breaks: list[int] = []
    for section_of in (_reach, _payers, _months):
        section = section_of(ledger, len(lines) + 1)
        if section_of is not _reach:
            breaks.append(len(lines))
        lines += section.lines
        if section.chart.series:  # a plan that pays for nobody has no kind of money to draw
            charts.append(section.chart)
    return Sheet(
        name=ledger.tab("diagrams"),
        widths=_WIDTHS,
        lines=lines,
        charts=tuple(charts),
        breaks=tuple(breaks),
    )


def _section(
    ledger: Ledger, picture: Bars | Columns, said: str, chart: Chart, *, table: list[list[Cell]]
) -> _Section:
    """The title, what the picture shows, room for the chart, then its table."""
    room = chart.size[1] // _ROW + 1
    across = ((0, len(_WIDTHS) - 1),)
    lines = [Line([Cell(picture.title, "subtitle")], 20), Line([Cell(said, "about")], 16, across)]
    lines += [Line(height=_ROW * 0.75) for _ in range(room)]
    return _Section([*lines, Line(table[0], 30), *(Line(cells) for cells in table[1:]), Line()], chart)


def _begins(pixels: int, row: int) -> int:
    """The row of the headings of the table below a chart."""
    return row + 2 + pixels // _ROW + 1


def _bars(ledger: Ledger, picture: Bars, row: int, heads: list[str], *, make: Row) -> _Section:
    """Lying bars: the table's third column labels them, the parts stand from the fourth on."""
    sheet, pixels = ledger.tab("diagrams"), _FRAME + min(_BAR * len(picture.rows), _BARS)
    head = _begins(pixels, row)
    first, last = head + 1, head + len(picture.rows)
    series = tuple(
        Series(f"={sheet}!${letter}${head}", f"={sheet}!${letter}${first}:${letter}${last}", look)
        for letter, look in zip("DEF"[: len(heads) - 3], ("first", "second", "missing"), strict=False)
    )
    said = ledger.word("pictured.reach") if picture.key == "reach" else picture.said
    if picture.left_out:
        said += ledger.word("pictured.left_out", count=len(picture.rows))
    chart = Chart(
        kind="bars",
        at=row + 2,
        size=(_PIXELS, pixels),
        unit=picture.unit,
        labels=f"={sheet}!$C${first}:$C${last}",
        series=series,
        said=f"{picture.title}. {said}",
        thin=_BAR * len(picture.rows) > _BARS,
    )
    table = [make(ledger, bar, number) for number, bar in enumerate(picture.rows, first)]
    return _section(ledger, picture, said, chart, table=[[Cell(text, "head") for text in heads], *table])


def _reach(ledger: Ledger, row: int) -> _Section:
    """Participants over workers, or persons over the eligible; what is missing to the target is hollow."""
    picture = reach(ledger.dossier)
    heads = [ledger.word(f"column.{name}") for name in ("code", "place", "labelled")]
    marks = [bar.mark for bar in picture.rows if bar.mark is not None]
    heads += [*picture.series, *(ledger.word("gap", share=mark) for mark in marks[:1])]
    return _bars(ledger, picture, row, heads, make=_reached)


def _reached(ledger: Ledger, bar: Bar, row: int) -> list[Cell]:
    grid, code = ledger.places, Code(bar.code)
    place, found = ledger.place_rows[code], ledger.regions[ledger.place_rows[code] - ledger.places.first]
    if len(bar.parts) > 1:
        shown, every, column = "reached", ledger.workers(code), "workers"
        counts = {"others": ledger.others(code, ledger.months[-1]), "end": int(found.persons_end)}
    else:
        shown, every, column = "share", int(found.eligible), "eligible"
        counts = {"end": int(found.persons_end)}
    whole = grid.cell(column, place)
    parts = [
        Cell(count / every if every else 0, "share", f"=IF({whole}=0,0,{grid.cell(name, place)}/{whole})")
        for name, count in counts.items()
    ]
    hundredths = round(cut(sum(counts.values()), every) * 10_000)
    formula = f"ROUND({grid.cell(shown, place)}*10000,0)"
    label = _labelled(ledger, bar, row, "percent", formula=formula, hundredths=hundredths)
    cells = [*label, *parts]
    if bar.mark is not None:
        gap = float(bar.mark)
        for part in parts:
            gap -= float(part.value)
        cells.append(Cell(max(0.0, gap), "share", f"=MAX(0,{float(bar.mark)!r}-D{row}-E{row})"))
    return cells


def _payers(ledger: Ledger, row: int) -> _Section:
    """Rupiah of the region's own funds, and of all others."""
    picture = payers(ledger.dossier)
    heads = [ledger.word(f"column.{name}") for name in ("code", "place", "labelled")]
    return _bars(ledger, picture, row, [*heads, *picture.series], make=_paid)


def _paid(ledger: Ledger, bar: Bar, row: int) -> list[Cell]:
    grid, place = ledger.places, ledger.place_rows[Code(bar.code)]
    own, others = (int(part) for part in bar.parts)
    of_others = f"={grid.cell('province', place)}+{grid.cell('other', place)}"
    hundredths = f"INT({grid.cell('rupiah', place)}/{_HUNDREDTH})"
    return [
        *_labelled(ledger, bar, row, "miliar", formula=hundredths, hundredths=(own + others) // _HUNDREDTH),
        Cell(own, "rupiah", "=" + grid.cell("own", place)),
        Cell(others, "rupiah", of_others),
    ]


def _labelled(ledger: Ledger, bar: Bar, row: int, unit: str, *, formula: str, hundredths: int) -> list[Cell]:
    """Code and name, and what stands beside the bar: the name with a number of two decimals.

    The number is put together digit by digit: a number format would follow the language of the computer.
    """
    name = names.shortened(bar.label, _LONGEST)
    before, _, after = ledger.word(f"labelled.{unit}", number="#").partition("#")
    mark = "," if ledger.dossier.language == "id" else "."
    shown = f"{name}{before}{hundredths // 100}{mark}{hundredths % 100:02d}{after}"
    digits = f'INT({formula}/100)&{quoted(mark)}&RIGHT("0"&MOD({formula},100),2)'
    return [
        Cell(bar.code, "text"),
        Cell(name, "text"),
        Cell(shown, "text", f"=B{row}&{quoted(before)}&{digits}&{quoted(after)}"),
    ]


def _months(ledger: Ledger, row: int) -> _Section:
    """Persons by month and kind of money; those who drop out hang below the line."""
    picture = months(ledger.dossier)
    sheet, head = ledger.tab("diagrams"), _begins(_COLUMNS, row)
    first, last = head + 1, head + len(picture.months)
    heads = [ledger.word(f"column.{name}") for name in ("month", "year", "short_month")]
    heads += picture.series
    looks = ["first", "second", "third"][: len(picture.series)]
    if dropping := any(picture.drops):
        heads.append(ledger.word("falling"))
        looks.append("drops")
    series = tuple(
        Series(f"={sheet}!${letter}${head}", f"={sheet}!${letter}${first}:${letter}${last}", look)
        for letter, look in zip("DEFG", looks, strict=False)
    )
    said = ledger.word("pictured.months")
    table = [_month(ledger, picture, place, head, dropping=dropping) for place in range(len(picture.months))]
    levels = tuple(tuple(str(row[column].value) or None for row in table) for column in (1, 2))
    chart = Chart(
        kind="columns",
        at=row + 2,
        size=(_PIXELS, _COLUMNS),
        unit=picture.unit,
        labels=f"={sheet}!$B${first}:$C${last}",
        series=series,
        said=f"{picture.title}. {said}",
        levels=levels,
    )
    return _section(ledger, picture, said, chart, table=[[Cell(text, "head") for text in heads], *table])


def _month(ledger: Ledger, picture: Columns, place: int, head: int, *, dropping: bool) -> list[Cell]:
    month, row = ledger.months[place], head + 1 + place
    begins = place == 0 or month.year != ledger.months[place - 1].year
    cells = [
        Cell(ledger.dates[place], "month"),
        Cell(month.year if begins else "", "year"),
        Cell(month_names(ledger.dossier.language)[month.number - 1], "text"),
    ]
    for letter, part in zip("DEF", picture.parts, strict=False):
        cells.append(Cell(int(part[place]), "count", _of_stage(ledger, f"{letter}${head}", f"$A{row}")))
    if dropping:
        drops = f"=-{ledger.calendar.cell(str(month), _DROPS)}" if not ledger.long else ""
        cells.append(Cell(-int(picture.drops[place]), "count", drops))
    return cells


def _of_stage(ledger: Ledger, stage: str, month: str) -> str:
    """Persons whom one kind of money pays for in a month."""
    grid = ledger.monthly
    if ledger.long or not grid.count:
        return ""
    return f"=SUMIFS({grid.span('persons')},{grid.span('stage')},{stage},{grid.span('month')},{month})"
