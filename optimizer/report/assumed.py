"""Figures without an official source, in full: value, standing, how they came about, rivals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from optimizer.plan.shapes import AssumptionRow
from optimizer.report.grid import WHOLE, Row, grid, lines_of
from optimizer.report.terminal import rendered
from optimizer.report.view import Look, marked
from optimizer.scenario.fields import LONGEST_TEXT
from optimizer.text import inert
from optimizer.text.numbers import rupiah, whole

INDENT = "    "


def assumption_list(look: Look, rows: Sequence[AssumptionRow]) -> str:
    """Every figure; nothing of it is shortened."""
    title = Text(look.say("show.assumptions", count=len(rows)), style="bold")
    shown = _table(look, rows) if look.is_wide else _blocks(look, rows)
    content = [*marked(look.scenario, look.language), title, *shown]
    return rendered(content, look.page, look.language)


def _table(look: Look, rows: Sequence[AssumptionRow]) -> Iterator[Text]:
    columns = [
        look.copied("figure"),
        look.column("amount"),
        look.column("standing", name=True, lines=WHOLE),
        look.column("note", name=True, lines=WHOLE, least=30),
    ]
    cells = [
        Row(
            (
                inert(row.path),
                amount(look, row.path, row.value),
                standing(look, row),
                " ".join(remarks(look, row)),
            )
        )
        for row in rows
    ]
    yield from grid(columns, cells, look.page)


def _blocks(look: Look, rows: Sequence[AssumptionRow]) -> Iterator[Text]:
    """One below the other: the figure, then what is known of it, set apart where something is."""
    apart = True
    for row in rows:
        known = list(remarks(look, row))
        if known or apart:
            yield Text("")
        apart = bool(known)
        figure = f"{inert(row.path)}: {amount(look, row.path, row.value)} ({standing(look, row)})"
        yield from (Text(line) for line in lines_of(figure, look.page.width))
        for said in known:
            yield from (Text(line) for line in lines_of(said, look.page.width, INDENT, INDENT))


def standing(look: Look, row: AssumptionRow) -> str:
    """How the figure stands, and since when."""
    said = look.say(f"standing.{row.status}")
    return look.say("assumed.as_of", standing=said, as_of=row.as_of) if row.as_of else said


def remarks(look: Look, row: AssumptionRow) -> Iterator[str]:
    """Sentences: the remark, the source with its title, the other published values."""
    if row.note:
        yield _ended(" ".join(inert(row.note, LONGEST_TEXT).split()))
    if row.source:
        yield look.say("assumed.source", source=_source(look, row.source))
    if row.rivals:
        listed = [
            amount(look, row.path, rival.value) + (f" ({inert(rival.source)})" if rival.source else "")
            for rival in row.rivals
        ]
        yield look.say("assumed.rivals", rivals="; ".join(listed))


def _source(look: Look, key: str) -> str:
    known = look.scenario.sources.get(key)
    return f"{key}, {known.title}" if known else key


def _ended(said: str) -> str:
    return said if said.endswith((".", "!", "?")) else f"{said}."


def amount(look: Look, path: str, value: str) -> str:
    """A value of a scenario as people write it."""
    if not value.isdigit():
        mark = "," if look.language == "id" else "."
        return inert(value).replace(".", mark)
    is_money = path.startswith("premium") or path.endswith(".ceiling")
    return (rupiah if is_money else whole)(int(value), look.language)
