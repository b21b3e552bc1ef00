"""The cases of a study as tidy tables: one row a case, or one row a case and region."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from optimizer.answers.outcome import Outcome
from optimizer.plan.files import guarded, scalar
from optimizer.study.case import Case
from optimizer.study.telling.results import Results

Cell: TypeAlias = "str | int | bool | Fraction | None"
Kind = Literal["text", "whole", "number", "truth"]
"""What a column holds; ``number`` has at most six decimals."""

HEADLINE = ("persons_end", "person_months", "rupiah", "dropped", "shortfall", "missed")


@dataclass(frozen=True, slots=True)
class Column:
    """One column under its name."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of raw values; None where there is nothing to say."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def cases_table(results: Results) -> Table:
    """One row a case: what was changed, and what it came to."""
    goals, targets = _goals(results.outcomes), _targets(results.outcomes)
    columns = [
        Column("case", "whole"),
        Column("part", "text"),
        *(Column(name, "text") for name in results.study.columns),
        Column("status", "text"),
        Column("reason", "text"),
        Column("last_month", "text"),
        *(Column(name, "whole") for name in HEADLINE),
        Column("shortfall_to", "text"),
        *(Column(f"goal.{name}", "number") for name in goals),
        *(
            column
            for name, of in targets
            for column in (
                Column(f"target.{name}.{of}.shortfall", "whole"),
                Column(f"target.{name}.{of}.met", "truth"),
            )
        ),
        Column("digest", "text"),
    ]
    rows = (_row(case, outcome, goals, targets) for case, outcome in _pairs(results))
    return Table(tuple(columns), tuple(rows))


def _pairs(results: Results) -> Iterator[tuple[Case, Outcome]]:
    return zip(results.cases, results.outcomes, strict=True)


def _row(
    case: Case, outcome: Outcome, goals: Sequence[str], targets: Sequence[tuple[str, str]]
) -> tuple[Cell, ...]:
    head = outcome.headline
    reached = dict(_named_goals(outcome))
    rows = {(row.id, row.of): row for row in outcome.targets}
    cells: list[Cell] = [case.number, case.role, *(text or None for text in case.values), outcome.status]
    cells.append(outcome.findings[0].code if outcome.findings else None)
    cells.append(str(outcome.month) if outcome.month else None)
    cells += [int(getattr(head, name)) if head else None for name in HEADLINE]
    cells.append(outcome.widest or None)
    cells += [reached.get(name) for name in goals]
    for place in targets:
        row = rows.get(place)
        cells += [int(row.shortfall) if row else None, row.met if row else None]
    return (*cells, outcome.digest or None)


def _named_goals(outcome: Outcome) -> Iterator[tuple[str, Fraction]]:
    """Each goal's value; the second of a name has a 2 behind it."""
    seen: dict[str, int] = {}
    for goal in outcome.goals:
        seen[goal.name] = number = seen.get(goal.name, 0) + 1
        yield goal.name if number == 1 else f"{goal.name}.{number}", goal.value


def _goals(outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for one in outcomes for name, _ in _named_goals(one)))


def _targets(outcomes: Sequence[Outcome]) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys((row.id, row.of) for one in outcomes for row in one.targets))


def regions_table(results: Results) -> Table:
    """One row a case and region that has a plan."""
    columns = (
        Column("case", "whole"),
        Column("region", "text"),
        Column("persons_end", "whole"),
        Column("person_months", "whole"),
        Column("rupiah", "whole"),
    )
    rows = (
        (case.number, str(row.code), int(row.persons_end), int(row.person_months), int(row.rupiah))
        for case, outcome in _pairs(results)
        for row in outcome.regions
    )
    return Table(columns, tuple(rows))


def lines_table(results: Results) -> Table:
    """One row a case and line of its plan: what one fund pays for one group in one region."""
    columns = (
        Column("case", "whole"),
        Column("region", "text"),
        Column("group", "text"),
        Column("fund", "text"),
        Column("person_months", "whole"),
        Column("rupiah", "whole"),
    )
    rows = (
        (case.number, str(row.region), row.group, row.fund, int(row.person_months), int(row.rupiah))
        for case, outcome in _pairs(results)
        for row in outcome.lines
    )
    return Table(columns, tuple(rows))


def marked(table: Table) -> Table:
    """The table with a column that says of every row that it rests on figures that are made up."""
    columns = (*table.columns, Column("synthetic", "truth"))
    return Table(columns, tuple((*row, True) for row in table.rows))


def csv_text(table: Table) -> str:
    """The table as CSV: nothing in it is taken for a formula, nothing is rounded but beyond six decimals."""
    head = ",".join(_field(guarded(column.name)) for column in table.columns)
    lines = (",".join(_cell(cell) for cell in row) for row in table.rows)
    return "".join(f"{line}\n" for line in (head, *lines))


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    return _field(guarded(cell)) if isinstance(cell, str) else scalar(cell)


def _field(name: str) -> str:
    quoted = any(sign in name for sign in ',"\r\n')
    return '"' + name.replace('"', '""') + '"' if quoted else name
