"""Answers and parts of the terminal's report as blocks of the page: the same words, the same tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from optimizer.papers.dossier import Dossier
from optimizer.papers.page.blocks import Block, Cell, Grid, Head, Line, Note, Point, Under, name_cell
from optimizer.plan.shapes import Plan
from optimizer.report.asked.sheet import Told, not_proven
from optimizer.report.asked.worth_table import MARKS
from optimizer.report.grid import Carried, Row, Title
from optimizer.report.narrow import LeftOut
from optimizer.report.paper import WIDEST, Paper
from optimizer.report.view import View

_PAPER = Paper(width=WIDEST, whole=True)


def view_of(dossier: Dossier, plan: Plan | None = None, *, everything: bool = True) -> View:
    """What the sections of the report look at, here for a page that draws their tables itself."""
    answers = dossier.answers
    return View(
        dossier.scenario,
        _PAPER,
        dossier.language,
        everything,
        plans=answers.plans,
        doubts=answers.doubts,
        formal=True,
        plan=plan or dossier.plan,
    )


def told(view: View, answer: Told, above: str = "") -> Iterator[Block]:
    """An answer: its sentences, then its tables under their headings.

    ``above`` is the section that said already what is not proven of the plans behind all answers.
    """
    yield from (Point(said) for said in answer.said)
    if answer.status == "within_bound":
        yield Note(view.say("page.open_above", section=above)) if above else Point(not_proven(view))
    for heading, content in answer.parts:
        yield from under(heading, content)


def under(heading: str, content: Iterable[RenderableType], key: str = "") -> Iterator[Block]:
    """What stands under a heading; nothing where nothing does."""
    blocks = list(_blocks(content, key))
    if blocks and heading:
        yield Under(heading)
    yield from blocks


def _blocks(content: Iterable[RenderableType], key: str) -> Iterator[Block]:
    number = 0
    for part in content:
        if isinstance(part, Carried):
            number += 1
            yield _grid(part, f"{key}.{number}" if key else "")
        elif isinstance(part, LeftOut):
            continue
        elif isinstance(part, Text) and part.plain.strip():
            yield Note(part.plain.strip())
        elif isinstance(part, Table):
            yield _marked(part)


def _marked(bullet: Table) -> Point | Note:
    """The sentence behind a mark; what a mark of the table above stands for keeps it."""
    sign, said = ("".join(str(cell) for cell in column.cells).strip() for column in bullet.columns)
    return Note(f"{sign} {said}") if sign in _EXPLAINED else Point(said)


_EXPLAINED = frozenset(MARKS.values())
"""Marks of rows that are explained below their table."""


def _grid(table: Carried, key: str) -> Grid:
    heads = tuple(Head(column.title.replace("\u00a0", " ").strip(), column.name) for column in table.columns)
    total = _line(table.total, heads) if table.total else None
    return Grid(heads, tuple(_line(row, heads) for row in table.rows), total, key)


def _line(row: Row | Title, heads: tuple[Head, ...]) -> Line:
    if isinstance(row, Title):
        return Line((Cell(row.words),), across=True)
    cells = (
        name_cell(text.strip(), longest=400) if head.name else Cell(text.strip())
        for text, head in zip(row.cells, heads, strict=True)
    )
    return Line(tuple(cells), warned="red" in row.style)
