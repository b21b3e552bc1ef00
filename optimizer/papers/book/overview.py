"""The first sheet: the figures asked for first beside those of the plan, and every check in one place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from optimizer.answers.headline import widest
from optimizer.papers.book.cells import Cell, Grid, Line, Sheet, Value, cut, share_formula
from optimizer.papers.book.ledger import HEAD, Ledger
from optimizer.papers.book.shaping import above, for_money, judged, tall
from optimizer.papers.chains import figures
from optimizer.papers.figures import Figure
from optimizer.plan.shapes import GoalValue
from optimizer.plan.steps import shown_bounds
from optimizer.report import names, summary
from optimizer.units import Rupiah, Share

_FIGURES = (
    *("total.persons", "total.eligible", "total.share", "total.full_benefit", "total.before"),
    *("total.dropped", "total.months", "total.rupiah", "total.ceiling", "total.allocated", "total.left"),
    *("goal.need", "goal.covered", "goal.shortfall", "goal.reached"),
)
_OF_PLACES: Mapping[str, str] = {
    "total.persons": "end",
    "total.eligible": "eligible",
    "total.before": "before",
    "total.dropped": "dropped",
    "total.months": "person_months",
    "total.rupiah": "rupiah",
}
_OF_MONEY: Mapping[str, str] = {
    "total.ceiling": "ceiling",
    "total.allocated": "allocated",
    "total.left": "left",
}
_OF_AIMS: Mapping[str, str] = {
    "goal.need": "need",
    "goal.covered": "covered",
    "goal.shortfall": "shortfall",
}
_SUMS = HEAD - 1
"""The row of sums of every table."""

_LABEL = 50
_COLUMNS = 7
_STATUS = 4
_FIRST = 7
"""The row of the first figure."""


def overview(ledger: Ledger) -> Sheet:
    """The first sheet."""
    money = max(for_money([sum(fund.ceiling for fund in ledger.funds)]), 17)
    widths = (_LABEL, *[money] * 5, 15)
    width = sum(widths)
    shown = list(_shown(ledger))
    checks = _FIRST + len(shown) + 2
    matched = list(_matched(ledger, checks))
    limits = list(_limits(ledger, checks + len(matched)))
    verdicts = (
        f"D{_FIRST}:D{_FIRST + len(shown) - 1}",
        f"G{checks}:G{checks + len(matched) + len(limits) - 1}",
    )
    lines = [
        *above(ledger, "overview", width=width, columns=_COLUMNS),
        _status(ledger, verdicts, width),
        Line(),
        _head(ledger, ("key_figures", "here", "in_plan", "verdict")),
        *shown,
        Line(),
        _head(
            ledger, ("checks", "of_monthly", "of_allocation", "of_places", "of_money", "in_plan", "verdict")
        ),
        *matched,
        *limits,
        Line(),
        *_said(ledger, width),
        Line(),
        _head(ledger, ("goal", "value", "bound", "unit")),
        *_goals(ledger, width),
        Line(),
        _across(ledger.dossier.say("papers.fingerprint", digest=ledger.dossier.fingerprint), "about", width),
    ]
    rules = (
        *(rule for cells in verdicts for rule in judged(ledger, cells)),
        *judged(ledger, f"A{_STATUS}", "status."),
    )
    return Sheet(name=ledger.tab("overview"), widths=widths, lines=lines, rules=rules, pages=1, open="A1")


def _head(ledger: Ledger, columns: tuple[str, ...]) -> Line:
    return Line(ledger.heads(columns), 30)


def _across(text: str, style: str, width: float) -> Line:
    return Line([Cell(text, style)], tall(text, width), ((0, _COLUMNS - 1),))


def _status(ledger: Ledger, verdicts: tuple[str, ...], width: float) -> Line:
    """One sentence: whether all checks hold."""
    counted = "+".join(f"COUNTIF({cells},{_quoted_bad(ledger)})" for cells in verdicts)
    well, ill = ledger.word("status.fits"), ledger.word("status.differs")
    return Line([Cell(well, "status", ledger.either(f"{counted}=0", well, ill))], 24, ((0, _COLUMNS - 1),))


def _quoted_bad(ledger: Ledger) -> str:
    return f'"{ledger.word("differs")}"'


def _shown(ledger: Ledger) -> Iterator[Line]:
    every = figures(ledger.dossier)
    rows = {key: row for row, key in enumerate((key for key in _FIGURES if key in every), _FIRST)}
    for key, row in rows.items():
        value, style = _value(every[key])
        formula = _formula(ledger, key, rows)
        yield Line(
            (
                Cell(_label(ledger, every[key]), "label"),
                Cell(value, f"{style}.key", formula),
                Cell(value, style),
                Cell(ledger.word("fits"), "verdict", ledger.verdict(f"B{row}=C{row}")),
            )
        )


def _label(ledger: Ledger, figure: Figure) -> str:
    target = widest(ledger.dossier.plan)
    if figure.key.startswith("goal.") and target is not None:
        said = names.target(ledger.dossier.scenario, target.id, ledger.dossier.language, by=target.by)
        return ledger.word("of_target", figure=figure.label, target=said)
    return figure.label


def _value(figure: Figure) -> tuple[Value, str]:
    if isinstance(figure.value, Share):
        return cut(figure.value.numerator, figure.value.denominator), "share"
    return int(figure.value), "rupiah" if isinstance(figure.value, Rupiah) else "count"


def _formula(ledger: Ledger, key: str, rows: Mapping[str, int]) -> str:
    """How this workbook reckons a figure."""
    if key in _OF_PLACES:
        return "=" + ledger.places.cell(_OF_PLACES[key], _SUMS)
    if key in _OF_MONEY:
        return "=" + ledger.money.cell(_OF_MONEY[key], _SUMS)
    if key in _OF_AIMS:
        return _aim(ledger, _OF_AIMS[key])
    if key == "total.share":
        return share_formula(f"B{rows['total.persons']}", f"B{rows['total.eligible']}")
    if key == "goal.reached":
        return share_formula(f"B{rows['goal.covered']}", _aim(ledger, "base").removeprefix("="))
    if key == "total.full_benefit" and not ledger.long:
        return f"=MAX(0,B{rows['total.persons']}-{ledger.calendar.cell('fresh', _SUMS)})"
    return ""


def _aim(ledger: Ledger, column: str) -> str:
    """The sum over all places of the widest target, which stand one below the other."""
    target = widest(ledger.dossier.plan)
    found = [
        row for row, one in enumerate(ledger.targets, ledger.aims.first) if target and one.id == target.id
    ]
    return f"=SUM({ledger.aims.span(column, found[0], found[-1])})"


def _matched(ledger: Ledger, first: int) -> Iterator[Line]:
    """What several sheets add up must be the same in each, and the plan's."""
    totals = ledger.dossier.plan.totals
    kinds = (
        ("person_months", int(totals.person_months), "count", ("persons", "person_months", "person_months")),
        ("rupiah", int(totals.rupiah), "rupiah", ("rupiah", "rupiah", "allocated")),
        ("end", int(totals.persons_end), "count", ("", "end", "")),
    )
    for row, (column, value, style, (paid, pair, fund)) in enumerate(kinds, first):
        sums = (
            _of_payments(ledger, paid),
            _total(ledger.allocation, pair),
            _total(ledger.places, column),
            _total(ledger.money, fund) if fund else "",
        )
        there = [name for name, sum_ in zip("BCDE", sums, strict=True) if sum_]
        same = ",".join(f"{name}{row}=F{row}" for name in there)
        yield Line(
            (
                Cell(ledger.word(f"check.{column}"), "label"),
                *(Cell(value, style, sum_) if sum_ else None for sum_ in sums),
                Cell(value, style),
                Cell(ledger.word("fits"), "verdict", ledger.verdict(f"AND({same})")),
            )
        )


