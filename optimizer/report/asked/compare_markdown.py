"""A comparison as a document to be pasted: the page's sentences and tables in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from optimizer.answers.compare import Compare
from optimizer.report.asked.compare import mark, sentences, tables, title
from optimizer.report.asked.compare_tables import Rows, Table, input_table
from optimizer.report.asked.sheet import not_proven
from optimizer.report.view import Look
from optimizer.scenario.schema import Scenario

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~])")
"""What Markdown would take for its own."""


def document(look: Look, answer: Compare, scenarios: Sequence[Scenario], rows: Rows) -> str:
    """A heading, the sentences as a list, and each table under its own heading."""
    lines = [f"# {escaped(title(look, answer))}", ""]
    if said := mark(look, answer):
        lines += [f"**{escaped(said)}**", ""]
    doubts = [not_proven(look)] if answer.status == "within_bound" else []
    lines += [f"- {escaped(said)}" for said in (*sentences(look, answer), *doubts)]
    shown = [] if look.brief else [*tables(look, answer, scenarios, rows)]
    inputs = None if look.brief else input_table(look, answer)
    for table in [*shown, *([inputs] if inputs else [])]:
        lines += ["", f"## {escaped(table.heading)}", "", *_table(table)]
    return "\n".join(lines) + "\n"


def _table(table: Table) -> Iterator[str]:
    if table.rows:
        yield _row([column.title for column in table.columns])
        yield _rule([column.name for column in table.columns])
        for row in [*table.rows, *([table.total] if table.total else [])]:
            yield _row(row.cells)
        if table.notes:
            yield ""
    yield from (f"- {escaped(note)}" for note in table.notes)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(escaped, cells))} |"


def _rule(names: Sequence[bool]) -> str:
    return f"|{'|'.join('---' if is_name else '--:' for is_name in names)}|"


def escaped(text: str) -> str:
    r"""Text that Markdown shows as it is, on one line.

    >>> print(escaped("funds.*.ceiling | <b>"))
    funds.\*.ceiling \| \<b\>
    """
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
