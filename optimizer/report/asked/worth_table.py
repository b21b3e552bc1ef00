"""The table of ``worth``: a row a fund, those of which the same is said in one row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rich.console import RenderableType

from optimizer.answers.worth import FundWorth, Worth
from optimizer.report import names
from optimizer.report.asked.sheet import left_out
from optimizer.report.asked.worth_words import goals
from optimizer.report.grid import Row, grid
from optimizer.report.view import Look, bullet
from optimizer.text.numbers import decimal
from optimizer.units import Rupiah

ALIKE = 4
"""From so many funds on, of which the same is said, they stand in one row."""

MARKS = {"bound": "*", "used": "**", "worse": "***", "apart": "+"}
"""Contracted or paid; the plan uses what a free cut takes; a goal gets worse by it; not figures of plans."""


def table(look: Look, answer: Worth) -> Iterator[RenderableType]:
    """The fund with most people for the sum first; marks are explained below."""
    hundred = answer.add == Rupiah(100_000_000)
    free = look.column("worth_free")
    columns = [
        look.column("fund", name=True, lines=2),
        look.column("ceiling", spare=1),
        look.column("worth_more"),
        replace(free, title=look.say("column.worth_free", month=answer.month)),
        look.column("worth_price"),
        *([] if hundred else [look.column("worth_gain")]),
        look.column("worth_per"),
    ]
    groups = _groups(look, answer)
    rows = [_row(look, group, hundred=hundred) for group in groups[: look.most]]
    yield from grid(columns, rows, look.page)
    yield from left_out(look, len(groups))
    shown = {mark for row in answer.funds for mark in _marks(row)}
    for mark, sign in MARKS.items():
        if mark in shown:
            worse = [goal for row in answer.funds for goal in row.cut.worsens]
            facts = {"worsens": goals(look, list(dict.fromkeys(worse)))} if worse else {}
            yield bullet(look.say(f"worth.mark_{mark}", month=answer.month, **facts), sign)


def _groups(look: Look, answer: Worth) -> list[list[FundWorth]]:
    """Funds of one year that can go entirely and of which nothing differs but the ceiling, together."""
    found: dict[object, list[FundWorth]] = {}
    for row in answer.funds:
        alike = row.cut.whole and row.ceiling and row.more is None and not look.everything
        key = (row.year, row.gain, *_marks(row)) if alike and not answer.curves else row.id
        found.setdefault(key, []).append(row)
    return [part for rows in found.values() for part in ([rows] if len(rows) >= ALIKE else _alone(rows))]


def _alone(rows: Sequence[FundWorth]) -> list[list[FundWorth]]:
    return [[row] for row in rows]


def _marks(row: FundWorth) -> tuple[str, ...]:
    worse = bool(row.cut.worsens)
    used = bool(row.cut.used) and not worse
    said = {"bound": row.bound, "used": used, "worse": worse, "apart": not row.planned}
    return tuple(mark for mark, holds in said.items() if holds)


def _row(look: Look, group: Sequence[FundWorth], *, hundred: bool) -> Row:
    row = group[0]
    name = names.fund(look.scenario, row.id)
    if len(group) > 1:
        name = look.say("worth.alike", funds=len(group), year=str(row.year))
    price = row.cut.price
    cells = (
        look.number(sum(one.ceiling for one in group)),
        look.number(row.more.rupiah) if row.more else "-",
        look.say("worth.whole_word") if row.cut.whole and row.ceiling else look.number(row.cut.free),
        look.number(round(price)) if price is not None else "-",
        *([] if hundred else [look.number(row.gain) if row.gain is not None else "-"]),
        decimal(row.per_100_million, look.language, 1) if row.per_100_million is not None else "-",
    )
    return Row((" ".join([name, *(MARKS[mark] for mark in _marks(row))]), *cells))