def _total(grid: Grid, column: str) -> str:
    """The sum that stands above a column."""
    return "=" + grid.cell(column, _SUMS)


def _of_payments(ledger: Ledger, column: str) -> str:
    """The sum over all payments, of persons over those of the last month; empty where their sheet is not."""
    grid = ledger.monthly
    if ledger.long or not grid.count:
        return ""
    if column:
        return _total(grid, column)
    return f"=SUMIFS({grid.span('persons')},{grid.span('month')},{ledger.dates[-1]})"


def _limits(ledger: Ledger, first: int) -> Iterator[Line]:
    """How many rows break a limit: none."""
    kept = [("ceiling", ledger.money)]
    if not ledger.long:
        kept.append(("eligible", ledger.calendar))
    for row, (key, grid) in enumerate(kept, first):
        counted = f"=COUNTIF({grid.span('verdict')},{_quoted_bad(ledger)})" if grid.count else ""
        yield Line(
            (
                Cell(ledger.word(f"check.{key}"), "label"),
                Cell(0, "count", counted),
                *[None] * 3,
                Cell(0, "count"),
                Cell(ledger.word("fits"), "verdict", ledger.verdict(f"B{row}=F{row}")),
            )
        )


def _said(ledger: Ledger, width: float) -> Iterator[Line]:
    """What the plan means in sentences, which do not change with the cells."""
    dossier = ledger.dossier
    yield Line([Cell(ledger.word("column.said"), "band")], 20, ((0, _COLUMNS - 1),))
    for said in summary.sentences(dossier.plan, dossier.scenario, dossier.language, formal=True):
        yield _across(said, "said", width)
    if ledger.long:
        yield _across(ledger.word("too_long", count=len(dossier.plan.payments)), "said", width)


def _goals(ledger: Ledger, width: float) -> Iterator[Line]:
    """What is reached of each goal, and the best there is as it can be counted."""
    plan, scenario, say = ledger.dossier.plan, ledger.dossier.scenario, ledger.dossier.say
    for goal, bound in zip(plan.goals, shown_bounds(scenario, plan.goals, plan.status), strict=True):
        yield _goal(ledger, goal, bound)
    if len(plan.targets) > 1 and any(goal.goal == "targets" for goal in plan.goals):
        yield _across(say("note.overlap", count=len(plan.targets)), "about", width)


def _goal(ledger: Ledger, goal: GoalValue, bound: Fraction) -> Line:
    say = ledger.dossier.say
    unit = say("unit.entries" if goal.goal == "steady" else f"unit.{goal.unit}")
    return Line(
        (
            Cell(say(f"goal.{goal.goal}"), "label"),
            *(_number(number, goal.unit) for number in (goal.value, bound)),
            Cell(unit, "text"),
        )
    )


def _number(number: Fraction, unit: str) -> Cell:
    if unit == "share":
        return Cell(cut(number.numerator, number.denominator), "share")
    if number.denominator == 1:
        return Cell(int(number), "rupiah" if unit == "rupiah" else "count")
    return Cell(int(number * 10_000) / 10_000, "decimal")  # cut, as in every paper: never rounded up
